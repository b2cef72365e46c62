/* Lists by key: a page is found from the key of a row, (order value, id), never by counting rows, and
 * no statement stays open between calls. A text filter picks its matches once, at most TEXT_HITS. */
#include "record/cursor.h"

#include <time.h>

/* What a person's condition may take of the processor at a time: while others wait to save, and at most. */
enum { WAITED_US = 300000, MOST_US = 10000000, OFTEN = 100 /* steps: one may be dear */ };

static int64_t processor_us(void)
{
    struct timespec ts;
    return clock_gettime(CLOCK_THREAD_CPUTIME_ID, &ts) == 0 ? (int64_t)ts.tv_sec * 1000000 + ts.tv_nsec / 1000 : 0;
}

static int too_long(void *arg)
{
    struct cursor *c = arg;
    int64_t spent = processor_us() - c->since;
    c->stopped = spent > MOST_US || (spent > WAITED_US && wait_others(c->db) > 0);
    return c->stopped;
}

static void patience_begin(struct cursor *c)
{
    c->stopped = false;
    c->since = processor_us();
    if (c->guarded)
        db_watch(c->db, OFTEN, too_long, c);
}

static int patience_end(struct cursor *c, int rc)
{
    if (c->guarded)
        db_watch(c->db, 0, NULL, NULL);
    return c->stopped
               ? fault(QT_REFUSED, _("This condition takes too long and was stopped, so that others can save: ask "
                                     "for fewer records, with --list or --text."))
               : rc;
}

static bool works_out(const struct field *f)
{
    return f->type == FT_COMPUTED || items_computed(f);
}

static void want_columns(struct cursor *c, const struct list_rule *list)
{
    c->want = mem_alloc((c->form->nfields + c->form->nbalances) * sizeof(*c->want));
    for (size_t i = 0; i < list->ncolumns; i++)
        c->want[list->columns[i].field] = true;
    c->want[form_sys(c->form, SYS_NUMBER)] = true;
    c->want[form_sys(c->form, SYS_STATE)] = true;
    if (c->order >= 0)
        c->want[c->order] = true;
    if (list->balance)
        c->want[list->order] = true;
    bool computed = false; /* works on whatever the record has */
    for (size_t i = 0; i < list->ncolumns; i++)
        computed = computed || works_out(&c->form->fields[list->columns[i].field]) ||
                   (c->form->state_shown && list->columns[i].field == form_sys(c->form, SYS_STATE));
    for (size_t i = 0; i < c->form->nfields; i++)
        c->want[i] =
            (c->want[i] || computed) && (field_stored(&c->form->fields[i]) || c->form->fields[i].type == FT_ITEMS);
}

/* ---- a column for the order ----------------------------------------------------------------------------- */

static int sort_field(struct cursor *c, const struct query *q)
{
    const struct field *fields = c->form->fields;
    if (q->sort < 0) {
        c->order = field_stored(&fields[c->list->order]) ? c->list->order : -1;
        c->descending = c->list->descending;
        return 0;
    }
    if ((size_t)q->sort >= c->list->ncolumns)
        return fault(QT_BUG, "sorting by a column that the list lacks");
    c->order = c->list->columns[q->sort].field;
    c->descending = q->descending;
    const struct field *field = &fields[c->order];
    const char *label = label_of(&field->label, c->db->lang, field->name);
    if (field->type == FT_COMPUTED)
        return fault(QT_REFUSED, _("%s is worked out whenever it is shown, so a list cannot be sorted by it."), label);
    if (!field_stored(field))
        return fault(QT_REFUSED, _("%s holds several rows, so a list cannot be sorted by it."), label);
    return 0;
}

/* A short list is read whole and sorted, whatever indexes there are: a narrow filter over a long index would take
 * longest. A long one needs an index. */
static int sort_way(struct cursor *c)
{
    if (c->order == c->list->order)
        return 0;
    char *sql =
        mem_printf("SELECT 1 FROM \"%s\" WHERE %s LIMIT 1 OFFSET %d", c->form->name, c->filter, CURSOR_SORT_ROWS);
    struct stmt *st = cursor_stmt(c, sql);
    free(sql);
    int rc = row_one(c->db, st, NULL, NULL);
    if (rc > 0) {
        const struct field *field = &c->form->fields[c->order];
        rc = schema_indexed(c->db, c->form, field);
        if (rc > 0)
            return 0;
        const char *label = label_of(&field->label, c->db->lang, field->name);
        return rc < 0 ? rc
                      : fault(QT_REFUSED,
                              _("This list has more than %d rows and no index by %s. Narrow it first, then sort."),
                              CURSOR_SORT_ROWS, label);
    }
    c->scan = rc == 0;
    return rc;
}

/* ---- opening ------------------------------------------------------------------------------------------------ */

int cursor_open(struct db *db, const struct query *q, struct cursor **out)
{
    const struct form *f = q->form;
    const struct list_rule *list = &f->lists[q->list];
    *out = NULL;
    if (!db_in_transaction(db))
        db_trim(db);
    struct cursor *c = mem_alloc(sizeof(*c));
    c->db = db;
    c->form = f;
    c->list = list;
    int rc = sort_field(c, q);
    if (rc < 0) {
        cursor_close(c);
        return rc;
    }
    want_columns(c, list);
    struct buf columns = {0};
    record_columns(&columns, f, c->want);
    c->columns = buf_take(&columns);
    c->in_area = q->in_area;
    rc = cursor_narrow(c, q);
    patience_begin(c);
    if (rc == 0 && q->text && *q->text)
        rc = cursor_narrow_text(c, q->text);
    else if (rc == 0)
        rc = sort_way(c);
    rc = patience_end(c, rc);
    if (rc < 0) {
        cursor_close(c);
        return rc;
    }
    *out = c;
    return 0;
}

void cursor_close(struct cursor *c)
{
    if (!c)
        return;
    for (size_t i = 0; i < c->nargs; i++)
        value_clear(&c->args[i].value);
    value_clear(&c->known.key);
    free(c->args);
    free(c->want);
    free(c->columns);
    free(c->filter);
    free(c->ids);
    free(c);
}

void record_page_free(struct record_page *p)
{
    for (size_t i = 0; i < p->n; i++)
        record_free(p->v[i]);
    free(p->v);
    *p = (struct record_page){0};
}

/* ---- reading a stretch of rows --------------------------------------------------------------------- */

enum stretch {
    ALL,      /* no anchor */
    SAME,     /* the anchor's order value, ids beyond it (or from it) */
    BEYOND,   /* order values beyond the anchor's */
    THE_NULL, /* rows without an order value: the engine sorts them below all others */
};

static void stretch_where(const struct cursor *c, enum stretch which, bool up, bool inclusive, bool null_key,
                          struct buf *sql)
{
    const char *id = up ? (inclusive ? ">=" : ">") : (inclusive ? "<=" : "<");
    const char *order = c->order < 0 ? NULL : c->form->fields[c->order].name;
    const char *plus = c->scan ? "+" : ""; /* keeps the engine from walking an index of the whole register */
    switch (which) {
    case ALL:
        break;
    case SAME:
        if (order && null_key)
            buf_addf(sql, " AND %s\"%s\" IS NULL", plus, order);
        else if (order)
            buf_addf(sql, " AND %s\"%s\" = ?1", plus, order);
        buf_addf(sql, " AND %sid %s ?2", plus, id);
        break;
    case BEYOND:
        if (null_key)
            buf_addf(sql, " AND %s\"%s\" IS NOT NULL", plus, order);
        else
            buf_addf(sql, " AND %s\"%s\" %s ?1", plus, order, up ? ">" : "<");
        break;
    case THE_NULL:
        buf_addf(sql, " AND %s\"%s\" IS NULL", plus, order);
        break;
    }
}

static int read_stretch(struct cursor *c, enum stretch which, bool up, bool inclusive, const struct record *anchor,
                        size_t max, struct record_page *out)
{
    static const struct value none;
    const struct value *key = anchor && c->order >= 0 ? &anchor->v[c->order] : &none;
    struct buf sql = {0};
    buf_addf(&sql, "SELECT %s FROM \"%s\" WHERE %s", c->columns, c->form->name, c->filter);
    stretch_where(c, which, up, inclusive, key->kind == VAL_NULL, &sql);
    buf_add(&sql, " ORDER BY ");
    const char *plus = c->scan ? "+" : "";
    if (c->order >= 0 && (which == ALL || which == BEYOND))
        buf_addf(&sql, "%s\"%s\" %s, ", plus, c->form->fields[c->order].name, up ? "ASC" : "DESC");
    buf_addf(&sql, "%sid %s LIMIT ?3", plus, up ? "ASC" : "DESC");
    struct stmt *st = cursor_stmt(c, sql.s);
    buf_free(&sql);
    if (which == SAME || which == BEYOND)
        bind_value(st, 1, key);
    if (which == SAME)
        bind_int(st, 2, anchor->id);
    bind_int(st, 3, (int64_t)(max - out->n));
    int rc;
    while ((rc = db_step(c->db, st)) > 0)
        out->v[out->n++] = record_read(st, c->form, c->want);
    if (st)
        stmt_clear(st);
    return rc;
}

/* Rows in one direction from the anchor (NULL: from the end of the list), at most max. */
static int read_rows(struct cursor *c, bool up, bool inclusive, const struct record *anchor, size_t max,
                     struct record_page *out)
{
    if (!anchor)
        return read_stretch(c, ALL, up, inclusive, NULL, max, out);
    int rc = read_stretch(c, SAME, up, inclusive, anchor, max, out);
    if (rc < 0 || c->order < 0)
        return rc;
    bool null_key = anchor->v[c->order].kind == VAL_NULL;
    if (out->n < max && (up || !null_key))
        rc = read_stretch(c, BEYOND, up, inclusive, anchor, max, out);
    if (rc == 0 && out->n < max && !up && !null_key)
        rc = read_stretch(c, THE_NULL, up, inclusive, anchor, max, out);
    return rc;
}

/* ---- pages --------------------------------------------------------------------------------------------- */

static void turn_round(struct record_page *p)
{
    for (size_t i = 0; i < p->n / 2; i++) {
        struct record *r = p->v[i];
        p->v[i] = p->v[p->n - 1 - i];
        p->v[p->n - 1 - i] = r;
    }
}

static int page_by_key(struct cursor *c, enum page_at at, const struct record *anchor, size_t n,
                       struct record_page *out)
{
    bool back = at == PAGE_LAST || at == PAGE_BEFORE;
    if (at == PAGE_FIRST || at == PAGE_LAST)
        anchor = NULL;
    int rc = read_rows(c, back == c->descending, at == PAGE_FROM, anchor, n + 1, out);
    out->more = out->n > n;
    if (out->more)
        record_free(out->v[--out->n]);
    if (back)
        turn_round(out);
    return rc;
}

/* The picked ids lie in the list's order already. */
static int page_by_ids(struct cursor *c, enum page_at at, const struct record *anchor, size_t n,
                       struct record_page *out)
{
    size_t where = 0, from, to;
    while (anchor && where < c->nids && c->ids[where] != anchor->id)
        where++;
    if (at == PAGE_LAST || at == PAGE_BEFORE) {
        to = at == PAGE_LAST || !anchor ? c->nids : where;
        from = to > n ? to - n : 0;
        out->more = from > 0;
    } else {
        from = at == PAGE_FIRST || !anchor ? 0 : at == PAGE_FROM ? where : where + 1;
        from = from < c->nids ? from : c->nids;
        to = from + n < c->nids ? from + n : c->nids;
        out->more = to < c->nids;
    }
    struct buf sql = {0};
    buf_addf(&sql, "SELECT %s FROM \"%s\" WHERE id = ?1", c->columns, c->form->name);
    int rc = 0;
    for (size_t i = from; rc == 0 && i < to; i++) {
        struct stmt *st = db_stmt(c->db, sql.s);
        bind_int(st, 1, c->ids[i]);
        rc = db_step(c->db, st);
        if (rc > 0) {
            out->v[out->n++] = record_read(st, c->form, c->want);
            stmt_end(st);
            rc = 0;
        }
    }
    buf_free(&sql);
    return rc;
}

int cursor_page(struct cursor *c, enum page_at at, const struct record *anchor, size_t n, struct record_page *out)
{
    *out = (struct record_page){0};
    out->v = mem_resize(NULL, n + 1, sizeof(struct record *));
    patience_begin(c);
    int rc = c->picked ? page_by_ids(c, at, anchor, n, out) : page_by_key(c, at, anchor, n, out);
    rc = patience_end(c, rc);
    for (size_t i = 0; rc == 0 && i < out->n; i++)
        record_compute(c->db, out->v[i]);
    if (rc == 0 && c->list->balance)
        rc = cursor_balances(c, out);
    if (rc < 0)
        record_page_free(out);
    return rc;
}

/* ---- counting ---------------------------------------------------------------------------------------------- */

static void total_columns(const struct cursor *c, struct buf *sql)
{
    for (size_t i = 0; i < c->list->ntotals; i++) {
        int field = form_field(c->form, c->list->totals[i]);
        const struct field *f = field >= 0 ? &c->form->fields[field] : NULL;
        if (f && field_stored(f))
            buf_addf(sql, ", \"%s\"", f->name);
        else if (f && f->type == FT_COMPUTED)
            buf_addf(sql, ", CAST(round((%s\n) * %d) AS INTEGER)", f->compute->sql,
                     f->compute->scale > 1 ? f->compute->scale : 1);
        else
            buf_add(sql, ", 1");
    }
}

int cursor_late(void *until)
{
    return clock_mono_us() > *(const int64_t *)until;
}

/* 1: the time is over. */
static int count_rows(struct cursor *c, struct stmt *st, int64_t until, int64_t *count, int64_t *totals, size_t ntotals)
{
    enum { LOOK_AT_CLOCK = 256 };
    int rc;
    while ((rc = db_step(c->db, st)) > 0) {
        if (c->picked && !cursor_picked(c, col_int(st, 0)))
            continue;
        ++*count;
        for (size_t i = 0; i < ntotals; i++)
            totals[i] += col_int(st, (int)i + 1);
        if (*count % LOOK_AT_CLOCK == 0 && cursor_late(&until)) {
            stmt_end(st);
            break;
        }
    }
    if (rc == QT_BUSY && cursor_late(&until)) {
        fault_clear();
        rc = 1;
    }
    return rc;
}

int cursor_count(struct cursor *c, int64_t budget_us, int64_t *count, int64_t *totals, bool *exact)
{
    int64_t until = budget_us > 0 ? clock_mono_us() + budget_us : INT64_MAX;
    size_t ntotals = totals ? c->list->ntotals : 0;
    *count = 0;
    *exact = !c->cut;
    if (totals)
        memset(totals, 0, ntotals * sizeof(*totals));
    if (c->picked && ntotals == 0) {
        *count = (int64_t)c->nids;
        return 0;
    }
    if (!c->filtered && ntotals == 0)
        return schema_rows(c->db, c->form, count);
    struct buf sql = {0};
    buf_add(&sql, "SELECT id");
    total_columns(c, &sql);
    buf_addf(&sql, " FROM \"%s\" WHERE %s", c->form->name, c->filter);
    struct stmt *st = cursor_stmt(c, sql.s);
    buf_free(&sql);
    patience_begin(c);
    if (budget_us > 0) /* a filter without an index may read a million rows before it gives one */
        db_watch(c->db, CURSOR_STEPS, cursor_late, &until);
    int rc = count_rows(c, st, until, count, totals, ntotals);
    db_watch(c->db, 0, NULL, NULL);
    rc = patience_end(c, rc);
    *exact = *exact && rc == 0;
    return rc < 0 ? rc : 0;
}
