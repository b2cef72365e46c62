/* report: what pages hold (a list, a record, the reports of a period), the way to paper, the workbook (libxlsxwriter).
 * Files named are those of src/report. */
#ifndef QIANTAI_REPORT_H
#define QIANTAI_REPORT_H

#include "qiantai/desk_import.h"
#include "qiantai/doc.h"

/* workbook/month.c. Writes the month ("2026-11") as one workbook: a sheet per register that has one, in its paper
 * headings. Written beside and renamed into place; QT_IO/QT_FULL leave no half file. */
int report_month(struct desk *d, const char *month, const char *file, struct buf *said) QT_MUST_USE;

/* A page as a workbook of one sheet; journalled. In qiantai-export only. */
int report_workbook(struct desk *d, struct page *p, const char *file) QT_MUST_USE;

/* ---- pages: whatever is shown is one; free with page_free before the desk is closed ----------------------------- */
enum list_face {
    LIST_PAPER, /* counted, with title, totals, and for the list of a round (R8, V10) room to sign; 5,000 rows at most
                 */
    LIST_WIDE,  /* its columns, a line for each record */
    LIST_DATA,  /* every field by its name: what import reads back */
};
/* list.c. A list, whole or its first `limit` (0: all) records. Rows are read while the page is shown. QT_REFUSED: too
 * many rows for paper; QT_DENIED: not for this role. */
int report_list(struct desk *d, const struct query *q, enum list_face face, int64_t limit,
                struct page **out) QT_MUST_USE;
/* grid.c. A month grid of the register; month "2026-11", NULL: this one. QT_DENIED: a field of it is closed to the
 * role. */
int report_grid(struct desk *d, const struct form *f, const struct grid_rule *g, const char *month,
                struct page **out) QT_MUST_USE;
/* inside.c. Who is in the building by the registers with `inside`, by floor and unit, with room to tick; names false:
 * how many only. QT_NOTFOUND: no register has it. */
int report_inside(struct desk *d, bool names, struct page **out) QT_MUST_USE;
/* record.c. One record for paper: number, state, sections with their filled fields, child rows as tables, what was done
 * and by whom, lines to sign on. Secret fields stay masked. On the sheet of the setting print_paper (paper.c) as long
 * as it is given none of its own (page_set_size). */
enum record_part {
    RECORD_PAPER = 0,
    RECORD_SCREEN = 1,    /* instead: what can be done now, what is filled in and may be, where links lead */
    RECORD_HISTORY = 4,   /* with it: only its journal, newest first, with what was changed */
    RECORD_FOLLOWERS = 8, /* with RECORD_REST: records that name this one */
    RECORD_CARD = 16,     /* with it, of a unit: what other registers have of it now, as their forms say */
    RECORD_REST = 32,     /* with it: only rows, signatures and what else is no field */
};
int report_record(struct desk *d, const struct record *r, unsigned what, struct page **out) QT_MUST_USE;
/* papers.c. A paper of the record as its form says. *page NULL: a new page, else behind the papers on it. QT_REFUSED:
 * a slot has no value; *page is as it was, or of no use. */
int report_paper(struct desk *d, const struct record *r, const struct paper_rule *rule, struct page **page) QT_MUST_USE;
/* A paper of a list: the query's, whose `list` it names. What it shows is read once, so what was seen is what is
 * printed. QT_REFUSED: as above, or the list has too many rows for paper. */
int report_list_paper(struct desk *d, const struct query *q, const struct paper_rule *rule,
                      struct page **page) QT_MUST_USE;
char *report_explain(struct desk *d, const struct record *r); /* its running clocks in words; NULL none */
/* show.c. One record with all its fields, its clocks in words and its journal lines, for the command line. */
int report_show(struct desk *d, const struct record *r, bool history, struct page **out) QT_MUST_USE;

/* files.c. What is kept of a record's files (of one field, -1: of all), for the command line. */
int report_files(struct desk *d, const struct record *r, int field, struct page **out) QT_MUST_USE;

/* person.c. All that is kept about one person, a line for each filled field: for whoever asks what is known about him.
 */
int report_person(struct desk *d, const char *const *texts, size_t n, struct page **out) QT_MUST_USE;

/* board.c. The board, most urgent first, and what a search found, for the command line. */
int report_board(struct desk *d, bool each, struct page **out) QT_MUST_USE; /* each: see struct board_query */
/* A duty without a list: what and when, room for remarks, lines to sign on. */
int report_duty(struct desk *d, const struct board_row *row, struct page **out) QT_MUST_USE;
int report_search(struct desk *d, const char *text, size_t limit, struct page **out) QT_MUST_USE;

/* card.c. What the house knows of a unit, for beside a form or a record: the cards of all registers that the person may
 * look into, in the order of their places. QT_OK or a fault, what was read by then is in out; household_free. */
struct household_line {
    char *label, *text; /* label "": it goes with the line before */
    enum tone tone;
    int place; /* of its card, as the form says; below 10: whom to ring */
};
struct household {
    char *head; /* the unit's number, then what the cards of place 0 say, each part behind two blanks; NULL none was
                   read */
    struct household_line *v;
    size_t n;
};
int household_read(struct desk *d, const char *unit, struct household *out) QT_MUST_USE;
void household_free(struct household *h);

/* imports.c. Imports so far, newest first, for the command line. */
int report_imports(struct desk *d, struct page **out) QT_MUST_USE;
/* What a dry run of an import found. */
struct page *report_dry_run(struct desk *d, const struct form *f, const struct import_result *res);
struct page *report_refused(struct desk *d, const struct form *f, const struct import_result *res); /* its reasons */

/* The reports of a register for a period: src/report/reports.c has the table. */
struct report {
    const char *name, *label; /* label: for gettext */
    bool counted;             /* the workbook has it for registers with `figures:` only */
};
const struct report *report_at(size_t i);           /* NULL behind the last */
const struct report *report_find(const char *name); /* NULL: none */
/* period as figures_period reads it ("2026-11"); NULL: this month. */
int report_page(struct desk *d, const struct report *r, const struct form *f, const char *period,
                struct page **out) QT_MUST_USE;

/* ---- printing: job.c, spawn.c ------------------------------------------------------------------- */
/* A print on its way: the drawing as PDF and the setting's print_command run outside the desk. */
struct print_job;
/* Starts it and returns at once; p may be freed then. file: "NAME.pdf" or "NAME.txt", nothing else happens to it;
 * NULL: as the settings print_command, print_dir, print_text say (docs/operations.md). What is printed is journalled
 * first ("print"); somebody must have signed in. */
int print_start(struct desk *d, struct page *p, const char *file, struct print_job **out) QT_MUST_USE;
/* Do the settings name a printer for a page of this sheet? Else it is kept as a file. */
bool print_has_printer(struct desk *d, struct page *p);
/* How many sheets it takes: of a paper exactly, as the program that draws it says; else, and where that cannot be
 * asked, about (*exact false). */
int64_t print_sheets(struct desk *d, struct page *p, bool *exact);
/* Readable (poll, POLLIN or POLLHUP) when the job has ended; never written to, nothing to be read from it. A job that
 * hangs is ended after the setting print_seconds. */
int print_fd(const struct print_job *j);
/* It is to end: take its end with print_end, which says what was kept. */
void print_stop(struct print_job *j);
/* Ends the job, waiting when it has not ended yet, and frees it. said (one sentence, also when it failed): where it
 * went, or what failed, what was kept and what to do. */
int print_end(struct print_job *j, struct buf *said) QT_MUST_USE;
/* Frees it without waiting: the print goes on by itself and nobody hears of its end. For leaving the desk. NULL is
 * nothing. */
void print_drop(struct print_job *j);
/* The journal line alone, for a page that goes another way (stdout). Own transaction. */
int print_note(struct desk *d, struct page *p) QT_MUST_USE;

#endif
