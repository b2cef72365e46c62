/* A page as lines of text: for receipt printers of 32 to 48 columns, for files and pipes of 80, for the screen. */
#include <limits.h>

#include "layout.h"

enum { COLUMNS_LEAST = 16, BESIDE_LEAST = 72 /* columns, for pairs side by side */ };

void layout_piece(struct layout *t, int x, struct style style, const char *s, size_t n)
{
    if (n == 0)
        return;
    if (t->n == t->cap) {
        t->cap = t->cap ? t->cap * 2 : 16;
        t->piece = mem_resize(t->piece, t->cap, sizeof *t->piece);
    }
    t->piece[t->n++] = (struct page_piece){.x = x, .tone = style.tone, .strong = style.strong, .text = mem_dupn(s, n)};
}

void layout_end_line(struct layout *t)
{
    if (t->rc == QT_OK)
        t->rc = t->line(t->arg, t->piece, t->n);
    while (t->n > 0)
        free((char *)t->piece[--t->n].text);
}

void layout_rule(struct layout *t, char c)
{
    if (t->bare)
        return;
    char *rule = mem_alloc((size_t)t->columns + 1);
    memset(rule, c, (size_t)t->columns);
    layout_piece(t, 0, (struct style){0}, rule, (size_t)t->columns);
    layout_end_line(t);
    free(rule);
}

size_t line_bytes(const char *s, int columns, size_t *skip)
{
    size_t line = strcspn(s, "\n"), fit = columns == INT_MAX ? line : text_fit(s, columns, NULL);
    *skip = 0;
    if (fit == 0 && *s && line > 0)
        fit = text_next(s, NULL);
    if (line <= fit) {
        *skip = s[line] == '\n';
        return line;
    }
    if (s[fit] == ' ') {
        *skip = 1;
        return fit;
    }
    for (size_t i = fit; i > fit / 2; i--)
        if (s[i - 1] == ' ')
            return i;
    return fit;
}

void layout_wrapped(struct layout *t, const char *s, int indent, struct style style)
{
    do {
        size_t skip, n = line_bytes(s, t->endless ? INT_MAX : t->columns - indent, &skip);
        layout_piece(t, indent, style, s, n);
        layout_end_line(t);
        s += n + skip;
    } while (*s);
}

static void put_centred(struct layout *t, const char *s)
{
    while (*s) {
        size_t skip, n = line_bytes(s, t->columns, &skip);
        layout_piece(t, (t->columns - text_width_n(s, n)) / 2, (struct style){0}, s, n);
        layout_end_line(t);
        s += n + skip;
    }
}

/* ---- labels and values ---------------------------------------------------------------------------------- */

static bool pair_shown(const struct page_block *b, size_t i)
{
    return i < b->ncells && !b->column[i].json_only;
}

static int label_width(const struct layout *t, const struct page_block *b)
{
    int width = 0, most = t->columns / 3 < LABEL_MOST ? t->columns / 3 : LABEL_MOST;
    for (size_t i = 0; i < b->ncells; i++) {
        int n = pair_shown(b, i) ? text_width(b->column[i].heading) : 0;
        width = n > width && n <= most ? n : width;
    }
    return width;
}

/* A label wider than the others has a line of its own. */
void layout_pair(struct layout *t, const char *label, const char *value, int width, enum tone tone)
{
    const struct style plain = {0}, toned = {.tone = tone};
    int own = text_width(label), indent = width + GAP;
    size_t skip;
    if (own > width) {
        layout_wrapped(t, label, 0, plain);
        layout_wrapped(t, value, GAP, toned);
        return;
    }
    size_t n = line_bytes(value, t->endless ? INT_MAX : t->columns - indent, &skip);
    layout_piece(t, 0, plain, label, strlen(label));
    layout_piece(t, indent, toned, value, n);
    layout_end_line(t);
    if (value[n + skip])
        layout_wrapped(t, value + n + skip, indent, toned);
}

/* Fits beside others in `room`. */
static bool is_short(const struct page_block *b, size_t i, const char *value, int width, int room)
{
    return text_width(b->column[i].heading) <= width && width + GAP + text_width(value) <= room - GAP &&
           !strchr(value, '\n');
}

/* How many pairs from i on share one line. */
static size_t pairs_beside(const struct layout *t, const struct page_block *b, size_t i, int width)
{
    struct buf tmp = {0};
    size_t n = 0;
    while (t->columns >= BESIDE_LEAST && n < (size_t)b->count && pair_shown(b, i + n) &&
           is_short(b, i + n, cell_text(&b->cell[i + n], &tmp), width, t->columns / b->count))
        n++;
    buf_free(&tmp);
    return b->count > 1 ? n : 0;
}

static void put_pairs(struct layout *t, const struct page_block *b)
{
    int width = label_width(t, b);
    struct buf tmp = {0};
    for (size_t i = 0, n; i < b->ncells; i += n ? n : 1) {
        n = pair_shown(b, i) ? pairs_beside(t, b, i, width) : 0;
        for (size_t k = 0; k < n; k++) {
            const char *value = cell_text(&b->cell[i + k], &tmp);
            int x = (int)k * t->columns / b->count;
            layout_piece(t, x, (struct style){0}, b->column[i + k].heading, strlen(b->column[i + k].heading));
            layout_piece(t, x + width + GAP, (struct style){.tone = b->cell[i + k].tone}, value, strlen(value));
        }
        if (n > 0)
            layout_end_line(t);
        else if (pair_shown(b, i))
            layout_pair(t, b->column[i].heading, cell_text(&b->cell[i], &tmp), width, b->cell[i].tone);
    }
    buf_free(&tmp);
}

/* ---- the rest ------------------------------------------------------------------------------------------- */

static void put_line(struct layout *t, const char *label)
{
    int used = text_width(label);
    layout_piece(t, 0, (struct style){0}, label, strlen(label));
    if (used + TEXT_LEAST > t->columns) {
        layout_end_line(t);
        used = 0;
    } else if (used > 0) {
        used++;
    }
    char *rule = mem_alloc((size_t)(t->columns - used) + 1);
    memset(rule, '_', (size_t)(t->columns - used));
    layout_piece(t, used, (struct style){0}, rule, (size_t)(t->columns - used));
    layout_end_line(t);
    free(rule);
}

static void put_block(struct layout *t, struct page_block *b)
{
    switch (b->kind) {
    case BLOCK_HEADING:
        layout_wrapped(t, b->text, 0, (struct style){.strong = true});
        layout_rule(t, '-');
        break;
    case BLOCK_TEXT:
        layout_wrapped(t, b->text, 0, (struct style){0});
        break;
    case BLOCK_PAIRS:
        put_pairs(t, b);
        break;
    case BLOCK_TABLE:
        layout_table(t, b);
        break;
    case BLOCK_SIGNS:
        for (size_t i = 0; i < b->ncells; i++) {
            if (i > 0)
                layout_end_line(t);
            put_line(t, b->cell[i].text);
        }
        break;
    case BLOCK_LINES:
        for (int i = 0; i < b->count; i++) {
            if (i == 0)
                layout_wrapped(t, b->text, 0, (struct style){0});
            layout_end_line(t);
            put_line(t, "");
        }
        break;
    }
}

/* Lines for grep have no gaps between paragraphs. */
static bool runs_on(const struct layout *t, const struct page_block *before, const struct page_block *b)
{
    return t->endless && b->kind == BLOCK_TEXT && before->kind != BLOCK_TABLE;
}

int page_lay_out(struct page *p, int columns, unsigned flags, page_line *line, void *arg)
{
    struct layout t = {.p = p, .bare = flags & LAYOUT_BARE, .endless = columns == 0, .line = line, .arg = arg};
    t.columns = t.endless ? 80 : columns < COLUMNS_LEAST ? COLUMNS_LEAST : columns;
    if (!t.bare) {
        put_centred(&t, p->building);
        put_centred(&t, p->title);
        put_centred(&t, p->subtitle);
        layout_rule(&t, '=');
    }
    const struct page_block *before = NULL;
    for (size_t i = 0; t.rc == QT_OK && i < p->n; i++) {
        struct page_block *b = &p->block[i];
        if (block_hidden(b) || (t.bare && (b->kind == BLOCK_SIGNS || b->kind == BLOCK_LINES)))
            continue;
        if (before ? before->kind != BLOCK_HEADING && !runs_on(&t, before, b) : !t.bare)
            layout_end_line(&t);
        put_block(&t, b);
        before = b;
    }
    free(t.piece);
    return t.rc;
}

/* ---- as plain text --------------------------------------------------------------------------------------- */

static int add_line(void *arg, const struct page_piece *v, size_t n)
{
    struct out *o = arg;
    int x = 0;
    for (size_t i = 0; i < n; i++) {
        for (; x < v[i].x; x++)
            buf_addc(&o->buf, ' ');
        buf_add(&o->buf, v[i].text);
        x += text_width(v[i].text);
    }
    while (o->buf.len > 0 && o->buf.s[o->buf.len - 1] == ' ')
        o->buf.s[--o->buf.len] = '\0';
    buf_addc(&o->buf, '\n');
    return out_some(o);
}

int page_to_text(struct page *p, int columns, unsigned flags, page_put *put, void *arg)
{
    struct out o = {.put = put, .arg = arg};
    int rc = page_lay_out(p, columns, flags, add_line, &o), end = out_end(&o);
    return rc != QT_OK ? rc : end;
}
