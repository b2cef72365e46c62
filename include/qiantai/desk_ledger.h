/* desk: the ledger as it is looked at. Who may is said by accounts.yaml (view_roles); a person with an area sees what
 * is of units in it, and no sums of the house. What actions book: docs/forms.md, "Money". */
#ifndef QIANTAI_DESK_LEDGER_H
#define QIANTAI_DESK_LEDGER_H

#include "qiantai/types.h"
#include "qiantai/types_ledger.h"

struct desk;

const struct chart *desk_chart(const struct desk *d);
/* QT_DENIED with its sentence. house: sums of all units are asked for. */
int desk_ledger_permit(struct desk *d, bool house) QT_MUST_USE;
/* In the order in which they were booked, or by day; in_area of the filter is the desk's. Caller: transfers_free. */
int desk_transfers(struct desk *d, const struct transfer_filter *f, struct transfer **v, size_t *n) QT_MUST_USE;
/* What stands on the account at the end of a day (NULL: now), as it is counted there: a liability is not below 0. */
int desk_balance(struct desk *d, const char *account, const char *unit, const char *until, int64_t *sum) QT_MUST_USE;
int desk_owes(struct desk *d, const char *unit, int64_t *sum) QT_MUST_USE;
/* What is open of unit and party on the accounts of items: owed, or money that lies free. Caller: open_items_free. */
int desk_open_items(struct desk *d, const char *unit, const char *party, bool owed, struct open_item **v,
                    size_t *n) QT_MUST_USE;
/* Of a series (NULL: all), of a unit (NULL: the house). Caller: ledger_receipts_free. */
int desk_receipts(struct desk *d, const char *series, const char *unit, struct ledger_receipt **v,
                  size_t *n) QT_MUST_USE;
/* The receipt whose number stands in that field of the record; series and reg are borrowed. QT_REFUSED: none. */
int desk_receipt_of(struct desk *d, const struct record *r, int field, struct ledger_receipt *out) QT_MUST_USE;
/* What is not 0 of a unit, by account, party and object. Caller: ledger_shares_free. */
int desk_shares(struct desk *d, const char *unit, struct ledger_share **v, size_t *n) QT_MUST_USE;
/* Every rule that must hold, in turn; fn gets its name and what breaks it, "" nothing. *good: none is broken. */
int desk_ledger_check(struct desk *d, void (*fn)(const char *rule, const char *broken, void *arg), void *arg,
                      bool *good) QT_MUST_USE;
char *desk_record_number(struct desk *d, const char *reg, int64_t record); /* for who reads a transfer; caller frees */

#endif
