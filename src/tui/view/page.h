/* A view that shows a page: laid out to the width, scrolled, its links opened, printed with F9. Views that have more
 * keys put it first in their struct and name these operations among theirs. */
#ifndef TUI_VIEW_PAGE_H
#define TUI_VIEW_PAGE_H
#include "paper.h"
#include "qiantai/report.h"
#include "view.h"

struct page_view {
    struct view view;
    int (*make)(struct view *v, struct page **out); /* anew for each layout and print: QT_OK or a fault */
    unsigned flags;                                 /* of page_lay_out */
    struct paper paper;
    int top;
    bool head;     /* its first line is the head of a table */
    bool sideways; /* laid out as wide as it gets; the first column stays, what is right of it moves */
    int right;     /* columns at the right that are another's */
    int left;      /* columns moved out of sight */
    int link;      /* the marked one of its links, counted from 1; 0 none */
    bool stale;
};
void page_view_layout(struct view *v);
void page_view_settle(struct page_view *p); /* its paper is another one: mark and top are still on it */
void page_view_draw(struct view *v, WINDOW *w, bool all);
void page_view_position(struct view *v, struct buf *out);
void page_view_status(struct view *v, struct buf *out);
unsigned page_view_command(struct view *v, int id); /* moving, links, F5, F9 */
void page_view_close(struct view *v);
void page_view_scroll(struct page_view *p, int top);
/* About as much as is in sight on, behind the last column to the first again; or back. */
void page_view_sideways(struct page_view *p, bool on);
void page_view_bring(struct page_view *p, const struct piece *c); /* no further aside than shows it whole */
#endif
