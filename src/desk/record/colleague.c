/* Colleagues: who is meant by what was typed (zg, 张工, z), and who is offered while typing. */
#include <stdlib.h>
#include <string.h>

#include "desk_internal.h"

static bool staff_fits(const struct staff *s, const char *typed)
{
    return !s->disabled && (search_match(s->name, typed) || search_match(s->code, typed));
}

/* The code as it is, else the one with this name, else the one of the field's roles that fits, else of all. */
static size_t staff_meant(const struct staff *v, size_t n, const struct field *f, const char *typed, size_t *at)
{
    enum { CODE, NAME, ROLE, ANY, WAYS };
    size_t found[WAYS] = {0}, first[WAYS] = {0};
    for (size_t i = 0; i < n; i++) {
        bool is[WAYS] = {strcmp(v[i].code, typed) == 0, strcmp(v[i].name, typed) == 0 && !v[i].disabled,
                         staff_fits(&v[i], typed) && permit_offers(f, v[i].role), staff_fits(&v[i], typed)};
        for (int way = 0; way < WAYS; way++)
            if (is[way] && found[way]++ == 0)
                first[way] = i;
    }
    for (int way = 0; way < WAYS; way++)
        if (found[way] > 0) {
            *at = first[way];
            return found[way];
        }
    return 0;
}

int desk_resolve_staff(struct desk *d, const struct field *f, const char *typed, char **code)
{
    struct staff *v = NULL;
    size_t n = 0, at = 0;
    int rc = staff_list(d->db, &v, &n);
    size_t found = rc == QT_OK ? staff_meant(v, n, f, typed, &at) : 0;
    if (rc == QT_OK && found == 1)
        *code = mem_dup(v[at].code);
    else if (rc == QT_OK)
        rc = found ? fault(QT_REFUSED, _("This fits %zu members of staff. Type more of it."), found)
                   : fault(QT_REFUSED, _("No such member of staff."));
    staff_free(v, n);
    return rc;
}

/* Staff are no register; this record represents one, so that they are offered as records are. */
static struct field staff_fields[] = {
    {.name = (char[]){"name"}, .type = FT_TEXT, .of = -1},
    {.name = (char[]){"code"}, .type = FT_TEXT, .of = -1},
};
static const struct form staff_form = {
    .name = (char[]){"staff"}, .unit_field = -1, .fields = staff_fields, .nfields = 2, .ndeclared = 2};

int desk_colleagues(struct desk *d, const struct field *f, const char *typed, size_t limit, struct record_page *out)
{
    struct staff *v = NULL;
    size_t n = 0;
    int rc = staff_list(d->db, &v, &n);
    for (size_t i = 0; rc == QT_OK && i < n && out->n < limit; i++) {
        if (!permit_offers(f, v[i].role) || (typed[0] ? !staff_fits(&v[i], typed) : v[i].disabled))
            continue;
        struct record *r = record_new(&staff_form);
        value_text(&r->v[0], v[i].name);
        value_text(&r->v[1], v[i].code);
        record_page_add(out, r);
    }
    staff_free(v, n);
    return rc;
}
