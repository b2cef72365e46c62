/* Signatures of several roles on one record: who signs where, what empties them, who is still waited for. */
#include "record/act.h"

#include <stdlib.h>
#include <string.h>

static struct value *given_at(const struct action *a, const struct record *r, size_t i)
{
    return &r->v[a->signatures->first + 2 * (int)i];
}

static struct value *given_by(const struct action *a, const struct record *r, size_t i)
{
    return &r->v[a->signatures->first + 2 * (int)i + 1];
}

static bool is_given(const struct action *a, const struct record *r, size_t i)
{
    return given_at(a, r, i)->kind != VAL_NULL;
}

bool signatures_whole(const struct action *a, const struct record *r)
{
    for (size_t i = 0; i < a->signatures->nsigners; i++)
        if (!is_given(a, r, i))
            return false;
    return true;
}

static bool any_given(const struct action *a, const struct record *r)
{
    for (size_t i = 0; i < a->signatures->nsigners; i++)
        if (is_given(a, r, i))
            return true;
    return false;
}

static bool has_signed(const struct desk *d, const struct action *a, const struct record *r)
{
    for (size_t i = 0; i < a->signatures->nsigners; i++)
        if (given_by(a, r, i)->kind == VAL_TEXT && strcmp(given_by(a, r, i)->s, d->staff) == 0)
            return true;
    return false;
}

/* Is the i-th signature one that is wanted now? In order only the first that is missing. */
static bool is_wanted(const struct action *a, const struct record *r, size_t i)
{
    for (size_t k = 0; a->signatures->in_order && k < i; k++)
        if (!is_given(a, r, k))
            return false;
    return !is_given(a, r, i);
}

/* The own role's place before one that it stands for. */
int signature_place(const struct desk *d, const struct action *a, const struct record *r)
{
    const struct signatures *s = a->signatures;
    int place = -1;
    if (s->distinct && has_signed(d, a, r))
        return -1;
    for (size_t i = 0; i < s->nsigners; i++) {
        if (!is_wanted(a, r, i) || !permit_signs_as(d, s->signers[i]))
            continue;
        if (place < 0 || strcmp(s->signers[i], d->role) == 0)
            place = (int)i;
    }
    return place;
}

static char *waited_for(const struct desk *d, const struct action *a, const struct record *r)
{
    struct buf b = {0};
    for (size_t i = 0; i < a->signatures->nsigners; i++)
        if (is_wanted(a, r, i))
            buf_addf(&b, "%s%s", b.len ? (d->lang == LANG_ZH ? "、" : ", ") : "",
                     desk_role_label(d, a->signatures->signers[i]));
    return buf_take(&b);
}

int signature_allowed(const struct desk *d, const struct action *a, const struct record *r)
{
    if (!a->signatures || signature_place(d, a, r) >= 0)
        return QT_OK;
    char *others = waited_for(d, a, r);
    int rc = has_signed(d, a, r) ? fault(QT_REFUSED, _("%s: you have signed already; it waits for: %s."),
                                         action_label(d, a), others ? others : "")
                                 : fault(QT_REFUSED, _("%s: your signature is not the one it waits for, but: %s."),
                                         action_label(d, a), others ? others : "");
    free(others);
    return rc;
}

int signature_give(struct desk *d, const struct action *a, struct record *w)
{
    int place = signature_place(d, a, w);
    if (place < 0)
        return signature_allowed(d, a, w);
    value_int(given_at(a, w, (size_t)place), clock_now());
    value_text(given_by(a, w, (size_t)place), d->staff);
    if (signatures_whole(a, w))
        value_text(&w->v[form_sys(w->form, SYS_STATE)], w->form->states[a->signatures->all].name);
    return QT_OK;
}

/* ---- emptied again ---------------------------------------------------------------------------------------------- */

static bool own_changed(const struct record *before, const struct record *after)
{
    for (size_t i = 0; i < after->form->ndeclared; i++)
        if (after->form->fields[i].type != FT_COMPUTED && !value_same(&before->v[i], &after->v[i]))
            return true;
    return false;
}

static void empty(const struct action *a, struct record *r)
{
    for (size_t i = 0; i < a->signatures->nsigners; i++) {
        value_clear(given_at(a, r, i));
        value_clear(given_by(a, r, i));
    }
}

void signatures_follow(int action, const struct record *before, struct record *after)
{
    const struct form *f = after->form;
    bool signing = action >= 0 && f->actions[action].signatures;
    int was = record_state(before), is = record_state(after);
    for (size_t i = 0; i < f->nactions; i++) {
        const struct action *a = &f->actions[i];
        if (!a->signatures || !any_given(a, after))
            continue;
        bool anew = was != is && is >= 0 && a->from[is];
        bool other = !signing && was >= 0 && a->from[was] && own_changed(before, after);
        if (anew || other)
            empty(a, after);
    }
}

void signatures_tell(struct desk *d, const struct record *before, const struct record *after, struct outcome *o)
{
    const struct form *f = after->form;
    for (size_t i = 0; i < f->nactions; i++) {
        const struct action *a = &f->actions[i];
        if (!a->signatures || !any_given(a, before) || any_given(a, after))
            continue;
        char *former = o->tell;
        char *told =
            mem_printf(_("%s: the signatures given so far do not count any more, it was changed."), action_label(d, a));
        o->tell = former ? mem_printf("%s\n%s", former, told) : mem_dup(told);
        free(former);
        free(told);
    }
}
