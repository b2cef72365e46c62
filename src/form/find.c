/* Finding things by name, and every expression of a form. */
#include "qiantai/form.h"

struct form *forms_find(const struct forms *set, const char *name)
{
    for (size_t i = 0; name && i < set->n; i++)
        if (strcmp(set->v[i]->name, name) == 0)
            return set->v[i];
    return NULL;
}

/* Names may be NULL while a form with mistakes is being read. */
#define FIND(v, count, name)                                                                                           \
    for (size_t i = 0; i < (count); i++)                                                                               \
        if ((v)[i].name && *(v)[i].name == *(name) && strcmp((v)[i].name, (name)) == 0)                                \
            return (int)i;                                                                                             \
    return -1

int form_field(const struct form *f, const char *name)
{
    FIND(f->fields, f->nfields, name);
}

int form_state(const struct form *f, const char *name)
{
    FIND(f->states, f->nstates, name);
}

int form_action(const struct form *f, const char *name)
{
    FIND(f->actions, f->nactions, name);
}

int form_list(const struct form *f, const char *name)
{
    FIND(f->lists, f->nlists, name);
}

const char *label_of(const struct bilingual *b, enum lang lang, const char *fallback)
{
    if (b->text[lang])
        return b->text[lang];
    return b->text[LANG_ZH] ? b->text[LANG_ZH] : fallback;
}

/* ---- every expression ---- */

struct walk {
    int (*fn)(struct form *over, struct expr *e, void *arg);
    void *arg;
    const struct forms *set;
};

static int visit_exprs(const struct walk *w, struct form *over, struct expr *const *v, size_t n)
{
    int rc = 0;
    for (size_t i = 0; i < n && rc == 0; i++)
        if (over && v[i])
            rc = w->fn(over, v[i], w->arg);
    return rc;
}

#define VISIT(w, over, ...)                                                                                            \
    visit_exprs(w, over, (struct expr *const[]){__VA_ARGS__},                                                          \
                sizeof(struct expr *const[]){__VA_ARGS__} / sizeof(void *))

static int each_of_fields(const struct walk *w, struct form *f)
{
    int rc = VISIT(w, f, f->initial, f->summary, f->handover_count);
    for (size_t i = 0; rc == 0 && i < f->ndeclared; i++) {
        struct field *d = &f->fields[i];
        rc = VISIT(w, f, d->required, d->readonly, d->visible, d->dflt, d->check, d->compute, d->strict);
        if (rc == 0 && d->lookup)
            rc = VISIT(w, forms_find(w->set, d->lookup->reg), d->lookup->where);
    }
    return rc;
}

static int each_of_setters(const struct walk *w, struct form *f, struct setter *v, size_t n)
{
    int rc = 0;
    for (size_t i = 0; rc == 0 && i < n; i++)
        rc = w->fn(f, &v[i].value, w->arg);
    return rc;
}

static int each_of_actions(const struct walk *w, struct form *f)
{
    int rc = 0;
    for (size_t i = 0; rc == 0 && i < f->nactions; i++) {
        struct action *a = &f->actions[i];
        rc = VISIT(w, f, a->when, a->needs, a->refuse, a->confirm, a->tell);
        if (rc == 0)
            rc = each_of_setters(w, f, a->set, a->nset);
        for (size_t t = 0; rc == 0 && t < a->nthen; t++) {
            rc = VISIT(w, f, a->then[t].on, a->then[t].when);
            if (rc == 0)
                rc = each_of_setters(w, f, a->then[t].set, a->then[t].nset);
        }
    }
    return rc;
}

static int each_of_rules(const struct walk *w, struct form *f)
{
    int rc = 0;
    for (size_t i = 0; rc == 0 && i < f->nclocks; i++)
        rc = VISIT(w, f, f->clocks[i].when, f->clocks[i].due, f->clocks[i].warn, f->clocks[i].escalate_after,
                   f->clocks[i].escalate_when);
    for (size_t i = 0; rc == 0 && i < f->nlists; i++)
        rc = VISIT(w, f, f->lists[i].where);
    for (size_t i = 0; rc == 0 && i < f->nrounds; i++)
        rc = VISIT(w, f, f->rounds[i].at, f->rounds[i].when, f->rounds[i].missing);
    for (size_t i = 0; rc == 0 && i < f->nwatches; i++)
        rc = VISIT(w, forms_find(w->set, f->watches[i].reg), f->watches[i].where);
    for (size_t i = 0; rc == 0 && i < f->nsimilar; i++)
        rc = VISIT(w, f, f->similar[i].window, f->similar[i].where);
    for (size_t i = 0; rc == 0 && i < f->nrules; i++)
        rc = VISIT(w, f, f->rules[i].when, f->rules[i].must, f->rules[i].said);
    if (rc == 0 && f->frozen)
        rc = VISIT(w, f, f->frozen->when);
    for (size_t i = 0; rc == 0 && i < f->nauto_close; i++)
        rc = VISIT(w, f, f->auto_close[i].after);
    if (rc == 0 && f->figures)
        rc = VISIT(w, f, f->figures->done, f->figures->answered, f->figures->valid);
    return rc;
}

int form_each_expr(struct form *f, int (*fn)(struct form *over, struct expr *e, void *arg), const struct forms *set,
                   void *arg)
{
    struct walk w = {fn, arg, set};
    int rc = each_of_fields(&w, f);
    if (rc == 0)
        rc = each_of_actions(&w, f);
    return rc ? rc : each_of_rules(&w, f);
}
