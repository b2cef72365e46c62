/* The ledger as a journal of hledger, a judge that we did not write: `hledger check --strict` must pass, its balances
 * are ours. An account's name has colons where ours has points; a debit is positive. */
#include "qiantai/report_ledger.h"

#include <stdlib.h>
#include <string.h>

#include "ledger_parts.h"

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

/* A transaction for each event and day; *event, day: of the transfer before. */
static void add_transfer(struct desk *d, struct buf *out, const struct transfer *t, int64_t *event, char day[11])
{
    if (t->event != *event || strcmp(t->day, day) != 0) {
        char *number = desk_record_number(d, t->reg, t->record);
        buf_addf(out, "%s%s * (%lld) %s\n", *event ? "\n" : "", t->day, (long long)t->event, number);
        free(number);
    }
    add_posting(out, t, t->debit, t->amount);
    add_posting(out, t, t->credit, -t->amount);
    *event = t->event;
    snprintf(day, 11, "%s", t->day);
}

int ledger_export(struct desk *d, struct buf *out)
{
    struct ledger_walk w = {0};
    const struct transfer *t;
    int64_t event = 0;
    char day[11] = "";
    int rc = desk_ledger_permit(d, true);
    if (rc < 0)
        return rc;
    ledger_walk_begin(&w, d, &(struct transfer_filter){0});
    add_head(d, out);
    while ((rc = ledger_walk_next(&w, &t)) == 1)
        add_transfer(d, out, t, &event, day);
    ledger_walk_end(&w);
    return rc;
}
