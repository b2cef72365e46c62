/* Child rows: a JSON array of arrays in the order of the children, edited in a grid of their own. */
#include "dialog.h"
#include "fields.h"

#define ROWS_MAX 200

struct items {
    const struct field *field;
    char *(*cells); /* nrows × nchildren texts */
    size_t nrows;
};

/* ---- JSON, as base writes it: arrays, strings, numbers, null ---- */

static const char *blank(const char *p)
{
    while (*p == ' ' || *p == '\n' || *p == '\t')
        p++;
    return p;
}

static void add_codepoint(struct buf *out, unsigned c)
{
    if (c < 0x80) {
        buf_addc(out, (char)c);
    } else if (c < 0x800) {
        buf_addc(out, (char)(0xc0 | (c >> 6)));
        buf_addc(out, (char)(0x80 | (c & 0x3f)));
    } else {
        buf_addc(out, (char)(0xe0 | (c >> 12)));
        buf_addc(out, (char)(0x80 | ((c >> 6) & 0x3f)));
        buf_addc(out, (char)(0x80 | (c & 0x3f)));
    }
}

static const char *escaped(const char *p, struct buf *out)
{
    static const char letter[] = "bfnrt", plain[] = "\b\f\n\r\t";
    const char *at = *p ? strchr(letter, *p) : NULL;
    unsigned c;
    if (at) {
        buf_addc(out, plain[at - letter]);
    } else if (*p == 'u' && sscanf(p + 1, "%4x", &c) == 1 && strlen(p) >= 5) {
        add_codepoint(out, c);
        return p + 5;
    } else if (*p) {
        buf_addc(out, *p);
    }
    return *p ? p + 1 : p;
}

/* One value as text at p; returns behind it. */
static const char *value_at(const char *p, struct buf *out)
{
    buf_clear(out);
    buf_add(out, "");
    if (*p != '"') {
        size_t n = strcspn(p, ",] \n\t");
        if (strncmp(p, "null", 4) != 0)
            buf_addn(out, p, n);
        return p + n;
    }
    for (p++; *p && *p != '"';) {
        if (*p == '\\')
            p = escaped(p + 1, out);
        else
            buf_addc(out, *p++);
    }
    return *p ? p + 1 : p;
}

static void row_insert(struct items *t, size_t at)
{
    size_t n = t->field->nchildren;
    t->cells = mem_resize(t->cells, (t->nrows + 1) * n + 1, sizeof *t->cells);
    memmove(t->cells + (at + 1) * n, t->cells + at * n, (t->nrows - at) * n * sizeof *t->cells);
    for (size_t i = 0; i < n; i++)
        t->cells[at * n + i] = mem_dup("");
    t->nrows++;
}

static void row_delete(struct items *t, size_t at)
{
    size_t n = t->field->nchildren;
    for (size_t i = 0; i < n; i++)
        free(t->cells[at * n + i]);
    memmove(t->cells + at * n, t->cells + (at + 1) * n, (t->nrows - at - 1) * n * sizeof *t->cells);
    t->nrows--;
}

static void items_free(struct items *t)
{
    while (t->nrows > 0)
        row_delete(t, t->nrows - 1);
    free(t->cells);
}

static void items_parse(struct items *t, const char *json)
{
    struct buf text = {0};
    const char *p = blank(json ? json : "");
    if (*p == '[')
        p = blank(p + 1);
    while (*p == '[' && t->nrows < ROWS_MAX) {
        row_insert(t, t->nrows);
        p = blank(p + 1);
        for (size_t i = 0; *p && *p != ']'; i++) {
            p = blank(value_at(p, &text));
            if (i < t->field->nchildren) {
                char **cell = &t->cells[(t->nrows - 1) * t->field->nchildren + i];
                free(*cell);
                *cell = mem_dup(text.s);
            }
            if (*p == ',')
                p = blank(p + 1);
        }
        p = blank(*p ? p + 1 : p);
        if (*p == ',')
            p = blank(p + 1);
    }
    buf_free(&text);
}

static bool row_empty(const struct items *t, size_t row)
{
    for (size_t i = 0; i < t->field->nchildren; i++)
        if (t->cells[row * t->field->nchildren + i][0])
            return false;
    return true;
}

static char *items_pack(const struct items *t)
{
    struct buf out = {0};
    bool first = true;
    buf_addc(&out, '[');
    for (size_t r = 0; r < t->nrows; r++) {
        if (row_empty(t, r))
            continue;
        buf_add(&out, first ? "[" : ",[");
        first = false;
        for (size_t i = 0; i < t->field->nchildren; i++) {
            const char *cell = t->cells[r * t->field->nchildren + i];
            if (i > 0)
                buf_addc(&out, ',');
            buf_add_json(&out, cell[0] ? cell : NULL);
        }
        buf_addc(&out, ']');
    }
    buf_addc(&out, ']');
    return buf_take(&out);
}

char *grid_show(const struct field *field, const char *json, enum lang lang)
{
    struct items t = {.field = field};
    struct buf out = {0};
    (void)lang;
    items_parse(&t, json);
    for (size_t r = 0; r < t.nrows; r++) {
        if (r > 0)
            buf_addc(&out, '\n');
        for (size_t i = 0; i < field->nchildren; i++)
            buf_addf(&out, "%s%s", i ? "  " : "", t.cells[r * field->nchildren + i]);
    }
    items_free(&t);
    return buf_take(&out);
}

/* ---- the grid ---- */

struct grid {
    struct items items;
    struct app *app;
    struct edit *edit;
    size_t row, child;
    int widths[16], top;
};

static void widths(struct grid *g, int cols)
{
    const struct field *field = g->items.field;
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
    return &g->items.cells[g->row * g->items.field->nchildren + g->child];
}

static void load(struct grid *g)
{
    if (g->row >= g->items.nrows)
        row_insert(&g->items, g->items.nrows);
    edit_set(g->edit, *cell_now(g));
}

/* Checks the cell by its type; false: refused, said. */
static bool store(struct grid *g)
{
    const struct field *child = &g->items.field->children[g->child];
    struct value v = {0};
    char *typed = text_trim(edit_text(g->edit));
    if (typed[0] && field_parse(child, typed, clock_now(), &v) < 0) {
        app_say(g->app, INK_ALERT, "%s", fault_text());
        free(typed);
        return false;
    }
    free(*cell_now(g));
    *cell_now(g) = typed[0] ? field_plain(child, &v) : mem_dup("");
    value_clear(&v);
    free(typed);
    return true;
}

static void draw(struct grid *g, struct box *b)
{
    const struct field *field = g->items.field;
    int rows = b->rows - 2;
    box_clear(b);
    if ((int)g->row < g->top)
        g->top = (int)g->row;
    if ((int)g->row >= g->top + rows)
        g->top = (int)g->row - rows + 1;
    for (int line = -1; line < rows && g->top + line < (int)g->items.nrows; line++) {
        int x = 0;
        for (size_t i = 0; i < field->nchildren && i < 16; x += g->widths[i] + 2, i++) {
            const struct field *child = &field->children[i];
            size_t row = (size_t)(g->top + line);
            if (line < 0) {
                box_text(b, 0, x, g->widths[i], INK_LABEL, label_of(&child->label, app_lang(g->app), child->name));
            } else if (row == g->row && i == g->child) {
                box_edit(b, line + 1, x, g->widths[i], g->edit, false);
            } else {
                box_text(b, line + 1, x, g->widths[i], INK_FIELD, g->items.cells[row * field->nchildren + i]);
            }
        }
    }
    box_text(b, b->rows - 1, 0, b->cols, INK_QUIET, _("Enter next  Ctrl-D delete row  F4 done  F12 give up"));
}

static void step(struct grid *g, int rows, int children)
{
    if (!store(g))
        return;
    int child = (int)g->child + children, n = (int)g->items.field->nchildren;
    int row = (int)g->row + rows;
    if (child >= n) {
        child = 0;
        row++;
    } else if (child < 0) {
        child = row > 0 ? n - 1 : 0;
        row--;
    }
    if (row > (int)g->items.nrows || row >= ROWS_MAX)
        row = (int)g->items.nrows - 1;
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
        row_delete(&g->items, g->row);
        if (g->row > 0 && g->row >= g->items.nrows)
            g->row--;
        load(g);
        return 0;
    default:
        (void)line_key(g->edit, ev);
        return 0;
    }
}

bool grid_edit(struct fields *f, struct slot *s)
{
    struct grid g = {.app = f->app, .items = {.field = &f->form->fields[s->field]}};
    struct box b = {0};
    int said = 0;
    if (g.items.field->nchildren == 0 || s->readonly)
        return false;
    items_parse(&g.items, f->r->v[s->field].kind == VAL_TEXT ? f->r->v[s->field].s : "");
    g.edit = edit_new("", false, 200);
    load(&g);
    while (said == 0) {
        struct key_event ev;
        box_open(&b, f->app, label_of(&g.items.field->label, app_lang(f->app), g.items.field->name), 12, 72);
        widths(&g, b.cols);
        draw(&g, &b);
        box_read(&b, &ev);
        said = key(&g, &ev);
    }
    box_close(&b);
    if (said > 0) {
        char *json = items_pack(&g.items);
        value_text(&f->r->v[s->field], strcmp(json, "[]") == 0 ? NULL : json);
        free(json);
        f->touched[s->field] = true;
        fields_changed(f);
        fields_layout(f, f->rows, f->cols);
    }
    edit_free(g.edit);
    items_free(&g.items);
    f->all = true;
    return said > 0;
}
