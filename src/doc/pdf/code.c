/* QR codes: a square of squares, what it says below it, a text beside it. */
#include <stdlib.h>

#include "code.h"
#include "pdf.h"

static void draw_modules(struct drawing *d, const struct code *code, double x, double y, double side)
{
    double module = side / (code->width + 2 * CODE_QUIET);
    cairo_set_source_rgb(d->cr, 0, 0, 0);
    for (int row = 0; row < code->width; row++)
        for (int column = 0; column < code->width; column++)
            if (code->dark[row * code->width + column])
                cairo_rectangle(d->cr, x + (column + CODE_QUIET) * module, y + (row + CODE_QUIET) * module, module,
                                module);
    cairo_fill(d->cr);
}

void code_draw(struct drawing *d, const struct page_block *b)
{
    const char *data = block_text(b, 0), *caption = block_text(b, 1);
    double side = d->size * 7.2, left = sheet_left(d), whole = sheet_right(d) - left;
    side = side > whole ? whole : side;
    sheet_need(d, side + 2 * d->size);
    double y = d->y, x = *caption ? left + whole - side : d->slip ? left + (whole - side) / 2 : left + whole - side;
    struct code code;
    if (code_make(data, &code))
        draw_modules(d, &code, x, y, side);
    code_free(&code);
    char *shown = papercode_shown(data);
    text_at(d, shown, x - d->size * 2, side + d->size * (*caption || !d->slip ? 2 : 4), y + side,
            *caption || !d->slip ? ALIGN_RIGHT : ALIGN_CENTER, INK_PLAIN, d->size * 0.85);
    free(shown);
    if (*caption) {
        struct grid g = {.n = 1, .x = {left - d->pad, x - d->size}};
        d->y = y + d->size * 0.6;
        grid_row(d, &g, &caption);
    }
    if (d->y < y + side + 1.4 * d->size)
        d->y = y + side + 1.4 * d->size;
}
