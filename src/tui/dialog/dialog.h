/* The box every dialog stands in: a bar with the title, the content, nothing around it but blank. */
#ifndef TUI_DIALOG_H
#define TUI_DIALOG_H
#include "field/edit.h"
#include "view.h"

#include <panel.h>

struct box {
    WINDOW *win;
    PANEL *panel;
    struct app *app;
    int rows, cols; /* of the content */
    int high, wide; /* of the terminal when it was opened */
    char *title;
    const struct box_key *keys; /* shown in the footer; the view's keys do nothing meanwhile */
    size_t nkeys;
};
/* (Re)opens it in the middle; content of at most rows × cols. Called before each drawing: after a resize it moves. */
void box_open(struct box *b, struct app *a, const char *title, int rows, int cols);
void box_close(struct box *b);
void box_clear(struct box *b); /* content; no caret */
void box_text(struct box *b, int row, int col, int columns, enum ink i, const char *s);
void box_edit(struct box *b, int row, int col, int columns, struct edit *e, bool masked); /* and the caret in it */
void box_read(struct box *b, struct key_event *ev); /* shows, then waits for a key */
/* Text wrapped to cols: bytes [from, to) of each line; returns lines. */
size_t wrap_lines(const char *s, int cols, size_t (**lines)[2]);
bool box_no(const struct key_event *ev);                   /* F12, Esc, Ctrl-C, Ctrl-B, hang-up */
bool line_key(struct edit *e, const struct key_event *ev); /* typing and moving in a line */
#endif
