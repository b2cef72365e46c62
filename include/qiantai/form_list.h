/* form: the lists of a register, and what is worked out along with them. */
#ifndef QIANTAI_FORM_LIST_H
#define QIANTAI_FORM_LIST_H

#include "qiantai/form_field.h"

struct list_column {
    int field;
    int width; /* 0 = by field */
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

struct grid_rule { /* a month: a row for each value of a field, a column for each day */
    char *name;
    struct bilingual label;
    int rows, days;     /* fields; days: a date or a moment */
    struct expr *cell;  /* what a record adds to its cell, over stored fields; NULL: it is counted */
    struct field *as;   /* how a sum looks */
    struct expr *where; /* NULL = all */
};

#endif
