/* Money as the store keeps it and the desk shows it (docs/forms.md, "Money"): plain structs. All amounts are fen. */
#ifndef QIANTAI_TYPES_LEDGER_H
#define QIANTAI_TYPES_LEDGER_H

#include "qiantai/base.h"

/* Money that moved from one account to another. Texts are never NULL in what the store gives; "" is none. */
struct transfer {
    int64_t id, event, at; /* event: line of the journal; at: when it was typed */
    char day[11];          /* to which it is booked */
    char *debit, *credit;  /* names of accounts */
    char *unit, *party, *object;
    int64_t amount; /* > 0 */
    char *kind, *due, *period;
    char *reg; /* of the record whose action booked it */
    int64_t record;
    int64_t reverses; /* the transfer that it undoes, 0 none */
    int64_t reversed; /* event by which it was undone, 0 none; read only */
    char *key;        /* NULL: none; no two have the same */
    char *pays;       /* while it is booked: key of what is to be settled first; NULL none */
};
void transfer_clear(struct transfer *t);
void transfers_free(struct transfer *v, size_t n);

/* A transfer that is not settled yet: owed, or money that lies free. */
struct open_item {
    int64_t id, open;
    char day[11], due[11];
    char *key;
};
void open_items_free(struct open_item *v, size_t n);

struct alloc { /* money (src) that settled what is owed (dst) */
    int64_t id, src, dst, amount;
    char day[11];
    int64_t reverses; /* the allocation that it frees, 0 none */
};

struct ledger_receipt {
    char *series;
    int64_t no, event;
    int64_t copies; /* printed once more so many times */
    bool void_;     /* what it was for was reversed */
    char day[11], *reg;
    int64_t record, amount;
};
void ledger_receipts_free(struct ledger_receipt *v, size_t n);

struct ledger_share { /* what a unit has on an account, its party and object by itself */
    char *account, *party, *object;
    int64_t sum; /* as the account counts it */
};
void ledger_shares_free(struct ledger_share *v, size_t n);

/* Which transfers; zero members: any. */
struct transfer_filter {
    const char *account, *unit;
    bool party_given;
    const char *party;
    const char *from, *to; /* days, both included */
    const char *reg;
    int64_t record, event;
    int64_t after;         /* ids beyond this one, oldest first; */
    bool by_day;           /* or by day, then id: */
    const char *after_day; /* beyond this day and id; NULL: from the beginning */
    size_t limit;          /* 0: all */
    bool in_area;          /* only of units in the person's area */
};

#endif
