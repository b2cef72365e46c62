/* A cell in words: for people, and for scripts and spreadsheets. */
#include "page.h"

static void add_decimal(struct buf *b, int64_t n, int decimals)
{
    int64_t scale = 1;
    for (int i = 0; i < decimals; i++)
        scale *= 10;
    buf_addf(b, "%s%lld", n < 0 ? "-" : "", (long long)(n < 0 ? -(n / scale) : n / scale));
    if (decimals > 0)
        buf_addf(b, ".%0*lld", decimals, (long long)(n < 0 ? -(n % scale) : n % scale));
}

static void add_money(struct buf *b, int64_t fen)
{
    char *s = money_show(fen);
    buf_add(b, s);
    free(s);
}

/* The number in words, emptying b first. */
static const char *number_text(const struct page_cell *c, struct buf *b)
{
    char stamp[17];
    buf_clear(b);
    buf_add(b, "");
    switch (c->kind) {
    case KIND_NUMBER:
        add_decimal(b, c->number, c->decimals);
        break;
    case KIND_MONEY:
        add_money(b, c->number);
        break;
    case KIND_PERCENT:
        if (c->number < 0)
            buf_addc(b, '-');
        else
            buf_addf(b, "%lld.%lld%%", (long long)(c->number / 10), (long long)(c->number % 10));
        break;
    case KIND_SPAN:
        buf_addf(b, "%lldm", (long long)(c->number / MINUTE));
        break;
    case KIND_MOMENT:
        stamp_show(c->number, stamp);
        buf_add(b, stamp);
        break;
    case KIND_BOOL:
        buf_add(b, c->number ? "1" : "0");
        break;
    case KIND_BAR: /* drawn by its width elsewhere */
        buf_addf(b, "%lld", (long long)c->number);
        break;
    case KIND_TEXT:
    case KIND_DATE:
    case KIND_TIME:
    case KIND_JSON:
        break;
    }
    return b->s;
}

const char *cell_text(const struct page_cell *c, struct buf *tmp)
{
    if (c->text)
        return c->text;
    return c->empty ? "" : number_text(c, tmp);
}

const char *cell_plain(const struct page_cell *c, struct buf *tmp)
{
    if (c->kind == KIND_PERCENT && c->number < 0)
        return "";
    if (c->empty || (c->kind != KIND_NUMBER && c->kind != KIND_MONEY))
        return cell_text(c, tmp);
    buf_clear(tmp);
    add_decimal(tmp, c->number, c->kind == KIND_MONEY ? 2 : c->decimals);
    return tmp->s;
}
