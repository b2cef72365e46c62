/* A page's lines on the screen: laid out once, drawn scrolled. Records, previews, reports, help, dialogs. */
#ifndef TUI_PAPER_H
#define TUI_PAPER_H
#include "qiantai/doc.h"
#include "term/term.h"

struct piece {
    int line, x, width;
    enum ink ink;
    char *text;
    struct page_link link; /* .reg NULL: leads nowhere, or is the rest of a text that leads somewhere */
};
struct paper {
    struct piece *v;
    size_t n, cap;
    int lines; /* one more than the last line written */
    int cols;  /* the widest line's */
};
void paper_put(struct paper *p, int line, int x, int width, enum ink ink, const char *s);
/* The page below what is there. flags: of page_lay_out, bare in any case. QT_OK or the fault of the page's rows. */
int paper_page(struct paper *p, struct page *page, int cols, unsigned flags) QT_MUST_USE;
/* A text alone, likewise; returns the lines it takes. */
int paper_text(struct paper *p, int cols, enum tone tone, const char *s);
/* Lines from `from` into the box; every cell of the box is written. */
void paper_draw(const struct paper *p, WINDOW *w, int y, int x, int rows, int cols, int from);
/* The same with all but what stands at the left edge moved by `left` columns; what is cut is not shown. */
struct paper_box {
    int y, x, rows, cols;
};
void paper_draw_moved(const struct paper *p, WINDOW *w, struct paper_box box, int from, int left);
/* The line is the head of what is below it: quiet and underlined over so many columns. */
void paper_hairline(struct paper *p, int line, int cols);
void paper_heads(struct paper *p, int cols); /* so are the heads of all tables that stand by themselves */
/* So are all names of sections: what is strong and stands by itself at the left edge; heads of columns below them are
 * quiet. */
void paper_sections(struct paper *p, int cols);
int paper_fixed(const struct paper *p); /* columns of what stands at the left edge beside something else */
void paper_free(struct paper *p);       /* empties it; may be used again */
#endif
