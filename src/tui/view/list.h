/* Private to list.c, list_rows.c, list_draw.c, list_bulk.c. */
#ifndef TUI_LIST_H
#define TUI_LIST_H
#include "field/typeahead.h"
#include "paper.h"
#include "view.h"

struct list_cell { /* a column that fits */
    int field, x, width, wish;
    bool right;
};
struct list {
    struct view view;
    const struct form *form;
    int which; /* list rule */
    struct cursor *cursor;
    struct record_page page;
    char **cells; /* page.n × ncolumns, ready to draw */
    struct list_cell *columns;
    size_t ncolumns;
    int table_cols; /* the rest is the record beside it */
    size_t at, drawn;
    bool at_start;      /* the page is the list's first: new records show up in it */
    bool unread, stale; /* the page must be read, drawn */
    struct typeahead filter;
    struct record *like; /* filled form, NULL none */
    int64_t *tags;
    size_t ntags;
    int64_t count, *totals;
    bool counted, exact;
    struct record *here; /* full record under the bar, read when idle */
    int64_t wanted;      /* the bar goes to this record at the next reading; 0 none */
    struct paper preview;
};

const struct list_rule *list_rule_of(const struct list *l);
const struct record *list_current(const struct list *l);
void list_forget(struct list *l); /* the record under the bar */

/* list_rows.c: what is read. */
struct query list_query(const struct list *l);
void list_reset(struct list *l);  /* list, filter or form changed: from the beginning */
void list_read(struct list *l);   /* if unread */
void list_reread(struct list *l); /* same place */
bool list_move(struct list *l, int command);
void list_totals(struct list *l); /* within a budget */
size_t list_page_rows(const struct list *l);
void list_unload(struct list *l);

/* list_draw.c */
void list_columns(struct list *l);
void list_cells(struct list *l);
void list_drop_cells(struct list *l);
void list_draw(struct view *v, WINDOW *w, bool all);
bool list_tagged(const struct list *l, int64_t id);

/* list_bulk.c: tags and actions on many. */
void list_tag(struct list *l);
void list_tag_page(struct list *l);
void list_untag(struct list *l);
bool list_act(struct list *l, char letter); /* false: no action of that letter */
#endif
