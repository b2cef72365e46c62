/* Clocks that run: the rows of the board. */
#include "gate.h"
#include "sqlite/words.h"

#define COLUMNS                                                                                                        \
    "id, reg, clock, record, started, due, warn, stopped, paused, waited, escalate, escalated, told, snoozed, owner,"  \
    " escalate_to, unit, late, kind, pauses, behind, withdrawn"

/* When the minute work has to look at the clock again; 0 = never. A clock that stands still wants its deadline moved
 * when it comes up; one that waited in vain (it was overdue before) wants nothing. */
static int64_t wake(const struct due *d)
{
    if (d->stopped != 0 || d->record == 0)
        return 0;
    if (d->paused != 0)
        return d->paused < d->due ? d->due : 0;
    int64_t tell = d->told == 0 ? d->due : day_add(day_start(d->told), 1);
    return d->escalate != 0 && d->escalated == 0 && d->escalate < tell ? d->escalate : tell;
}

/* Column `behind` says both, so that the indexes of the board have it: an urgent row that is in front, for all or for
 * its owner only, stands below 0. */
static int behind_kept(const struct due *d)
{
    static const int urgent[] = {-2, -1, 3};
    return d->urgent ? urgent[d->behind] : d->behind;
}

static int behind_of(int64_t kept)
{
    return (int)(kept < 0 ? kept + 2 : kept == 3 ? 2 : kept);
}

static const char *text_or_empty(const char *s)
{
    return s != NULL ? s : "";
}

int due_put(struct db *db, struct due *d)
{
    static const char insert[] =
        "INSERT INTO due(" COLUMNS ", wake) VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11,"
        " ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21, ?22, ?23)";
    static const char update[] =
        "UPDATE due SET (reg, clock, record, started, due, warn, stopped, paused, waited, escalate,"
        " escalated, told, snoozed, owner, escalate_to, unit, late, kind, pauses, behind, withdrawn, wake)"
        " = (?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21, ?22, ?23)"
        " WHERE id = ?1";
    struct stmt *st = db_stmt(db, d->id == 0 ? insert : update);
    if (st == NULL)
        return fault_code();
    if (d->id != 0)
        bind_int(st, 1, d->id);
    bind_text(st, 2, d->reg);
    bind_text(st, 3, d->clock);
    const int64_t numbers[] = {d->record, d->started,  d->due,       d->warn, d->stopped, d->paused,
                               d->waited, d->escalate, d->escalated, d->told, d->snoozed};
    for (int i = 0; i < (int)(sizeof numbers / sizeof *numbers); i++)
        bind_int(st, 4 + i, numbers[i]);
    bind_text(st, 15, text_or_empty(d->owner));
    bind_text(st, 16, text_or_empty(d->escalate_to));
    bind_text(st, 17, text_or_empty(d->unit));
    bind_int(st, 18, d->late);
    bind_text(st, 19, text_or_empty(d->kind));
    bind_text(st, 20, text_or_empty(d->pauses));
    bind_int(st, 21, behind_kept(d));
    bind_int(st, 22, d->withdrawn);
    bind_int(st, 23, wake(d));
    int rc = db_run(db, st);
    if (rc < 0)
        return rc;
    if (d->id == 0)
        d->id = db_new_id(db);
    else if (db_changes(db) != 1)
        return fault(QT_NOTFOUND, _("This clock is gone."));
    return clock_note(db, d->id);
}

static int wake_page(struct db *db, const struct due *v, size_t n)
{
    int rc = 0;
    for (size_t i = 0; rc == 0 && i < n; i++) {
        struct stmt *st = db_stmt(db, "UPDATE due SET wake = ?2 WHERE id = ?1");
        bind_int(st, 1, v[i].id);
        bind_int(st, 2, wake(&v[i]));
        rc = db_run(db, st);
    }
    return rc;
}

int due_wake_all(struct db *db)
{
    enum { PAGE = 500 };
    size_t n = PAGE;
    int64_t last = 0;
    int rc = 0;
    while (rc == 0 && n == PAGE) {
        struct due *v = NULL;
        rc = due_running(db, last, PAGE, &v, &n);
        if (rc == 0)
            rc = wake_page(db, v, n);
        last = rc == 0 && n > 0 ? v[n - 1].id : last;
        due_free(v, n);
    }
    return rc;
}

static void take_row(struct stmt *st, void *due)
{
    *(struct due *)due = (struct due){.id = col_int(st, 0),
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
                                      .told = col_int(st, 12),
                                      .snoozed = col_int(st, 13),
                                      .owner = col_dup(st, 14),
                                      .escalate_to = col_dup(st, 15),
                                      .unit = col_dup(st, 16),
                                      .late = col_int(st, 17) != 0,
                                      .kind = col_dup(st, 18),
                                      .pauses = col_dup(st, 19),
                                      .behind = behind_of(col_int(st, 20)),
                                      .urgent = col_int(st, 20) < 0 || col_int(st, 20) > 2,
                                      .withdrawn = col_int(st, 21) != 0};
}

static int read_rows(struct db *db, struct stmt *st, struct due **v, size_t *n)
{
    size_t room = 0;
    *v = NULL;
    *n = 0;
    int rc;
    while ((rc = db_step(db, st)) > 0) {
        if (*n == room)
            *v = mem_resize(*v, room = room * 2 + 8, sizeof **v);
        take_row(st, &(*v)[(*n)++]);
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
    struct stmt *st = db_stmt(db, "SELECT " COLUMNS " FROM due WHERE reg = ?1 AND record = ?2 AND clock = ?3"
                                  " ORDER BY id DESC LIMIT 1");
    bind_text(st, 1, reg);
    bind_int(st, 2, record);
    bind_text(st, 3, clock);
    int rc = row_one(db, st, take_row, out);
    if (rc == 0)
        return fault(QT_NOTFOUND, _("The clock %s was never started."), clock);
    return rc < 0 ? rc : 0;
}

int due_open(struct db *db, const char *reg, int64_t record, const char *clock, struct due **v, size_t *n)
{
    struct stmt *st = db_stmt(db, "SELECT " COLUMNS " FROM due WHERE reg = ?1 AND record = ?2"
                                  " AND (?3 IS NULL OR clock = ?3) AND stopped = 0 ORDER BY id");
    bind_text(st, 1, reg);
    bind_int(st, 2, record);
    bind_text(st, 3, clock);
    return read_rows(db, st, v, n);
}

int due_of(struct db *db, const char *reg, int64_t record, struct due **v, size_t *n)
{
    struct stmt *st = db_stmt(db, "SELECT " COLUMNS " FROM due WHERE reg = ?1 AND record = ?2 ORDER BY id DESC");
    bind_text(st, 1, reg);
    bind_int(st, 2, record);
    return read_rows(db, st, v, n);
}

int due_running_of(struct db *db, const char *reg, int64_t record, const char *owner, int64_t *n, char **to)
{
    struct stmt *st = db_stmt(db, "SELECT count(*) FILTER (WHERE ?3 IS NULL OR owner = ?3),"
                                  " max(iif(escalated > 0, escalate_to, '')) FROM due"
                                  " WHERE reg = ?1 AND record = ?2 AND stopped = 0");
    bind_text(st, 1, reg);
    bind_int(st, 2, record);
    bind_text(st, 3, owner);
    *n = 0;
    *to = NULL;
    int rc = db_step(db, st);
    if (rc < 0)
        return rc;
    *n = col_int(st, 0);
    *to = col_dup(st, 1);
    stmt_end(st);
    return 0;
}

int due_live(struct db *db, const char *reg, const int64_t *records, size_t nrecords, struct due **v, size_t *n)
{
    struct buf list = {.s = NULL};
    for (size_t i = 0; i < nrecords; i++)
        buf_addf(&list, "%c%lld", i > 0 ? ',' : '[', (long long)records[i]);
    buf_add(&list, nrecords > 0 ? "]" : "[]");
    struct stmt *st = db_stmt(db, "SELECT " COLUMNS " FROM due WHERE reg = ?1 AND record IN " SQL_NUMBERS_OF(
                                      "?2") " AND stopped = 0 AND paused = 0");
    bind_text(st, 1, reg);
    bind_text(st, 2, list.s);
    int rc = read_rows(db, st, v, n);
    buf_free(&list);
    return rc;
}

/* In the words of the indexes: due_front has the usual ones that everybody is shown, due_owner all that anybody is; the
 * few urgent ones are found in that index alone, not in the table. */
static const char *in_front(const struct due_filter *f)
{
    static const char *const of_owner[] = {[DUE_BOTH] = " AND behind < 2",
                                           [DUE_URGENT] = " AND behind < 2 AND behind < 0",
                                           [DUE_USUAL] = " AND behind < 2 AND behind >= 0"};
    static const char *const of_all[] = {
        [DUE_BOTH] = " AND behind < 2 AND behind IN (-2, 0)",
        [DUE_URGENT] = " AND id IN (SELECT id FROM due WHERE stopped = 0 AND behind < 2 AND behind = -2)",
        [DUE_USUAL] = " AND behind = 0"};
    static const char *const of_each[] = {
        [DUE_BOTH] = "", [DUE_URGENT] = " AND (behind < 0 OR behind = 3)", [DUE_USUAL] = " AND behind BETWEEN 0 AND 2"};
    if (!f->front)
        return of_each[f->part];
    return f->owner != NULL ? of_owner[f->part] : of_all[f->part];
}

static void add_rows(struct buf *sql, const struct due_filter *f, const char *select, const char *whose,
                     const char *where)
{
    buf_addf(sql, "SELECT %s FROM due WHERE %s%s%s", select, f->all ? "1" : "stopped = 0", whose, where);
    if (f->reg != NULL)
        buf_add(sql, " AND reg = ?2");
    if (f->until != 0)
        buf_add(sql, " AND due < ?3");
    if (f->awake != 0)
        buf_add(sql, " AND snoozed <= ?7");
    if (f->in_area)
        buf_add(sql, " AND in_area(nullif(unit, ''))");
}

/* One text for each combination of conditions that are set: ?1 owner, ?2 register, ?3 until. Two parts in one order are
 * merged from their indexes, row by row. */
static struct stmt *filtered(struct db *db, const struct due_filter *f, const char *select, const char *where,
                             const char *order)
{
    static const char *const own[] = {[DUE_BOTH] = " AND owner = ?1 AND behind < 2 AND behind IN (-1, 1)",
                                      [DUE_URGENT] = " AND owner = ?1 AND behind < 2 AND behind = -1",
                                      [DUE_USUAL] = " AND owner = ?1 AND behind < 2 AND behind = 1"};
    struct buf sql = {.s = NULL}, whose = {.s = NULL};
    buf_add(&whose, f->owner != NULL ? " AND owner = ?1" : "");
    buf_add(&whose, in_front(f));
    add_rows(&sql, f, select, whose.s, where);
    if (f->also != NULL) {
        buf_add(&sql, " UNION ALL ");
        add_rows(&sql, f, select, own[f->part], where);
    }
    buf_add(&sql, order);
    buf_free(&whose);
    struct stmt *st = db_stmt(db, sql.s);
    buf_free(&sql);
    if (st == NULL)
        return NULL;
    if (f->owner != NULL || f->also != NULL)
        bind_text(st, 1, f->owner != NULL ? f->owner : f->also);
    if (f->reg != NULL)
        bind_text(st, 2, f->reg);
    if (f->until != 0)
        bind_int(st, 3, f->until);
    if (f->awake != 0)
        bind_int(st, 7, f->awake);
    return st;
}

int due_page(struct db *db, const struct due_filter *f, int64_t after_due, int64_t after_id, size_t limit,
             struct due **v, size_t *n)
{
    struct stmt *st = filtered(db, f, COLUMNS, f->back ? " AND (due, id) < (?4, ?5)" : " AND (due, id) > (?4, ?5)",
                               f->back ? " ORDER BY due DESC, id DESC LIMIT ?6" : " ORDER BY due, id LIMIT ?6");
    bind_int(st, 4, after_due);
    bind_int(st, 5, after_id);
    bind_int(st, 6, (int64_t)limit);
    return read_rows(db, st, v, n);
}

int due_counts(struct db *db, const struct due_filter *f, int64_t now, int64_t *open, int64_t *overdue)
{
    struct stmt *st = filtered(db, f, "count(*), count(*) FILTER (WHERE due < ?4 AND paused = 0)", "", "");
    bind_int(st, 4, now);
    int rc = db_step(db, st);
    if (rc < 0)
        return rc;
    *open = col_int(st, 0);
    *overdue = col_int(st, 1);
    stmt_end(st);
    return 0;
}

int due_todo(struct db *db, int64_t now, size_t limit, struct due **v, size_t *n)
{
    struct stmt *st = db_stmt(db, "SELECT " COLUMNS " FROM due WHERE stopped = 0 AND wake > 0 AND wake <= ?1"
                                  " ORDER BY wake LIMIT ?2");
    bind_int(st, 1, now);
    bind_int(st, 2, (int64_t)limit);
    return read_rows(db, st, v, n);
}

int due_running(struct db *db, int64_t after_id, size_t limit, struct due **v, size_t *n)
{
    struct stmt *st = db_stmt(db, "SELECT " COLUMNS " FROM due WHERE id > ?1 AND stopped = 0 AND record > 0"
                                  " ORDER BY id LIMIT ?2");
    bind_int(st, 1, after_id);
    bind_int(st, 2, (int64_t)limit);
    return read_rows(db, st, v, n);
}

/* ---- as it was before ------------------------------------------------------------------------------------------ */

/* The row as the line has it, but for its id. */
static int set_row(struct db *db, int64_t id, const char *json)
{
    struct buf names = {.s = NULL}, marks = {.s = NULL};
    struct json j;
    char *texts[48];
    int n = 0;
    json_open(&j, json);
    for (enum json_item item = json_next(&j); item != JSON_END && item != JSON_BAD; item = json_next(&j)) {
        if ((item != JSON_NUMBER && item != JSON_TEXT) || strcmp(j.name.s, "id") == 0 || n == 48)
            continue;
        buf_add(&names, n > 0 ? ", " : "");
        sql_name(&names, "", j.name.s, "");
        buf_addf(&marks, "%s?%d", n > 0 ? ", " : "", n + 2);
        texts[n++] = mem_dup(j.text.s);
    }
    int rc = json_close(&j);
    char *sql = mem_printf("UPDATE due SET (%s) = (%s) WHERE id = ?1", names.s, marks.s);
    struct stmt *st = rc == 0 && n > 0 ? db_stmt(db, sql) : NULL;
    if (st != NULL)
        bind_int(st, 1, id);
    for (int i = 0; i < n; i++) {
        if (st != NULL)
            bind_text(st, i + 2, texts[i]); /* a column of numbers takes the digits */
    }
    if (rc == 0)
        rc = st != NULL ? db_run(db, st) : fault_code();
    for (int i = 0; i < n; i++)
        free(texts[i]);
    free(sql);
    buf_free(&names);
    buf_free(&marks);
    return rc;
}

int due_back(struct db *db, int64_t id, int64_t line)
{
    char *json = NULL;
    struct due d = {.id = 0};
    struct stmt *st = db_stmt(db, "SELECT data FROM journal WHERE reg = 'due' AND record = ?1 AND seq < ?2"
                                  " ORDER BY seq DESC LIMIT 1");
    bind_int(st, 1, id);
    bind_int(st, 2, line);
    int rc = row_text(db, st, &json);
    bool ran = rc > 0;
    if (ran)
        rc = set_row(db, id, json);
    free(json);
    st = rc < 0 ? NULL : db_stmt(db, "SELECT " COLUMNS " FROM due WHERE id = ?1");
    if (st == NULL)
        return rc < 0 ? rc : fault_code();
    bind_int(st, 1, id);
    rc = row_one(db, st, take_row, &d);
    if (rc == 0)
        return fault(QT_NOTFOUND, _("This clock is gone."));
    if (rc > 0 && !ran && d.record > 0) {
        d.record = -d.record;
        d.stopped = clock_now();
        d.withdrawn = true;
        d.paused = d.behind = 0;
        d.urgent = false;
    }
    rc = rc < 0 ? rc : due_put(db, &d);
    due_clear(&d);
    return rc;
}

int due_mark(struct db *db, const char *name, char **mark)
{
    return meta_get(db, name, mark);
}

int due_mark_set(struct db *db, const char *name, const char *mark)
{
    int rc = meta_set(db, name, mark);
    return rc < 0 ? rc : mark_note(db, name, mark);
}

void due_clear(struct due *d)
{
    free(d->kind);
    free(d->pauses);
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
