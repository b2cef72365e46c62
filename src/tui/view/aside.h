/* What is known of a unit, at the right of a form. */
#ifndef TUI_ASIDE_H
#define TUI_ASIDE_H
#include "paper.h"
#include "qiantai/report.h"
#include "view.h"

struct aside {
    char *unit; /* whose it is; NULL: nobody's */
    int cols;   /* it is laid out for */
    struct paper paper;
    bool stale; /* to be drawn */
};
/* The unit that a record names, NULL none; lent. */
const char *aside_unit(const struct record *r);
/* Reads what is known of the unit, when it is another one than before or `again`; NULL: nothing is shown. */
void aside_set(struct aside *s, struct app *a, const char *unit, int cols, bool again);
void aside_free(struct aside *s);
enum { CALLED = 10 }; /* a card's place below it: whom to ring, else what is there in the unit */
/* The unit's number and what is said of it there, as much as has room; caller frees. */
char *aside_head(const struct household *h, int cols);
void aside_nothing(struct paper *p, int cols); /* a line that says so */
/* Where the number begins that the text ends with; its length when there is none. */
size_t aside_number(const char *text);
/* One line of it below the others; a label too long for their column (of `width`) pushes its text aside. Returns the
 * lines that it takes. */
int aside_line(struct paper *p, int cols, int width, int line, const struct household_line *l);
/* The column of the labels: as wide as the widest that is no longer than a quarter of the room. */
int aside_labels(const struct household *h, int cols);
#endif
