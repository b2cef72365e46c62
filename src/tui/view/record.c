/* One record: clocks, sections, links, history; beside it whom to ring and what can be done now. */
#include "view/record.h"
#include "app.h"
#include "field/places.h"
#include "qiantai/desk_undo.h"
#include "show.h"
#include "view/margin.h"
#include "view/page.h"
#include "view/sheet.h"

#include <stdlib.h>
#include <string.h>

struct record_view {
    struct page_view page; /* first */
    struct record *r;
    unsigned what; /* of it: enum record_part */
    bool fresh;    /* saved just now: what follows is asked for, Enter leaves it */
    struct margin margin;
};

static struct record_view *record_of(struct view *v)
{
    return (struct record_view *)v;
}

static int record_make(struct view *v, struct page **out)
{
    return report_record(app_desk(v->app), record_of(v)->r, record_of(v)->what, out);
}

/* again: what is known of the unit is read anew. History wants all columns. */
static void lay_out(struct view *v, bool again)
{
    struct record_view *s = record_of(v);
    bool sheet = !(s->what & RECORD_HISTORY);
    int x = 0, beside = sheet ? margin_at(v->cols, 0, &x) : 0;
    s->page.right = beside ? v->cols - x + EDGE : 0;
    margin_set(&s->margin, v->app, s->r, beside ? v->cols : 0, s->fresh, again);
    s->page.head = !sheet;
    if (!sheet) {
        page_view_layout(v);
        return;
    }
    paper_free(&s->page.paper);
    sheet_lay_out(&s->page.paper, v->app, s->r, v->rows, v->cols, s->what & RECORD_FOLLOWERS);
    page_view_settle(&s->page);
    if (s->page.paper.lines < margin_lines(&s->margin))
        s->page.paper.lines = margin_lines(&s->margin);
}

/* Who names this record is looked for when nobody types. */
static void record_layout(struct view *v)
{
    record_of(v)->what &= ~(unsigned)RECORD_FOLLOWERS;
    lay_out(v, true);
}

static void record_draw(struct view *v, WINDOW *w, bool all)
{
    struct record_view *s = record_of(v);
    bool margin = all || s->margin.stale || s->page.stale;
    page_view_draw(v, w, all);
    if (margin)
        margin_draw(&s->margin, w, v->rows, s->page.top);
}

static unsigned record_idle(struct view *v)
{
    if (record_of(v)->what & RECORD_FOLLOWERS)
        return 0;
    record_of(v)->what |= RECORD_FOLLOWERS;
    lay_out(v, false);
    return 0;
}

static void record_reload(struct view *v)
{
    struct record_view *s = record_of(v);
    struct record *r = NULL;
    if (!app_ok(v->app, desk_get(app_desk(v->app), s->r->form, s->r->id, &r)))
        return;
    record_free(s->r);
    s->r = r;
    record_layout(v);
}

static const struct view_ops ops;

bool record_view_gone(struct view *v)
{
    struct record *r = NULL;
    bool gone = v->ops == &ops && desk_get(app_desk(v->app), record_of(v)->r->form, record_of(v)->r->id, &r) < 0 &&
                fault_code() == QT_NOTFOUND;
    record_free(r);
    return gone;
}

static void record_title(struct view *v, struct buf *out)
{
    const struct record *r = record_of(v)->r;
    char *kind = form_short(r->form, app_lang(v->app)), *who = desk_name(app_desk(v->app), r);
    buf_addf(out, "%s  %s", kind, strcmp(who, record_number(r)) != 0 ? who : "");
    free(who);
    free(kind);
}

/* State, number and what is due next, behind the title. */
static void record_marks(struct view *v, struct selections *out)
{
    const struct record *r = record_of(v)->r;
    char *state = value_show(v->app, r, form_sys(r->form, SYS_STATE));
    if (state && *state)
        selections_mark(out, state_ink(r), state);
    else
        free(state);
    selections_mark(out, INK_QUIET, mem_dup(record_number(r)));
    enum ink ink = INK_QUIET;
    char *due = sheet_urgent(v->app, r, &ink);
    if (due)
        selections_mark(out, ink, due);
}

/* ---- keys ------------------------------------------------------------------------------------------ */

static void edit(struct record_view *s)
{
    struct app *a = s->page.view.app;
    if (entry_opens(a, s->r))
        app_push(a, entry_view(a, s->r, record_copy(s->r), 0, 0));
}

/* The earliest live deadline. */
static void snooze(struct record_view *s)
{
    struct app *a = s->page.view.app;
    struct due *v = NULL;
    const struct due *first = NULL;
    size_t n = 0;
    if (desk_dues(app_desk(a), s->r, &v, &n) < 0)
        n = 0;
    for (size_t i = 0; i < n; i++)
        if (!v[i].stopped && (!first || v[i].due < first->due))
            first = &v[i];
    if (first)
        app_snooze(a, first);
    else
        app_say(a, INK_NORMAL, _("No deadline runs for this record."));
    desk_dues_free(v, n);
}

/* Back to where F2 was pressed; what the action opened stays. */
static void leave_fresh(struct record_view *s)
{
    struct app *a = s->page.view.app;
    bool on_top = a->top == &s->page.view;
    app_drop(a, &s->page.view);
    if (on_top && a->top->ops->saved)
        a->top->ops->saved(a->top, s->r); /* the action may have brought it into the list only now */
}

void record_view_act(struct view *v, int action)
{
    struct record_view *s = record_of(v);
    struct record *work = record_copy(s->r); /* a resize during a dialog may read the view's anew */
    bool done = act_run(v->app, work, action);
    record_free(work);
    if (done)
        app_changed(v->app);
    record_reload(v);
    if (done && s->fresh && (v->app->top != v || !record_waits(s->r)) && !app_over(v->app))
        leave_fresh(s);
}

/* Where there is no margin: whom to ring first, and what can be done, to choose from. */
static void choose(struct record_view *s)
{
    struct app *a = s->page.view.app;
    const struct form *f = s->r->form;
    int *actions = mem_alloc((f->nactions + 1) * sizeof *actions);
    struct pick *v = mem_alloc((f->nactions + 1) * sizeof *v);
    size_t n = desk_actions(app_desk(a), s->r, actions);
    char *title = margin_call(a, s->r);
    for (size_t i = 0; i < n; i++)
        v[i] = (struct pick){f->actions[actions[i]].key, label_of(&f->actions[actions[i]].label, app_lang(a), "")};
    int said = n ? dialog_choose(a, title ? title : _("Possible now"), v, n, 0) : -1;
    if (!n)
        app_say(a, INK_NORMAL, "%s", title ? title : _("Nothing can be done with it now."));
    if (said >= 0)
        record_view_act(&s->page.view, actions[said]);
    free(title);
    free(v);
    free(actions);
}

static void record_status(struct view *v, struct buf *out)
{
    const struct record *r = record_of(v)->r;
    int state = record_state(r);
    char *say = state < 0 || record_of(v)->what & RECORD_HISTORY ? NULL : said_to(v->app, &r->form->states[state].say);
    if (say)
        buf_addf(out, " %s ", say);
    free(say);
    if (record_of(v)->page.right || record_of(v)->what & RECORD_HISTORY)
        page_view_status(v, out);
    else
        buf_addf(out, " %s", _("F3 phones and actions"));
}

static unsigned record_key(struct view *v, const struct key_event *ev)
{
    int action = key_is_letter(ev) ? app_action(v->app, record_of(v)->r, ev->text[0]) : -1;
    if (action < 0)
        return 0;
    record_view_act(v, action);
    return TAKEN | KEYS;
}

static void open_unit(struct record_view *s)
{
    const struct form *f = s->r->form;
    if (f->unit_field >= 0 && s->r->v[f->unit_field].kind == VAL_TEXT)
        app_push(s->page.view.app, unit_view(s->page.view.app, s->r->v[f->unit_field].s));
    else
        app_say(s->page.view.app, INK_NORMAL, _("This record belongs to no unit."));
}

static void turn_history(struct view *v)
{
    record_of(v)->what ^= RECORD_HISTORY;
    record_layout(v);
    page_view_scroll(&record_of(v)->page, 0);
}

/* Which state is the right one, and why. */
static void record_correct(struct record_view *s)
{
    struct app *a = s->page.view.app;
    const struct form *f = s->r->form;
    struct record *work = record_copy(s->r); /* a resize may read the view's anew */
    struct pick *v = mem_alloc((f->nstates + 1) * sizeof *v);
    int *states = mem_alloc((f->nstates + 1) * sizeof *states);
    size_t n = 0;
    for (size_t i = 0; i < f->nstates; i++) {
        if ((int)i == record_state(work))
            continue;
        v[n] = (struct pick){0, label_of(&f->states[i].label, app_lang(a), f->states[i].name)};
        states[n++] = (int)i;
    }
    bool may = app_ok(a, desk_attempt(app_desk(a), f, work, -1, -1, RIGHT_CORRECT)) && n > 0;
    int at = may ? dialog_choose(a, _("Which state is right?"), v, n, 0) : -1;
    char *reason =
        at >= 0 ? dialog_line(a, &(struct line){.title = v[at].label, .label = _("Reason"), .initial = ""}) : NULL;
    if (reason && app_ok(a, desk_correct(app_desk(a), work, states[at], reason))) {
        app_changed(a);
        app_done(a, work, v[at].label);
    }
    free(reason);
    free(states);
    free(v);
    record_free(work);
}

static unsigned record_command(struct view *v, int id)
{
    struct record_view *s = record_of(v);
    switch (id) {
    case CMD_NEW:
        if (!s->fresh) {
            app_new_like(v->app, s->r);
            break;
        }
        app_pop(v->app);
        app_new(v->app, s->r->form);
        break;
    case CMD_OPEN:
        if (!s->fresh || s->page.link)
            return page_view_command(v, id);
        app_pop(v->app);
        break;
    case CMD_EDIT:
        edit(s);
        break;
    case CMD_FILTER:
        choose(s);
        break;
    case CMD_UNIT_FILE:
        open_unit(s);
        break;
    case CMD_HISTORY:
        turn_history(v);
        break;
    case CMD_SNOOZE:
        snooze(s);
        break;
    case CMD_PRINT:
        app_print_record(v->app, s->r);
        break;
    case CMD_CORRECT:
        record_correct(s);
        break;
    case CMD_CODE:
        code_open(v->app, s->r);
        break;
    case CMD_REVEAL:
        record_reveal(v->app, s->r);
        break;
    case CMD_REFRESH:
        return 0; /* the app has all views read again */
    default:
        return page_view_command(v, id);
    }
    return TAKEN | KEYS;
}

static const struct form *record_form(const struct view *v)
{
    return ((const struct record_view *)v)->r->form;
}

static const struct record *record_shown(const struct view *v)
{
    return ((const struct record_view *)v)->r;
}

static char *record_explain(struct view *v)
{
    return report_explain(app_desk(v->app), record_of(v)->r);
}

static void record_close(struct view *v)
{
    record_free(record_of(v)->r);
    margin_free(&record_of(v)->margin);
    page_view_close(v);
}

static const struct view_ops ops = {
    .name = "record",
    .flags = VIEW_CLOCK,
    .title = record_title,
    .selections = record_marks,
    .layout = record_layout,
    .draw = record_draw,
    .command = record_command,
    .key = record_key,
    .idle = record_idle,
    .close = record_close,
    .reload = record_reload,
    .status = record_status,
    .position = page_view_position,
    .form = record_form,
    .record = record_shown,
    .explain = record_explain,
};

/* NULL with a fault when the record cannot be read. */
struct view *record_view(struct app *a, const struct form *f, int64_t id)
{
    struct record *r = NULL;
    if (desk_get(app_desk(a), f, id, &r) < 0)
        return NULL;
    struct record_view *s = view_new(sizeof *s, &ops, a);
    s->page.make = record_make;
    s->page.flags = LAYOUT_DENSE;
    s->r = r;
    s->what = RECORD_SCREEN;
    return &s->page.view;
}

/* What is to be done next, and that it can be taken back where there is room for that. */
static void tell_fresh(struct record_view *s)
{
    struct app *a = s->page.view.app;
    char *said = mem_printf(record_waits(s->r) && s->margin.house.n > 0
                                ? _("%s is saved. Ring first, then press a letter; Enter does it later")
                                : _("%s is saved. A letter goes on with it; Enter goes back"),
                            record_number(s->r));
    const char *undo = desk_undo_offered(app_desk(a)) ? _("  Ctrl-Z takes it back") : "";
    bool room = text_width(said) + text_width(undo) <= term_cols() - 2 * EDGE;
    app_say(a, INK_DONE, "%s%s", said, room ? undo : "");
    free(said);
}

static bool goes_on(struct app *a, const struct record *r)
{
    int *actions = mem_alloc((r->form->nactions + 1) * sizeof *actions);
    size_t n = desk_actions(app_desk(a), r, actions);
    free(actions);
    return n > 0;
}

struct view *record_view_still(struct view *v)
{
    record_reload(v);
    if (goes_on(v->app, record_of(v)->r))
        return v;
    leave_fresh(record_of(v));
    return NULL;
}

struct view *record_view_fresh(struct app *a, const struct record *r)
{
    struct view *v = goes_on(a, r) ? record_view(a, r->form, r->id) : NULL;
    if (!v)
        return NULL;
    record_of(v)->fresh = true;
    app_push(a, v);
    tell_fresh(record_of(v));
    return v;
}
