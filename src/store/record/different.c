/* Records that a person called different matters (C9). One decision names several; it is known by its journal line. */
#include "gate.h"
#include "sqlite/words.h"

int different_put(struct db *db, const struct form *f, const char *rule, const int64_t *ids, size_t n)
{
    if (!db->head.known || db->head.seq == db->head.base)
        return fault(QT_BUG, "a decision without its journal line");
    int rc = 0;
    for (size_t i = 0; rc == 0 && i < n; i++) {
        struct stmt *st = db_stmt(db, "INSERT INTO qt_different VALUES(?1, ?2, ?3, ?4) ON CONFLICT DO NOTHING");
        bind_text(st, 1, f->name);
        bind_text(st, 2, rule);
        bind_int(st, 3, ids[i]);
        bind_int(st, 4, db->head.seq);
        rc = db_run(db, st);
    }
    return rc;
}

/* By number as the line has it; a number that was taken back with an import may be another record's by now. */
static int play_register(struct db *db, const char *reg)
{
    struct buf sql = {0};
    buf_add(&sql, SQL_ADD_MISSING_TO "qt_different SELECT j.reg, " SQL_VALUE_OF(
                      "j.data", "rule") ", r.id, j.seq"
                                        " FROM journal j, " SQL_ITEMS_OF("j.data", "records") " e JOIN ");
    sql_name(&sql, "", reg, "");
    buf_add(&sql, " r ON r.number = e.value WHERE j.action = 'not-similar' AND j.reg = ?1 AND j.seq >"
                  " (SELECT min(f.seq) FROM journal f WHERE f.reg = ?1 AND f.record = r.id)");
    struct stmt *st = db_stmt(db, sql.s);
    buf_free(&sql);
    bind_text(st, 1, reg);
    return db_run(db, st);
}

int different_play(struct db *db)
{
    struct stmt *st = db_stmt(db, "SELECT name FROM qt_register ORDER BY name");
    int rc;
    while ((rc = db_step(db, st)) > 0) {
        rc = play_register(db, col_text(st, 0));
        if (rc < 0) {
            stmt_end(st);
            break;
        }
    }
    return rc;
}

int different_said(struct db *db, const struct form *f, const char *rule, const int64_t *ids, size_t n, bool *said)
{
    struct buf list = {0};
    for (size_t i = 0; i < n; i++)
        buf_addf(&list, "%s%lld", i > 0 ? "," : "[", (long long)ids[i]);
    buf_addc(&list, ']');
    struct stmt *st = db_stmt(db, "SELECT seq FROM qt_different WHERE reg = ?1 AND rule = ?2"
                                  " AND record IN " SQL_NUMBERS_OF("?3") " GROUP BY seq HAVING count(*) = ?4");
    bind_text(st, 1, f->name);
    bind_text(st, 2, rule);
    bind_text(st, 3, list.s);
    bind_int(st, 4, (int64_t)n);
    int rc = row_one(db, st, NULL, NULL);
    *said = rc > 0;
    buf_free(&list);
    return rc < 0 ? rc : 0;
}
