/* The same matter, reported several times. */
#ifndef QIANTAI_FORM_SIMILAR_H
#define QIANTAI_FORM_SIMILAR_H

#include "qiantai/form_field.h"

struct similar_rule { /* C5, C9: the same matter, reported in other words by other people */
    char *name;
    struct bilingual label;
    int *over; /* text fields whose wording is compared */
    size_t nover;
    int *same; /* fields whose equal values are told beside the words; they decide nothing */
    size_t nsame;
    int *by; /* who reports: an equal value in one of them makes it one person */
    size_t nby;
    int idea;            /* what an idea of the word list weighs beside a pair of characters */
    int damping;         /* how much must be shared before it counts: some two rare pairs are 150 */
    int least;           /* so alike they are offered, in hundredths */
    struct expr *window; /* seconds, over no fields */
    int at_least;        /* different people */
    int time;            /* datetime field; default saved_at */
    struct expr *where;  /* records that can be joined; NULL = all */
    int link;            /* gets the number of the case's first record, which has its own */
    int people, posts;   /* summed up on that first record, -1 = not */
    int join;            /* action run on the others when joined, where it is offered; -1 none */
    int confirm;         /* action run on the first record, where it is offered; -1 none */
    bool *after;         /* per action: searched again after it; NULL = after saving only */
};

#endif
