/* What the desk asks before it saves or acts is shown here, answered, and the same call is made again. */
#ifndef TUI_SETTLE_H
#define TUI_SETTLE_H
#include "view.h"

struct fields;
struct settling {
    struct app *app;
    struct record *r;      /* takes the answers */
    const char *title;     /* of the drawers: what is to be done, and to whom */
    int action;            /* of r's form; -1 saving */
    struct fields *fields; /* the form it was typed into marks what was refused; NULL: the fields are asked once more */
    int64_t draft;         /* where what is typed for an action is kept, 0 nowhere yet */
    bool given_up;         /* by whoever was asked, and not because the line or the session was lost */
    int64_t led;           /* the clerk goes to this record of the register instead: it is there already; 0 none */
    struct ask_list asked; /* last; its arrays are owned */
};
void settling_clear(struct settling *s);
void settling_ask(struct settling *s, int field, bool required); /* one more field to be asked */
bool settling_fields(struct settling *s);                        /* asks them; false: given up */
/* The desk answered rc < 0. true: o and r hold the clerk's answers, make the same call again. false: he gave up, or
 * there is nothing to answer and the message line says why. */
bool settle(struct settling *s, int rc, struct outcome *o);
/* Saved all the same: the watch-list's entries that nobody was asked about. */
void settle_show_watch(const struct settling *s, const struct outcome *o);
#endif
