/* A list on paper: every row of the query, every column of the list. */
#include <stdlib.h>
#include <string.h>

#include "values.h"

/* More is no paper but an export. */
enum { ROWS_MOST = 5000, PAGE = 500, REMARK_LINES = 3 };

struct listing {
    struct desk *d;
    const struct query *q;
    const struct list_rule *rule;
    struct cursor *cursor;
    struct page *p;
    int64_t count, *totals;
    bool exact;
};

static const struct round_rule *round_of(const struct form *f, const struct list_rule *list)
{
    for (size_t i = 0; i < f->nrounds; i++)
        if (strcmp(f->rounds[i].list, list->name) == 0)
            return &f->rounds[i];
    return NULL;
}

static enum page_align align_of(const struct field *f)
{
    return f->type == FT_INT || f->type == FT_MONEY || f->type == FT_DURATION ? ALIGN_RIGHT : ALIGN_LEFT;
}

/* A list with a name of its own ("unfinished repairs") bears it; "inside" and "all" need their register's. */
static char *title_of(const struct listing *l)
{
    const char *form = form_label(l->d, l->q->form);
    const char *list = label_of(&l->rule->label, desk_lang(l->d), l->rule->name);

    return text_width(list) > text_width(form) ? mem_dup(list) : mem_printf("%s  %s", form, list);
}

/* What is not the whole list says so. */
static void add_narrowing(struct listing *l)
{
    const struct query *q = l->q;
    struct buf b = {0};

    if (q->text && *q->text)
        buf_addf(&b, "%s \"%s\"", _("filter"), q->text);
    if (q->unit && *q->unit)
        buf_addf(&b, "%s%s %s", b.len ? ", " : "", _("unit"), q->unit);
    if (q->like)
        buf_addf(&b, "%s%s", b.len ? ", " : "", _("search form"));
    if (q->where && *q->where)
        buf_addf(&b, "%s%s", b.len ? ", " : "", q->where);
    if (b.len > 0) {
        char *text = mem_printf(_("Not the whole list, only: %s"), b.s);
        page_text(l->p, text);
        free(text);
    }
    if (!l->exact) {
        char *text = mem_printf(_("Only the newest %lld matches are listed."), (long long)l->count);
        page_text(l->p, text);
        free(text);
    }
    buf_free(&b);
}

static void add_columns(struct listing *l)
{
    page_table(l->p);
    for (size_t i = 0; i < l->rule->ncolumns; i++) {
        const struct list_column *c = &l->rule->columns[i];
        const struct field *f = &l->q->form->fields[c->field];
        page_column(l->p, label_of(&f->label, desk_lang(l->d), f->name), c->width ? c->width : field_width(f),
                    align_of(f));
    }
}

static void add_record(struct listing *l, const struct record *r)
{
    char **cells = mem_alloc(l->rule->ncolumns * sizeof(*cells));

    for (size_t i = 0; i < l->rule->ncolumns; i++) {
        int field = l->rule->columns[i].field;
        cells[i] = value_on_paper(l->d, &r->form->fields[field], &r->v[field], false);
    }
    page_row(l->p, (const char *const *)cells);
    for (size_t i = 0; i < l->rule->ncolumns; i++)
        free(cells[i]);
    free(cells);
}

static int add_records(struct listing *l)
{
    struct record *anchor = NULL;
    bool more = true;
    int rc = QT_OK;

    while (rc == QT_OK && more) {
        struct record_page page = {0};
        rc = cursor_page(l->cursor, anchor ? PAGE_AFTER : PAGE_FIRST, anchor, PAGE, &page);
        for (size_t i = 0; rc == QT_OK && i < page.n; i++)
            add_record(l, page.v[i]);
        more = rc == QT_OK && page.more && page.n > 0;
        record_free(anchor);
        anchor = more ? record_copy(page.v[page.n - 1]) : NULL;
        record_page_free(&page);
    }
    record_free(anchor);
    return rc;
}

static char *total_text(struct listing *l, size_t which)
{
    const struct field *f = &l->q->form->fields[form_field(l->q->form, l->rule->totals[which])];
    struct value v = {0};
    char *text;

    value_int(&v, l->totals[which]);
    text = field_show(f, &v, desk_lang(l->d), clock_now());
    value_clear(&v);
    return text;
}

/* Below its column, or in front when the list has no such column; so does the count. */
static void add_totals(struct listing *l)
{
    size_t n = l->rule->ncolumns;
    struct buf front = {0};
    char **cells = mem_alloc(n * sizeof(*cells));

    for (size_t i = 0; i < l->rule->ntotals; i++) {
        int field = form_field(l->q->form, l->rule->totals[i]);
        size_t column = 1;
        if (field < 0) {
            buf_addf(&front, "%s%s %lld", front.len ? "  " : "", _("Total"), (long long)l->count);
            continue;
        }
        while (column < n && l->rule->columns[column].field != field)
            column++;
        char *text = total_text(l, i);
        if (column < n) {
            cells[column] = text;
            continue;
        }
        buf_addf(&front, "%s%s %s", front.len ? "  " : "",
                 label_of(&l->q->form->fields[field].label, desk_lang(l->d), l->rule->totals[i]), text);
        free(text);
    }
    cells[0] = front.len ? buf_take(&front) : mem_dup(_("Total"));
    if (l->rule->ntotals > 0)
        page_total(l->p, (const char *const *)cells);
    for (size_t i = 0; i < n; i++)
        free(cells[i]);
    free(cells);
}

static int fill(struct listing *l)
{
    const struct round_rule *round = round_of(l->q->form, l->rule);
    const char *signs[] = {_("Handed over by"), _("Received by"), _("Time")};
    int rc;

    paper_subtitle(l->d, l->p, round ? label_of(&round->label, desk_lang(l->d), round->name) : NULL);
    add_narrowing(l);
    add_columns(l);
    rc = add_records(l);
    if (rc != QT_OK)
        return rc;
    if (l->count > 0)
        add_totals(l);
    else
        page_text(l->p, _("No entries."));
    if (round) {
        page_lines(l->p, _("Remarks"), REMARK_LINES);
        page_signs(l->p, signs, sizeof(signs) / sizeof(signs[0]));
    }
    return QT_OK;
}

int report_list(struct desk *d, const struct query *q, struct page **out)
{
    struct listing l = {.d = d, .q = q, .rule = &q->form->lists[q->list], .exact = true};
    int rc = paper_may(d, q->form);

    *out = NULL;
    if (rc == QT_OK && l.rule->ncolumns > PAGE_COLUMNS_MOST)
        rc = fault(QT_REFUSED, _("This list has %zu columns, more than the %d that fit on paper."), l.rule->ncolumns,
                   PAGE_COLUMNS_MOST);
    if (rc != QT_OK)
        return rc;
    l.totals = mem_alloc((l.rule->ntotals + 1) * sizeof(*l.totals));
    rc = cursor_open(desk_db(d), q, &l.cursor);
    if (rc == QT_OK)
        rc = cursor_count(l.cursor, 0, &l.count, l.totals, &l.exact);
    if (rc == QT_OK && l.count > ROWS_MOST)
        rc = fault(QT_REFUSED,
                   _("This list has %lld rows, more than the %d that make sense on paper. Narrow it with a filter, or "
                     "use `qiantai list --csv`."),
                   (long long)l.count, ROWS_MOST);
    if (rc == QT_OK) {
        char *title = title_of(&l);
        l.p = paper_begin(d, q->form, l.rule->name, title);
        page_about(l.p, q->form->name, l.rule->name, 0);
        rc = fill(&l);
        free(title);
    }
    cursor_close(l.cursor);
    free(l.totals);
    if (rc == QT_OK)
        *out = l.p;
    else
        page_free(l.p);
    return rc;
}
