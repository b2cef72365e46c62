/* A text as what it speaks of: pairs of characters and words without boilerplate, things by whatever word, places. */
#include "similar.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define SHORT_WORD 3 /* letters; shorter words say nothing */

int feature_order(const struct feature *a, const struct feature *b)
{
    if (a->thing != b->thing)
        return a->thing < b->thing ? -1 : 1;
    return a->s && b->s ? strcmp(a->s, b->s) : 0;
}

static int by_feature(const void *a, const void *b)
{
    return feature_order(a, b);
}

static int by_text(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

static void add(const struct wording *w, struct features *f, const char *s, size_t n, int thing)
{
    if (f->n >= FEATURES)
        return;
    if (f->n % 32 == 0)
        f->v = mem_resize(f->v, f->n + 32, sizeof *f->v);
    f->v[f->n++] = (struct feature){
        .s = s ? mem_dupn(s, n) : NULL, .thing = thing, .weight = thing >= 0 ? wording_weight(w, thing) : 0};
}

/* ---- places ----------------------------------------------------------------------------------------------- */

/* 3, 十二, A: what stands before 栋 or 楼; bytes read, 0 none. */
static size_t place_number(const char *s, struct buf *out)
{
    static const char *const digit[] = {"零", "一", "二", "三", "四", "五", "六", "七", "八", "九"};
    size_t at = 0;
    int number = 0;
    bool chinese = false;
    while ((s[at] >= '0' && s[at] <= '9') && at < 4)
        at++;
    if (at == 0 && s[0] >= 'a' && s[0] <= 'z')
        at = 1;
    if (at > 0) {
        buf_addn(out, s, at);
        return at;
    }
    for (bool more = true; more;) {
        more = false;
        if (strncmp(s + at, "十", 3) == 0) {
            number = number ? number * 10 : 10;
            at += 3;
            more = chinese = true;
        }
        for (int i = 1; i < 10 && !more; i++)
            if (strncmp(s + at, digit[i], 3) == 0) {
                number += i;
                at += 3;
                more = chinese = true;
            }
    }
    if (chinese)
        buf_addf(out, "%d", number);
    return at;
}

/* What the number counts; bytes read, 0: no place. */
static size_t place_kind(const char *s, char *kind)
{
    static const struct {
        const char *s;
        char kind;
    } measures[] = {{"号楼", 'b'}, {"号栋", 'b'}, {"号电梯", 'l'}, {"号客梯", 'l'}, {"号货梯", 'l'},
                    {"号梯", 'l'}, {"栋", 'b'},   {"幢", 'b'},     {"座", 'b'},     {"单元", 'u'},
                    {"层", 'f'},   {"楼", 'f'},   {"室", 'r'},     {"房", 'r'}};
    for (size_t i = 0; i < sizeof measures / sizeof *measures; i++)
        if (strncmp(s, measures[i].s, strlen(measures[i].s)) == 0) {
            *kind = measures[i].kind;
            return strlen(measures[i].s);
        }
    return 0;
}

static size_t add_place(struct features *f, const char *s)
{
    struct buf number = {0};
    size_t below = strncmp(s, "负", 3) == 0 ? 3 : strncmp(s, "地下", 6) == 0 ? 6 : 0;
    size_t n = place_number(s + below, &number), m = 0;
    char kind = 0;
    if (n > 0)
        m = place_kind(s + below + n, &kind);
    if (m > 0) {
        f->place = mem_resize(f->place, f->nplace + 1, sizeof *f->place);
        f->place[f->nplace++] = mem_printf("%c%s%s", kind, below ? "-" : "", number.s);
    }
    buf_free(&number);
    return m > 0 ? below + n + m : 0;
}

/* ---- words ------------------------------------------------------------------------------------------------ */
static bool is_letter(uint32_t cp)
{
    return (cp >= 'a' && cp <= 'z') || (cp >= '0' && cp <= '9');
}

static size_t add_letters(const struct wording *w, struct features *f, const char *s)
{
    size_t n = 0;
    int thing;
    while (is_letter((unsigned char)s[n]))
        n++;
    if (wording_word(w, s, n, &thing)) {
        if (thing >= 0)
            add(w, f, NULL, 0, thing);
    } else if (n >= SHORT_WORD) {
        add(w, f, s, n, -1);
    }
    return n;
}

static void once_each(struct features *f)
{
    size_t n = 0;
    if (f->n > 0)
        qsort(f->v, f->n, sizeof *f->v, by_feature);
    for (size_t i = 0; i < f->n; i++)
        if (n > 0 && feature_order(&f->v[n - 1], &f->v[i]) == 0)
            free(f->v[i].s);
        else
            f->v[n++] = f->v[i];
    f->n = n;
    if (f->nplace > 0)
        qsort(f->place, f->nplace, sizeof *f->place, by_text);
}

void features_of(const struct wording *w, const char *text, struct features *out)
{
    char *folded = text_fold(text);
    const char *prev = NULL; /* the character before, when it can be the first of a pair */
    *out = (struct features){0};
    for (const char *s = folded; *s && out->n < FEATURES;) {
        size_t n, known, bytes;
        int thing;
        uint32_t cp = text_codepoint(s, &n);
        if ((bytes = add_place(out, s)) > 0) {
            s += bytes;
            prev = NULL;
        } else if (is_letter(cp)) {
            s += add_letters(w, out, s);
            prev = NULL;
        } else if ((known = wording_at(w, s, &thing)) > 0) {
            if (thing >= 0)
                add(w, out, NULL, 0, thing);
            s += known;
            prev = NULL;
        } else {
            bool part = text_is_han(cp) && !wording_binds(w, cp);
            if (part && prev)
                add(w, out, prev, (size_t)(s + n - prev), -1);
            prev = part ? s : NULL;
            s += n;
        }
    }
    free(folded);
    once_each(out);
}

void features_free(struct features *f)
{
    for (size_t i = 0; i < f->n; i++)
        free(f->v[i].s);
    for (size_t i = 0; i < f->nplace; i++)
        free(f->place[i]);
    free(f->v);
    free(f->place);
    *f = (struct features){0};
}

/* ---- comparing -------------------------------------------------------------------------------------------- */
static double weight_of(const struct feature *f, double mean)
{
    if (f->thing >= 0)
        return mean * f->weight;
    return f->weight > 0 ? f->weight : mean;
}

double features_alike(const struct features *a, const struct features *b, double evidence)
{
    double sum = 0, mine = 0, theirs = 0, both = 0;
    size_t weighted = 0, k = 0;
    for (size_t i = 0; i < a->n; i++)
        if (a->v[i].thing < 0 && a->v[i].weight > 0) {
            sum += a->v[i].weight;
            weighted++;
        }
    double mean = weighted ? sum / (double)weighted : 1;
    for (size_t i = 0; i < a->n; i++)
        mine += weight_of(&a->v[i], mean);
    for (size_t i = 0; i < b->n; i++) {
        while (k < a->n && feature_order(&a->v[k], &b->v[i]) < 0)
            k++;
        bool shared = k < a->n && feature_order(&a->v[k], &b->v[i]) == 0;
        double weight = weight_of(shared ? &a->v[k] : &b->v[i], mean);
        theirs += weight;
        both += shared ? weight : 0;
    }
    if (mine <= 0 || theirs <= 0)
        return 0;
    double alike = both / sqrt(mine * theirs);
    return both < evidence * mean ? alike * both / (evidence * mean) : alike;
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
