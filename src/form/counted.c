/* By which fields records are counted and summed up in expressions: each such set of fields gets an index. */
#include "names.h"

enum { FIELDS_MOST = 16 };

static int by_name(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

static bool same(const struct counted_by *a, const struct counted_by *b)
{
    bool is = strcmp(a->reg, b->reg) == 0 && a->nfields == b->nfields;
    for (size_t i = 0; is && i < a->nfields; i++)
        is = strcmp(a->fields[i], b->fields[i]) == 0;
    return is;
}

static void keep(struct loader *l, const struct counted_by *found)
{
    struct forms *set = &l->set->pub;
    for (size_t i = 0; i < set->ncounted; i++)
        if (same(&set->counted[i], found))
            return;
    struct counted_by *grown = form_alloc(l, set->ncounted + 1, sizeof *grown), *new = &grown[set->ncounted];
    if (set->ncounted)
        memcpy(grown, set->counted, set->ncounted * sizeof *grown);
    *new = (struct counted_by){form_copy(l, found->reg), form_alloc(l, found->nfields, sizeof(char *)), found->nfields};
    for (size_t i = 0; i < found->nfields; i++)
        new->fields[i] = form_copy(l, found->fields[i]);
    set->counted = grown;
    set->ncounted++;
}

/* Of a call that has no mistake; others have no index. */
static void look_at_call(struct loader *l, const struct sql_node *call, bool sum)
{
    const struct sql_node *reg = call->first;
    const struct form *f = reg && reg->kind == SQL_TEXT ? forms_find(&l->set->pub, reg->text) : NULL;
    char *fields[FIELDS_MOST];
    struct counted_by found = {.fields = fields};
    int i = 0;
    for (const struct sql_node *n = f ? reg->next : NULL; n; n = n->next, i++) {
        if (sum ? i > 0 && i % 2 == 0 : i % 2 != 0)
            continue;
        if (n->kind != SQL_TEXT || form_field(f, n->text) < 0 || found.nfields == FIELDS_MOST)
            return;
        fields[found.nfields++] = n->text;
    }
    if (!f || !found.nfields)
        return;
    char *summed = sum ? fields[0] : NULL; /* goes behind the others */
    for (size_t k = 0; sum && k + 1 < found.nfields; k++)
        fields[k] = fields[k + 1];
    size_t pairs = found.nfields - sum;
    qsort(fields, pairs, sizeof *fields, by_name);
    if (sum)
        fields[pairs] = summed;
    found.reg = reg->text;
    keep(l, &found);
}

void names_counted(struct loader *l, const struct sql_node *n)
{
    if (n->kind == SQL_CALL && (strcmp(n->text, "count_of") == 0 || strcmp(n->text, "sum_of") == 0))
        look_at_call(l, n, *n->text == 's');
    for (const struct sql_node *child = n->first; child; child = child->next)
        names_counted(l, child);
}
