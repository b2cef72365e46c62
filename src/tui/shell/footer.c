/* What stands below a view: the status line (a message, else what the view says), and the footer with its keys: actions
 * of the record under the bar first, in the desk's order, then the commands of commands.c. */
#include "app.h"

#include <stdlib.h>

void status_draw(struct app *a)
{
    WINDOW *w = panel_window(a->foot);
    struct buf text = {0}, right = {0};
    int cols = term_cols(), end = cols - EDGE;
    struct view *v = a->top;
    enum ground g = v && (v->ops->flags & VIEW_DRAWER) ? GROUND_SURFACE : GROUND_PAPER;
    draw_fill(w, 0, 0, cols, ink_on(INK_NORMAL, g));
    if (v && v->ops->position)
        v->ops->position(v, &right);
    if (right.len && text_width(right.s) < cols / 2) {
        int width = text_width(right.s);
        draw_text(w, 0, end - width, width, ink_on(INK_QUIET, g), right.s);
        end -= width + 2;
    }
    if (a->message.len) {
        enum ink i = a->message_ink == INK_NORMAL || a->message_ink == INK_DONE ? INK_TITLE : a->message_ink;
        draw_text(w, 0, EDGE, (text_width(a->message.s) > end - EDGE ? cols - EDGE : end) - EDGE, ink_on(i, g),
                  a->message.s);
    } else if (v && v->ops->status) {
        v->ops->status(v, &text);
        const char *s = text.s ? text.s : "";
        draw_text(w, 0, 1, end - 1, ink_on(s[strspn(s, " ")] == '!' ? INK_ALERT : INK_QUIET, g),
                  s); /* late has its mark */
    }
    buf_free(&text);
    buf_free(&right);
}

/* ---- the keys ---------------------------------------------------------------------------------------- */

static int key_width(const char *key, const char *label)
{
    return text_width(key) + 1 + text_width(label);
}

/* One key with its label; false when it would reach beyond `end`. */
static bool draw_key(WINDOW *w, int *x, int end, const char *key, const char *label)
{
    int kw = text_width(key), lw = text_width(label);
    if (*x + kw + 1 + lw > end)
        return false;
    draw_text(w, 1, *x, kw, ink_on(INK_KEY, GROUND_SURFACE), key);
    draw_text(w, 1, *x + kw + 1, lw, ink_on(INK_NORMAL, GROUND_SURFACE), label);
    *x += kw + 1 + lw + 2;
    return true;
}

/* The actions possible now: three of a row in a list, else as many as the first half holds. */
static void draw_actions(struct app *a, WINDOW *w, int *x)
{
    struct view *v = a->top;
    const struct form *f = v->ops->form ? v->ops->form(v) : NULL;
    size_t most = v->ops->flags & VIEW_ROWS ? 3 : SIZE_MAX;
    int *indices, before = *x;
    if (!f || !f->nactions || !v->ops->actions || view_typing(v) || v->ops->flags & VIEW_SHEET)
        return;
    indices = mem_alloc(f->nactions * sizeof *indices);
    size_t n = v->ops->actions(v, indices);
    for (size_t i = 0; i < n && i < most; i++) {
        const struct action *act = &f->actions[indices[i]];
        char key[2] = {act->key, '\0'};
        if (!draw_key(w, x, term_cols() / 2, key, label_of(&act->label, app_lang(a), act->name)))
            break;
    }
    if (*x > before)
        ++*x;
    free(indices);
}

void footer_dialog(struct app *a, const struct box_key *keys, size_t n)
{
    WINDOW *w = panel_window(a->foot);
    int x = EDGE;
    draw_fill(w, 1, 0, term_cols(), ink_on(INK_NORMAL, GROUND_SURFACE));
    for (size_t i = 0; i < n; i++)
        draw_key(w, &x, term_cols() - EDGE, key_name(keys[i].key), _(keys[i].label));
}

static bool leads_out(const struct command *c)
{
    return c->id == CMD_MENU || c->id == CMD_BACK;
}

static bool has_place(struct app *a, const struct command *c)
{
    bool home = a->top->ops->flags & VIEW_HOME;
    return c->label && command_in(c, a->top->ops->name) && !(c->id == CMD_BACK && home);
}

/* The ways out at the right edge; returns where they begin. */
static int draw_ways_out(struct app *a, WINDOW *w)
{
    int end = term_cols() - EDGE, x = end;
    for (const struct command *c = commands; c->id != CMD_NONE; c++)
        if (leads_out(c) && has_place(a, c))
            x -= key_width(command_key_name(c->keys[0]), _(c->label)) + 2;
    int from = x += 2;
    for (const struct command *c = commands; c->id != CMD_NONE; c++)
        if (leads_out(c) && has_place(a, c))
            draw_key(w, &x, end, command_key_name(c->keys[0]), _(c->label));
    return from - 2;
}

/* As many commands as fit, in the table's order. */
void footer_draw(struct app *a)
{
    WINDOW *w = panel_window(a->foot);
    int x = EDGE;
    status_draw(a);
    draw_fill(w, 1, 0, term_cols(), ink_on(INK_NORMAL, GROUND_SURFACE));
    int end = draw_ways_out(a, w);
    draw_actions(a, w, &x);
    for (const struct command *c = commands; c->id != CMD_NONE; c++)
        if (!leads_out(c) && has_place(a, c) && !draw_key(w, &x, end, command_key_name(c->keys[0]), _(c->label)))
            break; /* the rest would stand out of order */
}
