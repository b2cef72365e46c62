/* The blocks of a page, from top to bottom. */
#include "pdf.h"

#define TYPE_SIZE 9.5
#define LABEL_MOST 0.7 /* of the room to sign in */

static void draw_text(struct drawing *d, const char *text, enum ink ink, double size)
{
    struct grid g = {.n = 1, .x = {sheet_left(d) - d->pad, sheet_right(d) + d->pad}, .ink = {ink}};
    double before = d->size;
    d->size = size;
    grid_row(d, &g, &text);
    d->size = before;
}

static void draw_said(struct drawing *d, const struct page_block *b)
{
    static const double scales[] = {0.82, 1, 1.3, 2};
    struct grid g = {.n = 1, .x = {sheet_left(d) - d->pad, sheet_right(d) + d->pad}, .align = {b->align}};
    const char *text = b->text;
    double before = d->size;
    g.ink[0] = b->scale > SCALE_NORMAL ? INK_BOLD : INK_PLAIN;
    d->size *= scales[b->scale - SCALE_SMALL];
    grid_row(d, &g, &text);
    d->size = before;
}

/* ---- labels and values: a grid of grey and white cells ------------------------------------------------------ */

/* The same in all blocks, so that their edges are aligned. */
static double label_width(const struct drawing *d)
{
    double width = 4 * d->size, most = 9 * d->size;
    for (size_t k = d->from; k < d->to; k++) {
        const struct page_block *b = &d->p->block[k];
        for (size_t i = 0; b->kind == BLOCK_PAIRS && i < b->ncells; i++) {
            double own = text_extent(d, b->column[i].heading, INK_PLAIN);
            width = own > width ? own : width;
        }
    }
    return (width < most ? width : most) + 2 * d->pad + 1;
}

/* How many pairs from `at` on share a line: as many as there are columns, one alone when a value is long. */
static size_t pairs_beside(const struct drawing *d, const struct page_block *b, size_t at, double room)
{
    size_t n = 0;
    for (; n < (size_t)b->count && at + n < b->ncells; n++) {
        const char *value = b->cell[at + n].text;
        if (strchr(value, '\n') || text_extent(d, value, INK_PLAIN) > 2 * room)
            break;
    }
    return n ? n : 1;
}

static void draw_pairs(struct drawing *d, const struct page_block *b)
{
    double left = sheet_left(d), whole = sheet_right(d) - left, label = label_width(d);
    double share = whole / b->count;
    for (size_t at = 0, n; at < b->ncells; at += n) {
        const char *cells[2 * PAGE_PAIRS_MOST];
        struct grid g = {.ruled = true};
        n = pairs_beside(d, b, at, share - label - 2 * d->pad);
        g.n = 2 * n;
        g.x[0] = left;
        for (size_t i = 0; i < n; i++) {
            g.x[2 * i + 1] = g.x[2 * i] + label;
            g.x[2 * i + 2] = i + 1 == n ? left + whole : left + share * (double)(i + 1);
            g.shade[2 * i] = true;
            cells[2 * i] = b->column[at + i].heading;
            cells[2 * i + 1] = b->cell[at + i].text;
        }
        grid_row(d, &g, cells);
    }
}

/* ---- lines to write on ---------------------------------------------------------------------------------------- */

static void draw_rule(struct drawing *d, double from, double to, double y)
{
    cairo_set_source_rgb(d->cr, 0, 0, 0);
    cairo_set_line_width(d->cr, 0.5);
    cairo_move_to(d->cr, from, y);
    cairo_line_to(d->cr, to, y);
    cairo_stroke(d->cr);
}

/* Where one signs in haste a line is enough; on a slip one below the other. */
static double sign_height(const struct drawing *d)
{
    return page_is_paper(d->p) ? 3 * d->size : 44;
}

/* Fewer where a label with a name and a time would leave no line to sign on. */
static size_t signs_beside(const struct drawing *d, const struct page_block *b)
{
    double widest = 0, whole = sheet_right(d) - sheet_left(d);
    size_t most = d->width < 240 ? 1 : d->width < 350 ? 2 : 3;
    for (size_t i = 0; i < b->ncells; i++) {
        double own = text_extent(d, b->cell[i].text, INK_PLAIN);
        widest = own > widest ? own : widest;
    }
    while (most > 1 && widest > LABEL_MOST * whole / (double)most)
        most--;
    if (b->ncells == 4 && most == 3)
        most = 2;
    return b->ncells < most ? b->ncells : most;
}

static void draw_signs(struct drawing *d, const struct page_block *b)
{
    double left = sheet_left(d), whole = sheet_right(d) - left;
    size_t beside = signs_beside(d, b);
    for (size_t i = 0; i < b->ncells; i++) {
        double share = whole / (double)beside, x = left + share * (double)(i % beside);
        double label = text_extent(d, b->cell[i].text, INK_PLAIN);
        if (i % beside == 0) {
            sheet_need(d, sign_height(d));
            d->y += sign_height(d);
        }
        if (label > share * LABEL_MOST)
            label = share * LABEL_MOST;
        text_at(d, b->cell[i].text, x, label, d->y - d->size * 1.35, ALIGN_LEFT, INK_PLAIN, d->size);
        draw_rule(d, x + label + 5, x + share - 14, d->y);
    }
    d->y += 6;
}

static void draw_lines(struct drawing *d, const struct page_block *b)
{
    sheet_need(d, b->count < 10 ? 20 + 22 * b->count : 64);
    if (*b->text)
        draw_text(d, b->text, INK_PLAIN, d->size);
    for (int i = 0; i < b->count; i++) {
        sheet_need(d, 22);
        d->y += i ? 22 : 12;
        draw_rule(d, sheet_left(d), sheet_right(d), d->y);
    }
    d->y += 6;
}

/* ---- all of it ------------------------------------------------------------------------------------------------- */

void block_draw(struct drawing *d, const struct page_block *b)
{
    switch (b->kind) {
    case BLOCK_HEADING:
        sheet_need(d, 64); /* not alone at the foot of a page */
        draw_text(d, b->text, INK_BOLD, d->size + 1.5);
        return;
    case BLOCK_TEXT:
        draw_said(d, b);
        d->y += page_is_paper(d->p) ? d->size * 0.25 : 0;
        return;
    case BLOCK_PART:
        paper_head(d, b);
        return;
    case BLOCK_CODE:
        code_draw(d, b);
        break;
    case BLOCK_TEAR:
        break;
    case BLOCK_PAIRS:
        draw_pairs(d, b);
        break;
    case BLOCK_TABLE:
        if (b->ncolumns > 0)
            table_draw(d, b);
        break;
    case BLOCK_SIGNS:
        draw_signs(d, b);
        break;
    case BLOCK_CHOICES:
        return;
    case BLOCK_LINES:
        draw_lines(d, b);
        break;
    }
    d->y += sheet_gap(d);
}

static struct drawing drawing_of(const struct page *p, PangoContext *context, struct rare *rare)
{
    return (struct drawing){.p = p,
                            .context = context,
                            .rare = rare,
                            .to = p->n,
                            .size = TYPE_SIZE,
                            .width = p->size.width,
                            .height = p->size.height,
                            .margin = MARGIN,
                            .top = MARGIN,
                            .bottom = MARGIN_BOTTOM,
                            .pad = CELL_PAD,
                            .lead = 1};
}

bool draw_landscape(const struct page *p, PangoContext *context, struct rare *rare)
{
    struct drawing d = drawing_of(p, context, rare);
    for (size_t i = 0; i < p->n; i++)
        if (p->block[i].kind == BLOCK_TABLE && table_wish(&d, &p->block[i]) > sheet_right(&d) - sheet_left(&d))
            return true;
    return false;
}

int draw_pages(const struct page *p, PangoContext *context, cairo_surface_t *surface, bool landscape, int pages,
               struct rare *rare)
{
    struct drawing d = drawing_of(p, context, rare);
    d.pages = pages;
    d.width = landscape ? p->size.height : p->size.width;
    d.height = landscape ? p->size.width : p->size.height;
    d.cr = cairo_create(surface);
    sheet_begin(&d);
    for (size_t i = 0; i < p->n; i++)
        block_draw(&d, &p->block[i]);
    sheet_end(&d);
    cairo_destroy(d.cr);
    return d.page;
}
