/* Growing text. */
#include "qiantai/base.h"

static void reserve(struct buf *b, size_t more)
{
    size_t need = b->len + more + 1;

    if (need <= b->cap)
        return;
    b->cap = need < 64 ? 64 : need + need / 2;
    b->s = mem_resize(b->s, b->cap, 1);
}

void buf_addn(struct buf *b, const char *s, size_t n)
{
    reserve(b, n);
    if (n)
        memcpy(b->s + b->len, s, n);
    b->len += n;
    b->s[b->len] = '\0';
}

void buf_add(struct buf *b, const char *s)
{
    buf_addn(b, s, strlen(s));
}

void buf_addc(struct buf *b, char c)
{
    buf_addn(b, &c, 1);
}

void buf_addf(struct buf *b, const char *fmt, ...)
{
    va_list ap, again;
    int n;

    va_start(ap, fmt);
    va_copy(again, ap);
    n = vsnprintf(NULL, 0, fmt, ap);
    va_end(ap);
    reserve(b, n < 0 ? 0 : (size_t)n);
    b->s[b->len] = '\0';
    if (n > 0)
        b->len += (size_t)vsnprintf(b->s + b->len, (size_t)n + 1, fmt, again);
    va_end(again);
}

static void add_json_control(struct buf *b, char c)
{
    static const char plain[] = "\b\f\n\r\t", letter[] = "bfnrt";
    const char *at = memchr(plain, c, sizeof plain - 1);

    if (at) {
        buf_addc(b, '\\');
        buf_addc(b, letter[at - plain]);
    } else {
        buf_addf(b, "\\u%04x", (unsigned)(unsigned char)c);
    }
}

void buf_add_json(struct buf *b, const char *s)
{
    if (!s) {
        buf_add(b, "null");
        return;
    }
    buf_addc(b, '"');
    while (*s) {
        size_t plain = strcspn(s, "\"\\\x01\x02\x03\x04\x05\x06\x07\b\t\n\v\f\r\x0e\x0f\x10\x11\x12\x13\x14\x15\x16"
                                  "\x17\x18\x19\x1a\x1b\x1c\x1d\x1e\x1f\x7f");

        if (text_valid(s, plain)) {
            buf_addn(b, s, plain);
        } else {
            char *clean = text_clean(s, plain, false, NULL);

            buf_add(b, clean);
            free(clean);
        }
        s += plain;
        if (*s == '"' || *s == '\\') {
            buf_addc(b, '\\');
            buf_addc(b, *s++);
        } else if (*s) {
            add_json_control(b, *s++);
        }
    }
    buf_addc(b, '"');
}

void buf_clear(struct buf *b)
{
    b->len = 0;
    if (b->s)
        b->s[0] = '\0';
}

char *buf_take(struct buf *b)
{
    char *s = b->s ? b->s : mem_alloc(1);

    *b = (struct buf){0};
    return s;
}

void buf_free(struct buf *b)
{
    free(b->s);
    *b = (struct buf){0};
}
