/* Dialogs: the box, yes and no, telling. */
#include "dialog/dialog.h"
#include "app.h"
#include "paper.h"
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
    if (b->panel && b->high == term_rows() && b->wide == term_cols() && b->rows == rows && b->cols == cols)
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

void box_rise(struct box *b, struct app *a, int rows)
{
    rows = rows < term_rows() - 2 ? rows : term_rows() - 2;
    if (b->panel && b->high == term_rows() && b->wide == term_cols())
        return;
    box_close(b);
    *b = (struct box){.app = a, .rows = rows, .cols = term_cols(), .high = term_rows(), .wide = term_cols()};
    b->win = rows > 0 ? newwin(rows, term_cols(), term_rows() - 1 - rows, 0) : NULL;
    if (!b->win)
        return;
    window_ground(b->win);
    b->panel = new_panel(b->win);
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

int wrap_count(const char *text, int cols)
{
    struct paper p = {0};
    int n = paper_text(&p, cols, TONE_NORMAL, text);
    paper_free(&p);
    return n;
}

static void draw_paper(struct box *b, int row, int rows, const struct paper *p, int from)
{
    if (b->win && rows > 0)
        paper_draw(p, b->win, row + 1, 2, rows, b->cols, from);
}

void box_wrap(struct box *b, int row, int col, int rows, enum ink i, const char *text)
{
    struct paper p = {0};
    (void)paper_text(&p, b->cols - col, TONE_NORMAL, text);
    for (size_t k = 0; k < p.n; k++) {
        p.v[k].ink = i;
        p.v[k].x += col;
    }
    draw_paper(b, row, rows, &p, 0);
    paper_free(&p);
}

/* ---- telling, yes and no ---------------------------------------------------------------------------------------- */

/* A page with a last line of keys; fn decides by the key: 0 goes on, else the answer. */
struct telling {
    struct app *app;
    const char *title, *keys;
    int (*fn)(const struct key_event *);
    struct page *page;
    struct paper paper;
    int cols; /* it is laid out for */
    int top, rows, most;
};

static void draw_telling(struct box *b, void *arg)
{
    struct telling *t = arg;
    struct paper *p = &t->paper;
    int keys = text_width(t->keys), title = text_width(t->title), least = keys > title ? keys : title;
    if (t->cols != box_cols(72)) {
        t->cols = box_cols(72);
        paper_free(p);
        if (paper_page(p, t->page, t->cols, 0) != QT_OK)
            (void)paper_text(p, t->cols, TONE_ALERT, fault_text());
    }
    box_open(b, t->app, t->title, p->lines + 2, (p->cols > least ? p->cols : least) + 1);
    t->rows = b->rows - 2 > 0 ? b->rows - 2 : 1;
    t->most = p->lines > t->rows ? p->lines - t->rows : 0;
    t->top = t->top > t->most ? t->most : t->top;
    box_clear(b);
    draw_paper(b, 0, t->rows, p, t->top);
    box_text(b, b->rows - 1, 0, b->cols, INK_KEY, t->keys);
}

static int telling_key(void *arg, const struct key_event *ev)
{
    struct telling *t = arg;
    return scroll_move(scroll_command(ev->code), t->rows, t->most, &t->top) ? 0 : t->fn(ev);
}

static int show(struct app *a, const char *title, struct page *page, const char *keys,
                int (*fn)(const struct key_event *))
{
    struct telling t = {.app = a, .title = title, .page = page, .keys = keys, .fn = fn};
    int said = box_run(a, draw_telling, telling_key, &t);
    paper_free(&t.paper);
    return said;
}

static int show_text(struct app *a, const char *title, const char *text, const char *keys,
                     int (*fn)(const struct key_event *))
{
    struct page *p = page_new("", "");
    page_text(p, text);
    int said = show(a, title, p, keys, fn);
    page_free(p);
    return said;
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
    return show_text(a, _("Please confirm"), question, _("Enter yes   F12 no"), yes_or_no) > 0;
}

char *dialog_reveal(struct app *a, const struct record *r, int field)
{
    const struct field *rule = &r->form->fields[field];
    char *plain = NULL, *question = mem_printf(_("Show %s in full? It is recorded that you looked."),
                                               label_of(&rule->label, app_lang(a), rule->name));
    if (dialog_yes(a, question))
        (void)app_ok(a, desk_reveal(app_desk(a), r, field, &plain));
    free(question);
    return plain;
}

bool dialog_page(struct app *a, const char *title, struct page *p)
{
    return show(a, title, p, _("Enter go on   F12 back"), yes_or_no) > 0;
}

static int any_key(const struct key_event *ev)
{
    return ev->code == K_ENTER || box_no(ev) || (ev->code == K_TEXT && ev->text[0] == ' ') ? 1 : 0;
}

void dialog_tell(struct app *a, const char *title, const char *text)
{
    (void)show_text(a, title, text, key_name(K_ENTER), any_key);
}

void record_reveal(struct app *a, const struct record *r)
{
    const struct form *f = r->form;
    struct buf text = {0};
    if (!app_ok(a, desk_attempt(app_desk(a), f, r, -1, -1, RIGHT_REVEAL)))
        return;
    for (size_t i = 0; i < f->ndeclared; i++) {
        if (!f->fields[i].secret || r->v[i].kind == VAL_NULL)
            continue;
        char *plain = dialog_reveal(a, r, (int)i);
        if (plain)
            buf_addf(&text, "%s: %s\n", label_of(&f->fields[i].label, app_lang(a), f->fields[i].name), plain);
        free(plain);
    }
    if (text.len)
        dialog_tell(a, record_number(r), text.s);
    buf_free(&text);
}
