/* A one-line field outside the forms: filter, sign-in, first start, dialogs. */
#ifndef TUI_ONELINE_H
#define TUI_ONELINE_H
#include "field/edit.h"
#include "term/key.h"
#include "term/term.h"

enum typed { TYPED_NOTHING /* not a key of a line */, TYPED_MOVED, TYPED_CHANGED };
enum typed line_key(struct edit *e, const struct key_event *ev);
/* A line of a window, scrolled to the caret; masked: stars. now: the caret stands in it. */
struct oneline {
    int y, x, width;
    bool masked, now;
};
void oneline_draw(WINDOW *w, const struct oneline *at, struct edit *e);
#endif
