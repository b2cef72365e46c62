/* A month grid: a row for each value of a field, a column for each day, totals at the right and below. */
#include <stdlib.h>
#include <string.h>

#include "values.h"

enum { DAYS = 31, ROW_WIDTH_MOST = 20, CELL_LEAST = 2, ROWS_MOST = 5000 };

struct cell {
    int64_t n;
    bool is; /* something was added */
};
struct grid_row {
    struct value value;
    char *label;
    struct cell day[DAYS + 1], all; /* day: by its number */
};
struct month_grid {
    struct desk *d;
    const struct form *f;
    const struct grid_rule *rule;
    struct grid_row *v, sum;
    size_t n;
    int64_t records, left_out; /* left_out: of rows that are too many */
    int days;
};

static void cell_add(struct cell *c, int64_t n)
{
    c->n += n;
    c->is = true;
}

static struct grid_row *row_of(struct month_grid *g, const struct value *value)
{
    size_t i = g->n;
    while (i > 0 && !value_same(&g->v[i - 1].value, value))
        i--;
    if (i > 0)
        return &g->v[i - 1];
    if (g->n == ROWS_MOST)
        return NULL;
    if ((g->n & (g->n - 1)) == 0) /* at each power of two */
        g->v = mem_resize(g->v, g->n ? g->n * 2 : 1, sizeof *g->v);
    struct grid_row *row = &g->v[g->n++];
    *row = (struct grid_row){0};
    value_copy(&row->value, value);
    row->label =
        value->kind == VAL_NULL ? mem_dup(_("not given")) : desk_value_show(g->d, &g->f->fields[g->rule->rows], value);
    return row;
}

static void add(const struct value *value, int day, const struct value *n, void *arg)
{
    struct month_grid *g = arg;
    struct grid_row *row = row_of(g, value);
    g->records++;
    if (!row)
        g->left_out++;
    if (!row || n->kind != VAL_INT || day < 1 || day > DAYS)
        return;
    cell_add(&row->day[day], n->i);
    cell_add(&row->all, n->i);
    cell_add(&g->sum.day[day], n->i);
    cell_add(&g->sum.all, n->i);
}

/* Choices have their order, whether or not they occur; anything else its own; what is not given comes last. */
static int by_value(const void *a, const void *b)
{
    const struct value *x = &((const struct grid_row *)a)->value, *y = &((const struct grid_row *)b)->value;
    if (x->kind != y->kind)
        return x->kind == VAL_NULL ? 1 : y->kind == VAL_NULL ? -1 : (int)x->kind - (int)y->kind;
    if (x->kind == VAL_INT)
        return (x->i > y->i) - (x->i < y->i);
    return x->kind == VAL_TEXT ? strcmp(x->s, y->s) : 0;
}

static void begin_rows(struct month_grid *g)
{
    const struct field *by = &g->f->fields[g->rule->rows];
    for (size_t i = 0; by->type == FT_ENUM && i < by->nchoices; i++) {
        const struct value value = {.kind = VAL_TEXT, .s = by->choices[i].name};
        (void)row_of(g, &value);
    }
}

static void sort_rows(struct month_grid *g)
{
    size_t from = g->f->fields[g->rule->rows].nchoices;
    if (g->n > from)
        qsort(g->v + from, g->n - from, sizeof *g->v, by_value);
}

/* ---- the page ------------------------------------------------------------------------------------------------- */

static struct page_cell cell_of(const struct month_grid *g, const struct cell *c)
{
    static const enum cell_kind kinds[SHAPE_ROWS + 1] = {
        [SHAPE_NUMBER] = KIND_NUMBER, [SHAPE_MONEY] = KIND_MONEY, [SHAPE_SPAN] = KIND_SPAN};
    const struct value v = {.kind = VAL_INT, .i = c->n};
    const struct field *as = g->rule->as;
    return (struct page_cell){.kind = kinds[field_shape(as, &v)],
                              .decimals = field_decimals(as),
                              .empty = !c->is,
                              .number = c->n,
                              .text = c->is ? field_show(as, &v, desk_lang(g->d), clock_now()) : NULL};
}

static int width_of(const struct month_grid *g, const struct cell *c)
{
    struct page_cell cell = cell_of(g, c);
    int width = cell.text ? text_width(cell.text) : 0;
    free(cell.text);
    return width;
}

static int day_width(const struct month_grid *g, int day)
{
    int width = width_of(g, &g->sum.day[day]);
    for (size_t i = 0; i < g->n; i++)
        width = width_of(g, &g->v[i].day[day]) > width ? width_of(g, &g->v[i].day[day]) : width;
    return width > CELL_LEAST ? width : CELL_LEAST;
}

static void add_columns(const struct month_grid *g, struct page *p)
{
    const struct field *by = &g->f->fields[g->rule->rows];
    const char *heading = label_of(&by->label, desk_lang(g->d), by->name);
    int width = text_width(heading), all = width_of(g, &g->sum.all);
    char day[16];
    for (size_t i = 0; i < g->n; i++)
        width = text_width(g->v[i].label) > width ? text_width(g->v[i].label) : width;
    data_column(p, "name", heading, width < ROW_WIDTH_MOST ? width : ROW_WIDTH_MOST, ALIGN_LEFT);
    for (int i = 1; i <= g->days; i++) {
        (void)snprintf(day, sizeof day, "%d", i);
        data_column(p, day, day, day_width(g, i), ALIGN_RIGHT);
    }
    data_column(p, "total", _("Total"), all, ALIGN_RIGHT);
}

static void add_row(const struct month_grid *g, struct page *p, const struct grid_row *row, const char *name)
{
    struct page_cell cells[DAYS + 2] = {{.text = (char *)row->label, .plain = (char *)name}}; /* copied by the page */
    for (int i = 1; i <= g->days; i++)
        cells[i] = cell_of(g, &row->day[i]);
    cells[g->days + 1] = cell_of(g, &row->all);
    page_cells(p, cells);
    for (int i = 1; i <= g->days + 1; i++)
        free(cells[i].text);
}

static void add_table(const struct month_grid *g, struct page *p)
{
    const struct field *by = &g->f->fields[g->rule->rows];
    data_table(p, "rows");
    page_bands(p);
    add_columns(g, p);
    for (size_t i = 0; i < g->n; i++) {
        char *name = field_plain(by, &g->v[i].value);
        add_row(g, p, &g->v[i], name ? name : "");
        free(name);
    }
    add_row(g, p, &g->sum, "");
    page_total(p);
}

static int month_of(const char *month, int64_t *from, int64_t *to)
{
    return !month || strlen(month) == 7 ? figures_period(month, from, to)
                                        : fault(QT_REFUSED, _("'%s' is no month; write it as 2026-11."), month);
}

static void grid_free(struct month_grid *g)
{
    for (size_t i = 0; i < g->n; i++) {
        value_clear(&g->v[i].value);
        free(g->v[i].label);
    }
    free(g->v);
}

static struct page *grid_page(const struct month_grid *g, int64_t from)
{
    char month[11];
    const char *label = label_of(&g->rule->label, desk_lang(g->d), g->rule->name);
    date_format(from, month);
    month[7] = '\0';
    char *stem = mem_printf("%s-%s", g->rule->name, month),
         *title = mem_printf("%s  %s", form_label(g->d, g->f), label);
    struct page *p = paper_begin(g->d, g->f, stem, title);
    page_about(p, g->f->name, g->rule->name, 0);
    paper_subtitle(g->d, p, month);
    page_json_member(p, "register", g->f->name);
    page_json_member(p, "list", g->rule->name);
    page_json_member(p, "period", month);
    page_holds(p, g->records);
    if (g->records == 0)
        page_text(p, _("No entries."));
    add_table(g, p);
    if (g->left_out > 0) {
        char *said = mem_printf(_("%lld records are not counted: there are more than %d rows."), (long long)g->left_out,
                                ROWS_MOST);
        page_text(p, said);
        free(said);
    }
    free(stem);
    free(title);
    return p;
}

int report_grid(struct desk *d, const struct form *f, const struct grid_rule *rule, const char *month,
                struct page **out)
{
    struct month_grid g = {.d = d, .f = f, .rule = rule, .sum = {.label = (char *)_("Total")}};
    int64_t from, to;
    *out = NULL;
    int rc = month_of(month, &from, &to);
    if (rc != QT_OK)
        return rc;
    g.days = civil_of(to - 1).day;
    begin_rows(&g);
    rc = desk_grid(d, f, rule, from, to, add, &g);
    if (rc == QT_OK) {
        sort_rows(&g);
        *out = grid_page(&g, from);
    }
    grid_free(&g);
    return rc;
}
