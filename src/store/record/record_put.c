/* Writing records: insert, update with the version as the lock, child rows. */
#include "gate.h"
#include "sqlite/words.h"

/* ---- what changed ------------------------------------------------------------------------------------- */

static bool same_text(const char *a, const char *b)
{
    return a == b || (a && b && strcmp(a, b) == 0);
}

/* Rows but for what is computed in them. */
static bool same_rows(const struct field *f, const struct value *a, const struct value *b)
{
    char *x = items_stored(f, a), *y = items_stored(f, b);
    bool same = same_text(x, y);
    free(x);
    free(y);
    return same;
}

bool field_changed(const struct record *before, const struct record *after, size_t i)
{
    const struct field *f = &after->form->fields[i];
    const struct value *b = before ? &before->v[i] : NULL, *a = &after->v[i];
    if (f->type == FT_COMPUTED)
        return false;
    if (b && b->kind == VAL_TEXT && a->kind == VAL_TEXT && items_computed(f))
        return !same_rows(f, a, b);
    if (!b)
        return a->kind != VAL_NULL;
    if (b->kind != a->kind)
        return true;
    if (a->kind == VAL_INT)
        return a->i != b->i;
    if (a->kind == VAL_NULL)
        return false;
    return f->secret ? !same_text(a->sealed, b->sealed) : strcmp(a->s, b->s) != 0;
}

/* ---- secrets ------------------------------------------------------------------------------------------- */

/* Fresh plain text is sealed and masked in place; index is that of the plain text. */
static int seal_value(struct db *db, const struct field *f, struct value *v, unsigned char index[SECRET_INDEX])
{
    int rc = secret_value_index(db, v, index);
    if (rc < 0 || v->sealed)
        return rc;
    char *sealed = NULL;
    rc = secret_seal(db, SEAL_FIELD, v->s, &sealed);
    if (rc < 0)
        return rc;
    char *masked = secret_masked(f, v->s);
    value_text(v, masked);
    v->sealed = sealed;
    free(masked);
    return 0;
}

/* Binds one field's columns from `at` on, sealing where needed; moves at. index: memory that lives until the step. */
static int bind_field(struct db *db, struct stmt *st, const struct field *f, struct value *v, unsigned char *index,
                      int *at)
{
    if (!f->secret) {
        bind_value(st, (*at)++, v);
        return 0;
    }
    if (v->kind != VAL_TEXT) {
        *at += 3; /* unbound is null */
        return 0;
    }
    int rc = seal_value(db, f, v, index);
    bind_text(st, (*at)++, v->s);
    bind_text(st, (*at)++, v->sealed);
    bind_blob(st, (*at)++, index, SECRET_INDEX);
    return rc;
}

/* ---- rows ------------------------------------------------------------------------------------------------ */

int items_put(struct db *db, const struct form *f, const struct field *items, int64_t parent, const struct value *v)
{
    char *sql = mem_printf("DELETE FROM \"%s.%s\" WHERE parent = ?1", f->name, items->name);
    struct stmt *st = db_stmt(db, sql);
    free(sql);
    bind_int(st, 1, parent);
    int rc = db_run(db, st);
    if (rc < 0 || v->kind != VAL_TEXT)
        return rc;
    struct buf names = {0}, values = {0};
    for (size_t i = 0; i < items->nchildren; i++) {
        if (!field_stored(&items->children[i]))
            continue;
        buf_add(&names, ", ");
        sql_name(&names, "", items->children[i].name, "");
        buf_addf(&values, ", " SQL_ARRAY_ITEM, i);
    }
    sql = mem_printf("INSERT INTO \"%s.%s\"(parent, pos%s) SELECT ?1, " SQL_ARRAY_PLACE "%s FROM " SQL_ARRAYS_OF("?2"),
                     f->name, items->name, names.s ? names.s : "", values.s ? values.s : "");
    st = db_stmt(db, sql);
    bind_int(st, 1, parent);
    bind_text(st, 2, v->s);
    rc = db_run(db, st);
    free(sql);
    buf_free(&names);
    buf_free(&values);
    return rc;
}

static char *insert_sql(const struct form *f)
{
    struct buf names = {0}, marks = {0};
    for (size_t i = 0; i < f->nfields; i++) {
        if (!field_stored(&f->fields[i]))
            continue;
        static const char *const suffixes[] = {"", "_sealed", "_index"};
        for (int k = 0; k < (f->fields[i].secret ? 3 : 1); k++) {
            buf_add(&names, ", ");
            sql_name(&names, "", f->fields[i].name, suffixes[k]);
            buf_add(&marks, ", ?");
        }
    }
    char *sql = mem_printf("INSERT INTO \"%s\"(id, version%s) VALUES(?, 1%s)", f->name, names.s, marks.s);
    buf_free(&names);
    buf_free(&marks);
    return sql;
}

static int taken(struct db *db, const struct record *r, int rc)
{
    if (!db_not_unique(db))
        return rc;
    return fault(QT_REFUSED, _("Number %s is in the register already."), record_number(r));
}

/* Ids are never used again: what was withdrawn has left the table, not the journal. */
static int take_id(struct db *db, const struct form *f, int64_t *id)
{
    struct reg *reg = db_reg(db, f);
    if (!reg->next_id) {
        char *sql = mem_printf("SELECT 1 + max(coalesce((SELECT max(record) FROM journal WHERE reg = ?1), 0),"
                               " coalesce((SELECT max(id) FROM \"%s\"), 0))",
                               f->name);
        struct stmt *st = db_stmt(db, sql);
        free(sql);
        bind_text(st, 1, f->name);
        int rc = row_int(db, st, &reg->next_id);
        if (rc < 0)
            return rc;
    }
    *id = reg->next_id++;
    return 0;
}

static int insert_row(struct db *db, struct record *r, unsigned char (*index)[SECRET_INDEX])
{
    const struct form *f = r->form;
    struct reg *reg = db_reg(db, f);
    if (!reg->insert_sql)
        reg->insert_sql = insert_sql(f);
    int64_t id = 0;
    int rc = take_id(db, f, &id);
    if (rc < 0)
        return rc;
    struct stmt *st = db_stmt(db, reg->insert_sql);
    int at = 2;
    bind_int(st, 1, id);
    for (size_t i = 0; rc == 0 && i < f->nfields; i++)
        if (field_stored(&f->fields[i]))
            rc = bind_field(db, st, &f->fields[i], &r->v[i], index[i], &at);
    if (rc == 0)
        rc = db_run(db, st);
    if (rc < 0)
        return taken(db, r, rc);
    r->id = id;
    return 0;
}

/* Tells a lost race from a record that is not there. */
static int conflict(struct db *db, const struct record *r)
{
    struct record *now;
    int rc = rec_get(db, r->form, r->id, &now);
    if (rc < 0)
        return rc;
    record_free(now);
    return fault(QT_CONFLICT, _("Somebody saved %s first. Nothing was overwritten; look at both versions."),
                 record_number(r));
}

static int update_row(struct db *db, const struct record *before, struct record *r,
                      unsigned char (*index)[SECRET_INDEX])
{
    const struct form *f = r->form;
    struct buf sql = {0};
    buf_addf(&sql, "UPDATE \"%s\" SET version = version + 1", f->name);
    for (size_t i = 0; i < f->nfields; i++) {
        if (!field_stored(&f->fields[i]) || !field_changed(before, r, i))
            continue;
        static const char *const suffixes[] = {"", "_sealed", "_index"};
        for (int k = 0; k < (f->fields[i].secret ? 3 : 1); k++) {
            buf_add(&sql, ", ");
            sql_name(&sql, "", f->fields[i].name, suffixes[k]);
            buf_add(&sql, " = ?");
        }
    }
    buf_add(&sql, " WHERE id = ? AND version = ?");
    struct stmt *st = db_stmt(db, sql.s);
    buf_free(&sql);
    int at = 1, rc = 0;
    for (size_t i = 0; rc == 0 && i < f->nfields; i++)
        if (field_stored(&f->fields[i]) && field_changed(before, r, i))
            rc = bind_field(db, st, &f->fields[i], &r->v[i], index[i], &at);
    bind_int(st, at, before->id);
    bind_int(st, at + 1, before->version);
    if (rc == 0)
        rc = db_run(db, st);
    if (rc < 0)
        return taken(db, r, rc);
    return db_changes(db) == 1 ? 0 : conflict(db, before);
}

int rec_put(struct db *db, const struct who *who, const char *action, const struct record *before, struct record *after)
{
    const struct form *f = after->form;
    if (!db_in_transaction(db))
        return fault(QT_BUG, "rec_put outside a transaction");
    unsigned char(*index)[SECRET_INDEX] = mem_alloc(f->nfields * sizeof(*index));
    int64_t id = after->id;
    int rc = search_ready(db); /* an index that is made anew reads the rows as they were */
    if (rc == 0)
        rc = before ? update_row(db, before, after, index) : insert_row(db, after, index);
    free(index);
    for (size_t i = 0; rc == 0 && i < f->ndeclared; i++)
        if (f->fields[i].type == FT_ITEMS && field_changed(before, after, i))
            rc = items_put(db, f, &f->fields[i], after->id, &after->v[i]);
    if (rc == 0)
        rc = journal_record(db, who, action, before, after);
    if (rc == 0)
        rc = search_put(db, before, after);
    if (rc == 0)
        rc = tokens_drop(db, before, after);
    if (rc == 0)
        after->version = before ? before->version + 1 : 1;
    else
        after->id = id;
    return rc;
}
