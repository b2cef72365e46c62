/* Dialogs: the box, yes and no, telling. */
#include "dialog/dialog.h"
#include "app.h"
#include "qiantai/doc.h"
#include "view/scroll.h"

static void box_close(struct box *b)
{
    if (b->panel) {
        del_panel(b->panel);
        delwin(b->win);
    }
    free(b->title);
    *b = (struct box){0};
    term_caret(-1, -1, false);
}

void box_frame(const struct box *b)
{
    int wide = b->cols + 4;
    char *title = mem_printf(" %s", b->title);
    draw_text(b->win, 0, 0, wide, INK_BAR, title);
    draw_fill(b->win, b->rows + 2, 0, wide, INK_BAR);
    for (int row = 1; row < b->rows + 2; row++) {
        draw_fill(b->win, row, 0, 1, INK_BAR);
        draw_fill(b->win, row, wide - 1, 1, INK_BAR);
    }
    free(title);
}

void box_open(struct box *b, struct app *a, const char *title, int rows, int cols)
{
    rows = rows < term_rows() - 3 ? rows : term_rows() - 3;
    cols = cols < term_cols() - 4 ? cols : term_cols() - 4;
    rows = rows > 1 ? rows : 1;
    cols = cols > 1 ? cols : 1;
    bool same = b->panel && b->high == term_rows() && b->wide == term_cols() && b->rows == rows && b->cols == cols;
    if (same)
        return;
    char *kept = mem_dup(title);
    box_close(b);
    *b = (struct box){.app = a, .rows = rows, .cols = cols, .high = term_rows(), .wide = term_cols(), .title = kept};
    b->win = newwin(rows + 3, cols + 4, (term_rows() - rows - 3) / 2, (term_cols() - cols - 4) / 2);
    if (!b->win)
        return; /* a terminal of a few cells: nothing to see, the keys work */
    window_ground(b->win);
    b->panel = new_panel(b->win);
    box_frame(b);
}

void box_clear(struct box *b)
{
    for (int row = 0; b->win && row <= b->rows; row++)
        draw_fill(b->win, row + 1, 1, b->cols + 2, INK_NORMAL);
    term_caret(-1, -1, false);
}

void box_text(struct box *b, int row, int col, int columns, enum ink i, const char *s)
{
    if (!b->win || row < 0 || row >= b->rows || col >= b->cols)
        return;
    if (columns > b->cols - col)
        columns = b->cols - col;
    draw_text(b->win, row + 1, col + 2, columns, i, s);
}

void box_edit(struct box *b, int row, int col, int columns, struct edit *e, bool masked)
{
    columns = columns > b->cols - col ? b->cols - col : columns;
    if (b->win)
        oneline_draw(b->win, &(struct oneline){row + 1, col + 2, columns, masked, true}, e);
}

static void box_read(struct box *b, struct key_event *ev)
{
    footer_dialog(b->app, b->keys, b->nkeys);
    term_flush();
    app_read_key(b->app, ev);
}

bool box_no(const struct key_event *ev)
{
    return ev->code == K_F12 || ev->code == K_ESC || ev->code == K_CTRL + 'c' || ev->code == K_CTRL + 'b' ||
           ev->code == K_HANGUP;
}

int box_run(struct app *a, void (*draw)(struct box *b, void *arg), int (*key)(void *arg, const struct key_event *ev),
            void *arg)
{
    struct box b = {.app = a};
    int said = 0;
    while (said == 0) {
        struct key_event ev;
        draw(&b, arg);
        box_read(&b, &ev);
        said = key(arg, &ev);
    }
    box_close(&b);
    app_redraw(a);
    return said;
}

int box_cols(int most)
{
    int room = term_cols() - 6 > 10 ? term_cols() - 6 : 10;
    return room < most ? room : most;
}

/* ---- wrapped text ----------------------------------------------------------------------------------------------- */

/* Bytes of the next line: up to a newline, else to the last blank that leaves a word whole, else as many as fit. */
static size_t wrap_line(const char *s, int cols)
{
    size_t whole = strcspn(s, "\n"), fit = text_fit(s, cols, NULL);
    if (fit >= whole)
        return whole;
    if (fit == 0)
        fit = text_next(s, NULL);
    for (size_t back = fit; (s[fit] & 0x80) == 0 && s[fit] != ' ' && back > 0; back--)
        if (s[back - 1] == ' ')
            return back;
    return fit;
}

/* Calls put for each line; returns their number. */
static int wrap(const char *s, int cols, void (*put)(void *arg, int line, const char *s, size_t n), void *arg)
{
    int n = 0;
    for (; *s; n++) {
        size_t bytes = wrap_line(s, cols);
        put(arg, n, s, bytes);
        s += bytes + (s[bytes] == '\n');
    }
    return n;
}

static void widest_line(void *arg, int line, const char *s, size_t n)
{
    int *most = arg, width = text_width_n(s, n);
    (void)line;
    *most = width > *most ? width : *most;
}

int wrap_count(const char *text, int cols, int *widest)
{
    int most = 0, n = wrap(text, cols, widest_line, &most);
    if (widest)
        *widest = most;
    return n;
}

struct wrapped {
    struct box *box;
    int row, col, rows, from;
    enum ink ink;
};

static void draw_wrapped(void *arg, int line, const char *s, size_t n)
{
    const struct wrapped *w = arg;
    if (line < w->from || line >= w->from + w->rows)
        return;
    char *text = mem_dupn(s, n);
    box_text(w->box, w->row + line - w->from, w->col, w->box->cols, w->ink, text);
    free(text);
}

int box_wrap(struct box *b, int row, int col, int rows, enum ink i, const char *text, int from)
{
    return wrap(text, b->cols - col, draw_wrapped, &(struct wrapped){b, row, col, rows, from, i});
}

/* ---- telling, yes and no ---------------------------------------------------------------------------------------- */

/* Text with a last line of keys; fn decides by the key: 0 goes on, else the answer. */
struct telling {
    struct app *app;
    const char *title, *text, *keys;
    int (*fn)(const struct key_event *);
    int top, rows, most;
};

static void draw_telling(struct box *b, void *arg)
{
    struct telling *t = arg;
    int cols, n = wrap_count(t->text, box_cols(72), &cols), keys = text_width(t->keys), title = text_width(t->title);
    int least = keys > title ? keys : title;
    box_open(b, t->app, t->title, n + 2, (cols > least ? cols : least) + 1);
    t->rows = b->rows - 2 > 0 ? b->rows - 2 : 1;
    t->most = n > t->rows ? n - t->rows : 0;
    t->top = t->top > t->most ? t->most : t->top;
    box_clear(b);
    (void)box_wrap(b, 0, 0, t->rows, INK_DIALOG, t->text, t->top);
    box_text(b, b->rows - 1, 0, b->cols, INK_KEY, t->keys);
}

static int telling_key(void *arg, const struct key_event *ev)
{
    struct telling *t = arg;
    return scroll_move(scroll_command(ev->code), t->rows, t->most, &t->top) ? 0 : t->fn(ev);
}

static int show(struct app *a, const char *title, const char *text, const char *keys,
                int (*fn)(const struct key_event *))
{
    return box_run(a, draw_telling, telling_key, &(struct telling){a, title, text, keys, fn, 0, 0, 0});
}

static int yes_or_no(const struct key_event *ev)
{
    if (box_no(ev) || (ev->code == K_TEXT && strchr("nN", ev->text[0])))
        return -1;
    if (ev->code == K_ENTER || (ev->code == K_TEXT && strchr("yY", ev->text[0])))
        return 1;
    return 0;
}

bool dialog_yes(struct app *a, const char *question)
{
    return show(a, _("Please confirm"), question, _("Enter yes   F12 no"), yes_or_no) > 0;
}

bool dialog_page(struct app *a, const char *title, struct page *p)
{
    struct buf text = {0};
    int cols = box_cols(72);
    bool yes = false;
    if (page_to_text(p, cols > 16 ? cols : 16, LAYOUT_BARE, page_put_buf, &text) < 0)
        app_say(a, INK_ALERT, "%s", fault_text());
    else
        yes = show(a, title, text.s ? text.s : "", _("Enter go on   F12 back"), yes_or_no) > 0;
    buf_free(&text);
    return yes;
}

static int any_key(const struct key_event *ev)
{
    return ev->code == K_ENTER || box_no(ev) || (ev->code == K_TEXT && ev->text[0] == ' ') ? 1 : 0;
}

void dialog_tell(struct app *a, const char *title, const char *text)
{
    (void)show(a, title, text, key_name(K_ENTER), any_key);
}
