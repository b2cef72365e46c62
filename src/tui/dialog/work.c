/* Work shown in a drawer, its bar, its end by F12, and the lock meanwhile. The desk itself may be within a transaction:
 * nothing of it is read here, unless another process does the work. */
#include "dialog/work.h"
#include "app.h"

enum { WAIT_US = 200000, DRAW_US = 60000, COUNT = 22 /* columns */ };

void work_begin(struct work *w, struct app *a, const char *title, int64_t whole)
{
    *w = (struct work){.app = a, .title = title, .whole = whole, .began = clock_mono_us()};
    w->box.over = true;
}

/* "120 / 400", "120"; where only the time is known, that. Caller frees. */
static char *work_count(const struct work *w)
{
    if (w->whole > 0)
        return mem_printf(w->beside ? _("%lld of %lld MB") : "%lld / %lld", (long long)w->done, (long long)w->whole);
    if (w->beside)
        return mem_printf(_("%lld s"), (long long)((clock_mono_us() - w->began) / 1000000));
    return mem_printf("%lld", (long long)w->done);
}

/* ---- the lock ---------------------------------------------------------------------------------------------------- */

static void curtain_drop(struct work *w)
{
    WINDOW *win = w->curtain ? panel_window(w->curtain) : NULL;
    if (w->curtain)
        del_panel(w->curtain);
    if (win)
        delwin(win);
    w->curtain = NULL;
}

static void curtain_draw(struct work *w)
{
    const char *building = desk_building(w->app->desk);
    int room = term_cols() - 2 * EDGE > 1 ? term_cols() - 2 * EDGE : 1, y = term_rows() > 6 ? 2 : 0;
    if (!w->curtain) {
        WINDOW *win = newwin(term_rows(), term_cols(), 0, 0);
        w->curtain = win ? new_panel(win) : NULL;
    }
    if (!w->curtain)
        return;
    WINDOW *win = panel_window(w->curtain);
    char *count = work_count(w);
    window_ground(win);
    draw_text(win, y, EDGE, room, INK_TITLE, building ? building : "");
    draw_text(win, y + 1, EDGE, room, INK_NORMAL,
              _("Locked. Something is still being done; then the PIN is asked for."));
    draw_text(win, y + 2, EDGE, room, INK_QUIET, count);
    term_caret(-1, -1, false);
    free(count);
}

/* At once where the desk is free; else behind a curtain, until it is. */
static void work_lock(struct work *w)
{
    struct app *a = w->app;
    if (w->beside && session_freeze(a)) {
        a->unlocked = false;
        w->resized = true; /* it may have been, behind the lock */
    } else if (!app_over(a) && *desk_who(a->desk)->staff) {
        curtain_draw(w);
    }
}

/* ---- drawing, keys ------------------------------------------------------------------------------------------------
 */

static void work_draw(struct work *w)
{
    static const struct box_key keys[] = {{K_F12, N_("Stop")}, {K_ENTER, N_("Goes on by itself")}};
    enum ground under = ink_ground(GROUND_SURFACE);
    box_open(&w->box, w->app, w->title, 1);
    box_clear(&w->box);
    int most = w->box.cols - COUNT > 10 ? w->box.cols - COUNT : 10;
    int full = w->whole > 0 && w->done < w->whole ? (int)(w->done * most / w->whole) : w->whole > 0 ? most : 0;
    char *count = work_count(w);
    box_bar(&w->box, 0, most, full);
    box_text(&w->box, 0, most + 2, COUNT - 2, INK_NORMAL, count);
    free(count);
    (void)ink_ground(under);
    footer_dialog(w->app, keys, w->may_leave ? 2 : 1);
}

static void work_key(struct work *w, int code)
{
    w->resized |= code == K_RESIZE;
    if (code == K_RESIZE && w->curtain)
        curtain_drop(w);
    if (code == K_HANGUP || app_over(w->app))
        w->stopped = true;
    else if (w->curtain || code == KEY_NOTHING || code == K_TICK || code == K_RESIZE)
        return; /* behind the curtain nobody stops it, and no key is somebody's */
    else if (code == FREEZE_KEY)
        work_lock(w);
    else if (code == K_ENTER)
        w->left = w->may_leave;
    else
        w->stopped = code == K_F12 || code == K_ESC || code == K_CTRL + 'c' || code == K_CTRL + 'b';
    idle_key(w->app);
}

bool work_on(void *work, int64_t done)
{
    struct work *w = work;
    struct key_event ev = {0};
    int64_t now = clock_mono_us();
    w->done = done;
    if (w->stopped || now - w->began < WAIT_US || now - w->drawn < DRAW_US)
        return !w->stopped;
    w->drawn = now;
    if (w->curtain)
        curtain_draw(w);
    else
        work_draw(w);
    term_flush();
    key_read(&ev, 0);
    work_key(w, ev.code);
    if (!w->stopped && !w->curtain && session_asleep(w->app))
        work_lock(w);
    return !w->stopped && !w->left;
}

bool work_end(struct work *w)
{
    struct app *a = w->app;
    if (w->curtain && !session_freeze(a) && !app_over(a))
        a->ending = ENDING_IDLE; /* whoever has no PIN could not open it */
    curtain_drop(w);
    box_close(&w->box);
    if (w->resized || a->unlocked)
        app_arrange(a);
    a->unlocked = false;
    app_redraw(a);
    app_draw(a);
    return w->stopped;
}
