/* Private to the files of the board. */
#ifndef DESK_DUE_BOARD_H
#define DESK_DUE_BOARD_H
#include "desk_internal.h"

enum urgency due_urgency(const struct due *due, int64_t now);
/* Takes over the due row. False: nothing that this desk can show (a register that is gone). each: its record's others
 * have rows of their own. */
bool board_row_describe(struct desk *d, struct due *due, int64_t now, bool each, struct board_row *row);
#endif
