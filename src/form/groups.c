/* Groups of states: `state in open` instead of a chain. They are written out when all files are read, so that a list
 * with one in its condition has an index. */
#include "names.h"

/* ---- reading ------------------------------------------------------------------------------------------------- */

static struct state_group *group_new(struct loader *l, char *name)
{
    struct form *f = l->form;
    struct state_group *g = &f->groups[f->ngroups++];
    *g = (struct state_group){.name = name, .has = form_alloc(l, f->nstates, sizeof *g->has)};
    return g;
}

static void read_group(struct loader *l, struct node key, struct node states)
{
    const struct form *f = l->form;
    char *name = NULL;
    read_name(l, key, &name);
    if (name && (form_state(f, name) >= 0 || form_group(f, name) >= 0))
        form_bad(l, &key.at, _("'%s' is the name of a state or of another group already"), name);
    if (!seq_count(states))
        form_bad(l, &states.at, _("a group names its states: %s: [one, another]"), name ? name : "name");
    bool *has = read_state_set(l, states);
    if (name)
        group_new(l, name)->has = has;
}

/* `open` comes first, so that others can be made of it. */
void read_groups_of_states(struct loader *l, struct node n, void *to)
{
    struct form *f = to;
    f->groups = form_alloc(l, (node_is_map(n) ? node_count(n) : 0) + 1, sizeof *f->groups);
    if (form_state(f, "open") < 0) {
        struct state_group *open = group_new(l, form_copy(l, "open"));
        for (size_t i = 0; i < f->nstates; i++)
            open->has[i] = !f->states[i].final;
    }
    if (!n.y)
        return;
    if (!node_is_map(n))
        form_bad(l, &n.at, _("groups of states are written as {name: [state, state], ...}"));
    struct node key, states;
    for (void *it = NULL; node_is_map(n) && map_next(n, &it, &key, &states);)
        read_group(l, key, states);
}

/* ---- in expressions ---------------------------------------------------------------------------------------------- */

struct expansion {
    const struct names_check *c; /* NULL: a person's text, over the own fields */
    const struct form *own;
    const char *written;
    int done; /* bytes of it that stand in out */
    struct buf out;
};

static void tell_group(const struct names_check *c, const struct sql_node *group, const struct form *f)
{
    struct place p = expr_place(c->e, group->at);
    struct names ns = {0};
    for (size_t i = 0; f && i < f->ngroups; i++)
        form_names_add(&ns, f->groups[i].name);
    if (f) {
        char *what = mem_printf(_("group of states of register '%s':"), f->name);
        form_bad_name(c->l, &p, what, group->text, &ns);
        free(what);
    } else if (!c->l->set->pub.alone) {
        form_bad(c->l, &p, _("'in %s' goes with a state; other values stand in brackets: in ('one', 'another')"),
                 group->text);
    }
}

/* In place of the name, what it means; nothing where it means nothing, which was told. */
static void write_out(struct expansion *x, const struct sql_node *in)
{
    const struct sql_node *left = in->first, *group = left->next;
    const struct form *f = x->c ? names_states(x->c, left) : NULL;
    if (!x->c && left->kind == SQL_NAME && strcmp(left->text, "state") == 0)
        f = x->own;
    int i = f ? form_group(f, group->text) : -1, n = 0;
    if (!x->c && i < 0)
        return; /* SQLite refuses it */
    buf_addn(&x->out, x->written + x->done, (size_t)(group->at - x->done));
    x->done = group->at + group->len;
    buf_addc(&x->out, '(');
    for (size_t s = 0; i >= 0 && s < f->nstates; s++)
        if (f->groups[i].has[s])
            buf_addf(&x->out, "%s'%s'", n++ ? ", " : "", f->states[s].name);
    buf_addc(&x->out, ')');
    if (i < 0)
        tell_group(x->c, group, f);
}

static void expand(struct expansion *x, const struct sql_node *n)
{
    const struct sql_node *group = n->kind == SQL_IN ? n->first->next : NULL;
    for (const struct sql_node *child = n->first; child; child = child->next)
        expand(x, child);
    if (group && group->kind == SQL_GROUP)
        write_out(x, n);
}

char *form_write_groups(const struct form *f, const char *text)
{
    struct expansion x = {.own = f, .written = text};
    struct sql_node *root = sql_parse(text);
    if (root)
        expand(&x, root);
    buf_add(&x.out, text + x.done);
    sql_free(root);
    return buf_take(&x.out);
}

static int read_one(const struct expr_site *site, struct expr *e, void *arg)
{
    struct names_check c = {arg, site, e};
    struct sql_node *root = sql_parse(e->sql);
    if (!root)
        return 0; /* SQLite says why, or expr_check() does */
    names_look(&c, root);
    names_counted(c.l, root);
    struct expansion x = {.c = &c, .written = e->sql};
    expand(&x, root);
    if (x.done > 0) {
        buf_add(&x.out, x.written + x.done);
        e->written = e->sql;
        e->sql = form_copy(c.l, x.out.s);
    }
    buf_free(&x.out);
    sql_free(root);
    return 0;
}

void form_read_exprs(struct loader *l)
{
    for (size_t i = 0; i < l->set->pub.n; i++)
        (void)form_each_expr(l->set->pub.v[i], read_one, &l->set->pub, l);
}
