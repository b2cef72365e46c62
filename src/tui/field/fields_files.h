/* Files offered for a field of type files. */
#ifndef TUI_FIELDS_FILES_H
#define TUI_FIELDS_FILES_H
#include "app.h"

/* The name of a file in the inbox that the clerk chooses, of those that are not in the rows yet; NULL: none. *any:
 * there was one to choose. Caller frees. */
char *files_choose(struct app *a, const struct item_table *t, bool *any);
#endif
