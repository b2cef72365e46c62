/* Sections and fields of a form, with their choices, look-ups and child rows. */
#include "read.h"

#define T(t) (1u << (t))
#define TEXTS                                                                                                          \
    (T(FT_TEXT) | T(FT_NOTE) | T(FT_PHONE) | T(FT_IDCARD) | T(FT_PLATE) | T(FT_UNIT) | T(FT_PERSON) | T(FT_LINK) |     \
     T(FT_STAFF))

/* Keys that go with some types only, and types that cannot do without a key. */
static const struct {
    const char *key;
    unsigned types, must;
} typed_keys[] = {
    {"choices", T(FT_ENUM), T(FT_ENUM)},
    {"multiple", T(FT_ENUM), 0},
    {"free", T(FT_ENUM), 0},
    {"to", T(FT_LINK) | T(FT_COMPUTED), T(FT_LINK)},
    {"as", T(FT_COMPUTED), 0},
    {"of", T(FT_PERSON), 0},
    {"roles", T(FT_STAFF), 0},
    {"fields", T(FT_ITEMS), T(FT_ITEMS)},
    {"totals", T(FT_ITEMS), 0},
    {"compute", T(FT_COMPUTED), T(FT_COMPUTED)},
    {"strict", T(FT_IDCARD), 0},
    {"scan", T(FT_TEXT) | T(FT_LINK), 0},
    {"max", T(FT_TEXT) | T(FT_NOTE) | T(FT_ENUM) | T(FT_PERSON), 0},
    {"decimals", T(FT_INT) | T(FT_COMPUTED), 0},
    {"number", T(FT_SERIAL), T(FT_SERIAL)},
    {"given", T(FT_SERIAL), T(FT_SERIAL)},
    {"search", TEXTS | T(FT_ENUM) | T(FT_SERIAL), 0},
    {"secret", T(FT_TEXT) | T(FT_PHONE) | T(FT_IDCARD) | T(FT_PLATE), 0},
    {"lookup", TEXTS, 0},
    {"required", ~(T(FT_COMPUTED) | T(FT_SERIAL)), 0},
    {"readonly", ~(T(FT_COMPUTED) | T(FT_SERIAL)), 0},
    {"default", ~(T(FT_COMPUTED) | T(FT_SERIAL) | T(FT_FILES)), 0},
    {"kinds", T(FT_FILES), 0},
    {"most", T(FT_FILES), 0},
    {"size", T(FT_FILES), 0},
    {"personal", ~T(FT_SERIAL), 0},
    {"once", ~(T(FT_COMPUTED) | T(FT_SERIAL)), 0},
    {"check", ~(T(FT_COMPUTED) | T(FT_SERIAL)), 0},
};

static void read_type(struct loader *l, struct node n, void *to)
{
    const char *names[FT_COMPUTED + 1];
    for (size_t k = 0; k < ARRAY_LEN(names); k++)
        names[k] = field_types[k].name;
    int i = read_choice(l, n, _("type"), names, ARRAY_LEN(names));
    *(enum field_type *)to = i < 0 ? FT_TEXT : (enum field_type)i;
}

static void read_search(struct loader *l, struct node n, void *to)
{
    static const char *const kinds[] = {"none", "plain", "pinyin", "tail"};
    int i = read_choice(l, n, _("kind of search"), kinds, ARRAY_LEN(kinds));
    *(enum search_kind *)to = i < 0 ? SEARCH_NONE : (enum search_kind)i;
}

/* What a computed field's result is. */
static void read_as(struct loader *l, struct node n, void *to)
{
    static const enum field_type kinds[] = {FT_TEXT,     FT_INT,  FT_MONEY, FT_PERCENT, FT_DATE, FT_TIME, FT_DATETIME,
                                            FT_DURATION, FT_BOOL, FT_PHONE, FT_UNIT,    FT_LINK, FT_STAFF};
    const char *names[ARRAY_LEN(kinds)];
    for (size_t k = 0; k < ARRAY_LEN(names); k++)
        names[k] = field_types[kinds[k]].name;
    int i = read_choice(l, n, _("type of a result"), names, ARRAY_LEN(names));
    *(enum field_type *)to = i < 0 ? FT_COMPUTED : kinds[i];
}

static void read_max(struct loader *l, struct node n, void *to)
{
    *(int *)to = read_number(l, n, 1, 20000);
}

static void read_decimals(struct loader *l, struct node n, void *to)
{
    *(int *)to = read_number(l, n, 1, 3);
}

/* ---- sections ---- */

static const struct key section_keys[] = {
    {"name", offsetof(struct section, name), read_name, KEY_MUST},
    {"label", offsetof(struct section, label), read_bilingual, KEY_MUST},
};

void read_sections(struct loader *l, struct node n, void *to)
{
    struct form *f = to;
    size_t count = read_seq(l, n, _("sections"));
    f->sections = form_alloc(l, count, sizeof *f->sections);
    read_names(l, n, f->sections, sizeof *f->sections, offsetof(struct section, name));
    void *it = NULL;
    for (struct node s; count && (s = seq_next(n, &it)).y;)
        (void)read_map(l, s, _("a section"), section_keys, ARRAY_LEN(section_keys), &f->sections[f->nsections++], NULL);
}

static void read_section(struct loader *l, struct node n, void *to)
{
    struct form *f = l->form;
    char *s = read_word(l, n);
    for (size_t i = 0; s && i < f->nsections; i++)
        if (f->sections[i].name && strcmp(f->sections[i].name, s) == 0) {
            *(char **)to = s;
            return;
        }
    if (!s)
        return;
    struct names ns = {0};
    for (size_t i = 0; i < f->nsections; i++)
        if (f->sections[i].name)
            form_names_add(&ns, f->sections[i].name);
    form_bad_name(l, &n.at, _("section"), s, &ns);
}

/* ---- fields ---- */

static void read_of(struct loader *l, struct node n, void *to)
{
    *(int *)to = read_declared(l, n);
}

/* Names that mean something else in expressions and tables. */
static void read_field_name(struct loader *l, struct node n, void *to)
{
    static const char *const taken[] = {"id", "version", "due", "started", "rowid", "oid", "count"};
    const struct form *f = l->form;
    read_name(l, n, to);
    const char *name = *(char **)to;
    for (size_t i = 0; name && i < ARRAY_LEN(taken); i++)
        if (strcmp(name, taken[i]) == 0)
            form_bad(l, &n.at, _("the name '%s' is used by the program itself; choose another"), name);
    for (size_t i = f->ndeclared; name && i < f->nfields; i++)
        if (strcmp(name, f->fields[i].name) == 0)
            form_bad(l, &n.at, _("the program itself keeps '%s' (%s) for every record; choose another name"), name,
                     label_of(&f->fields[i].label, LANG_EN, name));
}

static void read_children(struct loader *l, struct node n, void *to);
static void read_totals(struct loader *l, struct node n, void *to);

static void read_field_roles(struct loader *l, struct node n, void *to)
{
    struct field *f = to;
    f->roles = read_roles(l, n, &f->nroles);
}

static void read_field_view(struct loader *l, struct node n, void *to)
{
    struct field *f = to;
    f->view_roles = read_roles(l, n, &f->nview_roles);
}

static void read_field_edit(struct loader *l, struct node n, void *to)
{
    struct field *f = to;
    f->edit_roles = read_roles(l, n, &f->nedit_roles);
}

#define FIELD(key, member, read, flags)                                                                                \
    {                                                                                                                  \
        key, offsetof(struct field, member), read, flags                                                               \
    }
static const struct key field_keys[] = {
    FIELD("name", name, read_field_name, KEY_MUST),
    FIELD("type", type, read_type, KEY_MUST),
    FIELD("label", label, read_bilingual, KEY_MUST),
    FIELD("help", help, read_bilingual, 0),
    FIELD("section", section, read_section, 0),
    FIELD("required", required, read_expr, 0),
    FIELD("readonly", readonly, read_expr, 0),
    FIELD("visible", visible, read_expr, 0),
    FIELD("hidden", hidden, read_bool, 0),
    FIELD("once", once, read_bool, 0),
    FIELD("default", dflt, read_expr, 0),
    FIELD("check", check, read_expr, 0),
    FIELD("message", message, read_bilingual, 0),
    FIELD("compute", compute, read_expr, 0),
    FIELD("as", as, read_as, 0),
    FIELD("strict", strict, read_expr, 0),
    FIELD("scan", scan, read_bool, 0),
    FIELD("personal", personal, read_bool, 0),
    FIELD("secret", secret, read_bool, 0),
    FIELD("search", search, read_search, 0),
    FIELD("max", max, read_max, 0),
    FIELD("width", width, read_width, 0),
    FIELD("decimals", decimals, read_decimals, 0),
    FIELD("number", number, read_serial_number, 0),
    FIELD("given", given, read_name, 0),
    FIELD("multiple", multiple, read_bool, 0),
    FIELD("free", free, read_bool, 0),
    {"choices", 0, read_choices, 0},
    {"to", 0, read_link, 0},
    FIELD("of", of, read_of, 0),
    {"roles", 0, read_field_roles, 0},
    {"view_roles", 0, read_field_view, 0},
    {"edit_roles", 0, read_field_edit, 0},
    {"lookup", 0, read_lookup, 0},
    {"fields", 0, read_children, 0},
    {"totals", 0, read_totals, 0},
    FIELD("kinds", files, read_file_kinds, 0),
    FIELD("most", files, read_file_count, 0),
    FIELD("size", files, read_file_size, 0),
};
static const struct key child_keys[] = {
    FIELD("name", name, read_name, KEY_MUST),
    FIELD("type", type, read_type, KEY_MUST),
    FIELD("label", label, read_bilingual, KEY_MUST),
    FIELD("required", required, read_expr, 0),
    FIELD("default", dflt, read_expr, 0),
    FIELD("check", check, read_expr, 0),
    FIELD("message", message, read_bilingual, 0),
    FIELD("compute", compute, read_expr, 0),
    FIELD("personal", personal, read_bool, 0),
    FIELD("decimals", decimals, read_decimals, 0),
    FIELD("max", max, read_max, 0),
    FIELD("width", width, read_width, 0),
    {"choices", 0, read_choices, 0},
    FIELD("free", free, read_bool, 0),
    {"roles", 0, read_field_roles, 0},
    {"to", 0, read_link, 0},
};

/* What a form may leave to fields.yaml: nothing that goes by the other fields of a form. */
static const struct key standard_keys[] = {
    FIELD("name", name, read_field_name, KEY_MUST),
    FIELD("type", type, read_type, KEY_MUST),
    FIELD("label", label, read_bilingual, KEY_MUST),
    FIELD("help", help, read_bilingual, 0),
    FIELD("personal", personal, read_bool, 0),
    FIELD("secret", secret, read_bool, 0),
    FIELD("search", search, read_search, 0),
    FIELD("max", max, read_max, 0),
    FIELD("width", width, read_width, 0),
    FIELD("decimals", decimals, read_decimals, 0),
    FIELD("multiple", multiple, read_bool, 0),
    FIELD("free", free, read_bool, 0),
    {"choices", 0, read_choices, 0},
    FIELD("to", given, read_name, 0), /* a name: looked up by the forms that take it, like the next */
    FIELD("of", given, read_name, 0),
    {"roles", 0, read_field_roles, 0},
    FIELD("kinds", files, read_file_kinds, 0),
    FIELD("most", files, read_file_count, 0),
    FIELD("size", files, read_file_size, 0),
};

bool field_has_key(const char *key, bool column)
{
    const struct key *keys = column ? child_keys : field_keys;
    size_t n = column ? ARRAY_LEN(child_keys) : ARRAY_LEN(field_keys);
    for (size_t i = 0; i < n; i++)
        if (strcmp(keys[i].name, key) == 0)
            return true;
    return false;
}

static void check_typed_keys(struct loader *l, const struct field *f, const struct key *keys, size_t nkeys,
                             const struct node *slots)
{
    for (size_t i = 0; i < ARRAY_LEN(typed_keys); i++)
        for (size_t k = 0; k < nkeys; k++) {
            bool any = keys == child_keys && keys[k].read == read_expr; /* a column of any type may be computed */
            if (any || strcmp(keys[k].name, typed_keys[i].key) != 0)
                continue;
            if (slots[k].y && !(typed_keys[i].types & T(f->type)))
                form_bad(l, &slots[k].at, _("'%s' does not go with type %s"), keys[k].name, field_types[f->type].name);
            if (!slots[k].y && (typed_keys[i].must & T(f->type)))
                form_bad(l, &f->at, _("a field of type %s needs the key '%s'"), field_types[f->type].name,
                         keys[k].name);
        }
}

static void set_defaults(struct loader *l, struct field *f, bool search_given)
{
    if (!search_given && !f->secret && !f->system)
        f->search = f->type == FT_UNIT                            ? SEARCH_PLAIN
                    : f->type == FT_SERIAL && f->nview_roles == 0 ? SEARCH_PLAIN
                    : f->type == FT_PHONE && f->nview_roles == 0  ? SEARCH_TAIL
                                                                  : SEARCH_NONE;
    if (f->type == FT_SERIAL) /* nobody types it */
        f->hidden = true;
    if (f->type == FT_COMPUTED && f->compute) /* that of a column is what the column keeps: fen, parts of one */
        f->compute->scale = f->decimals > 0 ? (int)field_scale(f) : 1;
    if (f->type == FT_COMPUTED && (f->as == FT_LINK) != (f->to != NULL))
        form_bad(l, &f->at, _("'as: link' and 'to', the register, go together"));
    if (f->type == FT_COMPUTED && f->decimals > 0 && f->as != FT_COMPUTED && f->as != FT_INT)
        form_bad(l, &f->at, _("'decimals' goes with 'as: int'; a result of type %s has its own"),
                 field_types[f->as].name);
    if (!f->max)
        f->max = f->type == FT_NOTE ? 20000 : 200;
    if (f->secret && f->search != SEARCH_NONE)
        form_bad(l, &f->at, _("a secret field is found only by its whole value: leave 'search' out"));
    if (f->nview_roles > 0 && (f->search != SEARCH_NONE || f->type == FT_UNIT))
        form_bad(l, &f->at, _("what not everybody may see is not searched: leave 'search' out, and no type unit"));
    if ((f->message.text[LANG_ZH] || f->message.text[LANG_EN]) && !f->check)
        form_bad(l, &f->at, _("'message' belongs to 'check', and there is none"));
}

static void read_one(struct loader *l, struct node n, struct field *f, const struct key *keys, size_t nkeys)
{
    struct node slots[KEYS_MAX];
    size_t before = l->out->errors;
    f->at = n.at;
    f->of = -1;
    f->as = FT_COMPUTED;
    if (!read_map(l, n, _("a field"), keys, nkeys, f, slots))
        return;
    bool typed = false, search = false;
    for (size_t k = 0; k < nkeys; k++) {
        typed |= strcmp(keys[k].name, "type") == 0 && slots[k].y;
        search |= strcmp(keys[k].name, "search") == 0 && slots[k].y;
    }
    if (typed && (l->out->errors == before || f->type != FT_TEXT)) /* an unknown type is reported already */
        check_typed_keys(l, f, keys, nkeys, slots);
    set_defaults(l, f, search);
    if (f->type == FT_FILES)
        files_columns(l, f);
}

void read_standard(struct loader *l, struct node n, struct field *f)
{
    struct form none = {0};
    l->form = &none;
    read_one(l, n, f, standard_keys, ARRAY_LEN(standard_keys));
    if (f->type == FT_COMPUTED || f->type == FT_SERIAL || (f->type == FT_ITEMS && !field_takes_files(f)))
        form_bad(l, &f->at, _("a field of type %s is said by each form for itself"), field_types[f->type].name);
    l->form = NULL;
}

/* An expression of a column sees its row. */
static void see_row(struct loader *l, struct field *c, const struct row_scope *scope)
{
    struct expr *const v[] = {c->required, c->dflt, c->check, c->compute};
    for (size_t i = 0; i < ARRAY_LEN(v); i++)
        if (v[i])
            v[i]->row = scope;
    if (c->compute && (c->required || c->dflt || c->check))
        form_bad(l, &c->compute->at,
                 _("'compute' works the column out: no 'required', 'default' and 'check' beside it"));
}

static void read_children(struct loader *l, struct node n, void *to)
{
    struct field *f = to;
    struct row_scope *scope = form_alloc(l, 1, sizeof *scope);
    size_t count = read_seq(l, n, _("fields"));
    if (count > COLUMNS_MOST)
        form_bad(l, &n.at, _("%zu columns; rows have at most %d"), count, COLUMNS_MOST);
    f->children = form_alloc(l, count, sizeof *f->children);
    read_names(l, n, f->children, sizeof *f->children, offsetof(struct field, name));
    void *it = NULL;
    for (struct node c; count && (c = seq_next(n, &it)).y; f->nchildren++) {
        struct field *child = &f->children[f->nchildren];
        read_one(l, c, child, child_keys, ARRAY_LEN(child_keys));
        if (!field_types[child->type].in_rows)
            form_bad(l, &c.at, _("type %s cannot stand inside items"), field_types[child->type].name);
        if (child->type == FT_UNIT)
            refer_to_unit(l, child);
        see_row(l, child, scope);
    }
    *scope = (struct row_scope){.v = f->children, .n = f->nchildren, .bare = true};
}

/* Columns by name; count: how many rows, unless a column is called so. */
static void read_totals(struct loader *l, struct node n, void *to)
{
    struct field *f = to;
    void *it = NULL;
    for (struct node i; (i = seq_next(n, &it)).y;) {
        struct names ns = {0};
        const char *name = read_word(l, i);
        struct field *found = NULL;
        for (size_t k = 0; name && k < f->nchildren; k++) {
            struct field *c = &f->children[k];
            if (c->name && strcmp(c->name, name) == 0)
                found = c;
            if (c->name && field_types[c->type].adds_up)
                form_names_add(&ns, c->name);
        }
        bool count = name && !found && strcmp(name, "count") == 0;
        if (found && field_types[found->type].adds_up)
            found->summed = true;
        else if (count)
            f->counted = true;
        else if (name)
            form_bad_name(l, &i.at, _("column with a sum"), name, &ns);
        free(ns.v);
    }
}

enum { FIELDS_MOST = 400 }; /* with what goes with them a table has at most 2000 columns */

/* A secret field has two columns more. */
static void check_columns(struct loader *l, const struct form *f, const struct field *secret)
{
    for (size_t i = 0; i < f->ndeclared; i++) {
        const char *name = f->fields[i].name;
        size_t n = strlen(secret->name);
        if (name && strncmp(name, secret->name, n) == 0 &&
            (strcmp(name + n, "_sealed") == 0 || strcmp(name + n, "_index") == 0))
            form_bad(l, &f->fields[i].at, _("the name '%s' is used by the program itself; choose another"), name);
    }
}

void read_fields(struct loader *l, struct node n, void *to)
{
    struct form *f = to;
    size_t count = read_seq(l, n, _("fields"));
    if (count > FIELDS_MOST)
        form_bad(l, &n.at, _("%zu fields; a register has at most %d"), count, FIELDS_MOST);
    f->fields =
        form_alloc(l, count + SYS_STATES + 2 * (f->nstates + l->signers) + l->balances + l->asked * COLUMNS_MOST,
                   sizeof *f->fields);
    read_names(l, n, f->fields, sizeof *f->fields, offsetof(struct field, name));
    f->ndeclared = count;
    form_add_system_fields(l, f);
    void *it = NULL;
    struct field *field = f->fields;
    for (struct node i; count && (i = seq_next(n, &it)).y; field++)
        read_one(l, i, field, field_keys, ARRAY_LEN(field_keys));
    for (size_t i = 0; i < count; i++) {
        field = &f->fields[i];
        if (field->secret && field->name)
            check_columns(l, f, field);
        if (field->of >= 0 && f->fields[field->of].type != FT_UNIT)
            form_bad(l, &field->at, _("'of' must name a field of type unit; '%s' is none"), f->fields[field->of].name);
        if (field->type == FT_UNIT)
            refer_to_unit(l, field);
    }
}
