/* Papers of a record: what their slots hold, with the person's eyes, and the line that a print leaves. */
#include <stdlib.h>
#include <string.h>

#include "money/money.h"
#include "qiantai/desk_ledger.h"

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

/* Which receipt the paper is, if it is one. */
static int find_receipt(struct desk *d, const struct form *f, const struct printed *p, struct ledger_receipt *r,
                        struct record **of)
{
    int i = form_paper(f, p->paper), field = i < 0 ? -1 : f->papers[i].receipt - 1;
    *of = NULL;
    if (field < 0)
        return QT_OK;
    int rc = rec_get(d->db, f, p->record, of);
    return rc < 0 ? rc : desk_receipt_of(d, *of, field, r);
}

static int note_print(struct desk *d, const struct form *f, struct printed *p)
{
    struct ledger_receipt r = {0};
    struct record *of = NULL;
    int rc = find_receipt(d, f, p, &r, &of);
    if (rc == QT_OK && of) {
        p->receipt = of->v[f->papers[form_paper(f, p->paper)].receipt - 1].s;
        p->since = r.event;
    }
    if (rc == QT_OK)
        rc = journal_printed(d->db, &d->who, f->name, p);
    if (rc == QT_OK && p->receipt && p->copy > 0)
        rc = money_copy(d, &r, p->paper, p->copy);
    p->receipt = NULL;
    record_free(of);
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
        rc = note_print(d, f, &v[i]);
    return desk_end(d, rc);
}
