/* Records found alike (C5, C9): counted by people within the window, offered once, joined to one case. */
#include "similar_case.h"

#include <stdlib.h>
#include <string.h>

#define CASE_MAX 2000 /* records of one case that are counted */

static const char *const joined_word = "join", *const refused_word = "not-similar"; /* of the journal */

/* ---- people -------------------------------------------------------------------------------------------------------
 */
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

/* ---- what is offered ------------------------------------------------------------------------------------------------
 */
static const char *case_of(const struct similar_rule *rule, const struct record *r)
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
        if (strcmp(v[i].action, refused_word) != 0 || strncmp(v[i].data, name, strlen(name)) != 0)
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
                                                         .joined = case_of(rule, m->r) != NULL};
    }
    if (o->nsimilar > 0)
        qsort(o->similar, o->nsimilar, sizeof *o->similar, by_likeness);
}

/* Is one of them not in this record's case yet? */
static bool anything_new(const struct similar_rule *rule, const struct record *r, const struct pool *pool)
{
    const char *own = case_of(rule, r);
    for (size_t i = 0; i < pool->n; i++) {
        const char *other = case_of(rule, pool->v[i].r);
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

/* ---- joining ------------------------------------------------------------------------------------------- */
struct joining {
    struct desk *d;
    const struct similar_rule *rule;
    const struct form *form;
    struct record **v;
    size_t n;
};

static bool finished(const struct record *r)
{
    int state = record_state(r);
    return state >= 0 && r->form->states[state].final;
}

static int load(struct joining *j, int64_t id)
{
    struct record *r = NULL;
    for (size_t i = 0; i < j->n; i++)
        if (j->v[i]->id == id)
            return QT_OK;
    int rc = rec_get(j->d->db, j->form, id, &r);
    if (rc < 0)
        return rc;
    j->v = mem_resize(j->v, j->n + 1, sizeof(struct record *));
    j->v[j->n++] = r;
    return QT_OK;
}

/* All records of a case, but of one that is finished none. */
static int load_case(struct joining *j, const char *number)
{
    struct value v = {0};
    struct record *head = NULL;
    int64_t *ids = NULL;
    size_t n = 0;
    int rc = rec_find(j->d->db, j->form, number, &head);
    value_text(&v, number);
    if (rc == QT_OK && !finished(head))
        rc = rec_equal(j->d->db, j->form, j->rule->link, &v, CASE_MAX, &ids, &n);
    for (size_t i = 0; rc >= 0 && i < n; i++)
        rc = load(j, ids[i]);
    free(ids);
    value_clear(&v);
    record_free(head);
    return rc < 0 ? rc : QT_OK;
}

static bool is_head(const struct joining *j, const struct record *r)
{
    const char *number = case_of(j->rule, r);
    return number && strcmp(number, record_number(r)) == 0;
}

/* 2 the first record of a case that is open, 1 any other open one, 0 neither. */
static int fit_for_head(const struct joining *j, const struct record *r)
{
    if (finished(r))
        return 0;
    return is_head(j, r) ? 2 : 1;
}

static size_t head_of(const struct joining *j)
{
    size_t head = 0;
    for (size_t i = 1; i < j->n; i++) {
        const struct record *r = j->v[i], *best = j->v[head];
        int fit = fit_for_head(j, r), than = fit_for_head(j, best);
        int64_t at = similar_time(j->rule, r), before = similar_time(j->rule, best);
        if (fit > than || (fit == than && (at < before || (at == before && r->id < best->id))))
            head = i;
    }
    return head;
}

static int64_t number_in(const struct record *r, int field)
{
    return r->v[field].kind == VAL_INT ? r->v[field].i : 1;
}

/* Does the case count this one already, in itself or in another of its records? */
static bool told_before(const struct joining *j, size_t head, const bool *counted, size_t i)
{
    for (size_t k = 0; k < j->n; k++) {
        struct record *two[] = {j->v[i], j->v[k]};
        if ((counted[k] || k == head) && people_count(j->d->wording, j->rule, two, 2) == 1)
            return true;
    }
    return false;
}

/* What the first record says counts what it told itself and what was joined before; the others add to it. */
static void sum_up(const struct joining *j, size_t head, int64_t *people, int64_t *posts)
{
    const char *number = record_number(j->v[head]);
    bool *counted = mem_alloc(j->n * sizeof *counted);
    for (size_t i = 0; i < j->n; i++) {
        const char *in = case_of(j->rule, j->v[i]);
        counted[i] = i != head && in && strcmp(in, number) == 0;
    }
    *people = j->rule->people >= 0 ? number_in(j->v[head], j->rule->people) : 0;
    *posts = j->rule->posts >= 0 ? number_in(j->v[head], j->rule->posts) : 0;
    for (size_t i = 0; i < j->n; i++) {
        if (i == head || counted[i])
            continue;
        if (j->rule->people >= 0)
            *people += number_in(j->v[i], j->rule->people) - told_before(j, head, counted, i);
        if (j->rule->posts >= 0)
            *posts += number_in(j->v[i], j->rule->posts);
        counted[i] = true;
    }
    free(counted);
}

static bool offers(struct joining *j, const struct record *r, int action)
{
    int *actions = mem_alloc((j->form->nactions + 1) * sizeof *actions);
    size_t n = action >= 0 ? desk_actions(j->d, r, actions) : 0;
    bool found = false;
    for (size_t i = 0; i < n; i++)
        found |= actions[i] == action;
    free(actions);
    return found;
}

static int run(struct joining *j, struct record *r, int action)
{
    struct outcome o = {0};
    int rc = desk_act_in(j->d, r, action, true, &o);
    outcome_free(&o);
    return rc;
}

/* One record into the case: by the form's action, or, where that is not offered, the link alone. */
static int put_in(struct joining *j, size_t i, const char *number)
{
    struct record *w = j->v[i];
    const char *in = case_of(j->rule, w);
    if (in && strcmp(in, number) == 0)
        return QT_OK;
    struct record *stored = record_copy(w);
    value_text(&w->v[j->rule->link], number);
    int rc = offers(j, w, j->rule->join) ? run(j, w, j->rule->join) : desk_write(j->d, joined_word, stored, w);
    record_free(stored);
    return rc;
}

/* The first record, as the actions on the others left it, gets its own number as case and the sums. */
static int crown(struct joining *j, size_t head, int64_t people, int64_t posts)
{
    struct record *stored = NULL;
    int rc = rec_get(j->d->db, j->form, j->v[head]->id, &stored);
    if (rc < 0)
        return rc;
    struct record *w = record_copy(stored);
    bool changed = !is_head(j, w);
    value_text(&w->v[j->rule->link], record_number(w));
    const int field[] = {j->rule->people, j->rule->posts};
    const int64_t sum[] = {people, posts};
    for (int i = 0; i < 2; i++) {
        if (field[i] < 0)
            continue;
        value_int(&w->v[field[i]], sum[i]);
        changed |= !value_same(&w->v[field[i]], &stored->v[field[i]]);
    }
    if (changed)
        rc = desk_write(j->d, joined_word, stored, w);
    if (rc == QT_OK && offers(j, w, j->rule->confirm))
        rc = run(j, w, j->rule->confirm);
    record_free(stored);
    record_free(w);
    return rc;
}

/* Records of a case that is finished stay there: its first record was not loaded, or is finished itself. */
static bool stays(const struct joining *j, const struct record *r)
{
    const char *in = case_of(j->rule, r);
    for (size_t i = 0; in && i < j->n; i++)
        if (strcmp(record_number(j->v[i]), in) == 0 && !finished(j->v[i]))
            return false;
    return in != NULL;
}

static int join(struct joining *j, const struct record *r, const struct outcome *o)
{
    int rc = load(j, r->id);
    for (size_t i = 0; rc == QT_OK && i < o->nsimilar; i++)
        rc = load(j, o->similar[i].id);
    for (size_t i = 0, n = j->n; rc == QT_OK && i < n; i++)
        if (case_of(j->rule, j->v[i]))
            rc = load_case(j, case_of(j->rule, j->v[i]));
    if (rc < 0)
        return rc;
    size_t head = head_of(j);
    int64_t people, posts;
    sum_up(j, head, &people, &posts);
    char *number = mem_dup(record_number(j->v[head]));
    for (size_t i = 0; rc == QT_OK && i < j->n; i++)
        if (i != head && !stays(j, j->v[i]))
            rc = put_in(j, i, number);
    free(number);
    return rc == QT_OK ? crown(j, head, people, posts) : rc;
}

static int refuse(struct desk *d, const struct record *r, const struct outcome *o)
{
    struct buf data = {0};
    buf_addf(&data, "{\"rule\":\"%s\",\"records\":[", o->rule->name);
    buf_add_json(&data, record_number(r));
    for (size_t i = 0; i < o->nsimilar; i++) {
        buf_addc(&data, ',');
        buf_add_json(&data, o->similar[i].number);
    }
    buf_add(&data, "]}");
    int rc = journal_note(d->db, &d->who, refused_word, r->form->name, r->id, data.s);
    buf_free(&data);
    return rc;
}

int desk_similar_answer(struct desk *d, struct record *r, const struct outcome *o, bool yes)
{
    struct joining j = {.d = d, .rule = o->rule, .form = r->form};
    struct record *now = NULL;
    if (!o->rule)
        return fault(QT_BUG, _("Nothing was offered to be joined."));
    int rc = desk_begin(d);
    if (rc == QT_OK)
        rc = desk_end(d, yes ? join(&j, r, o) : refuse(d, r, o));
    if (rc == QT_OK)
        rc = rec_get(d->db, r->form, r->id, &now);
    if (rc == QT_OK)
        record_swap(r, now);
    record_free(now);
    for (size_t i = 0; i < j.n; i++)
        record_free(j.v[i]);
    free(j.v);
    return rc;
}
