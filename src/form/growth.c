/* Files that extend registers: which were met while the folders are read, and the register read anew with them. */
#include "extend.h"
#include "paper.h"
#include "standard.h"

static bool left_out(const struct growth *g, const char *file)
{
    bool out = g->skip && strcmp(g->skip, file) == 0;
    for (size_t i = 0; g->without && i < g->without->n; i++)
        out |= !g->without->v[i].read && strcmp(g->without->v[i].file, file) == 0;
    return out;
}

void growth_wait(struct loader *l, const char *file, const struct place *at)
{
    struct growth *g = l->growth;
    if (g->skip && strcmp(g->skip, file) == 0)
        return;
    bool read = !left_out(g, file);
    g->v = mem_resize(g->v, g->n + 1, sizeof *g->v);
    g->v[g->n] = (struct extension){.file = mem_dup(file), .at = *at, .read = read};
    g->v[g->n].at.file = g->v[g->n].file;
    g->n++;
    if (!read)
        return;
    g->waiting = mem_resize(g->waiting, g->nwaiting + 1, sizeof *g->waiting);
    g->waiting[g->nwaiting++] = mem_dup(file);
}

void growth_read_waiting(struct loader *l)
{
    struct growth *g = l->growth;
    for (size_t i = 0; g && i < g->nwaiting; i++) {
        growth_read(l, g->waiting[i]);
        free(g->waiting[i]);
    }
    if (g)
        g->nwaiting = 0;
}

/* ---- papers ----------------------------------------------------------------------------------------------------- */

void growth_paper(struct loader *l, const char *file, const char *reg)
{
    struct growth *g = l->growth;
    g->papers = mem_resize(g->papers, g->npapers + 1, sizeof *g->papers);
    g->papers[g->npapers++] = (struct paper_met){mem_dup(reg), mem_dup(file)};
}

static void read_papers_again(struct loader *l, const char *reg)
{
    struct source s;
    for (size_t i = 0; i < l->growth->npapers; i++) {
        const struct paper_met *p = &l->growth->papers[i];
        if (strcmp(p->reg, reg) != 0 || source_open(&s, form_copy(l, p->file), l->out) < 0)
            continue;
        (void)read_paper_file(l, source_root(&s));
        source_close(&s);
    }
}

/* ---- the register, read anew ------------------------------------------------------------------------------------ */

static struct grown *find_grown(struct growth *g, const char *reg)
{
    for (size_t i = 0; i < g->ngrown; i++)
        if (strcmp(g->grown[i].reg, reg) == 0)
            return &g->grown[i];
    return NULL;
}

void growth_replaced(struct loader *l, const char *reg)
{
    struct growth *g = l->growth;
    struct grown *grown = find_grown(g, reg);
    if (grown) {
        free(grown->tree.v);
        free(grown->reg);
        *grown = g->grown[--g->ngrown];
    }
    for (size_t i = g->npapers; i-- > 0;)
        if (strcmp(g->papers[i].reg, reg) == 0) {
            free(g->papers[i].reg);
            free(g->papers[i].file);
            g->papers[i] = g->papers[--g->npapers];
        }
}

static void keep_grown(struct growth *g, const char *reg, const struct tree *tree)
{
    struct grown *grown = find_grown(g, reg);
    if (!grown) {
        g->grown = mem_resize(g->grown, g->ngrown + 1, sizeof *g->grown);
        grown = &g->grown[g->ngrown++];
        *grown = (struct grown){.reg = mem_dup(reg)};
    }
    free(grown->tree.v);
    grown->tree = *tree;
}

/* Joins the file with a register as it is by now. False: mistakes are told. */
static bool join_with(struct loader *l, const struct form *f, struct node root, struct tree *joined)
{
    const struct grown *grown = find_grown(l->growth, f->name);
    struct source s = {0};
    struct tree own = {0}, file;
    if (!grown) {
        if (source_open(&s, f->at.file, l->out) < 0)
            return false;
        own = fields_spread(l, source_root(&s), (struct node){0});
        source_close(&s);
    }
    struct node old = node_in(grown ? grown->tree.v : own.v, &f->at);
    size_t before = l->out->errors;
    file = fields_spread(l, root, old);
    bool good = l->out->errors == before && extend_join(l, old, node_in(file.v, &root.at), joined);
    free(file.v);
    free(own.v);
    return good;
}

static void note_used(struct loader *l, const struct place *extends)
{
    struct forms *set = &l->set->pub;
    struct place *grown = form_alloc(l, set->nextensions + 1, sizeof *grown);
    if (set->nextensions)
        memcpy(grown, set->extensions, set->nextensions * sizeof *grown);
    grown[set->nextensions++] = *extends;
    set->extensions = grown;
}

static void extend_form(struct loader *l, size_t i, const struct place *extends, struct node root)
{
    struct forms *set = &l->set->pub;
    struct tree joined;
    size_t before = l->out->errors;
    if (!join_with(l, set->v[i], root, &joined))
        return;
    struct form *f = read_form(l, node_in(joined.v, &set->v[i]->at));
    if (!f || l->out->errors != before) {
        free(joined.v);
        return;
    }
    set->v[i] = f;
    keep_grown(l->growth, f->name, &joined);
    read_papers_again(l, f->name);
    note_used(l, extends);
}

void growth_read(struct loader *l, const char *path)
{
    struct source s;
    char *file = form_copy(l, path);
    if (source_open(&s, file, l->out) < 0)
        return;
    struct node root = source_root(&s), extends = extend_of(root);
    const char *reg = read_word(l, extends);
    size_t i = 0;
    while (reg && i < l->set->pub.n && strcmp(l->set->pub.v[i]->name, reg) != 0)
        i++;
    if (reg && i == l->set->pub.n)
        form_bad_register(l, &extends.at, reg);
    else if (reg)
        extend_form(l, i, &extends.at, root);
    source_close(&s);
}

void growth_free(struct growth *g)
{
    for (size_t i = 0; i < g->n; i++)
        free(g->v[i].file);
    for (size_t i = 0; i < g->ngrown; i++) {
        free(g->grown[i].tree.v);
        free(g->grown[i].reg);
    }
    for (size_t i = 0; i < g->npapers; i++) {
        free(g->papers[i].reg);
        free(g->papers[i].file);
    }
    free(g->v);
    free(g->grown);
    free(g->papers);
    free(g->waiting);
    *g = (struct growth){0};
}

/* ---- which of them has a mistake -------------------------------------------------------------------------------- */

static bool told_in(const struct problems *all, const struct problem *p)
{
    for (size_t i = 0; i < all->n; i++) {
        const struct problem *q = &all->v[i];
        if (q->at.line == p->at.line && q->at.col == p->at.col && strcmp(q->at.file, p->at.file) == 0 &&
            strcmp(q->text, p->text) == 0)
            return true;
    }
    return false;
}

bool forms_blame(const struct place *extends, const struct problems *with, const struct problems *without,
                 struct problems *out)
{
    size_t before = out->errors;
    for (size_t i = 0; i < with->n; i++) {
        const struct problem *p = &with->v[i];
        if (!p->error || told_in(without, p))
            continue;
        if (strcmp(p->at.file, extends->file) == 0)
            problems_add(out, &p->at, true, "%s", p->text);
        else
            problems_add(out, extends, true, _("with this file something is wrong in %s:%d: %s"), p->at.file,
                         p->at.line, p->text);
    }
    if (out->errors == before && with->errors > without->errors) /* more mistakes than are kept */
        problems_add(out, extends, true, _("with this file there are %zu mistakes more"),
                     with->errors - without->errors);
    return out->errors > before;
}
