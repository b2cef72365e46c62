/* Records that were found alike: who told them, what is offered, and the case they are joined to. */
#ifndef DESK_SIMILAR_CASE_H
#define DESK_SIMILAR_CASE_H

#include "similar.h"

struct member {
    struct record *r;
    struct features features;
    int64_t at;
    double likeness;
    bool hit;
};
struct pool {
    struct member *v;
    size_t n;
};
void pool_free(struct pool *p);
int64_t similar_time(const struct similar_rule *rule, const struct record *r);
/* Fills the outcome when the pool has enough people, or belongs to a case, and this set was not refused before. */
int similar_offer(struct desk *d, const struct similar_rule *rule, const struct record *r, int64_t window,
                  struct pool *pool, struct outcome *o) QT_MUST_USE;
#define REFUSED_WORD "not-similar" /* of the journal: these are different matters */
const char *similar_case(const struct similar_rule *rule, const struct record *r); /* number of its case, or NULL */
/* Different people among the records: who is named alike in one of the rule's fields is one; all without a name are
 * one together, as nobody knows better. */
int people_count(const struct wording *w, const struct similar_rule *rule, struct record *const *v, size_t n);

#endif
