/* Tables: the fixed ones, and one per register grown to its form. Columns are added, never dropped. */
#include "sqlite/schema.h"
#include "gate.h"

#include <inttypes.h>

const char *const schema_fixed[] = {
    "CREATE TABLE meta(name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID",
    /* withdrawn: how many of its records were taken back with their import */
    "CREATE TABLE qt_register(key INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, withdrawn INTEGER NOT NULL DEFAULT 0)"
    " STRICT",
    "CREATE TABLE counter(reg TEXT NOT NULL, period TEXT NOT NULL, last INTEGER NOT NULL,"
    " PRIMARY KEY(reg, period)) STRICT, WITHOUT ROWID",
    /* The chain: hash covers the hash of the line before and every column (journal.c). private is the
     * salted hash of the line's personal values, which lie in qt_personal while they are kept. mac vouches with the
     * key file for the hash, and so for all lines up to this one; lines of before version 3 have none. */
    "CREATE TABLE journal(seq INTEGER PRIMARY KEY, at INTEGER NOT NULL, staff TEXT NOT NULL, terminal TEXT NOT NULL,"
    " reg TEXT NOT NULL, record INTEGER NOT NULL, number TEXT NOT NULL, action TEXT NOT NULL, data TEXT NOT NULL,"
    " private BLOB, hash BLOB NOT NULL, mac BLOB) STRICT",
    "CREATE INDEX journal_of ON journal(reg, record)",
    "CREATE TRIGGER journal_no_update BEFORE UPDATE ON journal"
    " BEGIN SELECT raise(ABORT, 'the journal cannot be changed'); END",
    "CREATE TRIGGER journal_no_delete BEFORE DELETE ON journal"
    " BEGIN SELECT raise(ABORT, 'the journal cannot be shortened'); END",
    /* FAIL, not ABORT: with ABORT every line would open a statement journal, and that makes FTS5 flush. */
    "CREATE TRIGGER journal_append_only BEFORE INSERT ON journal WHEN EXISTS (SELECT 1 FROM journal WHERE seq >= "
    "new.seq)"
    " BEGIN SELECT raise(FAIL, 'the journal only grows at its end'); END",
    "CREATE TABLE qt_personal(seq INTEGER PRIMARY KEY, salt BLOB NOT NULL, data TEXT NOT NULL, sealed TEXT) STRICT",
    "CREATE TRIGGER personal_no_update BEFORE UPDATE ON qt_personal"
    " BEGIN SELECT raise(ABORT, 'the journal cannot be changed'); END",
    NULL,
};

int schema_create(struct db *db)
{
    char text[96];
    snprintf(text, sizeof(text), "BEGIN IMMEDIATE; PRAGMA application_id = %d; PRAGMA user_version = %d", STORE_APP_ID,
             STORE_VERSION);
    int rc = db_exec(db, text);
    for (size_t i = 0; rc == 0 && schema_fixed[i]; i++)
        rc = db_exec(db, schema_fixed[i]);
    for (size_t i = 0; rc == 0 && schema_tables[i]; i++)
        rc = db_exec(db, schema_tables[i]);
    if (rc == 0)
        rc = ledger_tables_make(db);
    if (rc == 0)
        rc = db_exec(db, db->practice ? "INSERT INTO meta VALUES('practice', '1')"
                                      : "INSERT INTO meta VALUES('practice', '0')");
    return rc < 0 ? rc : db_exec(db, "COMMIT");
}

/* ---- names and types ----------------------------------------------------------------------------- */

void sql_in_area(const struct form *f, struct buf *sql)
{
    if (f->unit_field >= 0 && field_stored(&f->fields[f->unit_field]))
        buf_addf(sql, " AND in_area(\"%s\")", f->fields[f->unit_field].name);
}

void sql_name(struct buf *b, const char *prefix, const char *name, const char *suffix)
{
    /* The form loader lets only letters, digits and _ into names; quoting keeps keywords usable. */
    buf_addf(b, "\"%s%s%s\"", prefix, name, suffix);
}

bool field_stored(const struct field *f)
{
    return f->type != FT_COMPUTED && f->type != FT_ITEMS && !f->compute;
}

static const char *column_type(const struct field *f)
{
    return field_is_int(f) && !f->secret ? "INTEGER" : "TEXT";
}

void sql_rows_table(struct buf *b, const char *reg, const char *items)
{
    buf_addf(b, "\"%s.%s\"", reg, items);
}

/* Ids are given out without gaps and once only: the last one, without those that were taken back, is the count, of a
 * million rows too. */
int schema_rows(struct db *db, const struct form *f, int64_t *rows)
{
    char *sql = mem_printf("SELECT max(coalesce((SELECT max(record) FROM journal WHERE reg = ?1), 0),"
                           " coalesce((SELECT max(id) FROM \"%s\"), 0)) -"
                           " coalesce((SELECT withdrawn FROM qt_register WHERE name = ?1), 0)",
                           f->name);
    struct stmt *st = db_stmt(db, sql);
    free(sql);
    bind_text(st, 1, f->name);
    *rows = 0;
    int rc = row_int(db, st, rows);
    return rc < 0 ? rc : 0;
}

/* ---- growing --------------------------------------------------------------------------------------------- */

/* Type of a column that is there, or NULL. */
static int column_now(struct db *db, const char *table, const char *column, char **type)
{
    struct stmt *st = db_stmt(db, "SELECT type FROM pragma_table_info(?1) WHERE name = ?2");
    bind_text(st, 1, table);
    bind_text(st, 2, column);
    *type = NULL;
    int rc = row_text(db, st, type);
    return rc < 0 ? rc : 0;
}

static int grow_column(struct db *db, const char *table, const char *column, const char *type)
{
    char *now;
    int rc = column_now(db, table, column, &now);
    if (rc == 0 && !now) {
        char *sql = mem_printf("ALTER TABLE \"%s\" ADD COLUMN \"%s\" %s", table, column, type);
        rc = db_exec(db, sql);
        free(sql);
    } else if (rc == 0 && strcmp(now, type) != 0 && strcmp(now, "INTEGER") == 0) {
        rc = fault(QT_REFUSED,
                   _("Field %s of register %s held numbers and now is a text: give the new field another name."),
                   column, table);
    }
    free(now);
    return rc;
}

/* Field became secret after it was used: what stood there in plain is sealed. */
static int seal_column(struct db *db, const struct form *f, const struct field *field)
{
    char *select = mem_printf("SELECT id, \"%s\" FROM \"%s\" WHERE \"%s\" IS NOT NULL AND \"%s_sealed\" IS NULL",
                              field->name, f->name, field->name, field->name);
    char *update = mem_printf("UPDATE \"%s\" SET \"%s\" = ?2, \"%s_sealed\" = ?3, \"%s_index\" = ?4 WHERE id = ?1",
                              f->name, field->name, field->name, field->name);
    int rc;
    struct stmt *st = db_stmt(db, select);
    while ((rc = db_step(db, st)) > 0) {
        char *sealed = NULL, *masked = secret_masked(field, col_text(st, 1));
        unsigned char index[SECRET_INDEX];
        rc = secret_seal(db, SEAL_FIELD, col_text(st, 1), &sealed);
        if (rc == 0)
            rc = secret_index(db, col_text(st, 1), index);
        struct stmt *up = rc == 0 ? db_stmt(db, update) : NULL;
        bind_int(up, 1, col_int(st, 0));
        bind_text(up, 2, masked);
        bind_text(up, 3, sealed);
        bind_blob(up, 4, index, sizeof(index));
        rc = rc == 0 ? db_run(db, up) : rc;
        free(sealed);
        free(masked);
        if (rc < 0)
            break;
    }
    free(select);
    free(update);
    return rc;
}

static int grow_field(struct db *db, const struct form *f, const struct field *field)
{
    int rc = grow_column(db, f->name, field->name, column_type(field));
    if (rc < 0 || !field->secret)
        return rc;
    char *sealed = mem_printf("%s_sealed", field->name), *index = mem_printf("%s_index", field->name);
    char *now = NULL;
    rc = column_now(db, f->name, sealed, &now);
    if (rc == 0 && !now) {
        rc = grow_column(db, f->name, sealed, "TEXT");
        if (rc == 0)
            rc = grow_column(db, f->name, index, "BLOB");
        if (rc == 0)
            rc = seal_column(db, f, field);
    }
    free(now);
    free(sealed);
    free(index);
    return rc;
}

/* All at once, of a table that is made: each ALTER TABLE reads the whole schema. but: |those that it begins with|. */
static void columns_of(struct buf *sql, const struct field *fields, size_t n, const char *but)
{
    for (size_t i = 0; i < n; i++) {
        char name[80];
        snprintf(name, sizeof name, "|%s|", fields[i].name);
        if (!field_stored(&fields[i]) || strstr(but, name))
            continue;
        buf_addf(sql, ", \"%s\" %s", fields[i].name, column_type(&fields[i]));
        if (fields[i].secret)
            buf_addf(sql, ", \"%s_sealed\" TEXT, \"%s_index\" BLOB", fields[i].name, fields[i].name);
    }
}

/* The table, if it is not there yet; *made: it was not, and has all its columns. */
static int table_make(struct db *db, const char *table, struct buf *sql, bool *made)
{
    struct stmt *st = db_stmt(db, "SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = ?1");
    bind_text(st, 1, table);
    int there = row_one(db, st, NULL, NULL);
    int rc = there == 0 ? db_exec(db, sql->s) : there;
    *made = there == 0;
    buf_free(sql);
    return rc < 0 ? rc : 0;
}

static int grow_items(struct db *db, const struct form *f, const struct field *items)
{
    char *table = mem_printf("%s.%s", f->name, items->name);
    struct buf sql = {0};
    bool made;
    buf_addf(&sql, TABLE_OF_ROWS, table, f->name);
    columns_of(&sql, items->children, items->nchildren, "|parent|pos|");
    buf_add(&sql, TABLE_OF_ROWS_END);
    int rc = table_make(db, table, &sql, &made);
    for (size_t i = 0; rc == 0 && !made && i < items->nchildren; i++)
        if (field_stored(&items->children[i]))
            rc = grow_column(db, table, items->children[i].name, column_type(&items->children[i]));
    free(table);
    return rc;
}

/* An index of an earlier version may bear the name of a register whose table is made before its own turn comes. */
static int make_room(struct db *db, const struct form *f)
{
    struct stmt *st = db_stmt(db, "SELECT 1 FROM sqlite_schema WHERE type = 'index' AND name = ?1");
    bind_text(st, 1, f->name);
    int rc = row_one(db, st, NULL, NULL);
    if (rc <= 0)
        return rc;
    char *sql = mem_printf("DROP INDEX \"%s\"", f->name);
    rc = db_exec(db, sql);
    free(sql);
    return rc;
}

static int grow_form(struct db *db, const struct asked *asked, const struct form *f)
{
    struct stmt *st = db_stmt(db, "INSERT INTO qt_register(name) VALUES(?1) ON CONFLICT DO NOTHING");
    bind_text(st, 1, f->name);
    int rc = db_run(db, st);
    struct buf sql = {0};
    bool made = false;
    buf_addf(&sql, TABLE_OF_REGISTER, f->name);
    columns_of(&sql, f->fields, f->nfields, "|number|state|");
    buf_add(&sql, ") STRICT");
    rc = rc == 0 ? table_make(db, f->name, &sql, &made) : rc;
    buf_free(&sql);
    for (size_t i = 0; rc == 0 && i < f->nfields; i++) {
        if (f->fields[i].type == FT_ITEMS)
            rc = grow_items(db, f, &f->fields[i]);
        else if (!made && field_stored(&f->fields[i]))
            rc = grow_field(db, f, &f->fields[i]);
    }
    return rc < 0 ? rc : indexes_grow(db, asked, f);
}

/* Texts up to NULL; this is done at every start. */
static void add_all(struct buf *b, ...)
{
    va_list ap;
    va_start(ap, b);
    for (const char *s; (s = va_arg(ap, const char *));)
        buf_add(b, s);
    va_end(ap);
}

/* A short mark of all that the forms ask of the tables: when it stands in meta, nothing needs looking at. */
static void fingerprint(const struct forms *set, const struct asked *asked, char out[17])
{
    struct buf b = {0};
    for (size_t i = 0; i < set->n; i++) {
        const struct form *f = set->v[i];
        add_all(&b, f->name, ":", NULL);
        for (size_t j = 0; j < f->nfields; j++) {
            const struct field *field = &f->fields[j];
            add_all(&b, field->name, " ", field_stored(field) ? column_type(field) : "-",
                    field->secret ? " secret," : ",", NULL);
            for (size_t k = 0; field->type == FT_ITEMS && k < field->nchildren; k++)
                add_all(&b, "(", field->children[k].name, " ", column_type(&field->children[k]), ")", NULL);
        }
        indexes_tell(asked, f, &b);
    }
    buf_add(&b, "due:2"); /* the clocks' own columns, see due_grow */
    uint64_t h = 1469598103934665603u;
    for (size_t i = 0; i < b.len; i++)
        h = (h ^ (unsigned char)b.s[i]) * 1099511628211u;
    buf_free(&b);
    snprintf(out, 17, "%016" PRIx64, h);
}

static int grow_all(struct db *db, const struct asked *asked, const char *mark)
{
    if (db->readonly)
        return fault(QT_READONLY, _("The forms have grown: open %s once for writing first."), db->path);
    int rc = db_begin(db);
    for (size_t i = 0; rc == 0 && i < db->forms->n; i++)
        rc = make_room(db, db->forms->v[i]);
    if (rc == 0)
        rc = due_grow(db); /* first: in a new file its columns come while the schema is short */
    for (size_t i = 0; rc == 0 && i < db->forms->n; i++)
        rc = grow_form(db, asked, db->forms->v[i]);
    if (rc == 0)
        rc = meta_set(db, "forms", mark);
    if (rc == 0)
        return db_commit(db);
    rc = rc < 0 ? rc : fault_code();
    db_rollback(db);
    return rc;
}

static int load_keys(struct db *db)
{
    struct stmt *st = db_stmt(db, "SELECT key, name FROM qt_register");
    int rc;
    db->regs = mem_alloc((db->forms->n + 1) * sizeof(*db->regs));
    while ((rc = db_step(db, st)) > 0) {
        const struct form *f = forms_find(db->forms, col_text(st, 1));
        if (f)
            db->regs[f->index] = (struct reg){.form = f, .key = col_int(st, 0)};
    }
    return rc;
}

int schema_grow(struct db *db)
{
    char mark[17];
    struct asked asked = asked_by_all(db->forms);
    fingerprint(db->forms, &asked, mark);
    struct stmt *st = db_stmt(db, "SELECT 1 FROM meta WHERE name = 'forms' AND value = ?1");
    bind_text(st, 1, mark);
    int rc = row_one(db, st, NULL, NULL);
    if (rc == 0)
        rc = grow_all(db, &asked, mark);
    free(asked.v);
    return rc < 0 ? rc : load_keys(db);
}
