/* One record: state with the actions possible now, clocks, sections, links, history. */
#include "app.h"
#include "show.h"
#include "view/aside.h"
#include "view/page.h"

#include <stdlib.h>
#include <string.h>

struct record_view {
    struct page_view page; /* first */
    struct record *r;
    unsigned what; /* of it: enum record_part */
    struct aside aside;
};

static struct record_view *record_of(struct view *v)
{
    return (struct record_view *)v;
}

static int record_make(struct view *v, struct page **out)
{
    return report_record(app_desk(v->app), record_of(v)->r, record_of(v)->what, out);
}

/* again: what is known of the unit is read anew. */
static void lay_out(struct view *v, bool again)
{
    struct record_view *s = record_of(v);
    bool shown = aside_unit(s->r) && !(s->what & RECORD_HISTORY); /* history wants all columns */
    int x = 0, cols = shown ? aside_room(v->cols, &x) : 0;
    aside_set(&s->aside, v->app, cols ? aside_unit(s->r) : NULL, cols, again);
    s->page.right = cols ? v->cols - x + EDGE : 0;
    page_view_layout(v);
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
    page_view_draw(v, w, all);
    if (s->page.right && (all || s->aside.stale))
        aside_draw(&s->aside, w, 0, v->cols - s->page.right + EDGE, v->rows);
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
    buf_addf(out, "%s %s", form_title(record_of(v)->r->form, app_lang(v->app)), record_number(record_of(v)->r));
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

static unsigned record_key(struct view *v, const struct key_event *ev)
{
    if (!app_act(v->app, record_of(v)->r, ev))
        return 0;
    record_reload(v);
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
    if (record_of(v)->what & RECORD_HISTORY)
        page_view_scroll(&record_of(v)->page, record_of(v)->page.paper.lines);
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
        app_new(v->app, s->r->form);
        break;
    case CMD_EDIT:
        edit(s);
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

static size_t record_actions(struct view *v, int *indices)
{
    return desk_actions(app_desk(v->app), record_of(v)->r, indices);
}

static char *record_explain(struct view *v)
{
    return report_explain(app_desk(v->app), record_of(v)->r);
}

static void record_close(struct view *v)
{
    record_free(record_of(v)->r);
    aside_free(&record_of(v)->aside);
    page_view_close(v);
}

static const struct view_ops ops = {
    .name = "record",
    .flags = VIEW_CLOCK,
    .title = record_title,
    .layout = record_layout,
    .draw = record_draw,
    .command = record_command,
    .key = record_key,
    .idle = record_idle,
    .close = record_close,
    .reload = record_reload,
    .status = page_view_status,
    .form = record_form,
    .actions = record_actions,
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
