/* report, inside: what the producers of pages share. */
#ifndef REPORT_VALUES_H
#define REPORT_VALUES_H

#include "qiantai/report.h"

/* A new string. A moment is written out: paper outlives "today". */
char *value_on_paper(struct desk *d, const struct field *f, const struct value *v, bool with_year);
/* The field as people read it, with its kind, number and the tone of a state. briefly: as lists on a screen show it. */
struct page_cell cell_shown(struct desk *d, const struct record *r, int field, bool briefly);
enum page_align field_align(const struct field *f);
/* The table for JSON's member `key`, and a column of it that scripts know by its key. */
void data_table(struct page *p, const char *key);
void data_column(struct page *p, const char *key, const char *heading, int width, enum page_align align);
/* A table of whole records for scripts: fields by name, as import reads them; JSON has register, id and version in
 * front, and computed fields. json_only: no column is for people. */
void data_columns(struct page *p, const struct form *f, bool json_only);
struct page_cell cell_data(const struct record *r, int field);
void data_cells(const struct record *r, struct page_row *row);
/* Is this signature of the action wanted now? the field that names who gave it: likewise */
bool signature_waits(const struct record *r, const struct action *a, size_t signer);
bool signature_field_waits(const struct record *r, size_t field);
const char *form_label(struct desk *d, const struct form *f);
const char *clock_label(struct desk *d, const struct form *f, const char *name);
char *changes_show(struct desk *d, const struct form *f, const char *json); /* of a journal line; a new string */

/* ---- card.c: what the registers say of a unit, as lines or as data ---- */
int card_lines(struct desk *d, struct page *p, const char *unit) QT_MUST_USE;
int card_data(struct desk *d, struct page *p, const char *unit) QT_MUST_USE;

/* ---- paper.c ---- */
/* The register's page with building and the page pattern, ready for a subtitle and blocks. stem: of the file's name. */
struct page *paper_begin(struct desk *d, const struct form *f, const char *stem, const char *title);
/* "what  2026-11-21 Sat 17:03  printed by ..."; what may be NULL. */
void paper_subtitle(struct desk *d, struct page *p, const char *what);
int paper_sheet(struct desk *d, struct page *p) QT_MUST_USE; /* A4, A5: for a page that has not its own */
void paper_foot(struct desk *d, struct page *p);             /* with the journal's head: paper leaves the house */

/* papers.c: the lines of the papers on the page; which copy each is stands on it afterwards. */
int papers_note(struct desk *d, struct page *p) QT_MUST_USE;

/* The producers that reports.c lists: the period [from, to) into the page begun. */
typedef int producer(struct desk *d, const struct form *f, int64_t from, int64_t to, struct page *p);
producer report_figures, report_hours;

#endif
