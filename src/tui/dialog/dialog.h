/* The box every dialog stands in: a bar with the title, the content, nothing around it but blank. */
#ifndef TUI_DIALOG_H
#define TUI_DIALOG_H
#include "field/oneline.h"
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
void box_rise(struct box *b, struct app *a, int rows); /* likewise at the bottom, over the whole width, with no frame */
void box_clear(struct box *b);                         /* content; no caret */
void box_frame(const struct box *b);
void box_text(struct box *b, int row, int col, int columns, enum ink i, const char *s);
void box_edit(struct box *b, int row, int col, int columns, struct edit *e, bool masked); /* and the caret in it */
int box_cols(int most); /* columns of content the terminal has room for */
/* A text wrapped to the box, in at most so many rows. */
void box_wrap(struct box *b, int row, int col, int rows, enum ink i, const char *text);
int wrap_count(const char *text, int cols);                      /* lines the text has at this width */
bool box_no(const struct key_event *ev);                         /* F12, Esc, Ctrl-C, Ctrl-B, hang-up */
void record_become(struct record *r, const struct record *from); /* its values, number and version */
/* A dialog: draw opens the box and draws it, key answers; 0 goes on. Returns the answer. */
int box_run(struct app *a, void (*draw)(struct box *b, void *arg), int (*key)(void *arg, const struct key_event *ev),
            void *arg);
#endif
