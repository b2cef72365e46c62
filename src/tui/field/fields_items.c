/* Child rows edited in a grid of their own. */
#include "dialog/dialog.h"
#include "field/fields.h"
#include "field/fields_files.h"
#include "view/scroll.h"

#include <stdlib.h>

/* ---- the grid ---- */

enum { COLUMNS_MOST = 16, GRID_ROWS = 12, GRID_ROWS_MOST = 30 };

struct grid {
    struct fields *fields;
    const struct slot *slot;
    bool typed;   /* something that F12 would lose */
    bool changed; /* the cell at hand */
    bool whole;   /* what is typed next replaces what stands in it */
    struct item_table rows;
    struct app *app;
    struct edit *edit;
    size_t row, child;
    int lines; /* of the box: more for a long table */
    int widths[COLUMNS_MOST], top;
};

static const struct field *column(const struct grid *g, size_t i)
{
    return &g->rows.f->children[i];
}

/* The hash of a file takes the room that its name needs, and tells nobody anything. */
static bool hidden(const struct field *f, size_t i)
{
    return field_takes_files(f) && i == FILE_HASH;
}

static const char *column_label(const struct grid *g, size_t i)
{
    return label_of(&column(g, i)->label, app_lang(g->app), column(g, i)->name);
}

static void widths(struct grid *g, int cols)
{
    int n = (int)g->rows.f->nchildren, used = 0, flexible = 0;
    for (int i = 0; i < n; i++) {
        const struct field *child = column(g, (size_t)i);
        int label = text_width(column_label(g, (size_t)i)) + (child->required ? 1 : 0);
        g->widths[i] = field_width(child) > label ? field_width(child) : label;
        if (child->type == FT_TEXT && child->width == 0)
            flexible = i;
        if (hidden(g->rows.f, (size_t)i))
            g->widths[i] = -2; /* with the gap behind it: nothing */
        used += g->widths[i] + 2;
    }
    if (n > 0)
        g->widths[flexible] += cols - used > -g->widths[flexible] + 4 ? cols - used : 4 - g->widths[flexible];
}

static char *grid_text(const struct grid *g, size_t row, size_t child)
{
    return desk_value_show(g->fields->desk, column(g, child), &items_row(&g->rows, row)[child]);
}

static void load(struct grid *g)
{
    if (g->row >= g->rows.n)
        items_insert(&g->rows, g->rows.n);
    char *text = grid_text(g, g->row, g->child);
    edit_set(g->edit, text);
    g->whole = text[0] != '\0';
    free(text);
    g->changed = false;
}

/* What was typed into the cell; false: refused, said. */
static bool store(struct grid *g)
{
    if (!g->changed)
        return true;
    char *typed = text_trim(edit_text(g->edit));
    int rc = desk_cell_enter(g->fields->desk, g->fields->r, &g->rows, g->row, g->child, typed);
    free(typed);
    if (rc < 0)
        app_say(g->app, INK_ALERT, "%s", fault_text());
    g->changed = rc < 0;
    return rc >= 0;
}

/* ---- drawing ---- */

static bool reachable(const struct grid *g, int child)
{
    return !column(g, (size_t)child)->compute && !column(g, (size_t)child)->kept;
}

static void draw_cell(struct box *b, const struct grid *g, int line, int x, size_t child, enum ink ink, const char *s)
{
    if (hidden(g->rows.f, child))
        return;
    int gap = field_types[column(g, child)->type].right ? g->widths[child] - text_width(s) : 0;
    box_text(b, line, x + (gap > 0 ? gap : 0), g->widths[child], ink, s);
}

static void draw_heads(struct box *b, const struct grid *g)
{
    for (size_t i = 0, x = 0; i < g->rows.f->nchildren; x += (size_t)g->widths[i] + 2, i++) {
        bool must = desk_cell_required(g->fields->desk, g->fields->r, &g->rows, g->row, i);
        char *head = mem_printf("%s%s", must ? "*" : "", column_label(g, i));
        draw_cell(b, g, 0, (int)x, i, INK_LABEL, head);
        free(head);
    }
}

static void draw_row(struct box *b, const struct grid *g, int line, size_t row)
{
    for (size_t i = 0, x = 0; i < g->rows.f->nchildren; x += (size_t)g->widths[i] + 2, i++) {
        if (row == g->row && i == g->child) {
            box_edit(b, line, (int)x, g->widths[i], g->edit, false);
            continue;
        }
        char *text = grid_text(g, row, i);
        draw_cell(b, g, line, (int)x, i, !reachable(g, (int)i) ? INK_NORMAL : INK_FIELD, text);
        free(text);
    }
}

/* The rows that have something in them. */
static char **totals_of(const struct grid *g)
{
    struct item_table filled = g->rows;
    size_t n = filled.n;
    while (n > 0 && items_row_empty(&g->rows, n - 1))
        n--;
    filled.n = n;
    return items_total_line(&filled, app_lang(g->app), clock_now());
}

static void draw_grid(struct box *b, void *arg)
{
    static const struct box_key keys[] = {{K_F4, N_("Done")},
                                          {K_ENTER, N_("Next")},
                                          {K_CTRL + 'd', N_("Delete row")},
                                          {K_F3, N_("Inbox")},
                                          {K_F12, N_("Give up")}};
    static const struct box_key plain[] = {
        {K_F4, N_("Done")}, {K_ENTER, N_("Next")}, {K_CTRL + 'd', N_("Delete row")}, {K_F12, N_("Give up")}};
    struct grid *g = arg;
    const struct field *field = g->rows.f;
    bool files = field_takes_files(field);
    b->keys = files ? keys : plain;
    b->nkeys = files ? ARRAY_LEN(keys) : ARRAY_LEN(plain);
    box_open(b, g->app, label_of(&field->label, app_lang(g->app), field->name), g->lines);
    widths(g, b->cols);
    char **totals = totals_of(g);
    int rows = b->rows - 1 - files - (totals != NULL);
    box_clear(b);
    g->top = scroll_top((int)g->row, g->top, rows);
    draw_heads(b, g);
    for (int line = 0; line < rows && g->top + line < (int)g->rows.n; line++)
        draw_row(b, g, line + 1, (size_t)g->top + (size_t)line);
    for (size_t i = 0, x = 0; totals && i < field->nchildren; x += (size_t)g->widths[i] + 2, i++)
        draw_cell(b, g, b->rows - 1 - files, (int)x, i, INK_TITLE, totals[i]);
    field_rows_free(field, totals, 1);
    if (files)
        box_text(b, b->rows - 1, 0, b->cols, INK_QUIET, _("Type a path, or F3 chooses from the inbox"));
}

/* ---- keys ---- */

static void step(struct grid *g, int rows, int children)
{
    if (!store(g))
        return;
    int child = (int)g->child, n = (int)g->rows.f->nchildren, row = (int)g->row + rows;
    for (int tried = 0; children != 0 && (tried == 0 || (!reachable(g, child) && tried < n)); tried++) {
        child += children;
        row += child >= n ? 1 : child < 0 ? -1 : 0;
        child = child >= n ? 0 : child < 0 ? n - 1 : child;
    }
    if (row >= ITEMS_MOST) {
        app_say(g->app, INK_WARN, _("At most %d rows."), ITEMS_MOST);
        return;
    }
    bool first = row < 0;
    if (row > (int)g->rows.n || (row == (int)g->rows.n && items_row_empty(&g->rows, g->rows.n - 1)))
        row = (int)g->rows.n - 1;
    g->row = row > 0 ? (size_t)row : 0;
    g->child = first && children < 0 ? g->child : (size_t)child;
    load(g);
}

static void delete_row(struct grid *g)
{
    items_delete(&g->rows, g->row);
    g->typed = true;
    if (g->row > 0 && g->row >= g->rows.n)
        g->row--;
    load(g);
}

/* One that the inbox offers, in the first row that is free. */
static void offer(struct grid *g, bool first)
{
    bool any = true;
    char *name = store(g) ? files_choose(g->app, &g->rows, &any) : NULL;
    if (!name) {
        if (!any && !first)
            app_say(g->app, INK_WARN, _("There is nothing in the inbox."));
        return;
    }
    if (g->rows.n == 0 || !items_row_empty(&g->rows, g->rows.n - 1))
        items_insert(&g->rows, g->rows.n);
    g->row = g->rows.n - 1;
    if (desk_cell_enter(g->fields->desk, g->fields->r, &g->rows, g->row, FILE_NAME, name) < 0)
        app_say(g->app, INK_ALERT, "%s", fault_text());
    else
        g->typed = true;
    free(name);
    load(g);
}

static void type(struct grid *g, const struct key_event *ev)
{
    bool text = ev->code == K_TEXT || ev->code == K_PASTE;
    if (text && g->whole)
        (void)edit_kill(g->edit, EDIT_KILL_ALL);
    g->whole = false;
    if (line_key(g->edit, ev) == TYPED_CHANGED)
        g->changed = g->typed = true;
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
    case K_PGUP:
    case K_PGDN:
        for (int i = 0; i < g->lines - 4; i++)
            step(g, ev->code == K_PGUP ? -1 : 1, 0);
        return 0;
    case K_CTRL + 'd':
        delete_row(g);
        return 0;
    case K_F3:
        if (field_takes_files(g->rows.f))
            offer(g, false);
        return 0;
    default:
        type(g, ev);
        return 0;
    }
}

/* The rows into the record; false: refused, said, at its cell. */
static bool take(struct grid *g)
{
    size_t row, child;
    if (desk_rows_close(g->fields->desk, g->fields->r, g->slot->field, &g->rows, &row, &child) >= 0)
        return true;
    app_say(g->app, INK_ALERT, "%s", fault_text());
    if (row < g->rows.n) {
        g->row = row;
        g->child = child;
        load(g);
    }
    return false;
}

/* The line has dropped: the rows go into the draft, those, too, that are not complete yet. */
static int hung_up(struct grid *g)
{
    if (!store(g) || !g->typed)
        fault_clear(); /* what stood in that cell was none of its values */
    if (!g->typed)
        return -1;
    if (!take(g)) {
        char *json = items_write(&g->rows, false);
        value_text(&g->fields->r->v[g->slot->field], json);
        free(json);
    }
    return 1;
}

static int grid_key(void *arg, const struct key_event *ev)
{
    struct grid *g = arg;
    if (ev->code == K_HANGUP)
        return hung_up(g);
    app_say(g->app, INK_NORMAL, "%s", ""); /* what the key before was told */
    int said = key(g, ev);
    return said > 0 && !take(g) ? 0 : said;
}

static void begin_row(struct grid *g, const struct key_event *typed)
{
    if (g->rows.n > 0 && g->rows.n < ITEMS_MOST && !items_row_empty(&g->rows, g->rows.n - 1))
        g->row = g->rows.n;
    load(g);
    type(g, typed);
}

static void run_grid(struct grid *g, struct slot *s, const struct key_event *typed)
{
    struct fields *f = g->fields;
    int wanted = (int)g->rows.n + 5;
    g->lines = wanted < GRID_ROWS ? GRID_ROWS : wanted > GRID_ROWS_MOST ? GRID_ROWS_MOST : wanted;
    while (g->child + 1 < g->rows.f->nchildren && !reachable(g, (int)g->child))
        g->child++;
    load(g);
    if (typed)
        begin_row(g, typed);
    else if (field_takes_files(g->rows.f) && g->rows.n == 1 && items_row_empty(&g->rows, 0))
        offer(g, true);
    int said = box_run(f->app, draw_grid, grid_key, g);
    if (said > 0) {
        f->touched[s->field] = true;
        f->serial++;
        slot_mend(s);
        fields_changed(f);
        fields_layout(f, f->rows, f->cols);
    }
    f->all = true;
}

bool slot_items(struct fields *f, struct slot *s, const struct key_event *typed)
{
    const struct field *field = &f->form->fields[s->field];
    const struct value *v = &f->r->v[s->field];
    struct grid g = {.fields = f, .slot = s, .app = f->app};
    int64_t serial = f->serial;
    if (field->nchildren == 0 || s->readonly)
        return false;
    if (items_read(field, v->kind == VAL_TEXT ? v->s : NULL, clock_now(), false, &g.rows) < 0)
        fault_clear(); /* damaged rows show as none; saving refuses them with a reason */
    g.edit = edit_new("", false, 200);
    run_grid(&g, s, typed);
    edit_free(g.edit);
    items_free(&g.rows);
    return f->serial != serial;
}

static void add_line(const struct fields *f, struct buf *out, const struct item_table *t, size_t row)
{
    for (size_t i = 0; i < t->f->nchildren; i++) {
        if (hidden(t->f, i))
            continue;
        char *text = desk_value_show(f->desk, &t->f->children[i], &items_row(t, row)[i]);
        buf_addf(out, "%s%s", i ? "  " : "", text);
        free(text);
    }
}

char *slot_items_text(const struct fields *f, int field)
{
    const struct value *v = &f->r->v[field];
    struct item_table t;
    struct buf out = {0};
    if (items_read(&f->form->fields[field], v->kind == VAL_TEXT ? v->s : NULL, clock_now(), false, &t) < 0)
        fault_clear();
    for (size_t row = 0; row < t.n; row++) {
        buf_add(&out, row > 0 ? "\n" : "");
        add_line(f, &out, &t, row);
    }
    char **totals = t.n ? items_total_line(&t, app_lang(f->app), clock_now()) : NULL;
    bool begun = false;
    for (size_t i = 0; totals && i < t.f->nchildren; i++) {
        if (*totals[i])
            buf_addf(&out, "%s%s", begun ? "  " : "\n", totals[i]);
        begun |= *totals[i] != 0;
    }
    field_rows_free(t.f, totals, 1);
    items_free(&t);
    return buf_take(&out);
}
