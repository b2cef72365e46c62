/* How a list looks: columns by the width there is, cells, the bar, the record beside it. */
#include "app.h"
#include "view/list.h"
#include "view/record_paper.h"
#include "show.h"

#include <stdlib.h>
#include <string.h>

#define MARKS 2        /* columns for '>' and '*' */
#define TEXT_LEAST 10  /* a text column is not made narrower */
#define CHOICE_LEAST 8 /* nor one of choices or states */

bool list_tagged(const struct list *l, int64_t id)
{
    for (size_t i = 0; i < l->ntags; i++)
        if (l->tags[i] == id)
            return true;
    return false;
}

/* ---- columns ------------------------------------------------------------------------------ */

static bool is_number(const struct field *f)
{
    return f->type == FT_INT || f->type == FT_MONEY || f->type == FT_DURATION;
}

static bool stretches(const struct field *f)
{
    return !f->system && (f->type == FT_TEXT || f->type == FT_NOTE || (f->type == FT_COMPUTED && !f->width));
}

static int column_width(const struct list *l, const struct list_column *c)
{
    const struct field *f = &l->form->fields[c->field];
    int width = c->width ? c->width : field_width(f);
    int label = text_width(label_of(&f->label, app_lang(l->view.app), f->name));

    if (label > width)
        width = label < 12 ? label : 12;
    return width > 40 ? 40 : width;
}

void list_drop_cells(struct list *l)
{
    if (l->cells)
        for (size_t i = 0; i < l->page.n * l->ncolumns; i++)
            free(l->cells[i]);
    free(l->cells);
    l->cells = NULL;
}

static int least_width(const struct list *l, const struct list_column *c)
{
    const struct field *f = &l->form->fields[c->field];
    int width = column_width(l, c), least = stretches(f) ? TEXT_LEAST : f->type == FT_ENUM ? CHOICE_LEAST : width;

    return width > least ? least : width;
}

/* Columns that are left over: texts get what they wish, the last one all the rest. */
static void share_out(struct list *l, int left)
{
    struct list_cell *last = NULL;

    for (size_t i = 0; i < l->ncolumns && left > 0; i++) {
        struct list_cell *c = &l->columns[i];
        int more = c->wish - c->width < left ? c->wish - c->width : left;
        c->width += more;
        left -= more;
        if (stretches(&l->form->fields[c->field]))
            last = c;
    }
    if (last && left > 0)
        last->width += left;
}

/* Columns from the left while they fit, texts at their narrowest; the state, which says what can be done,
 * always has its place. */
void list_columns(struct list *l)
{
    const struct list_rule *rule = list_rule_of(l);
    int state = form_sys(l->form, SYS_STATE), room = l->table_cols - MARKS, used = 0;

    list_drop_cells(l);
    free(l->columns);
    l->columns = mem_alloc((rule->ncolumns + 1) * sizeof(*l->columns));
    l->ncolumns = 0;
    for (size_t i = 0; i < rule->ncolumns; i++)
        if (rule->columns[i].field == state)
            room -= least_width(l, &rule->columns[i]) + 1;
    for (size_t i = 0; i < rule->ncolumns; i++) {
        const struct list_column *c = &rule->columns[i];
        int width = least_width(l, c);
        if (c->field == state)
            room += width + 1;
        else if (used + width > room && l->ncolumns)
            continue;
        l->columns[l->ncolumns++] = (struct list_cell){.field = c->field,
                                                       .width = width,
                                                       .wish = column_width(l, c),
                                                       .right = is_number(&l->form->fields[c->field])};
        used += width + 1;
    }
    share_out(l, room - used + 1);
    for (size_t i = 0, x = MARKS; i < l->ncolumns; i++) {
        l->columns[i].x = (int)x;
        x += (size_t)l->columns[i].width + 1;
    }
}

void list_cells(struct list *l)
{
    list_drop_cells(l);
    l->cells = mem_alloc((l->page.n * l->ncolumns + 1) * sizeof(*l->cells));
    for (size_t i = 0; i < l->page.n; i++) {
        for (size_t c = 0; c < l->ncolumns; c++) {
            char *text = value_show(l->view.app, l->page.v[i], l->columns[c].field);
            for (char *p = text; (p = strchr(p, '\n'));)
                *p = ' ';
            l->cells[i * l->ncolumns + c] = text;
        }
    }
}

/* ---- drawing -------------------------------------------------------------------------------- */

static int head_rows(const struct list *l)
{
    return l->form->nlists > 1 ? 2 : 1;
}

static void draw_lists(struct list *l, WINDOW *w)
{
    int x = 1;
    enum lang lang = app_lang(l->view.app);

    draw_fill(w, 0, 0, l->table_cols, INK_NORMAL);
    for (size_t i = 0; i < l->form->nlists; i++) {
        const char *label = label_of(&l->form->lists[i].label, lang, l->form->lists[i].name);
        bool now = (int)i == l->which;
        char *text = mem_printf(now ? "[%s]" : " %s ", label);
        int width = text_width(text);
        if (x + width < l->table_cols)
            draw_text(w, 0, x, width, now ? INK_TITLE : INK_QUIET, text);
        x += width + 1;
        free(text);
    }
}

static void draw_head(struct list *l, WINDOW *w)
{
    int y = head_rows(l) - 1;

    draw_fill(w, y, 0, l->table_cols, INK_LABEL);
    for (size_t c = 0; c < l->ncolumns; c++) {
        const struct list_cell *cell = &l->columns[c];
        const struct field *f = &l->form->fields[cell->field];
        const char *label = label_of(&f->label, app_lang(l->view.app), f->name);
        if (cell->right)
            draw_text_right(w, y, cell->x, cell->width, INK_LABEL, label);
        else
            draw_text(w, y, cell->x, cell->width, INK_LABEL, label);
    }
}

static void draw_marks(struct list *l, WINDOW *w, size_t i)
{
    int y = (int)i + head_rows(l);
    bool now = i == l->at;

    draw_text(w, y, 0, 1, INK_NORMAL, now ? ">" : "");
    bool tagged = list_tagged(l, l->page.v[i]->id);
    draw_text(w, y, 1, 1, tagged ? INK_KEY : INK_NORMAL, tagged ? "*" : "");
    if (l->ncolumns)
        draw_text(w, y, l->columns[0].x, l->columns[0].width, now ? INK_CURSOR : INK_NORMAL, l->cells[i * l->ncolumns]);
}

static void draw_row(struct list *l, WINDOW *w, size_t i)
{
    int y = (int)i + head_rows(l), state = form_sys(l->form, SYS_STATE);

    draw_fill(w, y, 0, l->table_cols, INK_NORMAL);
    if (i >= l->page.n)
        return;
    draw_marks(l, w, i);
    for (size_t c = 1; c < l->ncolumns; c++) {
        const struct list_cell *cell = &l->columns[c];
        const char *text = l->cells[i * l->ncolumns + c];
        enum ink tone = cell->field == state ? state_ink(l->page.v[i]) : INK_NORMAL;
        if (cell->right)
            draw_text_right(w, y, cell->x, cell->width, tone, text);
        else
            draw_text(w, y, cell->x, cell->width, tone, text);
    }
}

static void draw_empty(struct list *l, WINDOW *w)
{
    bool narrowed = *typeahead_text(&l->filter) || l->like;

    draw_text(w, head_rows(l) + 1, 4, l->table_cols - 4, INK_QUIET,
              narrowed              ? _("No record matches. Esc shows everything.")
              : l->form->nlists > 1 ? _("No record here. F2 makes a new one, F6 shows another list.")
                                    : _("No record here. F2 makes a new one."));
}

static void draw_beside(struct list *l, WINDOW *w)
{
    int x = l->table_cols;

    if (x >= l->view.cols)
        return;
    for (int y = 0; y < l->view.rows; y++)
        draw_text(w, y, x, 2, INK_QUIET, "|");
    paper_draw(&l->preview, w, 0, x + 2, l->view.rows, l->view.cols - x - 2, 0);
}

void list_draw(struct view *v, WINDOW *w, bool all)
{
    struct list *l = (struct list *)v;
    size_t rows = list_page_rows(l);

    if (all) {
        list_columns(l);
        list_cells(l);
        l->stale = true;
    }
    if (!key_pending())
        list_read(l);
    if (l->stale) {
        if (head_rows(l) > 1)
            draw_lists(l, w);
        draw_head(l, w);
        for (size_t i = 0; i < rows; i++)
            draw_row(l, w, i);
        if (!l->page.n)
            draw_empty(l, w);
        draw_beside(l, w);
        l->stale = false;
    } else if (l->drawn != l->at && l->at < l->page.n) {
        if (l->drawn < l->page.n)
            draw_marks(l, w, l->drawn);
        draw_marks(l, w, l->at);
    }
    l->drawn = l->at;
    typeahead_caret(&l->filter, v, head_rows(l) + (int)l->at);
}
