/* The last action taken back, by one key; and what every action says: what happened to whom, and that key. */
#include "app.h"
#include "qiantai/desk_undo.h"

#include <stdlib.h>

char *app_name(struct app *a, const struct record *r)
{
    return desk_name(app_desk(a), r);
}

void app_done(struct app *a, const struct record *r, const char *what)
{
    char *who = desk_name(app_desk(a), r);
    app_say(a, INK_DONE, desk_undo_offered(app_desk(a)) ? _("%s %s  Ctrl-Z takes it back") : "%s %s", who, what);
    free(who);
}

/* What shows a record that is void now is left. */
static void leave_gone(struct app *a)
{
    while (a->top->below && record_view_gone(a->top))
        app_pop(a);
}

void app_undo(struct app *a)
{
    struct undone u = {0};
    if (!app_ok(a, desk_undo(app_desk(a), &u)))
        return;
    struct record *r = NULL;
    leave_gone(a);
    if (!u.made && a->top->ops->saved && desk_get(app_desk(a), u.form, u.record, &r) == QT_OK)
        a->top->ops->saved(a->top, r);
    record_free(r);
    app_changed(a);
    app_redraw(a);
    if (u.made)
        app_say(a, INK_DONE, _("Taken back: %s %s; %s is void"), u.who, u.what, u.number);
    else
        app_say(a, INK_DONE, _("Taken back: %s %s"), u.who, u.what);
    undone_clear(&u);
}
