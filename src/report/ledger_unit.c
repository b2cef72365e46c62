/* One unit: what its parties owe, what of it is open, what is held for it, what was paid, its receipts. */
#include <stdlib.h>
#include <string.h>

#include "ledger_parts.h"
#include "values.h"

struct unit_account {
    struct desk *d;
    struct page *p;
    const char *unit;
    struct ledger_share *share;
    size_t nshares;
    struct transfer *t; /* all of the unit, by id */
    size_t n;
    struct open_item *owed, *free; /* of all parties */
    size_t nowed, nfree;
};

static const struct account *account_of(const struct unit_account *u, const char *name)
{
    return chart_account(desk_chart(u->d), name);
}

/* What is held for the unit by name: a deposit, money paid ahead. */
static bool is_held(const struct account *a)
{
    return a && a->type == ACCOUNT_LIABILITY && (a->per & PER_UNIT);
}

static bool is_items(const struct account *a)
{
    return a && a->items;
}

/* ---- reading ----------------------------------------------------------------------------------------------- */

static int unit_known(struct desk *d, const char *unit)
{
    const struct form *f = forms_find(desk_forms(d), "unit");
    struct record *r = NULL;
    if (!f || !desk_allows(d, f, RIGHT_LOOK))
        return QT_OK;
    int rc = desk_find(d, f, unit, &r);
    record_free(r);
    return rc;
}

static bool party_before(const struct unit_account *u, size_t i)
{
    for (size_t k = 0; k < i; k++)
        if (strcmp(u->t[k].party, u->t[i].party) == 0)
            return true;
    return false;
}

static int add_open(struct unit_account *u, const char *party, bool owed, struct open_item **v, size_t *n)
{
    struct open_item *more = NULL;
    size_t nmore = 0;
    int rc = desk_open_items(u->d, u->unit, party, owed, &more, &nmore);
    if (nmore) {
        *v = mem_resize(*v, *n + nmore, sizeof **v);
        memcpy(*v + *n, more, nmore * sizeof *more);
        *n += nmore;
    }
    free(more);
    return rc;
}

static int unit_read(struct unit_account *u)
{
    int rc = unit_known(u->d, u->unit);
    if (rc == QT_OK)
        rc = desk_shares(u->d, u->unit, &u->share, &u->nshares);
    if (rc == QT_OK)
        rc = desk_transfers(u->d, &(struct transfer_filter){.unit = u->unit}, &u->t, &u->n);
    for (size_t i = 0; rc == QT_OK && i < u->n; i++) {
        if (party_before(u, i))
            continue;
        rc = add_open(u, u->t[i].party, true, &u->owed, &u->nowed);
        if (rc == QT_OK)
            rc = add_open(u, u->t[i].party, false, &u->free, &u->nfree);
    }
    return rc;
}

static void unit_clear(struct unit_account *u)
{
    ledger_shares_free(u->share, u->nshares);
    transfers_free(u->t, u->n);
    open_items_free(u->owed, u->nowed);
    open_items_free(u->free, u->nfree);
}

static const struct transfer *transfer_of(const struct unit_account *u, int64_t id)
{
    size_t low = 0, high = u->n;
    while (low < high) {
        size_t at = low + (high - low) / 2;
        if (u->t[at].id < id)
            low = at + 1;
        else
            high = at;
    }
    return low < u->n && u->t[low].id == id ? &u->t[low] : NULL;
}

static bool any_share(const struct unit_account *u, bool (*wanted)(const struct account *a))
{
    for (size_t i = 0; i < u->nshares; i++)
        if (wanted(account_of(u, u->share[i].account)))
            return true;
    return false;
}

/* One party without a name is the unit itself: the head says it all. */
static bool any_named(const struct unit_account *u)
{
    for (size_t i = 0; i < u->nshares; i++)
        if (u->share[i].party[0] && is_items(account_of(u, u->share[i].account)))
            return true;
    return false;
}

static bool is_payment(const struct unit_account *u, const struct transfer *t)
{
    return is_items(account_of(u, t->credit)) && !t->reverses;
}

static bool any_payment(const struct unit_account *u)
{
    for (size_t i = 0; i < u->n; i++)
        if (is_payment(u, &u->t[i]))
            return true;
    return false;
}

static void section(const struct unit_account *u, bool any, const char *heading)
{
    if (any)
        page_heading(u->p, heading);
}

/* ---- its tables -------------------------------------------------------------------------------------------- */

/* What each party owes on all accounts of items together, or has as credit. */
static void party_table(const struct unit_account *u)
{
    static const struct ledger_column columns[] = {
        {"party", N_("Party"), 16, ALIGN_LEFT},
        {"account", N_("Account"), 24, ALIGN_LEFT},
        {"owes", N_("Owes"), 12, ALIGN_RIGHT},
        {"credit", N_("Credit balance"), 14, ALIGN_RIGHT},
    };
    bool any = any_named(u);
    section(u, any, _("By party"));
    ledger_table(u->p, "parties", any, columns, ARRAY_LEN(columns));
    for (size_t i = 0, next; i < u->nshares; i = next) {
        const struct ledger_share *s = &u->share[i];
        int64_t sum = 0;
        for (next = i; next < u->nshares && strcmp(u->share[next].account, s->account) == 0 &&
                       strcmp(u->share[next].party, s->party) == 0;
             next++)
            sum += u->share[next].sum;
        if (!is_items(account_of(u, s->account)) || sum == 0)
            continue;
        struct page_cell cells[] = {words_cell(s->party, NULL), words_cell(account_shown(u->d, s->account), s->account),
                                    sum > 0 ? money_cell(sum) : words_cell("", NULL),
                                    sum < 0 ? money_cell(-sum) : words_cell("", NULL)};
        cells[2].tone = sum > 0 ? TONE_WARN : TONE_NORMAL;
        ledger_put(u->p, cells, ARRAY_LEN(cells));
    }
}

/* What its record says it is about, without the unit and the amount, which stand beside it: "" where it says no more,
 * or where the person may not look at it. Caller frees. */
static char *said_of(const struct unit_account *u, const struct transfer *t)
{
    const struct form *f = forms_find(desk_forms(u->d), t->reg);
    struct record *r = NULL;
    if (!f || !t->record || !desk_allows(u->d, f, RIGHT_LOOK) || desk_get(u->d, f, t->record, &r) != QT_OK) {
        fault_clear();
        return mem_dup("");
    }
    char *said = desk_summary(u->d, r), *amount = money_show(t->amount);
    size_t from = strlen(u->unit), end = strlen(said), n = strlen(amount);
    from = strncmp(said, u->unit, from) == 0 && (said[from] == ' ' || !said[from]) ? from : 0;
    from += strspn(said + from, " ");
    end -= end - from >= n && strcmp(said + end - n, amount) == 0 ? n : 0;
    while (end > from && said[end - 1] == ' ')
        end--;
    char *rest = mem_printf("%.*s", (int)(end - from), said + from);
    free(said);
    free(amount);
    record_free(r);
    return rest;
}

/* The account first: one record may have booked on several. */
static char *owed_for(const struct unit_account *u, const struct transfer *t, const char *number)
{
    char *what = transfer_what(u->d, t, t->credit, number, false), *said = said_of(u, t);
    char *both = strstr(what, said) ? mem_dup(what) : mem_printf("%s %s", what, said);
    free(what);
    free(said);
    return both;
}

static void open_table(const struct unit_account *u)
{
    static const struct ledger_column columns[] = {
        {"day", N_("Day"), 10, ALIGN_LEFT},
        {"due", N_("Pay by"), 10, ALIGN_LEFT},
        {"record", N_("No."), 12, ALIGN_LEFT},
        {"what", N_("What for"), 24, ALIGN_LEFT},
        {"party", NULL, 1, ALIGN_LEFT},
        {"amount", N_("Amount"), 12, ALIGN_RIGHT},
        {"open", N_("Still open"), 12, ALIGN_RIGHT},
    };
    bool any = u->nowed > 0;
    section(u, any, _("Not yet paid"));
    ledger_table(u->p, "open", any, columns, ARRAY_LEN(columns));
    for (size_t i = 0; i < u->nowed; i++) {
        const struct transfer *t = transfer_of(u, u->owed[i].id);
        if (!t)
            continue;
        char *number = desk_record_number(u->d, t->reg, t->record);
        char *what = owed_for(u, t, number);
        struct page_cell cells[] = {words_cell(t->day, NULL),   words_cell(t->due, NULL),   words_cell(number, NULL),
                                    words_cell(what, NULL),     words_cell(t->party, NULL), money_cell(t->amount),
                                    money_cell(u->owed[i].open)};
        ledger_put(u->p, cells, ARRAY_LEN(cells));
        free(number);
        free(what);
    }
}

static void held_table(const struct unit_account *u)
{
    static const struct ledger_column columns[] = {
        {"account", N_("Account"), 24, ALIGN_LEFT},
        {"party", N_("Party"), 12, ALIGN_LEFT},
        {"object", N_("Object"), 14, ALIGN_LEFT},
        {"sum", N_("Amount"), 12, ALIGN_RIGHT},
    };
    bool any = any_share(u, is_held);
    section(u, any, _("Held for the unit"));
    ledger_table(u->p, "held", any, columns, ARRAY_LEN(columns));
    for (size_t i = 0; i < u->nshares; i++) {
        const struct ledger_share *s = &u->share[i];
        if (!is_held(account_of(u, s->account)))
            continue;
        struct page_cell cells[] = {words_cell(account_shown(u->d, s->account), s->account), words_cell(s->party, NULL),
                                    words_cell(s->object, NULL), money_cell(s->sum)};
        ledger_put(u->p, cells, ARRAY_LEN(cells));
    }
}

static int64_t free_of(const struct unit_account *u, int64_t id)
{
    for (size_t i = 0; i < u->nfree; i++)
        if (u->free[i].id == id)
            return u->free[i].open;
    return 0;
}

/* Whatever settles what is owed: money, a deposit, a waiver. */
static void payment_table(const struct unit_account *u)
{
    static const struct ledger_column columns[] = {
        {"day", N_("Day"), 10, ALIGN_LEFT},        {"record", N_("No."), 12, ALIGN_LEFT},
        {"way", N_("Paid into"), 24, ALIGN_LEFT},  {"party", N_("Party"), 10, ALIGN_LEFT},
        {"amount", N_("Amount"), 12, ALIGN_RIGHT}, {"free", N_("Not used yet"), 12, ALIGN_RIGHT},
        {"undone", NULL, 1, ALIGN_LEFT},
    };
    bool any = any_payment(u);
    section(u, any, _("Payments"));
    ledger_table(u->p, "payments", any, columns, ARRAY_LEN(columns));
    for (size_t i = 0; i < u->n; i++) {
        const struct transfer *t = &u->t[i];
        if (!is_payment(u, t))
            continue;
        int64_t unused = free_of(u, t->id);
        char *number = desk_record_number(u->d, t->reg, t->record);
        struct page_cell cells[] = {words_cell(t->day, NULL),
                                    words_cell(number, NULL),
                                    words_cell(account_shown(u->d, t->debit), t->debit),
                                    words_cell(t->party, NULL),
                                    money_cell(t->amount),
                                    unused ? money_cell(unused) : words_cell("", NULL),
                                    {.kind = KIND_BOOL, .number = t->reversed != 0}};
        quiet_cells(cells, ARRAY_LEN(cells), t->reversed);
        ledger_put(u->p, cells, ARRAY_LEN(cells));
        free(number);
    }
}

/* ---- the page, and its line -------------------------------------------------------------------------------- */

/* Each party by itself: what one has too much does not pay for another. */
static void sums(const struct unit_account *u, int64_t *owes, int64_t *credit)
{
    *owes = *credit = 0;
    for (size_t i = 0; i < u->nowed; i++)
        *owes += u->owed[i].open;
    for (size_t i = 0; i < u->nfree; i++)
        *credit += u->free[i].open;
}

static int unit_fill(struct unit_account *u)
{
    int64_t owes, credit, receipts = 0;
    sums(u, &owes, &credit);
    page_pairs(u->p, 3);
    page_pair(u->p, _("Unit"), u->unit);
    page_key(u->p, "unit");
    ledger_pair(u->p, _("Owes"), "owes", owes);
    page_tone(u->p, owes > 0 ? TONE_WARN : TONE_NORMAL);
    ledger_pair(u->p, _("Credit balance"), "credit", credit);
    party_table(u);
    open_table(u);
    held_table(u);
    payment_table(u);
    int rc = receipts_table(u->d, u->p, u->unit, NULL, &receipts);
    page_holds(u->p, (int64_t)u->n);
    return rc;
}

int ledger_unit_page(struct desk *d, const char *unit, struct page **out)
{
    struct unit_account u = {.d = d, .unit = unit};
    *out = NULL;
    int rc = desk_ledger_permit(d, false);
    if (rc == QT_OK)
        rc = unit_read(&u);
    if (rc == QT_OK) {
        char *title = mem_printf("%s  %s", _("Account of unit"), unit);
        u.p = ledger_begin_page(d, "unit", title);
        free(title);
        rc = unit_fill(&u);
    }
    if (rc == QT_OK)
        *out = u.p;
    else
        page_free(u.p);
    unit_clear(&u);
    return rc;
}

/* Accounts of one kind: "Deposits/Keys 50.00". Those of several objects are one sum. */
static void add_held(const struct unit_account *u, struct buf *b)
{
    for (size_t i = 0, next; i < u->nshares; i = next) {
        int64_t sum = 0;
        for (next = i; next < u->nshares && strcmp(u->share[next].account, u->share[i].account) == 0; next++)
            sum += u->share[next].sum;
        if (!is_held(account_of(u, u->share[i].account)) || sum == 0)
            continue;
        char *text = money_show(sum);
        buf_addf(b, "%s%s %s", b->len ? "   " : "", account_shown(u->d, u->share[i].account), text);
        free(text);
    }
}

int ledger_unit_line(struct desk *d, const char *unit, bool *owes, char **line)
{
    struct unit_account u = {.d = d, .unit = unit};
    struct buf b = {0};
    int64_t owed = 0;
    *line = NULL;
    int rc = desk_owes(d, unit, &owed);
    if (rc == QT_OK)
        rc = desk_shares(d, unit, &u.share, &u.nshares);
    *owes = owed > 0;
    if (owed) {
        char *text = money_show(owed);
        buf_addf(&b, "%s %s", _("Owes"), text);
        free(text);
    }
    if (rc == QT_OK)
        add_held(&u, &b);
    unit_clear(&u);
    *line = rc == QT_OK ? buf_take(&b) : NULL;
    buf_free(&b);
    return rc;
}
