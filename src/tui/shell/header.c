/* The frame around a view: top bar, tabs, the line for messages and status, the footer of keys. */
#include "app.h"
#include "show.h"

#include <stdlib.h>
#include <string.h>

static const char *weekday(enum lang lang, int day)
{
    static const char *const zh[] = {"一", "二", "三", "四", "五", "六", "日"};
    static const char *const en[] = {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};

    return (lang == LANG_ZH ? zh : en)[day - 1];
}

/* Program, building and title; what does not fit is left out from the front: the title says where you are. */
static void where_text(struct app *a, const char *title, int cols, struct buf *out)
{
    const char *building = desk_building(a->desk) ? desk_building(a->desk) : "";

    buf_addf(out, " %s  %s  %s", _("Front desk"), building, title);
    if (text_width(out->s) <= cols)
        return;
    buf_clear(out);
    buf_addf(out, " %s  %s", building, title);
    if (text_width(out->s) <= cols)
        return;
    buf_clear(out);
    buf_addf(out, " %s", title);
}

/* " 前台  联合广场  访客登记        李敏  11-21 六 09:14  待办 7  逾期 2 " */
void header_clock(struct app *a)
{
    WINDOW *w = panel_window(a->head);
    struct civil c = civil_of(clock_now());
    struct buf left = {0}, right = {0}, late = {0};
    int cols = term_cols(), at, used;
    bool in = *desk_who(a->desk)->staff != '\0';

    if (a->overdue && in)
        buf_addf(&late, _(" overdue %lld "), (long long)a->overdue);
    buf_addf(&right, " %s  %02d-%02d %s %02d:%02d ", in ? desk_staff_name(a->desk) : "", c.month, c.day,
             weekday(app_lang(a), c.weekday), c.hour, c.minute);
    if (a->open && in)
        buf_addf(&right, _(" due %lld "), (long long)a->open);
    used = text_width(right.s) + (late.s ? text_width(late.s) : 0);
    at = cols > used ? cols - used : 0;
    where_text(a, a->title.s ? a->title.s : "", at, &left);
    draw_text(w, 0, 0, at, INK_BAR, left.s);
    draw_text(w, 0, at, cols - at, INK_BAR, right.s);
    if (late.s)
        draw_text(w, 0, cols - text_width(late.s), text_width(late.s), INK_ALERT, late.s);
    buf_free(&left);
    buf_free(&right);
    buf_free(&late);
}

/* '1' for the board, '2'.. for a register with a key, 0 for none. */
static int active_tab(struct app *a)
{
    for (struct view *v = a->top; v; v = v->below) {
        const struct form *f = v->ops->form ? v->ops->form(v) : NULL;
        if (strcmp(v->ops->name, "board") == 0)
            return '1';
        if (f)
            return f->key;
    }
    return 0;
}

static int draw_tab(WINDOW *w, int x, int cols, char key, const char *label, bool active)
{
    char text[80];
    int width;

    snprintf(text, sizeof(text), "%c%s", key, label);
    width = text_width(text);
    if (x + width + 1 > cols)
        return x;
    draw_text(w, 1, x, width, active ? INK_TITLE : INK_KEY, text);
    if (!active)
        draw_text(w, 1, x + 1, width - 1, INK_NORMAL, label);
    return x + width + 1;
}

static void draw_tabs(struct app *a)
{
    WINDOW *w = panel_window(a->head);
    const struct forms *forms = desk_forms(a->desk);
    char right[80];
    int active = active_tab(a), x = 1, room;

    draw_fill(w, 1, 0, term_cols(), INK_NORMAL);
    if (!*desk_who(a->desk)->staff)
        return;
    snprintf(right, sizeof(right), "/ %s  F1 %s ", _("Search"), _("Help"));
    room = term_cols() - text_width(right);
    x = draw_tab(w, x, room, '1', _("Board"), active == '1');
    for (char key = '2'; key <= '8'; key++) {
        for (size_t i = 0; i < forms->n; i++) {
            if (forms->v[i]->key != key)
                continue;
            char *label = form_short(forms->v[i], app_lang(a));
            x = draw_tab(w, x, room, key, label, active == key);
            free(label);
            break;
        }
    }
    draw_tab(w, x, room, '9', _("More"), false);
    if (room > 0)
        draw_text(w, 1, room, text_width(right), INK_QUIET, right);
}

void header_draw(struct app *a)
{
    buf_clear(&a->title);
    if (a->top && a->top->ops->title)
        a->top->ops->title(a->top, &a->title);
    header_clock(a);
    draw_tabs(a);
}

void status_draw(struct app *a)
{
    WINDOW *w = panel_window(a->foot);
    struct buf text = {0};

    if (a->message.len) {
        draw_text(w, 0, 0, term_cols(), a->message_ink, a->message.s);
        return;
    }
    if (a->top && a->top->ops->status)
        a->top->ops->status(a->top, &text);
    draw_text(w, 0, 0, term_cols(), INK_QUIET, text.s ? text.s : "");
    buf_free(&text);
}

/* One key with its label; false when it would reach beyond `end`. */
static bool draw_key(WINDOW *w, int *x, int end, const char *key, const char *label)
{
    int kw = text_width(key), lw = text_width(label);

    if (*x + kw + lw + 2 > end)
        return false;
    draw_text(w, 1, *x, kw, INK_KEY, key);
    draw_text(w, 1, *x + kw, 1, INK_NORMAL, "");
    draw_text(w, 1, *x + kw + 1, lw, INK_NORMAL, label);
    *x += kw + lw + 3;
    return true;
}

/* The actions possible now, in the first half at most. */
static void draw_actions(struct app *a, WINDOW *w, int *x)
{
    struct view *v = a->top;
    const struct form *f = v->ops->form ? v->ops->form(v) : NULL;
    int *indices;

    if (!f || !f->nactions || !v->ops->actions || (v->ops->typing && v->ops->typing(v)))
        return;
    indices = mem_alloc(f->nactions * sizeof(*indices));
    size_t n = v->ops->actions(v, indices);
    for (size_t i = 0; i < n; i++) {
        const struct action *act = &f->actions[indices[i]];
        char key[2] = {act->key, '\0'};
        if (!draw_key(w, x, term_cols() / 2, key, label_of(&act->label, app_lang(a), act->name)))
            break;
    }
    free(indices);
}

void footer_dialog(struct app *a, const struct box_key *keys, size_t n)
{
    WINDOW *w = panel_window(a->foot);
    int x = 1;

    draw_fill(w, 1, 0, term_cols(), INK_NORMAL);
    for (size_t i = 0; i < n; i++)
        draw_key(w, &x, term_cols(), key_name(keys[i].key), _(keys[i].label));
}

static bool leads_out(const struct command *c)
{
    return c->id == CMD_MENU || c->id == CMD_BACK;
}

/* As many commands as fit, in the table's order; the ways out have their place in any case. */
void footer_draw(struct app *a)
{
    WINDOW *w = panel_window(a->foot);
    const char *where = a->top->ops->name;
    int x = 1, end = term_cols();

    status_draw(a);
    draw_fill(w, 1, 0, term_cols(), INK_NORMAL);
    draw_actions(a, w, &x);
    for (const struct command *c = commands; c->id != CMD_NONE; c++)
        if (c->label && leads_out(c) && command_in(c, where))
            end -= text_width(command_key_name(c->keys[0])) + text_width(_(c->label)) + 3;
    for (const struct command *c = commands; c->id != CMD_NONE; c++) {
        if (!c->label || !command_in(c, where))
            continue;
        if (!draw_key(w, &x, leads_out(c) ? term_cols() : end, command_key_name(c->keys[0]), _(c->label)) &&
            !leads_out(c))
            end = 0; /* the rest would stand out of order */
    }
}
