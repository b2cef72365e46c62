/* The sums of a month grid, for whoever may see all that they are made of. */
#include "desk_internal.h"

int desk_grid(struct desk *d, const struct form *f, const struct grid_rule *g, int64_t from, int64_t to,
              void (*add)(const struct value *row, int day, const struct value *n, void *arg), void *arg)
{
    const struct grid_span span = {from, to, area_asked(d)};
    int rc = desk_permit(d, f, NULL, -1, -1, RIGHT_LOOK);
    for (size_t i = 0; rc == QT_OK && i < f->ndeclared; i++)
        if ((int)i == g->rows || (int)i == g->days || (g->cell && sql_names(g->cell->sql, f->fields[i].name)))
            rc = desk_permit(d, f, NULL, (int)i, -1, RIGHT_LOOK);
    return rc == QT_OK ? rec_grid(d->db, f, g, &span, add, arg) : rc;
}
