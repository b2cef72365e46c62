/* A register's figures on paper (R10, C9-C11): the weekly summary, the monthly analysis. */
#include <stdlib.h>
#include <string.h>

#include "values.h"

enum { COUNTS = 8, COUNT_WIDTH = 8, NAME_WIDTH = 24 };

static char *number_text(int64_t n)
{
    return mem_printf("%lld", (long long)n);
}

static char *rate_text(int64_t rate)
{
    if (rate < 0)
        return mem_dup("-");
    return mem_printf("%lld.%lld%%", (long long)(rate / 10), (long long)(rate % 10));
}

static void add_row(struct page *p, const char *label, const struct figure *f, bool shares)
{
    char *cells[COUNTS + 1] = {
        mem_dup(label),           number_text(f->total),     number_text(f->finished),
        number_text(f->answered), number_text(f->on_time),   number_text(f->late),
        number_text(f->pending),  rate_text(figure_rate(f)), shares ? rate_text(f->share) : number_text(f->rework)};

    page_row(p, (const char *const *)cells);
    for (size_t i = 0; i < COUNTS + 1; i++)
        free(cells[i]);
}

static void add_head(struct page *p, const char *first, bool shares)
{
    const char *const heads[COUNTS] = {_("total"), _("closed"),  _("answered"), _("on time"),
                                       _("late"),  _("not due"), _("rate"),     shares ? _("added up") : _("rework")};

    page_table(p);
    page_column(p, first, NAME_WIDTH, ALIGN_LEFT);
    for (size_t i = 0; i < COUNTS; i++)
        page_column(p, heads[i], COUNT_WIDTH, ALIGN_RIGHT);
}

static void add_list(struct page *p, const char *title, const struct figure_list *l, bool shares)
{
    const struct figure *v;
    size_t n = figure_rows(l, &v);

    if (n == 0)
        return;
    add_head(p, title, shares);
    for (size_t i = 0; i < n; i++)
        add_row(p, v[i].label, &v[i], shares);
}

static void add_all(struct desk *d, const struct form *f, const struct figures *v, struct page *p)
{
    char *people =
        mem_printf(_("%lld records, %lld valid, %lld people, %lld posts, %lld done again\n"), (long long)v->records,
                   (long long)v->valid, (long long)v->people, (long long)v->posts, (long long)v->reworked);

    people[strcspn(people, "\n")] = '\0';
    page_text(p, people);
    free(people);
    add_head(p, form_label(d, f), false);
    add_row(p, _("all cases"), &v->all, false);
    for (size_t i = 0; i < v->nby; i++) {
        const struct field *by = &f->fields[f->figures->by[i]];
        add_list(p, label_of(&by->label, desk_lang(d), by->name), &v->by[i], false);
    }
    add_list(p, _("causes"), &v->causes, true);
    add_list(p, _("clocks"), &v->clocks, false);
    add_list(p, _("weeks"), &v->weeks, false);
    add_list(p, _("months"), &v->months, false);
    add_list(p, _("days"), &v->days, false);
}

int report_figures(struct desk *d, const struct form *f, const char *period, struct page **out)
{
    struct figures v = {0};
    int64_t from, to;
    int rc = paper_may(d, f);

    *out = NULL;
    if (rc == QT_OK)
        rc = figures_period(period, &from, &to);
    if (rc == QT_OK)
        rc = figures_read(d, f, from, to, &v);
    if (rc == QT_OK) {
        char *title = mem_printf("%s  %s", form_label(d, f), _("Figures"));
        *out = paper_begin(d, f, "figures", title);
        page_about(*out, f->name, "figures", 0);
        paper_subtitle(d, *out, period);
        add_all(d, f, &v, *out);
        free(title);
    }
    figures_free(&v);
    return rc;
}
