/* desk: who is in the building by the registers with `inside`, for when it has to be left. shift/inside.c */
#ifndef QIANTAI_DESK_INSIDE_H
#define QIANTAI_DESK_INSIDE_H

#include "qiantai/types.h"

struct desk;
struct form;
struct record;

struct inside_place {
    char *name; /* as the form says: a floor, else the unit */
    int64_t people, records;
};
struct inside_entry {
    const struct form *form;
    struct record *r; /* NULL: not asked for, or closed to whoever sits here */
    char *unit;
    size_t place;
    int64_t people;
};
struct inside {
    struct inside_place *places; /* in the order of the first unit there */
    size_t nplaces;
    struct inside_entry *v; /* by unit */
    size_t n;
    int64_t people;
};
/* Numbers are no secret and are always whole; names: with the records, as far as whoever sits here may see them.
 * QT_NOTFOUND: no register has `inside`. inside_free in any case. */
int desk_inside(struct desk *d, bool names, struct inside *out) QT_MUST_USE;
void inside_free(struct inside *in);
/* People only: for the locked screen; likewise. */
int desk_people_inside(struct desk *d, int64_t *people) QT_MUST_USE;

#endif
