/* Questions to the clerk: how they are collected, answered and thrown away. */
#include "desk_internal.h"

#include <stdlib.h>

struct question *question_add(struct outcome *o, enum question_kind kind, int field)
{
    o->questions = mem_resize(o->questions, o->nquestions + 1, sizeof *o->questions);
    struct question *q = &o->questions[o->nquestions++];
    *q = (struct question){.kind = kind, .field = field, .required = true};
    return q;
}

static void merge_clear(struct merge *m)
{
    for (size_t i = 0; i < m->n; i++) {
        value_clear(&m->v[i].mine);
        value_clear(&m->v[i].theirs);
        value_clear(&m->v[i].was);
    }
    free(m->v);
    record_free(m->theirs);
    record_free(m->merged);
}

static void question_clear(struct question *q)
{
    free(q->text);
    if (q->kind == QUESTION_MERGE)
        merge_clear(&q->merge);
    if (q->kind == QUESTION_SAME_MATTER)
        matter_clear(&q->matter);
}

void questions_drop(struct outcome *o, enum question_kind kind)
{
    size_t kept = 0;
    for (size_t i = 0; i < o->nquestions; i++) {
        if (o->questions[i].kind == kind)
            question_clear(&o->questions[i]);
        else
            o->questions[kept++] = o->questions[i];
    }
    o->nquestions = kept;
}

struct question *outcome_question(const struct outcome *o, enum question_kind kind)
{
    for (size_t i = 0; i < o->nquestions; i++)
        if (o->questions[i].kind == kind)
            return &o->questions[i];
    return NULL;
}

bool outcome_waits(const struct outcome *o, enum question_kind kind)
{
    for (size_t i = 0; i < o->nquestions; i++)
        if (o->questions[i].kind == kind && o->questions[i].required)
            return true;
    return false;
}

bool outcome_answered(const struct outcome *o, enum question_kind kind)
{
    return (o->answered & 1u << kind) != 0;
}

void outcome_free(struct outcome *o)
{
    for (size_t i = 0; i < o->nquestions; i++)
        question_clear(&o->questions[i]);
    free(o->questions);
    record_free(o->base);
    field_problems_free(&o->problems);
    free(o->tell);
    record_free(o->opened);
    record_free(o->created);
    *o = (struct outcome){0};
}

void outcome_renew(struct outcome *o)
{
    struct outcome kept = {.answered = o->answered, .put = o->put, .base = o->base};
    o->base = NULL;
    outcome_free(o);
    *o = kept;
}

static void close_record(struct desk *d, struct record **r)
{
    if (*r && desk_allows(d, (*r)->form, RIGHT_LOOK)) {
        permit_release(d, *r);
        return;
    }
    record_free(*r);
    *r = NULL;
}

/* A merge needs LOOK on its own register, which saving and acting have asked: its records are only veiled. */
void outcome_veil(struct desk *d, struct outcome *o)
{
    struct question *q = outcome_question(o, QUESTION_MERGE);
    if (q) {
        permit_release(d, q->merge.theirs);
        permit_release(d, q->merge.merged);
    }
    close_record(d, &o->opened);
    close_record(d, &o->created);
}

void conflict_add(struct merge *m, int field, const struct value *was, const struct value *mine,
                  const struct value *theirs)
{
    m->v = mem_resize(m->v, m->n + 1, sizeof *m->v);
    struct conflict *c = &m->v[m->n++];
    *c = (struct conflict){.field = field};
    if (was)
        value_copy(&c->was, was);
    value_copy(&c->mine, mine);
    value_copy(&c->theirs, theirs);
}

/* Conflicts only the clerk can settle are asked; stored: as it is now, merged: what only one side changed is in it. */
void merge_ask(struct outcome *o, struct merge *m, const struct record *stored, const struct record *merged)
{
    if (m->n == 0)
        return;
    m->theirs = record_copy(stored);
    m->merged = record_copy(merged);
    question_add(o, QUESTION_MERGE, m->v[0].field)->merge = *m;
    *m = (struct merge){0};
}

/* The conflicts were chosen in r; all else is as merged. */
static void merge_take(struct outcome *o, struct merge *m, struct record *r)
{
    for (size_t i = 0; i < r->form->nfields; i++) {
        bool chosen = false;
        for (size_t k = 0; k < m->n; k++)
            chosen |= m->v[k].field == (int)i;
        if (!chosen)
            value_copy(&r->v[i], &m->merged->v[i]);
    }
    r->version = m->theirs->version;
    record_free(o->base);
    o->base = m->theirs;
    m->theirs = NULL;
}

int desk_answer(struct desk *d, struct record *r, struct outcome *o, enum question_kind kind, bool yes)
{
    struct question *q = outcome_question(o, kind);
    if (kind == QUESTION_SAME_MATTER)
        return q ? matter_answer(d, r, &q->matter, yes) : fault(QT_BUG, _("Nothing was offered to be joined."));
    if (kind == QUESTION_WORDS)
        words_answer(r, o, yes);
    else if (!yes)
        return QT_OK;
    if (kind == QUESTION_MERGE && q)
        merge_take(o, &q->merge, r);
    o->answered |= 1u << kind;
    return QT_OK;
}
