/* The fields in their places (places.h), for any number of columns; moving among them. */
#include "field/fields.h"

enum { NOTE_LINES = 3 };

static const char *label_text(const struct fields *f, const struct slot *s)
{
    const struct field *field = &f->form->fields[s->field];
    return label_of(&field->label, app_lang(f->app), field->name);
}

static int section_of(const struct fields *f, const struct slot *s)
{
    const char *name = f->form->fields[s->field].section;
    for (size_t i = 0; name && i < f->form->nsections; i++)
        if (strcmp(f->form->sections[i].name, name) == 0)
            return (int)i;
    return 0;
}

/* Lines that a long text takes, as far as `most`: a half of the window, so that its fields stay in sight. */
static int note_lines(const struct slot *s, int columns, int most)
{
    int lines = 0;
    for (const char *p = edit_text(s->edit); *p && lines < most;) {
        size_t n = strcspn(p, "\n");
        lines += columns > 0 ? text_width_n(p, n) / columns + 1 : 1;
        p += n + (p[n] == '\n');
    }
    return lines < most ? lines : most;
}

/* columns: about as many as the box is going to have; least: lines that an empty note gets. */
static int box_lines(const struct fields *f, const struct slot *s, int columns, int least)
{
    const struct field *field = &f->form->fields[s->field];
    if (!s->tall || f->mode == FIELDS_SEARCH)
        return 1;
    if (field->type == FT_NOTE) {
        int brief = field->max > 0 && field->max <= 120 && least > 2 ? 2 : least, most = f->rows / 2;
        int want = most > brief ? note_lines(s, columns, most) : brief;
        return want > brief ? want : brief;
    }
    int lines = 1;
    for (const char *p = edit_text(s->edit); *p; p++)
        lines += *p == '\n';
    return lines > 1 ? lines : 2;
}

static struct spot spot_of(const struct fields *f, const struct places *p, const struct slot *s, int least)
{
    const struct field *field = &f->form->fields[s->field];
    int label = text_width(label_text(f, s));
    return (struct spot){.section = section_of(f, s),
                         .label_width = label,
                         .want = spot_want(field, app_lang(f->app)),
                         .lines = box_lines(f, s, p->end - p->label - label - TO_VALUE, least),
                         .tall = s->tall && f->mode != FIELDS_SEARCH};
}

/* Places everything. least: lines of an empty note; the first `more` of them have another one. Returns the rows taken.
 */
static int place(struct fields *f, struct places *p, int least, int more)
{
    struct spot *v = mem_alloc((f->n + 1) * sizeof *v);
    size_t *slots = mem_alloc((f->n + 1) * sizeof *slots), n = 0;
    bool sections = f->form->nsections >= 2 && f->mode != FIELDS_ASK;
    for (size_t section = 0; section == 0 || (sections && section < f->form->nsections); section++)
        for (size_t i = 0; i < f->n; i++) {
            if (!f->slots[i].shown || (sections && section_of(f, &f->slots[i]) != (int)section))
                continue;
            bool note = f->slots[i].tall && f->form->fields[f->slots[i].field].type == FT_NOTE;
            slots[n] = i;
            v[n++] = spot_of(f, p, &f->slots[i], least + (note && more > 0));
            more -= note;
        }
    int rows = places_give(p, v, n, sections ? f->headings : NULL, &f->nheadings);
    for (size_t i = 0; i < n; i++) {
        struct slot *s = &f->slots[slots[i]];
        s->row = v[i].row;
        s->col = v[i].label;
        s->label = v[i].label_room;
        s->x = v[i].value;
        s->width = v[i].width;
        s->lines = v[i].lines;
    }
    free(slots);
    free(v);
    return rows;
}

/* Where not all has room, the blank rows go first, then lines of empty notes; what has no room even so is scrolled. */
static int place_in(struct fields *f, struct places *p, int view)
{
    int rows = place(f, p, NOTE_LINES, 0) + p->gap;
    if (rows < view || f->mode == FIELDS_ASK)
        return rows;
    p->gap = 0;
    for (int least = NOTE_LINES; least > 0; least--) {
        rows = place(f, p, least, 0);
        if (rows < view)
            return rows + 1 < view && least < NOTE_LINES ? place(f, p, least, view - 1 - rows) : rows;
    }
    return place(f, p, NOTE_LINES - 1, 0);
}

void fields_layout(struct fields *f, int rows, int cols)
{
    struct places p = places_of(f->mode == FIELDS_ASK && cols >= PLACES_NARROW ? PLACES_NARROW - 1 : cols);
    f->rows = rows;
    f->cols = cols;
    p.halves = f->mode == FIELDS_SEARCH && cols >= PLACES_NARROW;
    if (p.halves)
        p.end = cols - EDGE;
    f->end = p.end;
    f->button_row = place_in(f, &p, rows - f->hint);
    f->content = f->button_row + 1;
    f->all = true;
    offers_close(f);
    fields_scroll(f);
}

void fields_scroll(struct fields *f)
{
    int view = f->rows - f->hint - f->under, row = f->button_row, last = f->button_row, top = f->top;
    if (f->now < (int)f->n) {
        row = f->slots[f->now].row;
        last = row + f->slots[f->now].lines - 1;
        for (size_t i = 0; i < f->nheadings; i++)
            if (f->headings[i].row == row - 1)
                row--; /* the heading comes with its first field */
    }
    if (last >= top + view)
        top = last - view + 1;
    if (row < top)
        top = row;
    if (top > f->content - view)
        top = f->content > view ? f->content - view : 0;
    if (top != f->top)
        f->all = true;
    f->top = top;
}

int fields_beside(const struct fields *f, int by)
{
    int row = f->button_row, x = 0, best = f->now, best_row = by > 0 ? INT32_MAX : -1, best_x = INT32_MAX;
    if (f->now < (int)f->n) {
        row = f->slots[f->now].row;
        x = f->slots[f->now].x;
    }
    for (size_t i = 0; i < f->n; i++) {
        const struct slot *s = &f->slots[i];
        if (!s->shown || s->readonly || (by > 0 ? s->row <= row : s->row >= row))
            continue;
        int away = s->x > x ? s->x - x : x - s->x;
        bool nearer = by > 0 ? s->row < best_row : s->row > best_row;
        if (nearer || (s->row == best_row && away < best_x)) {
            best = (int)i;
            best_row = s->row;
            best_x = away;
        }
    }
    return best == f->now && by > 0 ? (int)f->n : best;
}
