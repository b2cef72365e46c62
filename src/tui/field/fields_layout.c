/* Where labels and boxes stand: from sections and widths, for any number of columns. */
#include "field/fields.h"

#define NOTE_LINES 3
#define MARGIN 1 /* left of a label: the mark of a required, filled or wrong field */
#define GAP 1

struct grid {
    int columns, width; /* cells in a row, columns of one cell */
    int labels[8];      /* label width per cell */
    int widest;         /* of all labels, where short fields share a row */
    int row, cell;      /* where the next field goes */
};

static int columns_for(int cols)
{
    if (cols >= 160)
        return 3 + (cols >= 220);
    return cols >= 120 ? 3 : cols >= 72 ? 2 : 1;
}

static const char *label_text(const struct fields *f, const struct slot *s)
{
    const struct field *field = &f->form->fields[s->field];
    return label_of(&field->label, app_lang(f->app), field->name);
}

static void new_row(struct grid *g)
{
    if (g->cell > 0)
        g->row++;
    g->cell = 0;
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
static int note_lines(const struct fields *f, const struct slot *s, int most)
{
    int columns = f->cols - text_width(label_text(f, s)) - MARGIN - 2 * GAP, lines = 0;
    for (const char *p = edit_text(s->edit); *p && lines < most;) {
        size_t n = strcspn(p, "\n");
        lines += columns > 0 ? text_width_n(p, n) / columns + 1 : 1;
        p += n + (p[n] == '\n');
    }
    return lines < most ? lines : most;
}

static int box_lines(const struct fields *f, const struct slot *s)
{
    const struct field *field = &f->form->fields[s->field];
    if (!s->tall || f->mode == FIELDS_SEARCH)
        return 1;
    if (field->type == FT_NOTE) {
        int least = field->max > 0 && field->max <= 120 ? 2 : NOTE_LINES, most = f->rows / 2;
        int want = most > least ? note_lines(f, s, most) : least;
        return want > least ? want : least;
    }
    int lines = 1;
    for (const char *p = edit_text(s->edit); *p; p++)
        lines += *p == '\n';
    return lines > 1 ? lines : 2;
}

static int widest_choice(const struct fields *f, const struct field *field)
{
    int most = 0;
    for (size_t i = 0; i < field->nchoices; i++) {
        int width = text_width(label_of(&field->choices[i].label, app_lang(f->app), field->choices[i].name));
        most = width > most ? width : most;
    }
    return most;
}

static int box_width(const struct fields *f, const struct slot *s, int room)
{
    const struct field *field = &f->form->fields[s->field];
    int want = room;
    if (s->tall)
        return room > 1 ? room : 1;
    if (field->width > 0)
        want = field->width;
    else if (field->type != FT_TEXT && field->type != FT_ENUM && field->type != FT_PERSON && field->type != FT_UNIT)
        want = field_width(field);
    else if (field->type == FT_TEXT && field->max > 0 && field->max * 2 + 1 < room)
        want = field->max * 2 + 1;
    if (!field->multiple && widest_choice(f, field) > want)
        want = widest_choice(f, field);
    want = want < room ? want + 1 : room; /* one for the caret behind the last character */
    return want > 3 ? want : 3;
}

/* So short that another one has room beside it. */
static bool is_short(const struct fields *f, const struct grid *g, const struct slot *s)
{
    int room = g->width - MARGIN - 2 * GAP - g->widest;
    const struct field *field = &f->form->fields[s->field];
    bool grows = field->width == 0 && (field->type == FT_UNIT || field->type == FT_PERSON || field->type == FT_TEXT);
    return !s->tall && !grows && room > 3 && box_width(f, s, room + 2) <= room;
}

/* Gives the shown slots of one section (or all: -1) their cells. */
static void place_section(struct fields *f, struct grid *g, int section)
{
    for (size_t i = 0; i < f->n; i++) {
        struct slot *s = &f->slots[i];
        if (!s->shown || (section >= 0 && section_of(f, s) != section))
            continue;
        s->wide = s->tall || (f->paired && !is_short(f, g, s));
        if (s->wide || g->cell == g->columns)
            new_row(g);
        s->row = g->row;
        s->col = s->wide ? 0 : g->cell;
        s->lines = box_lines(f, s);
        int label = text_width(label_text(f, s));
        if (label > g->labels[s->col])
            g->labels[s->col] = label;
        if (s->tall) {
            g->row += s->lines;
        } else {
            g->cell = s->wide ? g->columns : g->cell + 1;
        }
    }
    new_row(g);
}

static bool section_used(const struct fields *f, int section)
{
    for (size_t i = 0; i < f->n; i++)
        if (f->slots[i].shown && section_of(f, &f->slots[i]) == section)
            return true;
    return false;
}

/* Labels take what the longest in their column needs, at most half of a cell. */
static void place_boxes(struct fields *f, const struct grid *g)
{
    for (size_t i = 0; i < f->n; i++) {
        struct slot *s = &f->slots[i];
        if (!s->shown)
            continue;
        int cell = s->col * g->width, label = g->labels[s->col];
        int room = s->wide ? f->cols - MARGIN : g->width;
        if (label > g->width / 2)
            label = g->width / 2;
        s->label = label;
        s->col = cell + MARGIN;
        s->x = s->col + label + GAP;
        s->width = box_width(f, s, room - MARGIN - label - GAP - GAP);
    }
}

/* Places everything, with `gap` blank rows before a section. Returns the rows taken. */
static int place(struct fields *f, struct grid *g, int gap)
{
    *g = (struct grid){.columns = g->columns, .width = g->width, .widest = g->widest};
    f->nheadings = 0;
    if (f->form->nsections < 2 || f->mode == FIELDS_ASK) {
        place_section(f, g, -1);
        return g->row;
    }
    for (size_t i = 0; i < f->form->nsections; i++) {
        if (!section_used(f, (int)i))
            continue;
        g->row += f->nheadings > 0 ? gap : 0;
        f->headings[f->nheadings++] = (struct heading){.row = g->row++, .section = (int)i};
        place_section(f, g, (int)i);
    }
    return g->row + gap;
}

void fields_layout(struct fields *f, int rows, int cols)
{
    struct grid g = {.columns = f->paired ? 2 : columns_for(cols)};
    f->rows = rows;
    f->cols = cols;
    if ((size_t)g.columns > f->n && f->n > 0)
        g.columns = (int)f->n;
    g.width = (cols - 1) / g.columns;
    for (size_t i = 0; f->paired && i < f->n; i++) {
        int label = f->slots[i].shown ? text_width(label_text(f, &f->slots[i])) : 0;
        label = label < g.width / 2 ? label : g.width / 2;
        g.widest = label > g.widest ? label : g.widest;
    }
    f->button_row = place(f, &g, 1);
    if (f->button_row + 2 > rows)
        f->button_row = place(f, &g, 0);
    place_boxes(f, &g);
    f->content = f->button_row + 1;
    f->all = true;
    popup_close(f);
    fields_scroll(f);
}

/* The last row of the window is the hint's. */
void fields_scroll(struct fields *f)
{
    int view = f->rows - 1, row = f->button_row, last = f->button_row, top = f->top;
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
