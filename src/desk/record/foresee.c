/* What is known about a record while it is typed: what saving it would ask, and how often the person was here. */
#include "qiantai/desk_known.h"

#include <stdlib.h>
#include <string.h>

#include "desk_internal.h"

enum { COUNTED = 100 }; /* records of one person */

int desk_foresee(struct desk *d, const struct record *r, struct outcome *o)
{
    struct record *copy = record_copy(r);
    int rc = known_ask(d, NULL, copy, o);
    for (size_t i = 0; i < o->nquestions; i++)
        o->questions[i].required = false;
    record_free(copy);
    return rc;
}

/* The look-up of a field in its own register that tells people apart; its field, -1 none. */
static int telling(const struct form *f, int *by)
{
    for (size_t i = 0; i < f->ndeclared; i++) {
        const struct lookup *l = f->fields[i].lookup;
        *by = l && l->distinct && l->reg && strcmp(l->reg, f->name) == 0 ? form_field(f, l->distinct) : -1;
        if (*by >= 0)
            return (int)i;
    }
    return -1;
}

static char *line_of(struct desk *d, const struct record *r, int field, int by)
{
    const struct lookup *l = r->form->fields[field].lookup;
    struct buf b = {0};
    buf_add(&b, "");
    for (size_t i = 0; i < l->nshow; i++) {
        int at = form_field(r->form, l->show[i]);
        if (at < 0 || at == by || at == field || r->v[at].kind == VAL_NULL)
            continue;
        char *text = desk_value_show(d, &r->form->fields[at], &r->v[at]);
        buf_addf(&b, "%s%s", b.len ? "  " : "", text);
        free(text);
    }
    return buf_take(&b);
}

int desk_before(struct desk *d, const struct record *r, size_t most, struct before *out)
{
    int by = -1, field = telling(r->form, &by);
    int64_t *ids = NULL;
    size_t n = 0;
    *out = (struct before){0};
    if (field < 0 || r->v[by].kind == VAL_NULL)
        return QT_OK;
    int rc = desk_permit(d, r->form, NULL, -1, -1, RIGHT_LOOK);
    if (rc == QT_OK)
        rc = rec_equal(d->db, r->form, by, &r->v[by], COUNTED, &ids, &n);
    out->lines = mem_alloc((most + 1) * sizeof *out->lines);
    for (size_t i = 0; i < n && rc == QT_OK && out->n < most; i++) {
        struct record *one = NULL;
        rc = desk_get(d, r->form, ids[i], &one);
        if (rc == QT_OK && !out->name)
            out->name = desk_value_show(d, &r->form->fields[field], &one->v[field]);
        if (rc == QT_OK)
            out->lines[out->n++] = line_of(d, one, field, by);
        if (rc == QT_NOTFOUND || rc == QT_DENIED) { /* gone meanwhile, or not for these eyes */
            fault_clear();
            rc = QT_OK;
        }
        record_free(one);
    }
    out->times = n;
    out->more = n == COUNTED;
    free(ids);
    return rc;
}

void before_free(struct before *b)
{
    for (size_t i = 0; i < b->n; i++)
        free(b->lines[i]);
    free(b->lines);
    free(b->name);
    *b = (struct before){0};
}
