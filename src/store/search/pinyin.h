/* Readings of Chinese characters: toneless pinyin, ü as v. The tables are generated when the program
 * is built (pinyin_table.py). A syllable is an index into pinyin_syllables, which is sorted. */
#ifndef STORE_PINYIN_H
#define STORE_PINYIN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define PINYIN_READINGS 4 /* of one character, at most */
#define PINYIN_PAGE 64    /* code points that share an entry of pinyin_pages */

/* pinyin_table.c */
extern const char *const pinyin_syllables[];
extern const uint16_t pinyin_nsyllables;
extern const uint32_t pinyin_limit;                   /* first code point behind the table */
extern const uint16_t pinyin_pages[];                 /* code point / PINYIN_PAGE → page */
extern const uint16_t pinyin_page[][PINYIN_PAGE];     /* → reading set, 0 = none */
extern const uint16_t pinyin_sets[][PINYIN_READINGS]; /* syllable + 1, 0 ends */
struct pinyin_surname {
    uint32_t cp[2];       /* cp[1] 0: a surname of one character */
    uint16_t syllable[2]; /* as in pinyin_syllables */
};
extern const struct pinyin_surname pinyin_surnames[]; /* sorted by cp */
extern const size_t pinyin_nsurnames;

/* Readings of cp, the usual one first; returns how many, 0 when cp has none. */
size_t pinyin_readings(uint32_t cp, uint16_t out[PINYIN_READINGS]);
/* How a name that begins with first, second reads as a surname: 2 or 1 characters taken (0: as usual). */
size_t pinyin_surname(uint32_t first, uint32_t second, uint16_t out[2]);
/* The range [*from, *to) of syllables that begin with s[0..n); false when there is none. */
bool pinyin_prefix(const char *s, size_t n, uint16_t *from, uint16_t *to);

#endif
