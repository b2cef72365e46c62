/* A walk through one register, shared by the files replay_*.c and rebuild_record.c alone. */
#ifndef STORE_REPLAY_WALK_H
#define STORE_REPLAY_WALK_H

#include "journal/replay.h"

enum part {
    PART_PLAIN,
    PART_SEALED,
    PART_INDEX,
    PART_ID,
    PART_VERSION,
    PART_NUMBER,
    PART_CHANGED_AT,
    PART_CHANGED_BY,
    PART_ITEMS,
};

/* A column of the register's table, or a table of child rows; what the lines say of it. */
struct cell {
    char *name;
    size_t len; /* of the name */
    enum part part;
    size_t of;   /* sealed, index: the cell with the masked value */
    size_t next; /* the one that was named behind it in the last line: lines of one kind are alike */
    bool said, lost;
    bool serial, brought; /* replay_serials.c: a serial; that of the record at hand came in a file */
    size_t at, n;         /* the value in `values` */
};

struct walk {
    struct replay *r;
    const char *reg;
    const struct form *form; /* NULL: none has this name now */
    struct cell *v;
    size_t n, named;            /* cell that the line at hand named last; n: none yet */
    size_t first;               /* the one that a line names first */
    size_t stamp[PART_ITEMS];   /* by part: number, changed_at, changed_by; n: there is none */
    struct buf values, scratch; /* values: "null", then the texts of the record's lines */
    char *rows_sql;
    int64_t last; /* record compared last */
    /* of the record at hand */
    int64_t lines, at, seq;
    char *number, *staff;
    bool imported, withdrawn, bad;
    bool given;             /* the record's number was given out here */
    bool unread;            /* the table cannot be read on */
    char *period;           /* the one whose counter was looked at last */
    struct serial *serials; /* replay_serials.c: the counters of its serials */
    size_t nserials;
};

static inline struct raw cell_said(const struct walk *w, const struct cell *c)
{
    return c->said ? (struct raw){w->values.s + c->at, c->n} : (struct raw){0};
}

/* replay_columns.c: what there is to compare; the cell of that name, w->n none; are there all that the form asks for?
 */
int cells_list(struct walk *w) QT_MUST_USE;
size_t cell_find(struct walk *w, const char *name, size_t n);
void columns_look(struct walk *w);
/* replay_cell.c: is that what column `at` of the row holds? */
bool cell_same(struct walk *w, const struct cell *c, struct stmt *st, int at);

/* ---- replay_counters.c ---- */
/* Where the sequence begins in a number that was made by the pattern; 0: it was not, or more follows on it. */
size_t number_sequence_at(const char *pattern, const char *number);
/* Has the number of the record at hand a counter? What lacks it is told. */
int counter_there(struct walk *w) QT_MUST_USE;

/* ---- replay_serials.c ---- */
int serials_begin(struct walk *w) QT_MUST_USE; /* when the cells are known */
void serials_brought(struct walk *w);          /* after the first line of a record */
void serials_count(struct walk *w);            /* after its last */
int serials_end(struct walk *w) QT_MUST_USE;   /* of the register: what its counters have otherwise is told */

/* replay_items.c: are the child rows of record id what the lines say? */
int items_same(struct walk *w, const struct cell *c, int64_t id, bool *same) QT_MUST_USE;

#endif
