/* The answer to what was offered (C9): joined to one case whose first record carries people and posts, or refused. */
#include "same/similar_case.h"

#include <stdlib.h>
#include <string.h>

#define CASE_MAX 2000 /* records of one case that are read */

struct joining {
    struct desk *d;
    const struct similar_rule *rule;
    const struct form *form;
    struct record **v;
    size_t n;
    bool enough; /* people for the rule, or a case already */
};

static bool is_finished(const struct record *r)
{
    int state = record_state(r);
    return state >= 0 && r->form->states[state].final;
}

static int load_record(struct joining *j, int64_t id)
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
    if (rc == QT_OK && !is_finished(head))
        rc = rec_equal(j->d->db, j->form, j->rule->link, &v, CASE_MAX, &ids, &n);
    for (size_t i = 0; rc >= 0 && i < n; i++)
        rc = load_record(j, ids[i]);
    free(ids);
    value_clear(&v);
    record_free(head);
    return rc < 0 ? rc : QT_OK;
}

static bool is_head(const struct joining *j, const struct record *r)
{
    const char *number = similar_case(j->rule, r);
    return number && strcmp(number, record_number(r)) == 0;
}

/* 2 the first record of a case that is open, 1 any other open one, 0 neither. */
static int fit_for_head(const struct joining *j, const struct record *r)
{
    if (is_finished(r))
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
        if ((counted[k] || k == head) && one_told_both(j->d->wording, j->rule, j->v[i], j->v[k]))
            return true;
    }
    return false;
}

/* The number in the first record covers its own report and all that was joined before; the others are added. */
static void sum_up(const struct joining *j, size_t head, int64_t *people, int64_t *posts)
{
    const char *number = record_number(j->v[head]);
    bool *counted = mem_alloc(j->n * sizeof *counted);
    for (size_t i = 0; i < j->n; i++) {
        const char *in = similar_case(j->rule, j->v[i]);
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

static bool action_offered(struct joining *j, const struct record *r, int action)
{
    int *actions = mem_alloc((j->form->nactions + 1) * sizeof *actions);
    size_t n = action >= 0 ? desk_actions(j->d, r, actions) : 0;
    bool found = false;
    for (size_t i = 0; i < n; i++)
        found |= actions[i] == action;
    free(actions);
    return found;
}

static int run_rule_action(struct joining *j, struct record *r, int action)
{
    struct outcome o = {.answered = ANSWERED_BEFORE};
    int rc = desk_act_in(j->d, r, action, &o);
    outcome_free(&o);
    return rc;
}

/* One record into the case: by the form's action, or, where that is not offered, the link alone. */
static int put_in(struct joining *j, size_t i, const char *number)
{
    struct record *w = j->v[i];
    const char *in = similar_case(j->rule, w);
    if (in && strcmp(in, number) == 0)
        return QT_OK;
    struct record *stored = record_copy(w);
    value_text(&w->v[j->rule->link], number);
    int rc = action_offered(j, w, j->rule->join) ? run_rule_action(j, w, j->rule->join)
                                                 : desk_write(j->d, "join", stored, w);
    record_free(stored);
    return rc;
}

/* The first record, as the actions on the others left it, gets its own number as case and the sums. */
static int set_head_counts(struct joining *j, size_t head, int64_t people, int64_t posts)
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
        rc = desk_write(j->d, "join", stored, w);
    if (rc == QT_OK && j->enough && action_offered(j, w, j->rule->confirm))
        rc = run_rule_action(j, w, j->rule->confirm);
    record_free(stored);
    record_free(w);
    return rc;
}

/* Records of a case that is finished stay there: its first record was not loaded, or is finished itself. */
static bool record_stays(const struct joining *j, const struct record *r)
{
    const char *in = similar_case(j->rule, r);
    for (size_t i = 0; in && i < j->n; i++)
        if (strcmp(record_number(j->v[i]), in) == 0 && !is_finished(j->v[i]))
            return false;
    return in != NULL;
}

static int join_case(struct joining *j, const struct record *r, const struct matter *m)
{
    int rc = load_record(j, r->id);
    for (size_t i = 0; rc == QT_OK && i < m->n; i++)
        if (!m->v[i].out)
            rc = load_record(j, m->v[i].id);
    for (size_t i = 0, n = j->n; rc == QT_OK && i < n; i++)
        if (similar_case(j->rule, j->v[i]))
            rc = load_case(j, similar_case(j->rule, j->v[i]));
    if (rc < 0)
        return rc;
    size_t head = head_of(j);
    int64_t people, posts;
    sum_up(j, head, &people, &posts);
    char *number = mem_dup(record_number(j->v[head]));
    for (size_t i = 0; rc == QT_OK && i < j->n; i++)
        if (i != head && !record_stays(j, j->v[i]))
            rc = put_in(j, i, number);
    free(number);
    return rc == QT_OK ? set_head_counts(j, head, people, posts) : rc;
}

/* Remembered: these are different matters; with `rest` only those not ticked. */
static int refuse_case(struct desk *d, const struct record *r, const struct matter *m, bool rest)
{
    struct buf data = {0};
    int64_t *ids = mem_alloc((m->n + 1) * sizeof *ids);
    size_t n = 0;
    ids[n++] = r->id;
    buf_addf(&data, "{\"rule\":\"%s\",\"records\":[", m->rule->name);
    buf_add_json(&data, record_number(r));
    for (size_t i = 0; i < m->n; i++) {
        if (rest && !m->v[i].out)
            continue;
        buf_addc(&data, ',');
        buf_add_json(&data, m->v[i].number);
        ids[n++] = m->v[i].id;
    }
    buf_add(&data, "]}");
    int rc = n > 1 ? journal_note(d->db, &d->who, "not-similar", r->form->name, r->id, data.s) : QT_OK;
    if (rc == QT_OK && n > 1)
        rc = different_put(d->db, r->form, m->rule->name, ids, n);
    free(ids);
    buf_free(&data);
    return rc;
}

/* Is one of those ticked in a case? */
static bool to_a_case(const struct matter *m)
{
    for (size_t i = 0; i < m->n; i++)
        if (!m->v[i].out && m->v[i].joined)
            return true;
    return false;
}

static int answer_case(struct joining *j, const struct record *r, const struct matter *m, bool yes)
{
    int people = 0, rc = yes ? desk_matter_people(j->d, r, m, &people) : QT_OK;
    j->enough = people >= m->rule->at_least || to_a_case(m) || similar_case(m->rule, r);
    if (rc == QT_OK)
        rc = refuse_case(j->d, r, m, yes);
    return rc == QT_OK && yes ? join_case(j, r, m) : rc;
}

int matter_answer(struct desk *d, struct record *r, const struct matter *m, bool yes)
{
    struct joining j = {.d = d, .rule = m->rule, .form = r->form};
    struct record *now = NULL;
    int rc = yes ? event_begin(d) : desk_begin(d);
    if (rc == QT_OK)
        rc = answer_case(&j, r, m, yes);
    if (db_in_transaction(d->db))
        rc = yes ? event_end(d, rc, r, "join") : desk_end(d, rc);
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
