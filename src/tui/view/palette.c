/* The box that finds: it rises over the lower part of the view below it, which stays in sight, and narrows with every
 * character. What it offers comes from the other palette files. */
#include "view/palette.h"
#include "app.h"
#include "dialog/dialog.h"

#include <stdlib.h>
#include <string.h>

enum {
    HIGHEST = 26, /* rows, however high the terminal is */
    IN_SIGHT = 4, /* rows of the view below that are never covered */
    LEAD = 2,     /* the line that is typed in, and a blank */
    FIELD = 40,   /* columns to type in */
    COUNT = 12
};

static struct palette *palette_of(struct view *v)
{
    return (struct palette *)v;
}

/* ---- rows ---------------------------------------------------------------------------------------------------------
 */

static void palette_fill(struct rows *l)
{
    struct palette *p = (struct palette *)l;
    free(p->words);
    p->words = desk_unit_said(app_desk(l->view.app), rows_filter(l));
    if (!p->words)
        p->words = mem_dup(rows_filter(l));
    bool typed = *rows_filter(l) != '\0';
    if (p->records)
        palette_add_found(p);
    if (typed || !p->records)
        palette_add_offers(p);
    if (!p->records)
        palette_add_found(p);
}

static void palette_drop(void *row)
{
    struct entry *e = row;
    record_free(e->r);
    free(e->label);
    free(e->name);
    free(e->what);
    free(e->key);
    free(e);
}

static int64_t palette_id(const void *row)
{
    const struct entry *e = row;
    return e->kind == ENTRY_RECORD ? e->id << 8 | (e->group & 0xff) : e->id;
}

static int64_t palette_record(const void *row, const struct form **f)
{
    const struct entry *e = row;
    *f = e->form;
    return e->kind == ENTRY_RECORD ? e->id : 0;
}

static void palette_columns(struct rows *l)
{
    static const struct rows_column columns[] = {
        {.id = PAL_NAME, .least = 8, .most = 40, .text = true},
        {.id = PAL_UNIT, .least = 1, .most = 14},
        {.id = PAL_WHAT, .least = 10, .most = 60, .text = true},
        {.id = PAL_DAY, .least = 1, .most = 10},
        {.id = PAL_STATE, .least = 1, .most = 12},
        {.id = PAL_PHONE, .least = 1, .most = 16},
    };
    l->group = 8;
    for (size_t i = 0; i < ARRAY_LEN(columns); i++) {
        struct rows_column c = columns[i];
        c.head = "";
        rows_column(l, c);
    }
}

static void palette_cell(struct rows *l, const void *row, const struct rows_column *c, struct rows_cell *out)
{
    struct entry *e = (struct entry *)row; /* the rows view keeps it for us */
    if (e->kind == ENTRY_RECORD)
        palette_cell_found((struct palette *)l, e, (enum palette_column)c->id, out);
    else
        palette_cell_offer((struct palette *)l, e, (enum palette_column)c->id, out);
}

/* Beside the last row of a group stands how many more it has. */
static void palette_look(struct rows *l, const void *row, struct rows_look *out)
{
    const struct entry *e = row;
    (void)l;
    out->group_ink = out->mark_ink = INK_QUIET;
    if (e->denied)
        snprintf(out->mark, sizeof out->mark, "-");
    if (e->left)
        snprintf(out->group, sizeof out->group, e->least ? _("%zu+ more ") : _("%zu more "), e->left);
    else
        snprintf(out->group, sizeof out->group, "%s ", e->label);
}

static const char *palette_empty(struct rows *l)
{
    return *rows_filter(l) ? _("Nothing found.")
                           : _("Names, pinyin initials, the last digits of a phone, numbers, units.");
}

static const struct rows_source palette_source = {
    .fill = palette_fill,
    .drop = palette_drop,
    .id = palette_id,
    .columns = palette_columns,
    .cell = palette_cell,
    .look = palette_look,
    .empty = palette_empty,
    .record = palette_record,
};

/* ---- the view -----------------------------------------------------------------------------------------------------
 */

static void palette_layout(struct view *v)
{
    struct rows *l = (struct rows *)v;
    int high = v->rows - IN_SIGHT < HIGHEST ? v->rows - IN_SIGHT : HIGHEST;
    l->lead = high > LEAD ? v->rows - high + LEAD : LEAD;
    rows_layout(v);
}

static void draw_line(struct rows *l, WINDOW *w, bool all)
{
    int y = l->lead - LEAD, x = EDGE + text_width(_("Find")) + 2, end = l->view.cols - EDGE;
    size_t found = l->nall;
    bool least = false;
    for (size_t i = 0; i < l->nall; i++) {
        found += ((const struct entry *)l->all[i])->left;
        least = least || ((const struct entry *)l->all[i])->least;
    }
    char *count =
        !*rows_filter(l) || !found ? mem_dup("") : mem_printf(least ? _("%zu+ found") : _("%zu found"), found);
    if (all) {
        (void)drawer_head(w, y, &(struct drawer){.title = _("Find"), .typed = true});
        drawer_ground(w, y + 1, LEAD - 1);
    }
    draw_text_right(w, y, end - COUNT, COUNT, ink_on(INK_QUIET, GROUND_SURFACE), count);
    int width = end - COUNT - x < FIELD ? end - COUNT - x : FIELD;
    oneline_draw(w, &(struct oneline){y, x, width > 4 ? width : 4, false, true}, l->filter);
    free(count);
}

static void palette_draw(struct view *v, WINDOW *w, bool all)
{
    struct rows *l = (struct rows *)v;
    if (all && v->below)
        view_draw_behind(v->below, w);
    rows_draw(v, w, all);
    draw_line(l, w, all);
}

/* All of the group under the bar, or, where it has no more, the first row of the next one. */
static unsigned next_group(struct palette *p)
{
    struct rows *l = &p->rows;
    const struct entry *now = rows_now(l), *next = NULL;
    size_t i = 0;
    if (!now)
        return TAKEN;
    int group = now->group;
    while (i < l->nall && ((const struct entry *)l->all[i])->group != group)
        i++;
    for (; i < l->nall && !next; i++) {
        const struct entry *e = l->all[i];
        next = e->group != group ? e : NULL;
        if (e->group == group && e->left) {
            p->open = group;
            rows_again(l);
            return TAKEN | KEYS;
        }
    }
    rows_go(l, next ? next : l->nall ? l->all[0] : NULL);
    return TAKEN | KEYS;
}

static unsigned palette_open(struct rows *l)
{
    const struct entry *now = rows_now(l);
    if (now && now->kind == ENTRY_RECORD)
        app_open(l->view.app, now->form, now->id);
    else if (now)
        palette_run((struct palette *)l, now);
    return TAKEN | KEYS;
}

/* Of the same kind; for a person or a unit it is asked of which. */
static unsigned palette_make(struct rows *l)
{
    struct app *a = l->view.app;
    const struct entry *now = rows_now(l);
    const struct record *r = rows_record(l);
    if (now && now->kind == ENTRY_FORM && !now->denied) {
        const struct form *f = now->form;
        app_pop(a);
        app_new(a, f);
        return TAKEN | KEYS;
    }
    const char *unit = r && r->form->unit_field >= 0 && r->v[r->form->unit_field].kind == VAL_TEXT
                           ? r->v[r->form->unit_field].s
                           : NULL;
    if (r && (strcmp(r->form->name, "unit") == 0 || strcmp(r->form->name, "person") == 0)) {
        char *kept = unit ? mem_dup(unit) : NULL;
        app_choose_new(a, kept);
        free(kept);
    } else if (r) {
        app_new(a, r->form);
    }
    return TAKEN | KEYS;
}

/* The other order of groups; F10 in the menu closes it. */
static unsigned palette_turn(struct palette *p, bool records)
{
    if (!records && !p->records && !p->letters)
        return TAKEN | CLOSE;
    p->letters = false;
    p->records = records;
    p->open = 0;
    rows_reset(&p->rows);
    return TAKEN | REDRAW;
}

static unsigned palette_command(struct view *v, int id)
{
    struct rows *l = (struct rows *)v;
    switch (id) {
    case CMD_OPEN:
        return palette_open(l);
    case CMD_NEW:
        return palette_make(l);
    case CMD_NEXT_LIST:
        return next_group(palette_of(v));
    case CMD_MENU:
        return palette_turn(palette_of(v), false);
    case CMD_SEARCH:
        return palette_turn(palette_of(v), true);
    default:
        return rows_move(l, id) ? TAKEN | KEYS : 0;
    }
}

/* Where nothing was typed a capital letter is the key of what concerns the desk; behind tab 9 a register's key opens
 * it. */
static bool wears_key(struct palette *p, const struct entry *e, char key)
{
    struct menu_item item;
    if (e->kind == ENTRY_ITEM)
        return key >= 'A' && key <= 'Z' && menu_item(p->rows.view.app, e->item, &item) && item.key == key;
    return p->letters && e->kind == ENTRY_FORM && e->form->key == key;
}

static bool first_key(struct rows *l, char key)
{
    rows_read(l);
    for (size_t i = 0; i < l->nall; i++)
        if (wears_key((struct palette *)l, l->all[i], key)) {
            palette_run((struct palette *)l, l->all[i]);
            return true;
        }
    return false;
}

static unsigned palette_key(struct view *v, const struct key_event *ev)
{
    struct rows *l = (struct rows *)v;
    bool first = !*rows_filter(l) && !palette_of(v)->records && ev->code == K_TEXT && !ev->text[1];
    if (first && ev->text[0] == '/')
        return palette_turn(palette_of(v), true);
    if (first && first_key(l, ev->text[0]))
        return TAKEN | KEYS;
    if (line_key(l->filter, ev) != TYPED_CHANGED)
        return TAKEN;
    palette_of(v)->open = 0;
    rows_reset(l);
    return TAKEN | KEYS;
}

static unsigned palette_click(struct view *v, int y, int x, bool twice)
{
    struct rows *l = (struct rows *)v;
    y -= l->lead;
    if (y < 0 || (size_t)y >= l->n || x >= l->table)
        return 0;
    rows_put_bar(l, (size_t)y);
    return twice ? palette_open(l) : TAKEN;
}

static void palette_close(struct view *v)
{
    rows_close((struct rows *)v);
    free(palette_of(v)->words);
}

static void palette_status(struct view *v, struct buf *out)
{
    if (palette_of(v)->letters && !*rows_filter((struct rows *)v))
        buf_addf(out, " %s", _("A letter opens its register; F10 types a name"));
    else
        buf_addf(out, " %s", _("Pinyin, initials, characters, last digits, units as they are said"));
}

static void palette_position(struct view *v, struct buf *out)
{
    struct rows *l = (struct rows *)v;
    int64_t seen = l->first + (int64_t)l->n;
    if (l->n && l->first >= 0 && seen < (int64_t)l->nall)
        buf_addf(out, _("PgDn %lld more"), (long long)((int64_t)l->nall - seen));
}

#define PALETTE_OPS                                                                                                    \
    .flags = VIEW_TYPES | VIEW_DRAWER, .layout = palette_layout, .draw = palette_draw, .command = palette_command,     \
    .key = palette_key, .click = palette_click, .close = palette_close, .reload = rows_reload,                         \
    .status = palette_status, .position = palette_position

static const struct view_ops search_ops = {.name = "search", .heading = N_("Search"), PALETTE_OPS};
static const struct view_ops menu_ops = {.name = "menu", .heading = N_("Menu"), PALETTE_OPS};

static struct palette *palette_new(struct app *a, const struct view_ops *ops)
{
    struct palette *p = rows_new(sizeof *p, ops, &palette_source, a);
    p->rows.filter = edit_new("", false, 60);
    p->rows.bare = true;
    p->rows.ground = GROUND_SURFACE;
    return p;
}

struct view *search_view(struct app *a)
{
    struct palette *p = palette_new(a, &search_ops);
    p->records = true;
    return &p->rows.view;
}

struct view *menu_view(struct app *a, bool letters)
{
    struct palette *p = palette_new(a, &menu_ops);
    p->letters = letters;
    return &p->rows.view;
}
