/* A copy in the making, as backup.c and restore.c share it. */
#ifndef STORE_BACKUP_H
#define STORE_BACKUP_H

#include "gate.h"

/* A backup without the files beside the database: the steps of an upgrade touch none of them. */
int backup_bare(struct db *db, const char *to) QT_MUST_USE;
/* The key file of a database beside another. */
int copy_key_of(const char *from, const char *to) QT_MUST_USE;
/* The database, its key and its head file into it, whatever state they are in. kept: brought to the disk. */
int copy_as_it_is(struct db *db, const char *part, int fd, bool kept) QT_MUST_USE;
/* The database and its key into it, a head file made, all of it checked. lost: personal values may be. */
int copy_checked(struct db *db, const char *part, int fd, bool lost) QT_MUST_USE;

#endif
