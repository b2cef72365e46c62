/* What is known about a record while it is typed, before anybody saves it. Reads only. src/desk/record/foresee.c. */
#ifndef QIANTAI_DESK_KNOWN_H
#define QIANTAI_DESK_KNOWN_H
#include "qiantai/desk.h"

/* What saving the new record r would ask now, of WORDS and ALREADY, in o: nothing there is `required`. r may be half
 * typed. QT_OK or a fault, what was found by then is in o; outcome_free. */
int desk_foresee(struct desk *d, const struct record *r, struct outcome *o) QT_MUST_USE;

/* Records of r's own register about the same person: equal to r in the field by which a look-up of the form tells
 * people apart (`distinct`). */
struct before {
    char *name;   /* what the look-up takes over of the newest; NULL: there are none */
    size_t times; /* as many, `more`: at least */
    bool more;
    char **lines; /* of the newest: what the look-up shows of them besides; n of them */
    size_t n;
};
/* At most `most` lines. QT_OK or a fault; before_free. */
int desk_before(struct desk *d, const struct record *r, size_t most, struct before *out) QT_MUST_USE;
void before_free(struct before *b);
#endif
