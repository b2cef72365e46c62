/* visitors_inside (V10): who was counted in the house at closing, beside whom the registers with `inside` say to be
 * there. */
#include "procedure.h"
#include "qiantai/doc.h"
#include "shift/inside.h"

#include <stdlib.h>

#define SHOWN 200 /* visits on the page that is shown before */
#define WIDE 66   /* columns of text: it is shown in a dialog */

static const struct need needs[] = {
    {.field = "counted", .type = FT_INT, .given = true},
    {.field = "expected", .type = FT_INT},
    {.field = "visits", .type = FT_INT},
    {.field = "reason", .type = FT_NOTE, .given = true},
};

struct head {
    int64_t visits, people;
};

static int count_visit(struct record *r, void *arg)
{
    struct head *n = arg;
    n->visits++;
    n->people += inside_people(r);
    return 0;
}

/* ---- before ---------------------------------------------------------------------------------------------------- */
static int width_of(const struct query *q, size_t column)
{
    const struct list_column *c = &q->form->lists[q->list].columns[column];
    return c->width ? c->width : field_width(&q->form->fields[c->field]);
}

/* The list's columns that fit, from the first. */
static size_t columns_that_fit(const struct query *q)
{
    const struct list_rule *list = &q->form->lists[q->list];
    size_t n = 0;
    for (int used = 0; n < list->ncolumns && n < PAGE_COLUMNS_MOST; n++) {
        used += width_of(q, n) + 2;
        if (used > WIDE && n > 0)
            break;
    }
    return n;
}

static void add_row(struct desk *d, struct page *p, const struct list_rule *list, size_t n, const struct record *r)
{
    char *cells[PAGE_COLUMNS_MOST];
    for (size_t i = 0; i < n; i++) {
        int field = list->columns[i].field;
        cells[i] = desk_value_show(d, &r->form->fields[field], &r->v[field]);
    }
    page_row(p, (const char *const *)cells);
    for (size_t i = 0; i < n; i++)
        free(cells[i]);
}

static int add_rows(struct desk *d, struct page *p, const struct query *q)
{
    const struct list_rule *list = &q->form->lists[q->list];
    size_t n = columns_that_fit(q);
    struct desk_list *l = NULL;
    struct record_page rows = {0};
    page_table(p);
    for (size_t i = 0; i < n; i++)
        page_column(p, field_label(d, &q->form->fields[list->columns[i].field]), width_of(q, i), ALIGN_LEFT);
    int rc = desk_list_open(d, q, &l);
    if (rc == QT_OK)
        rc = desk_list_page(l, PAGE_FIRST, NULL, SHOWN, &rows);
    for (size_t i = 0; rc == QT_OK && i < rows.n; i++)
        add_row(d, p, list, n, rows.v[i]);
    if (rc == QT_OK && rows.more)
        page_text(p, _("There are more, not shown here."));
    record_page_free(&rows);
    desk_list_close(l);
    return rc;
}

/* As far as the person may see them. */
static int count_seen(struct desk *d, struct head *n)
{
    bool any = false;
    int rc = QT_OK;
    for (size_t i = 0; i < d->forms->n && rc >= 0; i++) {
        const struct form *f = d->forms->v[i];
        any |= f->inside != NULL;
        rc = f->inside ? desk_each(d, f, inside_where(f), count_visit, n) : QT_OK;
    }
    return rc < 0 ? rc : any ? QT_OK : inside_each(d, count_visit, n);
}

static int visitors_preview(struct desk *d, const struct record *r, struct page **out)
{
    struct head n = {0};
    int rc = count_seen(d, &n);
    if (rc < 0)
        return rc;
    struct page *p = page_new("visitors-inside", label_of(&r->form->title, d->lang, r->form->name));
    page_building(p, desk_building(d));
    page_about(p, r->form->name, NULL, r->id);
    page_pairs(p, 2);
    page_pair_number(p, field_label(d, &r->form->fields[form_field(r->form, "expected")]), n.people);
    page_key(p, "people");
    page_pair_number(p, field_label(d, &r->form->fields[form_field(r->form, "visits")]), n.visits);
    page_key(p, "visits");
    for (size_t i = 0; i < d->forms->n && rc == QT_OK; i++) {
        const struct form *f = d->forms->v[i];
        if (f->inside)
            rc = add_rows(d, p, &(struct query){.form = f, .list = f->inside->list, .sort = -1});
    }
    if (rc == QT_OK)
        *out = p;
    else
        page_free(p);
    return rc;
}

/* ---- the count --------------------------------------------------------------------------------------------------- */
/* What differs is explained, or the count stays open. */
static int ask_why(const struct record *r, int64_t counted, const struct head *n, struct outcome *o)
{
    struct question *q = question_add(o, QUESTION_COUNT_DIFFERS, form_field(r->form, "reason"));
    q->text = mem_printf(_("Counted: %lld. Inside by the visitor log: %lld people (visits: %lld)."), (long long)counted,
                         (long long)n->people, (long long)n->visits);
    return fault(QT_ASK, "%s", q->text);
}

static int visitors_run(struct desk *d, const struct record *before, struct record *after, struct outcome *o)
{
    struct head n = {0};
    const struct value *counted = record_get(after, "counted"), *reason = record_get(after, "reason");
    (void)before;
    int rc = inside_each(d, count_visit, &n);
    if (rc == QT_OK && counted->kind != VAL_INT)
        rc = fault(QT_REFUSED, _("How many people were counted is missing; nothing was changed."));
    if (rc == QT_OK && counted->i != n.people && reason->kind == VAL_NULL)
        rc = ask_why(after, counted->i, &n, o);
    if (rc < 0)
        return rc;
    value_int(&after->v[form_field(after->form, "expected")], n.people);
    value_int(&after->v[form_field(after->form, "visits")], n.visits);
    return QT_OK;
}

const struct procedure procedure_visitors_inside = {.name = "visitors_inside",
                                                    .needs = needs,
                                                    .nneeds = ARRAY_LEN(needs),
                                                    .preview = visitors_preview,
                                                    .run = visitors_run};
