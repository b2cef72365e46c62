/* Running an action with everything it asks, shows and opens; the menu of actions after a save. */
#include "dialog/act.h"
#include "app.h"
#include "dialog/dialog.h"
#include "dialog/settle.h"
#include "show.h"
#include "view/aside.h"

static const char *action_label(struct app *a, const struct form *f, int action)
{
    return label_of(&f->actions[action].label, app_lang(a), f->actions[action].name);
}

void record_become(struct record *r, const struct record *from)
{
    r->id = from->id;
    r->version = from->version;
    for (size_t i = 0; i < record_id_value(r->form); i++)
        value_copy(&r->v[i], &from->v[i]);
}

/* An action that only asks what may stay empty is never held up by the desk: it is asked here, before. */
static bool ask_optional(struct settling *s, const struct action *rule)
{
    if (action_conditional(rule))
        return true;
    for (size_t i = 0; i < rule->nask; i++)
        if (rule->ask_required[i])
            return true;
    for (size_t i = 0; i < rule->nask; i++)
        settling_ask(s, rule->ask[i], false);
    return rule->nask == 0 || settling_fields(s);
}

static void finish(struct settling *s, struct outcome *o)
{
    struct app *a = s->app;
    const struct record *r = s->r;
    app_changed(a);
    char *with = !o->created ? NULL
                             : mem_printf(_("%s: %s %s"), s->title,
                                          label_of(&o->created->form->title, app_lang(a), o->created->form->name),
                                          record_number(o->created));
    app_done(a, r, with ? with : s->title);
    free(with);
    if (o->tell && o->tell[0])
        dialog_tell(a, s->title, o->tell);
    if (r->form->actions[s->action].print)
        app_print_after(a, r, r->form->actions[s->action].print);
    dialog_similar(a, s->r, o);
    if (o->opened) {
        struct record *opened = o->opened;
        o->opened = NULL;
        app_push(a, entry_view(a, NULL, opened, 0, 0));
    }
}

bool act_run(struct app *a, struct record *r, int action)
{
    struct record *work = record_copy(r);
    struct settling s = {.app = a, .r = work, .title = action_label(a, r->form, action), .action = action};
    struct outcome o = {0};
    bool done = false;
    for (bool again = ask_optional(&s, &r->form->actions[action]); again;) {
        int rc = desk_act(app_desk(a), work, action, &o);
        done = rc >= 0;
        again = !done && settle(&s, rc, &o);
    }
    if (done) {
        record_become(r, work);
        s.r = r;
        finish(&s, &o);
    }
    settling_clear(&s);
    outcome_free(&o);
    record_free(work);
    app_redraw(a);
    return done;
}

/* A state drawn as a warning waits for the desk: nobody answered, not delivered. */
static bool waits(const struct record *r)
{
    int state = record_state(r);
    return state >= 0 && !r->form->states[state].final &&
           (r->form->states[state].tone == TONE_WARN || r->form->states[state].tone == TONE_ALERT);
}

static char *menu_title(struct app *a, const struct record *r, bool first)
{
    const char *form = label_of(&r->form->title, app_lang(a), r->form->name);
    if (first)
        return mem_printf(_("%s %s is saved. What now?"), form, record_number(r));
    return mem_printf(_("%s %s: %s. What now?"), form, record_number(r), state_label(r, app_lang(a)));
}

/* Enter is done: the key that saved, once more, must do nothing. */
void act_menu(struct app *a, struct record *r)
{
    size_t most = r->form->nactions + 2;
    int *actions = mem_alloc(most * sizeof *actions);
    struct pick *v = mem_alloc(most * sizeof *v);
    const struct view *top = a->top;
    for (bool first = true, again = true; again; first = false) {
        int n = (int)desk_actions(app_desk(a), r, actions), said = 0;
        v[0] = (struct pick){K_ENTER, _("Done")};
        for (int i = 0; i < n; i++)
            v[i + 1] = (struct pick){r->form->actions[actions[i]].key, action_label(a, r->form, actions[i])};
        v[n + 1] = (struct pick){K_F2, _("Another new one")};
        char *title = menu_title(a, r, first);
        struct aside_pane beside; /* whom to ring */
        aside_open(&beside, a, r);
        if (n > 0)
            said = dialog_choose(a, title, v, (size_t)n + 2, 0);
        aside_close(&beside);
        free(title);
        if (said > n)
            app_push(a, entry_view(a, NULL, desk_new(app_desk(a), r->form), 0, 0));
        else if (said > 0)
            (void)act_run(a, r, actions[said - 1]);
        again = said > 0 && said <= n && a->top == top && waits(r) && !app_over(a);
    }
    free(actions);
    free(v);
}
