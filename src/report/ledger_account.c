/* One account: its entries with what stands on it after each, between what stood there before and at the end. */
#include <stdlib.h>
#include <string.h>

#include "ledger_parts.h"
#include "values.h"

enum { A_DAY, A_RECORD, A_WHAT, A_DEBIT, A_CREDIT, A_BALANCE, A_OTHER, A_UNIT, A_PARTY, A_OBJECT, A_EVENT, A_ID, A_N };

static const struct ledger_column columns[A_N] = {
    [A_DAY] = {"day", N_("Day"), 10, ALIGN_LEFT},
    [A_RECORD] = {"record", N_("No."), 12, ALIGN_LEFT},
    [A_WHAT] = {"what", N_("What for"), 24, ALIGN_LEFT},
    [A_DEBIT] = {"debit", N_("Debit"), 11, ALIGN_RIGHT},
    [A_CREDIT] = {"credit", N_("Credit"), 11, ALIGN_RIGHT},
    [A_BALANCE] = {"balance", N_("Balance"), 12, ALIGN_RIGHT},
    [A_OTHER] = {"other", NULL, 1, ALIGN_LEFT},
    [A_UNIT] = {"unit", NULL, 1, ALIGN_LEFT},
    [A_PARTY] = {"party", NULL, 1, ALIGN_LEFT},
    [A_OBJECT] = {"object", NULL, 1, ALIGN_LEFT},
    [A_EVENT] = {"event", NULL, 1, ALIGN_RIGHT},
    [A_ID] = {"id", NULL, 1, ALIGN_RIGHT},
};

struct entries { /* the arg of the page's source; freed with the page */
    struct ledger_walk walk;
    const struct account *account;
    int64_t balance, debit, credit; /* after the row at hand; both sides so far */
    int64_t given, most;            /* rows; most 0: all */
    bool totalled;
};

int ledger_before(struct desk *d, const char *account, const char *unit, const char *from, int64_t *sum)
{
    char day[11];
    *sum = 0;
    if (!from)
        return QT_OK;
    date_format(day_add(date_time(from, 0), -1), day);
    return desk_balance(d, account, unit, day, sum);
}

static void entries_free(void *arg)
{
    struct entries *e = arg;
    ledger_walk_end(&e->walk);
    free(e);
}

static void entry_cells(struct entries *e, const struct transfer *t, struct page_cell *cell)
{
    bool debit = strcmp(t->debit, e->account->name) == 0;
    const char *other = debit ? t->credit : t->debit;
    char *number = desk_record_number(e->walk.d, t->reg, t->record);
    char *what = transfer_what(e->walk.d, t, other, number, true);
    *(debit ? &e->debit : &e->credit) += t->amount;
    e->balance += debit == account_is_debit(e->account) ? t->amount : -t->amount;
    cell[A_DAY] = words_cell(t->day, NULL);
    cell[A_RECORD] = words_cell(number, NULL);
    cell[A_WHAT] = words_cell(what, NULL);
    cell[debit ? A_DEBIT : A_CREDIT] = money_cell(t->amount);
    cell[debit ? A_CREDIT : A_DEBIT] = words_cell("", NULL);
    cell[A_BALANCE] = money_cell(e->balance);
    cell[A_OTHER] = words_cell(other, NULL);
    cell[A_UNIT] = words_cell(t->unit, NULL);
    cell[A_PARTY] = words_cell(t->party, NULL);
    cell[A_OBJECT] = words_cell(t->object, NULL);
    cell[A_EVENT] = number_cell(t->event);
    cell[A_ID] = number_cell(t->id);
    quiet_cells(cell, A_N, t->reverses || t->reversed);
    free(number);
    free(what);
}

/* The last row: both sides, and what stands there now. One that was cut short says so. */
static int entries_total(struct entries *e, struct page_row *row, bool cut)
{
    if (e->totalled || e->given == 0)
        return 0;
    e->totalled = true;
    for (size_t i = 0; i < row->n; i++)
        row->cell[i] = words_cell("", NULL);
    free(row->cell[A_WHAT].text);
    row->cell[A_WHAT] = words_cell(cut ? _("More follow: take a shorter time") : _("Total"), NULL);
    free(row->cell[A_DEBIT].text);
    row->cell[A_DEBIT] = money_cell(e->debit);
    free(row->cell[A_CREDIT].text);
    row->cell[A_CREDIT] = money_cell(e->credit);
    free(row->cell[A_BALANCE].text);
    row->cell[A_BALANCE] = money_cell(e->balance);
    row->total = true;
    return 1;
}

static int entries_next(void *arg, struct page_row *row)
{
    struct entries *e = arg;
    const struct transfer *t;
    bool cut = e->most && e->given == e->most;
    int rc = e->totalled ? 0 : ledger_walk_next(&e->walk, &t);
    if (rc < 0)
        return rc;
    if (rc == 0 || cut)
        return entries_total(e, row, rc == 1);
    entry_cells(e, t, row->cell);
    e->given++;
    return 1;
}

static void day_pair(struct page *p, const char *label, const char *key, const char *day)
{
    page_pair(p, label, day ? day : "");
    page_key(p, key);
    if (!day)
        page_json_only(p);
}

static void account_head(struct desk *d, struct page *p, const struct account *a, const struct account_period *when)
{
    page_pairs(p, 2);
    page_pair(p, _("Account"), account_shown(d, a->name));
    page_key(p, "label");
    page_pair(p, _("Name"), a->name);
    page_key(p, "account");
    day_pair(p, _("From day"), "from", when->from);
    day_pair(p, _("To day"), "to", when->to);
}

int ledger_account_page(struct desk *d, const char *account, const struct account_period *when, struct page **out)
{
    const struct account *a = chart_account(desk_chart(d), account);
    int64_t now = 0;
    *out = NULL;
    int rc = desk_ledger_permit(d, true);
    if (rc == QT_OK && !a)
        rc = fault(QT_NOTFOUND, _("There is no account %s."), account);
    if (rc < 0)
        return rc;
    struct entries *e = mem_alloc(sizeof *e);
    *e = (struct entries){.account = a, .most = when->most};
    ledger_walk_begin(&e->walk, d, &(struct transfer_filter){.account = account, .from = when->from, .to = when->to});
    char *title = mem_printf("%s  %s", _("Account"), account_shown(d, account));
    struct page *p = ledger_begin_page(d, "account", title);
    free(title);
    rc = ledger_before(d, account, NULL, when->from, &e->balance);
    if (rc == QT_OK)
        rc = desk_balance(d, account, NULL, when->to, &now);
    account_head(d, p, a, when);
    ledger_pair(p, _("Brought forward"), "brought_forward", e->balance);
    ledger_pair(p, _("Balance"), "balance", now);
    ledger_table(p, "entries", true, columns, A_N);
    page_source(p, entries_next, e, entries_free);
    if (rc == QT_OK)
        *out = p;
    else
        page_free(p);
    return rc;
}
