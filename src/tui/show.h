/* Small things every view shows: titles, states, summaries, days. */
#ifndef TUI_SHOW_H
#define TUI_SHOW_H
#include "view.h"

enum ink tone_ink(enum tone t);
const char *form_title(const struct form *f, enum lang lang);
char *form_short(const struct form *f, enum lang lang); /* "访客", "Visitor": for tabs and the board; caller frees */
const char *state_label(const struct record *r, enum lang lang); /* "" when none */
enum ink state_ink(const struct record *r);
char *said_to(struct app *a, const struct bilingual *say); /* "say: ..." to the person; NULL nothing, caller frees */
char *value_show(struct app *a, const struct record *r, int field);
#endif
