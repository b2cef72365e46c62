/* The folder of files beside the database, as this wing shares it: PATH.files/ab/HASH. */
#ifndef STORE_FOLDER_H
#define STORE_FOLDER_H

#include "gate.h"

#define FOLDER_SUFFIX ".files"

void hashes_add(struct hashes *h, const char *hash);
void hashes_sort(struct hashes *h);
void hashes_free(struct hashes *h);

/* ---- take.c ---- */
bool hash_is(const char *s, size_t n);                             /* 64 small hexadecimal digits */
char *folder_of(const char *path);                                 /* PATH.files; caller frees, as with the next */
char *folder_file(const char *folder, const char *hash);           /* FOLDER/ab/HASH */
int folder_make(const char *folder, const char *hash) QT_MUST_USE; /* with ab, 0700; hash NULL: the folder alone */
/* The hash and size of what stands there; QT_NOTFOUND, or QT_CORRUPT: no plain file, or it cannot be read. */
int folder_hash(const char *file, char hash[FOLDER_HASH], int64_t *size) QT_MUST_USE;
/* From an open file into TEMP's place by its hash: renamed, on the disk; what stands there already and is the same
 * stays. TEMP is gone afterwards. */
int folder_place(const char *folder, const char *temp, const char *hash) QT_MUST_USE;
/* Copies up to the end, at most `most` bytes (0: any); to < 0: only the hash. head: the first 16 bytes, may be NULL. */
int folder_pour(int from, int to, int64_t most, char hash[FOLDER_HASH], int64_t *size,
                unsigned char head[16]) QT_MUST_USE;

/* ---- copy.c ---- */
/* The files beside FROM beside TO, too, those that are as they were; near: linked from other backups where they have
 * them. QT_FULL, QT_IO. */
int folder_copy(const char *from, const char *to, bool near) QT_MUST_USE;
/* What the records of `copy` name is beside PATH, or is brought there from beside OTHER; lacks: what is in neither. */
int folder_complete(struct db *copy, const char *path, const char *other, struct buf *lacks) QT_MUST_USE;
void folder_remove(const char *path); /* all of PATH.files; a name that this program has made up */

/* ---- known.c ---- */
/* A row that names a file. */
struct named_file {
    char hash[FOLDER_HASH];
    int64_t size;
    const struct form *form;
    const struct field *field;
    char *number; /* of the record */
    int64_t row;  /* counted from 1 */
};
/* Of all records, sorted by hash; free with named_free. */
int named_files(struct db *db, struct named_file **v, size_t *n) QT_MUST_USE;
void named_free(struct named_file *v, size_t n);
bool named_has(const struct named_file *v, size_t n, const char *hash);
/* A file that stands in the folder. */
struct stored_file {
    char hash[FOLDER_HASH];
    int64_t at; /* when it was written */
};
/* All of them, sorted; strangers: how many other things lie there. before: parts of killed runs that are older are
 * removed, 0 none. No folder: none. */
int stored_files(const char *folder, int64_t before, struct stored_file **v, size_t *n, int64_t *strangers) QT_MUST_USE;
/* Which of these (sorted) the lines of the journal behind *seq name that can still be read; *seq goes on to the last
 * one. */
int named_in_journal(struct db *db, const struct hashes *of, int64_t *seq, bool *named) QT_MUST_USE;

#endif
