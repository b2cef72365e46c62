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

int form_group(const struct form *f, const char *name)
{
    FIND(f->groups, f->ngroups, name);
}

int form_action(const struct form *f, const char *name)
{
    FIND(f->actions, f->nactions, name);
}

int form_list(const struct form *f, const char *name)
{
    FIND(f->lists, f->nlists, name);
}

int form_grid(const struct form *f, const char *name)
{
    FIND(f->grids, f->ngrids, name);
}

int form_balance(const struct form *f, const char *name)
{
    for (size_t i = f->nfields; i < f->nfields + f->nbalances; i++)
        if (f->fields[i].name && strcmp(f->fields[i].name, name) == 0)
            return (int)i;
    return -1;
}

int form_asked(const struct form *f, const char *name)
{
    for (size_t i = f->nfields + f->nbalances; i < record_id_value(f); i++)
        if (f->fields[i].name && strcmp(f->fields[i].name, name) == 0)
            return (int)i;
    return -1;
}

const struct field *form_asked_column(const struct form *f, int field, const struct field **items)
{
    for (size_t i = 0; field >= (int)f->nfields && i < f->ndeclared; i++) {
        *items = &f->fields[i];
        if ((*items)->asked && field >= (int)(*items)->asked && field < (int)((*items)->asked + (*items)->nchildren))
            return &(*items)->children[field - (int)(*items)->asked];
    }
    return NULL;
}

bool form_leads(const struct action *a, int state)
{
    bool leads = a->to == state || (a->signatures && a->signatures->all == state);
    for (size_t i = 0; i < a->nways; i++)
        leads |= a->ways[i].state == state;
    return leads && state >= 0;
}

int form_paper(const struct form *f, const char *name)
{
    FIND(f->papers, f->npapers, name);
}

const char *label_of(const struct bilingual *b, enum lang lang, const char *fallback)
{
    if (b->text[lang])
        return b->text[lang];
    return b->text[LANG_ZH] ? b->text[LANG_ZH] : fallback;
}

/* ---- every expression ---- */

struct walk {
    int (*fn)(const struct expr_site *site, struct expr *e, void *arg);
    void *arg;
    const struct forms *set;
};
static const char *const while_due[] = {"started", NULL}, *const when_due[] = {"started", "due", NULL};

static int visit_site(const struct walk *w, struct expr_site site, struct expr *const *v, size_t n)
{
    int rc = 0;
    for (size_t i = 0; i < n && rc == 0; i++)
        if (v[i])
            rc = w->fn(&site, v[i], w->arg);
    return rc;
}

static int visit_exprs(const struct walk *w, struct form *over, struct expr *const *v, size_t n)
{
    return over ? visit_site(w, (struct expr_site){.over = over}, v, n) : 0;
}

#define EXPRS(...) (struct expr *const[]){__VA_ARGS__}, sizeof(struct expr *const[]){__VA_ARGS__} / sizeof(void *)
#define VISIT(w, over, ...)                                                                                            \
    visit_exprs(w, over, EXPRS(__VA_ARGS__)) /* over may be NULL: not there, nothing to check                          \
                                              */
#define VISIT_BARE(w, ...) visit_site(w, (struct expr_site){0}, EXPRS(__VA_ARGS__)) /* over no fields */
#define VISIT_DUE(w, f, names, ...)                                                                                    \
    visit_site(w, (struct expr_site){.over = (f), .extras = (names)}, EXPRS(__VA_ARGS__))
#define VISIT_VALUE(w, f, target, field, ...)                                                                          \
    visit_site(w, (struct expr_site){.over = (f), .into = (target), .gives = (field)}, EXPRS(__VA_ARGS__))

static int each_of_column(const struct walk *w, struct form *f, const struct field *column)
{
    int rc = VISIT(w, f, column->required, column->check);
    return rc ? rc : VISIT_VALUE(w, f, f, column, column->dflt, column->compute);
}

static int each_of_fields(const struct walk *w, struct form *f)
{
    int rc = VISIT(w, f, f->summary, f->handover_count, f->state_shown);
    if (rc == 0)
        rc = VISIT_VALUE(w, f, f, &f->fields[form_sys(f, SYS_STATE)], f->initial);
    for (size_t i = 0; rc == 0 && i < f->ndeclared; i++) {
        struct field *d = &f->fields[i];
        rc = VISIT(w, f, d->required, d->readonly, d->visible, d->check, d->strict);
        if (rc == 0)
            rc = VISIT_VALUE(w, f, f, d, d->dflt, d->compute);
        for (size_t k = 0; rc == 0 && k < d->nchildren; k++)
            rc = each_of_column(w, f, &d->children[k]);
        if (rc == 0 && d->lookup)
            rc = VISIT(w, forms_find(w->set, d->lookup->reg), d->lookup->where);
    }
    return rc;
}

/* target: whose fields are set; NULL: not there. */
static int each_of_setters(const struct walk *w, struct form *f, const struct form *target, struct setter *v, size_t n)
{
    int rc = 0;
    for (size_t i = 0; rc == 0 && i < n; i++)
        rc = VISIT_VALUE(w, f, target, target && v[i].field >= 0 ? &target->fields[v[i].field] : NULL, &v[i].value);
    return rc;
}

static int each_of_books(const struct walk *w, const struct books *books)
{
    int rc = 0;
    for (size_t i = 0; rc == 0 && i < books->n; i++) {
        const struct book_entry *b = &books->v[i];
        rc = VISIT(w, (struct form *)b->over, b->amount, b->when, b->unit, b->party, b->object, b->kind, b->due,
                   b->period, b->day, b->key, b->pays);
    }
    return rc;
}

/* target: whose rows they are; NULL: not there. */
static int each_of_changes(const struct walk *w, struct form *f, const struct form *target, struct row_change *v,
                           size_t n)
{
    int rc = 0;
    for (size_t i = 0; rc == 0 && i < n; i++) {
        struct row_change *c = &v[i];
        const struct field *columns = target && c->field >= 0 ? target->fields[c->field].children : NULL;
        rc = VISIT(w, f, c->where);
        for (size_t k = 0; rc == 0 && k < c->nset; k++)
            rc = VISIT_VALUE(w, f, target, columns && c->set[k].field >= 0 ? &columns[c->set[k].field] : NULL,
                             &c->set[k].value);
    }
    return rc;
}

static int each_of_follow_on(const struct walk *w, struct form *f, const struct then *t)
{
    const struct form *target = t->create || t->reg ? forms_find(w->set, t->create ? t->create : t->reg) : NULL;
    int rc = VISIT(w, f, t->on, t->when, t->each ? t->each->where : NULL);
    if (rc == 0)
        rc = each_of_setters(w, f, target, t->set, t->nset);
    return rc ? rc : each_of_changes(w, f, target, t->rows, t->nrows);
}

static int each_of_actions(const struct walk *w, struct form *f)
{
    int rc = 0;
    for (size_t i = 0; rc == 0 && i < f->nactions; i++) {
        struct action *a = &f->actions[i];
        rc = VISIT(w, f, a->when, a->needs, a->refuse, a->confirm, a->tell);
        for (size_t k = 0; rc == 0 && k < a->nways; k++)
            rc = VISIT(w, f, a->ways[k].when);
        for (size_t k = 0; rc == 0 && k < a->nask; k++)
            rc =
                VISIT(w, f, a->ask_when[k], a->ask[k] < (int)f->nfields ? a->ask_needed[k] : NULL); /* a column's own */
        if (rc == 0)
            rc = each_of_setters(w, f, f, a->set, a->nset);
        if (rc == 0)
            rc = each_of_books(w, &a->books);
        if (rc == 0)
            rc = each_of_changes(w, f, f, a->changes, a->nchanges);
        for (size_t t = 0; rc == 0 && t < a->nthen; t++)
            rc = each_of_follow_on(w, f, &a->then[t]);
    }
    return rc;
}

static int each_of_clocks(const struct walk *w, struct form *f)
{
    int rc = 0;
    for (size_t i = 0; rc == 0 && i < f->nclocks; i++) {
        const struct clock_rule *c = &f->clocks[i];
        rc = VISIT(w, f, c->when);
        if (rc == 0)
            rc = VISIT_DUE(w, f, while_due, c->due);
        if (rc == 0)
            rc = VISIT_DUE(w, f, when_due, c->warn, c->escalate_after, c->escalate_when);
    }
    return rc;
}

static int each_of_rules(const struct walk *w, struct form *f)
{
    int rc = 0;
    for (size_t i = 0; rc == 0 && i < f->nlists; i++)
        rc = VISIT(w, f, f->lists[i].where, f->lists[i].balance ? f->lists[i].balance->of : NULL);
    for (size_t i = 0; rc == 0 && i < f->ngrids; i++)
        rc = VISIT(w, f, f->grids[i].where, f->grids[i].cell);
    for (size_t i = 0; rc == 0 && i < f->ncards; i++)
        rc = VISIT(w, f, f->lists[f->cards[i].list].where, f->cards[i].line);
    if (rc == 0 && f->inside)
        rc = VISIT(w, f, f->inside->place);
    for (size_t i = 0; rc == 0 && i < f->nrounds; i++) {
        const struct round_rule *r = &f->rounds[i];
        rc = VISIT_BARE(w, r->at, r->when, r->done);
        if (rc == 0)
            rc = r->list ? VISIT(w, f, r->missing) : VISIT_BARE(w, r->missing);
    }
    for (size_t i = 0; rc == 0 && i < f->nwatches; i++)
        rc = VISIT(w, forms_find(w->set, f->watches[i].reg), f->watches[i].where);
    for (size_t i = 0; rc == 0 && i < f->nsimilar; i++) {
        rc = VISIT_BARE(w, f->similar[i].window);
        if (rc == 0)
            rc = VISIT(w, f, f->similar[i].where);
    }
    for (size_t i = 0; rc == 0 && i < f->nasks; i++)
        rc = VISIT(w, f, f->asks[i].when);
    for (size_t i = 0; rc == 0 && i < f->nalready; i++)
        rc = VISIT(w, f, f->already[i].where, f->already[i].line);
    for (size_t i = 0; rc == 0 && i < f->nrules; i++)
        rc = VISIT(w, f, f->rules[i].when, f->rules[i].must, f->rules[i].said);
    for (size_t i = 0; rc == 0 && i < f->nuniques; i++)
        rc = VISIT(w, f, f->uniques[i].where);
    if (rc == 0)
        rc = VISIT(w, f, f->urgent);
    if (rc == 0 && f->frozen)
        rc = VISIT(w, f, f->frozen->when);
    for (size_t i = 0; rc == 0 && i < f->nauto_close; i++)
        rc = VISIT_BARE(w, f->auto_close[i].after);
    if (rc == 0 && f->figures)
        rc = VISIT(w, f, f->figures->done, f->figures->answered, f->figures->valid);
    for (size_t i = 0; rc == 0 && f->figures && i < f->figures->ngoals; i++) {
        const struct goal_rule *g = &f->figures->goals[i];
        rc = VISIT(w, f, g->count, g->of);
        if (rc == 0)
            rc = VISIT_BARE(w, g->whole);
    }
    return rc;
}

/* ---- papers: all slots of both languages ---- */

/* f NULL: of a list, so they see no record. */
static int each_of_words(const struct walk *w, struct form *f, const struct paper_words *words)
{
    int rc = 0;
    for (int lang = 0; lang < QT_LANGS; lang++) {
        const struct paper_text *t = &words->in[lang];
        if (lang > 0 && t->v == words->in[0].v)
            continue; /* written once for both */
        for (size_t i = 0; rc == 0 && i < t->n; i++)
            rc = f ? VISIT(w, f, t->v[i].slot) : VISIT_BARE(w, t->v[i].slot);
    }
    return rc;
}

static int each_of_block(const struct walk *w, struct form *f, const struct paper_block *b)
{
    int rc = f ? VISIT(w, f, b->when) : VISIT_BARE(w, b->when);
    if (rc == 0)
        rc = each_of_words(w, f, &b->words);
    if (rc == 0)
        rc = each_of_words(w, f, &b->code);
    for (size_t i = 0; rc == 0 && i < b->nlines; i++)
        rc = each_of_words(w, f, &b->line[i]);
    for (size_t i = 0; rc == 0 && i < b->npairs; i++) {
        rc = each_of_words(w, f, &b->pair[i].label);
        if (rc == 0)
            rc = each_of_words(w, f, &b->pair[i].value);
    }
    return rc;
}

static int each_of_papers(const struct walk *w, struct form *f)
{
    int rc = 0;
    for (size_t i = 0; rc == 0 && i < f->npapers; i++) {
        const struct paper_rule *p = &f->papers[i];
        struct form *over = p->list ? NULL : f;
        rc = each_of_words(w, over, &p->title);
        for (size_t k = 0; rc == 0 && k < p->nbody; k++)
            rc = each_of_block(w, over, &p->body[k]);
        if (rc == 0)
            rc = each_of_words(w, over, &p->foot);
        if (rc == 0)
            rc = each_of_words(w, over, &p->number);
    }
    return rc;
}

int form_each_expr(struct form *f, int (*fn)(const struct expr_site *site, struct expr *e, void *arg),
                   const struct forms *set, void *arg)
{
    struct walk w = {fn, arg, set};
    int rc = each_of_fields(&w, f);
    if (rc == 0)
        rc = each_of_actions(&w, f);
    if (rc == 0)
        rc = each_of_clocks(&w, f);
    if (rc == 0)
        rc = each_of_papers(&w, f);
    return rc ? rc : each_of_rules(&w, f);
}
