/* Inside of the field editor: shared by edit.c (text) and edit_layout.c (rows). */
#ifndef TUI_EDIT_CELLS_H
#define TUI_EDIT_CELLS_H
#include "field/edit.h"

struct cell {    /* one grapheme */
    uint32_t at; /* its byte */
    int32_t col; /* its column in its row; valid when laid out */
    uint8_t width;
};
struct undo {
    size_t at, cut_len, put, caret; /* bytes */
    char *cut;
};
struct edit {
    struct buf text;
    struct cell *cells; /* n, and one behind the last that stands at the end of the text */
    size_t n, cap, max;
    size_t caret; /* cell */
    bool multiline, typing;
    struct undo *undo;
    size_t nundo;
    /* layout */
    bool laid;
    int columns, box_rows, top;
    int left;     /* one line: first column shown */
    int goal;     /* column kept while moving up and down, or -1 */
    size_t *rows; /* first cell of each row */
    size_t nrows, rows_cap;
};
size_t edit_cell_from(const struct edit *e, uint32_t value,
                      bool column); /* first one at or behind this byte or column */
bool edit_move_row(struct edit *e, int by);
#endif
