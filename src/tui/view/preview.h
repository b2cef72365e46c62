/* The record under the bar beside a wide list: what can be done with it last, each with its letter. */
#ifndef TUI_PREVIEW_H
#define TUI_PREVIEW_H
#include "paper.h"
#include "view.h"

void record_preview(struct app *a, const struct record *r, int cols, struct paper *p);
/* Summary and the first phone number, for the line under a list. */
void record_contact(struct app *a, const struct record *r, struct buf *out);
#endif
