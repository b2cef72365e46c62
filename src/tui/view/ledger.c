/* Money as it is looked at: the accounts with what stands on them, a source of rows; the entries of one for a month or
 * a year, and the account of a unit, a page each. Who may look says permit.c. */
#include "app.h"
#include "qiantai/report_ledger.h"
#include "show.h"
#include "view/page.h"
#include "view/rows.h"

#include <stdlib.h>
#include <string.h>

/* ---- the entries of an account ----------------------------------------------------------------------------- */

enum { ENTRIES_MOST = 5000 }; /* as much as a list has on paper */

struct account_view {
    struct page_view page; /* first */
    char *account;
    int year, month; /* month 0: the whole year */
};

static struct account_view *account_of(struct view *v)
{
    return (struct account_view *)v;
}

struct days {
    char from[24], to[24];
};

/* From the first day to the last of the month or year shown. */
static struct days account_days(const struct account_view *c)
{
    int next = c->month ? c->year * 12 + c->month : (c->year + 1) * 12; /* months since year 0 */
    struct days d;
    snprintf(d.from, sizeof d.from, "%04d-%02d-01", c->year, c->month ? c->month : 1);
    snprintf(d.to, sizeof d.to, "%04d-%02d-01", next / 12, next % 12 + 1);
    date_format(day_add(date_time(d.to, 0), -1), d.to);
    return d;
}

static int account_make(struct view *v, struct page **out)
{
    const struct days d = account_days(account_of(v));
    const struct account_period when = {.from = d.from, .to = d.to, .most = ENTRIES_MOST};
    return ledger_account_page(app_desk(v->app), account_of(v)->account, &when, out);
}

static const char *account_label_of(struct view *v, const char *name)
{
    const struct account *a = chart_account(desk_chart(app_desk(v->app)), name);
    return a ? label_of(&a->label, app_lang(v->app), name) : name;
}

static void account_title(struct view *v, struct buf *out)
{
    const struct account_view *c = account_of(v);
    buf_addf(out, "%s %s %04d", _("Account"), account_label_of(v, c->account), c->year);
    if (c->month)
        buf_addf(out, "-%02d", c->month);
}

static unsigned account_turn(struct account_view *c, int by)
{
    int months = c->year * 12 + c->month - 1 + by;
    if (c->month) {
        c->year = months / 12;
        c->month = months % 12 + 1;
    } else {
        c->year += by;
    }
    c->page.top = 0;
    page_view_layout(&c->page.view);
    return TAKEN | REDRAW;
}

static unsigned account_command(struct view *v, int id)
{
    struct account_view *c = account_of(v);
    switch (id) {
    case CMD_PERIOD_PREV:
    case CMD_PERIOD_NEXT:
        return account_turn(c, id == CMD_PERIOD_NEXT ? 1 : -1);
    case CMD_PERIOD_KIND:
        c->month = c->month ? 0 : civil_of(clock_now()).month;
        return account_turn(c, 0);
    default:
        return page_view_command(v, id);
    }
}

static void account_close(struct view *v)
{
    free(account_of(v)->account);
    page_view_close(v);
}

static const struct view_ops account_ops = {
    .name = "account",
    .title = account_title,
    .layout = page_view_layout,
    .draw = page_view_draw,
    .command = account_command,
    .close = account_close,
    .reload = page_view_layout,
    .status = page_view_status,
    .position = page_view_position,
};

static struct view *account_view(struct app *a, const char *account)
{
    struct account_view *c = view_new(sizeof *c, &account_ops, a);
    struct civil now = civil_of(clock_now());
    c->page.make = account_make;
    c->account = mem_dup(account);
    c->year = now.year;
    c->month = now.month;
    return &c->page.view;
}

/* ---- the account of a unit --------------------------------------------------------------------------------- */

struct money_view {
    struct page_view page; /* first */
    char *unit;
};

static int money_make(struct view *v, struct page **out)
{
    return ledger_unit_page(app_desk(v->app), ((struct money_view *)v)->unit, out);
}

static void money_title(struct view *v, struct buf *out)
{
    buf_addf(out, "%s %s", _("Account of unit"), ((struct money_view *)v)->unit);
}

static void money_close(struct view *v)
{
    free(((struct money_view *)v)->unit);
    page_view_close(v);
}

static const struct view_ops money_ops = {
    .name = "money",
    .title = money_title,
    .layout = page_view_layout,
    .draw = page_view_draw,
    .command = page_view_command,
    .close = money_close,
    .reload = page_view_layout,
    .status = page_view_status,
    .position = page_view_position,
};

void money_open(struct app *a, const char *unit)
{
    if (!app_ok(a, desk_ledger_permit(app_desk(a), false)))
        return;
    struct money_view *m = view_new(sizeof *m, &money_ops, a);
    m->page.make = money_make;
    m->unit = mem_dup(unit);
    app_push(a, &m->page.view);
}

/* ---- all accounts ------------------------------------------------------------------------------------------ */

struct account_row {
    const struct account *account;
    int64_t sum;
};

static void ledger_fill(struct rows *l)
{
    struct app *a = l->view.app;
    const struct chart *c = desk_chart(app_desk(a));
    for (size_t i = 0; i < c->naccounts; i++) {
        int64_t sum = 0;
        const char *label = account_label_of(&l->view, c->accounts[i].name);
        if (!rows_wants(l, label) && !rows_wants(l, c->accounts[i].name))
            continue;
        if (!app_ok(a, desk_balance(app_desk(a), c->accounts[i].name, NULL, NULL, &sum)))
            return;
        struct account_row *row = mem_alloc(sizeof *row);
        *row = (struct account_row){&c->accounts[i], sum};
        rows_add(l, row);
    }
}

static int64_t ledger_id(const void *row)
{
    const struct account_row *r = row;
    int64_t id = 0;
    for (const char *s = r->account->name; *s; s++) /* the chart may be another after a change of forms */
        id = (id * 131 + (unsigned char)*s) & INT64_C(0xFFFFFFFFFFFF);
    return id + 1;
}

enum column { LABEL, BALANCE, NAME };

static void ledger_columns(struct rows *l)
{
    rows_column(l, (struct rows_column){.head = _("Account"), .id = LABEL, .least = 16, .most = 50});
    rows_column(l, (struct rows_column){.head = _("Balance"), .id = BALANCE, .least = 12, .most = 20, .right = true});
    rows_column(l, (struct rows_column){.head = _("Name"), .id = NAME, .least = 12, .most = 30, .text = true});
}

static void ledger_cell(struct rows *l, const void *row, const struct rows_column *c, struct rows_cell *out)
{
    const struct account_row *r = row;
    out->ink = c->id == NAME || (c->id == BALANCE && r->sum == 0) ? INK_QUIET : INK_NORMAL;
    out->text = c->id == BALANCE
                    ? money_show(r->sum)
                    : mem_dup(c->id == NAME ? r->account->name : account_label_of(&l->view, r->account->name));
}

static void ledger_look(struct rows *l, const void *row, struct rows_look *out)
{
    static const char *const types[ACCOUNT_TYPES] = {N_("Asset"), N_("Liability"), N_("Equity"), N_("Income"),
                                                     N_("Expense")};
    (void)l;
    out->group_ink = INK_QUIET;
    snprintf(out->group, sizeof out->group, "%s ", gettext(types[((const struct account_row *)row)->account->type]));
}

static const char *ledger_empty(struct rows *l)
{
    (void)l;
    return _("Nothing here. Esc everything.");
}

static const struct rows_source ledger_source = {
    .fill = ledger_fill,
    .drop = free,
    .id = ledger_id,
    .columns = ledger_columns,
    .cell = ledger_cell,
    .look = ledger_look,
    .empty = ledger_empty,
};

static unsigned ledger_command(struct view *v, int id)
{
    struct page *page = NULL;
    if (id == CMD_PRINT && !app_print_busy(v->app)) {
        int rc = ledger_accounts_page(app_desk(v->app), NULL, &page);
        app_print_page(v->app, rc, page);
    }
    if (id == CMD_PRINT)
        return TAKEN | KEYS;
    if (id != CMD_OPEN)
        return rows_command(v, id);
    const struct account_row *now = rows_now((struct rows *)v);
    rows_filter_stop((struct rows *)v);
    if (now)
        app_push(v->app, account_view(v->app, now->account->name));
    return TAKEN | KEYS;
}

static const struct view_ops ledger_ops = {
    .name = "ledger",
    .flags = VIEW_ROWS,
    .heading = N_("Ledger"),
    .layout = rows_layout,
    .draw = rows_draw,
    .command = ledger_command,
    .key = rows_key,
    .click = rows_click,
    .idle = rows_idle,
    .close = rows_view_close,
    .reload = rows_reload,
    .status = rows_status,
    .position = rows_position,
    .typing = rows_typing,
};

bool accounts_offered(struct app *a)
{
    bool may = desk_ledger_permit(app_desk(a), true) == QT_OK;
    if (!may)
        fault_clear();
    return may;
}

void accounts_open(struct app *a)
{
    if (app_ok(a, desk_ledger_permit(app_desk(a), true)))
        app_push(a, rows_new(sizeof(struct rows), &ledger_ops, &ledger_source, a));
}
