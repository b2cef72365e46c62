/* Follow-ons that go through rows or through the records of a register, and where the number of what they created is
 * kept. */
#include "read.h"

static void read_each_register(struct loader *l, struct node n, void *to)
{
    struct then_keys *k = to;
    read_name(l, n, &k->then->each->reg);
    if (k->then->each->reg)
        (void)form_new_ref(l, k->owner, REF_REGISTER, k->then->each->reg, NULL, &n.at);
}

static void read_each_where(struct loader *l, struct node n, void *to)
{
    struct then_keys *k = to;
    read_expr(l, n, &k->then->each->where);
    k->then->each->where->row = &k->then->each->bare;
}

static void read_each_order(struct loader *l, struct node n, void *to)
{
    struct then_keys *k = to;
    read_name(l, n, &k->then->each->order);
    if (k->then->each->order && k->then->each->reg)
        (void)form_new_ref(l, k->owner, REF_FIELD, k->then->each->reg, k->then->each->order, &n.at);
    k->then->each->order_at = n.at;
}

void read_then_each(struct loader *l, struct node n, void *to)
{
    static const struct key keys[] = {
        {"register", 0, read_each_register, KEY_MUST},
        {"where", 0, read_each_where, 0},
        {"order", 0, read_each_order, 0},
    };
    struct then_keys *k = to;
    struct each *e = k->then->each = form_alloc(l, 1, sizeof *e);
    e->items = -1;
    e->bare.bare = true;
    if (node_is_map(n)) {
        (void)read_map(l, n, _("the records to go through"), keys, ARRAY_LEN(keys), k, NULL);
        return;
    }
    int i = read_declared(l, n);
    const struct field *f = i >= 0 ? &l->form->fields[i] : NULL;
    if (f && f->type != FT_ITEMS)
        form_bad(l, &n.at, _("'%s' is no field of type items: it has no rows"), f->name);
    e->items = i;
    e->row = (struct row_scope){.v = f ? f->children : NULL, .n = f ? f->nchildren : 0};
}

static bool holds_number(const struct field *f, const char *created)
{
    return f->type == FT_TEXT || (f->type == FT_LINK && created && f->to && strcmp(f->to, created) == 0);
}

/* deposit_no, or of the rows gone through row.ticket */
void read_keep(struct loader *l, struct node n, void *to)
{
    struct then *t = ((struct then_keys *)to)->then;
    const struct field *kept = NULL;
    const char *s = read_word(l, n);
    bool column = s && strncmp(s, "row.", 4) == 0 && t->each && t->each->items >= 0;
    t->keep = column ? t->each->items : s ? read_declared(l, n) : -1;
    if (t->keep >= 0)
        kept = &l->form->fields[t->keep];
    for (size_t i = 0; column && i < kept->nchildren; i++)
        if (kept->children[i].name && strcmp(kept->children[i].name, s + 4) == 0)
            t->keep_column = (int)i;
    if (column)
        kept = t->keep_column >= 0 ? &kept->children[t->keep_column] : NULL;
    if (column && !kept)
        form_bad(l, &n.at, _("there is no column '%s'"), s + 4);
    else if (kept && (kept->compute || !holds_number(kept, t->create)))
        form_bad(l, &n.at, _("the number of a record is kept in a field of type text, or in a link to that register"));
}

void each_check(struct loader *l, const struct place *at, struct then *t)
{
    struct expr *const own[] = {t->on, t->when};
    for (size_t i = 0; t->each && i < ARRAY_LEN(own); i++)
        if (own[i])
            own[i]->row = &t->each->row;
    for (size_t i = 0; t->each && i < t->nset; i++)
        t->set[i].value.row = &t->each->row;
    for (size_t i = 0; t->each && i < t->nrows; i++)
        for (size_t k = 0; k < t->rows[i].nset; k++)
            t->rows[i].set[k].value.row = &t->each->row;
    if (t->each && (t->run || t->open))
        form_bad(l, at, _("'each' goes with 'create' or 'act', and not with 'open': nobody fills in so many forms"));
    if (t->keep >= 0 && (!t->create || t->open))
        form_bad(l, at, _("'keep' goes with 'create', and not with 'open'"));
    if (t->keep >= 0 && t->each && t->keep_column < 0)
        form_bad(l, at, _("what is created for each row is kept in the row: keep: row.COLUMN"));
}

static void check_order(struct loader *l, const struct form *f, const struct each *e)
{
    int i = e->order ? form_field(f, e->order) : -1;
    if (i >= 0 && (f->fields[i].secret || f->fields[i].type == FT_ITEMS || f->fields[i].type == FT_COMPUTED))
        form_bad(l, &e->order_at, _("a list cannot be ordered by '%s': it is secret, computed or a list itself"),
                 e->order);
}

void each_resolve(struct loader *l)
{
    struct forms *set = &l->set->pub;
    for (size_t i = 0; i < set->n; i++)
        for (size_t a = 0; a < set->v[i]->nactions; a++)
            for (size_t t = 0; t < set->v[i]->actions[a].nthen; t++) {
                struct each *e = set->v[i]->actions[a].then[t].each;
                const struct form *f = e && e->reg ? forms_find(set, e->reg) : NULL;
                if (f) {
                    e->row = (struct row_scope){.v = f->fields, .n = f->nfields, .id = record_id_value(f)};
                    e->bare = e->row;
                    e->bare.bare = true;
                    check_order(l, f, e);
                }
            }
}
