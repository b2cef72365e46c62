/* Matters told in different words, inside: what the wording says, and how alike two records are. */
#ifndef DESK_SIMILAR_H
#define DESK_SIMILAR_H

#include "desk_internal.h"

/* ---- wording.c: data/similar.txt ---------------------------------------------------------------------- */
struct wording; /* boilerplate, binding characters, words for one thing, figures */
int wording_load(struct wording **out) QT_MUST_USE;
void wording_free(struct wording *w);
enum measure { FIG_LEAST, FIG_SAME, FIG_DIFFERS, FIG_PLACE, FIG_ELSEWHERE, FIG_EVIDENCE, FIGURES };
double wording_figure(const struct wording *w, enum measure f); /* 1 = a full match */
bool wording_nobody(const struct wording *w, const char *name);
double wording_weight(const struct wording *w, int thing); /* of a usual pair of characters */
/* The words that stand for one thing, for the search index. */
const char *const *wording_words(const struct wording *w, int thing, size_t *n);

/* ---- features.c: a text as what it speaks of ------------------------------------------------------------- */
struct feature {
    char *s;       /* a pair of characters, or a word; NULL: a thing */
    int thing;     /* -1: none */
    double weight; /* the rarer, the more; 0 not known yet; of a thing: times the mean of the others */
};
struct features {
    struct feature *v; /* sorted, once each */
    size_t n;
    char **place; /* b3 building, f12 floor, l2 lift, u1 entrance, r1203 room; sorted, once each */
    size_t nplace;
};
enum { FEATURES = 240 }; /* of a text; further ones are not looked at */
void features_of(const struct wording *w, const char *text, struct features *out);
void features_free(struct features *f);
int feature_order(const struct feature *a, const struct feature *b);
/* 0 to 1: weighted share of what both speak of. Only a's features have weights; others get a's mean. Less than
 * `evidence` in common (in means) counts in part only: two short texts soon share a word. */
double features_alike(const struct features *a, const struct features *b, double evidence);
/* 1 both name one place, -1 different buildings or lifts, 0 neither. */
int places_compare(const struct features *a, const struct features *b);

/* ---- wording.c, for features.c ----------------------------------------------------------------------------- */
/* Longest known word that begins at s: its bytes, 0 none; *thing -1 for boilerplate. */
size_t wording_at(const struct wording *w, const char *s, int *thing);
/* The same for a whole word of letters. */
bool wording_word(const struct wording *w, const char *s, size_t n, int *thing);
bool wording_binds(const struct wording *w, uint32_t cp);

#endif
