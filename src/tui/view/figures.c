/* The reports of a register (R10, C9-C11), a page each: for a month or a year, with the period before and after one key
 * away. */
#include "app.h"
#include "show.h"
#include "view/page.h"

struct figures_view {
    struct page_view page; /* first */
    const struct form *form;
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
    buf_addf(out, "%s - %s %s", form_title(figures_of(v)->form, app_lang(v->app)),
             gettext(report_at(figures_of(v)->report)->label), period);
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
    page_view_layout(&f->page.view);
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
        f->report = report_at(f->report + 1) ? f->report + 1 : 0;
        f->page.top = 0;
        figures_turn(f, 0);
        return TAKEN | REDRAW;
    default:
        return page_view_command(v, id);
    }
}

static const struct form *figures_form(const struct view *v)
{
    return ((const struct figures_view *)v)->form;
}

static const struct view_ops ops = {
    .name = "figures",
    .title = figures_title,
    .layout = page_view_layout,
    .draw = page_view_draw,
    .command = figures_command,
    .close = page_view_close,
    .reload = page_view_layout,
    .status = page_view_status,
    .form = figures_form,
};

struct view *figures_view(struct app *a, const struct form *form)
{
    struct figures_view *f = view_new(sizeof *f, &ops, a);
    struct civil now = civil_of(clock_now());
    f->page.make = figures_make;
    f->form = form;
    f->year = now.year;
    f->month = now.month;
    return &f->page.view;
}
