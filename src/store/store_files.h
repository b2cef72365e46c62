/* store: files beside the database, by what is in them: wing folder. A part of store.h, which includes it. */
#ifndef STORE_FILES_H
#define STORE_FILES_H

#include "qiantai/types.h"

struct db;

/* PATH.files/ab/HASH (SHA-256), 0600. None is ever changed; one goes when no record and no line of the journal that can
 * still be read names it. */
enum { FOLDER_HASH = 65 };
struct taken_file {
    char hash[FOLDER_HASH];
    int64_t size;     /* bytes */
    const char *kind; /* "jpg" */
};
/* From an open file to its end, as the rule allows; on the disk then. No transaction is needed. QT_REFUSED, QT_FULL. */
int folder_take(struct db *db, int from, const struct files_rule *rule, struct taken_file *out) QT_MUST_USE;
/* Its kind by the first bytes; QT_REFUSED: none that the rule allows. */
int folder_kind(const struct files_rule *rule, const void *head, size_t n, const char **kind) QT_MUST_USE;
int folder_sum(int from, char hash[FOLDER_HASH]) QT_MUST_USE; /* of an open file, from where it is read next */
bool folder_holds(struct db *db, const char *hash);
/* Into an open file. QT_NOTFOUND, QT_CORRUPT: it is not what was kept; what was written then is worth nothing. */
int folder_give(struct db *db, const char *hash, int to) QT_MUST_USE;
struct folder_state {
    int64_t files, bytes; /* bytes: of those that records name */
    struct buf bad;       /* register, number, field and row of what is missing or altered, the first of them */
    int64_t nbad;
    int64_t former;    /* named by the journal alone: what records had before */
    int64_t orphans;   /* named by nothing */
    int64_t strangers; /* other things that lie in the folder */
};
int folder_check(struct db *db, struct folder_state *out) QT_MUST_USE; /* reads each file; folder_state_clear */
void folder_state_clear(struct folder_state *s);
/* Removes what is named by nothing and was written before that moment, with a line of the journal. Own transaction. */
int folder_sweep(struct db *db, const struct who *who, int64_t before, int64_t *removed) QT_MUST_USE;
/* Each file beside the database PATH, by hash; fn's non-zero stops and is returned. */
int folder_each(const char *path, int (*fn)(const char *hash, const char *file, void *arg), void *arg) QT_MUST_USE;
/* After a purge was committed: what it took from records goes, unless something else names it. Own transaction. */
int folder_forget(struct db *db) QT_MUST_USE;

#endif
