/* A record taken back: it leaves its table and the search, its lines in the journal stay, and its id is not used again.
 */
#include "gate.h"

static int drop_rows(struct db *db, const char *table, const char *column, int64_t id, int64_t version)
{
    char *sql = mem_printf("DELETE FROM %s WHERE %s = ?1%s", table, column, version ? " AND version = ?2" : "");
    struct stmt *st = db_stmt(db, sql);
    free(sql);
    bind_int(st, 1, id);
    if (version)
        bind_int(st, 2, version);
    return db_run(db, st);
}

/* Of this the number of records is told without counting them (schema_rows). */
static int count_withdrawn(struct db *db, const struct form *f)
{
    struct stmt *st = db_stmt(db, "UPDATE qt_register SET withdrawn = withdrawn + 1 WHERE name = ?1");
    bind_text(st, 1, f->name);
    return db_run(db, st);
}

int rec_withdraw(struct db *db, const struct who *who, const struct record *r, bool keep)
{
    const struct form *f = r->form;
    int rc = db_in_transaction(db) ? search_ready(db) : fault(QT_BUG, "rec_withdraw outside a transaction");
    struct buf table = {0};
    for (size_t i = 0; rc == 0 && i < f->ndeclared; i++) {
        if (f->fields[i].type != FT_ITEMS)
            continue;
        buf_clear(&table);
        sql_rows_table(&table, f->name, f->fields[i].name);
        rc = drop_rows(db, table.s, "parent", r->id, 0);
    }
    if (rc == 0)
        rc = count_withdrawn(db, f);
    buf_clear(&table);
    sql_name(&table, "", f->name, "");
    if (rc == 0)
        rc = drop_rows(db, table.s, "id", r->id, r->version);
    buf_free(&table);
    if (rc == 0 && db_changes(db) != 1)
        rc = fault(QT_CONFLICT, _("Somebody saved %s first. Nothing was overwritten; look at both versions."),
                   record_number(r));
    if (rc == 0)
        rc = journal_record(db, who, "withdraw", r, r); /* nothing but its cause: what it was stands in its lines */
    if (rc == 0)
        rc = tokens_forget(db, r);
    if (rc == 0 && !keep)
        rc = record_forget_values(db, r); /* no retention would reach them: there is no record any more */
    return rc == 0 ? search_put(db, r, NULL) : rc;
}

int rec_void_purge(struct db *db, const struct form *f, int64_t before, int64_t behind)
{
    struct stmt *st = db_stmt(db, "DELETE FROM qt_personal WHERE seq IN (SELECT j.seq FROM journal j"
                                  " WHERE j.reg = ?1 AND j.record IN (SELECT w.record FROM journal w WHERE w.reg = ?1"
                                  " AND w.action = 'withdraw' AND w.at < ?2 AND (?3 = 0 OR w.seq < ?3)"
                                  " AND instr(w.data, '\"caused by\":{\"undo\":') > 0))");
    bind_text(st, 1, f->name);
    bind_int(st, 2, before);
    bind_int(st, 3, behind);
    return db_run(db, st);
}
