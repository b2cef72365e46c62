/* field=value arguments, and what stands in the way of saving. */
#include "cmd.h"

static const char *field_label(const struct form *f, int field, enum lang lang)
{
    return label_of(&f->fields[field].label, lang, f->fields[field].name);
}

static int unknown_field(const struct form *f, const char *name)
{
    const char *best = NULL;
    int least = 4;
    size_t i;

    for (i = 0; i < f->ndeclared; i++) {
        int far = text_distance(f->fields[i].name, name);
        if (far < least) {
            least = far;
            best = f->fields[i].name;
        }
    }
    if (best)
        return cli_refuse(_("Register '%s' has no field '%s' (did you mean '%s'?)."), f->name, name, best);
    return cli_refuse(_("Register '%s' has no field '%s'."), f->name, name);
}

static int enter_one(struct desk *d, struct record *r, const char *arg, bool *touched)
{
    const char *eq = strchr(arg, '=');
    char *name, *why = NULL;
    int field, rc = EXIT_DONE;

    if (!eq || eq == arg)
        return cli_refuse(_("'%s' is not of the kind field=value."), arg);
    name = mem_dupn(arg, (size_t)(eq - arg));
    field = form_field(r->form, name);
    if (field < 0) {
        rc = unknown_field(r->form, name);
    } else if (r->form->fields[field].system || r->form->fields[field].type == FT_COMPUTED) {
        rc = cli_refuse(_("'%s' is kept by the program and cannot be given."), name);
    } else if (desk_enter(d, r, field, eq + 1, &why) != QT_OK) {
        rc = cli_refuse("%s (%s): %s", field_label(r->form, field, desk_lang(d)), name, why ? why : fault_text());
    } else if (touched) {
        touched[field] = true;
    }
    free(why);
    free(name);
    return rc;
}

int cli_enter(struct desk *d, struct record *r, int argc, char **argv, bool *touched)
{
    int i, rc = EXIT_DONE;

    for (i = 0; i < argc; i++) {
        if (enter_one(d, r, argv[i], touched) != EXIT_DONE)
            rc = EXIT_REFUSED;
    }
    return rc;
}

static void tell_conflicts(struct desk *d, const struct record *r, const struct outcome *o)
{
    size_t i;

    for (i = 0; i < o->nconflicts; i++) {
        const struct conflict *c = &o->conflicts[i];
        const struct field *f = &r->form->fields[c->field];
        char *mine = field_show(f, &c->mine, desk_lang(d), clock_now());
        char *theirs = field_show(f, &c->theirs, desk_lang(d), clock_now());
        (void)cli_refuse(_("%s (%s): somebody else saved '%s' meanwhile, yours is '%s'; nothing was overwritten."),
                         field_label(r->form, c->field, desk_lang(d)), f->name, theirs, mine);
        free(mine);
        free(theirs);
    }
}

static void tell_hits(const struct record *r, const struct outcome *o)
{
    size_t i;

    for (i = 0; i < o->nhits; i++) {
        const struct watch_hit *h = &o->hits[i];
        int reason = h->rule->reason;
        (void)cli_refuse(_("%s matches %s: %s"), r->form->fields[h->field].name, h->form->name, h->text ? h->text : "");
        if (reason >= 0)
            (void)cli_refuse(_("To go on all the same give the reason: %s=..."), r->form->fields[reason].name);
    }
}

void cli_warn(const struct record *r, const struct outcome *o)
{
    size_t i;

    for (i = 0; i < o->nhits; i++)
        (void)cli_refuse(_("Take care: %s matches %s: %s"), r->form->fields[o->hits[i].field].name,
                         o->hits[i].form->name, o->hits[i].text ? o->hits[i].text : "");
    for (i = 0; i < o->nsimilar; i++)
        (void)cli_refuse(_("Perhaps the same matter (%d%% alike): %s %s"), o->similar[i].percent, o->similar[i].number,
                         o->similar[i].text);
}

int cli_outcome(struct desk *d, const struct record *r, const struct outcome *o)
{
    const struct form *f = r->form;
    size_t i;

    for (i = 0; i < o->problems.n; i++) {
        int field = o->problems.v[i].field;
        if (field >= 0)
            (void)cli_refuse("%s (%s): %s", field_label(f, field, desk_lang(d)), f->fields[field].name,
                             o->problems.v[i].text);
        else
            (void)cli_refuse("%s", o->problems.v[i].text);
    }
    tell_conflicts(d, r, o);
    tell_hits(r, o);
    for (i = 0; i < o->nask; i++)
        (void)cli_refuse(_("%s (%s) is needed: give %s=..."), field_label(f, o->ask[i], desk_lang(d)),
                         f->fields[o->ask[i]].name, f->fields[o->ask[i]].name);
    if (o->confirm)
        (void)cli_refuse(_("To be read first: %s -- then say --yes."), o->confirm);
    if (o->problems.n == 0 && o->nconflicts == 0 && o->nhits == 0 && o->nask == 0 && !o->confirm)
        return cli_fail();
    return EXIT_REFUSED;
}
