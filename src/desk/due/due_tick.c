/* The work of every minute: announces overdue clocks, escalates, and counts deadlines again that have moved because a
 * case waits or the calendar was changed. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "due/clock.h"

#define CHUNK 64  /* rows in one transaction */
#define MANY 1000 /* rows read at a time when all are counted again */
#define MOST 1000 /* rows in one tick; the next minute goes on */

/* The row's clock and record; false: gone from the forms or the register. */
static bool row_of(struct desk *d, const struct due *row, const struct clock_rule **c, struct record **r)
{
    const struct form *f = forms_find(d->forms, row->reg);
    *c = f ? clock_find(f, row->clock) : NULL;
    if (*c && rec_get(d->db, f, row->record, r) == QT_OK)
        return true;
    fault_clear();
    return false;
}

/* Counts the deadline again from the promise and the waiting. moved: it differs, and the row was written. */
static int count_again(struct desk *d, struct due *row, bool *moved)
{
    const struct clock_rule *c;
    struct record *r = NULL;
    struct promise promise = {0};
    int64_t was = row->due, was_warn = row->warn, was_waited = row->waited, was_escalated = row->escalated;
    bool was_urgent = row->urgent;
    *moved = false;
    if (!row_of(d, row, &c, &r))
        return QT_OK;
    int rc = due_promise(d, c, r, row->started, &promise);
    if (rc == QT_OK && promise.at)
        rc = due_settle(d, c, r, row, promise);
    row->urgent = due_is_urgent(d, r); /* the form may say it otherwise than before */
    record_free(r);
    if (rc < 0) { /* a broken expression is reported by the form's check; the deadline stays */
        fault_clear();
        return QT_OK;
    }
    *moved = row->due != was || row->warn != was_warn || row->waited != was_waited || row->urgent != was_urgent;
    if (!*moved)
        return QT_OK;
    rc = due_save(d, row, row->escalated && !was_escalated);
    return rc == QT_OK ? due_rank(d, row->reg, row->record, NULL) : rc;
}

/* ---- a changed calendar (Q1) ----------------------------------------------------------------------------- */
static int recount_all(struct desk *d)
{
    int64_t after = 0;
    long long count = 0;
    int rc = QT_OK;
    for (bool more = true; more && rc == QT_OK;) {
        struct due *rows = NULL;
        size_t n = 0;
        rc = due_running(d->db, after, MANY, &rows, &n);
        more = n == MANY;
        for (size_t i = 0; i < n && rc == QT_OK; i++) {
            bool moved;
            after = rows[i].id;
            rc = count_again(d, &rows[i], &moved);
            if (rc == QT_OK && !moved)
                rc = due_rank(d, rows[i].reg, rows[i].record, NULL);
            count += moved;
        }
        due_free(rows, n);
    }
    if (rc == QT_OK && count > 0) {
        char *data = mem_printf("{\"deadlines\":%lld}", count);
        rc = journal_note(d->db, &d->who, "recalculate", "", 0, data);
        free(data);
    }
    return rc;
}

/* This desk may have worked by another calendar than the marked one: what it saved meanwhile is counted again too. */
int clocks_recount(struct desk *d)
{
    char *mark = NULL;
    if (d->readonly || strcmp(d->calendar_mark, d->deadline_mark) == 0)
        return QT_OK;
    int rc = due_mark(d->db, "calendar", &mark);
    bool marked = rc == QT_OK && strcmp(mark, d->calendar_mark) == 0;
    free(mark);
    if (rc == QT_OK && !(marked && !d->deadline_mark[0])) {
        rc = desk_begin_unattended(d);
        if (rc < 0)
            return rc;
        rc = recount_all(d);
        if (rc == QT_OK)
            rc = due_mark_set(d->db, "calendar", d->calendar_mark);
        rc = desk_end(d, rc);
    }
    if (rc == QT_OK)
        memcpy(d->deadline_mark, d->calendar_mark, sizeof d->deadline_mark);
    return rc;
}

/* ---- overdue and escalated (Q5) ---------------------------------------------------------------------------- */
static int announce_overdue(struct desk *d, struct due *row, int64_t now)
{
    /* marks of a clock that once was ahead by mistake count as none */
    bool escalates = row->escalate && (!row->escalated || row->escalated > now) && row->escalate <= now;
    bool tells = row->due <= now && (row->told < day_start(now) || row->told > now);
    if (escalates)
        row->escalated = now;
    if (tells)
        row->told = now;
    int rc = tells || escalates ? due_save(d, row, escalates) : QT_OK;
    if (rc < 0 || !tells)
        return rc;
    char stamp[17];
    stamp_show(row->due, stamp);
    return due_note(d, row, "overdue", "due", stamp);
}

static int todo_chunk(struct desk *d, const struct due *seen, size_t n, int64_t now)
{
    int rc = desk_begin_unattended(d);
    if (rc < 0)
        return rc;
    for (size_t i = 0; i < n && rc == QT_OK; i++) {
        struct due row = {0};
        bool moved;
        rc = due_again(d, &seen[i], &row);
        if (rc == QT_OK)
            rc = row.paused ? count_again(d, &row, &moved) : announce_overdue(d, &row, now);
        else if (rc == QT_NOTFOUND)
            rc = QT_OK;
        due_clear(&row);
    }
    return desk_end(d, rc);
}

static int todo_rows(struct desk *d, int64_t now)
{
    struct due *rows = NULL;
    size_t n = 0;
    int rc = due_todo(d->db, now, MOST, &rows, &n);
    for (size_t at = 0; at < n && rc == QT_OK; at += CHUNK)
        rc = todo_chunk(d, rows + at, n - at < CHUNK ? n - at : CHUNK, now);
    due_free(rows, n);
    return rc;
}

int desk_tick(struct desk *d)
{
    int64_t now = clock_now(), minute = now / MINUTE, change = db_change_count(d->db);
    if (d->readonly || (minute == d->ticked && change == d->ticked_change))
        return QT_OK;
    bool doubt = false;
    int rc = clock_check(d, &doubt);
    if (rc == QT_OK && d->ticked >= 0 && minute != d->ticked && change != d->ticked_change) {
        rc = calendar_load(d); /* a closure may have been added (Q1) */
        chosen_look(d);
    }
    if (rc == QT_OK)
        rc = clocks_recount(d);
    if (rc == QT_OK && !doubt) /* by a wrong clock duties would be missed, and people be called */
        rc = rounds_put_up(d);
    if (rc == QT_OK && !doubt && minute != d->ticked)
        rc = todo_rows(d, now);
    if (rc == QT_OK) {
        d->ticked = minute;
        d->ticked_change = db_change_count(d->db);
    }
    return rc;
}
