/* What an action does to the rows of the record: `append` adds one, `amend` changes those that are there. */
#include "read.h"

bool form_takes_rows(struct loader *l, const struct place *at, const struct field *f)
{
    if (field_takes_files(f))
        form_bad(l, at, _("'%s' is filled in by the program alone"), f->name);
    else if (f->type != FT_ITEMS)
        form_bad(l, at, _("'%s' is no field of type items: it has no rows"), f->name);
    return f->type == FT_ITEMS && !field_takes_files(f);
}

/* "loans?": there need be no row to amend. */
static int read_perhaps(struct loader *l, struct node key, struct row_change *c)
{
    char *s = c->amend ? read_word(l, key) : NULL;
    size_t n = s ? strlen(s) : 0;
    struct names ns = {0};
    if (n < 2 || s[n - 1] != '?')
        return read_declared(l, key);
    s[n - 1] = '\0';
    c->optional = true;
    int i = form_field(l->form, s);
    if (i >= 0 && (size_t)i < l->form->ndeclared)
        return i;
    for (size_t k = 0; k < l->form->ndeclared; k++)
        if (l->form->fields[k].name)
            form_names_add(&ns, l->form->fields[k].name);
    form_bad_name(l, &key.at, _("field"), s, &ns);
    return -1;
}

/* The items field of a key; NULL once the mistake is reported. */
static struct field *read_items(struct loader *l, struct node key, struct row_change *c)
{
    c->field = read_perhaps(l, key, c);
    struct field *f = c->field >= 0 ? &l->form->fields[c->field] : NULL;
    return f && form_takes_rows(l, &key.at, f) ? f : NULL;
}

int form_column(struct loader *l, const struct place *at, const char *name, const struct field *f)
{
    struct names ns = {0};
    int found = -1;
    for (size_t i = 0; name && i < f->nchildren; i++) {
        if (f->children[i].name && strcmp(f->children[i].name, name) == 0)
            found = (int)i;
        if (f->children[i].name && !f->children[i].compute)
            form_names_add(&ns, f->children[i].name);
    }
    bool computed = found >= 0 && f->children[found].compute;
    if (name && (found < 0 || computed))
        form_bad_name(l, at, computed ? _("column that can be set:") : _("column"), name, &ns);
    free(ns.v);
    return computed ? -1 : found;
}

static void read_cells(struct loader *l, struct node n, struct row_change *c)
{
    const struct field *f = &l->form->fields[c->field];
    if (!node_is_map(n)) {
        form_bad(l, &n.at, _("the row's values are written as {column: expression, ...}"));
        return;
    }
    c->set = form_alloc(l, node_count(n) + 1, sizeof *c->set);
    struct node key, value;
    for (void *it = NULL; map_next(n, &it, &key, &value);) {
        struct setter *s = &c->set[c->nset];
        s->field = form_column(l, &key.at, read_word(l, key), f);
        read_expr_in(l, value, &s->value);
        c->nset += s->field >= 0;
        if (s->field >= 0)
            s->name = f->children[s->field].name;
    }
}

static void read_which(struct loader *l, struct node n, void *to)
{
    static const char *const names[] = {"last", "first", "all"};
    int i = read_choice(l, n, _("choice of rows"), names, ARRAY_LEN(names));
    *(enum rows_pick *)to = i < 0 ? PICK_LAST : (enum rows_pick)i;
}

struct amend_keys {
    struct row_change *change;
    struct node set;
};

static void read_amend_where(struct loader *l, struct node n, void *to)
{
    read_expr(l, n, &((struct amend_keys *)to)->change->where);
}

static void read_amend_which(struct loader *l, struct node n, void *to)
{
    read_which(l, n, &((struct amend_keys *)to)->change->which);
}

static void read_amend_message(struct loader *l, struct node n, void *to)
{
    read_bilingual(l, n, &((struct amend_keys *)to)->change->message);
}

static void read_amend_set(struct loader *l, struct node n, void *to)
{
    read_cells(l, n, ((struct amend_keys *)to)->change);
}

static void read_amend(struct loader *l, struct node n, struct row_change *c)
{
    static const struct key keys[] = {
        {"where", 0, read_amend_where, 0},
        {"which", 0, read_amend_which, 0},
        {"message", 0, read_amend_message, 0},
        {"set", 0, read_amend_set, KEY_MUST},
    };
    const struct field *f = &l->form->fields[c->field];
    struct row_scope *scope = form_alloc(l, 1, sizeof *scope);
    *scope = (struct row_scope){.v = f->children, .n = f->nchildren, .bare = true};
    (void)read_map(l, n, _("a change of rows"), keys, ARRAY_LEN(keys), &(struct amend_keys){.change = c}, NULL);
    if (c->optional && c->message.text[LANG_ZH])
        form_bad(l, &n.at, _("'message' says that no row fits; with '?' behind the field that is no mistake"));
    if (c->where)
        c->where->row = scope;
    for (size_t i = 0; i < c->nset; i++)
        c->set[i].value.row = scope;
}

static void read_changes(struct loader *l, struct node n, struct action *a, bool amend)
{
    if (!node_is_map(n)) {
        form_bad(l, &n.at, _("this is written as {field of rows: {...}, ...}"));
        return;
    }
    struct row_change *all = form_alloc(l, a->nchanges + node_count(n), sizeof *all);
    if (a->nchanges)
        memcpy(all, a->changes, a->nchanges * sizeof *all);
    a->changes = all;
    struct node key, value;
    for (void *it = NULL; map_next(n, &it, &key, &value);) {
        struct row_change *c = &all[a->nchanges];
        c->amend = amend;
        if (!read_items(l, key, c))
            continue;
        a->nchanges++;
        if (amend)
            read_amend(l, value, c);
        else
            read_cells(l, value, c);
    }
}

/* ---- in another register's record ---- */

static void read_other_cells(struct loader *l, struct node n, const struct then_keys *k, const char *reg,
                             struct row_change *c)
{
    if (!node_is_map(n)) {
        form_bad(l, &n.at, _("the row's values are written as {column: expression, ...}"));
        return;
    }
    c->set = form_alloc(l, node_count(n) + 1, sizeof *c->set);
    struct node key, value;
    for (void *it = NULL; map_next(n, &it, &key, &value);) {
        struct setter *s = &c->set[c->nset++];
        s->field = -1;
        s->name = read_word(l, key);
        struct ref *ref = s->name ? form_new_ref(l, k->owner, REF_COLUMN, reg, s->name, &key.at) : NULL;
        if (ref) {
            ref->setter = s;
            ref->rows = c;
        }
        read_expr_in(l, value, &s->value);
    }
}

void read_then_append(struct loader *l, struct node n, void *to)
{
    struct then_keys *k = to;
    struct then *t = k->then;
    const char *reg = t->create ? t->create : t->reg;
    if (!node_is_map(n)) {
        form_bad(l, &n.at, _("this is written as {field of rows: {...}, ...}"));
        return;
    }
    t->rows = form_alloc(l, node_count(n), sizeof *t->rows);
    struct node key, value;
    for (void *it = NULL; reg && map_next(n, &it, &key, &value);) {
        struct row_change *c = &t->rows[t->nrows++];
        char *name = read_word(l, key);
        c->field = -1;
        if (name)
            form_new_ref(l, k->owner, REF_ROWS, reg, name, &key.at)->rows = c;
        read_other_cells(l, value, k, reg, c);
    }
}

bool form_keep_rows(struct loader *l, const struct place *at, const struct field *f, struct row_change *c, int field)
{
    bool good = form_takes_rows(l, at, f);
    c->field = good ? field : -1;
    return good;
}

void read_append(struct loader *l, struct node n, void *to)
{
    read_changes(l, n, to, false);
}

void read_amends(struct loader *l, struct node n, void *to)
{
    read_changes(l, n, to, true);
}
