/* Keys of a one-line field outside the forms: filter, search, sign-in, first start. */
#ifndef TUI_ONELINE_H
#define TUI_ONELINE_H
#include "field/edit.h"
#include "term/key.h"
#include "term/term.h"

bool oneline_key(struct edit *e, const struct key_event *ev, bool *changed); /* false: not a key of the field */
/* A line of a view's body; masked: stars. now: the caret stands in it. */
struct oneline {
    int y, x, width;
    bool masked, now;
};
void oneline_draw(WINDOW *w, const struct oneline *at, const struct edit *e);
#endif
