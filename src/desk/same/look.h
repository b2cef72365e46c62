/* A look for others about the matter of one record: how rare its words are, who is likely. */
#ifndef DESK_LOOK_H
#define DESK_LOOK_H

#include "same/memory.h"

struct look {
    struct sought of; /* the record in question */
    struct memory *memory;
};
enum { LIKEST = 40 }; /* records that may be read */
/* Reads the words; look_close() in any case. */
int look_open(struct look *l, struct desk *d, const struct similar_rule *rule, const struct record *r) QT_MUST_USE;
/* Its window and the twelve months before, at most the newest 4,000. others: is there any but itself? */
int look_read(struct look *l, bool *others) QT_MUST_USE;
void look_close(struct look *l);
/* The words of a record, as the rule has them. */
void look_features(const struct sought *of, const struct record *r, struct features *out);
/* l->of.mine, its words: weighed by the others, without itself until look_done(). */
void look_begin(struct look *l);
void look_done(struct look *l);
void look_weigh(struct look *l, struct features *f); /* those of another record */
/* The cosine with each of the window; the likest that may be alike, first the likest. Returns how many. */
size_t look_compare(struct look *l, struct likely likest[LIKEST]);
/* Does this change, or this action, ask for a look? */
bool rule_wanted(const struct similar_rule *rule, const struct record *stored, const struct record *r, int action);
/* The tokens of a record's text; caller frees v. Kept under a stamp: they are as good as the words and the fields that
 * they are made of. */
struct kept_tokens tokens_make(const struct sought *of, const struct record *r);
int64_t stamp_of(const struct sought *of);
int tokens_store(const struct sought *of, const struct kept_tokens *k) QT_MUST_USE;

#endif
