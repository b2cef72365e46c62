/* QR codes: a square of squares, what it says below it, a text beside it. */
#include <qrencode.h>

#include "pdf.h"

enum { QUIET = 2 /* modules left free around it; the paper around is white as well */ };

static void draw_modules(struct drawing *d, const QRcode *code, double x, double y, double side)
{
    double module = side / (code->width + 2 * QUIET);
    cairo_set_source_rgb(d->cr, 0, 0, 0);
    for (int i = 0; i < code->width * code->width; i++)
        if (code->data[i] & 1)
            cairo_rectangle(d->cr, x + (i % code->width + QUIET) * module, y + (i / code->width + QUIET) * module,
                            module, module);
    cairo_fill(d->cr);
}

void code_draw(struct drawing *d, const struct page_block *b)
{
    const char *data = block_text(b, 0), *caption = block_text(b, 1);
    double side = d->size * 7.2, left = sheet_left(d), whole = sheet_right(d) - left;
    side = side > whole ? whole : side;
    sheet_need(d, side + 2 * d->size);
    double y = d->y, x = *caption ? left + whole - side : d->slip ? left + (whole - side) / 2 : left + whole - side;
    QRcode *code = QRcode_encodeString(data, 0, QR_ECLEVEL_M, QR_MODE_8, 1);
    if (code)
        draw_modules(d, code, x, y, side);
    QRcode_free(code);
    text_at(d, data, x - d->size * 2, side + d->size * (*caption || !d->slip ? 2 : 4), y + side,
            *caption || !d->slip ? ALIGN_RIGHT : ALIGN_CENTER, INK_PLAIN, d->size * 0.85);
    if (*caption) {
        struct grid g = {.n = 1, .x = {left - d->pad, x - d->size}};
        d->y = y + d->size * 0.6;
        grid_row(d, &g, &caption);
    }
    if (d->y < y + side + 1.4 * d->size)
        d->y = y + side + 1.4 * d->size;
}
