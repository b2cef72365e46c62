/* A table as lines: a grid where it fits, else each row with its headings. */
#include <limits.h>

#include "layout.h"

enum { HEADING_MOST = 16, ROWS_SEEN = 1000 /* that widths are made for */ };

struct grid {
    struct layout *t;
    struct page_block *b;
    size_t n;       /* columns shown */
    size_t *column; /* of the block */
    int *width;
    struct buf tmp;
};

static const struct page_column *column_of(const struct grid *g, size_t i)
{
    return &g->b->column[g->column[i]];
}

static int cell_width(struct grid *g, const struct page_cell *c)
{
    return c->kind == KIND_BAR ? INT_MAX : text_width(cell_text(c, &g->tmp));
}

/* As wide as the contents seen, but not more than the column would like. */
static int least_width(struct grid *g, const struct page_block *b, size_t column)
{
    const struct page_column *c = &b->column[column];
    int least = text_width(c->heading) < HEADING_MOST ? text_width(c->heading) : HEADING_MOST;
    for (size_t row = 0; row < block_rows(b); row++) {
        int n = cell_width(g, block_cell(b, row, column));
        n = n > c->width ? c->width : n;
        least = n > least ? n : least;
    }
    return least < 2 ? 2 : least;
}

static bool are_alike(const struct page_block *a, const struct page_block *b)
{
    return a->kind == BLOCK_TABLE && a->ncolumns == b->ncolumns &&
           strcmp(a->column[a->ncolumns - 1].heading, b->column[b->ncolumns - 1].heading) == 0;
}

/* On a screen, tables that end alike are aligned like one. */
static int shared_width(struct grid *g, size_t column)
{
    int width = least_width(g, g->b, column);
    for (size_t i = 0; g->t->bare && i < g->t->p->n; i++) {
        const struct page_block *other = &g->t->p->block[i];
        int n = are_alike(other, g->b) ? least_width(g, other, column) : 0;
        width = n > width ? n : width;
    }
    return width;
}

/* The widths of the columns when the table fits. */
static bool find_widths(struct grid *g)
{
    int used = -GAP;
    for (size_t i = 0; i < g->n; i++) {
        int heading = text_width(column_of(g, i)->heading), wish = column_of(g, i)->width;
        g->width[i] = g->t->endless ? (wish > heading ? wish : heading) : shared_width(g, g->column[i]);
        used += g->width[i] + GAP;
    }
    if (g->t->endless)
        return true;
    /* the widest give first, down to what a text needs */
    while (used > g->t->columns) {
        size_t widest = 0;
        for (size_t i = 1; i < g->n; i++)
            if (g->width[i] > g->width[widest])
                widest = i;
        if (g->width[widest] <= TEXT_LEAST)
            return false;
        g->width[widest]--;
        used--;
    }
    return true;
}

/* Hash marks, one at least for what is not nothing. */
static char *bar_text(int64_t thousandths, int width)
{
    int64_t n = thousandths < 0 ? 0 : thousandths > 1000 ? 1000 : thousandths;
    size_t marks = (size_t)((n * width + 999) / 1000);
    char *s = mem_alloc(marks + 1);
    memset(s, '#', marks);
    return s;
}

static void put_cell(struct grid *g, size_t i, int x, struct style style, const char *s, size_t n)
{
    int own = text_width_n(s, n), over = g->width[i] > own ? g->width[i] - own : 0;
    enum page_align align = column_of(g, i)->align;
    layout_piece(g->t, x + (align == ALIGN_RIGHT ? over : align == ALIGN_CENTER ? over / 2 : 0), style, s, n);
}

/* texts: one for each column shown, each wrapped to its width. */
static void put_lines(struct grid *g, char *const *texts, const struct style *styles)
{
    const char **rest = mem_alloc(g->n * sizeof *rest);
    bool more = true;
    for (size_t i = 0; i < g->n; i++)
        rest[i] = texts[i];
    while (more) {
        int x = 0;
        more = false;
        for (size_t i = 0; i < g->n; i++) {
            size_t skip, n = layout_bytes(g->t, rest[i], g->width[i], &skip);
            int used = g->t->endless ? text_width_n(rest[i], n) : 0;
            put_cell(g, i, x, styles[i], rest[i], n);
            x += (used > g->width[i] ? used : g->width[i]) + GAP;
            rest[i] += n + skip;
            more = more || *rest[i];
        }
        layout_end_line(g->t);
    }
    free(rest);
}

static void put_row(struct grid *g, const struct page_row *row)
{
    char **texts = mem_alloc(g->n * sizeof *texts);
    struct style *styles = mem_alloc(g->n * sizeof *styles);
    for (size_t i = 0; i < g->n; i++) {
        const struct page_cell *c = row ? &row->cell[g->column[i]] : NULL;
        texts[i] = !c                    ? mem_dup(column_of(g, i)->heading)
                   : c->kind == KIND_BAR ? bar_text(c->empty ? 0 : c->number, g->width[i])
                                         : mem_dup(cell_text(c, &g->tmp));
        for (char *s = texts[i]; g->t->endless && (s = strchr(s, '\n'));)
            *s = ' ';
        styles[i] =
            (struct style){.tone = c ? c->tone : TONE_NORMAL, .look = !c || row->total ? LOOK_STRONG : LOOK_PLAIN};
    }
    put_lines(g, texts, styles);
    for (size_t i = 0; i < g->n; i++)
        free(texts[i]);
    free(texts);
    free(styles);
}

static bool any_wraps(struct grid *g)
{
    for (size_t row = 0; row < block_rows(g->b); row++)
        for (size_t i = 0; i < g->n; i++) {
            const struct page_cell *c = block_cell(g->b, row, g->column[i]);
            if (c->kind != KIND_BAR && (cell_width(g, c) > g->width[i] || strchr(cell_text(c, &g->tmp), '\n')))
                return true;
        }
    return false;
}

static void put_grid(struct grid *g)
{
    bool ruled = !g->t->endless && any_wraps(g);
    const struct page_row *row;
    int rc = QT_OK;
    put_row(g, NULL);
    layout_rule(g->t, '-');
    for (size_t at = 0; g->t->rc == QT_OK && (rc = block_row(g->b, at, &row)) == 1; at++) {
        if (at > 0 && (ruled || row->total))
            layout_rule(g->t, '-');
        put_row(g, row);
    }
    if (g->t->rc == QT_OK && rc < 0)
        g->t->rc = rc;
}

/* As many columns as fit beside the first, then the next ones below, beside the first again. */
static void put_bands(struct grid *g)
{
    struct grid band = *g;
    size_t from = 1;
    for (size_t i = 0; i < g->n; i++)
        g->width[i] = shared_width(g, g->column[i]);
    if (g->width[0] > g->t->columns / 3)
        g->width[0] = g->t->columns / 3;
    while (from < g->n && g->t->rc == QT_OK) {
        int used = g->width[0];
        band.n = 1;
        for (size_t i = from; i < g->n && used + GAP + g->width[i] <= g->t->columns; i++) {
            used += GAP + g->width[i];
            band.column[band.n] = g->column[i];
            band.width[band.n++] = g->width[i];
        }
        if (band.n == 1) { /* one that wraps, then */
            band.column[band.n] = g->column[from];
            band.width[band.n++] = g->t->columns - used - GAP;
        }
        if (from > 1)
            layout_end_line(g->t);
        put_grid(&band);
        from += band.n - 1;
    }
}

/* Each row a small block: its first cell, below it the others with their headings, empty ones left out. */
static void put_cards(struct grid *g)
{
    const struct page_row *row;
    int width = 0, rc = QT_OK;
    for (size_t i = 0; i < g->n; i++) {
        int n = text_width(column_of(g, i)->heading);
        width = n > width && n <= LABEL_MOST && n <= g->t->columns / 3 ? n : width;
    }
    for (size_t at = 0; g->t->rc == QT_OK && (rc = block_row(g->b, at, &row)) == 1; at++) {
        if (g->t->bare && at > 0)
            layout_end_line(g->t);
        layout_rule(g->t, '-');
        if (row->total)
            layout_wrapped(g->t, cell_text(&row->cell[g->column[0]], &g->tmp), 0, (struct style){.look = LOOK_STRONG});
        for (size_t i = row->total; i < g->n; i++) {
            const struct page_cell *c = &row->cell[g->column[i]];
            const char *text = c->kind == KIND_BAR ? "" : cell_text(c, &g->tmp);
            if (*text)
                layout_pair(g->t, &(struct pair){.label = column_of(g, i)->heading,
                                                 .value = text,
                                                 .width = width,
                                                 .label_style = {.look = LOOK_LABEL},
                                                 .style = {.tone = c->tone}});
        }
    }
    if (g->t->rc == QT_OK && rc < 0)
        g->t->rc = rc;
}

void layout_table(struct layout *t, struct page_block *b)
{
    struct grid g = {.t = t,
                     .b = b,
                     .column = mem_alloc(b->ncolumns * sizeof *g.column),
                     .width = mem_alloc(b->ncolumns * sizeof *g.width)};
    for (size_t i = 0; i < b->ncolumns; i++)
        if (!b->column[i].json_only)
            g.column[g.n++] = i;
    if (!t->endless)
        t->rc = block_keep(b, ROWS_SEEN);
    if (t->rc == QT_OK && g.n > 0) {
        if (find_widths(&g))
            put_grid(&g);
        else if (b->bands && g.n > 1)
            put_bands(&g);
        else
            put_cards(&g);
    }
    free(g.column);
    free(g.width);
    buf_free(&g.tmp);
}
