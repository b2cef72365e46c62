/* A program on a pseudo-terminal, its screen read through libvterm. For tests: a call that cannot
 * be carried out ends the test program with a sentence. */
#ifndef HARNESS_SCREEN_H
#define HARNESS_SCREEN_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/types.h>

struct screen;
/* env: NULL-terminated NAME=VALUE added to a clean environment (PATH, HOME of the test, TERM, LC_ALL). */
struct screen *screen_start(int rows, int cols, const char *term, char *const argv[], char *const env[]);
void screen_free(struct screen *s); /* kills and reaps what still runs */
void screen_send(struct screen *s, const char *bytes, size_t n);
void screen_resize(struct screen *s, int rows, int cols);
/* Text of the screen: rows joined by newlines, trailing blanks cut; with_caret adds a last line that
 * says where the caret stands ("caret 4,12", 0-based) or that it is hidden. Caller frees. */
char *screen_text(struct screen *s, bool with_caret);
/* A number for the character and tone of each cell, row by row: cells that look the same have the same. Caller frees.
 */
uint64_t *screen_tones(struct screen *s);
/* The cells for a program that paints them: "ROWS COLS", then a line for each that has something to be seen:
 * row, column, columns, b(old) u(nderlined) or -, ink and ground as RRGGBB, the character. */
void screen_cells_write(struct screen *s, FILE *out);
/* One cell: its character ("" in the right half of a wide one), ink and ground by number (-1: the terminal's own). */
struct look {
    char text[32];
    int ink, ground;
    bool bold, underline, reverse;
};
bool screen_look(struct screen *s, int row, int col, struct look *out); /* false: not on the screen */
void screen_size(const struct screen *s, int *rows, int *cols);
int screen_caret(const struct screen *s, char *out, size_t size); /* writes "caret 4,12" or "caret hidden", a newline */
/* Reads until text stands on the screen (or no longer, when gone). false after ms. */
bool screen_wait(struct screen *s, const char *text, bool gone, int ms);
/* Reads until the screen equals this text. false after ms. */
bool screen_wait_equal(struct screen *s, const char *text, int ms);
/* Reads until the program sleeps with all input taken, and stays so for quiet_ms. */
void screen_settle(struct screen *s, int quiet_ms);
void screen_hang_up(struct screen *s); /* closes the terminal's side */
void screen_signal(struct screen *s, int sig);
int screen_exit(struct screen *s, int ms); /* exit status, 128+signal, or -1 when it still runs after ms */
pid_t screen_pid(const struct screen *s);
int screen_bells(const struct screen *s);     /* rung since the start */
int64_t screen_bytes(const struct screen *s); /* received since the start */
bool screen_attr(struct screen *s, int row, int col, bool *reverse, bool *bold, bool *underline);
/* Reads what is there, waiting at most ms for the first byte. true when something came. */
bool screen_read(struct screen *s, int ms);
#endif
