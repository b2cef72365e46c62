/* Is the database whole? The engine's own checks, cut into pieces that two threads share, each on a connection of its
 * own: a second core looks at the tables while the journal is read. */
#ifndef STORE_INTEGRITY_H
#define STORE_INTEGRITY_H

#include "gate.h"

struct integrity;
/* Begins in a thread. Give *out to one of the others in any case, after a fault too. */
int integrity_begin(struct db *db, struct integrity **out) QT_MUST_USE;
/* Takes its share of what is left, waits, frees. 0, or QT_CORRUPT with what is damaged. */
int integrity_end(struct integrity *in) QT_MUST_USE;
void integrity_stop(struct integrity *in); /* frees without a result */

#endif
