/* Maps and lists in brackets: on one line what fits there, else filled up to the edge, an entry that is too long for
 * one line by itself over several. */
#include "format_fill.h"

#include <limits.h>

#include "format_scalar.h"

enum { MAP_LINES = 6, LIST_LINES = 4 /* more of them are hard to read */ };

int format_column(const struct buf *b)
{
    size_t at = b->len;
    while (at > 0 && b->s[at - 1] != '\n')
        at--;
    return b->len ? text_width_n(b->s + at, b->len - at) : 0;
}

void format_line(struct buf *b, int indent)
{
    if (b->len > 0)
        buf_addc(b, '\n');
    for (int i = 0; i < indent; i++)
        buf_addc(b, ' ');
}

bool format_scalars(const struct piece *p)
{
    for (size_t i = 0; i < p->n; i++)
        if (p->v[i].value->kind != PIECE_SCALAR)
            return false;
    return true;
}

/* ---- on one line ------------------------------------------------------------------------------------------------ */

static bool flat(const char *text, const struct piece *p, struct buf *b);

static bool remarked(const struct entry *e)
{
    return e->before.n || e->key_behind.n || e->value_behind.n || e->after.n;
}

static void put_key(const char *text, const struct entry *e, struct buf *b)
{
    if (!e->key)
        return;
    (void)scalar_flat(text, e->key, b);
    buf_add(b, e->value->kind == PIECE_SCALAR && scalar_is_empty(e->value) ? ":" : ": ");
}

bool format_flat_entry(const char *text, const struct entry *e, struct buf *b)
{
    if (remarked(e))
        return false;
    put_key(text, e, b);
    return flat(text, e->value, b);
}

static bool flat(const char *text, const struct piece *p, struct buf *b)
{
    if (p->kind == PIECE_SCALAR)
        return scalar_flat(text, p, b);
    buf_addc(b, p->kind == PIECE_MAP ? '{' : '[');
    for (size_t i = 0; i < p->n; i++) {
        if (i > 0)
            buf_add(b, ", ");
        if (!format_flat_entry(text, &p->v[i], b))
            return false;
    }
    buf_addc(b, p->kind == PIECE_MAP ? '}' : ']');
    return true;
}

bool format_flat(const char *text, const struct piece *p, struct buf *b)
{
    struct buf one = {0};
    bool fits = flat(text, p, &one) && format_column(b) + text_width(one.s ? one.s : "") <= FORMAT_COLUMNS;
    if (fits)
        buf_add(b, one.s ? one.s : "");
    buf_free(&one);
    return fits;
}

/* ---- on a few --------------------------------------------------------------------------------------------------- */

static int lines_since(const struct buf *b, size_t from)
{
    int n = 1;
    for (size_t i = from; i < b->len; i++)
        n += b->s[i] == '\n';
    return n;
}

static void cut_back(struct buf *b, size_t to)
{
    b->len = to;
    if (b->s)
        b->s[to] = '\0';
}

static bool fill(const char *text, const struct piece *p, struct buf *b, int behind);

/* Its value over several lines: a text broken where a reader would, a map or list filled in its turn. */
static bool fill_long(const char *text, const struct entry *e, struct buf *b, int edge, int behind)
{
    if (remarked(e) || scalar_is_lines(e) || (e->value->kind == PIECE_SCALAR && e->value->style == STYLE_PLAIN))
        return false;
    put_key(text, e, b);
    if (e->value->kind != PIECE_SCALAR)
        return fill(text, e->value, b, behind);
    scalar_fold(text, e->value, b, format_column(b), edge + 2);
    return format_column(b) + behind <= FORMAT_COLUMNS;
}

/* What has no room on a line begins on this one where that saves a line, else on a new one. */
static bool put_long(const char *text, const struct entry *e, struct buf *b, int edge, int behind)
{
    size_t before = b->len;
    int most = e->value->kind == PIECE_SCALAR ? FORMAT_COLUMNS / 2 : FORMAT_COLUMNS / 3;
    bool deep = format_column(b) > most; /* a narrow strip at the right */
    buf_addc(b, ' ');
    int here = !deep && fill_long(text, e, b, edge, behind) ? lines_since(b, before) : INT_MAX;
    cut_back(b, before);
    format_line(b, edge);
    bool ok = fill_long(text, e, b, edge, behind);
    if (here == INT_MAX || (ok && lines_since(b, before) <= here))
        return ok;
    cut_back(b, before);
    buf_addc(b, ' ');
    return fill_long(text, e, b, edge, behind);
}

/* Entries one behind the other, a new line where the next has no room. behind: columns of brackets that will follow. */
static bool fill(const char *text, const struct piece *p, struct buf *b, int behind)
{
    int edge = format_column(b) + 1;
    bool ok = p->n > 0;
    buf_addc(b, p->kind == PIECE_MAP ? '{' : '[');
    for (size_t i = 0; i < p->n && ok; i++) {
        const struct entry *e = &p->v[i];
        struct buf one = {0};
        int closing = 1 + (i + 1 < p->n ? 0 : behind); /* a comma, or all brackets */
        bool whole = format_flat_entry(text, e, &one);
        int width = (one.s ? text_width(one.s) : 0) + closing;
        whole = whole && edge + width <= FORMAT_COLUMNS;
        if (whole && i > 0 && format_column(b) + 1 + width > FORMAT_COLUMNS)
            format_line(b, edge);
        else if (whole && i > 0)
            buf_addc(b, ' ');
        if (whole)
            buf_add(b, one.s ? one.s : "");
        else
            ok = i > 0 ? put_long(text, e, b, edge, closing) : fill_long(text, e, b, edge, closing);
        buf_free(&one);
        buf_addc(b, i + 1 < p->n ? ',' : p->kind == PIECE_MAP ? '}' : ']');
    }
    return ok;
}

bool format_fill(const char *text, const struct piece *p, struct buf *b)
{
    size_t before = b->len;
    if (p->kind == PIECE_SCALAR)
        return false;
    int most = p->kind == PIECE_MAP ? MAP_LINES : format_scalars(p) ? INT_MAX /* names */ : LIST_LINES;
    if (fill(text, p, b, 0) && lines_since(b, before) <= most)
        return true;
    cut_back(b, before);
    return false;
}
