/* Serials are given once, by the action that the form names or with the first save, and stay. */
#include "desk_internal.h"

#include <stdlib.h>
#include <string.h>

int serials_give(struct desk *d, const char *by, struct record *w)
{
    int rc = QT_OK;
    for (size_t i = 0; rc == QT_OK && i < w->form->ndeclared; i++) {
        const struct field *f = &w->form->fields[i];
        char *number = NULL;
        if (f->type != FT_SERIAL || w->v[i].kind != VAL_NULL || strcmp(f->given, by) != 0)
            continue;
        rc = rec_serial(d->db, w, (int)i, clock_now(), &number);
        if (rc == QT_OK)
            value_text(&w->v[i], number);
        free(number);
    }
    return rc;
}
