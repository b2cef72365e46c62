/* A line typed in a dialog, and a list to choose from. */
#include "dialog/dialog.h"
#include "view/scroll.h"

bool line_key(struct edit *e, const struct key_event *ev)
{
    static const struct {
        int key;
        bool kill;
        int what;
    } map[] = {
        {K_BACKSPACE, true, EDIT_BACKSPACE},    {K_DELETE, true, EDIT_DELETE},
        {K_CTRL + 'w', true, EDIT_KILL_WORD},   {K_CTRL + 'u', true, EDIT_KILL_START},
        {K_CTRL + 'k', true, EDIT_KILL_END},    {K_LEFT, false, EDIT_LEFT},
        {K_RIGHT, false, EDIT_RIGHT},           {K_WORD_LEFT, false, EDIT_WORD_LEFT},
        {K_WORD_RIGHT, false, EDIT_WORD_RIGHT}, {K_HOME, false, EDIT_LINE_START},
        {K_END, false, EDIT_LINE_END},          {K_CTRL + 'a', false, EDIT_LINE_START},
        {K_CTRL + 'e', false, EDIT_LINE_END},
    };
    if (ev->code == K_TEXT || ev->code == K_PASTE) {
        (void)edit_insert(e, ev->text);
        return true;
    }
    if (ev->code == K_CTRL + 'z')
        return edit_undo(e);
    for (size_t i = 0; i < sizeof map / sizeof *map; i++) {
        if (map[i].key != ev->code)
            continue;
        if (map[i].kill)
            (void)edit_kill(e, (enum edit_kill)map[i].what);
        else
            (void)edit_move(e, (enum edit_move)map[i].what);
        return true;
    }
    return false;
}

/* The line, below it why the one before was refused, the keys. */
static void draw_line(struct box *b, struct app *a, const struct line *l, struct edit *e)
{
    size_t(*lines)[2];
    int wide = text_width(l->label), width = wide + 34 > 44 ? wide + 34 : 44, room = term_cols() - 6;
    width = l->why ? 60 : width;
    width = width < room ? width : room > 10 ? room : 10;
    size_t n = wrap_lines(l->why ? l->why : "", width, &lines);
    box_open(b, a, l->title, n > 0 ? (int)n + 3 : 3, width);
    box_clear(b);
    box_text(b, 0, 0, wide, INK_LABEL, l->label);
    for (size_t i = 0; i < n; i++) {
        char *line = mem_dupn(l->why + lines[i][0], lines[i][1] - lines[i][0]);
        box_text(b, (int)i + 1, 0, b->cols, INK_ALERT, line);
        free(line);
    }
    free(lines);
    char *keys = l->other.key ? mem_printf("%s   %s %s", _("Enter goes on   F12 gives up"), key_name(l->other.key),
                                           _(l->other.label))
                              : mem_dup(_("Enter goes on   F12 gives up"));
    box_text(b, b->rows - 1, 0, b->cols, INK_KEY, keys);
    free(keys);
    box_edit(b, 0, wide + 1, b->cols - wide - 1, e, l->masked);
}

char *dialog_line(struct app *a, const struct line *l)
{
    struct box b = {0};
    struct edit *e = edit_new(l->initial, false, 200);
    char *said = NULL;
    bool proposal = l->initial[0] != '\0' && !l->why;
    for (bool open = true; open;) {
        struct key_event ev;
        draw_line(&b, a, l, e);
        box_read(&b, &ev);
        if (ev.code == K_ENTER)
            said = mem_dup(edit_text(e));
        open = ev.code != K_ENTER && !box_no(&ev);
        if (l->other.key && ev.code == l->other.key)
            l->on_other(l->arg);
        if (open && proposal && (ev.code == K_TEXT || ev.code == K_PASTE))
            (void)edit_kill(e, EDIT_KILL_ALL);
        if (open && line_key(e, &ev))
            proposal = false;
    }
    edit_free(e);
    box_close(&b);
    app_redraw(a);
    return said;
}

char *dialog_text(struct app *a, const char *title, const char *label, const char *initial)
{
    return dialog_line(a, &(struct line){.title = title, .label = label, .initial = initial});
}

struct chooser {
    const char *const *items;
    size_t n;
    int at, top;
    struct buf typed;
};

static bool begins(const char *item, const char *typed)
{
    char *a = text_fold(item), *b = text_fold(typed);
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
            if (pass == 0 ? begins(c->items[i], c->typed.s) : desk_matches(c->items[i], c->typed.s)) {
                c->at = (int)i;
                return;
            }
    buf_clear(&c->typed);
}

static void draw_items(struct box *b, struct chooser *c)
{
    int rows = b->rows;
    c->top = scroll_top(c->at, c->top, rows);
    box_clear(b);
    for (int row = 0; row < rows && c->top + row < (int)c->n; row++) {
        int i = c->top + row;
        char *line = i < 9 ? mem_printf(" %d %s", i + 1, c->items[i]) : mem_printf("   %s", c->items[i]);
        box_text(b, row, 0, b->cols, i == c->at ? INK_CURSOR : INK_DIALOG, line);
        free(line);
    }
}

/* 0 goes on, 1 chosen, -1 none. */
static int choose_key(struct chooser *c, const struct key_event *ev, int rows)
{
    if (ev->code == K_TEXT) {
        int digit = ev->text[0] - '0';
        if (c->typed.len == 0 && ev->text[1] == '\0' && digit >= 1 && digit <= 9 && digit <= (int)c->n) {
            c->at = digit - 1;
            return 1;
        }
        seek(c, ev->text);
        return 0;
    }
    buf_clear(&c->typed);
    if (box_no(ev))
        return -1;
    if (ev->code == K_ENTER)
        return c->at >= 0 ? 1 : -1;
    (void)scroll_move(scroll_command(ev->code), rows, (int)c->n - 1, &c->at);
    return 0;
}

int dialog_choose(struct app *a, const char *title, const char *const *items, size_t n, int at)
{
    static const struct box_key keys[] = {{K_ENTER, N_("Choose")}, {K_F12, N_("Back")}};
    struct box b = {0};
    struct chooser c = {.items = items, .n = n, .at = at >= 0 ? at : 0};
    int width = text_width(title) + 2, said = 0;
    if (n == 0)
        return -1;
    for (size_t i = 0; i < n; i++)
        width = text_width(items[i]) + 5 > width ? text_width(items[i]) + 5 : width;
    while (said == 0) {
        struct key_event ev;
        box_open(&b, a, title, (int)n, width > 24 ? width : 24);
        b.keys = keys;
        b.nkeys = sizeof keys / sizeof *keys;
        draw_items(&b, &c);
        box_read(&b, &ev);
        said = choose_key(&c, &ev, b.rows);
    }
    buf_free(&c.typed);
    box_close(&b);
    app_redraw(a);
    return said > 0 ? c.at : -1;
}
