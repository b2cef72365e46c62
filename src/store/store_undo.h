/* store: what taking an action back needs (desk/undo). A part of store.h, which includes it. */
#ifndef STORE_UNDO_H
#define STORE_UNDO_H

#include "qiantai/types.h"

struct db;

/* A line of the journal as it is, for whoever plays it backwards: nothing is left out. */
struct event_line {
    int64_t seq, at, record;
    char *staff, *terminal, *reg, *number, *action;
    char *data; /* personal values as "#" */
    char *personal,
        *sealed; /* the same members with these values, and secrets as they are sealed; NULL none, or gone */
};
/* journal/event.c. Lines from..to, in order; journal_lines_free. */
int journal_lines(struct db *db, int64_t from, int64_t to, struct event_line **v, size_t *n) QT_MUST_USE;
/* Those that tell of an action taken back (their cause says which lines it had written), later than `since`. */
int journal_undone(struct db *db, int64_t since, struct event_line **v, size_t *n) QT_MUST_USE;
/* The line with which a record that bore this number was taken back: 1, into v[0] of *v; 0 none. */
int journal_void(struct db *db, const char *reg, const char *number, struct event_line **v) QT_MUST_USE;
void journal_lines_free(struct event_line *v, size_t n);
int journal_next(struct db *db, int64_t *seq) QT_MUST_USE; /* of the next line, in a transaction */

/* due.c. The clock as it was before that line. One that did not run then is no record's from now on: its row stays,
 * stopped, with the record's id below 0. In a transaction. */
int due_back(struct db *db, int64_t id, int64_t line) QT_MUST_USE;

/* ledger/find.c. Has something of this event been reversed since, or settled by a later one? */
int ledger_built_on(struct db *db, int64_t event, bool *built) QT_MUST_USE;

/* record/withdraw.c. Personal values of what was taken back before that moment, by lines before `behind` (0: any), go.
 */
int rec_void_purge(struct db *db, const struct form *f, int64_t before, int64_t behind) QT_MUST_USE;
/* record/unique.c. Records of f whose rows name this number in a column; at most `limit`; caller frees. */
int rec_rows_equal(struct db *db, const struct form *f, int items, int column, const char *number, int limit,
                   int64_t **ids, size_t *n) QT_MUST_USE;

#endif
