/* Rare characters: a name that no font here can write is better printed with a mark in it than with an empty box, and
 * whoever printed it is told which font to install. */
#include "pdf.h"

static bool stands_in(const struct buf *b, const char *s, size_t n)
{
    for (const char *at = b->s ? b->s : ""; *at; at += text_next(at, NULL))
        if (strncmp(at, s, n) == 0)
            return true;
    return false;
}

static bool has_font(const struct drawing *d, const char *s, size_t n)
{
    if (n == 1 || stands_in(&d->rare->known, s, n))
        return true;
    if (stands_in(&d->rare->missing, s, n))
        return false;
    char *one = mem_dupn(s, n);
    bool known = fonts_know(d->context, one);
    buf_addn(known ? &d->rare->known : &d->rare->missing, s, n);
    free(one);
    return known;
}

char *rare_replace(const struct drawing *d, const char *s)
{
    struct buf out = {0};
    for (size_t n; *s; s += n) {
        n = text_next(s, NULL);
        if (has_font(d, s, n))
            buf_addn(&out, s, n);
        else
            buf_add(&out, RARE_MARK);
    }
    return buf_take(&out);
}

void rare_free(struct rare *r)
{
    buf_free(&r->missing);
    buf_free(&r->known);
}
