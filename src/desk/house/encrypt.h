/* Backups that only the owner of a private key opens: the key file lies beside the database, so whoever copies the
 * folder of backups has all of it. The house's file names a command under `encrypt`; it gets a tar of the backup, its
 * key and its head on its standard input, and gives the encrypted one on its standard output. */
#ifndef DESK_ENCRYPT_H
#define DESK_ENCRYPT_H

#include "desk_internal.h"

/* PATH, a whole backup, becomes PATH.enc, or stays when the house's file names no command. *made: what is there now,
 * caller frees; NULL after a fault, when the plain one is still there and the sentence says so. */
int backup_encrypt(struct desk *d, const char *path, char **made) QT_MUST_USE;

#endif
