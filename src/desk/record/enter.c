/* Entering a record: defaults, one field as typed, checks. */
#include <stdlib.h>
#include <string.h>

#include "record/attach.h"

const char *field_label(const struct desk *d, const struct field *f)
{
    return label_of(&f->label, d->lang, f->name);
}

/* An expression's result in the kind of value the field keeps: '5' becomes 5, a time becomes a date. */
static int value_fit(const struct field *f, struct value *v)
{
    if (v->kind == VAL_TEXT && v->s[0] == '\0')
        value_clear(v);
    if (v->kind == VAL_TEXT && field_is_int(f)) {
        struct value number = {0};
        int rc = field_parse(f, v->s, clock_now(), &number);
        value_clear(v);
        *v = number;
        return rc;
    }
    if (v->kind == VAL_INT && !field_is_int(f) && f->type != FT_COMPUTED) {
        char text[32];
        if (f->type == FT_DATE)
            date_format(v->i, text);
        else
            snprintf(text, sizeof text, "%lld", (long long)v->i);
        value_text(v, text);
    }
    return QT_OK;
}

int desk_value(struct desk *d, const struct expr *e, const struct record *r, const struct field *as, struct value *out)
{
    struct value v = {0};
    int plain = r && !(e->row && e->row->bare) ? form_field(r->form, e->sql) : -1, rc = QT_OK;
    if (plain >= 0) /* a bare field name: also carries a secret over without opening it */
        value_copy(&v, &r->v[plain]);
    else
        rc = expr_eval(d->db, e, r, NULL, 0, &v);
    if (rc == QT_OK)
        rc = value_fit(as, &v);
    value_clear(rc == QT_OK ? out : &v);
    if (rc == QT_OK)
        *out = v;
    return rc;
}

char *desk_text(struct desk *d, const struct expr *e, const struct record *r)
{
    struct value v = {0};
    if (!e || expr_eval(d->db, e, r, NULL, 0, &v) < 0)
        return NULL;
    char *text = v.kind == VAL_INT ? mem_printf("%lld", (long long)v.i) : mem_dup(v.s);
    value_clear(&v);
    return text;
}

int desk_condition(struct desk *d, const struct expr *e, const struct record *r, bool when_null, bool *out)
{
    d->engine++;
    int rc = expr_true(d->db, e, r, when_null, out);
    d->engine--;
    return rc;
}

/* Is it so? `otherwise` when it is NULL, null or broken. */
static bool desk_holds(struct desk *d, const struct expr *e, const struct record *r, bool otherwise)
{
    bool is = otherwise;
    if (e && desk_condition(d, e, r, otherwise, &is) < 0)
        return otherwise;
    return is;
}

bool desk_visible(struct desk *d, const struct record *r, int field)
{
    return desk_shows(d, r->form, field) &&
           (!r->form->fields[field].visible || desk_holds(d, r->form->fields[field].visible, r, false));
}

bool desk_required(struct desk *d, const struct record *r, int field)
{
    const struct field *f = &r->form->fields[field];
    return !f->hidden && desk_holds(d, f->required, r, false) && desk_visible(d, r, field);
}

bool desk_readonly_asked(struct desk *d, const struct record *r, int field)
{
    const struct field *f = &r->form->fields[field];
    return f->system || f->type == FT_COMPUTED || f->type == FT_SERIAL || (f->once && r->id != 0) ||
           !permit_types(d, f) || desk_holds(d, f->readonly, r, false);
}

bool desk_readonly(struct desk *d, const struct record *r, int field)
{
    return desk_readonly_asked(d, r, field) || desk_fixed(d, r, NULL);
}

/* ---- defaults ------------------------------------------------------------------------------------------ */
void desk_default(struct desk *d, struct record *r, int field)
{
    const struct field *f = &r->form->fields[field];
    if (desk_value(d, f->dflt, r, f, &r->v[field]) < 0)
        fault_clear(); /* a default that cannot be computed leaves the field empty */
}

static void compute(struct desk *d, struct record *r, bool seen)
{
    record_compute_items(d->db, r);
    for (size_t i = 0; i < r->form->ndeclared; i++) {
        const struct field *f = &r->form->fields[i];
        if (f->compute && seen && !desk_shows(d, r->form, (int)i))
            value_clear(&r->v[i]);
        else if (f->compute && desk_value(d, f->compute, r, f, &r->v[i]) < 0)
            fault_clear();
    }
}

void desk_compute(struct desk *d, struct record *r)
{
    compute(d, r, false);
}

void desk_compute_seen(struct desk *d, struct record *r)
{
    compute(d, r, true);
}

void desk_refresh(struct desk *d, struct record *r, const bool *touched)
{
    for (size_t i = 0; i < r->form->ndeclared && r->id == 0; i++) {
        const struct field *f = &r->form->fields[i];
        bool free_to_set = touched ? !touched[i] : r->v[i].kind == VAL_NULL;
        if (f->dflt && free_to_set)
            desk_default(d, r, (int)i);
    }
    desk_compute(d, r);
    permit_veil(d, r);
}

struct record *desk_new(struct desk *d, const struct form *f)
{
    struct record *r = record_new(f);
    record_free(d->filled);
    d->filled = NULL;
    desk_refresh(d, r, NULL);
    return r;
}

/* ---- one field as typed -------------------------------------------------------------------------------- */
int field_idcard(struct desk *d, const struct record *r, int field, const struct value *v, char **good)
{
    const struct field *f = &r->form->fields[field];
    *good = NULL;
    if (f->type != FT_IDCARD || v->kind != VAL_TEXT || v->sealed || !desk_holds(d, f->strict, r, true))
        return QT_OK;
    return idcard_parse(v->s, good);
}

static int parse_typed(struct desk *d, const struct record *r, int field, const char *typed, struct value *v)
{
    const struct field *f = &r->form->fields[field];
    if (field_takes_files(f) && typed[strspn(typed, " ")] && typed[strspn(typed, " ")] != '[')
        return attach_typed(d, r, field, typed, v);
    int rc = field_parse(f, typed, clock_now(), v);
    if (rc == QT_OK && f->type == FT_ITEMS && v->kind == VAL_TEXT)
        return rows_enter(d, r, field, typed, v);
    if (rc < 0 || v->kind == VAL_NULL)
        return rc;
    char *found = NULL;
    if (f->type == FT_UNIT || f->type == FT_LINK) {
        const struct form *to = forms_find(d->forms, f->type == FT_UNIT ? "unit" : f->to);
        rc = to ? desk_resolve(d, to, v->s, &found) : QT_OK;
    } else if (f->type == FT_STAFF) {
        rc = desk_resolve_staff(d, f, v->s, &found);
    } else {
        rc = field_idcard(d, r, field, v, &found);
    }
    if (rc == QT_OK && found)
        value_text(v, found);
    free(found);
    return rc;
}

char *check_message(const struct desk *d, const struct field *f)
{
    const char *said = label_of(&f->message, d->lang, NULL);
    return said ? mem_dup(said) : mem_printf(_("%s: this value is not allowed"), field_label(d, f));
}

int desk_enter(struct desk *d, struct record *r, int field, const char *typed, char **why)
{
    const struct field *f = &r->form->fields[field];
    struct value v = {0}, former = r->v[field];
    int rc = permit_enter(d, r, field);
    if (rc == QT_OK && desk_readonly_asked(d, r, field)) /* of what is fixed as a whole the save speaks */
        rc = fault(QT_REFUSED, _("%s cannot be changed"), field_label(d, f));
    if (rc == QT_OK)
        rc = parse_typed(d, r, field, typed, &v);
    if (rc == QT_OK) {
        r->v[field] = v;
        char *said = v.kind == VAL_NULL ? NULL : asked_fault(d, r, field);
        if (!said && v.kind != VAL_NULL && !desk_holds(d, f->check, r, true))
            said = check_message(d, f);
        if (said) {
            rc = fault(QT_REFUSED, "%s", said);
            free(said);
            r->v[field] = former;
        }
    }
    if (rc < 0) {
        value_clear(&v);
        if (why)
            *why = mem_dup(fault_text());
        return fault(QT_REFUSED, "%s", fault_text());
    }
    value_clear(&former);
    desk_compute(d, r);
    return QT_OK;
}

/* ---- all fields ------------------------------------------------------------------------------------------ */
void field_problem_add(struct field_problems *p, int field, char *text)
{
    p->v = mem_resize(p->v, p->n + 1, sizeof *p->v);
    p->v[p->n++] = (struct field_problem){field, text};
}

void field_problems_free(struct field_problems *p)
{
    for (size_t i = 0; i < p->n; i++)
        free(p->v[i].text);
    free(p->v);
    *p = (struct field_problems){0};
}

static bool enum_knows(const struct field *f, const char *name, size_t n)
{
    for (size_t i = 0; i < f->nchoices; i++)
        if (strlen(f->choices[i].name) == n && memcmp(f->choices[i].name, name, n) == 0)
            return true;
    return false;
}

static bool enum_good(const struct field *f, const char *s)
{
    if (f->free)
        return true;
    if (!f->multiple)
        return enum_knows(f, s, strlen(s));
    for (;;) {
        size_t n = strcspn(s, ",");
        if (!enum_knows(f, s, n))
            return false;
        if (!s[n])
            return true;
        s += n + 1;
    }
}

static bool link_exists(struct desk *d, const struct field *f, const char *number)
{
    const struct form *to = forms_find(d->forms, f->type == FT_UNIT ? "unit" : f->to);
    struct record *found = NULL;
    if (!to)
        return true; /* the building has no such register: nothing to compare with */
    bool there = rec_find(d->db, to, number, &found) != QT_NOTFOUND && (!found || area_has(d, found));
    record_free(found);
    return there;
}

char *value_fault(struct desk *d, const struct field *f, const struct value *v)
{
    const char *label = field_label(d, f);
    if (v->kind != (field_is_int(f) ? VAL_INT : VAL_TEXT))
        return mem_printf(_("%s: this is not a value of that kind"), label);
    if (v->kind == VAL_TEXT && !v->sealed && f->max > 0 && f->type != FT_ITEMS && text_len(v->s) > (size_t)f->max)
        return mem_printf(_("%s: longer than %d characters"), label, f->max);
    if (f->type == FT_ENUM && !enum_good(f, v->s))
        return mem_printf(_("%s: no such choice"), label);
    if ((f->type == FT_UNIT || f->type == FT_LINK) && !link_exists(d, f, v->s))
        return mem_printf(_("%s: %s does not exist"), label, v->s);
    return NULL;
}

static void check_value(struct desk *d, const struct record *base, const struct record *r, int field,
                        struct field_problems *out)
{
    const struct field *f = &r->form->fields[field];
    const struct value *v = &r->v[field];
    char *good = NULL, *why = value_fault(d, f, v);
    if (!why && f->type == FT_ITEMS)
        why = rows_fault(d, base, r, field);
    if (!why && field_idcard(d, r, field, v, &good) < 0)
        why = mem_dup(fault_text());
    if (why)
        field_problem_add(out, field, why);
    free(good);
}

static void check_field(struct desk *d, const struct record *base, const struct record *r, int field,
                        struct field_problems *out)
{
    const struct field *f = &r->form->fields[field];
    bool same = base && value_same(&base->v[field], &r->v[field]);
    if (r->v[field].kind == VAL_NULL) {
        if (!same && desk_required(d, r, field))
            field_problem_add(out, field, mem_printf(_("%s is needed"), field_label(d, f)));
        else if (same && desk_required(d, r, field) && !desk_required(d, base, field))
            field_problem_add(out, field, mem_printf(_("%s is needed now"), field_label(d, f)));
        return;
    }
    size_t before = out->n;
    if (!same)
        check_value(d, base, r, field, out);
    if (before == out->n && f->check && !desk_holds(d, f->check, r, true) &&
        !(same && !desk_holds(d, f->check, base, true))) {
        field_problem_add(out, field, check_message(d, f));
    }
}

int desk_check_from(struct desk *d, const struct record *base, const struct record *r, struct field_problems *out)
{
    size_t before = out->n;
    for (size_t i = 0; i < r->form->ndeclared; i++) {
        const struct field *f = &r->form->fields[i];
        if (f->type != FT_COMPUTED)
            check_field(d, base, r, (int)i, out);
    }
    return (int)(out->n - before);
}
