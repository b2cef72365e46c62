/* Graphemes and columns. Runs of ASCII and ideographs never reach utf8proc. */
#include "qiantai/base.h"
#include "utf8.h"
#include <utf8proc.h>

/* How many bytes text_prev goes back to find a sure boundary; only flags and conjoined emoji run longer. */
#define LOOK_BACK 64

static uint32_t get_codepoint(const char *s, size_t n, size_t *bytes)
{
    *bytes = 0;
    return n ? utf8_get(s, n, bytes) : 0;
}

/* Starts a grapheme after any character, unless a prepended sign (no plain character) holds it. */
static bool is_plain_codepoint(uint32_t cp)
{
    return utf8_printable_ascii(cp) || utf8_plain_wide(cp);
}

static int width_of(uint32_t cp)
{
    if (cp == '\t' || cp == '\n')
        return 1;
    if (utf8_plain_wide(cp) || (cp >= 0x20000 && cp <= 0x3FFFD))
        return 2;
    if (cp == UTF8_BAD || (cp >= 0x1160 && cp <= 0x11FF)) /* vowels and finals join the Hangul syllable before */
        return 0;
    if (utf8proc_category((utf8proc_int32_t)cp) == UTF8PROC_CATEGORY_MC) /* as wcwidth has it */
        return 1;
    return utf8proc_charwidth((utf8proc_int32_t)cp);
}

/* What utf8proc takes for a malformed byte: a control, which is always a grapheme of its own. */
static utf8proc_int32_t for_break(uint32_t cp)
{
    return cp == UTF8_BAD ? 1 : (utf8proc_int32_t)cp;
}

static size_t next_slow(const char *s, size_t n, int *columns)
{
    utf8proc_int32_t state = 0;
    size_t used, at;
    uint32_t cp = get_codepoint(s, n, &used), next;
    int width = width_of(cp);

    for (at = used; at < n; at += used) {
        next = get_codepoint(s + at, n - at, &used);
        if (utf8proc_grapheme_break_stateful(for_break(cp), for_break(next), &state))
            break;
        width += next == 0xFE0F ? 1 : width_of(next); /* emoji presentation widens a narrow sign */
        cp = next;
    }
    if (columns)
        *columns = width > 2 ? 2 : width;
    return at;
}

static size_t next_n(const char *s, size_t n, int *columns)
{
    size_t used, ignored;
    if (n > 0 && utf8_printable_ascii((unsigned char)s[0]) && (n == 1 || (unsigned char)s[1] < 0x80)) {
        if (columns)
            *columns = 1;
        return 1;
    }
    uint32_t cp = get_codepoint(s, n, &used);
    uint32_t next = used < n ? get_codepoint(s + used, n - used, &ignored) : 0;
    if (!used) {
        if (columns)
            *columns = 0;
        return 0;
    }
    if (is_plain_codepoint(cp) && (next == 0 || is_plain_codepoint(next))) {
        if (columns)
            *columns = used == 1 ? 1 : 2;
        return used;
    }
    return next_slow(s, n, columns);
}

/* A short part of the text is nearly always enough; only long clusters need the whole length. */
size_t text_next(const char *s, int *columns)
{
    size_t n = strnlen(s, 64), bytes = next_n(s, n, columns);
    if (bytes > 60 && n == 64)
        return next_n(s, strlen(s), columns);
    return bytes;
}

static size_t back_one(const char *start, const char *s)
{
    size_t n = 1;
    while (n < 4 && s - n > start && ((unsigned char)s[-(ptrdiff_t)n] & 0xC0) == 0x80)
        n++;
    return n;
}

static bool plain_before(const char *start, const char *s)
{
    size_t n = back_one(start, s), used;
    return is_plain_codepoint(utf8_get(s - n, n, &used));
}

size_t text_prev(const char *start, const char *s)
{
    const char *from = s, *cut;
    size_t used;
    if (s <= start)
        return 0;
    for (int i = 0; i < LOOK_BACK && from > start; i++) {
        bool sure = plain_before(start, from);
        from -= back_one(start, from);
        if (sure && (from == start || plain_before(start, from)))
            break;
    }
    for (cut = from; cut < s; cut += used) {
        used = next_n(cut, (size_t)(s - cut), NULL);
        if (cut + used >= s)
            break;
    }
    return (size_t)(s - cut);
}

size_t text_len(const char *s)
{
    size_t n = strlen(s), len = 0;
    for (size_t i = 0; i < n; len++)
        i += next_n(s + i, n - i, NULL);
    return len;
}

int text_width_n(const char *s, size_t n)
{
    int width = 0, columns;
    for (size_t i = 0; i < n; width += columns)
        i += next_n(s + i, n - i, &columns);
    return width;
}

int text_width(const char *s)
{
    return text_width_n(s, strlen(s));
}

static size_t fit_n(const char *s, size_t n, int columns, int *used)
{
    size_t at = 0, bytes;
    int width = 0, w;
    while (at < n) {
        bytes = next_n(s + at, n - at, &w);
        if (width + w > columns)
            break;
        width += w;
        at += bytes;
    }
    if (used)
        *used = width;
    return at;
}

size_t text_fit(const char *s, int columns, int *used)
{
    size_t room = columns > 0 ? (size_t)columns : 0;
    /* a column seldom holds more than 16 bytes: do not measure an 8,000-character note to fill one cell */
    size_t n = strnlen(s, room * 16 + 64), at = fit_n(s, n, columns, used);

    return at == n ? fit_n(s, strlen(s), columns, used) : at;
}

static void add_spaces(struct buf *out, int n)
{
    for (; n > 0; n--)
        buf_addc(out, ' ');
}

/* Controls and malformed bytes never reach a screen, whatever way they came in. */
static void add_shown(struct buf *out, const char *s, size_t n)
{
    size_t used;
    for (size_t i = 0; i < n; i += used) {
        uint32_t cp = utf8_get(s + i, n - i, &used);
        if (cp == '\t' || cp == '\n')
            buf_addc(out, ' ');
        else if (cp != UTF8_BAD && cp >= 0x20 && !(cp >= 0x7F && cp < 0xA0))
            buf_addn(out, s + i, used);
    }
}

void text_cell(struct buf *out, const char *s, int columns, bool right)
{
    int used;
    size_t n = text_fit(s, columns, &used);
    bool cut = s[n] != '\0';
    if (columns <= 0)
        return;
    if (cut)
        n = text_fit(s, columns - 1, &used);
    if (right && !cut)
        add_spaces(out, columns - used);
    add_shown(out, s, n);
    if (!right && !cut)
        add_spaces(out, columns - used);
    if (cut) {
        add_spaces(out, columns - 1 - used);
        buf_addc(out, '~');
    }
}
