/* Running an action with everything it asks, shows and opens. */
#include "app.h"
#include "dialog/dialog.h"
#include "dialog/settle.h"
#include "show.h"

#include <stdlib.h>

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

/* What was typed for it before the line dropped is there again, in the same drawer. */
static bool ask_again(struct settling *s, const struct action *rule, const struct record *typed, int at)
{
    for (size_t i = 0; i < rule->nask; i++) {
        int field = rule->ask[i];
        if (action_conditional(rule) && value_same(&typed->v[field], &s->r->v[field]))
            continue;
        value_copy(&s->r->v[field], &typed->v[field]);
        settling_ask(s, field, rule->ask_required[i]);
    }
    s->asked.again = true;
    s->asked.refused = at;
    return s->asked.n ? settling_fields(s) : ask_optional(s, rule);
}

/* What is told is read out, and the sentence with it. The sentence alone stands behind what was done, if it was not
 * read out with a question. */
static void say_with(struct settling *s, const char *tell)
{
    struct app *a = s->app;
    char *say = s->asked.n ? NULL : said_to(a, &s->r->form->actions[s->action].say);
    char *both = tell && say ? mem_printf("%s\n%s", tell, say) : NULL;
    if (tell)
        dialog_tell(a, s->title, both ? both : tell);
    else if (say && text_width(a->message.s) + 3 + text_width(say) <= term_cols() - 2 * EDGE)
        buf_addf(&a->message, "   %s", say);
    free(both);
    free(say);
}

static void finish(struct settling *s, struct outcome *o)
{
    struct app *a = s->app;
    const struct record *r = s->r;
    const char *what = action_label(a, r->form, s->action);
    app_changed(a);
    char *with = !o->created ? NULL
                             : mem_printf(_("%s: %s %s"), what,
                                          label_of(&o->created->form->title, app_lang(a), o->created->form->name),
                                          record_number(o->created));
    app_done(a, r, with ? with : what);
    free(with);
    say_with(s, o->tell && o->tell[0] ? o->tell : NULL);
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
    char *who = app_name(a, r), *title = mem_printf("%s  %s", action_label(a, r->form, action), who);
    struct settling s = {.app = a, .r = work, .title = title, .action = action};
    struct outcome o = {0};
    bool done = false;
    const struct action *rule = &r->form->actions[action];
    struct record *typed = NULL;
    int at = -1;
    s.draft = rule->nask ? drafts_of_action(a, r, action, &typed, &at) : 0;
    for (bool again = s.draft ? ask_again(&s, rule, typed, at) : ask_optional(&s, rule); again;) {
        int rc = desk_act(app_desk(a), work, action, &o);
        done = rc >= 0;
        again = !done && settle(&s, rc, &o);
    }
    if (done) {
        record_become(r, work);
        s.r = r;
        finish(&s, &o);
    }
    if (s.draft && (done || s.given_up) && app_ok(a, desk_draft_drop(a->desk, s.draft)))
        a->counted = false;
    settling_clear(&s);
    record_free(typed);
    outcome_free(&o);
    record_free(work);
    free(title);
    free(who);
    app_redraw(a);
    return done;
}
