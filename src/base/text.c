/* UTF-8: decoding, the sanitiser, folding, trimming. */
#include "qiantai/base.h"
#include "utf8.h"
#include <utf8proc.h>

/* Marks that a terminal cell can hold above its base character; more would be drawn nowhere. */
#define MARKS_MAX 4

uint32_t utf8_get(const char *s, size_t n, size_t *bytes)
{
    static const uint32_t smallest[] = {0, 0, 0x80, 0x800, 0x10000};
    const unsigned char *u = (const unsigned char *)s;
    size_t want = u[0] < 0x80 ? 1 : u[0] < 0xC2 ? 0 : u[0] < 0xE0 ? 2 : u[0] < 0xF0 ? 3 : u[0] < 0xF5 ? 4 : 0;
    *bytes = 1;
    if (want == 1)
        return u[0];
    if (want == 0 || want > n)
        return UTF8_BAD;
    uint32_t cp = u[0] & (0x7Fu >> want);
    for (size_t i = 1; i < want; i++) {
        if ((u[i] & 0xC0) != 0x80)
            return UTF8_BAD;
        cp = cp << 6 | (u[i] & 0x3Fu);
    }
    if (cp < smallest[want] || cp > 0x10FFFF || (cp >= 0xD800 && cp <= 0xDFFF))
        return UTF8_BAD;
    *bytes = want;
    return cp;
}

size_t utf8_put(char *to, uint32_t cp)
{
    return (size_t)utf8proc_encode_char((utf8proc_int32_t)cp, (utf8proc_uint8_t *)to);
}

uint32_t text_codepoint(const char *s, size_t *bytes)
{
    size_t n = strnlen(s, 4), used = 0;
    uint32_t cp = n ? utf8_get(s, n, &used) : 0;
    if (bytes)
        *bytes = used;
    return cp == UTF8_BAD ? 0xFFFD : cp;
}

bool text_valid(const char *s, size_t n)
{
    size_t used;
    for (size_t i = 0; i < n; i += used) {
        used = 1;
        if ((unsigned char)s[i] >= 0x80 && utf8_get(s + i, n - i, &used) == UTF8_BAD)
            return false;
    }
    return true;
}

bool text_is_han(uint32_t cp)
{
    return (cp >= 0x4E00 && cp <= 0x9FFF) || (cp >= 0x3400 && cp <= 0x4DBF) || (cp >= 0x20000 && cp <= 0x323AF) ||
           (cp >= 0xF900 && cp <= 0xFAFF) || cp == 0x3005 || cp == 0x3007;
}

/* Invisible or order-changing: Unicode's default ignorables (bidi controls, joiners, selectors, tags,
 * fillers), interlinear annotation, and code points that are no characters. */
static bool is_hidden(uint32_t cp)
{
    static const struct {
        uint32_t from, to;
    } range[] = {
        {0x00AD, 0x00AD},   {0x034F, 0x034F},   {0x061C, 0x061C},   {0x115F, 0x1160}, {0x17B4, 0x17B5},
        {0x180B, 0x180F},   {0x200B, 0x200F},   {0x202A, 0x202E},   {0x2060, 0x206F}, {0x3164, 0x3164},
        {0xFDD0, 0xFDEF},   {0xFE00, 0xFE0F},   {0xFEFF, 0xFEFF},   {0xFFA0, 0xFFA0}, {0xFFF0, 0xFFFB},
        {0x1BCA0, 0x1BCA3}, {0x1D173, 0x1D17A}, {0xE0000, 0xE0FFF},
    };

    if ((cp & 0xFFFE) == 0xFFFE)
        return true;
    for (size_t i = 0; i < ARRAY_LEN(range); i++)
        if (cp <= range[i].to)
            return cp >= range[i].from;
    return false;
}

static bool is_mark(uint32_t cp)
{
    utf8proc_category_t kind = utf8proc_category((utf8proc_int32_t)cp);

    return kind == UTF8PROC_CATEGORY_MN || kind == UTF8PROC_CATEGORY_ME;
}

/* utf8proc over n bytes of valid text; an exhausted memory ends the program here too. */
static char *map_text(const char *s, size_t n, utf8proc_option_t options)
{
    utf8proc_uint8_t *out = NULL;

    while (utf8proc_map((const utf8proc_uint8_t *)s, (utf8proc_ssize_t)n, &out, options) < 0)
        out = mem_resize(NULL, SIZE_MAX, 2);
    return (char *)out;
}

struct cleaner {
    char *out;
    size_t len;
    int marks;      /* in a row */
    bool compose;   /* something NFC may change */
    bool multiline; /* newlines and tabs stay */
};

static void clean_break(struct cleaner *c, char kept)
{
    c->out[c->len++] = c->multiline ? kept : ' ';
    c->marks = 0;
}

/* One code point that is not printable ASCII and not plain wide. */
static void clean_other(struct cleaner *c, uint32_t cp, const char *s, size_t bytes)
{
    if (cp == '\n' || cp == 0x2028 || cp == 0x2029) {
        clean_break(c, '\n');
        return;
    }
    if (cp == '\t') {
        clean_break(c, '\t');
        return;
    }
    if (cp < 0x20 || (cp >= 0x7F && cp < 0xA0) || cp == UTF8_BAD || is_hidden(cp))
        return;
    if (cp >= 0x300) {
        c->compose = true;
        c->marks = is_mark(cp) ? c->marks + 1 : 0;
        if (c->marks > MARKS_MAX)
            return;
    } else {
        c->marks = 0;
    }
    memcpy(c->out + c->len, s, bytes);
    c->len += bytes;
}

char *text_clean(const char *s, size_t n, bool multiline, bool *changed)
{
    struct cleaner c = {.out = mem_resize(NULL, n + 1, 1), .multiline = multiline};
    size_t used;
    for (size_t i = 0; i < n; i += used) {
        uint32_t cp = utf8_get(s + i, n - i, &used);
        if (utf8_printable_ascii(cp) || utf8_plain_wide(cp)) {
            for (size_t k = 0; k < used; k++)
                c.out[c.len++] = s[i + k];
            c.marks = 0;
        } else if (cp == '\r') {
            if (i + 1 >= n || s[i + 1] != '\n') /* of CR LF the LF counts */
                clean_break(&c, '\n');
        } else {
            clean_other(&c, cp, s + i, used);
        }
    }
    c.out[c.len] = '\0';
    if (c.compose) {
        char *composed = map_text(c.out, c.len, UTF8PROC_STABLE | UTF8PROC_COMPOSE);
        free(c.out);
        c.out = composed;
        c.len = strlen(composed);
    }
    if (changed)
        *changed = c.len != n || memcmp(c.out, s, n) != 0;
    return c.out;
}

char *text_fold(const char *s)
{
    size_t n = strlen(s), used;
    char *out = mem_dupn(s, n);
    for (size_t i = 0; i < n; i += used) {
        used = 1;
        if ((unsigned char)s[i] < 0x80) {
            out[i] = (char)(s[i] >= 'A' && s[i] <= 'Z' ? s[i] + 32 : s[i]);
        } else if (!utf8_plain_wide(utf8_get(s + i, n - i, &used))) {
            char *clean = text_clean(s, n, true, NULL); /* utf8proc refuses malformed text */
            free(out);
            out = map_text(clean, strlen(clean),
                           UTF8PROC_STABLE | UTF8PROC_COMPOSE | UTF8PROC_COMPAT | UTF8PROC_CASEFOLD);
            free(clean);
            return out;
        }
    }
    return out;
}

char *text_narrow(const char *s)
{
    size_t n = strlen(s), len = 0, used;
    char *out = mem_resize(NULL, n + 1, 1);
    for (size_t i = 0; i < n; i += used) {
        uint32_t cp = utf8_get(s + i, n - i, &used);
        if (cp >= 0xFF01 && cp <= 0xFF5E) {
            out[len++] = (char)(cp - 0xFF01 + '!');
        } else if (cp == 0x3000) {
            out[len++] = ' ';
        } else {
            memcpy(out + len, s + i, used);
            len += used;
        }
    }
    out[len] = '\0';
    return out;
}

static bool is_space(uint32_t cp)
{
    return cp == ' ' || (cp >= '\t' && cp <= '\r') || cp == 0x85 || cp == 0xA0 || cp == 0x1680 ||
           (cp >= 0x2000 && cp <= 0x200A) || cp == 0x2028 || cp == 0x2029 || cp == 0x202F || cp == 0x205F ||
           cp == 0x3000;
}

char *text_trim(const char *s)
{
    size_t used;
    uint32_t cp;
    while ((cp = text_codepoint(s, &used)) != 0 && is_space(cp))
        s += used;
    size_t n = strlen(s);
    size_t end = 0;
    for (size_t i = 0; i < n; i += used) {
        cp = utf8_get(s + i, n - i, &used);
        if (!is_space(cp))
            end = i + used;
    }
    return mem_dupn(s, end);
}

void text_tame(char *s, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        unsigned char c = (unsigned char)s[i], next = i + 1 < n ? (unsigned char)s[i + 1] : '\n';
        if (c == 0xC2 && next >= 0x80 && next < 0xA0) /* U+0080 to U+009F: some terminals obey them */
            s[i] = s[i + 1] = '?';
        else if ((c < 0x20 && c != '\n' && c != '\t' && !(c == '\r' && next == '\n')) || c == 0x7F)
            s[i] = '?';
    }
}

char *text_mask(const char *s)
{
    size_t len = text_len(s), shown_last = len > 3 ? 2 : 0;
    struct buf out = {0};
    for (size_t i = 0; i < len; i++) {
        size_t n = text_next(s, NULL);
        if ((i == 0 && len > 1) || i >= len - shown_last)
            buf_addn(&out, s, n);
        else
            buf_addc(&out, '*');
        s += n;
    }
    return buf_take(&out);
}
