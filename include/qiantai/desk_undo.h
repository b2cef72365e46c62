/* desk: taking back what was just done (docs/architecture.md, "Undo"). What this session saved and did is remembered,
 * newest last; for `undo_minutes` it can be taken back, the newest first. It stays in the journal: new lines say what
 * was put back, and which lines they answer to. */
#ifndef QIANTAI_DESK_UNDO_H
#define QIANTAI_DESK_UNDO_H

#include "qiantai/form.h"

struct desk;

struct undone {
    const struct form *form;
    int64_t record, at;        /* at: when it was done */
    char *number, *who, *what; /* who: the record in a word (desk_name); what: the action, in the desk's language */
    bool made;                 /* it was the first save: the number stays taken and is void now */
};
void undone_clear(struct undone *u);

/* Takes back the newest action that is left of this session. QT_NOTFOUND: there is none; QT_REFUSED: the reason,
 * nothing was changed; QT_DENIED. A next call takes back the one before. Own transaction. */
int desk_undo(struct desk *d, struct undone *out) QT_MUST_USE;
/* The same, but for the taking back itself: what would be taken back, or why not. */
int desk_undo_look(struct desk *d, struct undone *out) QT_MUST_USE;
/* For the command line, where each call is a session of its own: remembers what this person did at this terminal, as
 * the journal tells it. */
int desk_undo_recall(struct desk *d) QT_MUST_USE;
/* What is done from here on, until it is turned off, belongs together: an action on many records. The next call of
 * desk_undo takes back one of them; desk_undo_together: the number that the newest left has in common with the others
 * of it, 0 when it stands by itself. */
void desk_together(struct desk *d, bool on);
int desk_undo_together(const struct desk *d);
bool desk_undo_offered(const struct desk *d); /* is anything left that is not too old? */

/* The record in a word, to say to whom something happened: its field `name`, else its summary, cut; else its number.
 * Caller frees. */
char *desk_name(struct desk *d, const struct record *r);
/* The number of a record that was taken back: "261126-024 is void: ...". QT_NOTFOUND: no such; the fault stays as it
 * was. Caller frees. */
char *desk_void(struct desk *d, const struct form *f, const char *number);

#endif
