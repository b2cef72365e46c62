/* Numbers with digits behind the point: `decimals` of an int field. */
#ifndef QT_FORM_DECIMAL_H
#define QT_FORM_DECIMAL_H

#include "qiantai/form.h"

int form_decimal_parse(const char *s, int decimals, int64_t *out) QT_MUST_USE; /* QT_REFUSED with the reason */
char *form_decimal_show(int64_t i, int decimals);                              /* caller frees */

#endif
