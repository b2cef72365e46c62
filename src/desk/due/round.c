/* Rounds (V10): a daily duty over a list, due at its hour and signed when the list is settled. */
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
    char *at = desk_text(d, round->at, NULL);
    bool good = at && timeofday_parse(at, &minute) == QT_OK;
    free(at);
    if (!good || (round->workdays && !cal_is_workday(d->calendar, now)))
        return 0;
    char today[11];
    date_format(now, today);
    return date_time(today, minute);
}

/* `when` is asked as of the round's hour: a date in it means that day, on whatever day it is asked. */
static int round_wanted(struct desk *d, const struct form *f, const struct round_rule *round, int64_t hour,
                        bool *wanted)
{
    if (round->when) {
        expr_moment(d->db, hour);
        int asked = desk_condition(d, round->when, NULL, false, wanted);
        expr_moment(d->db, 0);
        return asked;
    }
    struct query q = {.form = f, .list = form_list(f, round->list), .sort = -1};
    struct cursor *c = NULL;
    struct record_page page = {0};
    d->engine++; /* a duty is there whoever sits at the desk */
    int rc = cursor_open(d->db, &q, &c);
    if (rc == QT_OK)
        rc = cursor_page(c, PAGE_FIRST, NULL, 1, &page);
    d->engine--;
    *wanted = rc == QT_OK && page.n > 0;
    record_page_free(&page);
    cursor_close(c);
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

/* Signed or still to be signed; one withdrawn for want of entries does not count. */
static bool is_up(const struct due *last, int64_t hour)
{
    return !last->withdrawn && (!last->stopped || last->due >= hour);
}

static int round_put_up(struct desk *d, const struct form *f, const struct round_rule *round, int64_t hour)
{
    struct due row = {0};
    int rc = desk_begin_unattended(d);
    if (rc < 0)
        return rc;
    rc = due_get(d->db, f->name, 0, round->name, &row);
    bool there = rc == QT_OK && is_up(&row, hour); /* another desk was quicker */
    due_clear(&row);
    if (rc == QT_NOTFOUND || (rc == QT_OK && !there)) {
        row = (struct due){.reg = mem_dup(f->name),
                           .clock = mem_dup(round->name),
                           .started = clock_now(),
                           .due = hour,
                           .owner = mem_dup(round->owner),
                           .escalate_to = mem_dup(""),
                           .unit = mem_dup("")};
        rc = due_put(d->db, &row);
        if (rc == QT_OK)
            rc = note_round(d, f, round, "round", NULL);
        due_clear(&row);
    }
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

/* On the board from the morning on, so that everybody sees what the day will ask. A round that nobody signed
 * yesterday stays until it is signed: no second one beside it. */
static int round_look(struct desk *d, const struct form *f, const struct round_rule *round, int64_t now)
{
    int64_t hour = round_hour(d, round, now);
    struct due last = {0};
    bool wanted = false;
    if (!hour)
        return QT_OK;
    int rc = due_get(d->db, f->name, 0, round->name, &last);
    bool up = rc == QT_OK && is_up(&last, hour), comes = up && !last.stopped && !last.told && last.due <= now;
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

/* A round with `when` whose day no desk saw is put up late, by its last such day after `seen`; not when it is due again
 * today, and not beside one that is still to be signed. */
static int round_missed(struct desk *d, const struct form *f, const struct round_rule *round, const char *seen,
                        int64_t now)
{
    int64_t hour = round_hour(d, round, now), first = date_time(seen, 0), day = now;
    bool wanted = false;
    int rc = round->when && hour ? round_wanted(d, f, round, hour, &wanted) : QT_OK;
    if (!round->when || first == INT64_MIN || rc < 0)
        return rc;
    for (int i = 0; i < MISSED_DAYS && rc == QT_OK && !wanted; i++) {
        day = day_add(day, -1);
        if (day_start(day) <= first)
            return QT_OK;
        hour = round_hour(d, round, day);
        if (hour)
            rc = round_wanted(d, f, round, hour, &wanted);
    }
    return rc == QT_OK && wanted && hour < day_start(now) ? round_put_up(d, f, round, hour) : rc;
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
            rc = round_missed(d, d->forms->v[i], &d->forms->v[i]->rounds[k], seen, now);
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

int rounds_put_up(struct desk *d)
{
    int64_t now = clock_now();
    int rc = rounds_missed(d, now);
    for (size_t i = 0; i < d->forms->n; i++)
        for (size_t k = 0; k < d->forms->v[i]->nrounds && rc == QT_OK; k++)
            rc = round_look(d, d->forms->v[i], &d->forms->v[i]->rounds[k], now);
    return rc;
}

/* What prevents signing: how many entries, the first one's number and what it lacks. */
struct left {
    struct desk *d;
    const struct round_rule *round;
    int64_t since, n;
    char *number, *why;
};

static int look_at(struct record *r, void *arg)
{
    struct left *left = arg;
    desk_refresh(left->d, r, NULL); /* `missing` may name what is computed */
    const struct value *changed = record_get(r, "changed_at"), *saved = record_get(r, "saved_at");
    char *why = desk_text(left->d, left->round->missing, r);
    if (left->round->missing ? !why : (changed->kind == VAL_INT ? changed : saved)->i >= left->since)
        return 0;
    if (left->n++ == 0) {
        left->number = mem_dup(record_number(r));
        left->why = why;
    } else {
        free(why);
    }
    return 0;
}

/* Entries of the round's list that lack something; where the round says nothing: that nobody has touched since its
 * hour (today's, when an older round was left unsigned). A round with `when` and without `missing` only hands its list
 * over. */
static int left_over(struct desk *d, const struct form *f, const struct due *due, struct left *left)
{
    int list = form_list(f, left->round->list);
    if ((left->round->when && !left->round->missing) || list < 0)
        return QT_OK;
    int64_t now = clock_now(), today = round_hour(d, left->round, now);
    left->since = today > due->due && today <= now ? today : due->due;
    const struct expr *of = f->lists[list].where;
    int rc = rec_each(d->db, f, of ? of->sql : NULL, look_at, left);
    const char *label = label_of(&left->round->label, d->lang, left->round->name);
    if (rc == QT_OK && left->n > 0 && left->why)
        rc = fault(QT_REFUSED, _("%s: %s: %s (%lld in all)"), label, left->number, left->why, (long long)left->n);
    else if (rc == QT_OK && left->n > 0)
        rc = fault(QT_REFUSED, _("%s: %s is not settled yet (%lld in all)"), label, left->number, (long long)left->n);
    free(left->number);
    free(left->why);
    return rc;
}

int desk_round_done(struct desk *d, const struct due *due, const char *remark)
{
    const struct form *f = forms_find(d->forms, due->reg);
    const struct round_rule *round = f ? round_find(f, due->clock) : NULL;
    if (!round || due->record != 0)
        return fault(QT_REFUSED, _("This row is no round."));
    struct due row = {0};
    struct left left = {.d = d, .round = round};
    int rc = desk_begin(d);
    if (rc < 0)
        return rc;
    rc = due_again(d, due, &row);
    if (rc == QT_NOTFOUND)
        rc = fault(QT_CONFLICT, _("This round is signed already."));
    if (rc == QT_OK && row.due > clock_now()) {
        char stamp[17];
        stamp_show(row.due, stamp);
        rc = fault(QT_REFUSED, _("%s: this is signed from %s on."), label_of(&round->label, d->lang, round->name),
                   stamp);
    }
    if (rc == QT_OK)
        rc = left_over(d, f, &row, &left);
    if (rc == QT_OK) {
        int64_t now = clock_now();
        row.stopped = now;
        row.late = day_start(now) > day_start(row.due);
        rc = due_put(d->db, &row);
    }
    if (rc == QT_OK)
        rc = note_round(d, f, round, "round-done", remark);
    due_clear(&row);
    return desk_end(d, rc);
}
