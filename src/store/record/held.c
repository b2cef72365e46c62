/* What a register keeps (`holds`): how much of it under each place, unit, age or kind, and which records these are. */
#include "gate.h"

static const struct field *field_of(const struct form *f, int i)
{
    return i >= 0 ? &f->fields[i] : NULL;
}

/* The expression by which it is grouped: a column, NULL where all have the same words, the number of a span of time. */
static void add_key(struct buf *sql, const struct form *f, const struct held_ask *ask)
{
    const struct holds_rule *h = f->holds;
    const struct field *by = field_of(f, ask->by == HELD_PLACE  ? h->place.field
                                         : ask->by == HELD_KIND ? h->kind.field
                                                                : f->unit_field);
    if (ask->by != HELD_AGE) {
        if (by && field_stored(by) && !ask->closed)
            buf_addf(sql, "\"%s\"", by->name);
        else
            buf_add(sql, "NULL");
        return;
    }
    buf_add(sql, "CASE");
    for (int i = 0; i + 1 < HELD_AGES; i++)
        buf_addf(sql, " WHEN \"%s\" >= ?%d THEN %d", f->fields[h->since].name, i + 2, i);
    buf_addf(sql, " ELSE %d END", HELD_AGES - 1);
}

static void add_where(struct buf *sql, const struct form *f, const struct held_ask *ask)
{
    const struct expr *where = f->lists[f->holds->list].where;
    buf_addf(sql, " FROM \"%s\" WHERE ", f->name);
    if (where)
        buf_addf(sql, "(%s\n)", where->sql);
    else
        buf_add(sql, "1");
    if (ask->in_area)
        sql_in_area(f, sql);
}

struct edges { /* what is bound stays until the statement is done */
    struct value v[HELD_AGES - 1];
};

static void bind_edges(struct stmt *st, const struct form *f, const struct held_ask *ask, struct edges *e)
{
    for (int i = 0; ask->by == HELD_AGE && i + 1 < HELD_AGES; i++) {
        char date[11];
        date_format(ask->edge[i], date);
        if (field_is_int(&f->fields[f->holds->since]))
            value_int(&e->v[i], ask->edge[i]);
        else
            value_text(&e->v[i], date);
        bind_value(st, i + 2, &e->v[i]);
    }
}

static void done(struct stmt *st, struct edges *e)
{
    if (st)
        stmt_clear(st);
    for (int i = 0; i + 1 < HELD_AGES; i++)
        value_clear(&e->v[i]);
}

int rec_held(struct db *db, const struct form *f, const struct held_ask *ask,
             void (*add)(const struct value *key, const struct held_sum *sum, void *arg), void *arg)
{
    const struct field *since = &f->fields[f->holds->since], *pieces = field_of(f, f->holds->pieces);
    struct buf sql = {0};
    buf_add(&sql, "SELECT ");
    add_key(&sql, f, ask);
    buf_addf(&sql, ", count(*), min(\"%s\"), ", since->name);
    if (pieces)
        buf_addf(&sql, "sum(coalesce(\"%s\", 1))", pieces->name);
    else
        buf_add(&sql, "count(*)");
    add_where(&sql, f, ask);
    buf_add(&sql, " GROUP BY 1");
    struct stmt *st = db_stmt(db, sql.s);
    buf_free(&sql);
    struct edges edges = {0};
    bind_edges(st, f, ask, &edges);
    int rc;
    while ((rc = db_step(db, st)) > 0) {
        struct value key = {0};
        struct held_sum sum = {.records = col_int(st, 1), .pieces = col_int(st, 3)};
        const char *date = field_is_int(since) ? NULL : col_text(st, 2);
        sum.since = date ? date_time(date, 0) : col_int(st, 2);
        col_value(st, 0, &key);
        add(&key, &sum, arg);
        value_clear(&key);
    }
    done(st, &edges);
    return rc;
}

int rec_held_ids(struct db *db, const struct form *f, const struct held_ask *ask, const struct value *key, size_t most,
                 int64_t *ids, size_t *n)
{
    struct buf sql = {0};
    buf_add(&sql, "SELECT id");
    add_where(&sql, f, ask);
    buf_add(&sql, " AND ");
    add_key(&sql, f, ask);
    buf_addf(&sql, " IS ?1 ORDER BY \"%s\", id LIMIT %zu", f->fields[f->holds->since].name, most);
    struct stmt *st = db_stmt(db, sql.s);
    buf_free(&sql);
    bind_value(st, 1, key);
    struct edges edges = {0};
    bind_edges(st, f, ask, &edges);
    int rc;
    while ((rc = db_step(db, st)) > 0 && *n < most)
        ids[(*n)++] = col_int(st, 0);
    done(st, &edges);
    return rc < 0 ? rc : QT_OK;
}
