/* The table of procedures, and how they are checked, shown and run. */
#include "procedure.h"

static const struct procedure *const procedures[] = {&procedure_visitors_inside};

static const struct procedure *procedure_find(const char *name)
{
    for (size_t i = 0; i < ARRAY_LEN(procedures); i++)
        if (strcmp(procedures[i]->name, name) == 0)
            return procedures[i];
    return NULL;
}

/* ---- when the forms are loaded ------------------------------------------------------------------------------ */
static void check_name(const struct then *t, struct problems *out)
{
    const char *best = NULL;
    for (size_t i = 0; i < ARRAY_LEN(procedures); i++)
        best = text_nearer(t->run, best, procedures[i]->name, 4);
    if (best)
        problems_add(out, &t->run_at, true, _("unknown procedure '%s' (did you mean '%s'?)"), t->run, best);
    else
        problems_add(out, &t->run_at, true, _("unknown procedure '%s'"), t->run);
}

static void check_need(const struct form *f, const struct then *t, const struct need *need, struct problems *out)
{
    int field = form_field(f, need->field);
    const char *best = NULL, *type = field_types[need->type].name;
    if (field >= 0 && (size_t)field < f->ndeclared) {
        if (f->fields[field].type != need->type)
            problems_add(out, &t->run_at, true, _("the procedure '%s' needs the field '%s' with the type %s"), t->run,
                         need->field, type);
        return;
    }
    for (size_t i = 0; i < f->ndeclared; i++)
        best = text_nearer(need->field, best, f->fields[i].name, 4);
    if (best)
        problems_add(out, &t->run_at, true, _("the procedure '%s' needs a field '%s' of type %s; there is only '%s'"),
                     t->run, need->field, type, best);
    else
        problems_add(out, &t->run_at, true, _("the procedure '%s' needs a field '%s' of type %s"), t->run, need->field,
                     type);
}

static void check_then(const struct form *f, const struct then *t, struct problems *out)
{
    const struct procedure *p = procedure_find(t->run);
    if (!p)
        check_name(t, out);
    for (size_t i = 0; p && i < p->nneeds; i++)
        check_need(f, t, &p->needs[i], out);
}

void desk_check_procedures(const struct forms *set, struct problems *out)
{
    for (size_t i = 0; i < set->n; i++) {
        const struct form *f = set->v[i];
        for (size_t a = 0; a < f->nactions; a++)
            for (size_t t = 0; t < f->actions[a].nthen; t++)
                if (f->actions[a].then[t].run)
                    check_then(f, &f->actions[a].then[t], out);
    }
}

/* ---- when it is acted ----------------------------------------------------------------------------------------- */
static const struct procedure *of_then(const struct then *t)
{
    return t->run ? procedure_find(t->run) : NULL;
}

void procedures_carry(const struct form *f, const struct action *a, bool *carried)
{
    for (size_t i = 0; i < a->nthen; i++) {
        const struct procedure *p = of_then(&a->then[i]);
        for (size_t k = 0; p && k < p->nneeds; k++) {
            int field = p->needs[k].given ? form_field(f, p->needs[k].field) : -1;
            if (field >= 0)
                carried[field] = true;
        }
    }
}

bool procedures_preview(const struct action *a)
{
    for (size_t i = 0; i < a->nthen; i++) {
        const struct procedure *p = of_then(&a->then[i]);
        if (p && p->preview)
            return true;
    }
    return false;
}

int desk_preview(struct desk *d, const struct record *r, int action, struct page **out)
{
    const struct action *a = &r->form->actions[action];
    *out = NULL;
    int rc = desk_permit(d, r->form, r, -1, action, RIGHT_ACT);
    for (size_t i = 0; rc == QT_OK && i < a->nthen; i++) {
        const struct procedure *p = of_then(&a->then[i]);
        bool wanted = p && p->preview;
        if (wanted && a->then[i].when)
            rc = desk_condition(d, a->then[i].when, r, false, &wanted);
        if (rc == QT_OK && wanted)
            return p->preview(d, r, out);
    }
    return rc < 0 ? rc
                  : fault(QT_NOTFOUND, _("%s: there is nothing to be shown before."),
                          label_of(&a->label, d->lang, a->name));
}

/* A misspelt procedure or a missing field was reported when the forms were loaded; without them it is not run. */
static int then_is_sound(const struct form *f, const struct then *t, const struct procedure *p)
{
    if (!p)
        return fault(QT_BUG, _("There is no procedure %s; correct the form."), t->run);
    for (size_t i = 0; i < p->nneeds; i++) {
        int field = form_field(f, p->needs[i].field);
        if (field < 0 || f->fields[field].type != p->needs[i].type)
            return fault(QT_BUG, _("%s has no field %s; correct the form."), f->name, p->needs[i].field);
    }
    return QT_OK;
}

int procedures_run(struct desk *d, const struct action *a, const struct record *before, struct record *after,
                   struct outcome *o)
{
    for (size_t i = 0; i < a->nthen; i++) {
        const struct then *t = &a->then[i];
        const struct procedure *p = of_then(t);
        bool wanted = t->run != NULL;
        int rc = wanted && t->when ? desk_condition(d, t->when, after, false, &wanted) : QT_OK;
        if (rc == QT_OK && wanted)
            rc = then_is_sound(after->form, t, p);
        if (rc == QT_OK && wanted)
            rc = p->run(d, before, after, o);
        if (rc == PROCEDURE_MORE)
            rc = fault(QT_BUG, _("The procedure %s runs in slices, which nothing here gives it."), p->name);
        if (rc < 0)
            return rc;
        if (wanted)
            desk_compute(d, after); /* what follows, and `tell`, may use computed fields */
    }
    return QT_OK;
}
