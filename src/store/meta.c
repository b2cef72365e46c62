/* Table meta: marks of the store's own, by name. */
#include "gate.h"

int meta_get(struct db *db, const char *name, char **value)
{
    struct stmt *st = db_stmt(db, "SELECT value FROM meta WHERE name = ?1");
    bind_text(st, 1, name);
    *value = NULL;
    int rc = row_text(db, st, value);
    if (rc == 0)
        *value = mem_dup("");
    return rc < 0 ? rc : 0;
}

int meta_set(struct db *db, const char *name, const char *value)
{
    struct stmt *st = db_stmt(db, "INSERT INTO meta(name, value) VALUES(?1, ?2)"
                                  " ON CONFLICT(name) DO UPDATE SET value = excluded.value");
    bind_text(st, 1, name);
    bind_text(st, 2, value);
    return db_run(db, st);
}
