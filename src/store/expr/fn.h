/* Functions of expressions, inside. A new one is a line in the list of the file that it belongs to; fn.c has what they
 * share and lets them in. */
#ifndef STORE_EXPR_FN_H
#define STORE_EXPR_FN_H

#include "sqlite/engine.h"

typedef sqlite3_context ctx;
typedef sqlite3_value val;

struct expr_function {
    const char *name;
    int args; /* -1: any number */
    void (*fn)(ctx *c, int n, val **v);
};
/* Each list ends with a NULL name. */
extern const struct expr_function expr_time_functions[];  /* fn_time.c: moments, dates, spans, working time */
extern const struct expr_function expr_text_functions[];  /* fn_text.c: texts, amounts, names */
extern const struct expr_function expr_desk_functions[];  /* fn_desk.c: they read records, settings, the staff */
extern const struct expr_function expr_money_functions[]; /* fn_money.c: they read the ledger */
extern const struct expr_function expr_rows_functions[];  /* fn_rows.c: they work on the rows of a record */

void fn_was(ctx *c, int n, val **v);    /* fn_was.c */
void fn_latest(ctx *c, int n, val **v); /* fn_among.c: records that have these values */
void fn_count_of(ctx *c, int n, val **v);
void fn_sum_of(ctx *c, int n, val **v);

struct db *db_of(ctx *c); /* NULL while forms are checked */
bool is_null(val *v);
const char *text_of(val *v); /* never NULL */
void return_text(ctx *c, const char *s);
bool chinese(ctx *c);

/* ---- fn_desk.c ---- */
/* A stored field of a register that is not secret; null, too, for those who may not look there, where its value or
 * whether there is one would be told. */
const struct field *told(ctx *c, val *reg, val *field, const struct form **form);
void area_narrow(struct db *db, const struct form *form, struct buf *sql); /* to the person's area, if a person asks */
void return_column(struct stmt *st, void *c);

#endif
