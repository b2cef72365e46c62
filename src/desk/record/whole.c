/* What a form says of a record as a whole: rules that must hold, and when nothing in it is changed by hand any more. */
#include "desk_internal.h"

#include <stdlib.h>

/* ---- rules ------------------------------------------------------------------------------------------------------ */

/* The record as it will stand when it is written, but for the number of a new one. */
static int foresee(struct desk *d, const struct record *base, const struct record *r, int action, struct record **out)
{
    bool entered;
    *out = record_copy(r);
    int rc = action == ACTION_PAST ? stamp_past(d, -1, base, *out) : stamp_record(d, action, base, *out, &entered);
    if (rc == QT_OK)
        return rc;
    record_free(*out);
    *out = NULL;
    return rc;
}

static int rule_kept(struct desk *d, const struct rule *rule, const struct record *r, bool *kept)
{
    bool asked = true;
    int rc = rule->when ? desk_condition(d, rule->when, r, false, &asked) : QT_OK;
    *kept = true;
    return rc == QT_OK && asked ? desk_condition(d, rule->must, r, false, kept) : rc;
}

static bool names_changed(const struct expr *e, const struct record *a, const struct record *b)
{
    for (size_t i = 0; e && i < a->form->nfields; i++)
        if (!value_same(&a->v[i], &b->v[i]) && sql_names(e->sql, a->form->fields[i].name))
            return true;
    return false;
}

/* What was so before and has not been touched is not held against a change. */
static int broken_before(struct desk *d, const struct rule *rule, const struct record *base, const struct record *r,
                         bool *before)
{
    bool kept = true;
    *before = false;
    if (!base || names_changed(rule->when, base, r) || names_changed(rule->must, base, r) ||
        sql_names(rule->must->sql, "was") || (rule->when && sql_names(rule->when->sql, "was")))
        return QT_OK;
    int rc = rule_kept(d, rule, base, &kept);
    *before = !kept;
    return rc;
}

static char *rule_text(struct desk *d, const struct rule *rule, const struct record *r)
{
    char *said = rule->said ? permit_text(d, rule->said, r) : NULL;
    if (said && said[0])
        return said;
    free(said);
    return mem_dup(label_of(&rule->message, d->lang, _("This does not go together.")));
}

static int check_rule(struct desk *d, const struct rule *rule, const struct record *base, const struct record *seen,
                      struct field_problems *out)
{
    bool kept = true, before = false;
    int rc = rule_kept(d, rule, seen, &kept);
    if (rc == QT_OK && !kept)
        rc = broken_before(d, rule, base, seen, &before);
    if (rc == QT_OK && !kept && !before)
        field_problem_add(out, rule->at, rule_text(d, rule, seen));
    return rc;
}

int whole_check(struct desk *d, const struct record *base, const struct record *r, int action,
                struct field_problems *out)
{
    const struct form *f = r->form;
    struct record *seen = NULL;
    if (f->nrules == 0 && f->nuniques == 0)
        return QT_OK;
    int rc = foresee(d, base, r, action, &seen);
    for (size_t i = 0; rc == QT_OK && i < f->nrules; i++)
        rc = check_rule(d, &f->rules[i], base, seen, out);
    if (rc == QT_OK)
        rc = unique_check(d, base, seen, out);
    record_free(seen);
    return rc;
}

/* ---- fixed ------------------------------------------------------------------------------------------------------ */

static char *why_fixed(struct desk *d, const struct record *r)
{
    const struct form *f = r->form;
    int state = record_state(r);
    if (f->append_only)
        return mem_printf(_("%s stays as it was saved first; what is to be added goes into a new entry."),
                          record_number(r));
    const char *said = label_of(&f->frozen->message, d->lang, NULL);
    if (said || state < 0)
        return mem_dup(said ? said : _("Nothing in it is changed any more."));
    return mem_printf(_("%s is \"%s\": nothing in it is changed by hand any more."), record_number(r),
                      label_of(&f->states[state].label, d->lang, f->states[state].name));
}

bool desk_fixed(struct desk *d, const struct record *r, char **why)
{
    bool is = r->id != 0 && r->form->append_only;
    if (!is && r->id != 0 && r->form->frozen && desk_condition(d, r->form->frozen->when, r, false, &is) < 0)
        is = true; /* whether it may be changed cannot be told: it is not */
    if (is && why)
        *why = why_fixed(d, r);
    return is;
}
