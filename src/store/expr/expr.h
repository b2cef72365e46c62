/* Expressions, inside: compiling, for running and for checking them. */
#ifndef STORE_EXPR_H
#define STORE_EXPR_H

#include "sqlite/engine.h"

#define EXPR_BEFORE "SELECT (" /* stands before the expression in the statement */

extern const char *const expr_extras[]; /* what an expression sees beside the fields; NULL-terminated */

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
/* Sentence (caller frees) and offset in the expression of the connection's last error. */
char *expr_explain(sqlite3 *h, const struct form *form, const char *expr, int rc, int *offset);
void was_check(const struct form *form, const struct expr *e, struct problems *out); /* fn_was.c: the names in was() */
struct place expr_place(const struct expr *e, int offset); /* in the form file, of a byte of the expression */

#endif
