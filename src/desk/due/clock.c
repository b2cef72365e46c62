/* Clocks of a record: started, re-dued, paused, resumed and stopped with every change, in its transaction.
 *
 * A clock runs in one due row at a time (due_time.c says how its deadline comes about). It runs while its `when` is
 * true, from a start to a stop, and in no state that withdraws what was promised. Three kinds have rules of their own
 * (Q2-Q4): news starts anew whenever it is given; the solution is paused while the case waits, and goes on in its
 * old row when the case is reopened. */
#include <stdlib.h>
#include <string.h>

#include "due/clock.h"

/* One change of a record, as seen by one clock. */
struct event {
    const struct record *before, *after;
    bool starts, stops;
    bool in_start, in_stop; /* the state the record is in now */
    bool reopens;
    bool withdraws; /* the state it is in: nothing is promised any more */
    bool wanted;    /* the clock's `when` */
};

static bool is_kind(const struct clock_rule *c, const char *kind)
{
    return c->kind && strcmp(c->kind, kind) == 0;
}

static bool clock_waits(const struct clock_rule *c, const struct record *r)
{
    int state = record_state(r);
    return c->pause_state && state >= 0 && c->pause_state[state];
}

/* When it happens: now, but for what a file says of the past. */
static int64_t moment_of(const struct desk *d)
{
    return d->past ? d->past : clock_now();
}

static char *text_or_empty(const struct record *r, int field)
{
    return mem_dup(field >= 0 && r->v[field].kind == VAL_TEXT ? r->v[field].s : "");
}

static int clock_start(struct desk *d, const struct clock_rule *c, const struct record *r)
{
    int64_t now = moment_of(d);
    struct promise promise;
    int rc = due_promise(d, c, r, now, &promise);
    if (rc < 0 || !promise.at)
        return rc;
    struct due row = {.reg = mem_dup(r->form->name),
                      .clock = mem_dup(c->name),
                      .record = r->id,
                      .started = now,
                      .paused = clock_waits(c, r) ? now : 0,
                      .owner = mem_dup(c->owner),
                      .escalate_to = mem_dup(c->escalate_to ? c->escalate_to : ""),
                      .unit = text_or_empty(r, r->form->unit_field),
                      .kind = mem_dup(c->kind ? c->kind : "")};
    rc = due_settle(d, c, r, &row, promise);
    if (rc == QT_OK)
        rc = due_rank_new(d, r, &row);
    if (rc == QT_OK)
        rc = due_save(d, &row, row.escalated != 0);
    due_clear(&row);
    return rc;
}

static int clock_stop(struct desk *d, const struct clock_rule *c, const struct record *r, struct due *row)
{
    int64_t now = moment_of(d);
    struct promise promise;
    if (row->paused) {
        int64_t since = row->paused;
        int rc = due_promise(d, c, r, row->started, &promise);
        if (rc < 0)
            return rc;
        due_waited(d, row, since, now);
        row->paused = 0;
        if (promise.at && (rc = due_settle(d, c, r, row, promise)) < 0)
            return rc;
    }
    row->late = row->late || row->due < now;
    row->stopped = now;
    return due_put(d->db, row);
}

/* Nothing is promised any more: no figure counts it as met. It was late all the same when it was. */
static int clock_withdraw(struct desk *d, struct due *row)
{
    int64_t now = moment_of(d);
    row->late = row->late || (!row->paused && row->due < now);
    row->withdrawn = true;
    row->stopped = now;
    return due_put(d->db, row);
}

/* Q4: the same clock goes on; the time in between was waiting. Met late, it stays late (Q6). */
static int clock_resume(struct desk *d, const struct clock_rule *c, const struct record *r, struct due *row)
{
    int64_t now = moment_of(d), was = row->escalated;
    struct promise promise;
    int rc = due_promise(d, c, r, row->started, &promise);
    if (rc < 0 || !promise.at)
        return rc;
    due_waited(d, row, row->stopped, now);
    row->stopped = row->snoozed = 0;
    row->withdrawn = false;
    row->paused = clock_waits(c, r) ? now : 0;
    rc = due_settle(d, c, r, row, promise);
    return rc < 0 ? rc : due_save(d, row, row->escalated && !was);
}

static int clock_run_on(struct desk *d, const struct clock_rule *c, const struct record *r, struct due *row)
{
    int64_t now = moment_of(d), was_due = row->due, was_warn = row->warn, was_escalate = row->escalate;
    int64_t was_escalated = row->escalated, was_paused = row->paused;
    struct promise promise;
    bool pauses = clock_waits(c, r), passed = !row->paused && row->due < now;
    int rc = due_promise(d, c, r, row->started, &promise);
    if (rc < 0)
        return rc;
    if (!promise.at)
        return clock_withdraw(d, row);
    if (row->paused && !pauses) {
        int64_t since = row->paused;
        row->paused = 0;
        due_waited(d, row, since, now);
    } else if (!row->paused && pauses) {
        row->paused = now;
    }
    rc = due_settle(d, c, r, row, promise);
    if (rc < 0)
        return rc;
    bool moved = row->due != was_due, stood = was_paused || row->paused;
    row->late = row->late || (passed && (moved || pauses));
    if (moved && !stood)
        row->snoozed = 0;
    char *unit = text_or_empty(r, r->form->unit_field);
    bool elsewhere = strcmp(unit, row->unit ? row->unit : "") != 0;
    free(row->unit);
    row->unit = unit;
    if (!moved && !elsewhere && row->paused == was_paused && row->warn == was_warn && row->escalate == was_escalate &&
        row->escalated == was_escalated)
        return QT_OK;
    return due_save(d, row, row->escalated && !was_escalated);
}

/* A clock that had nothing to run for, while the record was where it starts, starts when that is given. */
static int start_late(struct desk *d, const struct clock_rule *c, const struct event *e)
{
    bool wanted = true;
    struct promise promise = {0};
    int rc = c->when ? desk_condition(d, c->when, e->before, false, &wanted) : QT_OK;
    if (rc == QT_OK && wanted)
        rc = due_promise(d, c, e->before, moment_of(d), &promise);
    return rc < 0 || promise.at ? rc : clock_start(d, c, e->after);
}

static int live_clock(struct desk *d, const struct clock_rule *c, const struct event *e, struct due *row)
{
    if (e->stops && !e->withdraws) /* met, though the same change makes `when` false */
        return clock_stop(d, c, e->after, row);
    if (!e->wanted)
        return clock_withdraw(d, row);
    if (!e->starts || !is_kind(c, "news"))
        return clock_run_on(d, c, e->after, row);
    int rc = clock_stop(d, c, e->after, row);
    return rc < 0 ? rc : clock_start(d, c, e->after);
}

/* row: the last one of this clock, NULL when it never ran. */
static int silent_clock(struct desk *d, const struct clock_rule *c, const struct event *e, struct due *row)
{
    bool again = e->reopens || (row && row->withdrawn);
    if (!e->wanted || e->stops || e->in_stop)
        return QT_OK;
    if (again && is_kind(c, "solution") && row)
        return clock_resume(d, c, e->after, row);
    if (e->starts || (e->reopens && (is_kind(c, "solution") || (row && is_kind(c, "news")))))
        return clock_start(d, c, e->after);
    if (row && !row->withdrawn && is_kind(c, "answer")) /* there is only one first answer */
        return QT_OK;
    return e->before && (c->start_saved || e->in_start) ? start_late(d, c, e) : QT_OK;
}

static int follow_one(struct desk *d, const struct clock_rule *c, const struct record *before,
                      const struct record *after, int action, bool entered)
{
    int state = record_state(after);
    struct event e = {.before = before, .after = after, .wanted = true};
    e.in_start = c->start_state && state >= 0 && c->start_state[state];
    e.in_stop = c->stop_state && state >= 0 && c->stop_state[state];
    e.stops = (entered && e.in_stop) || (action >= 0 && c->stop_action && c->stop_action[action]);
    e.starts = !e.stops && ((c->start_saved && !before) || (entered && e.in_start) ||
                            (action >= 0 && c->start_action && c->start_action[action]));
    e.reopens = action >= 0 && after->form->actions[action].reopens >= 0;
    struct due row = {0};
    int rc = before ? due_get(d->db, after->form->name, after->id, c->name, &row) : QT_NOTFOUND;
    bool known = rc == QT_OK;
    if (rc < 0 && rc != QT_NOTFOUND)
        return rc;
    rc = c->when ? desk_condition(d, c->when, after, false, &e.wanted) : QT_OK;
    e.withdraws = state >= 0 && after->form->states[state].withdraws;
    e.wanted = e.wanted && !e.withdraws;
    if (rc == QT_OK && known && row.stopped == 0)
        rc = live_clock(d, c, &e, &row);
    else if (rc == QT_OK)
        rc = silent_clock(d, c, &e, known ? &row : NULL);
    due_clear(&row);
    return rc;
}

/* ---- records brought in --------------------------------------------------------------------------------------- */
static int64_t entered_at(const struct record *r, size_t state)
{
    const struct value *v = &r->v[form_sys(r->form, SYS_STATES) + 2 * (int)state];
    return v->kind == VAL_INT ? v->i : 0;
}

/* When the clock of a record that stands in `state` began; 0: it does not run. */
static int64_t began_at(const struct clock_rule *c, const struct record *r, int state)
{
    const struct value *saved = &r->v[form_sys(r->form, SYS_SAVED_AT)];
    int64_t since = saved->kind == VAL_INT ? saved->i : clock_now();
    if (state >= 0 && c->start_state && c->start_state[state])
        return entered_at(r, (size_t)state) ? entered_at(r, (size_t)state) : since;
    return c->start_saved ? since : 0;
}

/* What the file says of the past shows that it was met already. */
static bool was_met(struct desk *d, const struct clock_rule *c, const struct record *r, int64_t began)
{
    const struct form *f = r->form;
    for (size_t i = 0; i < f->nstates; i++) {
        bool stops = c->stop_state && c->stop_state[i];
        for (size_t k = 0; c->stop_action && k < f->nactions; k++)
            stops = stops || (c->stop_action[k] && f->actions[k].to == (int)i);
        if (stops && entered_at(r, i) >= began && entered_at(r, i) > 0)
            return true;
    }
    struct value v = {0};
    bool answered = is_kind(c, "answer") && f->figures && f->figures->answered &&
                    expr_eval(d->db, f->figures->answered, r, NULL, 0, &v) == QT_OK && v.kind == VAL_INT;
    value_clear(&v);
    return answered;
}

static int take_over(struct desk *d, const struct clock_rule *c, const struct record *r, int state)
{
    bool wanted = true;
    int64_t began = began_at(c, r, state);
    if (!began || (state >= 0 && c->stop_state && c->stop_state[state]) || was_met(d, c, r, began))
        return QT_OK;
    int rc = c->when ? desk_condition(d, c->when, r, false, &wanted) : QT_OK;
    if (rc < 0 || !wanted)
        return rc;
    d->past = began;
    rc = clock_start(d, c, r);
    d->past = 0;
    return rc;
}

/* A record has one row of the board: which of its clocks that is must be looked at again. */
static bool is_ranked(const struct form *f)
{
    return f->nclocks > 1 || f->urgent;
}

int clocks_take_over(struct desk *d, const struct record *r)
{
    const struct form *f = r->form;
    int state = record_state(r), rc = QT_OK;
    if (state >= 0 && (f->states[state].final || f->states[state].withdraws))
        return QT_OK;
    for (size_t i = 0; rc == QT_OK && i < f->nclocks; i++)
        rc = take_over(d, &f->clocks[i], r, state);
    return rc == QT_OK && is_ranked(f) ? due_rank(d, f->name, r->id, r) : rc;
}

int clocks_follow(struct desk *d, const struct record *before, const struct record *after, int action, bool entered)
{
    const struct form *f = after->form;
    for (size_t i = 0; i < f->nclocks; i++) {
        int rc = follow_one(d, &f->clocks[i], before, after, action, entered);
        if (rc < 0)
            return rc;
    }
    return is_ranked(f) ? due_rank(d, f->name, after->id, after) : QT_OK;
}
