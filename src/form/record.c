/* Values and records. */
#include "qiantai/form.h"

void value_clear(struct value *v)
{
    free(v->s);
    free(v->sealed);
    *v = (struct value){0};
}

void value_int(struct value *v, int64_t i)
{
    value_clear(v);
    v->kind = VAL_INT;
    v->i = i;
}

void value_text(struct value *v, const char *s)
{
    char *copy = mem_dup(s); /* s may be v->s */
    value_clear(v);
    v->kind = copy ? VAL_TEXT : VAL_NULL;
    v->s = copy;
}

void value_copy(struct value *to, const struct value *from)
{
    if (to == from)
        return;
    value_clear(to);
    to->kind = from->kind;
    to->i = from->i;
    to->s = mem_dup(from->s);
    to->sealed = mem_dup(from->sealed);
}

static bool same_text(const char *a, const char *b)
{
    return a == b || (a && b && strcmp(a, b) == 0);
}

bool value_same(const struct value *a, const struct value *b)
{
    if (a->kind != b->kind)
        return false;
    if (a->sealed || b->sealed) /* masked texts may be alike */
        return same_text(a->sealed, b->sealed);
    return a->kind == VAL_NULL || (a->kind == VAL_INT ? a->i == b->i : same_text(a->s, b->s));
}

static size_t values(const struct form *f)
{
    return f->nfields + f->nbalances + f->nasked;
}

size_t record_id_value(const struct form *f)
{
    return values(f);
}

struct record *record_new(const struct form *f)
{
    struct record *r = mem_alloc(sizeof *r);
    r->form = f;
    r->v = mem_alloc((values(f) + 1) * sizeof *r->v);
    return r;
}

struct record *record_copy(const struct record *r)
{
    struct record *copy = record_new(r->form);
    copy->id = r->id;
    copy->version = r->version;
    for (size_t i = 0; i < values(r->form); i++)
        value_copy(&copy->v[i], &r->v[i]);
    return copy;
}

void record_free(struct record *r)
{
    if (!r)
        return;
    for (size_t i = 0; i < values(r->form); i++)
        value_clear(&r->v[i]);
    free(r->v);
    free(r);
}

const char *record_number(const struct record *r)
{
    const struct value *v = &r->v[form_sys(r->form, SYS_NUMBER)];
    return v->kind == VAL_TEXT && v->s ? v->s : "";
}

int record_state(const struct record *r)
{
    const struct value *v = &r->v[form_sys(r->form, SYS_STATE)];
    return v->kind == VAL_TEXT && v->s ? form_state(r->form, v->s) : -1;
}

const struct value *record_get(const struct record *r, const char *field)
{
    static const struct value none;
    int i = form_field(r->form, field);
    return i < 0 ? &none : &r->v[i];
}

int record_set_text(struct record *r, const char *field, const char *s)
{
    int i = form_field(r->form, field);
    if (i < 0)
        return fault(QT_NOTFOUND, _("Register '%s' has no field '%s'."), r->form->name, field);
    value_text(&r->v[i], s);
    return QT_OK;
}
