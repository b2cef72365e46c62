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
uint64_t wording_stamp(const struct wording *w); /* other words have another one */
bool wording_nobody(const struct wording *w, const char *name);
bool wording_binds(const struct wording *w, uint32_t cp);
uint32_t wording_token(const char *s, size_t n);               /* of a pair or a word */
double wording_share(const struct wording *w, uint32_t token); /* of all messages, those that hold it: 0 to 1 */

enum kind { KIND_MATTER, KIND_OBJECT, KIND_TROUBLE, KIND_WHERE, KIND_ASIDE, KINDS };
struct idea {
    char *name;
    enum kind kind;
    bool matter; /* names by itself what it is about */
};
const struct idea *wording_idea(const struct wording *w, uint32_t token);

/* A word of the file: the ideas it means, none when it is boilerplate. */
enum { WORD_IDEAS = 12 };
struct known_word {
    char *s; /* folded; of letters: stems with _ between */
    size_t n;
    int idea[WORD_IDEAS];
    size_t nideas;
    struct known_word *next;
};
/* The longest one that begins at s; whole: that is all of s, for stems with _ between. NULL none. */
const struct known_word *wording_word(const struct wording *w, const char *s, bool whole);

/* ---- stem.c: English words --------------------------------------------------------------------------------- */
enum { STEM_BYTES = 40, STEM_WORDS = 3 /* of a phrase */ };
/* leaks, leaking, leaked → leak; n bytes of small letters and digits. */
void stem(const char *s, size_t n, char out[STEM_BYTES]);
bool is_letter(uint32_t cp); /* of such a word */

/* ---- features.c: the tokens of a text --------------------------------------------------------------------- */
struct feature {
    uint32_t token, times;
    size_t at, len; /* where it stands first; the ideas of one word stand at one place */
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
};
void features_of(const struct wording *w, const char *text, struct features *out);
void features_free(struct features *f);

/* ---- alike.c: rarity and likeness ------------------------------------------------------------------------- */
struct corpus { /* the records among which a token is rare or not */
    const struct wording *w;
    const struct similar_rule *rule;
    size_t records; /* that were counted */
    struct slot {   /* open addressing; number 0: free */
        uint32_t token, number;
    } * table;
    size_t cap;
    struct seen {
        uint32_t token, records;
        float rarity; /* corpus_close */
    } * v;
    size_t n;
    float counted[TIMES_MOST + 1], parted[TIMES_MOST + 1]; /* what a count does to the weight of a pair, of an idea */
};
uint32_t corpus_token(struct corpus *c, uint32_t token);    /* its number; new ones are held by no record yet */
void corpus_expect(const struct corpus *c, uint32_t token); /* it is asked for soon: the table is larger than a cache */
void corpus_close(struct corpus *c);                        /* all were counted */
void corpus_free(struct corpus *c);
double corpus_weight(const struct corpus *c, uint32_t number, uint32_t times);
/* 0 to 1. Ideas alone that name no matter, and are one word in either text, count for nothing; nor does anything when
 * both name a building, lift, zone or phase, and none is the same. */
double features_alike(struct corpus *c, const struct features *a, const struct features *b);
/* What both mention, weightiest first, in their words: 轿厢=电梯. */
void shared_words(struct corpus *c, const struct features *a, const struct features *b, struct buf *out);

#endif
