/* Taking back, inside the desk. undo.c: what was done is remembered, and taken back; undo_check.c: may it be;
 * undo_back.c: a record as it was; undo_recall.c: what the journal tells of earlier calls. */
#ifndef DESK_UNDO_H
#define DESK_UNDO_H

#include "desk_internal.h"
#include "qiantai/desk_undo.h"

enum { UNDO_KEPT = 200 }; /* actions remembered */

/* One transaction of the person. */
struct undo_event {
    int64_t first, last; /* lines of the journal that it wrote */
    int64_t at;
    const struct form *form; /* its record: */
    int64_t record;
    char *action; /* the journal's word for it */
    int together; /* events with the same number are taken back at once; 0 by itself */
};

/* A record that it wrote. */
struct undo_record {
    const struct form *form;
    int64_t id;
    bool made; /* by it */
};

struct undo_run {
    struct desk *d;
    const struct undo_event *event;
    struct event_line *v; /* its lines */
    size_t n;
    struct undo_record *records; /* in the order of their first line */
    size_t nrecords;
    struct event_line *undone; /* later lines that took something back */
    size_t nundone;
    char cause[64]; /* of the lines that take it back */
};

/* undo_check.c. In a transaction: reads the event's lines and looks whether anything stands against taking it back. */
int undo_check(struct undo_run *u) QT_MUST_USE;
int undo_too_old(const struct undo_run *u) QT_MUST_USE;
void undo_run_clear(struct undo_run *u);
bool undo_has(const struct undo_run *u, const struct form *f, int64_t id);
/* The lines that this one took back; false: it took nothing back. */
bool undo_range(const struct event_line *l, int64_t *first, int64_t *last);
bool undo_caused(const char *data); /* does the line name a cause? */

/* undo_back.c. The record as it was before the event; *was: NULL when the event made it. */
int undo_before(const struct undo_run *u, const struct undo_record *r, const struct record *stored,
                struct record **was) QT_MUST_USE;
int undo_put_back(struct undo_run *u, const struct undo_record *r) QT_MUST_USE;

#endif
