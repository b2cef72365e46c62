/* Look-ups: records offered under the field while typing. What was typed counts, unless it is no value
 * by itself (8036 is no name) or the clerk went into the list. */
#include "field/fields.h"

#define OFFERED 6
#define COLUMNS 5

bool slot_looks_up(const struct fields *f, const struct slot *s)
{
    const struct field *field = &f->form->fields[s->field];
    if (f->mode == FIELDS_SEARCH || s->readonly)
        return false;
    return field->lookup || field->type == FT_UNIT || field->type == FT_PERSON || field->type == FT_LINK ||
           field->type == FT_STAFF;
}

bool popup_open(const struct fields *f)
{
    return f->popup.panel != NULL;
}

static void popup_hide(struct popup *p)
{
    if (p->panel) {
        del_panel(p->panel);
        delwin(p->win);
    }
    p->panel = NULL;
    p->win = NULL;
}

void popup_close(struct fields *f)
{
    struct popup *p = &f->popup;
    popup_hide(p);
    rows_close(&p->rows);
    p->rows = (struct rows){0};
    desk_page_free(&p->page);
    free(p->typed);
    p->typed = NULL;
    p->at = -1;
    p->chosen = false;
}

void popup_dismiss(struct fields *f)
{
    const struct slot *s = &f->slots[f->now];
    popup_close(f);
    f->popup.typed = text_trim(s->changed ? edit_text(s->edit) : "");
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
        bool known = field->type == FT_PERSON && (index == other->unit_field || other->fields[index].system);
        if (!known) /* people of this unit: their names, not their numbers */
            out[n++] = index;
    }
    return n;
}

/* ---- the records as rows ---- */

static struct popup *popup_of(struct rows *l)
{
    return (struct popup *)l;
}

static void popup_fill(struct rows *l)
{
    for (size_t i = 0; i < popup_of(l)->page.n; i++)
        rows_add(l, popup_of(l)->page.v[i]);
}

static int64_t popup_id(const void *row)
{
    return ((const struct record *)row)->id;
}

static void popup_columns(struct rows *l)
{
    struct popup *p = popup_of(l);
    int columns[COLUMNS];
    size_t n = shown_fields(p->fields, p->page.v[0]->form, columns);
    for (size_t i = 0; i < n; i++)
        rows_column(l, (struct rows_column){.head = "", .id = columns[i], .least = 1, .most = 24});
}

static void popup_cell(struct rows *l, const void *row, const struct rows_column *c, struct rows_cell *out)
{
    const struct record *r = row;
    out->text = field_show(&r->form->fields[c->id], &r->v[c->id], app_lang(l->view.app), clock_now());
}

static void popup_look(struct rows *l, const void *row, struct rows_look *out)
{
    const struct popup *p = popup_of(l);
    if (p->at >= 0 && p->page.v[p->at] == row)
        out->mark[0] = '>';
}

static const struct rows_source popup_source = {
    .fill = popup_fill,
    .id = popup_id,
    .columns = popup_columns,
    .cell = popup_cell,
    .look = popup_look,
};

/* Under the box, or above it where there is no room. */
static void popup_show(struct fields *f)
{
    struct popup *p = &f->popup;
    struct rows *l = &p->rows;
    const struct slot *s = &f->slots[f->now];
    popup_hide(p);
    if (p->page.n == 0)
        return;
    p->fields = f;
    rows_begin(l, &popup_source, f->app);
    l->bare = l->inverse = true;
    l->view.rows = (int)p->page.n;
    l->view.cols = f->cols - 2;
    rows_layout(&l->view);
    rows_read(l);
    l->table = l->view.cols = rows_width(l) < l->view.cols ? rows_width(l) : l->view.cols;
    l->at = p->at < 0 ? l->n : (size_t)p->at;
    int y = f->y + s->row - f->top + 1, x = f->x + s->x;
    if (y + l->view.rows > term_rows() - 1)
        y = f->y + s->row - f->top - l->view.rows;
    if (x + l->table > term_cols())
        x = term_cols() - l->table;
    p->win = newwin(l->view.rows, l->table, y > 0 ? y : 0, x > 0 ? x : 0);
    if (!p->win)
        return;
    window_ground(p->win);
    rows_draw(&l->view, p->win, true);
    p->panel = new_panel(p->win);
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

/* Pinyin, and a name that is none: rhy is not what anybody is called. */
static bool stands_for_name(const char *typed, const struct record *r, const struct field *f)
{
    const struct value *v = record_get(r, f->type == FT_PERSON && !f->lookup ? "name" : f->name);
    bool letters = typed[0] && typed[1] && !typed[strspn(typed, "abcdefghijklmnopqrstuvwxyz")];
    return letters && v && v->kind == VAL_TEXT && text_is_han(text_codepoint(v->s, NULL));
}

/* Which of those offered Enter takes; -1: what was typed. A unit of which several could be meant is asked for once
 * more. */
static int preselected(struct fields *f, const struct slot *s, const char *typed)
{
    const struct field *field = &f->form->fields[s->field];
    const struct record_page *page = &f->popup.page;
    if (page->n == 0)
        return -1;
    if (field->type == FT_STAFF && (page->n == 1 || s->required))
        return 0;
    if (typed[0] == '\0')
        return -1;
    if (page->n == 1 && stands_for_name(typed, page->v[0], field))
        return 0;
    if (field->type == FT_UNIT || field->type == FT_LINK)
        return page->n == 1 ? 0 : -1;
    return stands_alone(f, s, typed) ? -1 : 0;
}

void popup_update(struct fields *f, bool now)
{
    struct popup *p = &f->popup;
    const struct slot *s = &f->slots[f->now];
    if (!slot_looks_up(f, s))
        return;
    char *typed = text_trim(s->changed || !now ? edit_text(s->edit) : "");
    bool again = now && !popup_open(f);
    if (!again && p->typed && strcmp(p->typed, typed) == 0) {
        free(typed);
        return;
    }
    popup_close(f);
    p->typed = typed;
    if (typed[0] == '\0' && !now)
        return;
    if (!app_ok(f->app, desk_lookup(f->desk, f->r, s->field, typed, OFFERED, &p->page)))
        return;
    p->at = preselected(f, s, typed);
    popup_show(f);
}

bool popup_move(struct fields *f, int by)
{
    struct popup *p = &f->popup;
    int to = p->at + by, last = (int)p->page.n - 1;
    if (to < -1)
        return false;
    p->at = to > last ? last : to;
    p->chosen = p->at >= 0;
    popup_show(f);
    return true;
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
    record_free(before);
    popup_close(f);
    fields_changed(f);
}

bool popup_take(struct fields *f)
{
    struct popup *p = &f->popup;
    struct slot *s = &f->slots[f->now];
    if (!s->changed && !popup_open(f))
        return false;
    bool seen = popup_open(f) && p->typed && (!s->changed || p->at >= 0);
    popup_update(f, false);
    if (p->at < 0 || !popup_open(f))
        return false;
    if (!seen && p->page.n > 1)
        return true; /* several, and none was looked at yet: they are shown first */
    struct record *picked = record_copy(p->page.v[p->at]);
    fill(f, s, picked);
    record_free(picked);
    s->whole = true;
    (void)edit_move(s->edit, EDIT_END);
    return false; /* and on to the next field */
}
