/* What is offered for the current field, at the head of the margin: records that a look-up finds while one types, the
 * choices, days. What was typed counts, unless it is no value by itself (8036 is no name) or the clerk went into the
 * list. */
#include "field/fields.h"
#include "show.h"

enum { OFFERED = 6, COLUMNS = 5, CELL_MOST = 24, CELL_LEAST = 6, GAP = 2, DAYS = 8 };

bool slot_looks_up(const struct fields *f, const struct slot *s)
{
    const struct field *field = &f->form->fields[s->field];
    if (f->mode == FIELDS_SEARCH || s->readonly)
        return false;
    return field->lookup || field->type == FT_UNIT || field->type == FT_PERSON || field->type == FT_LINK ||
           field->type == FT_STAFF;
}

bool offers_open(const struct fields *f)
{
    return f->offers.page.n > 0;
}

const struct record *offers_marked(const struct fields *f)
{
    return f->offers.at >= 0 && (size_t)f->offers.at < f->offers.page.n ? f->offers.page.v[f->offers.at] : NULL;
}

/* Rows below the fields, where there is no margin, come and go with what is offered. */
static void changed(struct fields *f)
{
    int under = f->margin || !offers_open(f) ? 0 : (int)f->offers.page.n + 1, most = f->rows - f->hint - 2;
    f->offers.stale = true;
    under = under < most ? under : most > 0 ? most : 0;
    if (under == f->under)
        return;
    f->under = under;
    f->all = true;
    fields_scroll(f);
}

static void forget(struct offers *o)
{
    desk_page_free(&o->page);
    free(o->typed);
    *o = (struct offers){.at = -1, .stale = o->stale};
}

void offers_close(struct fields *f)
{
    bool open = offers_open(f);
    forget(&f->offers);
    if (open || f->under)
        changed(f);
}

void offers_dismiss(struct fields *f)
{
    const struct slot *s = &f->slots[f->now];
    offers_close(f);
    f->offers.typed = text_trim(s->changed ? edit_text(s->edit) : "");
}

/* Which fields of the offered records are shown: the look-up's, else the first columns of their list. */
static size_t shown_fields(const struct fields *f, const struct form *other, int out[COLUMNS])
{
    const struct field *field = &f->form->fields[f->slots[f->now].field];
    size_t n = 0;
    if (field->lookup && field->lookup->nshow > 0) {
        for (size_t i = 0; i < field->lookup->nshow && n < COLUMNS; i++) {
            int index = form_field(other, field->lookup->show[i]);
            if (index >= 0)
                out[n++] = index;
        }
        return n;
    }
    for (size_t i = 0; field->type == FT_STAFF && i < other->nfields && n < COLUMNS; i++)
        out[n++] = (int)i;
    for (size_t i = 0; other->nlists > 0 && i < other->lists[0].ncolumns && n < 4; i++) {
        int index = other->lists[0].columns[i].field;
        if ((size_t)index >= other->nfields) /* runs along with the list */
            continue;
        bool here = field->of >= 0 && f->r->v[field->of].kind != VAL_NULL && index == other->unit_field;
        bool known = field->type == FT_PERSON && (here || other->fields[index].system);
        if (!known) /* people: their names, not their numbers; their unit where it is not in the form */
            out[n++] = index;
    }
    return n;
}

/* ---- drawing ---------------------------------------------------------------------------------------------------- */

/* The bar is a column wider on both sides. */
static void draw_line(WINDOW *w, int y, int x, int cols, bool bar)
{
    draw_fill(w, y, x - 1, cols + 2, bar ? INK_CURSOR : INK_NORMAL);
}

/* "Unit" and at the right "1 / 2". What was typed stands in the field: here it would cost bytes with each character. */
static void draw_head(const struct fields *f, WINDOW *w, int y, int x, int cols, const char *count)
{
    const struct slot *s = &f->slots[f->now];
    const struct field *field = &f->form->fields[s->field];
    int width = text_width(count);
    draw_text(w, y, x, cols - width, INK_HEAD, label_of(&field->label, app_lang(f->app), field->name));
    draw_text(w, y, x + cols - width, width, INK_HEAD, count);
}

static char *cell_of(const struct fields *f, const struct record *r, int field)
{
    return field_show(&r->form->fields[field], &r->v[field], app_lang(f->app), clock_now());
}

/* As many columns as have room, each as wide as its widest; the last one may be cut. Returns how many. */
static size_t fit(const struct fields *f, const int *columns, size_t n, int cols, int *widths)
{
    const struct record_page *page = &f->offers.page;
    size_t shown = 0;
    for (; shown < n && cols >= CELL_LEAST; shown++) {
        int width = 0;
        for (size_t i = 0; i < page->n; i++) {
            char *text = cell_of(f, page->v[i], columns[shown]);
            width = text_width(text) > width ? text_width(text) : width;
            free(text);
        }
        width = width < CELL_MOST ? width : CELL_MOST;
        widths[shown] = width < cols ? width : cols;
        cols -= widths[shown] + GAP;
    }
    return shown;
}

static int draw_records(const struct fields *f, WINDOW *w, int y, int x, int cols, int rows)
{
    const struct offers *o = &f->offers;
    int columns[COLUMNS], widths[COLUMNS], top = o->at >= rows ? o->at - rows + 1 : 0, line = 0;
    size_t n = fit(f, columns, shown_fields(f, o->page.v[0]->form, columns), cols, widths);
    for (; line < rows && (size_t)(top + line) < o->page.n; line++) {
        bool bar = top + line == o->at;
        int at = x;
        draw_line(w, y + line, x, cols, bar);
        for (size_t i = 0; i < n; at += widths[i] + GAP, i++) {
            char *text = cell_of(f, o->page.v[top + line], columns[i]);
            draw_text(w, y + line, at, widths[i], bar ? INK_CURSOR : INK_NORMAL, text);
            free(text);
        }
    }
    return line;
}

/* Choices with their digits, in two columns where they have room. */
static int draw_choices(const struct fields *f, WINDOW *w, int y, int x, int cols, int rows)
{
    const struct slot *s = &f->slots[f->now];
    const struct field *field = &f->form->fields[s->field];
    const struct value *v = &f->r->v[s->field];
    int widest = 0, n = (int)field->nchoices;
    for (int i = 0; i < n; i++) {
        int width = text_width(label_of(&field->choices[i].label, app_lang(f->app), field->choices[i].name)) + 3;
        widest = width > widest ? width : widest;
    }
    bool two = n > OFFERED && 2 * widest + GAP <= cols;
    int lines = two ? (n + 1) / 2 : n;
    lines = lines < rows ? lines : rows;
    for (int i = 0; i < n && (two || i < lines); i++) {
        const struct choice *c = &field->choices[i];
        int line = two ? i % ((n + 1) / 2) : i, at = two && i >= (n + 1) / 2 ? x + (cols + GAP) / 2 : x;
        char digit[2] = {i < 9 ? (char)('1' + i) : ' ', '\0'};
        bool chosen = v->kind == VAL_TEXT && !field->multiple && strcmp(v->s, c->name) == 0;
        if (line >= lines)
            continue;
        draw_text(w, y + line, at, 1, INK_KEY, digit);
        draw_text(w, y + line, at + 3, (two ? (cols - GAP) / 2 : cols) - 3, chosen ? INK_TITLE : INK_NORMAL,
                  label_of(&c->label, app_lang(f->app), c->name));
    }
    return lines;
}

/* The next days, so that nobody counts on his fingers. */
static int draw_days(const struct fields *f, WINDOW *w, int y, int x, int cols, int rows)
{
    int lines = DAYS < rows ? DAYS : rows;
    for (int i = 0; i < lines; i++) {
        struct civil c = civil_of(day_start(clock_now()) + (12 + 24 * (int64_t)i) * 3600);
        char *text = mem_printf("%02d-%02d  %s%s%s", c.month, c.day, weekday_show(app_lang(f->app), c.weekday),
                                i < 2 ? "  " : "",
                                i == 0   ? _("today")
                                : i == 1 ? _("tomorrow")
                                         : "");
        draw_text(w, y + i, x, cols, i == 0 ? INK_NORMAL : INK_QUIET, text);
        free(text);
    }
    return lines;
}

int offers_draw(struct fields *f, WINDOW *w, int y, int x, int cols, int rows)
{
    const struct slot *s = f->now < (int)f->n ? &f->slots[f->now] : NULL;
    const struct field *field = s ? &f->form->fields[s->field] : NULL;
    char count[64] = "";
    if (!s || rows < 2 || s->readonly)
        return 0;
    if (offers_open(f)) {
        size_t n = f->offers.page.n;
        const char *more = f->offers.page.more ? "+" : "";
        if (f->offers.at < 0)
            snprintf(count, sizeof count, "%zu%s", n, more);
        else
            snprintf(count, sizeof count, "%d / %zu%s", f->offers.at + 1, n, more);
        draw_head(f, w, y, x, cols, count);
        return 1 + draw_records(f, w, y + 1, x, cols, rows - 1);
    }
    if (!f->margin || f->mode == FIELDS_SEARCH)
        return 0;
    bool choices = field->type == FT_ENUM && field->nchoices > 0;
    if (!choices && field->type != FT_DATE && field->type != FT_DATETIME)
        return 0;
    draw_head(f, w, y, x, cols, "");
    return 1 + (choices ? draw_choices : draw_days)(f, w, y + 1, x, cols, rows - 1);
}

/* Is what was typed a value by itself? Then Enter means it, not the first record offered. */
static bool stands_alone(struct fields *f, const struct slot *s, const char *typed)
{
    struct record *copy = record_copy(f->r);
    char *why = NULL;
    bool ok = slot_enter(f, copy, s, typed, &why) >= 0;
    free(why);
    record_free(copy);
    return ok;
}

bool slot_is_pinyin(const char *typed)
{
    return typed[0] && !typed[strspn(typed, "abcdefghijklmnopqrstuvwxyz")];
}

/* Pinyin, and a name that is none: rhy is not what anybody is called. */
static bool stands_for_name(const char *typed, const struct record *r, const struct field *f)
{
    const struct lookup *l = f->lookup;
    const struct value *v = record_get(r, f->type == FT_PERSON && !l ? "name" : l && l->value ? l->value : f->name);
    return slot_is_pinyin(typed) && typed[1] && v && v->kind == VAL_TEXT && text_is_han(text_codepoint(v->s, NULL));
}

/* Which of those offered Enter takes; -1: what was typed. A unit, a record or a colleague of which several could be
 * meant is asked for once more, and so is whoever pinyin means; of several tails of a number the first one is marked.
 */
static int preselected(struct fields *f, const struct slot *s, const char *typed)
{
    const struct field *field = &f->form->fields[s->field];
    const struct record_page *page = &f->offers.page;
    if (page->n == 0)
        return -1;
    if (typed[0] == '\0')
        return field->type == FT_STAFF && (page->n == 1 || s->required) ? 0 : -1;
    if (page->n == 1 && stands_for_name(typed, page->v[0], field))
        return 0;
    bool asked = field->type == FT_UNIT || field->type == FT_LINK || field->type == FT_STAFF;
    if (asked || (page->n > 1 && slot_is_pinyin(typed)))
        return page->n == 1 ? 0 : -1;
    return stands_alone(f, s, typed) ? -1 : 0;
}

void offers_update(struct fields *f, bool now)
{
    struct offers *p = &f->offers;
    const struct slot *s = &f->slots[f->now];
    if (!slot_looks_up(f, s))
        return;
    char *typed = text_trim(s->changed || !now ? edit_text(s->edit) : "");
    bool again = now && !offers_open(f);
    if (!again && p->typed && strcmp(p->typed, typed) == 0) {
        free(typed);
        return;
    }
    offers_close(f);
    p->typed = typed;
    if (typed[0] == '\0' && !now)
        return;
    if (!app_ok(f->app, desk_lookup(f->desk, f->r, s->field, typed, OFFERED, &p->page)))
        return;
    p->at = preselected(f, s, typed);
    changed(f);
}

bool offers_move(struct fields *f, int by)
{
    struct offers *p = &f->offers;
    int to = p->at + by, last = (int)p->page.n - 1;
    if (to < -1)
        return false;
    p->at = to > last ? last : to;
    p->chosen = p->at >= 0;
    f->offers.stale = true;
    return true;
}

/* The unit that came with a person of it. */
static void mark_unit(struct fields *f, const struct slot *s, const struct record *before)
{
    int of = f->form->fields[s->field].of, slot = of >= 0 ? fields_slot(f, of) : -1;
    if (slot < 0 || before->v[of].kind != VAL_NULL || f->r->v[of].kind == VAL_NULL)
        return;
    f->slots[slot].filled = f->touched[of] = true;
    f->slots[slot].changed = false;
}

/* What the clerk typed into other fields stays, whatever the record picked says. */
static void fill(struct fields *f, struct slot *s, const struct record *picked)
{
    struct record *before = record_copy(f->r);
    const struct lookup *rule = f->form->fields[s->field].lookup;
    desk_fill(f->desk, f->r, s->field, picked);
    f->touched[s->field] = true;
    s->changed = false;
    slot_mend(s);
    for (size_t i = 0; rule && i < rule->nfill; i++) {
        int field = rule->fill[i].field, other = fields_slot(f, field);
        bool typed = f->touched[field] && !(other >= 0 && f->slots[other].filled);
        if (field == s->field)
            continue;
        if (typed && before->v[field].kind != VAL_NULL) {
            value_copy(&f->r->v[field], &before->v[field]);
        } else if (other >= 0 && f->r->v[field].kind != VAL_NULL) {
            f->slots[other].filled = true;
            f->slots[other].changed = false;
            f->touched[field] = true;
        }
    }
    mark_unit(f, s, before);
    record_free(before);
    offers_close(f);
    fields_changed(f);
}

static void take_marked(struct fields *f, struct slot *s)
{
    struct record *picked = record_copy(f->offers.page.v[f->offers.at]);
    fill(f, s, picked);
    record_free(picked);
    s->whole = true;
    (void)edit_move(s->edit, EDIT_END);
}

bool offers_meant(struct fields *f, struct slot *s)
{
    offers_update(f, false);
    if (!offers_marked(f) || (f->offers.page.n > 1 && !f->offers.chosen))
        return false;
    take_marked(f, s);
    return true;
}

bool offers_doubt(const struct fields *f, const struct slot *s, const char *typed)
{
    const struct offers *p = &f->offers;
    bool doubt = false;
    for (size_t i = 0; p->at < 0 && i < p->page.n; i++)
        doubt |= stands_for_name(typed, p->page.v[i], &f->form->fields[s->field]);
    return doubt;
}

bool offers_take(struct fields *f)
{
    struct offers *p = &f->offers;
    struct slot *s = &f->slots[f->now];
    if (!s->changed && !offers_open(f))
        return false;
    bool seen = offers_open(f) && p->typed && (!s->changed || p->at >= 0);
    offers_update(f, false);
    if (p->at < 0 || !offers_open(f))
        return false;
    if (!seen && p->page.n > 1)
        return true; /* several, and none was looked at yet: they are shown first */
    take_marked(f, s);
    return false; /* and on to the next field */
}
