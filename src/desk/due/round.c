/* Rounds (V10): a daily duty over a list, due at its hour and signed when the list is settled. And duties of a day of
 * the calendar, which need no list. */
#include <stdlib.h>
#include <string.h>

#include "due/clock.h"

const struct round_rule *round_find(const struct form *f, const char *name)
{
    for (size_t i = 0; i < f->nrounds; i++)
        if (strcmp(f->rounds[i].name, name) == 0)
            return &f->rounds[i];
    return NULL;
}

#define MISSED_DAYS 366 /* how far back a day is searched on which no desk was open */

/* The round's hour on the day of `now`; 0 = not on that day. */
static int64_t round_hour(struct desk *d, const struct round_rule *round, int64_t now)
{
    int minute = 0;
    if ((round->workdays && !cal_is_workday(d->calendar, now)) || (round->every && !duty_falls(d, round, now)))
        return 0;
    expr_moment(d->db, now);
    char *at = desk_text(d, round->at, NULL);
    expr_moment(d->db, 0);
    bool good = at && timeofday_parse(at, &minute) == QT_OK;
    free(at);
    if (!good)
        return 0;
    char today[11];
    date_format(now, today);
    return date_time(today, minute);
}

static int list_has_any(struct desk *d, const struct form *f, const char *list, bool *any)
{
    struct query q = {.form = f, .list = form_list(f, list), .sort = -1};
    struct cursor *c = NULL;
    struct record_page page = {0};
    d->engine++; /* a duty is there whoever sits at the desk */
    int rc = cursor_open(d->db, &q, &c);
    if (rc == QT_OK)
        rc = cursor_page(c, PAGE_FIRST, NULL, 1, &page);
    d->engine--;
    *any = rc == QT_OK && page.n > 0;
    record_page_free(&page);
    cursor_close(c);
    return rc;
}

/* Conditions are asked as of the round's hour: a date in them means that day, on whatever day they are asked. */
static int round_wanted(struct desk *d, const struct form *f, const struct round_rule *round, int64_t hour,
                        bool *wanted)
{
    bool done = false;
    int rc = QT_OK;
    *wanted = true;
    if (!round->every && !round->when)
        return list_has_any(d, f, round->list, wanted);
    expr_moment(d->db, hour);
    if (round->when)
        rc = desk_condition(d, round->when, NULL, false, wanted);
    if (rc == QT_OK && *wanted && round->done)
        rc = desk_condition(d, round->done, NULL, false, &done);
    expr_moment(d->db, 0);
    *wanted = *wanted && !done;
    return rc;
}

static int note_round(struct desk *d, const struct form *f, const struct round_rule *round, const char *action,
                      const char *remark)
{
    char *data = json_pairs("round", round->name, "remark", remark, NULL);
    int rc = journal_note(d->db, &d->who, action, f->name, 0, data);
    free(data);
    return rc;
}

/* Does what was put up last stand for this hour, signed or still to be signed? One withdrawn for want of entries does
 * not. A round that nobody signed stands until it is signed; a duty until the next one's hour has come, unless each of
 * its days stands. */
static bool is_up(const struct round_rule *round, const struct due *last, int64_t hour)
{
    bool waits = !last->stopped && !round_keeps_each(round) && (!round->every || hour > clock_now());
    return !last->withdrawn && (waits || last->due >= hour);
}

/* Ends the row, for the reason that the journal is told. */
static int round_end(struct desk *d, const struct form *f, const struct round_rule *round, struct due *row,
                     const char *word, const char *remark)
{
    int64_t now = clock_now();
    row->stopped = now;
    row->late = day_start(now) > day_start(row->due);
    int rc = due_put(d->db, row);
    return rc == QT_OK ? note_round(d, f, round, word, remark) : rc;
}

static int round_begin(struct desk *d, const struct form *f, const struct round_rule *round, int64_t hour)
{
    struct due row = {.reg = mem_dup(f->name),
                      .clock = mem_dup(round->name),
                      .started = clock_now(),
                      .due = hour,
                      .owner = mem_dup(round->owner),
                      .escalate_to = mem_dup(""),
                      .unit = mem_dup("")};
    int rc = due_put(d->db, &row);
    if (rc == QT_OK)
        rc = note_round(d, f, round, "round", NULL);
    due_clear(&row);
    return rc;
}

static int round_put_up(struct desk *d, const struct form *f, const struct round_rule *round, int64_t hour)
{
    struct due row = {0};
    int rc = desk_begin_unattended(d);
    if (rc < 0)
        return rc;
    rc = due_get(d->db, f->name, 0, round->name, &row);
    bool known = rc == QT_OK, there = known && is_up(round, &row, hour); /* another desk was quicker */
    if (rc == QT_NOTFOUND)
        rc = QT_OK;
    if (rc == QT_OK && known && !there && !row.stopped && !round_keeps_each(round))
        rc = round_end(d, f, round, &row, "round-missed", NULL);
    if (rc == QT_OK && !there)
        rc = round_begin(d, f, round, hour);
    due_clear(&row);
    return desk_end(d, rc);
}

/* The hour of a round put up before it has come: announced, or withdrawn when its list is empty after all. */
static int round_come(struct desk *d, const struct due *seen, bool wanted)
{
    struct due row = {0};
    int64_t now = clock_now();
    int rc = desk_begin_unattended(d);
    if (rc < 0)
        return rc;
    rc = due_again(d, seen, &row);
    if (rc == QT_OK) {
        row.told = now;
        row.withdrawn = !wanted;
        row.stopped = wanted ? 0 : now;
        rc = due_put(d->db, &row);
    } else if (rc == QT_NOTFOUND) {
        rc = QT_OK;
    }
    due_clear(&row);
    return desk_end(d, rc);
}

/* On the board from the morning on, so that everybody sees what the day will ask. */
static int round_look(struct desk *d, const struct form *f, const struct round_rule *round, int64_t now)
{
    int64_t hour = round_hour(d, round, now);
    struct due last = {0};
    bool wanted = false;
    if (!hour)
        return QT_OK;
    int rc = due_get(d->db, f->name, 0, round->name, &last);
    bool up = rc == QT_OK && is_up(round, &last, hour), comes = up && !last.stopped && !last.told && last.due <= now;
    if (rc == QT_NOTFOUND)
        rc = QT_OK;
    if (rc == QT_OK && (!up || comes))
        rc = round_wanted(d, f, round, comes ? last.due : hour, &wanted);
    if (rc == QT_OK && comes)
        rc = round_come(d, &last, wanted);
    else if (rc == QT_OK && !up && wanted)
        rc = round_put_up(d, f, round, hour);
    due_clear(&last);
    return rc;
}

/* The round as of `day`, when it was to be put up then; hour 0: it was not. */
static int round_of_day(struct desk *d, const struct form *f, const struct round_rule *round, int64_t day,
                        int64_t *hour)
{
    bool wanted = false;
    *hour = round_hour(d, round, day);
    int rc = *hour ? round_wanted(d, f, round, *hour, &wanted) : QT_OK;
    if (!wanted)
        *hour = 0;
    return rc;
}

/* A round with `when` or a duty whose day no desk saw is put up late, by its last such day from `first` on: a round not
 * when it is due again today, a duty not when today's hour has come. */
static int round_missed(struct desk *d, const struct form *f, const struct round_rule *round, int64_t first,
                        int64_t now)
{
    int64_t hour = 0, day = now;
    int rc = round_of_day(d, f, round, now, &hour);
    if (rc < 0 || (hour && (!round->every || hour <= now)))
        return rc;
    hour = 0;
    for (int i = 0; i < MISSED_DAYS && rc == QT_OK && !hour; i++) {
        day = day_add(day, -1);
        if (day_start(day) < first)
            return QT_OK;
        rc = round_of_day(d, f, round, day, &hour);
    }
    return rc == QT_OK && hour ? round_put_up(d, f, round, hour) : rc;
}

/* Of a duty whose days stand each by itself all of them are put up. */
static int duties_missed(struct desk *d, const struct form *f, const struct round_rule *round, int64_t first,
                         int64_t now)
{
    int rc = QT_OK;
    for (int i = MISSED_DAYS; i > 0 && rc == QT_OK; i--) {
        int64_t hour = 0, day = day_add(now, -i);
        if (day_start(day) >= first)
            rc = round_of_day(d, f, round, day, &hour);
        if (rc == QT_OK && hour)
            rc = round_put_up(d, f, round, hour);
    }
    return rc;
}

/* The day on which duties were looked at last is looked at again: whoever looked may have done so in the morning, when
 * an earlier one still stood in its place. */
static int missed_since(struct desk *d, const struct form *f, const struct round_rule *round, const char *seen,
                        int64_t now)
{
    int64_t first = date_time(seen, 0);
    if (first == INT64_MIN || (!round->when && !round->every))
        return QT_OK;
    if (!round->every)
        first = day_add(first, 1);
    return round_keeps_each(round) ? duties_missed(d, f, round, first, now) : round_missed(d, f, round, first, now);
}

/* Once a day: what was missed since any desk put up rounds, and that this minute is covered. */
static int rounds_missed(struct desk *d, int64_t now)
{
    char today[11], *seen = NULL;
    date_format(now, today);
    if (strcmp(d->rounds_day, today) == 0)
        return QT_OK;
    int rc = due_mark(d->db, "rounds", &seen);
    bool known = rc == QT_OK && strcmp(seen, today) == 0;
    for (size_t i = 0; i < d->forms->n && !known; i++)
        for (size_t k = 0; k < d->forms->v[i]->nrounds && rc == QT_OK; k++)
            rc = missed_since(d, d->forms->v[i], &d->forms->v[i]->rounds[k], seen, now);
    free(seen);
    if (rc == QT_OK && !known) {
        rc = desk_begin_unattended(d);
        if (rc == QT_OK) /* by its line, too, a clock is judged (H1): a day without any other has this one */
            rc = desk_end(d, due_mark_set(d->db, "rounds", today));
    }
    if (rc == QT_OK)
        memcpy(d->rounds_day, today, sizeof d->rounds_day);
    return rc;
}

static int met_one(struct desk *d, const struct form *f, const struct round_rule *round, const struct due *seen)
{
    struct due row = {0};
    int rc = desk_begin_unattended(d);
    if (rc < 0)
        return rc;
    rc = due_again(d, seen, &row);
    rc = rc == QT_OK ? round_end(d, f, round, &row, "round-met", NULL) : rc == QT_NOTFOUND ? QT_OK : rc;
    due_clear(&row);
    return desk_end(d, rc);
}

/* A duty that is done ends by itself. */
static int duties_met(struct desk *d, const struct form *f, const struct round_rule *round)
{
    struct due *v = NULL;
    size_t n = 0;
    int rc = due_open(d->db, f->name, 0, round->name, &v, &n);
    for (size_t i = 0; i < n && rc == QT_OK; i++) {
        bool done = false;
        expr_moment(d->db, v[i].due);
        rc = desk_condition(d, round->done, NULL, false, &done);
        expr_moment(d->db, 0);
        if (rc == QT_OK && done)
            rc = met_one(d, f, round, &v[i]);
    }
    due_free(v, n);
    return rc;
}

int rounds_put_up(struct desk *d)
{
    int64_t now = clock_now();
    int rc = rounds_missed(d, now);
    for (size_t i = 0; i < d->forms->n; i++)
        for (size_t k = 0; k < d->forms->v[i]->nrounds && rc == QT_OK; k++) {
            const struct round_rule *round = &d->forms->v[i]->rounds[k];
            if (round->done)
                rc = duties_met(d, d->forms->v[i], round);
            if (rc == QT_OK)
                rc = round_look(d, d->forms->v[i], round, now);
        }
    return rc;
}

/* What prevents signing: how many entries, the first one's number and what it lacks. */
struct left {
    struct desk *d;
    const struct round_rule *round;
    int64_t since, n;
    char *number, *why;
};

/* What is missing, NULL nothing. An expression that fails does not say that nothing is. */
static int lacking(struct desk *d, const struct round_rule *round, const struct record *r, char **why)
{
    fault_clear();
    *why = desk_text(d, round->missing, r);
    return *why ? QT_OK : fault_code();
}

static int look_at(struct record *r, void *arg)
{
    struct left *left = arg;
    desk_refresh(left->d, r, NULL); /* `missing` may name what is computed */
    const struct value *changed = record_get(r, "changed_at"), *saved = record_get(r, "saved_at");
    char *why = NULL;
    int rc = lacking(left->d, left->round, r, &why);
    if (rc < 0 || (left->round->missing ? !why : (changed->kind == VAL_INT ? changed : saved)->i >= left->since))
        return rc;
    if (left->n++ == 0) {
        left->number = mem_dup(record_number(r));
        left->why = why;
    } else {
        free(why);
    }
    return 0;
}

/* Where nothing is said of what may be missing: has the list to be gone through, or is it only handed over? */
static bool goes_through(const struct round_rule *round)
{
    return round->missing || (!round->when && !round->every);
}

/* Entries of the round's list that lack something; where the round says nothing: that nobody has touched since its
 * hour (today's, when an older round was left unsigned). */
static int left_over(struct desk *d, const struct form *f, const struct due *due, struct left *left)
{
    const struct round_rule *round = left->round;
    int list = round->list ? form_list(f, round->list) : -1;
    const char *label = label_of(&round->label, d->lang, round->name);
    if (!goes_through(round))
        return QT_OK;
    int64_t now = clock_now(), today = round_hour(d, round, now);
    left->since = today > due->due && today <= now ? today : due->due;
    if (round->every)
        expr_moment(d->db, due->due); /* as in `when` and `done` */
    int rc = QT_OK;
    if (list >= 0)
        rc = rec_each(d->db, f, f->lists[list].where ? f->lists[list].where->sql : NULL, look_at, left);
    else
        rc = lacking(d, round, NULL, &left->why);
    expr_moment(d->db, 0);
    if (rc == QT_OK && left->why && left->number)
        rc = fault(QT_REFUSED, _("%s: %s: %s (%lld in all)"), label, left->number, left->why, (long long)left->n);
    else if (rc == QT_OK && left->why)
        rc = fault(QT_REFUSED, _("%s: %s"), label, left->why);
    else if (rc == QT_OK && left->n > 0)
        rc = fault(QT_REFUSED, _("%s: %s is not settled yet (%lld in all)"), label, left->number, (long long)left->n);
    free(left->number);
    free(left->why);
    return rc;
}

/* In an open transaction: may it be signed, by this person and now? */
static int may_sign(struct desk *d, const struct form *f, const struct round_rule *round, const struct due *row)
{
    const char *label = label_of(&round->label, d->lang, round->name);
    bool is_signer = round->nsigners == 0;
    for (size_t i = 0; i < round->nsigners; i++)
        is_signer = is_signer || permit_signs_as(d, round->signers[i]);
    if (!is_signer)
        return fault(QT_DENIED, _("%s: your role may not do this."), label);
    if (row->due > clock_now()) {
        char stamp[17];
        stamp_show(row->due, stamp);
        return fault(QT_REFUSED, _("%s: this is signed from %s on."), label, stamp);
    }
    struct left left = {.d = d, .round = round};
    return left_over(d, f, row, &left);
}

int desk_round_done(struct desk *d, const struct due *due, const char *remark)
{
    const struct form *f = forms_find(d->forms, due->reg);
    const struct round_rule *round = f ? round_find(f, due->clock) : NULL;
    if (!round || due->record != 0)
        return fault(QT_REFUSED, _("This row is no round."));
    struct due row = {0};
    int rc = desk_begin(d);
    if (rc < 0)
        return rc;
    rc = due_again(d, due, &row);
    if (rc == QT_NOTFOUND)
        rc = fault(QT_CONFLICT, _("This round is signed already."));
    if (rc == QT_OK)
        rc = may_sign(d, f, round, &row);
    if (rc == QT_OK)
        rc = round_end(d, f, round, &row, "round-done", remark);
    due_clear(&row);
    return desk_end(d, rc);
}
