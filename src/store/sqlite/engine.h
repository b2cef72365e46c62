/* SQLite itself: for src/store/sqlite, and for the expressions, which are SQLite's. */
#ifndef STORE_ENGINE_H
#define STORE_ENGINE_H

#include "gate.h"

#include <sqlite3.h>

/* struct stmt has no members: its address is the engine's. */
static inline sqlite3_stmt *engine_stmt(struct stmt *st)
{
    return (sqlite3_stmt *)st;
}

static inline struct stmt *stmt_of(sqlite3_stmt *st)
{
    return (struct stmt *)st;
}

/* Opens a connection that one thread uses at a time; flags: SQLITE_OPEN_READONLY, ..._READWRITE, ... Returns SQLite's
 * code; *h is to be closed after an error, too. The first one must be opened before there is a second thread. */
int engine_open(const char *path, int flags, sqlite3 **h);
/* Before some versions a WAL file can be corrupted when several processes write (the WAL-reset bug): then a rollback
 * journal is used. */
bool engine_wal(void);
const char *vfs_name(void); /* vfs.c: of our file layer, made known to the engine at the first call */
/* vfs.c: until it is called with false as often, ^Z does not stop this thread, nor those that it starts meanwhile. */
void stop_later(bool later);
void slots_free(struct db *db); /* the cache of statements, at db_close */

#endif
