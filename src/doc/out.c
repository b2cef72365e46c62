/* Where a face goes: gathered into pieces of some kB. */
#include "page.h"

enum { PIECE = 16384 };

int page_put_buf(void *buf, const char *s, size_t n)
{
    buf_addn(buf, s, n);
    return QT_OK;
}

static void hand_over(struct out *o)
{
    if (o->rc == QT_OK && o->buf.len > 0)
        o->rc = o->put(o->arg, o->buf.s, o->buf.len);
    buf_clear(&o->buf);
}

int out_some(struct out *o)
{
    if (o->buf.len >= PIECE)
        hand_over(o);
    return o->rc;
}

int out_end(struct out *o, int rc)
{
    hand_over(o);
    buf_free(&o->buf);
    return rc != QT_OK ? rc : o->rc;
}
