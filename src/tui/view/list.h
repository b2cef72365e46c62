/* Private to list.c, list_rows.c, list_bulk.c. */
#ifndef TUI_LIST_H
#define TUI_LIST_H
#include "view/rows.h"

struct list {
    struct rows rows;
    const struct form *form;
    int which; /* list rule */
    struct desk_list *cursor;
    struct record *like; /* filled form, NULL none */
    int sort;            /* column of the rule, -1: as the form says */
    int leads; /* field: its column is the first while the form's order holds, and has the tone of what is due */
    bool descending;
    int64_t *totals;           /* per total of the rule, when rows.total is exact */
    struct pressing *pressing; /* the rows of the page */
};

/* list_rows.c: what is read and how a row looks: its columns, its tones (late, soon), its mark */
extern const struct rows_source list_source;
const struct list_rule *list_rule_of(const struct list *l);
struct query list_query(const struct list *l);
void list_sort(struct list *l, int sort, bool descending);
void list_reset(struct list *l);  /* list or filled form changed: from the beginning */
void list_unload(struct list *l); /* the cursor: what is typed or filled in asks for other rows */

/* list_bulk.c */
bool list_act(struct list *l, char letter); /* on all tagged; false: no such action */
#endif
