/* Actions from a list on all that are tagged. */
#include "app.h"
#include "dialog/work.h"
#include "qiantai/desk_undo.h"
#include "show.h"
#include "view/list.h"

#include <stdlib.h>

/* The action on every tagged record; each is a transaction of its own, refusals are counted and the last one told. */
static void list_act_on_tagged(struct list *l, int action)
{
    struct app *a = l->rows.view.app;
    const struct action *act = &l->form->actions[action];
    const char *label = label_of(&act->label, app_lang(a), act->name);
    size_t done = 0, refused = 0;
    struct buf why = {0};
    char *question = mem_printf(_("%s: %zu records?"), label, l->rows.ntags);
    bool yes = dialog_yes(a, question);
    free(question);
    struct work w;
    work_begin(&w, a, label, (int64_t)l->rows.ntags);
    desk_together(app_desk(a), true);
    for (size_t i = 0; yes && i < l->rows.ntags && work_on(&w, (int64_t)i); i++) {
        struct record *r = NULL;
        struct outcome o = {.answered = ANSWERED_BEFORE};
        if (desk_get(app_desk(a), l->form, l->rows.tags[i], &r) == QT_OK &&
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
    desk_together(app_desk(a), false);
    bool stopped = yes && work_end(&w);
    if (yes) {
        rows_untag(&l->rows);
        l->rows.let_go = true; /* the bar's row is one of them, or none of them */
        app_changed(a);
        if (stopped)
            app_say(a, INK_WARN,
                    _("%s: stopped after %zu records, the others are as they were  Ctrl-Z takes these back"), label,
                    done);
        else if (refused)
            app_say(a, INK_WARN, _("%s: %zu done, Ctrl-Z takes them back; %zu refused: %s"), label, done, refused,
                    why.s ? why.s : "");
        else
            app_say(a, INK_DONE, _("%s: %zu records  Ctrl-Z takes all back"), label, done);
    }
    buf_free(&why);
}

bool list_act(struct list *l, char letter)
{
    struct app *a = l->rows.view.app;
    const struct record *row = rows_now(&l->rows);
    int action = row ? app_action(a, row, letter) : -1;
    if (action < 0)
        return false;
    if (l->form->actions[action].bulk)
        list_act_on_tagged(l, action);
    else
        app_say(a, INK_WARN, _("This goes one record at a time: Esc takes the tags away."));
    return true;
}
