/* A register's list as a source of rows: columns of the form's rule, read by key. */
#include "app.h"
#include "show.h"
#include "view/list.h"

#include <stdlib.h>
#include <string.h>

enum {
    COUNT_BUDGET_US = 8000,
    NUMBERS = 132 /* numbers that nobody says aloud are shown from this width on */
};

static struct list *list_of(struct rows *l)
{
    return (struct list *)l;
}

const struct list_rule *list_rule_of(const struct list *l)
{
    return &l->form->lists[l->which];
}

struct query list_query(const struct list *l)
{
    const char *text = rows_filter(&l->rows);
    return (struct query){.form = l->form,
                          .list = l->which,
                          .text = *text ? text : NULL,
                          .like = l->like,
                          .sort = l->sort,
                          .descending = l->descending};
}

void list_unload(struct list *l)
{
    desk_list_close(l->cursor);
    l->cursor = NULL;
}

void list_reset(struct list *l)
{
    list_unload(l);
    rows_reset(&l->rows);
}

/* By this column of the rule, or as the form says; shown in the heads. */
void list_sort(struct list *l, int sort, bool descending)
{
    const struct list_rule *rule = list_rule_of(l);
    l->sort = sort;
    l->descending = descending;
    l->rows.sort = sort < 0 ? rule->order : rule->columns[sort].field;
    l->rows.descending = sort < 0 ? rule->descending : descending;
}

static int list_fetch(struct rows *rows, enum page_at at, const void *anchor, size_t n, struct rows_page *out)
{
    struct list *l = list_of(rows);
    struct query q = list_query(l);
    struct record_page p = {0};
    if (rows->unread) /* other rows are asked for, or the same once more */
        list_unload(l);
    if (!l->cursor) {
        int rc = desk_list_open(app_desk(rows->view.app), &q, &l->cursor);
        if (rc == QT_REFUSED && l->sort >= 0) { /* too many rows: says so, and shows them as they were */
            app_say(rows->view.app, INK_WARN, "%s", fault_text());
            list_sort(l, -1, false);
            q = list_query(l);
            rc = desk_list_open(app_desk(rows->view.app), &q, &l->cursor);
        }
        if (rc < 0) {
            rows->unread = false;
            l->cursor = NULL;
            return rc;
        }
    }
    int rc = desk_list_page(l->cursor, at, anchor, n, &p);
    out->v = mem_alloc((p.n + 1) * sizeof *out->v);
    for (size_t i = 0; i < p.n; i++)
        out->v[i] = p.v[i];
    out->n = p.n;
    out->more = p.more;
    free(p.v);
    return rc;
}

static void list_drop(void *row)
{
    record_free(row);
}

static int64_t list_id(const void *row)
{
    return ((const struct record *)row)->id;
}

static bool list_gone(struct rows *l, void **row)
{
    struct record *r = *row, *now = NULL;
    if (desk_get(app_desk(l->view.app), r->form, r->id, &now) < 0) {
        fault_clear();
        return false;
    }
    record_free(r);
    *row = now;
    return true;
}

/* ---- columns ------------------------------------------------------------------------------------ */

static bool is_number(const struct field *f)
{
    return field_traits(f)->right;
}

static bool is_text(const struct field *f)
{
    enum field_type kind = field_kind(f);
    if (f->type == FT_COMPUTED)
        return !f->width && (kind == FT_COMPUTED || kind == FT_TEXT);
    return !f->system && (kind == FT_TEXT || kind == FT_NOTE);
}

/* A number counted up: found in the record and on paper. */
static bool is_serial(const struct form *f, int field)
{
    return field == form_sys(f, SYS_NUMBER) && f->number && strstr(f->number, "{seq");
}

static void add_column(struct list *l, const struct list_column *c)
{
    const struct field *f = &l->form->fields[c->field];
    enum lang lang = app_lang(l->rows.view.app);
    const char *label = label_of(&f->label, lang, f->name);
    rows_column(&l->rows, (struct rows_column){.head = label_of(&c->heading, lang, label),
                                               .id = c->field,
                                               .most = c->width,
                                               .right = is_number(f),
                                               .text = is_text(f)});
}

/* The one by which the list is ordered stands first, wherever the form has it; the others keep their order. */
static void list_columns(struct rows *rows)
{
    struct list *l = list_of(rows);
    const struct list_rule *rule = list_rule_of(l);
    int first = l->sort < 0 ? rule->order : rule->columns[l->sort].field;
    bool numbers = rows->view.cols >= NUMBERS;
    l->leads = -1;
    for (int pass = 0; pass < 3; pass++)
        for (size_t i = 0; i < rule->ncolumns; i++) {
            const struct list_column *c = &rule->columns[i];
            bool hidden = !desk_shows(app_desk(rows->view.app), l->form, c->field);
            hidden = hidden || (!numbers && is_serial(l->form, c->field) && rule->ncolumns > 1);
            if (!hidden && pass == (c->field == first ? 0 : c->field == rule->order ? 1 : 2))
                add_column(l, c);
            if (!hidden && (l->leads < 0 || c->field == rule->order))
                l->leads = c->field;
        }
    list_sort(l, l->sort, l->descending);
}

static void list_cell(struct rows *rows, const void *row, const struct rows_column *c, struct rows_cell *out)
{
    struct list *l = list_of(rows);
    const struct record *r = row;
    out->text = value_show(rows->view.app, r, c->id);
    const struct pressing *p = &l->pressing[(size_t)(out - rows->cells) / rows->ncolumns];
    out->ink = p->emergency ? INK_TITLE : c->id == form_sys(l->form, SYS_STATE) ? state_ink(r) : INK_NORMAL;
    if (c->id == l->leads && p->urgency >= DUE_SOON)
        out->ink = p->urgency == DUE_OVERDUE ? INK_ALERT : INK_WARN;
    else if (is_serial(l->form, c->id))
        out->ink = INK_QUIET;
}

/* ---- marks --------------------------------------------------------------------------------------- */

/* Of the whole page, when its first row is looked at: one question, not one for each row. */
static void list_look(struct rows *rows, const void *row, struct rows_look *out)
{
    struct list *l = list_of(rows);
    int64_t *ids = row == rows->v[0] ? mem_alloc(rows->n * sizeof *ids) : NULL;
    for (size_t i = 0; ids && i < rows->n; i++)
        ids[i] = list_id(rows->v[i]);
    if (ids) {
        l->pressing = mem_resize(l->pressing, rows->n, sizeof *l->pressing);
        if (desk_pressing(app_desk(rows->view.app), l->form, ids, rows->n, l->pressing) < 0)
            fault_clear(); /* no mark is shown */
    }
    free(ids);
    const struct pressing *p = &l->pressing[out - rows->looks];
    if (p->urgency == DUE_OVERDUE)
        snprintf(out->mark, sizeof out->mark, "!");
    out->mark_ink = INK_ALERT;
    out->block = p->emergency ? _("EM") : NULL; /* two columns */
}

static const char *list_empty(struct rows *rows)
{
    struct list *l = list_of(rows);
    return *rows_filter(rows) || l->like ? _("No record matches. Esc shows everything.")
           : l->form->nlists > 1         ? _("No record here. F2 makes a new one, F6 shows another list.")
                                         : _("No record here. F2 makes a new one.");
}

/* ---- at rest --------------------------------------------------------------------------------------- */

static void list_count(struct list *l)
{
    const struct list_rule *rule = list_rule_of(l);
    free(l->totals);
    l->totals = mem_alloc((rule->ntotals + 1) * sizeof *l->totals);
    if (!l->cursor || desk_list_count(l->cursor, COUNT_BUDGET_US, &l->rows.total, l->totals, &l->rows.exact) < 0) {
        l->rows.total = 0;
        l->rows.exact = false;
    }
    if (l->rows.exact && l->rows.first < 0 && !l->rows.below)
        l->rows.first = l->rows.total - (int64_t)l->rows.n;
}

static void list_rest(struct rows *rows)
{
    if (rows->total < 0)
        list_count(list_of(rows));
}

static int64_t list_record(const void *row, const struct form **f)
{
    const struct record *r = row;
    *f = r->form;
    return r->id;
}

static void list_totals(struct rows *rows, struct buf *out)
{
    struct list *l = list_of(rows);
    const struct list_rule *rule = list_rule_of(l);
    for (size_t i = 0; rows->total >= 0 && rows->exact && l->totals && i < rule->ntotals; i++) {
        int field = form_field(l->form, rule->totals[i]);
        if (field < 0)
            continue;
        const struct field *f = &l->form->fields[field];
        struct value v = {.kind = VAL_INT, .i = l->totals[i]};
        char *text = field_show(f, &v, app_lang(rows->view.app), clock_now());
        buf_addf(out, "   %s %s", label_of(&f->label, app_lang(rows->view.app), f->name), text);
        free(text);
    }
}

const struct rows_source list_source = {
    .read = list_fetch,
    .drop = list_drop,
    .id = list_id,
    .columns = list_columns,
    .cell = list_cell,
    .look = list_look,
    .empty = list_empty,
    .record = list_record,
    .rest = list_rest,
    .gone = list_gone,
    .preview = true,
    .totals = list_totals,
};
