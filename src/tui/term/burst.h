/* Characters that a scanner types, told from those that a hand types: how fast they come. Times are microseconds of
 * clock_mono_us. No I/O here, so that it can be tested alone. */
#ifndef TUI_BURST_H
#define TUI_BURST_H
#include "term/key.h"

enum { BURST_MOST = 120 /* bytes of a code */ };

struct burst {
    char text[BURST_MOST + 4];
    size_t n;
    int64_t since, begun, last;
    int64_t mark; /* `QT:` was complete, 0 not yet */
    int hold;     /* ms for which the first character is held back; 0: only as long as a mark may follow */
    size_t given; /* characters of it that were read as typed, before it was seen what they are */
};
bool burst_begins(int c, enum key_place place); /* may c be the first of a code? */
/* since: it was pressed no earlier; a program that was busy reads late. */
void burst_begin(struct burst *b, int c, enum key_place place, int64_t since, int64_t now);
bool burst_follows(int64_t before, int64_t now); /* so soon after the character before: no hand */
/* So many ms it may be waited for the next one; 0: it is none, or it is broken off, and is what a hand types. */
int burst_wait(const struct burst *b, int64_t now);
void burst_add(struct burst *b, int c, int64_t now);
bool burst_ended(const struct burst *b, int64_t now); /* Enter came: was it a code? */

/* Where figures and letters are text they are typed as they come: what stands before an Enter is looked at then. */
struct typed_run {
    char text[BURST_MOST + 1];
    size_t n;
    int64_t begun, last;
};
void typed_run_add(struct typed_run *t, const char *text, int64_t since, int64_t now); /* since: not before that */
bool typed_run_ended(const struct typed_run *t, int64_t now);                          /* by Enter: was it a scanner? */
#endif
