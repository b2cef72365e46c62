/* A table: how wide its columns are, its head on every page, its rows. */
#include "pdf.h"

struct widths {
    size_t n;
    double natural[PAGE_COLUMNS_MOST]; /* everything on one line, and what it would like */
    double wish[PAGE_COLUMNS_MOST];    /* reads well */
    double least[PAGE_COLUMNS_MOST];
};

static double sum_widths(const double *v, size_t n)
{
    double all = 0;
    for (size_t i = 0; i < n; i++)
        all += v[i];
    return all;
}

/* Bars have no text. */
static const char *pdf_text(const struct page_block *b, size_t row, size_t column)
{
    const struct page_cell *c = block_cell(b, row, column);
    return c->text ? c->text : "";
}

static void measure_columns(const struct drawing *d, const struct page_block *b, struct widths *w)
{
    double em = d->size, pad = 2 * d->pad + 1;
    w->n = b->ncolumns;
    for (size_t i = 0; i < b->ncolumns; i++) {
        double head = text_extent(d, b->column[i].heading, INK_BOLD) + pad, all = 0, word = 0;
        for (size_t row = 0; row < block_rows(b); row++) {
            double own = text_extent(d, pdf_text(b, row, i), INK_PLAIN) + pad;
            all = own > all ? own : all;
            own = own > 3 * em ? text_word(d, pdf_text(b, row, i)) + pad : own;
            word = own > word ? own : word;
        }
        if (b->column[i].align == ALIGN_BAR)
            all = b->column[i].width * em * 0.55 + pad;
        if (word > 12 * em)
            word = 12 * em;
        double asked = b->column[i].width * em * 0.55 + pad;
        double head_least = head < 6.5 * em ? head : 6.5 * em;
        w->natural[i] = all > head ? all : head;
        if (w->natural[i] < asked)
            w->natural[i] = asked;
        /* one very long text does not take all the room there is */
        if (w->natural[i] > 28 * em)
            w->natural[i] = 28 * em;
        w->wish[i] = all < asked ? all : asked;
        if (w->wish[i] < head_least)
            w->wish[i] = head_least;
        if (w->wish[i] < word)
            w->wish[i] = word;
        /* numbers, dates, names stay on one line; texts get room for some characters */
        w->least[i] = w->wish[i] < 6.8 * em + pad ? w->wish[i] : 6.8 * em + pad;
        if (w->least[i] < word)
            w->least[i] = word;
    }
}

double table_wish(const struct drawing *d, const struct page_block *b)
{
    struct widths w;
    measure_columns(d, b, &w);
    return sum_widths(w.wish, w.n);
}

/* Columns that lack width get what is left over; then all share the rest of the page. */
static void widen_columns(struct widths *w, double *width, double left)
{
    double lack[PAGE_COLUMNS_MOST], all;
    for (size_t i = 0; i < w->n; i++)
        lack[i] = w->natural[i] > width[i] ? w->natural[i] - width[i] : 0;
    all = sum_widths(lack, w->n);
    for (size_t i = 0; i < w->n && all > 0; i++)
        width[i] += lack[i] / all * (left < all ? left : all);
    left -= left < all ? left : all;
    all = sum_widths(width, w->n);
    for (size_t i = 0; i < w->n; i++)
        width[i] += width[i] / all * left;
}

static void narrow_columns(struct widths *w, double *width, double over)
{
    double spare[PAGE_COLUMNS_MOST], all;
    for (size_t i = 0; i < w->n; i++)
        spare[i] = width[i] - w->least[i];
    all = sum_widths(spare, w->n);
    for (size_t i = 0; i < w->n && all > 0; i++)
        width[i] -= spare[i] / all * (over < all ? over : all);
    over -= over < all ? over : all;
    all = sum_widths(width, w->n);
    for (size_t i = 0; i < w->n && over > 0; i++)
        width[i] -= width[i] / all * over;
}

static void lay_out(struct drawing *d, const struct page_block *b, struct grid *g)
{
    double room = sheet_right(d) - sheet_left(d), width[PAGE_COLUMNS_MOST], all;
    struct widths w;
    measure_columns(d, b, &w);
    while (sum_widths(w.least, w.n) > room && d->size > 6.5) {
        d->size -= 0.5;
        measure_columns(d, b, &w);
    }
    memcpy(width, w.wish, sizeof width);
    all = sum_widths(width, w.n);
    if (all < room)
        widen_columns(&w, width, room - all);
    else
        narrow_columns(&w, width, all - room);
    g->n = w.n;
    g->ruled = true;
    g->x[0] = sheet_left(d);
    for (size_t i = 0; i < w.n; i++) {
        g->x[i + 1] = g->x[i] + width[i];
        g->align[i] = b->column[i].align;
    }
}

void table_draw(struct drawing *d, const struct page_block *b)
{
    const char *headings[PAGE_COLUMNS_MOST];
    struct grid body = {0}, head, total;
    double size = d->size, bars[PAGE_COLUMNS_MOST];
    lay_out(d, b, &body);
    head = total = body;
    for (size_t i = 0; i < b->ncolumns; i++) {
        headings[i] = b->column[i].heading;
        head.align[i] = ALIGN_CENTER;
        head.shade[i] = true;
        head.ink[i] = total.ink[i] = INK_BOLD;
    }
    sheet_need(d, 5 * d->size);
    int page = d->page;
    double y = d->y;
    grid_row(d, &head, headings);
    if (d->page == page && d->y - y < d->height / 4) { /* a head that leaves room for rows */
        d->head = &head;
        d->headings = headings;
    }
    body.bar = total.bar = bars;
    for (size_t row = 0; row < block_rows(b); row++) {
        const char *cells[PAGE_COLUMNS_MOST];
        for (size_t i = 0; i < b->ncolumns; i++) {
            cells[i] = pdf_text(b, row, i);
            bars[i] = block_cell(b, row, i)->kind == KIND_BAR ? (double)block_cell(b, row, i)->number / 1000 : -1;
        }
        if (b->total && row + 2 == block_rows(b)) /* a sum does not stand on a sheet by itself */
            sheet_need(d, 2 * (1.6 * d->size * d->lead + 2 * d->pad));
        grid_row(d, b->total && row + 1 == block_rows(b) ? &total : &body, cells);
    }
    d->head = NULL;
    d->headings = NULL;
    d->size = size;
}
