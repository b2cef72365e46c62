/* Records found alike (C5): counted by people within the window, offered unless this set was refused before. */
#include "similar_case.h"

#include <stdlib.h>
#include <string.h>

/* ---- people ---------------------------------------------------------------------------------------------- */
static bool named(const struct wording *w, const struct value *v)
{
    return v->kind == VAL_INT || (v->kind == VAL_TEXT && v->s[0] && !wording_nobody(w, v->s));
}

static bool one_person(const struct wording *w, const struct similar_rule *rule, const struct record *a,
                       const struct record *b)
{
    for (size_t i = 0; i < rule->nby; i++) {
        const struct value *va = &a->v[rule->by[i]], *vb = &b->v[rule->by[i]];
        if (named(w, va) && value_same(va, vb))
            return true;
    }
    return false;
}

static bool anybody(const struct wording *w, const struct similar_rule *rule, const struct record *r)
{
    for (size_t i = 0; i < rule->nby; i++)
        if (named(w, &r->v[rule->by[i]]))
            return true;
    return false;
}

static size_t root(const size_t *of, size_t i)
{
    while (of[i] != i)
        i = of[i];
    return i;
}

/* A number for each record: alike where it is one person. */
static size_t *persons(const struct wording *w, const struct similar_rule *rule, struct record *const *v, size_t n)
{
    size_t *of = mem_alloc((n + 1) * sizeof *of), nameless = n;
    for (size_t i = 0; i < n; i++) {
        of[i] = i;
        if (!anybody(w, rule, v[i])) {
            of[i] = nameless < n ? nameless : i;
            nameless = of[i];
            continue;
        }
        for (size_t k = 0; k < i; k++)
            if (root(of, k) != i && one_person(w, rule, v[i], v[k]))
                of[root(of, k)] = i;
    }
    for (size_t i = 0; i < n; i++)
        of[i] = root(of, i);
    return of;
}

int people_count(const struct wording *w, const struct similar_rule *rule, struct record *const *v, size_t n)
{
    size_t *of = persons(w, rule, v, n);
    int people = 0;
    for (size_t i = 0; i < n; i++)
        people += of[i] == i;
    free(of);
    return people;
}

/* ---- what is offered -------------------------------------------------------------------------------------- */
const char *similar_case(const struct similar_rule *rule, const struct record *r)
{
    const struct value *v = &r->v[rule->link];
    return v->kind == VAL_TEXT ? v->s : NULL;
}

/* Different people of the pool within [from, to], and the one who told the record itself, who stands last. */
static int people_between(const struct pool *pool, const size_t *person, int64_t from, int64_t to)
{
    bool *met = mem_alloc(pool->n + 1);
    int people = 0;
    for (size_t i = 0; i <= pool->n; i++) {
        if (i < pool->n && (pool->v[i].at < from || pool->v[i].at > to))
            continue;
        people += !met[person[i]];
        met[person[i]] = true;
    }
    free(met);
    return people;
}

/* The stretch of the window's length, this record in it, in which most people told it: from where. */
static int64_t busiest(const struct wording *w, const struct similar_rule *rule, const struct record *r, int64_t window,
                       const struct pool *pool, int *people)
{
    struct record **v = mem_alloc((pool->n + 1) * sizeof *v);
    int64_t at = similar_time(rule, r), from = at;
    for (size_t i = 0; i < pool->n; i++)
        v[i] = pool->v[i].r;
    v[pool->n] = (struct record *)r;
    size_t *person = persons(w, rule, v, pool->n + 1);
    *people = people_between(pool, person, at, at + window);
    for (size_t s = 0; s < pool->n; s++) {
        int64_t start = pool->v[s].at;
        if (start > at || start < at - window)
            continue;
        int count = people_between(pool, person, start, start + window);
        if (count > *people || (count == *people && start < from)) {
            *people = count;
            from = start;
        }
    }
    free(person);
    free(v);
    return from;
}

/* Did somebody say before that these (or these and more) are different matters? */
static int refused_by(struct desk *d, const struct similar_rule *rule, const struct record *asked,
                      const struct outcome *o, const struct record *r, bool *said)
{
    struct journal_line *v = NULL;
    size_t n = 0;
    int rc = journal_history(d->db, r->form->name, asked->id, &v, &n);
    char *name = mem_printf("{\"rule\":\"%s\",", rule->name), *own = mem_printf("\"%s\"", record_number(r));
    for (size_t i = 0; rc == QT_OK && i < n && !*said; i++) {
        if (strcmp(v[i].action, REFUSED_WORD) != 0 || strncmp(v[i].data, name, strlen(name)) != 0)
            continue;
        bool all = strstr(v[i].data, own) != NULL;
        for (size_t k = 0; k < o->nsimilar && all; k++) {
            char *quoted = mem_printf("\"%s\"", o->similar[k].number);
            all = strstr(v[i].data, quoted) != NULL;
            free(quoted);
        }
        *said = all;
    }
    free(name);
    free(own);
    journal_free(v, n);
    return rc;
}

static int refused_before(struct desk *d, const struct similar_rule *rule, const struct record *r,
                          const struct pool *pool, const struct outcome *o, bool *said)
{
    int rc = refused_by(d, rule, r, o, r, said);
    for (size_t i = 0; rc == QT_OK && !*said && i < pool->n; i++)
        rc = refused_by(d, rule, pool->v[i].r, o, r, said);
    return rc;
}

static int by_likeness(const void *a, const void *b)
{
    const struct similar_hit *x = a, *y = b;
    return x->percent != y->percent ? y->percent - x->percent : x->at < y->at ? -1 : x->at > y->at;
}

static void add_hits(struct desk *d, const struct similar_rule *rule, int64_t from, int64_t to, const struct pool *pool,
                     struct outcome *o)
{
    o->similar = mem_alloc((pool->n + 1) * sizeof *o->similar);
    for (size_t i = 0; i < pool->n; i++) {
        const struct member *m = &pool->v[i];
        if (m->at < from || m->at > to)
            continue;
        char *said = desk_text(d, m->r->form->summary, m->r);
        double share = m->likeness > 1 ? 1 : m->likeness;
        o->similar[o->nsimilar++] = (struct similar_hit){.id = m->r->id,
                                                         .number = mem_dup(record_number(m->r)),
                                                         .text = said ? said : mem_dup(""),
                                                         .at = m->at,
                                                         .percent = (int)(share * 100),
                                                         .joined = similar_case(rule, m->r) != NULL};
    }
    if (o->nsimilar > 0)
        qsort(o->similar, o->nsimilar, sizeof *o->similar, by_likeness);
}

/* Is one of them not in this record's case yet? */
static bool anything_new(const struct similar_rule *rule, const struct record *r, const struct pool *pool)
{
    const char *own = similar_case(rule, r);
    for (size_t i = 0; i < pool->n; i++) {
        const char *other = similar_case(rule, pool->v[i].r);
        if (!own || !other || strcmp(own, other) != 0)
            return true;
    }
    return false;
}

int similar_offer(struct desk *d, const struct similar_rule *rule, const struct record *r, int64_t window,
                  struct pool *pool, struct outcome *o)
{
    int64_t from = busiest(d->wording, rule, r, window, pool, &o->people);
    bool in_case = false, said = false;
    int rc = QT_OK;
    o->rule = rule;
    add_hits(d, rule, from, from + window, pool, o);
    for (size_t i = 0; i < o->nsimilar; i++)
        in_case |= o->similar[i].joined;
    bool offered = o->nsimilar > 0 && (in_case || o->people >= rule->at_least) && anything_new(rule, r, pool);
    if (offered)
        rc = refused_before(d, rule, r, pool, o, &said);
    if (rc < 0 || !offered || said)
        similar_clear(o);
    return rc;
}
