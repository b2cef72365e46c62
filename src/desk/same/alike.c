/* How alike two texts are: the cosine of their tokens, and what of them says so. */
#include "same/similar.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define SHOWN 5 /* shared words */

/* ---- likeness --------------------------------------------------------------------------------------------- */
bool features_elsewhere(const struct features *a, const struct features *b)
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
    if (features_elsewhere(a, b))
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
        buf_addf(out, "%s%.*s", i > 0 ? "  " : "", (int)x->len, a->text + x->at);
        if (x->token >= TOKEN_IDEA && (x->len != y->len || memcmp(a->text + x->at, b->text + y->at, x->len) != 0))
            buf_addf(out, " / %.*s", (int)y->len, b->text + y->at);
    }
    free(run);
    free(v);
}
