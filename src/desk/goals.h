/* Of figures.c: what its form's goals come to, tallied case by case. */
#ifndef QIANTAI_DESK_GOALS_H
#define QIANTAI_DESK_GOALS_H

#include "desk_internal.h"
#include "qiantai/desk_figures.h"

struct goal_tally;
/* goals_end frees it and tells the numbers in out; faults of the goals' expressions. */
struct goal_tally *goals_new(struct desk *d, const struct form *f, struct figures *out);
int goals_add(struct desk *d, const struct record *r, struct goal_tally *t, struct figures *out) QT_MUST_USE;
int goals_end(struct desk *d, const struct form *f, struct goal_tally *t, struct figures *out) QT_MUST_USE;

#endif
