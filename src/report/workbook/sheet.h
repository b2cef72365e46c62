/* report, inside: the workbook being written and one sheet of it. */
#ifndef REPORT_SHEET_H
#define REPORT_SHEET_H

#include <xlsxwriter.h>

#include "qiantai/report.h"

enum cell_format {
    CELL_TITLE,
    CELL_NOTE,
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
    struct staff *staff;
    size_t nstaff;
    const char *month; /* "2026-11" */
    int64_t from, to;
    int64_t bytes; /* about what the sheets take before they are packed */
};

void book_formats(struct book *b);
/* Writes the register's sheet; *rows gets how many records it has. */
int sheet_write(struct book *b, const struct form *f, int64_t *rows) QT_MUST_USE;

#endif
