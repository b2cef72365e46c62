/* The ledger as a journal of hledger, a judge that we did not write: `hledger check --strict` must pass, its balances
 * are ours. An account's name has colons where ours has points; a debit is positive. */
#include "qiantai/report_ledger.h"

#include <stdlib.h>
#include <string.h>

static void add_account(struct buf *out, const char *name)
{
    for (; *name; name++)
        buf_addc(out, *name == '.' ? ':' : *name);
}

/* Plain digits: 1409.50 CNY. */
static void add_amount(struct buf *out, int64_t fen)
{
    uint64_t size = fen < 0 ? 0 - (uint64_t)fen : (uint64_t)fen;
    buf_addf(out, "%s%llu.%02llu CNY", fen < 0 ? "-" : "", (unsigned long long)(size / 100),
             (unsigned long long)(size % 100));
}

/* Texts of people in a comment: nothing that ends it or begins a tag. */
static void add_note(struct buf *out, const char *tag, const char *s)
{
    if (!s || !s[0])
        return;
    buf_addf(out, "%s%s:", out->len && out->s[out->len - 1] == ' ' ? "" : ", ", tag);
    for (; *s; s++)
        buf_addc(out, *s == ',' || *s == '\n' || *s == ':' ? ' ' : *s);
}

static void add_head(struct desk *d, struct buf *out)
{
    static const char types[ACCOUNT_TYPES] = {'A', 'L', 'E', 'R', 'X'};
    const struct chart *c = desk_chart(d);
    buf_add(out, "commodity 1000.00 CNY\n\n");
    for (size_t i = 0; i < c->naccounts; i++) {
        buf_add(out, "account ");
        add_account(out, c->accounts[i].name);
        buf_addf(out, "  ; type:%c\n", types[c->accounts[i].type]);
    }
    static const char *const tags[] = {"unit", "party", "object"};
    for (size_t i = 0; i < ARRAY_LEN(tags); i++)
        buf_addf(out, "tag %s\n", tags[i]);
    buf_addc(out, '\n');
}

static void add_posting(struct buf *out, const struct transfer *t, const char *account, int64_t fen)
{
    buf_add(out, "    ");
    add_account(out, account);
    buf_add(out, "  ");
    add_amount(out, fen);
    if (t->unit[0] || t->party[0] || t->object[0]) {
        buf_add(out, "  ; ");
        add_note(out, "unit", t->unit);
        add_note(out, "party", t->party);
        add_note(out, "object", t->object);
    }
    buf_addc(out, '\n');
}

static int by_day(const void *a, const void *b)
{
    const struct transfer *x = a, *y = b;
    int days = strcmp(x->day, y->day);
    return days ? days : (x->id > y->id) - (x->id < y->id);
}

int ledger_export(struct desk *d, struct buf *out)
{
    struct transfer *v = NULL;
    size_t n = 0;
    int rc = desk_ledger_permit(d, true);
    if (rc == QT_OK)
        rc = desk_transfers(d, &(struct transfer_filter){0}, &v, &n);
    if (rc == QT_OK)
        add_head(d, out);
    if (n > 1)
        qsort(v, n, sizeof *v, by_day);
    for (size_t i = 0; i < n; i++) {
        const struct transfer *t = &v[i];
        if (i == 0 || t->event != v[i - 1].event || strcmp(t->day, v[i - 1].day) != 0) {
            char *number = desk_record_number(d, t->reg, t->record);
            buf_addf(out, "%s%s * (%lld) %s\n", i ? "\n" : "", t->day, (long long)t->event, number);
            free(number);
        }
        add_posting(out, t, t->debit, t->amount);
        add_posting(out, t, t->credit, -t->amount);
    }
    transfers_free(v, n);
    return rc;
}
