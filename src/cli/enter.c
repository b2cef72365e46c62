/* field=value arguments, and what keeps a record from being saved. */
#include "cmd.h"

static const char *field_label(const struct form *f, int field, enum lang lang)
{
    return label_of(&f->fields[field].label, lang, f->fields[field].name);
}

static int unknown_field(const struct form *f, const char *name)
{
    const char *best = NULL;
    for (size_t i = 0; i < f->ndeclared; i++)
        best = text_nearer(name, best, f->fields[i].name, 4);
    if (best)
        return cli_refuse(_("Register '%s' has no field '%s' (did you mean '%s'?)."), f->name, name, best);
    return cli_refuse(_("Register '%s' has no field '%s'."), f->name, name);
}

static int enter_one(struct desk *d, struct record *r, const char *arg, bool *touched)
{
    const char *eq = strchr(arg, '=');
    int rc = EXIT_DONE;
    if (!eq || eq == arg)
        return cli_refuse(_("'%s' is not of the kind field=value."), arg);
    char *name = mem_dupn(arg, (size_t)(eq - arg));
    int field = form_field(r->form, name);
    if (field < 0)
        field = form_asked(r->form, name);
    if (field < 0) {
        rc = unknown_field(r->form, name);
    } else if (r->form->fields[field].system || r->form->fields[field].type == FT_COMPUTED) {
        rc = cli_refuse(_("'%s' is kept by the program and cannot be given."), name);
    } else if (desk_enter(d, r, field, eq + 1, NULL) != QT_OK) {
        rc = cli_refuse("%s (%s): %s", field_label(r->form, field, desk_lang(d)), name, fault_text());
    } else if (touched) {
        touched[field] = true;
    }
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

/* Fields that no entry form shows are the actions' own. */
int cli_by_hand(const struct form *f, int argc, char **argv)
{
    for (int i = 0; i < argc; i++) {
        char *name = mem_dupn(argv[i], strcspn(argv[i], "="));
        int field = form_field(f, name);
        if (field < 0)
            field = form_asked(f, name);
        free(name);
        if (field >= 0 && f->fields[field].hidden)
            return fault(QT_REFUSED, _("'%s' is filled in by actions; `qiantai act` does that."),
                         f->fields[field].name);
    }
    return QT_OK;
}

static void tell_conflicts(struct desk *d, const struct record *r, const struct merge *m)
{
    for (size_t i = 0; i < m->n; i++) {
        const struct conflict *c = &m->v[i];
        const struct field *f = &r->form->fields[c->field];
        char *mine = desk_value_show(d, f, &c->mine);
        char *theirs = desk_value_show(d, f, &c->theirs);
        (void)cli_refuse(_("%s (%s): somebody else saved '%s' meanwhile, yours is '%s'; nothing was overwritten."),
                         field_label(r->form, c->field, desk_lang(d)), f->name, theirs, mine);
        free(mine);
        free(theirs);
    }
}

/* One that holds up the save or the action: how to answer it on the command line. */
static void tell_question(struct desk *d, const struct record *r, const struct question *q)
{
    const char *name = q->field >= 0 ? r->form->fields[q->field].name : "";
    switch (q->kind) {
    case QUESTION_REASON:
        (void)cli_refuse(_("%s matches %s: %s"), r->form->fields[q->watch.match].name, q->watch.form->name, q->text);
        break;
    case QUESTION_COUNT_DIFFERS:
    case QUESTION_OVERRIDE:
        (void)cli_refuse("%s", q->text);
        break;
    case QUESTION_FIELD:
        (void)cli_refuse(_("%s (%s) is needed: give %s=..."), field_label(r->form, q->field, desk_lang(d)), name, name);
        return;
    case QUESTION_CONFIRM:
        if (q->preview)
            (void)cli_refuse("%s", _("What will be done is shown by --preview; then say --yes."));
        if (q->text)
            (void)cli_refuse(_("To be read first: %s -- then say --yes."), q->text);
        return;
    case QUESTION_MERGE:
        tell_conflicts(d, r, &q->merge);
        return;
    case QUESTION_WORDS:
    case QUESTION_ALREADY: /* told by warn_question */
    case QUESTION_SAME_MATTER:
    case QUESTION_KINDS:
        return;
    }
    if (q->field >= 0)
        (void)cli_refuse(_("To go on all the same give the reason: %s=..."), name);
}

/* It happened; what was not asked is to be known all the same. */
static void warn_question(struct desk *d, const struct record *r, const struct question *q)
{
    if (q->kind == QUESTION_WORDS)
        (void)cli_refuse(_("Take care: %s ('%s') -- if it is, give %s=%s."),
                         label_of(&q->words.rule->message, desk_lang(d), ""), q->text, r->form->fields[q->field].name,
                         q->words.choice->name);
    if (q->kind == QUESTION_ALREADY)
        (void)cli_refuse(_("Take care: %s"), q->text);
    if (q->kind == QUESTION_REASON)
        (void)cli_refuse(_("Take care: %s matches %s: %s"), r->form->fields[q->watch.match].name, q->watch.form->name,
                         q->text);
    for (size_t i = 0; q->kind == QUESTION_SAME_MATTER && i < q->matter.n; i++)
        (void)cli_refuse(_("Perhaps the same matter (%d%% alike): %s %s"), q->matter.v[i].percent,
                         q->matter.v[i].number, q->matter.v[i].text);
}

static void tell_problem(struct desk *d, const struct form *f, const struct field_problem *p)
{
    if (p->field >= 0)
        (void)cli_refuse("%s (%s): %s", field_label(f, p->field, desk_lang(d)), f->fields[p->field].name, p->text);
    else
        (void)cli_refuse("%s", p->text);
}

int cli_settle(struct desk *d, const struct record *r, int rc, const struct outcome *o)
{
    for (size_t i = 0; rc < 0 && i < o->problems.n; i++)
        tell_problem(d, r->form, &o->problems.v[i]);
    bool required = false;
    for (size_t i = 0; i < o->nquestions; i++)
        required |= o->questions[i].kind == QUESTION_FIELD && o->questions[i].required;
    for (size_t i = 0; i < o->nquestions; i++) {
        const struct question *q = &o->questions[i];
        bool filled = q->kind == QUESTION_FIELD && q->field >= (int)r->form->nfields && r->v[q->field].kind != VAL_NULL;
        if (rc < 0 && (filled || (q->kind == QUESTION_FIELD && !q->required && required)))
            continue; /* what must be given is told; defaults of a new row and the rest may stay as they are */
        if (rc < 0)
            tell_question(d, r, q);
        else
            warn_question(d, r, q);
    }
    if (rc >= 0)
        return EXIT_DONE;
    return o->problems.n > 0 || o->nquestions > 0 ? EXIT_REFUSED : cli_fail();
}

int cli_save(struct desk *d, const struct record *base, struct record *r)
{
    struct outcome o = {.answered = ANSWERED_UNSEEN};
    int rc = cli_settle(d, r, desk_save(d, base, r, &o), &o);
    if (rc == EXIT_DONE && o.tell && o.tell[0]) /* standard output is the number alone */
        (void)cli_refuse("%s", o.tell);
    outcome_free(&o);
    if (rc != EXIT_DONE)
        return rc;
    puts(record_number(r));
    return cli_out_done();
}
