/* What unit and party owe is settled with what they paid: at once, whatever came first. The oldest money goes first,
 * and to what was due first; but for what the payer names. */
#include "money.h"

#include <string.h>

/* One account of items, one unit, one party. */
struct debtor {
    struct desk *d;
    const struct booking *b;
    const char *account;
    char day[11]; /* of the entry that causes it */
    struct open_item *owed, *paid;
    size_t nowed, npaid;
};

static void later(char day[11], const char *other)
{
    if (strcmp(other, day) > 0)
        snprintf(day, 11, "%s", other);
}

/* It counts from the day on which both were there, the entry that caused it, and neither was bound elsewhere. */
static int settle(struct debtor *s, struct open_item *from, struct open_item *to)
{
    struct alloc a = {.src = from->id, .dst = to->id, .amount = from->open < to->open ? from->open : to->open};
    char freed[11];
    int rc = ledger_freed(s->d->db, from->id, to->id, freed);
    snprintf(a.day, sizeof a.day, "%s", s->day);
    later(a.day, from->day);
    later(a.day, to->day);
    later(a.day, freed);
    if (rc == QT_OK)
        rc = ledger_alloc(s->d->db, s->b, &a);
    from->open -= a.amount;
    to->open -= a.amount;
    return rc;
}

static struct open_item *find_id(struct open_item *v, size_t n, int64_t id)
{
    for (size_t i = 0; i < n; i++)
        if (v[i].id == id)
            return &v[i];
    return NULL;
}

static struct open_item *find_key(struct open_item *v, size_t n, const char *key)
{
    for (size_t i = 0; i < n; i++)
        if (v[i].key && strcmp(v[i].key, key) == 0)
            return &v[i];
    return NULL;
}

/* What the payers of this booking named, in its order. */
static int settle_named(struct debtor *s, const struct transfer *t, size_t n)
{
    int rc = QT_OK;
    for (size_t i = 0; rc == QT_OK && i < n; i++) {
        struct open_item *from = t[i].pays ? find_id(s->paid, s->npaid, t[i].id) : NULL;
        struct open_item *to = from ? find_key(s->owed, s->nowed, t[i].pays) : NULL;
        if (to && from->open > 0 && to->open > 0)
            rc = settle(s, from, to);
    }
    return rc;
}

static int settle_rest(struct debtor *s)
{
    int rc = QT_OK;
    size_t from = 0, to = 0;
    while (rc == QT_OK && from < s->npaid && to < s->nowed) {
        if (s->paid[from].open == 0)
            from++;
        else if (s->owed[to].open == 0)
            to++;
        else
            rc = settle(s, &s->paid[from], &s->owed[to]);
    }
    return rc;
}

static bool touches(const struct transfer *t, const char *account)
{
    return strcmp(t->debit, account) == 0 || strcmp(t->credit, account) == 0;
}

static bool same_debtor(const struct transfer *a, const struct transfer *b)
{
    return strcmp(a->unit, b->unit) == 0 && strcmp(a->party, b->party) == 0;
}

/* Of the transfer's unit and party; those behind it in the booking are of the same entry. */
static int settle_debtor(struct desk *d, const struct booking *b, const char *account, const struct transfer *t,
                         const struct transfer *all, size_t n)
{
    struct debtor s = {.d = d, .b = b, .account = account};
    for (size_t i = 0; i < n; i++)
        if (touches(&all[i], account) && same_debtor(&all[i], t))
            later(s.day, all[i].day);
    int rc = ledger_open(d->db, account, t->unit, t->party, true, &s.owed, &s.nowed);
    if (rc == QT_OK)
        rc = ledger_open(d->db, account, t->unit, t->party, false, &s.paid, &s.npaid);
    if (rc == QT_OK)
        rc = settle_named(&s, all, n);
    if (rc == QT_OK)
        rc = settle_rest(&s);
    open_items_free(s.owed, s.nowed);
    open_items_free(s.paid, s.npaid);
    return rc;
}

static bool seen(const struct transfer *all, size_t i, const char *account)
{
    for (size_t k = 0; k < i; k++)
        if (touches(&all[k], account) && same_debtor(&all[k], &all[i]))
            return true;
    return false;
}

int money_settle(struct desk *d, const struct booking *b, const struct transfer *t, size_t n)
{
    const struct chart *c = &d->forms->chart;
    int rc = QT_OK;
    for (size_t a = 0; rc == QT_OK && a < c->naccounts; a++)
        for (size_t i = 0; rc == QT_OK && c->accounts[a].items && i < n; i++)
            if (touches(&t[i], c->accounts[a].name) && !seen(t, i, c->accounts[a].name))
                rc = settle_debtor(d, b, c->accounts[a].name, &t[i], t, n);
    return rc;
}
