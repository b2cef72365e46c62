/* Acting, inside: the steps that act.c takes in turn. */
#ifndef RECORD_ACT_H
#define RECORD_ACT_H

#include "desk_internal.h"

const char *action_label(const struct desk *d, const struct action *a);
/* QT_REFUSED with what `needs` or `refuse` say of w. */
int action_guard(struct desk *d, const struct record *w, const struct action *a) QT_MUST_USE;
/* QT_ASK: o has what is to be asked before w, which was made from stored, goes on; the guards are looked at when all
 * that is needed is given. */
int action_ask(struct desk *d, const struct action *a, const struct record *stored, const struct record *w,
               struct outcome *o) QT_MUST_USE;

#endif
