/* report, inside: papers of a record. */
#ifndef REPORT_PAPERS_H
#define REPORT_PAPERS_H

#include "values.h"

struct papering {
    struct desk *d;
    struct page *p;
    const struct record *r;
    const struct paper_rule *rule;
    bool void_;        /* the receipt that it is was undone */
    bool quoted;       /* the block at hand says what others said */
    const char *title; /* of the part at hand; NULL: none */
};

/* paper_words.c */
/* The text in the desk's language with its slots filled; lines whose slots are all empty are left out. QT_REFUSED: a
 * slot that must have a value has none. */
int paper_say(const struct papering *t, const struct paper_words *w, struct buf *out) QT_MUST_USE;
int paper_nothing(const struct papering *t, const char *what) QT_MUST_USE; /* that refusal */

/* papers.c: QT_REFUSED when no paper may say it; behind the label it has, and the title. */
int paper_may_say(const struct papering *t, const char *label, const char *text) QT_MUST_USE;

/* paper_blocks.c */
int paper_blocks(const struct papering *t, const struct paper_part *part) QT_MUST_USE;

/* record.c: its fields by section, with their rows, as on the sheet of the record. */
void record_fields(struct desk *d, struct page *p, const struct record *r);

#endif
