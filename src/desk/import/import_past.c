/* Records as they stood elsewhere: numbers, states, times and names of a file, and what actions fill in. Only a
 * migration brings them, by somebody whose role may (RIGHT_MIGRATE), and only into states to which an action leads that
 * this person may do: who may not approve brings in nothing that is approved. What cannot have been is refused. */
#include "import/import.h"

enum { STATE_UNKNOWN, STATE_OPEN, STATE_BY_ROW };

/* Kept by the desk or filled in by actions; a state is looked at row by row. */
static bool is_desks_own(const struct form *f, int field)
{
    return field >= (int)f->ndeclared ? field != form_sys(f, SYS_STATE) : f->fields[field].hidden;
}

int past_start(struct importer *im)
{
    const struct form *f = im->form;
    int rc = im->o->migrate ? desk_attempt(im->d, f, NULL, -1, -1, RIGHT_MIGRATE) : QT_OK;
    im->states = mem_alloc((f->nstates + 1) * sizeof *im->states);
    for (size_t i = 0; rc == QT_OK && i < im->map.n; i++) {
        int field = im->map.v[i].field;
        if (!im->o->migrate && is_desks_own(f, field))
            return fault(QT_REFUSED,
                         _("%s (%s) is filled in by the desk and its actions. Records as they stood elsewhere are "
                           "brought in with --migrate, by a supervisor."),
                         field_label(im->d, &f->fields[field]), f->fields[field].name);
        rc = desk_attempt(im->d, f, NULL, field, -1, RIGHT_IMPORT);
    }
    return rc;
}

/* ---- states ----------------------------------------------------------------------------------------------------- */
static bool asks_who(const struct action *a)
{
    return a->needs && (sql_names(a->needs->sql, "role") || sql_names(a->needs->sql, "staff"));
}

/* What the action's guard says about the person; what it says about the moment is over. */
static int check_person(struct importer *im, const struct record *r, const struct action *a)
{
    bool good = true;
    int rc = asks_who(a) ? desk_condition(im->d, a->needs, r, false, &good) : QT_OK;
    return rc != QT_OK || good
               ? rc
               : fault(QT_REFUSED, "%s", label_of(&a->message, desk_lang(im->d), _("This is not possible now.")));
}

static int check_leading(struct importer *im, const struct record *r, int state)
{
    const struct form *f = im->form;
    int rc = QT_OK;
    for (size_t i = 0; i < f->nactions; i++) {
        const struct action *a = &f->actions[i];
        if (!form_leads(a, state) || !a->key)
            continue;
        rc = desk_permit(im->d, f, NULL, -1, (int)i, RIGHT_ACT);
        if (rc == QT_OK)
            rc = check_person(im, r, a);
        if (rc == QT_OK && !asks_who(a))
            im->states[state] = STATE_OPEN;
        if (rc != QT_DENIED && rc != QT_REFUSED)
            return rc;
    }
    if (rc == QT_OK)
        im->states[state] = STATE_OPEN; /* no action leads there */
    return rc;
}

static int refuse_state(struct importer *im, int state)
{
    const struct state *s = &im->form->states[state];
    char *why = mem_dup(fault_text());
    int rc = fault(QT_REFUSED, _("the state \"%s\" is not yours to give: %s"),
                   label_of(&s->label, desk_lang(im->d), s->name), why);
    free(why);
    return rc;
}

static int check_entered(struct importer *im, const struct record *r, int state)
{
    if (im->states[state] == STATE_OPEN)
        return QT_OK;
    fault_clear();
    int rc = check_leading(im, r, state);
    return rc == QT_DENIED || rc == QT_REFUSED ? refuse_state(im, state) : rc;
}

static int check_state(struct importer *im, const struct record *r, int state)
{
    if (im->o->migrate)
        return check_entered(im, r, state);
    int first = desk_initial(im->d, r);
    if (first < 0 || first == state)
        return first < 0 ? first : QT_OK;
    return fault(QT_REFUSED,
                 _("the state \"%s\" is reached by actions; records as they stood elsewhere are brought in with "
                   "--migrate, by a supervisor"),
                 label_of(&im->form->states[state].label, desk_lang(im->d), im->form->states[state].name));
}

/* ---- times ------------------------------------------------------------------------------------------------------ */
static int refuse_time(struct importer *im, const struct record *r, int field, const char *why)
{
    const struct field *f = &im->form->fields[field];
    char *shown = field_show(f, &r->v[field], desk_lang(im->d), im->now);
    int rc = fault(QT_REFUSED, "%s: %s %s", field_label(im->d, f), shown, why);
    free(shown);
    return rc;
}

static int refuse_order(struct importer *im, const struct record *r, int last, int other)
{
    const struct field *f = &im->form->fields[other];
    char *shown = field_show(f, &r->v[other], desk_lang(im->d), im->now);
    char *why = mem_printf(_("is before %s %s"), field_label(im->d, f), shown);
    int rc = refuse_time(im, r, last, why);
    free(shown);
    free(why);
    return rc;
}

/* Nothing happened later than now, and nothing after the end. */
static int check_times(struct importer *im, const struct record *r)
{
    const struct form *f = im->form;
    int saved = form_sys(f, SYS_SAVED_AT), state = record_state(r);
    int last = state >= 0 && f->states[state].final ? form_sys(f, SYS_STATES) + 2 * state : -1;
    bool ended = last >= 0 && r->v[last].kind == VAL_INT;
    for (size_t i = 0; i <= f->nstates; i++) {
        int field = i == f->nstates ? saved : form_sys(f, SYS_STATES) + 2 * (int)i;
        const struct value *v = &r->v[field];
        if (v->kind != VAL_INT)
            continue;
        if (v->i > im->now)
            return refuse_time(im, r, field, _("has not come yet"));
        if (ended && v->i > r->v[last].i)
            return refuse_order(im, r, last, field);
    }
    return QT_OK;
}

int past_check(struct importer *im, const struct record *r)
{
    const struct form *f = im->form;
    int state = record_state(r), rc = state >= 0 ? check_state(im, r, state) : QT_OK;
    for (size_t i = 0; rc == QT_OK && im->o->migrate && i < f->nstates; i++) {
        int at = form_sys(f, SYS_STATES) + 2 * (int)i;
        if (r->v[at].kind != VAL_NULL || r->v[at + 1].kind != VAL_NULL)
            rc = check_entered(im, r, (int)i);
    }
    return rc == QT_OK ? check_times(im, r) : rc;
}
