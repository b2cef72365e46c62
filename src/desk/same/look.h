/* A stretch of time whose records are compared with one of them: their tokens, how rare each is, who is likely. */
#ifndef DESK_LOOK_H
#define DESK_LOOK_H

#include "same/similar_case.h"

struct kept { /* the tokens of one record */
    int64_t id, at;
    size_t from, n; /* in look.tokens */
    bool counted;
};
struct look {
    struct sought of; /* the record in question: look_ask */
    struct corpus corpus;
    int64_t since; /* what is earlier is not counted */
    struct buf tokens;
    struct kept *kept;
    size_t n;
};
enum { LIKEST = 40 }; /* records that are read */
struct likely {
    int64_t id;
    double alike;
};
/* Reads the words; look_close() in any case. */
int look_open(struct look *l, struct desk *d, const struct form *f, const struct similar_rule *rule) QT_MUST_USE;
/* Of these days, their window and the twelve months before, at most the newest 4,000. */
int look_read(struct look *l, int64_t from, int64_t to) QT_MUST_USE;
void look_close(struct look *l);
/* The words of a record, as the rule has them. */
void look_features(const struct sought *of, const struct record *r, struct features *out);
/* l->of.r in question, l->of.mine its words: weighed by the others. look_done() when it was compared. */
void look_weigh(struct look *l);
void look_done(struct look *l);
/* The cosine with each of the window; the likest that may be alike, first the likest. Returns how many. */
size_t look_compare(const struct look *l, struct likely likest[LIKEST]);
/* Does this change, or this action, ask for a look? */
bool rule_wanted(const struct similar_rule *rule, const struct record *stored, const struct record *r, int action);

#endif
