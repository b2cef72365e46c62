/* Clocks of a record: started, re-dued, paused and stopped with every change, in its transaction.
 *
 * A clock runs in one due row at a time. The row keeps the deadline in force (`due`), since when it is
 * paused and the working seconds waited before (Q3). The deadline is what the form's expression says plus
 * the time waited. As expressions may use now(), a running clock takes a new deadline only when the change
 * of the record makes the expression's answer differ: before and after are asked at the same moment. */
#include <stdlib.h>
#include <string.h>

#include "desk_internal.h"

static int eval_time(struct desk *d, const struct expr *e, const struct record *r, int64_t started, int64_t due,
                     int64_t *out)
{
    struct named extras[2] = {{.name = "started", .value = {.kind = VAL_INT, .i = started}},
                              {.name = "due", .value = {.kind = due ? VAL_INT : VAL_NULL, .i = due}}};
    struct value v = {0};
    *out = 0;
    if (!e)
        return QT_OK;
    int rc = expr_eval(d->db, e, r, extras, 2, &v);
    if (rc == QT_OK && v.kind == VAL_INT)
        *out = v.i;
    value_clear(&v);
    return rc;
}

/* warn, escalate: follow from the deadline. */
static int consequences(struct desk *d, const struct clock_rule *c, const struct record *r, struct due *row)
{
    int64_t after = 0;
    int rc = eval_time(d, c->warn, r, row->started, row->due, &row->warn);
    if (rc == QT_OK)
        rc = eval_time(d, c->escalate_after, r, row->started, row->due, &after);
    if (rc < 0)
        return rc;
    row->escalate = c->escalate_after ? row->due + after : 0;
    if (row->escalate > clock_now())
        row->escalated = 0;
    return QT_OK;
}

/* The form's deadline later by the working time waited. */
static int64_t shifted(const struct desk *d, int64_t due, int64_t waited)
{
    return waited > 0 ? cal_add_work(d->calendar, due, waited) : due;
}

/* The deadline the form gives the record, 0 when it has none or its `when` says no. */
static int promised(struct desk *d, const struct clock_rule *c, const struct record *r, int64_t *due)
{
    bool wanted = true;
    *due = 0;
    int rc = c->when ? expr_true(d->db, c->when, r, false, &wanted) : QT_OK;
    return rc == QT_OK && wanted ? eval_time(d, c->due, r, clock_now(), 0, due) : rc;
}

static char *text_or_empty(const struct record *r, int field)
{
    return mem_dup(field >= 0 && r->v[field].kind == VAL_TEXT ? r->v[field].s : "");
}

static int clock_start(struct desk *d, const struct clock_rule *c, const struct record *r)
{
    int64_t now = clock_now(), due;
    int rc = promised(d, c, r, &due);
    if (rc < 0 || !due)
        return rc;
    int state = record_state(r);
    struct due row = {.reg = mem_dup(r->form->name),
                      .clock = mem_dup(c->name),
                      .record = r->id,
                      .started = now,
                      .due = due,
                      .owner = mem_dup(c->owner ? c->owner : "clerk"),
                      .escalate_to = mem_dup(c->escalate_to ? c->escalate_to : ""),
                      .unit = text_or_empty(r, r->form->unit_field)};
    if (c->pause_state && state >= 0 && c->pause_state[state])
        row.paused = now;
    rc = consequences(d, c, r, &row);
    if (rc == QT_OK)
        rc = due_put(d->db, &row);
    due_clear(&row);
    return rc;
}

/* Ends a pause. What was waited after the deadline had passed changes nothing any more. */
static bool pause_end(struct desk *d, struct due *row, int64_t now)
{
    int64_t waited = row->paused < row->due ? cal_work_between(d->calendar, row->paused, now) : 0;
    row->due = shifted(d, row->due, waited);
    row->waited += waited;
    row->paused = 0;
    return waited > 0;
}

static int clock_stop(struct desk *d, struct due *row)
{
    int64_t now = clock_now();
    if (row->paused)
        pause_end(d, row, now);
    row->late = row->late || row->due < now;
    row->stopped = now;
    return due_put(d->db, row);
}

static int clock_run_on(struct desk *d, const struct clock_rule *c, const struct record *before,
                        const struct record *after, struct due *row)
{
    int64_t now = clock_now(), was = 0, is = 0;
    int state = record_state(after);
    bool pauses = c->pause_state && state >= 0 && c->pause_state[state];
    bool changed = false;
    int rc = eval_time(d, c->due, after, row->started, 0, &is);
    for (int look = 0; look < 2 && rc == QT_OK && (look == 0 || was != is); look++)
        rc = eval_time(d, c->due, before, row->started, 0, &was); /* twice: the second may turn between them */
    if (rc < 0)
        return rc;
    if (row->paused && !pauses)
        changed = pause_end(d, row, now);
    if (is != was) {
        row->late = row->late || (!row->paused && row->due < now);
        if (!is) { /* the promise is withdrawn: no deadline any more */
            row->stopped = now;
            return due_put(d->db, row);
        }
        row->due = shifted(d, is, row->waited);
        row->snoozed = 0;
        changed = true;
    }
    if (!row->paused && pauses) {
        row->paused = now;
        row->late = row->late || row->due < now;
        changed = true;
    }
    char *unit = text_or_empty(after, after->form->unit_field);
    bool moved = strcmp(unit, row->unit ? row->unit : "") != 0;
    free(row->unit);
    row->unit = unit;
    if (!changed && !moved)
        return QT_OK;
    rc = consequences(d, c, after, row);
    return rc < 0 ? rc : due_put(d->db, row);
}

/* A clock that had nothing to run for, while the record was where it starts, starts when that is given. */
static int start_late(struct desk *d, const struct clock_rule *c, const struct record *before,
                      const struct record *after)
{
    int64_t due;
    int rc = promised(d, c, before, &due);
    return rc < 0 || due ? rc : clock_start(d, c, after);
}

static int follow_one(struct desk *d, const struct clock_rule *c, const struct record *before,
                      const struct record *after, int action, bool entered)
{
    int state = record_state(after);
    bool in_start = c->start_state && state >= 0 && c->start_state[state];
    bool in_stop = c->stop_state && state >= 0 && c->stop_state[state];
    bool starts = (c->start_saved && !before) || (entered && in_start) ||
                  (action >= 0 && c->start_action && c->start_action[action]);
    bool stops = (entered && in_stop) || (action >= 0 && c->stop_action && c->stop_action[action]);
    struct due row = {0};
    int rc = before ? due_get(d->db, after->form->name, after->id, c->name, &row) : QT_NOTFOUND;
    if (rc < 0 && rc != QT_NOTFOUND)
        return rc;
    bool live = rc == QT_OK && row.stopped == 0;
    rc = QT_OK;
    if (live)
        rc = stops ? clock_stop(d, &row) : clock_run_on(d, c, before, after, &row);
    else if (starts && !stops && !in_stop)
        rc = clock_start(d, c, after);
    else if (before && !in_stop && (c->start_saved || in_start))
        rc = start_late(d, c, before, after);
    due_clear(&row);
    return rc;
}

int clocks_follow(struct desk *d, const struct record *before, const struct record *after, int action, bool entered)
{
    for (size_t i = 0; i < after->form->nclocks; i++) {
        int rc = follow_one(d, &after->form->clocks[i], before, after, action, entered);
        if (rc < 0)
            return rc;
    }
    return QT_OK;
}
