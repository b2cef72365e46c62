/* One form: its top-level keys in the order in which they depend on each other. */
#include "paper.h"
#include "type.h"
#include <ctype.h>

/* ---- system fields ---- */

static const struct {
    const char *name;
    enum field_type type;
    struct bilingual label;
} system_fields[SYS_STATES] = {
    [SYS_NUMBER] = {"number", FT_TEXT, {{"编号", "No."}}},
    [SYS_STATE] = {"state", FT_ENUM, {{"状态", "State"}}},
    [SYS_SAVED_AT] = {"saved_at", FT_DATETIME, {{"登记时间", "Registered"}}},
    [SYS_CLERK] = {"clerk", FT_STAFF, {{"经办人", "Clerk"}}},
    [SYS_CHANGED_AT] = {"changed_at", FT_DATETIME, {{"修改时间", "Changed"}}},
    [SYS_CHANGED_BY] = {"changed_by", FT_STAFF, {{"修改人", "Changed by"}}},
};

static char *join_name(struct loader *l, const char *a, const char *b)
{
    char *s = mem_printf("%s%s", a ? a : "", b);
    char *kept = arena_dup(&l->set->arena, s);
    free(s);
    return kept;
}

static void add_state_field(struct loader *l, struct form *f, const struct state *s, enum field_type type,
                            const char *suffix, const char *zh, const char *en)
{
    struct field *field = &f->fields[f->nfields++];
    *field =
        (struct field){.name = join_name(l, s->name ? s->name : "?", suffix), .type = type, .system = true, .of = -1};
    field->label.text[LANG_ZH] = join_name(l, s->label.text[LANG_ZH], zh);
    field->label.text[LANG_EN] = join_name(l, s->label.text[LANG_EN], en);
    field->max = 200;
    field->at = f->at;
}

void form_add_system_fields(struct loader *l, struct form *f)
{
    f->nfields = f->ndeclared;
    for (int i = 0; i < SYS_STATES; i++) {
        struct field *field = &f->fields[f->nfields++];
        *field = (struct field){.type = system_fields[i].type, .system = true, .of = -1, .max = 200, .at = f->at};
        field->name = arena_dup(&l->set->arena, system_fields[i].name);
        field->label = form_labels(l, &system_fields[i].label);
    }
    struct field *state = &f->fields[form_sys(f, SYS_STATE)];
    state->nchoices = f->nstates;
    state->choices = form_alloc(l, f->nstates, sizeof *state->choices);
    for (size_t i = 0; i < f->nstates; i++) {
        state->choices[i] = (struct choice){f->states[i].name, f->states[i].label};
        add_state_field(l, f, &f->states[i], FT_DATETIME, "_at", "时间", " at");
        add_state_field(l, f, &f->states[i], FT_STAFF, "_by", "经办人", " by");
    }
}

/* ---- small keys ---- */

/* A register's table has its name; these are tables and indexes of the program, or functions that SQLite would take for
 * the table. What else the program keeps for registers has a name that no register can have. */
static bool name_taken(const char *s)
{
    static const char *const taken[] = {"journal",        "due",           "draft",       "staff",      "setting",
                                        "transfer",       "alloc",         "receipt",     "search",     "counter",
                                        "meta",           "menu",          "journal_of",  "due_record", "due_wake",
                                        "due_front",      "due_owner",     "search_data", "search_idx", "search_config",
                                        "search_content", "search_docsize"};
    static const char *const begins[] = {"qt_", "sqlite_", "json_", "pragma_", "fts5"};
    bool hit = false;
    for (size_t i = 0; i < ARRAY_LEN(taken); i++)
        hit |= strcmp(s, taken[i]) == 0;
    for (size_t i = 0; i < ARRAY_LEN(begins); i++)
        hit |= strncmp(s, begins[i], strlen(begins[i])) == 0;
    return hit;
}

static void read_form_name(struct loader *l, struct node n, void *to)
{
    read_name(l, n, to);
    const char *s = *(char **)to;
    bool hit = s && name_taken(s);
    if (hit)
        form_bad(l, &n.at, _("the name '%s' is used by the program itself; choose another"), s);
}

static void read_menu_key(struct loader *l, struct node n, void *to)
{
    const char *s;
    size_t len;
    if (node_text(n, &s, &len) && len == 1 && s[0] >= 'a' && s[0] <= 'z' && s[0] != 'q') /* q leads back */
        *(char *)to = s[0];
    else
        *(char *)to = (char)('0' + read_number(l, n, 1, 9));
}

static void read_menu_order(struct loader *l, struct node n, void *to)
{
    *(int *)to = read_number(l, n, 0, 9999);
}

static void read_menu(struct loader *l, struct node n, void *to)
{
    static const struct key keys[] = {
        {"group", offsetof(struct form, group), read_name, 0},
        {"key", offsetof(struct form, key), read_menu_key, 0},
        {"order", offsetof(struct form, order), read_menu_order, 0},
    };
    ((struct form *)to)->menu_at = n.at;
    (void)read_map(l, n, _("menu"), keys, ARRAY_LEN(keys), to, NULL);
}

static void read_unit_field(struct loader *l, struct node n, void *to)
{
    struct form *f = to;
    if (n.y) {
        int i = f->unit_field = read_declared(l, n);
        if (i >= 0 && f->fields[i].type != FT_UNIT && f->fields[i].type != FT_TEXT)
            form_bad(l, &n.at, _("unit_field names a field of type unit"));
        return;
    }
    for (size_t i = 0; i < f->ndeclared && f->unit_field < 0; i++)
        if (f->fields[i].type == FT_UNIT)
            f->unit_field = (int)i;
}

static void read_summary(struct loader *l, struct node n, void *to)
{
    struct form *f = to;
    if (n.y) {
        read_expr(l, n, &f->summary);
        return;
    }
    const char *name = "number";
    for (size_t i = 0; i < f->ndeclared; i++)
        if ((f->fields[i].type == FT_TEXT || f->fields[i].type == FT_PERSON) && f->fields[i].name) {
            name = f->fields[i].name;
            break;
        }
    f->summary = form_make_expr(l, &n.at, "\"%s\"", name);
}

static void read_edit_roles(struct loader *l, struct node n, void *to)
{
    struct form *f = to;
    f->edit_roles = read_roles(l, n, &f->nedit_roles);
}

static void read_view_roles(struct loader *l, struct node n, void *to)
{
    struct form *f = to;
    f->view_roles = read_roles(l, n, &f->nview_roles);
}

static void read_reveal_roles(struct loader *l, struct node n, void *to)
{
    struct form *f = to;
    f->reveal_roles = read_roles(l, n, &f->nreveal_roles);
}

static void read_home_roles(struct loader *l, struct node n, void *to)
{
    struct form *f = to;
    f->home_roles = read_roles(l, n, &f->nhome_roles);
}

static void read_home_list(struct loader *l, struct node n, void *to)
{
    int i = read_list(l, n);
    ((struct form *)to)->home_list = i < 0 ? 0 : i;
}

static void read_home(struct loader *l, struct node n, void *to)
{
    static const struct key keys[] = {
        {"roles", 0, read_home_roles, KEY_MUST},
        {"list", 0, read_home_list, 0},
    };
    (void)read_map(l, n, _("home"), keys, ARRAY_LEN(keys), to, NULL);
}

/* ---- number ---- */

/* One {part} of a pattern; *unique: it makes the number differ from record to record. */
static void check_part(struct loader *l, const struct node *n, const char *part, size_t len, bool *unique)
{
    static const char *const times[] = {"yy", "yyyy", "mm", "dd"};
    char s[64];
    if (len >= sizeof s)
        len = sizeof s - 1;
    memcpy(s, part, len);
    s[len] = 0;
    for (size_t i = 0; i < ARRAY_LEN(times); i++)
        if (strcmp(s, times[i]) == 0)
            return;
    if (strncmp(s, "seq:", 4) == 0 && s[4] >= '1' && s[4] <= '9' && !s[5]) {
        *unique = true;
        return;
    }
    int i = form_field(l->form, s);
    if (i >= 0 && i < (int)l->form->ndeclared) {
        *unique = true;
        if (!l->form->fields[i].required)
            form_bad(l, &n->at, _("the field '%s' makes the number, so it must be required"), s);
        return;
    }
    form_bad(l, &n->at,
             _("unknown part {%s} of a number (there are: {yy}, {yyyy}, {mm}, {dd}, {seq:1} to {seq:9}, {FIELD})"), s);
}

/* Columns of a field's value in a number: of choices it has their names. */
static int width_in_number(const struct field *field)
{
    int width = field->type == FT_ENUM ? 0 : field_width(field);
    for (size_t i = 0; field->type == FT_ENUM && i < field->nchoices; i++)
        if (field->choices[i].name && text_width(field->choices[i].name) > width)
            width = text_width(field->choices[i].name);
    return width;
}

/* A long pattern makes the column of the number wider than it would be. */
static void widen_number(struct form *f)
{
    struct field *number = f->nfields ? &f->fields[form_sys(f, SYS_NUMBER)] : NULL;
    int width = number ? serial_width(f->number) : 0;
    for (const char *p = f->number; number && (p = strchr(p, '{')); p++)
        for (size_t i = 0; i < f->ndeclared; i++)
            if (f->fields[i].name && strncmp(p + 1, f->fields[i].name, strcspn(p + 1, "}")) == 0 &&
                p[1 + strlen(f->fields[i].name)] == '}')
                width += width_in_number(&f->fields[i]);
    if (number && width > field_width(number))
        number->width = width;
}

static void read_number_pattern(struct loader *l, struct node n, void *to)
{
    struct form *f = to;
    if (!n.y) {
        char *s = mem_printf("%c{yy}{mm}-{seq:4}", f->name ? toupper((unsigned char)f->name[0]) : 'N');
        f->number = arena_dup(&l->set->arena, s);
        free(s);
        return;
    }
    f->number = read_word(l, n);
    bool unique = false;
    size_t before = l->out->errors;
    for (const char *p = f->number; p && (p = strchr(p, '{'));) {
        const char *end = strchr(p, '}');
        if (!end) {
            form_bad(l, &n.at, _("'{' without '}'"));
            return;
        }
        check_part(l, &n, p + 1, (size_t)(end - p - 1), &unique);
        p = end;
    }
    if (f->number && !unique && l->out->errors == before)
        form_bad(l, &n.at, _("a number needs {seq:N} or a field, or all records would have the same"));
    if (f->number && l->out->errors == before)
        widen_number(f);
}

static void read_gapless(struct loader *l, struct node n, void *to)
{
    struct form *f = to;
    read_bool(l, n, &f->gapless);
    if (f->gapless && f->number && !strstr(f->number, "{seq:"))
        form_bad(l, &n.at, _("'gapless' is about numbers that are given in sequence, and there is no {seq:N}"));
}

/* ---- the form ---- */

#define FORM(key, member, read, flags)                                                                                 \
    {                                                                                                                  \
        key, offsetof(struct form, member), read, flags                                                                \
    }
static const struct key form_keys[] = {
    FORM("vocabulary", vocabulary, read_vocabulary, 0),
    FORM("slip", slip_at, read_old_word, 0),
    FORM("letter", letter_at, read_old_word, 0),
    FORM("register", name, read_form_name, KEY_MUST),
    FORM("title", title, read_bilingual, KEY_MUST),
    FORM("short", short_title, read_bilingual, 0),
    FORM("say", say, read_bilingual, 0),
    {"menu", 0, read_menu, 0},
    {"sections", 0, read_sections, 0},
    {"states", 0, read_states, KEY_ALWAYS},
    {"state_groups", 0, read_groups_of_states, KEY_ALWAYS},
    {"fields", 0, read_fields, KEY_MUST},
    {"number", 0, read_number_pattern, KEY_ALWAYS},
    {"gapless", 0, read_gapless, 0},
    {"summary", 0, read_summary, KEY_ALWAYS},
    {"unit_field", 0, read_unit_field, KEY_ALWAYS},
    FORM("initial", initial, read_expr, 0),
    FORM("state_shown", state_shown, read_expr, 0),
    {"retention", 0, read_retention, KEY_ALWAYS},
    {"edit_roles", 0, read_edit_roles, 0},
    {"view_roles", 0, read_view_roles, 0},
    {"reveal_roles", 0, read_reveal_roles, 0},
    {"auto_close", 0, read_auto_close, 0},
    {"rules", 0, read_rules, 0},
    {"frozen", 0, read_frozen, 0},
    {"unique", 0, read_uniques, 0},
    FORM("append_only", append_only, read_bool, 0),
    {"actions", 0, read_actions, 0},
    {"clocks", 0, read_clocks, 0},
    {"urgent", 0, read_urgent, 0},
    {"lists", 0, read_lists, KEY_ALWAYS},
    {"card", 0, read_card, 0},
    {"rounds", 0, read_rounds, 0},
    {"duties", 0, read_duties, 0},
    {"home", 0, read_home, 0},
    {"watches", 0, read_watches, 0},
    {"similar", 0, read_similar, 0},
    {"asks", 0, read_asks, 0},
    {"already", 0, read_already, 0},
    {"again", 0, read_again, 0},
    {"figures", 0, read_figures, 0},
    {"settings", 0, read_settings, KEY_ALWAYS},
    {"handover", 0, read_handover, 0},
    {"inside", 0, read_inside, 0},
    {"holds", 0, read_holds, 0},
    {"sheet", 0, read_sheet, 0},
    {"sheets", 0, read_sheets, 0},
    {"papers", 0, read_papers, 0},
    {"renamed", 0, read_renamed, 0},
};

struct form *read_form(struct loader *l, struct node root)
{
    struct form *f = form_alloc(l, 1, sizeof *f);
    f->at = root.at;
    f->unit_field = -1;
    f->order = 1000;
    f->vocabulary = 1;
    l->form = f;
    l->signers = form_signers(root);
    l->balances = form_balances(root);
    l->asked = form_rows_asked(root);
    if (node_is_map(root))
        (void)read_map(l, root, _("a form"), form_keys, ARRAY_LEN(form_keys), f, NULL);
    else
        form_bad(l, &root.at, _("a form begins with 'register: NAME'"));
    form_check_serials(l, f);
    l->form = NULL;
    return f->name ? f : NULL;
}
