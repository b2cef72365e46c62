/* The rows of the board: every promise, oldest first, under the hanging labels of how near it is. */
#include "app.h"
#include "office/office.h"
#include "show.h"
#include "view/board.h"

#include <stdlib.h>
#include <string.h>

enum { GROUP = 7 /* width of the labels */, NUMBERS = 132 /* record numbers are shown from this width on */ };
enum column { TIME, REGISTER, NUMBER, UNIT, PROMISE, MATTER, OTHER };

static struct board *board_of(struct rows *l)
{
    return (struct board *)l;
}

static int64_t board_record(const void *row, const struct form **f)
{
    const struct board_row *r = row;
    *f = r->form;
    return r->due.record;
}

static int board_fetch(struct rows *l, enum page_at at, const void *anchor, size_t n, struct rows_page *out)
{
    struct board *b = board_of(l);
    struct board_query q = {
        .selection = b->selection, .text = rows_filter(l), .give_up = l->hurry ? key_pending : NULL};
    struct board_row *v = NULL;
    const struct board_row *row = anchor;
    int rc = desk_board_page(app_desk(l->view.app), &q, at, row ? &row->due : NULL, n, &v, &out->n, &out->more);
    if (rc < 0)
        return rc; /* nothing was read: a key came first */
    out->v = mem_alloc((out->n + 1) * sizeof *out->v);
    for (size_t i = 0; i < out->n; i++) {
        struct board_row *kept = mem_alloc(sizeof *kept);
        *kept = v[i];
        out->v[i] = kept;
    }
    free(v);
    return rc;
}

static void board_drop(void *row)
{
    board_row_clear(row);
    free(row);
}

/* A row is a record's, whichever of its promises is the earliest; a round's is its own. */
static int64_t board_id(const void *row)
{
    const struct board_row *r = row;
    uint64_t id = (uint64_t)r->due.record;
    for (const char *s = r->due.record ? r->form->name : ""; *s; s++)
        id = id * 1099511628211u + (unsigned char)*s;
    return r->due.record ? (int64_t)(id >> 1) : -r->due.id;
}

static bool board_first(const void *row)
{
    return ((const struct board_row *)row)->mine;
}

/* What has been done stays, with what has become of it in the place of the promise. */
static bool board_gone(struct rows *l, void **row)
{
    struct board_row *r = *row;
    struct record *now = NULL;
    if (!r->due.record || desk_get(app_desk(l->view.app), r->form, r->due.record, &now) < 0) {
        fault_clear();
        return false;
    }
    int state = record_state(now);
    free(r->promise);
    r->promise = mem_dup(state < 0 ? "" : label_of(&r->form->states[state].label, app_lang(l->view.app), ""));
    r->more = 0;
    r->due.urgent = false;
    record_free(now);
    return true;
}

static void board_columns(struct rows *l)
{
    l->group = board_of(l)->counts[BOARD_OVERDUE] < 10 ? GROUP : GROUP + 1;
    rows_column(l, (struct rows_column){.head = _("Due"), .id = TIME, .least = 5, .most = 11});
    rows_column(l, (struct rows_column){.head = _("Kind"), .id = REGISTER, .least = 4, .most = 10});
    if (l->view.cols >= NUMBERS)
        rows_column(l, (struct rows_column){.head = _("Number"), .id = NUMBER, .least = 6, .most = 20});
    rows_column(l, (struct rows_column){.head = _("Unit"), .id = UNIT, .least = 6, .most = 14});
    rows_column(l, (struct rows_column){
                       .head = _("To do"), .id = PROMISE, .least = 8, .most = l->view.cols >= NUMBERS ? 18 : 13});
    rows_column(l, (struct rows_column){.head = _("Matter"), .id = MATTER, .least = 14, .most = 80, .text = true});
    rows_column(l, (struct rows_column){.head = _("Other"), .id = OTHER, .least = 4, .most = 12});
}

/* Calendar days from today; negative: before. */
static int days_from_now(int64_t t)
{
    int64_t from = day_start(clock_now()), to = day_start(t);
    return (int)((to - from + (to >= from ? DAY / 2 : -DAY / 2)) / DAY);
}

enum { THIS_WEEK = 7 };

/* "08:19"; days ago; within a week the hour of the day that the label names; else the date. */
static char *time_cell(struct app *a, const struct board_row *r)
{
    struct civil c = civil_of(r->due.due);
    int days = days_from_now(r->due.due);
    char text[40];
    if (days > 0 && days < THIS_WEEK && !(c.hour == 23 && c.minute == 59))
        return mem_printf("%02d:%02d", c.hour, c.minute);
    if (days > 0 && days < THIS_WEEK)
        return mem_dup(_("by day"));
    if (days >= THIS_WEEK)
        return mem_printf("%02d-%02d", c.month, c.day);
    if (days < 0)
        return mem_printf(_("%dd"), -days);
    moment_show(r->due.due, clock_now(), app_lang(a), false, text, sizeof text);
    return mem_dup(text);
}

static void board_cell(struct rows *l, const void *row, const struct rows_column *c, struct rows_cell *out)
{
    const struct board_row *r = row;
    struct app *a = l->view.app;
    out->ink = INK_NORMAL;
    switch ((enum column)c->id) {
    case TIME:
        out->ink = r->urgency == DUE_OVERDUE ? INK_ALERT : r->urgency == DUE_SOON ? INK_WARN : INK_NORMAL;
        out->text = time_cell(a, r);
        break;
    case REGISTER:
        out->text = form_short(r->form, app_lang(a));
        break;
    case NUMBER:
        out->ink = INK_QUIET;
        out->text = mem_dup(r->number);
        break;
    case UNIT:
        out->text = mem_dup(r->unit);
        break;
    case PROMISE:
        out->ink = INK_QUIET;
        out->text = r->more ? mem_printf("%s +%d", r->promise, r->more) : mem_dup(r->promise);
        break;
    case MATTER:
        out->ink = r->due.urgent ? INK_ALERT : INK_NORMAL;
        out->text = r->due.urgent ? mem_printf("%s %s", _("Urgent"), r->about) : mem_dup(r->about);
        break;
    case OTHER:
        out->text = r->mine ? NULL : mem_dup(r->who);
        break;
    }
}

static void later_label(struct app *a, int64_t due, char *out, size_t n)
{
    static const char *const en[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                     "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    struct civil c = civil_of(due), now = civil_of(clock_now());
    bool zh = app_lang(a) == LANG_ZH;
    int days = days_from_now(due);
    if (days == 1)
        snprintf(out, n, "%s", _("Tomorr."));
    else if (days > 0 && days < THIS_WEEK)
        snprintf(out, n, "%s", weekday_show(app_lang(a), c.weekday));
    else if (c.year == now.year + 1)
        snprintf(out, n, zh ? "明年" : "%d", c.year);
    else if (c.year != now.year)
        snprintf(out, n, zh ? "%d年" : "%d", c.year);
    else if (zh)
        snprintf(out, n, "%d月", c.month);
    else
        snprintf(out, n, "%s", en[c.month - 1]);
}

/* They stand first: as long as their end is in sight they can be counted. */
static void urgent_label(const struct rows *l, char *out, size_t n)
{
    size_t count = 0;
    while (count < l->n && ((const struct board_row *)l->v[count])->due.urgent)
        count++;
    if (l->first == 0 && (count < l->n || !l->below))
        snprintf(out, n, _("NOW %zu"), count);
    else
        snprintf(out, n, "%s", _("NOW"));
}

static void board_look(struct rows *l, const void *row, struct rows_look *out)
{
    const struct board_row *r = row;
    const struct board *b = board_of(l);
    int64_t late = b->counts[BOARD_OVERDUE];
    out->quiet = !r->mine && !r->due.urgent;
    out->group_ink = out->mark_ink = INK_QUIET;
    if (r->urgency == DUE_OVERDUE)
        snprintf(out->mark, sizeof out->mark, "!");
    if (r->urgency == DUE_OVERDUE || r->due.urgent)
        out->group_ink = out->mark_ink = INK_ALERT;
    if (r->due.urgent) {
        out->group_ink = INK_URGENT;
        urgent_label(l, out->group, sizeof out->group);
    } else if (r->urgency == DUE_OVERDUE) {
        if (late > 0 && late < 1000 && !*rows_filter(l) && b->selection != BOARD_MINE)
            snprintf(out->group, sizeof out->group, "%s %lld", _("Late"), (long long)late);
        else
            snprintf(out->group, sizeof out->group, "%s", _("Late"));
    } else if (r->urgency == DUE_SOON) {
        out->group_ink = INK_WARN;
        snprintf(out->group, sizeof out->group, "%s",
                 r->due.due - clock_now() <= 10 * MINUTE ? _("10 min") : _("Soon"));
    } else if (days_from_now(r->due.due) <= 0) {
        snprintf(out->group, sizeof out->group, "%s", _("Today"));
    } else {
        later_label(l->view.app, r->due.due, out->group, sizeof out->group);
    }
}

static const char *board_empty(struct rows *l)
{
    const char *missing = *rows_filter(l) ? NULL : setup_missing(l->view.app);
    if (missing)
        return missing;
    return board_of(l)->selection == BOARD_ALL && !*rows_filter(l)
               ? _("Nothing is due. F2 makes a new record.")
               : _("Nothing here. F6 shows another selection, Esc everything.");
}

static void board_rest(struct rows *l)
{
    struct board *b = board_of(l);
    int64_t before = b->counts[BOARD_OVERDUE];
    if (l->total >= 0)
        return;
    if (desk_board_tally(app_desk(l->view.app), b->counts) < 0)
        fault_clear();
    l->total = *rows_filter(l) ? -1 : b->counts[b->selection];
    l->exact = true;
    if (l->total >= 0 && l->first < 0 && !l->below)
        l->first = l->total - (int64_t)l->n;
    if (before == b->counts[BOARD_OVERDUE])
        return;
    l->group = b->counts[BOARD_OVERDUE] < 10 ? GROUP : GROUP + 1;
    rows_cells(l);
    l->stale = true;
}

/* "傅琳  135 0000 4561  逾期 56分" */
static void board_under(struct rows *l, struct buf *out)
{
    const struct board_row *r = rows_seen(l);
    char *words = desk_due_words(app_desk(l->view.app), r->due.due);
    if (!l->here)
        buf_add(out, r->matter);
    buf_addf(out, "  %s", words);
    free(words);
}

const struct rows_source board_source = {
    .read = board_fetch,
    .drop = board_drop,
    .id = board_id,
    .columns = board_columns,
    .cell = board_cell,
    .look = board_look,
    .empty = board_empty,
    .record = board_record,
    .rest = board_rest,
    .first = board_first,
    .gone = board_gone,
    .preview = true,
    .under = board_under,
};
