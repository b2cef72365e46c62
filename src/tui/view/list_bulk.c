/* Tags, and actions from a list: on the record under the bar, or on all that are tagged. */
#include "app.h"
#include "show.h"
#include "view/list.h"

#include <stdlib.h>

void list_untag(struct list *l)
{
    free(l->tags);
    l->tags = NULL;
    l->ntags = 0;
    l->stale = true;
}

static void set_tag(struct list *l, int64_t id, bool on)
{
    for (size_t i = 0; i < l->ntags; i++) {
        if (l->tags[i] == id) {
            if (!on)
                l->tags[i] = l->tags[--l->ntags];
            return;
        }
    }
    if (!on)
        return;
    l->tags = mem_resize(l->tags, l->ntags + 1, sizeof(*l->tags));
    l->tags[l->ntags++] = id;
}

void list_tag(struct list *l)
{
    const struct record *r;

    list_read(l);
    r = list_current(l);
    if (!r)
        return;
    set_tag(l, r->id, !list_tagged(l, r->id));
    l->stale = true;
    list_move(l, CMD_DOWN);
    app_keys_changed(l->view.app);
}

void list_tag_page(struct list *l)
{
    bool any = l->ntags > 0;

    list_untag(l);
    for (size_t i = 0; !any && i < l->page.n; i++)
        set_tag(l, l->page.v[i]->id, true);
    app_keys_changed(l->view.app);
}

/* The action on every tagged record; each is a transaction of its own, refusals are counted and the last one told. */
static void act_on_tagged(struct list *l, int action)
{
    struct app *a = l->view.app;
    const struct action *act = &l->form->actions[action];
    const char *label = label_of(&act->label, app_lang(a), act->name);
    size_t done = 0, refused = 0;
    struct buf why = {0};
    char *question = mem_printf(_("%s: %zu records?"), label, l->ntags);
    bool yes = dialog_yes(a, question);

    free(question);
    for (size_t i = 0; yes && i < l->ntags; i++) {
        struct record *r = NULL;
        struct outcome o = {.answered = ANSWERED_BEFORE};
        if (rec_get(desk_db(app_desk(a)), l->form, l->tags[i], &r) == QT_OK &&
            desk_act(app_desk(a), r, action, &o) == QT_OK) {
            done++;
        } else {
            refused++;
            buf_clear(&why);
            buf_add(&why, fault_text());
        }
        outcome_free(&o);
        record_free(r);
    }
    if (yes) {
        list_untag(l);
        app_changed(a);
        if (refused)
            app_say(a, INK_WARN, _("%s: %zu done, %zu refused: %s"), label, done, refused, why.s ? why.s : "");
        else
            app_say(a, INK_DONE, _("%s: %zu done."), label, done);
    }
    buf_free(&why);
}

bool list_act(struct list *l, char letter)
{
    struct app *a = l->view.app;
    struct record *r = NULL;

    list_read(l);
    const struct record *row = list_current(l);
    int action = row ? app_action(a, row, letter) : -1;

    if (action < 0)
        return false;
    if (l->ntags) {
        if (l->form->actions[action].bulk)
            act_on_tagged(l, action);
        else
            app_say(a, INK_WARN, _("This goes one record at a time: Esc takes the tags away."));
        return true;
    }
    if (rec_get(desk_db(app_desk(a)), l->form, row->id, &r) < 0) {
        app_say(a, INK_WARN, "%s", fault_text());
        return true;
    }
    if (act_run(a, r, action))
        app_changed(a);
    record_free(r);
    return true;
}
