/* What was booked is undone: mirrored, as a whole, the last transfer first, once. What it had settled is open again. */
#include "money.h"

#include <string.h>

static int free_allocs(struct desk *d, const struct booking *b, const struct transfer *t, const char *day)
{
    struct alloc *v = NULL;
    size_t n = 0;
    int rc = ledger_allocs(d->db, t->id, &v, &n);
    for (size_t i = 0; rc == QT_OK && i < n; i++) {
        struct alloc freed = {.src = v[i].src, .dst = v[i].dst, .amount = v[i].amount, .reverses = v[i].id};
        snprintf(freed.day, sizeof freed.day, "%s", strcmp(v[i].day, day) > 0 ? v[i].day : day);
        rc = ledger_alloc(d->db, b, &freed);
    }
    free(v);
    return rc;
}

/* Whose money or debt its allocations bound: the other side may be another's event. */
static struct transfer mirrored(const struct transfer *t, const char *today)
{
    struct transfer m = {.debit = mem_dup(t->credit),
                         .credit = mem_dup(t->debit),
                         .unit = mem_dup(t->unit),
                         .party = mem_dup(t->party),
                         .object = mem_dup(t->object),
                         .amount = t->amount,
                         .kind = mem_dup(t->kind),
                         .due = mem_dup(t->due),
                         .period = mem_dup(t->period),
                         .reg = mem_dup(t->reg),
                         .record = t->record,
                         .reverses = t->id};
    snprintf(m.day, sizeof m.day, "%s", strcmp(t->day, today) > 0 ? t->day : today);
    return m;
}

static int reverse_all(struct desk *d, const struct booking *b, const struct transfer *t, size_t n, struct transfer *m)
{
    char now[11], today[11];
    money_today(now);
    int rc = money_day(d, now, today);
    for (size_t i = 0; rc == QT_OK && i < n; i++)
        rc = free_allocs(d, b, &t[n - 1 - i], today);
    for (size_t i = 0; rc == QT_OK && i < n; i++) {
        m[i] = mirrored(&t[n - 1 - i], today);
        rc = money_room(d, &m[i]);
        if (rc == QT_OK)
            rc = ledger_transfer(d->db, b, &m[i]);
    }
    return rc;
}

int money_reverse(struct desk *d, const struct record *w, const char *by, int64_t event)
{
    struct booking b;
    struct transfer *t = NULL;
    size_t n = 0;
    int rc = ledger_find(d->db, &(struct transfer_filter){.event = event}, &t, &n);
    struct transfer *m = mem_alloc((n + 1) * sizeof *m);
    if (rc == QT_OK)
        rc = ledger_begin(d->db, &b);
    if (rc == QT_OK)
        rc = reverse_all(d, &b, t, n, m);
    if (rc == QT_OK)
        rc = money_settle(d, &b, m, n);
    if (rc == QT_OK)
        rc = ledger_receipts_void(d->db, &b, event);
    if (rc == QT_OK)
        rc = money_bounds(d, m, n);
    if (rc == QT_OK)
        rc = ledger_end(d->db, &d->who, &b, "reverse", w->form->name, w->id, by);
    transfers_free(t, n);
    transfers_free(m, n);
    return rc;
}
