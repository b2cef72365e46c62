/* What every reader of a part of a form uses: single values, mappings, lists, and the report of mistakes. */
#include "read.h"

void *form_alloc(struct loader *l, size_t count, size_t size)
{
    return arena_alloc(&l->set->arena, count * size);
}

char *form_copy(struct loader *l, const char *s)
{
    return arena_dup(&l->set->arena, s);
}

struct bilingual form_labels(struct loader *l, const struct bilingual *b)
{
    return (struct bilingual){{form_copy(l, b->text[LANG_ZH]), form_copy(l, b->text[LANG_EN])}};
}

static int find_key(const struct key *keys, size_t nkeys, const char *s, size_t len)
{
    for (size_t i = 0; i < nkeys; i++)
        if (keys[i].name[0] == s[0] && strncmp(keys[i].name, s, len) == 0 && !keys[i].name[len])
            return (int)i;
    return -1;
}

/* An entry that is extended has keys of several files: what a later one calls it holds. */
static bool same_file(const struct place *a, const struct place *b)
{
    return strcmp(a->file, b->file) == 0;
}

/* zh or en beside the name of what has a label: the entry itself is read as its label. */
static int label_beside(const struct key *keys, size_t nkeys, const char *s, size_t len)
{
    bool lang = len == 2 && (memcmp(s, "zh", 2) == 0 || memcmp(s, "en", 2) == 0);
    return lang && find_key(keys, nkeys, "name", 4) >= 0 ? find_key(keys, nkeys, "label", 5) : -1;
}

static void collect_key(struct loader *l, struct node k, struct node value, const char *what, const struct key *keys,
                        size_t nkeys, struct node *slots, struct node entry)
{
    const char *s;
    size_t len;
    if (!node_text(k, &s, &len)) {
        form_bad(l, &k.at, _("a key is expected here"));
        return;
    }
    int i = find_key(keys, nkeys, s, len), label = i < 0 ? label_beside(keys, nkeys, s, len) : -1;
    if (label >= 0) {
        if (slots[label].y && slots[label].y != entry.y && same_file(&k.at, &slots[label].at))
            form_bad(l, &k.at, _("key '%s' stands twice, first in line %d"), "label", slots[label].at.line);
        slots[label] = (struct node){entry.y, k.at};
    } else if (i < 0) {
        struct names ns = {0};
        for (size_t j = 0; j < nkeys; j++)
            form_names_add(&ns, keys[j].name);
        char *name = mem_dupn(s, len), *kind = mem_printf(_("key of %s"), what);
        form_bad_name(l, &k.at, kind, name, &ns);
        free(name);
        free(kind);
    } else if (slots[i].y && (slots[i].y != entry.y || same_file(&k.at, &slots[i].at))) {
        form_bad(l, &k.at, _("key '%s' stands twice, first in line %d"), keys[i].name, slots[i].at.line);
    } else {
        slots[i] = value;
        if (!slots[i].y)
            form_bad(l, &k.at, _("a value is expected here"));
    }
}

bool read_map(struct loader *l, struct node n, const char *what, const struct key *keys, size_t nkeys, void *to,
              struct node *slots)
{
    struct node own[KEYS_MAX];
    if (!slots)
        slots = own;
    for (size_t i = 0; i < nkeys; i++)
        slots[i] = (struct node){NULL, n.at};
    if (!node_is_map(n)) {
        form_bad(l, &n.at, _("%s is written as keys with values: {key: value, ...}"), what);
        return false;
    }
    struct node key, value;
    for (void *it = NULL; map_next(n, &it, &key, &value);)
        collect_key(l, key, value, what, keys, nkeys, slots, n);
    for (size_t i = 0; i < nkeys; i++) {
        l->entry = n.y;
        if (slots[i].y || (keys[i].flags & KEY_ALWAYS))
            keys[i].read(l, slots[i], (char *)to + keys[i].offset);
        else if (keys[i].flags & KEY_MUST)
            form_bad(l, &n.at, _("%s needs the key '%s'"), what, keys[i].name);
    }
    return true;
}

/* ---- reporting mistakes ---- */

/* Of what is written there and taken from a standard field: where that one stands. */
static const struct place *standard_at(const struct loader *l, const struct place *at)
{
    const struct standards *s = &l->standards;
    for (size_t i = s->nuses; i-- > 0;)
        if (s->uses[i].by.line == at->line && s->uses[i].by.col == at->col && strcmp(s->uses[i].by.file, at->file) == 0)
            return &s->uses[i].at;
    return NULL;
}

void form_bad(struct loader *l, const struct place *at, const char *fmt, ...)
{
    va_list ap;
    char text[1024];
    va_start(ap, fmt);
    (void)vsnprintf(text, sizeof text, fmt, ap);
    va_end(ap);
    const struct place *standard = standard_at(l, at);
    if (standard)
        problems_add(l->out, at, true, _("%s; what it is stands in %s:%d"), text, standard->file, standard->line);
    else
        problems_add(l->out, at, true, "%s", text);
}

void form_names_add(struct names *ns, const char *name)
{
    ns->v = mem_resize(ns->v, ns->n + 1, sizeof *ns->v);
    ns->v[ns->n++] = name;
}

#define LISTED 12 /* so many possibilities are listed when none is similar */

void form_bad_name(struct loader *l, const struct place *at, const char *what, const char *name, struct names *ns)
{
    struct buf b = {0};
    const char *best = NULL;
    int least = 1 + (int)text_len(name) / 3;
    bool short_name = strlen(name) <= 80; /* nobody mistypes more */
    for (size_t i = 0; short_name && i < ns->n; i++) {
        int d = ns->v[i] ? text_distance(name, ns->v[i]) : INT32_MAX;
        if (d <= least && (!best || d < least)) {
            best = ns->v[i];
            least = d;
        }
    }
    buf_addf(&b, _("unknown %s '%s'"), what, name);
    if (best) {
        buf_add(&b, " ");
        buf_addf(&b, _("(did you mean '%s'?)"), best);
    } else if (ns->n && ns->n <= LISTED) {
        for (size_t i = 0; i < ns->n; i++)
            buf_addf(&b, "%s%s", i ? ", " : _(" (there are: "), ns->v[i] ? ns->v[i] : "?");
        buf_addc(&b, ')');
    }
    form_bad(l, at, "%s", b.s);
    buf_free(&b);
    free(ns->v);
    *ns = (struct names){0};
}

/* ---- lists ---- */

size_t seq_count(struct node n)
{
    return node_is_list(n) ? node_count(n) : n.y ? 1 : 0;
}

struct node seq_next(struct node list, void **it)
{
    if (node_is_list(list))
        return list_next(list, it);
    if (*it)
        return (struct node){NULL, list.at};
    *it = (void *)(uintptr_t)list.y;
    return list;
}

size_t read_seq(struct loader *l, struct node n, const char *what)
{
    size_t count = node_is_list(n) ? node_count(n) : 0;
    if (count)
        return count;
    form_bad(l, &n.at, _("a list of %s is expected here"), what);
    return 0;
}

void read_names(struct loader *l, struct node list, void *items, size_t size, size_t name_offset)
{
    void *it = NULL;
    char *item = items;
    for (struct node n; (n = seq_next(list, &it)).y; item += size) {
        if (!node_is_map(n))
            continue;
        struct node k, v;
        for (void *kit = NULL; map_next(n, &kit, &k, &v);) {
            const char *key;
            size_t len;
            if (!node_text(k, &key, &len) || len != 4 || memcmp(key, "name", 4) != 0)
                continue;
            char *name = read_word(l, v);
            *(char **)(void *)(item + name_offset) = name;
            for (char *other = items; name && other < item; other += size) {
                const char *o = *(char **)(void *)(other + name_offset);
                if (o && strcmp(o, name) == 0) {
                    form_bad(l, &v.at, _("the name '%s' is used twice"), name);
                    break;
                }
            }
            break;
        }
    }
}

/* ---- single values ---- */

char *read_word(struct loader *l, struct node n)
{
    const char *s;
    size_t len;
    if (!node_text(n, &s, &len) || !len) {
        form_bad(l, &n.at, _("a value is expected here"));
        return NULL;
    }
    bool changed;
    char *clean = text_clean(s, len, true, &changed);
    char *kept = arena_dup(&l->set->arena, clean);
    free(clean);
    return kept;
}

bool form_is_name(const char *s)
{
    return *s >= 'a' && *s <= 'z' && s[strspn(s, "abcdefghijklmnopqrstuvwxyz0123456789_")] == 0 && strlen(s) <= 40;
}

void read_name(struct loader *l, struct node n, void *to)
{
    char *s = read_word(l, n);
    if (s && !form_is_name(s))
        form_bad(l, &n.at, _("'%s' is no name: small letters, digits and _, a letter first, 40 at most"), s);
    *(char **)to = s;
}

void read_text(struct loader *l, struct node n, void *to)
{
    *(char **)to = read_word(l, n);
}

void read_bool(struct loader *l, struct node n, void *to)
{
    const char *s;
    size_t len;
    bool text = node_text(n, &s, &len), yes = text && len == 4 && memcmp(s, "true", 4) == 0;
    if (!yes && !(text && len == 5 && memcmp(s, "false", 5) == 0))
        form_bad(l, &n.at, _("true or false is expected here"));
    *(bool *)to = yes;
}

void read_expr_in(struct loader *l, struct node n, struct expr *e)
{
    e->at = n.at;
    e->slot = l->set->pub.nslots++;
    e->sql = read_word(l, n);
    if (!e->sql)
        e->sql = arena_dup(&l->set->arena, "null");
    else if (strcmp(e->sql, "yes") == 0 || strcmp(e->sql, "no") == 0)
        form_bad(l, &n.at, _("write true or false instead of '%s'"), e->sql);
}

void read_expr(struct loader *l, struct node n, void *to)
{
    struct expr *e = form_alloc(l, 1, sizeof *e);
    read_expr_in(l, n, e);
    *(struct expr **)to = e;
}

struct expr *form_make_expr(struct loader *l, const struct place *at, const char *fmt, ...)
{
    va_list ap;
    char sql[256];
    va_start(ap, fmt);
    (void)vsnprintf(sql, sizeof sql, fmt, ap);
    va_end(ap);
    struct expr *e = form_alloc(l, 1, sizeof *e);
    *e = (struct expr){.sql = arena_dup(&l->set->arena, sql), .at = *at, .slot = l->set->pub.nslots++};
    return e;
}

void read_label(struct loader *l, struct node n, void *to)
{
    const char *s;
    size_t len;
    if (!node_text(n, &s, &len) || !len) {
        form_bad(l, &n.at, _("a text is expected here"));
        return;
    }
    char *clean = text_clean(s, len, false, NULL);
    if (!*clean)
        form_bad(l, &n.at, _("a text is expected here"));
    *(char **)to = arena_dup(&l->set->arena, clean);
    free(clean);
}

static void read_beside(struct loader *l, struct node entry, struct bilingual *b)
{
    struct node key, value;
    const char *s;
    size_t len;
    for (void *it = NULL; map_next(entry, &it, &key, &value);)
        if (node_text(key, &s, &len) && len == 2 && (memcmp(s, "zh", 2) == 0 || memcmp(s, "en", 2) == 0))
            read_label(l, value, &b->text[*s == 'z' ? LANG_ZH : LANG_EN]);
    for (int i = 0; i < 2; i++)
        if (!b->text[i])
            form_bad(l, &entry.at, _("%s needs the key '%s'"), _("a text in two languages"),
                     i == LANG_ZH ? "zh" : "en");
}

void read_bilingual(struct loader *l, struct node n, void *to)
{
    static const struct key keys[] = {
        {"zh", LANG_ZH * sizeof(char *), read_label, KEY_MUST},
        {"en", LANG_EN * sizeof(char *), read_label, KEY_MUST},
    };
    struct bilingual *b = to;
    if (n.y == l->entry) {
        read_beside(l, n, b);
        return;
    }
    (void)read_map(l, n, _("a text in two languages"), keys, ARRAY_LEN(keys), b->text, NULL);
}

int read_choice(struct loader *l, struct node n, const char *what, const char *const *names, size_t count)
{
    const char *s = read_word(l, n);
    if (!s)
        return -1;
    for (size_t i = 0; i < count; i++)
        if (strcmp(names[i], s) == 0)
            return (int)i;
    struct names ns = {0};
    for (size_t i = 0; i < count; i++)
        form_names_add(&ns, names[i]);
    form_bad_name(l, &n.at, what, s, &ns);
    return -1;
}

int read_number(struct loader *l, struct node n, int min, int max)
{
    const char *s;
    size_t len;
    char *end = NULL, digits[12];
    if (node_text(n, &s, &len) && len && len < sizeof digits) {
        memcpy(digits, s, len);
        digits[len] = 0;
        long v = strtol(digits, &end, 10);
        if (!*end && v >= min && v <= max)
            return (int)v;
    }
    form_bad(l, &n.at, _("a whole number from %d to %d is expected here"), min, max);
    return min;
}

void read_width(struct loader *l, struct node n, void *to)
{
    *(int *)to = read_number(l, n, 1, 200);
}

static int field_among(struct loader *l, struct node n, size_t count)
{
    const struct form *f = l->form;
    const char *s = read_word(l, n);
    if (!s)
        return -1;
    int found = form_field(f, s);
    if (found >= 0 && (size_t)found < count)
        return found;
    if (found >= 0) {
        form_bad(l, &n.at, _("'%s' is kept by the program itself and cannot stand here"), s);
        return -1;
    }
    struct names ns = {0};
    for (size_t i = 0; i < count; i++)
        if (f->fields[i].name)
            form_names_add(&ns, f->fields[i].name);
    form_bad_name(l, &n.at, _("field"), s, &ns);
    return -1;
}

int read_field(struct loader *l, struct node n)
{
    return field_among(l, n, l->form->nfields);
}

int read_declared(struct loader *l, struct node n)
{
    return field_among(l, n, l->form->ndeclared);
}

int read_list(struct loader *l, struct node n)
{
    const struct form *f = l->form;
    const char *s = read_word(l, n);
    int i = s ? form_list(f, s) : -1;
    struct names ns = {0};
    for (size_t k = 0; s && i < 0 && k < f->nlists; k++)
        form_names_add(&ns, f->lists[k].name);
    if (s && i < 0)
        form_bad_name(l, &n.at, _("list"), s, &ns);
    return i;
}

/* ---- references to other registers ---- */

struct owner *form_new_owner(struct loader *l, enum owner_kind kind, struct field *field, const char *name)
{
    struct owner *o = form_alloc(l, 1, sizeof *o);
    *o = (struct owner){kind, l->form, field, name, false};
    return o;
}

struct ref *form_new_ref(struct loader *l, struct owner *o, enum ref_kind kind, const char *reg, const char *name,
                         const struct place *at)
{
    struct ref *r = form_alloc(l, 1, sizeof *r);
    *r = (struct ref){.kind = kind, .owner = o, .reg = reg, .name = name, .at = *at};
    *l->last = r;
    l->last = &r->next;
    return r;
}
