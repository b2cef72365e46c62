/* Areas: a role of roles.yaml may end at the units whose file names the person. Asked by permit.c, and by the store of
 * whoever reads (docs/forms.md, "Who may"). */
#include <string.h>

#include "desk_internal.h"

bool area_asked(void *arg)
{
    const struct desk *d = arg;
    return d->engine == 0 && d->rule && d->rule->area_register;
}

static bool file_names(const struct desk *d, const struct record *file)
{
    int field = form_field(file->form, d->rule->area_field);
    return field >= 0 && file->v[field].kind == VAL_TEXT && strcmp(file->v[field].s, d->staff) == 0;
}

bool area_of_person(void *arg, const char *unit)
{
    struct desk *d = arg;
    if (!area_asked(d))
        return true;
    const struct form *files = forms_find(d->forms, d->rule->area_register);
    struct record *file = NULL;
    bool mine = files && rec_find(d->db, files, unit, &file) == QT_OK && file_names(d, file);
    if (files && !file)
        fault_clear(); /* a unit that nobody is in charge of */
    record_free(file);
    return mine;
}

bool area_has(struct desk *d, const struct record *r)
{
    int field = r->form->unit_field;
    if (!area_asked(d) || field < 0 || r->v[field].kind != VAL_TEXT)
        return true;
    return strcmp(r->form->name, d->rule->area_register) == 0 ? file_names(d, r) : area_of_person(d, r->v[field].s);
}
