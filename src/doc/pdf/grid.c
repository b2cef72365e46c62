/* One row of cells. A cell's text is wrapped; a row that fits no page goes on over the next ones, line by line. */
#include "pdf.h"

struct cell {
    double lead;
    PangoLayout *layout;
    GSList *next; /* first line not drawn yet */
};

static double line_height(const struct cell *c, PangoLayoutLine *line, PangoRectangle *logical)
{
    pango_layout_line_get_extents(line, NULL, logical);
    return (double)logical->height / PANGO_SCALE * c->lead;
}

/* Height of the lines from c->next on that fit into `room`, and how many they are; `least` even when they do not fit.
 */
static double lines_fit(const struct cell *c, double room, int least, int *lines)
{
    PangoRectangle logical;
    double used = 0;

    *lines = 0;
    for (GSList *at = c->next; at; at = at->next) {
        double height = line_height(c, at->data, &logical);
        if (used + height > room + 0.01 && *lines >= least)
            break;
        used += height;
        ++*lines;
    }
    return used;
}

static void draw_lines(struct drawing *d, struct cell *c, int lines, double x, double width, enum page_align align)
{
    PangoRectangle logical;
    double y = d->y + d->pad;

    for (; lines > 0; lines--, c->next = c->next->next) {
        double height = line_height(c, c->next->data, &logical), above = height * (1 - 1 / c->lead) / 2;
        double over = width - (double)logical.width / PANGO_SCALE;
        double at = align == ALIGN_RIGHT ? x + over : align == ALIGN_CENTER ? x + over / 2 : x;
        cairo_move_to(d->cr, at, y + above - (double)logical.y / PANGO_SCALE);
        pango_cairo_show_layout_line(d->cr, c->next->data);
        y += height;
    }
}

static void draw_box(struct drawing *d, const struct grid *g, size_t i, double height)
{
    if (!g->ruled)
        return;
    cairo_rectangle(d->cr, g->x[i], d->y, g->x[i + 1] - g->x[i], height);
    if (g->shade[i]) {
        cairo_set_source_rgb(d->cr, 0.92, 0.92, 0.92);
        cairo_fill_preserve(d->cr);
    }
    cairo_set_source_rgb(d->cr, 0.3, 0.3, 0.3);
    cairo_set_line_width(d->cr, 0.5);
    cairo_stroke(d->cr);
}

static void draw_bar(struct drawing *d, const struct grid *g, size_t i, double height)
{
    double room = g->x[i + 1] - g->x[i] - 2 * d->pad;
    cairo_rectangle(d->cr, g->x[i] + d->pad, d->y + d->pad, room * g->bar[i], height - 2 * d->pad);
    cairo_set_source_rgb(d->cr, 0.45, 0.45, 0.45);
    cairo_fill(d->cr);
}

/* As many lines as the page takes, one at least on a fresh page: however little room there is, the row goes on. True
 * when it is done. */
static bool draw_part(struct drawing *d, const struct grid *g, struct cell *cells, bool fresh)
{
    double room = sheet_bottom(d) - d->y - 2 * d->pad, height = 0;
    int lines[PAGE_COLUMNS_MOST] = {0};
    bool done = true;
    for (size_t i = 0; i < g->n; i++) {
        double own = lines_fit(&cells[i], room, fresh ? 1 : 0, &lines[i]);
        height = own > height ? own : height;
    }
    height += 2 * d->pad;
    for (size_t i = 0; i < g->n; i++) {
        if (g->bar && g->bar[i] > 0)
            draw_bar(d, g, i, height);
        double grey = g->ink[i] == INK_QUIET ? 0.35 : 0;
        draw_box(d, g, i, height);
        cairo_set_source_rgb(d->cr, grey, grey, grey);
        draw_lines(d, &cells[i], lines[i], g->x[i] + d->pad, g->x[i + 1] - g->x[i] - 2 * d->pad, g->align[i]);
        done = done && !cells[i].next;
    }
    d->y += height;
    return done;
}

void grid_row(struct drawing *d, const struct grid *g, const char *const *cells)
{
    struct cell cell[PAGE_COLUMNS_MOST] = {{0}};
    double height = 0;
    int lines;
    for (size_t i = 0; i < g->n; i++) {
        cell[i].layout = text_layout(d, cells[i], g->x[i + 1] - g->x[i] - 2 * d->pad, g->ink[i], d->size);
        cell[i].lead = d->lead;
        cell[i].next = pango_layout_get_lines_readonly(cell[i].layout);
        double own = lines_fit(&cell[i], 1e9, 0, &lines) + 2 * d->pad;
        height = own > height ? own : height;
    }
    /* a row stays in one piece unless it is very high */
    if (height < d->height / 3 || sheet_bottom(d) - d->y < 5 * d->size)
        sheet_need(d, height);
    bool done = draw_part(d, g, cell, false);
    while (!done) {
        sheet_end(d);
        sheet_begin(d);
        done = draw_part(d, g, cell, true);
    }
    for (size_t i = 0; i < g->n; i++)
        g_object_unref(cell[i].layout);
}
