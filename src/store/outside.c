/* Table outside: files with people's data that the program wrote beside the database: prints, workbooks, refused rows,
 * backups on demand. By path, so that they can be told and removed later (U4). */
#include "gate.h"
#include "sqlite/schema.h"

int outside_put(struct db *db, const char *kind, const char *path)
{
    struct stmt *st = db_stmt(db, "INSERT INTO qt_outside(path, kind) VALUES(?1, ?2)"
                                  " ON CONFLICT(path) DO UPDATE SET kind = excluded.kind");
    bind_text(st, 1, path);
    bind_text(st, 2, kind);
    return db_run(db, st);
}

int outside_drop(struct db *db, const char *path)
{
    struct stmt *st = db_stmt(db, "DELETE FROM qt_outside WHERE path = ?1");
    bind_text(st, 1, path);
    return db_run(db, st);
}

int outside_list(struct db *db, const char *kind, char ***paths, size_t *n)
{
    struct stmt *st = db_stmt(db, "SELECT path FROM qt_outside WHERE kind = ?1 ORDER BY path");
    bind_text(st, 1, kind);
    int rc;
    *paths = NULL;
    *n = 0;
    while ((rc = db_step(db, st)) > 0) {
        *paths = mem_resize(*paths, *n + 1, sizeof **paths);
        (*paths)[(*n)++] = col_dup(st, 0);
    }
    return rc;
}

int outside_table(struct db *db)
{
    return db_exec(db, OUTSIDE_TABLE);
}
