/* Which emergencies are there: for the bell, and the number beside the title. */
#include <stdlib.h>
#include <string.h>

#include "due/board.h"

enum { ROWS_MOST = 200 }; /* promises of urgent records that are looked at */

static bool has(const struct alarm *v, size_t n, const struct form *f, int64_t record)
{
    for (size_t i = 0; i < n; i++)
        if (v[i].form == f && v[i].record == record)
            return true;
    return false;
}

int desk_alarms(struct desk *d, struct alarm *v, size_t most, size_t *n)
{
    struct due_filter filter = {.owner = permit_board(d), .in_area = area_asked(d), .front = true, .part = DUE_URGENT};
    struct due *rows = NULL;
    size_t got = 0;
    *n = 0;
    int rc = due_page(d->db, &filter, INT64_MIN, 0, ROWS_MOST, &rows, &got);
    for (size_t i = 0; rc == QT_OK && i < got && *n < most; i++) {
        const struct form *f = forms_find(d->forms, rows[i].reg);
        if (f && desk_allows(d, f, RIGHT_LOOK) && !has(v, *n, f, rows[i].record))
            v[(*n)++] = (struct alarm){f, rows[i].record};
    }
    due_free(rows, got);
    return rc;
}
