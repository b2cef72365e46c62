/* What the wing shares with the rest of the desk: house/person.c, purge.c, close.c. */
#ifndef DESK_HOUSE_PERSON_H
#define DESK_HOUSE_PERSON_H

#include "qiantai/desk_person.h"

/* Empties the personal fields of one record, unless a clock of it runs, or its last line comes after the line
 * `doubted` (0: none), written while the machine's clock was behind; *purged grows by one then. Inside a transaction.
 */
int record_younger(struct desk *d, const struct form *f, int64_t id, int64_t doubted, bool *younger) QT_MUST_USE;
int purge_record(struct desk *d, const struct form *f, int64_t id, int64_t doubted, int64_t *purged) QT_MUST_USE;

#endif
