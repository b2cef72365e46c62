/* A register's figures (R10, C9-C11): the weekly summary, the monthly analysis. Counted by the desk, a table for each
 * way of counting. */
#include <stdlib.h>
#include <string.h>

#include "values.h"

enum { COUNT_WIDTH = 8, NAME_WIDTH = 24, COLUMNS = 10 };

static struct page_cell number_cell(int64_t n)
{
    return (struct page_cell){.kind = KIND_NUMBER, .number = n};
}

static struct page_cell share_cell(int64_t thousandths)
{
    return (struct page_cell){.kind = KIND_PERCENT, .number = thousandths};
}

static void add_row(struct page *p, const char *label, const struct figure *f)
{
    struct page_cell cells[COLUMNS] = {
        {.text = (char *)label, .plain = f->name ? f->name : (char *)""}, /* copied by the page */
        number_cell(f->total),
        number_cell(f->finished),
        number_cell(f->answered),
        number_cell(f->on_time),
        number_cell(f->late),
        number_cell(f->pending),
        share_cell(figure_rate(f)),
        number_cell(f->rework),
        share_cell(f->share)};
    for (size_t i = 0; i < COLUMNS; i++)
        cells[i].tone = f->total ? TONE_NORMAL : TONE_QUIET;
    page_cells(p, cells);
}

/* shares: the last column says what the rows have added up to. Without rows only scripts see the table. */
static void add_head(struct page *p, const char *key, const char *first, bool shares, bool rows)
{
    const struct {
        const char *key, *heading;
    } counts[COLUMNS] = {
        {"name", first},           {"total", _("total")},   {"closed", _("closed")},   {"answered", _("answered")},
        {"on_time", _("on time")}, {"late", _("late")},     {"pending", _("not due")}, {"rate", _("rate")},
        {"rework", _("rework")},   {"share", _("added up")}};

    data_table(p, key);
    for (size_t i = 0; i < COLUMNS; i++) {
        data_column(p, counts[i].key, counts[i].heading, i ? COUNT_WIDTH : NAME_WIDTH, i ? ALIGN_RIGHT : ALIGN_LEFT);
        if (!rows || i == (shares ? COLUMNS - 2 : COLUMNS - 1))
            page_json_only(p);
    }
}

/* Days without records before the first and behind the last are for scripts only. */
static void add_list(struct page *p, const char *key, const char *title, const struct figure_list *l, bool shares)
{
    const struct figure *v;
    size_t n = figure_rows(l, &v);
    add_head(p, n == l->n ? key : NULL, title, shares, n > 0);
    for (size_t i = 0; i < n; i++)
        add_row(p, v[i].label, &v[i]);
    if (n == l->n)
        return;
    add_head(p, key, title, shares, false);
    for (size_t i = 0; i < l->n; i++)
        add_row(p, l->v[i].label, &l->v[i]);
}

static void add_counts(struct page *p, const struct figures *v)
{
    const struct {
        const char *key, *label;
        int64_t n;
    } counts[] = {{"records", _("records"), v->records},
                  {"valid", _("valid"), v->valid},
                  {"people", _("people"), v->people},
                  {"posts", _("posts"), v->posts},
                  {"reworked", _("done again"), v->reworked}};

    page_pairs(p, 3);
    for (size_t i = 0; i < ARRAY_LEN(counts); i++) {
        page_pair_number(p, counts[i].label, counts[i].n);
        page_key(p, counts[i].key);
    }
}

static void add_all(struct desk *d, const struct form *f, const struct figures *v, struct page *p)
{
    add_head(p, "all", form_label(d, f), false, true);
    page_one_row(p);
    add_row(p, _("all cases"), &v->all);
    add_counts(p, v);
    for (size_t i = 0; i < v->nby; i++) {
        const struct field *by = &f->fields[f->figures->by[i]];
        char *key = mem_printf("by_%s", by->name);
        add_list(p, key, label_of(&by->label, desk_lang(d), by->name), &v->by[i], false);
        free(key);
    }
    add_list(p, "causes", _("causes"), &v->causes, true);
    add_list(p, "clocks", _("clocks"), &v->clocks, false);
    add_list(p, "weeks", _("weeks"), &v->weeks, false);
    add_list(p, "months", _("months"), &v->months, false);
    add_list(p, "days", _("days"), &v->days, false);
}

int report_figures(struct desk *d, const struct form *f, int64_t from, int64_t to, struct page *p)
{
    struct figures v = {0};
    int rc = figures_read(d, f, from, to, &v);
    if (rc == QT_OK)
        add_all(d, f, &v, p);
    figures_free(&v);
    return rc;
}
