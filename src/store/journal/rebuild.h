/* A database made from the journal (verify --rebuild): while replay.c compares what the lines say with what is kept,
 * it is written to another database too. rebuild_record.c: records; rebuild_table.c: all other tables;
 * sqlite/rebuild.c: the files. */
#ifndef STORE_REBUILD_H
#define STORE_REBUILD_H

#include "journal/replay_walk.h"

struct rebuild {
    struct db *to;
    struct rebuilt *told;
    struct value *v; /* of the row at hand, by cell */
    size_t nv;
    int64_t withdrawn; /* records of the register at hand */
    char *period;      /* of the register at hand: the counter whose last number is not written yet; NULL none */
    int64_t last;
    char *columns, *columns_of; /* rebuild_row: of the table at hand, "|code|name|" */
};

void rebuild_free(struct rebuild *b);

/* ---- rebuild_record.c ---- */
/* A register begins: the statement that reads its rows as far as the tables have them. Caller frees. */
char *rebuild_rows_sql(struct walk *w) QT_MUST_USE;
/* The record at hand, as its lines say; what they do not say any more is taken from the row. row NULL: there is none.
 */
int rebuild_record(struct walk *w, struct stmt *row) QT_MUST_USE;
int rebuild_register_end(struct walk *w) QT_MUST_USE;

/* ---- rebuild_table.c ---- */
/* A row from a line's JSON, as far as the table has its columns. but: a member that is left out, NULL none. */
int rebuild_row(struct rebuild *b, const char *table, const char *json, const char *but) QT_MUST_USE;
int rebuild_clock(struct replay *r, const char *json) QT_MUST_USE;
/* A person as the line has it, with the hash of the PIN that the present row has, if it is the line's. */
int rebuild_staff(struct replay *r, const char *json) QT_MUST_USE;
int rebuild_pair(struct replay *r, const char *table, const char *name, const char *json) QT_MUST_USE;
int rebuild_counter(struct db *to, const char *reg, const char *period, int64_t last) QT_MUST_USE; /* at least that */
/* All rows of a table, by the columns that it has there; where: SQL behind the table's name, "" all. */
int rebuild_copy(struct db *from, struct db *to, const char *table, const char *where) QT_MUST_USE;
/* What no line tells: drafts, files outside, tries of PINs, and whatever tables there are besides. */
int rebuild_carry(struct replay *r) QT_MUST_USE;

#endif
