/* form: what a record is asked about before it is saved: words in it, and records that are there already; and what the
 * next one takes over. */
#ifndef QIANTAI_FORM_KNOWN_H
#define QIANTAI_FORM_KNOWN_H

#include "qiantai/form_field.h"

struct asks_rule { /* words of a text propose a choice for a field (R3) */
    char *name;
    int *over; /* the texts that are read */
    size_t nover;
    char *words;       /* a list of the program's data, and of the house's: emergencies */
    int field;         /* of choices, named as the parts of the list are; nothing is asked while it has a value */
    struct expr *when; /* NULL = always; null is not true */
    struct bilingual message; /* the question */
    struct place at;          /* of `words` */
};

struct already_group { /* equal in all of these fields */
    int *fields;
    size_t n;
};
struct already_rule { /* this one is entered already: a visitor who is inside, a repair that is not done */
    char *name;
    struct bilingual label;
    struct already_group *match; /* one of them is enough */
    size_t nmatch;
    int *over; /* and so alike is the wording of these texts; none: it does not matter */
    size_t nover;
    int least;          /* in hundredths */
    struct expr *where; /* which records; NULL = all */
    struct expr *line;  /* of such a record, what is shown; NULL = its summary */
};

struct again_rule { /* things that come in a stack: the next form begins with what they have in common */
    int *fields;
    size_t n;
};

#endif
