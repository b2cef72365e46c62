/* form: what a register prints. A paper is described in the register's form (`papers:`) or in a file of its folder's
 * print/ (`paper: REGISTER.NAME`), which may say all of it or only what differs. docs/forms.md, "Papers". */
#ifndef QIANTAI_FORM_PAPER_H
#define QIANTAI_FORM_PAPER_H

#include "qiantai/form_field.h"

enum { PAPER_PARTS_MOST = 6, PAPER_COPIES_MOST = 9 };

/* A text with slots, "{unit} {owner?}", in pieces. */
struct paper_piece {
    char *text;        /* as it stands; NULL: a slot */
    struct expr *slot; /* what the slot holds */
    int field;         /* the slot is this field of the register and nothing else: shown as people read it; -1 */
    bool optional;     /* it may be empty; else an empty one stops the print */
};
struct paper_text {
    struct paper_piece *v;
    size_t n;
    char *raw; /* as the file has it, */
    struct place at;
};
struct paper_words {
    struct paper_text in[QT_LANGS]; /* the same one where a text is written once */
    bool there;
};

enum paper_kind {
    PAPER_NOTHING,
    PAPER_HEADING,
    PAPER_TEXT,
    PAPER_LINES, /* short lines: one without any value is left out */
    PAPER_PAIRS,
    PAPER_ROWS,
    PAPER_SIGNS,
    PAPER_WRITE, /* room to write on */
    PAPER_CODE,
    PAPER_TEAR,
};
enum { ROWS_OF_LIST = -2 };
enum paper_empty { EMPTY_STOPS, EMPTY_LEFT_OUT, EMPTY_TO_WRITE };
struct paper_pair {
    int field;                       /* or -1: */
    struct paper_words label, value; /* no value: room to write on */
    enum paper_empty empty;
};
struct paper_block {
    enum paper_kind kind;
    struct place at;
    struct expr *when;        /* printed only when true; NULL: always */
    char *only;               /* the name of the part it stands in; NULL: all */
    struct paper_words words; /* heading, text, what is to be written, of the tear line, beside the code */
    struct paper_words code;
    struct paper_words *line; /* lines, signs */
    size_t nlines;
    struct paper_pair *pair;
    size_t npairs;
    int beside;         /* pairs: side by side */
    int field;          /* rows: an items field, or ROWS_OF_LIST */
    bool field_missing; /* rows: may be without any */
    int *column;        /* of its children; none: all */
    size_t ncolumns;
    bool *total;  /* per child: its sum stands below */
    bool counted; /* so does the number of rows */
    int room;     /* rows: so many lines at least; write: how many */
    int align;    /* text: 0 left, 1 right, 2 in the middle */
    int scale;    /* text: -1 small, 0, 1 large, 2 huge */
    bool indent;  /* text: the first line of each paragraph, as in a letter */
    bool quoted;  /* what fills it is what others said: not looked at for what may never be printed */
    bool foot;    /* tear: it and what follows stand at the foot of the sheet */
};
struct paper_part {
    char *name;
    struct bilingual label;
};
enum paper_head { HEAD_FULL, HEAD_LETTER, HEAD_NONE };
struct paper_rule {
    char *name;
    struct bilingual label;
    struct place at;
    char *size; /* "A5", "roll80", "60x40"; NULL: the setting print_paper */
    struct paper_words title;
    char *form_no; /* FM-GL-022-0 */
    enum paper_head head;
    struct paper_part *part;
    size_t nparts;
    int on_sheet, copies; /* 0: not said */
    int receipt;          /* the text field with the number of the receipt that it is, + 1; 0: none */
    struct place receipt_at;
    bool reveal; /* secret fields in full, to whom the register reveals them */
    struct place reveal_at;
    int list;                  /* the register's list that it shows, + 1; 0: it is of a record */
    struct paper_words number; /* of a list: what its copies are counted by; not there: the month */
    struct paper_block *body;
    size_t nbody;
    struct paper_words foot;
    unsigned said; /* which keys have been said: a later one of less weight does not change them */
};

#endif
