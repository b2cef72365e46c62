/* Plain text: for receipt printers of 32 to 48 columns, for files and pipes of 80. */
#include "page.h"

enum { COLUMNS_LEAST = 16, GAP = 2, TEXT_LEAST = 12, HEADING_MOST = 16, LABEL_MOST = 20 };

struct plain {
    struct buf *out;
    int columns;
};

static void put_spaces(struct buf *out, int n)
{
    while (n-- > 0)
        buf_addc(out, ' ');
}

static void put_rule(struct plain *t, char c)
{
    for (int i = 0; i < t->columns; i++)
        buf_addc(t->out, c);
    buf_addc(t->out, '\n');
}

/* Bytes of s for a line of `columns`, at least one grapheme; *skip: the blank or newline behind it. */
static size_t line_bytes(const char *s, int columns, size_t *skip)
{
    size_t line = strcspn(s, "\n"), fit = text_fit(s, columns, NULL);

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

static void put_wrapped(struct plain *t, const char *s, int indent)
{
    do {
        size_t skip, n = line_bytes(s, t->columns - indent, &skip);
        put_spaces(t->out, n ? indent : 0);
        buf_addn(t->out, s, n);
        buf_addc(t->out, '\n');
        s += n + skip;
    } while (*s);
}

static void put_centred(struct plain *t, const char *s)
{
    while (*s) {
        size_t skip, n = line_bytes(s, t->columns, &skip);
        put_spaces(t->out, (t->columns - text_width_n(s, n)) / 2);
        buf_addn(t->out, s, n);
        buf_addc(t->out, '\n');
        s += n + skip;
    }
}

/* ---- labels and values ---------------------------------------------------------------------------------- */

static int label_width(const struct plain *t, const struct page_block *b)
{
    int width = 0, most = t->columns / 3 < LABEL_MOST ? t->columns / 3 : LABEL_MOST;

    for (size_t i = 0; i + 1 < b->ncells; i += 2) {
        int n = text_width(b->cell[i]);
        width = n > width && n <= most ? n : width;
    }
    return width;
}

/* A label wider than the others has a line of its own. */
static void put_pair(struct plain *t, const char *label, const char *value, int width)
{
    int own = text_width(label), indent = width + GAP;
    size_t skip, n;

    if (own > width) {
        put_wrapped(t, label, 0);
        put_wrapped(t, value, GAP);
        return;
    }
    n = line_bytes(value, t->columns - indent, &skip);
    buf_add(t->out, label);
    put_spaces(t->out, n ? indent - own : 0);
    buf_addn(t->out, value, n);
    buf_addc(t->out, '\n');
    if (value[n + skip])
        put_wrapped(t, value + n + skip, indent);
}

static void put_pairs(struct plain *t, const struct page_block *b)
{
    int width = label_width(t, b), half = t->columns / 2;

    for (size_t i = 0; i + 1 < b->ncells; i += 2) {
        const char *label = b->cell[i], *value = b->cell[i + 1];
        bool two = b->count > 1 && half >= 36 && i + 3 < b->ncells && !strchr(value, '\n') &&
                   text_width(label) <= width && width + GAP + text_width(value) + GAP <= half &&
                   width + GAP + text_width(b->cell[i + 3]) <= half && !strchr(b->cell[i + 3], '\n') &&
                   text_width(b->cell[i + 2]) <= width;
        if (two) {
            text_cell(t->out, label, width + GAP, false);
            text_cell(t->out, value, half - width - GAP, false);
            i += 2;
        }
        put_pair(t, b->cell[i], b->cell[i + 1], width);
    }
}

/* ---- tables --------------------------------------------------------------------------------------------- */

/* As wide as the contents, but not more than the column would like. */
static int least_width(const struct page_block *b, size_t column)
{
    const struct page_column *c = &b->column[column];
    int least = text_width(c->heading) < HEADING_MOST ? text_width(c->heading) : HEADING_MOST;

    for (size_t row = 0; row < block_rows(b); row++) {
        int n = text_width(block_cell(b, row, column));
        if (n > c->width)
            n = c->width;
        least = n > least ? n : least;
    }
    return least < 2 ? 2 : least;
}

/* The widths of the columns when the table fits. */
static bool table_widths(const struct plain *t, const struct page_block *b, int *width)
{
    int used = -GAP;

    for (size_t i = 0; i < b->ncolumns; i++) {
        width[i] = least_width(b, i);
        used += width[i] + GAP;
    }
    /* the widest give first, down to what a text needs */
    while (used > t->columns) {
        size_t widest = 0;
        for (size_t i = 1; i < b->ncolumns; i++)
            if (width[i] > width[widest])
                widest = i;
        if (width[widest] <= TEXT_LEAST)
            return false;
        width[widest]--;
        used--;
    }
    return true;
}

static void put_cells(struct plain *t, const struct page_block *b, const int *width, const char *const *cells)
{
    const char *rest[PAGE_COLUMNS_MOST];
    bool more = true;

    for (size_t i = 0; i < b->ncolumns; i++)
        rest[i] = cells[i];
    while (more) {
        struct buf line = {0};
        more = false;
        for (size_t i = 0; i < b->ncolumns; i++) {
            size_t skip, n = line_bytes(rest[i], width[i], &skip);
            char *part = mem_dupn(rest[i], n);
            put_spaces(&line, i ? GAP : 0);
            text_cell(&line, part, width[i], b->column[i].align == ALIGN_RIGHT);
            free(part);
            rest[i] += n + skip;
            more = more || *rest[i];
        }
        while (line.len && line.s[line.len - 1] == ' ')
            line.s[--line.len] = '\0';
        buf_addn(t->out, line.s, line.len);
        buf_addc(t->out, '\n');
        buf_free(&line);
    }
}

static bool any_wraps(const struct page_block *b, const int *width)
{
    for (size_t row = 0; row < block_rows(b); row++)
        for (size_t i = 0; i < b->ncolumns; i++)
            if (text_width(block_cell(b, row, i)) > width[i] || strchr(block_cell(b, row, i), '\n'))
                return true;
    return false;
}

static void put_grid(struct plain *t, const struct page_block *b, const int *width)
{
    const char *headings[PAGE_COLUMNS_MOST];
    bool ruled = any_wraps(b, width);

    for (size_t i = 0; i < b->ncolumns; i++)
        headings[i] = b->column[i].heading;
    put_cells(t, b, width, headings);
    put_rule(t, '-');
    for (size_t row = 0; row < block_rows(b); row++) {
        if (row > 0 && (ruled || (b->total && row + 1 == block_rows(b))))
            put_rule(t, '-');
        put_cells(t, b, width, (const char *const *)&b->cell[row * b->ncolumns]);
    }
}

/* Each row a small block: its first cell, below it the others with their headings, empty ones left out. */
static void put_cards(struct plain *t, const struct page_block *b)
{
    int width = 0;

    for (size_t i = 0; i < b->ncolumns; i++) {
        int n = text_width(b->column[i].heading);
        width = n > width && n <= LABEL_MOST && n <= t->columns / 3 ? n : width;
    }
    for (size_t row = 0; row < block_rows(b); row++) {
        bool total = b->total && row + 1 == block_rows(b);
        put_rule(t, '-');
        if (total)
            put_wrapped(t, block_cell(b, row, 0), 0);
        for (size_t i = total; i < b->ncolumns; i++)
            if (*block_cell(b, row, i))
                put_pair(t, b->column[i].heading, block_cell(b, row, i), width);
    }
}

static void put_table(struct plain *t, const struct page_block *b)
{
    int width[PAGE_COLUMNS_MOST];

    if (table_widths(t, b, width))
        put_grid(t, b, width);
    else
        put_cards(t, b);
}

/* ---- the rest --------------------------------------------------------------------------------------------- */

static void put_line(struct plain *t, const char *label)
{
    int used = text_width(label);

    buf_add(t->out, label);
    if (used + TEXT_LEAST > t->columns) {
        buf_addc(t->out, '\n');
        used = 0;
    } else if (used > 0) {
        buf_addc(t->out, ' ');
        used++;
    }
    for (; used < t->columns; used++)
        buf_addc(t->out, '_');
    buf_addc(t->out, '\n');
}

static void put_block(struct plain *t, const struct page_block *b)
{
    switch (b->kind) {
    case BLOCK_HEADING:
        put_wrapped(t, b->text, 0);
        put_rule(t, '-');
        break;
    case BLOCK_TEXT:
        put_wrapped(t, b->text, 0);
        break;
    case BLOCK_PAIRS:
        put_pairs(t, b);
        break;
    case BLOCK_TABLE:
        put_table(t, b);
        break;
    case BLOCK_SIGNS:
        for (size_t i = 0; i < b->ncells; i++) {
            buf_add(t->out, i ? "\n" : "");
            put_line(t, b->cell[i]);
        }
        break;
    case BLOCK_LINES:
        put_wrapped(t, b->text, 0);
        for (int i = 0; i < b->count; i++) {
            buf_addc(t->out, '\n');
            put_line(t, "");
        }
        break;
    }
}

void page_to_text(const struct page *p, int columns, struct buf *out)
{
    struct plain t = {.out = out, .columns = columns < COLUMNS_LEAST ? COLUMNS_LEAST : columns};

    put_centred(&t, p->building);
    put_centred(&t, p->title);
    put_centred(&t, p->subtitle);
    put_rule(&t, '=');
    for (size_t i = 0; i < p->n; i++) {
        if (i == 0 || p->block[i - 1].kind != BLOCK_HEADING)
            buf_addc(out, '\n');
        put_block(&t, &p->block[i]);
    }
}
