/* Who sits at the terminal: first run, sign-in, the drafts left behind, leaving the desk. */
#include "app.h"
#include "show.h"

#include <stdlib.h>
#include <string.h>

/* ---- coming and going ------------------------------------------------------------------------ */

void session_clock(struct app *a)
{
    const char *doubt = desk_clock_doubt(a->desk);
    const struct pick answers[] = {{0, _("Not now: rounds, reminders and the deletion of old data stand still")},
                                   {'y', _("The clock is right")}};
    char *text = doubt ? mem_printf(_("%s Is the clock right?"), doubt) : NULL;
    /* An Enter too many must not do it: what is deleted by a wrong clock is gone. */
    if (text && dialog_choose(a, text, answers, 2, 0) == 1 && app_ok(a, desk_clock_confirm(a->desk))) {
        a->minute = -1; /* the minute's work was left */
        app_changed(a);
        app_say(a, INK_DONE, _("The clock is confirmed."));
    }
    free(text);
}

static void clear_stack(struct app *a)
{
    while (a->top)
        app_pop(a);
    a->made = NULL; /* it was another's */
}

static void open_desk(struct app *a)
{
    const char *open = a->options->open;
    const struct form *f = open ? forms_find(desk_forms(a->desk), open) : desk_home(a->desk);
    app_push(a, board_view(a));
    if (f && app_may_view(a, f))
        app_push(a, list_view(a, f, open ? 0 : f->home_list));
    a->counted = false;
}

/* The first frame is out before anything is asked. */
void session_in(struct app *a)
{
    clear_stack(a);
    open_desk(a);
    a->lock_minutes = -1;
    a->touched_us = clock_boot_us();
    a->touched_hand = clock_hand_us();
    a->minute = -1; /* the first idle moment does the minute's work */
    app_draw(a);
    term_flush();
    if (desk_clock_doubt(a->desk) && desk_allows(a->desk, NULL, RIGHT_SETTINGS))
        session_clock(a);
    if (drafts_count(a))
        drafts_open(a);
    theme_hint(a);
}

void session_lock(struct app *a)
{
    idle_save(a);
    clear_stack(a);
    desk_sign_out(a->desk);
    app_push(a, signin_view(a));
}

/* ---- still there? ---------------------------------------------------------------------------- */

bool app_over(const struct app *a)
{
    return a->ending != NOT_ENDING || a->scanned || term_hung_up();
}

bool session_asleep(const struct app *a)
{
    int64_t us = a->lock_minutes * MINUTE * 1000000;
    return us > 0 && (clock_boot_us() - a->touched_us >= us || clock_hand_us() - a->touched_hand >= us);
}

void session_watch(struct app *a, bool look)
{
    if (!*desk_who(a->desk)->staff || a->ending)
        return;
    int64_t changes = look ? desk_changes(a->desk) : a->watched;
    bool changed = changes != a->watched;
    a->watched = changes;
    if (changed || a->lock_minutes < 0)
        a->lock_minutes = desk_lock_minutes(a->desk);
    enum sitting now = desk_sitting(a->desk, changed);
    a->ending = now == SITTING_OVER ? ENDING_CLOSED : now == SITTING_CHANGED ? ENDING_ROLE : NOT_ENDING;
}

void session_turn(struct app *a)
{
    enum ending how = a->ending;
    if (how == NOT_ENDING)
        return;
    char *code = mem_dup(desk_who(a->desk)->staff);
    a->ending = NOT_ENDING;
    if (how == ENDING_ROLE) {
        idle_save(a);
        session_in(a);
        app_say(a, INK_WARN, _("Your role is now %s. What was half typed is kept as a draft."),
                desk_role_label(a->desk, desk_who(a->desk)->role));
    } else {
        session_lock(a);
        if (how == ENDING_CLOSED)
            app_say(a, INK_ALERT, _("The account %s was closed. What was half typed is kept as a draft."), code);
        else if (how == ENDING_IDLE)
            app_say(a, INK_WARN, _("%s was signed out after %d minutes without a key. Drafts are kept."), code,
                    (int)a->lock_minutes);
    }
    free(code);
}

void session_begin(struct app *a)
{
    bool any = true;
    if (a->options->staff) {
        int rc = *desk_who(a->desk)->staff ? QT_OK : desk_sign_in_as(a->desk, a->options->staff);
        if (rc == QT_OK) {
            session_in(a);
            return;
        }
        app_push(a, signin_view(a));
        app_say(a, INK_ALERT, "%s", fault_text());
        return;
    }
    if (desk_user_any(a->desk, &any) == QT_OK && !any)
        app_push(a, firstrun_view(a));
    else
        app_push(a, signin_view(a));
}
