/* The reports of a register (R10, C9-C11), for a month or a year, with the period before and after one key away: first
 * what it came to as a picture, then a page each. */
#include "app.h"
#include "show.h"
#include "view/figures_face.h"
#include "view/page.h"

struct figures_view {
    struct page_view page; /* first */
    const struct form *form;
    struct figures_face face;
    bool faced; /* the picture is shown, not the page */
    size_t report;
    int year, month; /* month 0: the whole year */
};

static struct figures_view *figures_of(struct view *v)
{
    return (struct figures_view *)v;
}

static void figures_period_text(const struct figures_view *f, char out[16])
{
    if (f->month)
        snprintf(out, 16, "%04d-%02d", f->year, f->month);
    else
        snprintf(out, 16, "%04d", f->year);
}

static int figures_make(struct view *v, struct page **out)
{
    char period[16];
    figures_period_text(figures_of(v), period);
    return report_page(app_desk(v->app), report_at(figures_of(v)->report), figures_of(v)->form, period, out);
}

static void figures_title(struct view *v, struct buf *out)
{
    char period[16];
    figures_period_text(figures_of(v), period);
    if (figures_of(v)->faced)
        buf_add(out, form_title(figures_of(v)->form, app_lang(v->app)));
    else
        buf_addf(out, "%s - %s %s", form_title(figures_of(v)->form, app_lang(v->app)),
                 gettext(report_at(figures_of(v)->report)->label), period);
}

static void figures_selections(struct view *v, struct selections *out)
{
    const struct figures_view *f = figures_of(v);
    int month = f->month ? f->month : civil_of(clock_now()).month;
    if (!f->faced)
        return;
    selections_add(out, f->month != 0, mem_printf("%04d-%02d", f->year, month));
    selections_add(out, f->month == 0, mem_printf("%04d", f->year));
}

static void figures_layout(struct view *v)
{
    struct figures_view *f = figures_of(v);
    f->faced = f->faced && face_fits(v->rows, v->cols);
    if (!f->faced)
        page_view_layout(v);
    else if (!app_ok(v->app, face_read(&f->face, app_desk(v->app), f->form, f->year, f->month)))
        f->face.known = false;
    v->dirty_all = true;
}

static void figures_draw(struct view *v, WINDOW *w, bool all)
{
    struct figures_view *f = figures_of(v);
    if (!f->faced)
        page_view_draw(v, w, all);
    else if (all || v->dirty_all)
        face_draw(&f->face, v->app, f->form, f->month != 0, w);
    v->dirty_all = false;
}

static void figures_status(struct view *v, struct buf *out)
{
    if (!figures_of(v)->faced)
        page_view_status(v, out);
}

static void figures_position(struct view *v, struct buf *out)
{
    if (!figures_of(v)->faced)
        page_view_position(v, out);
}

static void figures_close(struct view *v)
{
    face_free(&figures_of(v)->face);
    page_view_close(v);
}

/* The picture, its tables, the other reports, and the picture again. */
static void figures_next(struct figures_view *f)
{
    if (f->faced || report_at(f->report + 1)) {
        f->report = f->faced ? 0 : f->report + 1;
        f->faced = false;
    } else {
        f->report = 0;
        f->faced = face_fits(f->page.view.rows, f->page.view.cols);
    }
    f->page.top = 0;
}

static void figures_turn(struct figures_view *f, int by)
{
    int months = f->year * 12 + f->month - 1 + by;
    if (f->month) {
        f->year = months / 12;
        f->month = months % 12 + 1;
    } else {
        f->year += by;
    }
    figures_layout(&f->page.view);
}

static unsigned figures_command(struct view *v, int id)
{
    struct figures_view *f = figures_of(v);
    switch (id) {
    case CMD_PERIOD_PREV:
    case CMD_PERIOD_NEXT:
        figures_turn(f, id == CMD_PERIOD_NEXT ? 1 : -1);
        return TAKEN | REDRAW;
    case CMD_PERIOD_KIND:
        f->month = f->month ? 0 : civil_of(clock_now()).month;
        f->page.top = 0;
        figures_turn(f, 0);
        return TAKEN | REDRAW;
    case CMD_REPORT_NEXT:
        figures_next(f);
        figures_turn(f, 0);
        return TAKEN | REDRAW;
    case CMD_REFRESH:
        figures_layout(v);
        return TAKEN | REDRAW;
    default: /* on paper there are the tables */
        return f->faced && id != CMD_PRINT ? 0 : page_view_command(v, id);
    }
}

static const struct form *figures_form(const struct view *v)
{
    return ((const struct figures_view *)v)->form;
}

static const struct view_ops ops = {
    .name = "figures",
    .title = figures_title,
    .selections = figures_selections,
    .layout = figures_layout,
    .draw = figures_draw,
    .command = figures_command,
    .close = figures_close,
    .reload = figures_layout,
    .status = figures_status,
    .position = figures_position,
    .form = figures_form,
};

struct view *figures_view(struct app *a, const struct form *form)
{
    struct figures_view *f = view_new(sizeof *f, &ops, a);
    struct civil now = civil_of(clock_now());
    f->page.make = figures_make;
    f->faced = true;
    f->form = form;
    f->year = now.year;
    f->month = now.month;
    return &f->page.view;
}
