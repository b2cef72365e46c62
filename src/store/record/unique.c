/* Which other record has the same in all fields of a unique rule. */
#include "gate.h"

static void take_id(struct stmt *st, void *id)
{
    *(int64_t *)id = col_int(st, 0);
}

int rec_same(struct db *db, const struct unique_rule *u, const struct record *r, int64_t *id)
{
    struct buf sql = {0};
    buf_addf(&sql, "SELECT id FROM \"%s\" WHERE id <> ?1", r->form->name);
    for (size_t i = 0; i < u->nfields; i++)
        buf_addf(&sql, " AND \"%s\" = ?%zu", r->form->fields[u->fields[i]].name, i + 2);
    if (u->where)
        buf_addf(&sql, " AND (%s\n)", u->where->sql);
    buf_add(&sql, " LIMIT 1");
    struct stmt *st = db_stmt(db, sql.s);
    buf_free(&sql);
    bind_int(st, 1, r->id);
    for (size_t i = 0; i < u->nfields; i++)
        bind_value(st, (int)i + 2, &r->v[u->fields[i]]);
    *id = 0;
    int rc = row_one(db, st, take_id, id);
    return rc < 0 ? rc : 0;
}

int rec_rows_equal(struct db *db, const struct form *f, int items, int column, const char *number, int limit,
                   int64_t **ids, size_t *n)
{
    struct buf sql = {0};
    int rc;
    *ids = NULL;
    *n = 0;
    buf_add(&sql, "SELECT DISTINCT parent FROM ");
    sql_rows_table(&sql, f->name, f->fields[items].name);
    buf_addf(&sql, " WHERE \"%s\" = ?1 LIMIT ?2", f->fields[items].children[column].name);
    struct stmt *st = db_stmt(db, sql.s);
    buf_free(&sql);
    bind_text(st, 1, number);
    bind_int(st, 2, limit);
    while ((rc = db_step(db, st)) > 0) {
        if (!*ids)
            *ids = mem_alloc((size_t)limit * sizeof **ids);
        (*ids)[(*n)++] = col_int(st, 0);
    }
    return rc;
}
