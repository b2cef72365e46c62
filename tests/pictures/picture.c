/* Paints a screen as `play` has written it (screen_cells_write) into a PNG: picture CELLS PNG. */
#include <pango/pangocairo.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { CELL_WIDE = 10, CELL_HIGH = 22, EDGE = 10 };
static const char NARROW[] = "DejaVu Sans Mono,WenQuanYi Micro Hei Mono 12", WIDE[] = "WenQuanYi Micro Hei 14";

static void ink_set(cairo_t *c, const char *rgb)
{
    unsigned long n = strtoul(rgb, NULL, 16);
    cairo_set_source_rgb(c, (double)(n >> 16 & 255) / 255, (double)(n >> 8 & 255) / 255, (double)(n & 255) / 255);
}

/* A character is squeezed or spread to the cells it has on a terminal. */
static void character_paint(cairo_t *c, PangoLayout *l, const char *text, bool bold, int x, int y, int columns)
{
    PangoFontDescription *font = pango_font_description_from_string(columns == 2 ? WIDE : NARROW);
    PangoRectangle seen;
    pango_font_description_set_weight(font, bold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
    pango_layout_set_font_description(l, font);
    pango_font_description_free(font);
    pango_layout_set_text(l, text, -1);
    pango_layout_get_pixel_extents(l, NULL, &seen);
    double room = columns * CELL_WIDE, baseline = (double)pango_layout_get_baseline(l) / PANGO_SCALE;
    cairo_save(c);
    cairo_translate(c, x, y + 17 - baseline);
    if (seen.width > room)
        cairo_scale(c, room / seen.width, 1);
    else if (columns == 2)
        cairo_translate(c, (room - seen.width) / 2, 0);
    pango_cairo_show_layout(c, l);
    cairo_restore(c);
}

/* Half blocks fill their half of the cell, as terminals paint them whatever the font. */
static bool block_paint(cairo_t *c, const char *text, int x, int y)
{
    bool upper = strcmp(text, "▀") == 0, lower = strcmp(text, "▄") == 0, both = strcmp(text, "█") == 0;
    if (!upper && !lower && !both)
        return false;
    cairo_rectangle(c, x, lower ? y + CELL_HIGH / 2 : y, CELL_WIDE, both ? CELL_HIGH : CELL_HIGH / 2);
    cairo_fill(c);
    return true;
}

static void cell_paint(cairo_t *c, PangoLayout *l, const char *line)
{
    int row, col, columns, at = 0;
    char bold, under, ink[8], ground[8];
    if (sscanf(line, "%d %d %d %c%c %7s %7s%n", &row, &col, &columns, &bold, &under, ink, ground, &at) != 7)
        return;
    const char *text = line[at] == ' ' ? line + at + 1 : "";
    int x = EDGE + col * CELL_WIDE, y = EDGE + row * CELL_HIGH;
    ink_set(c, ground);
    cairo_rectangle(c, x, y, columns * CELL_WIDE, CELL_HIGH);
    cairo_fill(c);
    ink_set(c, ink);
    if (under == 'u') {
        cairo_rectangle(c, x, y + CELL_HIGH - 3, columns * CELL_WIDE, 1);
        cairo_fill(c);
    }
    if (text[0] && text[0] != ' ' && !block_paint(c, text, x, y))
        character_paint(c, l, text, bold == 'b', x, y, columns);
}

int main(int argc, char **argv)
{
    char line[256];
    int rows, cols, status = 1;
    FILE *f = argc == 3 ? fopen(argv[1], "r") : NULL;
    if (!f || !fgets(line, sizeof line, f) || sscanf(line, "%d %d", &rows, &cols) != 2) {
        fprintf(stderr, "usage: picture CELLS PNG\n");
        return 2;
    }
    cairo_surface_t *s =
        cairo_image_surface_create(CAIRO_FORMAT_RGB24, cols * CELL_WIDE + 2 * EDGE, rows * CELL_HIGH + 2 * EDGE);
    cairo_t *c = cairo_create(s);
    PangoLayout *l = pango_cairo_create_layout(c);
    ink_set(c, "1c1c1c");
    cairo_paint(c);
    while (fgets(line, sizeof line, f)) {
        line[strcspn(line, "\n")] = '\0';
        cell_paint(c, l, line);
    }
    if (cairo_surface_write_to_png(s, argv[2]) == CAIRO_STATUS_SUCCESS)
        status = 0;
    else
        fprintf(stderr, "picture: %s cannot be written\n", argv[2]);
    g_object_unref(l);
    cairo_destroy(c);
    cairo_surface_destroy(s);
    fclose(f);
    return status;
}
