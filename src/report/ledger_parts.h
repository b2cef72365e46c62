/* report, inside: what the pages of the ledger share. ledger.c has transfers, accounts and receipts, ledger_account.c
 * one account, ledger_unit.c one unit. */
#ifndef REPORT_LEDGER_PARTS_H
#define REPORT_LEDGER_PARTS_H

#include "qiantai/report_ledger.h"

struct ledger_column {
    const char *key, *heading; /* N_(); NULL: only in JSON */
    int width;
    enum page_align align;
};
struct page *ledger_begin_page(struct desk *d, const char *stem, const char *title);
/* shown: else the table is only in JSON, as it has no rows. */
void ledger_table(struct page *p, const char *key, bool shown, const struct ledger_column *columns, size_t n);
void ledger_put(struct page *p, struct page_cell *cells, size_t n); /* a row; its texts are freed */
void ledger_pair(struct page *p, const char *label, const char *key, int64_t fen);
const char *account_shown(struct desk *d, const char *name);
struct page_cell words_cell(const char *text, const char *plain);
struct page_cell money_cell(int64_t fen);
struct page_cell number_cell(int64_t n); /* 0: empty */
void quiet_cells(struct page_cell *cells, size_t n, bool quiet);
/* In words, for people, without the number that is shown beside it; unit: whose it is, too. Caller frees. */
char *transfer_what(struct desk *d, const struct transfer *t, const char *other, const char *shown, bool unit);
/* What stood on it before a day; from NULL: 0. unit NULL: of the house. */
int ledger_before(struct desk *d, const char *account, const char *unit, const char *from, int64_t *sum) QT_MUST_USE;
int receipts_table(struct desk *d, struct page *p, const char *unit, const char *series, int64_t *n) QT_MUST_USE;

/* Transfers by day, read in pages: the arg of a page's source. */
struct ledger_walk {
    struct desk *d;
    struct transfer_filter f; /* with texts of its own */
    char *account, *unit, *from, *to, *last;
    struct transfer *v;
    size_t n, at;
    bool over;
};
void ledger_walk_begin(struct ledger_walk *w, struct desk *d, const struct transfer_filter *f);
int ledger_walk_next(struct ledger_walk *w, const struct transfer **t) QT_MUST_USE; /* 1, 0 at the end, a fault */
void ledger_walk_end(struct ledger_walk *w);

#endif
