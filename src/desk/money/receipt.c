/* Receipts: which one a record has, those that were given, and a copy of one. */
#include <stdlib.h>
#include <string.h>

#include "money.h"
#include "qiantai/desk_ledger.h"

/* Accounts to which is credited what a receipt is for: all but those where money only lies. JSON; caller frees. */
static char *taken_for(const struct chart *c)
{
    struct buf names = {0};
    buf_addc(&names, '[');
    for (size_t i = 0; i < c->naccounts; i++)
        if (c->accounts[i].type != ACCOUNT_ASSET || c->accounts[i].items)
            buf_addf(&names, "%s\"%s\"", names.len > 1 ? "," : "", c->accounts[i].name);
    buf_addc(&names, ']');
    return buf_take(&names);
}

int desk_receipts(struct desk *d, const char *series, const char *unit, struct ledger_receipt **v, size_t *n)
{
    *v = NULL;
    *n = 0;
    int rc = unit ? money_unit_permit(d, unit) : desk_ledger_permit(d, true);
    if (rc < 0)
        return rc;
    char *taken = taken_for(&d->forms->chart);
    rc = ledger_receipts(d->db, series, unit, taken, v, n);
    free(taken);
    return rc;
}

/* SJ000012 of the series SJ{seq:6}: 12; 0: it is none of it. */
static int64_t number_in(const struct series *s, const char *number)
{
    size_t before = strlen(s->before);
    int64_t no = 0;
    if (strncmp(number, s->before, before) != 0 || !number[before])
        return 0;
    for (const char *p = number + before; *p; p++) {
        if (*p < '0' || *p > '9' || no > INT64_MAX / 100)
            return 0;
        no = no * 10 + (*p - '0');
    }
    return no;
}

/* Among the series whose numbers go into that field. */
static int find_receipt(struct desk *d, const struct record *r, int field, const char *number,
                        struct ledger_receipt *out)
{
    int rc = 0;
    for (size_t i = 0; rc == 0 && i < r->form->nactions; i++) {
        const struct books *b = &r->form->actions[i].books;
        const struct series *s = b->series && b->receipt == field ? chart_series(&d->forms->chart, b->series) : NULL;
        *out = (struct ledger_receipt){.no = s ? number_in(s, number) : 0, .reg = r->form->name, .record = r->id};
        if (out->no == 0)
            continue;
        out->series = s->name;
        rc = ledger_receipt_find(d->db, out);
    }
    return rc;
}

int desk_receipt_of(struct desk *d, const struct record *r, int field, struct ledger_receipt *out)
{
    const struct value *v = &r->v[field];
    const char *number = v->kind == VAL_TEXT ? v->s : "";
    int rc = *number ? find_receipt(d, r, field, number, out) : 0;
    if (rc == 1)
        return QT_OK;
    if (rc < 0)
        return rc;
    if (!*number)
        return fault(QT_REFUSED, _("%s has no receipt yet; nothing was printed."), record_number(r));
    return fault(QT_REFUSED, _("%s is no receipt of %s; nothing was printed."), number, record_number(r));
}

int money_copy(struct desk *d, const struct ledger_receipt *r, const char *paper, int64_t copy)
{
    struct booking b;
    int rc = ledger_begin(d->db, &b);
    if (rc == QT_OK)
        rc = ledger_receipt(d->db, &b, r->series, r->no, copy, false);
    return rc < 0 ? rc : ledger_end(d->db, &d->who, &b, "copy", r->reg, r->record, paper);
}
