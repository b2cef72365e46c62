/* How alike two texts are: the cosine of their tokens, each by how rare it is, damped for short ones. */
#include "same/similar.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define IMAGINED 3000 /* messages behind the table of shares, beside the records that were counted */
#define ASIDE 0.2     /* what goes with anything counts a fifth */
#define SHOWN 5       /* shared words */
#define ALMOST 0.999  /* of what is asked: beyond the rounding of sums */

/* ---- rarity ----------------------------------------------------------------------------------------------- */
#define COMMON 0x8000u /* of a counter: the token stands in the table of shares */

static uint32_t counter_of(uint32_t token)
{
    return token < TOKEN_IDEA ? token % COUNTERS : COUNTERS + token % TOKEN_IDEA;
}

static struct common *common_slot(const struct corpus *c, uint32_t token)
{
    size_t i = token * 2654435761u % COMMON_SLOTS;
    while (c->common[i].token && c->common[i].token != token)
        i = (i + 1) % COMMON_SLOTS;
    return (struct common *)&c->common[i];
}

void corpus_open(struct corpus *c, const struct wording *w, const struct similar_rule *rule)
{
    *c = (struct corpus){.w = w, .rule = rule};
    c->count = mem_alloc((COUNTERS + wording_ideas(w)) * sizeof *c->count);
    c->idea = mem_alloc((wording_ideas(w) + 1) * sizeof *c->idea);
    for (int i = 1; i <= TIMES_MOST; i++) {
        c->counted[i] = (float)(1 + log(i));
        c->parted[i] = (float)(1 / sqrt(i)); /* one word is one piece of evidence, however many ideas it stands for */
    }
}

void corpus_count(struct corpus *c, const uint32_t *v, size_t n, int by)
{
    size_t all = COUNTERS + wording_ideas(c->w);
    for (size_t i = 0; i < n; i++) {
        uint32_t at = counter_of(v[i] >> TIMES_BITS);
        if (at < all)
            c->count[at] = (uint16_t)(c->count[at] + by);
    }
    c->records += (size_t)by;
}

static size_t count_of(const struct corpus *c, uint32_t token)
{
    size_t n = c->count[counter_of(token)] & ~COMMON;
    return n < c->records ? n : c->records;
}

/* ln of how many records there are for one that has it. */
static float rarity_of(const struct corpus *c, uint32_t token, float share)
{
    double held = (double)count_of(c, token) + IMAGINED * (double)share + 1;
    return (float)fmax(0, log(((double)c->records + IMAGINED) / held));
}

void corpus_close(struct corpus *c)
{
    size_t n, ideas = wording_ideas(c->w);
    const struct share *share = wording_shares(c->w, &n);
    if (!c->rare || c->closed != c->records) {
        c->rare = mem_resize(c->rare, c->records + 1, sizeof *c->rare);
        for (size_t i = 0; i <= c->records; i++)
            c->rare[i] = (float)log(((double)c->records + IMAGINED) / ((double)i + 1));
        c->closed = c->records;
    }
    for (uint32_t i = 0; i < ideas; i++)
        c->idea[i] = c->rare[count_of(c, TOKEN_IDEA | i)];
    for (size_t i = 0; i < n; i++) {
        float rarity = rarity_of(c, share[i].token, share[i].share);
        if (share[i].token >= TOKEN_IDEA) {
            c->idea[share[i].token % TOKEN_IDEA] = rarity;
        } else {
            *common_slot(c, share[i].token) = (struct common){share[i].token, rarity};
            c->count[counter_of(share[i].token)] |= COMMON;
        }
    }
    for (uint32_t i = 0; i < ideas; i++) /* with what an idea weighs beside a pair */
        c->idea[i] *= (float)(c->rule->idea * (wording_idea(c->w, i)->kind == KIND_ASIDE ? ASIDE : 1));
}

void corpus_free(struct corpus *c)
{
    free(c->count);
    free(c->rare);
    free(c->idea);
}

static float token_weight(const struct corpus *c, uint32_t token, uint32_t times)
{
    if (token >= TOKEN_IDEA)
        return token % TOKEN_IDEA < wording_ideas(c->w) ? c->idea[token % TOKEN_IDEA] * c->parted[times] : 0;
    uint32_t n = c->count[counter_of(token)];
    const struct common *common = n & COMMON ? common_slot(c, token) : NULL;
    return (common && common->token ? common->rarity : c->rare[count_of(c, token)]) * c->counted[times];
}

void corpus_weigh(const struct corpus *c, struct features *f)
{
    f->length = c->rule->damping;
    for (size_t i = 0; i < f->n; i++) {
        f->v[i].weight = token_weight(c, f->v[i].token, f->v[i].times);
        f->length += (double)f->v[i].weight * (double)f->v[i].weight;
    }
}

/* ---- one with all ----------------------------------------------------------------------------------------- */
void tokens_ask(const struct features *f, bool asked[ASKED])
{
    memset(asked, 0, ASKED * sizeof *asked);
    for (size_t i = 0; i < f->n; i++)
        asked[f->v[i].token % ASKED] = true;
}

static float weight_in(const struct features *f, uint32_t token)
{
    size_t from = 0, to = f->n;
    while (from < to) {
        size_t middle = (from + to) / 2;
        if (f->v[middle].token < token)
            from = middle + 1;
        else
            to = middle;
    }
    return from < f->n && f->v[from].token == token ? f->v[from].weight : 0;
}

double tokens_alike(const struct corpus *c, const struct features *f, const bool asked[ASKED], const uint32_t *v,
                    size_t n)
{
    double sum = 0, length = c->rule->damping, shared = length;
    for (size_t i = 0; i < n; i++) {
        uint32_t token = v[i] >> TIMES_BITS;
        float mine = asked[token % ASKED] ? weight_in(f, token) : 0;
        if (mine <= 0)
            continue;
        float theirs = token_weight(c, token, v[i] & TIMES_MOST);
        shared += (double)theirs * (double)theirs;
        sum += (double)theirs * (double)mine;
    }
    if (100 * sum < ALMOST * c->rule->least * sqrt(f->length * shared)) /* what it has besides makes it longer only */
        return 0;
    for (size_t i = 0; i < n; i++) {
        float theirs = token_weight(c, v[i] >> TIMES_BITS, v[i] & TIMES_MOST);
        length += (double)theirs * (double)theirs;
    }
    return sum / sqrt(f->length * length);
}

/* ---- likeness --------------------------------------------------------------------------------------------- */
static bool elsewhere(const struct features *a, const struct features *b)
{
    for (const char *kind = "blzp"; *kind; kind++) {
        bool both = false, met = false;
        for (size_t i = 0; i < a->nplace; i++)
            for (size_t k = 0; k < b->nplace; k++)
                if (a->place[i].kind == *kind && b->place[k].kind == *kind) {
                    both = true;
                    met |= strcmp(a->place[i].number, b->place[k].number) == 0;
                }
        if (both && !met)
            return true;
    }
    return false;
}

struct shared {
    const struct feature *a, *b;
    double weight;
};

/* All tokens of both; caller frees. */
static struct shared *find_shared(const struct features *a, const struct features *b, size_t *n)
{
    struct shared *v = mem_alloc((a->n + 1) * sizeof *v);
    *n = 0;
    for (size_t i = 0, k = 0; i < a->n; i++) {
        while (k < b->n && b->v[k].token < a->v[i].token)
            k++;
        if (k < b->n && b->v[k].token == a->v[i].token)
            v[(*n)++] = (struct shared){&a->v[i], &b->v[k], (double)a->v[i].weight * (double)b->v[k].weight};
    }
    return v;
}

/* "The lift" alone is no matter, nor is "broken"; mosquitoes are one, and a broken lift. */
static bool tells_matter(const struct corpus *c, const struct shared *v, size_t n)
{
    const struct shared *first = NULL;
    bool two_in_a = false, two_in_b = false;
    for (size_t i = 0; i < n; i++) {
        if (v[i].a->token < TOKEN_IDEA || wording_idea(c->w, v[i].a->token)->kind == KIND_ASIDE)
            continue;
        if (wording_idea(c->w, v[i].a->token)->matter)
            return true;
        first = first ? first : &v[i];
        two_in_a |= v[i].a->at != first->a->at;
        two_in_b |= v[i].b->at != first->b->at;
    }
    return two_in_a && two_in_b;
}

double features_alike(const struct corpus *c, const struct features *a, const struct features *b)
{
    if (elsewhere(a, b))
        return 0;
    size_t n;
    struct shared *v = find_shared(a, b, &n);
    bool matter = tells_matter(c, v, n);
    double sum = 0;
    for (size_t i = 0; i < n; i++)
        if (matter || v[i].a->token < TOKEN_IDEA)
            sum += v[i].weight;
    free(v);
    return sum > 0 ? sum / sqrt(a->length * b->length) : 0;
}

/* ---- the reason ------------------------------------------------------------------------------------------- */
static int by_place(const void *a, const void *b)
{
    const struct shared *x = a, *y = b;
    return x->a->at != y->a->at    ? (x->a->at < y->a->at ? -1 : 1)
           : x->weight < y->weight ? 1
           : x->weight > y->weight ? -1
                                   : 0;
}

static int by_weight(const void *a, const void *b)
{
    const struct shared *x = a, *y = b;
    return x->weight != y->weight ? (x->weight < y->weight ? 1 : -1) : by_place(a, b);
}

/* What one word or one run of overlapping pairs says is one unit. */
void shared_words(const struct features *a, const struct features *b, struct buf *out)
{
    size_t n, units = 0;
    struct shared *v = find_shared(a, b, &n), *last[2] = {NULL, NULL}; /* pairs, ideas */
    struct feature *run = mem_alloc((n + 1) * sizeof *run);            /* what a unit covers in a */
    if (n > 0)
        qsort(v, n, sizeof *v, by_place);
    for (size_t i = 0; i < n; i++) {
        const struct feature *f = v[i].a;
        bool idea = f->token >= TOKEN_IDEA;
        struct shared *to = last[idea];
        size_t end = to ? to->a->at + (idea ? 1 : to->a->len) : 0;
        if (to && f->at < end) {
            run[to - v].len = f->at + f->len - to->a->at;
            to->weight += v[i].weight;
            continue;
        }
        run[units] = *f;
        v[units] = (struct shared){&run[units], v[i].b, v[i].weight};
        last[idea] = &v[units++];
    }
    if (units > 0)
        qsort(v, units, sizeof *v, by_weight);
    for (size_t i = 0; i < units && i < SHOWN; i++) {
        const struct feature *x = v[i].a, *y = v[i].b;
        buf_addf(out, "%s%.*s", i > 0 ? " " : "", (int)x->len, a->text + x->at);
        if (x->token >= TOKEN_IDEA && (x->len != y->len || memcmp(a->text + x->at, b->text + y->at, x->len) != 0))
            buf_addf(out, "=%.*s", (int)y->len, b->text + y->at);
    }
    free(run);
    free(v);
}
