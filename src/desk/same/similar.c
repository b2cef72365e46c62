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

/* Records of others, not in this one's case, that are alike. */
static int read_pool(struct look *l, const struct likely *likest, size_t n, struct pool *pool)
{
    const char *own = similar_case(l->of.rule, l->of.r);
    int rc = QT_OK;
    pool->v = mem_alloc((n + 1) * sizeof *pool->v);
    for (size_t i = 0; rc == QT_OK && i < n; i++) {
        struct member m = {0};
        bool good = false;
        rc = rec_get(l->of.d->db, l->of.form, likest[i].id, &m.r);
        if (rc == QT_OK)
            rc = can_join(l, m.r, &good);
        good = rc == QT_OK && good && !(own && similar_of_case(l->of.rule, m.r, own)) &&
               !one_told_both(l->of.d->wording, l->of.rule, (struct record *)l->of.r, m.r);
        if (good) {
            m.day = day_start(similar_time(l->of.rule, m.r));
            look_features(&l->of, m.r, &m.features);
            corpus_weigh(&l->corpus, &m.features);
            m.likeness = features_alike(&l->corpus, &l->of.mine, &m.features);
            good = m.likeness * 100 >= l->of.rule->least;
        }
        if (good)
            pool->v[pool->n++] = m;
        else
            member_clear(&m);
    }
    return rc;
}

static int by_likeness(const void *a, const void *b)
{
    const struct member *x = a, *y = b;
    return x->likeness != y->likeness ? (x->likeness < y->likeness ? 1 : -1) : x->r->id < y->r->id ? 1 : -1;
}

/* Is it enough by itself, or did another person tell it in that way, too? */
static bool stands(struct look *l, const struct pool *pool, const struct member *m)
{
    struct record *both[] = {(struct record *)l->of.r, m->r};
    if (similar_case(l->of.rule, m->r) || people_count(l->of.d->wording, l->of.rule, both, 2) >= l->of.rule->at_least)
        return true;
    for (size_t i = 0; i < pool->n; i++)
        if (&pool->v[i] != m && !one_told_both(l->of.d->wording, l->of.rule, m->r, pool->v[i].r) &&
            features_alike(&l->corpus, &m->features, &pool->v[i].features) * 100 >= l->of.rule->least)
            return true;
    return false;
}

/* The likest five that stand, one of each person, within one stretch of the window's length. */
static void pool_choose(struct look *l, struct pool *pool)
{
    int64_t from = l->of.at, to = l->of.at;
    bool keep[LIKEST] = {false};
    size_t n = 0;
    if (pool->n > 0)
        qsort(pool->v, pool->n, sizeof *pool->v, by_likeness);
    for (size_t i = 0; i < pool->n && n < OFFERED; i++) {
        const struct member *m = &pool->v[i];
        int64_t first = m->day < from ? m->day : from, last = m->day > to ? m->day : to;
        bool again = false;
        for (size_t k = 0; k < i; k++)
            again |= keep[k] && one_told_both(l->of.d->wording, l->of.rule, m->r, pool->v[k].r);
        keep[i] = !again && last - first <= l->of.window && stands(l, pool, m);
        if (!keep[i])
            continue;
        from = first;
        to = last;
        n++;
    }
    n = 0;
    for (size_t i = 0; i < pool->n; i++)
        if (keep[i])
            pool->v[n++] = pool->v[i];
        else
            member_clear(&pool->v[i]);
    pool->n = n;
}

/* ---- the whole -------------------------------------------------------------------------------------------- */
/* Asks SAME_MATTER in the outcome. */
static int look_ask(struct look *l, const struct record *r, struct outcome *o)
{
    struct likely likest[LIKEST];
    struct pool pool = {0};
    l->of.r = r;
    l->of.at = day_start(similar_time(l->of.rule, r));
    look_features(&l->of, r, &l->of.mine);
    look_weigh(l);
    int rc = read_pool(l, likest, look_compare(l, likest), &pool);
    pool_choose(l, &pool);
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
    int64_t at = day_start(similar_time(rule, r));
    int rc = look_open(&l, d, r->form, rule);
    l.of.at = at;
    if (rc == QT_OK)
        rc = can_join(&l, r, &good);
    if (rc == QT_OK && good)
        rc = look_read(&l, at, at);
    if (rc == QT_OK && l.n > 1)
        rc = look_ask(&l, r, o);
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

/* ---- many at once ------------------------------------------------------------------------------------------ */
struct told { /* records that were part of an offer already */
    int64_t *ids;
    size_t n;
    int (*take)(struct record *r, const struct matter *m, void *arg);
    void *arg;
};

static bool told_already(const struct told *told, int64_t id)
{
    for (size_t i = 0; i < told->n; i++)
        if (told->ids[i] == id)
            return true;
    return false;
}

static void add_told(struct told *told, int64_t id)
{
    told->ids = mem_resize(told->ids, told->n + 1, sizeof *told->ids);
    told->ids[told->n++] = id;
}

static int tell_one(struct look *l, struct record *r, struct told *told)
{
    struct outcome o = {0};
    bool good = false;
    l->of.at = day_start(similar_time(l->of.rule, r));
    int rc = told_already(told, r->id) ? QT_OK : can_join(l, r, &good);
    if (rc == QT_OK && good)
        rc = look_ask(l, r, &o);
    const struct question *q = rc == QT_OK ? outcome_question(&o, QUESTION_SAME_MATTER) : NULL;
    if (q) {
        add_told(told, r->id);
        for (size_t i = 0; i < q->matter.n; i++)
            add_told(told, q->matter.v[i].id);
        rc = told->take(r, &q->matter, told->arg);
    }
    outcome_free(&o);
    return rc;
}

/* One reading of what lies around them. */
static int tell_some(struct desk *d, const struct similar_rule *rule, struct record *const *v, size_t n,
                     struct told *told)
{
    struct look l;
    int64_t from = INT64_MAX, to = INT64_MIN;
    for (size_t i = 0; i < n; i++) {
        int64_t at = day_start(similar_time(rule, v[i]));
        from = at < from ? at : from;
        to = at > to ? at : to;
    }
    int rc = look_open(&l, d, v[0]->form, rule);
    if (rc == QT_OK)
        rc = look_read(&l, from, to);
    for (size_t i = 0; rc == QT_OK && l.n > 1 && i < n; i++)
        rc = tell_one(&l, v[i], told);
    look_close(&l);
    return rc;
}

int desk_similar_each(struct desk *d, const struct form *f, const int64_t *ids, size_t n,
                      int (*take)(struct record *r, const struct matter *m, void *arg), void *arg)
{
    struct told told = {.take = take, .arg = arg};
    int rc = QT_OK;
    for (size_t from = 0; rc == QT_OK && f->nsimilar > 0 && from < n; from += TOGETHER) {
        struct record *v[TOGETHER];
        size_t some = 0;
        for (size_t i = from; rc == QT_OK && i < n && i - from < TOGETHER; i++)
            if ((rc = rec_get(d->db, f, ids[i], &v[some])) == QT_OK)
                some++;
        for (size_t i = 0; rc == QT_OK && some > 0 && i < f->nsimilar; i++)
            rc = tell_some(d, &f->similar[i], v, some, &told);
        while (some > 0)
            record_free(v[--some]);
    }
    free(told.ids);
    return rc;
}
