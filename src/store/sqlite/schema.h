/* Tables, as the files of this wing share them. */
#ifndef STORE_SCHEMA_H
#define STORE_SCHEMA_H

/* Fixed tables: CREATE TABLE / INDEX / TRIGGER / VIRTUAL TABLE texts, run once when a file is made; NULL-terminated.
 * Names of these tables cannot be names of registers. */
extern const char *const schema_fixed[];  /* schema.c: marks, registers, counters, the journal and its guards */
extern const char *const schema_tables[]; /* schema_tables.c: staff, setting, draft, due, search */
/* Who was called not the same matter, and in which journal line. */
#define DIFFERENT_TABLE                                                                                                \
    "CREATE TABLE qt_different(reg TEXT NOT NULL, rule TEXT NOT NULL, record INTEGER NOT NULL, seq INTEGER NOT NULL,"  \
    " PRIMARY KEY(reg, rule, record, seq)) STRICT, WITHOUT ROWID"

#endif
