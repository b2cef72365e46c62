/* Goals of a register's figures: how many of a period's cases, of all of them or of a number outside, and is it as much
 * as it should be. */
#include "goals.h"

#include <stdlib.h>
#include <string.h>

struct goal_values { /* of the field that is counted by its different values */
    char **v;
    size_t n;
};

struct goal_tally {
    struct goal_values counted, of;
};

struct goal_tally *goals_new(struct desk *d, const struct form *f, struct figures *out)
{
    const struct figures_rule *r = f->figures;
    out->ngoals = r ? r->ngoals : 0;
    out->goals = mem_alloc((out->ngoals + 1) * sizeof *out->goals);
    for (size_t i = 0; i < out->ngoals; i++) {
        const struct goal_rule *g = &r->goals[i];
        out->goals[i].shown = g->distinct < 0 || desk_shows(d, f, g->distinct);
        for (int k = 0; k < (int)f->ndeclared; k++) {
            const char *name = f->fields[k].name;
            if ((g->count && sql_names(g->count->sql, name)) || (g->of && sql_names(g->of->sql, name)))
                out->goals[i].shown = out->goals[i].shown && desk_shows(d, f, k);
        }
    }
    return mem_alloc((out->ngoals + 1) * sizeof(struct goal_tally));
}

static void values_add(struct goal_values *to, const struct field *f, const struct value *v)
{
    char *word = v->kind == VAL_NULL ? NULL : field_plain(f, v);
    if (!word)
        return;
    to->v = mem_resize(to->v, to->n + 1, sizeof *to->v);
    to->v[to->n++] = word;
}

int goals_add(struct desk *d, const struct record *r, struct goal_tally *t, struct figures *out)
{
    int rc = QT_OK;
    for (size_t i = 0; rc == QT_OK && i < out->ngoals; i++) {
        const struct goal_rule *g = &r->form->figures->goals[i];
        bool of = true, counted = true;
        if (g->of)
            rc = desk_condition(d, g->of, r, false, &of);
        if (rc == QT_OK && of && g->count)
            rc = desk_condition(d, g->count, r, false, &counted);
        if (rc != QT_OK || !of)
            continue;
        out->goals[i].of += !g->whole;
        out->goals[i].n += counted;
        if (g->distinct < 0)
            continue;
        values_add(&t[i].of, &r->form->fields[g->distinct], &r->v[g->distinct]);
        if (counted)
            values_add(&t[i].counted, &r->form->fields[g->distinct], &r->v[g->distinct]);
    }
    return rc;
}

static int by_text(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

static int64_t values_different(struct goal_values *v)
{
    int64_t n = 0;
    if (v->n > 0)
        qsort(v->v, v->n, sizeof *v->v, by_text);
    for (size_t i = 0; i < v->n; i++)
        n += i == 0 || strcmp(v->v[i], v->v[i - 1]) != 0;
    return n;
}

static void values_free(struct goal_values *v)
{
    for (size_t i = 0; i < v->n; i++)
        free(v->v[i]);
    free(v->v);
}

int goals_end(struct desk *d, const struct form *f, struct goal_tally *t, struct figures *out)
{
    static const struct field number = {.type = FT_INT};
    int rc = QT_OK;
    for (size_t i = 0; i < out->ngoals; i++) {
        const struct goal_rule *g = &f->figures->goals[i];
        struct figure_goal *to = &out->goals[i];
        if (g->distinct >= 0) {
            to->n = values_different(&t[i].counted);
            to->of = values_different(&t[i].of);
        }
        if (g->whole && rc == QT_OK) {
            struct value v = {0};
            rc = desk_value(d, g->whole, NULL, &number, &v);
            to->of = rc == QT_OK && v.kind == VAL_INT && v.i > 0 ? v.i : 0;
            value_clear(&v);
        }
        values_free(&t[i].counted);
        values_free(&t[i].of);
    }
    free(t);
    return rc;
}

int64_t goal_share(const struct figure_goal *g)
{
    return g->of > 0 ? (g->n * 1000 + g->of / 2) / g->of : -1;
}

bool goal_met(const struct goal_rule *rule, const struct figure_goal *g)
{
    /* exact, not the rounded share: 94.96 percent are no 95 */
    return g->of <= 0 || ((rule->least < 0 || g->n * 100 >= (int64_t)rule->least * g->of) &&
                          (rule->most < 0 || g->n * 100 <= (int64_t)rule->most * g->of));
}
