/* Where keys lead: registers, records, new entries, actions. */
#include "app.h"
#include "show.h"
#include "view/rows.h"

#include <stdlib.h>
#include <string.h>

/* Views already on the stack are come back to, so that changing tabs does not pile them up. */
static bool come_back(struct app *a, const struct form *f)
{
    for (struct view *v = a->top; v; v = v->below) {
        if (strcmp(v->ops->name, "list") == 0 && v->ops->form(v) == f) {
            while (a->top != v)
                app_pop(a);
            return true;
        }
    }
    return false;
}

bool app_may_view(struct app *a, const struct form *f)
{
    return app_ok(a, desk_permit(a->desk, f, NULL, -1, -1, RIGHT_LOOK));
}

void app_show(struct app *a, const struct form *f, int list)
{
    if (!app_may_view(a, f) || (list == 0 && come_back(a, f)))
        return;
    app_home(a);
    app_push(a, list_view(a, f, list));
}

void app_open(struct app *a, const struct form *f, int64_t id)
{
    if (!app_may_view(a, f))
        return;
    struct view *v = strcmp(f->name, "unit") == 0 ? unit_view_of(a, id) : record_view(a, f, id);
    if (v)
        app_push(a, v);
    else
        app_say(a, INK_WARN, "%s", fault_text());
}

static void new_entry(struct app *a, const struct form *f, const char *unit)
{
    if (!app_ok(a, desk_attempt(a->desk, f, NULL, -1, -1, RIGHT_ENTER)))
        return;
    struct record *r = desk_new(a->desk, f);
    if (unit && f->unit_field >= 0) {
        value_text(&r->v[f->unit_field], unit);
        desk_refresh(a->desk, r, NULL);
    }
    app_push(a, entry_view(a, NULL, r, 0, 0));
}

void app_new(struct app *a, const struct form *f)
{
    const struct pick fresh = {K_F2, _("A new one")};
    if (drafts_or(a, form_title(f, app_lang(a)), f, &fresh, 1, 0) == 0)
        new_entry(a, f, NULL);
}

/* The person whom a form names first, -1 none. */
static int caller_field(const struct form *f)
{
    for (size_t i = 0; i < f->ndeclared; i++)
        if (f->fields[i].type == FT_PERSON && !f->fields[i].hidden)
            return (int)i;
    return -1;
}

/* Unit, caller, and the phone that stands behind the caller. */
static bool taken_over(const struct form *f, int i)
{
    int caller = caller_field(f);
    return i == f->unit_field || (caller >= 0 && (i == caller || (i == caller + 1 && f->fields[i].type == FT_PHONE)));
}

void app_new_like(struct app *a, const struct record *r)
{
    if (!app_ok(a, desk_attempt(a->desk, r->form, NULL, -1, -1, RIGHT_ENTER)))
        return;
    struct record *made = desk_new(a->desk, r->form);
    for (size_t i = 0; i < r->form->ndeclared; i++)
        if (taken_over(r->form, (int)i) && !r->form->fields[i].secret && r->v[i].kind != VAL_NULL)
            value_copy(&made->v[i], &r->v[i]);
    desk_refresh(a->desk, made, NULL);
    app_push(a, entry_view(a, NULL, made, 0, 0));
}

void app_choose_new(struct app *a, const char *unit)
{
    const struct forms *forms = desk_forms(a->desk);
    const struct form **v = mem_alloc((forms->n + 1) * sizeof(*v));
    struct pick *names = mem_alloc((forms->n + 1) * sizeof(*names));
    size_t n = 0, first = 0;
    for (size_t i = 0; i < forms->n; i++) {
        if (!desk_allows(a->desk, forms->v[i], RIGHT_ENTER))
            continue;
        names[n] = (struct pick){forms->v[i]->key, form_title(forms->v[i], app_lang(a))};
        first = names[n].key && (!names[first].key || names[n].key < names[first].key) ? n : first;
        v[n++] = forms->v[i];
    }
    int i = n ? drafts_or(a, _("A new record in which register?"), NULL, names, n, first) : -1;
    if (i >= 0)
        new_entry(a, v[i], unit);
    free(names);
    free(v);
}

bool key_is_letter(const struct key_event *ev)
{
    return ev->code == K_TEXT && ev->text && ev->text[0] >= 'a' && ev->text[0] <= 'z' && !ev->text[1];
}

int app_action(struct app *a, const struct record *r, char letter)
{
    int *indices = mem_alloc((r->form->nactions + 1) * sizeof(*indices)), found = -1;
    size_t n = desk_actions(a->desk, r, indices);
    for (size_t i = 0; i < n; i++)
        if (r->form->actions[indices[i]].key == letter)
            found = indices[i];
    free(indices);
    return found;
}

bool app_act(struct app *a, const struct record *r, const struct key_event *ev)
{
    int action = key_is_letter(ev) ? app_action(a, r, ev->text[0]) : -1;
    if (action < 0)
        return false;
    struct record *work = record_copy(r); /* a resize during a dialog may read the view's records again */
    if (act_run(a, work, action))
        app_changed(a);
    record_free(work);
    return true;
}

/* The action of this letter that comes next, of those that are not possible now; -1 none. */
static int barred_action(struct app *a, const struct record *r, char letter)
{
    int found = -1;
    for (size_t i = 0; i < r->form->nactions; i++) {
        if (r->form->actions[i].key != letter)
            continue;
        bool may = desk_permit(a->desk, r->form, r, -1, (int)i, RIGHT_ACT) == QT_OK;
        if (may || found < 0)
            found = (int)i;
        if (may)
            break;
    }
    fault_clear();
    return found;
}

void app_unknown(struct app *a, const struct view *v, const struct key_event *ev)
{
    const struct record *r = v->ops->record ? v->ops->record(v) : NULL;
    int action = r && key_is_letter(ev) ? barred_action(a, r, ev->text[0]) : -1;
    char *why = action >= 0 ? desk_action_refusal(a->desk, r, action) : NULL;
    bool text = ev->code == K_TEXT && !view_typing(v) && ev->text[0] >= ' ' && !ev->text[1];
    const char *name = text ? command_key_name(ev->text[0]) : ev->code == K_MOUSE ? "" : command_key_name(ev->code);
    const struct key_event menu = {.code = K_F10};
    if (why)
        app_say(a, INK_WARN, "%s", why);
    else if (*name && command_for(v->ops->name, &menu, false) == CMD_MENU)
        app_say(a, INK_WARN, _("There is no %s here; F10 shows all."), name);
    else if (*name)
        app_say(a, INK_WARN, _("There is no %s here; F1 names the keys."), name);
    free(why);
}

struct due due_copy(const struct due *from)
{
    struct due d = *from;
    d.reg = mem_dup(from->reg);
    d.clock = mem_dup(from->clock);
    d.owner = mem_dup(from->owner);
    d.escalate_to = mem_dup(from->escalate_to);
    d.unit = mem_dup(from->unit);
    d.kind = mem_dup(from->kind);
    d.pauses = mem_dup(from->pauses);
    return d;
}

struct snooze {
    struct app *app;
    struct due due;
    int64_t until;
};

static int snooze_take(void *arg, const char *said)
{
    struct snooze *s = arg;
    int rc = datetime_parse(said, clock_now(), true, &s->until);
    return rc < 0 ? rc : desk_snooze(s->app->desk, &s->due, s->until);
}

bool app_snooze(struct app *a, const struct due *due)
{
    struct snooze s = {a, due_copy(due), 0};
    struct line line = {.title = _("Remind later"),
                        .label = _("When (+30m, 14:00, tomorrow)"),
                        .initial = "+30m",
                        .take = snooze_take,
                        .arg = &s};
    char *said = dialog_line(a, &line), when[32];
    if (said) {
        app_changed(a);
        time_show(s.until, clock_now(), app_lang(a) == LANG_ZH, when, sizeof when);
        app_say(a, INK_DONE,
                due->kind && due->kind[0] ? _("Put off until %s") : _("Put off until %s  Ctrl-Z takes it back"), when);
    }
    bool done = said != NULL;
    free(said);
    desk_due_clear(&s.due);
    return done;
}

/* Who goes elsewhere by a tab has done with what was filtered: it is all there when he comes back. */
static void drop_filters(struct app *a)
{
    for (struct view *v = a->top; v; v = v->below)
        if (v->ops->flags & VIEW_ACTS)
            rows_filter_drop((struct rows *)v);
}

void app_tab(struct app *a, int n)
{
    const struct forms *forms = desk_forms(a->desk);
    drop_filters(a);
    if (n == 1) {
        app_home(a);
        return;
    }
    for (size_t i = 0; i < forms->n; i++) {
        if (forms->v[i]->key == '0' + n) {
            app_show(a, forms->v[i], 0);
            return;
        }
    }
    if (n == 9)
        app_push(a, menu_view(a, true));
    else
        app_say(a, INK_WARN, _("No register has this key. F10 shows all of them."));
}
