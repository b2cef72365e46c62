/* Transfers, events and receipts that were booked. */
#include "ledger/ledger.h"
#include "sqlite/words.h"

int ledger_rows(struct db *db, struct stmt *st, size_t size, void (*take)(struct stmt *st, void *row), void **v,
                size_t *n)
{
    char *rows = NULL;
    size_t room = 0;
    int rc;
    *n = 0;
    while ((rc = db_step(db, st)) > 0) {
        if (*n == room) {
            room = room ? room * 2 : 16;
            rows = mem_resize(rows, room, size);
        }
        take(st, rows + (*n)++ * size);
    }
    *v = rows;
    return rc;
}

#define COLUMNS                                                                                                        \
    "SELECT t.id, t.event, t.at, t.day, t.debit, t.credit, t.unit, t.party, t.object, t.amount, t.kind, t.due, "       \
    "t.period, t.register, t.record, coalesce(t.reverses, 0), t.key,"                                                  \
    " coalesce((SELECT r.event FROM transfer r WHERE r.reverses = t.id), 0) FROM transfer t"

static void take(struct stmt *st, void *row)
{
    struct transfer *t = row;
    *t = (struct transfer){.id = col_int(st, 0),
                           .event = col_int(st, 1),
                           .at = col_int(st, 2),
                           .debit = col_dup(st, 4),
                           .credit = col_dup(st, 5),
                           .unit = col_dup(st, 6),
                           .party = col_dup(st, 7),
                           .object = col_dup(st, 8),
                           .amount = col_int(st, 9),
                           .kind = col_dup(st, 10),
                           .due = col_dup(st, 11),
                           .period = col_dup(st, 12),
                           .reg = col_dup(st, 13),
                           .record = col_int(st, 14),
                           .reverses = col_int(st, 15),
                           .key = col_dup(st, 16),
                           .reversed = col_int(st, 17)};
    snprintf(t->day, sizeof t->day, "%s", col_text(st, 3));
}

static int take_all(struct db *db, struct stmt *st, struct transfer **v, size_t *n)
{
    void *rows = NULL;
    int rc = ledger_rows(db, st, sizeof **v, take, &rows, n);
    *v = rows;
    return rc;
}

/* Those that fit, of one side of an account (NULL: of any, or of both as `f` says). */
static void add_select(struct buf *sql, const struct transfer_filter *f, const char *side)
{
    buf_add(sql, COLUMNS " WHERE ");
    buf_add(sql, f->by_day ? "(t.day, t.id) > (?11, ?1)" : "t.id > ?1");
    if (f->account && side)
        buf_addf(sql, " AND t.%s = ?2", side);
    else if (f->account)
        buf_add(sql, " AND (t.debit = ?2 OR t.credit = ?2)");
    buf_add(sql, f->unit ? " AND t.unit = ?3" : "");
    buf_add(sql, f->party_given ? " AND t.party = ?4" : "");
    buf_add(sql, f->from ? " AND t.day >= ?5" : "");
    buf_add(sql, f->to ? " AND t.day <= ?6" : "");
    buf_add(sql, f->reg ? " AND t.register = ?7 AND t.record = ?8" : "");
    buf_add(sql, f->event ? " AND t.event = ?9" : "");
    buf_add(sql, f->in_area ? " AND in_area(nullif(t.unit, ''))" : "");
    buf_add(sql, f->by_day ? " ORDER BY t.day, t.id LIMIT ?10" : " ORDER BY t.id LIMIT ?10");
}

/* By days, both sides of an account are read along their own index, each no further than the page goes. */
static void add_sides(struct buf *sql, const struct transfer_filter *f)
{
    buf_add(sql, "SELECT * FROM (");
    add_select(sql, f, "debit");
    buf_add(sql, ") UNION ALL SELECT * FROM (");
    add_select(sql, f, "credit");
    buf_add(sql, ") ORDER BY day, id LIMIT ?10");
}

int ledger_find(struct db *db, const struct transfer_filter *f, struct transfer **v, size_t *n)
{
    struct buf sql = {0};
    if (f->account && f->by_day && !f->unit)
        add_sides(&sql, f);
    else
        add_select(&sql, f, NULL);
    struct stmt *st = db_stmt(db, sql.s);
    buf_free(&sql);
    bind_int(st, 1, f->after);
    bind_text(st, 2, f->account);
    bind_text(st, 3, f->unit);
    bind_text(st, 4, f->party);
    bind_text(st, 5, f->from);
    bind_text(st, 6, f->to);
    bind_text(st, 7, f->reg);
    bind_int(st, 8, f->record);
    bind_int(st, 9, f->event);
    bind_int(st, 10, f->limit ? (int64_t)f->limit : -1);
    bind_text(st, 11, f->after_day ? f->after_day : "");
    return take_all(db, st, v, n);
}

int ledger_last_event(struct db *db, const char *reg, int64_t record, int64_t *event)
{
    struct stmt *st =
        db_stmt(db, "SELECT coalesce(max(t.event), 0) FROM transfer t WHERE t.register = ?1 AND t.record ="
                    " ?2 AND t.reverses IS NULL AND NOT EXISTS"
                    " (SELECT 1 FROM transfer r WHERE r.reverses = t.id)");
    bind_text(st, 1, reg);
    bind_int(st, 2, record);
    *event = 0;
    int rc = row_int(db, st, event);
    return rc < 0 ? rc : 0;
}

static void take_receipt(struct stmt *st, void *row)
{
    struct ledger_receipt *r = row;
    *r = (struct ledger_receipt){.series = col_dup(st, 0),
                                 .no = col_int(st, 1),
                                 .event = col_int(st, 2),
                                 .copies = col_int(st, 3),
                                 .void_ = col_int(st, 4) != 0,
                                 .reg = col_dup(st, 6),
                                 .record = col_int(st, 7),
                                 .amount = col_int(st, 8)};
    snprintf(r->day, sizeof r->day, "%s", col_text(st, 5));
}

static void take_found(struct stmt *st, void *arg)
{
    struct ledger_receipt *r = arg;
    r->event = col_int(st, 0);
    r->copies = col_int(st, 1);
    r->void_ = col_int(st, 2) != 0;
}

int ledger_receipt_find(struct db *db, struct ledger_receipt *r)
{
    struct stmt *st =
        db_stmt(db, "SELECT r.event,"
                    " (SELECT count(*) FROM receipt c WHERE c.series = r.series AND c.no = r.no AND c.copy > 0),"
                    " EXISTS (SELECT 1 FROM receipt c WHERE c.series = r.series AND c.no = r.no AND c.void = 1)"
                    " FROM receipt r WHERE r.series = ?1 AND r.no = ?2 AND r.copy = 0 AND r.void = 0 AND EXISTS"
                    " (SELECT 1 FROM transfer t WHERE t.event = r.event AND t.register = ?3 AND t.record = ?4)");
    bind_text(st, 1, r->series);
    bind_int(st, 2, r->no);
    bind_text(st, 3, r->reg);
    bind_int(st, 4, r->record);
    return row_one(db, st, take_found, r);
}

void ledger_receipts_free(struct ledger_receipt *v, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        free(v[i].series);
        free(v[i].reg);
    }
    free(v);
}

int ledger_receipts(struct db *db, const char *series, const char *unit, const char *taken, struct ledger_receipt **v,
                    size_t *n)
{
    struct stmt *st =
        db_stmt(db, "SELECT r.series, r.no, r.event,"
                    " (SELECT count(*) FROM receipt c WHERE c.series = r.series AND c.no = r.no AND c.copy > 0),"
                    " EXISTS (SELECT 1 FROM receipt c WHERE c.series = r.series AND c.no = r.no AND c.void = 1),"
                    " t.day, t.register, t.record, coalesce(sum(t.amount) FILTER (WHERE t.credit IN " SQL_NUMBERS_OF(
                        "?3") "), 0) FROM receipt r LEFT JOIN transfer t ON t.event ="
                              " r.event WHERE r.copy = 0 AND r.void = 0 AND (?1 IS NULL OR r.series = ?1)"
                              " AND (?2 IS NULL OR r.event IN (SELECT u.event FROM transfer u WHERE u.unit = ?2))"
                              " GROUP BY r.series, r.no ORDER BY r.series, r.no");
    void *rows = NULL;
    bind_text(st, 1, series);
    bind_text(st, 2, unit);
    bind_text(st, 3, taken);
    int rc = ledger_rows(db, st, sizeof **v, take_receipt, &rows, n);
    *v = rows;
    return rc;
}

int ledger_built_on(struct db *db, int64_t event, bool *built)
{
    struct stmt *st =
        db_stmt(db, "SELECT 1 FROM transfer t WHERE t.event = ?1 AND ("
                    "EXISTS (SELECT 1 FROM transfer r WHERE r.reverses = t.id)"
                    " OR EXISTS (SELECT 1 FROM alloc a WHERE (a.src = t.id OR a.dst = t.id) AND a.event > ?1"
                    " AND a.reverses IS NULL AND NOT EXISTS (SELECT 1 FROM alloc f WHERE f.reverses = a.id))) LIMIT 1");
    bind_int(st, 1, event);
    int rc = row_one(db, st, NULL, NULL);
    *built = rc > 0;
    return rc < 0 ? rc : 0;
}
