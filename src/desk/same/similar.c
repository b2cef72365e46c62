/* Finding records about one and the same matter (C5). The tokens of each record are kept beside the register; those of
 * the last twelve months say how rare a token is, those within the window are compared, all of them. What is like the
 * record is offered when another person told it in that way, too. It is offered, never done: the clerk says yes or no.
 */
#include "same/similar.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "same/similar_case.h"

#define COUNTED 4000 /* records among which tokens are counted, the newest */
#define COUNTED_DAYS 366
#define LIKEST 40 /* records that are read */
#define OFFERED 5 /* people */
#define AHEAD 12
#define GAPS 16 /* records without kept tokens: more are written down, so that they are read once */

struct kept { /* the tokens of one record */
    int64_t id, at;
    size_t from, n; /* in look.tokens */
    double alike;
};
struct look {
    struct sought of;
    struct corpus corpus;
    struct buf tokens; /* 32 bits each; counted, they are numbers of the corpus */
    struct kept *kept;
    size_t n;
};

static struct wording *wording_get(struct desk *d)
{
    if (!d->wording && wording_load(db_path(d->db), &d->wording) < 0 && d->wording)
        fault_clear(); /* a line of the house's own file: `check` reports it */
    return d->wording;
}

int64_t similar_time(const struct similar_rule *rule, const struct record *r)
{
    const struct value *v = &r->v[rule->time];
    if (v->kind != VAL_INT)
        v = &r->v[form_sys(r->form, SYS_SAVED_AT)];
    return v->kind == VAL_INT ? v->i : 0;
}

/* A subject that the text holds, too, is no second piece of evidence. */
static bool told_in_another(const struct similar_rule *rule, const struct record *r, size_t field)
{
    const char *s = r->v[rule->over[field]].s;
    for (size_t i = 0; i < rule->nover; i++) {
        const struct value *v = &r->v[rule->over[i]];
        if (i != field && v->kind == VAL_TEXT && strstr(v->s, s) && (i < field || strcmp(v->s, s) != 0))
            return true;
    }
    return false;
}

static void read_features(const struct look *l, const struct record *r, struct features *out)
{
    struct buf text = {0};
    for (size_t i = 0; i < l->of.rule->nover; i++)
        if (r->v[l->of.rule->over[i]].kind == VAL_TEXT && !told_in_another(l->of.rule, r, i))
            buf_addf(&text, "%s\n", r->v[l->of.rule->over[i]].s);
    buf_add(&text, "");
    features_of(l->of.d->wording, text.s, out);
    buf_free(&text);
}

/* ---- the tokens of all ------------------------------------------------------------------------------------ */
static void keep_tokens(struct look *l, int64_t id, int64_t at, const uint32_t *v, size_t n)
{
    if (l->n % 512 == 0)
        l->kept = mem_resize(l->kept, l->n + 512, sizeof *l->kept);
    l->kept[l->n++] = (struct kept){.id = id, .at = at, .from = l->tokens.len / sizeof *v, .n = n};
    if (n > 0)
        buf_addn(&l->tokens, (const char *)v, n * sizeof *v);
}

static uint32_t *tokens_of(const struct look *l, const struct kept *k)
{
    return (uint32_t *)(void *)l->tokens.s + k->from;
}

static void take_kept(const struct kept_tokens *k, void *arg)
{
    keep_tokens(arg, k->id, k->at, k->v, k->n);
}

static int fill_gap(struct look *l, int64_t id)
{
    struct record *r = NULL;
    struct features f;
    int rc = rec_get(l->of.d->db, l->of.r->form, id, &r);
    if (rc < 0)
        return rc == QT_NOTFOUND ? QT_OK : rc;
    read_features(l, r, &f);
    uint32_t *v = mem_alloc((f.n + 1) * sizeof *v);
    for (size_t i = 0; i < f.n; i++)
        v[i] = f.v[i].token << TIMES_BITS | f.v[i].times;
    keep_tokens(l, id, similar_time(l->of.rule, r), v, f.n);
    free(v);
    features_free(&f);
    record_free(r);
    return QT_OK;
}

/* Tokens are kept for the next look; when that fails they are made again then. */
static void write_gaps(const struct look *l, size_t from, int64_t stamp)
{
    bool own = !db_in_transaction(l->of.d->db);
    int rc = own ? desk_begin_unattended(l->of.d) : QT_OK;
    for (size_t i = from; rc == QT_OK && i < l->n; i++) {
        const struct kept *k = &l->kept[i];
        struct kept_tokens row = {.id = k->id, .at = k->at, .v = tokens_of(l, k), .n = k->n};
        rc = tokens_put(l->of.d->db, l->of.r->form, l->of.rule->name, stamp, &row);
    }
    if (own)
        rc = desk_end(l->of.d, rc);
    if (rc < 0)
        fault_clear();
}

static int read_all(struct look *l)
{
    struct span span;
    uint64_t stamp = wording_stamp(l->of.d->wording);
    int rc = rec_span(l->of.d->db, l->of.r->form, l->of.rule->time, day_add(l->of.at, -COUNTED_DAYS),
                      day_add(l->of.at + l->of.window, 1) - 1, &span);
    if (rc < 0 || span.count < 2)
        return rc;
    for (size_t i = 0; i < l->of.rule->nover; i++)
        stamp = stamp * 31 + (uint64_t)l->of.rule->over[i];
    int64_t first = span.last - COUNTED >= span.first ? span.last - COUNTED + 1 : span.first;
    rc = tokens_each(l->of.d->db, l->of.r->form, l->of.rule->name, (int64_t)stamp, first, take_kept, l);
    size_t n = l->n, k = 0;
    for (int64_t id = first; rc == QT_OK && id <= span.last; id++) { /* ids have no gaps of their own */
        while (k < n && l->kept[k].id < id)
            k++;
        if (k == n || l->kept[k].id != id)
            rc = fill_gap(l, id);
    }
    if (rc == QT_OK && l->n - n > GAPS)
        write_gaps(l, n, (int64_t)stamp);
    return rc;
}

/* Tokens become numbers of the corpus. */
static void count_all(struct look *l)
{
    int64_t since = day_add(l->of.at, -COUNTED_DAYS);
    for (size_t i = 0; i < l->n; i++) {
        struct kept *k = &l->kept[i];
        bool counts = k->id != l->of.r->id && k->at >= since;
        l->corpus.records += counts;
        uint32_t *v = tokens_of(l, k);
        for (size_t t = 0; t < k->n; t++) {
            if (t + AHEAD < k->n)
                corpus_expect(&l->corpus, v[t + AHEAD] >> TIMES_BITS);
            uint32_t number = corpus_token(&l->corpus, v[t] >> TIMES_BITS);
            l->corpus.v[number].records += counts;
            v[t] = number << TIMES_BITS | (v[t] & TIMES_MOST);
        }
    }
}

/* ---- likeness --------------------------------------------------------------------------------------------- */
static int by_alike(const void *a, const void *b)
{
    const struct kept *x = a, *y = b;
    return x->alike != y->alike ? (x->alike < y->alike ? 1 : -1) : x->id < y->id ? 1 : -1;
}

/* The cosine with each of the window, before anything is said about ideas alone or about places; the likest to the
 * front. Returns how many may be alike. */
static size_t compare_all(struct look *l)
{
    const struct features *mine = &l->of.mine;
    double least = l->of.rule->least / 100.0, a = l->of.rule->damping, *weight;
    for (size_t i = 0; i < mine->n; i++)
        (void)corpus_token(&l->corpus, mine->v[i].token);
    corpus_close(&l->corpus);
    weight = mem_alloc((l->corpus.n + 1) * sizeof *weight);
    for (size_t i = 0; i < mine->n; i++) {
        uint32_t number = corpus_token(&l->corpus, mine->v[i].token);
        weight[number] = corpus_weight(&l->corpus, number, mine->v[i].times);
        a += weight[number] * weight[number];
    }
    size_t n = 0;
    for (size_t i = 0; i < l->n; i++) {
        struct kept k = l->kept[i];
        double sum = 0, b = l->of.rule->damping;
        if (k.id == l->of.r->id || llabs(k.at - l->of.at) > l->of.window + 2 * DAY) /* can_join says exactly */
            continue;
        for (const uint32_t *t = tokens_of(l, &k), *end = t + k.n; t < end; t++) {
            double theirs = corpus_weight(&l->corpus, *t >> TIMES_BITS, *t & TIMES_MOST);
            b += theirs * theirs;
            sum += theirs * weight[*t >> TIMES_BITS];
        }
        k.alike = sum / sqrt(a * b);
        if (k.alike >= least)
            l->kept[n++] = k;
    }
    free(weight);
    if (n > 0)
        qsort(l->kept, n, sizeof *l->kept, by_alike);
    return n < LIKEST ? n : LIKEST;
}

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
static int read_pool(struct look *l, size_t n, struct pool *pool)
{
    const char *own = similar_case(l->of.rule, l->of.r);
    int rc = QT_OK;
    pool->v = mem_alloc((n + 1) * sizeof *pool->v);
    for (size_t i = 0; rc == QT_OK && i < n; i++) {
        struct member m = {0};
        bool good = false;
        rc = rec_get(l->of.d->db, l->of.r->form, l->kept[i].id, &m.r);
        if (rc == QT_OK)
            rc = can_join(l, m.r, &good);
        good = rc == QT_OK && good && !(own && similar_of_case(l->of.rule, m.r, own)) &&
               !one_told_both(l->of.d->wording, l->of.rule, (struct record *)l->of.r, m.r);
        if (good) {
            m.day = day_start(similar_time(l->of.rule, m.r));
            read_features(l, m.r, &m.features);
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
        rc = read_all(l);
    if (rc < 0 || l->n < 2)
        return rc;
    read_features(l, l->of.r, &l->of.mine);
    count_all(l);
    rc = read_pool(l, compare_all(l), pool);
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
        l.corpus.w = d->wording;
        l.corpus.rule = l.of.rule;
        l.of.corpus = &l.corpus;
        rc = look_run(&l, &pool);
        if (rc == QT_OK && pool.n > 0)
            rc = similar_offer(&l.of, &pool, o);
        for (size_t k = 0; k < pool.n; k++)
            member_clear(&pool.v[k]);
        free(pool.v);
        features_free(&l.of.mine);
        corpus_free(&l.corpus);
        buf_free(&l.tokens);
        free(l.kept);
    }
    return rc;
}
