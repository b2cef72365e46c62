/* The guards: triggers that keep the journal from being changed by the way. Compared by their text, since one of the
 * same name may do nothing. */
#include "gate.h"
#include "sqlite/schema.h"

#define GUARD "CREATE TRIGGER "

static bool is_guard(const char *sql)
{
    return strncmp(sql, GUARD, sizeof GUARD - 1) == 0;
}

int guards_renew(struct db *db)
{
    int rc = 0;
    for (size_t i = 0; rc == 0 && schema_fixed[i]; i++) {
        if (!is_guard(schema_fixed[i]))
            continue;
        const char *name = schema_fixed[i] + sizeof GUARD - 1;
        char *drop = mem_printf("DROP TRIGGER IF EXISTS %.*s", (int)strcspn(name, " "), name);
        rc = db_exec(db, drop);
        free(drop);
        if (rc == 0)
            rc = db_exec(db, schema_fixed[i]);
    }
    return rc;
}

/* Of every list of tables. */
static const char *guard_at(size_t i)
{
    const char *const *const lists[] = {schema_fixed, ledger_tables};
    for (size_t l = 0; l < ARRAY_LEN(lists); l++)
        for (const char *const *sql = lists[l]; *sql; sql++)
            if (is_guard(*sql) && i-- == 0)
                return *sql;
    return NULL;
}

static bool is_ours(const char *sql)
{
    const char *guard;
    bool ours = false;
    for (size_t i = 0; !ours && (guard = guard_at(i)); i++)
        ours = strcmp(sql, guard) == 0;
    return ours;
}

/* A trigger or view that is none of ours, NULL none; caller frees. */
static int strange_one(struct db *db, char **strange)
{
    struct stmt *st = db_stmt(db, "SELECT name || ' (' || tbl_name || ')', sql FROM sqlite_schema"
                                  " WHERE type IN ('view', 'trigger')");
    int rc;
    *strange = NULL;
    while ((rc = db_step(db, st)) > 0 && is_ours(col_text(st, 1)))
        ;
    if (rc <= 0)
        return rc;
    *strange = col_dup(st, 0);
    stmt_end(st);
    return 0;
}

int guards_check(struct db *db)
{
    const char *guard;
    for (size_t i = 0; (guard = guard_at(i)); i++) {
        struct stmt *st = db_stmt(db, "SELECT 1 FROM sqlite_schema WHERE type = 'trigger' AND sql = ?1");
        bind_text(st, 1, guard);
        int rc = row_one(db, st, NULL, NULL), n = (int)strcspn(guard + sizeof GUARD - 1, " ");
        if (rc <= 0)
            return rc < 0 ? rc : fault(QT_CORRUPT, _("guard %.*s of the journal"), n, guard + sizeof GUARD - 1);
    }
    char *strange;
    int rc = strange_one(db, &strange);
    char *clean = rc == 0 && strange ? text_clean(strange, strlen(strange), false, NULL) : NULL;
    if (clean)
        rc = fault(QT_CORRUPT, _("trigger or view %s, which no qiantai made"), clean);
    free(strange);
    free(clean);
    return rc;
}
