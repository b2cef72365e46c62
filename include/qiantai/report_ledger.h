/* report: pages of the ledger. Each of them is a page of a period, an account, a unit; caller frees it. */
#ifndef QIANTAI_REPORT_LEDGER_H
#define QIANTAI_REPORT_LEDGER_H

#include "qiantai/desk.h"
#include "qiantai/desk_ledger.h"
#include "qiantai/doc.h"

/* Transfers by day; of an account with what stood on it after each, of a unit with what it owes. */
int ledger_page(struct desk *d, const struct transfer_filter *f, struct page **out) QT_MUST_USE;
int ledger_accounts_page(struct desk *d, const char *until, struct page **out) QT_MUST_USE; /* all, with balances */
struct account_period {
    const char *from, *to; /* days, both included; NULL: from the first, to the last */
    int64_t most;          /* entries at most, 0: all */
};
/* Its entries, with what stands there after each. */
int ledger_account_page(struct desk *d, const char *account, const struct account_period *when,
                        struct page **out) QT_MUST_USE;
/* What its parties owe, what is open, what is held for it, what was paid, receipts. */
int ledger_unit_page(struct desk *d, const char *unit, struct page **out) QT_MUST_USE;
/* What it owes and what is held for it in one line, "" nothing; caller frees. QT_DENIED: not for who looks. */
int ledger_unit_line(struct desk *d, const char *unit, bool *owes, char **line) QT_MUST_USE;
int ledger_receipts_page(struct desk *d, const char *series, struct page **out) QT_MUST_USE;
/* What a list of a register says is owed beside what is in the books of it, by unit; *differ: so many units do not
 * agree. */
int ledger_compare_page(struct desk *d, const struct form *f, int list, size_t *differ, struct page **out) QT_MUST_USE;
/* A journal that hledger reads: accounts with dots made colons, a transaction for each event and day. */
int ledger_export(struct desk *d, struct buf *out) QT_MUST_USE;

#endif
