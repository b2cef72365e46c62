/* Which records the journal's lines name: those that an import caused ({"caused by":{"import":N}}, where N is the line
 * with which it began), those since a line. */
#include "gate.h"

#include <inttypes.h>

#define BY_IMPORT "data LIKE '%%\"caused by\":{\"import\":%s}}'"

static int take_ids(struct db *db, struct stmt *st, int64_t **ids, size_t *n)
{
    size_t cap = 0;
    int rc;
    *ids = NULL;
    *n = 0;
    while ((rc = db_step(db, st)) > 0) {
        if (*n == cap) {
            cap = cap ? cap * 2 : 64;
            *ids = mem_resize(*ids, cap, sizeof **ids);
        }
        (*ids)[(*n)++] = col_int(st, 0);
    }
    return rc;
}

int journal_imported(struct db *db, const char *reg, int64_t import, int64_t **ids, size_t *n)
{
    char number[24];
    (void)snprintf(number, sizeof number, "%" PRId64, import);
    char *sql = mem_printf("SELECT DISTINCT record FROM journal WHERE seq > ?1 AND reg = ?2 AND record > 0 AND"
                           " action IN ('import', 'migrate') AND " BY_IMPORT " ORDER BY record",
                           number);
    struct stmt *st = db_stmt(db, sql);
    free(sql);
    bind_int(st, 1, import);
    bind_text(st, 2, reg);
    return take_ids(db, st, ids, n);
}

int journal_since(struct db *db, const char *reg, int64_t from, int64_t to, int64_t **ids, size_t *n)
{
    struct stmt *st = db_stmt(db, "SELECT DISTINCT record FROM journal WHERE seq BETWEEN ?1 AND ?2 AND +reg = ?3"
                                  " AND record > 0 ORDER BY record");
    bind_int(st, 1, from);
    bind_int(st, 2, to);
    bind_text(st, 3, reg);
    return take_ids(db, st, ids, n);
}

int journal_last(struct db *db, int64_t *seq)
{
    *seq = 0;
    int rc = row_int(db, db_stmt(db, "SELECT max(seq) FROM journal"), seq);
    return rc < 0 ? rc : 0;
}

int journal_touched(struct db *db, const char *reg, int64_t record, int64_t since, bool *touched)
{
    char *sql = mem_printf("SELECT 1 FROM journal WHERE reg = ?1 AND record = ?2 AND seq > ?3 AND action NOT IN"
                           " ('view', 'print', 'reveal', 'shell-read', 'overdue', 'escalate', 'recalculate')"
                           " AND NOT (" BY_IMPORT ") LIMIT 1",
                           "%");
    struct stmt *st = db_stmt(db, sql);
    free(sql);
    bind_text(st, 1, reg);
    bind_int(st, 2, record);
    bind_int(st, 3, since);
    int rc = row_one(db, st, NULL, NULL);
    *touched = rc > 0;
    return rc < 0 ? rc : 0;
}
