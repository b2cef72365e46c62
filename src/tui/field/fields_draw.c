/* Fields on the screen. Only the current field is drawn while typing. */
#include "field/fields.h"

enum {
    HERE = 0,
    BUTTON = 1,
    MARK = 2
}; /* columns: of the current field's mark, of the button; a mark's before its value */

static bool in_view(const struct fields *f, int row)
{
    return row >= f->top && row < f->top + f->rows - f->hint - f->under;
}

static const char *mark_of(const struct fields *f, const struct slot *s, bool now)
{
    if (s->problem)
        return "!";
    if (s->filled)
        return "+";
    if (s->either >= 0 && &f->slots[s->either] < s)
        return "/";                                                                 /* or this one */
    return s->required && !s->readonly && (now || !*edit_text(s->edit)) ? "*" : ""; /* what is still missing */
}

static void draw_label(const struct fields *f, WINDOW *w, const struct slot *s, bool now)
{
    const struct field *field = &f->form->fields[s->field];
    enum ink i = s->problem ? INK_ALERT : now ? INK_KEY : INK_LABEL;
    int y = s->row - f->top;
    if (!in_view(f, s->row))
        return;
    if (now || (int)(s - f->slots) == f->drawn)
        draw_text(w, y, HERE, 1, INK_KEY, now ? ">" : "");
    draw_text(w, y, s->col, s->label, i, label_of(&field->label, app_lang(f->app), field->name));
    draw_text(w, y, s->x - MARK, 1, s->problem ? INK_ALERT : INK_QUIET, mark_of(f, s, now));
}

/* The text, and the rest of its box, in a tone of its own. */
static void draw_row(const struct fields *f, WINDOW *w, const struct slot *s, int line, enum ink i, const char *from,
                     size_t n)
{
    if (!in_view(f, s->row + line))
        return;
    char *text = mem_dupn(from, n);
    int y = s->row + line - f->top, width = text_width(text);
    enum ink rest = i == INK_FIELD_NOW ? INK_FIELD_REST : i == INK_FIELD ? INK_FIELD_BLANK : i;
    width = width < s->width ? width : s->width;
    draw_text(w, y, s->x, width, i, text);
    draw_fill(w, y, s->x + width, s->width - width, rest);
    free(text);
}

static enum ink box_ink(const struct fields *f, const struct slot *s, bool now)
{
    if (s->readonly || f->form->fields[s->field].type == FT_ITEMS)
        return now ? INK_CURSOR : INK_NORMAL;
    return now ? INK_FIELD_NOW : INK_FIELD;
}

static void draw_box(struct fields *f, WINDOW *w, struct slot *s, bool now)
{
    const char *text = edit_text(s->edit);
    enum ink i = box_ink(f, s, now);
    size_t from, to;
    if (!now && !s->tall) { /* its beginning, with a mark when there is more */
        draw_row(f, w, s, 0, i, text, strlen(text));
        return;
    }
    if (!now)
        (void)edit_move(s->edit, EDIT_START);
    edit_layout(s->edit, s->width, s->lines);
    for (int line = 0; line < s->lines; line++) {
        if (edit_row(s->edit, edit_top(s->edit) + line, &from, &to))
            draw_row(f, w, s, line, i, text + from, to - from);
        else
            draw_row(f, w, s, line, i, "", 0);
    }
}

/* The text of the current field does not fit its box. */
static bool longer(const struct fields *f)
{
    const struct slot *s = f->now < (int)f->n ? &f->slots[f->now] : NULL;
    return s && s->tall && edit_rows(s->edit) > s->lines;
}

static void add_place(const struct slot *s, struct buf *out)
{
    int row = 0, column = 0;
    edit_caret_at(s->edit, &row, &column);
    buf_addf(out, _("   line %d of %d"), edit_top(s->edit) + row + 1, edit_rows(s->edit));
}

static void add_either(const struct fields *f, const struct slot *s, struct buf *out)
{
    const struct slot *other = &f->slots[s->either], *first = other < s ? other : s, *second = other < s ? s : other;
    const struct field *a = &f->form->fields[first->field], *b = &f->form->fields[second->field];
    buf_addf(out, _("%s or %s: one is enough"), label_of(&a->label, app_lang(f->app), a->name),
             label_of(&b->label, app_lang(f->app), b->name));
    if (field_types[f->form->fields[s->field].type].hint)
        buf_addf(out, "   %s", _(field_types[f->form->fields[s->field].type].hint));
}

void fields_hint(const struct fields *f, struct buf *out)
{
    buf_add(out, "");
    if (f->now < (int)f->n) {
        const struct slot *s = &f->slots[f->now];
        const struct field *field = &f->form->fields[s->field];
        const char *help = label_of(&field->help, app_lang(f->app), "");
        if (s->problem) {
            buf_addf(out, "! %s ", s->problem);
            if (s->stray)
                slot_choices_hint(f, s, out);
        } else if (slot_is_choice(f, s) && !(f->margin && field->type == FT_ENUM)) { /* there with their digits */
            slot_choices_hint(f, s, out);
        } else if (field->type == FT_ITEMS && f->r->v[s->field].kind != VAL_NULL && !s->readonly) {
            buf_add(out, _("F3 opens the rows"));
        } else if (f->mode == FIELDS_SEARCH && field_ranged(field)) {
            buf_add(out, _("From and to: 11-18..11-20, 100.., ..200; a day alone is that day"));
        } else if (f->mode == FIELDS_SEARCH) {
            buf_add(out, _("Only what is filled in counts; a part of a word is enough"));
        } else if (s->either >= 0) {
            add_either(f, s, out);
        } else if (s->filled) {
            buf_add(out, _("+ filled in from an earlier record; type to replace"));
        } else if (help[0]) {
            buf_add(out, help);
        } else if (slot_is_choice(f, s)) {
            buf_add(out, _("A digit or the first letters choose, Left and Right go through them"));
        } else if (field_types[field->type].hint) {
            buf_add(out, _(field_types[field->type].hint));
        }
    }
    if (longer(f))
        add_place(&f->slots[f->now], out);
}

static void draw_hint(const struct fields *f, WINDOW *w)
{
    struct buf hint = {0};
    fields_hint(f, &hint);
    draw_text(w, f->rows - 1, 0, f->cols, hint.s[0] == '!' ? INK_ALERT : INK_QUIET, hint.s);
    buf_free(&hint);
}

static void draw_button(const struct fields *f, WINDOW *w)
{
    if (!f->button || !in_view(f, f->button_row))
        return;
    bool now = f->now >= (int)f->n;
    char *text = mem_printf(" %s ", f->button);
    draw_text(w, f->button_row - f->top, HERE, 1, INK_KEY, now ? ">" : "");
    draw_text(w, f->button_row - f->top, BUTTON, text_width(text), now ? INK_CURSOR : INK_KEY, text);
    free(text);
}

static void draw_slot(struct fields *f, WINDOW *w, int slot, bool label)
{
    if (slot < 0 || slot >= (int)f->n || !f->slots[slot].shown)
        return;
    if (label)
        draw_label(f, w, &f->slots[slot], slot == f->now);
    draw_box(f, w, &f->slots[slot], slot == f->now);
}

static void draw_all(struct fields *f, WINDOW *w)
{
    werase(w);
    for (size_t i = 0; i < f->nheadings; i++)
        if (in_view(f, f->headings[i].row)) {
            const struct section *section = &f->form->sections[f->headings[i].section];
            draw_text(w, f->headings[i].row - f->top, EDGE, f->end - EDGE, INK_HEAD,
                      label_of(&section->label, app_lang(f->app), section->name));
        }
    for (int i = 0; i < (int)f->n; i++)
        draw_slot(f, w, i, true);
}

static void place_caret(const struct fields *f)
{
    int row = 0, column = 0;
    if (f->now >= (int)f->n) {
        term_caret(f->y + f->button_row - f->top, f->x + BUTTON, false);
        return;
    }
    const struct slot *s = &f->slots[f->now];
    if (f->form->fields[s->field].type != FT_ITEMS)
        edit_caret_at(s->edit, &row, &column);
    if (column >= s->width)
        column = s->width - 1;
    term_caret(f->y + s->row - f->top + row, f->x + s->x + column, in_view(f, s->row + row));
}

bool fields_draw(struct fields *f, WINDOW *w, bool all)
{
    bool moved = f->drawn != f->now, other = all || f->all || moved || longer(f);
    getbegyx(w, f->y, f->x);
    if (all || f->all) {
        draw_all(f, w);
    } else {
        if (moved)
            draw_slot(f, w, f->drawn, true);
        draw_slot(f, w, f->now, moved);
    }
    if (all || f->all || moved)
        draw_button(f, w);
    if (f->hint && other)
        draw_hint(f, w);
    if (f->under && (other || f->offers.stale)) {
        (void)offers_draw(f, w, f->rows - f->hint - f->under, EDGE, f->cols - 2 * EDGE, f->under);
        f->offers.stale = false;
    }
    f->all = false;
    f->drawn = f->now;
    place_caret(f);
    return other;
}
