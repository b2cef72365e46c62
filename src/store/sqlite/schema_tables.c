/* Fixed tables beside the journal: staff, settings, drafts, clocks, search. */
#include "gate.h"
#include "search/search.h"
#include "sqlite/schema.h"

const char *const schema_tables[] = {
    /* pin: Argon2id over the keyed hash of the PIN (pin.c); NULL = cannot sign in yet */
    "CREATE TABLE staff(code TEXT PRIMARY KEY, name TEXT NOT NULL, role TEXT NOT NULL, disabled INTEGER NOT NULL,"
    " pin TEXT) STRICT, WITHOUT ROWID",

    "CREATE TABLE setting(name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID",

    /* data is sealed (secret.c). Ids are never used again: a stale one cannot hit another draft. */
    "CREATE TABLE draft(id INTEGER PRIMARY KEY AUTOINCREMENT, staff TEXT NOT NULL, terminal TEXT NOT NULL,"
    " reg TEXT NOT NULL, record INTEGER NOT NULL, at INTEGER NOT NULL, data BLOB NOT NULL) STRICT",

    /* One row per clock started; times are UTC seconds, 0 = never. stopped = 0: on the board. */
    "CREATE TABLE due(id INTEGER PRIMARY KEY, reg TEXT NOT NULL, clock TEXT NOT NULL, record INTEGER NOT NULL,"
    " started INTEGER NOT NULL, due INTEGER NOT NULL, warn INTEGER NOT NULL, stopped INTEGER NOT NULL,"
    " paused INTEGER NOT NULL, waited INTEGER NOT NULL, escalate INTEGER NOT NULL, escalated INTEGER NOT NULL,"
    " snoozed INTEGER NOT NULL, owner TEXT NOT NULL, escalate_to TEXT NOT NULL, unit TEXT NOT NULL,"
    " late INTEGER NOT NULL) STRICT",
    "CREATE INDEX due_record ON due(reg, record, clock)",
    /* further columns and indexes: due_grow() */

    DIFFERENT_TABLE,
    TOKENS_TABLE,
    PIN_TRY_TABLE,
    PIN_KNOWN_TABLE,
    OUTSIDE_TABLE,

    /* Only the index of the tokens of search.h: no text, no positions. rowid = SEARCH_ROWID. */
    "CREATE VIRTUAL TABLE search USING fts5(t, content = '', columnsize = 0, detail = none,"
    " tokenize = \"ascii tokenchars '=+'\")",
    /* Merging in sixteens instead of fours takes a third off an import and leaves a search as fast (measured with
     * tests/bench/search_bench.c: 24 segments at a million rows). The second keeps a save from merging a whole level.
     */
    "INSERT INTO search(search, rank) VALUES('automerge', 16)",
    "INSERT INTO search(search, rank) VALUES('crisismerge', 64)",
    "INSERT INTO meta(name, value) VALUES('search.tokens', '" SEARCH_TOKENS "')",
    NULL,
};

/* Columns that files of the first schema lack, and the indexes that use them. stopped and behind stand in the indexes
 * themselves so that counting need not look into the table. */
int due_grow(struct db *db)
{
    static const char *const steps[] = {
        "ALTER TABLE due ADD COLUMN told INTEGER NOT NULL DEFAULT 0",
        "ALTER TABLE due ADD COLUMN kind TEXT NOT NULL DEFAULT ''",
        "ALTER TABLE due ADD COLUMN pauses TEXT NOT NULL DEFAULT ''",
        "ALTER TABLE due ADD COLUMN behind INTEGER NOT NULL DEFAULT 0",
        "ALTER TABLE due ADD COLUMN withdrawn INTEGER NOT NULL DEFAULT 0",
        "ALTER TABLE due ADD COLUMN wake INTEGER NOT NULL DEFAULT 0",
        "UPDATE due SET wake = due WHERE stopped = 0 AND record > 0",
        "DROP INDEX IF EXISTS due_live",
        "DROP INDEX IF EXISTS due_owner",
        "CREATE INDEX due_wake ON due(wake) WHERE stopped = 0 AND wake > 0",
        "CREATE INDEX due_front ON due(due, id, paused, stopped, behind) WHERE stopped = 0 AND behind = 0",
        "CREATE INDEX due_owner ON due(owner, due, id, paused, stopped, behind) WHERE stopped = 0 AND behind < 2",
    };
    int64_t there = 0;
    int rc = db_int(db, "SELECT count(*) FROM pragma_table_info('due') WHERE name = 'told'", &there);
    for (size_t i = 0; rc == 0 && !there && i < sizeof steps / sizeof *steps; i++)
        rc = db_exec(db, steps[i]);
    return rc;
}
