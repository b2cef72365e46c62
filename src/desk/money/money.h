/* Money, inside the desk: what an action books. book.c works the entries out and writes them, settle.c settles what is
 * owed with what was paid, bounds.c looks whether accounts may stand so, reverse.c undoes, receipt.c has receipts.
 * docs/forms.md, "Money". */
#ifndef DESK_MONEY_H
#define DESK_MONEY_H

#include "desk_internal.h"

/* What an action books, worked out before its record is written. */
struct booking_plan {
    struct transfer *t;
    size_t n;
    const struct series *series; /* NULL: it takes no receipt */
    int64_t no;
};
void booking_plan_free(struct booking_plan *p);
/* Undoes what the action reverses, and works out what it books. w: the record as it will be; the number of a receipt is
 * put into it. QT_REFUSED with its sentence: the transaction is to be taken back. */
int books_plan(struct desk *d, const struct action *a, struct record *w, struct booking_plan *p) QT_MUST_USE;
/* Behind the record: what the action books. */
int books_write(struct desk *d, const struct action *a, const struct record *w, struct booking_plan *p) QT_MUST_USE;

/* The first day from `day` on that is not closed (setting books_closed). */
int money_day(struct desk *d, const char *day, char out[11]) QT_MUST_USE;
void money_today(char out[11]);

/* In a booking that is begun: what unit and party owe is settled as far as there is money, on every account of items
 * that these transfers touch. */
int money_settle(struct desk *d, const struct booking *b, const struct transfer *t, size_t n) QT_MUST_USE;
/* QT_REFUSED: an account that these transfers lower would be below 0, or what must agree does not. */
int money_bounds(struct desk *d, const struct transfer *t, size_t n) QT_MUST_USE;
int money_room(struct desk *d, const struct transfer *t) QT_MUST_USE; /* QT_REFUSED: more than can be counted */
/* The event is undone whole, under an event of its own. */
int money_reverse(struct desk *d, const struct record *w, const char *by, int64_t event) QT_MUST_USE;
/* To look at one unit: whoever has an area must have it there. */
int money_unit_permit(struct desk *d, const char *unit) QT_MUST_USE;
/* A print of it behind the first is a row and a line of its own. */
int money_copy(struct desk *d, const struct ledger_receipt *r, const char *paper, int64_t copy) QT_MUST_USE;
const char *account_label(const struct desk *d, const char *name);

#endif
