/* The set of forms: from the cache, or read; with the files that extend registers, each taken in or left out as a
 * whole. */
#include "cache.h"
#include "load.h"
#include "paper.h"
#include "standard.h"

static int by_place(const void *a, const void *b)
{
    const struct problem *x = a, *y = b;
    int d = strcmp(x->at.file, y->at.file);
    if (d)
        return d;
    if (x->at.line != y->at.line)
        return x->at.line < y->at.line ? -1 : 1;
    return (x->at.col > y->at.col) - (x->at.col < y->at.col);
}

static void loader_start(struct loader *l, const struct arena *a)
{
    struct arena arena = *a;
    l->set = arena_alloc(&arena, sizeof *l->set);
    l->set->arena = arena;
    l->mark = 0;
    l->last = &l->refs;
}

static void loader_finish(struct loader *l, struct forms **set)
{
    l->set->pub.mark = l->mark;
    form_resolve_refs(l);
    form_resolve_papers(l);
    each_resolve(l);
    ask_resolve(l);
    form_read_exprs(l);
    form_arrange_menu(l);
    standards_free(l);
    *set = &l->set->pub;
}

struct request {
    const char *dirs;         /* or: */
    const char *file, *roles; /* one file, roles from before it or NULL */
};

/* Files that extend registers are read, but for those that `without` has not read. `met` gets all there are. */
static bool load_once(const struct request *q, const struct arena *a, const struct growth *without, struct growth *met,
                      struct forms **set, struct problems *out)
{
    struct loader l = {.out = out, .growth = met};
    bool any = true;
    met->without = without;
    loader_start(&l, a);
    if (q->dirs) {
        any = load_directories(&l, q->dirs);
    } else {
        load_asked(&l, q->file, q->roles);
    }
    loader_finish(&l, set);
    return any;
}

/* Of one file only that one may be at fault. */
static bool may_be_blamed(const struct request *q, const struct extension *e)
{
    return !e->never && (q->dirs || strcmp(q->file, e->file) == 0);
}

/* All that `all` has read; taken when nothing is wrong with e that was right before, NULL: the first time. */
static bool load_more(const struct request *q, const struct growth *all, const struct extension *e, struct forms **set,
                      struct problems *now, struct problems *blamed)
{
    struct problems next = {0};
    struct growth met = {0};
    struct forms *grown;
    (void)load_once(q, &(struct arena){0}, all, &met, &grown, &next);
    growth_free(&met);
    if (e && forms_blame(&e->at, &next, now, blamed)) {
        forms_free(grown);
        problems_free(&next);
        return false;
    }
    if (e)
        forms_free(*set);
    problems_free(now);
    *set = grown;
    *now = next;
    return true;
}

/* Something is wrong, and there are files that extend registers: they are taken in one after the other, and one with
 * which something is wrong that was right without it is left out as a whole. */
static void load_one_by_one(const struct request *q, struct growth *all, struct forms **set, struct problems *out)
{
    struct problems now = {0}, blamed = {0};
    for (size_t i = 0; i < all->n; i++)
        all->v[i].read = !all->v[i].never && !may_be_blamed(q, &all->v[i]);
    (void)load_more(q, all, NULL, set, &now, &blamed);
    for (size_t i = 0; i < all->n; i++) {
        if (!may_be_blamed(q, &all->v[i]))
            continue;
        all->v[i].read = true;
        all->v[i].read = load_more(q, all, &all->v[i], set, &now, &blamed);
    }
    if (q->dirs)
        problems_join(out, &now);
    problems_join(out, &blamed);
    problems_free(&now);
}

static bool load_set(const struct request *q, const struct arena *a, const struct growth *without, struct forms **set,
                     struct problems *out)
{
    struct problems told = {0};
    struct growth met = {0};
    size_t first = out->n;
    bool any = load_once(q, a, without, &met, set, &told), extended = false;
    for (size_t i = 0; i < met.n; i++) {
        met.v[i].never = !met.v[i].read;
        extended |= met.v[i].read;
    }
    if (told.errors > 0 && extended) {
        forms_free(*set);
        problems_free(&told);
        load_one_by_one(q, &met, set, out);
    }
    problems_join(out, &told);
    growth_free(&met);
    if (out->n > first)
        qsort(out->v + first, out->n - first, sizeof *out->v, by_place);
    return any;
}

int forms_load_without(const char *dirs, const char *const *files, size_t nfiles, struct forms **set,
                       struct problems *out)
{
    struct loader l = {.out = out};
    struct arena arena = {0};
    struct growth without = {0};
    char *kept = nfiles == 0 ? cache_file(dirs) : NULL;
    size_t first_problem = out->n;
    bool any = kept && load_directories(&l, dirs);
    if (kept)
        arena_begin(&arena);
    if (any && !l.unread && cache_find(kept, l.mark, &arena)) {
        *set = arena_first(&arena);
    } else {
        for (size_t i = 0; i < nfiles; i++) {
            without.v = mem_resize(without.v, i + 1, sizeof *without.v);
            without.v[without.n++] = (struct extension){.file = mem_dup(files[i])};
        }
        any = load_set(&(struct request){.dirs = dirs}, &arena, &without, set, out);
        growth_free(&without);
        (*set)->partial = nfiles > 0;
        if (any && kept && l.mark == (*set)->mark && out->n == first_problem)
            cache_keep(kept, l.mark, &((struct set *)(void *)*set)->arena);
    }
    free(kept);
    if (any)
        return QT_OK;
    forms_free(*set);
    *set = NULL;
    return fault(QT_NOTFOUND, _("No folder with form files can be read: %s."), dirs);
}

int forms_load(const char *dirs, struct forms **set, struct problems *out)
{
    return forms_load_without(dirs, NULL, 0, set, out);
}

int forms_load_file(const char *file, const char *roles, struct forms **set, struct problems *out)
{
    (void)load_set(&(struct request){.file = file, .roles = roles}, &(struct arena){0}, NULL, set, out);
    return QT_OK;
}

void forms_free(struct forms *set)
{
    if (!set)
        return;
    struct set *whole = (struct set *)(void *)set; /* pub is its first member */
    struct arena arena = whole->arena;             /* it lies in it itself */
    arena_free(&arena);
}
