/* A line typed in a drawer. */
#include "app.h"
#include "dialog/dialog.h"

enum { LINE = 60 }; /* columns to type in */

struct typing {
    struct app *app;
    const struct line *line;
    struct edit *edit;
    char *why;     /* what was wrong with what was typed; NULL nothing */
    bool proposal; /* the first character typed replaces it */
    struct box_key keys[3];
};

/* The line, below it why the one before was refused. */
static void draw_line(struct box *b, void *arg)
{
    struct typing *t = arg;
    const struct line *l = t->line;
    int wide = text_width(l->label), n = t->why ? wrap_count(t->why, box_cols(100)) + 1 : 0;
    b->keys = t->keys;
    b->nkeys = l->other.key ? 3 : 2;
    box_open(b, t->app, l->title, n + 1);
    box_clear(b);
    box_mark(b, 0);
    box_text(b, 0, 0, wide, INK_LABEL, l->label);
    if (t->why && b->rows > 1)
        box_wrap(b, b->rows > n ? 2 : 1, 0, b->rows - (b->rows > n ? 2 : 1), INK_ALERT, t->why);
    box_edit(b, 0, wide + 2, b->cols - wide - 2 < LINE ? b->cols - wide - 2 : LINE, t->edit, l->masked);
}

/* 1 taken, -1 given up, 0 goes on, with the reason where it was refused. */
static int line_take(struct typing *t)
{
    if (!t->line->take || t->line->take(t->line->arg, edit_text(t->edit)) >= 0)
        return 1;
    free(t->why);
    t->why = mem_dup(fault_text());
    t->proposal = false;
    if (t->line->masked)
        edit_set(t->edit, "");
    return 0;
}

static int typing_key(void *arg, const struct key_event *ev)
{
    struct typing *t = arg;
    if (box_no(ev))
        return -1;
    if (ev->code == K_ENTER || ev->code == K_F4 || ev->code == K_CTRL + 's')
        return line_take(t);
    if (t->line->other.key && ev->code == t->line->other.key) {
        t->line->on_other(t->line->arg);
        return 0;
    }
    if (t->proposal && (ev->code == K_TEXT || ev->code == K_PASTE))
        (void)edit_kill(t->edit, EDIT_KILL_ALL);
    if (line_key(t->edit, ev) == TYPED_NOTHING)
        return BOX_NO_KEY;
    t->proposal = false;
    return 0;
}

char *dialog_line(struct app *a, const struct line *l)
{
    struct typing t = {a, l, edit_new(l->initial, false, 200), NULL, *l->initial != '\0', {{0}}};
    t.keys[0] = (struct box_key){K_ENTER, N_("Go on")};
    t.keys[1] = l->other.key ? l->other : (struct box_key){K_F12, N_("Back")};
    t.keys[2] = (struct box_key){K_F12, N_("Back")};
    if (l->why)
        t.why = mem_dup(l->why);
    a->secret = l->masked;
    bool yes = box_run(a, draw_line, typing_key, &t) > 0;
    a->secret = false;
    char *said = yes ? mem_dup(edit_text(t.edit)) : NULL;
    edit_free(t.edit);
    free(t.why);
    return said;
}
