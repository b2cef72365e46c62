/* Growing text. */
#include "qiantai/base.h"

static void buf_reserve(struct buf *b, size_t more)
{
    size_t need = b->len + more + 1;
    if (need <= b->cap)
        return;
    b->cap = need < 64 ? 64 : need + need / 2;
    b->s = mem_resize(b->s, b->cap, 1);
}

void buf_addn(struct buf *b, const char *s, size_t n)
{
    buf_reserve(b, n);
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

/* Most texts fit into what is there: formatted once. */
void buf_addf(struct buf *b, const char *fmt, ...)
{
    va_list ap, again;
    buf_reserve(b, 64);
    va_start(ap, fmt);
    va_copy(again, ap);
    int n = vsnprintf(b->s + b->len, b->cap - b->len, fmt, ap);
    va_end(ap);
    if (n > 0 && (size_t)n >= b->cap - b->len) {
        buf_reserve(b, (size_t)n);
        n = vsnprintf(b->s + b->len, (size_t)n + 1, fmt, again);
    }
    va_end(again);
    b->len += n > 0 ? (size_t)n : 0;
    b->s[b->len] = '\0';
}

void buf_add_int(struct buf *b, int64_t n)
{
    char digits[24];
    size_t at = sizeof digits;
    uint64_t left = n < 0 ? -(uint64_t)n : (uint64_t)n;
    do
        digits[--at] = (char)('0' + left % 10);
    while ((left /= 10) > 0);
    if (n < 0)
        digits[--at] = '-';
    buf_addn(b, digits + at, sizeof digits - at);
}

static bool is_plain(char c)
{
    return (unsigned char)c >= ' ' && c != '"' && c != '\\' && c != '\x7f';
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
        size_t plain = 0;
        while (is_plain(s[plain]))
            plain++;
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
