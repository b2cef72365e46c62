/* Lines of inked text pieces, laid out once and drawn scrolled: records, previews, help. */
#ifndef TUI_PAPER_H
#define TUI_PAPER_H
#include "term/term.h"

struct piece {
    int line, x, width;
    enum ink ink;
    char *text;
};
struct paper {
    struct piece *v;
    size_t n, cap;
    int lines; /* one more than the last line written */
};
void paper_put(struct paper *p, int line, int x, int width, enum ink ink, const char *s);
/* Wraps at newlines, spaces and the width; returns the lines used, at least 1. */
int paper_wrap(struct paper *p, int line, int x, int width, enum ink ink, const char *s);
/* Lines from `from` into the box; every cell of the box is written. */
void paper_draw(const struct paper *p, WINDOW *w, int y, int x, int rows, int cols, int from);
void paper_free(struct paper *p); /* empties it; may be used again */
#endif
