/* A register's figures (R10, C9-C11): the counts that the workbook and `qiantai figures` give, for a month or a
 * year, with the period before and after one key away. */
#include "app.h"
#include "paper.h"
#include "show.h"
#include "view/bar.h"

#include <stdlib.h>
#include <string.h>

#define COLUMN 9
#define LABEL_MIN 16

struct figures_view {
    struct view view;
    const struct form *form;
    int year, month; /* month 0: the whole year */
    struct paper paper;
    int top;
    bool stale;
};

struct table { /* what all tables of the page share */
    struct figures_view *v;
    int label, line;
    bool answered; /* there is room for that column */
};

static struct figures_view *of(struct view *v)
{
    return (struct figures_view *)v;
}

static void put_number(struct buf *b, int64_t n)
{
    buf_addf(b, " %8lld", (long long)n);
}

static void put_rate(struct buf *b, int64_t rate)
{
    char s[24] = "-";

    if (rate >= 0)
        snprintf(s, sizeof(s), "%lld.%lld%%", (long long)(rate / 10), (long long)(rate % 10));
    buf_addf(b, " %8s", s);
}

static void put_heading(struct table *t, const char *title, const char *last)
{
    const char *const names[] = {_("total"), _("closed"),  _("answered"), _("on time"),
                                 _("late"),  _("not due"), _("rate"),     last};
    struct buf b = {0};

    text_cell(&b, title, t->label, false);
    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
        if (i != 2 || t->answered) {
            buf_addc(&b, ' ');
            text_cell(&b, names[i], COLUMN - 1, true);
        }
    paper_put(&t->v->paper, t->line++, 1, t->v->view.cols - 2, INK_TITLE, b.s);
    buf_free(&b);
}

static void put_row(struct table *t, const char *label, const struct figure *f, bool shares)
{
    struct buf b = {0};

    text_cell(&b, label, t->label, false);
    put_number(&b, f->total);
    put_number(&b, f->finished);
    if (t->answered)
        put_number(&b, f->answered);
    put_number(&b, f->on_time);
    put_number(&b, f->late);
    put_number(&b, f->pending);
    put_rate(&b, figure_rate(f));
    if (shares)
        put_rate(&b, f->share);
    else
        put_number(&b, f->rework);
    paper_put(&t->v->paper, t->line++, 1, t->v->view.cols - 2, f->total ? INK_NORMAL : INK_QUIET, b.s);
    buf_free(&b);
}

static void put_list(struct table *t, const char *title, const struct figure_list *l, bool shares)
{
    const struct figure *v;
    size_t n = figure_rows(l, &v);

    if (n == 0)
        return;
    t->line++;
    put_heading(t, title, shares ? _("added up") : _("rework"));
    for (size_t i = 0; i < n; i++)
        put_row(t, v[i].label, &v[i], shares);
}

static void put_all(struct table *t, const struct figures *v)
{
    const struct form *f = t->v->form;
    enum lang lang = app_lang(t->v->view.app);
    struct buf b = {0};

    put_heading(t, form_title(f, lang), _("rework"));
    put_row(t, _("all cases"), &v->all, false);
    buf_addf(&b, _("%lld records, %lld valid, %lld people, %lld posts, %lld done again\n"), (long long)v->records,
             (long long)v->valid, (long long)v->people, (long long)v->posts, (long long)v->reworked);
    b.s[strcspn(b.s, "\n")] = '\0';
    t->line += paper_wrap(&t->v->paper, t->line, 1, t->v->view.cols - 2, INK_NORMAL, b.s);
    buf_free(&b);
    for (size_t i = 0; i < v->nby; i++) {
        const struct field *by = &f->fields[f->figures->by[i]];
        put_list(t, label_of(&by->label, lang, by->name), &v->by[i], false);
    }
    put_list(t, _("causes"), &v->causes, true);
    put_list(t, _("clocks"), &v->clocks, false);
    put_list(t, _("weeks"), &v->weeks, false);
    put_list(t, _("months"), &v->months, false);
    put_list(t, _("days"), &v->days, false);
}

static void period(const struct figures_view *f, char out[16])
{
    if (f->month)
        snprintf(out, 16, "%04d-%02d", f->year, f->month);
    else
        snprintf(out, 16, "%04d", f->year);
}

static void layout(struct view *v)
{
    struct figures_view *f = of(v);
    struct figures figures = {0};
    char text[16];
    int64_t from, to;
    int columns = v->cols >= LABEL_MIN + 8 * COLUMN + 2 ? 8 : 7;
    struct table t = {.v = f, .label = v->cols - 2 - columns * COLUMN, .answered = columns == 8};

    if (t.label > 30)
        t.label = 30;
    paper_free(&f->paper);
    period(f, text);
    int rc = figures_period(text, &from, &to);
    if (rc == QT_OK)
        rc = figures_read(app_desk(v->app), f->form, from, to, &figures);
    if (rc == QT_OK)
        put_all(&t, &figures);
    else
        app_say(v->app, INK_WARN, "%s", fault_text());
    figures_free(&figures);
    f->stale = true;
}

static void draw(struct view *v, WINDOW *w, bool all)
{
    struct figures_view *f = of(v);

    term_caret(0, 0, false);
    if (all || f->stale)
        paper_draw(&f->paper, w, 0, 0, v->rows, v->cols, f->top);
    f->stale = false;
}

static void title(struct view *v, struct buf *out)
{
    struct figures_view *f = of(v);
    char text[16];

    period(f, text);
    buf_addf(out, "%s - %s %s", form_title(f->form, app_lang(v->app)), _("Figures"), text);
}

static void status(struct view *v, struct buf *out)
{
    struct figures_view *f = of(v);

    if (f->paper.lines > f->top + v->rows)
        buf_addf(out, " %s", _("PgDn shows more"));
}

static void turn(struct figures_view *f, int by)
{
    if (f->month) {
        int months = f->year * 12 + f->month - 1 + by;
        f->year = months / 12;
        f->month = months % 12 + 1;
    } else {
        f->year += by;
    }
    layout(&f->view);
}

static unsigned command(struct view *v, int id)
{
    struct figures_view *f = of(v);
    char text[16];

    switch (id) {
    case CMD_PERIOD_PREV:
    case CMD_PERIOD_NEXT:
        turn(f, id == CMD_PERIOD_NEXT ? 1 : -1);
        return TAKEN | REDRAW;
    case CMD_PERIOD_KIND:
        f->month = f->month ? 0 : civil_of(clock_now()).month;
        f->top = 0;
        turn(f, 0);
        return TAKEN | REDRAW;
    case CMD_REFRESH:
        turn(f, 0);
        return TAKEN | REDRAW;
    case CMD_PRINT:
        period(f, text);
        app_print_figures(v->app, f->form, text);
        return TAKEN | KEYS;
    default:
        if (!bar_move(id, v->rows, f->paper.lines - v->rows, &f->top))
            return 0;
        f->stale = true;
        return TAKEN | KEYS;
    }
}

static void reload(struct view *v)
{
    layout(v);
}

static void close_view(struct view *v)
{
    paper_free(&of(v)->paper);
}

static const struct form *form(const struct view *v)
{
    return ((const struct figures_view *)v)->form;
}

static const struct view_ops ops = {
    .name = "figures",
    .title = title,
    .layout = layout,
    .draw = draw,
    .command = command,
    .close = close_view,
    .reload = reload,
    .status = status,
    .form = form,
};

struct view *figures_view(struct app *a, const struct form *form)
{
    struct figures_view *f = view_new(sizeof(*f), &ops, a);
    struct civil now = civil_of(clock_now());

    f->form = form;
    f->year = now.year;
    f->month = now.month;
    return &f->view;
}
