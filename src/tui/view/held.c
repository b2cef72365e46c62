/* What the desk holds now: by place, unit, age or kind, and the money in its drawers; Enter shows the things of a line,
 * again their records. */
#include "app.h"
#include "qiantai/desk_held.h"
#include "qiantai/desk_ledger.h"
#include "show.h"
#include "view/rows.h"
#include "view/scroll.h"

#include <stdlib.h>
#include <string.h>

/* ---- the things of one line -------------------------------------------------------------------------------------- */

enum { THINGS_MOST = 1000 /* of each register */ };

struct things_view {
    struct rows rows; /* first */
    struct held_things things;
    enum held_by by;
    char *name; /* of the line; NULL: all */
};

/* Of a date that of today is a word: it has no hour. */
static void since_text(struct rows *l, int64_t since, char *out, size_t n)
{
    out[0] = '\0';
    if (since == day_start(clock_now()))
        snprintf(out, n, "%s", _("today"));
    else if (since)
        moment_show(since, clock_now(), app_lang(l->view.app), false, out, n);
}

enum thing_column { THING_SINCE, THING_UNIT, THING_WHAT, THING_PLACE, THING_KIND };

static void things_fill(struct rows *l)
{
    struct things_view *t = (struct things_view *)l;
    struct app *a = l->view.app;
    held_things_free(&t->things);
    if (!app_ok(a, desk_held_things(app_desk(a), t->by, t->name, THINGS_MOST, &t->things)))
        return;
    for (size_t i = 0; i < t->things.n; i++) {
        struct held_thing *v = &t->things.v[i];
        if (rows_wants(l, v->what) || rows_wants(l, v->unit) || rows_wants(l, v->place) ||
            rows_wants(l, record_number(v->r)))
            rows_add(l, v);
    }
}

static int64_t thing_id(const void *row)
{
    const struct held_thing *v = row;
    int64_t id = v->r->id;
    for (const char *s = v->form->name; *s; s++)
        id = (id * 131 + (unsigned char)*s) & INT64_C(0xFFFFFFFFFFFF);
    return id + 1;
}

static void things_columns(struct rows *l)
{
    rows_column(l, (struct rows_column){.head = _("Since"), .id = THING_SINCE, .least = 5, .most = 10});
    rows_column(l, (struct rows_column){.head = _("Kind"), .id = THING_KIND, .least = 4, .most = 8});
    rows_column(l, (struct rows_column){.head = _("Unit"), .id = THING_UNIT, .least = 6, .most = 10});
    rows_column(l, (struct rows_column){.head = _("What"), .id = THING_WHAT, .least = 16, .most = 60, .text = true});
    rows_column(l, (struct rows_column){.head = _("Place"), .id = THING_PLACE, .least = 6, .most = 16});
}

static void things_cell(struct rows *l, const void *row, const struct rows_column *c, struct rows_cell *out)
{
    const struct held_thing *v = row;
    enum lang lang = app_lang(l->view.app);
    char when[32];
    since_text(l, v->since, when, sizeof when);
    out->ink = c->id == THING_WHAT || c->id == THING_SINCE ? INK_NORMAL : INK_QUIET;
    out->text = c->id == THING_KIND    ? form_short(v->form, lang)
                : c->id == THING_SINCE ? mem_dup(when)
                                       : mem_dup(c->id == THING_UNIT   ? v->unit
                                                 : c->id == THING_WHAT ? v->what
                                                                       : v->place);
}

static int64_t thing_record(const void *row, const struct form **f)
{
    const struct held_thing *v = row;
    *f = v->form;
    return v->r->id;
}

static const char *held_empty(struct rows *l)
{
    return l->filter ? _("Nothing here. Esc everything.") : _("The desk holds nothing.");
}

static const struct rows_source things_source = {
    .fill = things_fill,
    .id = thing_id,
    .columns = things_columns,
    .cell = things_cell,
    .record = thing_record,
    .empty = held_empty,
};

static void things_title(struct view *v, struct buf *out)
{
    const struct things_view *t = (struct things_view *)v;
    buf_addf(out, "%s  %s", _("Held now"), t->name ? *t->name ? t->name : "-" : "");
}

static unsigned things_command(struct view *v, int id)
{
    struct rows *l = (struct rows *)v;
    const struct held_thing *now = id == CMD_OPEN ? rows_now(l) : NULL;
    if (id != CMD_OPEN)
        return rows_command(v, id);
    rows_filter_stop(l);
    if (now)
        app_open(v->app, now->form, now->r->id);
    return TAKEN | KEYS;
}

static void things_close(struct view *v)
{
    struct things_view *t = (struct things_view *)v;
    rows_view_close(v);
    held_things_free(&t->things);
    free(t->name);
}

static const struct view_ops things_ops = {
    .name = "things",
    .flags = VIEW_ROWS,
    .title = things_title,
    .layout = rows_layout,
    .draw = rows_draw,
    .command = things_command,
    .key = rows_key,
    .click = rows_click,
    .idle = rows_idle,
    .close = things_close,
    .reload = rows_reload,
    .status = rows_status,
    .position = rows_position,
    .typing = rows_typing,
};

static void things_open(struct app *a, enum held_by by, const char *name)
{
    struct things_view *t = rows_new(sizeof *t, &things_ops, &things_source, a);
    t->by = by;
    t->name = mem_dup(name);
    app_push(a, &t->rows.view);
}

/* ---- the lines --------------------------------------------------------------------------------------------------- */

struct held_view {
    struct rows rows; /* first */
    enum held_by by;
    int64_t records, pieces;
};

struct line_row { /* a group of things, or money */
    char *name;
    int64_t records, pieces, since, sum;
    bool money;
    size_t at;
};

enum line_column { LINE_NAME, LINE_RECORDS, LINE_PIECES, LINE_SINCE, LINE_SUM };

static void add_line(struct rows *l, struct line_row line)
{
    struct line_row *row = mem_alloc(sizeof *row);
    *row = line;
    row->at = l->nall;
    rows_add(l, row);
}

/* What lies in drawers and safes: accounts of money that as a whole never go below nothing. Other roles see none. */
static void add_money(struct rows *l)
{
    struct desk *d = app_desk(l->view.app);
    const struct chart *c = desk_chart(d);
    bool may = desk_ledger_permit(d, true) == QT_OK;
    for (size_t i = 0; may && i < c->naccounts; i++) {
        const struct account *a = &c->accounts[i];
        const char *label = label_of(&a->label, app_lang(l->view.app), a->name);
        int64_t sum = 0;
        if (a->type != ACCOUNT_ASSET || !a->floor || a->per || a->internal || !rows_wants(l, label))
            continue;
        may = desk_balance(d, a->name, NULL, NULL, &sum) == QT_OK;
        if (may && sum)
            add_line(l, (struct line_row){.name = mem_dup(label), .sum = sum, .money = true});
    }
    if (!may)
        fault_clear();
}

static void held_fill(struct rows *l)
{
    struct held_view *h = (struct held_view *)l;
    struct app *a = l->view.app;
    struct held held;
    add_money(l);
    int rc = desk_held(app_desk(a), h->by, &held);
    h->records = held.records;
    h->pieces = held.pieces;
    for (size_t i = 0; rc == QT_OK && i < held.n; i++) {
        const struct held_group *g = &held.v[i];
        if (rows_wants(l, g->name))
            add_line(l, (struct line_row){mem_dup(g->name), g->records, g->pieces, g->since, 0, false, 0});
    }
    held_free(&held);
    (void)app_ok(a, rc);
}

static void line_drop(void *row)
{
    free(((struct line_row *)row)->name);
    free(row);
}

static int64_t line_id(const void *row)
{
    const struct line_row *r = row;
    int64_t id = r->money;
    for (const char *s = r->name; *s; s++)
        id = (id * 131 + (unsigned char)*s) & INT64_C(0xFFFFFFFFFFFF);
    return id + 1;
}

static void held_columns(struct rows *l)
{
    static const char *const heads[HELD_WAYS] = {N_("Place"), N_("Unit"), N_("Since"), N_("Kind")};
    const struct held_view *h = (struct held_view *)l;
    rows_column(l,
                (struct rows_column){.head = _(heads[h->by]), .id = LINE_NAME, .least = 16, .most = 40, .text = true});
    rows_column(l, (struct rows_column){.head = _("Held"), .id = LINE_RECORDS, .least = 6, .most = 8, .right = true});
    rows_column(l, (struct rows_column){.head = _("Pieces"), .id = LINE_PIECES, .least = 6, .most = 8, .right = true});
    rows_column(l, (struct rows_column){.head = _("Oldest"), .id = LINE_SINCE, .least = 6, .most = 10});
    rows_column(l, (struct rows_column){.head = _("Balance"), .id = LINE_SUM, .least = 8, .most = 14, .right = true});
}

static void held_cell(struct rows *l, const void *row, const struct rows_column *c, struct rows_cell *out)
{
    const struct line_row *r = row;
    char when[32];
    since_text(l, r->since, when, sizeof when);
    out->ink = c->id == LINE_SINCE ? INK_QUIET : INK_NORMAL;
    if (c->id == LINE_NAME)
        out->text = mem_dup(*r->name ? r->name : "-");
    else if (c->id == LINE_SINCE)
        out->text = mem_dup(when);
    else if (c->id == LINE_SUM)
        out->text = r->money ? money_show(r->sum) : NULL;
    else if (!r->money)
        out->text = mem_printf("%lld", (long long)(c->id == LINE_RECORDS ? r->records : r->pieces));
}

static void held_look(struct rows *l, const void *row, struct rows_look *out)
{
    const struct line_row *r = row;
    (void)l;
    out->group_ink = INK_QUIET;
    snprintf(out->group, sizeof out->group, "%s ", r->money ? _("Cash") : _("Things"));
}

static void held_totals(struct rows *l, struct buf *out)
{
    const struct held_view *h = (struct held_view *)l;
    buf_addf(out, _("  %lld entries, %lld pieces"), (long long)h->records, (long long)h->pieces);
}

static const struct rows_source held_source = {
    .fill = held_fill,
    .drop = line_drop,
    .id = line_id,
    .columns = held_columns,
    .cell = held_cell,
    .look = held_look,
    .empty = held_empty,
    .totals = held_totals,
};

static void held_selections(struct view *v, struct selections *out)
{
    static const char *const ways[HELD_WAYS] = {N_("by place"), N_("by unit"), N_("by age"), N_("by kind")};
    for (int i = 0; i < HELD_WAYS; i++)
        selections_add(out, (int)((struct held_view *)v)->by == i, mem_dup(_(ways[i])));
}

static unsigned held_command(struct view *v, int id)
{
    struct held_view *h = (struct held_view *)v;
    struct rows *l = &h->rows;
    const struct line_row *now = id == CMD_OPEN ? rows_now(l) : NULL;
    if (id == CMD_NEXT_LIST) {
        h->by = (enum held_by)((h->by + 1) % HELD_WAYS);
        rows_reset(l);
        rows_layout(v);
        return TAKEN | REDRAW;
    }
    if (id != CMD_OPEN)
        return rows_command(v, id);
    rows_filter_stop(l);
    if (now && now->money)
        accounts_open(v->app);
    else if (now)
        things_open(v->app, h->by, now->name);
    return TAKEN | KEYS;
}

static const struct view_ops held_ops = {
    .name = "held",
    .flags = VIEW_ROWS,
    .heading = N_("Held now"),
    .layout = rows_layout,
    .draw = rows_draw,
    .command = held_command,
    .key = rows_key,
    .click = rows_click,
    .idle = rows_idle,
    .close = rows_view_close,
    .reload = rows_reload,
    .status = rows_status,
    .position = rows_position,
    .selections = held_selections,
    .typing = rows_typing,
};

void held_open(struct app *a)
{
    if (!desk_holds(app_desk(a)))
        app_say(a, INK_WARN, "%s", _("No register says what it keeps (`holds` in its form)."));
    else
        app_push(a, rows_new(sizeof(struct held_view), &held_ops, &held_source, a));
}
