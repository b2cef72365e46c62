/* The short ways to write fields, written out before a form is read: several in one list, what a group of them has in
 * common, standard fields by their name, a type that the other keys tell. What stands behind it (field.c, extend.c)
 * sees only fields with all their keys, each with the place where it was written. */
#include "standard.h"

struct common { /* of a group; the inner ones first */
    struct node map;
    const struct common *outer;
};
struct spreading {
    struct loader *l;
    struct tree_making *m;
    struct node old; /* list of the fields that are there already; y NULL: none */
    bool columns;    /* of rows */
};

static const char *text_of(struct node n)
{
    const char *s = NULL;
    size_t len;
    return node_text(n, &s, &len) ? s : NULL;
}

static bool is_label(const char *key)
{
    return strcmp(key, "label") == 0 || strcmp(key, "zh") == 0 || strcmp(key, "en") == 0;
}

static bool says_label(struct node map)
{
    return node_value(map, "label").y || node_value(map, "zh").y || node_value(map, "en").y;
}

static struct node common_value(const struct common *c, const char *key)
{
    struct node found = {0};
    for (; c && !found.y; c = c->outer)
        found = node_value(c->map, key);
    return found;
}

static struct node named(struct node list, const char *name)
{
    void *it = NULL;
    for (struct node n; name && node_is_list(list) && (n = list_next(list, &it)).y;)
        if (text_of(node_value(n, "name")) && strcmp(text_of(node_value(n, "name")), name) == 0)
            return n;
    return (struct node){0};
}

/* ---- one field ---- */

struct writing { /* a field that is being written out */
    struct spreading *s;
    struct node own;         /* its map, or its name alone */
    const struct common *in; /* NULL: no group */
    struct node standard;    /* y NULL: none */
    bool labelled;
};

static bool own_says(const struct writing *w, const char *key)
{
    return node_value(w->own, key).y || (is_label(key) && w->labelled) || strcmp(key, "name") == 0;
}

static void put_common(const struct writing *w)
{
    struct node key, value;
    for (const struct common *c = w->in; c; c = c->outer)
        for (void *it = NULL; map_next(c->map, &it, &key, &value);) {
            const char *s = text_of(key);
            bool inner = false;
            for (const struct common *i = w->in; i != c; i = i->outer)
                inner |= node_value(i->map, s).y != NULL;
            if (inner || strcmp(s, "fields") == 0 || strcmp(s, "like") == 0 || own_says(w, s))
                continue;
            tree_copy(w->s->m, key);
            tree_copy(w->s->m, value);
        }
}

/* As if it had been written here; a column has what columns can have, and is not less protected. */
static void put_standard(const struct writing *w, const struct place *at)
{
    struct node key, value;
    for (void *it = NULL; w->standard.y && map_next(w->standard, &it, &key, &value);) {
        const char *s = text_of(key);
        bool has = !w->s->columns || field_has_key(s, true) || is_label(s) || strcmp(s, "secret") == 0;
        if (!has || own_says(w, s) || common_value(w->in, s).y)
            continue;
        tree_copy_to(w->s->m, key, at);
        tree_copy_to(w->s->m, value, at);
    }
}

static bool any_says(const struct writing *w, const char *key)
{
    return node_value(w->own, key).y || common_value(w->in, key).y || node_value(w->standard, key).y;
}

/* What goes with one type only says it. */
static const char *type_told(const struct writing *w)
{
    static const struct {
        const char *key, *type;
        bool columns;
    } v[] = {{"compute", "computed", false}, {"choices", "enum", true}, {"fields", "items", false},
             {"to", "link", true},           {"of", "person", false},   {"given", "serial", false}};
    for (size_t i = 0; i < ARRAY_LEN(v); i++) {
        bool group = strcmp(v[i].key, "fields") == 0; /* that of a group are its members */
        if ((v[i].columns || !w->s->columns) &&
            (group ? node_value(w->own, "fields").y != NULL : any_says(w, v[i].key)))
            return v[i].type;
    }
    return "text";
}

static void spread_list(struct spreading *s, struct node list, const struct common *in);

static void put_own(const struct writing *w, struct node there)
{
    struct node key, value;
    for (void *it = NULL; map_next(w->own, &it, &key, &value);) {
        const char *k = text_of(key);
        if (k && strcmp(k, "like") == 0)
            continue;
        tree_copy(w->s->m, key);
        if (!k || strcmp(k, "fields") != 0 || !node_is_list(value) || w->s->columns) {
            tree_copy(w->s->m, value);
            continue;
        }
        struct spreading rows = {w->s->l, w->s->m, node_value(there, "fields"), true};
        uint32_t opened = tree_open(w->s->m, TREE_LIST, &value.at);
        spread_list(&rows, value, NULL);
        tree_close(w->s->m, opened);
    }
}

/* What it takes from the standard fields: that of `like`; else that of its name, if it says neither type nor label. */
static bool find_standard(struct writing *w, struct node name)
{
    struct node like = node_value(w->own, "like").y ? node_value(w->own, "like") : common_value(w->in, "like");
    bool typed = node_value(w->own, "type").y || common_value(w->in, "type").y;
    if (!like.y && (typed || w->labelled))
        return true;
    struct node from = like.y ? like : name;
    if (!text_of(from))
        return true; /* no name: told where it is read */
    w->standard = standard_find(w->s->l, text_of(from));
    if (!w->standard.y) {
        standard_unknown(w->s->l, &from.at, text_of(from));
        return false;
    }
    standard_used(w->s->l, &name.at, w->standard);
    standard_used(w->s->l, &w->own.at, w->standard);
    return true;
}

/* A field of the register that is extended keeps what it is: only what is said changes. */
static bool change_field(struct spreading *s, struct node name, const struct writing *w)
{
    struct node there = named(s->old, text_of(name));
    if (!there.y)
        return false;
    struct node like = node_value(w->own, "like");
    if (!node_is_map(w->own) || like.y)
        form_bad(s->l, like.y ? &like.at : &name.at,
                 _("the register has a field '%s' already; what changes is written as {name: %s, key: value, ...}"),
                 text_of(name), text_of(name));
    uint32_t opened = tree_open(s->m, TREE_MAP, &w->own.at);
    if (node_is_map(w->own)) {
        put_own(w, there);
        put_common(w);
    }
    tree_close(s->m, opened);
    return true;
}

static void spread_field(struct spreading *s, struct node n, const struct common *in)
{
    struct node name = node_is_map(n) ? node_value(n, "name") : n;
    struct writing w = {.s = s, .own = n, .in = in, .labelled = says_label(n)};
    if (change_field(s, name, &w))
        return;
    bool known = find_standard(&w, name);
    uint32_t opened = tree_open(s->m, TREE_MAP, &n.at);
    if (node_is_map(n)) {
        put_own(&w, (struct node){0});
    } else {
        tree_text(s->m, "name", &n.at);
        tree_copy(s->m, n);
    }
    put_common(&w);
    put_standard(&w, &name.at);
    if (!any_says(&w, "type")) {
        tree_text(s->m, "type", &n.at);
        tree_text(s->m, type_told(&w), &n.at);
    }
    if (!known && !w.labelled) { /* told already: not a second time for what it lacks */
        tree_text(s->m, "zh", &n.at);
        tree_text(s->m, text_of(name), &n.at);
        tree_text(s->m, "en", &n.at);
        tree_text(s->m, text_of(name), &n.at);
    }
    tree_close(s->m, opened);
}

/* ---- several ---- */

/* Only what a field can have, and not what is each field's own. */
static bool group_sound(struct spreading *s, struct node group)
{
    struct node key, value;
    size_t before = s->l->out->errors, said = 0;
    for (void *it = NULL; map_next(group, &it, &key, &value);) {
        const char *k = text_of(key);
        if (!k || !value.y)
            form_bad(s->l, &key.at, _("a key with a value is expected here"));
        else if (is_label(k))
            form_bad(s->l, &key.at, _("'%s' is said by each field of a group for itself"), k);
        else if (strcmp(k, "fields") != 0 && strcmp(k, "like") != 0 && !field_has_key(k, s->columns))
            form_bad(s->l, &key.at, _("a field has no key '%s'"), k);
        else if (strcmp(k, "fields") != 0)
            said++;
    }
    if (said == 0 && s->l->out->errors == before)
        form_bad(s->l, &group.at, _("this group says nothing that its fields have in common; a list alone will do"));
    return s->l->out->errors == before;
}

static void spread_list(struct spreading *s, struct node list, const struct common *in)
{
    void *it = NULL;
    for (struct node n; (n = seq_next(list, &it)).y;) {
        struct node members = node_value(n, "fields");
        if (node_is_list(n)) {
            spread_list(s, n, in);
        } else if (node_is_map(n) && members.y && !node_value(n, "name").y) {
            spread_list(s, members, group_sound(s, n) ? &(struct common){n, in} : in);
        } else if (node_is_map(n) || (text_of(n) && *text_of(n))) {
            spread_field(s, n, in);
        } else {
            tree_copy(s->m, n);
        }
    }
}

struct tree fields_spread(struct loader *l, struct node form, struct node old)
{
    struct tree_making m = {0};
    struct node key, value;
    if (!node_is_map(form)) {
        tree_copy(&m, form);
        return tree_made(&m);
    }
    uint32_t opened = tree_open(&m, TREE_MAP, &form.at);
    for (void *it = NULL; map_next(form, &it, &key, &value);) {
        bool fields = text_of(key) && strcmp(text_of(key), "fields") == 0 && node_is_list(value);
        tree_copy(&m, key);
        if (!fields) {
            tree_copy(&m, value);
            continue;
        }
        struct spreading s = {l, &m, node_value(old, "fields"), false};
        uint32_t list = tree_open(&m, TREE_LIST, &value.at);
        spread_list(&s, value, NULL);
        tree_close(&m, list);
    }
    tree_close(&m, opened);
    return tree_made(&m);
}
