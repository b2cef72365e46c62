/* `balance` of a list: the sum of its rows up to each of them. What it is called and how it looks stands in a field
 * behind the form's own, so that every face shows it as it shows a field; no expression and no record knows it. */
#include "read.h"

struct balance_keys {
    struct list_balance *balance;
    struct field *field;
};

size_t form_balances(struct node root)
{
    struct node lists = node_value(root, "lists");
    void *it = NULL;
    size_t n = 0;
    for (struct node i; node_is_list(lists) && (i = list_next(lists, &it)).y;)
        n += node_value(i, "balance").y != NULL;
    return n;
}

bool read_balance_column(struct loader *l, struct node n, int *field)
{
    const char *s, *name = l->list && l->list->balance ? l->form->fields[l->list->balance->field].name : NULL;
    size_t len;
    if (!name || !node_text(n, &s, &len) || strlen(name) != len || memcmp(s, name, len) != 0)
        return false;
    *field = l->list->balance->field;
    return true;
}

/* What a balance may be. */
static void read_kind(struct loader *l, struct node n, void *to)
{
    static const enum field_type kinds[] = {FT_INT, FT_MONEY, FT_DURATION};
    const char *names[ARRAY_LEN(kinds)];
    for (size_t k = 0; k < ARRAY_LEN(names); k++)
        names[k] = field_types[kinds[k]].name;
    int i = read_choice(l, n, _("type of a balance"), names, ARRAY_LEN(names));
    ((struct balance_keys *)to)->field->as = i < 0 ? FT_INT : kinds[i];
}

/* A field by its name: then its kind is known. Else an expression, which `as` says. */
static void read_of(struct loader *l, struct node n, void *to)
{
    struct balance_keys *k = to;
    char *s = read_word(l, n);
    bool said = k->field->as != FT_COMPUTED;
    k->field->at = n.at;
    if (s && !form_is_name(s)) {
        read_expr(l, n, &k->balance->of);
        if (!said)
            form_bad(l, &n.at, _("'as' says what this expression gives: money, int or duration"));
        return;
    }
    int i = s ? read_field(l, n) : -1;
    if (i < 0)
        return;
    const struct field *f = &l->form->fields[i];
    if (f->type == FT_COMPUTED || !field_types[f->type].adds_up)
        form_bad(l, &n.at, _("only stored numbers, money and durations have a balance, or an expression over them"));
    else if (said)
        form_bad(l, &n.at, _("'%s' is of type %s: leave 'as' out"), s, field_types[f->type].name);
    k->balance->of = form_make_expr(l, &n.at, "\"%s\"", s);
    k->field->as = f->type;
    k->field->decimals = f->decimals;
    k->field->width = f->width;
}

static void read_balance_label(struct loader *l, struct node n, void *to)
{
    read_bilingual(l, n, &((struct balance_keys *)to)->field->label);
}

static void read_balance_name(struct loader *l, struct node n, void *to)
{
    read_name(l, n, &((struct balance_keys *)to)->field->name);
}

void read_balance(struct loader *l, struct node n, void *to)
{
    static const struct key keys[] = {
        {"name", 0, read_balance_name, 0},
        {"label", 0, read_balance_label, 0},
        {"as", 0, read_kind, 0},
        {"of", 0, read_of, KEY_MUST},
    };
    static const struct bilingual label = {{"结余", "Balance"}};
    struct list_rule *r = to;
    struct form *f = l->form;
    struct field *field = &f->fields[f->nfields + f->nbalances];
    struct balance_keys k = {form_alloc(l, 1, sizeof(struct list_balance)), field};
    *field = (struct field){.type = FT_COMPUTED, .as = FT_COMPUTED, .system = true, .of = -1, .max = 200, .at = n.at};
    field->label = form_labels(l, &label);
    field->name = form_copy(l, "balance");
    if (node_is_map(n))
        (void)read_map(l, n, _("a balance"), keys, ARRAY_LEN(keys), &k, NULL);
    else
        read_of(l, n, &k);
    if (field->name && form_field(f, field->name) >= 0)
        form_bad(l, &n.at, _("the register has a field '%s': give the balance another name, with 'name'"), field->name);
    field->compute = k.balance->of;
    k.balance->field = (int)(f->nfields + f->nbalances++);
    r->balance = k.balance;
}
