/* A list as a page: its rows come one by one, so that a million of them need no memory. On paper with its totals and
 * places to sign; wide, a line for each record; as data, every field by its name. */
#include <stdlib.h>
#include <string.h>

#include "papers.h"

/* More is no paper but an export. */
enum { ROWS_MOST = 5000, PAGE = 500, REMARK_LINES = 3 };

struct listing { /* the arg of the page's source; freed with the page */
    struct desk *d;
    struct query q;
    const struct list_rule *rule;
    enum list_face face;
    struct desk_list *list;
    struct record_page part;
    size_t at;
    bool begun, totals_done;
    int64_t given, limit; /* rows; limit 0: all */
    int64_t count, *totals;
    bool exact;
};

static void listing_free(void *arg)
{
    struct listing *l = arg;
    desk_page_free(&l->part);
    desk_list_close(l->list);
    free(l->totals);
    free(l);
}

/* ---- rows ------------------------------------------------------------------------------------------------- */

/* The next record of the list, which is the part's; NULL at the end. */
static int next_record(struct listing *l, const struct record **r)
{
    struct record *anchor = NULL;
    *r = NULL;
    if (l->limit > 0 && l->given == l->limit)
        return QT_OK;
    if (l->at == l->part.n) {
        if (l->begun && (!l->part.more || l->part.n == 0))
            return QT_OK;
        if (l->begun)
            anchor = l->part.v[--l->part.n]; /* outlives the part */
        desk_page_free(&l->part);
        l->at = 0;
        int rc = desk_list_page(l->list, l->begun ? PAGE_AFTER : PAGE_FIRST, anchor, PAGE, &l->part);
        record_free(anchor);
        l->begun = true;
        if (rc != QT_OK || l->part.n == 0)
            return rc;
    }
    *r = l->part.v[l->at++];
    l->given++;
    return QT_OK;
}

static char *total_text(struct listing *l, size_t which)
{
    const struct field *f = &l->q.form->fields[form_field(l->q.form, l->rule->totals[which])];
    const struct value sum = {.kind = VAL_INT, .i = l->totals[which]};
    return field_show(f, &sum, desk_lang(l->d), clock_now());
}

/* Below its column, or in front when the list has no such column; so does the count. */
static void fill_totals(struct listing *l, struct page_row *row)
{
    struct buf front = {0};
    for (size_t i = 0; i < l->rule->ntotals; i++) {
        int field = form_field(l->q.form, l->rule->totals[i]);
        size_t column = 1;
        if (field < 0) {
            buf_addf(&front, "%s%s %lld", front.len ? "  " : "", _("Total"), (long long)l->count);
            continue;
        }
        while (column < row->n && l->rule->columns[column].field != field)
            column++;
        char *text = total_text(l, i);
        if (column < row->n) {
            row->cell[column].text = text;
            continue;
        }
        buf_addf(&front, "%s%s %s", front.len ? "  " : "",
                 label_of(&l->q.form->fields[field].label, desk_lang(l->d), l->rule->totals[i]), text);
        free(text);
    }
    for (size_t i = 0; i < row->n; i++)
        row->cell[i].empty = true;
    row->cell[0].text = front.len ? buf_take(&front) : mem_dup(_("Total"));
    row->total = true;
}

static int next_shown(void *arg, struct page_row *row)
{
    struct listing *l = arg;
    const struct record *r;
    int rc = next_record(l, &r);
    if (rc != QT_OK)
        return rc;
    if (r) {
        for (size_t i = 0; i < row->n; i++) {
            int field = l->rule->columns[i].field;
            row->cell[i] = cell_shown(l->d, r, field, l->face == LIST_WIDE);
        }
        return 1;
    }
    if (l->face != LIST_PAPER || l->rule->ntotals == 0 || l->count == 0 || l->totals_done)
        return 0;
    l->totals_done = true;
    fill_totals(l, row);
    return 1;
}

static int next_data(void *arg, struct page_row *row)
{
    struct listing *l = arg;
    const struct record *r;
    struct record *whole = NULL;
    int rc = next_record(l, &r);
    if (rc != QT_OK || !r)
        return rc;
    rc = desk_get(l->d, l->q.form, r->id, &whole);
    if (rc != QT_OK)
        return rc;
    data_cells(whole, row);
    if (l->rule->balance)
        row->cell[row->n - 1] = cell_data(r, l->rule->balance->field);
    record_free(whole);
    return 1;
}

/* ---- what is printed around them ------------------------------------------------------------------------------- */

static const struct round_rule *round_of(const struct form *f, const struct list_rule *list)
{
    for (size_t i = 0; i < f->nrounds; i++)
        if (f->rounds[i].list && strcmp(f->rounds[i].list, list->name) == 0)
            return &f->rounds[i];
    return NULL;
}

/* A list with a name of its own ("unfinished repairs") is titled by it; "inside" and "all" need their register's. */
static char *title_of(const struct listing *l)
{
    const char *form = form_label(l->d, l->q.form);
    const char *list = label_of(&l->rule->label, desk_lang(l->d), l->rule->name);
    return text_width(list) > text_width(form) ? mem_dup(list) : mem_printf("%s  %s", form, list);
}

/* What is not the whole list says so. */
static char *narrowing_of(const struct listing *l)
{
    const struct query *q = &l->q;
    struct buf b = {0}, said = {0};
    if (q->text && *q->text)
        buf_addf(&b, "%s \"%s\"", _("filter"), q->text);
    if (q->unit && *q->unit)
        buf_addf(&b, "%s%s %s", b.len ? ", " : "", _("unit"), q->unit);
    if (q->like)
        buf_addf(&b, "%s%s", b.len ? ", " : "", _("search form"));
    if (q->where && *q->where)
        buf_addf(&b, "%s%s", b.len ? ", " : "", q->where);
    if (b.len > 0)
        buf_addf(&said, _("Not the whole list, only: %s"), b.s);
    if (!l->exact && said.len)
        buf_addc(&said, '\n');
    if (!l->exact)
        buf_addf(&said, _("Only the newest %lld matches are listed."), (long long)l->count);
    buf_free(&b);
    return said.s ? buf_take(&said) : mem_dup("");
}

static void add_narrowing(const struct listing *l, struct page *p)
{
    char *said = narrowing_of(l);
    if (*said)
        page_text(p, said);
    free(said);
}

static void add_columns(struct desk *d, const struct form *form, const struct list_rule *rule, struct page *p)
{
    for (size_t i = 0; i < rule->ncolumns; i++) {
        const struct list_column *c = &rule->columns[i];
        const struct field *f = &form->fields[c->field];
        data_column(p, f->name, label_of(&f->label, desk_lang(d), f->name), c->width ? c->width : field_width(f),
                    field_align(f));
    }
}

/* All that a record keeps, and what runs along with the list. */
static void add_data_columns(const struct listing *l, struct page *p)
{
    const struct list_balance *b = l->rule->balance;
    const struct field *f = b ? &l->q.form->fields[b->field] : NULL;
    data_columns(p, l->q.form, false);
    if (f)
        data_column(p, f->name, f->name, field_width(f), ALIGN_LEFT);
}

/* The page takes l over. */
static void listing_fill(struct listing *l, struct page *p)
{
    const struct round_rule *round = round_of(l->q.form, l->rule);
    const char *signs[] = {_("Handed over by"), _("Received by"), _("Time")};
    bool none = l->face == LIST_PAPER && l->count == 0;
    page_json_member(p, "register", l->q.form->name);
    page_json_member(p, "list", l->rule->name);
    if (l->face == LIST_PAPER) {
        paper_subtitle(l->d, p, round ? label_of(&round->label, desk_lang(l->d), round->name) : NULL);
        add_narrowing(l, p);
    }
    data_table(p, "records");
    if (l->face == LIST_DATA)
        add_data_columns(l, p);
    else
        add_columns(l->d, l->q.form, l->rule, p);
    page_source(p, l->face == LIST_DATA ? next_data : next_shown, l, listing_free);
    if (none)
        page_text(p, _("No entries."));
    if (round && l->face == LIST_PAPER) {
        page_lines(p, _("Remarks"), REMARK_LINES);
        page_signs(p, signs, ARRAY_LEN(signs));
    }
}

static int listing_count(struct listing *l)
{
    int rc = desk_list_count(l->list, 0, &l->count, l->totals, &l->exact);
    if (rc == QT_OK && l->count > ROWS_MOST)
        rc = fault(QT_REFUSED,
                   _("This list has %lld rows, more than the %d that make sense on paper. Narrow it with a filter, or "
                     "use `qiantai list --csv`."),
                   (long long)l->count, ROWS_MOST);
    return rc;
}

/* Open, and counted when it is for paper. */
static int listing_open(struct desk *d, const struct query *q, enum list_face face, struct listing **out)
{
    const struct list_rule *rule = &q->form->lists[q->list];
    int rc = desk_permit(d, q->form, NULL, -1, -1, face == LIST_DATA ? RIGHT_EXPORT : RIGHT_LOOK);
    *out = NULL;
    if (rc == QT_OK && face == LIST_PAPER && rule->ncolumns > PAGE_COLUMNS_MOST)
        rc = fault(QT_REFUSED, _("This list has %zu columns, more than the %d that fit on paper."), rule->ncolumns,
                   PAGE_COLUMNS_MOST);
    if (rc != QT_OK)
        return rc;
    struct listing *l = mem_alloc(sizeof *l);
    *l = (struct listing){.d = d, .q = *q, .rule = rule, .face = face, .exact = true};
    l->totals = mem_alloc((rule->ntotals + 1) * sizeof *l->totals);
    rc = desk_list_open(d, q, &l->list);
    if (rc == QT_OK && face == LIST_PAPER)
        rc = listing_count(l);
    if (rc == QT_OK)
        *out = l;
    else
        listing_free(l);
    return rc;
}

int report_list(struct desk *d, const struct query *q, enum list_face face, int64_t limit, struct page **out)
{
    struct listing *l;
    int rc = listing_open(d, q, face, &l);
    *out = NULL;
    if (rc != QT_OK)
        return rc;
    l->limit = limit;
    char *title = title_of(l);
    *out = paper_begin(d, q->form, l->rule->name, title);
    page_about(*out, q->form->name, l->rule->name, 0);
    if (face == LIST_PAPER)
        page_holds(*out, l->count);
    free(title);
    listing_fill(l, *out);
    return QT_OK;
}

/* ---- for papers -------------------------------------------------------------------------------------------------- */

struct looking {
    struct listing *l;
    int (*look)(void *arg, const char *heading, const char *text);
    void *arg;
};

static int next_looked_at(void *arg, struct page_row *row)
{
    struct looking *k = arg;
    const struct form *f = k->l->q.form;
    int rc = next_shown(k->l, row);
    for (size_t i = 0; rc == 1 && k->look && i < row->n; i++) {
        const struct field *field = &f->fields[k->l->rule->columns[i].field];
        int said = row->cell[i].text
                       ? k->look(k->arg, label_of(&field->label, desk_lang(k->l->d), field->name), row->cell[i].text)
                       : QT_OK;
        rc = said < 0 ? said : rc;
    }
    return rc;
}

int roll_new(struct desk *d, const struct query *q, int (*look)(void *arg, const char *heading, const char *text),
             void *arg, struct roll **out)
{
    struct looking k = {.look = look, .arg = arg};
    struct spool *spool = NULL;
    int rc = listing_open(d, q, LIST_PAPER, &k.l);
    *out = NULL;
    if (rc != QT_OK)
        return rc;
    rc = spool_fill(k.l->rule->ncolumns, next_looked_at, &k, &spool);
    if (rc == QT_OK) {
        *out = mem_alloc(sizeof **out);
        **out = (struct roll){
            .form = q->form, .rule = k.l->rule, .count = k.l->count, .narrowing = narrowing_of(k.l), .spool = spool};
    }
    listing_free(k.l);
    return rc;
}

void roll_table(struct desk *d, struct page *p, const struct roll *r)
{
    data_table(p, "records");
    add_columns(d, r->form, r->rule, p);
    spool_source(p, r->spool);
}

void roll_free(struct roll *r)
{
    if (!r)
        return;
    spool_free(r->spool);
    free(r->narrowing);
    free(r);
}
