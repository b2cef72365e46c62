/* What is known of a unit, at the right of a form, of a record, of what is asked after a save. */
#ifndef TUI_ASIDE_H
#define TUI_ASIDE_H
#include "paper.h"
#include "view.h"

#include <panel.h>

struct aside {
    char *unit; /* whose it is; NULL: nobody's */
    int cols;   /* it is laid out for */
    struct paper paper;
    bool stale; /* to be drawn */
};
/* Columns that a window of so many keeps free at its right for it, from `*x` on; 0: it has no room. */
int aside_room(int cols, int *x);
/* The unit that a record names, NULL none; lent. */
const char *aside_unit(const struct record *r);
/* Reads what is known of the unit, when it is another one than before or `again`; NULL: nothing is shown. */
void aside_set(struct aside *s, struct app *a, const char *unit, int cols, bool again);
void aside_draw(struct aside *s, WINDOW *w, int y, int x, int rows);
void aside_free(struct aside *s);
void aside_tell(struct app *a, const struct record *r); /* in a box, where there is no room beside */
/* The same over whatever is on the screen, for as long as something is asked about r; the boxes leave it free. */
struct aside_pane {
    struct app *app;
    const char *unit; /* the record's */
    struct aside aside;
    WINDOW *win;
    PANEL *panel;
};
void aside_open(struct aside_pane *p, struct app *a, const struct record *r);
void aside_close(struct aside_pane *p);
#endif
