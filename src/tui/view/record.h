/* The view of a record that was saved just now. */
#ifndef TUI_VIEW_RECORD_H
#define TUI_VIEW_RECORD_H
#include "view.h"

/* Pushes the record in the place of the form it was typed into, with what to do next; says that it is saved. NULL where
 * nothing can follow: nothing is shown. */
struct view *record_view_fresh(struct app *a, const struct record *r);
/* Read again after what was asked beside it; left, and NULL, where nothing can follow any more. */
struct view *record_view_still(struct view *v);
/* Runs the action. A record that was saved just now and waits for nothing any more is left, as by Enter. */
void record_view_act(struct view *v, int action);
#endif
