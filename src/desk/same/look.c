/* Tokens of many records (C5): kept beside the register, read in one go, counted, compared. */
#include "same/look.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define COUNTED 4000 /* records among which tokens are counted, the newest */
#define COUNTED_DAYS 366

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

/* ---- the tokens of all ------------------------------------------------------------------------------------ */
static void take_kept(const struct kept_tokens *k, void *arg)
{
    struct look *l = arg;
    bool counted = k->at >= l->since;
    if (l->n % 512 == 0)
        l->kept = mem_resize(l->kept, l->n + 512, sizeof *l->kept);
    l->kept[l->n++] = (struct kept){k->id, k->at, l->tokens.len / sizeof *k->v, k->n, counted};
    if (k->n > 0)
        buf_addn(&l->tokens, (const char *)k->v, k->n * sizeof *k->v);
    if (counted)
        corpus_count(&l->corpus, k->v, k->n, 1);
}

static const uint32_t *tokens_of(const struct look *l, const struct kept *k)
{
    return (const uint32_t *)(const void *)l->tokens.s + k->from;
}

/* The tokens of a record's text; caller frees v. */
static struct kept_tokens tokens_make(const struct sought *of, const struct record *r)
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
static int64_t stamp_of(const struct sought *of)
{
    uint64_t stamp = wording_stamp(of->d->wording);
    for (size_t i = 0; i < of->rule->nover; i++)
        stamp = stamp * 31 + (uint64_t)of->rule->over[i];
    return (int64_t)stamp;
}

static int put_tokens(const struct sought *of, const struct kept_tokens *k)
{
    return tokens_put(of->d->db, of->form, of->rule->name, stamp_of(of), k);
}

static int fill_gap(struct look *l, int64_t id)
{
    struct record *r = NULL;
    int rc = rec_get(l->of.d->db, l->of.form, id, &r);
    if (rc < 0)
        return rc == QT_NOTFOUND ? QT_OK : rc;
    struct kept_tokens k = tokens_make(&l->of, r);
    take_kept(&k, l);
    free((void *)k.v);
    record_free(r);
    return QT_OK;
}

/* What had to be read is kept for the next look; when that fails it is read again then. */
static void write_gaps(const struct look *l, size_t from)
{
    bool own = !db_in_transaction(l->of.d->db);
    int rc = own ? desk_begin_unattended(l->of.d) : QT_OK;
    for (size_t i = from; rc == QT_OK && i < l->n; i++) {
        const struct kept *k = &l->kept[i];
        rc = put_tokens(&l->of, &(struct kept_tokens){.id = k->id, .at = k->at, .v = tokens_of(l, k), .n = k->n});
    }
    if (own)
        rc = desk_end(l->of.d, rc);
    if (rc < 0)
        fault_clear();
}

int look_read(struct look *l, int64_t from, int64_t to)
{
    struct span span;
    const struct sought *of = &l->of;
    l->since = day_add(to, -COUNTED_DAYS);
    int rc = rec_span(of->d->db, of->form, of->rule->time, day_add(from, -COUNTED_DAYS),
                      day_add(to + of->window, 1) - 1, &span);
    if (rc < 0 || span.count < 2)
        return rc;
    int64_t first = span.last - COUNTED >= span.first ? span.last - COUNTED + 1 : span.first;
    rc = tokens_each(of->d->db, of->form, of->rule->name, stamp_of(of), first, take_kept, l);
    size_t n = l->n, k = 0;
    for (int64_t id = first; rc == QT_OK && id <= span.last; id++) { /* ids have no gaps of their own */
        while (k < n && l->kept[k].id < id)
            k++;
        if (k == n || l->kept[k].id != id)
            rc = fill_gap(l, id);
    }
    if (rc == QT_OK && l->n > n)
        write_gaps(l, n);
    return rc;
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
        rc = put_tokens(&of, &k);
        free((void *)k.v);
    }
    return rc;
}

/* ---- likeness --------------------------------------------------------------------------------------------- */
static void count_mine(struct look *l, int by)
{
    for (size_t i = 0; i < l->n; i++)
        if (l->kept[i].id == l->of.r->id && l->kept[i].counted)
            corpus_count(&l->corpus, tokens_of(l, &l->kept[i]), l->kept[i].n, by);
}

void look_weigh(struct look *l)
{
    count_mine(l, -1); /* a new one does not count */
    corpus_close(&l->corpus);
    corpus_weigh(&l->corpus, &l->of.mine);
}

void look_done(struct look *l)
{
    count_mine(l, 1);
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

size_t look_compare(const struct look *l, struct likely likest[LIKEST])
{
    bool asked[ASKED];
    double least = l->of.rule->least / 100.0;
    size_t n = 0;
    tokens_ask(&l->of.mine, asked);
    memset(likest, 0, LIKEST * sizeof *likest);
    for (size_t i = 0; i < l->n; i++) {
        const struct kept *k = &l->kept[i];
        if (k->id == l->of.r->id || llabs(k->at - l->of.at) > l->of.window + 2 * DAY) /* can_join says exactly */
            continue;
        struct likely x = {k->id, tokens_alike(&l->corpus, &l->of.mine, asked, tokens_of(l, k), k->n)};
        if (x.alike >= least)
            add_likely(likest, &n, x);
    }
    return n;
}

int look_open(struct look *l, struct desk *d, const struct form *f, const struct similar_rule *rule)
{
    struct value window = {0};
    *l = (struct look){.of = {.d = d, .form = f, .rule = rule, .corpus = &l->corpus}};
    if (!wording_get(d))
        return fault_code();
    corpus_open(&l->corpus, d->wording, rule);
    int rc = expr_eval(d->db, rule->window, NULL, NULL, 0, &window);
    l->of.window = window.kind == VAL_INT ? window.i : 0;
    value_clear(&window);
    return rc;
}

void look_close(struct look *l)
{
    corpus_free(&l->corpus);
    buf_free(&l->tokens);
    free(l->kept);
}
