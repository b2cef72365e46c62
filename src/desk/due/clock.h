/* Deadlines of running clocks: what clock.c, due_tick.c, board.c and explain.c share. */
#ifndef DESK_CLOCK_H
#define DESK_CLOCK_H

#include "desk_internal.h"

const struct clock_rule *clock_find(const struct form *f, const char *name); /* NULL when there is none */

/* What the form promises; `work`: counted in working time (which asks for the calendar), else in real time. */
struct promise {
    int64_t at; /* 0 = none */
    bool work;
};
/* The deadline that the form gives the record, waiting not counted; 0 = none. For a clock started then. */
int due_promise(struct desk *d, const struct clock_rule *c, const struct record *r, int64_t started,
                struct promise *promise) QT_MUST_USE;
/* Deadline, warning and escalation of the row from the promise and the time waited; in a pause: as if it went on
 * now. */
int due_settle(struct desk *d, const struct clock_rule *c, const struct record *r, struct due *row,
               struct promise promise) QT_MUST_USE;
/* The deadline of a paused row, counted when it began to wait, as if it went on now; as it stands when that fails. */
int64_t due_going_on(struct desk *d, const struct clock_rule *c, const struct record *r, const struct due *row);
/* The row as it is now, in an open transaction: QT_NOTFOUND when another desk has settled it since. Clear it anyhow. */
int due_again(struct desk *d, const struct due *seen, struct due *row) QT_MUST_USE;
/* Writes the row; escalated: it has been escalated just now, which is journalled. */
int due_save(struct desk *d, struct due *row, bool escalated) QT_MUST_USE;
/* Adds a stretch in which the clock was paused. */
void due_waited(const struct desk *d, struct due *row, int64_t from, int64_t to);
/* Stretches one by one: *at from 0 on; false after the last. */
bool due_pause(const struct due *row, size_t *at, int64_t *from, int64_t *to);
/* A journal line of the clock: word, the clock's name and one more member ("to": "supervisor"). */
int due_note(struct desk *d, const struct due *row, const char *word, const char *key, const char *text) QT_MUST_USE;
/* Which clock of the record is shown on the board, and with r, the record as it is now, whether it is urgent (NULL: as it was);
 * to be called when one of its rows has changed. */
int due_rank(struct desk *d, const char *reg, int64_t record, const struct record *r) QT_MUST_USE;
/* The same for a row that is to be written for the first time. */
int due_rank_new(struct desk *d, const struct record *r, struct due *row) QT_MUST_USE;
bool due_is_urgent(struct desk *d, const struct record *r);

#endif
