/* A register's figures (R10, C9-C11): the weekly summary, the monthly analysis. Counted by the desk, a table for each
 * way of counting. */
#include <stdlib.h>
#include <string.h>

#include "values.h"

enum { COUNT_WIDTH = 8, SUM_WIDTH = 12, NAME_WIDTH = 24 };
enum column {
    COL_NAME,
    COL_TOTAL,
    COL_CLOSED,
    COL_ANSWERED,
    COL_ON_TIME,
    COL_LATE,
    COL_PENDING,
    COL_RATE,
    COL_REWORK,
    COL_SHARE,
    COLUMNS
};

static const struct figures_rule no_rule = {
    .target = -1, .rework = -1, .cause = -1, .detail = -1, .link = -1, .people = -1, .posts = -1};

/* What is counted, and what of it the register can have at all: of the rest nobody is told. */
struct counting {
    struct desk *d;
    const struct form *f;
    const struct figures_rule *rule; /* never NULL */
    struct page *p;
    bool has[COLUMNS], has_sum[FIGURE_SUMS];
};

static struct counting counting_of(struct desk *d, const struct form *f, struct page *p)
{
    struct counting c = {.d = d, .f = f, .rule = f->figures ? f->figures : &no_rule, .p = p};
    bool promises = c.rule->target >= 0;
    for (size_t i = 0; i < f->nclocks; i++)
        promises = promises || f->clocks[i].kind != NULL;
    for (size_t i = 0; i < f->nstates; i++)
        c.has[COL_CLOSED] |= f->states[i].final;
    c.has[COL_NAME] = c.has[COL_TOTAL] = true;
    c.has[COL_ANSWERED] = c.rule->answered || c.rule->done;
    c.has[COL_ON_TIME] = c.has[COL_LATE] = c.has[COL_PENDING] = c.has[COL_RATE] = promises;
    c.has[COL_REWORK] = c.rule->rework >= 0;
    for (size_t i = 0; i < c.rule->nsum; i++)
        c.has_sum[i] = desk_shows(d, f, c.rule->sum[i]);
    return c;
}

static const char *word_of(const struct counting *c, enum figure_word w, const char *usual)
{
    return label_of(&c->rule->word[w], desk_lang(c->d), usual);
}

static struct page_cell number_cell(int64_t n)
{
    return (struct page_cell){.kind = KIND_NUMBER, .number = n};
}

static struct page_cell share_cell(int64_t thousandths)
{
    return (struct page_cell){.kind = KIND_PERCENT, .number = thousandths};
}

/* Its text is to be freed. */
static struct page_cell sum_cell(const struct counting *c, size_t which, int64_t sum)
{
    static const enum cell_kind kinds[SHAPE_ROWS + 1] = {
        [SHAPE_NUMBER] = KIND_NUMBER, [SHAPE_MONEY] = KIND_MONEY, [SHAPE_SPAN] = KIND_SPAN};
    const struct field *f = &c->f->fields[c->rule->sum[which]];
    const struct value v = {.kind = VAL_INT, .i = sum};
    return (struct page_cell){.kind = kinds[field_shape(f, &v)],
                              .decimals = field_decimals(f),
                              .number = sum,
                              .text = field_show(f, &v, desk_lang(c->d), clock_now())};
}

static void add_row(const struct counting *c, const char *label, const struct figure *f)
{
    struct page_cell cells[COLUMNS + FIGURE_SUMS] = {
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
    size_t n = COLUMNS;
    for (size_t i = 0; i < c->rule->nsum; i++)
        if (c->has_sum[i])
            cells[n++] = sum_cell(c, i, f->sum[i]);
    for (size_t i = 0; i < n; i++)
        cells[i].tone = f->total ? TONE_NORMAL : TONE_QUIET;
    page_cells(c->p, cells);
    for (size_t i = COLUMNS; i < n; i++)
        free(cells[i].text);
}

static void add_sums(const struct counting *c, bool rows)
{
    for (size_t i = 0; i < c->rule->nsum; i++) {
        const struct field *f = &c->f->fields[c->rule->sum[i]];
        if (!c->has_sum[i])
            continue;
        char *key = mem_printf("sum_%s", f->name);
        data_column(c->p, key, label_of(&f->label, desk_lang(c->d), f->name), SUM_WIDTH, ALIGN_RIGHT);
        if (!rows)
            page_json_only(c->p);
        free(key);
    }
}

/* shares: the last column says what the rows have added up to. Without rows only scripts see the table. */
static void add_head(const struct counting *c, const char *key, const char *first, bool shares, bool rows)
{
    const struct {
        const char *key, *heading;
    } counts[COLUMNS] = {{"name", first},
                         {"total", _("total")},
                         {"closed", word_of(c, WORD_CLOSED, _("closed"))},
                         {"answered", word_of(c, WORD_ANSWERED, _("answered"))},
                         {"on_time", _("on time")},
                         {"late", _("late")},
                         {"pending", _("not due")},
                         {"rate", _("rate")},
                         {"rework", word_of(c, WORD_REWORK, _("rework"))},
                         {"share", _("added up")}};

    data_table(c->p, key);
    for (size_t i = 0; i < COLUMNS; i++) {
        bool shown = i == COL_SHARE ? shares : c->has[i] && !(shares && i == COL_REWORK);
        data_column(c->p, counts[i].key, counts[i].heading, i ? COUNT_WIDTH : NAME_WIDTH, i ? ALIGN_RIGHT : ALIGN_LEFT);
        if (!rows || !shown)
            page_json_only(c->p);
    }
    add_sums(c, rows);
}

/* Days without records before the first and behind the last are for scripts only. */
static void add_list(const struct counting *c, const char *key, const char *title, const struct figure_list *l,
                     bool shares)
{
    const struct figure *v;
    size_t n = figure_rows(l, &v);
    add_head(c, n == l->n ? key : NULL, title, shares, n > 0);
    for (size_t i = 0; i < n; i++)
        add_row(c, v[i].label, &v[i]);
    if (n == l->n)
        return;
    add_head(c, key, title, shares, false);
    for (size_t i = 0; i < l->n; i++)
        add_row(c, l->v[i].label, &l->v[i]);
}

/* What the register does not tell apart is for scripts only. */
static void add_counts(const struct counting *c, const struct figures *v)
{
    const struct {
        const char *key, *label;
        int64_t n;
        bool has;
    } counts[] = {{"records", word_of(c, WORD_RECORDS, _("records")), v->records, true},
                  {"valid", word_of(c, WORD_VALID, _("valid")), v->valid, c->rule->valid != NULL},
                  {"people", word_of(c, WORD_PEOPLE, _("people")), v->people, c->rule->people >= 0},
                  {"posts", word_of(c, WORD_POSTS, _("posts")), v->posts, c->rule->posts >= 0},
                  {"reworked", _("done again"), v->reworked, c->rule->rework >= 0}};

    page_pairs(c->p, 3);
    for (size_t i = 0; i < ARRAY_LEN(counts); i++) {
        page_pair_number(c->p, counts[i].label, counts[i].n);
        page_key(c->p, counts[i].key);
        if (!counts[i].has)
            page_json_only(c->p);
    }
}

/* Its texts are to be freed. */
static struct page_cell goal_cell(const struct goal_rule *g)
{
    char *text = g->least >= 0 && g->most >= 0 ? mem_printf(_("%d to %d%%"), g->least, g->most)
                 : g->least >= 0               ? mem_printf(_("at least %d%%"), g->least)
                 : g->most >= 0                ? mem_printf(_("at most %d%%"), g->most)
                                               : mem_dup("");
    char *plain = g->least >= 0 && g->most >= 0 ? mem_printf("%d..%d", g->least, g->most)
                  : g->least >= 0               ? mem_printf(">=%d", g->least)
                  : g->most >= 0                ? mem_printf("<=%d", g->most)
                                                : mem_dup("");
    return (struct page_cell){.text = text, .plain = plain};
}

static void add_goals(const struct counting *c, const struct figures *v)
{
    bool any = false;
    for (size_t i = 0; i < v->ngoals; i++)
        any = any || v->goals[i].shown;
    if (!any)
        return;
    data_table(c->p, "goals");
    data_column(c->p, "name", _("goals"), NAME_WIDTH, ALIGN_LEFT);
    data_column(c->p, "counted", _("counted"), COUNT_WIDTH, ALIGN_RIGHT);
    data_column(c->p, "of", _("of"), COUNT_WIDTH, ALIGN_RIGHT);
    data_column(c->p, "share", _("share"), COUNT_WIDTH, ALIGN_RIGHT);
    data_column(c->p, "goal", _("goal"), SUM_WIDTH, ALIGN_RIGHT);
    data_column(c->p, "met", _("met"), COUNT_WIDTH, ALIGN_LEFT);
    for (size_t i = 0; i < v->ngoals; i++) {
        const struct goal_rule *g = &c->rule->goals[i];
        bool met = goal_met(g, &v->goals[i]), asked = (g->least >= 0 || g->most >= 0) && v->goals[i].of > 0;
        struct page_cell cells[] = {{.text = (char *)label_of(&g->label, desk_lang(c->d), g->name), .plain = g->name},
                                    number_cell(v->goals[i].n),
                                    number_cell(v->goals[i].of),
                                    share_cell(goal_share(&v->goals[i])),
                                    goal_cell(g),
                                    {.text = (char *)(!asked ? ""
                                                      : met  ? _("met")
                                                             : _("not met")),
                                     .plain = (char *)(!asked ? ""
                                                       : met  ? "yes"
                                                              : "no")}};
        for (size_t k = 0; k < ARRAY_LEN(cells); k++)
            cells[k].tone = asked && !met ? TONE_WARN : TONE_NORMAL;
        if (v->goals[i].shown)
            page_cells(c->p, cells);
        free(cells[4].text);
        free(cells[4].plain);
    }
}

static void add_all(const struct counting *c, const struct figures *v)
{
    add_head(c, "all", form_label(c->d, c->f), false, true);
    page_one_row(c->p);
    add_row(c, word_of(c, WORD_ALL, _("all cases")), &v->all);
    add_counts(c, v);
    add_goals(c, v);
    for (size_t i = 0; i < v->nby; i++) {
        const struct field *by = &c->f->fields[c->rule->by[i]];
        char *key = mem_printf("by_%s", by->name);
        add_list(c, key, label_of(&by->label, desk_lang(c->d), by->name), &v->by[i], false);
        free(key);
    }
    add_list(c, "causes", _("causes"), &v->causes, true);
    add_list(c, "clocks", _("clocks"), &v->clocks, false);
    add_list(c, "weeks", _("weeks"), &v->weeks, false);
    add_list(c, "months", _("months"), &v->months, false);
    add_list(c, "days", _("days"), &v->days, false);
}

int report_figures(struct desk *d, const struct form *f, int64_t from, int64_t to, struct page *p)
{
    struct figures v = {0};
    const struct counting c = counting_of(d, f, p);
    int rc = figures_read(d, f, from, to, &v);
    if (rc == QT_OK)
        add_all(&c, &v);
    figures_free(&v);
    return rc;
}
