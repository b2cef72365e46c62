/* Names inside expressions, and groups of states. */
#ifndef QT_FORM_NAMES_H
#define QT_FORM_NAMES_H

#include "qiantai/form_expr.h"
#include "read.h"

struct names_check {
    struct loader *l;
    const struct expr_site *site;
    const struct expr *e;
};
/* Tells of every name that is none; names.c. */
void names_look(const struct names_check *c, const struct sql_node *root);
/* The register whose state the left side of an IN is; NULL: it is none. */
const struct form *names_states(const struct names_check *c, const struct sql_node *left);
void names_counted(struct loader *l, const struct sql_node *n); /* counted.c: adds to the set's */

#endif
