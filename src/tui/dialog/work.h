/* Something that takes its time: a drawer with a bar and what is done so far; F12 stops it. What is short is not shown
 * at all. While nobody presses a key the desk locks itself here, too. */
#ifndef TUI_WORK_H
#define TUI_WORK_H
#include "dialog/dialog.h"

struct work {
    struct app *app;
    const char *title;
    int64_t whole, done; /* whole 0: not known */
    int64_t began, drawn;
    struct box box;
    PANEL *curtain; /* over everything: locked, the PIN is asked for when it is done; NULL none */
    bool beside;    /* another process does it, and the desk is free: the PIN opens it meanwhile */
    bool may_leave; /* Enter lets it go on by itself */
    bool stopped, left, resized;
};
/* title: borrowed. */
void work_begin(struct work *w, struct app *a, const char *title, int64_t whole);
bool work_on(void *work, int64_t done); /* so far; false: it is to stop. Cheap: it may be asked for each row */
bool work_end(struct work *w);          /* true: it was stopped. Not within a transaction: it may ask for the PIN */
#endif
