/* What must hold in the ledger whatever was booked, each rule with a name (qiantai ledger check). Only what the tables
 * themselves show; what depends on the house's accounts is the desk's. */
#include "ledger/ledger.h"
#include "sqlite/words.h"

/* Each gives what breaks the rule, as a text: the first is told. */
static const struct named_rule {
    const char *name, *sql;
} rules[] = {
    {"amounts", "SELECT 'transfer ' || id FROM transfer WHERE amount <= 0 OR debit = credit UNION ALL"
                " SELECT 'alloc ' || id FROM alloc WHERE amount <= 0"},
    {"days", "SELECT 'transfer ' || id FROM transfer WHERE day NOT GLOB '[0-9][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]'"
             " OR strftime('%Y-%m-%d', day, '+0 days') IS NOT day"},
    {"balances",
     "SELECT account || ' ' || day FROM (SELECT account, day, sum(debit) AS d, sum(credit) AS c FROM"
     " (SELECT debit AS account, day, amount AS debit, 0 AS credit FROM transfer UNION ALL"
     " SELECT credit, day, 0, amount FROM transfer) GROUP BY account, day) AS m WHERE NOT EXISTS (SELECT 1 FROM"
     " qt_balance b WHERE b.account = m.account AND b.day = m.day AND b.debit = m.d AND b.credit = m.c) UNION ALL"
     " SELECT account || ' ' || day FROM qt_balance b WHERE NOT EXISTS (SELECT 1 FROM transfer t WHERE t.day = b.day"
     " AND b.account IN (t.debit, t.credit))"},
    {"open", "SELECT 'transfer ' || t.id FROM transfer t WHERE t.amount < " SETTLED("src") " OR t.amount < " SETTLED(
                 "dst") " OR 0 > " SETTLED("src") " OR 0 > " SETTLED("dst")},
    {"mirrored",
     "SELECT 'transfer ' || r.id FROM transfer r LEFT JOIN transfer t ON t.id = r.reverses WHERE r.reverses IS NOT NULL"
     " AND (t.id IS NULL OR t.reverses IS NOT NULL OR t.id >= r.id OR t.debit <> r.credit OR t.credit <> r.debit OR"
     " t.amount <> r.amount OR t.unit <> r.unit OR t.party <> r.party OR t.object <> r.object OR t.day > r.day)"},
    {"reversed",
     "SELECT 'transfer ' || min(id) FROM transfer WHERE reverses IS NOT NULL GROUP BY reverses HAVING count(*) > 1"},
    {"whole", "SELECT 'event ' || t.event FROM transfer t GROUP BY t.event HAVING"
              " count(*) <> (SELECT count(*) FROM transfer r WHERE r.reverses IN (SELECT id FROM transfer o WHERE"
              " o.event = t.event)) AND EXISTS (SELECT 1 FROM transfer r WHERE r.reverses IN (SELECT id FROM transfer o"
              " WHERE o.event = t.event))"},
    {"allocations",
     "SELECT 'alloc ' || a.id FROM alloc a LEFT JOIN transfer s ON s.id = a.src LEFT JOIN transfer d ON d.id = a.dst"
     " WHERE s.id IS NULL OR d.id IS NULL OR s.credit <> d.debit OR s.unit <> d.unit OR s.party <> d.party OR"
     " s.reverses IS NOT NULL OR d.reverses IS NOT NULL OR a.day < s.day OR a.day < d.day"},
    {"freed", "SELECT 'alloc ' || f.id FROM alloc f LEFT JOIN alloc a ON a.id = f.reverses WHERE f.reverses IS NOT NULL"
              " AND (a.id IS NULL OR a.reverses IS NOT NULL OR a.id >= f.id OR a.src <> f.src OR a.dst <> f.dst OR"
              " a.amount <> f.amount) UNION ALL SELECT 'alloc ' || min(id) FROM alloc WHERE reverses IS NOT NULL"
              " GROUP BY reverses HAVING count(*) > 1"},
    {"standing",
     "SELECT 'alloc ' || a.id FROM alloc a WHERE a.reverses IS NULL AND NOT EXISTS (SELECT 1 FROM alloc f WHERE"
     " f.reverses = a.id) AND EXISTS (SELECT 1 FROM transfer r WHERE r.reverses IN (a.src, a.dst))"},
    {"keys", "SELECT key FROM transfer WHERE key IS NOT NULL GROUP BY key HAVING count(*) > 1"},
    {"receipts",
     "SELECT series || ' ' || no FROM receipt r WHERE (copy = 0 AND void = 0 AND no > 1 AND NOT EXISTS (SELECT 1 FROM"
     " receipt b WHERE b.series = r.series AND b.no = r.no - 1 AND b.copy = 0 AND b.void = 0)) OR ((copy > 0 OR void ="
     " 1) AND NOT EXISTS (SELECT 1 FROM receipt b WHERE b.series = r.series AND b.no = r.no AND b.copy = 0 AND b.void ="
     " 0)) OR (copy > 1 AND NOT EXISTS (SELECT 1 FROM receipt b WHERE b.series = r.series AND b.no = r.no AND b.copy ="
     " r.copy - 1)) OR no < 1"},
    {"voids",
     "SELECT r.series || ' ' || r.no FROM receipt r WHERE r.copy = 0 AND r.void = 0 AND EXISTS (SELECT 1 FROM transfer "
     "t"
     " JOIN transfer u ON u.reverses = t.id WHERE t.event = r.event) <> EXISTS (SELECT 1 FROM receipt v WHERE v.series"
     " = r.series AND v.no = r.no AND v.void = 1)"},
};

/* Each row's first column is what breaks the rule. */
static int tell_broken(struct db *db, struct stmt *st, struct buf *broken)
{
    int rc, n = 0;
    while ((rc = db_step(db, st)) > 0)
        if (n++ < LEDGER_TOLD)
            buf_addf(broken, "%s%s", broken->len ? ", " : "", col_text(st, 0));
    if (n > LEDGER_TOLD)
        buf_addf(broken, _("; and %d more"), n - LEDGER_TOLD);
    return rc;
}

size_t ledger_rules(void)
{
    return ARRAY_LEN(rules);
}

int ledger_rule(struct db *db, size_t i, const char **name, struct buf *broken)
{
    *name = rules[i].name;
    return tell_broken(db, db_stmt(db, rules[i].sql), broken);
}

int ledger_below(struct db *db, const char *account, bool debit, unsigned per, struct buf *broken)
{
    struct stmt *st = db_stmt(db, "SELECT DISTINCT ?1 || ' ' || u || ' ' || p || ' ' || o || ' ' || day FROM"
                                  " (SELECT u, p, o, day, sum(s) OVER (PARTITION BY u, p, o ORDER BY day) AS s FROM"
                                  " (SELECT iif(?3, unit, '') AS u, iif(?4, party, '') AS p, iif(?5, object, '') AS o,"
                                  " day, sum(iif(debit = ?1, amount, -amount) * ?2) AS s FROM transfer WHERE debit = ?1"
                                  " OR credit = ?1 GROUP BY 1, 2, 3, 4)) WHERE s < 0");
    bind_text(st, 1, account);
    bind_int(st, 2, debit ? 1 : -1);
    bind_int(st, 3, (per & PER_UNIT) != 0);
    bind_int(st, 4, (per & PER_PARTY) != 0);
    bind_int(st, 5, (per & PER_OBJECT) != 0);
    return tell_broken(db, st, broken);
}

int ledger_disagrees(struct db *db, const char *accounts, const char *name, struct buf *broken)
{
    struct stmt *st = db_stmt(db, "SELECT ?2 || ' ' || day FROM (SELECT day, sum(sum(s)) OVER (ORDER BY day) AS s FROM"
                                  " (SELECT day, amount AS s FROM transfer WHERE debit IN " SQL_NUMBERS_OF(
                                      "?1") " UNION ALL SELECT day, -amount FROM transfer WHERE credit "
                                            "IN " SQL_NUMBERS_OF("?1") ") GROUP BY day) WHERE s <> 0");
    bind_text(st, 1, accounts);
    bind_text(st, 2, name);
    return tell_broken(db, st, broken);
}

int ledger_strange(struct db *db, const char *accounts, struct buf *broken)
{
    struct stmt *st =
        db_stmt(db, "SELECT DISTINCT debit FROM transfer WHERE debit NOT IN " SQL_NUMBERS_OF(
                        "?1") " UNION SELECT credit FROM transfer WHERE credit NOT IN " SQL_NUMBERS_OF("?1"));
    bind_text(st, 1, accounts);
    return tell_broken(db, st, broken);
}

int ledger_unsettled(struct db *db, const char *account, struct buf *broken)
{
    struct stmt *st =
        db_stmt(db, "SELECT u || ' ' || p FROM (SELECT t.unit AS u, t.party AS p, max(iif(t.debit = ?1,"
                    " t.amount - " SETTLED("dst") ", 0)) AS owed, max(iif(t.credit = ?1, t.amount - " SETTLED(
                        "src") ", 0)) AS paid FROM transfer t WHERE (t.debit = ?1 OR t.credit = ?1) AND"
                               " t.reverses IS NULL AND NOT EXISTS (SELECT 1 FROM transfer r WHERE"
                               " r.reverses = t.id) GROUP BY t.unit, t.party) WHERE owed > 0 AND paid > 0");
    bind_text(st, 1, account);
    return tell_broken(db, st, broken);
}
