/* Finding records about one and the same matter (C5). The tokens of each record are kept beside the register; those of
 * the last twelve months say how rare a token is, those within the window are compared, all of them. What is like the
 * record is offered when another person told it in that way, too. It is offered, never done: the clerk says yes or no.
 */
#include "same/look.h"

#include <stdlib.h>

#define OFFERED 5    /* people */
#define TOGETHER 500 /* records of a list that are asked about with one reading */

static int can_join(const struct look *l, const struct record *r, bool *good)
{
    *good = llabs(day_start(similar_time(l->of.rule, r)) - l->of.at) <= l->of.window;
    if (!*good || !l->of.rule->where)
        return QT_OK;
    return desk_condition(l->of.d, l->of.rule->where, r, false, good);
}

static void member_clear(struct member *m)
{
    record_free(m->r);
    features_free(&m->features);
}

/* The next likely one, if it is of somebody else, not in this one's case, and alike. */
static int pool_read(struct look *l, struct pool *pool)
{
    const char *own = similar_case(l->of.rule, l->of.r);
    struct member m = {0};
    bool good = false;
    int rc = rec_get(l->of.d->db, l->of.form, pool->likest[pool->nread++].id, &m.r);
    if (rc == QT_OK)
        rc = can_join(l, m.r, &good);
    good = rc == QT_OK && good && !(own && similar_of_case(l->of.rule, m.r, own)) &&
           !one_told_both(l->of.d->wording, l->of.rule, (struct record *)l->of.r, m.r);
    if (good) {
        m.day = day_start(similar_time(l->of.rule, m.r));
        look_features(&l->of, m.r, &m.features);
        look_weigh(l, &m.features);
        m.likeness = features_alike(&l->memory->corpus, &l->of.mine, &m.features);
        good = m.likeness * 100 >= l->of.rule->least;
    }
    if (good)
        pool->v[pool->n++] = m;
    else
        member_clear(&m);
    return rc;
}

static int by_likeness(const void *a, const void *b)
{
    const struct member *x = a, *y = b;
    return x->likeness != y->likeness ? (x->likeness < y->likeness ? 1 : -1) : x->r->id < y->r->id ? 1 : -1;
}

/* The likest of those not looked at yet, NULL none. No record is more alike than its tokens were (a little is left for
 * rounding), so that those further down need not be read for it. */
static int pool_next(struct look *l, struct pool *pool, struct member **next)
{
    int rc = QT_OK;
    for (*next = NULL; rc == QT_OK;) {
        for (size_t i = 0; i < pool->n; i++)
            if (!pool->v[i].judged && (!*next || by_likeness(&pool->v[i], *next) < 0))
                *next = &pool->v[i];
        if (pool->nread == pool->nlikest || (*next && pool->likest[pool->nread].alike * 1.001 < (*next)->likeness))
            break;
        rc = pool_read(l, pool);
    }
    return rc;
}

/* Is it enough by itself, or did another person tell it in that way, too? */
static int stands(struct look *l, struct pool *pool, const struct member *m, bool *good)
{
    struct record *both[] = {(struct record *)l->of.r, m->r};
    int rc = QT_OK;
    *good =
        similar_case(l->of.rule, m->r) || people_count(l->of.d->wording, l->of.rule, both, 2) >= l->of.rule->at_least;
    for (size_t i = 0; rc == QT_OK && !*good; i++) {
        while (rc == QT_OK && i == pool->n && pool->nread < pool->nlikest)
            rc = pool_read(l, pool);
        if (i == pool->n)
            break;
        const struct member *other = &pool->v[i];
        *good = other != m && !one_told_both(l->of.d->wording, l->of.rule, m->r, other->r) &&
                features_alike(&l->memory->corpus, &m->features, &other->features) * 100 >= l->of.rule->least;
    }
    return rc;
}

static bool told_already(const struct look *l, const struct pool *pool, const struct member *m)
{
    for (size_t i = 0; i < pool->n; i++)
        if (pool->v[i].chosen && one_told_both(l->of.d->wording, l->of.rule, m->r, pool->v[i].r))
            return true;
    return false;
}

/* Those chosen, the likest first; the others are let go of. */
static void pool_keep_chosen(struct pool *pool)
{
    size_t n = 0;
    if (pool->n > 0)
        qsort(pool->v, pool->n, sizeof *pool->v, by_likeness);
    for (size_t i = 0; i < pool->n; i++)
        if (pool->v[i].chosen)
            pool->v[n++] = pool->v[i];
        else
            member_clear(&pool->v[i]);
    pool->n = n;
}

/* The likest five that stand, one of each person, within one stretch of the window's length. No more is read than
 * decides about them. */
static int pool_choose(struct look *l, struct pool *pool)
{
    int64_t from = l->of.at, to = l->of.at;
    struct member *m = NULL;
    int rc = QT_OK;
    for (size_t n = 0; n < OFFERED && (rc = pool_next(l, pool, &m)) == QT_OK && m;) {
        int64_t first = m->day < from ? m->day : from, last = m->day > to ? m->day : to;
        m->judged = true;
        if (told_already(l, pool, m) || last - first > l->of.window)
            continue;
        if ((rc = stands(l, pool, m, &m->chosen)) < 0)
            break;
        if (!m->chosen)
            continue;
        from = first;
        to = last;
        n++;
    }
    pool_keep_chosen(pool);
    return rc;
}

/* ---- the whole -------------------------------------------------------------------------------------------- */
/* Asks SAME_MATTER in the outcome. */
static int look_ask(struct look *l, struct outcome *o)
{
    struct likely likest[LIKEST];
    look_features(&l->of, l->of.r, &l->of.mine);
    look_begin(l);
    struct pool pool = {.likest = likest, .nlikest = look_compare(l, likest)};
    pool.v = mem_alloc((pool.nlikest + 1) * sizeof *pool.v);
    int rc = pool_choose(l, &pool);
    if (rc == QT_OK && pool.n > 0)
        rc = similar_offer(&l->of, &pool, o);
    look_done(l);
    for (size_t k = 0; k < pool.n; k++)
        member_clear(&pool.v[k]);
    free(pool.v);
    features_free(&l->of.mine);
    return rc;
}

static int look_at(struct desk *d, const struct similar_rule *rule, const struct record *r, struct outcome *o)
{
    struct look l;
    bool good = false;
    int rc = look_open(&l, d, rule, r);
    if (rc == QT_OK)
        rc = can_join(&l, r, &good);
    if (rc == QT_OK && good)
        rc = look_read(&l, &good);
    if (rc == QT_OK && good)
        rc = look_ask(&l, o);
    look_close(&l);
    return rc;
}

int desk_similar(struct desk *d, const struct record *stored, const struct record *r, int action, struct outcome *o)
{
    int rc = QT_OK;
    for (size_t i = 0; rc == QT_OK && !outcome_question(o, QUESTION_SAME_MATTER) && i < r->form->nsimilar; i++)
        if (rule_wanted(&r->form->similar[i], stored, r, action))
            rc = look_at(d, &r->form->similar[i], r, o);
    return rc;
}
