/* Rows of staff, settings, clocks and marks as the journal states them, so that verify can compare them with it:
 * row.c writes such lines, replay_rows.c reads them. */
#ifndef STORE_ROW_H
#define STORE_ROW_H

#include "gate.h"

/* The columns of the row at hand as a JSON object, but those in which work in hand stands (tries of a PIN, when to look
 * at a clock again); a PIN's hash by a digest of it. */
void row_json(struct buf *b, struct stmt *st);
#define ROW_STAFF "SELECT * FROM staff"
#define ROW_DUE "SELECT * FROM due"

#endif
