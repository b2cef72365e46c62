/* report: what leaves the desk. Workbook (libxlsxwriter), printed lists and records; later charts, slips, letters. */
#ifndef QIANTAI_REPORT_H
#define QIANTAI_REPORT_H

#include "qiantai/desk.h"
#include "qiantai/doc.h"

/* Writes the month ("2026-11") as one workbook: a sheet per register that has one, in its paper
 * headings. Written beside and renamed into place; QT_IO/QT_FULL leave no half file. */
int report_month(struct desk *d, const char *month, const char *file, struct buf *said) QT_MUST_USE;

/* ---- printing ------------------------------------------------------------------------------------------ */
/* The list as a page, whole: every record of the query, all columns of its list, totals. The list of a round
 * (R8, V10) bears the round's label, room for remarks and two lines to sign on. QT_REFUSED: too many rows for
 * paper; QT_DENIED: not for this role. Free with page_free. */
int report_list(struct desk *d, const struct query *q, struct page **out) QT_MUST_USE;
/* One record: number, state, sections with their filled fields, child rows as tables, what was done and by whom,
 * lines to sign on. Secret fields stay masked. */
int report_record(struct desk *d, const struct record *r, struct page **out) QT_MUST_USE;

/* Its figures of a period as figures_period reads it ("2026-11"), a table for each way of counting. */
int report_figures(struct desk *d, const struct form *f, const char *period, struct page **out) QT_MUST_USE;

/* A print on its way: the drawing as PDF and the setting's print_command run outside the desk. */
struct print_job;
/* Starts it and returns at once; p may be freed then. file: "NAME.pdf" or "NAME.txt", nothing else happens to it;
 * NULL: as the settings print_command, print_dir, print_text say (docs/operations.md). What is printed is journalled
 * first ("print"); somebody must have signed in. */
int print_start(struct desk *d, struct page *p, const char *file, struct print_job **out) QT_MUST_USE;
/* Readable (poll, POLLIN or POLLHUP) when the job has ended; never written to, nothing to be read from it. A job that
 * hangs is ended after the setting print_seconds. */
int print_fd(const struct print_job *j);
/* Ends the job, waiting when it has not ended yet, and frees it. said (one sentence, also when it failed): where it
 * went, or what failed, what was kept and what to do. */
int print_end(struct print_job *j, struct buf *said) QT_MUST_USE;
/* Frees it without waiting: the print goes on by itself and nobody is told. For leaving the desk. NULL is nothing. */
void print_drop(struct print_job *j);
/* The journal line alone, for a page that goes another way (stdout). Own transaction. */
int print_note(struct desk *d, const struct page *p) QT_MUST_USE;

#endif
