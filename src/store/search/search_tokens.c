/* A field's value → the tokens it is found by. See search.h. */
#include "search/pinyin.h"
#include "search/search.h"

#define PINYIN_CHARS 64 /* of a value are also found by their readings */

struct reading {
    uint16_t syllable[PINYIN_READINGS + 1];
    size_t n;
    char initial[PINYIN_READINGS + 1]; /* different ones */
    size_t ninitials;
};

/* The characters before the one at hand, in one unbroken run. */
struct run {
    const char *prev;
    size_t prev_len;
    struct reading before, before2;
    uint16_t pending; /* second syllable of a surname of two characters, + 1 */
    size_t count;
};

enum char_class char_class(uint32_t cp)
{
    if (cp < 0x80) {
        if ((cp >= 'a' && cp <= 'z') || (cp >= '0' && cp <= '9') || (cp >= 'A' && cp <= 'Z'))
            return CHAR_WORD;
        return cp != 0 && strchr("-_./#'", (int)cp) != NULL ? CHAR_JOINER : CHAR_GAP;
    }
    if (cp == 0xB7 || cp == 0x2027 || cp == 0x2022 || cp == 0x30FB) /* the dot in 阿卜杜·热合曼 */
        return CHAR_SKIPPED;
    if (text_is_han(cp) || cp == 0x3007 || (cp >= 0x3040 && cp <= 0x31FF) || (cp >= 0xAC00 && cp <= 0xD7A3))
        return CHAR_WIDE;
    if (cp < 0xC0 || (cp >= 0x2000 && cp <= 0x2BFF) || (cp >= 0x3000 && cp <= 0x303F) || (cp >= 0xFE00 && cp <= 0xFFFF))
        return CHAR_GAP;
    return CHAR_WORD;
}

/* Most values are ASCII or common Chinese, which normalisation does not touch. */
static bool plain_text(const char *s)
{
    const unsigned char *p = (const unsigned char *)s;
    while (*p != '\0') {
        if (*p < 0x80)
            p++;
        else if (*p >= 0xE4 && *p <= 0xE9 && p[1] >= 0x80 && p[2] >= 0x80 && (*p > 0xE4 || p[1] >= 0xB8))
            p += 3;
        else
            return false;
    }
    return true;
}

char *search_fold(const char *s)
{
    if (!plain_text(s))
        return text_fold(s);
    char *out = mem_dup(s);
    for (char *p = out; *p != '\0'; p++)
        if (*p >= 'A' && *p <= 'Z')
            *p = (char)(*p - 'A' + 'a');
    return out;
}

static void add(struct buf *out, const char *s, size_t n)
{
    buf_addn(out, s, n);
    buf_addc(out, ' ');
}

size_t word_head(const char *s, size_t len, size_t chars)
{
    size_t at = 0;
    while (at < len) {
        bool begins = ((unsigned char)s[at] & 0xC0) != 0x80;
        if (begins && chars-- == 0)
            return at;
        at++;
    }
    return 0;
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

const char *word_read(const char *s, struct word *w)
{
    w->len = w->parts = 0;
    w->digits = false;
    bool joined = true; /* the next character begins a part */
    for (;;) {
        size_t n;
        enum char_class c = char_class(text_codepoint(s, &n));
        if (c == CHAR_JOINER) {
            size_t next;
            if (char_class(text_codepoint(s + n, &next)) != CHAR_WORD)
                break;
            joined = true;
        } else if (c == CHAR_WORD) {
            bool digit = is_digit(*s);
            if (w->len + n <= WORD_BYTES) {
                if (joined || digit != is_digit(w->s[w->len - 1]))
                    w->part[w->parts++] = w->len;
                memcpy(w->s + w->len, s, n);
                w->len += n;
                w->digits = w->digits || digit;
                joined = false;
            }
        } else {
            break;
        }
        s += n;
    }
    w->s[w->len] = '\0';
    w->part[w->parts] = w->len;
    return s;
}

size_t word_heads(const char *s, size_t len)
{
    size_t digits = 0;
    for (size_t i = 0; i < len; i++)
        digits += is_digit(s[i]);
    return digits == 0 ? 3 : digits == len ? 4 : 6;
}

static void add_heads(struct buf *out, const char *s, size_t len)
{
    size_t heads = word_heads(s, len);
    for (size_t chars = 2; chars <= heads; chars++) {
        size_t n = word_head(s, len, chars);
        if (n == 0)
            break;
        add(out, s, n);
    }
}

/* The last 4 digits of a number; of a land line the local number too, since it is told without area code, and of
 * one with a country code the mobile number. */
static void add_tails(struct buf *out, const char *s, size_t len)
{
    if (len > 4)
        add(out, s + len - 4, 4);
    size_t local = *s == '0' ? 8 : 11;
    if (len > local) {
        add(out, s + len - local, local);
        add_heads(out, s + len - local, local);
    }
}

static void add_word(struct buf *out, const struct word *w, enum search_kind kind)
{
    add(out, w->s, w->len);
    add_heads(out, w->s, w->len);
    if (kind == SEARCH_TAIL && w->digits)
        add_tails(out, w->s, w->len);
    for (size_t i = 0; w->parts > 1 && i < w->parts; i++) {
        const char *s = w->s + w->part[i];
        size_t len = w->part[i + 1] - w->part[i];
        add(out, s, len);
        if (i > 0)
            add_heads(out, s, len);
        if (kind == SEARCH_TAIL && is_digit(*s))
            add_tails(out, s, len);
    }
}

static void add_reading(struct reading *r, uint16_t syllable)
{
    for (size_t i = 0; i < r->n; i++)
        if (r->syllable[i] == syllable)
            return;
    r->syllable[r->n++] = syllable;
    char initial = pinyin_syllables[syllable][0];
    for (size_t i = 0; i < r->ninitials; i++)
        if (r->initial[i] == initial)
            return;
    r->initial[r->ninitials++] = initial;
}

static struct reading read_char(struct run *run, uint32_t cp, uint32_t next)
{
    struct reading r = {.n = 0};
    uint16_t found[PINYIN_READINGS], surname[2];
    if (run->pending != 0)
        add_reading(&r, (uint16_t)(run->pending - 1));
    run->pending = 0;
    if (run->count == 0) {
        size_t n = pinyin_surname(cp, next, surname);
        if (n > 0)
            add_reading(&r, surname[0]);
        if (n == 2)
            run->pending = (uint16_t)(surname[1] + 1);
    }
    size_t n = pinyin_readings(cp, found);
    for (size_t i = 0; i < n && r.n <= PINYIN_READINGS; i++)
        add_reading(&r, found[i]);
    return r;
}

static void add_syllable(struct buf *out, uint16_t syllable)
{
    buf_addc(out, '=');
    buf_add(out, pinyin_syllables[syllable]);
}

static void add_pinyin(struct buf *out, struct run *run, const struct reading *r)
{
    const struct reading *b = &run->before, *b2 = &run->before2;
    for (size_t i = 0; i < r->n; i++) {
        add_syllable(out, r->syllable[i]);
        buf_addc(out, ' ');
        for (size_t k = 0; k < b->n; k++) {
            add_syllable(out, b->syllable[k]);
            add_syllable(out, r->syllable[i]);
            buf_addc(out, ' ');
        }
    }
    for (size_t i = 0; i < r->ninitials; i++) {
        add(out, (char[]){'+', r->initial[i]}, 2);
        for (size_t k = 0; k < b->ninitials; k++) {
            add(out, (char[]){'+', b->initial[k], r->initial[i]}, 3);
            for (size_t j = 0; j < b2->ninitials; j++)
                add(out, (char[]){'+', b2->initial[j], b->initial[k], r->initial[i]}, 4);
        }
    }
    run->before2 = run->before;
    run->before = *r;
}

static void add_wide(struct buf *out, struct run *run, bool pinyin, const char *s, size_t n)
{
    add(out, s, n);
    if (run->prev != NULL) {
        buf_addn(out, run->prev, run->prev_len);
        add(out, s, n);
    }
    if (pinyin && run->count < PINYIN_CHARS) {
        size_t bytes;
        struct reading r = read_char(run, text_codepoint(s, &bytes), text_codepoint(s + n, &bytes));
        add_pinyin(out, run, &r);
    }
    run->prev = s;
    run->prev_len = n;
    run->count++;
}

void search_words(struct buf *out, enum search_kind kind, const char *value)
{
    if (kind == SEARCH_NONE || value == NULL || *value == '\0')
        return;
    char *folded = search_fold(value);
    struct run run = {.prev = NULL};
    struct word w;
    for (const char *s = folded; *s != '\0';) {
        size_t n;
        uint32_t cp = text_codepoint(s, &n);
        switch (char_class(cp)) {
        case CHAR_WIDE:
            add_wide(out, &run, kind == SEARCH_PINYIN, s, n);
            break;
        case CHAR_WORD:
            run = (struct run){.prev = NULL};
            s = word_read(s, &w);
            add_word(out, &w, kind);
            continue;
        case CHAR_SKIPPED:
            break;
        default:
            if (kind != SEARCH_PINYIN || cp != ' ') /* a name may be spaced out: 张 三 */
                run = (struct run){.prev = NULL};
        }
        s += n;
    }
    free(folded);
}

void search_number(struct buf *out, const char *number)
{
    char *folded = search_fold(number);
    const char *s = folded;
    while (*s != '\0') {
        size_t n;
        if (char_class(text_codepoint(s, &n)) == CHAR_WORD) {
            struct word w;
            s = word_read(s, &w);
            add(out, w.s, w.len);
            if (w.parts > 1)
                add(out, w.s + w.part[w.parts - 1], w.len - w.part[w.parts - 1]);
        } else {
            s += n;
        }
    }
    free(folded);
}
