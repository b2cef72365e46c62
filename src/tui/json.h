/* Reading the JSON that base writes: child rows of a record, changes in the journal. */
#ifndef TUI_JSON_H
#define TUI_JSON_H
#include "qiantai/form.h"

const char *json_blank(const char *p); /* behind blanks */
/* The string at p, an opening quote, into out (emptied); returns behind it. */
const char *json_string(const char *p, struct buf *out);
/* A string, a whole number or null (VAL_NULL) at p into out; returns behind it. */
const char *json_read(const char *p, struct value *out);
#endif
