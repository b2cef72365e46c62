/* The ledger, inside the store: what its files share. A booking is rows of transfer, alloc and receipt under one line
 * of the journal, "book" or "reverse" of the table transfer, whose data are these very rows:
 * {"of":["deposit",12,"take"], "transfers":[{"id":7,"day":...}],"allocs":[...],"receipts":[...]}. event and at are the
 * line's own. */
#ifndef STORE_LEDGER_H
#define STORE_LEDGER_H

#include "gate.h"

#define LEDGER_REG "transfer" /* of the journal's lines */
/* The rows as the line has them, in this order. */
#define ROW_TRANSFER                                                                                                   \
    "SELECT id, day, debit, credit, unit, party, object, amount, kind, due, period, tariff, base, upto, register,"     \
    " record, reverses, key FROM transfer"
#define ROW_ALLOC "SELECT id, day, src, dst, amount, reverses FROM alloc"
#define ROW_RECEIPT "SELECT series, no, copy, void FROM receipt"
/* What allocations that were not freed make of a transfer t, as money (src) or as what is owed (dst). */
#define SETTLED(side)                                                                                                  \
    "coalesce((SELECT sum(CASE WHEN a.reverses IS NULL THEN a.amount ELSE -a.amount END) FROM alloc a WHERE a." side   \
    " = t.id), 0)"

/* All rows of the statement, as `take` makes one of each: *v is the caller's, also with a fault. */
int ledger_rows(struct db *db, struct stmt *st, size_t size, void (*take)(struct stmt *st, void *row), void **v,
                size_t *n) QT_MUST_USE;

#endif
