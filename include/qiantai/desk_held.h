/* desk: what the desk keeps for others by the registers with `holds`, and the money in its drawers. shift/held.c */
#ifndef QIANTAI_DESK_HELD_H
#define QIANTAI_DESK_HELD_H

#include "qiantai/types.h"

struct desk;
struct form;
struct record;

struct held_group {
    char *name; /* a place, a unit, a span of time, a kind; "" of none */
    int64_t records, pieces;
    int64_t since; /* the oldest of them; 0 not known */
    int order;     /* of spans of time: the newest first */
};
struct held {
    struct held_group *v; /* by name */
    size_t n;
    int64_t records, pieces;
};
struct held_thing {
    const struct form *form;
    struct record *r;
    char *what, *place, *unit;
    int64_t since;
};
struct held_things { /* the oldest first */
    struct held_thing *v;
    size_t n;
    bool more; /* than were asked for */
};
/* As far as whoever sits here may look. held_free, held_things_free in any case. */
int desk_held(struct desk *d, enum held_by by, struct held *out) QT_MUST_USE;
void held_free(struct held *h);
/* Those of one group, at most so many of each register; name NULL: all. */
int desk_held_things(struct desk *d, enum held_by by, const char *name, size_t most,
                     struct held_things *out) QT_MUST_USE;
void held_things_free(struct held_things *t);
bool desk_holds(const struct desk *d); /* some register says what it keeps */

#endif
