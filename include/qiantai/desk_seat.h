/* desk: who sits there, and what is left of those who read on the command line. A part of desk.h, which includes it. */
#ifndef QIANTAI_DESK_SEAT_H
#define QIANTAI_DESK_SEAT_H

#include "qiantai/types.h"

struct desk;

/* ---- seat.c, sitting.c ---- */
/* QT_DENIED: wrong, or the account is closed, for good or for this terminal; QT_BUSY: the terminal must wait, the PIN
 * was not looked at. Tries are counted before they are looked at; settings pin_tries, pin_minutes, pin_known_days,
 * pin_pause. Own transactions, journalled. */
int desk_sign_in(struct desk *d, const char *staff, const char *pin) QT_MUST_USE;
/* Does the person still sit there? Known from each transaction; look: the staff is read now. CHANGED (the role) is
 * said once. fault_text() has the sentence when a call was refused for it. */
enum sitting { SITTING_ON, SITTING_CHANGED, SITTING_OVER };
enum sitting desk_sitting(struct desk *d, bool look);
/* Without a key for so long the desk locks itself, 0 never: setting lock_minutes, over the network four times that;
 * lock_minutes.TERMINAL where the house set it for this one. */
int64_t desk_lock_minutes(struct desk *d);
bool desk_own_pin_there(struct desk *d); /* whoever sits here has a PIN that could unlock it */
bool desk_lobby(const struct desk *d);   /* the lobby's own terminal: the staff may be shown before sign-in */
int desk_sign_in_as(struct desk *d,
                    const char *staff) QT_MUST_USE; /* --as without a PIN, where desk_vouched; journalled */
void desk_sign_out(struct desk *d);
/* Nothing can be written here: after this fault of desk_sign_in, of a desk opened for reading, the seconds that
 * desk_sign_in_slowly takes; 0: it was another fault, or a limit of the process and not the disk. */
int64_t desk_pin_pause(struct desk *d, int fault);
/* Tries that cannot be counted are looked at one at a time, whoever's and from wherever, and told after that pause: no
 * more of them in pin_minutes than close an account, pin_tries. QT_BUSY: another one is looked at. */
int desk_sign_in_slowly(struct desk *d, const char *staff, const char *pin) QT_MUST_USE;

/* house/vouched.c: whom --as may name without a PIN: anybody in a practice database, else whom a `login` line of the
 * house's file says the operating system's user to be (attack.md M10). */
bool desk_vouched(struct desk *d, const char *staff);
/* The only colleague whom these lines name for this user, for whoever gives no --as; NULL none, or several. Caller
 * frees. */
char *desk_vouched_for(struct desk *d);

/* ---- reading.c ---- */
struct reading {
    const char *command;    /* of the program */
    const char *reg, *list; /* NULL: none */
    int64_t record;         /* the only one; 0: none */
    int64_t records;        /* how many are shown; -1: counts, settings, nothing of records */
    bool more;              /* and more, which are not counted yet: another line follows */
    bool part;              /* by a condition, a text, a number: which ones the line does not say */
};
/* Whoever signed in has read, and no line says so yet. */
bool desk_reading_due(const struct desk *d);
/* Leaves that line ("shell-read"); own transaction. One line stands for the same reading, whole and not by a condition,
 * by the same person at the same terminal for a minute. QT_OK with *unnoted, the reason: nothing can be written here,
 * the reading goes on without; caller frees. */
int desk_note_reading(struct desk *d, const struct reading *r, char **unnoted) QT_MUST_USE;

#endif
