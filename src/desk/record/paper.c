/* Papers of a record: what their slots hold, with the person's eyes, and the line that a print leaves. */
#include <stdlib.h>
#include <string.h>

#include "desk_internal.h"

int desk_paper_slot(struct desk *d, const struct expr *e, const struct record *r, char **out)
{
    fault_clear();
    *out = permit_text(d, e, r);
    return *out ? QT_OK : fault_code();
}

int desk_paper_wanted(struct desk *d, const struct expr *when, const struct record *r, bool *out)
{
    char *text = NULL;
    int rc = when ? desk_paper_slot(d, when, r, &text) : QT_OK;
    *out = !when || (text && strcmp(text, "0") != 0 && *text);
    free(text);
    return rc;
}

int desk_printed(struct desk *d, const struct form *f, struct printed *v, size_t n)
{
    if (!*d->staff)
        return fault(QT_DENIED, _("Say who prints: sign in first."));
    int rc = desk_permit(d, f, NULL, -1, -1, RIGHT_PRINT);
    if (rc == QT_OK)
        rc = desk_begin_unattended(d);
    if (rc < 0)
        return rc;
    for (size_t i = 0; rc == QT_OK && i < n; i++)
        rc = journal_printed(d->db, &d->who, f->name, &v[i]);
    return desk_end(d, rc);
}
