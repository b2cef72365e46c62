/* The entry view's state: entry.c and entry_save.c. */
#ifndef TUI_ENTRY_H
#define TUI_ENTRY_H
#include "field/fields.h"
#include "view/aside.h"

struct entry {
    struct view view; /* first: a view is its entry */
    struct fields *fields;
    struct record *r, *base;                       /* base NULL: a new record */
    int64_t draft;                                 /* 0 = none yet */
    int64_t kept;                                  /* fields' serial when the draft was written */
    void (*found)(void *arg, struct record *like); /* search form */
    void *found_arg;
    struct aside aside; /* what is known of the unit */
    int aside_x;        /* where it stands; 0: it has no room, or the form names no unit */
};
void entry_save(struct entry *e, bool act); /* act: the register's first watched action at once */
void entry_search(struct entry *e);
#endif
