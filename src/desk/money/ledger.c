/* The ledger as it is looked at, and its rules (qiantai ledger check). */
#include "qiantai/desk_ledger.h"

#include "money.h"

#include <stdlib.h>
#include <string.h>

const struct chart *desk_chart(const struct desk *d)
{
    return &d->forms->chart;
}

int desk_transfers(struct desk *d, const struct transfer_filter *f, struct transfer **v, size_t *n)
{
    struct transfer_filter own = *f;
    *v = NULL;
    *n = 0;
    int rc = desk_ledger_permit(d, false);
    own.in_area = area_asked(d);
    return rc < 0 ? rc : ledger_find(d->db, &own, v, n);
}

int money_unit_permit(struct desk *d, const char *unit)
{
    return desk_ledger_permit(d, area_asked(d) && !area_of_person(d, unit));
}

int desk_balance(struct desk *d, const char *account, const char *unit, const char *until, int64_t *sum)
{
    const struct account *a = chart_account(&d->forms->chart, account);
    struct money_of of = {.unit = unit};
    *sum = 0;
    int rc = unit ? money_unit_permit(d, unit) : desk_ledger_permit(d, true);
    if (rc == QT_OK && !a)
        rc = fault(QT_NOTFOUND, _("There is no account %s."), account);
    if (rc == QT_OK)
        rc = ledger_sum(d->db, account, &of, until, sum);
    if (rc == QT_OK && !account_is_debit(a))
        *sum = -*sum;
    return rc;
}

int desk_owes(struct desk *d, const char *unit, int64_t *sum)
{
    *sum = 0;
    int rc = money_unit_permit(d, unit);
    for (size_t i = 0; rc == QT_OK && i < d->forms->chart.naccounts; i++) {
        int64_t one = 0;
        if (d->forms->chart.accounts[i].items)
            rc = ledger_owes(d->db, d->forms->chart.accounts[i].name, unit, NULL, &one);
        *sum += one;
    }
    return rc;
}

int desk_open_items(struct desk *d, const char *unit, const char *party, bool owed, struct open_item **v, size_t *n)
{
    *v = NULL;
    *n = 0;
    int rc = money_unit_permit(d, unit);
    for (size_t i = 0; rc == QT_OK && i < d->forms->chart.naccounts; i++) {
        struct open_item *more = NULL;
        size_t nmore = 0;
        if (!d->forms->chart.accounts[i].items)
            continue;
        rc = ledger_open(d->db, d->forms->chart.accounts[i].name, unit, party, owed, &more, &nmore);
        *v = mem_resize(*v, *n + nmore + 1, sizeof **v);
        if (nmore)
            memcpy(*v + *n, more, nmore * sizeof *more);
        *n += nmore;
        free(more);
    }
    return rc;
}

int desk_shares(struct desk *d, const char *unit, struct ledger_share **v, size_t *n)
{
    *v = NULL;
    *n = 0;
    int rc = money_unit_permit(d, unit);
    if (rc == QT_OK)
        rc = ledger_shares(d->db, unit, v, n);
    for (size_t i = 0; i < *n; i++) {
        const struct account *a = chart_account(&d->forms->chart, (*v)[i].account);
        if (a && !account_is_debit(a))
            (*v)[i].sum = -(*v)[i].sum;
    }
    return rc;
}

char *desk_record_number(struct desk *d, const char *reg, int64_t record)
{
    const struct form *f = forms_find(d->forms, reg);
    struct record *r = NULL;
    char *number = NULL;
    if (f && record && permit_allows(d, f, -1, -1, RIGHT_LOOK) && rec_get(d->db, f, record, &r) == QT_OK)
        number = mem_dup(record_number(r));
    else
        fault_clear();
    record_free(r);
    return number ? number : mem_printf("%s #%lld", reg, (long long)record);
}

/* ---- rules that depend on the house's accounts -------------------------------------------------------------- */

/* A JSON array of the names of some accounts: g NULL, all of them. Caller frees. */
static char *names_of(const struct chart *c, const struct agreement *g)
{
    struct buf names = {0};
    buf_addc(&names, '[');
    for (size_t i = 0; i < c->naccounts; i++)
        if (!g || agreement_has(g, &c->accounts[i]))
            buf_addf(&names, "%s\"%s\"", names.len > 1 ? "," : "", c->accounts[i].name);
    buf_addc(&names, ']');
    return buf_take(&names);
}

/* Accounts that money lies on and accounts.yaml does not know. */
static int rule_accounts(struct desk *d, struct buf *broken)
{
    char *names = names_of(&d->forms->chart, NULL);
    int rc = ledger_strange(d->db, names, broken);
    free(names);
    return rc;
}

/* No close of a day below 0, also not of a unit, party or object by itself where the account says so. */
static int rule_floor(struct desk *d, struct buf *broken)
{
    const struct chart *c = &d->forms->chart;
    int rc = QT_OK;
    for (size_t i = 0; rc == QT_OK && i < c->naccounts; i++)
        if (c->accounts[i].floor)
            rc =
                ledger_below(d->db, c->accounts[i].name, account_is_debit(&c->accounts[i]), c->accounts[i].per, broken);
    return rc;
}

/* Debits less credits of the accounts of an agreement are 0 together on every day. */
static int rule_agree(struct desk *d, struct buf *broken)
{
    const struct chart *c = &d->forms->chart;
    int rc = QT_OK;
    for (size_t g = 0; rc == QT_OK && g < c->nagreements; g++) {
        char *names = names_of(c, &c->agreements[g]);
        rc = ledger_disagrees(d->db, names, c->agreements[g].name, broken);
        free(names);
    }
    return rc;
}

/* What is owed lies on accounts of items only; nothing is open on both sides of a unit's party. */
static int rule_settled(struct desk *d, struct buf *broken)
{
    const struct chart *c = &d->forms->chart;
    int rc = QT_OK;
    for (size_t i = 0; rc == QT_OK && i < c->naccounts; i++)
        if (c->accounts[i].items)
            rc = ledger_unsettled(d->db, c->accounts[i].name, broken);
    return rc;
}

static const struct {
    const char *name;
    int (*look)(struct desk *d, struct buf *broken);
} rules[] = {{"accounts", rule_accounts}, {"floor", rule_floor}, {"agree", rule_agree}, {"settled", rule_settled}};

static int look_all(struct desk *d, void (*fn)(const char *rule, const char *broken, void *arg), void *arg, bool *good)
{
    struct buf broken = {0};
    const char *name = "journal";
    int rc = ledger_verify(d->db);
    if (rc == QT_CORRUPT) {
        buf_add(&broken, fault_text());
        fault_clear();
        rc = QT_OK;
    }
    for (size_t i = 0; rc == QT_OK && i <= ledger_rules() + ARRAY_LEN(rules); i++) {
        *good = *good && broken.len == 0;
        fn(name, broken.s ? broken.s : "", arg);
        buf_clear(&broken);
        if (i < ledger_rules())
            rc = ledger_rule(d->db, i, &name, &broken);
        else if (i < ledger_rules() + ARRAY_LEN(rules))
            rc = rules[i - ledger_rules()].look(d, &broken);
        if (i >= ledger_rules() && i < ledger_rules() + ARRAY_LEN(rules))
            name = rules[i - ledger_rules()].name;
    }
    buf_free(&broken);
    return rc;
}

int desk_ledger_check(struct desk *d, void (*fn)(const char *rule, const char *broken, void *arg), void *arg,
                      bool *good)
{
    *good = true;
    int rc = desk_ledger_permit(d, true);
    return rc < 0 ? rc : look_all(d, fn, arg, good);
}
