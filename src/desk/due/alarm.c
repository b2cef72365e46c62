/* How pressing records are: those of a list, and which emergencies there are at all, for the bell and the number beside
 * the title. */
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

int desk_pressing(struct desk *d, const struct form *f, const int64_t *ids, size_t n, struct pressing *out)
{
    struct due *v = NULL;
    size_t nv = 0;
    int rc = desk_permit(d, f, NULL, -1, -1, RIGHT_LOOK);
    if (rc == QT_OK && f->nclocks)
        rc = due_live(d->db, f->name, ids, n, &v, &nv);
    for (size_t i = 0; i < n; i++) {
        out[i] = (struct pressing){DUE_LATER, false};
        for (size_t k = 0; k < nv; k++) {
            enum urgency u = v[k].record == ids[i] ? due_urgency(&v[k], clock_now()) : DUE_LATER;
            out[i].urgency = u > out[i].urgency ? u : out[i].urgency;
            out[i].emergency |= v[k].record == ids[i] && v[k].urgent;
        }
    }
    due_free(v, nv);
    return rc;
}
