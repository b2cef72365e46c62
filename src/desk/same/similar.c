/* Finding records about one and the same matter (C5): candidates come from the search index, by pairs of characters
 * and by words for one thing; rare ones weigh more. Likeness is the weighted share of what both mention, plus what
 * equal fields and places add. It is offered, never done: the clerk says yes or no. */
#include "same/similar.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "same/similar_case.h"

#define NEAR 200  /* records that hold one word: those beyond say too little */
#define POOL 20   /* candidates that are read */
#define LIGHT 0.3 /* ideas lighter than this find nobody */
#define PAIR 0.05 /* what a pair of characters counts beside an idea, per unit of its rarity */
#define WORDS 200 /* for ideas of a text that are searched */
#define PAIRS 8   /* of a text that are searched */
#define FEW 200   /* records imagined beside those of the window: of a few, one is not many */
#define RARE 10.0 /* one in so many: weighs in full */
#define PRIOR 500 /* records imagined behind the window: with few records no word is common */

struct candidate {
    int64_t id;
    double score;
};
struct look {
    struct sought of;
    struct span span;
    struct candidate *table; /* open addressing by id; id 0 = free */
    size_t cap, used;
};

/* ---- the record's own words ------------------------------------------------------------------------------- */
static struct wording *wording_get(struct desk *d)
{
    if (!d->wording && wording_load(db_path(d->db), &d->wording) < 0 && d->wording)
        fault_clear(); /* a line of the house's own file: `check` reports it */
    return d->wording;
}

static void text_of(const struct similar_rule *rule, const struct record *r, struct buf *out)
{
    buf_clear(out);
    for (size_t i = 0; i < rule->nover; i++) {
        const struct value *v = &r->v[rule->over[i]];
        if (v->kind == VAL_TEXT)
            buf_addf(out, "%s\n", v->s);
    }
    buf_add(out, "");
}

static void read_features(const struct look *l, const struct record *r, struct features *out)
{
    struct buf text = {0};
    text_of(l->of.rule, r, &text);
    features_of(l->of.d->wording, text.s, out);
    buf_free(&text);
}

int64_t similar_time(const struct similar_rule *rule, const struct record *r)
{
    const struct value *v = &r->v[rule->time];
    if (v->kind != VAL_INT)
        v = &r->v[form_sys(r->form, SYS_SAVED_AT)];
    return v->kind == VAL_INT ? v->i : 0;
}

/* ---- candidates ------------------------------------------------------------------------------------------- */
static struct candidate *candidate_slot(struct look *l, int64_t id)
{
    size_t i = ((uint64_t)id * 0x9E3779B97F4A7C15U) >> 20 & (l->cap - 1);
    while (l->table[i].id && l->table[i].id != id)
        i = (i + 1) & (l->cap - 1);
    return &l->table[i];
}

static void candidates_grow(struct look *l)
{
    struct look old = *l;
    l->cap = old.cap ? old.cap * 2 : 4096;
    l->table = mem_alloc(l->cap * sizeof *l->table);
    for (size_t i = 0; i < old.cap; i++)
        if (old.table[i].id)
            *candidate_slot(l, old.table[i].id) = old.table[i];
    free(old.table);
}

static void credit_records(struct look *l, const int64_t *ids, size_t n, double weight)
{
    for (size_t i = 0; i < n; i++) {
        if (ids[i] == l->of.r->id)
            continue;
        if (l->used * 2 >= l->cap)
            candidates_grow(l);
        struct candidate *c = candidate_slot(l, ids[i]);
        l->used += c->id == 0;
        c->id = ids[i];
        c->score += weight;
    }
}

/* A word of many records of these weeks says less: its share of the weight. */
static double pair_rarity(const struct look *l, size_t n)
{
    double share = (double)(l->span.count + FEW) / (double)(n + 1);
    double factor = log(share) / log(RARE);
    return factor > 1 ? 1 : factor < 0 ? 0 : factor;
}

static int search_feature(struct look *l, struct feature *f)
{
    int64_t ids[NEAR];
    const char *pair = f->s, *const *words = &pair;
    size_t n, many = 1;
    if (f->idea >= 0)
        words = wording_words(l->of.d->wording, f->idea, &many);
    int rc = search_near(l->of.d->db, l->of.r->form, words, many, &l->span, NEAR, ids, &n);
    if (rc < 0)
        return rc;
    if (f->idea >= 0)
        f->weight *= pair_rarity(l, n);
    else
        f->weight = log((double)(l->span.count + PRIOR) / (double)(n + 1));
    if (f->idea >= 0 || n < NEAR)
        credit_records(l, ids, n, f->idea >= 0 ? f->weight : f->weight * PAIR);
    return QT_OK;
}

/* What says most first; of a long text not all is searched. */
static int collect_candidates(struct look *l)
{
    size_t words = 0, pairs = 0;
    int rc = QT_OK;
    for (int kind = KIND_MATTER; kind <= KIND_WHERE; kind++)
        for (size_t i = 0; rc == QT_OK && i < l->of.mine.n && words < WORDS; i++) {
            struct feature *f = &l->of.mine.v[i];
            size_t n;
            if (f->idea < 0 || (int)wording_kind(l->of.d->wording, f->idea) != kind || f->weight < LIGHT)
                continue;
            (void)wording_words(l->of.d->wording, f->idea, &n);
            words += n;
            rc = search_feature(l, f);
        }
    for (size_t i = 0; rc == QT_OK && i < l->of.mine.n && l->of.mine.v[i].idea < 0 && pairs++ < PAIRS; i++)
        rc = search_feature(l, &l->of.mine.v[i]);
    return rc;
}

static int by_score(const void *a, const void *b)
{
    const struct candidate *x = a, *y = b;
    return x->score != y->score ? (x->score < y->score ? 1 : -1) : x->id < y->id ? 1 : -1;
}

/* The best of the table to its front. */
static size_t best_candidate(struct look *l)
{
    size_t n = 0;
    for (size_t i = 0; i < l->cap; i++)
        if (l->table[i].id)
            l->table[n++] = l->table[i];
    if (n > 0)
        qsort(l->table, n, sizeof *l->table, by_score);
    return n < POOL ? n : POOL;
}

/* ---- likeness --------------------------------------------------------------------------------------------- */

bool similar_says_nothing(const struct value *v)
{
    return v->kind == VAL_NULL || (v->kind == VAL_TEXT && strcmp(v->s, "other") == 0);
}

/* A choice that differs counts against it; people in different units may report one lift. */
static double fields_alike(const struct look *l, const struct record *a, const struct record *b)
{
    double sum = 0;
    for (size_t i = 0; i < l->of.rule->nsame; i++) {
        int field = l->of.rule->same[i];
        if (similar_says_nothing(&a->v[field]) || similar_says_nothing(&b->v[field]))
            continue;
        if (value_same(&a->v[field], &b->v[field]))
            sum += wording_figure(l->of.d->wording, FIG_SAME);
        else if (a->form->fields[field].type == FT_ENUM)
            sum -= wording_figure(l->of.d->wording, FIG_DIFFERS);
    }
    return sum;
}

static double record_likeness(const struct look *l, const struct record *a, const struct features *fa,
                              const struct record *b, const struct features *fb)
{
    int place = places_compare(fa, fb);
    double sum = features_alike(l->of.d->wording, fa, fb) + fields_alike(l, a, b);
    if (place != 0)
        sum +=
            place > 0 ? wording_figure(l->of.d->wording, FIG_PLACE) : -wording_figure(l->of.d->wording, FIG_ELSEWHERE);
    return sum;
}

/* Words that the record in question and this one share have a known weight. */
static void take_weights(const struct features *from, struct features *to)
{
    size_t k = 0;
    for (size_t i = 0; i < to->n; i++) {
        while (k < from->n && feature_order(&from->v[k], &to->v[i]) < 0)
            k++;
        if (k < from->n && feature_order(&from->v[k], &to->v[i]) == 0)
            to->v[i].weight = from->v[k].weight;
    }
}

static int can_join(const struct look *l, const struct record *r, bool *good)
{
    int64_t at = day_start(similar_time(l->of.rule, r));
    *good = at >= l->of.at - l->of.window && at <= l->of.at + l->of.window;
    if (!*good || !l->of.rule->where)
        return QT_OK;
    return desk_condition(l->of.d, l->of.rule->where, r, false, good);
}

static int read_pool(struct look *l, size_t n, struct pool *pool)
{
    pool->v = mem_alloc((n + 1) * sizeof *pool->v);
    for (size_t i = 0; i < n; i++) {
        struct member *m = &pool->v[pool->n];
        bool good = false;
        int rc = rec_get(l->of.d->db, l->of.r->form, l->table[i].id, &m->r);
        if (rc == QT_NOTFOUND)
            continue;
        if (rc == QT_OK)
            rc = can_join(l, m->r, &good);
        if (rc < 0)
            return rc;
        if (!good) {
            record_free(m->r);
            m->r = NULL;
            continue;
        }
        m->day = day_start(similar_time(l->of.rule, m->r));
        read_features(l, m->r, &m->features);
        take_weights(&l->of.mine, &m->features);
        m->likeness = record_likeness(l, l->of.r, &l->of.mine, m->r, &m->features);
        pool->n++;
    }
    return QT_OK;
}

static int by_likeness(const void *a, const void *b)
{
    const struct member *x = a, *y = b;
    return x->likeness != y->likeness ? (x->likeness < y->likeness ? 1 : -1) : x->r->id < y->r->id ? 1 : -1;
}

static void pool_drop(struct pool *pool, size_t i)
{
    record_free(pool->v[i].r);
    features_free(&pool->v[i].features);
    pool->n--;
    memmove(&pool->v[i], &pool->v[i + 1], (pool->n - i) * sizeof *pool->v);
    pool->v[pool->n] = (struct member){0};
}

struct group { /* of the likest: how alike they are */
    double alike[POOL][POOL];
    bool in[POOL];
    size_t n;
};

static void compare_all(const struct look *l, const struct pool *pool, struct group *g)
{
    g->n = pool->n;
    for (size_t i = 0; i < pool->n; i++)
        for (size_t k = 0; k < i; k++)
            g->alike[i][k] = g->alike[k][i] =
                record_likeness(l, pool->v[i].r, &pool->v[i].features, pool->v[k].r, &pool->v[k].features);
}

/* Is one of those that are like the record themselves, or any other one, so like this one? */
static bool like_another(const struct group *g, size_t i, bool any, double least)
{
    for (size_t k = 0; k < g->n; k++)
        if (k != i && (any || g->in[k]) && g->alike[i][k] >= least)
            return true;
    return false;
}

/* Like the record, and not alone in that: another one was reported in these words, too. A weaker one that is very like
 * one of these belongs to it: B is worded like A and like C, A and C differ more. */
static void pool_choose(const struct look *l, struct pool *pool)
{
    double least = wording_figure(l->of.d->wording, FIG_LEAST),
           weak = least * wording_figure(l->of.d->wording, FIG_WEAK);
    double linked = least * wording_figure(l->of.d->wording, FIG_LINKED),
           strong = least * wording_figure(l->of.d->wording, FIG_STRONG);
    struct group *g = mem_alloc(sizeof *g);
    bool keep[POOL];
    if (pool->n > 0)
        qsort(pool->v, pool->n, sizeof *pool->v, by_likeness);
    while (pool->n > 0 && pool->v[pool->n - 1].likeness < weak)
        pool_drop(pool, pool->n - 1);
    compare_all(l, pool, g);
    for (size_t i = 0; i < pool->n; i++)
        g->in[i] = pool->v[i].likeness >= least;
    for (size_t i = 0; i < pool->n; i++)
        keep[i] = g->in[i] ? pool->v[i].likeness >= strong || like_another(g, i, true, weak)
                           : like_another(g, i, false, linked);
    for (size_t i = pool->n; i-- > 0;)
        if (!keep[i])
            pool_drop(pool, i);
    free(g);
}

void pool_free(struct pool *p)
{
    for (size_t i = 0; p->v && i < p->n; i++) {
        record_free(p->v[i].r);
        features_free(&p->v[i].features);
    }
    free(p->v);
    *p = (struct pool){0};
}

/* ---- the whole -------------------------------------------------------------------------------------------- */
static int look_run(struct look *l, struct pool *pool)
{
    struct value window = {0};
    bool good = true;
    int rc = expr_eval(l->of.d->db, l->of.rule->window, NULL, NULL, 0, &window);
    l->of.window = window.kind == VAL_INT ? window.i : 0;
    value_clear(&window);
    l->of.at = day_start(similar_time(l->of.rule, l->of.r));
    if (rc == QT_OK)
        rc = can_join(l, l->of.r, &good);
    if (rc == QT_OK && good)
        rc = rec_span(l->of.d->db, l->of.r->form, l->of.rule->time, l->of.at - l->of.window,
                      day_add(l->of.at + l->of.window, 1) - 1, &l->span);
    if (rc < 0 || !good || l->span.count < 2)
        return rc;
    read_features(l, l->of.r, &l->of.mine);
    rc = collect_candidates(l);
    if (rc == QT_OK)
        rc = read_pool(l, best_candidate(l), pool);
    if (rc == QT_OK)
        pool_choose(l, pool);
    return rc;
}

static bool rule_wanted(const struct similar_rule *rule, const struct record *stored, const struct record *r,
                        int action)
{
    if (action >= 0 && rule->after && rule->after[action])
        return true;
    if (action >= 0 && stored)
        return false;
    for (size_t i = 0; stored && i < rule->nover; i++)
        if (!value_same(&stored->v[rule->over[i]], &r->v[rule->over[i]]))
            return true;
    for (size_t i = 0; stored && i < rule->nsame; i++)
        if (!value_same(&stored->v[rule->same[i]], &r->v[rule->same[i]]))
            return true;
    return stored == NULL;
}

int desk_similar(struct desk *d, const struct record *stored, const struct record *r, int action, struct outcome *o)
{
    int rc = QT_OK;
    for (size_t i = 0; rc == QT_OK && !outcome_question(o, QUESTION_SAME_MATTER) && i < r->form->nsimilar; i++) {
        struct look l = {.of = {.d = d, .rule = &r->form->similar[i], .r = r}};
        struct pool pool = {0};
        if (!rule_wanted(l.of.rule, stored, r, action))
            continue;
        if (!wording_get(d))
            return fault_code();
        rc = look_run(&l, &pool);
        if (rc == QT_OK && pool.n > 0)
            rc = similar_offer(&l.of, &pool, o);
        pool_free(&pool);
        features_free(&l.of.mine);
        free(l.table);
    }
    return rc;
}
