/* How alike two texts are: the weighted share of the ideas and places that both mention. */
#include "same/similar.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define NAMED 1.1   /* the weight from which two different ideas count against likeness; "broken" may be any trouble */
#define PLACE 0.5   /* the weight from which a shared place counts; "at the window" may be anywhere */
#define SPECIAL 1.6 /* a thing by which a matter is nearly known */
#define SHOWN 5     /* shared words */

/* Walks both, which are sorted: the next of b with its like in a, or NULL. */
static const struct feature *find_like(const struct features *a, size_t *k, const struct feature *b)
{
    while (*k < a->n && feature_order(&a->v[*k], b) < 0)
        (*k)++;
    return *k < a->n && feature_order(&a->v[*k], b) == 0 ? &a->v[*k] : NULL;
}

/* Less than `enough` in common counts in part only: two short texts soon share a word. */
static double damped_share(double alike, double both, double enough)
{
    return both < enough ? alike * both / enough : alike;
}

/* A note says one thing in few words, which a longer one may hold: the shorter one is the measure. Long texts mention
 * many things, and share some by chance. */
static double ideas_share(const struct wording *w, double both, double mine, double theirs)
{
    if (mine <= 0 || theirs <= 0)
        return 0;
    double most = fmax(mine, theirs), least = fmin(mine, theirs), note = wording_figure(w, FIG_NOTE);
    double lean = wording_figure(w, FIG_LEAN) * (most > note ? note / most : 1);
    double alike = pow(both / (pow(least, lean) * pow(most, 1 - lean)), wording_figure(w, FIG_BEND));
    return damped_share(least > note ? alike * note / least : alike, both, wording_figure(w, FIG_GROUND));
}

struct sides { /* of one aspect: has a, has b, is there something in common */
    bool a, b, both;
};
struct aspects {
    struct sides object, trouble;       /* a matter is both */
    bool matter, fault, place, special; /* what they have in common, light ones too */
    int things;
    const char *said; /* the last of these */
};

static void note_kind(const struct wording *w, const struct feature *f, bool in_a, bool in_b, struct aspects *s)
{
    enum kind kind = wording_kind(w, f->idea);
    bool named = wording_weight(w, f->idea) >= NAMED;
    struct sides *sides[] = {kind != KIND_TROUBLE ? &s->object : NULL, kind != KIND_OBJECT ? &s->trouble : NULL};
    s->place |= in_a && in_b && kind == KIND_WHERE && wording_weight(w, f->idea) >= PLACE;
    if (kind > KIND_TROUBLE)
        return;
    for (size_t i = 0; i < 2; i++)
        if (sides[i] && named) {
            sides[i]->a |= in_a;
            sides[i]->b |= in_b;
            sides[i]->both |= in_a && in_b;
        }
    if (in_a && in_b) {
        s->matter |= kind == KIND_MATTER;
        s->fault |= kind == KIND_TROUBLE;
        if (kind == KIND_OBJECT && (!s->said || strcmp(s->said, f->s) != 0)) { /* one word may mean two things */
            s->things++;
            s->said = f->s;
        }
        s->special |= kind == KIND_OBJECT && wording_weight(w, f->idea) >= SPECIAL;
    }
}

/* Do they share a whole matter? A thing, a trouble or a place alone is none: "the lift is stuck" and "the lift is
 * dirty" are two matters. */
static bool is_matter(const struct aspects *s)
{
    return s->matter || s->things > 1 || ((s->things > 0 || s->place) && s->fault);
}

static double ideas_alike(const struct wording *w, const struct features *a, const struct features *b)
{
    struct aspects s = {0};
    double mine = 0, theirs = 0, both = 0;
    for (size_t i = 0; i < a->n; i++)
        if (a->v[i].idea >= 0) {
            mine += a->v[i].weight;
            note_kind(w, &a->v[i], true, false, &s);
        }
    for (size_t i = 0, k = 0; i < b->n; i++) {
        if (b->v[i].idea < 0)
            continue;
        bool shared = find_like(a, &k, &b->v[i]) != NULL;
        theirs += b->v[i].weight;
        both += shared ? b->v[i].weight : 0;
        note_kind(w, &b->v[i], shared, true, &s);
    }
    double sum = ideas_share(w, both, mine, theirs);
    if (!is_matter(&s))
        sum *= wording_figure(w, s.special ? FIG_SPECIAL : s.things > 0 ? FIG_THING : FIG_BARE);
    if (s.object.a && s.object.b && !s.object.both)
        sum -= wording_figure(w, FIG_OBJECT);
    if (s.trouble.a && s.trouble.b && !s.trouble.both)
        sum -= wording_figure(w, FIG_TROUBLE);
    return sum;
}

static double weight_of(const struct feature *f, double mean)
{
    return f->weight > 0 ? f->weight : mean;
}

/* What is left of the texts: pairs of characters, words. */
static double pairs_alike(const struct wording *w, const struct features *a, const struct features *b)
{
    double sum = 0, mine = 0, theirs = 0, both = 0;
    size_t weighted = 0;
    for (size_t i = 0; i < a->n && a->v[i].idea < 0; i++)
        if (a->v[i].weight > 0) {
            sum += a->v[i].weight;
            weighted++;
        }
    double mean = weighted ? sum / (double)weighted : 1;
    for (size_t i = 0; i < a->n && a->v[i].idea < 0; i++)
        mine += weight_of(&a->v[i], mean);
    for (size_t i = 0, k = 0; i < b->n && b->v[i].idea < 0; i++) {
        const struct feature *shared = find_like(a, &k, &b->v[i]);
        double weight = weight_of(shared ? shared : &b->v[i], mean);
        theirs += weight;
        both += shared ? weight : 0;
    }
    return mine > 0 && theirs > 0
               ? damped_share(both / sqrt(mine * theirs), both, wording_figure(w, FIG_EVIDENCE) * mean)
               : 0;
}

double features_alike(const struct wording *w, const struct features *a, const struct features *b)
{
    return ideas_alike(w, a, b) + wording_figure(w, FIG_PAIRS) * pairs_alike(w, a, b);
}

int places_compare(const struct features *a, const struct features *b)
{
    bool same = false, elsewhere = false;
    for (size_t i = 0; i < a->nplace; i++) {
        bool met = false, kind = false;
        for (size_t k = 0; k < b->nplace; k++) {
            met |= strcmp(a->place[i], b->place[k]) == 0;
            kind |= a->place[i][0] == b->place[k][0];
        }
        same |= met;
        elsewhere |= kind && !met && (a->place[i][0] == 'b' || a->place[i][0] == 'l');
    }
    return same ? 1 : elsewhere ? -1 : 0;
}

struct shared {
    const char *a, *b;
    double weight;
};

static int by_weight(const void *a, const void *b)
{
    const struct shared *x = a, *y = b;
    return x->weight != y->weight ? (x->weight < y->weight ? 1 : -1) : strcmp(x->a, y->a);
}

void shared_words(const struct features *a, const struct features *b, struct buf *out)
{
    struct shared v[FEATURES];
    size_t n = 0;
    for (size_t i = 0, k = 0; i < b->n; i++) {
        const struct feature *f = find_like(a, &k, &b->v[i]);
        if (f)
            v[n++] = (struct shared){f->s, b->v[i].s, f->idea >= 0 ? 10 * f->weight : f->weight};
    }
    if (n > 0)
        qsort(v, n, sizeof *v, by_weight);
    for (size_t i = 0, shown = 0; i < n && shown < SHOWN; i++) {
        bool again = false;
        for (size_t k = 0; k < i; k++)
            again |= strcmp(v[k].a, v[i].a) == 0 || strcmp(v[k].b, v[i].b) == 0;
        if (again)
            continue;
        bool one = strcmp(v[i].a, v[i].b) == 0;
        buf_addf(out, "%s%s%s%s", shown++ ? " " : "", v[i].a, one ? "" : "=", one ? "" : v[i].b);
    }
}
