/* report, inside: the workbook being written and one sheet of it. */
#ifndef REPORT_SHEET_H
#define REPORT_SHEET_H

#include <xlsxwriter.h>

#include "qiantai/report.h"

enum cell_format {
    CELL_TITLE,
    CELL_NOTE,
    CELL_CODE,
    CELL_CAPTION,
    CELL_HEAD,
    CELL_TEXT,
    CELL_WRAP,
    CELL_INT, /* and behind it, with one to three decimals */
    CELL_INT_1,
    CELL_INT_2,
    CELL_INT_3,
    CELL_MONEY,
    CELL_DATE,
    CELL_TIME,
    CELL_MOMENT,
    CELL_SPAN,
    CELL_PERCENT,
    CELL_TOTAL, /* the same */
    CELL_TOTAL_1,
    CELL_TOTAL_2,
    CELL_TOTAL_3,
    CELL_TOTAL_MONEY,
    CELL_FORMATS
};

struct book {
    struct desk *d;
    lxw_workbook *workbook;
    lxw_format *format[CELL_FORMATS];
    const char *month; /* "2026-11" */
    int64_t from, to;
    int64_t bytes; /* about what the sheets take before they are packed */
};

void book_formats(struct book *b);
/* Writes a sheet of the register; *rows gets how many records it has. */
int sheet_write(struct book *b, const struct form *f, const struct sheet_rule *rule, int64_t *rows) QT_MUST_USE;

/* page.c: a page's tables on a sheet of their own; several pages below each other. */
struct page_sheet;
struct page_sheet *sheet_begin(struct book *b, const char *name); /* NULL: no room */
int sheet_page(struct page_sheet *s, struct page *p) QT_MUST_USE;
int sheet_end(struct page_sheet *s, int rc) QT_MUST_USE; /* frees s; rc when it is a fault already */

#endif
