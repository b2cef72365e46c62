/* Tokens of many records (C5): kept beside the register, read in one go, counted, compared. */
#include "same/look.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define COUNTED 4000 /* records among which tokens are counted, the newest */
#define COUNTED_DAYS 366

struct wording *wording_get(struct desk *d)
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

void look_features(const struct sought *of, const struct record *r, struct features *out)
{
    struct buf text = {0};
    for (size_t i = 0; i < of->rule->nover; i++)
        if (r->v[of->rule->over[i]].kind == VAL_TEXT && !told_in_another(of->rule, r, i))
            buf_addf(&text, "%s\n", r->v[of->rule->over[i]].s);
    buf_add(&text, "");
    features_of(of->d->wording, text.s, out);
    buf_free(&text);
}

bool rule_wanted(const struct similar_rule *rule, const struct record *stored, const struct record *r, int action)
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

/* ---- the tokens of a record -------------------------------------------------------------------------------- */
struct kept_tokens tokens_make(const struct sought *of, const struct record *r)
{
    struct features f;
    look_features(of, r, &f);
    uint32_t *v = mem_alloc((f.n + 1) * sizeof *v);
    for (size_t i = 0; i < f.n; i++)
        v[i] = token_pack(&f.v[i]);
    struct kept_tokens k = {.id = r->id, .at = similar_time(of->rule, r), .v = v, .n = f.n};
    features_free(&f);
    return k;
}

/* Tokens are as good as the words and the fields that they are made of. */
int64_t stamp_of(const struct sought *of)
{
    uint64_t stamp = wording_stamp(of->d->wording);
    for (size_t i = 0; i < of->rule->nover; i++)
        stamp = stamp * 31 + (uint64_t)of->rule->over[i];
    return (int64_t)stamp;
}

int tokens_store(const struct sought *of, const struct kept_tokens *k)
{
    return tokens_put(of->d->db, of->form, of->rule->name, stamp_of(of), k);
}

int similar_keep(struct desk *d, const struct record *before, const struct record *after)
{
    int rc = QT_OK;
    for (size_t i = 0; rc == QT_OK && i < after->form->nsimilar; i++) {
        struct sought of = {.d = d, .rule = &after->form->similar[i], .form = after->form};
        if (!rule_wanted(of.rule, before, after, -1))
            continue;
        if (!wording_get(d)) {
            fault_clear(); /* no reason not to save: a look says it, and reads the record then */
            return QT_OK;
        }
        struct kept_tokens k = tokens_make(&of, after);
        rc = tokens_store(&of, &k);
        free((void *)k.v);
    }
    return rc;
}

/* ---- a look ----------------------------------------------------------------------------------------------- */
int look_open(struct look *l, struct desk *d, const struct similar_rule *rule, const struct record *r)
{
    struct value window = {0};
    *l = (struct look){.of = {.d = d, .form = r->form, .rule = rule, .r = r, .at = day_start(similar_time(rule, r))}};
    if (!wording_get(d))
        return fault_code();
    l->memory = memory_of(d, r->form, rule);
    int rc = expr_eval(d->db, rule->window, NULL, NULL, 0, &window);
    l->of.window = window.kind == VAL_INT ? window.i : 0;
    value_clear(&window);
    return rc;
}

/* What a transaction has not committed yet may be undone: nothing of it is remembered. */
void look_close(struct look *l)
{
    if (db_in_transaction(l->of.d->db))
        similar_forget(l->of.d);
}

/* Which records are read. The newest, where the last look was of no later day and nothing before has changed. */
static int span_of(const struct look *l, int64_t since, int64_t until, struct span *span)
{
    const struct sought *of = &l->of;
    const struct memory *m = l->memory;
    int64_t newest = 0, at = 0;
    int rc = m->n > 1 && m->since <= since ? rec_newest(of->d->db, of->form, of->rule->time, &newest, &at) : QT_OK;
    if (rc == QT_OK && newest > 0 && at >= since && at <= until)
        *span = (struct span){.first = newest - COUNTED < m->kept[0].id ? m->kept[0].id : newest - COUNTED + 1,
                              .last = newest};
    else if (rc == QT_OK)
        rc = rec_span(of->d->db, of->form, of->rule->time, since, until, COUNTED, span);
    return rc;
}

int look_read(struct look *l, bool *others)
{
    struct span span;
    int64_t since = day_add(l->of.at, -COUNTED_DAYS), until = day_add(l->of.at + l->of.window, 1) - 1;
    int rc = memory_renew(l->memory, l->of.d->db);
    if (rc == QT_OK)
        rc = span_of(l, since, until, &span);
    *others = rc == QT_OK && span.last > span.first;
    if (!*others)
        return rc;
    return memory_read(l->memory, &l->of, span.first, span.last, since);
}

static void weigh(struct look *l, struct features *f, bool first)
{
    struct corpus *c = &l->memory->corpus;
    for (size_t i = 0; i < f->n; i++)
        corpus_want(c, f->v[i].token);
    if (memory_count_wanted(l->memory) || first)
        corpus_close(c);
    corpus_weigh(c, f);
}

/* A new one does not count. */
void look_begin(struct look *l)
{
    memory_count(l->memory, l->of.r->id, false);
    weigh(l, &l->of.mine, true);
}

void look_weigh(struct look *l, struct features *f)
{
    weigh(l, f, false);
}

void look_done(struct look *l)
{
    memory_count(l->memory, l->of.r->id, true);
}

static void add_likely(struct likely v[LIKEST], size_t *n, struct likely x)
{
    size_t i = *n < LIKEST ? (*n)++ : LIKEST - 1;
    if (i == LIKEST - 1 && v[i].id && v[i].alike > x.alike)
        return;
    for (; i > 0 && (v[i - 1].alike < x.alike || (v[i - 1].alike <= x.alike && v[i - 1].id < x.id)); i--)
        v[i] = v[i - 1];
    v[i] = x;
}

struct near { /* a record that shares enough */
    const struct kept *k;
    double sum;
};

static size_t find_near(const struct look *l, struct near *v)
{
    const struct memory *m = l->memory;
    uint16_t asked[ASKED];
    size_t n = 0;
    tokens_ask(&l->of.mine, asked);
    for (size_t i = 0; i < m->n; i++) {
        const struct kept *k = &m->kept[i];
        if (k->gone || k->id == l->of.r->id ||
            llabs(k->at - l->of.at) > l->of.window + 2 * DAY) /* can_join says exactly */
            continue;
        v[n].k = k;
        n += tokens_near(&m->corpus, &l->of.mine, asked, memory_tokens(m, k), k->n, &v[n].sum);
    }
    return n;
}

/* What these weigh is asked next. */
static void want_near(struct memory *m, const struct near *v, size_t n)
{
    for (size_t i = 0; i < n; i++)
        for (size_t k = 0; k < v[i].k->n; k++)
            corpus_want(&m->corpus, memory_tokens(m, v[i].k)[k] >> TIMES_BITS);
    if (memory_count_wanted(m))
        corpus_close(&m->corpus);
}

size_t look_compare(struct look *l, struct likely likest[LIKEST])
{
    struct memory *m = l->memory;
    struct near *v = mem_alloc((m->n + 1) * sizeof *v);
    double least = l->of.rule->least / 100.0;
    size_t near = find_near(l, v), n = 0;
    want_near(m, v, near);
    memset(likest, 0, LIKEST * sizeof *likest);
    for (size_t i = 0; i < near; i++) {
        double length = tokens_length(&m->corpus, memory_tokens(m, v[i].k), v[i].k->n);
        struct likely x = {v[i].k->id, v[i].sum / sqrt(l->of.mine.length * length)};
        if (x.alike >= least)
            add_likely(likest, &n, x);
    }
    free(v);
    return n;
}
