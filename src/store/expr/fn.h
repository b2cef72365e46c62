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
extern const struct expr_function expr_time_functions[]; /* fn_time.c: moments, dates, spans, working time */
extern const struct expr_function expr_text_functions[]; /* fn_text.c: texts, amounts, names */
extern const struct expr_function expr_desk_functions[]; /* fn_desk.c: they read records, settings, the staff */

void fn_was(ctx *c, int n, val **v); /* fn_was.c */

struct db *db_of(ctx *c); /* NULL while forms are checked */
bool is_null(val *v);
const char *text_of(val *v); /* never NULL */
void return_text(ctx *c, const char *s);
bool chinese(ctx *c);

#endif
