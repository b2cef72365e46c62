/* A check that reads for seconds and stands in nobody's way. */
#ifndef STORE_ASIDE_H
#define STORE_ASIDE_H

#include "gate.h"

/* check(db, arg), which only reads, on db itself for as long as nobody waits for it; as soon as somebody does it is
 * broken off and done with a copy of the whole file, which lies beside it for that long, 0600, and what it says of the
 * copy is said of the file. Where there is no room for one, or nowhere to write it, whoever waits goes on waiting, as
 * for any reader. It may be called twice: what it answers begins anew each time. Returns what check returns. */
int check_aside(struct db *db, int (*check)(struct db *db, void *arg), void *arg) QT_MUST_USE;

/* A connection of a thread takes part (db_beside): it is broken off with the others. */
void aside_join(struct aside *a, struct sqlite3 *h);
void aside_leave(struct aside *a, struct sqlite3 *h);

#endif
