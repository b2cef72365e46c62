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

int guards_check(struct db *db)
{
    for (size_t i = 0; schema_fixed[i]; i++) {
        if (!is_guard(schema_fixed[i]))
            continue;
        struct stmt *st = db_stmt(db, "SELECT 1 FROM sqlite_schema WHERE type = 'trigger' AND sql = ?1");
        bind_text(st, 1, schema_fixed[i]);
        int rc = row_one(db, st, NULL, NULL), n = (int)strcspn(schema_fixed[i] + sizeof GUARD - 1, " ");
        if (rc <= 0)
            return rc < 0 ? rc
                          : fault(QT_CORRUPT, _("guard %.*s of the journal"), n, schema_fixed[i] + sizeof GUARD - 1);
    }
    char *strange = NULL;
    struct stmt *st = db_stmt(db, "SELECT name || ' (' || tbl_name || ')' FROM sqlite_schema WHERE type = 'view'"
                                  " OR (type = 'trigger' AND name NOT IN ('journal_no_update', 'journal_no_delete',"
                                  " 'journal_append_only', 'personal_no_update')) LIMIT 1");
    int rc = row_text(db, st, &strange);
    char *clean = rc > 0 ? text_clean(strange, strlen(strange), false, NULL) : NULL;
    if (clean)
        rc = fault(QT_CORRUPT, _("trigger or view %s, which no qiantai made"), clean);
    free(strange);
    free(clean);
    return rc;
}
