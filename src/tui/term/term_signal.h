/* Signals and the log: what term.c and key.c share. */
#ifndef TUI_TERM_SIGNAL_H
#define TUI_TERM_SIGNAL_H
#include <stdbool.h>
#include <termios.h>
int signals_start(const struct termios *cooked); /* -1: no pipe */
void signals_stop(void);
int signals_fd(void);           /* readable after a signal: wakes a poll */
void signals_drain(void);       /* empties it */
bool signals_take_resize(void); /* SIGWINCH since the last call */
void signals_hang_up(void);     /* EOF or EIO on the terminal */
void log_start(void);           /* fd 2 into the log file */
void log_stop(void);
/* $XDG_STATE_HOME/qiantai/NAME, else ~/.local/state/qiantai/NAME, its folders made; caller frees; NULL: there is no
 * such place. */
char *state_path(const char *name);
void theme_start(void);
bool theme_asks(void);   /* the terminal is to be asked for its ground */
bool theme_awaits(void); /* it was, a moment ago, and has not answered */
/* What the terminal says of itself, an OSC string without its ends. True: another theme, draw all anew. */
bool theme_answer(const char *said);
#endif
