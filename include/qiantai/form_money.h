/* form: accounts.yaml, and what an action books. docs/forms.md, "Money". */
#ifndef QIANTAI_FORM_MONEY_H
#define QIANTAI_FORM_MONEY_H

#include "qiantai/form_field.h"

struct form;

enum account_type { ACCOUNT_ASSET, ACCOUNT_LIABILITY, ACCOUNT_EQUITY, ACCOUNT_INCOME, ACCOUNT_EXPENSE, ACCOUNT_TYPES };
extern const char *const account_type_names[ACCOUNT_TYPES];
enum { PER_UNIT = 1, PER_PARTY = 2, PER_OBJECT = 4 };

struct account {
    char *name;  /* "desk.petty", "deposit.key" */
    char *group; /* of one of several kinds: the name without the kind, else NULL */
    char *kind;
    struct bilingual label;
    enum account_type type;
    bool items;     /* what unit and party owe: each debit stays open until credits have settled it */
    bool floor;     /* never below 0, */
    unsigned per;   /* neither for each unit, party, object by itself; 0: as a whole */
    bool internal;  /* offered in no list of what the desk holds */
    char **secures; /* kinds of what is owed for which a deposit of this kind stands */
    size_t nsecures;
};
struct agreement { /* accounts whose debits less credits are 0 together, on every day */
    char *name;
    struct bilingual label;
    char **accounts; /* names, or groups */
    size_t naccounts;
};
struct series { /* of receipts: without a gap */
    char *name;
    struct bilingual label;
    char *before; /* of the number; */
    int digits;   /* then so many at least */
};
struct chart {
    struct account *accounts;
    size_t naccounts;
    struct agreement *agreements;
    size_t nagreements;
    struct series *series;
    size_t nseries;
    char **view_roles; /* who may look at accounts; NULL = everybody */
    size_t nview_roles;
};
const struct account *chart_account(const struct chart *c, const char *name); /* NULL when there is none */
const struct series *chart_series(const struct chart *c, const char *name);
bool account_is_debit(const struct account *a); /* what it holds are debits less credits */
bool agreement_has(const struct agreement *g, const struct account *a);

struct account_name { /* "desk.petty", or "deposit.{kind}" with the value of a field */
    char *before, *behind;
    int field; /* in the form of the book's expressions; -1: `before` is the name */
};
struct book_entry { /* money that an action moves */
    struct place at;
    int each;                /* an items field: once for each row; -1 none */
    const struct form *over; /* whose fields its expressions see: the register's, and the columns of the row */
    struct account_name debit, credit;
    struct expr *when;                            /* NULL = always */
    struct expr *amount;                          /* null and 0: nothing is booked; less: refused */
    struct expr *unit, *party, *object;           /* unit NULL: the form's */
    struct expr *kind, *due, *period, *day, *key; /* day NULL: today */
    struct expr *pays;                            /* key of what is settled first */
};
enum reverse { REVERSE_NONE, REVERSE_LAST, REVERSE_ALL };
struct books { /* of an action */
    struct book_entry *v;
    size_t n;
    enum reverse reverse; /* what was booked for the record before is undone: the last of it, or all */
    char *series;         /* it takes a receipt of this series, */
    int receipt;          /* whose number goes into this text field; -1 none */
};

#endif
