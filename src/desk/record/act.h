/* Acting, inside: the steps that act.c takes in turn. */
#ifndef RECORD_ACT_H
#define RECORD_ACT_H

#include "desk_internal.h"

const char *action_label(const struct desk *d, const struct action *a);
bool action_possible_in(const struct action *a, int state); /* offer.c: state -1 none */
/* QT_REFUSED with what `needs` or `refuse` say of w. */
int action_guard(struct desk *d, const struct record *w, const struct action *a) QT_MUST_USE;
/* QT_ASK: o has what is to be asked before w, which was made from stored, goes on; the guards are looked at when all
 * that is needed is given. */
int action_ask(struct desk *d, const struct action *a, const struct record *stored, const struct record *w,
               struct outcome *o) QT_MUST_USE;

/* ---- asked.c: the new row that an action asks for, as its expressions see it --------------------------------------
 */
/* From begin to end; the values are a copy, that follow-ons do not touch. A row within another is the inner action's.
 */
void asked_begin(struct desk *d, const struct action *a, const struct record *w, struct asked_row *row);
void asked_again(struct desk *d, const struct record *w); /* as it is now, in w */
void asked_end(struct desk *d, struct asked_row *row);
void asked_clear(struct record *w);                                            /* it is a row now, or nothing */
void asked_defaults(struct desk *d, const struct action *a, struct record *r); /* where nothing was said */
/* What is wrong with what was asked; how many. */
int asked_check(struct desk *d, const struct action *a, const struct record *w, struct field_problems *out);

/* ---- sign.c ----------------------------------------------------------------------------------------------------- */
/* Which of the signatures the person would give now, -1 none. */
int signature_place(const struct desk *d, const struct action *a, const struct record *r);
/* QT_REFUSED: none is the person's to give. 0 also where the action needs none. */
int signature_allowed(const struct desk *d, const struct action *a, const struct record *r) QT_MUST_USE;
int signature_give(struct desk *d, const struct action *a, struct record *w) QT_MUST_USE; /* the last leads on */
bool signatures_whole(const struct action *a, const struct record *r);

#endif
