/* report: pages of the ledger. Each of them is a page of a period, an account, a unit; caller frees it. */
#ifndef QIANTAI_REPORT_LEDGER_H
#define QIANTAI_REPORT_LEDGER_H

#include "qiantai/desk.h"
#include "qiantai/desk_ledger.h"
#include "qiantai/doc.h"

/* Transfers, the oldest first; of an account with what stood on it before and after each, of a unit with what is open.
 */
int ledger_page(struct desk *d, const struct transfer_filter *f, struct page **out) QT_MUST_USE;
int ledger_accounts_page(struct desk *d, const char *until, struct page **out) QT_MUST_USE; /* all, with balances */
int ledger_receipts_page(struct desk *d, const char *series, struct page **out) QT_MUST_USE;
/* A journal that hledger reads: accounts with dots made colons, a transaction for each event and day. */
int ledger_export(struct desk *d, struct buf *out) QT_MUST_USE;

#endif
