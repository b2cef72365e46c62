/* fields.yaml: what the fields are that many registers have, said once. Forms name them (spread.c). */
#include "standard.h"
#include "extend.h"

struct node standard_find(const struct loader *l, const char *name)
{
    const struct standards *s = &l->standards;
    for (size_t i = 0; name && i < s->n; i++)
        if (strcmp(s->v[i].name, name) == 0)
            return node_in(s->v[i].tree.v, &s->v[i].at);
    return (struct node){0};
}

void standard_unknown(struct loader *l, const struct place *at, const char *name)
{
    struct names ns = {0};
    for (size_t i = 0; i < l->standards.n; i++)
        form_names_add(&ns, l->standards.v[i].name);
    form_bad_name(l, at, _("standard field"), name, &ns);
}

void standard_used(struct loader *l, const struct place *by, struct node standard)
{
    struct standards *s = &l->standards;
    s->uses = mem_resize(s->uses, s->nuses + 1, sizeof *s->uses);
    s->uses[s->nuses++] = (struct standard_use){*by, standard.at};
}

static void free_all(struct standard *v, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        free(v[i].name);
        free(v[i].tree.v);
    }
    free(v);
}

void standards_free(struct loader *l)
{
    free_all(l->standards.v, l->standards.n);
    free(l->standards.uses);
    l->standards = (struct standards){0};
}

/* ---- the file ---- */

/* The keys that it names, and those of before that it does not. */
static struct tree join(struct loader *l, struct node old, struct node new)
{
    struct tree_making m = {0};
    struct node key, value;
    const char *s;
    size_t len;
    uint32_t opened = tree_open(&m, TREE_MAP, &new.at);
    bool label = node_value(new, "label").y || node_value(new, "zh").y || node_value(new, "en").y;
    for (void *it = NULL; node_is_map(new) && map_next(new, &it, &key, &value);) {
        tree_copy(&m, key);
        tree_copy(&m, value);
        if (old.y && node_text(key, &s, &len))
            extend_check_field(l, s, node_value(old, s), value);
    }
    for (void *it = NULL; old.y && map_next(old, &it, &key, &value);) {
        bool said = !node_text(key, &s, &len) || node_value(new, s).y != NULL;
        bool named = !said && (strcmp(s, "label") == 0 || strcmp(s, "zh") == 0 || strcmp(s, "en") == 0);
        if (said || (named && label))
            continue;
        tree_copy(&m, key);
        tree_copy(&m, value);
    }
    tree_close(&m, opened);
    return tree_made(&m);
}

static void read_standards(struct loader *l, struct node n, void *to)
{
    struct standards *read = to;
    size_t count = read_seq(l, n, _("fields"));
    struct field *dummies = form_alloc(l, count + 1, sizeof *dummies);
    read_names(l, n, dummies, sizeof *dummies, offsetof(struct field, name));
    void *it = NULL;
    for (struct node i; count && (i = seq_next(n, &it)).y; dummies++) {
        struct standard s = {.at = i.at};
        struct node old = standard_find(l, dummies->name);
        s.name = mem_dup(dummies->name ? dummies->name : "");
        s.tree = join(l, old, i);
        read_standard(l, node_is_map(i) ? node_in(s.tree.v, &i.at) : i, dummies);
        read->v = mem_resize(read->v, read->n + 1, sizeof *read->v);
        read->v[read->n++] = s;
    }
}

static void take(struct standards *all, struct standard *new)
{
    for (size_t i = 0; i < all->n; i++)
        if (strcmp(all->v[i].name, new->name) == 0) {
            free(all->v[i].name);
            free(all->v[i].tree.v);
            all->v[i] = *new;
            return;
        }
    all->v = mem_resize(all->v, all->n + 1, sizeof *all->v);
    all->v[all->n++] = *new;
}

void read_fields_file(struct loader *l, struct node root)
{
    static const struct key keys[] = {{"fields", 0, read_standards, KEY_MUST}};
    struct standards read = {0};
    size_t before = l->out->errors;
    (void)read_map(l, root, _("the standard fields"), keys, ARRAY_LEN(keys), &read, NULL);
    if (l->out->errors > before) {
        free_all(read.v, read.n);
        return;
    }
    for (size_t i = 0; i < read.n; i++)
        take(&l->standards, &read.v[i]);
    free(read.v);
}
