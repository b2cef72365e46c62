/* The drawer all dialogs stand in, and what it tells of wrong keys. */
#include "dialog/dialog.h"
#include "app.h"

enum { ABOVE = 8 /* rows of a terminal that stay free of it */, LOW = 6 /* it may take them where there are few */ };

void box_close(struct box *b)
{
    if (b->panel) {
        del_panel(b->panel);
        delwin(b->win);
        if (!b->over)
            app_cover(b->app, b->before);
    }
    b->panel = NULL;
    b->win = NULL;
    term_caret(-1, -1, false);
}

/* With the title row. */
static int most_rows(void)
{
    int low = term_rows() - 1 < LOW ? term_rows() - 1 : LOW;
    return term_rows() - ABOVE > low ? term_rows() - ABOVE : low;
}

void drawer_ground(WINDOW *w, int from, int rows)
{
    for (int row = 0; row < rows; row++)
        draw_fill(w, from + row, 0, term_cols(), ink_on(INK_NORMAL, GROUND_SURFACE));
}

int drawer_head(WINDOW *w, int y, const struct drawer *d)
{
    enum ground under = ink_ground(GROUND_SURFACE);
    const char *title = d->title, *rest = d->urgent ? strstr(title, "  ") : NULL; /* the first words are the block */
    int x = EDGE, end = term_cols() - EDGE, width = d->count ? text_width(d->count) : 0;
    draw_fill(w, y, 0, term_cols(), INK_BAR);
    if (d->typed)
        draw_text(w, y, 0, 1, INK_KEY, ">");
    if (width && width < end / 2) {
        draw_text(w, y, end - width, width, INK_BAR, d->count);
        end -= width + 2;
    }
    if (d->urgent) {
        char *first = mem_printf(" %.*s ", rest ? (int)(rest - title) : (int)strlen(title), title);
        int wide = text_width(first) < end - x ? text_width(first) : end - x;
        draw_text(w, y, x, wide, INK_URGENT, first);
        free(first);
        x += wide + 1;
        title = rest ? rest + 2 : "";
    }
    width = text_width(title) < end - x ? text_width(title) : end - x;
    draw_text(w, y, x, width > 0 ? width : 0, INK_BAR, title);
    (void)ink_ground(under);
    return x + width + 2;
}

void box_open(struct box *b, struct app *a, const char *title, int rows)
{
    int most = most_rows();
    bool airy = rows + 3 <= most || most > LOW; /* a blank above the content, one below it */
    int room = most - (airy ? 3 : 1);
    rows = rows < room ? rows : room;
    rows = rows > 1 ? rows : 1;
    if (!b->panel || b->high != term_rows() || b->wide != term_cols() || b->rows != rows) {
        int high = rows + (airy ? 3 : 1);
        box_close(b);
        b->app = a;
        b->rows = rows;
        b->cols = box_cols(term_cols());
        b->from = airy ? 2 : 1;
        b->high = term_rows();
        b->wide = term_cols();
        b->before = a->covered;
        b->win = newwin(high, term_cols(), term_rows() - 1 - high, 0);
        if (!b->win)
            return; /* a terminal of a few cells: nothing to see, the keys work */
        window_ground(b->win);
        b->panel = new_panel(b->win);
        if (!b->over)
            app_cover(a, high - 1); /* the row of messages is no view's */
    }
    if (b->win)
        (void)drawer_head(b->win, 0, &(struct drawer){.title = title, .count = b->count, .urgent = b->urgent});
}

void box_clear(struct box *b)
{
    if (b->win)
        drawer_ground(b->win, b->from, b->rows);
    term_caret(-1, -1, false);
}

void box_text(struct box *b, int row, int col, int columns, enum ink i, const char *s)
{
    if (!b->win || row < 0 || row >= b->rows || col >= b->cols)
        return;
    if (columns > b->cols - col)
        columns = b->cols - col;
    draw_text(b->win, b->from + row, EDGE + col, columns, i, s);
}

void box_bar(struct box *b, int row, int columns, int full)
{
    if (!b->win)
        return;
    draw_fill(b->win, b->from + row, EDGE, columns, INK_HEAD);
    draw_fill(b->win, b->from + row, EDGE, full, INK_SOLID);
}

void box_mark(struct box *b, int row)
{
    if (b->win && row >= 0 && row < b->rows)
        draw_text(b->win, b->from + row, 0, 1, INK_KEY, ">");
}

void box_edit(struct box *b, int row, int col, int columns, struct edit *e, bool masked)
{
    columns = columns > b->cols - col ? b->cols - col : columns;
    b->types = true;
    if (b->win)
        oneline_draw(b->win, &(struct oneline){b->from + row, EDGE + col, columns, masked, true}, e);
}

bool box_no(const struct key_event *ev)
{
    return ev->code == K_F12 || ev->code == K_ESC || ev->code == K_CTRL + 'c' || ev->code == K_CTRL + 'b' ||
           ev->code == K_HANGUP;
}

int box_cols(int most)
{
    int room = term_cols() - 2 * EDGE > 1 ? term_cols() - 2 * EDGE : 1;
    return room < most ? room : most;
}

/* ---- wrapped text ----------------------------------------------------------------------------------------------- */

int wrap_count(const char *text, int cols)
{
    struct paper p = {0};
    int n = paper_text(&p, cols, TONE_NORMAL, text);
    paper_free(&p);
    return n;
}

void box_paper(struct box *b, int row, int rows, const struct paper *p, int from)
{
    if (b->win && rows > 0)
        paper_draw(p, b->win, b->from + row, EDGE, rows, b->cols, from);
}

void box_wrap(struct box *b, int row, int col, int rows, enum ink i, const char *text)
{
    struct paper p = {0};
    (void)paper_text(&p, b->cols - col, TONE_NORMAL, text);
    for (size_t k = 0; k < p.n; k++) {
        p.v[k].ink = i;
        p.v[k].x += col;
    }
    box_paper(b, row, rows, &p, 0);
    paper_free(&p);
}

/* ---- the loop --------------------------------------------------------------------------------------------------- */

/* What the desk says meanwhile stands in the drawer's last row, in its title row where there is no other. */
static void draw_message(struct box *b)
{
    const struct buf *m = &b->app->message;
    int row = b->from + b->rows;
    if (!b->win || (!m->len && row >= getmaxy(b->win)))
        return;
    row = row < getmaxy(b->win) ? row : 0;
    draw_fill(b->win, row, 0, b->wide, INK_NORMAL);
    draw_text(b->win, row, EDGE, b->cols, b->app->message_ink == INK_NORMAL ? INK_TITLE : b->app->message_ink,
              m->len ? m->s : "");
}

static void tell_keys(const struct box *b)
{
    struct buf s = {0};
    for (size_t i = 0; i < b->nkeys; i++)
        buf_addf(&s, "  %s %s", command_key_name(b->keys[i].key), _(b->keys[i].label));
    app_say(b->app, INK_WARN, _("That key does nothing here:%s"), s.s ? s.s : "");
    buf_free(&s);
}

static int box_answer(struct box *b, int (*key)(void *arg, const struct key_event *ev), void *arg)
{
    struct app *a = b->app;
    struct key_event ev;
    unsigned told = a->told;
    footer_dialog(a, b->keys, b->nkeys);
    key_at(b->types ? KEYS_TEXT : KEYS_ANSWER);
    app_read_key(a, &ev);
    if (ev.code == K_RESIZE || ev.code == K_TICK)
        return 0;
    if (b->told)
        app_hush(a);
    int said = key(arg, &ev);
    if (said == BOX_NO_KEY && ev.code != K_MOUSE)
        tell_keys(b);
    b->told = a->told != told;
    return said == BOX_NO_KEY ? 0 : said;
}

int box_run(struct app *a, void (*draw)(struct box *b, void *arg), int (*key)(void *arg, const struct key_event *ev),
            void *arg)
{
    struct box b = {.app = a};
    int said = 0;
    while (said == 0) {
        enum ground under = ink_ground(GROUND_SURFACE);
        b.types = false;
        draw(&b, arg);
        draw_message(&b);
        (void)ink_ground(under);
        said = box_answer(&b, key, arg);
    }
    box_close(&b);
    app_redraw(a);
    return said;
}
