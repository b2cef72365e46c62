/* Something that takes its time: a drawer with a bar, which F12 stops. What is short is not shown at all. */
#include "office/office.h"

enum { ROWS = 3, WAIT_US = 200000, DRAW_US = 60000 };

static void work_open(struct work *w)
{
    w->win = newwin(ROWS, term_cols(), term_rows() - 1 - ROWS, 0);
    if (!w->win)
        return;
    window_ground(w->win);
    w->panel = new_panel(w->win);
}

void work_begin(struct work *w, struct app *a, const char *title, int64_t whole)
{
    *w = (struct work){.app = a, .title = title, .whole = whole, .began = clock_mono_us()};
}

static void work_draw(struct work *w)
{
    static const struct box_key keys[] = {{K_F12, N_("Stop")}};
    int cols = term_cols() - 2 * EDGE;
    if (!w->win)
        work_open(w);
    if (!w->win)
        return;
    char *count = w->whole > 0 ? mem_printf("%lld / %lld", (long long)w->done, (long long)w->whole)
                               : mem_printf("%lld", (long long)w->done);
    int most = cols - 22 > 10 ? cols - 22 : 10;
    int full = w->whole > 0 && w->done < w->whole ? (int)(w->done * most / w->whole) : w->whole > 0 ? most : 0;
    draw_fill(w->win, 0, 0, term_cols(), INK_BAR);
    draw_text(w->win, 0, EDGE, cols, INK_BAR, w->title);
    const enum ink ground = ink_on(INK_NORMAL, GROUND_SURFACE);
    draw_fill(w->win, 1, 0, term_cols(), ground);
    draw_fill(w->win, 1, EDGE, most, ink_on(INK_HEAD, GROUND_SURFACE));
    draw_fill(w->win, 1, EDGE, full, INK_CURSOR);
    draw_text_right(w->win, 1, EDGE + most, cols - most, ground, count);
    draw_fill(w->win, 2, 0, term_cols(), ground);
    footer_dialog(w->app, keys, 1);
    term_caret(-1, -1, false);
    term_flush();
    free(count);
}

bool work_on(void *work, int64_t done)
{
    struct work *w = work;
    int64_t now = clock_mono_us();
    w->done = done;
    if (w->stopped || now - w->began < WAIT_US || now - w->drawn < DRAW_US)
        return !w->stopped;
    w->drawn = now;
    work_draw(w);
    struct key_event ev = {0};
    key_read(&ev, 0);
    w->resized |= ev.code == K_RESIZE;
    w->stopped = ev.code == K_F12 || ev.code == K_ESC || ev.code == K_CTRL + 'c' || ev.code == K_CTRL + 'b' ||
                 ev.code == K_HANGUP || term_hung_up();
    if (ev.code != KEY_NOTHING && ev.code != K_TICK)
        idle_key(w->app);
    return !w->stopped;
}

bool work_end(struct work *w)
{
    if (w->panel) {
        del_panel(w->panel);
        delwin(w->win);
        w->panel = NULL;
        w->win = NULL;
    }
    if (w->resized)
        app_arrange(w->app);
    app_redraw(w->app);
    app_draw(w->app);
    return w->stopped;
}
