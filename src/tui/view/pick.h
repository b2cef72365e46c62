/* Lines of which some can be chosen: menu, search, unit file. */
#ifndef TUI_PICK_H
#define TUI_PICK_H
#include "view/record_paper.h"

struct pick {
    struct paper paper;
    struct record_links links; /* what can be chosen, from top to bottom */
    int at, top;
    bool stale;
};
void pick_clear(struct pick *p);
/* A line that can be chosen; text is copied. */
void pick_add(struct pick *p, int line, int x, int width, const struct form *f, int64_t id, const char *text);
bool pick_move(struct pick *p, int rows, int command);
void pick_draw(struct pick *p, struct view *v, WINDOW *w, int y, bool all); /* from row y of the view on */
const struct record_link *pick_now(const struct pick *p);                   /* NULL when there is none */
#endif
