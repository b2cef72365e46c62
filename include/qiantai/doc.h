/* doc: a page, and its faces: plain text and the lines in which it travels to the program that draws it as PDF
 * (qiantai-print). Knows texts only: no desk, no records; no I/O but in src/doc/pdf. */
#ifndef QIANTAI_DOC_H
#define QIANTAI_DOC_H

#include "qiantai/base.h"

struct page; /* whatever is added is copied and passes text_clean */

enum page_align { ALIGN_LEFT, ALIGN_RIGHT, ALIGN_CENTER };
enum { PAGE_COLUMNS_MOST = 32, PAGE_PAIRS_MOST = 3 };

/* name: stem of a file name ("repair-unfinished"), made harmless here; title: one line, large. */
struct page *page_new(const char *name, const char *title);
void page_free(struct page *p); /* NULL is nothing */
void page_building(struct page *p, const char *text);
void page_subtitle(struct page *p, const char *text); /* when and by whom it was printed */
void page_foot(struct page *p, const char *pattern);  /* "page {n} of {m}" */
/* What it shows: register, its list (or NULL) or its record (or 0). For the journal. */
struct page_subject {
    char *reg, *list;
    int64_t record;
};
void page_about(struct page *p, const char *reg, const char *list, int64_t record);
const struct page_subject *page_subject(const struct page *p);
const char *page_name(const struct page *p);
const char *page_title(const struct page *p);

/* ---- blocks, in the order in which they are printed ---------------------------------------------------- */
void page_heading(struct page *p, const char *text);
void page_text(struct page *p, const char *text); /* a paragraph; newlines stay */
/* Labels with values, so many side by side (1 to PAGE_PAIRS_MOST); a long value takes a line of its own. */
void page_pairs(struct page *p, int side_by_side);
void page_pair(struct page *p, const char *label, const char *value);
/* A table: first its columns, then rows of as many cells (NULL: empty), at last the totals. width: columns of text
 * the cells would like. */
void page_table(struct page *p);
void page_column(struct page *p, const char *heading, int width, enum page_align align);
void page_row(struct page *p, const char *const *cells);
void page_total(struct page *p, const char *const *cells);
void page_signs(struct page *p, const char *const *labels, size_t n); /* a line to sign on for each label */
void page_lines(struct page *p, const char *label, int lines);        /* empty lines to write on */

/* ---- plain text ---------------------------------------------------------------------------------------- */
/* For receipt printers and files: lines of at most `columns` (at least 16) columns. A table that does not fit is
 * written row by row, each cell with its heading. Nothing is cut. */
void page_to_text(const struct page *p, int columns, struct buf *out);

/* ---- the way to qiantai-print -------------------------------------------------------------------------- */
/* The format is told in src/doc/wire.c. Reading refuses whatever it does not know, anything text_clean would
 * change, and a stream without its end. */
void page_to_wire(const struct page *p, struct buf *out);
int page_from_wire(const char *s, size_t n, struct page **out) QT_MUST_USE; /* QT_REFUSED with line and reason */

/* How qiantai-print ends; anything else is the status of the command that it became. */
enum { PRINT_DONE = 0, PRINT_USAGE = 64, PRINT_INPUT = 65, PRINT_NO_FONT = 69, PRINT_NO_FILE = 73 };

#endif
