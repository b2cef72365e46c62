/* Expressions, inside: compiling, for running and for checking them. */
#ifndef STORE_EXPR_H
#define STORE_EXPR_H

#include "qiantai/form_expr.h"
#include "sqlite/engine.h"

#define EXPR_BEFORE "SELECT (" /* stands before the expression in the statement */

struct compiled {
    struct stmt *st;
    const struct form *form;
    struct name *names;
    int n;
};
struct evaluator {
    sqlite3 *h;
    struct compiled *slots;
    int nslots;
    int selects; /* seen while compiling: ours only */
};
struct evaluator *evaluator_new(struct db *db, int nslots); /* NULL with a fault; db may be NULL */
/* Code of SQLite. Errors stay with the connection for expr_explain(). */
int expr_compile(struct evaluator *ev, struct compiled *c, const struct form *form, const char *expr,
                 const struct named *extras, size_t nextras);
void compiled_clear(struct compiled *c);
bool sql_word_is(const char *w, size_t len, const char *name); /* whatever the case */
/* Sentence (caller frees) and place of the connection's last error. */
char *expr_explain(sqlite3 *h, const struct expr_site *site, const struct expr *e, int rc, struct place *at);

#endif
