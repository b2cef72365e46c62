/* Dialogs: the box, yes and no, telling. */
#include "dialog/dialog.h"
#include "app.h"
#include "qiantai/doc.h"
#include "view/scroll.h"

void box_close(struct box *b)
{
    if (b->panel) {
        del_panel(b->panel);
        delwin(b->win);
    }
    free(b->title);
    *b = (struct box){0};
    term_caret(-1, -1, false);
}

static void draw_frame(const struct box *b)
{
    int wide = b->cols + 4;
    char *title = mem_printf(" %s", b->title);
    werase(b->win);
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
    draw_frame(b);
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
    size_t from = 0, to = 0;
    int y = 0, x = 0;
    struct buf text = {0};
    if (!b->win)
        return;
    if (columns > b->cols - col)
        columns = b->cols - col;
    edit_layout(e, columns, 1);
    (void)edit_row(e, 0, &from, &to);
    if (masked) {
        size_t n = text_len(edit_text(e));
        x = (int)n < columns ? (int)n : columns - 1;
        for (int i = 0; i < x; i++)
            buf_addc(&text, '*');
    } else {
        buf_addn(&text, edit_text(e) + from, to - from);
        edit_caret_at(e, &y, &x);
    }
    box_text(b, row, col, columns, INK_FIELD_NOW, text.s ? text.s : "");
    buf_free(&text);
    term_caret(getbegy(b->win) + row + 1, getbegx(b->win) + col + 2 + x, true);
}

void box_read(struct box *b, struct key_event *ev)
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

static void add_line(size_t (**lines)[2], size_t *n, size_t from, size_t to)
{
    *lines = mem_resize(*lines, *n + 1, sizeof **lines);
    (*lines)[*n][0] = from;
    (*lines)[*n][1] = to;
    ++*n;
}

/* Breaks at newlines, else at the last blank that leaves a word whole, else anywhere. */
size_t wrap_lines(const char *s, int cols, size_t (**lines)[2])
{
    size_t n = 0, at = 0;
    *lines = NULL;
    while (s[at]) {
        size_t end = at + strcspn(s + at, "\n");
        char *line = mem_dupn(s + at, end - at);
        size_t fit = text_fit(line, cols, NULL);
        if (fit == 0 && line[0])
            fit = text_next(line, NULL);
        bool whole = fit >= end - at;
        if (!whole && (line[fit] & 0x80) == 0 && line[fit] != ' ')
            for (size_t back = fit; back > 0; back--)
                if (line[back - 1] == ' ') {
                    fit = back;
                    break;
                }
        free(line);
        add_line(lines, &n, at, at + fit);
        at += fit;
        if (whole)
            at += s[at] == '\n';
    }
    return n;
}

static int widest(const char *s, size_t n, size_t (*lines)[2])
{
    int most = 0;
    for (size_t i = 0; i < n; i++) {
        int width = text_width_n(s + lines[i][0], lines[i][1] - lines[i][0]);
        most = width > most ? width : most;
    }
    return most;
}

static void draw_lines(struct box *b, const char *s, size_t (*lines)[2], size_t n, size_t top, int rows)
{
    for (int row = 0; row < rows && top + (size_t)row < n; row++) {
        char *line =
            mem_dupn(s + lines[top + (size_t)row][0], lines[top + (size_t)row][1] - lines[top + (size_t)row][0]);
        box_text(b, row, 0, b->cols, INK_DIALOG, line);
        free(line);
    }
}

/* Shows text with a last line of keys; fn decides by the key: 0 goes on, else the answer. */
static int show(struct app *a, const char *title, const char *text, const char *keys,
                int (*fn)(const struct key_event *))
{
    struct box b = {0};
    int top = 0, answer = 0;
    while (answer == 0) {
        size_t(*lines)[2];
        struct key_event ev;
        int room = term_cols() - 6 < 72 ? term_cols() - 6 : 72;
        size_t n = wrap_lines(text, room > 10 ? room : 10, &lines);
        int cols = widest(text, n, lines),
            least = text_width(keys) > text_width(title) ? text_width(keys) : text_width(title);
        box_open(&b, a, title, (int)n + 2, (cols > least ? cols : least) + 1);
        int rows = b.rows - 2 > 0 ? b.rows - 2 : 1, most = (int)n > rows ? (int)n - rows : 0;
        top = top > most ? most : top;
        box_clear(&b);
        draw_lines(&b, text, lines, n, (size_t)top, rows);
        box_text(&b, b.rows - 1, 0, b.cols, INK_KEY, keys);
        free(lines);
        box_read(&b, &ev);
        if (!scroll_move(scroll_command(ev.code), rows, most, &top))
            answer = fn(&ev);
    }
    box_close(&b);
    app_redraw(a);
    return answer;
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
    int cols = term_cols() - 6 < 72 ? term_cols() - 6 : 72;
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
