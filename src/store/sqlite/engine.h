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

void slots_free(struct db *db); /* the cache of statements, at db_close */

#endif
