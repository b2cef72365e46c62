/* form: the lists of a register, what is worked out along with them, and its figures. */
#ifndef QIANTAI_FORM_LIST_H
#define QIANTAI_FORM_LIST_H

#include "qiantai/form_field.h"

struct list_column {
    int field;
    int width;                /* 0 = by field */
    struct bilingual heading; /* on the screen; absent = the field's label */
};
struct list_balance { /* what runs along with a list: the sum of its rows up to this one */
    struct expr *of;  /* of one row, over stored fields; null adds nothing */
    int field;        /* a field behind the form's own, for name, label and kind: no record keeps it */
};
struct list_rule {
    char *name;
    struct bilingual label;
    struct list_column *columns;
    size_t ncolumns;
    int order; /* field index; ties by id */
    bool descending;
    struct expr *where; /* NULL = all */
    char **totals;      /* "count" or field names */
    size_t ntotals;
    struct list_balance *balance; /* NULL none */
};

/* Who of the register is in the building, for when it has to be left. */
struct inside_rule {
    int list;           /* those who are: its condition */
    int people;         /* int field: how many a record is; -1 = one */
    struct expr *place; /* a text under which they are counted: the floor; NULL = the unit */
    struct list_column *columns;
    size_t ncolumns;
};

/* What the register keeps for others, for whoever asks what lies here. */
enum held_by { HELD_PLACE, HELD_UNIT, HELD_AGE, HELD_KIND, HELD_WAYS };
struct holds_key {
    int field;              /* stored; -1: */
    struct bilingual words; /* all the same */
};
struct holds_rule {
    int list;                     /* what lies here now: its condition */
    struct holds_key place, kind; /* kind without either: the register's title */
    int since;                    /* a date or a moment */
    int pieces;                   /* int field: how many a record is; -1 = one */
};

struct grid_rule { /* a month: a row for each value of a field, a column for each day */
    char *name;
    struct bilingual label;
    int rows, days;     /* fields; days: a date or a moment */
    struct expr *cell;  /* what a record adds to its cell, over stored fields; NULL: it is counted */
    struct field *as;   /* how a sum looks */
    struct expr *where; /* NULL = all */
};

/* What a register calls what is counted. */
enum figure_word {
    WORD_RECORDS,
    WORD_ALL,
    WORD_CLOSED,
    WORD_ANSWERED,
    WORD_VALID,
    WORD_PEOPLE,
    WORD_POSTS,
    WORD_REWORK,
    FIGURE_WORDS
};
enum { FIGURE_SUMS = 4 };
struct goal_rule { /* a share of the records of a period, or of a number, and what it is to be */
    char *name;
    struct bilingual label;
    struct expr *count; /* what counts; NULL = all */
    struct expr *of;    /* of which records; NULL = all */
    struct expr *whole; /* or of this number, over no record: count_of('unit'); NULL = of records */
    int distinct;       /* not records but different values of this field, -1 */
    int least, most;    /* the goal, percent; -1 none */
};
struct figures_rule { /* what is counted (R10, C9-C11); fields -1 = none */
    int *by;          /* groups: by kind, by department */
    size_t nby;
    int target;              /* promised until, where no solution clock ran (records brought in) */
    struct expr *done;       /* moment it was finished then; NULL = never known */
    struct expr *answered;   /* moment of the answer; NULL = `done` */
    struct expr *valid;      /* counted as valid; NULL = all */
    int rework;              /* int: how often it was done again */
    int cause, detail;       /* of the Pareto list */
    int link, people, posts; /* records of one case count once (C9) */
    int sum[FIGURE_SUMS];    /* numbers, money, durations that are added up */
    size_t nsum;
    struct goal_rule *goals;
    size_t ngoals;
    struct bilingual word[FIGURE_WORDS]; /* absent: the program's */
};

#endif
