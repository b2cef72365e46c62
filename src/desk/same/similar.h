/* desk, inside: one matter reported in different words. The word list, the features of a text, the likeness of two
 * records. */
#ifndef DESK_SIMILAR_H
#define DESK_SIMILAR_H

#include "desk_internal.h"

/* ---- wording.c: data/similar.txt ---------------------------------------------------------------------- */
struct wording; /* boilerplate, binding characters, words for one idea, figures */
/* The program's file, then the house's beside the database, whose lines add to it. When only the house's has a line
 * that cannot be read, *out has all others and the fault names it. */
int wording_load(const char *db_path, struct wording **out) QT_MUST_USE;
void wording_free(struct wording *w);
enum measure {
    FIG_LEAST,
    FIG_OBJECT,
    FIG_TROUBLE,
    FIG_SAME,
    FIG_DIFFERS,
    FIG_PLACE,
    FIG_ELSEWHERE,
    FIG_PAIRS,
    FIG_EVIDENCE,
    FIG_GROUND,
    FIG_WEAK,
    FIG_LINKED,
    FIG_STRONG,
    FIG_BARE,
    FIG_THING,
    FIG_SPECIAL,
    FIG_BEND,
    FIG_LEAN,
    FIG_NOTE,
    FIG_WEIGHTS, /* of a kind, from here on */
};
enum kind { KIND_MATTER, KIND_OBJECT, KIND_TROUBLE, KIND_WHERE, KIND_ASIDE, KINDS };
double wording_figure(const struct wording *w, enum measure f); /* 1 = a full match */
bool wording_nobody(const struct wording *w, const char *name);
enum kind wording_kind(const struct wording *w, int idea);
double wording_weight(const struct wording *w, int idea);
/* Further ideas that its words mean, too. */
const int *wording_also(const struct wording *w, int idea, size_t *n);
/* The words that mean one idea, for the search index. */
const char *const *wording_words(const struct wording *w, int idea, size_t *n);

/* A word of the file: the ideas it means, none when it is boilerplate. */
enum { WORD_IDEAS = 4 };
struct known_word {
    char *s; /* folded; of letters: stems with _ between */
    size_t n;
    int idea[WORD_IDEAS];
    size_t nideas;
    struct known_word *next;
};
/* The longest one that begins at s; Chinese. */
const struct known_word *wording_at(const struct wording *w, const char *s);
/* The same for stems with _ between. */
const struct known_word *wording_stems(const struct wording *w, const char *s);
bool wording_binds(const struct wording *w, uint32_t cp);

/* ---- stem.c: English words --------------------------------------------------------------------------------- */
enum { STEM_BYTES = 40, STEM_WORDS = 3 /* of a phrase */ };
/* leaks, leaking, leaked → leak; n bytes of small letters and digits. */
void stem(const char *s, size_t n, char out[STEM_BYTES]);
bool is_letter(uint32_t cp); /* of such a word */

/* ---- features.c: the features of a text ------------------------------------------------------------- */
struct feature {
    char *s;       /* a pair of characters, a word; of an idea: as it was said */
    int idea;      /* -1: none */
    double weight; /* the rarer, the more; 0 not known yet */
};
struct features {
    struct feature *v; /* sorted, ideas behind, once each */
    size_t n;
    char **place; /* b3 building, f12 floor, l2 lift, u1 entrance, r1203 room; sorted, once each */
    size_t nplace;
};
enum { FEATURES = 240 }; /* of a text; further ones are left out */
void features_of(const struct wording *w, const char *text, struct features *out);
void features_free(struct features *f);
int feature_order(const struct feature *a, const struct feature *b);

/* ---- alike.c: comparing ------------------------------------------------------------------------------------ */
/* About 0 to 1, less when their things or troubles differ. Only a's words have weights; others get a's mean. */
double features_alike(const struct wording *w, const struct features *a, const struct features *b);
/* 1 both name one place, -1 different buildings or lifts, 0 neither. */
int places_compare(const struct features *a, const struct features *b);
/* What both mention, weightiest first, in their words: 轿厢=电梯. */
void shared_words(const struct features *a, const struct features *b, struct buf *out);

#endif
