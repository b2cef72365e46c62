/* Unique rules: what a record has that no other may have. Looked for in the transaction that writes it. */
#include "desk_internal.h"

#include <stdlib.h>

/* Is r one of those among which the rule holds? With null in a field nothing is compared. */
int unique_concerns(struct desk *d, const struct unique_rule *u, const struct record *r, bool *is)
{
    *is = true;
    for (size_t i = 0; i < u->nfields; i++)
        *is = *is && r->v[u->fields[i]].kind != VAL_NULL;
    return *is && u->where ? desk_condition(d, u->where, r, false, is) : QT_OK;
}

/* It was one of them before, with the same values: it stays, whatever others have. */
static int as_before(struct desk *d, const struct unique_rule *u, const struct record *base, const struct record *r,
                     bool *same)
{
    *same = base != NULL;
    for (size_t i = 0; i < u->nfields && *same; i++)
        *same = value_same(&base->v[u->fields[i]], &r->v[u->fields[i]]);
    return *same ? unique_concerns(d, u, base, same) : QT_OK;
}

static char *names_of(struct desk *d, const struct unique_rule *u, const struct form *f)
{
    struct buf b = {0};
    for (size_t i = 0; i < u->nfields; i++)
        buf_addf(&b, "%s%s", i ? (d->lang == LANG_ZH ? "、" : ", ") : "", field_label(d, &f->fields[u->fields[i]]));
    return buf_take(&b);
}

/* Which one has it is told to those who may see it. */
static int tell_other(struct desk *d, const struct unique_rule *u, const struct form *f, int64_t id,
                      struct field_problems *out)
{
    struct record *other = NULL;
    int rc = rec_get(d->db, f, id, &other);
    if (rc < 0)
        return rc;
    const char *said = label_of(&u->message, d->lang, NULL);
    char *names = names_of(d, u, f);
    char *what = said ? mem_dup(said) : mem_printf(_("%s: another entry has it already"), names ? names : "");
    field_problem_add(out, u->fields[0],
                      area_has(d, other) ? mem_printf("%s (%s)", what, record_number(other)) : mem_dup(what));
    free(names);
    free(what);
    record_free(other);
    return QT_OK;
}

int unique_check(struct desk *d, const struct record *base, const struct record *r, struct field_problems *out)
{
    int rc = QT_OK;
    for (size_t i = 0; rc == QT_OK && i < r->form->nuniques; i++) {
        const struct unique_rule *u = &r->form->uniques[i];
        bool is = false, before = false;
        int64_t other = 0;
        rc = unique_concerns(d, u, r, &is);
        if (rc == QT_OK && is)
            rc = as_before(d, u, base, r, &before);
        if (rc == QT_OK && is && !before)
            rc = rec_same(d->db, u, r, &other);
        if (rc == QT_OK && other)
            rc = tell_other(d, u, r->form, other, out);
    }
    return rc;
}
