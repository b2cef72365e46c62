/* Private to board.c and board_rows.c. */
#ifndef TUI_BOARD_H
#define TUI_BOARD_H
#include "view/rows.h"

enum { BOARD_SELECTIONS = BOARD_TODAY + 1 };

struct board {
    struct rows rows;
    enum board_selection selection;
    int64_t counts[BOARD_SELECTIONS]; /* -1 not known */
};

/* board_rows.c: what the rows are */
extern const struct rows_source board_source;
#endif
