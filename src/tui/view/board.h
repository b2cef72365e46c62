/* Private to board.c and board_rows.c. */
#ifndef TUI_BOARD_H
#define TUI_BOARD_H
#include "field/typeahead.h"
#include "view.h"

enum selection { SELECT_ALL, SELECT_MINE, SELECT_OVERDUE, SELECT_TODAY, SELECTIONS };

struct start {
    int64_t due, id;
};
struct board_columns {
    int mark, due, reg, unit, matter, who, state; /* widths */
    bool wide;
};
struct board {
    struct view view;
    struct board_row *rows;
    size_t n, at, drawn;
    struct start *starts; /* of the pages so far; the last one is shown */
    size_t nstarts;
    bool more, unread, stale; /* unread, stale: the page must be read, drawn */
    int64_t follow;           /* the row to which the bar goes then; 0 none */
    enum selection selection;
    struct staff *staff; /* read with SELECT_MINE: a row that names a colleague is not mine */
    size_t nstaff;
    struct board_columns columns;
    struct typeahead filter;
    bool choosing;       /* F2 was pressed: which register? */
    struct record *here; /* the record under the bar, read when idle; NULL not yet */
};

size_t board_page_rows(const struct board *b);
void board_first(struct board *b); /* from the top, when it is read */
void board_again(struct board *b); /* the same page, the bar on its row, when it is read */
void board_read(struct board *b);  /* if that has not been done yet */
bool board_page_on(struct board *b);
bool board_page_back(struct board *b);
void board_forget(struct board *b); /* the record under the bar */
void board_draw(struct view *v, WINDOW *w, bool all);
#endif
