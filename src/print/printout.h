/* print, inside: what a printout consists of. */
#ifndef PRINT_PRINTOUT_H
#define PRINT_PRINTOUT_H

#include <stdlib.h>
#include <string.h>

#include "qiantai/print.h"

enum print_kind { BLOCK_HEADING, BLOCK_TEXT, BLOCK_PAIRS, BLOCK_TABLE, BLOCK_SIGNS, BLOCK_LINES };

struct print_column {
    char *heading;
    int width; /* columns of text it would like */
    enum print_align align;
};
struct print_block {
    enum print_kind kind;
    char *text;                  /* heading, paragraph, label of the lines */
    int count;                   /* pairs: side by side; lines: how many */
    struct print_column *column; /* table */
    size_t ncolumns;
    char **cell; /* pairs: label, value, ...; table: row by row; signs: the labels; never NULL */
    size_t ncells;
    bool total; /* table: the last row is one */
};
struct printout {
    char *name, *building, *title, *subtitle, *pages;
    struct print_source source;
    struct print_block *block;
    size_t n;
};

size_t block_rows(const struct print_block *b); /* of a table */
const char *block_cell(const struct print_block *b, size_t row, size_t column);

#endif
