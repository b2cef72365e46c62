/* The terminal: start, stop, resize, hang-up, colours, and drawing of clipped UTF-8 text. */
#ifndef TUI_TERM_H
#define TUI_TERM_H
#include "qiantai/base.h"
#include <curses.h>

/* fd 2 goes to the log file while the screen is up; bracketed paste on; ESCDELAY 50; XON/XOFF off. */
int term_start(enum lang *lang) QT_MUST_USE; /* may turn lang to English on the Linux console and say so later */
void term_stop(void);
bool term_lend(
    char *const argv[]); /* runs another program on the terminal till its end; false: it could not, or failed */
void term_flash(void);   /* the whole screen, once; a bell where it cannot */
bool term_hung_up(void); /* SIGHUP, SIGTERM or EIO was seen: save the draft, leave */
void term_resized(void); /* the screen as large as the terminal is now */
void term_bell(void);    /* once; a flash where there is no bell */
void term_repaint(void); /* all cells are sent again at the next flush, and now */
void term_flush(void);   /* doupdate with the hardware cursor at the caret */
void term_caret(int y, int x, bool visible); /* where the caret stands at the next flush */
int term_rows(void);
int term_cols(void);

/* theme.c: one look per meaning, never colour alone. */
enum ink {
    INK_NORMAL, /* what is so */
    INK_BAR,    /* the title row of a dialog */
    INK_LABEL,
    INK_FIELD, /* editable: underline */
    INK_FIELD_NOW,
    INK_FIELD_BLANK, /* what is empty of a field */
    INK_FIELD_REST,  /* of the current one */
    INK_CURSOR,      /* the chosen line of a dialog: ink on the bar */
    INK_ALERT,       /* late, or refused */
    INK_WARN,        /* soon */
    INK_DONE,
    INK_QUIET, /* labels, what is over, what is another's */
    INK_KEY,   /* what you can press */
    INK_TITLE, /* the word to read first */
    INK_DIALOG,
    INK_HERE,   /* where you are */
    INK_FOUND,  /* what was looked for, where it stands */
    INK_NOW,    /* the selection that is shown */
    INK_HEAD,   /* heads of columns: their underline is the hairline */
    INK_TAB,    /* the tab that is shown */
    INK_URGENT, /* an emergency */
    INK_BLOCK,
    INK_SOLID, /* a column of a curve: a blank is one */
    INK_CODE,  /* squares that a camera reads: dark on light whatever the terminal's colours */
};
/* Paper, the first and last row, and the one bar: where Enter acts. */
enum ground { GROUND_PAPER, GROUND_SURFACE, GROUND_BAR };
enum ink ink_on(enum ink i, enum ground g); /* the same meaning on that ground; without it: on paper */
enum theme { THEME_AUTO /* as the terminal's ground is, where it says so */, THEME_NIGHT, THEME_DAY, THEME_MONO };
enum theme theme_chosen(void);
bool theme_choose(enum theme t); /* from now on, and kept for the login; false: not kept. Lay all windows out anew */
bool theme_few(void);      /* the terminal says of itself less than it can, most likely: to be told; true once only */
bool theme_coloured(void); /* false: NO_COLOR, or a terminal without */
void window_ground(WINDOW *w); /* empties a new window: it is paper */
attr_t ink(enum ink i);
enum ground
ink_ground(enum ground g); /* what stands on paper stands on that from now on: a drawer. What it was before */
/* Draws s at (y,x) in exactly `columns` columns (padded), clipped by grapheme; returns columns. */
int draw_text(WINDOW *w, int y, int x, int columns, enum ink i, const char *s);
int draw_text_right(WINDOW *w, int y, int x, int columns, enum ink i, const char *s);
void draw_fill(WINDOW *w, int y, int x, int columns, enum ink i);
#endif
