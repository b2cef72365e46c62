/* The journal played again: what its lines say is compared with what the tables hold. replay.c leads, replay_value.c
 * reads lines, replay_record.c compares registers (replay_columns.c, replay_cell.c, replay_items.c), replay_counters.c
 * counters, replay_rows.c all other tables. */
#ifndef STORE_REPLAY_H
#define STORE_REPLAY_H

#include "gate.h"

struct replay {
    struct db *db;
    int64_t since;        /* line with which version 3 took the file over; lines before it hold less. 0: none */
    size_t n, most;       /* differences; how many of them are told, 0: a few */
    struct buf told;      /* the first of them */
    struct rebuild *into; /* rebuild.h: the database that is made from the lines; NULL: they are compared only */
};

struct db *replay_journal(const struct replay *r); /* that has the lines: of the new database its own, index and all */
/* Of what is compared: rows that cannot be read are told, and the new database gets what the lines say. Returns the
 * fault where none is made, and any other. */
int replay_read_on(struct replay *r, int rc, const char *table) QT_MUST_USE;

/* One difference, named so that a person finds it: register and number, and which field; never what stands there. */
void differs(struct replay *r, const char *fmt, ...) QT_PRINTF(2, 3);
/* All that can be compared; of the search index some records only. 0, QT_CORRUPT and the differences told, or another
 * fault. */
int journal_replay(struct db *db) QT_MUST_USE;
int replay_all(struct replay *r) QT_MUST_USE;        /* the same, nothing told yet */
void replay_tell(struct replay *r, struct buf *out); /* the differences, "" none; theirs is the memory from then on */
int replay_register(struct replay *r, const char *reg) QT_MUST_USE;
int replay_rows(struct replay *r) QT_MUST_USE; /* staff, settings, clocks, marks, and counters: */
int replay_counters(struct replay *r) QT_MUST_USE;
int ledger_replay(struct replay *r) QT_MUST_USE; /* ledger/ledger_replay.c: transfers, allocations, receipts */
/* The number of a record as its last line names it; "#ID" when no line does. Caller frees. */
char *replay_number(struct replay *r, const char *reg, int64_t record);

/* ---- replay_value.c: values as they stand in a line's JSON ------------------------------------------- */
/* A value as it is written, quotes and all; s NULL: none. Not ended by a zero byte. */
struct raw {
    const char *s;
    size_t n;
};
bool raw_is(struct raw v, const char *json);
char *raw_text(struct raw v); /* without quotes and escapes; a number as its digits; NULL for null. Caller frees. */
bool raw_same(struct raw v, struct stmt *st, int at, struct buf *scratch); /* is it what the column holds? */
/* The next member of an object; *at is where it begins, at first the object itself. False: there is none, or it is no
 * object. */
bool raw_member(const char **at, struct raw *name, struct raw *value);
/* The same; after: the second item of a value that is an array, as [before,after]. */
bool raw_change(const char **at, struct raw *name, struct raw *value, struct raw *after);
struct raw raw_find(const char *object, const char *name);
struct raw raw_item(struct raw array, size_t i); /* of an array; s NULL: it has none, or it is no array */

#endif
