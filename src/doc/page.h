/* doc, inside: what a page consists of. */
#ifndef DOC_PAGE_H
#define DOC_PAGE_H

#include <stdlib.h>
#include <string.h>

#include "qiantai/doc.h"

enum block_kind { BLOCK_HEADING, BLOCK_TEXT, BLOCK_PAIRS, BLOCK_TABLE, BLOCK_SIGNS, BLOCK_LINES };

struct page_column {
    char *heading;
    int width; /* columns of text it would like */
    enum page_align align;
};
struct page_block {
    enum block_kind kind;
    char *text;                 /* heading, paragraph, label of the lines */
    int count;                  /* pairs: side by side; lines: how many */
    struct page_column *column; /* table */
    size_t ncolumns;
    char **cell; /* pairs: label, value, ...; table: row by row; signs: the labels; never NULL */
    size_t ncells;
    bool total; /* table: the last row is one */
};
struct page {
    char *name, *building, *title, *subtitle, *pages;
    struct page_subject source;
    struct page_block *block;
    size_t n;
};

size_t block_rows(const struct page_block *b); /* of a table */
const char *block_cell(const struct page_block *b, size_t row, size_t column);

#endif
