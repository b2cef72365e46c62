#ifndef TUI_ACT_H
#define TUI_ACT_H
#include "view.h"
/* After a save: the actions possible now, by their letters; the clerk may run one, or begin the next record. */
void act_menu(struct app *a, struct record *r);
#endif
