/* The tokens of a text: ideas (things by any of their words), pairs of neighbouring characters and words without
 * boilerplate; and its places. */
#include "same/similar.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int by_token(const void *a, const void *b)
{
    const struct feature *x = a, *y = b;
    return x->token != y->token ? (x->token < y->token ? -1 : 1) : x->at < y->at ? -1 : x->at > y->at;
}

static void add_feature(struct features *f, uint32_t token, size_t times, const char *s, size_t len)
{
    if (f->n >= FEATURES)
        return;
    if (f->n % 64 == 0)
        f->v = mem_resize(f->v, f->n + 64, sizeof *f->v);
    f->v[f->n++] = (struct feature){token, (uint32_t)times, (size_t)(s - f->text), len, 0, 0};
}

static void add_plain(struct features *f, const char *token, size_t n, const char *s, size_t len)
{
    add_feature(f, wording_token(token, n), 1, s, len);
}

static void add_known(struct features *f, const struct known_word *k, const char *s, size_t len)
{
    for (size_t i = 0; i < k->nideas; i++)
        add_feature(f, TOKEN_IDEA | (uint32_t)k->idea[i], k->nideas, s, len);
}

/* ---- places ----------------------------------------------------------------------------------------------- */

/* 3, 十二, A, A5: the number before 栋 or 区; bytes read, 0 none. */
static size_t place_number(const char *s, char number[16])
{
    static const char *const digit[] = {"十", "一", "二", "三", "四", "五", "六", "七", "八", "九"};
    size_t at = s[0] >= 'a' && s[0] <= 'z', from = at, n;
    int value = 0;
    while (s[at] >= '0' && s[at] <= '9' && at - from < 4)
        at++;
    if (at > 0) {
        (void)snprintf(number, 16, "%.*s", (int)at, s);
        return at;
    }
    do {
        n = at;
        for (int i = 0; i < 10 && at == n; i++)
            if (s[at] == digit[i][0] && s[at + 1] == digit[i][1] && s[at + 2] == digit[i][2]) {
                value = i > 0 ? value + i : value > 0 ? value * 10 : 10;
                at += 3;
            }
    } while (at > n && at < 9);
    if (at > 0)
        (void)snprintf(number, 16, "%d", value);
    return at;
}

/* A place at s; bytes that are no words any more, 0: they are read on. Of 3号电梯 the lift is a word; floors, entrances
 * and rooms are passed over, as two people of one floor need not speak of one matter. */
static size_t add_place(struct features *f, const char *s)
{
    static const struct {
        const char *s;
        char kind;
    } measures[] = {{"号楼", 'b'}, {"号栋", 'b'}, {"号电梯", 'l'}, {"号客梯", 'l'}, {"号货梯", 'l'}, {"号梯", 'l'},
                    {"栋", 'b'},   {"幢", 'b'},   {"座", 'b'},     {"区", 'z'},     {"县", 'z'},     {"期", 'p'},
                    {"单元", 'u'}, {"层", 'f'},   {"楼", 'f'},     {"室", 'r'},     {"房", 'r'}};
    struct spot place;
    size_t below = strncmp(s, "负", 3) == 0 ? 3 : strncmp(s, "地下", 6) == 0 ? 6 : 0;
    size_t n = place_number(s + below, place.number), i = 0;
    while (n > 0 && i < ARRAY_LEN(measures) && strncmp(s + below + n, measures[i].s, strlen(measures[i].s)) != 0)
        i++;
    if (n == 0 || i == ARRAY_LEN(measures))
        return 0;
    place.kind = measures[i].kind;
    if (strchr("blzp", place.kind) && f->nplace < PLACES)
        f->place[f->nplace++] = place;
    return strchr("zp", place.kind) && is_letter((unsigned char)s[0])
               ? 0
               : below + n + strlen(place.kind == 'l' ? "号" : measures[i].s);
}

/* ---- words ------------------------------------------------------------------------------------------------ */

/* The longest known phrase of up to three words, else the word itself; bytes read. */
static size_t add_letters(const struct wording *w, struct features *f, const char *s)
{
    char stems[STEM_WORDS * (STEM_BYTES + 1)];
    size_t word[STEM_WORDS], end[STEM_WORDS], n = 0, at = 0, len = 0;
    for (; n < STEM_WORDS && is_letter((unsigned char)s[at]); n++) {
        size_t from = at;
        while (is_letter((unsigned char)s[at]))
            at++;
        if (n > 0)
            stems[len++] = '_';
        stem(s + from, at - from, stems + len);
        end[n] = len += strlen(stems + len);
        word[n] = at;
        at += s[at] == ' ' || s[at] == '-';
    }
    for (size_t i = n; i-- > 0;) {
        stems[end[i]] = '\0';
        const struct known_word *k = wording_word(w, stems, true);
        if (k) {
            add_known(f, k, s, word[i]);
            return word[i];
        }
    }
    if (word[0] > 1)
        add_plain(f, stems, end[0], s, word[0]);
    return word[0];
}

static bool holds_digit(const char *s, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (s[i] >= '0' && s[i] <= '9')
            return true;
    return false;
}

/* Words and pairs are counted, an idea stands as its first word has it. */
static void count_each(struct features *f)
{
    size_t n = 0;
    if (f->n > 0)
        qsort(f->v, f->n, sizeof *f->v, by_token);
    for (size_t i = 0; i < f->n; i++) {
        if (n == 0 || f->v[n - 1].token != f->v[i].token)
            f->v[n++] = f->v[i];
        else if (f->v[i].token < TOKEN_IDEA && f->v[n - 1].times < TIMES_MOST)
            f->v[n - 1].times++;
    }
    f->n = n;
}

void features_of(const struct wording *w, const char *text, struct features *out)
{
    *out = (struct features){.text = text_fold(text)};
    const char *prev = NULL; /* the character before, or the run of digits, when it can be the first of a pair */
    size_t bytes;
    for (const char *s = out->text; *s; s += bytes) {
        size_t n, place = add_place(out, s);
        uint32_t cp = text_codepoint(s, &n);
        const struct known_word *known = is_letter(cp) ? NULL : wording_word(w, s, false);
        bool han = !known && text_is_han(cp) && !wording_binds(w, cp), single = known && known->n == n;
        bytes = known ? known->n : n;
        if (place > bytes || (place > 0 && !known)) { /* 负二楼 is the garage, 一层灰 is dust */
            bytes = place;
            prev = NULL;
            continue;
        }
        if (is_letter(cp))
            bytes = add_letters(w, out, s);
        if (known)
            add_known(out, known, s, bytes);
        if (prev && (han || (single && known->nideas > 0)))
            add_plain(out, prev, (size_t)(s + n - prev), prev, (size_t)(s + n - prev));
        bool first = han || (single && known->nideas > 0) || (is_letter(cp) && holds_digit(s, bytes));
        prev = first ? s : NULL;
    }
    count_each(out);
}

void features_free(struct features *f)
{
    free(f->text);
    free(f->v);
    *f = (struct features){0};
}
