/* desk: files beside a record (a field of type files). A row without a hash is a file that is taken when the record is
 * saved; its name is a path, or a name in the inbox. desk_enter adds one by its path. */
#ifndef QIANTAI_DESK_FILES_H
#define QIANTAI_DESK_FILES_H

#include "qiantai/desk.h"

/* record/attach.c. What comes from an open file, now; name: what it shall be called. The rest as desk_enter. */
int desk_attach_open(struct desk *d, struct record *r, int field, int from, const char *name) QT_MUST_USE;
/* record/attach_source.c. What the inbox holds, newest first, to be chosen by its name. No inbox:
 * none. */
struct inbox_file {
    char *name;
    int64_t size, at; /* bytes; when it was last written to */
};
int desk_inbox(struct desk *d, struct inbox_file **v, size_t *n) QT_MUST_USE;
void desk_inbox_free(struct inbox_file *v, size_t n);

/* record/attach_out.c. The files of a field (-1: of all of them) into a folder, each compared with what was taken;
 * nothing is overwritten. RIGHT_EXPORT; journalled. A broken one is named in the fault, the others are written.
 * told: a path for each, by lines. */
int desk_files_out(struct desk *d, const struct record *r, int field, const char *folder, struct buf *told) QT_MUST_USE;
/* Every file that a record names is there and as it was; QT_CORRUPT names those that are not. said: what else is to be
 * known. */
int desk_files_verify(struct desk *d, struct buf *said) QT_MUST_USE;

/* ---- files made at the desk: house/outside.c --------------------------------------------------------------------- */
/* May a file be named by its path? Over the network no: then it goes where the desk says. */
bool desk_local(const struct desk *d);
/* The folder of the setting (NULL: none), else that name beside the database; made, if it is not there. Caller frees. */
int desk_copies_folder(struct desk *d, const char *setting, const char *name, char **folder) QT_MUST_USE;
/* A list was written there: the journal's line, and daily's. Own transactions. */
int desk_exported(struct desk *d, const struct form *f, const char *list, int64_t rows, const char *path) QT_MUST_USE;

#endif
