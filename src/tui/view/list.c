/* A register's list: its keys. What is read is in list_rows.c, how lists look in rows_draw.c. */
#include "view/list.h"
#include "app.h"
#include "show.h"

#include <stdlib.h>

static struct list *list_of(struct view *v)
{
    return (struct list *)v;
}

static void list_title(struct view *v, struct buf *out)
{
    buf_add(out, form_title(list_of(v)->form, app_lang(v->app)));
}

void grid_names(struct app *a, const struct form *f, int now, struct selections *out)
{
    for (size_t i = 0; i < f->ngrids; i++)
        selections_add(out, (int)i == now, mem_dup(label_of(&f->grids[i].label, app_lang(a), f->grids[i].name)));
}

static void list_selections(struct view *v, struct selections *out)
{
    struct list *l = list_of(v);
    for (size_t i = 0; i < l->form->nlists; i++) {
        const struct list_rule *rule = &l->form->lists[i];
        const char *label = label_of(&rule->label, app_lang(v->app), rule->name);
        bool now = (int)i == l->which, counted = now && l->rows.total >= 0 && l->rows.exact;
        selections_add(out, now, counted ? mem_printf("%s %lld", label, (long long)l->rows.total) : mem_dup(label));
    }
    grid_names(v->app, l->form, -1, out);
}

static void list_status(struct view *v, struct buf *out)
{
    struct list *l = list_of(v);
    if (l->like && !l->rows.typing)
        buf_addf(out, " %s", _("As in the filled form. Esc shows everything"));
    else
        rows_status(v, out);
}

/* ---- keys --------------------------------------------------------------------------------- */

static unsigned list_key(struct view *v, const struct key_event *ev)
{
    struct list *l = list_of(v);
    if (!rows_typing(v) && l->rows.ntags && key_is_letter(ev))
        return list_act(l, ev->text[0]) ? TAKEN | KEYS : 0;
    return rows_key(v, ev);
}

static void list_like(void *arg, struct record *r)
{
    struct list *l = arg;
    record_free(l->like);
    l->like = r ? record_copy(r) : NULL;
    list_reset(l);
}

static unsigned list_next(struct list *l)
{
    if (rows_typing(&l->rows.view)) {
        rows_filter_stop(&l->rows);
        return TAKEN | KEYS;
    }
    bool last = l->which + 1 == (int)l->form->nlists;
    if (last && l->form->ngrids > 0)
        app_push(l->rows.view.app, grid_view(l->rows.view.app, l->form));
    l->which = last ? 0 : l->which + 1;
    l->sort = -1;
    rows_untag(&l->rows);
    list_reset(l);
    return TAKEN | REDRAW;
}

static int list_rule_column(const struct list *l, int field)
{
    const struct list_rule *rule = list_rule_of(l);
    for (size_t i = 0; i < rule->ncolumns; i++)
        if (rule->columns[i].field == field)
            return (int)i;
    return -1;
}

static bool is_shown(const struct list *l, int field)
{
    for (size_t i = 0; i < l->rows.ncolumns; i++)
        if (l->rows.columns[i].id == field)
            return true;
    return false;
}

/* The column of the rule behind the one that orders now, as they stand while the list is in the form's order; -1: it
 * was the last one. */
static int sort_behind(const struct list *l)
{
    const struct list_rule *rule = list_rule_of(l);
    bool now = !is_shown(l, l->rows.sort);
    for (int pass = 0; pass < 2; pass++)
        for (size_t i = 0; i < rule->ncolumns; i++) {
            int field = rule->columns[i].field;
            if (!is_shown(l, field) || (field == rule->order) != (pass == 0))
                continue;
            if (now)
                return (int)i;
            now = field == l->rows.sort;
        }
    return -1;
}

/* By the next column that is shown, after the last one as the form says; or the other way round. */
static unsigned list_sort_next(struct list *l, bool turn)
{
    if (turn)
        list_sort(l, list_rule_column(l, l->rows.sort), !l->rows.descending);
    else
        list_sort(l, sort_behind(l), false);
    list_reset(l);
    return TAKEN | KEYS;
}

/* Where the list is ordered by time it goes to the day's first row, or the next one; another is narrowed to the day. */
static void list_day(struct view *v, int64_t day)
{
    struct list *l = list_of(v);
    const struct list_rule *rule = list_rule_of(l);
    int order = l->sort < 0 ? rule->order : rule->columns[l->sort].field;
    bool down = l->sort < 0 ? rule->descending : l->descending;
    enum field_type type = l->form->fields[order].type;
    struct civil c = civil_of(day);
    char date[11];
    snprintf(date, sizeof date, "%04d-%02d-%02d", c.year, c.month, c.day);
    rows_filter_drop(&l->rows);
    if (type != FT_DATETIME && type != FT_DATE) {
        rows_filter_put(&l->rows, date);
        return;
    }
    struct record *at = record_new(l->form); /* before all of that day, or behind them */
    at->id = down ? INT64_MAX : 0;
    if (type == FT_DATE)
        value_text(&at->v[order], date);
    else
        at->v[order] = (struct value){.kind = VAL_INT, .i = down ? day_add(day, 1) - 1 : day};
    if (!rows_from(&l->rows, at))
        app_say(v->app, INK_WARN, down ? _("Nothing at %s or before.") : _("Nothing at %s or later."), date);
    record_free(at);
    v->app->keys_changed = true;
}

static unsigned list_open(struct list *l)
{
    const struct record *r = rows_now(&l->rows);
    rows_filter_stop(&l->rows);
    if (r)
        app_open(l->rows.view.app, l->form, r->id);
    return TAKEN | KEYS;
}

/* Esc takes away one thing after the other: tags, filter, filled form; then it is the app's. */
static unsigned list_back(struct list *l)
{
    unsigned done = rows_command(&l->rows.view, CMD_BACK);
    if (done || !l->like)
        return done;
    list_like(l, NULL);
    return TAKEN | KEYS;
}

static unsigned list_command(struct view *v, int id)
{
    struct list *l = list_of(v);
    struct query q;
    switch (id) {
    case CMD_OPEN:
        return list_open(l);
    case CMD_NEW:
        rows_filter_stop(&l->rows);
        app_new(v->app, l->form);
        return TAKEN;
    case CMD_CONSTRUCT:
        app_push(v->app, construct_view(v->app, l->form, list_like, l));
        return TAKEN;
    case CMD_FIGURES:
        app_push(v->app, figures_view(v->app, l->form));
        return TAKEN;
    case CMD_NEXT_LIST:
        return list_next(l);
    case CMD_SORT:
    case CMD_SORT_TURN:
        return list_sort_next(l, id == CMD_SORT_TURN);
    case CMD_DAY:
        app_push(v->app, calendar_view(v->app, list_day));
        return TAKEN;
    case CMD_UNIT_FILE:
        return rows_open_unit(&l->rows);
    case CMD_PRINT:
        q = list_query(l);
        app_print_list(v->app, &q);
        return TAKEN;
    case CMD_BACK:
        return list_back(l);
    default:
        return rows_command(v, id);
    }
}

static const struct form *list_form(const struct view *v)
{
    return ((const struct list *)v)->form;
}

static bool list_has(struct list *l, const struct query *q, const struct record *r)
{
    struct desk_list *cursor = NULL;
    struct record_page p = {0};
    bool has = desk_list_open(app_desk(l->rows.view.app), q, &cursor) == QT_OK &&
               desk_list_page(cursor, PAGE_FROM, r, 1, &p) == QT_OK && p.n && p.v[0]->id == r->id;
    desk_page_free(&p);
    desk_list_close(cursor);
    return has;
}

/* The list that has r, one of few rows rather than that of all; the one shown where none has it. */
static int list_with(struct list *l, const struct record *r)
{
    int found = -1;
    for (int i = 0; i < (int)l->form->nlists; i++) {
        struct query q = {.form = l->form, .list = i, .sort = -1};
        bool better = found < 0 || (l->form->lists[i].where && !l->form->lists[found].where);
        if ((better || i == l->which) && list_has(l, &q, r))
            found = found == l->which ? found : i;
    }
    return found < 0 ? l->which : found;
}

static bool is_over(const struct record *r)
{
    int state = record_state(r);
    return state >= 0 && r->form->states[state].final;
}

/* Whoever has just made a record finds it here, whatever list or filter stood here before; but what is over already,
 * joined to another one say, takes nobody to where nothing is to do. */
static void list_show_made(struct list *l)
{
    struct app *a = l->rows.view.app;
    struct query q = list_query(l);
    struct record *r = NULL;
    if (a->made != l->form || desk_get(app_desk(a), l->form, a->made_id, &r) != QT_OK)
        return;
    l->rows.wanted = r->id;
    if (!is_over(r) && !list_has(l, &q, r)) {
        record_free(l->like);
        l->like = NULL;
        rows_filter_drop(&l->rows);
        l->which = list_with(l, r);
        l->sort = -1;
        rows_untag(&l->rows);
        list_reset(l);
        a->all = true; /* another list's name */
    }
    record_free(r);
}

static void list_reload(struct view *v)
{
    list_show_made(list_of(v));
    rows_reload(v);
}

/* At rest here it has been found. */
static unsigned list_idle(struct view *v)
{
    if (v->app->made == list_of(v)->form)
        v->app->made = NULL;
    return rows_idle(v);
}

static void list_saved(struct view *v, const struct record *r)
{
    struct list *l = list_of(v);
    if (r->form == l->form)
        l->rows.wanted = r->id;
}

static void list_draw(struct view *v, WINDOW *w, bool all)
{
    struct list *l = list_of(v);
    struct record *r = NULL;
    rows_draw(v, w, all);
    if (l->rows.wanted && !l->rows.unread && desk_get(app_desk(v->app), l->form, l->rows.wanted, &r) == QT_OK) {
        l->rows.wanted = 0; /* saved, and not in sight */
        rows_go(&l->rows, r);
        rows_draw(v, w, false);
    }
    record_free(r);
}

static void list_close(struct view *v)
{
    struct list *l = list_of(v);
    rows_close(&l->rows);
    list_unload(l);
    record_free(l->like);
    free(l->totals);
    free(l->pressing);
}

static const struct view_ops list_ops = {
    .name = "list",
    .flags = VIEW_ROWS | VIEW_ACTS | VIEW_CLOCK,
    .title = list_title,
    .selections = list_selections,
    .beside = rows_beside,
    .layout = rows_layout,
    .draw = list_draw,
    .command = list_command,
    .key = list_key,
    .click = rows_click,
    .idle = list_idle,
    .close = list_close,
    .reload = list_reload,
    .saved = list_saved,
    .status = list_status,
    .position = rows_position,
    .typing = rows_typing,
    .form = list_form,
    .record = rows_here,
};

struct view *list_view(struct app *a, const struct form *f, int list)
{
    struct list *l = rows_new(sizeof *l, &list_ops, &list_source, a);
    l->form = f;
    l->which = list >= 0 && (size_t)list < f->nlists ? list : 0;
    l->sort = -1;
    if (list <= 0)
        list_show_made(l);
    return &l->rows.view;
}
