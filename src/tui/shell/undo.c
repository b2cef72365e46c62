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

/* All that was done together, the last first; how many. What cannot be taken back ends it, with a fault. */
static size_t take_back(struct app *a, struct undone *u, int *rc)
{
    int together = desk_undo_together(a->desk);
    size_t n = 0;
    struct undone next = {0};
    while ((*rc = desk_undo(a->desk, &next)) >= 0) {
        undone_clear(u);
        *u = next;
        n++;
        if (!together || desk_undo_together(a->desk) != together)
            break;
    }
    return n;
}

void app_undo(struct app *a)
{
    struct undone u = {0};
    int rc;
    size_t n = take_back(a, &u, &rc);
    char *why = rc < 0 ? mem_dup(fault_text()) : NULL;
    if (n == 0) {
        app_say(a, INK_WARN, "%s", why);
        free(why);
        return;
    }
    struct record *r = NULL;
    leave_gone(a);
    if (!u.made && a->top->ops->saved && desk_get(app_desk(a), u.form, u.record, &r) == QT_OK)
        a->top->ops->saved(a->top, r);
    record_free(r);
    app_changed(a);
    app_redraw(a);
    if (why)
        app_say(a, INK_WARN, _("Taken back: %zu of them. %s"), n, why);
    else if (n > 1)
        app_say(a, INK_DONE, _("Taken back: %s, all %zu"), u.what, n);
    else if (u.made)
        app_say(a, INK_DONE, _("Taken back: %s %s; %s is void"), u.who, u.what, u.number);
    else
        app_say(a, INK_DONE, _("Taken back: %s %s"), u.who, u.what);
    free(why);
    undone_clear(&u);
}
