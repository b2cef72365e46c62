/* desk, the wing house: what is kept about one person (PIPL 44 to 47), and what becomes of it by itself. */
#ifndef QIANTAI_DESK_PERSON_H
#define QIANTAI_DESK_PERSON_H

#include "qiantai/desk.h"

/* house/person.c. Full records, of the registers that whoever asks may see, in whose texts each of these (a name, a
 * phone, a plate) stands; RIGHT_EXPORT. An ID number is not found: it is kept sealed. fn as in desk_each. */
int desk_person_each(struct desk *d, const char *const *texts, size_t n, int (*fn)(struct record *r, void *arg),
                     void *arg) QT_MUST_USE;
/* Lines of the journal that hold one of the texts in the open, which nothing can change. */
int desk_person_lines(struct desk *d, const char *const *texts, size_t n, int64_t *lines) QT_MUST_USE;

struct person_done {
    int64_t records;
    struct buf kept; /* a line for each record that stays as it is, and why */
};
/* Empties their personal fields now, before their period is over (PIPL 47), each in a transaction of its own;
 * RIGHT_APPROVE. What is open, has a running clock or is to be kept by law stays, and so does what is no personal
 * field. */
int desk_person_erase(struct desk *d, const char *const *texts, size_t n, struct person_done *out) QT_MUST_USE;
/* Behind a correction (PIPL 46): what stood there before is erased from the journal, what stands there now stays. */
int desk_person_forget(struct desk *d, const char *const *texts, size_t n, struct person_done *out) QT_MUST_USE;

/* house/close.c. What `auto_close` of the forms names, from `daily`; nothing while the clock is in doubt, nor what has
 * a running promise that the new state does not end. */
int desk_auto_close(struct desk *d, int64_t *closed) QT_MUST_USE;
/* house/purge.c. U4, from `daily`; goes on after a register that fails. */
int desk_purge(struct desk *d, int64_t *purged) QT_MUST_USE;

#endif
