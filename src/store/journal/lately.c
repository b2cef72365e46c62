/* Does one of the last lines say it already? */
#include "gate.h"

int journal_stands(struct db *db, const struct who *who, const char *action, const char *reg, int64_t record,
                   const char *data, int64_t since, bool *there)
{
    struct stmt *st = db_stmt(db, "SELECT 1 FROM (SELECT * FROM journal ORDER BY seq DESC LIMIT 16) WHERE action = ?1"
                                  " AND staff = ?2 AND terminal = ?3 AND reg = ?4 AND record = ?5 AND data = ?6"
                                  " AND at BETWEEN ?7 AND ?8 LIMIT 1");
    bind_text(st, 1, action);
    bind_text(st, 2, who->staff);
    bind_text(st, 3, who->terminal ? who->terminal : "");
    bind_text(st, 4, reg ? reg : "");
    bind_int(st, 5, record);
    bind_text(st, 6, data ? data : "{}");
    bind_int(st, 7, since);
    bind_int(st, 8, clock_now());
    int rc = row_one(db, st, NULL, NULL);
    *there = rc > 0;
    return rc < 0 ? rc : 0;
}
