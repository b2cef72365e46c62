/* The margin of a record: whom to ring, what can be done now, what is there in its unit. */
#ifndef TUI_MARGIN_H
#define TUI_MARGIN_H
#include "paper.h"
#include "qiantai/report.h"
#include "view.h"

enum { MARGIN_PARTS = 2 };
struct margin_part {
    int x, cols; /* cols 0: there is no such part */
    struct paper paper;
};
struct margin {
    struct margin_part part[MARGIN_PARTS]; /* what is done, and on a wide screen what is known of the unit beside it */
    struct household house;
    bool stale; /* to be drawn */
};
/* Lays it out for a window of so many columns. fresh: the record was saved just now, what follows is asked for.
 * again: what is known of the unit is read anew. */
void margin_set(struct margin *m, struct app *a, const struct record *r, int cols, bool fresh, bool again);
/* The same beside a list, below what is there: the household, then what can be done. */
void margin_append(struct paper *p, struct app *a, const struct record *r, int cols);
/* The first line of whom to ring, as one text; NULL nobody. Caller frees. */
char *margin_call(struct app *a, const struct record *r);
int margin_lines(const struct margin *m);
/* It moves with the record, which is at its line `from`, as far as it does not fit. */
void margin_draw(struct margin *m, WINDOW *w, int rows, int from);
void margin_free(struct margin *m);
/* Does the record wait for the desk: nobody answered, not delivered (a state of tone warn or alert)? */
bool record_waits(const struct record *r);
#endif
