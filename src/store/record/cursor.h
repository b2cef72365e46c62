/* A list being read: cursor.c pages it, filter.c and filter_text.c narrow it. */
#ifndef STORE_CURSOR_H
#define STORE_CURSOR_H

#include "gate.h"

enum {
    TEXT_HITS = 400,      /* matches of a text filter that are shown; typing on narrows them */
    CURSOR_FIRST_ARG = 4, /* of what narrows; ?1 ?2 key, ?3 limit */
    CURSOR_STEPS = 10000, /* of the engine between two looks at the clock, see db_watch */
};

struct filter_arg {
    struct value value;
    unsigned char index[SECRET_INDEX];
    bool secret; /* bound as the blind index */
};
struct cursor {
    struct db *db;
    const struct form *form;
    const struct list_rule *list;
    int order; /* field, -1 = by id alone */
    bool descending;
    bool scan;     /* no index serves the order: the rows of the list are read and sorted for each page */
    bool *want;    /* per field: read it */
    char *columns; /* SQL of what is read */
    char *filter;  /* SQL condition without text filter; parameters from ?4 on */
    bool filtered; /* it is more than "all" */
    bool guarded;  /* holds a person's own condition */
    bool stopped;  /* it took too long */
    int64_t since; /* processor time, us, when its present reading began */
    struct filter_arg *args;
    size_t nargs;
    bool picked, cut; /* a text filter applies; there were more hits than kept */
    int64_t *ids;     /* picked: in the list's order */
    size_t nids;
    bool in_area;
    struct { /* the row up to which a balance was summed last */
        bool is;
        struct value key;
        int64_t id, sum, changes; /* changes: of the database, then */
    } known;
};
/* Fills in what runs along with the list, for rows that were read in any order. */
int cursor_balances(struct cursor *c, struct record_page *page) QT_MUST_USE;
int cursor_narrow(struct cursor *c, const struct query *q) QT_MUST_USE;
int cursor_narrow_text(struct cursor *c, const char *text) QT_MUST_USE;
int cursor_narrow_shown(struct cursor *c, const char *text) QT_MUST_USE; /* adds what its columns show so */
struct stmt *cursor_stmt(struct cursor *c, const char *sql); /* prepared and its filter parameters bound */
int cursor_late(void *until); /* for db_watch: has the time (microseconds, int64_t) passed? */
bool cursor_picked(const struct cursor *c, int64_t id);

#endif
