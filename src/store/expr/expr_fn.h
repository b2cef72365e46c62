/* Functions of expressions, inside: what the files of them share. */
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
extern const struct expr_function expr_value_functions[]; /* expr_value.c: times, texts, numbers */
extern const struct expr_function expr_desk_functions[];  /* expr_desk.c: they read the desk's data */

struct db *db_of(ctx *c); /* NULL while forms are checked */
bool is_null(val *v);
const char *text_of(val *v); /* never NULL */
void return_text(ctx *c, const char *s);
bool chinese(ctx *c);

#endif
