/* Records found alike (C5): counted by people within the window, offered unless this set was refused before. */
#include "same/similar_case.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

const char *similar_case(const struct similar_rule *rule, const struct record *r)
{
    const struct value *v = &r->v[rule->link];
    return v->kind == VAL_TEXT ? v->s : NULL;
}

/* ---- people ---------------------------------------------------------------------------------------------- */
static bool names_person(const struct wording *w, const struct value *v)
{
    return v->kind == VAL_INT || (v->kind == VAL_TEXT && v->s[0] && !wording_nobody(w, v->s));
}

static bool has_person(const struct wording *w, const struct similar_rule *rule, const struct record *r)
{
    for (size_t i = 0; i < rule->nby; i++)
        if (names_person(w, &r->v[rule->by[i]]))
            return true;
    return false;
}

enum sameness { UNKNOWN, SAME, DIFFERENT };

static enum sameness units_same(const struct record *a, const struct record *b)
{
    int unit = a->form->unit_field;
    if (unit < 0 || a->v[unit].kind == VAL_NULL || b->v[unit].kind == VAL_NULL)
        return UNKNOWN;
    return value_same(&a->v[unit], &b->v[unit]) ? SAME : DIFFERENT;
}

static bool same_words(const struct similar_rule *rule, const struct record *a, const struct record *b)
{
    for (size_t i = 0; i < rule->nover; i++)
        if (!value_same(&a->v[rule->over[i]], &b->v[rule->over[i]]))
            return false;
    return true;
}

/* One telephone is one person. So is one name, unless another unit or, without units, another telephone says that two
 * are called so. Where nothing can be compared, one unit is one person, and so is a nameless text sent twice. */
static bool one_person(const struct wording *w, const struct similar_rule *rule, const struct record *a,
                       const struct record *b)
{
    enum sameness unit = units_same(a, b);
    bool phone_differs = false, name_same = false, compared = false;
    for (size_t i = 0; i < rule->nby; i++) {
        const struct value *va = &a->v[rule->by[i]], *vb = &b->v[rule->by[i]];
        if (!names_person(w, va) || !names_person(w, vb))
            continue;
        bool phone = a->form->fields[rule->by[i]].type == FT_PHONE, same = value_same(va, vb);
        if (phone && same)
            return true;
        compared = true;
        phone_differs |= phone;
        name_same |= same && !phone;
    }
    if (name_same)
        return unit == SAME || (unit == UNKNOWN && !phone_differs);
    if (compared)
        return false;
    return unit == SAME ||
           (unit == UNKNOWN && !has_person(w, rule, a) && !has_person(w, rule, b) && same_words(rule, a, b));
}

static size_t group_root(const size_t *of, size_t i)
{
    while (of[i] != i)
        i = of[i];
    return i;
}

/* A number for each record: alike where it is one person. */
static size_t *group_persons(const struct wording *w, const struct similar_rule *rule, struct record *const *v,
                             size_t n)
{
    size_t *of = mem_alloc((n + 1) * sizeof *of);
    for (size_t i = 0; i < n; i++) {
        of[i] = i;
        for (size_t k = 0; k < i; k++)
            if (group_root(of, k) != i && one_person(w, rule, v[i], v[k]))
                of[group_root(of, k)] = i;
    }
    for (size_t i = 0; i < n; i++)
        of[i] = group_root(of, i);
    return of;
}

/* How many people reported this one, by itself: a joint complaint of three is three. */
static int64_t told_by(const struct similar_rule *rule, const struct record *r)
{
    const struct value *v = rule->people >= 0 ? &r->v[rule->people] : NULL;
    return v && v->kind == VAL_INT && v->i > 1 ? v->i : 1;
}

static bool in_case_of(const struct similar_rule *rule, const struct record *r, const char *number)
{
    const char *in = similar_case(rule, r);
    return in && strcmp(in, number) == 0;
}

/* Those whom the first record of a case counts and who reported none of these records. */
static int64_t not_here(const struct similar_rule *rule, const struct record *head, struct record *const *v,
                        const size_t *of, size_t n)
{
    int64_t here = 0;
    for (size_t i = 0; i < n; i++) {
        bool first = in_case_of(rule, v[i], record_number(head));
        for (size_t k = 0; k < i && first; k++)
            first = of[k] != of[i] || !in_case_of(rule, v[k], record_number(head));
        here += first;
    }
    int64_t all = told_by(rule, head);
    return all > here ? all - here : 0;
}

int people_count(const struct wording *w, const struct similar_rule *rule, struct record *const *v, size_t n)
{
    size_t *of = group_persons(w, rule, v, n);
    int64_t people = 0;
    for (size_t i = 0; i < n; i++) {
        int64_t most = 0;
        for (size_t k = 0; of[i] == i && k < n; k++) {
            int64_t told = of[k] == i ? (similar_case(rule, v[k]) ? 1 : told_by(rule, v[k])) : 0;
            most = told > most ? told : most;
        }
        people += most;
        if (in_case_of(rule, v[i], record_number(v[i])))
            people += not_here(rule, v[i], v, of, n);
    }
    free(of);
    return people < INT_MAX ? (int)people : INT_MAX;
}

bool one_told_both(const struct wording *w, const struct similar_rule *rule, struct record *a, struct record *b)
{
    return one_person(w, rule, a, b);
}

/* ---- what is offered -------------------------------------------------------------------------------------- */
/* Did somebody say before that these (or these and more) are different matters? */
static int refused_before(const struct sought *s, const struct matter *m, bool *said)
{
    int64_t *ids = mem_alloc((m->n + 1) * sizeof *ids);
    ids[0] = s->r->id;
    for (size_t i = 0; i < m->n; i++)
        ids[i + 1] = m->v[i].id;
    int rc = different_said(s->d->db, s->r->form, s->rule->name, ids, m->n + 1, said);
    free(ids);
    return rc;
}

static char *unit_of(const struct record *r)
{
    int unit = r->form->unit_field;
    return mem_dup(unit >= 0 && r->v[unit].kind == VAL_TEXT ? r->v[unit].s : "");
}

/* The reasons shown for it: words of both, equal fields. */
static char *why_offered(const struct sought *s, const struct member *m)
{
    struct buf out = {0};
    shared_words(&s->mine, &m->features, &out);
    for (size_t i = 0; i < s->rule->nsame; i++) {
        const struct value *a = &s->r->v[s->rule->same[i]], *b = &m->r->v[s->rule->same[i]];
        if (a->kind == VAL_NULL || (a->kind == VAL_TEXT && strcmp(a->s, "other") == 0) || !value_same(a, b))
            continue;
        buf_add(&out, out.len > 0 ? "  " : "");
        buf_addf(&out, _("same %s"), field_label(s->d, &s->r->form->fields[s->rule->same[i]]));
    }
    return buf_take(&out);
}

bool similar_of_case(const struct similar_rule *rule, const struct record *r, const char *number)
{
    return in_case_of(rule, r, number) || strcmp(record_number(r), number) == 0;
}

static struct similar_hit hit_of(const struct sought *s, const struct member *m)
{
    char *said = permit_text(s->d, m->r->form->summary, m->r);
    return (struct similar_hit){.id = m->r->id,
                                .number = mem_dup(record_number(m->r)),
                                .text = said ? said : mem_dup(""),
                                .unit = unit_of(m->r),
                                .why = why_offered(s, m),
                                .at = similar_time(s->rule, m->r),
                                .percent = (int)(m->likeness * 100),
                                .joined = similar_case(s->rule, m->r) != NULL};
}

void matter_clear(struct matter *m)
{
    for (size_t i = 0; i < m->n; i++) {
        free(m->v[i].number);
        free(m->v[i].text);
        free(m->v[i].unit);
        free(m->v[i].why);
    }
    free(m->v);
    *m = (struct matter){0};
}

int similar_offer(const struct sought *s, const struct pool *pool, struct outcome *o)
{
    struct matter m = {.rule = s->rule, .v = mem_alloc((pool->n + 1) * sizeof *m.v)};
    struct record **v = mem_alloc((pool->n + 1) * sizeof *v);
    bool in_case = false, said = false;
    v[pool->n] = (struct record *)s->r;
    for (size_t i = 0; i < pool->n; i++) {
        v[i] = pool->v[i].r;
        m.v[m.n++] = hit_of(s, &pool->v[i]);
        in_case |= m.v[i].joined;
    }
    m.people = people_count(s->d->wording, s->rule, v, pool->n + 1);
    free(v);
    bool offered = in_case || m.people >= s->rule->at_least;
    int rc = offered ? refused_before(s, &m, &said) : QT_OK;
    if (rc < 0 || !offered || said) {
        matter_clear(&m);
        return rc;
    }
    struct question *q = question_add(o, QUESTION_SAME_MATTER, -1);
    q->required = false;
    q->matter = m;
    return QT_OK;
}

/* ---- as the clerk ticks them ------------------------------------------------------------------------------ */
int desk_matter_people(struct desk *d, const struct record *r, const struct matter *m, int *people)
{
    struct record **v = mem_alloc((m->n + 1) * sizeof *v);
    size_t n = 0;
    int rc = QT_OK;
    for (size_t i = 0; rc == QT_OK && i < m->n; i++)
        if (!m->v[i].out && (rc = rec_get(d->db, r->form, m->v[i].id, &v[n])) == QT_OK)
            n++;
    v[n] = (struct record *)r;
    if (rc == QT_OK)
        *people = people_count(d->wording, m->rule, v, n + 1);
    while (n > 0)
        record_free(v[--n]);
    free(v);
    return rc;
}
