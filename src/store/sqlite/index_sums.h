/* Does every index of a table hold what the table holds, no more and no less, and in order? Read once from end to end
 * each: a sum over all rows must be the same on both sides. The engine's own check looks every row up in every index.
 */
#ifndef STORE_INDEX_SUMS_H
#define STORE_INDEX_SUMS_H

#include "sqlite/engine.h"

/* The functions that the sums are made with, for this connection. Returns SQLite's code. */
int index_sums_begin(sqlite3 *h);
/* *proven: all is well. Not proven is not yet damaged: the engine is to be asked, it names the row. Returns SQLite's
 * code, an error only where asking would be no use (interrupted). Uses nothing of fault.h: it runs in threads. */
int index_sums(sqlite3 *h, const char *table, bool *proven);

#endif
