/* The registers of another database made again, without a row: by names and types, never by its SQL, which somebody may
 * have written anew. */
#include "sqlite/schema.h"
#include "sqlite/words.h"

struct names {
    char **v;
    size_t n;
};

static int list(struct db *db, const char *sql, const char *of, struct names *out)
{
    struct stmt *st = db_stmt(db, sql);
    int rc;
    bind_text(st, 1, of);
    *out = (struct names){0};
    while ((rc = db_step(db, st)) > 0) {
        out->v = mem_resize(out->v, out->n + 1, sizeof *out->v);
        out->v[out->n++] = col_dup(st, 0);
    }
    return rc;
}

static void list_free(struct names *names)
{
    for (size_t i = 0; i < names->n; i++)
        free(names->v[i]);
    free(names->v);
}

static bool is_name(const char *s)
{
    return *s && strspn(s, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_") == strlen(s);
}

/* The columns behind those that all tables of the kind have: at once, since each ALTER TABLE reads all of the schema.
 */
static int add_columns(struct buf *sql, struct db *from, const char *table, const char *but)
{
    struct stmt *st = db_stmt(from, "SELECT name, type FROM pragma_table_info(?1) WHERE type IN ('INTEGER', 'TEXT',"
                                    " 'BLOB') AND instr(?2, '|' || lower(name) || '|') = 0 ORDER BY cid");
    bind_text(st, 1, table);
    bind_text(st, 2, but);
    int rc;
    while ((rc = db_step(from, st)) > 0)
        if (is_name(col_text(st, 0)))
            buf_addf(sql, ", \"%s\" %s", col_text(st, 0), col_text(st, 1));
    return rc;
}

static int run_text(struct db *db, struct buf *sql, int rc)
{
    rc = rc == 0 ? db_exec(db, sql->s) : rc;
    buf_free(sql);
    return rc;
}

static int like_table(struct db *db, struct db *from, const char *reg)
{
    struct buf sql = {0};
    buf_addf(&sql, TABLE_OF_REGISTER, reg);
    int rc = add_columns(&sql, from, reg, "|id|version|number|state|");
    buf_add(&sql, ") STRICT");
    return run_text(db, &sql, rc);
}

static int like_rows(struct db *db, struct db *from, const char *reg)
{
    struct names items;
    int rc = list(from, SQL_CHILD_TABLES, reg, &items);
    for (size_t i = 0; rc == 0 && i < items.n; i++) {
        if (!is_name(items.v[i]))
            continue;
        char *table = mem_printf("%s.%s", reg, items.v[i]);
        struct buf sql = {0};
        buf_addf(&sql, TABLE_OF_ROWS, table, reg);
        rc = add_columns(&sql, from, table, "|parent|pos|");
        buf_add(&sql, TABLE_OF_ROWS_END);
        rc = run_text(db, &sql, rc);
        free(table);
    }
    list_free(&items);
    return rc;
}

/* The number that it has there, or the next one. */
static int like_key(struct db *db, struct db *from, const char *reg)
{
    int64_t key = 0;
    struct stmt *st = db_stmt(from, "SELECT key FROM qt_register WHERE name = ?1");
    bind_text(st, 1, reg);
    int known = row_int(from, st, &key);
    st = db_stmt(db, "INSERT INTO qt_register(key, name) VALUES(?1, ?2) ON CONFLICT DO NOTHING");
    if (known > 0)
        bind_int(st, 1, key);
    bind_text(st, 2, reg);
    int rc = db_run(db, st);
    return known < 0 ? known : rc;
}

static int like_register(struct db *db, struct db *from, const char *reg)
{
    struct stmt *st = db_stmt(db, "SELECT 1 FROM sqlite_schema WHERE name = ?1");
    bind_text(st, 1, reg);
    int fixed = row_one(db, st, NULL, NULL);
    if (fixed != 0 || !is_name(reg))
        return fixed < 0 ? fixed : 0;
    int rc = like_key(db, from, reg);
    if (rc == 0)
        rc = like_table(db, from, reg);
    return rc < 0 ? rc : like_rows(db, from, reg);
}

int schema_like(struct db *db, struct db *from)
{
    struct names known, told;
    int rc = list(from, "SELECT name FROM qt_register WHERE ?1 IS NULL ORDER BY key", NULL, &known);
    for (size_t i = 0; rc == 0 && i < known.n; i++)
        rc = like_register(db, from, known.v[i]);
    list_free(&known);
    if (rc < 0)
        return rc;
    /* and those that were taken out of that list */
    rc = list(from, "SELECT DISTINCT reg FROM journal WHERE number <> '' AND ?1 IS NULL ORDER BY reg", NULL, &told);
    for (size_t i = 0; rc == 0 && i < told.n; i++)
        rc = like_register(db, from, told.v[i]);
    list_free(&told);
    return rc;
}
