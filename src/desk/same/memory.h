/* What a desk has read for looking at a register: the tokens of its newest records. Kept from one look to the next, as
 * nearly all of them are compared each time. */
#ifndef DESK_MEMORY_H
#define DESK_MEMORY_H

#include "same/similar_case.h"

struct kept { /* the tokens of one record */
    int64_t id, at;
    size_t from, n;     /* in memory.tokens */
    bool counted, gone; /* gone: there is no such record */
    bool aside;         /* would be counted, but is the one in question */
};
struct memory {
    const struct form *form;
    const struct similar_rule *rule;
    struct corpus corpus;
    struct buf tokens;
    size_t lost;       /* bytes of these that are nobody's any more */
    struct kept *kept; /* by id */
    size_t n;
    bool read;     /* before: there was a look */
    int64_t since; /* whose moment is before that, is not counted */
    int64_t seen;  /* the journal's line up to which they are as the records are */
    struct memory *next;
};
/* Of this rule, made at first use; the desk's. d->wording was read. */
struct memory *memory_of(struct desk *d, const struct form *f, const struct similar_rule *rule);
/* Lets go of those that the journal names since: whatever was done with them, they are read again. */
int memory_renew(struct memory *m, struct db *db) QT_MUST_USE;
/* The records from first to last, as they are now; those from `since` on are counted. */
int memory_read(struct memory *m, const struct sought *of, int64_t first, int64_t last, int64_t since) QT_MUST_USE;
void memory_count(struct memory *m, int64_t id, bool counted); /* the one in question is not, for a while */
/* From now on all tokens are counted, or those that corpus_want() was told: was there anything to do? */
void memory_count_all(struct memory *m);
bool memory_count_wanted(struct memory *m);
static inline const uint32_t *memory_tokens(const struct memory *m, const struct kept *k)
{
    return (const uint32_t *)(const void *)m->tokens.s + k->from;
}

#endif
