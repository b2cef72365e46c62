/* report, inside: what lists and records on paper share. */
#ifndef REPORT_VALUES_H
#define REPORT_VALUES_H

#include "qiantai/report.h"

/* All return a new string. A moment is written out: paper outlives "today". */
char *value_on_paper(struct desk *d, const struct field *f, const struct value *v, bool with_year);
char *staff_on_paper(struct desk *d, const char *code);
/* Register, its building and the page pattern, ready for a subtitle and blocks. stem: of the file's name. */
struct page *paper_begin(struct desk *d, const struct form *f, const char *stem, const char *title);
/* "what  2026-11-21 Sat 17:03  printed by ..."; what may be NULL. */
void paper_subtitle(struct desk *d, struct page *p, const char *what);
const char *form_label(struct desk *d, const struct form *f);
int paper_may(struct desk *d, const struct form *f) QT_MUST_USE; /* QT_DENIED with the sentence */

#endif
