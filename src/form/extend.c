/* A file that says `extends: REGISTER`: its tree joined with that of the register, name by name. The outcome is read as
 * any form is; each part of it knows of which file it is, so that mistakes are told where they were made. */
#include "extend.h"

struct joining {
    struct loader *l;
    struct tree_making m;
    struct node removed; /* {actions: [names], ...} */
};

/* ---- looking into maps ------------------------------------------------------------------------------------------ */

static const char *text_of(struct node n)
{
    const char *s = NULL;
    size_t len;
    (void)node_text(n, &s, &len);
    return s;
}

static struct node value_of(struct node map, const char *name, struct node *at_key)
{
    struct node key, value;
    for (void *it = NULL; node_is_map(map) && map_next(map, &it, &key, &value);)
        if (text_of(key) && strcmp(text_of(key), name) == 0) {
            if (at_key)
                *at_key = key;
            return value;
        }
    return (struct node){NULL, map.at};
}

struct node extend_of(struct node root)
{
    return value_of(root, "extends", NULL);
}

/* Beginning with these, what stands behind `after` says where an entry comes. */
static bool has_places(const char *list)
{
    static const char *const v[] = {"sections", "fields", "states", "actions", "clocks", "lists", "sheet", "choices"};
    for (size_t i = 0; i < ARRAY_LEN(v); i++)
        if (strcmp(v[i], list) == 0)
            return true;
    return false;
}

/* Of an entry of a list: its name, or the field of a column of the sheet. */
static const char *name_of(const char *list, struct node entry)
{
    if (strcmp(list, "sheet") != 0)
        return text_of(value_of(entry, "name", NULL));
    if (value_of(entry, "count", NULL).y)
        return "count";
    return node_is_map(entry) ? text_of(value_of(entry, "field", NULL)) : text_of(entry);
}

enum list_kind { LIST_OF_NAMES, LIST_OF_MAPS, NO_LIST };

static enum list_kind kind_of(const char *list, struct node n)
{
    void *it = NULL;
    struct node first = seq_next(n, &it);
    if (strcmp(list, "sheet") == 0)
        return LIST_OF_NAMES;
    if (!node_is_map(first))
        return NO_LIST;
    return node_is_list(n) && value_of(first, "name", NULL).y ? LIST_OF_NAMES : LIST_OF_MAPS;
}

/* ---- entries ---------------------------------------------------------------------------------------------------- */

struct entry {
    const char *name; /* NULL: none */
    struct node old, new;
};
struct entries {
    struct entry *v;
    size_t n;
};

static size_t find_entry(const struct entries *e, const char *name)
{
    size_t i = 0;
    while (i < e->n && !(name && e->v[i].name && strcmp(e->v[i].name, name) == 0))
        i++;
    return i;
}

static void tell_unknown(struct joining *j, struct node n, const struct entries *e)
{
    struct names ns = {0};
    for (size_t i = 0; i < e->n; i++)
        if (e->v[i].name)
            form_names_add(&ns, e->v[i].name);
    form_bad_name(j->l, &n.at, _("name of this list:"), text_of(n) ? text_of(n) : "?", &ns);
}

static void add_entry(struct entries *e, const struct entry *entry)
{
    e->v = mem_resize(e->v, e->n + 1, sizeof *e->v);
    e->v[e->n++] = *entry;
}

static void take_out(struct joining *j, const char *list, struct entries *e)
{
    void *it = NULL;
    struct node names = value_of(j->removed, list, NULL);
    for (struct node n; (n = seq_next(names, &it)).y;) {
        size_t i = find_entry(e, text_of(n));
        if (i == e->n) {
            tell_unknown(j, n, e);
            continue;
        }
        memmove(e->v + i, e->v + i + 1, (e->n - i - 1) * sizeof *e->v);
        e->n--;
    }
}

/* Behind the entry that `after` names. */
static void put_behind(struct joining *j, struct node name, struct entries *e, size_t at)
{
    size_t to = find_entry(e, text_of(name));
    struct entry moved = e->v[at];
    if (to == e->n || to == at) {
        tell_unknown(j, name, e);
        return;
    }
    memmove(e->v + at, e->v + at + 1, (e->n - at - 1) * sizeof *e->v);
    to -= to > at ? 1 : 0;
    memmove(e->v + to + 2, e->v + to + 1, (e->n - to - 2) * sizeof *e->v);
    e->v[to + 1] = moved;
}

static void take_in(struct joining *j, const char *list, struct node new, struct entries *e)
{
    void *it = NULL;
    for (struct node n; (n = seq_next(new, &it)).y;) {
        const char *name = name_of(list, n);
        size_t i = find_entry(e, name);
        if (i < e->n && (e->v[i].new.y || !node_is_map(n)))
            form_bad(j->l, &n.at, _("the name '%s' is used twice"), name);
        else if (i < e->n)
            e->v[i].new = n;
        else
            add_entry(e, &(struct entry){.name = name, .new = n});
        struct node after = has_places(list) ? value_of(n, "after", NULL) : (struct node){NULL, n.at};
        if (after.y && find_entry(e, name) < e->n)
            put_behind(j, after, e, find_entry(e, name));
    }
}

/* ---- what is stored stays what it is ---------------------------------------------------------------------------- */

void extend_check_field(struct loader *l, const char *name, struct node old, struct node new)
{
    static const char *const stay[] = {"type", "multiple", "decimals", "to"}, *const only_true[] = {"secret",
                                                                                                    "personal"};
    const char *was = text_of(old), *is = text_of(new);
    for (size_t i = 0; i < ARRAY_LEN(stay); i++)
        if (strcmp(name, stay[i]) == 0 && !(was && is && strcmp(was, is) == 0))
            form_bad(l, &new.at, _("'%s' of a field that is there stays as it is: records were written with it"), name);
    for (size_t i = 0; i < ARRAY_LEN(only_true); i++)
        if (strcmp(name, only_true[i]) == 0 && is && strcmp(is, "true") != 0)
            form_bad(l, &new.at, _("'%s' of a field that is there is not taken away"), name);
}

static void check_values(struct joining *j, struct node map)
{
    struct node key, value;
    for (void *it = NULL; map_next(map, &it, &key, &value);) {
        if (text_of(key) && !value.y)
            form_bad(j->l, &key.at, _("a value is expected here"));
        else if (text_of(key) && value_of(map, text_of(key), NULL).y != value.y)
            form_bad(j->l, &key.at, _("key '%s' stands twice"), text_of(key));
    }
}

/* ---- joining ---------------------------------------------------------------------------------------------------- */

static void join_list(struct joining *j, const char *list, struct node old, struct node new);

/* One key of an entry: lists of names are joined, all else takes the place of what was there. */
static void join_key(struct joining *j, const char *list, const char *name, struct node old, struct node new)
{
    if (strcmp(list, "fields") == 0)
        extend_check_field(j->l, name, old, new);
    if (node_is_list(new) && kind_of(name, new) == LIST_OF_NAMES && (!old.y || kind_of(name, old) == LIST_OF_NAMES))
        join_list(j, name, old, new);
    else
        tree_copy(&j->m, new);
}

static void join_entry(struct joining *j, const char *list, const struct entry *e)
{
    struct node key, value, at_key;
    uint32_t opened = tree_open(&j->m, TREE_MAP, &e->new.at);
    check_values(j, e->new);
    if (e->old.y && !node_is_map(e->old)) { /* a column of the sheet: its field alone */
        tree_text(&j->m, "field", &e->old.at);
        tree_copy(&j->m, e->old);
    }
    for (void *it = NULL; node_is_map(e->old) && map_next(e->old, &it, &key, &value);) {
        struct node changed = value_of(e->new, text_of(key) ? text_of(key) : "", &at_key);
        tree_copy(&j->m, changed.y ? at_key : key);
        if (changed.y)
            join_key(j, list, text_of(key), value, changed);
        else
            tree_copy(&j->m, value);
    }
    for (void *it = NULL; map_next(e->new, &it, &key, &value);) {
        const char *name = text_of(key) ? text_of(key) : "";
        bool said = value_of(e->old, name, NULL).y || (has_places(list) && strcmp(name, "after") == 0) ||
                    (e->old.y && !node_is_map(e->old) && strcmp(name, "field") == 0);
        if (said)
            continue;
        tree_copy(&j->m, key);
        if (e->old.y)
            join_key(j, list, name, (struct node){NULL, key.at}, value);
        else
            tree_copy(&j->m, value);
    }
    tree_close(&j->m, opened);
}

static void join_list(struct joining *j, const char *list, struct node old, struct node new)
{
    struct entries e = {0};
    void *it = NULL;
    for (struct node n; (n = seq_next(old, &it)).y;)
        add_entry(&e, &(struct entry){.name = name_of(list, n), .old = n});
    take_out(j, list, &e);
    take_in(j, list, new, &e);
    uint32_t opened = tree_open(&j->m, TREE_LIST, old.y ? &old.at : &new.at);
    for (size_t i = 0; i < e.n; i++) {
        if (!e.v[i].new.y)
            tree_copy(&j->m, e.v[i].old);
        else if (node_is_map(e.v[i].new))
            join_entry(j, list, &e.v[i]);
        else
            tree_copy(&j->m, e.v[i].new);
    }
    tree_close(&j->m, opened);
    free(e.v);
}

static void join_rows(struct joining *j, struct node old, struct node new)
{
    uint32_t opened = tree_open(&j->m, TREE_LIST, &new.at);
    void *it = NULL;
    for (struct node n; (n = seq_next(old, &it)).y;)
        tree_copy(&j->m, n);
    it = NULL;
    for (struct node n; (n = seq_next(new, &it)).y;)
        tree_copy(&j->m, n);
    tree_close(&j->m, opened);
}

static void join_map(struct joining *j, const char *name, struct node old, struct node new);

/* One key of the register; new.y may be NULL where something is only removed. */
static void join_value(struct joining *j, const char *name, struct node old, struct node new)
{
    struct node list = old.y ? old : new;
    bool removes = value_of(j->removed, name, NULL).y != NULL, sheet = strcmp(name, "sheet") == 0;
    if (!new.y && !removes)
        tree_copy(&j->m, old);
    else if (!sheet && node_is_list(list) && kind_of(name, list) == LIST_OF_NAMES)
        join_list(j, name, old, new);
    else if (node_is_map(list) && (node_is_map(new) || (sheet && !new.y)))
        join_map(j, name, old, new);
    else if (old.y && kind_of(name, old) == LIST_OF_MAPS && kind_of(name, new) == LIST_OF_MAPS)
        join_rows(j, old, new);
    else
        tree_copy(&j->m, new.y ? new : old);
}

/* A map of the register (menu, retention, sheet): the keys that the file names. */
static void join_map(struct joining *j, const char *name, struct node old, struct node new)
{
    struct node key, value, at_key;
    bool sheet = strcmp(name, "sheet") == 0;
    uint32_t opened = tree_open(&j->m, TREE_MAP, new.y ? &new.at : &old.at);
    for (void *it = NULL; node_is_map(old) && map_next(old, &it, &key, &value);) {
        const char *s = text_of(key) ? text_of(key) : "";
        struct node changed = value_of(new, s, &at_key);
        bool columns = sheet && strcmp(s, "columns") == 0;
        tree_copy(&j->m, changed.y ? at_key : key);
        if (columns)
            join_list(j, "sheet", value, changed);
        else
            tree_copy(&j->m, changed.y ? changed : value);
    }
    for (void *it = NULL; node_is_map(new) && map_next(new, &it, &key, &value);) {
        if (value_of(old, text_of(key) ? text_of(key) : "", NULL).y)
            continue;
        tree_copy(&j->m, key);
        tree_copy(&j->m, value);
    }
    tree_close(&j->m, opened);
}

/* ---- the register ----------------------------------------------------------------------------------------------- */

static void check_removed(struct joining *j, struct node old)
{
    static const char *const known[] = {"actions", "clocks",   "lists",  "rounds", "duties",   "watches", "asks",
                                        "similar", "settings", "papers", "sheets", "sections", "sheet",   "already"};
    struct node key, value;
    if (j->removed.y && !node_is_map(j->removed))
        form_bad(j->l, &j->removed.at, _("remove is written as {actions: [names], lists: [names], ...}"));
    for (void *it = NULL; node_is_map(j->removed) && map_next(j->removed, &it, &key, &value);) {
        const char *s = text_of(key) ? text_of(key) : "";
        struct names ns = {0};
        bool good = false;
        for (size_t i = 0; i < ARRAY_LEN(known); i++) {
            good |= strcmp(known[i], s) == 0;
            form_names_add(&ns, known[i]);
        }
        if (strcmp(s, "fields") == 0 || strcmp(s, "states") == 0)
            form_bad(j->l, &key.at,
                     _("fields and states are not removed, since records have them; 'hidden: true' hides a field"));
        else if (!good)
            form_bad_name(j->l, &key.at, _("key of remove"), s, &ns);
        else if (!value_of(old, s, NULL).y)
            form_bad(j->l, &key.at, _("the register has no '%s'"), s);
        free(ns.v);
    }
}

static void check_own_keys(struct joining *j, struct node file)
{
    struct node key = file;
    if (value_of(file, "register", &key).y)
        form_bad(j->l, &key.at, _("a file with 'extends' has no 'register': it adds to one that is there"));
    check_values(j, file);
}

/* All entries of a list are removed, and none is added: the register has no such list any more. */
static bool nothing_stays(const struct joining *j, const char *list, struct node old, struct node new)
{
    struct node names = value_of(j->removed, list, NULL);
    size_t gone = 0;
    if (new.y || strcmp(list, "sheet") == 0 || !node_is_list(old) || seq_count(names) != node_count(old))
        return false;
    void *it = NULL;
    for (struct node n; (n = seq_next(old, &it)).y;) {
        const char *name = name_of(list, n);
        void *at = NULL;
        for (struct node r; (r = seq_next(names, &at)).y;)
            gone += name && text_of(r) && strcmp(name, text_of(r)) == 0;
    }
    return gone == node_count(old);
}

bool extend_join(struct loader *l, struct node old, struct node file, struct tree *joined)
{
    struct joining j = {.l = l, .removed = value_of(file, "remove", NULL)};
    size_t before = l->out->errors;
    struct node key, value, at_key;
    check_own_keys(&j, file);
    check_removed(&j, old);
    uint32_t opened = tree_open(&j.m, TREE_MAP, &old.at);
    for (void *it = NULL; node_is_map(old) && map_next(old, &it, &key, &value);) {
        const char *s = text_of(key) ? text_of(key) : "";
        struct node new = value_of(file, s, &at_key);
        if (nothing_stays(&j, s, value, new))
            continue;
        tree_copy(&j.m, new.y ? at_key : key);
        join_value(&j, s, value, new);
    }
    for (void *it = NULL; map_next(file, &it, &key, &value);) {
        const char *s = text_of(key) ? text_of(key) : "";
        if (value_of(old, s, NULL).y || strcmp(s, "extends") == 0 || strcmp(s, "remove") == 0)
            continue;
        tree_copy(&j.m, key);
        tree_copy(&j.m, value);
    }
    tree_close(&j.m, opened);
    *joined = tree_made(&j.m);
    if (l->out->errors == before)
        return true;
    free(joined->v);
    *joined = (struct tree){0};
    return false;
}
