/* The groups of the menu, and which register comes where in it. */
#include "read.h"

static const struct key group_keys[] = {
    {"name", offsetof(struct menu_group, name), read_name, KEY_MUST},
    {"label", offsetof(struct menu_group, label), read_bilingual, KEY_MUST},
};

void read_menu_groups(struct loader *l, struct node n, void *to)
{
    struct forms *set = to;
    size_t count = read_seq(l, n, _("groups"));
    set->ngroups = 0;
    set->groups = form_alloc(l, count + 1, sizeof *set->groups);
    read_names(l, n, set->groups, sizeof *set->groups, offsetof(struct menu_group, name));
    void *it = NULL;
    for (struct node g; count && (g = seq_next(n, &it)).y;)
        (void)read_map(l, g, _("a group"), group_keys, ARRAY_LEN(group_keys), &set->groups[set->ngroups++], NULL);
}

static bool has_group(const struct forms *set, const char *name)
{
    for (size_t i = 0; i < set->ngroups; i++)
        if (strcmp(set->groups[i].name, name) == 0)
            return true;
    return false;
}

static int by_order(const void *a, const void *b)
{
    const struct form *x = *(struct form *const *)a, *y = *(struct form *const *)b;
    if (x->order != y->order)
        return x->order < y->order ? -1 : 1;
    return strcmp(x->name, y->name);
}

void form_arrange_menu(struct loader *l)
{
    struct forms *set = &l->set->pub;
    if (!set->ngroups) {
        set->groups = form_alloc(l, 1, sizeof *set->groups);
        set->groups[set->ngroups++] = (struct menu_group){
            form_copy(l, "desk"), form_labels(l, &(struct bilingual){{"前台登记", "Desk registers"}})};
    }
    if (set->n)
        qsort(set->v, set->n, sizeof(struct form *), by_order);
    const struct form *keyed['z' + 1] = {NULL};
    for (size_t i = 0; i < set->n; i++) {
        struct form *f = set->v[i];
        f->index = (int)i;
        if (f->group && l->has_menu && !has_group(set, f->group)) {
            struct names ns = {0};
            for (size_t g = 0; g < set->ngroups; g++)
                form_names_add(&ns, set->groups[g].name);
            form_bad_name(l, &f->menu_at, _("menu group"), f->group, &ns);
            f->group = NULL;
        }
        if (!f->group || !has_group(set, f->group))
            f->group = set->groups[0].name;
        if (!f->key)
            continue;
        if (keyed[(unsigned char)f->key]) {
            form_bad(l, &f->menu_at, _("menu key %c is already that of '%s'; '%s' goes without"), f->key,
                     keyed[(unsigned char)f->key]->name, f->name);
            f->key = 0;
        } else {
            keyed[(unsigned char)f->key] = f;
        }
    }
}
