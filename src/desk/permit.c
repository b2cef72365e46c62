/* May this person? The one place that knows it: every call of the desk asks here, and so do the faces for what they
 * offer. Registers say who may do what (docs/forms.md, "Who may"), roles.yaml says which role counts as which. */
#include "desk_internal.h"
#include "qiantai/desk_ledger.h"

#include <stdlib.h>
#include <string.h>

enum verdict { GRANTED, NO_SEAT, NO_LOOK, NO_AREA, NO_FIELD, NO_WRITE, NO_FIELD_WRITE, NO_ACTION, NO_REVEAL, NO_RIGHT };

/* The role itself, or one that it counts as. */
static bool is_role(const struct desk *d, const char *name)
{
    if (strcmp(name, d->role) == 0)
        return true;
    for (size_t i = 0; d->rule && i < d->rule->nstands_for; i++)
        if (strcmp(name, d->rule->stands_for[i]) == 0)
            return true;
    return false;
}

bool permit_signs_as(const struct desk *d, const char *role)
{
    return is_role(d, role);
}

static bool is_role_among(const struct desk *d, char *const *roles, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (is_role(d, roles[i]))
            return true;
    return false;
}

static bool open_to(const struct desk *d, char *const *roles, size_t n) /* none named: everybody */
{
    return n == 0 || is_role_among(d, roles, n);
}

static bool may_look_into(const struct desk *d, const struct form *f)
{
    return open_to(d, f->view_roles, f->nview_roles);
}

static bool field_open(const struct desk *d, const struct field *f)
{
    return open_to(d, f->view_roles, f->nview_roles);
}

/* ---- what a role may in the house ------------------------------------------------------------------------ */
/* The database's first steps are those of whoever made it: until somebody is on the staff, nobody can sign in. */
static bool house_is_new(struct desk *d)
{
    bool any;
    if (d->staff[0] || d->readonly)
        return false;
    return staff_any(d, &any) == QT_OK && (!any || d->created);
}

/* Who works without signing in is whoever may read the files anyhow. */
static bool house_right(struct desk *d, enum right right)
{
    if (d->rule)
        return (d->rule->rights >> right & 1) != 0;
    if (d->staff[0])
        return false; /* the role has left roles.yaml */
    return right == RIGHT_PRINT || right == RIGHT_EXPORT || right == RIGHT_BACKUP || right == RIGHT_RESTORE ||
           ((right == RIGHT_SETTINGS || right == RIGHT_STAFF) && house_is_new(d));
}

/* ---- the judgement ---------------------------------------------------------------------------------------- */
static enum verdict judge_writing(const struct desk *d, const struct form *f, int field)
{
    if (!open_to(d, f->edit_roles, f->nedit_roles))
        return NO_WRITE;
    if (field >= 0 && !open_to(d, f->fields[field].edit_roles, f->fields[field].nedit_roles))
        return NO_FIELD_WRITE;
    return GRANTED;
}

static enum verdict judge_acting(const struct desk *d, const struct form *f, int action)
{
    const struct action *a = action >= 0 ? &f->actions[action] : NULL;
    bool may = a && a->nroles > 0 ? is_role_among(d, a->roles, a->nroles) : open_to(d, f->edit_roles, f->nedit_roles);
    return may ? GRANTED : NO_ACTION;
}

static enum verdict permit_judge(struct desk *d, const struct form *f, int field, int action, enum right right)
{
    if (d->sitting == SITTING_OVER)
        return NO_SEAT;
    if (f && !may_look_into(d, f))
        return NO_LOOK;
    if (f && field >= 0 && !field_open(d, &f->fields[field]))
        return NO_FIELD;
    switch (right) {
    case RIGHT_LOOK:
        return GRANTED;
    case RIGHT_ENTER:
    case RIGHT_CHANGE:
        return f ? judge_writing(d, f, field) : GRANTED;
    case RIGHT_ACT:
        return f ? judge_acting(d, f, action) : GRANTED;
    case RIGHT_REVEAL:
        return f && is_role_among(d, f->reveal_roles, f->nreveal_roles) ? GRANTED : NO_REVEAL;
    case RIGHT_IMPORT:
        if (d->rule && d->rule->area_register)
            return NO_RIGHT; /* a file's rows are of the whole building */
        return !house_right(d, right) ? NO_RIGHT : f ? judge_writing(d, f, field) : GRANTED;
    default:
        return house_right(d, right) ? GRANTED : NO_RIGHT;
    }
}

static const char *const house_sentences[RIGHTS] = {
    [RIGHT_PRINT] = N_("Your role may not print; nothing was printed."),
    [RIGHT_EXPORT] = N_("Your role may not take records out of the house; nothing was written."),
    [RIGHT_IMPORT] = N_("Your role may not bring records in; nothing was changed."),
    [RIGHT_BACKUP] = N_("Your role may not copy the database; nothing was written."),
    [RIGHT_RESTORE] = N_("Your role may not restore the database; nothing was changed."),
    [RIGHT_SETTINGS] = N_("Your role may not change settings; ask the supervisor."),
    [RIGHT_STAFF] = N_("Your role may not change the staff; ask the supervisor."),
    [RIGHT_APPROVE] = N_("Your role may not do this; nothing was changed."),
    [RIGHT_MIGRATE] = N_("Your role may not bring in records as they stood elsewhere; ask the supervisor."),
    [RIGHT_CORRECT] = N_("Your role may not correct a state; ask the supervisor."),
    [RIGHT_LEAD] = N_("Your role may not do this; nothing was changed."),
};

static int permit_refuse(const struct desk *d, const struct form *f, int field, int action, enum verdict v,
                         enum right right)
{
    const char *reg = f ? label_of(&f->title, d->lang, f->name) : "";
    switch (v) {
    case NO_SEAT:
        return fault(QT_DENIED, _("The account %s is closed; ask the supervisor."), d->staff);
    case NO_LOOK:
        if (!d->staff[0])
            return fault(QT_DENIED, _("The register %s is not open to everybody: say who looks, with --as STAFF."),
                         reg);
        return fault(QT_DENIED, _("Your role may not look into the register %s."), reg);
    case NO_AREA:
        return fault(QT_DENIED, _("Your role may not see this: it is not of your area."));
    case NO_FIELD:
        return fault(QT_DENIED, _("%s: your role may not see this."), field_label(d, &f->fields[field]));
    case NO_WRITE:
        return fault(QT_DENIED, _("Your role may not write in the register %s; nothing was changed."), reg);
    case NO_FIELD_WRITE:
        return fault(QT_DENIED, _("%s: your role may not change this."), field_label(d, &f->fields[field]));
    case NO_ACTION:
        return fault(QT_DENIED, _("%s: your role may not do this."),
                     action >= 0 ? label_of(&f->actions[action].label, d->lang, f->actions[action].name) : reg);
    case NO_REVEAL:
        return fault(QT_DENIED, _("Your role may not see this in full."));
    default:
        return fault(QT_DENIED, "%s", _(house_sentences[right]));
    }
}

int desk_permit(struct desk *d, const struct form *f, const struct record *r, int field, int action, enum right right)
{
    enum verdict v = permit_judge(d, f, field, action, right);
    if (v == GRANTED && r && !area_has(d, r))
        v = NO_AREA;
    return v == GRANTED ? QT_OK : permit_refuse(d, f, field, action, v, right);
}

bool desk_allows(struct desk *d, const struct form *f, enum right right)
{
    return permit_judge(d, f, -1, -1, right) == GRANTED;
}

bool desk_shows(struct desk *d, const struct form *f, int field)
{
    bool balance = field >= (int)f->nfields && !read_shows_all_of(d, f, &f->fields[field]);
    return !balance && permit_judge(d, f, field, -1, RIGHT_LOOK) == GRANTED;
}

bool permit_allows(struct desk *d, const struct form *f, int field, int action, enum right right)
{
    return permit_judge(d, f, field, action, right) == GRANTED;
}

bool permit_types(const struct desk *d, const struct field *f)
{
    return field_open(d, f) && open_to(d, f->edit_roles, f->nedit_roles);
}

bool permit_local_files(const struct desk *d)
{
    return !d->remote;
}

/* ---- attempts --------------------------------------------------------------------------------------------- */
/* A line of its own: the transaction of what was tried does not begin. The sentence of the refusal stays. */
static void note_denied(struct desk *d, const struct form *f, const struct record *r, int field, int action,
                        enum right right)
{
    if (!d->staff[0] || d->readonly || db_in_transaction(d->db))
        return;
    char *sentence = mem_dup(fault_text());
    char *data = json_pairs("right", form_right_names[right], "number", r && r->id ? record_number(r) : NULL, "action",
                            f && action >= 0 ? f->actions[action].name : NULL, "field",
                            f && field >= 0 ? f->fields[field].name : NULL, NULL);
    if (desk_note(d, "denied", f ? f->name : "", r ? r->id : 0, data) < 0)
        fault_clear(); /* refused all the same */
    (void)fault(QT_DENIED, "%s", sentence);
    free(sentence);
    free(data);
}

static bool right_writes(enum right right)
{
    static const bool writes[RIGHTS] = {
        [RIGHT_ENTER] = true, [RIGHT_CHANGE] = true, [RIGHT_ACT] = true, [RIGHT_IMPORT] = true, [RIGHT_CORRECT] = true};
    return writes[right];
}

int desk_attempt(struct desk *d, const struct form *f, const struct record *r, int field, int action, enum right right)
{
    if (f && right_writes(right) && !d->staff[0])
        return fault(QT_DENIED, _("Nobody has signed in; nothing was changed."));
    int rc = desk_permit(d, f, r, field, action, right);
    bool looked = right == RIGHT_LOOK || right == RIGHT_PRINT;
    if (rc == QT_DENIED && !looked)
        note_denied(d, f, r, field, action, right);
    return rc;
}

int desk_attempt_on(struct desk *d, const struct form *f, const char *number, int action, enum right right)
{
    struct record *r = NULL;
    if (!area_asked(d) && desk_permit(d, f, NULL, -1, action, right) == QT_OK)
        return QT_OK;
    if (rec_find(d->db, f, number, &r) < 0)
        fault_clear(); /* refused without it */
    int rc = desk_attempt(d, f, r, -1, action, right);
    record_free(r);
    return rc;
}

int permit_enter(struct desk *d, const struct record *r, int field)
{
    const struct field *f = &r->form->fields[field];
    if (permit_types(d, f))
        return QT_OK;
    enum right right = r->id ? RIGHT_CHANGE : RIGHT_ENTER;
    int rc = permit_refuse(d, r->form, field, -1, field_open(d, f) ? NO_FIELD_WRITE : NO_FIELD, right);
    note_denied(d, r->form, r, field, -1, right);
    return rc;
}

/* ---- accounts ----------------------------------------------------------------------------------------------- */
/* Its own, and those of the roles whose work it may do. */
static unsigned rights_of(const struct forms *set, const char *role)
{
    const struct role *r = forms_role(set, role);
    unsigned rights = r ? r->rights : 0;
    for (size_t i = 0; r && i < r->nstands_for; i++) {
        const struct role *stood_for = forms_role(set, r->stands_for[i]);
        rights |= stood_for ? stood_for->rights : 0;
    }
    return rights;
}

bool permit_in_charge(const struct desk *d, const char *role)
{
    const struct role *r = forms_role(d->forms, role);
    return r && (r->rights >> RIGHT_STAFF & 1);
}

static bool covers(const struct desk *d, const char *mine, const char *theirs)
{
    return permit_in_charge(d, mine) && (rights_of(d->forms, theirs) & ~rights_of(d->forms, mine)) == 0;
}

int permit_covered(struct desk *d, const char *role, bool *any)
{
    struct staff *v = NULL;
    size_t n = 0;
    int rc = staff_list(d->db, &v, &n);
    *any = false;
    for (size_t i = 0; i < n; i++)
        *any = *any || (v[i].pin && !v[i].disabled && covers(d, v[i].role, role));
    staff_free(v, n);
    return rc;
}

int permit_staff(struct desk *d, const char *role)
{
    bool any;
    if (house_is_new(d) || covers(d, d->role, role))
        return QT_OK;
    int rc = permit_covered(d, role, &any);
    if (rc < 0 || !any)
        return rc; /* nobody has those rights: somebody must be able to give them */
    rc = fault(QT_DENIED, _("The role %s has rights that yours lacks: somebody who has them changes this account."),
               desk_role_label(d, role));
    note_denied(d, NULL, NULL, -1, -1, RIGHT_STAFF);
    return rc;
}

/* ---- whose eyes ------------------------------------------------------------------------------------------- */
static bool any_closed(const struct desk *d)
{
    for (size_t i = 0; i < d->forms->n; i++) {
        const struct form *f = d->forms->v[i];
        if (!may_look_into(d, f))
            return true;
        for (size_t k = 0; k < f->ndeclared; k++)
            if (!field_open(d, &f->fields[k]))
                return true;
    }
    return false;
}

void permit_seat(struct desk *d)
{
    d->rule = d->forms ? forms_role(d->forms, d->role) : NULL;
    d->restricted = d->forms && any_closed(d);
}

bool permit_reads(void *arg, const struct form *f, int field)
{
    const struct desk *d = arg;
    return d->engine > 0 || !d->restricted || (may_look_into(d, f) && field_open(d, &f->fields[field]));
}

static bool hide_fields(const struct desk *d, struct record *r)
{
    bool hidden = false;
    for (size_t i = 0; i < r->form->ndeclared; i++) {
        if (field_open(d, &r->form->fields[i]))
            continue;
        value_clear(&r->v[i]);
        hidden = true;
    }
    return hidden;
}

void permit_veil(struct desk *d, struct record *r)
{
    if (d->restricted && d->engine == 0 && hide_fields(d, r))
        desk_compute_seen(d, r); /* not from what is hidden */
}

int permit_shown(struct desk *d, struct record **r)
{
    int rc = desk_permit(d, (*r)->form, *r, -1, -1, RIGHT_LOOK);
    if (rc == QT_OK) {
        permit_veil(d, *r);
    } else {
        record_free(*r);
        *r = NULL;
    }
    return rc;
}

void permit_release(struct desk *d, struct record *r)
{
    if (!d->restricted || d->engine > 0)
        return;
    (void)hide_fields(d, r);
    desk_compute_seen(d, r);
}

void permit_unveil(struct desk *d, const struct record *stored, struct record *r)
{
    if (!d->restricted)
        return;
    for (size_t i = 0; i < r->form->ndeclared; i++) {
        const struct field *f = &r->form->fields[i];
        if (field_open(d, f))
            continue;
        if (stored)
            value_copy(&r->v[i], &stored->v[i]);
        else if (f->dflt)
            desk_default(d, r, (int)i);
    }
    desk_compute(d, r);
}

char *permit_text(struct desk *d, const struct expr *e, const struct record *r)
{
    if (!e || !d->restricted)
        return desk_text(d, e, r);
    int engine = d->engine;
    struct record *seen = r ? record_copy(r) : NULL;
    d->engine = 0;
    if (seen)
        permit_release(d, seen);
    char *text = desk_text(d, e, seen);
    d->engine = engine;
    record_free(seen);
    return text;
}

/* ---- what else hangs on the role --------------------------------------------------------------------------- */
const char *desk_role_label(const struct desk *d, const char *role)
{
    const struct role *r = role ? forms_role(d->forms, role) : NULL;
    return r ? label_of(&r->label, d->lang, r->name) : role ? role : "";
}

const char *permit_board(const struct desk *d)
{
    return d->rule && d->rule->own_board ? d->rule->name : NULL;
}

bool permit_offers(const struct field *f, const char *role)
{
    for (size_t i = 0; i < f->nroles; i++)
        if (strcmp(role, f->roles[i]) == 0)
            return true;
    return f->nroles == 0;
}

const struct form *desk_home(struct desk *d)
{
    for (size_t i = 0; i < d->forms->n; i++)
        if (is_role_among(d, d->forms->v[i]->home_roles, d->forms->v[i]->nhome_roles))
            return d->forms->v[i];
    return NULL;
}

const char *permit_first_role(const struct forms *set)
{
    for (size_t i = 0; i < set->nroles; i++)
        if (set->roles[i].rights >> RIGHT_STAFF & 1)
            return set->roles[i].name;
    return "";
}

int desk_ledger_permit(struct desk *d, bool house)
{
    const struct chart *c = &d->forms->chart;
    if (d->sitting == SITTING_OVER)
        return permit_refuse(d, NULL, -1, -1, NO_SEAT, RIGHT_LOOK);
    if (!open_to(d, c->view_roles, c->nview_roles))
        return d->staff[0] ? fault(QT_DENIED, _("Your role may not look at accounts."))
                           : fault(QT_DENIED, _("Accounts are not open to everybody: say who looks, with --as STAFF."));
    return house && area_asked(d) ? permit_refuse(d, NULL, -1, -1, NO_AREA, RIGHT_LOOK) : QT_OK;
}

bool permit_money(void *desk, const char *unit)
{
    struct desk *d = desk;
    const struct chart *c = &d->forms->chart;
    return d->engine > 0 ||
           (open_to(d, c->view_roles, c->nview_roles) && (!area_asked(d) || (unit && area_of_person(d, unit))));
}
