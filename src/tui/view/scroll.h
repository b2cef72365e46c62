/* Where movement keys lead among rows: a bar, or the first line of a text that scrolls. */
#ifndef TUI_SCROLL_H
#define TUI_SCROLL_H
#include "view.h"

/* Moves *at within 0..last, `page` rows a page; false: the command is no movement. */
bool scroll_move(int command, int page, int last, int *at);
/* The first row to show so that row `at` is among the `rows` rows from it on. */
int scroll_top(int at, int top, int rows);
/* The movement of an arrow key where there is no table of commands: dialogs, sign-in. */
int scroll_command(int key);
#endif
