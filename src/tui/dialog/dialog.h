/* Every dialog is a drawer: it rises from the row above the keys, over the whole width, and what it asks about stays in
 * sight above it. A title row, a blank, the content, a blank that takes messages; where the terminal is low no blanks.
 */
#ifndef TUI_DIALOG_H
#define TUI_DIALOG_H
#include "field/oneline.h"
#include "paper.h"
#include "view.h"

#include <panel.h>

/* Its parts, for a view that rises like one (palette, calendar): its first row, and blank rows. */
struct drawer {
    const char *title, *count; /* count: at the right; NULL none */
    bool urgent, typed;        /* typed: the field stands in this row, behind the title */
};
int drawer_head(WINDOW *w, int y, const struct drawer *d); /* the column behind the title, for a field */
void drawer_ground(WINDOW *w, int from, int rows);

struct box {
    WINDOW *win;
    PANEL *panel;
    struct app *app;
    int rows, cols;             /* of the content */
    int from;                   /* the window's row of its first one */
    int high, wide;             /* of the terminal when it was opened */
    bool told;                  /* a message by the last key: the next one takes it away */
    int before;                 /* rows of the body that were covered without it */
    bool types;                 /* characters are text in it: box_edit says so, else what draws it */
    bool over;                  /* what is beneath is not drawn anew for it: set before box_open */
    bool urgent;                /* its title is an emergency's: set before box_open */
    const char *count;          /* at the right of the title, borrowed; NULL none: likewise */
    const struct box_key *keys; /* shown in the footer; the view's keys do nothing meanwhile */
    size_t nkeys;
};
/* What a key function says of a key that is none of the drawer's: which there are is told. */
#define BOX_NO_KEY (-9)
/* Opens it for so many rows of content, or gives it that many, and draws the title. Called before each drawing. */
void box_open(struct box *b, struct app *a, const char *title, int rows);
void box_close(struct box *b);                               /* of one that is not box_run's */
void box_clear(struct box *b);                               /* content; no caret */
void box_bar(struct box *b, int row, int columns, int full); /* so far */
void box_text(struct box *b, int row, int col, int columns, enum ink i, const char *s);
void box_mark(struct box *b, int row);                                                    /* ">": here it is typed */
void box_edit(struct box *b, int row, int col, int columns, struct edit *e, bool masked); /* and the caret in it */
int box_cols(int most); /* columns of content the terminal has room for */
/* A text wrapped to the box, in at most so many rows. */
void box_wrap(struct box *b, int row, int col, int rows, enum ink i, const char *text);
void box_paper(struct box *b, int row, int rows, const struct paper *p, int from); /* from: its first line shown */
int wrap_count(const char *text, int cols);                      /* lines the text has at this width */
bool box_no(const struct key_event *ev);                         /* F12, Esc, Ctrl-C, Ctrl-B, hang-up */
void record_become(struct record *r, const struct record *from); /* its values, number and version */
/* A dialog: draw opens the box and draws it, key answers; 0 goes on. Returns the answer. */
int box_run(struct app *a, void (*draw)(struct box *b, void *arg), int (*key)(void *arg, const struct key_event *ev),
            void *arg);

/* One of the answers of a drawer: a row of its own. */
struct answer {
    int key;                     /* a printable character or a K_ code; 0: its digit, for the first nine */
    int twin;                    /* another key that gives it, 0 none */
    const char *words, *follows; /* what it says; what follows, NULL nothing */
};
void box_answers_draw(struct box *b, int row, int rows, const struct answer *v, size_t n, size_t at);
int answers_find(const struct answer *v, size_t n, const struct key_event *ev); /* the one with that key, or -1 */
/* A matter, which scrolls, and the answers below it; none: it is only told. */
struct asked {
    const char *title;
    const char *text;  /* the matter, or */
    struct page *page; /* it; both may be NULL */
    const struct answer *v;
    size_t n;
    int at;            /* under the bar at first: what Enter takes */
    const char *enter; /* N_(): what Enter does; NULL: takes the one under the bar */
    bool urgent;
    bool seeks;   /* letters that are no key lead to the answer that begins with them; F2 once more is Enter */
    size_t again; /* where that is another answer: which, from 1; 0 none */
};
bool dialog_agree(struct app *a, const char *title, const char *question); /* question: NULL, the title is it */
int dialog_put(struct app *a, const struct asked *q); /* the answer taken, 0 where there is none; -1: back */
#endif
