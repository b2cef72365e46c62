/* Transfers of the house, accounts, receipts. */
#include "qiantai/report_ledger.h"

#include <stdlib.h>
#include <string.h>

#include "ledger_parts.h"
#include "values.h"

/* ---- transfers --------------------------------------------------------------------------------------------- */

enum {
    C_DAY,
    C_RECORD,
    C_DEBIT,
    C_CREDIT,
    C_UNIT,
    C_PARTY,
    C_OBJECT,
    C_AMOUNT,
    C_BALANCE,
    C_EVENT,
    C_ID,
    C_REVERSES,
    C_N
};

struct listing { /* the arg of the page's source; freed with the page */
    struct ledger_walk walk;
    const struct account *account;
    int64_t balance; /* of the account, after the row at hand */
};

static void transfer_columns(struct page *p, bool balance)
{
    struct ledger_column columns[C_N] = {
        [C_DAY] = {"day", N_("Day"), 10, ALIGN_LEFT},
        [C_RECORD] = {"record", N_("Record"), 12, ALIGN_LEFT},
        [C_DEBIT] = {"debit", N_("Debit"), 20, ALIGN_LEFT},
        [C_CREDIT] = {"credit", N_("Credit"), 20, ALIGN_LEFT},
        [C_UNIT] = {"unit", N_("Unit"), 8, ALIGN_LEFT},
        [C_PARTY] = {"party", N_("Party"), 8, ALIGN_LEFT},
        [C_OBJECT] = {"object", N_("Object"), 10, ALIGN_LEFT},
        [C_AMOUNT] = {"amount", N_("Amount"), 12, ALIGN_RIGHT},
        [C_BALANCE] = {"balance", N_("Balance"), 12, ALIGN_RIGHT},
        [C_EVENT] = {"event", N_("Event"), 7, ALIGN_RIGHT},
        [C_ID] = {"id", NULL, 7, ALIGN_RIGHT},
        [C_REVERSES] = {"reverses", NULL, 7, ALIGN_RIGHT},
    };
    if (!balance)
        columns[C_BALANCE].heading = NULL;
    ledger_table(p, "transfers", true, columns, C_N);
}

static void listing_free(void *arg)
{
    struct listing *l = arg;
    ledger_walk_end(&l->walk);
    free(l);
}

static int listing_next(void *arg, struct page_row *row)
{
    struct listing *l = arg;
    const struct transfer *t;
    int rc = ledger_walk_next(&l->walk, &t);
    if (rc != 1)
        return rc;
    if (l->account) {
        int64_t moved = strcmp(t->debit, l->account->name) == 0 ? t->amount : -t->amount;
        l->balance += account_is_debit(l->account) ? moved : -moved;
    }
    char *number = desk_record_number(l->walk.d, t->reg, t->record);
    row->cell[C_DAY] = words_cell(t->day, NULL);
    row->cell[C_RECORD] = words_cell(number, NULL);
    row->cell[C_DEBIT] = words_cell(account_shown(l->walk.d, t->debit), t->debit);
    row->cell[C_CREDIT] = words_cell(account_shown(l->walk.d, t->credit), t->credit);
    row->cell[C_UNIT] = words_cell(t->unit, NULL);
    row->cell[C_PARTY] = words_cell(t->party, NULL);
    row->cell[C_OBJECT] = words_cell(t->object, NULL);
    row->cell[C_AMOUNT] = money_cell(t->amount);
    row->cell[C_BALANCE] = money_cell(l->balance);
    row->cell[C_BALANCE].empty = !l->account;
    row->cell[C_EVENT] = number_cell(t->event);
    row->cell[C_ID] = number_cell(t->id);
    row->cell[C_REVERSES] = number_cell(t->reverses);
    quiet_cells(row->cell, C_N, t->reverses || t->reversed);
    free(number);
    return 1;
}

static int unit_head(struct desk *d, struct page *p, const char *unit)
{
    int64_t owes = 0;
    int rc = desk_owes(d, unit, &owes);
    page_pairs(p, 2);
    page_pair(p, _("Unit"), unit);
    page_key(p, "unit");
    ledger_pair(p, _("Owes"), "owes", owes);
    page_tone(p, owes > 0 ? TONE_WARN : TONE_NORMAL);
    return rc;
}

int ledger_page(struct desk *d, const struct transfer_filter *f, struct page **out)
{
    const struct account *a = f->account ? chart_account(desk_chart(d), f->account) : NULL;
    *out = NULL;
    if (f->account && !a)
        return fault(QT_NOTFOUND, _("There is no account %s."), f->account);
    int rc = desk_ledger_permit(d, !f->unit && a);
    if (rc < 0)
        return rc;
    struct listing *l = mem_alloc(sizeof *l);
    *l = (struct listing){.account = a};
    ledger_walk_begin(&l->walk, d, f);
    struct page *p = ledger_begin_page(d, "ledger", _("Ledger"));
    if (f->unit)
        rc = unit_head(d, p, f->unit);
    if (rc == QT_OK && a)
        rc = ledger_before(d, a->name, f->unit, f->from, &l->balance);
    transfer_columns(p, a);
    page_source(p, listing_next, l, listing_free);
    if (rc == QT_OK)
        *out = p;
    else
        page_free(p);
    return rc;
}

/* ---- accounts ---------------------------------------------------------------------------------------------- */

int ledger_accounts_page(struct desk *d, const char *until, struct page **out)
{
    static const struct ledger_column columns[] = {
        {"account", N_("Account"), 24, ALIGN_LEFT},
        {"label", N_("Name"), 24, ALIGN_LEFT},
        {"type", N_("Type"), 9, ALIGN_LEFT},
        {"balance", N_("Balance"), 14, ALIGN_RIGHT},
    };
    const struct chart *c = desk_chart(d);
    *out = NULL;
    int rc = desk_ledger_permit(d, true);
    if (rc < 0)
        return rc;
    struct page *p = ledger_begin_page(d, "accounts", _("Accounts"));
    ledger_table(p, "accounts", true, columns, ARRAY_LEN(columns));
    for (size_t i = 0; rc == QT_OK && i < c->naccounts; i++) {
        int64_t sum = 0;
        const struct account *a = &c->accounts[i];
        rc = desk_balance(d, a->name, NULL, until, &sum);
        struct page_cell cells[] = {words_cell(a->name, NULL), words_cell(account_shown(d, a->name), NULL),
                                    words_cell(account_type_names[a->type], NULL), money_cell(sum)};
        ledger_put(p, cells, ARRAY_LEN(cells));
    }
    page_holds(p, -1);
    if (rc == QT_OK)
        *out = p;
    else
        page_free(p);
    return rc;
}

/* ---- receipts ---------------------------------------------------------------------------------------------- */

static void receipt_row(struct desk *d, struct page *p, const struct ledger_receipt *r)
{
    const struct series *s = chart_series(desk_chart(d), r->series);
    char *no = mem_printf("%s%0*lld", s ? s->before : r->series, s ? s->digits : 1, (long long)r->no);
    char *record = desk_record_number(d, r->reg, r->record);
    struct page_cell cells[] = {words_cell(no, NULL),     words_cell(r->day, NULL),
                                words_cell(record, NULL), money_cell(r->amount),
                                number_cell(r->copies),   words_cell(r->void_ ? _("void") : "", "void")};
    quiet_cells(cells, ARRAY_LEN(cells), r->void_);
    ledger_put(p, cells, ARRAY_LEN(cells));
    free(no);
    free(record);
}

int receipts_table(struct desk *d, struct page *p, const char *unit, const char *series, int64_t *n)
{
    static const struct ledger_column columns[] = {
        {"number", N_("No."), 12, ALIGN_LEFT},    {"day", N_("Day"), 10, ALIGN_LEFT},
        {"record", N_("Record"), 12, ALIGN_LEFT}, {"amount", N_("Amount"), 12, ALIGN_RIGHT},
        {"copies", N_("Copies"), 6, ALIGN_RIGHT}, {"state", N_("State"), 8, ALIGN_LEFT},
    };
    struct ledger_receipt *v = NULL;
    size_t count = 0;
    int rc = desk_receipts(d, series, unit, &v, &count);
    if (unit && count)
        page_heading(p, _("Receipts"));
    ledger_table(p, "receipts", !unit || count, columns, ARRAY_LEN(columns));
    for (size_t i = 0; rc == QT_OK && i < count; i++)
        receipt_row(d, p, &v[i]);
    ledger_receipts_free(v, count);
    *n = (int64_t)count;
    return rc;
}

int ledger_receipts_page(struct desk *d, const char *series, struct page **out)
{
    struct page *p = ledger_begin_page(d, "receipts", _("Receipts"));
    int64_t n = 0;
    int rc = receipts_table(d, p, NULL, series, &n);
    page_holds(p, n);
    *out = rc == QT_OK ? p : NULL;
    if (rc != QT_OK)
        page_free(p);
    return rc;
}
