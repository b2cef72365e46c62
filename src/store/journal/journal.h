/* Lines of the journal and their hashes: journal.c appends, head.c keeps the end outside, verify.c checks. */
#ifndef STORE_JOURNAL_H
#define STORE_JOURNAL_H

#include "journal/secret.h"

enum { JOURNAL_HASH = 32 }; /* BLAKE2b-256 */

struct line {
    int64_t seq, at, record;
    const char *staff, *terminal, *reg, *number, *action, *data;
    const unsigned char *private; /* salted hash of the personal values, NULL = none */
};
void line_hash(const struct line *l, const unsigned char before[JOURNAL_HASH], unsigned char out[JOURNAL_HASH]);
void private_hash(const void *salt, size_t nsalt, const char *data, const char *sealed,
                  unsigned char out[JOURNAL_HASH]);

/* The last line's number and hash; 0 and zeros while there is none. */
int journal_end(struct db *db, int64_t *seq, unsigned char hash[JOURNAL_HASH]) QT_MUST_USE;

/* Vouches with the key file for a line and all before it. */
int line_mac(const struct db *db, const unsigned char hash[JOURNAL_HASH], unsigned char mac[SECRET_MAC]) QT_MUST_USE;

/* db->head is known: read once in a transaction. */
int journal_end_known(struct db *db) QT_MUST_USE;

/* The head file: 1 read, 0 there is none: no file, an empty one or one of zeros; QT_CORRUPT: unreadable, or not
 * written with this key. */
int head_read(const struct db *db, int64_t *seq, unsigned char hash[JOURNAL_HASH]) QT_MUST_USE;
int head_put(struct db *db, int64_t seq, const unsigned char hash[JOURNAL_HASH]) QT_MUST_USE; /* and on the disk */
int head_key(struct db *db) QT_MUST_USE;  /* to version 3, in the migration's transaction: db->keyed from here on */
int head_make(struct db *db) QT_MUST_USE; /* anew, from the journal's end: for a copy */

/* Lines whose personal values are not what their hash says, or are gone without a purge. */
struct lost {
    int64_t *v;
    size_t n;
};
/* verify.c: the chain, the personal values and the head, without what is told of other tables; as journal_verify.
 * lost: takes those lines instead of a fault; caller frees v. */
int journal_chain(struct db *db, int64_t *lines, int64_t *bad_seq, struct lost *lost) QT_MUST_USE;
int journal_verify_but(struct db *db, int64_t *lines, int64_t *bad_seq, struct lost *lost) QT_MUST_USE;

int clock_watch(struct db *db) QT_MUST_USE; /* clock.c: notes a doubt that begins or has ended; in a transaction */

#endif
