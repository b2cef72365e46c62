/* Laying a form file out: in brackets what fits there (format_fill.c), else one line for each entry. */
#include <stdlib.h>
#include <string.h>

#include "format_fill.h"
#include "format_scalar.h"

struct writer {
    const char *text;
    struct buf out;
};

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
        format_line(&w->out, indent);
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
static bool put_value(struct writer *w, const struct entry *e, int indent)
{
    const struct piece *p = e->value;
    const char *gap = e->key && !(p->kind == PIECE_SCALAR && scalar_is_empty(p)) ? " " : "";
    size_t before = w->out.len;
    buf_add(&w->out, gap);
    if (format_flat(w->text, p, &w->out) || format_fill(w->text, p, &w->out))
        return false;
    if (p->kind == PIECE_SCALAR) {
        scalar_fold(w->text, p, &w->out, format_column(&w->out), indent + 2);
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
    for (size_t i = 0; i < rs.n; i++)
        rs.v[i].gap = false; /* an empty line before it is the entry's */
    return rs;
}

/* An item's comment goes behind its first key, where that has room and none of its own. */
static bool move_in(const struct writer *w, struct entry *first, const struct remarks *rs, int indent)
{
    struct buf b = {0};
    bool fits = first->value->kind == PIECE_SCALAR && format_flat_entry(w->text, first, &b) &&
                indent + text_width(b.s) + remarks_width(rs) <= FORMAT_COLUMNS;
    for (size_t i = 0; fits && i < rs->n; i++) {
        first->value_behind.v = mem_resize(first->value_behind.v, i + 1, sizeof *rs->v);
        first->value_behind.v[first->value_behind.n++] = rs->v[i];
    }
    buf_free(&b);
    return fits;
}

/* begun: a dash stands before it on its line. */
static void put_entry(struct writer *w, const struct entry *e, int indent, bool begun)
{
    size_t start = w->out.len;
    struct remarks behind = remarks_behind(e);
    if (!begun)
        format_line(&w->out, indent);
    if (e->key) {
        (void)scalar_flat(w->text, e->key, &w->out);
        buf_addc(&w->out, ':');
    } else {
        buf_add(&w->out, "- ");
    }
    bool below = put_value(w, e, indent), inside = below && !e->key;
    if (inside && move_in(w, &e->value->v[0], &behind, indent + 2))
        behind.n = 0;
    if (!inside && behind.n > 0 && format_column(&w->out) + remarks_width(&behind) <= FORMAT_COLUMNS &&
        !scalar_is_lines(e)) {
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
        put_entry(w, e, indent, here);
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
