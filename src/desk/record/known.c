/* What a clerk is asked about a record before it is saved: words in it, and records that are there already. */
#include <stdlib.h>
#include <string.h>

#include "desk_internal.h"
#include "qiantai/form_phrases.h"

enum {
    NEWEST = 400, /* records that are equal in one field, of which the others are compared */
    TOLD = 5      /* as many are shown */
};

/* ---- words ------------------------------------------------------------------------------------------------------ */

/* What was there before and has not been touched is not asked about again. */
static bool texts_changed(const int *over, size_t n, const struct record *base, const struct record *r)
{
    for (size_t i = 0; base && i < n; i++)
        if (!value_same(&base->v[over[i]], &r->v[over[i]]))
            return true;
    return !base;
}

static const struct choice *choice_named(const struct field *f, const char *name)
{
    for (size_t i = 0; i < f->nchoices; i++)
        if (strcmp(f->choices[i].name, name) == 0)
            return &f->choices[i];
    return NULL;
}

static void ask_words(struct desk *d, const struct asks_rule *rule, const struct record *r, struct outcome *o)
{
    const struct phrases *list = words_list(d, rule->words);
    for (size_t i = 0; list && i < rule->nover; i++) {
        const struct value *v = &r->v[rule->over[i]];
        struct phrase_hit hit;
        if (v->kind != VAL_TEXT || !phrases_find(list, v->s, false, d->lang, &hit))
            continue;
        const struct choice *choice = choice_named(&r->form->fields[rule->field], hit.rule);
        if (choice) {
            struct question *q = question_add(o, QUESTION_WORDS, rule->field);
            q->required = !outcome_answered(o, QUESTION_WORDS);
            q->text = hit.phrase;
            q->words = (struct words_found){rule, choice};
            return;
        }
        free(hit.phrase);
    }
}

static int words_ask(struct desk *d, const struct record *base, const struct record *r, struct outcome *o)
{
    int rc = QT_OK;
    for (size_t i = 0; rc == QT_OK && i < r->form->nasks; i++) {
        const struct asks_rule *rule = &r->form->asks[i];
        bool wanted = r->v[rule->field].kind == VAL_NULL && texts_changed(rule->over, rule->nover, base, r) &&
                      permit_types(d, &r->form->fields[rule->field]);
        if (wanted && rule->when)
            rc = desk_condition(d, rule->when, r, false, &wanted);
        if (rc == QT_OK && wanted)
            ask_words(d, rule, r, o);
    }
    return rc;
}

void words_answer(struct record *r, const struct outcome *o, bool yes)
{
    for (size_t i = 0; yes && i < o->nquestions; i++)
        if (o->questions[i].kind == QUESTION_WORDS)
            value_text(&r->v[o->questions[i].field], o->questions[i].words.choice->name);
}

/* ---- already ---------------------------------------------------------------------------------------------------- */

static bool equal_in(const struct already_group *g, const struct record *a, const struct record *b)
{
    for (size_t i = 1; i < g->n;
         i++) { /* the first one found it; a secret one has been compared by then or not at all */
        const struct value *v = &a->v[g->fields[i]];
        if (v->kind == VAL_NULL || !value_same(v, &b->v[g->fields[i]]))
            return false;
    }
    return true;
}

static char *texts_of(const struct already_rule *rule, const struct record *r)
{
    struct buf b = {0};
    buf_add(&b, "");
    for (size_t i = 0; i < rule->nover; i++)
        if (r->v[rule->over[i]].kind == VAL_TEXT)
            buf_addf(&b, "%s\n", r->v[rule->over[i]].s);
    return buf_take(&b);
}

static bool texts_alike(struct desk *d, const struct already_rule *rule, const struct record *a, const struct record *b)
{
    char *one = rule->nover ? texts_of(rule, a) : NULL, *other = rule->nover ? texts_of(rule, b) : NULL;
    bool alike = rule->nover == 0 || texts_near(d, one, other) >= rule->least;
    free(one);
    free(other);
    return alike;
}

static bool asked_about(const struct outcome *o, int64_t id)
{
    size_t n = 0;
    for (size_t i = 0; i < o->nquestions; i++)
        if (o->questions[i].kind == QUESTION_ALREADY && (o->questions[i].already.id == id || ++n >= TOLD))
            return true;
    return false;
}

static void tell_already(struct desk *d, const struct already_rule *rule, const struct record *r, struct outcome *o)
{
    char *line = rule->line ? permit_text(d, rule->line, r) : NULL;
    char *said = line && line[0] ? mem_dup(line) : desk_summary(d, r);
    struct question *q = question_add(o, QUESTION_ALREADY, -1);
    q->required = !outcome_answered(o, QUESTION_ALREADY);
    q->text =
        mem_printf(_("%s: %s"), label_of(&rule->label, d->lang, rule->name), said && said[0] ? said : record_number(r));
    q->already = (struct already_hit){rule, r->id};
    free(line);
    free(said);
}

static int compare_one(struct desk *d, const struct already_rule *rule, const struct already_group *g,
                       const struct record *r, int64_t id, struct outcome *o)
{
    struct record *other = NULL;
    bool is = !asked_about(o, id);
    int rc = is ? desk_get(d, r->form, id, &other) : QT_OK;
    if (rc == QT_NOTFOUND || rc == QT_DENIED)
        return QT_OK; /* gone meanwhile, or not for these eyes */
    is = is && rc == QT_OK && equal_in(g, r, other);
    if (is && rule->where)
        rc = desk_condition(d, rule->where, other, false, &is);
    if (rc == QT_OK && is && texts_alike(d, rule, r, other))
        tell_already(d, rule, other, o);
    record_free(other);
    return rc;
}

static int already_rule_ask(struct desk *d, const struct already_rule *rule, const struct record *r, struct outcome *o)
{
    int rc = QT_OK;
    for (size_t i = 0; rc == QT_OK && i < rule->nmatch; i++) {
        const struct already_group *g = &rule->match[i];
        int64_t *ids = NULL;
        size_t n = 0;
        if (g->n == 0)
            continue;
        rc = rec_equal(d->db, r->form, g->fields[0], &r->v[g->fields[0]], NEWEST, &ids, &n);
        for (size_t k = 0; rc == QT_OK && k < n; k++)
            rc = compare_one(d, rule, g, r, ids[k], o);
        free(ids);
    }
    return rc;
}

int known_ask(struct desk *d, const struct record *base, struct record *r, struct outcome *o)
{
    int rc = words_ask(d, base, r, o);
    for (size_t i = 0; rc == QT_OK && !base && i < r->form->nalready; i++)
        rc = already_rule_ask(d, &r->form->already[i], r, o);
    return rc;
}
