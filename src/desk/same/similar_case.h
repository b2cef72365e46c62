/* Records that were found alike: who reported them, what is offered, and the case they are joined to. */
#ifndef DESK_SIMILAR_CASE_H
#define DESK_SIMILAR_CASE_H

#include "same/similar.h"

struct likely { /* a record as its tokens have it */
    int64_t id;
    double alike; /* at most */
};
struct member { /* a record that is alike */
    struct record *r;
    struct features features;
    int64_t day;     /* the day it was reported: its midnight */
    double likeness; /* to the record in question */
    bool judged, chosen;
};
struct pool {
    const struct likely *likest; /* the likest first; of these nread were read */
    size_t nlikest, nread;
    struct member *v;
    size_t n;
};
int64_t similar_time(const struct similar_rule *rule, const struct record *r);
struct sought { /* a record that others are compared with */
    struct desk *d;
    const struct form *form;
    const struct similar_rule *rule;
    const struct record *r;
    struct features mine;
    int64_t at, window; /* midnight of its day; how far from it the others may lie */
};
/* Asks SAME_MATTER when those of the pool (likest first) are enough people, or belongs to a case, and this set was not
 * refused before. */
int similar_offer(const struct sought *s, const struct pool *pool, struct outcome *o) QT_MUST_USE;
const char *similar_case(const struct similar_rule *rule, const struct record *r); /* number of its case, or NULL */
bool similar_of_case(const struct similar_rule *rule, const struct record *r, const char *number);
/* Different people who reported these records, those among them who joined in one or whom a case counts. */
int people_count(const struct wording *w, const struct similar_rule *rule, struct record *const *v, size_t n);
bool one_told_both(const struct wording *w, const struct similar_rule *rule, struct record *a, struct record *b);

#endif
