/* Expressions about the rows of a record: rows_sum(goods, 'count * price') and its like. What stands in single quotes
 * is an expression over a row's columns, or, of rows_text(), a pattern with them. */
#ifndef STORE_EXPR_ROWS_H
#define STORE_EXPR_ROWS_H

#include "expr/expr.h"

struct rows_call {
    const char *name; /* the function's in the text, `len` long */
    size_t len;
    const char *first;         /* what stands behind "(" */
    const struct field *items; /* the field that it names, NULL none */
    const char *second;        /* where the second argument begins, NULL: there is none */
    char *text;                /* what stands in its quotes; NULL: no such text */
};
/* Each such call of the text; fn may not keep `text`. */
void rows_calls(const struct form *form, const struct row_scope *row, const char *sql,
                void (*fn)(const struct rows_call *call, void *arg), void *arg);
bool rows_pattern(const struct rows_call *call); /* its text is a pattern, no expression */
/* The text with the names of form and field put into those calls, so that the functions know the columns; NULL: it has
 * none. Caller frees. */
char *rows_resolve(const struct form *form, const struct row_scope *row, const char *sql);
/* The first "{name}" of a pattern that is no column: its place in the pattern, and the column nearest to it, if any;
 * -1: all are. */
int rows_pattern_wrong(const struct field *items, const char *pattern, char **name, const char **near);

/* An expression in the quotes of such a call, compiled once; kept by the evaluator. */
struct rows_compiled {
    const struct field *items;
    struct row_scope scope;
    char *sql;
    struct compiled c;
};

#endif
