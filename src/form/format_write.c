/* Laying a form file out: on one line what fits, a map on three lines at most, else one line for each entry. */
#include <stdlib.h>
#include <string.h>

#include "format.h"
#include "format_scalar.h"

enum { FILLED_LINES = 3 /* of a map in braces: more of them are hard to read */ };

struct writer {
    const char *text;
    struct buf out;
};

/* Columns of what stands on the last line so far. */
static int column(const struct buf *b)
{
    size_t at = b->len;
    while (at > 0 && b->s[at - 1] != '\n')
        at--;
    return b->len ? text_width_n(b->s + at, b->len - at) : 0;
}

static void new_line(struct buf *b, int indent)
{
    if (b->len > 0)
        buf_addc(b, '\n');
    for (int i = 0; i < indent; i++)
        buf_addc(b, ' ');
}

/* ---- on one line ------------------------------------------------------------------------------------------------ */

static bool flat(const char *text, const struct piece *p, struct buf *b);

static bool flat_entry(const char *text, const struct entry *e, struct buf *b)
{
    if (e->before.n || e->key_behind.n || e->value_behind.n || e->after.n)
        return false;
    if (e->key) {
        if (!flat(text, e->key, b))
            return false;
        buf_add(b, e->value->kind == PIECE_SCALAR && scalar_is_empty(e->value) ? ":" : ": ");
    }
    return flat(text, e->value, b);
}

/* Appends it as it stands on one line; false: it has comments or lines of its own in it. */
static bool flat(const char *text, const struct piece *p, struct buf *b)
{
    if (p->kind == PIECE_SCALAR)
        return scalar_flat(text, p, b);
    buf_addc(b, p->kind == PIECE_MAP ? '{' : '[');
    for (size_t i = 0; i < p->n; i++) {
        if (i > 0)
            buf_add(b, ", ");
        if (!flat_entry(text, &p->v[i], b))
            return false;
    }
    buf_addc(b, p->kind == PIECE_MAP ? '}' : ']');
    return true;
}

static bool put_flat(struct writer *w, const struct piece *p)
{
    struct buf b = {0};
    bool fits = flat(w->text, p, &b) && column(&w->out) + text_width(b.s ? b.s : "") <= FORMAT_COLUMNS;
    if (fits)
        buf_add(&w->out, b.s ? b.s : "");
    buf_free(&b);
    return fits;
}

/* ---- on a few lines, in brackets -------------------------------------------------------------------------------- */

static bool scalars_only(const struct piece *p)
{
    for (size_t i = 0; i < p->n; i++)
        if (p->v[i].value->kind != PIECE_SCALAR)
            return false;
    return true;
}

/* Entries one behind the other, a new line where the next has no room. False: it would be too much. */
static bool fill(struct writer *w, const struct piece *p, struct buf *b, int start, int most)
{
    int at = start + 1, lines = 1;
    buf_addc(b, p->kind == PIECE_MAP ? '{' : '[');
    for (size_t i = 0; i < p->n; i++) {
        struct buf one = {0};
        bool ok = flat_entry(w->text, &p->v[i], &one);
        int width = one.s ? text_width(one.s) : 0, room = width + 1; /* a comma or bracket behind it */
        if (ok && i > 0 && at + 1 + room > FORMAT_COLUMNS) {
            new_line(b, start + 1);
            at = start + 1;
            lines++;
        } else if (i > 0) {
            buf_addc(b, ' ');
            at++;
        }
        ok = ok && at + room <= FORMAT_COLUMNS && lines <= most;
        if (ok) {
            buf_add(b, one.s ? one.s : "");
            buf_addc(b, i + 1 < p->n ? ',' : p->kind == PIECE_MAP ? '}' : ']');
            at += room;
        }
        buf_free(&one);
        if (!ok)
            return false;
    }
    return p->n > 0;
}

static bool put_filled(struct writer *w, const struct piece *p)
{
    if (p->kind == PIECE_SCALAR || (p->kind == PIECE_LIST && !scalars_only(p)))
        return false;
    struct buf b = {0};
    bool ok = fill(w, p, &b, column(&w->out), p->kind == PIECE_MAP ? FILLED_LINES : 1000);
    if (ok)
        buf_add(&w->out, b.s);
    buf_free(&b);
    return ok;
}

/* ---- comments --------------------------------------------------------------------------------------------------- */

/* A long one goes on below, as far in as it begins. */
static void put_remark_line(struct writer *w, const char *s, size_t len, int indent)
{
    size_t edge = 1;
    while (edge < len && s[edge] == ' ')
        edge++;
    char *margin = mem_dupn(s, edge);
    int room = FORMAT_COLUMNS - indent;
    for (size_t n; len > 0; s += n, len -= n, room = FORMAT_COLUMNS - indent - (int)edge) {
        n = text_width_n(s, len) <= room ? len : break_text(s, len, room);
        new_line(&w->out, indent);
        if (*s != '#')
            buf_add(&w->out, margin);
        buf_addn(&w->out, s, n);
        while (n < len && s[n] == ' ')
            n++;
    }
    free(margin);
}

static void put_remarks(struct writer *w, const struct remarks *rs, int indent)
{
    for (size_t i = 0; i < rs->n; i++) {
        if (rs->v[i].gap && w->out.len > 0)
            buf_addc(&w->out, '\n');
        put_remark_line(w, rs->v[i].s, rs->v[i].len, indent);
    }
}

static int remarks_width(const struct remarks *rs)
{
    int n = 0;
    for (size_t i = 0; i < rs->n; i++)
        n += 2 + text_width_n(rs->v[i].s, rs->v[i].len);
    return n;
}

static void put_behind(struct writer *w, const struct remarks *rs)
{
    for (size_t i = 0; i < rs->n; i++) {
        buf_add(&w->out, "  ");
        buf_addn(&w->out, rs->v[i].s, rs->v[i].len);
    }
}

/* ---- entries ---------------------------------------------------------------------------------------------------- */

static void put_entries(struct writer *w, const struct piece *p, int indent, bool begun);

/* Behind "key:" or "- ", which begins at column indent. True: what follows stands on lines below. */
static bool put_value(struct writer *w, const struct entry *e, int indent, bool top)
{
    const struct piece *p = e->value;
    const char *gap = e->key && !(p->kind == PIECE_SCALAR && scalar_is_empty(p)) ? " " : "";
    size_t before = w->out.len;
    bool tall = top && p->kind == PIECE_LIST && !scalars_only(p); /* states, fields, actions: one below the other */
    buf_add(&w->out, gap);
    if (!tall && (put_flat(w, p) || put_filled(w, p)))
        return false;
    if (p->kind == PIECE_SCALAR) {
        scalar_fold(w->text, p, &w->out, column(&w->out), indent + 2);
        return false;
    }
    w->out.len = before;
    w->out.s[before] = '\0';
    return true;
}

/* What stands behind `start` goes on below the comments. */
static void put_above(struct writer *w, size_t start, const struct remarks *rs, int indent)
{
    char *line = mem_dup(w->out.s + start);
    w->out.len = start;
    w->out.s[start] = '\0';
    put_remarks(w, rs, indent);
    if (*line != '\n')
        buf_addc(&w->out, '\n');
    buf_add(&w->out, line);
    free(line);
}

static struct remarks remarks_behind(const struct entry *e)
{
    struct remarks rs = {mem_alloc((e->key_behind.n + e->value_behind.n + 1) * sizeof(struct remark)), 0};
    for (size_t i = 0; i < e->key_behind.n; i++)
        rs.v[rs.n++] = e->key_behind.v[i];
    for (size_t i = 0; i < e->value_behind.n; i++)
        rs.v[rs.n++] = e->value_behind.v[i];
    return rs;
}

/* An item's comment goes behind its first key, where that has room and none of its own. */
static bool move_in(const struct writer *w, struct entry *first, const struct remarks *rs, int indent)
{
    struct buf b = {0};
    bool fits = first->value->kind == PIECE_SCALAR && flat_entry(w->text, first, &b) &&
                indent + text_width(b.s) + remarks_width(rs) <= FORMAT_COLUMNS;
    for (size_t i = 0; fits && i < rs->n; i++) {
        first->value_behind.v = mem_resize(first->value_behind.v, i + 1, sizeof *rs->v);
        first->value_behind.v[first->value_behind.n++] = rs->v[i];
    }
    buf_free(&b);
    return fits;
}

/* begun: a dash stands before it on its line. */
static void put_entry(struct writer *w, const struct entry *e, int indent, bool begun, bool top)
{
    size_t start = w->out.len;
    struct remarks behind = remarks_behind(e);
    if (!begun)
        new_line(&w->out, indent);
    if (e->key) {
        (void)scalar_flat(w->text, e->key, &w->out);
        buf_addc(&w->out, ':');
    } else {
        buf_add(&w->out, "- ");
    }
    bool below = put_value(w, e, indent, top), inside = below && !e->key;
    if (inside && move_in(w, &e->value->v[0], &behind, indent + 2))
        behind.n = 0;
    if (!inside && behind.n > 0 && column(&w->out) + remarks_width(&behind) <= FORMAT_COLUMNS && !scalar_is_lines(e)) {
        put_behind(w, &behind);
    } else if (behind.n > 0 && !begun) {
        put_above(w, start, &behind, indent);
    } else {
        put_behind(w, &behind);
    }
    free(behind.v);
    if (below)
        put_entries(w, e->value, indent + 2, inside);
    put_remarks(w, &e->after, indent);
}

static void put_entries(struct writer *w, const struct piece *p, int indent, bool begun)
{
    for (size_t i = 0; i < p->n; i++) {
        const struct entry *e = &p->v[i];
        bool here = begun && i == 0 && e->before.n == 0;
        if (begun && i == 0 && !here) { /* a comment before what stands behind a dash: the dash alone */
            while (w->out.len > 0 && w->out.s[w->out.len - 1] == ' ')
                w->out.s[--w->out.len] = '\0';
        }
        put_remarks(w, &e->before, indent);
        if (e->gap && w->out.len > 0 && (i > 0 || e->before.n > 0))
            buf_addc(&w->out, '\n');
        put_entry(w, e, indent, here, indent == 0);
    }
}

void format_write(const struct format_file *f, struct buf *out)
{
    struct writer w = {.text = f->text};
    if (f->root->kind == PIECE_SCALAR || f->root->n == 0)
        buf_addn(&w.out, f->text, f->len);
    else
        put_entries(&w, f->root, 0, false);
    while (w.out.len > 0 && w.out.s[w.out.len - 1] == '\n')
        w.out.s[--w.out.len] = '\0';
    buf_addc(&w.out, '\n');
    buf_add(out, w.out.s);
    buf_free(&w.out);
}
