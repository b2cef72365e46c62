/* Which actions are offered for a record, where their keys stand, and why another is not offered. Part of desk.h. */
#ifndef QT_DESK_OFFER_H
#define QT_DESK_OFFER_H
#include "qiantai/form.h"

struct desk;

/* Actions possible now by state and role, in the order in which they are offered (by rank); guards are checked when
 * acting. indices: array of form->nactions. Taking back what was done: desk_undo.h. */
size_t desk_actions(struct desk *d, const struct record *r, int *indices);

/* The places of the footer, which are the ranks 1, 2 and 3: the first that is offered of those that share the rank;
 * when none is, the one that led the record to where it is, or the last of them, which keeps the place. A rank that the
 * role has no action of is taken by what else is offered. How many. */
enum { ACTION_PLACES = 3 };
struct action_place {
    int action;
    bool offered;
};
size_t desk_places(struct desk *d, const struct record *r, struct action_place places[ACTION_PLACES]);

/* record/refusal.c: why an action that has a key is not offered, in one line, and the key that leads on: "签离：李洋
 * 还是「待确认」。先按 a 同意进入". NULL: it is offered. Caller frees. */
char *desk_action_refusal(struct desk *d, const struct record *r, int action);
/* The action, possible now, after which one is possible that the state does not allow yet; -1: none, or it is what led
 * to this state, or not for this role. */
int desk_action_first(struct desk *d, const struct record *r, int action);

/* house/help.c: data/help.tsv by a screen's name, in the desk's language: what it is for. NULL none; caller frees. */
char *desk_help(struct desk *d, const char *key);
/* A form's sentence for people, with the building for {building} and the clerk's code for {staff}. NULL none; caller
 * frees. */
char *desk_say(struct desk *d, const struct bilingual *say);
#endif
