/* `renamed`: what records of before still have, and what this form calls it. */
#include "read.h"

static struct renaming *add_renaming(struct loader *l)
{
    struct form *f = l->form;
    struct renaming *grown = form_alloc(l, f->nrenamed + 1, sizeof *grown);
    if (f->nrenamed)
        memcpy(grown, f->renamed, f->nrenamed * sizeof *grown);
    f->renamed = grown;
    return &grown[f->nrenamed++];
}

/* The old name is a name, and stands here once. */
static char *read_old_name(struct loader *l, struct node key, int kind, int field)
{
    char *name = NULL;
    read_name(l, key, &name);
    for (size_t i = 0; name && i < l->form->nrenamed; i++) {
        const struct renaming *r = &l->form->renamed[i];
        if ((int)r->kind == kind && strcmp(r->was, name) == 0 && (kind != RENAMED_CHOICE || r->is == field)) {
            form_bad(l, &key.at, _("the name '%s' is used twice"), name);
            return NULL;
        }
    }
    return name;
}

static void told_as_map(struct loader *l, struct node n)
{
    if (!node_is_map(n))
        form_bad(l, &n.at,
                 _("renamed is written as {fields: {old: new}, states: {old: new}, choices: {field: {old: new}}}"));
}

static void read_fields_renamed(struct loader *l, struct node n, void *to)
{
    struct node key, value;
    (void)to;
    told_as_map(l, n);
    for (void *it = NULL; node_is_map(n) && map_next(n, &it, &key, &value);) {
        char *was = read_old_name(l, key, RENAMED_FIELD, -1);
        int is = read_declared(l, value);
        const struct field *f = is >= 0 ? &l->form->fields[is] : NULL;
        if (was && form_field(l->form, was) >= 0)
            form_bad(l, &key.at, _("there is a field '%s' still: nothing can be renamed from it"), was);
        else if (f && (f->type == FT_COMPUTED || f->type == FT_ITEMS || f->type == FT_SERIAL))
            form_bad(l, &value.at, _("'%s' takes nothing over: rows, serials and what is computed cannot be renamed"),
                     f->name);
        else if (was && f)
            *add_renaming(l) = (struct renaming){.kind = RENAMED_FIELD, .was = was, .is = is, .choice = -1};
    }
}

static void read_states_renamed(struct loader *l, struct node n, void *to)
{
    struct node key, value;
    (void)to;
    told_as_map(l, n);
    for (void *it = NULL; node_is_map(n) && map_next(n, &it, &key, &value);) {
        char *was = read_old_name(l, key, RENAMED_STATE, -1);
        int is = read_state(l, value);
        if (was && form_state(l->form, was) >= 0)
            form_bad(l, &key.at, _("there is a state '%s' still: nothing can be renamed from it"), was);
        else if (was && is >= 0)
            *add_renaming(l) = (struct renaming){.kind = RENAMED_STATE, .was = was, .is = is, .choice = -1};
    }
}

static int choice_of(const struct field *f, const char *name)
{
    for (size_t i = 0; name && i < f->nchoices; i++)
        if (f->choices[i].name && strcmp(f->choices[i].name, name) == 0)
            return (int)i;
    return -1;
}

static void tell_choice(struct loader *l, const struct place *at, const struct field *f, const char *name,
                        struct names *ns)
{
    char *what = mem_printf(_("choice of field '%s':"), f->name);
    form_bad_name(l, at, what, name, ns);
    free(what);
}

static void read_choice_renamed(struct loader *l, int field, struct node key, struct node value)
{
    const struct field *f = &l->form->fields[field];
    char *was = read_old_name(l, key, RENAMED_CHOICE, field), *name = read_word(l, value);
    int is = choice_of(f, name);
    struct names ns = {0};
    for (size_t i = 0; i < f->nchoices; i++)
        if (f->choices[i].name)
            form_names_add(&ns, f->choices[i].name);
    if (was && choice_of(f, was) >= 0)
        form_bad(l, &key.at, _("there is a choice '%s' still: nothing can be renamed from it"), was);
    else if (name && is < 0)
        tell_choice(l, &value.at, f, name, &ns);
    else if (was && name)
        *add_renaming(l) = (struct renaming){.kind = RENAMED_CHOICE, .was = was, .is = field, .choice = is};
    free(ns.v);
}

static void read_choices_renamed(struct loader *l, struct node n, void *to)
{
    struct node key, value, old, new;
    (void)to;
    told_as_map(l, n);
    for (void *it = NULL; node_is_map(n) && map_next(n, &it, &key, &value);) {
        int field = read_declared(l, key);
        if (field >= 0 &&
            (l->form->fields[field].type != FT_ENUM || l->form->fields[field].secret || !node_is_map(value)))
            form_bad(l, &key.at, _("'%s' is no field of choices, or {old: new} is missing behind it"),
                     l->form->fields[field].name);
        else
            for (void *at = NULL; field >= 0 && map_next(value, &at, &old, &new);)
                read_choice_renamed(l, field, old, new);
    }
}

void read_renamed(struct loader *l, struct node n, void *to)
{
    static const struct key keys[] = {
        {"fields", 0, read_fields_renamed, 0},
        {"states", 0, read_states_renamed, 0},
        {"choices", 0, read_choices_renamed, 0},
    };
    (void)read_map(l, n, _("renamed"), keys, ARRAY_LEN(keys), to, NULL);
}

/* ---- what it makes of a value ------------------------------------------------------------------------------------ */

static const char *new_name(const struct form *f, int field, const char *was, size_t len)
{
    bool state = field == form_sys(f, SYS_STATE);
    for (size_t i = 0; i < f->nrenamed; i++) {
        const struct renaming *r = &f->renamed[i];
        if (strlen(r->was) != len || strncmp(r->was, was, len) != 0)
            continue;
        if (state && r->kind == RENAMED_STATE)
            return f->states[r->is].name;
        if (r->kind == RENAMED_CHOICE && r->is == field)
            return f->fields[field].choices[r->choice].name;
    }
    return NULL;
}

char *form_renamed_value(const struct form *f, int field, const char *value)
{
    struct buf b = {0};
    bool any = false, several = f->fields[field].multiple;
    for (const char *at = value; f->nrenamed > 0 && *at;) {
        size_t len = several ? strcspn(at, ",") : strlen(at);
        const char *name = new_name(f, field, at, len);
        buf_add(&b, b.len ? "," : "");
        buf_addn(&b, name ? name : at, name ? strlen(name) : len);
        any |= name != NULL;
        at += len;
        at += *at == ',';
    }
    if (any)
        return buf_take(&b);
    buf_free(&b);
    return NULL;
}
