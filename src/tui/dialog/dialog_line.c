/* A line typed in a dialog. */
#include "dialog/dialog.h"

struct typing {
    struct app *app;
    const struct line *line;
    struct edit *edit;
    char *why;     /* what was wrong with what was typed; NULL nothing */
    bool proposal; /* the first character typed replaces it */
};

/* The line, below it why the one before was refused, the keys. */
static void draw_line(struct box *b, void *arg)
{
    struct typing *t = arg;
    const struct line *l = t->line;
    const char *why = t->why ? t->why : "";
    int wide = text_width(l->label), cols = box_cols(t->why ? 60 : wide + 34 > 44 ? wide + 34 : 44);
    int n = wrap_count(why, cols);
    box_open(b, t->app, l->title, n + 3, cols);
    box_clear(b);
    box_text(b, 0, 0, wide, INK_LABEL, l->label);
    box_wrap(b, 1, 0, n, INK_ALERT, why);
    char *keys = l->other.key ? mem_printf("%s   %s %s", _("Enter goes on   F12 gives up"), key_name(l->other.key),
                                           _(l->other.label))
                              : mem_dup(_("Enter goes on   F12 gives up"));
    box_text(b, b->rows - 1, 0, b->cols, INK_KEY, keys);
    free(keys);
    box_edit(b, 0, wide + 1, b->cols - wide - 1, t->edit, l->masked);
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
    if (ev->code == K_ENTER)
        return line_take(t);
    if (t->line->other.key && ev->code == t->line->other.key)
        t->line->on_other(t->line->arg);
    if (t->proposal && (ev->code == K_TEXT || ev->code == K_PASTE))
        (void)edit_kill(t->edit, EDIT_KILL_ALL);
    if (line_key(t->edit, ev) != TYPED_NOTHING)
        t->proposal = false;
    return 0;
}

char *dialog_line(struct app *a, const struct line *l)
{
    struct typing t = {a, l, edit_new(l->initial, false, 200), NULL, *l->initial != '\0'};
    if (l->why)
        t.why = mem_dup(l->why);
    bool yes = box_run(a, draw_line, typing_key, &t) > 0;
    char *said = yes ? mem_dup(edit_text(t.edit)) : NULL;
    edit_free(t.edit);
    free(t.why);
    return said;
}
