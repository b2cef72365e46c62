/* desk, inside: records follow the names of their forms. */
#ifndef QT_DESK_RENAMED_H
#define QT_DESK_RENAMED_H

#include "desk_internal.h"

/* What cannot follow is told in `out` (may be NULL), as are records in states that no form has. Nothing is done when it
 * was done with these forms, unless `anew`: another program may have written old names since. */
int renamed_follow(struct desk *d, bool anew, struct problems *out) QT_MUST_USE;

#endif
