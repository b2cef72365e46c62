/* The records of a month grid: what each adds to the cell of its row and day. */
#include "gate.h"

/* What the days' field keeps for a moment. */
static void day_key(const struct field *day, int64_t t, struct value *out)
{
    char date[11];
    if (field_is_int(day)) {
        value_int(out, t);
        return;
    }
    date_format(t, date);
    value_text(out, date);
}

static int day_of(struct stmt *st, int column, const struct field *day)
{
    return civil_of(field_is_int(day) ? col_int(st, column) : date_time(col_text(st, column), 0)).day;
}

int rec_grid(struct db *db, const struct form *f, const struct grid_rule *g, const struct grid_span *span,
             void (*add)(const struct value *row, int day, const struct value *n, void *arg), void *arg)
{
    const struct field *day = &f->fields[g->days];
    struct buf sql = {0};
    buf_addf(&sql, "SELECT \"%s\", \"%s\", ", f->fields[g->rows].name, day->name);
    if (g->cell)
        buf_addf(&sql, "CAST(round(%s\n) AS INTEGER)", g->cell->sql);
    else
        buf_add(&sql, "1");
    buf_addf(&sql, " FROM \"%s\" WHERE \"%s\" >= ?1 AND \"%s\" < ?2", f->name, day->name, day->name);
    if (g->where)
        buf_addf(&sql, " AND (%s\n)", g->where->sql);
    if (span->in_area)
        sql_in_area(f, &sql);
    buf_addf(&sql, " ORDER BY \"%s\"", f->fields[g->rows].name); /* rows come together */
    struct stmt *st = db_stmt(db, sql.s);
    buf_free(&sql);
    struct value from = {0}, to = {0};
    day_key(day, span->from, &from);
    day_key(day, span->to, &to);
    bind_value(st, 1, &from);
    bind_value(st, 2, &to);
    int rc;
    while ((rc = db_step(db, st)) > 0) {
        struct value row = {0}, n = {0};
        col_value(st, 0, &row);
        if (row.kind == VAL_TEXT && field_is_int(&f->fields[g->rows]))
            value_clear(&row);
        col_value(st, 2, &n);
        add(&row, day_of(st, 1, day), &n, arg);
        value_clear(&row);
        value_clear(&n);
    }
    if (st)
        stmt_clear(st);
    value_clear(&from);
    value_clear(&to);
    return rc;
}
