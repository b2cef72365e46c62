/* report: what leaves the desk. Workbook (libxlsxwriter), later charts, slips, letters. */
#ifndef QIANTAI_REPORT_H
#define QIANTAI_REPORT_H

#include "qiantai/desk.h"

/* Writes the month ("2026-11") as one workbook: a sheet per register that has one, in its paper
 * headings. Written beside and renamed into place; QT_IO/QT_FULL leave no half file. */
int report_month(struct desk *d, const char *month, const char *file, struct buf *said) QT_MUST_USE;

#endif
