/* A list to choose from: rows in a box. */
#include "dialog/dialog.h"
#include "view/rows.h"
#include "view/scroll.h"

struct chooser {
    struct rows rows;
    const char *title;
    const struct pick *items;
    size_t n;
    int keys; /* width of the widest key */
    struct buf typed;
};

static void choose_fill(struct rows *l)
{
    struct chooser *c = (struct chooser *)l;
    for (size_t i = 0; i < c->n; i++)
        rows_add(l, (void *)(c->items + i));
}

static int64_t choose_id(const void *row)
{
    return (int64_t)(intptr_t)row;
}

static void choose_columns(struct rows *l)
{
    rows_column(l, (struct rows_column){.head = "", .least = 1, .most = 200, .text = true});
}

static int choice_key(const struct chooser *c, const struct pick *item)
{
    int at = (int)(item - c->items);
    return item->key ? item->key : at < 9 ? '1' + at : ' ';
}

static void choose_cell(struct rows *l, const void *row, const struct rows_column *column, struct rows_cell *out)
{
    const struct chooser *c = (struct chooser *)l;
    const struct pick *item = row;
    int key = choice_key(c, item);
    (void)column;
    out->ink = INK_DIALOG;
    out->text = mem_printf("%-*s %s", c->keys, key == ' ' ? "" : command_key_name(key), item->label);
}

static const struct rows_source choose_source = {
    .fill = choose_fill,
    .id = choose_id,
    .columns = choose_columns,
    .cell = choose_cell,
};

bool words_begin(const char *words, const char *typed)
{
    char *a = text_fold(words), *b = text_fold(typed);
    bool yes = strncmp(a, b, strlen(b)) == 0;
    free(a);
    free(b);
    return yes;
}

/* Type-ahead: the first item that begins with what was typed, or holds it (pinyin too). */
static void seek(struct chooser *c, const char *text)
{
    buf_add(&c->typed, text);
    for (int pass = 0; pass < 2; pass++)
        for (size_t i = 0; i < c->n; i++)
            if (pass == 0 ? words_begin(c->items[i].label, c->typed.s) : desk_matches(c->items[i].label, c->typed.s)) {
                rows_go(&c->rows, c->items + i);
                return;
            }
    buf_clear(&c->typed);
}

static void draw_choices(struct box *b, void *arg)
{
    static const struct box_key keys[] = {{K_ENTER, N_("Choose")}, {K_F12, N_("Back")}};
    struct chooser *c = arg;
    struct view *v = &c->rows.view;
    int least = text_width(c->title) + 2 > 24 ? text_width(c->title) + 2 : 24, width;
    v->rows = (int)c->n + 1;
    v->cols = term_cols();
    rows_layout(v);
    rows_read(&c->rows);
    width = rows_width(&c->rows) - 2;
    box_open(b, v->app, c->title, (int)c->n, width > least ? width : least);
    b->keys = keys;
    b->nkeys = sizeof keys / sizeof *keys;
    v->rows = b->rows + 1; /* the title's row is above them */
    if (!b->win)
        return;
    v->cols = b->cols + 4;
    rows_layout(v);
    rows_draw(v, b->win, true);
    box_frame(b);
}

/* 1 chosen, -1 none. What has a key of its own is chosen by it; the key that opened the dialog, once more, is Enter. */
static int choose_key(void *arg, const struct key_event *ev)
{
    struct chooser *c = arg;
    int code = ev->code == K_TEXT && !ev->text[1] ? ev->text[0] : ev->code == K_CTRL + 'n' ? K_F2 : ev->code;
    for (size_t i = 0; i < c->n && c->typed.len == 0; i++)
        if (choice_key(c, &c->items[i]) == code && code != ' ' && code != K_ENTER) {
            rows_go(&c->rows, &c->items[i]);
            return 1;
        }
    if (ev->code == K_TEXT) {
        seek(c, ev->text);
        return 0;
    }
    buf_clear(&c->typed);
    if (box_no(ev))
        return -1;
    (void)rows_move(&c->rows, scroll_command(ev->code));
    return ev->code == K_ENTER || code == K_F2;
}

int dialog_choose(struct app *a, const char *title, const struct pick *items, size_t n, int at)
{
    struct chooser c = {.title = title, .items = items, .n = n};
    int said = -1;
    if (n == 0)
        return -1;
    for (size_t i = 0; i < n; i++) {
        int width = text_width(command_key_name(choice_key(&c, &items[i])));
        c.keys = width > c.keys && choice_key(&c, &items[i]) != ' ' ? width : c.keys;
    }
    rows_begin(&c.rows, &choose_source, a);
    c.rows.bare = true;
    c.rows.lead = 1;
    c.rows.wanted = choose_id(items + (at >= 0 ? at : 0));
    if (box_run(a, draw_choices, choose_key, &c) > 0)
        said = (int)((const struct pick *)rows_now(&c.rows) - items);
    buf_free(&c.typed);
    rows_close(&c.rows);
    return said;
}
