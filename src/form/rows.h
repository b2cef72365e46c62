/* Child rows: a JSON array of arrays of texts, numbers and null. */
#ifndef QT_FORM_ROWS_H
#define QT_FORM_ROWS_H

#include "qiantai/form.h"

/* Checks the rows cell by cell with the children's types; *out is the same in canonical form, NULL
 * when no row is left. QT_REFUSED with the reason. Caller frees. */
int form_rows_parse(const struct field *f, const char *json, int64_t now, char **out) QT_MUST_USE;
char *form_rows_show(const struct field *f, const char *json, enum lang lang, int64_t now); /* caller frees */

#endif
