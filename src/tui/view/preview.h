/* A record laid out for a place on the screen: its page is report_record's. */
#ifndef TUI_PREVIEW_H
#define TUI_PREVIEW_H
#include "paper.h"
#include "qiantai/report.h"
#include "view.h"

/* what: enum record_part. Below what is there; a fault is said in its place. */
void record_paper(struct app *a, const struct record *r, unsigned what, int cols, struct paper *p);
/* The record under the bar beside a wide list: what can be done with it last, each with its letter. */
void record_preview(struct app *a, const struct record *r, int cols, struct paper *p);
/* Summary and the first phone number, for the line under a list. */
void record_contact(struct app *a, const struct record *r, struct buf *out);
#endif
