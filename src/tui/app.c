/* The ground under the views: their stack, layout and drawing, the loop over keys. It knows no view by name; what is
 * done while nobody types is in shell/idle.c. */
#include "app.h"

#include <stdlib.h>
#include <string.h>

#define LATE_US 40000 /* the terminal is put off no longer while keys are waiting */

struct desk *app_desk(struct app *a)
{
    return a->desk;
}

enum lang app_lang(struct app *a)
{
    return desk_lang(a->desk);
}

void app_redraw(struct app *a)
{
    a->all = true;
}

void app_changed(struct app *a)
{
    a->change++;
    a->counted = false;
    a->committed = desk_changes(a->desk);
}

void app_say(struct app *a, enum ink i, const char *fmt, ...)
{
    char text[600];
    va_list ap;

    va_start(ap, fmt);
    vsnprintf(text, sizeof(text), fmt, ap);
    va_end(ap);
    char *clean = text_clean(text, strlen(text), false, NULL);
    buf_clear(&a->message);
    buf_add(&a->message, clean);
    free(clean);
    a->message_ink = i;
    a->told++;
    status_draw(a);
}

void app_hush(struct app *a)
{
    buf_clear(&a->message);
    status_draw(a);
}

bool app_ok(struct app *a, int rc)
{
    if (rc < 0)
        app_say(a, INK_WARN, "%s", fault_text());
    return rc >= 0;
}

/* ---- stack ----------------------------------------------------------------------------- */

void *view_new(size_t size, const struct view_ops *ops, struct app *a)
{
    struct view *v = mem_alloc(size);
    v->ops = ops;
    v->app = a;
    return v;
}

bool view_typing(const struct view *v)
{
    return (v->ops->flags & VIEW_TYPES) || (v->ops->typing && v->ops->typing(v));
}

static void lay_out(struct app *a, struct view *v)
{
    v->rows = term_rows() - HEAD_ROWS - FOOT_ROWS - lesson_rows(a);
    v->cols = term_cols();
    if (v->rows < 1)
        v->rows = 1;
    if (v->ops->layout)
        v->ops->layout(v);
    v->dirty_all = true;
    a->all = true;
}

void app_push(struct app *a, struct view *v)
{
    v->app = a;
    v->below = a->top;
    v->seen = a->change;
    a->top = v;
    a->idle_done = false;
    lay_out(a, v);
}

void app_drop(struct app *a, struct view *v)
{
    struct view **at = &a->top;
    if (a->top == v)
        a->all = true;
    while (*at && *at != v)
        at = &(*at)->below;
    if (!*at)
        return;
    *at = v->below;
    v->below = a->dead;
    a->dead = v;
    a->idle_done = false;
}

void app_pop(struct app *a)
{
    if (a->top)
        app_drop(a, a->top);
}

static void bury(struct app *a)
{
    while (a->dead) {
        struct view *v = a->dead;
        a->dead = v->below;
        a->shown = a->shown == v ? NULL : a->shown;
        scan_forget(a, v);
        v->ops->close(v);
        free(v);
    }
}

void app_home(struct app *a)
{
    while (a->top && a->top->below)
        app_pop(a);
}

void app_set_lang(struct app *a, enum lang lang)
{
    desk_set_lang(a->desk, lang);
    setenv("LANGUAGE", lang == LANG_ZH ? "zh_CN" : "en", 1);
    textdomain(textdomain(NULL)); /* drops gettext's cache */
    for (struct view *v = a->top; v; v = v->below)
        lay_out(a, v);
    app_changed(a);
}

/* ---- drawing ----------------------------------------------------------------------------- */

PANEL *app_place(PANEL *p, int rows, int y)
{
    WINDOW *old = p ? panel_window(p) : NULL, *w;
    int cols = term_cols();
    rows = rows < 1 ? 1 : rows;
    y = y < 0 ? 0 : y;
    w = newwin(rows, cols, y + rows > term_rows() ? term_rows() - rows : y, 0);
    if (!w)
        return p;
    window_ground(w);
    idlok(w, TRUE);
    if (!p)
        p = new_panel(w);
    else
        replace_panel(p, w);
    if (p)
        bottom_panel(p);
    if (old)
        delwin(old);
    return p;
}

void app_arrange(struct app *a)
{
    int rows = term_rows();
    a->foot = app_place(a->foot, FOOT_ROWS, rows - FOOT_ROWS);
    lesson_arrange(a);
    a->body = app_place(a->body, rows - HEAD_ROWS - FOOT_ROWS - lesson_rows(a), HEAD_ROWS);
    a->head = app_place(a->head, HEAD_ROWS, 0);
    for (struct view *v = a->top; v; v = v->below)
        lay_out(a, v);
}

void app_draw(struct app *a)
{
    struct view *v = a->top;
    bool all = a->all || v->dirty_all;
    if (v->seen != a->change) {
        v->seen = a->change;
        if (v->ops->reload)
            v->ops->reload(v);
        a->idle_done = false; /* previews and the row's actions were let go of */
        all = all || v->dirty_all;
    }
    if (a->all || a->heads_changed)
        header_draw(a);
    if (a->all)
        lesson_draw(a);
    if (a->all)
        term_caret(0, 0, false);
    if (all)
        werase(panel_window(a->body));
    v->dirty_all = false;
    a->shown = v;
    v->ops->draw(v, panel_window(a->body), all);
    if (a->all || a->keys_changed)
        footer_draw(a);
    else if (all)
        status_draw(a);
    a->all = a->keys_changed = a->heads_changed = false;
}

void app_cover(struct app *a, int rows)
{
    struct view *v = a->shown;
    a->covered = rows;
    if (!v)
        return;
    enum ground under = ink_ground(GROUND_PAPER);
    werase(panel_window(a->body));
    v->ops->draw(v, panel_window(a->body), true);
    (void)ink_ground(under);
}

int app_covered(const struct app *a)
{
    return a->covered;
}

/* ---- keys -------------------------------------------------------------------------------------- */

/* What a handler of v said. */
void app_obey(struct app *a, struct view *v, unsigned said)
{
    if (said & REDRAW)
        a->all = true;
    if (said & KEYS)
        a->keys_changed = true;
    if (said & HEADS)
        a->heads_changed = true;
    if (said & KEEP)
        a->keep = true;
    if (said & RELOAD)
        app_changed(a);
    if ((said & CLOSE) && a->top == v)
        app_pop(a);
}

void app_leave(struct app *a)
{
    idle_save(a);
    a->leaving = true;
}

/* Wherever one is, a dialog too. */
static void app_freeze(struct app *a)
{
    if (!session_freeze(a) && !app_over(a) && *desk_who(a->desk)->staff)
        app_say(a, INK_WARN, _("Without a PIN nobody could unlock it. Ctrl-X leaves the desk."));
}

/* Keys under which a dialog waits: the clock goes on, a resize rebuilds what is beneath. */
void app_read_key(struct app *a, struct key_event *ev)
{
    unsigned told = a->told;
    if (!app_over(a)) /* nothing of one whose session is over is shown once more */
        term_flush();
    for (;;) {
        if (!app_over(a))
            replay_feed(a);
        if (!app_over(a))
            key_read(ev, replay_wait(a, idle_wait(a)));
        if (ev->code == K_SCAN && !app_over(a)) {
            idle_key(a);
            scan_take(a, ev->text);
        }
        if (app_over(a))
            ev->code = K_HANGUP;
        if (ev->code == K_RESIZE) {
            app_arrange(a);
            app_draw(a);
            return;
        }
        if (ev->code == K_TICK) {
            a->tick(a);
        } else if (ev->code == FREEZE_KEY) {
            app_freeze(a);
        } else if (ev->code == INSIDE_KEY && !a->inside) {
            app_inside(a);
            a->unlocked = true;              /* all that it lay over is drawn again */
        } else if (ev->code == REDRAW_KEY) { /* none of the dialog's: what it said stays */
            idle_key(a);
            term_repaint();
        } else if (ev->code != KEY_NOTHING && ev->code != K_SCAN) {
            idle_key(a);
            replay_key(a, ev);
            return;
        }
        idle_in_dialog(a);
        if (a->unlocked && !app_over(a)) {
            a->unlocked = false;
            app_arrange(a);
            app_draw(a);
            ev->code = K_RESIZE;
            return;
        }
        if (a->told != told) { /* the drawer shows it */
            ev->code = K_TICK;
            return;
        }
        if (ev->code == K_TICK)
            term_flush();
    }
}

static void dispatch(struct app *a, const struct key_event *ev)
{
    struct view *v = a->top;
    bool typing = view_typing(v), letter = key_is_letter(ev);
    int id = command_for(v->ops->name, ev, typing);
    unsigned said = 0;

    if (lesson_key(a, ev) || letters_key(a, ev, clock_key_us()))
        return;
    if (a->message.len && id != CMD_REDRAW) /* a repaint shows what stood there */
        app_hush(a);
    /* small letters are the record's actions first, see commands.c */
    if (ev->code == K_MOUSE)
        said = v->ops->click ? v->ops->click(v, ev->y - HEAD_ROWS, ev->x, ev->twice) : 0;
    else if (v->ops->key && (id == CMD_NONE || (letter && !typing)))
        said = v->ops->key(v, ev);
    if (!said && id != CMD_NONE) {
        said = v->ops->command ? v->ops->command(v, id) : 0;
        if (!said)
            a->command(a, id);
    } else if (!said) {
        app_unknown(a, v, ev);
    }
    app_obey(a, v, said);
}

void app_loop(struct app *a)
{
    struct key_event ev;
    int64_t flushed = 0;
    while (a->top && !a->leaving) {
        scan_turn(a);
        app_draw(a);
        if (!key_pending() || clock_mono_us() - flushed > LATE_US) {
            term_flush();
            flushed = clock_mono_us();
        }
        replay_feed(a);
        key_at(view_typing(a->top) ? KEYS_TEXT : KEYS_ACT);
        key_read(&ev, replay_wait(a, idle_wait(a)));
        if (ev.code == K_HANGUP || term_hung_up()) {
            idle_save(a);
            break;
        }
        if (ev.code == K_RESIZE) {
            app_arrange(a);
            a->idle_done = false; /* what was not read while keys came is read soon */
        } else if (ev.code == K_TICK) {
            a->tick(a);
        } else if (ev.code == FREEZE_KEY) {
            app_freeze(a);
        } else if (ev.code == K_SCAN) {
            idle_key(a);
            scan_take(a, ev.text);
        } else if (ev.code != KEY_NOTHING) {
            idle_key(a);
            replay_key(a, &ev);
            dispatch(a, &ev);
        }
        if (a->top && !a->leaving)
            idle_work(a);
        if (a->unlocked) {
            session_uncover(a);
            app_arrange(a);
        }
        a->unlocked = false;
        bury(a);
    }
    session_uncover(a);
    while (a->top)
        app_pop(a);
    bury(a);
}
