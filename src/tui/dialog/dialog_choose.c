/* A list to choose from: rows in a box. */
#include "dialog/dialog.h"
#include "view/rows.h"
#include "view/scroll.h"

struct chooser {
    struct rows rows;
    const char *title;
    const char *const *items;
    size_t n;
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

/* The first nine have digits. */
static void choose_cell(struct rows *l, const void *row, const struct rows_column *c, struct rows_cell *out)
{
    const char *const *item = row;
    int at = (int)(item - ((struct chooser *)l)->items);
    (void)c;
    out->ink = INK_DIALOG;
    out->text = at < 9 ? mem_printf("%d %s", at + 1, *item) : mem_printf("  %s", *item);
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
            if (pass == 0 ? words_begin(c->items[i], c->typed.s) : desk_matches(c->items[i], c->typed.s)) {
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

/* 1 chosen, -1 none. */
static int choose_key(void *arg, const struct key_event *ev)
{
    struct chooser *c = arg;
    int digit = ev->code == K_TEXT && !ev->text[1] ? ev->text[0] - '0' : 0;
    if (c->typed.len == 0 && digit >= 1 && digit <= 9 && digit <= (int)c->n) {
        rows_go(&c->rows, c->items + digit - 1);
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
    return ev->code == K_ENTER;
}

int dialog_choose(struct app *a, const char *title, const char *const *items, size_t n, int at)
{
    struct chooser c = {.title = title, .items = items, .n = n};
    int said = -1;
    if (n == 0)
        return -1;
    rows_begin(&c.rows, &choose_source, a);
    c.rows.bare = true;
    c.rows.lead = 1;
    c.rows.wanted = choose_id(items + (at >= 0 ? at : 0));
    if (box_run(a, draw_choices, choose_key, &c) > 0)
        said = (int)((const char *const *)rows_now(&c.rows) - items);
    buf_free(&c.typed);
    rows_close(&c.rows);
    return said;
}
