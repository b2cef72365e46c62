/* The deadline of a clock (Q3): the form's promise, later by the working time that was waited.
 *
 * The promise is what the expression `due` says with now() at the clock's start, so it can be worked out again at any
 * time and says the same, until a field, a setting or the calendar changes. A promise in real time (seven days) is
 * later by the working time that was waited, too, but never by more than the clock on the wall. A row keeps the
 * stretches in which it was paused, not only their sum: when the calendar changes they are counted again (Q1). A
 * stretch that began after the deadline had passed is not kept: it cannot put the deadline off. */
#include <stdlib.h>
#include <string.h>

#include "due/clock.h"

const struct clock_rule *clock_find(const struct form *f, const char *name)
{
    for (size_t i = 0; i < f->nclocks; i++)
        if (strcmp(f->clocks[i].name, name) == 0)
            return &f->clocks[i];
    return NULL;
}

static int eval_time(struct desk *d, const struct expr *e, const struct record *r, int64_t started, int64_t due,
                     int64_t *out)
{
    struct named extras[2] = {{.name = "started", .value = {.kind = VAL_INT, .i = started}},
                              {.name = "due", .value = {.kind = due ? VAL_INT : VAL_NULL, .i = due}}};
    struct value v = {0};
    *out = 0;
    if (!e)
        return QT_OK;
    d->engine++; /* a deadline is the same for whoever looks at it */
    int rc = expr_eval(d->db, e, r, extras, 2, &v);
    d->engine--;
    if (rc == QT_OK && v.kind == VAL_INT)
        *out = v.i;
    value_clear(&v);
    return rc;
}

int due_promise(struct desk *d, const struct clock_rule *c, const struct record *r, int64_t started,
                struct promise *promise)
{
    d->calendar_asked = false;
    expr_moment(d->db, started);
    int rc = eval_time(d, c->due, r, started, 0, &promise->at);
    expr_moment(d->db, 0);
    promise->work = d->calendar_asked;
    return rc;
}

/* ---- waiting ------------------------------------------------------------------------------------------ */
bool due_pause(const struct due *row, size_t *at, int64_t *from, int64_t *to)
{
    const char *s = (row->pauses ? row->pauses : "") + *at;
    char *end;
    *from = strtoll(s, &end, 10);
    if (end == s || *end != '-')
        return false;
    const char *second = end + 1;
    *to = strtoll(second, &end, 10);
    if (end == second)
        return false;
    *at += (size_t)(end - s);
    return true;
}

/* Counts `waited` of the stretches; rows of before they were kept have only their sum. Returns the same by the clock on
 * the wall, 0: not known. */
static int64_t count_waited(const struct desk *d, struct due *row)
{
    int64_t from, to, work = 0, real = 0;
    size_t at = 0;
    while (due_pause(row, &at, &from, &to)) {
        work += cal_work_between(d->calendar, from, to);
        real += to - from;
    }
    if (at > 0)
        row->waited = work;
    return real;
}

void due_waited(const struct desk *d, struct due *row, int64_t from, int64_t to)
{
    if (from >= to || from >= row->due)
        return;
    char *longer = mem_printf("%s%s%lld-%lld", row->pauses ? row->pauses : "", row->pauses && row->pauses[0] ? " " : "",
                              (long long)from, (long long)to);
    free(row->pauses);
    row->pauses = longer;
    (void)count_waited(d, row);
}

/* ---- the deadline and what follows from it ------------------------------------------------------------- */
/* When the given percent of the clock's own time is over; the share is left before the deadline, so that waiting
 * moves the warning as it moves the deadline. A promise in real time, and one outside working time, is counted in real
 * time. */
static int64_t time_of_share(const struct desk *d, const struct due *row, struct promise promise, int percent)
{
    int64_t work = promise.work ? cal_work_between(d->calendar, row->started, promise.at) : 0;
    if (work > 0)
        return cal_add_work(d->calendar, row->due, -(work * (100 - percent) / 100));
    return row->due - (promise.at - row->started) * (100 - percent) / 100;
}

static int set_consequences(struct desk *d, const struct clock_rule *c, const struct record *r, struct due *row,
                            struct promise promise)
{
    int64_t after = 0, at_once = 0, now = clock_now();
    int rc = eval_time(d, c->warn, r, row->started, row->due, &row->warn);
    if (rc == QT_OK)
        rc = eval_time(d, c->escalate_after, r, row->started, row->due, &after);
    if (rc == QT_OK)
        rc = eval_time(d, c->escalate_when, r, row->started, row->due, &at_once);
    if (rc < 0)
        return rc;
    if (c->warn_share)
        row->warn = time_of_share(d, row, promise, c->warn_share);
    row->escalate = c->escalate_after ? row->due + after : 0;
    if (at_once && !row->escalated)
        row->escalated = now;
    else if (!at_once && row->escalate > now)
        row->escalated = 0;
    if (row->due > now)
        row->told = 0;
    return QT_OK;
}

/* The promise after so much waiting: `work` of working time, `real` by the clock on the wall (0: not known). */
static int64_t promise_after_wait(const struct desk *d, struct promise promise, int64_t work, int64_t real)
{
    int64_t due = work > 0 ? cal_add_work(d->calendar, promise.at, work) : promise.at;
    return !promise.work && real > 0 && due > promise.at + real ? promise.at + real : due;
}

int due_settle(struct desk *d, const struct clock_rule *c, const struct record *r, struct due *row,
               struct promise promise)
{
    int64_t now = clock_now(), real = count_waited(d, row);
    row->due = promise_after_wait(d, promise, row->waited, real);
    if (row->paused && row->paused < row->due)
        row->due = promise_after_wait(d, promise, row->waited + cal_work_between(d->calendar, row->paused, now),
                                      real + now - row->paused);
    return set_consequences(d, c, r, row, promise);
}

int64_t due_going_on(struct desk *d, const struct clock_rule *c, const struct record *r, const struct due *row)
{
    struct due now = *row;
    struct promise promise = {0};
    now.pauses = mem_dup(row->pauses ? row->pauses : "");
    int rc = due_promise(d, c, r, row->started, &promise);
    if (rc == QT_OK && promise.at)
        rc = due_settle(d, c, r, &now, promise);
    if (rc < 0)
        fault_clear();
    free(now.pauses);
    return rc == QT_OK && promise.at ? now.due : row->due;
}

int due_again(struct desk *d, const struct due *seen, struct due *row)
{
    int rc = due_get(d->db, seen->reg, seen->record, seen->clock, row);
    return rc == QT_OK && (row->id != seen->id || row->stopped) ? QT_NOTFOUND : rc;
}

/* ---- writing -------------------------------------------------------------------------------------------- */
int due_note(struct desk *d, const struct due *row, const char *word, const char *key, const char *text)
{
    char *data = json_pairs("clock", row->clock, key, text, NULL);
    int rc = journal_note(d->db, &d->who, word, row->reg, row->record, data);
    free(data);
    return rc;
}

int due_save(struct desk *d, struct due *row, bool escalated)
{
    int rc = due_put(d->db, row);
    return rc == QT_OK && escalated ? due_note(d, row, "escalate", "to", row->escalate_to) : rc;
}

/* The one that is due first; a clock put off counts from then on, a paused one comes behind those that run. */
static bool due_before(const struct due *a, const struct due *b)
{
    bool a_still = a->paused != 0, b_still = b->paused != 0;
    int64_t a_at = a->due > a->snoozed ? a->due : a->snoozed, b_at = b->due > b->snoozed ? b->due : b->snoozed;
    if (a_still != b_still)
        return b_still;
    return a_at != b_at ? a_at < b_at : a->id < b->id;
}

static int rank_behind(const struct due *row, const struct due *v, size_t n)
{
    int most = 0;
    for (size_t i = 0; i < n; i++) {
        const struct due *other = &v[i];
        if (other->id == row->id || !due_before(other, row))
            continue;
        int rank = strcmp(other->owner, row->owner) == 0 ? 2 : 1;
        most = rank > most ? rank : most;
    }
    return most;
}

/* A broken expression is reported by the form's check, and holds up no save. */
bool due_is_urgent(struct desk *d, const struct record *r)
{
    bool urgent = false;
    if (r->form->urgent && desk_condition(d, r->form->urgent, r, false, &urgent) < 0)
        fault_clear();
    return urgent;
}

int due_rank_new(struct desk *d, const struct record *r, struct due *row)
{
    struct due *v = NULL;
    size_t n = 0;
    int rc = due_open(d->db, row->reg, row->record, NULL, &v, &n);
    row->id = INT64_MAX; /* of two that are due together the older one comes first */
    row->behind = rank_behind(row, v, n);
    row->urgent = due_is_urgent(d, r);
    row->id = 0;
    due_free(v, n);
    return rc;
}

int due_rank(struct desk *d, const char *reg, int64_t record, const struct record *r)
{
    bool urgent = r && due_is_urgent(d, r);
    struct due *v = NULL;
    size_t n = 0;
    int rc = due_open(d->db, reg, record, NULL, &v, &n);
    for (size_t i = 0; i < n && rc == QT_OK; i++) {
        int rank = rank_behind(&v[i], v, n);
        bool is_urgent = r ? urgent : v[i].urgent;
        if (rank == v[i].behind && is_urgent == v[i].urgent)
            continue;
        v[i].behind = rank;
        v[i].urgent = is_urgent;
        rc = due_put(d->db, &v[i]);
    }
    due_free(v, n);
    return rc;
}
