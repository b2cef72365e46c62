#include "search/pinyin.h"

#include <string.h>

size_t pinyin_readings(uint32_t cp, uint16_t out[PINYIN_READINGS])
{
    if (cp >= pinyin_limit)
        return 0;
    const uint16_t *set = pinyin_sets[pinyin_page[pinyin_pages[cp / PINYIN_PAGE]][cp % PINYIN_PAGE]];
    size_t n = 0;
    while (n < PINYIN_READINGS && set[n] != 0) {
        out[n] = (uint16_t)(set[n] - 1);
        n++;
    }
    return n;
}

static const struct pinyin_surname *find_surname(uint32_t first, uint32_t second)
{
    size_t lo = 0, hi = pinyin_nsurnames;
    while (lo < hi) {
        size_t mid = lo + (hi - lo) / 2;
        const struct pinyin_surname *s = &pinyin_surnames[mid];
        if (s->cp[0] < first || (s->cp[0] == first && s->cp[1] < second))
            lo = mid + 1;
        else
            hi = mid;
    }
    const struct pinyin_surname *s = &pinyin_surnames[lo];
    return lo < pinyin_nsurnames && s->cp[0] == first && s->cp[1] == second ? s : NULL;
}

size_t pinyin_surname(uint32_t first, uint32_t second, uint16_t out[2])
{
    const struct pinyin_surname *s = second != 0 ? find_surname(first, second) : NULL;
    size_t n = 2;
    if (s == NULL) {
        s = find_surname(first, 0);
        n = 1;
    }
    if (s == NULL)
        return 0;
    memcpy(out, s->syllable, sizeof s->syllable);
    return n;
}

/* First syllable that is not below s[0..n); with past, the first behind all that begin with it. */
static uint16_t bound(const char *s, size_t n, bool past)
{
    uint16_t lo = 0, hi = pinyin_nsyllables;
    while (lo < hi) {
        uint16_t mid = (uint16_t)(lo + (hi - lo) / 2);
        int c = strncmp(pinyin_syllables[mid], s, n);
        if (c < 0 || (past && c == 0))
            lo = (uint16_t)(mid + 1);
        else
            hi = mid;
    }
    return lo;
}

bool pinyin_prefix(const char *s, size_t n, uint16_t *from, uint16_t *to)
{
    *from = bound(s, n, false);
    *to = bound(s, n, true);
    return *from < *to;
}
