/* `balance` of a list: the sum of its rows up to each of them. What it is called and how it looks stands in a field
 * behind the form's own, so that every face shows it as it shows a field; no expression and no record knows it. */
#include "read.h"

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

static void read_balance_label(struct loader *l, struct node n, void *to)
{
    read_bilingual(l, n, &((struct summed *)to)->as->label);
}

static void read_balance_name(struct loader *l, struct node n, void *to)
{
    read_name(l, n, &((struct summed *)to)->as->name);
}

void read_balance(struct loader *l, struct node n, void *to)
{
    static const struct key keys[] = {
        {"name", 0, read_balance_name, 0},
        {"label", 0, read_balance_label, 0},
        SUMMED_KEYS,
    };
    static const struct bilingual label = {{"结余", "Balance"}};
    struct list_rule *r = to;
    struct form *f = l->form;
    struct field *field = &f->fields[f->nfields + f->nbalances];
    struct list_balance *b = r->balance = form_alloc(l, 1, sizeof *b);
    struct summed k = {&b->of, field};
    *field = (struct field){.type = FT_COMPUTED, .as = FT_COMPUTED, .system = true, .of = -1, .max = 200, .at = n.at};
    field->label = form_labels(l, &label);
    field->name = form_copy(l, "balance");
    if (node_is_map(n))
        (void)read_map(l, n, _("a balance"), keys, ARRAY_LEN(keys), &k, NULL);
    else
        read_summed(l, n, &k);
    if (field->name && form_field(f, field->name) >= 0)
        form_bad(l, &n.at, _("the register has a field '%s': give the balance another name, with 'name'"), field->name);
    field->compute = b->of;
    b->field = (int)(f->nfields + f->nbalances++);
}
