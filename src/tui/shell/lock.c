/* The desk locked: a clock, who locked it, numbers; no name of a visitor and no phone. It lies over whatever is open,
 * a dialog too, and reads all keys itself: behind the PIN everything is as it was left. */
#include "app.h"
#include "field/oneline.h"
#include "qiantai/desk_inside.h"

#include <stdlib.h>

enum { CLOCK_Y = 4, TALL = 20 /* rows from which the clock has room */ };

struct lock {
    struct app *app;
    WINDOW *win;
    PANEL *panel;
    struct edit *pin;
    char *said; /* why the PIN did not open it; NULL nothing */
    char since[8];
    int64_t people;       /* inside; -1 not known */
    struct inside inside; /* where they are, once the list was printed */
    bool printed, ours;   /* F5 was pressed; a print began by it */
    bool open;
};

/* ---- what it shows ----------------------------------------------------------------------------------------------- */

static int draw_count(WINDOW *w, int y, int x, enum ink i, char *text)
{
    int wide = text_width(text);
    draw_text(w, y, x, wide, i, text);
    free(text);
    return x + wide + 3;
}

static void draw_counts(struct lock *l, int y)
{
    struct app *a = l->app;
    int x = EDGE;
    if (a->nalarms)
        x = draw_count(l->win, y, x, INK_URGENT, mem_printf(_(" urgent %zu "), a->nalarms));
    if (a->overdue)
        x = draw_count(l->win, y, x, INK_ALERT, mem_printf(_("overdue %lld"), (long long)a->overdue));
    if (l->people >= 0)
        (void)draw_count(l->win, y, x, INK_NORMAL, mem_printf(_("inside %lld"), (long long)l->people));
}

static void draw_keys(WINDOW *w, int y)
{
    static const struct box_key keys[] = {
        {K_ENTER, N_("Unlock")}, {K_F2, N_("Somebody else")}, {K_F5, N_("Evacuation list")}};
    int x = EDGE;
    draw_fill(w, y, 0, term_cols(), ink_on(INK_NORMAL, GROUND_SURFACE));
    for (size_t i = 0; i < ARRAY_LEN(keys); i++) {
        const char *key = key_name(keys[i].key), *label = _(keys[i].label);
        draw_text(w, y, x, text_width(key), ink_on(INK_KEY, GROUND_SURFACE), key);
        x += text_width(key) + 1;
        draw_text(w, y, x, text_width(label), ink_on(INK_NORMAL, GROUND_SURFACE), label);
        x += text_width(label) + 2;
    }
}

static void take_away(PANEL *p)
{
    WINDOW *w = p ? panel_window(p) : NULL;
    if (p)
        del_panel(p);
    if (w)
        delwin(w);
}

void session_uncover(struct app *a)
{
    take_away(a->cover);
    a->cover = NULL;
}

/* How many are on which floor, as far as there is room. */
static void draw_places(struct lock *l, int y, int end)
{
    int x = EDGE, room = term_cols() - EDGE;
    for (size_t i = 0; i < l->inside.nplaces; i++) {
        char *text = mem_printf("%s: %lld", l->inside.places[i].name, (long long)l->inside.places[i].people);
        if (x > EDGE && x + text_width(text) > room) {
            x = EDGE;
            y++;
        }
        if (y < end)
            x = draw_count(l->win, y, x, INK_NORMAL, text);
        else
            free(text);
    }
}

/* Anew for the terminal's size: another one shows nothing of what is beneath either. */
static void cover(struct lock *l)
{
    take_away(l->panel);
    l->panel = NULL;
    l->win = newwin(term_rows(), term_cols(), 0, 0);
    if (!l->win)
        return;
    window_ground(l->win);
    l->panel = new_panel(l->win);
}

static void draw(struct lock *l)
{
    struct app *a = l->app;
    struct civil c = civil_of(clock_now());
    int rows = term_rows(), cols = term_cols(), y = rows >= TALL ? 11 : rows >= 10 ? 0 : -3;
    int room = cols - 2 * EDGE > 1 ? cols - 2 * EDGE : 1;
    const char *building = desk_building(a->desk), *label = _("PIN");
    if (!l->win)
        return;
    window_ground(l->win);
    if (rows >= TALL)
        clock_draw(l->win, CLOCK_Y, EDGE, &c);
    char *place =
        mem_printf("%s  %s", building ? building : "", a->options->lessons ? _(" practice ") : _("Front desk"));
    char *day = rows >= TALL ? mem_printf("%02d-%02d %s", c.month, c.day, weekday_show(app_lang(a), c.weekday))
                             : mem_printf("%02d-%02d %02d:%02d", c.month, c.day, c.hour, c.minute);
    char *who = mem_printf(_("%s  locked at %s; half-typed forms are kept"), desk_staff_name(a->desk), l->since);
    if (y >= 0) {
        draw_text(l->win, y, EDGE, room, INK_TITLE, place);
        draw_text(l->win, y + 1, EDGE, room, INK_QUIET, day);
    }
    draw_text(l->win, y + 3, EDGE, room, INK_QUIET, who);
    draw_text(l->win, y + 4, 0, 1, INK_KEY, ">");
    draw_text(l->win, y + 4, EDGE, text_width(label), INK_KEY, label);
    if (l->said)
        draw_text(l->win, y + 5, EDGE, room, INK_ALERT, l->said);
    draw_counts(l, y + 7);
    draw_places(l, y + 9, rows - 2);
    if (l->printed && a->message.len)
        draw_text(l->win, rows - 2, EDGE, room, a->message_ink, a->message.s);
    else if (rows >= TALL)
        draw_text(l->win, rows - 2, EDGE, room, INK_QUIET,
                  _("An emergency rings and flashes here as well; no name, no phone."));
    draw_keys(l->win, rows - 1);
    oneline_draw(
        l->win,
        &(struct oneline){.y = y + 4, .x = EDGE + text_width(label) + 2, .width = 16, .masked = true, .now = true},
        l->pin);
    free(place);
    free(day);
    free(who);
}

/* ---- keys -------------------------------------------------------------------------------------------------------- */

/* What was typed too many goes nowhere: it was meant for the lock. */
static void drain(struct app *a)
{
    struct key_event ev;
    while (key_pending() && !app_over(a))
        key_read(&ev, 0);
}

static void try(struct lock *l)
{
    free(l->said);
    l->said = NULL;
    if (!*edit_text(l->pin))
        return;
    int rc = desk_own_pin_check(l->app->desk, edit_text(l->pin));
    l->open = rc == QT_OK;
    l->said = l->open ? NULL : mem_dup(fault_text());
    if (rc != QT_BUSY) /* nothing was tried: half a PIN typed on would be a wrong one */
        edit_set(l->pin, "");
}

/* For whoever has to leave the house with it: no PIN. */
static void print_inside(struct lock *l)
{
    inside_free(&l->inside);
    if (desk_inside(l->app->desk, false, &l->inside) < 0)
        fault_clear(); /* the print says it */
    l->ours |= app_inside_print(l->app);
    l->printed = true;
}

static void lock_key(struct lock *l, const struct key_event *ev)
{
    switch (ev->code) {
    case K_ENTER:
        try(l);
        break;
    case K_F2:
        l->app->ending = ENDING_OTHER;
        break;
    case K_F5:
    case K_ALT + '5':
    case K_CTRL + 'r':
    case INSIDE_KEY:
        print_inside(l);
        break;
    case K_ESC:
    case K_F12:
        edit_set(l->pin, "");
        break;
    case K_RESIZE:
        cover(l);
        break;
    case REDRAW_KEY:
        term_repaint();
        break;
    case K_TICK: /* the end of another print has a name: told behind the PIN */
        if (l->ours)
            app_printed(l->app);
        break;
    case K_MOUSE:
    case K_TAB:
        break;
    default:
        (void)line_key(l->pin, ev);
    }
}

static void count_people(struct lock *l)
{
    if (desk_people_inside(l->app->desk, &l->people) < 0) {
        fault_clear();
        l->people = -1;
    }
}

bool session_freeze(struct app *a)
{
    struct lock l = {.app = a, .people = -1};
    struct civil c = civil_of(clock_now());
    int64_t counted = -1;
    if (a->locked || app_over(a) || !*desk_who(a->desk)->staff || !desk_own_pin_there(a->desk))
        return false;
    snprintf(l.since, sizeof l.since, "%02d:%02d", c.hour, c.minute);
    idle_save(a);
    a->locked = true;
    a->letters = (struct letters){0};
    l.pin = edit_new("", false, 32);
    cover(&l);
    idle_locked(a);
    while (!l.open && !app_over(a)) {
        struct key_event ev;
        if (counted != a->change || !a->counted)
            count_people(&l);
        counted = a->change;
        draw(&l);
        term_flush();
        key_at(KEYS_TEXT);
        key_read(&ev, 1000);
        lock_key(&l, &ev);
        idle_locked(a);
    }
    if (a->ending == ENDING_ROLE) /* who has another role now shows who he is */
        a->ending = ENDING_OTHER;
    drain(a);
    if (l.open)
        take_away(l.panel);
    else /* dialogs beneath end first: nothing of them is seen, nor of the list */
        a->cover = l.panel;
    edit_free(l.pin);
    free(l.said);
    inside_free(&l.inside);
    term_caret(-1, -1, false);
    a->locked = false;
    a->unlocked = true;
    app_print_listen(a);
    idle_key(a);
    return true;
}
