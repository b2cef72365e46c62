/* May accounts stand so? Looked at behind the transfers, in their transaction, which is rolled back when not. */
#include "money.h"

#include <stdlib.h>
#include <string.h>

/* ---- never below 0 ----------------------------------------------------------------------------------------- */

static bool lowers(const struct transfer *t, const struct account *a)
{
    return strcmp(account_is_debit(a) ? t->credit : t->debit, a->name) == 0;
}

static struct money_of share_of(const struct account *a, const struct transfer *t)
{
    return (struct money_of){a->per & PER_UNIT ? t->unit : NULL, a->per & PER_PARTY ? t->party : NULL,
                             a->per & PER_OBJECT ? t->object : NULL};
}

static bool same(const char *a, const char *b)
{
    return !a || strcmp(a, b) == 0;
}

static int tell_floor(struct desk *d, const struct account *a, const struct money_of *by, int64_t taken, int64_t left)
{
    char *take = money_show(taken), *had = money_show(left + taken);
    const char *of = by->object && by->object[0] ? by->object : by->party && by->party[0] ? by->party : by->unit;
    int rc = of && of[0] ? fault(QT_REFUSED, _("%s (%s): there are %s; %s cannot be taken. Nothing was changed."),
                                 account_label(d, a->name), of, had, take)
                         : fault(QT_REFUSED, _("%s: there are %s; %s cannot be taken. Nothing was changed."),
                                 account_label(d, a->name), had, take);
    free(take);
    free(had);
    return rc;
}

/* Every day's close from the first on that these transfers lower it. */
static int check_floor(struct desk *d, const struct account *a, const struct transfer *t, const struct transfer *all,
                       size_t n)
{
    struct money_of by = share_of(a, t);
    const char *from = t->day;
    int64_t taken = 0, lowest = 0;
    for (size_t i = 0; i < n; i++) {
        if (!lowers(&all[i], a) || !same(by.unit, all[i].unit) || !same(by.party, all[i].party) ||
            !same(by.object, all[i].object))
            continue;
        from = strcmp(all[i].day, from) < 0 ? all[i].day : from;
        taken += all[i].amount; /* each is counted in the account's own sums: see money_room */
    }
    int rc = ledger_lowest(d->db, a->name, &by, from, account_is_debit(a), &lowest);
    return rc == QT_OK && lowest < 0 ? tell_floor(d, a, &by, taken, lowest) : rc;
}

/* ---- what agrees ------------------------------------------------------------------------------------------- */

static int64_t moved(const struct chart *c, const struct agreement *g, const struct transfer *t)
{
    const struct account *debit = chart_account(c, t->debit), *credit = chart_account(c, t->credit);
    return (debit && agreement_has(g, debit) ? t->amount : 0) - (credit && agreement_has(g, credit) ? t->amount : 0);
}

/* Of each day by itself, so that every close agrees. */
static int check_agreement(struct desk *d, const struct agreement *g, const struct transfer *all, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        int64_t sum = 0;
        bool counted = true;
        for (size_t k = 0; k < n; k++)
            if (strcmp(all[k].day, all[i].day) == 0)
                counted = counted && !__builtin_add_overflow(sum, moved(&d->forms->chart, g, &all[k]), &sum);
        if (!counted)
            return fault(QT_REFUSED, _("%s: more than can be counted; nothing was changed."),
                         label_of(&g->label, d->lang, g->name));
        if (sum == 0)
            continue;
        char *shown = money_show(sum);
        int rc = fault(QT_REFUSED, _("%s: they would differ by %s; nothing was changed."),
                       label_of(&g->label, d->lang, g->name), shown);
        free(shown);
        return rc;
    }
    return QT_OK;
}

int money_bounds(struct desk *d, const struct transfer *t, size_t n)
{
    const struct chart *c = &d->forms->chart;
    int rc = QT_OK;
    for (size_t i = 0; rc == QT_OK && i < n; i++) {
        const struct account *sides[] = {chart_account(c, t[i].debit), chart_account(c, t[i].credit)};
        for (size_t s = 0; rc == QT_OK && s < 2; s++)
            if (sides[s] && sides[s]->floor && lowers(&t[i], sides[s]))
                rc = check_floor(d, sides[s], &t[i], t, n);
    }
    for (size_t g = 0; rc == QT_OK && g < c->nagreements; g++)
        rc = check_agreement(d, &c->agreements[g], t, n);
    return rc;
}

/* ---- what can be counted ----------------------------------------------------------------------------------- */

int money_room(struct desk *d, const struct transfer *t)
{
    const char *accounts[] = {t->debit, t->credit};
    for (size_t i = 0; i < ARRAY_LEN(accounts); i++) {
        int64_t debit, credit, sum;
        int rc = ledger_turnover(d->db, accounts[i], &debit, &credit);
        if (rc < 0)
            return rc;
        if (__builtin_add_overflow(debit, credit, &sum) || __builtin_add_overflow(sum, t->amount, &sum))
            return fault(QT_REFUSED, _("%s: more than can be counted; nothing was changed."),
                         account_label(d, accounts[i]));
    }
    return QT_OK;
}
