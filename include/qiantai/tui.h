/* tui: what a clerk sees. The only room with curses. */
#ifndef QIANTAI_TUI_H
#define QIANTAI_TUI_H

#include "qiantai/desk.h"

struct tui_options {
    const char *open;        /* register whose list is shown first, or NULL = board */
    const char *staff;       /* already vouched for, or NULL = sign-in screen */
    const char *const *same; /* options that open the same database, for commands run beside the desk; NULL: none */
    FILE *record,
        *replay;  /* keys are written down; are taken from there until somebody presses one; NULL. Practice only */
    bool lessons; /* begin with the lessons, at a desk for practice, and show that it is one */
};
/* Runs until the clerk leaves or the terminal goes. 0, or a fault told on stderr after the screen is closed. */
int tui_run(struct desk *d, const struct tui_options *o) QT_MUST_USE;

void commands_describe(struct buf *out); /* the table of commands as Markdown, for the manual */

#endif
