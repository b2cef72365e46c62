/* How rare tokens are among the records of a register, and so what they weigh; what one text shares with many. */
#include "same/similar.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define IMAGINED 3000 /* messages behind the table of shares, beside the records that were counted */
#define ASIDE 0.2     /* what goes with anything counts a fifth */
#define ALMOST 0.999  /* of what is asked: beyond the rounding of sums */

/* ---- counting --------------------------------------------------------------------------------------------- */
/* Of a counter, above its number, which is that of the records at most that are read. */
#define COMMON 0x8000u /* the token stands in the table of shares */
#define FRESH 0x4000u  /* it is wanted and not counted yet */
#define NUMBER 0x3fffu

struct counter { /* open addressing */
    uint32_t of; /* and 1; 0 free */
    uint32_t n;
};

static uint32_t counter_of(uint32_t token)
{
    return token < TOKEN_IDEA ? token % COUNTERS : COUNTERS + token % TOKEN_IDEA;
}

static size_t counters(const struct corpus *c)
{
    return COUNTERS + wording_ideas(c->w);
}

static struct common *common_slot(const struct corpus *c, uint32_t token)
{
    size_t i = token * 2654435761u % COMMON_SLOTS;
    while (c->common[i].token && c->common[i].token != token)
        i = (i + 1) % COMMON_SLOTS;
    return (struct common *)&c->common[i];
}

static struct counter *few_slot(const struct corpus *c, uint32_t at)
{
    size_t i = at * 2654435761u >> 7;
    while (c->few[i & (c->nfew - 1)].of && c->few[i & (c->nfew - 1)].of != at + 1)
        i++;
    return &c->few[i & (c->nfew - 1)];
}

/* Of a token: its number, and what is known about it. */
static uint32_t counter(const struct corpus *c, uint32_t token)
{
    return c->count ? c->count[counter_of(token)] : c->nfew > 0 ? few_slot(c, counter_of(token))->n : 0;
}

void corpus_open(struct corpus *c, const struct wording *w, const struct similar_rule *rule)
{
    *c = (struct corpus){.w = w, .rule = rule};
    c->idea = mem_alloc((wording_ideas(w) + 1) * sizeof *c->idea);
    for (int i = 1; i <= TIMES_MOST; i++) {
        c->counted[i] = (float)(1 + log(i));
        c->parted[i] = (float)(1 / sqrt(i)); /* one word is one piece of evidence, however many ideas it stands for */
    }
}

void corpus_count(struct corpus *c, const uint32_t *v, size_t n, int by)
{
    size_t all = counters(c);
    for (size_t i = 0; c->count && i < n; i++) {
        uint32_t at = counter_of(v[i] >> TIMES_BITS);
        if (at < all)
            c->count[at] = (uint16_t)(c->count[at] + by);
    }
    c->records += (size_t)by;
}

void corpus_count_all(struct corpus *c)
{
    free(c->few);
    c->few = NULL;
    c->count = mem_alloc(counters(c) * sizeof *c->count);
    c->nfew = c->wanted = c->records = 0;
}

static void few_grow(struct corpus *c)
{
    struct counter *old = c->few;
    size_t n = c->nfew;
    c->nfew = n > 0 ? 4 * n : 1024;
    c->few = mem_alloc(c->nfew * sizeof *c->few);
    for (size_t i = 0; i < n; i++)
        if (old[i].of)
            *few_slot(c, old[i].of - 1) = old[i];
    free(old);
}

void corpus_want(struct corpus *c, uint32_t token)
{
    if (c->count)
        return;
    if (c->wanted * 2 >= c->nfew)
        few_grow(c);
    struct counter *few = few_slot(c, counter_of(token));
    if (few->of)
        return;
    *few = (struct counter){.of = counter_of(token) + 1, .n = FRESH};
    c->sieve[token / 32 % SIEVE] |= 1u << token % 32;
    c->wanted++;
    c->fresh = true;
}

/* Which ones are wanted cannot be foreseen, by the processor neither: as little as can be branches on it. */
void corpus_count_wanted(struct corpus *c, const uint32_t *v, size_t n)
{
    uint32_t passed[256];
    for (size_t from = 0; from < n; from += ARRAY_LEN(passed)) {
        size_t to = from + ARRAY_LEN(passed) < n ? from + ARRAY_LEN(passed) : n, k = 0;
        for (size_t i = from; i < to; i++) {
            uint32_t token = v[i] >> TIMES_BITS;
            passed[k] = token;
            k += c->sieve[token / 32 % SIEVE] >> token % 32 & 1;
        }
        for (size_t i = 0; i < k; i++) {
            struct counter *few = few_slot(c, counter_of(passed[i]));
            few->n += few->n & FRESH ? 1 : 0;
        }
    }
}

void corpus_wanted_done(struct corpus *c)
{
    for (size_t i = 0; i < c->nfew; i++)
        c->few[i].n &= ~FRESH;
    memset(c->sieve, 0, sizeof c->sieve);
    c->fresh = false;
}

/* ---- rarity ----------------------------------------------------------------------------------------------- */
static size_t count_of(const struct corpus *c, uint32_t token)
{
    size_t n = counter(c, token) & NUMBER;
    return n < c->records ? n : c->records;
}

/* Of what is not common everywhere, by how many have it; worked out when it is asked for first. */
static float rare_at(const struct corpus *c, size_t n)
{
    if (c->rare[n] <= 0)
        c->rare[n] = (float)log(((double)c->records + IMAGINED) / ((double)n + 1));
    return c->rare[n];
}

/* ln of how many records there are for one that has it. */
static float rarity_of(const struct corpus *c, uint32_t token, float share)
{
    double held = (double)count_of(c, token) + IMAGINED * (double)share + 1;
    return (float)fmax(0, log(((double)c->records + IMAGINED) / held));
}

/* Does it stand in the table of shares, and is it asked for at all? */
static bool mark_common(struct corpus *c, uint32_t token)
{
    struct counter *few = c->nfew > 0 ? few_slot(c, counter_of(token)) : NULL;
    if (c->count)
        c->count[counter_of(token)] |= COMMON;
    else if (few && few->of)
        few->n |= COMMON;
    return c->count || (few && few->of);
}

void corpus_close(struct corpus *c)
{
    size_t n, ideas = wording_ideas(c->w);
    const struct share *share = wording_shares(c->w, &n);
    if (!c->rare || c->closed != c->records) {
        free(c->rare);
        c->rare = mem_alloc((c->records + 1) * sizeof *c->rare);
        c->closed = c->records;
    }
    for (uint32_t i = 0; i < ideas; i++)
        c->idea[i] = rare_at(c, count_of(c, TOKEN_IDEA | i));
    for (size_t i = 0; i < n; i++) {
        bool idea = share[i].token >= TOKEN_IDEA;
        if (!idea && !mark_common(c, share[i].token))
            continue;
        float rarity = rarity_of(c, share[i].token, share[i].share);
        if (idea)
            c->idea[share[i].token % TOKEN_IDEA] = rarity;
        else
            *common_slot(c, share[i].token) = (struct common){share[i].token, rarity};
    }
    for (uint32_t i = 0; i < ideas; i++) /* with what an idea weighs beside a pair */
        c->idea[i] *= (float)(c->rule->idea * (wording_idea(c->w, i)->kind == KIND_ASIDE ? ASIDE : 1));
}

void corpus_free(struct corpus *c)
{
    free(c->count);
    free(c->few);
    free(c->rare);
    free(c->idea);
}

static float token_rarity(const struct corpus *c, uint32_t token)
{
    if (token >= TOKEN_IDEA)
        return token % TOKEN_IDEA < wording_ideas(c->w) ? c->idea[token % TOKEN_IDEA] : 0;
    uint32_t n = counter(c, token);
    const struct common *common = n & COMMON ? common_slot(c, token) : NULL;
    n &= NUMBER;
    return common && common->token ? common->rarity : rare_at(c, n < c->records ? n : c->records);
}

static float for_times(const struct corpus *c, uint32_t token, uint32_t times)
{
    return token >= TOKEN_IDEA ? c->parted[times] : c->counted[times];
}

void corpus_weigh(const struct corpus *c, struct features *f)
{
    f->length = c->rule->damping;
    for (size_t i = 0; i < f->n; i++) {
        f->v[i].rarity = token_rarity(c, f->v[i].token);
        f->v[i].weight = f->v[i].rarity * for_times(c, f->v[i].token, f->v[i].times);
        f->length += (double)f->v[i].weight * (double)f->v[i].weight;
    }
}

/* ---- one with all ----------------------------------------------------------------------------------------- */
#define SEVERAL 0xffffu /* tokens of f have this end */

void tokens_ask(const struct features *f, uint16_t asked[ASKED])
{
    memset(asked, 0, ASKED * sizeof *asked);
    for (size_t i = 0; i < f->n; i++) {
        uint16_t *at = &asked[f->v[i].token % ASKED];
        *at = (uint16_t)(*at ? SEVERAL : i + 1);
    }
}

static const struct feature *find_feature(const struct features *f, uint16_t asked, uint32_t token)
{
    size_t from = asked == SEVERAL ? 0 : asked - 1u, to = asked == SEVERAL ? f->n : from;
    while (from < to) {
        size_t middle = (from + to) / 2;
        if (f->v[middle].token < token)
            from = middle + 1;
        else
            to = middle;
    }
    return from < f->n && f->v[from].token == token ? &f->v[from] : NULL;
}

bool tokens_near(const struct corpus *c, const struct features *f, const uint16_t asked[ASKED], const uint32_t *v,
                 size_t n, double *sum)
{
    double shared = c->rule->damping;
    *sum = 0;
    for (size_t i = 0; i < n; i++) {
        uint32_t token = v[i] >> TIMES_BITS;
        uint16_t at = asked[token % ASKED];
        const struct feature *mine = at ? find_feature(f, at, token) : NULL;
        if (!mine || mine->weight <= 0)
            continue;
        float theirs = mine->rarity * for_times(c, token, v[i] & TIMES_MOST);
        shared += (double)theirs * (double)theirs;
        *sum += (double)theirs * (double)mine->weight;
    }
    return 100 * *sum >= ALMOST * c->rule->least * sqrt(f->length * shared); /* what it has besides adds length only */
}

double tokens_length(const struct corpus *c, const uint32_t *v, size_t n)
{
    double length = c->rule->damping;
    for (size_t i = 0; i < n; i++) {
        uint32_t token = v[i] >> TIMES_BITS;
        float theirs = token_rarity(c, token) * for_times(c, token, v[i] & TIMES_MOST);
        length += (double)theirs * (double)theirs;
    }
    return length;
}
