/* The balance of a list: for each row the sum over all rows of the list that come no later in its order, smallest
 * first, whichever way and however narrowed the list is shown. A page costs one sum up to its first row, and one from
 * each row to the next; that first sum goes on from the page of before, so that a long list is not summed anew for each
 * page. */
#include "record/cursor.h"

struct point {
    const struct value *key; /* of the list's order */
    int64_t id;
};

static int compare_keys(const struct value *a, const struct value *b)
{
    if (a->kind != b->kind) /* null, numbers, texts: as the engine sorts */
        return (int)a->kind - (int)b->kind;
    if (a->kind == VAL_INT)
        return (a->i > b->i) - (a->i < b->i);
    return a->kind == VAL_TEXT ? strcmp(a->s, b->s) : 0;
}

static int compare(struct point a, struct point b)
{
    int c = compare_keys(a.key, b.key);
    return c ? c : (a.id > b.id) - (a.id < b.id);
}

static struct point point_of(const struct cursor *c, const struct record *r)
{
    return (struct point){&r->v[c->list->order], r->id};
}

/* ---- the sum of a stretch of the list -------------------------------------------------------------------------- */

static void sql_from(const struct cursor *c, struct buf *sql)
{
    buf_addf(sql, " FROM \"%s\" WHERE 1", c->form->name);
    if (c->list->where)
        buf_addf(sql, " AND (%s\n)", c->list->where->sql);
    if (c->in_area)
        sql_in_area(c->form, sql);
}

static void sql_value(const struct cursor *c, struct buf *sql)
{
    buf_addf(sql, "CAST(round(%s\n) AS INTEGER)", c->list->balance->of->sql);
}

static const char *order_of(const struct cursor *c)
{
    return c->form->fields[c->list->order].name;
}

static int add_sum(struct cursor *c, struct stmt *st, int64_t *sum)
{
    int rc = db_step(c->db, st);
    if (rc > 0) {
        *sum += col_int(st, 0);
        stmt_end(st);
        rc = 0;
    }
    return rc;
}

/* Rows with this order value, of ids behind `from` up to `to`. */
static int add_equal(struct cursor *c, const struct value *key, int64_t from, int64_t to, int64_t *sum)
{
    struct buf sql = {0};
    buf_add(&sql, "SELECT sum(");
    sql_value(c, &sql);
    buf_add(&sql, ")");
    sql_from(c, &sql);
    buf_addf(&sql, " AND \"%s\" IS ?1 AND id > ?2 AND id <= ?3", order_of(c));
    struct stmt *st = db_stmt(c->db, sql.s);
    buf_free(&sql);
    bind_value(st, 1, key);
    bind_int(st, 2, from);
    bind_int(st, 3, to);
    return add_sum(c, st, sum);
}

/* Rows with order values between the two, neither of them; `from` null: all below the other that have one. */
static int add_between(struct cursor *c, const struct value *from, const struct value *to, int64_t *sum)
{
    bool above = from->kind != VAL_NULL;
    struct buf sql = {0};
    buf_add(&sql, "SELECT sum(");
    sql_value(c, &sql);
    buf_add(&sql, ")");
    sql_from(c, &sql);
    buf_addf(&sql, " AND \"%s\" < ?1", order_of(c));
    if (above)
        buf_addf(&sql, " AND \"%s\" > ?2", order_of(c));
    struct stmt *st = db_stmt(c->db, sql.s);
    buf_free(&sql);
    bind_value(st, 1, to);
    if (above)
        bind_value(st, 2, from);
    return add_sum(c, st, sum);
}

/* What lies behind `from` up to and including `to`. Rows without an order value come first. */
static int add_stretch(struct cursor *c, struct point from, struct point to, int64_t *sum)
{
    if (compare_keys(from.key, to.key) == 0)
        return add_equal(c, to.key, from.id, to.id, sum);
    int rc = add_equal(c, from.key, from.id, INT64_MAX, sum);
    if (rc == 0)
        rc = add_between(c, from.key, to.key, sum);
    return rc < 0 ? rc : add_equal(c, to.key, INT64_MIN, to.id, sum);
}

/* From what is known of another row, be it before or behind this one; else from the beginning. */
static int sum_up_to(struct cursor *c, struct point to, int64_t changes, int64_t *sum)
{
    static const struct value none;
    struct point known = {&none, INT64_MIN};
    int64_t between = 0;
    *sum = 0;
    if (c->known.is && c->known.changes == changes) {
        known = (struct point){&c->known.key, c->known.id};
        *sum = c->known.sum;
    }
    bool back = compare(to, known) < 0;
    int rc = back ? add_stretch(c, to, known, &between) : add_stretch(c, known, to, &between);
    *sum += back ? -between : between;
    return rc;
}

/* ---- a page --------------------------------------------------------------------------------------------------- */

/* By the list's order; pages come so already, or the other way round. */
static struct record **in_order(const struct cursor *c, const struct record_page *page)
{
    struct record **v = mem_alloc((page->n + 1) * sizeof *v);
    size_t n = page->n;
    bool back = n > 1 && compare(point_of(c, page->v[0]), point_of(c, page->v[n - 1])) > 0;
    for (size_t i = 0; i < n; i++) {
        struct record *r = page->v[back ? n - 1 - i : i];
        size_t at = i;
        for (; at > 0 && compare(point_of(c, v[at - 1]), point_of(c, r)) > 0; at--)
            v[at] = v[at - 1];
        v[at] = r;
    }
    return v;
}

/* Goes through the rows of the list behind the page's first one, those with an order value or those without, and tells
 * each row of the page what was added up by then. */
struct walk {
    struct cursor *c;
    struct record **v; /* the page in the list's order */
    size_t n, at;      /* at: the next one to be told */
    int64_t sum;
};

static void tell_before(struct walk *w, struct point p)
{
    while (w->at < w->n && compare(point_of(w->c, w->v[w->at]), p) < 0)
        value_int(&w->v[w->at++]->v[w->c->list->balance->field], w->sum);
}

static struct stmt *walk_begin(const struct walk *w, bool nulls)
{
    const struct point first = point_of(w->c, w->v[0]), last = point_of(w->c, w->v[w->n - 1]);
    const char *order = order_of(w->c);
    bool above = first.key->kind != VAL_NULL;
    struct buf sql = {0};
    buf_addf(&sql, "SELECT \"%s\", id, ", order);
    sql_value(w->c, &sql);
    sql_from(w->c, &sql);
    if (nulls)
        buf_addf(&sql, " AND \"%s\" IS NULL AND id > ?1 ORDER BY id", order);
    else
        buf_addf(&sql, " AND \"%s\" <= ?2%s%s%s ORDER BY \"%s\", id", order, above ? " AND \"" : "", above ? order : "",
                 above ? "\" >= ?1" : "", order);
    struct stmt *st = db_stmt(w->c->db, sql.s);
    buf_free(&sql);
    if (nulls)
        bind_int(st, 1, first.id);
    else if (above)
        bind_value(st, 1, first.key);
    if (!nulls)
        bind_value(st, 2, last.key);
    return st;
}

static int walk(struct walk *w, bool nulls)
{
    const struct point first = point_of(w->c, w->v[0]);
    struct stmt *st = walk_begin(w, nulls);
    int rc;
    while ((rc = db_step(w->c->db, st)) > 0) {
        struct value key = {0};
        col_value(st, 0, &key);
        const struct point p = {&key, col_int(st, 1)};
        if (compare(p, first) > 0) {
            tell_before(w, p);
            w->sum += w->at < w->n ? col_int(st, 2) : 0;
        }
        value_clear(&key);
        if (w->at == w->n) {
            stmt_end(st);
            return 0;
        }
    }
    return rc;
}

static void remember(struct cursor *c, struct point p, int64_t sum, int64_t changes)
{
    value_copy(&c->known.key, p.key);
    c->known.id = p.id;
    c->known.sum = sum;
    c->known.changes = changes;
    c->known.is = true;
}

int cursor_balances(struct cursor *c, struct record_page *page)
{
    const int64_t changes = db_change_count(c->db);
    if (page->n == 0)
        return 0;
    struct walk w = {.c = c, .v = in_order(c, page), .n = page->n};
    const struct point first = point_of(c, w.v[0]), last = point_of(c, w.v[w.n - 1]);
    int rc = sum_up_to(c, first, changes, &w.sum);
    if (rc == 0 && first.key->kind == VAL_NULL)
        rc = walk(&w, true);
    if (rc == 0 && last.key->kind != VAL_NULL)
        rc = walk(&w, false);
    tell_before(&w, (struct point){last.key, INT64_MAX});
    if (rc == 0)
        remember(c, last, w.sum, changes);
    free(w.v);
    return rc;
}
