/* Clocks that run: the rows of the board. */
#include "gate.h"

#define COLUMNS                                                                                                        \
    "id, reg, clock, record, started, due, warn, stopped, paused, waited, escalate, escalated, snoozed, owner,"        \
    " escalate_to, unit, late"

static const char *text_or_empty(const char *s)
{
    return s != NULL ? s : "";
}

int due_put(struct db *db, struct due *d)
{
    static const char insert[] = "INSERT INTO due(" COLUMNS ") VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11,"
                                 " ?12, ?13, ?14, ?15, ?16, ?17)";
    static const char update[] =
        "UPDATE due SET (reg, clock, record, started, due, warn, stopped, paused, waited, escalate,"
        " escalated, snoozed, owner, escalate_to, unit, late)"
        " = (?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17) WHERE id = ?1";
    sqlite3_stmt *st = db_stmt(db, d->id == 0 ? insert : update);
    if (st == NULL)
        return fault_code();
    if (d->id != 0)
        bind_int(st, 1, d->id);
    bind_text(st, 2, d->reg);
    bind_text(st, 3, d->clock);
    const int64_t numbers[] = {d->record, d->started, d->due,      d->warn,      d->stopped,
                               d->paused, d->waited,  d->escalate, d->escalated, d->snoozed};
    for (int i = 0; i < (int)(sizeof numbers / sizeof *numbers); i++)
        bind_int(st, 4 + i, numbers[i]);
    bind_text(st, 14, text_or_empty(d->owner));
    bind_text(st, 15, text_or_empty(d->escalate_to));
    bind_text(st, 16, text_or_empty(d->unit));
    bind_int(st, 17, d->late);
    int rc = db_run(db, st);
    if (rc < 0)
        return rc;
    if (d->id == 0)
        d->id = sqlite3_last_insert_rowid(db->h);
    else if (sqlite3_changes(db->h) != 1)
        return fault(QT_NOTFOUND, _("This clock is gone."));
    return 0;
}

static void read_row(sqlite3_stmt *st, struct due *d)
{
    *d = (struct due){.id = col_int(st, 0),
                      .reg = col_dup(st, 1),
                      .clock = col_dup(st, 2),
                      .record = col_int(st, 3),
                      .started = col_int(st, 4),
                      .due = col_int(st, 5),
                      .warn = col_int(st, 6),
                      .stopped = col_int(st, 7),
                      .paused = col_int(st, 8),
                      .waited = col_int(st, 9),
                      .escalate = col_int(st, 10),
                      .escalated = col_int(st, 11),
                      .snoozed = col_int(st, 12),
                      .owner = col_dup(st, 13),
                      .escalate_to = col_dup(st, 14),
                      .unit = col_dup(st, 15),
                      .late = col_int(st, 16) != 0};
}

static int read_rows(struct db *db, sqlite3_stmt *st, struct due **v, size_t *n)
{
    size_t room = 0;
    *v = NULL;
    *n = 0;
    int rc;
    while ((rc = db_step(db, st)) > 0) {
        if (*n == room)
            *v = mem_resize(*v, room = room * 2 + 8, sizeof **v);
        read_row(st, &(*v)[(*n)++]);
    }
    if (rc < 0) {
        due_free(*v, *n);
        *v = NULL;
        *n = 0;
    }
    return rc;
}

int due_get(struct db *db, const char *reg, int64_t record, const char *clock, struct due *out)
{
    sqlite3_stmt *st = db_stmt(db, "SELECT " COLUMNS " FROM due WHERE reg = ?1 AND record = ?2 AND clock = ?3"
                                   " ORDER BY id DESC LIMIT 1");
    bind_text(st, 1, reg);
    bind_int(st, 2, record);
    bind_text(st, 3, clock);
    int rc = db_step(db, st);
    if (rc < 0)
        return rc;
    if (rc == 0)
        return fault(QT_NOTFOUND, _("The clock %s was never started."), clock);
    read_row(st, out);
    sqlite3_reset(st);
    return 0;
}

int due_of(struct db *db, const char *reg, int64_t record, struct due **v, size_t *n)
{
    sqlite3_stmt *st = db_stmt(db, "SELECT " COLUMNS " FROM due WHERE reg = ?1 AND record = ?2 ORDER BY id DESC");
    bind_text(st, 1, reg);
    bind_int(st, 2, record);
    return read_rows(db, st, v, n);
}

/* One text for each combination of conditions that are set: ?1 owner, ?2 register, ?3 until. */
static sqlite3_stmt *filtered(struct db *db, const struct due_filter *f, const char *select, const char *rest)
{
    struct buf sql = {.s = NULL};
    buf_addf(&sql, "SELECT %s FROM due WHERE %s", select, f->all ? "1" : "stopped = 0");
    if (f->owner != NULL)
        buf_add(&sql, " AND owner = ?1");
    if (f->reg != NULL)
        buf_add(&sql, " AND reg = ?2");
    if (f->until != 0)
        buf_add(&sql, " AND due < ?3");
    buf_add(&sql, rest);
    sqlite3_stmt *st = db_stmt(db, sql.s);
    buf_free(&sql);
    if (st == NULL)
        return NULL;
    if (f->owner != NULL)
        bind_text(st, 1, f->owner);
    if (f->reg != NULL)
        bind_text(st, 2, f->reg);
    if (f->until != 0)
        bind_int(st, 3, f->until);
    return st;
}

int due_page(struct db *db, const struct due_filter *f, int64_t after_due, int64_t after_id, size_t limit,
             struct due **v, size_t *n)
{
    sqlite3_stmt *st = filtered(db, f, COLUMNS, " AND (due, id) > (?4, ?5) ORDER BY due, id LIMIT ?6");
    bind_int(st, 4, after_due);
    bind_int(st, 5, after_id);
    bind_int(st, 6, (int64_t)limit);
    return read_rows(db, st, v, n);
}

int due_counts(struct db *db, const struct due_filter *f, int64_t now, int64_t *open, int64_t *overdue)
{
    sqlite3_stmt *st = filtered(db, f, "count(*), count(*) FILTER (WHERE due < ?4 AND paused = 0)", "");
    bind_int(st, 4, now);
    int rc = db_step(db, st);
    if (rc < 0)
        return rc;
    *open = col_int(st, 0);
    *overdue = col_int(st, 1);
    sqlite3_reset(st);
    return 0;
}

void due_clear(struct due *d)
{
    free(d->reg);
    free(d->clock);
    free(d->owner);
    free(d->escalate_to);
    free(d->unit);
    *d = (struct due){.id = 0};
}

void due_free(struct due *v, size_t n)
{
    for (size_t i = 0; i < n; i++)
        due_clear(&v[i]);
    free(v);
}
