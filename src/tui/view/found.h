/* Records of several registers as rows: what the search has found, what a unit's file holds. */
#ifndef TUI_FOUND_H
#define TUI_FOUND_H
#include "view/rows.h"

struct found {
    const struct form *form;
    int64_t id, at;   /* at: saved */
    struct record *r; /* NULL: read when it is shown */
};
enum found_column { FOUND_TIME, FOUND_KIND, FOUND_NUMBER, FOUND_UNIT, FOUND_MATTER, FOUND_STATE };

void found_add(struct rows *l, struct found found); /* its record is taken over */
unsigned found_open(struct rows *l);                /* the one under the bar; answers as a handler */
/* Operations of a source whose rows are found ones. */
void found_drop(void *row);
int64_t found_id(const void *row);
int64_t found_record(const void *row, const struct form **f);
void found_column(struct rows *l, enum found_column id);
void found_cell(struct rows *l, const void *row, const struct rows_column *c, struct rows_cell *out);
#endif
