#ifndef TUI_ACT_H
#define TUI_ACT_H
#include "view.h"
/* After a save: the actions possible now, by their letters; the clerk may run one, or begin the next record. Asked
 * again while the record waits for the desk (a state of tone warn or alert): no answer, then a message. */
void act_menu(struct app *a, struct record *r);
#endif
