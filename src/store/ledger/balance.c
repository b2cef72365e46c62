/* What stands on accounts, and what of it is open. */
#include "ledger/ledger.h"

/* ?1 account; then what it is narrowed by, NULL: nothing. */
#define NARROWED " AND (?2 IS NULL OR t.unit = ?2) AND (?3 IS NULL OR t.party = ?3) AND (?4 IS NULL OR t.object = ?4)"
#define MOVED "CASE WHEN t.debit = ?1 THEN t.amount ELSE -t.amount END"

static void bind_share(struct stmt *st, const struct money_of *by)
{
    bind_text(st, 2, by->unit);
    bind_text(st, 3, by->party);
    bind_text(st, 4, by->object);
}

static bool narrowed(const struct money_of *by)
{
    return by && (by->unit || by->party || by->object);
}

int ledger_sum(struct db *db, const char *account, const struct money_of *by, const char *until, int64_t *sum)
{
    struct stmt *st;
    *sum = 0;
    if (narrowed(by)) {
        st = db_stmt(db, by->unit ? "SELECT coalesce(sum(" MOVED "), 0) FROM transfer t WHERE (?5 IS NULL OR t.day <= "
                                    "?5) AND (t.debit = ?1 OR t.credit = ?1) AND t.unit = ?2" NARROWED
                                  : "SELECT coalesce(sum(" MOVED "), 0) FROM transfer t WHERE (?5 IS NULL OR t.day <= "
                                    "?5) AND (t.debit = ?1 OR t.credit = ?1)" NARROWED);
        bind_share(st, by);
        bind_text(st, 5, until);
    } else {
        st = db_stmt(db, "SELECT coalesce(sum(debit - credit), 0) FROM qt_balance WHERE account = ?1"
                         " AND (?2 IS NULL OR day <= ?2)");
        bind_text(st, 2, until);
    }
    bind_text(st, 1, account);
    int rc = row_int(db, st, sum);
    return rc < 0 ? rc : 0;
}

struct turnover {
    int64_t *debit, *credit;
};

static void take_turnover(struct stmt *st, void *arg)
{
    const struct turnover *t = arg;
    *t->debit = col_int(st, 0);
    *t->credit = col_int(st, 1);
}

int ledger_turnover(struct db *db, const char *account, int64_t *debit, int64_t *credit)
{
    struct turnover t = {debit, credit};
    *debit = *credit = 0;
    struct stmt *st = db_stmt(db, "SELECT coalesce(sum(debit), 0), coalesce(sum(credit), 0) FROM qt_balance"
                                  " WHERE account = ?1");
    bind_text(st, 1, account);
    int rc = row_one(db, st, take_turnover, &t);
    return rc < 0 ? rc : 0;
}

/* The lowest close of a day from `from` on, or the highest when down is false; the day with it. */
int ledger_lowest(struct db *db, const char *account, const struct money_of *by, const char *from, bool debit,
                  int64_t *lowest)
{
    static const struct money_of none = {0};
    struct stmt *st =
        narrowed(by) ? db_stmt(db, "SELECT min(s) FROM (SELECT t.day AS day, sum(sum(" MOVED
                                   ") * ?6) OVER (ORDER BY t.day) AS s FROM transfer t"
                                   " WHERE (t.debit = ?1 OR t.credit = ?1)" NARROWED " GROUP BY t.day) WHERE day >= ?5")
                     : db_stmt(db, "SELECT min(s) FROM (SELECT day, sum((debit - credit) * ?6) OVER (ORDER BY day)"
                                   " AS s FROM qt_balance WHERE account = ?1 AND ?2 IS NULL AND ?3 IS NULL AND ?4"
                                   " IS NULL) WHERE day >= ?5");
    bind_text(st, 1, account);
    bind_share(st, narrowed(by) ? by : &none);
    bind_text(st, 5, from);
    bind_int(st, 6, debit ? 1 : -1);
    *lowest = 0;
    int rc = row_int(db, st, lowest);
    return rc < 0 ? rc : 0;
}

/* ---- what a unit has where --------------------------------------------------------------------------------- */

void ledger_shares_free(struct ledger_share *v, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        free(v[i].account);
        free(v[i].party);
        free(v[i].object);
    }
    free(v);
}

static void take_share(struct stmt *st, void *row)
{
    struct ledger_share *s = row;
    *s = (struct ledger_share){col_dup(st, 0), col_dup(st, 1), col_dup(st, 2), col_int(st, 3)};
}

int ledger_shares(struct db *db, const char *unit, struct ledger_share **v, size_t *n)
{
    struct stmt *st = db_stmt(db, "SELECT account, party, object, sum(s) FROM (SELECT debit AS account, party, object,"
                                  " amount AS s FROM transfer WHERE unit = ?1 UNION ALL SELECT credit, party, object,"
                                  " -amount FROM transfer WHERE unit = ?1) GROUP BY account, party, object"
                                  " HAVING sum(s) <> 0 ORDER BY account, party, object");
    void *rows = NULL;
    bind_text(st, 1, unit);
    int rc = ledger_rows(db, st, sizeof **v, take_share, &rows, n);
    *v = rows;
    return rc;
}

/* ---- open items -------------------------------------------------------------------------------------------- */

#define OPEN(side, settled)                                                                                            \
    "SELECT id, day, due, key, open FROM (SELECT t.id AS id, t.day AS day, t.due AS due, t.period AS period, t.key "   \
    "AS "                                                                                                              \
    "key, t.amount - " SETTLED(settled) " AS open FROM transfer t WHERE t." side                                       \
                                        " = ?1 AND t.unit = ?2 AND t.party = "                                         \
                                        "?3 AND t.reverses IS NULL AND NOT EXISTS (SELECT 1 FROM transfer r WHERE "    \
                                        "r.reverses = t.id)) WHERE open > 0"

void open_items_free(struct open_item *v, size_t n)
{
    for (size_t i = 0; i < n; i++)
        free(v[i].key);
    free(v);
}

static void take_open(struct stmt *st, void *row)
{
    struct open_item *i = row;
    *i = (struct open_item){.id = col_int(st, 0), .key = col_dup(st, 3), .open = col_int(st, 4)};
    snprintf(i->day, sizeof i->day, "%s", col_text(st, 1));
    snprintf(i->due, sizeof i->due, "%s", col_text(st, 2));
}

int ledger_open(struct db *db, const char *account, const char *unit, const char *party, bool owed,
                struct open_item **v, size_t *n)
{
    struct stmt *st = db_stmt(db, owed ? OPEN("debit", "dst") " ORDER BY coalesce(nullif(due, ''), day), period, id"
                                       : OPEN("credit", "src") " ORDER BY day, id");
    void *rows = NULL;
    bind_text(st, 1, account);
    bind_text(st, 2, unit);
    bind_text(st, 3, party);
    int rc = ledger_rows(db, st, sizeof **v, take_open, &rows, n);
    *v = rows;
    return rc;
}

/* Each party by itself: what one has too much does not pay for another. */
int ledger_owes(struct db *db, const char *account, const char *unit, const char *due, int64_t *sum)
{
    struct stmt *st =
        due ? db_stmt(db,
                      "SELECT coalesce(sum(t.amount - " SETTLED(
                          "dst") "), 0) FROM transfer t WHERE t.debit = ?1"
                                 " AND t.unit = ?2 AND coalesce(nullif(t.due, ''), t.day) <= ?3 AND t.reverses IS NULL"
                                 " AND NOT EXISTS (SELECT 1 FROM transfer r WHERE r.reverses = t.id)")
            : db_stmt(db, "SELECT coalesce(sum(max(s, 0)), 0) FROM (SELECT sum(" MOVED ") AS s FROM transfer t"
                          " WHERE (t.debit = ?1 OR t.credit = ?1) AND t.unit = ?2 GROUP BY t.party)");
    bind_text(st, 1, account);
    bind_text(st, 2, unit);
    if (due)
        bind_text(st, 3, due);
    *sum = 0;
    int rc = row_int(db, st, sum);
    return rc < 0 ? rc : 0;
}

struct unpaid {
    char **unit;
    int64_t *open;
};

static void take_unpaid(struct stmt *st, void *arg)
{
    const struct unpaid *u = arg;
    *u->unit = col_dup(st, 0);
    *u->open = col_int(st, 1);
}

int ledger_unpaid(struct db *db, const char *key, char **unit, int64_t *open)
{
    struct stmt *st = db_stmt(db, "SELECT t.unit, t.amount - " SETTLED("dst") " FROM transfer t WHERE t.key = ?1 AND"
                                                                              " NOT EXISTS (SELECT 1 FROM transfer r"
                                                                              " WHERE r.reverses = t.id)");
    *unit = NULL;
    bind_text(st, 1, key);
    return row_one(db, st, take_unpaid, &(struct unpaid){unit, open});
}

static void take_alloc(struct stmt *st, void *row)
{
    struct alloc *a = row;
    *a = (struct alloc){col_int(st, 0), col_int(st, 1), col_int(st, 2), col_int(st, 3), "", 0};
    snprintf(a->day, sizeof a->day, "%s", col_text(st, 4));
}

int ledger_allocs(struct db *db, int64_t transfer, struct alloc **v, size_t *n)
{
    struct stmt *st = db_stmt(db, "SELECT id, src, dst, amount, day FROM alloc a WHERE (src = ?1 OR dst = ?1) AND"
                                  " reverses IS NULL AND NOT EXISTS (SELECT 1 FROM alloc r WHERE r.reverses = a.id)"
                                  " ORDER BY id DESC");
    void *rows = NULL;
    bind_int(st, 1, transfer);
    int rc = ledger_rows(db, st, sizeof **v, take_alloc, &rows, n);
    *v = rows;
    return rc;
}

int ledger_freed(struct db *db, int64_t src, int64_t dst, char day[11])
{
    char *last = NULL;
    struct stmt *st = db_stmt(db, "SELECT max(day) FROM alloc WHERE reverses IS NOT NULL AND"
                                  " (src IN (?1, ?2) OR dst IN (?1, ?2))");
    bind_int(st, 1, src);
    bind_int(st, 2, dst);
    int rc = row_text(db, st, &last);
    snprintf(day, 11, "%s", last ? last : "");
    free(last);
    return rc < 0 ? rc : 0;
}
