/* One code point at a time: what the text files of this room share. */
#ifndef QT_BASE_UTF8_H
#define QT_BASE_UTF8_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define UTF8_BAD 0xFFFFFFFFu

/* The code point in the n bytes at s (n > 0), UTF8_BAD with *bytes 1 when malformed: overlong forms,
 * surrogates and values beyond U+10FFFF included. */
uint32_t utf8_get(const char *s, size_t n, size_t *bytes);
size_t utf8_put(char *to, uint32_t cp); /* 1..4 bytes, no NUL */

/* Characters that start a grapheme, end it unless something combines, and that neither NFC nor NFKC changes:
 * the ideographs, kana and punctuation nearly all our text is made of. Two columns wide. */
static inline bool utf8_plain_wide(uint32_t cp)
{
    return (cp >= 0x4E00 && cp <= 0x9FFF) || (cp >= 0x3400 && cp <= 0x4DBF) || (cp >= 0x20000 && cp <= 0x2A6DF) ||
           (cp >= 0x3001 && cp <= 0x3029) || (cp >= 0x3041 && cp <= 0x3096) || (cp >= 0x30A1 && cp <= 0x30FA);
}

static inline bool utf8_printable_ascii(uint32_t cp)
{
    return cp >= 0x20 && cp < 0x7F;
}

#endif
