/* Texts of a form file on one line or, where they are too long, on several that mean the same. */
#ifndef QT_FORM_FORMAT_SCALAR_H
#define QT_FORM_FORMAT_SCALAR_H

#include "format.h"

bool scalar_is_empty(const struct piece *p);
bool scalar_is_lines(const struct entry *e); /* its value ends on a line that takes no comment */
/* Appends it with its quotes, on one line; false when it cannot stand so. */
bool scalar_flat(const char *text, const struct piece *p, struct buf *b);
/* Appends it from column `at` on, broken where a reader would break it; lines below begin at column indent. */
void scalar_fold(const char *text, const struct piece *p, struct buf *b, int at, int indent);
/* Bytes of s that are at most so many columns and end before a blank or behind a Chinese sign; all when there is no
 * such place. */
size_t break_text(const char *s, size_t len, int columns);

#endif
