/* desk: another database in the place of this one, and one made from its journal. */
#ifndef QIANTAI_DESK_COPIES_H
#define QIANTAI_DESK_COPIES_H

#include "qiantai/desk.h"

/* A backup in the place of a database, in steps, so that a person can sign in at the copy before it gets its place.
 * Begin refuses unless the chain of `from` is whole and its records are what its journal says, and while others have
 * `path` open; nobody opens it from then on. despite: what differs is let pass and goes into the line of the journal.
 * note: who does it, what it replaces, into the copy's journal, and the former database's drafts into the copy. end
 * gives the files their places, the former database stays as *.before-restore; with a fault (returned) it takes the
 * copy away. Frees. */
struct restore;
int desk_restore_begin(const char *from, const char *path, const struct forms *forms, bool despite,
                       struct restore **out) QT_MUST_USE; /* from, path: borrowed until the end */
const char *desk_restore_copy(const struct restore *r);
int desk_restore_note(struct restore *r, struct desk *copy, const struct who *who) QT_MUST_USE;
int desk_restore_end(struct restore *r, int rc) QT_MUST_USE;

/* A new database from the journal of this one, key and head beside it; what the present one has otherwise is told.
 * RIGHT_BACKUP. Of daily's files outside from then on. Nothing is left of `to` after a fault. */
int desk_rebuild(struct desk *d, const char *to, struct rebuilt *out) QT_MUST_USE;
void desk_rebuilt_clear(struct rebuilt *r);
/* Whoever sits here had this backup made: a line of the journal. desk_backup writes it itself for who has signed in. */
int desk_backed_up(struct desk *d, const char *file) QT_MUST_USE;
/* What backups that were stopped have left in the folder of `to`; those under way stay. */
void desk_backup_sweep(const char *to);

#endif
