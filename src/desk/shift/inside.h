/* Inside the desk: who is in the building, for the procedures of a shift. */
#ifndef DESK_SHIFT_INSIDE_H
#define DESK_SHIFT_INSIDE_H

#include "desk_internal.h"

const char *inside_where(const struct form *f); /* of a form with `inside`: its condition as SQL; NULL all */
int64_t inside_people(const struct record *r);  /* how many the record is; likewise */
/* Every record of every such form, with nobody's eyes; QT_NOTFOUND: there is no such form. */
int inside_each(struct desk *d, int (*fn)(struct record *r, void *arg), void *arg) QT_MUST_USE;

#endif
