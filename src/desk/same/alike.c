/* How alike two texts are: the cosine of their tokens, each by how rare it is, damped for short ones. */
#include "same/similar.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define IMAGINED 3000 /* messages behind the table of shares, beside the records that were counted */
#define ASIDE 0.2     /* what goes with anything counts a fifth */
#define SHOWN 5       /* shared words */

/* ---- rarity ----------------------------------------------------------------------------------------------- */
static size_t slot_at(const struct corpus *c, uint32_t token)
{
    return token * 2654435761u & (c->cap - 1);
}

static struct slot *token_slot(const struct corpus *c, uint32_t token)
{
    size_t i = slot_at(c, token);
    while (c->table[i].number && c->table[i].token != token)
        i = (i + 1) & (c->cap - 1);
    return &c->table[i];
}

static void corpus_grow(struct corpus *c)
{
    free(c->table);
    c->cap = c->cap ? c->cap * 4 : 4096;
    c->table = mem_alloc(c->cap * sizeof *c->table);
    c->v = mem_resize(c->v, c->cap / 2, sizeof *c->v);
    for (uint32_t i = 0; i < c->n; i++)
        *token_slot(c, c->v[i].token) = (struct slot){c->v[i].token, i + 1};
}

/* ln of how many records there are for one that has it; of an idea, with what an idea weighs beside a pair. */
static float rarity_of(const struct corpus *c, uint32_t token, uint32_t records)
{
    double share = IMAGINED * wording_share(c->w, token);
    double rarity = fmax(0, log(((double)c->records + IMAGINED) / (records + share + 1)));
    if (token >= TOKEN_IDEA)
        rarity *= c->rule->idea * (wording_idea(c->w, token)->kind == KIND_ASIDE ? ASIDE : 1);
    return (float)rarity;
}

uint32_t corpus_token(struct corpus *c, uint32_t token)
{
    if (c->n * 2 >= c->cap)
        corpus_grow(c);
    struct slot *slot = token_slot(c, token);
    if (slot->number == 0) {
        c->v[c->n++] = (struct seen){token, 0, 0};
        *slot = (struct slot){token, (uint32_t)c->n};
    }
    return slot->number - 1;
}

void corpus_expect(const struct corpus *c, uint32_t token)
{
    if (c->cap > 0)
        __builtin_prefetch(&c->table[slot_at(c, token)]);
}

void corpus_close(struct corpus *c)
{
    float rare[64]; /* most tokens are in few records and not in the table of shares */
    for (uint32_t i = 0; i < ARRAY_LEN(rare); i++)
        rare[i] = (float)log(((double)c->records + IMAGINED) / (i + 1));
    for (size_t i = 0; i < c->n; i++) {
        struct seen *t = &c->v[i];
        bool plain = t->token < TOKEN_IDEA && t->records < ARRAY_LEN(rare) && wording_share(c->w, t->token) <= 0;
        t->rarity = plain ? rare[t->records] : rarity_of(c, t->token, t->records);
    }
    for (int i = 1; i <= TIMES_MOST; i++) {
        c->counted[i] = (float)(1 + log(i));
        c->parted[i] = (float)(1 / sqrt(i)); /* one word is one piece of evidence, however many ideas it stands for */
    }
}

void corpus_free(struct corpus *c)
{
    free(c->table);
    free(c->v);
}

double corpus_weight(const struct corpus *c, uint32_t number, uint32_t times)
{
    const struct seen *t = &c->v[number];
    return (double)t->rarity * (t->token < TOKEN_IDEA ? c->counted : c->parted)[times];
}

static double feature_weight(struct corpus *c, const struct feature *f)
{
    return corpus_weight(c, corpus_token(c, f->token), f->times);
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
static struct shared *find_shared(struct corpus *c, const struct features *a, const struct features *b, size_t *n)
{
    struct shared *v = mem_alloc((a->n + 1) * sizeof *v);
    *n = 0;
    for (size_t i = 0, k = 0; i < a->n; i++) {
        while (k < b->n && b->v[k].token < a->v[i].token)
            k++;
        if (k < b->n && b->v[k].token == a->v[i].token)
            v[(*n)++] = (struct shared){&a->v[i], &b->v[k], feature_weight(c, &a->v[i]) * feature_weight(c, &b->v[k])};
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

static double length_of(struct corpus *c, const struct features *f)
{
    double sum = c->rule->damping;
    for (size_t i = 0; i < f->n; i++)
        sum += feature_weight(c, &f->v[i]) * feature_weight(c, &f->v[i]);
    return sum;
}

double features_alike(struct corpus *c, const struct features *a, const struct features *b)
{
    if (elsewhere(a, b))
        return 0;
    size_t n;
    struct shared *v = find_shared(c, a, b, &n);
    bool matter = tells_matter(c, v, n);
    double sum = 0;
    for (size_t i = 0; i < n; i++)
        if (matter || v[i].a->token < TOKEN_IDEA)
            sum += v[i].weight;
    free(v);
    return sum > 0 ? sum / sqrt(length_of(c, a) * length_of(c, b)) : 0;
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
void shared_words(struct corpus *c, const struct features *a, const struct features *b, struct buf *out)
{
    size_t n, units = 0;
    struct shared *v = find_shared(c, a, b, &n), *last[2] = {NULL, NULL}; /* pairs, ideas */
    struct feature *run = mem_alloc((n + 1) * sizeof *run);               /* what a unit covers in a */
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
