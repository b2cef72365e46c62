/* Saving what was entered: problems, conflicts, watch-list, then the record itself. */
#include "app.h"
#include "dialog/settle.h"
#include "view/entry.h"
#include "view/record.h"

/* Everything typed is taken over, or the caret stands at the first field that was refused. */
static bool commit_all(struct entry *e)
{
    struct fields *f = e->fields;
    if (!fields_commit(f))
        return false;
    offers_close(f);
    for (size_t i = 0; i < f->n; i++)
        if (f->slots[i].changed) {
            fields_focus(f, (int)i);
            return false;
        }
    return true;
}

static int first_watched(struct desk *d, const struct record *r)
{
    int *actions = mem_alloc((r->form->nactions + 1) * sizeof *actions), found = -1;
    size_t n = desk_actions(d, r, actions);
    for (size_t i = 0; i < n && found < 0; i++)
        if (r->form->actions[actions[i]].warned)
            found = actions[i];
    if (found < 0 && n > 0)
        found = actions[0];
    free(actions);
    return found;
}

/* What has just come in is not handed out by the key that takes it down. */
static bool may_end(const struct form *f, const struct action *a)
{
    bool ends = a->to >= 0 && f->states[a->to].final;
    for (size_t i = 0; i < a->nways; i++)
        ends |= a->ways[i].state >= 0 && f->states[a->ways[i].state].final;
    return ends;
}

int entry_follows(const struct entry *e)
{
    int act = first_watched(app_desk(e->view.app), e->r);
    return act >= 0 && may_end(e->r->form, &e->r->form->actions[act]) ? -1 : act;
}

/* The view that the form was opened from reads again, with the bar on this record. */
static void tell_below(struct app *a, const struct record *r)
{
    if (a->top->ops->saved)
        a->top->ops->saved(a->top, r);
    app_changed(a);
}

bool entry_stacks(const struct entry *e)
{
    return e->r->form->again && !e->base;
}

/* Of things that come in a stack the next one's form stands where this one's did. */
static void saved_one_of_many(struct app *a, const struct record *r, const struct outcome *o, int before)
{
    char *what = before ? mem_printf(_("saved, %d so far"), before + 1) : mem_dup(_("saved"));
    app_push(a, entry_next(a, r, before + 1));
    app_done(a, r, o->tell && o->tell[0] ? o->tell : what);
    free(what);
}

/* The form is closed before anything else is shown, so that its record is never edited twice; a new one turns into its
 * record, beside which all else is asked. */
static void saved(struct entry *e, struct outcome *o, bool on)
{
    struct app *a = e->view.app;
    struct record *r = record_copy(e->r);
    bool is_new = e->base == NULL, next = on && entry_stacks(e);
    int before = e->before;
    if (e->draft && desk_draft_drop(app_desk(a), e->draft) < 0)
        app_say(a, INK_WARN, "%s", fault_text());
    app_pop(a);
    if (is_new) {
        a->made = r->form;
        a->made_id = r->id;
    }
    tell_below(a, r);
    app_redraw(a);
    struct view *fresh = is_new && !next ? record_view_fresh(a, r) : NULL;
    if (next)
        saved_one_of_many(a, r, o, before);
    else if (!fresh)
        app_done(a, r, _("saved"));
    if (o->tell && o->tell[0] && !next)
        app_done(a, r, o->tell);
    if (desk_unsure(app_desk(a)))
        app_say(a, INK_ALERT, "%s", desk_warning(app_desk(a)));
    settle_show_watch(&(struct settling){.app = a, .r = r}, o);
    dialog_similar(a, r, o);
    if (fresh)
        fresh = record_view_still(fresh);
    if (o->print) {
        app_draw(a); /* the form is gone */
        app_print_after(a, r, o->print);
    }
    int action = on && !next ? first_watched(app_desk(a), r) : -1;
    if (action >= 0 && fresh)
        record_view_act(fresh, action);
    else if (action >= 0 && act_run(a, r, action))
        tell_below(a, r); /* it may have brought the record into the list only now */
    record_free(r);
}

void entry_lead(struct entry *e, int64_t id)
{
    struct app *a = e->view.app;
    const struct form *f = e->r->form;
    if (!e->view.ops->save_state(&e->view))
        return; /* said why; the form stays */
    app_pop(a);
    app_push(a, record_view(a, f, id));
    app_say(a, INK_DONE, "%s", _("Not entered again. What was typed is kept as a draft."));
}

void entry_save(struct entry *e, bool on)
{
    if (!commit_all(e))
        return;
    struct settling s = {.app = e->view.app, .r = e->r, .title = "", .action = -1, .fields = e->fields};
    struct outcome o = {0};
    bool again = true;
    int rc = QT_OK;
    while (again) {
        rc = desk_save(app_desk(e->view.app), e->base, e->r, &o);
        again = rc < 0 && settle(&s, rc, &o);
    }
    if (o.base) { /* the clerk merged both: what he types next is a change of that */
        record_free(e->base);
        e->base = o.base;
        o.base = NULL;
    }
    if (rc >= 0)
        saved(e, &o, on);
    else if (s.led)
        entry_lead(e, s.led);
    settling_clear(&s);
    outcome_free(&o);
}

void entry_search(struct entry *e)
{
    if (!commit_all(e))
        return;
    e->found(e->found_arg, e->r);
    app_pop(e->view.app);
}
