/* Expressions, inside: compiling, for running and for checking them. */
#ifndef STORE_EXPR_H
#define STORE_EXPR_H

#include "qiantai/form_expr.h"
#include "sqlite/engine.h"

const char *expr_before(const struct row_scope *row); /* stands before the expression in the statement */

struct compiled {
    struct stmt *st;
    const struct form *form;
    const struct row_scope *row; /* NULL: it sees no row */
    struct name *names;
    int n;
};
struct evaluator {
    sqlite3 *h;
    struct compiled *slots;
    int nslots;
    int selects;                 /* seen while compiling: ours only */
    bool as_written;             /* no names are put into calls like rows_sum() */
    struct rows_compiled **rows; /* expressions in such calls */
    size_t nrows;
};
struct evaluator *evaluator_new(struct db *db, int nslots); /* NULL with a fault; db may be NULL */
/* Code of SQLite. Errors stay with the connection for expr_explain(). */
int expr_compile(struct evaluator *ev, struct compiled *c, const struct form *form, const struct row_scope *row,
                 const char *expr, const struct named *extras, size_t nextras);
/* The values of its names: of r and of the row's columns, null where there is none. */
void compiled_bind(const struct compiled *c, const struct record *r, const struct value *row,
                   const struct named *extras, size_t nextras);
void compiled_clear(struct compiled *c);
bool sql_word_is(const char *w, size_t len, const char *name); /* whatever the case */
/* Sentence (caller frees) and place of the connection's last error. */
char *expr_explain(sqlite3 *h, const struct expr_site *site, const struct expr *e, int rc, struct place *at);

#endif
