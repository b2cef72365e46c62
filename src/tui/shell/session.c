/* Who sits at the terminal: first run, sign-in, the drafts left behind, leaving the desk. */
#include "app.h"
#include "show.h"

#include <stdlib.h>
#include <string.h>

/* ---- drafts ------------------------------------------------------------------------------ */

static char *draft_line(struct app *a, const struct draft *d)
{
    const struct form *f = forms_find(desk_forms(a->desk), d->reg);
    char when[32];
    time_show(d->at, clock_now(), app_lang(a) == LANG_ZH, when, sizeof(when));
    return mem_printf("%s  %s  %s  %s", f ? form_title(f, app_lang(a)) : d->reg, d->record ? _("change") : _("new"),
                      when, d->terminal);
}

static void take_up(struct app *a, const struct draft *d)
{
    struct record *base = NULL, *r = NULL;
    int at = 0;
    if (!app_ok(a, desk_draft_unpack(a->desk, d, &r, &at)))
        return;
    if (!d->record || app_ok(a, desk_get(a->desk, r->form, d->record, &base)))
        app_push(a, entry_view(a, base, r, d->id, at));
    else
        record_free(r);
    record_free(base);
}

/* One draft: go on or throw away. True when the list of drafts is to be shown again. */
static bool one_draft(struct app *a, const struct draft *d)
{
    const struct pick what[] = {{0, _("Go on with it")}, {0, _("Throw it away")}, {0, _("Later")}};
    int i = dialog_choose(a, _("Half-typed form"), what, 3, 0);
    if (i == 0)
        take_up(a, d);
    if (i == 1 && dialog_yes(a, _("Throw this half-typed form away?")))
        (void)app_ok(a, desk_draft_drop(a->desk, d->id));
    return i == 1;
}

static void offer_drafts(struct app *a)
{
    bool again = true;
    while (again && !app_over(a)) {
        struct draft *v = NULL;
        size_t n = 0;
        again = false;
        if (desk_draft_list(a->desk, &v, &n) < 0 || n == 0)
            return;
        struct pick *lines = mem_alloc(n * sizeof(*lines));
        for (size_t i = 0; i < n; i++)
            lines[i].label = draft_line(a, &v[i]);
        int at = dialog_choose(a, _("Forms left half-typed: Enter goes on, Esc keeps them for later"), lines, n, 0);
        if (at >= 0)
            again = one_draft(a, &v[at]);
        for (size_t i = 0; i < n; i++)
            free((char *)lines[i].label);
        free(lines);
        desk_draft_free(v, n);
    }
}

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
    a->lock_minutes = 0;
    a->touched_us = clock_boot_us();
    a->minute = -1; /* the first idle moment does the minute's work */
    app_draw(a);
    term_flush();
    if (desk_clock_doubt(a->desk) && desk_allows(a->desk, NULL, RIGHT_SETTINGS))
        session_clock(a);
    offer_drafts(a);
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
    return a->ending != NOT_ENDING || term_hung_up();
}

static bool asleep(struct app *a)
{
    return a->lock_minutes > 0 && clock_boot_us() - a->touched_us >= a->lock_minutes * MINUTE * 1000000;
}

void session_watch(struct app *a, bool look)
{
    if (!*desk_who(a->desk)->staff || a->ending)
        return;
    int64_t changes = look ? desk_changes(a->desk) : a->watched;
    bool changed = changes != a->watched;
    a->watched = changes;
    if (changed || !a->lock_minutes)
        a->lock_minutes = desk_lock_minutes(a->desk);
    enum sitting now = desk_sitting(a->desk, changed);
    a->ending = now == SITTING_OVER      ? ENDING_CLOSED
                : now == SITTING_CHANGED ? ENDING_ROLE
                : asleep(a)              ? ENDING_IDLE
                                         : NOT_ENDING;
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
        else
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
