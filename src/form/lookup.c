/* Fields that lead to other registers: look-ups, links, units. */
#include "read.h"

struct lookup_keys {
    struct lookup *lookup;
    struct owner *owner;
};

static void read_register(struct loader *l, struct node n, void *to)
{
    struct lookup_keys *k = to;
    read_name(l, n, &k->lookup->reg);
    if (k->lookup->reg)
        (void)form_new_ref(l, k->owner, REF_REGISTER, k->lookup->reg, NULL, &n.at);
}

/* A field of the looked-up register. */
static char *read_source(struct loader *l, struct node n, struct lookup_keys *k)
{
    char *s = read_word(l, n);
    if (s && k->lookup->reg)
        (void)form_new_ref(l, k->owner, REF_FIELD, k->lookup->reg, s, &n.at);
    return s;
}

static void read_show(struct loader *l, struct node n, void *to)
{
    struct lookup_keys *k = to;
    size_t count = read_seq(l, n, _("fields"));
    k->lookup->show = form_alloc(l, count, sizeof *k->lookup->show);
    void *it = NULL;
    for (struct node s; count && (s = seq_next(n, &it)).y;)
        k->lookup->show[k->lookup->nshow++] = read_source(l, s, k);
}

static void read_lookup_value(struct loader *l, struct node n, void *to)
{
    struct lookup_keys *k = to;
    k->lookup->value = read_source(l, n, k);
}

static void read_distinct(struct loader *l, struct node n, void *to)
{
    struct lookup_keys *k = to;
    k->lookup->distinct = read_source(l, n, k);
}

static void read_lookup_where(struct loader *l, struct node n, void *to)
{
    struct lookup_keys *k = to;
    read_expr(l, n, &k->lookup->where);
}

static void read_fill(struct loader *l, struct node n, void *to)
{
    struct lookup_keys *k = to;
    struct lookup *u = k->lookup;
    if (!node_is_map(n)) {
        form_bad(l, &n.at, _("fill is written as {field of this form: field of that register, ...}"));
        return;
    }
    u->fill = form_alloc(l, node_count(n), sizeof *u->fill);
    struct node key, value;
    for (void *it = NULL; map_next(n, &it, &key, &value); u->nfill++) {
        int i = u->fill[u->nfill].field = read_declared(l, key);
        if (i >= 0 && !form_sets(&l->form->fields[i]))
            form_bad(l, &key.at, _("'%s' is filled in by the program alone"), l->form->fields[i].name);
        u->fill[u->nfill].source = read_source(l, value, k);
    }
}

void read_lookup(struct loader *l, struct node n, void *to)
{
    static const struct key keys[] = {
        {"register", 0, read_register, KEY_MUST}, {"show", 0, read_show, KEY_MUST},
        {"value", 0, read_lookup_value, 0},       {"distinct", 0, read_distinct, 0},
        {"where", 0, read_lookup_where, 0},       {"fill", 0, read_fill, 0},
    };
    struct field *f = to;
    f->lookup = form_alloc(l, 1, sizeof *f->lookup);
    struct lookup_keys k = {f->lookup, form_new_owner(l, OWN_LOOKUP, f, NULL)};
    (void)read_map(l, n, _("a look-up"), keys, ARRAY_LEN(keys), &k, NULL);
    if (!f->lookup->value && f->lookup->reg) { /* what is taken when nothing else is said */
        f->lookup->value = f->type == FT_UNIT || f->type == FT_LINK ? form_copy(l, "number") : f->name;
        if (f->lookup->value)
            (void)form_new_ref(l, k.owner, REF_FIELD, f->lookup->reg, f->lookup->value, &n.at);
    }
}

void read_link(struct loader *l, struct node n, void *to)
{
    struct field *f = to;
    read_name(l, n, &f->to);
    if (f->to)
        (void)form_new_ref(l, form_new_owner(l, OWN_LINK, f, NULL), REF_REGISTER, f->to, NULL, &n.at);
}

void refer_to_unit(struct loader *l, struct field *f)
{
    (void)form_new_ref(l, form_new_owner(l, OWN_LINK, f, NULL), REF_REGISTER, form_copy(l, "unit"), NULL, &f->at);
}
