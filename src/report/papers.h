/* report, inside: papers of a record. */
#ifndef REPORT_PAPERS_H
#define REPORT_PAPERS_H

#include "values.h"

struct papering {
    struct desk *d;
    struct page *p;
    const struct form *form;
    const struct record *r; /* NULL: it is of a list, */
    struct roll *roll;      /* of these rows; with this number: */
    const char *number;
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

/* ---- list.c: the rows of a list, to be shown as often as is wanted; roll_free, pages that show them may outlive it
 * ---- */
struct roll {
    const struct form *form;
    const struct list_rule *rule;
    int64_t count;
    char *narrowing; /* that it is not the whole list, in words; "" */
    struct spool *spool;
};
/* QT_REFUSED: too many rows for paper, or what `look` says of the text of a cell below its heading. look may be NULL.
 */
int roll_new(struct desk *d, const struct query *q, int (*look)(void *arg, const char *heading, const char *text),
             void *arg, struct roll **out) QT_MUST_USE;
void roll_table(struct desk *d, struct page *p, const struct roll *r); /* a table with its columns and rows */
void roll_free(struct roll *r);

/* ---- spool.c: what a source gives, each cell as people read it ---- */
struct spool;
int spool_fill(size_t columns, page_next *next, void *arg, struct spool **out) QT_MUST_USE; /* QT_IO: no room */
void spool_source(struct page *p, struct spool *s); /* of the table begun last */
void spool_free(struct spool *s);

/* record.c: its fields by section, with their rows, as on the sheet of the record. */
void record_fields(struct desk *d, struct page *p, const struct record *r);

#endif
