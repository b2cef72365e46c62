/* Personal values that go: with their period (U4), or those of before, when a person had them corrected. */
#include "gate.h"
#include "sqlite/words.h"

#include <stdlib.h>
#include <string.h>

int record_forget_values(struct db *db, const struct record *r)
{
    struct stmt *st = db_stmt(db, "DELETE FROM qt_personal WHERE seq IN"
                                  " (SELECT seq FROM journal WHERE reg = ?1 AND record = ?2 AND ?2 > 0)");
    bind_text(st, 1, r->form->name);
    bind_int(st, 2, r->id);
    return db_run(db, st);
}

/* ---- fields that a form has dropped: what people typed there stands in the table still ----------------------- */

struct dropped {
    char **v;
    size_t n;
};

static void dropped_add(struct dropped *d, const char *name)
{
    if (name[strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789_")]) /* no field is called so */
        return;
    d->v = mem_resize(d->v, d->n + 1, sizeof *d->v);
    d->v[d->n++] = mem_dup(name);
}

static void dropped_free(struct dropped *d)
{
    for (size_t i = 0; i < d->n; i++)
        free(d->v[i]);
    free(d->v);
}

/* sql with the record's id as ?1, if the table has that column. */
static int run_if(struct db *db, const char *table, const char *column, int64_t id, const char *sql)
{
    struct stmt *st = db_stmt(db, SQL_HAS_COLUMN);
    int64_t there = 0;
    bind_text(st, 1, table);
    bind_text(st, 2, column);
    int rc = row_int(db, st, &there);
    if (rc < 0 || !there)
        return rc < 0 ? rc : 0;
    st = db_stmt(db, sql);
    bind_int(st, 1, id);
    return db_run(db, st);
}

/* A secret one has three columns; one with rows has a table. */
static int empty_dropped(struct db *db, const struct record *r, const char *name)
{
    static const char *const suffix[] = {"", "_sealed", "_index"};
    const char *reg = r->form->name;
    int rc = 0;
    for (size_t i = 0; rc == 0 && i < ARRAY_LEN(suffix); i++) {
        char *column = mem_printf("%s%s", name, suffix[i]);
        char *sql = mem_printf("UPDATE \"%s\" SET \"%s\" = NULL WHERE id = ?1", reg, column);
        rc = form_field(r->form, column) < 0 ? run_if(db, reg, column, r->id, sql) : 0;
        free(sql);
        free(column);
    }
    char *table = mem_printf("%s.%s", reg, name), *sql = mem_printf("DELETE FROM \"%s\" WHERE parent = ?1", table);
    if (rc == 0)
        rc = run_if(db, table, "parent", r->id, sql);
    free(sql);
    free(table);
    return rc;
}

/* Fields that an earlier form called personal and this one does not: they stay, while what earlier lines said of them
 * goes with the personal values. The line of the purge says them again. Those that this form has no more go. */
static int find_public(struct db *db, const struct record *r, bool *again, struct dropped *dropped)
{
    struct stmt *st = db_stmt(db, "SELECT DISTINCT m." SQL_MEMBER_NAME
                                  " FROM journal j JOIN qt_personal p ON p.seq = j.seq, " SQL_MEMBERS_OF(
                                      "p.data") " m WHERE j.reg = ?1 AND j.record = ?2");
    int rc;
    bind_text(st, 1, r->form->name);
    bind_int(st, 2, r->id);
    while ((rc = db_step(db, st)) > 0) {
        int i = form_field(r->form, col_text(st, 0));
        if (i < 0)
            dropped_add(dropped, col_text(st, 0));
        else if (r->v[i].kind != VAL_NULL)
            again[i] = !field_private(&r->form->fields[i]);
    }
    return rc;
}

/* Of rows with personal columns these cells; what is left of the rows is said again by the line of the purge. */
static void empty_value(const struct field *f, struct value *v, bool *again)
{
    if (f->personal) {
        value_clear(v);
    } else if (items_personal(f) && v->kind == VAL_TEXT) {
        items_forget(f, v);
        *again = true;
    }
}

/* Files that the record has, or had as its lines say: when the purge is committed nothing may name them any more. */
static int files_going(struct db *db, const struct record *r)
{
    bool any = false;
    for (size_t i = 0; i < r->form->ndeclared; i++) {
        const struct field *f = &r->form->fields[i];
        any |= field_takes_files(f);
        if (field_takes_files(f) && f->personal && r->v[i].kind == VAL_TEXT)
            folder_gone(db, r->v[i].s);
    }
    if (!any)
        return 0;
    struct stmt *st = db_stmt(db, "SELECT p.data FROM journal j JOIN qt_personal p ON p.seq = j.seq"
                                  " WHERE j.reg = ?1 AND j.record = ?2");
    int rc;
    bind_text(st, 1, r->form->name);
    bind_int(st, 2, r->id);
    while ((rc = db_step(db, st)) > 0)
        folder_gone(db, col_text(st, 0));
    return rc;
}

/* before: as it is stored; after: the same, emptied. */
static int purge_stored(struct db *db, const struct who *who, const struct record *before, struct record **after)
{
    bool *again = mem_alloc(before->form->nfields * sizeof *again);
    struct dropped dropped = {0};
    int rc = find_public(db, before, again, &dropped);
    if (rc == 0)
        rc = files_going(db, before);
    *after = record_copy(before);
    for (size_t i = 0; i < before->form->ndeclared; i++)
        empty_value(&before->form->fields[i], &(*after)->v[i], &again[i]);
    db->again = again;
    if (rc == 0)
        rc = rec_put(db, who, "purge", before, *after);
    db->again = NULL;
    for (size_t i = 0; rc == 0 && i < dropped.n; i++)
        rc = empty_dropped(db, before, dropped.v[i]);
    dropped_free(&dropped);
    free(again);
    return rc < 0 ? rc : record_forget_values(db, *after);
}

int rec_purge(struct db *db, const struct who *who, const struct record *r)
{
    struct record *before = NULL, *after = NULL;
    int rc = rec_get(db, r->form, r->id, &before);
    if (rc == 0)
        rc = purge_stored(db, who, before, &after);
    record_free(before);
    record_free(after);
    return rc;
}

/* Lines of it with personal values: one tells of now, more of before. */
static int count_lines(struct db *db, const struct record *r, int64_t *lines)
{
    struct stmt *st = db_stmt(db, "SELECT count(*) FROM journal j JOIN qt_personal p ON p.seq = j.seq"
                                  " WHERE j.reg = ?1 AND j.record = ?2");
    bind_text(st, 1, r->form->name);
    bind_int(st, 2, r->id);
    int rc = row_int(db, st, lines);
    return rc < 0 ? rc : 0;
}

int rec_forget(struct db *db, const struct who *who, const struct record *r, bool *done)
{
    struct record *before = NULL, *emptied = NULL;
    int64_t lines = 0;
    int rc = count_lines(db, r, &lines);
    *done = lines > 1;
    if (rc < 0 || lines <= 1)
        return rc;
    rc = rec_get(db, r->form, r->id, &before);
    if (rc == 0)
        rc = purge_stored(db, who, before, &emptied);
    if (rc == 0)
        rc = rec_put(db, who, "restate", emptied, before);
    record_free(before);
    record_free(emptied);
    return rc;
}

int journal_plain(struct db *db, const char *text, int64_t *lines)
{
    struct buf b = {0};
    buf_add_json(&b, text); /* as it stands in a line, but for the quotes around it */
    char *written = mem_dupn(b.s + 1, b.len - 2);
    struct stmt *st = db_stmt(db, "SELECT count(*) FROM journal WHERE instr(data, ?1) > 0");
    bind_text(st, 1, written);
    int rc = row_int(db, st, lines);
    free(written);
    buf_free(&b);
    return rc < 0 ? rc : 0;
}
