/* The terminal: start, stop, resize, hang-up, colours, and drawing of clipped UTF-8 text. */
#ifndef TUI_TERM_H
#define TUI_TERM_H
#include "qiantai/base.h"
#include <curses.h>

/* fd 2 goes to the log file while the screen is up; bracketed paste on; ESCDELAY 50; XON/XOFF off. */
int term_start(enum lang *lang) QT_MUST_USE; /* may turn lang to English on the Linux console and say so later */
void term_stop(void);
bool term_hung_up(void); /* SIGHUP, SIGTERM or EIO was seen: save the draft, leave */
void term_resized(int *rows, int *cols);
void term_flush(void);                       /* doupdate with the hardware cursor at the caret */
void term_caret(int y, int x, bool visible); /* where the caret stands at the next flush */
int term_rows(void);
int term_cols(void);

enum ink { /* theme.c: attribute per meaning, never colour alone */
           INK_NORMAL,
           INK_BAR /* header, footer: reverse */,
           INK_LABEL,
           INK_FIELD /* editable: underline */,
           INK_FIELD_NOW,
           INK_CURSOR /* selected row's first column: reverse */,
           INK_ALERT,
           INK_WARN,
           INK_DONE,
           INK_QUIET,
           INK_KEY,
           INK_TITLE,
           INK_DIALOG,
};
attr_t ink(enum ink i);
/* Draws s at (y,x) in exactly `columns` columns (padded), clipped by grapheme; returns columns. */
int draw_text(WINDOW *w, int y, int x, int columns, enum ink i, const char *s);
int draw_text_right(WINDOW *w, int y, int x, int columns, enum ink i, const char *s);
void draw_fill(WINDOW *w, int y, int x, int columns, enum ink i);
#endif
