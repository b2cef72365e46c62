/* Maps and lists in brackets: on one line, or on a few. */
#ifndef QT_FORM_FORMAT_FILL_H
#define QT_FORM_FORMAT_FILL_H

#include "format.h"

/* Columns of what stands on the last line so far. */
int format_column(const struct buf *b);
void format_line(struct buf *b, int indent); /* begins a new one */
bool format_scalars(const struct piece *p);  /* a list or map of nothing but texts */

/* Appends the entry as it stands on one line, however long. False, with some of it appended: it has comments or lines
 * of its own in it. */
bool format_flat_entry(const char *text, const struct entry *e, struct buf *b);
/* These append all of it where it has room, on what is left of the line or on a few of them, or nothing. */
bool format_flat(const char *text, const struct piece *p, struct buf *b);
bool format_fill(const char *text, const struct piece *p, struct buf *b);

#endif
