/* Accounts, transfers, receipts. */
#include "qiantai/report_ledger.h"

#include <stdlib.h>
#include <string.h>

#include "values.h"

static const char *account_shown(struct desk *d, const char *name)
{
    const struct account *a = chart_account(desk_chart(d), name);
    return a ? label_of(&a->label, desk_lang(d), name) : name;
}

static struct page *begin(struct desk *d, const char *stem, const char *title)
{
    struct page *p = page_new(stem, title);
    char *building = desk_setting(d, "building");
    if (building && building[0])
        page_building(p, building);
    free(building);
    page_foot(p, _("page {n} of {m}"));
    page_about(p, "transfer", stem, 0);
    paper_subtitle(d, p, NULL);
    return p;
}

static struct page_cell words_cell(const char *text, const char *plain)
{
    return (struct page_cell){
        .kind = KIND_TEXT, .text = mem_dup(text), .plain = plain ? mem_dup(plain) : NULL, .empty = !text[0]};
}

static struct page_cell money_cell(int64_t fen)
{
    return (struct page_cell){.kind = KIND_MONEY, .number = fen, .text = money_show(fen)};
}

static struct page_cell number_cell(int64_t n)
{
    return (struct page_cell){.kind = KIND_NUMBER, .number = n, .text = mem_printf("%lld", (long long)n)};
}

/* Copied by the page. */
static void put_row(struct page *p, struct page_cell *cells, size_t n)
{
    page_cells(p, cells);
    for (size_t i = 0; i < n; i++) {
        free(cells[i].text);
        free(cells[i].plain);
    }
}

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

struct listing {
    struct desk *d;
    struct page *p;
    const struct transfer_filter *f;
    const struct account *account;
    int64_t balance; /* of the account, after the row at hand */
    int64_t given;
};

static void transfer_columns(const struct listing *l)
{
    static const struct {
        const char *key, *heading;
        int width;
        enum page_align align;
    } columns[C_N] = {
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
        [C_ID] = {"id", N_("No."), 7, ALIGN_RIGHT},
        [C_REVERSES] = {"reverses", N_("Reverses"), 7, ALIGN_RIGHT},
    };
    data_table(l->p, "transfers");
    for (size_t i = 0; i < C_N; i++) {
        data_column(l->p, columns[i].key, gettext(columns[i].heading), columns[i].width, columns[i].align);
        if (i >= C_ID || (i == C_BALANCE && !l->account))
            page_json_only(l->p);
    }
}

static void transfer_row(struct listing *l, const struct transfer *t)
{
    char *number = desk_record_number(l->d, t->reg, t->record);
    if (l->account) {
        int64_t moved = strcmp(t->debit, l->account->name) == 0 ? t->amount : -t->amount;
        l->balance += account_is_debit(l->account) ? moved : -moved;
    }
    struct page_cell cells[C_N] = {
        [C_DAY] = words_cell(t->day, NULL),
        [C_RECORD] = words_cell(number, NULL),
        [C_DEBIT] = words_cell(account_shown(l->d, t->debit), t->debit),
        [C_CREDIT] = words_cell(account_shown(l->d, t->credit), t->credit),
        [C_UNIT] = words_cell(t->unit, NULL),
        [C_PARTY] = words_cell(t->party, NULL),
        [C_OBJECT] = words_cell(t->object, NULL),
        [C_AMOUNT] = money_cell(t->amount),
        [C_BALANCE] = money_cell(l->balance),
        [C_EVENT] = number_cell(t->event),
        [C_ID] = number_cell(t->id),
        [C_REVERSES] = number_cell(t->reverses),
    };
    cells[C_BALANCE].empty = !l->account;
    cells[C_REVERSES].empty = !t->reverses;
    for (size_t i = 0; i < C_N && (t->reverses || t->reversed); i++)
        cells[i].tone = TONE_QUIET;
    put_row(l->p, cells, C_N);
    l->given++;
    free(number);
}

/* What stood there before the first day shown. */
static int before_first(struct listing *l)
{
    char day[11];
    if (!l->account || !l->f->from || l->f->unit)
        return QT_OK;
    date_format(day_add(date_time(l->f->from, 0), -1), day);
    return desk_balance(l->d, l->account->name, NULL, day, &l->balance);
}

static int by_day(const void *a, const void *b)
{
    const struct transfer *x = a, *y = b;
    int days = strcmp(x->day, y->day);
    return days ? days : (x->id > y->id) - (x->id < y->id);
}

static int transfer_rows(struct listing *l)
{
    struct transfer *v = NULL;
    size_t n = 0;
    int rc = desk_transfers(l->d, l->f, &v, &n);
    if (n > 1)
        qsort(v, n, sizeof *v, by_day);
    for (size_t i = 0; rc == QT_OK && i < n; i++)
        transfer_row(l, &v[i]);
    transfers_free(v, n);
    return rc;
}

/* ---- a unit ------------------------------------------------------------------------------------------------ */

static int unit_head(struct listing *l)
{
    int64_t owes = 0;
    int rc = desk_owes(l->d, l->f->unit, &owes);
    char *text = money_show(owes);
    page_pairs(l->p, 2);
    page_pair(l->p, _("Unit"), l->f->unit);
    page_key(l->p, "unit");
    page_pair(l->p, _("Owes"), text);
    page_tone(l->p, owes > 0 ? TONE_WARN : TONE_NORMAL);
    page_key(l->p, "owes");
    free(text);
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
    char *title = a ? mem_printf("%s  %s", _("Account"), account_shown(d, a->name)) : mem_dup(_("Ledger"));
    struct listing l = {.d = d, .p = begin(d, "ledger", title), .f = f, .account = a};
    free(title);
    if (f->unit)
        rc = unit_head(&l);
    if (rc == QT_OK)
        rc = before_first(&l);
    transfer_columns(&l);
    if (rc == QT_OK)
        rc = transfer_rows(&l);
    page_holds(l.p, l.given);
    if (rc == QT_OK)
        *out = l.p;
    else
        page_free(l.p);
    return rc;
}

/* ---- accounts ---------------------------------------------------------------------------------------------- */

int ledger_accounts_page(struct desk *d, const char *until, struct page **out)
{
    const struct chart *c = desk_chart(d);
    *out = NULL;
    int rc = desk_ledger_permit(d, true);
    if (rc < 0)
        return rc;
    struct page *p = begin(d, "accounts", _("Accounts"));
    data_table(p, "accounts");
    data_column(p, "account", _("Account"), 24, ALIGN_LEFT);
    data_column(p, "label", _("Name"), 24, ALIGN_LEFT);
    data_column(p, "type", _("Type"), 9, ALIGN_LEFT);
    data_column(p, "balance", _("Balance"), 14, ALIGN_RIGHT);
    for (size_t i = 0; rc == QT_OK && i < c->naccounts; i++) {
        int64_t sum = 0;
        const struct account *a = &c->accounts[i];
        rc = desk_balance(d, a->name, NULL, until, &sum);
        struct page_cell cells[] = {words_cell(a->name, NULL), words_cell(account_shown(d, a->name), NULL),
                                    words_cell(account_type_names[a->type], NULL), money_cell(sum)};
        put_row(p, cells, ARRAY_LEN(cells));
    }
    page_holds(p, -1);
    if (rc == QT_OK)
        *out = p;
    else
        page_free(p);
    return rc;
}

int ledger_receipts_page(struct desk *d, const char *series, struct page **out)
{
    struct ledger_receipt *v = NULL;
    size_t n = 0;
    *out = NULL;
    int rc = desk_receipts(d, series, &v, &n);
    if (rc < 0)
        return rc;
    struct page *p = begin(d, "receipts", _("Receipts"));
    data_table(p, "receipts");
    data_column(p, "number", _("No."), 12, ALIGN_LEFT);
    data_column(p, "day", _("Day"), 10, ALIGN_LEFT);
    data_column(p, "record", _("Record"), 12, ALIGN_LEFT);
    data_column(p, "amount", _("Amount"), 12, ALIGN_RIGHT);
    data_column(p, "state", _("State"), 8, ALIGN_LEFT);
    for (size_t i = 0; i < n; i++) {
        const struct series *s = chart_series(desk_chart(d), v[i].series);
        char *no = mem_printf("%s%0*lld", s ? s->before : v[i].series, s ? s->digits : 1, (long long)v[i].no);
        char *record = desk_record_number(d, v[i].reg, v[i].record);
        struct page_cell cells[] = {words_cell(no, NULL), words_cell(v[i].day, NULL), words_cell(record, NULL),
                                    money_cell(v[i].amount), words_cell(v[i].void_ ? _("void") : "", "void")};
        put_row(p, cells, ARRAY_LEN(cells));
        free(no);
        free(record);
        free(v[i].series);
        free(v[i].reg);
    }
    free(v);
    page_holds(p, (int64_t)n);
    *out = p;
    return QT_OK;
}
