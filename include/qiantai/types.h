/* types: the plain structs that the store fills and every room above it may see. No functions, no SQL engine:
 * desk.h declares what reads and frees them. */
#ifndef QIANTAI_TYPES_H
#define QIANTAI_TYPES_H

#include "qiantai/form.h"

/* Who does it: lands in the journal. Borrowed strings. */
struct who {
    const char *staff, *role, *terminal;
};

/* ---- lists ---- */
struct query {
    const struct form *form;
    int list;                  /* index of the list rule */
    const char *text;          /* type-ahead filter, or NULL */
    const struct record *like; /* filled form: text fields contain, others equal; NULL none */
    const char *where;         /* further SQL expression over the fields (command line), NULL none */
    const char *unit;          /* records of one unit, NULL none */
    bool in_area;              /* only what lies in the person's area */
    int sort;                  /* index into the list's columns; -1: as the form says */
    bool descending;           /* of sort; ids go the same way among equals, empty values come below all others */
};
enum { CURSOR_SORT_ROWS = 20000 }; /* lists of more are sorted only by columns with an index */
enum page_at { PAGE_FIRST, PAGE_LAST, PAGE_AFTER, PAGE_BEFORE, PAGE_FROM /* including the anchor */ };
struct record_page {
    struct record **v; /* with the list's columns, number and state filled in; others null */
    size_t n;
    bool more; /* further rows in that direction */
};

/* Records by id, first to last; 0 none. */
struct span {
    int64_t first, last;
};

/* One record that a search found. */
struct hit {
    const struct form *form;
    int64_t id;
};

/* ---- what is kept beside the records ---- */
struct journal_line {
    int64_t seq, at;
    char *staff, *terminal, *reg, *number, *action;
    int64_t record;
    char *data;  /* JSON: {"field":[before,after],...}; personal fields as salted hashes */
    char *shown; /* the same with personal values while they are kept (secrets masked) */
    char hash[65];
};

/* A row of the board: the deadline of a record's clock, or a round. */
struct due {
    int64_t id;
    char *reg, *clock; /* round rows: record 0, clock = round name */
    int64_t record;
    int64_t started, due, warn /* 0 none */, stopped /* 0 = live */;
    int64_t paused;            /* since when, 0 = runs */
    int64_t waited;            /* working seconds waited before (Q3) */
    char *pauses;              /* when that was: "from-to from-to", UTC seconds; "" none */
    int64_t escalate;          /* when, 0 never */
    int64_t escalated;         /* when it happened, 0 not yet */
    int64_t told;              /* when it was last announced as overdue, 0 not yet (Q5) */
    int64_t snoozed;           /* not shown as first before this time */
    char *owner, *escalate_to; /* roles */
    char *unit;                /* for the board; "" when none */
    char *kind;                /* answer, news, solution; "" when none (Q2) */
    int behind;     /* among the clocks of its record that run: 0 the one shown, 1 shown to its owner only, 2 not shown */
    bool urgent;    /* its record comes first on the board */
    bool late;      /* Q6: stays once met late */
    bool withdrawn; /* ended without being met: nothing was promised any more */
};

/* A form half filled in, kept encrypted. */
struct draft {
    int64_t id;                          /* 0 = new; filled in */
    char *staff, *terminal, *reg, *data; /* data: JSON, the caller's */
    int64_t record;                      /* being edited, 0 = a new one */
    int64_t at;
};

struct staff {
    char *code, *name, *role; /* role: a name in roles.yaml */
    bool disabled, pin;       /* pin: has one */
};

/* A database made from the journal (verify --rebuild). */
struct rebuilt {
    int64_t lines, records, drafts;
    int64_t lost;       /* lines whose personal values are gone or are not theirs: verify of TO goes on naming them */
    int64_t ndiffers;   /* with those */
    struct buf differs; /* the first of them */
    struct buf pins;    /* codes of people who need a new PIN */
    bool clean;         /* verify of TO finds nothing */
};

/* A paper that is printed: its line in the journal has a keyed hash of the content, never the content. */
struct printed {
    int64_t record;
    const char *paper, *content;
    size_t n;
    const char *number;  /* of a paper of a list; NULL: it is of the record */
    const char *receipt; /* the number of the receipt that it is; NULL: none */
    int64_t since;       /* of a receipt: the journal's line that gave it */
    int64_t copy;        /* so many prints of it were there before: 0 is the original */
};

#endif
