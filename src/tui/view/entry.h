/* The entry view's state: entry.c and entry_save.c. */
#ifndef TUI_ENTRY_H
#define TUI_ENTRY_H
#include "field/fields.h"
#include "view/answers.h"

struct entry {
    struct view view; /* first: a view is its entry */
    struct fields *fields;
    struct record *r, *base;                       /* base NULL: a new record */
    int64_t draft;                                 /* 0 = none yet */
    int64_t kept;                                  /* fields' serial when the draft was written */
    void (*found)(void *arg, struct record *like); /* search form */
    void *found_arg;
    struct answers answers; /* the margin */
    int covered, top;       /* rows under a drawer; its first row before that */
    char *word;             /* what F5 is called here */
    int before;             /* so many of the same stack were saved before this one */
};
bool entry_stacks(const struct entry *e); /* F5 saves and begins the next one (`again` of the form) */
/* on: what F5 does, the register's first watched action at once or the next one. */
void entry_save(struct entry *e, bool on);
struct view *entry_next(struct app *a, const struct record *r, int before);
int entry_follows(const struct entry *e); /* that action, -1 none */
void entry_search(struct entry *e);
/* The record that is there already is looked at instead; nothing that was typed is lost. */
void entry_lead(struct entry *e, int64_t id);
int64_t entry_draft(const struct view *v); /* of a form: its draft, 0 none yet; else -1 */
#endif
