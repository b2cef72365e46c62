/* Tables, as the files of this wing share them. */
#ifndef STORE_SCHEMA_H
#define STORE_SCHEMA_H

#include "gate.h"

/* Fixed tables: CREATE TABLE / INDEX / TRIGGER / VIRTUAL TABLE texts, run once when a file is made; NULL-terminated.
 * Names of these tables cannot be names of registers. */
extern const char *const schema_fixed[];  /* schema.c: marks, registers, counters, the journal and its guards */
extern const char *const schema_tables[]; /* schema_tables.c: staff, setting, draft, due, search */
extern const char *const ledger_tables[]; /* ledger/tables.c: money, and its guards */
/* Who was called not the same matter, and in which journal line. */
#define DIFFERENT_TABLE                                                                                                \
    "CREATE TABLE qt_different(reg TEXT NOT NULL, rule TEXT NOT NULL, record INTEGER NOT NULL, seq INTEGER NOT NULL,"  \
    " PRIMARY KEY(reg, rule, record, seq)) STRICT, WITHOUT ROWID"
/* Worked out from the texts (tokens.c), so that nothing vouches for it; a row that is missing is made again. */
#define TOKENS_TABLE                                                                                                   \
    "CREATE TABLE qt_tokens(reg INTEGER NOT NULL, rule TEXT NOT NULL, record INTEGER NOT NULL, stamp INTEGER NOT "     \
    "NULL,"                                                                                                            \
    " at INTEGER NOT NULL, tokens BLOB NOT NULL, PRIMARY KEY(reg, rule, record)) STRICT, WITHOUT ROWID"
/* Files that the program wrote outside (outside.c). */
#define OUTSIDE_TABLE                                                                                                  \
    "CREATE TABLE IF NOT EXISTS qt_outside(path TEXT PRIMARY KEY, kind TEXT NOT NULL) STRICT, WITHOUT ROWID"

/* pin.c: tries of the last minutes, and where people sign in. staff: a keyed hash of the code. */
#define PIN_TRY_TABLE                                                                                                  \
    "CREATE TABLE qt_pin_try(id INTEGER PRIMARY KEY, staff BLOB NOT NULL, terminal TEXT NOT NULL, at INTEGER NOT "     \
    "NULL,"                                                                                                            \
    " refused INTEGER NOT NULL) STRICT"
#define PIN_KNOWN_TABLE                                                                                                \
    "CREATE TABLE qt_pin_known(staff BLOB NOT NULL, terminal TEXT NOT NULL, last INTEGER NOT NULL,"                    \
    " PRIMARY KEY(staff, terminal)) STRICT, WITHOUT ROWID"

/* How the table of a register begins, up to its fields, and one of child rows (its name, the register's). */
#define TABLE_OF_REGISTER                                                                                              \
    "CREATE TABLE IF NOT EXISTS \"%s\"(id INTEGER PRIMARY KEY, version INTEGER NOT NULL, number TEXT NOT NULL,"        \
    " state TEXT"
#define TABLE_OF_ROWS                                                                                                  \
    "CREATE TABLE IF NOT EXISTS \"%s\"(parent INTEGER NOT NULL REFERENCES \"%s\"(id), pos INTEGER NOT NULL"
#define TABLE_OF_ROWS_END ", PRIMARY KEY(parent, pos)) STRICT, WITHOUT ROWID"

/* schema_like.c: the registers of another database, with all their columns and tables of rows, those too that no form
 * has any more; what bears no name and type that the program gives is left out. */
int schema_like(struct db *db, struct db *from) QT_MUST_USE;

/* ---- indexes.c ---- */
/* Fields of a register that others ask for by exact value: watch-lists, repeat look-ups; the set has those by which
 * expressions count. */
struct asked {
    const struct forms *set;
    struct {
        const char *reg, *field;
    } * v;
    size_t n;
};
struct asked asked_by_all(const struct forms *set); /* caller frees v */
/* The statements that make a register's indexes, one behind the other: for the mark of the schema. */
void indexes_tell(const struct asked *asked, const struct form *f, struct buf *out);
/* Drops what no form asks for any more, makes what is missing. */
int indexes_grow(struct db *db, const struct asked *asked, const struct form *f) QT_MUST_USE;

#endif
