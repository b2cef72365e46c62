/* What stands below a view: the status line (a message, else what the view says), and the footer with its keys: the
 * actions of the row under the bar that have a place, the commands of commands.c, at the right the ways out. */
#include "app.h"
#include "qiantai/desk_undo.h"
#include "show.h"

#include <stdlib.h>
#include <string.h>

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

/* One key with its label, quiet when it does nothing now; false when it would reach beyond `end`. */
static bool draw_key_in(WINDOW *w, int *x, int end, bool live, const char *key, const char *label)
{
    int kw = text_width(key), lw = text_width(label);
    if (*x + kw + 1 + lw > end)
        return false;
    draw_text(w, 1, *x, kw, ink_on(live ? INK_KEY : INK_QUIET, GROUND_SURFACE), key);
    draw_text(w, 1, *x + kw + 1, lw, ink_on(live ? INK_NORMAL : INK_QUIET, GROUND_SURFACE), label);
    *x += kw + 1 + lw + 2;
    return true;
}

static bool draw_key(WINDOW *w, int *x, int end, const char *key, const char *label)
{
    return draw_key_in(w, x, end, true, key, label);
}

void footer_dialog(struct app *a, const struct box_key *keys, size_t n)
{
    WINDOW *w = panel_window(a->foot);
    int x = EDGE;
    int end = term_cols() - EDGE, back;
    draw_fill(w, 1, 0, term_cols(), ink_on(INK_NORMAL, GROUND_SURFACE));
    if (n && keys[n - 1].key == K_F12) { /* the way back at the right edge, as everywhere */
        end -= key_width(key_name(K_F12), _(keys[--n].label));
        back = end > EDGE ? end : EDGE;
        draw_key(w, &back, term_cols() - EDGE, key_name(K_F12), _(keys[n].label));
        end -= 2;
    }
    for (size_t i = 0; i < n; i++)
        draw_key(w, &x, end, command_key_name(keys[i].key), _(keys[i].label));
}

static bool leads_out(const struct command *c)
{
    return c->id == CMD_MENU || c->id == CMD_BACK;
}

/* NULL: it has no place. */
static const char *word_of(struct app *a, const struct command *c)
{
    const char *now = a->top->ops->word ? a->top->ops->word(a->top, c->id) : NULL;
    return now ? now : c->label ? _(c->label) : NULL;
}

static bool has_place(struct app *a, const struct command *c)
{
    bool home = a->top->ops->flags & VIEW_HOME;
    if (!word_of(a, c) || !command_in(c, a->top->ops->name) || (c->id == CMD_BACK && home))
        return false;
    return c->id != CMD_UNDO || desk_undo_offered(a->desk);
}

/* "^Z": the footer has no room for the word Ctrl. */
static const char *short_name(const struct command *c)
{
    static char name[3];
    if (c->keys[0] < K_CTRL + 'a' || c->keys[0] > K_CTRL + 'z')
        return command_key_name(c->keys[0]);
    snprintf(name, sizeof name, "^%c", c->keys[0] - K_CTRL - 'a' + 'A');
    return name;
}

static bool draw_command(struct app *a, WINDOW *w, int *x, int end, const struct command *c)
{
    return draw_key(w, x, end, short_name(c), word_of(a, c));
}

/* The ways out at the right edge; returns where they begin. */
static int draw_ways_out(struct app *a, WINDOW *w)
{
    int end = term_cols() - EDGE, x = end;
    for (const struct command *c = commands; c->id != CMD_NONE; c++)
        if (leads_out(c) && has_place(a, c))
            x -= key_width(short_name(c), word_of(a, c)) + 2;
    int from = x += 2;
    for (const struct command *c = commands; c->id != CMD_NONE; c++)
        if (leads_out(c) && has_place(a, c))
            draw_command(a, w, &x, end, c);
    return from - 2;
}

/* Where there is more than has room at 80 columns: the order, and how many from the first on may never be missing; when
 * they would be, `least` gives way. */
static const struct order {
    const char *view;
    enum command_id least;
    size_t must;
    enum command_id ids[10];
} orders[] = {
    {"board", CMD_OPEN, 4, {CMD_OPEN, CMD_NEW, CMD_FILTER, CMD_UNDO, CMD_SNOOZE, CMD_DONE, CMD_PRINT, CMD_SEARCH}},
    {"list",
     CMD_OPEN,
     4,
     {CMD_OPEN, CMD_NEW, CMD_FILTER, CMD_UNDO, CMD_CONSTRUCT, CMD_PRINT, CMD_FIGURES, CMD_TAG, CMD_SEARCH}},
    {"record",
     CMD_SNOOZE,
     7,
     {CMD_NEW, CMD_EDIT, CMD_UNIT_FILE, CMD_HISTORY, CMD_SNOOZE, CMD_PRINT, CMD_UNDO, CMD_SEARCH}},
    {"entry", CMD_NONE, 3, {CMD_SAVE, CMD_SAVE_ADMIT, CMD_FILTER, CMD_AGREE, CMD_NEW}},
    {"figures",
     CMD_NONE,
     3,
     {CMD_PERIOD_PREV, CMD_PERIOD_NEXT, CMD_PERIOD_KIND, CMD_OPEN, CMD_PRINT, CMD_REPORT_NEXT, CMD_REFRESH}},
};

static const struct order *order_of(const struct app *a)
{
    for (size_t i = 0; i < ARRAY_LEN(orders); i++)
        if (strcmp(orders[i].view, a->top->ops->name) == 0)
            return &orders[i];
    return NULL;
}

static const struct command *placed(struct app *a, enum command_id id)
{
    for (const struct command *c = commands; c->id != CMD_NONE; c++)
        if (c->id == id && has_place(a, c))
            return c;
    return NULL;
}

/* What those that may never be missing take, `least` among them or not. */
static int width_needed(struct app *a, const struct order *o, bool least)
{
    int need = 0;
    for (size_t i = 0; o && i < o->must; i++) {
        const struct command *c = least || o->ids[i] != o->least ? placed(a, o->ids[i]) : NULL;
        need += c ? key_width(short_name(c), word_of(a, c)) + 2 : 0;
    }
    return need;
}

static void draw_ordered(struct app *a, WINDOW *w, int x, int end, const struct order *o)
{
    bool least = x - 2 + width_needed(a, o, true) <= end;
    for (size_t i = 0; i < ARRAY_LEN(o->ids) && o->ids[i] != CMD_NONE; i++) {
        const struct command *c = placed(a, o->ids[i]);
        if (c && (c->id != o->least || least) && !draw_command(a, w, &x, end, c))
            break; /* the rest would stand out of order */
    }
}

/* Those of the row under the bar that have a place; one that the row does not allow keeps it, with `-` for its letter,
 * as long as the keys that may never be missing have room. */
static void draw_actions(struct app *a, WINDOW *w, int *x, int end, int needed)
{
    struct view *v = a->top;
    const struct record *r = v->ops->record && !view_typing(v) ? v->ops->record(v) : NULL;
    struct action_place places[ACTION_PLACES];
    int before = *x;
    size_t n = r && (v->ops->flags & VIEW_ACTS) ? desk_places(a->desk, r, places) : 0;
    for (size_t i = 0; i < n; i++) {
        const struct action *act = &r->form->actions[places[i].action];
        char key[2] = {places[i].offered ? act->key : '-', '\0'};
        int most = places[i].offered ? end : end - needed - 1;
        if (!draw_key_in(w, x, most, places[i].offered, key, label_of(&act->label, app_lang(a), act->name)))
            break;
    }
    if (*x > before)
        ++*x;
}

/* Where a lesson is given its keys stand in the place of the view's. */
static void draw_lesson_keys(struct app *a, WINDOW *w)
{
    int cols = term_cols(), x = cols - EDGE - key_width("F12", _("No more")), end = x;
    draw_key(w, &x, cols - EDGE, "F12", _("No more"));
    x = EDGE;
    draw_actions(a, w, &x, end, 0);
    if (draw_key(w, &x, end, "F1", _("Say again")))
        draw_key(w, &x, end, "F4", _("Skip"));
}

void footer_draw(struct app *a)
{
    WINDOW *w = panel_window(a->foot);
    int x = EDGE;
    status_draw(a);
    draw_fill(w, 1, 0, term_cols(), ink_on(INK_NORMAL, GROUND_SURFACE));
    if (lesson_keys(a)) {
        draw_lesson_keys(a, w);
        return;
    }
    int end = draw_ways_out(a, w);
    const struct order *o = order_of(a);
    draw_actions(a, w, &x, end, width_needed(a, o, false));
    if (o)
        draw_ordered(a, w, x, end, o);
    for (const struct command *c = commands; !o && c->id != CMD_NONE; c++)
        if (!leads_out(c) && has_place(a, c) && !draw_command(a, w, &x, end, c))
            break;
}
