/* What an action asks for: fields, and the columns of one new row. What is typed into these stands in values behind the
 * record's own until the row is added, with a field each ("calls.result"), so that every face asks for them as for
 * fields; no list, no sheet and no table knows them. */
#include "read.h"

enum { ASK_MOST = 64 }; /* the desk notes in a word which were put */

struct asked {
    struct action *action;
    size_t at;
    int items; /* the rows whose columns are asked, -1 none */
};

/* Without the sign behind it, that says that it may stay empty. */
static char *read_asked_word(struct loader *l, struct node n, struct asked *q)
{
    char *s = read_word(l, n);
    size_t len = s ? strlen(s) : 0;
    q->action->ask_required[q->at] = len == 0 || s[len - 1] != '?';
    if (len > 0 && s[len - 1] == '?')
        s[len - 1] = 0;
    return s;
}

static void read_asked_name(struct loader *l, struct node n, void *to)
{
    struct asked *q = to;
    char *s = read_asked_word(l, n, q);
    if (!s)
        return;
    int field = form_field(l->form, s);
    if (field >= 0 && field < (int)l->form->ndeclared) {
        q->action->ask[q->at] = field;
        if (!form_sets(&l->form->fields[field]) && !field_takes_files(&l->form->fields[field]))
            form_bad(l, &n.at, _("'%s' is filled in by the program alone"), s);
        return;
    }
    struct names ns = {0};
    for (size_t k = 0; k < l->form->ndeclared; k++)
        if (l->form->fields[k].name)
            form_names_add(&ns, l->form->fields[k].name);
    form_bad_name(l, &n.at, _("field"), s, &ns);
}

static void read_asked_when(struct loader *l, struct node n, void *to)
{
    struct asked *q = to;
    read_expr(l, n, &q->action->ask_when[q->at]);
}

static void read_asked_needed(struct loader *l, struct node n, void *to)
{
    struct asked *q = to;
    read_expr(l, n, &q->action->ask_needed[q->at]);
}

/* ---- a new row ----------------------------------------------------------------------------------------------------
 */

size_t form_rows_asked(struct node root)
{
    struct node actions = node_value(root, "actions");
    size_t count = 0;
    void *it = NULL, *in = NULL;
    for (struct node a; node_is_list(actions) && (a = list_next(actions, &it)).y; in = NULL) {
        struct node ask = node_value(a, "ask");
        for (struct node i; ask.y && (i = seq_next(ask, &in)).y;)
            count += node_is_map(i) && node_value(i, "row").y;
    }
    return count;
}

/* A field for each column, once for all actions that ask for such a row; what is checked stays with the column. */
static void add_fields(struct loader *l, struct form *f, struct field *items)
{
    if (items->asked || items->nchildren > COLUMNS_MOST)
        return;
    /* behind all others, also those of signatures that are read later */
    items->asked = f->ndeclared + SYS_STATES + 2 * (f->nstates + l->signers) + l->balances + f->nasked;
    for (size_t i = 0; i < items->nchildren; i++) {
        struct field *p = &f->fields[items->asked + i], *c = &items->children[i];
        char *name = mem_printf("%s.%s", items->name ? items->name : "?", c->name ? c->name : "?");
        *p = *c;
        p->name = form_copy(l, name);
        p->required = p->readonly = p->visible = p->dflt = p->check = p->compute = NULL;
        p->hidden = true;
        p->view_roles = items->view_roles;
        p->nview_roles = items->nview_roles;
        p->edit_roles = items->edit_roles;
        p->nedit_roles = items->nedit_roles;
        free(name);
    }
    f->nasked += items->nchildren;
}

static void read_asked_items(struct loader *l, struct node n, void *to)
{
    struct asked *q = to;
    int i = read_declared(l, n);
    if (i < 0 || !form_takes_rows(l, &n.at, &l->form->fields[i]))
        return;
    if (q->action->row >= 0)
        form_bad(l, &n.at, _("an action asks for one new row"));
    q->items = q->action->row = i;
    add_fields(l, l->form, &l->form->fields[i]);
}

static void read_asked_columns(struct loader *l, struct node n, void *to)
{
    struct asked *q = to;
    struct action *a = q->action;
    const struct field *items = q->items >= 0 ? &l->form->fields[q->items] : NULL;
    void *it = NULL;
    for (struct node i; items && items->asked && (i = seq_next(n, &it)).y;) {
        char *s = read_asked_word(l, i, q);
        int column = s ? form_column(l, &i.at, s, items) : -1;
        if (column < 0)
            continue;
        if (!a->ask_required[q->at])
            a->ask_needed[q->at] = items->children[column].required;
        a->ask[q->at++] = (int)items->asked + column;
        if (q->at > ASK_MOST)
            q->at--;
    }
}

/* {row: calls, columns: [result, "until?"]} */
static void read_asked_row(struct loader *l, struct node n, struct asked *q)
{
    static const struct key keys[] = {
        {"row", 0, read_asked_items, KEY_MUST},
        {"columns", 0, read_asked_columns, KEY_MUST},
    };
    (void)read_map(l, n, _("a row asked for"), keys, ARRAY_LEN(keys), q, NULL);
}

/* ---- all of them --------------------------------------------------------------------------------------------------
 */

/* "name", "name?", {field: name, when: ..., required: ...}, or a row */
void read_ask(struct loader *l, struct node n, void *to)
{
    static const struct key keys[] = {
        {"field", 0, read_asked_name, KEY_MUST},
        {"when", 0, read_asked_when, 0},
        {"required", 0, read_asked_needed, 0},
    };
    struct action *a = to;
    size_t count = seq_count(n), most = count + ASK_MOST + 1;
    a->ask = form_alloc(l, most, sizeof *a->ask);
    a->ask_required = form_alloc(l, most, sizeof *a->ask_required);
    a->ask_when = form_alloc(l, most, sizeof(struct expr *));
    a->ask_needed = form_alloc(l, most, sizeof(struct expr *));
    if (count > ASK_MOST)
        form_bad(l, &n.at, _("an action asks for at most %d fields"), ASK_MOST);
    struct asked q = {a, 0, -1};
    void *it = NULL;
    for (struct node i; q.at < most - 1 && (i = seq_next(n, &it)).y; a->nask = q.at) {
        if (node_is_map(i) && node_value(i, "row").y) {
            read_asked_row(l, i, &q);
            continue;
        }
        if (node_is_map(i))
            (void)read_map(l, i, _("a field asked for"), keys, ARRAY_LEN(keys), &q, NULL);
        else
            read_asked_name(l, i, &q);
        q.at++;
    }
    if (q.at > ASK_MOST && count <= ASK_MOST)
        form_bad(l, &n.at, _("an action asks for at most %d fields"), ASK_MOST);
}

/* ---- when the action is read --------------------------------------------------------------------------------------
 */

/* The change that adds the row: that of `append`, or one of its own. */
static struct row_change *row_added(struct loader *l, struct action *a)
{
    for (size_t i = 0; i < a->nchanges; i++)
        if (!a->changes[i].amend && a->changes[i].field == a->row)
            return &a->changes[i];
    struct row_change *all = form_alloc(l, a->nchanges + 1, sizeof *all);
    if (a->nchanges)
        memcpy(all, a->changes, a->nchanges * sizeof *all);
    a->changes = all;
    all[a->nchanges].field = a->row;
    return &all[a->nchanges++];
}

static void see(struct expr *e, const struct row_scope *scope)
{
    if (e && !e->row) /* a follow-on that goes through rows sees those */
        e->row = scope;
}

static void see_in_changes(struct row_change *v, size_t n, const struct row_scope *scope)
{
    for (size_t i = 0; i < n; i++)
        for (size_t k = 0; k < v[i].nset; k++)
            see(&v[i].set[k].value, scope);
}

static void see_everywhere(struct action *a, const struct row_scope *scope)
{
    struct expr *const own[] = {a->needs, a->refuse, a->confirm, a->tell};
    for (size_t i = 0; i < ARRAY_LEN(own); i++)
        see(own[i], scope);
    for (size_t i = 0; i < a->nask; i++)
        see(a->ask_when[i], scope);
    for (size_t i = 0; i < a->nways; i++)
        see(a->ways[i].when, scope);
    for (size_t i = 0; i < a->nset; i++)
        see(&a->set[i].value, scope);
    see_in_changes(a->changes, a->nchanges, scope);
    for (size_t i = 0; i < a->books.n; i++) {
        struct book_entry *b = &a->books.v[i];
        see(b->each < 0 ? b->amount : NULL, scope);
        see(b->each < 0 ? b->when : NULL, scope);
    }
    for (size_t i = 0; i < a->nthen; i++) {
        struct then *t = &a->then[i];
        see(t->on, scope);
        see(t->when, scope);
        for (size_t k = 0; k < t->nset; k++)
            see(&t->set[k].value, scope);
        see_in_changes(t->rows, t->nrows, scope);
    }
}

void ask_settle(struct loader *l, struct action *a)
{
    const struct field *items = a->row >= 0 ? &l->form->fields[a->row] : NULL;
    if (!items || !items->asked)
        return;
    struct row_change *c = row_added(l, a);
    struct row_scope *scope = form_alloc(l, 1, sizeof *scope);
    *scope = (struct row_scope){.v = items->children, .n = items->nchildren};
    c->asked = form_alloc(l, items->nchildren, sizeof *c->asked);
    for (size_t i = 0; i < a->nask; i++)
        if (a->ask[i] >= (int)items->asked && a->ask[i] < (int)(items->asked + items->nchildren))
            c->asked[a->ask[i] - (int)items->asked] = true;
    for (size_t i = 0; i < c->nset; i++)
        if (c->asked[c->set[i].field])
            form_bad(l, &c->set[i].value.at, _("'%s' is asked for: it cannot be set, too"), c->set[i].name);
    see_everywhere(a, scope);
}

void ask_resolve(struct loader *l)
{
    struct forms *set = &l->set->pub;
    for (size_t i = 0; i < set->n; i++)
        for (size_t k = 0; k < set->v[i]->ndeclared; k++) {
            const struct field *items = &set->v[i]->fields[k];
            for (size_t c = 0; items->asked && c < items->nchildren; c++) {
                struct field *p = &set->v[i]->fields[items->asked + c];
                p->type = items->children[c].type;
                p->to = items->children[c].to;
            }
        }
}
