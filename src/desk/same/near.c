/* How much of the shorter of two texts the other one has, where what else is known already makes it likely that both
 * are about one thing: the same unit, not done yet. No corpus is read. */
#include "same/similar.h"

#define ASIDE 0.2 /* what an idea that is only an aside weighs */

static double token_weight(const struct wording *w, uint32_t token)
{
    return token >= TOKEN_IDEA && wording_idea(w, token)->kind == KIND_ASIDE ? ASIDE : 1;
}

static double weight_of(const struct wording *w, const struct features *f)
{
    double sum = 0;
    for (size_t i = 0; i < f->n; i++)
        sum += token_weight(w, f->v[i].token);
    return sum;
}

static double weight_shared(const struct wording *w, const struct features *a, const struct features *b)
{
    double sum = 0;
    for (size_t i = 0, k = 0; i < a->n; i++) {
        while (k < b->n && b->v[k].token < a->v[i].token)
            k++;
        if (k < b->n && b->v[k].token == a->v[i].token)
            sum += token_weight(w, a->v[i].token);
    }
    return sum;
}

int texts_near(struct desk *d, const char *one, const char *other)
{
    const struct wording *w = wording_get(d);
    struct features a, b;
    int percent = 0;
    if (!w) {
        fault_clear(); /* no reason not to save */
        return 0;
    }
    features_of(w, one, &a);
    features_of(w, other, &b);
    double least = weight_of(w, &a) < weight_of(w, &b) ? weight_of(w, &a) : weight_of(w, &b);
    if (least >= ASIDE && !features_elsewhere(&a, &b))
        percent = (int)(100 * weight_shared(w, &a, &b) / least);
    features_free(&a);
    features_free(&b);
    return percent;
}
