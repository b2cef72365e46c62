/* A sheet of paper: its type, its first lines, its foot. */
#include "pdf.h"

#define FAMILIES "Noto Sans CJK SC, WenQuanYi Micro Hei, sans-serif"

PangoContext *fonts_open(void)
{
    PangoFontMap *map = pango_cairo_font_map_get_default();
    PangoContext *context = pango_font_map_create_context(map);
    cairo_font_options_t *options = cairo_font_options_create();

    /* a printer has dots enough: no hinting, so that widths are those of the paper */
    cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE);
    cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
    pango_cairo_context_set_font_options(context, options);
    cairo_font_options_destroy(options);
    pango_context_set_language(context, pango_language_from_string("zh-cn"));
    return context;
}

void fonts_close(PangoContext *context)
{
    g_object_unref(context);
    pango_cairo_font_map_set_default(NULL);
}

bool fonts_know(PangoContext *context, const char *text)
{
    struct drawing d = {.context = context, .size = 10};
    PangoLayout *layout = text_layout(&d, text, -1, INK_PLAIN, d.size);
    bool known = pango_layout_get_unknown_glyphs_count(layout) == 0;

    g_object_unref(layout);
    return known;
}

/* A phone number as it is shown, 138 0000 1111, or 0. */
static size_t phone_len(const char *s)
{
    static const size_t end[] = {3, 8, 13};
    size_t part = 0;
    for (size_t i = 0; i < end[2]; i++) {
        bool gap = i == end[part];
        if (gap ? s[i] != ' ' : s[i] < '0' || s[i] > '9')
            return 0;
        part += gap;
    }
    return end[2];
}

/* It is not broken over two lines. */
static void keep_phones(PangoAttrList *attributes, const char *s)
{
    for (const char *p = s; *p; p++) {
        size_t n = p == s || p[-1] < '0' || p[-1] > '9' ? phone_len(p) : 0;
        if (n == 0)
            continue;
        PangoAttribute *whole = pango_attr_allow_breaks_new(FALSE);
        whole->start_index = (guint)(p - s);
        whole->end_index = whole->start_index + (guint)n;
        pango_attr_list_insert(attributes, whole);
        p += n - 1;
    }
}

/* width < 0: one line as long as it is. */
static PangoLayout *layout_of(const struct drawing *d, const char *s, double width, enum ink ink, double size)
{
    PangoLayout *layout = pango_layout_new(d->context);
    PangoFontDescription *font = pango_font_description_new();
    PangoAttrList *attributes = pango_attr_list_new();

    /* a number that is broken must not get a hyphen */
    pango_attr_list_insert(attributes, pango_attr_insert_hyphens_new(FALSE));
    keep_phones(attributes, s);
    pango_layout_set_attributes(layout, attributes);
    pango_attr_list_unref(attributes);
    pango_font_description_set_family(font, FAMILIES);
    pango_font_description_set_absolute_size(font, size * PANGO_SCALE);
    pango_font_description_set_weight(font, ink == INK_BOLD ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
    pango_layout_set_font_description(layout, font);
    pango_font_description_free(font);
    pango_layout_set_width(layout, width < 0 ? -1 : (int)(width * PANGO_SCALE));
    pango_layout_set_wrap(layout, PANGO_WRAP_WORD_CHAR);
    pango_layout_set_auto_dir(layout, FALSE);
    pango_layout_set_text(layout, s, -1);
    return layout;
}

PangoLayout *text_layout(const struct drawing *d, const char *s, double width, enum ink ink, double size)
{
    PangoLayout *layout = layout_of(d, s, width, ink, size);
    if (!d->rare || pango_layout_get_unknown_glyphs_count(layout) == 0)
        return layout;
    char *known = rare_replace(d, s);
    g_object_unref(layout);
    layout = layout_of(d, known, width, ink, size);
    free(known);
    return layout;
}

double text_extent(const struct drawing *d, const char *s, enum ink ink)
{
    PangoLayout *layout = text_layout(d, s, -1, ink, d->size);
    int width;

    pango_layout_get_size(layout, &width, NULL);
    g_object_unref(layout);
    return (double)width / PANGO_SCALE;
}

double text_word(const struct drawing *d, const char *s)
{
    PangoLayout *layout = text_layout(d, s, 0, INK_PLAIN, d->size);
    int width;

    pango_layout_set_wrap(layout, PANGO_WRAP_WORD);
    pango_layout_get_size(layout, &width, NULL);
    g_object_unref(layout);
    return (double)width / PANGO_SCALE;
}

/* One line at a fixed place; what is too long for it is set smaller rather than cut. */
void text_at(struct drawing *d, const char *s, double x, double width, double y, enum page_align align, enum ink ink,
             double size)
{
    PangoLayout *layout = text_layout(d, s, -1, ink, size);
    int pango_width;

    pango_layout_get_size(layout, &pango_width, NULL);
    double own = (double)pango_width / PANGO_SCALE;
    if (own > width) {
        g_object_unref(layout);
        layout = text_layout(d, s, -1, ink, size * width / own);
        y += size * (1 - width / own);
        own = width;
    }
    if (align == ALIGN_CENTER)
        x += (width - own) / 2;
    else if (align == ALIGN_RIGHT)
        x += width - own;
    cairo_set_source_rgb(d->cr, ink == INK_QUIET ? 0.35 : 0, ink == INK_QUIET ? 0.35 : 0, ink == INK_QUIET ? 0.35 : 0);
    cairo_move_to(d->cr, x, y);
    pango_cairo_show_layout(d->cr, layout);
    g_object_unref(layout);
}

double sheet_left(const struct drawing *d)
{
    return d->margin;
}

double sheet_right(const struct drawing *d)
{
    return d->width - d->margin;
}

double sheet_bottom(const struct drawing *d)
{
    return d->height - d->bottom;
}

double sheet_gap(const struct drawing *d)
{
    return page_is_paper(d->p) ? d->size * 0.6 : 8;
}

static void put_title(struct drawing *d)
{
    double x = sheet_left(d), width = sheet_right(d) - x;
    if (*d->p->building) {
        text_at(d, d->p->building, x, width, d->y, ALIGN_CENTER, INK_PLAIN, 11);
        d->y += 19;
    }
    text_at(d, d->p->title, x, width, d->y, ALIGN_CENTER, INK_BOLD, 18);
    d->y += 31;
    if (*d->p->subtitle) {
        text_at(d, d->p->subtitle, x, width, d->y, ALIGN_CENTER, INK_QUIET, 9.5);
        d->y += 20;
    }
}

/* {n} and {m} of the pattern; nothing else in it means anything. */
static char *page_number(const struct drawing *d)
{
    struct buf text = {0};
    for (const char *s = d->p->foot; *s; s++) {
        bool known = strncmp(s, "{n}", 3) == 0 || strncmp(s, "{m}", 3) == 0;
        if (known)
            buf_addf(&text, "%d", s[1] == 'n' ? d->page : d->pages);
        else
            buf_addc(&text, *s);
        s += known ? 2 : 0;
    }
    return buf_take(&text);
}

void sheet_begin(struct drawing *d)
{
    d->page++;
    d->y = d->top;
    if (d->page == 1 && !page_is_paper(d->p))
        put_title(d);
    if (d->head) {
        const struct grid *head = d->head;
        d->head = NULL; /* the head itself does not begin with a head */
        grid_row(d, head, d->headings);
        d->head = head;
    }
}

static void put_foot(struct drawing *d)
{
    double x = sheet_left(d), width = sheet_right(d) - x, y = d->height - MARGIN_BOTTOM + 16;
    char *number = page_number(d);
    cairo_set_source_rgb(d->cr, 0.6, 0.6, 0.6);
    cairo_set_line_width(d->cr, 0.5);
    cairo_move_to(d->cr, x, y - 5);
    cairo_line_to(d->cr, x + width, y - 5);
    cairo_stroke(d->cr);
    text_at(d, d->p->title, x, width * 0.7, y, ALIGN_LEFT, INK_QUIET, 8.5);
    text_at(d, number, x + width * 0.75, width * 0.25, y, ALIGN_RIGHT, INK_QUIET, 8.5);
    free(number);
}

/* So that sheets that were dropped can be put in order. */
static void put_running(struct drawing *d)
{
    char *text = mem_printf("%s%s- %d -", d->running, *d->running ? "   " : "", d->sheet);
    text_at(d, text, sheet_left(d), sheet_right(d) - sheet_left(d), d->height - d->bottom * 0.7, ALIGN_CENTER,
            INK_QUIET, d->size * 0.8);
    free(text);
}

void sheet_end(struct drawing *d)
{
    if (!page_is_paper(d->p))
        put_foot(d);
    else if (d->running)
        put_running(d);
    d->sheet++;
    cairo_show_page(d->cr);
}

void sheet_need(struct drawing *d, double height)
{
    if (d->y + height <= sheet_bottom(d))
        return;
    sheet_end(d);
    sheet_begin(d);
}
