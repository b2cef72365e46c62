/* Child rows edited in a grid of their own. */
#include "dialog/dialog.h"
#include "field/fields.h"
#include "field/fields_rows.h"
#include "view/scroll.h"

/* ---- the grid ---- */

struct grid {
    struct fields *fields;
    const struct slot *slot;
    bool typed; /* something that F12 would lose */
    struct item_rows rows;
    struct app *app;
    struct edit *edit;
    size_t row, child;
    int widths[16], top;
};

static void widths(struct grid *g, int cols)
{
    const struct field *field = g->rows.field;
    int n = (int)(field->nchildren < 16 ? field->nchildren : 16), used = 0, flexible = 0;
    for (int i = 0; i < n; i++) {
        const struct field *child = &field->children[i];
        const char *label = label_of(&child->label, app_lang(g->app), child->name);
        g->widths[i] = field_width(child) > text_width(label) ? field_width(child) : text_width(label);
        if (child->type == FT_TEXT && child->width == 0)
            flexible = i;
        used += g->widths[i] + 2;
    }
    if (n > 0)
        g->widths[flexible] += cols - used > -g->widths[flexible] + 4 ? cols - used : 4 - g->widths[flexible];
}

static char **cell_now(struct grid *g)
{
    return &g->rows.cells[g->row * g->rows.field->nchildren + g->child];
}

static void load(struct grid *g)
{
    if (g->row >= g->rows.n)
        row_insert(&g->rows, g->rows.n);
    edit_set(g->edit, *cell_now(g));
}

/* Checks the cell by its type; false: refused, said. */
static bool store(struct grid *g)
{
    const struct field *child = &g->rows.field->children[g->child];
    struct value v = {0};
    char *typed = text_trim(edit_text(g->edit));
    if (typed[0] && field_parse(child, typed, clock_now(), &v) < 0) {
        app_say(g->app, INK_ALERT, "%s", fault_text());
        free(typed);
        return false;
    }
    free(*cell_now(g));
    *cell_now(g) = typed[0] ? field_show(child, &v, g->rows.lang, clock_now()) : mem_dup("");
    value_clear(&v);
    free(typed);
    return true;
}

static void draw_grid(struct box *b, void *arg)
{
    struct grid *g = arg;
    const struct field *field = g->rows.field;
    box_open(b, g->app, label_of(&field->label, app_lang(g->app), field->name), 12, 72);
    widths(g, b->cols);
    int rows = b->rows - 2;
    box_clear(b);
    g->top = scroll_top((int)g->row, g->top, rows);
    for (int line = -1; line < rows && g->top + line < (int)g->rows.n; line++) {
        int x = 0;
        for (size_t i = 0; i < field->nchildren && i < 16; x += g->widths[i] + 2, i++) {
            const struct field *child = &field->children[i];
            size_t row = (size_t)g->top + (size_t)line;
            if (line < 0) {
                box_text(b, 0, x, g->widths[i], INK_LABEL, label_of(&child->label, app_lang(g->app), child->name));
            } else if (row == g->row && i == g->child) {
                box_edit(b, line + 1, x, g->widths[i], g->edit, false);
            } else {
                box_text(b, line + 1, x, g->widths[i], INK_FIELD, g->rows.cells[row * field->nchildren + i]);
            }
        }
    }
    box_text(b, b->rows - 1, 0, b->cols, INK_QUIET, _("Enter next  Ctrl-D delete row  F4 done  F12 give up"));
}

static void step(struct grid *g, int rows, int children)
{
    if (!store(g))
        return;
    int child = (int)g->child + children, n = (int)g->rows.field->nchildren;
    int row = (int)g->row + rows;
    if (child >= n) {
        child = 0;
        row++;
    } else if (child < 0) {
        child = row > 0 ? n - 1 : 0;
        row--;
    }
    if (row > (int)g->rows.n || row >= ROWS_MAX)
        row = (int)g->rows.n - 1;
    g->row = row > 0 ? (size_t)row : 0;
    g->child = (size_t)child;
    load(g);
}

/* 0 goes on, 1 done, -1 given up. */
static int key(struct grid *g, const struct key_event *ev)
{
    switch (ev->code) {
    case K_F4:
    case K_CTRL + 's':
        return store(g) ? 1 : 0;
    case K_F12:
    case K_ESC:
    case K_CTRL + 'c':
        return !g->typed || dialog_yes(g->app, _("Leave these rows as they were before?")) ? -1 : 0;
    case K_HANGUP:
        return -1;
    case K_ENTER:
    case K_TAB:
        step(g, 0, 1);
        return 0;
    case K_BACKTAB:
        step(g, 0, -1);
        return 0;
    case K_UP:
        step(g, -1, 0);
        return 0;
    case K_DOWN:
        step(g, 1, 0);
        return 0;
    case K_CTRL + 'd':
        row_delete(&g->rows, g->row);
        g->typed = true;
        if (g->row > 0 && g->row >= g->rows.n)
            g->row--;
        load(g);
        return 0;
    default:
        g->typed = line_key(g->edit, ev) == TYPED_CHANGED || g->typed;
        return 0;
    }
}

/* The rows into the record; false: refused, said. */
static bool take(struct grid *g)
{
    char *why = NULL, *json = item_rows_pack(&g->rows);
    int rc = slot_enter(g->fields, g->fields->r, g->slot, json, &why);
    free(json);
    if (rc < 0)
        app_say(g->app, INK_ALERT, "%s", why ? why : fault_text());
    free(why);
    return rc >= 0;
}

static int grid_key(void *arg, const struct key_event *ev)
{
    struct grid *g = arg;
    app_say(g->app, INK_NORMAL, "%s", ""); /* what the key before was told */
    int said = key(g, ev);
    return said > 0 && !take(g) ? 0 : said;
}

static bool grid_edit(struct fields *f, struct slot *s)
{
    struct grid g = {
        .fields = f, .slot = s, .app = f->app, .rows = {.field = &f->form->fields[s->field], .lang = app_lang(f->app)}};
    if (g.rows.field->nchildren == 0 || s->readonly)
        return false;
    item_rows_parse(&g.rows, f->r->v[s->field].kind == VAL_TEXT ? f->r->v[s->field].s : "");
    g.edit = edit_new("", false, 200);
    load(&g);
    int said = box_run(f->app, draw_grid, grid_key, &g);
    if (said > 0) {
        f->touched[s->field] = true;
        fields_changed(f);
        fields_layout(f, f->rows, f->cols);
    }
    edit_free(g.edit);
    item_rows_free(&g.rows);
    f->all = true;
    return said > 0;
}

bool slot_items(struct fields *f, struct slot *s)
{
    if (!grid_edit(f, s))
        return false;
    f->serial++;
    slot_mend(s);
    return true;
}
