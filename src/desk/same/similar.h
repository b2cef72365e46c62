/* desk, inside: one matter reported in different words. The word list, the tokens of a text, the likeness of two. */
#ifndef DESK_SIMILAR_H
#define DESK_SIMILAR_H

#include "desk_internal.h"

/* A token is a pair of characters or a word by its hash, or an idea of the word list by its number. With it goes how
 * often a text has it, of an idea: how many ideas its word stands for. Both together are what is stored. */
enum { TIMES_BITS = 6, TIMES_MOST = (1 << TIMES_BITS) - 1, TOKEN_IDEA = 1 << 25 };

/* ---- wording.c: data/similar.txt, data/similar-shares.tsv ------------------------------------------------- */
struct wording; /* boilerplate, binding characters, words for one idea, shares */
/* The program's file, then the house's beside the database, whose lines add to it. When only the house's has a line
 * that cannot be read, *out has all others and the fault names it. */
int wording_load(const char *db_path, struct wording **out) QT_MUST_USE;
void wording_free(struct wording *w);
struct wording *wording_get(struct desk *d); /* the desk's, read at first use; NULL, with a fault: it cannot be read */
uint64_t wording_stamp(const struct wording *w); /* other words have another one */
bool wording_nobody(const struct wording *w, const char *name);
bool wording_binds(const struct wording *w, uint32_t cp);
uint32_t wording_token(const char *s, size_t n); /* of a pair or a word */
struct share {
    uint32_t token;
    float share; /* of all messages, those that hold it: 0 to 1 */
};
const struct share *wording_shares(const struct wording *w, size_t *n); /* lent; of the tokens that are common */

enum kind { KIND_MATTER, KIND_OBJECT, KIND_TROUBLE, KIND_WHERE, KIND_ASIDE, KINDS };
struct idea {
    const char *name;
    enum kind kind;
    bool matter; /* names by itself what it is about */
};
size_t wording_ideas(const struct wording *w);
const struct idea *wording_idea(const struct wording *w, uint32_t token); /* of a token of this list */

/* A word of the file: the ideas it means, none when it is boilerplate. */
enum { WORD_IDEAS = 12 };
struct known_word {
    const char *s; /* folded; of letters: stems with _ between */
    size_t n;
    uint16_t idea[WORD_IDEAS], nideas;
    struct known_word *next;
};
/* The longest one that begins at s; whole: that is all of s, for stems with _ between. NULL none. */
const struct known_word *wording_word(const struct wording *w, const char *s, bool whole);

/* ---- stem.c: English words --------------------------------------------------------------------------------- */
enum { STEM_BYTES = 40, STEM_WORDS = 3 /* of a phrase */ };
/* leaks, leaking, leaked → leak; n bytes of small letters and digits. */
void stem(const char *s, size_t n, char out[STEM_BYTES]);
static inline bool is_letter(uint32_t cp) /* of such a word */
{
    return (cp >= 'a' && cp <= 'z') || (cp >= '0' && cp <= '9');
}

/* ---- features.c: the tokens of a text --------------------------------------------------------------------- */
struct feature {
    uint32_t token, times;
    size_t at, len;       /* where it stands first; the ideas of one word stand at one place */
    float rarity, weight; /* once, and for its times: corpus_weigh */
};
struct spot { /* b3 building, l2 lift, za5 zone, p2 phase */
    char kind, number[16];
};
enum { FEATURES = 4000, PLACES = 16 }; /* of a text; further ones are left out */
struct features {
    char *text;        /* folded */
    struct feature *v; /* sorted by token, once each */
    size_t n;
    struct spot place[PLACES];
    size_t nplace;
    double length; /* squared, of all weights, and the damping: corpus_weigh */
};
void features_of(const struct wording *w, const char *text, struct features *out);
void features_free(struct features *f);
bool features_elsewhere(const struct features *a, const struct features *b); /* both name places, and other ones */

/* ---- corpus.c: rarity ------------------------------------------------------------------------------------- */
/* What is kept beside a register: 32 bits a token, sorted. */
static inline uint32_t token_pack(const struct feature *f)
{
    return f->token << TIMES_BITS | f->times;
}

enum { COUNTERS = 1 << 20, SIEVE = 2048, COMMON_SLOTS = 4096 /* more than twice the lines of similar-shares.tsv */ };
struct corpus { /* the records among which a token is rare or not */
    const struct wording *w;
    const struct similar_rule *rule;
    size_t records;  /* that were counted */
    size_t closed;   /* their number when rare was worked out */
    uint16_t *count; /* how many hold it; a counter is of two rare tokens now and then. NULL: in few, if wanted */
    struct counter *few;
    size_t nfew, wanted; /* slots, 2^n; of these used */
    bool fresh;          /* some are not counted yet: for each a bit of sieve, by the end of its number */
    uint32_t sieve[SIEVE];
    float *rare; /* rarity by count, of what is not common everywhere; 0 not worked out yet */
    float *idea; /* of each idea */
    struct common {
        uint32_t token;
        float rarity;
    } common[COMMON_SLOTS];                                /* open addressing; token 0: free */
    float counted[TIMES_MOST + 1], parted[TIMES_MOST + 1]; /* what a count does to the weight of a pair, of an idea */
};
void corpus_open(struct corpus *c, const struct wording *w, const struct similar_rule *rule);
/* A program that looks once counts only what it asks for: counting all takes longer than reading it. So a corpus begins
 * with corpus_want(), then corpus_count_wanted() with each record that counts, and done; from corpus_count_all() on it
 * is begun anew, and each is counted when it comes and goes. Either way with corpus_count(). */
void corpus_count(struct corpus *c, const uint32_t *v, size_t n, int by); /* a record's tokens, by 1 or -1 */
void corpus_count_all(struct corpus *c);
void corpus_want(struct corpus *c, uint32_t token);
void corpus_count_wanted(struct corpus *c, const uint32_t *v, size_t n);
void corpus_wanted_done(struct corpus *c);
void corpus_close(struct corpus *c); /* what counts was counted */
void corpus_free(struct corpus *c);
void corpus_weigh(const struct corpus *c, struct features *f);
/* The cosine with packed tokens, before anything is said about ideas alone or places, is sum / sqrt(f->length *
 * tokens_length). False when it is less than the rule asks for, whatever else they have; only tokens of f are weighed
 * for that. asked: where in f it may stand. */
enum { ASKED = 4096 };
bool tokens_near(const struct corpus *c, const struct features *f, const uint16_t asked[ASKED], const uint32_t *v,
                 size_t n, double *sum);
double tokens_length(const struct corpus *c, const uint32_t *v, size_t n); /* squared, and the damping */
void tokens_ask(const struct features *f, uint16_t asked[ASKED]);

/* ---- alike.c: likeness ------------------------------------------------------------------------------------ */
/* 0 to 1. Ideas alone that name no matter, and are one word in either text, count for nothing; nor does anything when
 * both name a building, lift, zone or phase, and none is the same. */
double features_alike(const struct corpus *c, const struct features *a, const struct features *b);
/* What both mention, weightiest first, in their words: 轿厢=电梯. */
void shared_words(const struct features *a, const struct features *b, struct buf *out);

#endif
