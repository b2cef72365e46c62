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
    desk_page_free(&p->page);
    p->page = (struct record_page){0};
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
        bool known = field->type == FT_PERSON && (index == other->unit_field || other->fields[index].system);
        if (!known) /* people of this unit: their names, not their numbers */
            out[n++] = index;
    }
    return n;
}

static char *cell_text(const struct fields *f, const struct record *r, int field)
{
    return field_show(&r->form->fields[field], &r->v[field], app_lang(f->app), clock_now());
}

static void measure(const struct fields *f, const int *columns, size_t n, int widths[COLUMNS], int *total)
{
    *total = 1;
    for (size_t c = 0; c < n; c++) {
        widths[c] = 1;
        for (size_t i = 0; i < f->popup.page.n; i++) {
            char *text = cell_text(f, f->popup.page.v[i], columns[c]);
            int width = text_width(text);
            free(text);
            if (width > widths[c])
                widths[c] = width;
        }
        if (widths[c] > 24)
            widths[c] = 24;
        *total += widths[c] + 2;
    }
    if (*total > f->cols - 2)
        *total = f->cols - 2;
}

static void draw_rows(struct fields *f, const int *columns, size_t n, const int *widths, int total)
{
    struct popup *p = &f->popup;
    for (size_t i = 0; i < p->page.n; i++) {
        struct buf line = {0};
        buf_add(&line, (int)i == p->at ? ">" : " ");
        for (size_t c = 0; c < n; c++) {
            char *text = cell_text(f, p->page.v[i], columns[c]);
            text_cell(&line, text, widths[c], false);
            buf_add(&line, "  ");
            free(text);
        }
        draw_text(p->win, (int)i, 0, total, (int)i == p->at ? INK_NORMAL : INK_CURSOR, line.s);
        buf_free(&line);
    }
}

/* Under the box, or above it where there is no room; the list in reverse, the bar plain with a mark. */
static void popup_show(struct fields *f)
{
    struct popup *p = &f->popup;
    const struct slot *s = &f->slots[f->now];
    int columns[COLUMNS], widths[COLUMNS], total, rows = (int)p->page.n;
    popup_hide(p);
    if (rows == 0)
        return;
    size_t n = shown_fields(f, p->page.v[0]->form, columns);
    measure(f, columns, n, widths, &total);
    int y = f->y + s->row - f->top + 1, x = f->x + s->x;
    if (y + rows > term_rows() - 1)
        y = f->y + s->row - f->top - rows;
    if (x + total > term_cols())
        x = term_cols() - total;
    p->win = newwin(rows, total, y > 0 ? y : 0, x > 0 ? x : 0);
    if (!p->win)
        return;
    window_ground(p->win);
    draw_rows(f, columns, n, widths, total);
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
    if (desk_lookup(f->desk, f->r, s->field, typed, OFFERED, &p->page) < 0) {
        app_say(f->app, INK_WARN, "%s", fault_text());
        p->page = (struct record_page){0};
        return;
    }
    bool first = f->form->fields[s->field].type == FT_STAFF && (p->page.n == 1 || s->required);
    if ((first && p->page.n > 0) || (p->page.n > 0 && typed[0] != '\0' && !stands_alone(f, s, typed)))
        p->at = 0;
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
    s->changed = s->told = false;
    free(s->problem);
    s->problem = NULL;
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
