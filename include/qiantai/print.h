/* print: what stands on a printed page. A neutral model, its plain text, and the lines in which it travels to the
 * program that draws it as PDF (qiantai-print). Knows texts only: no desk, no records; no I/O but in src/print/pdf. */
#ifndef QIANTAI_PRINT_H
#define QIANTAI_PRINT_H

#include "qiantai/base.h"

struct printout; /* whatever is added is copied and passes text_clean */

enum print_align { PRINT_LEFT, PRINT_RIGHT, PRINT_CENTER };
enum { PRINT_COLUMNS_MOST = 32, PRINT_PAIRS_MOST = 3 };

/* name: stem of a file name ("repair-unfinished"), made harmless here; title: one line, large. */
struct printout *printout_new(const char *name, const char *title);
void printout_free(struct printout *p); /* NULL is nothing */
void printout_building(struct printout *p, const char *text);
void printout_subtitle(struct printout *p, const char *text); /* when and by whom it was printed */
void printout_pages(struct printout *p, const char *pattern); /* "page {n} of {m}" */
/* What it shows: register, its list (or NULL) or its record (or 0). For the journal. */
struct print_source {
    char *reg, *list;
    int64_t record;
};
void printout_of(struct printout *p, const char *reg, const char *list, int64_t record);
const struct print_source *printout_source(const struct printout *p);
const char *printout_name(const struct printout *p);
const char *printout_title(const struct printout *p);

/* ---- blocks, in the order in which they are printed ---------------------------------------------------- */
void printout_heading(struct printout *p, const char *text);
void printout_text(struct printout *p, const char *text); /* a paragraph; newlines stay */
/* Labels with values, so many side by side (1 to PRINT_PAIRS_MOST); a long value takes a line of its own. */
void printout_pairs(struct printout *p, int side_by_side);
void printout_pair(struct printout *p, const char *label, const char *value);
/* A table: first its columns, then rows of as many cells (NULL: empty), at last the totals. width: columns of text
 * the cells would like. */
void printout_table(struct printout *p);
void printout_column(struct printout *p, const char *heading, int width, enum print_align align);
void printout_row(struct printout *p, const char *const *cells);
void printout_total(struct printout *p, const char *const *cells);
void printout_signs(struct printout *p, const char *const *labels, size_t n); /* a line to sign on for each label */
void printout_lines(struct printout *p, const char *label, int lines);        /* empty lines to write on */

/* ---- plain text ---------------------------------------------------------------------------------------- */
/* For receipt printers and files: lines of at most `columns` (at least 16) columns. A table that does not fit is
 * written row by row, each cell with its heading. Nothing is cut. */
void printout_plain(const struct printout *p, int columns, struct buf *out);

/* ---- the way to qiantai-print -------------------------------------------------------------------------- */
/* The format is told in src/print/wire.c. Reading refuses whatever it does not know, anything text_clean would
 * change, and a stream without its end. */
void printout_write(const struct printout *p, struct buf *out);
int printout_read(const char *s, size_t n, struct printout **out) QT_MUST_USE; /* QT_REFUSED with line and reason */

/* How qiantai-print ends; anything else is the status of the command that it became. */
enum { PRINT_DONE = 0, PRINT_USAGE = 64, PRINT_INPUT = 65, PRINT_NO_FONT = 69, PRINT_NO_FILE = 73 };

#endif
