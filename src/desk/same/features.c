/* The features of a text: pairs of characters and words without boilerplate, ideas (things by any of their words),
 * places. */
#include "same/similar.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SHORT_WORD 3 /* letters; shorter words say nothing */

int feature_order(const struct feature *a, const struct feature *b)
{
    if (a->idea != b->idea)
        return a->idea < b->idea ? -1 : 1;
    return a->idea < 0 ? strcmp(a->s, b->s) : 0;
}

static int by_feature(const void *a, const void *b)
{
    return feature_order(a, b);
}

static int by_text(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

static void add_feature(const struct wording *w, struct features *f, const char *s, size_t n, int idea)
{
    if (f->n >= FEATURES)
        return;
    if (f->n % 32 == 0)
        f->v = mem_resize(f->v, f->n + 32, sizeof *f->v);
    f->v[f->n++] =
        (struct feature){.s = mem_dupn(s, n), .idea = idea, .weight = idea >= 0 ? wording_weight(w, idea) : 0};
}

static void add_known(const struct wording *w, struct features *f, const struct known_word *k, const char *s, size_t n)
{
    for (size_t i = 0; i < k->nideas; i++) {
        size_t many;
        const int *also = wording_also(w, k->idea[i], &many);
        add_feature(w, f, s, n, k->idea[i]);
        for (size_t j = 0; j < many; j++)
            add_feature(w, f, s, n, also[j]);
    }
}

/* ---- places ----------------------------------------------------------------------------------------------- */

/* 3, 十二, A: the number before 栋 or 楼; bytes read, 0 none. */
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

/* What the number counts; bytes read, 0: no place. Of 3号电梯 the lift is read as a word, too. */
static size_t place_kind(const char *s, char *kind)
{
    static const struct {
        const char *s;
        char kind;
    } measures[] = {{"号楼", 'b'}, {"号栋", 'b'}, {"号电梯", 'l'}, {"号客梯", 'l'}, {"号货梯", 'l'},
                    {"号梯", 'l'}, {"栋", 'b'},   {"幢", 'b'},     {"座", 'b'},     {"单元", 'u'},
                    {"层", 'f'},   {"楼", 'f'},   {"室", 'r'},     {"房", 'r'}};
    for (size_t i = 0; i < ARRAY_LEN(measures); i++)
        if (strncmp(s, measures[i].s, strlen(measures[i].s)) == 0) {
            *kind = measures[i].kind;
            return *kind == 'l' ? strlen("号") : strlen(measures[i].s);
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
struct english {                 /* the next words of letters */
    size_t word[STEM_WORDS + 1]; /* where each ends */
    char stems[STEM_WORDS * (STEM_BYTES + 1)];
    size_t stem[STEM_WORDS + 1]; /* where each ends in stems */
    size_t n;
};

static void read_english(const char *s, struct english *e)
{
    size_t at = 0;
    *e = (struct english){.n = 0};
    while (e->n < STEM_WORDS && is_letter((unsigned char)s[at])) {
        char one[STEM_BYTES];
        size_t n = 0, end = e->n ? e->stem[e->n - 1] : 0;
        while (is_letter((unsigned char)s[at + n]))
            n++;
        stem(s + at, n, one);
        (void)snprintf(e->stems + end, sizeof e->stems - end, "%s%s", e->n ? "_" : "", one);
        at += n;
        e->word[e->n] = at;
        e->stem[e->n++] = strlen(e->stems);
        at += s[at] == ' ' || s[at] == '-';
    }
}

/* The longest known phrase, else the word itself; bytes read. */
static size_t add_letters(const struct wording *w, struct features *f, const char *s)
{
    struct english e;
    read_english(s, &e);
    for (size_t i = e.n; i-- > 0;) {
        e.stems[e.stem[i]] = '\0';
        const struct known_word *k = wording_stems(w, e.stems);
        if (k) {
            add_known(w, f, k, s, e.word[i]);
            return e.word[i];
        }
    }
    if (e.word[0] >= SHORT_WORD)
        add_feature(w, f, e.stems, strlen(e.stems), -1);
    return e.word[0];
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
        size_t n, bytes;
        uint32_t cp = text_codepoint(s, &n);
        /* May begin with a place, then both are kept: 负二楼 is the garage, 一层灰 is dust. */
        const struct known_word *known = is_letter(cp) ? NULL : wording_at(w, s);
        size_t word = known ? known->n : 0;
        if ((bytes = add_place(out, s)) > 0) {
            if (word >= bytes)
                add_known(w, out, known, s, word);
            s += word > bytes ? word : bytes;
            prev = NULL;
        } else if (is_letter(cp)) {
            s += add_letters(w, out, s);
            prev = NULL;
        } else if (known) {
            add_known(w, out, known, s, known->n);
            s += known->n;
            prev = NULL;
        } else {
            bool part = text_is_han(cp) && !wording_binds(w, cp);
            if (part && prev)
                add_feature(w, out, prev, (size_t)(s + n - prev), -1);
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
