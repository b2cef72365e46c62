/* Child rows of an items field: a JSON array of arrays in the order of the children, here as texts. */
#ifndef TUI_FIELDS_ROWS_H
#define TUI_FIELDS_ROWS_H
#include "qiantai/form.h"

#define ROWS_MAX 200

struct item_rows {
    const struct field *field;
    enum lang lang;
    char **cells; /* n rows of field->nchildren texts, as shown */
    size_t n;
};
void item_rows_parse(struct item_rows *t, const char *json);
char *item_rows_pack(const struct item_rows *t); /* what field_parse takes; "" when all are empty; caller frees */
char *rows_show(const struct field *field, const char *json, enum lang lang); /* a line per row; caller frees */
void item_rows_free(struct item_rows *t);
void row_insert(struct item_rows *t, size_t at);
void row_delete(struct item_rows *t, size_t at);
#endif
