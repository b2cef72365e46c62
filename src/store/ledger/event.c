/* A booking: its rows, then the journal's line that names them all. */
#include "journal/journal.h"
#include "journal/row.h"
#include "ledger/ledger.h"

void transfer_clear(struct transfer *t)
{
    char *const texts[] = {t->debit, t->credit, t->unit, t->party, t->object, t->kind,
                           t->due,   t->period, t->reg,  t->key,   t->pays};
    for (size_t i = 0; i < ARRAY_LEN(texts); i++)
        free(texts[i]);
    *t = (struct transfer){0};
}

void transfers_free(struct transfer *v, size_t n)
{
    for (size_t i = 0; i < n; i++)
        transfer_clear(&v[i]);
    free(v);
}

int ledger_begin(struct db *db, struct booking *b)
{
    *b = (struct booking){.at = clock_now()};
    return journal_next(db, &b->event);
}

/* The next id of a table whose rows stay. */
static int next_id(struct db *db, const char *sql, int64_t *id)
{
    *id = 0;
    int rc = db_int(db, sql, id);
    ++*id;
    return rc;
}

static const char *or_none(const char *s)
{
    return s ? s : "";
}

static int transfer_fault(struct db *db, const struct transfer *t, int rc)
{
    if (rc < 0 && db_not_unique(db) && t->key)
        return fault(QT_REFUSED, _("%s was booked already; nothing was changed."), t->key);
    return rc;
}

int ledger_transfer(struct db *db, const struct booking *b, struct transfer *t)
{
    int rc = next_id(db, "SELECT coalesce(max(id), 0) FROM transfer", &t->id);
    struct stmt *st = rc < 0
                          ? NULL
                          : db_stmt(db, "INSERT INTO transfer(id, event, at, day, debit, credit, unit, party, object,"
                                        " amount, kind, due, period, register, record, reverses, key)"
                                        " VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15,"
                                        " ?16, ?17)");
    if (!st)
        return rc < 0 ? rc : fault_code();
    t->event = b->event;
    t->at = b->at;
    bind_int(st, 1, t->id);
    bind_int(st, 2, t->event);
    bind_int(st, 3, t->at);
    bind_text(st, 4, t->day);
    bind_text(st, 5, t->debit);
    bind_text(st, 6, t->credit);
    bind_text(st, 7, or_none(t->unit));
    bind_text(st, 8, or_none(t->party));
    bind_text(st, 9, or_none(t->object));
    bind_int(st, 10, t->amount);
    bind_text(st, 11, or_none(t->kind));
    bind_text(st, 12, or_none(t->due));
    bind_text(st, 13, or_none(t->period));
    bind_text(st, 14, or_none(t->reg));
    bind_int(st, 15, t->record);
    if (t->reverses)
        bind_int(st, 16, t->reverses);
    bind_text(st, 17, t->key);
    return transfer_fault(db, t, db_run(db, st));
}

int ledger_alloc(struct db *db, const struct booking *b, struct alloc *a)
{
    int rc = next_id(db, "SELECT coalesce(max(id), 0) FROM alloc", &a->id);
    struct stmt *st = rc < 0 ? NULL
                             : db_stmt(db, "INSERT INTO alloc(id, event, at, day, src, dst, amount, reverses)"
                                           " VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)");
    if (!st)
        return rc < 0 ? rc : fault_code();
    bind_int(st, 1, a->id);
    bind_int(st, 2, b->event);
    bind_int(st, 3, b->at);
    bind_text(st, 4, a->day);
    bind_int(st, 5, a->src);
    bind_int(st, 6, a->dst);
    bind_int(st, 7, a->amount);
    if (a->reverses)
        bind_int(st, 8, a->reverses);
    return db_run(db, st);
}

int ledger_receipt_next(struct db *db, const char *series, int64_t *no)
{
    struct stmt *st = db_stmt(db, "SELECT coalesce(max(no), 0) + 1 FROM receipt WHERE series = ?1");
    bind_text(st, 1, series);
    *no = 0;
    int rc = row_int(db, st, no);
    return rc < 0 ? rc : 0;
}

int ledger_receipt(struct db *db, const struct booking *b, const char *series, int64_t no, int64_t copy, bool void_)
{
    struct stmt *st = db_stmt(db, "INSERT INTO receipt(series, no, event, copy, void) VALUES(?1, ?2, ?3, ?4, ?5)");
    bind_text(st, 1, series);
    bind_int(st, 2, no);
    bind_int(st, 3, b->event);
    bind_int(st, 4, copy);
    bind_int(st, 5, void_);
    return db_run(db, st);
}

int ledger_receipts_void(struct db *db, const struct booking *b, int64_t event)
{
    struct stmt *st = db_stmt(db, "INSERT INTO receipt(series, no, event, copy, void)"
                                  " SELECT series, no, ?1, 0, 1 FROM receipt WHERE event = ?2 AND copy = 0 AND void = 0"
                                  " ORDER BY series, no");
    bind_int(st, 1, b->event);
    bind_int(st, 2, event);
    return db_run(db, st);
}

/* ---- the line ---------------------------------------------------------------------------------------------- */

static int add_rows(struct db *db, const char *sql, int64_t event, struct buf *data)
{
    struct stmt *st = db_stmt(db, sql);
    bind_int(st, 1, event);
    int rc, n = 0;
    buf_addc(data, '[');
    while ((rc = db_step(db, st)) > 0) {
        buf_add(data, n++ ? "," : "");
        row_json(data, st);
    }
    buf_addc(data, ']');
    return rc;
}

int ledger_end(struct db *db, const struct who *who, const struct booking *b, const char *action, const char *reg,
               int64_t record, const char *by)
{
    struct buf data = {0};
    buf_add(&data, "{\"of\":[");
    buf_add_json(&data, reg);
    buf_addf(&data, ",%lld,", (long long)record);
    buf_add_json(&data, by);
    buf_add(&data, "],\"transfers\":");
    int rc = add_rows(db, ROW_TRANSFER " WHERE event = ?1 ORDER BY id", b->event, &data);
    buf_add(&data, ",\"allocs\":");
    if (rc == 0)
        rc = add_rows(db, ROW_ALLOC " WHERE event = ?1 ORDER BY id", b->event, &data);
    buf_add(&data, ",\"receipts\":");
    if (rc == 0)
        rc = add_rows(db, ROW_RECEIPT " WHERE event = ?1 ORDER BY series, no, copy, void", b->event, &data);
    buf_addc(&data, '}');
    int64_t next = 0;
    if (rc == 0)
        rc = journal_next(db, &next);
    if (rc == 0 && next != b->event)
        rc = fault(QT_BUG, "another line came before that of the booking");
    if (rc == 0)
        rc = journal_note_at(db, who, action, LEDGER_REG, 0, data.s, b->at);
    buf_free(&data);
    return rc;
}
