/* Papers: parts, so many on a sheet, each set as small as it must be to fit its share; on a roll each is as long as it
 * is. What does not fit even then goes on over further sheets. */
#include <cairo-pdf.h>
#include <math.h>

#include "pdf.h"

enum { ENDLESS = 1000000 /* points */ };

struct span { /* blocks of a part, its head the first */
    size_t from, to;
};

static const struct {
    double narrower; /* than so many points */
    double size, margin, top, lead;
    bool slip;
} manners[] = {
    {175, 8, 7, 7, 1.1, true},      /* a roll of 58 mm, labels */
    {240, 9, 10, 10, 1.1, true},    /* 80 mm */
    {350, 9, 24, 22, 1.2, false},   /* A6 */
    {500, 9.5, 34, 28, 1.2, false}, /* A5 */
    {1e9, 11.5, 57, 45, 1.35, false},
};

/* A part of a sheet that is cut has less around it, and smaller type. */
static void take_manner(struct drawing *d, int share)
{
    size_t i = 0;
    while (d->width >= manners[i].narrower)
        i++;
    bool cut = share > 1;
    d->slip = manners[i].slip;
    d->size = cut && manners[i].size > 10 ? 10 : manners[i].size;
    d->lead = cut ? 1.1 : manners[i].lead;
    d->pad = cut || d->slip ? 2.5 : CELL_PAD;
    d->margin = manners[i].margin;
    d->top = d->bottom = cut ? manners[i].top * 0.65 : manners[i].top;
}

/* ---- the head of a part --------------------------------------------------------------------------------------- */

void paper_head(struct drawing *d, const struct page_block *b)
{
    double x = sheet_left(d), width = sheet_right(d) - x, size = d->size;
    const char *building = block_text(b, PART_BUILDING), *title = block_text(b, PART_TITLE);
    const char *left = block_text(b, PART_LEFT), *right = block_text(b, PART_RIGHT);
    if (*block_text(b, PART_MARK)) {
        text_at(d, block_text(b, PART_MARK), x, width, d->y, ALIGN_RIGHT, INK_PLAIN, size * 0.85);
        d->y += *building ? 0 : size * 1.3;
    }
    if (*building) {
        text_at(d, building, x + width / 6, width * 2 / 3, d->y, ALIGN_CENTER, INK_PLAIN, size * 1.1);
        d->y += size * 1.75;
    }
    if (*title) {
        text_at(d, title, x, width, d->y, ALIGN_CENTER, INK_BOLD, size * (d->slip ? 1.4 : 1.7));
        d->y += size * (d->slip ? 2.2 : 2.7);
    }
    if (*left || *right) {
        text_at(d, left, x, width * 0.4, d->y, ALIGN_LEFT, INK_BOLD, size);
        text_at(d, right, x + width * 0.4, width * 0.6, d->y, ALIGN_RIGHT, INK_PLAIN, size);
        d->y += size * 1.6;
    }
    d->y += size * 0.3;
}

/* ---- measuring ------------------------------------------------------------------------------------------------ */

static void draw_span(struct drawing *d, struct span s);

/* Drawn where nobody sees it. */
static double span_height(const struct drawing *d, struct span s)
{
    struct drawing shadow = *d;
    cairo_surface_t *surface = cairo_recording_surface_create(CAIRO_CONTENT_COLOR, NULL);
    shadow.cr = cairo_create(surface);
    shadow.height = ENDLESS;
    shadow.slot_bottom = 0;
    shadow.y = 0;
    shadow.head = NULL;
    draw_span(&shadow, s);
    cairo_destroy(shadow.cr);
    cairo_surface_destroy(surface);
    return shadow.y;
}

/* The share of the usual type, in percent, in which it fits; 0: in none that can be read. */
static int fitting_percent(const struct drawing *d, struct span s, double room, double *height)
{
    struct drawing small = *d;
    small.from = s.from;
    small.to = s.to;
    for (int percent = 100; percent >= (d->slip ? 60 : 75); percent -= 5) {
        small.size = d->size * percent / 100;
        *height = span_height(&small, s);
        if (*height <= room)
            return percent;
        if (*height > 4 * room) /* a long list: no type is that small */
            return 0;
    }
    return 0;
}

static struct span next_part(const struct page *p, size_t from)
{
    struct span s = {from, from + 1};
    while (s.to < p->n && p->block[s.to].kind != BLOCK_PART)
        s.to++;
    return s;
}

/* Parts that share a sheet are of one type: of the fullest among those that fit at all. */
static int shared_percent(const struct drawing *d, struct span s, double room)
{
    int least = 100;
    double height;
    for (int i = 0; i < d->p->block[s.from].count && s.to < d->p->n; i++) {
        int percent = fitting_percent(d, s = next_part(d->p, s.to), room, &height);
        least = percent && percent < least ? percent : least;
    }
    return least;
}

/* ---- drawing -------------------------------------------------------------------------------------------------- */

void paper_tear(struct drawing *d, double from, double to, double y, const char *label)
{
    static const double dashes[] = {4, 3};
    double size = d->size * 0.8, own = *label ? text_extent(d, label, INK_QUIET) * 0.8 + 8 : 0;
    double middle = (from + to) / 2;
    cairo_save(d->cr);
    cairo_set_source_rgb(d->cr, 0.35, 0.35, 0.35);
    cairo_set_line_width(d->cr, 0.6);
    cairo_set_dash(d->cr, dashes, 2, 0);
    cairo_move_to(d->cr, from, y);
    cairo_line_to(d->cr, middle - own / 2, y);
    cairo_move_to(d->cr, middle + own / 2, y);
    cairo_line_to(d->cr, to, y);
    cairo_stroke(d->cr);
    cairo_restore(d->cr);
    if (*label)
        text_at(d, label, middle - own / 2, own, y - size * 0.7, ALIGN_CENTER, INK_QUIET, size);
}

/* A line to tear along within a part; one for the foot takes all that follows with it. */
static void draw_tear(struct drawing *d, const struct page_block *b, struct span rest)
{
    if (b->count && d->slot_bottom > 0) {
        double y = d->slot_bottom - span_height(d, rest);
        d->y = y > d->y ? y : d->y;
    }
    sheet_need(d, 4 * d->size);
    d->y += d->size;
    paper_tear(d, d->slip ? 0 : sheet_left(d) / 2, d->width - (d->slip ? 0 : sheet_left(d) / 2), d->y, b->text);
    d->y += d->size * 1.4;
}

static void draw_span(struct drawing *d, struct span s)
{
    for (size_t i = s.from; i < s.to; i++) {
        const struct page_block *b = &d->p->block[i];
        if (b->kind == BLOCK_TEAR) {
            struct drawing before = *d;
            before.slot_bottom = i == s.from ? 0 : d->slot_bottom;
            draw_tear(&before, b, (struct span){i, s.to});
            before.slot_bottom = d->slot_bottom;
            *d = before;
        } else {
            block_draw(d, b);
        }
    }
}

/* To the next share of the sheet that nothing stands in; the first of all begins a sheet. */
static double next_slot(struct drawing *d, double share, bool whole)
{
    double at = d->page == 0 ? d->height : ceil((d->y - 1) / share) * share;
    if (at + share > d->height + 1 || (whole && d->page > 0)) {
        if (d->page > 0)
            sheet_end(d);
        sheet_begin(d);
        at = 0;
    } else if (at > 0) {
        paper_tear(d, 0, d->width, at, "");
    }
    d->y = at + d->top;
    return at;
}

static void draw_part(struct drawing *d, struct span s, bool first)
{
    int count = d->p->block[s.from].count;
    double share = d->height / count, height;
    take_manner(d, count);
    d->from = s.from;
    d->to = s.to;
    double room = share - d->top - d->bottom;
    int own = fitting_percent(d, s, room, &height);
    if (first || count == 1)
        d->percent = count > 1 ? shared_percent(d, (struct span){s.from, s.from}, room) : own;
    d->size = d->size * (own == 0 ? 100 : own < d->percent ? own : d->percent) / 100;
    double at = next_slot(d, share, own == 0 && count > 1);
    d->slot_bottom = own ? at + share - d->bottom : 0;
    d->running = own == 0 && count == 1 ? block_text(&d->p->block[s.from], PART_RIGHT) : NULL;
    d->sheet = 1;
    if (d->slip && own) /* a label */
        d->y += (room - height) / 2;
    draw_span(d, s);
    d->slot_bottom = 0;
}

static void draw_strip(struct drawing *d, struct span s, cairo_surface_t *surface)
{
    take_manner(d, 1);
    d->from = s.from;
    d->to = s.to;
    d->height = d->top + span_height(d, s) + d->bottom + 8;
    cairo_pdf_surface_set_size(surface, d->width, d->height);
    sheet_begin(d);
    draw_span(d, s);
    sheet_end(d);
}

int paper_draw(const struct page *p, PangoContext *context, cairo_surface_t *surface, struct rare *rare)
{
    struct drawing d = {.p = p, .context = context, .rare = rare, .width = p->size.width, .height = p->size.height};
    d.cr = cairo_create(surface);
    size_t parts = 0;
    for (struct span s = next_part(p, 0); s.from < p->n; s = next_part(p, s.to), parts++) {
        if (p->size.height > 0)
            draw_part(&d, s, parts % (size_t)p->block[s.from].count == 0);
        else
            draw_strip(&d, s, surface);
    }
    if (p->size.height > 0)
        sheet_end(&d);
    cairo_destroy(d.cr);
    return d.page;
}
