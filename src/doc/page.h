/* doc, inside: what a page consists of. */
#ifndef DOC_PAGE_H
#define DOC_PAGE_H

#include <stdlib.h>
#include <string.h>

#include "qiantai/doc.h"

enum block_kind {
    BLOCK_HEADING,
    BLOCK_TEXT,
    BLOCK_PAIRS,
    BLOCK_TABLE,
    BLOCK_SIGNS,
    BLOCK_LINES,
    BLOCK_CHOICES,
    BLOCK_PART, /* begins one; cells: enum part_cell */
    BLOCK_CODE, /* cells: data, caption */
    BLOCK_TEAR
};
enum part_cell { PART_BUILDING, PART_TITLE, PART_MARK, PART_LEFT, PART_RIGHT, PART_CELLS };

struct page_column {
    char *key, *heading;
    int width; /* columns of text it would like */
    enum page_align align;
    bool json_only;
    struct page_link *link; /* pairs; owned */
};
struct page_block {
    enum block_kind kind;
    char *text;             /* heading, paragraph, label of the lines, lead of the choices */
    enum tone tone;         /* of the text or the lead */
    struct page_link *link; /* of the text; owned */
    char *key;              /* table */
    int count;              /* pairs: side by side; lines: how many; part: its share of a sheet; tear: at the foot */
    enum page_align align;  /* text */
    int scale;              /* text */
    struct page_column *column; /* table; pairs, choices: one for each, its label or key as heading */
    size_t ncolumns;
    struct page_cell *cell; /* pairs, choices: the values; table: row by row; signs: the labels as texts */
    size_t ncells;
    bool total;   /* table: the last row kept is one */
    bool one_row; /* table: an object in JSON */
    bool bands;   /* table: shown in several parts where it is too wide */
    /* a table whose rows come one by one; those kept come first */
    page_next *next;
    void *arg;
    void (*release)(void *arg);
    int (*again)(void *arg); /* begins it anew; NULL: it is read once */
    bool drained;
    size_t given;              /* rows that it has given in this pass, those kept and the total with them */
    int64_t drawn;             /* rows that the source has given, totals aside */
    struct page_row row, kept; /* the present one: of the source, of those kept */
};
struct page_member {
    char *name, *text;
};
struct page_paper {
    char *name, *number; /* number: of a paper of a list; NULL */
    int64_t record;
    size_t from; /* its first block */
};
struct page {
    struct page_paper *paper;
    size_t npapers;
    char *name, *building, *title, *subtitle, *foot;
    struct page_subject subject;
    struct sheet_size size;
    bool sized;    /* by whoever made it */
    int64_t holds; /* records, as its producer said; -1: not said */
    struct page_member *member;
    size_t nmembers;
    struct page_block *block;
    size_t n;
};

char *clean_text(const char *s, bool multiline); /* NULL gives "" */

size_t page_paper_end(const struct page *p, size_t i); /* behind its last block */

/* ---- tables: rows.c ---- */
bool block_hidden(const struct page_block *b);                   /* pairs or table with nothing for people */
size_t block_rows(const struct page_block *b);                   /* those kept */
const char *block_text(const struct page_block *b, size_t cell); /* signs, part, code */
const struct page_cell *block_cell(const struct page_block *b, size_t row, size_t column);
/* The row `at` of those kept, or behind them the next of the source: 1 with *row, which is the block's until the next
 * call; 0: no more. */
int block_row(struct page_block *b, size_t at, const struct page_row **row);
int block_keep(struct page_block *b, size_t rows); /* takes so many from the source; 0 or a fault */
void block_add_cell(struct page_block *b, const struct page_cell *c, bool multiline); /* copied and cleaned */
void block_add_text(struct page_block *b, const char *text, bool multiline);
void block_free(struct page_block *b);

/* What a script reads: numbers without commas; made in tmp where there is no text for it. */
const char *cell_plain(const struct page_cell *c, struct buf *tmp);

/* ---- output ---- */
struct out {
    struct buf buf;
    page_put *put;
    void *arg;
    int rc; /* of put; what is added behind a failure is dropped */
};
int out_some(struct out *o); /* hands over when there is much; rc */
/* Hands over the rest, frees. rc: of what made it; returned, else what put said. */
int out_end(struct out *o, int rc);

#endif
