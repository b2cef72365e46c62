/* The reports of a register for a period. A line here makes one appear everywhere: on the screen, on paper, in PDF, CSV
 * and JSON, in the month's workbook. */
#include <stdlib.h>
#include <string.h>

#include "values.h"

static const struct {
    struct report report;
    producer *fill;
} reports[] = {
    {{"figures", N_("Figures"), true}, report_figures},
    {{"hours", N_("By the hour"), false}, report_hours},
};

const struct report *report_at(size_t i)
{
    return i < ARRAY_LEN(reports) ? &reports[i].report : NULL;
}

const struct report *report_find(const char *name)
{
    const struct report *r;
    for (size_t i = 0; (r = report_at(i)); i++)
        if (strcmp(r->name, name) == 0)
            return r;
    return NULL;
}

/* The report is the first member of its line of the table. */
static producer *producer_of(const struct report *r)
{
    for (size_t i = 0; i < ARRAY_LEN(reports); i++)
        if (r == &reports[i].report)
            return reports[i].fill;
    return NULL;
}

int report_page(struct desk *d, const struct report *r, const struct form *f, const char *period, struct page **out)
{
    int64_t from, to;
    int rc = desk_permit(d, f, NULL, -1, -1, RIGHT_LOOK);
    *out = NULL;
    if (rc == QT_OK)
        rc = figures_period(period, &from, &to);
    if (rc != QT_OK)
        return rc;
    char month[11];
    date_format(clock_now(), month);
    month[7] = '\0';
    const char *when = period ? period : month;
    char *title = mem_printf("%s  %s", form_label(d, f), gettext(r->label));
    struct page *p = paper_begin(d, f, r->name, title);
    free(title);
    page_about(p, f->name, r->name, 0);
    paper_subtitle(d, p, when);
    page_json_member(p, "register", f->name);
    page_json_member(p, "report", r->name);
    page_json_member(p, "period", when);
    rc = producer_of(r)(d, f, from, to, p);
    if (rc == QT_OK)
        *out = p;
    else
        page_free(p);
    return rc;
}
