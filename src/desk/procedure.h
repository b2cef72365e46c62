/* Procedures: what an action does that no form can say, in C, called by name from a form (`then: [{run: NAME}]`,
 * docs/forms.md). A procedure belongs to no face: entering, acting, import, journal, board, print and workbook are
 * those of the register. The table is in procedure.c; add a file, a line there, a line in docs/forms.md.
 * The file stands where its subject does: what is counted and handed over when a shift ends in shift/. */
#ifndef DESK_PROCEDURE_H
#define DESK_PROCEDURE_H

#include "desk_internal.h"

struct page;

struct need { /* a field of the register that runs it; checked when the forms are loaded */
    const char *field;
    enum field_type type;
    bool given; /* the clerk gives it with the action, besides what the action asks: the reason of a difference */
};
/* run returns it instead of QT_OK when a slice of a long one is done and more is left. */
#define PROCEDURE_MORE 1
struct procedure {
    const char *name;
    const struct need *needs;
    size_t nneeds;
    /* What it would do, as a page shown before; read with the person's eyes (desk_*, not rec_*). NULL: nothing to show.
     */
    int (*preview)(struct desk *d, const struct record *r, struct page **out);
    /* Inside the transaction of the action, before it is written: what it puts into `after` is written with it. before:
     * as stored. QT_ASK with questions in o (their reasons are in `after` at the next try), QT_REFUSED: nothing was
     * changed.
     *
     * A long one (a bill run) works in slices of at most 50 ms: each time it is called it does one and returns
     * PROCEDURE_MORE, its caller commits, lets the clerks' saves through and calls again; the call that returns QT_OK
     * is the one with which the action itself is written. So each slice must be complete as it is, and repeatable: what
     * it writes carries a key of its own (kind, object, period, party: unique in its table), so that a run that was cut
     * off goes on where it was, and two of them bill once. Count and sum that the preview showed are fields of `after`
     * which it compares before its last slice. No procedure of today is long; the caller refuses PROCEDURE_MORE until
     * one is. */
    int (*run)(struct desk *d, const struct record *before, struct record *after, struct outcome *o);
};
/* Fields of r that come with the action for its procedures. */
void procedures_carry(const struct form *f, const struct action *a, bool *carried);
bool procedures_preview(const struct action *a);
/* Those of the action whose `when` holds, one after the other. */
int procedures_run(struct desk *d, const struct action *a, const struct record *before, struct record *after,
                   struct outcome *o) QT_MUST_USE;

extern const struct procedure procedure_visitors_inside;

#endif
