/* References to other registers: looked up when all files are loaded. What cannot be kept is reported and
 * dropped: a link becomes a text, a look-up offers nothing, an action or a watch goes. */
#include "read.h"

static bool in_use(const struct loader *l, const struct form *f)
{
    return !f || forms_find(&l->set->pub, f->name) == f; /* not left out, not overridden */
}

bool form_was_broken(const struct loader *l, const char *name)
{
    for (size_t i = 0; i < l->set->pub.nbroken; i++)
        if (strcmp(l->set->pub.broken[i], name) == 0)
            return true;
    return false;
}

void form_bad_register(struct loader *l, const struct place *at, const char *name)
{
    if (form_was_broken(l, name)) {
        form_bad(l, at, _("register '%s' is left out because of its own mistakes"), name);
        return;
    }
    struct names ns = {0};
    for (size_t i = 0; i < l->set->pub.n; i++)
        form_names_add(&ns, l->set->pub.v[i]->name);
    form_bad_name(l, at, _("register"), name, &ns);
}

/* A register is missing: reported once, at the key that names it. */
static bool keep_register(struct loader *l, struct ref *r)
{
    if (l->set->pub.alone)
        return true;
    if (r->kind == REF_REGISTER)
        form_bad_register(l, &r->at, r->reg);
    return false;
}

static bool keep_field(struct loader *l, struct ref *r, const struct form *target)
{
    int i = form_field(target, r->name);
    size_t limit = r->kind == REF_SETTER || r->kind == REF_ROWS ? target->ndeclared : target->nfields;
    if (i >= 0 && ((size_t)i < limit || i == form_sys(target, SYS_STATE))) {
        if (r->rows)
            return form_keep_rows(l, &r->at, &target->fields[i], r->rows, i);
        if (r->setter)
            r->setter->field = i;
        if (!r->setter || form_sets(&target->fields[i]))
            return true;
        form_bad(l, &r->at, _("'%s' is filled in by the program alone"), r->name);
        return false;
    }
    struct names ns = {0};
    for (size_t k = 0; k < limit; k++)
        form_names_add(&ns, target->fields[k].name);
    char *what = mem_printf(_("field of register '%s':"), target->name);
    form_bad_name(l, &r->at, what, r->name, &ns);
    free(what);
    return false;
}

#define CHAIN_MAX 16

/* Does acting a come back to the action `to`? Then the desk would never end. */
static bool leads_to(const struct forms *set, const struct action *a, const struct action *to, int depth)
{
    for (size_t i = 0; depth > 0 && i < a->nthen; i++) {
        const struct form *f = a->then[i].act ? forms_find(set, a->then[i].reg) : NULL;
        int next = f ? form_action(f, a->then[i].act) : -1;
        if (next >= 0 && (&f->actions[next] == to || leads_to(set, &f->actions[next], to, depth - 1)))
            return true;
    }
    return false;
}

static bool keep_action(struct loader *l, struct ref *r, const struct form *target)
{
    if (form_action(target, r->name) >= 0) {
        int own = form_action(r->owner->form, r->owner->name);
        const struct action *a = own < 0 ? NULL : &r->owner->form->actions[own];
        if (!a || !leads_to(&l->set->pub, a, a, CHAIN_MAX))
            return true;
        form_bad(l, &r->at, _("the action '%s' leads back to itself and would never end"), a->name);
        return false;
    }
    struct names ns = {0};
    for (size_t k = 0; k < target->nactions; k++)
        form_names_add(&ns, target->actions[k].name);
    char *what = mem_printf(_("action of register '%s':"), target->name);
    form_bad_name(l, &r->at, what, r->name, &ns);
    free(what);
    return false;
}

static bool keep_ref(struct loader *l, struct ref *r)
{
    const struct form *target = forms_find(&l->set->pub, r->reg);
    if (!target)
        return keep_register(l, r);
    switch (r->kind) {
    case REF_FIELD:
    case REF_SETTER:
    case REF_ROWS:
        return keep_field(l, r, target);
    case REF_COLUMN: /* of a field that stands before it among the references */
        return r->rows->field < 0 ||
               (r->setter->field = form_column(l, &r->at, r->name, &target->fields[r->rows->field])) >= 0;
    case REF_ACTION:
        return keep_action(l, r, target);
    case REF_REGISTER:
        break;
    }
    return true;
}

/* ---- dropping ---- */

static void drop_flag(bool *flags, size_t i, size_t n)
{
    if (flags)
        memmove(flags + i, flags + i + 1, (n - i - 1) * sizeof *flags);
}

static void shift_action(int *action, int gone)
{
    if (*action >= gone)
        *action = *action == gone ? -1 : *action - 1;
}

static void drop_action(struct form *f, const char *name)
{
    int found = form_action(f, name);
    if (found < 0)
        return;
    size_t i = (size_t)found;
    for (size_t c = 0; c < f->nclocks; c++) {
        drop_flag(f->clocks[c].start_action, i, f->nactions);
        drop_flag(f->clocks[c].stop_action, i, f->nactions);
    }
    for (size_t s = 0; s < f->nsimilar; s++) {
        drop_flag(f->similar[s].after, i, f->nactions);
        shift_action(&f->similar[s].confirm, found);
        shift_action(&f->similar[s].join, found);
    }
    memmove(f->actions + i, f->actions + i + 1, (f->nactions - i - 1) * sizeof *f->actions);
    f->nactions--;
}

static void drop_watch(struct form *f, const char *name)
{
    for (size_t i = 0; i < f->nwatches; i++)
        if (strcmp(f->watches[i].name, name) == 0) {
            memmove(f->watches + i, f->watches + i + 1, (f->nwatches - i - 1) * sizeof *f->watches);
            f->nwatches--;
            return;
        }
}

static void drop_owner(struct owner *o)
{
    switch (o->kind) {
    case OWN_LINK:
        *(o->field->type == FT_COMPUTED ? &o->field->as : &o->field->type) = FT_TEXT;
        o->field->to = NULL;
        break;
    case OWN_LOOKUP:
        o->field->lookup = NULL;
        break;
    case OWN_ACTION:
        drop_action(o->form, o->name);
        break;
    case OWN_WATCH:
        drop_watch(o->form, o->name);
        break;
    case OWN_AREA:
        break;
    }
}

void form_resolve_refs(struct loader *l)
{
    bool again = true;
    while (again) { /* an action dropped may be what another one needs */
        again = false;
        for (struct ref *r = l->refs; r; r = r->next)
            if (in_use(l, r->owner->form) && !r->told && !keep_ref(l, r)) {
                r->told = true;
                r->owner->broken = true;
            }
        for (struct ref *r = l->refs; r; r = r->next)
            if (r->owner->broken) {
                drop_owner(r->owner);
                r->owner->broken = false;
                again = true;
            }
    }
}
