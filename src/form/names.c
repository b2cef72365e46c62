/* Names inside expressions: the registers, fields, states, choices and roles that stand in them in single quotes,
 * looked up when all files are read. SQLite sees to fields and functions; to it the rest are texts, and a rule with a
 * mistyped one would silently do nothing. */
#include "names.h"

/* What a text means where it stands: a choice of a field (a state is one of `state`), or a role. */
struct meaning {
    const struct form *form;
    const struct field *field; /* NULL: none */
    bool role;
};

static bool means_something(struct meaning m)
{
    return m.field || m.role;
}

static struct meaning meaning_of_field(const struct form *f, int i)
{
    bool chosen = f && i >= 0 && f->fields[i].type == FT_ENUM;
    return chosen ? (struct meaning){.form = f, .field = &f->fields[i]} : (struct meaning){0};
}

static bool is_state(struct meaning m)
{
    return m.field && m.field == &m.form->fields[form_sys(m.form, SYS_STATE)];
}

/* ---- telling ------------------------------------------------------------------------------------------------- */

/* at: of the name itself, behind its quote. */
static void bad_name(const struct names_check *c, int at, const char *what, const char *name, struct names *ns)
{
    struct place p = expr_place(c->e, at);
    form_bad_name(c->l, &p, what, name, ns);
}

static void bad(const struct names_check *c, const struct sql_node *n, const char *text)
{
    struct place p = expr_place(c->e, n->at + (n->kind == SQL_TEXT));
    form_bad(c->l, &p, "%s", text);
}

static void tell_choice(const struct names_check *c, int at, struct meaning m, const char *name)
{
    const struct forms *set = &c->l->set->pub;
    struct names ns = {0};
    char *what = NULL;
    for (size_t i = 0; m.role && i < set->nroles; i++)
        form_names_add(&ns, set->roles[i].name);
    for (size_t i = 0; m.field && i < m.field->nchoices; i++)
        form_names_add(&ns, m.field->choices[i].name);
    if (m.role)
        what = mem_dup(_("role"));
    else if (is_state(m))
        what = mem_printf(_("state of register '%s':"), m.form->name);
    else
        what = mem_printf(_("choice of field '%s':"), m.field->name);
    bad_name(c, at, what, name, &ns);
    free(what);
}

/* ---- what an expression can turn out to be ----------------------------------------------------------------------- */

/* Functions that give one of what they are given, from the first or second on. */
static bool passes_on(const struct sql_node *n, int child)
{
    static const char *const from_first[] = {"coalesce", "ifnull", "min", "max"};
    if (n->kind == SQL_CASE)
        return sql_child(n, child)->part == SQL_THEN;
    if (n->kind != SQL_CALL)
        return false;
    for (size_t i = 0; i < ARRAY_LEN(from_first); i++)
        if (strcmp(n->text, from_first[i]) == 0)
            return true;
    return strcmp(n->text, child == 0 ? "nullif" : "iif") == 0;
}

static const struct form *register_of(const struct names_check *c, const struct sql_node *n)
{
    return n && n->kind == SQL_TEXT ? forms_find(&c->l->set->pub, n->text) : NULL;
}

/* Of a column of the row that the expression sees. */
static struct meaning meaning_of_column(const struct names_check *c, const char *name)
{
    const struct row_scope *row = c->e->row;
    struct meaning m = {0};
    for (size_t i = 0; i < row->n; i++)
        if (row->v[i].name && strcmp(row->v[i].name, name) == 0 && row->v[i].type == FT_ENUM && !row->v[i].free)
            m = (struct meaning){.form = c->site->over, .field = &row->v[i]};
    return m;
}

static struct meaning meaning_of_name(const struct names_check *c, const char *name)
{
    const struct row_scope *row = c->e->row;
    const char *dot = strchr(name, '.'), *bare = dot ? dot + 1 : name;
    bool record = !row || (row->bare ? dot && strncmp(name, "record.", 7) == 0 : !dot);
    if (record)
        return c->site->over ? meaning_of_field(c->site->over, form_field(c->site->over, bare)) : (struct meaning){0};
    return meaning_of_column(c, bare);
}

static struct meaning meaning_of(const struct names_check *c, const struct sql_node *n)
{
    struct meaning m = {0};
    if (n->kind == SQL_NAME)
        return meaning_of_name(c, n->text);
    if (n->kind == SQL_CALL && strcmp(n->text, "role") == 0)
        return (struct meaning){.role = c->l->set->pub.nroles > 0};
    if (n->kind == SQL_CALL && strcmp(n->text, "was") == 0 && n->first && n->first->kind == SQL_TEXT && c->site->over)
        return meaning_of_field(c->site->over, form_field(c->site->over, n->first->text));
    if (n->kind == SQL_CALL && strcmp(n->text, "get") == 0) {
        const struct sql_node *field = sql_child(n, 2);
        const struct form *f = register_of(c, n->first);
        return meaning_of_field(f, f && field && field->kind == SQL_TEXT ? form_field(f, field->text) : -1);
    }
    int i = 0;
    for (const struct sql_node *child = n->first; child && !means_something(m); child = child->next)
        if (passes_on(n, i++))
            m = meaning_of(c, child);
    return m;
}

/* Every text that the expression can turn out to be. */
static void each_text(const struct sql_node *n, void (*fn)(const struct sql_node *text, void *arg), void *arg)
{
    int i = 0;
    if (n->kind == SQL_TEXT)
        fn(n, arg);
    for (const struct sql_node *child = n->first; child; child = child->next)
        if (passes_on(n, i++))
            each_text(child, fn, arg);
}

/* ---- texts that are choices ----------------------------------------------------------------------------------------
 */

struct wanted {
    const struct names_check *c;
    struct meaning m;
    const char *between;          /* characters between several; NULL: one */
    const struct sql_node *other; /* what it is compared with, or NULL */
    bool groups;                  /* a group of states will do, too */
};

static bool has_choice(struct meaning m, const struct forms *set, const char *name)
{
    for (size_t i = 0; m.field && i < m.field->nchoices; i++)
        if (m.field->choices[i].name && strcmp(m.field->choices[i].name, name) == 0)
            return true;
    return m.role && forms_role(set, name);
}

struct sought {
    const char *text;
    bool found;
};

static void seek(const struct sql_node *text, void *arg)
{
    struct sought *s = arg;
    s->found |= strcmp(s->text, text->text) == 0;
}

/* What stands for "none" in a coalesce() on the other side: '' and 'none'. */
static bool is_none(const char *s)
{
    return !*s || strcmp(s, "none") == 0;
}

static void look_at_piece(const struct wanted *w, int at, const char *piece)
{
    struct sought s = {piece, false};
    if (has_choice(w->m, &w->c->l->set->pub, piece))
        return;
    if (w->groups && is_state(w->m) && form_group(w->m.form, piece) >= 0)
        return;
    if (is_none(piece) && w->other)
        each_text(w->other, seek, &s);
    if (!s.found && *piece)
        tell_choice(w->c, at, w->m, piece);
}

static void look_at_text(const struct sql_node *text, void *arg)
{
    const struct wanted *w = arg;
    const char *s = text->text;
    if (!w->between) {
        look_at_piece(w, text->at + 1, s);
        return;
    }
    for (size_t n; *s; s += n + (s[n] != '\0')) {
        n = strcspn(s, w->between);
        char *piece = mem_dupn(s, n);
        look_at_piece(w, text->at + 1 + (int)(s - text->text), piece);
        free(piece);
    }
}

/* In place of a choice that is not there: '', 'none' or another choice. */
static void look_at_standin(const struct sql_node *text, void *arg)
{
    if (!is_none(text->text))
        look_at_text(text, arg);
}

static const char *between_of(struct meaning m)
{
    return m.field && m.field->multiple ? "," : NULL;
}

/* Two sides that are compared: texts on one are choices of the other. */
static void compare(const struct names_check *c, const struct sql_node *one, const struct sql_node *two)
{
    struct meaning m = meaning_of(c, one);
    struct wanted w = {.c = c, .m = m, .between = between_of(m), .other = one};
    if (!means_something(m))
        return;
    each_text(two, look_at_text, &w);
}

/* A side that is compared: what it may be instead of a choice. */
static void compared(const struct names_check *c, const struct sql_node *n)
{
    struct meaning m = meaning_of(c, n);
    struct wanted w = {.c = c, .m = m, .between = between_of(m)};
    if (means_something(m))
        each_text(n, look_at_standin, &w);
}

static void look_at_list(const struct names_check *c, const struct sql_node *in)
{
    compared(c, in->first);
    for (const struct sql_node *n = in->first->next; n; n = n->next)
        compare(c, in->first, n);
}

static void look_at_case(const struct names_check *c, const struct sql_node *n)
{
    if (!n->first || n->first->part != SQL_BASE)
        return;
    compared(c, n->first);
    for (const struct sql_node *when = n->first->next; when; when = when->next)
        if (when->part == SQL_WHEN)
            compare(c, n->first, when);
}

/* instr('red green', colour), instr(colours, 'red'): words of a text. */
static void look_at_instr(const struct names_check *c, const struct sql_node *n)
{
    const struct sql_node *in = n->first, *what = in ? in->next : NULL;
    if (!what)
        return;
    struct wanted words = {.c = c, .m = meaning_of(c, what), .between = " ,"};
    struct wanted one = {.c = c, .m = meaning_of(c, in), .between = " ,"};
    if (means_something(words.m))
        each_text(in, look_at_text, &words);
    else if (one.m.field && one.m.field->multiple)
        each_text(what, look_at_text, &one);
}

/* ---- functions that name registers and fields
 * ------------------------------------------------------------------------ */

/* R a register, F a field of it, O one of the record's own, A one that can be added up, V a value of the field before,
 * C an account, . anything; * and + at the end: pairs FV, none or at least one. */
static const struct {
    const char *name, *args;
} rules[] = {
    {"get", "R.F"},   {"label", "RFV"},   {"count_like", "RFV."}, {"was", "O"},
    {"latest", "R+"}, {"count_of", "R*"}, {"sum_of", "RA*"},      {"balance", "C"},
};

static void look_at_account(const struct names_check *c, const struct sql_node *n)
{
    const struct chart *chart = &c->l->set->pub.chart;
    struct names ns = {0};
    bool known = chart->naccounts == 0 && c->l->set->pub.alone;
    if (n->kind != SQL_TEXT)
        return; /* put together of a field: known when it is asked */
    for (size_t i = 0; i < chart->naccounts; i++) {
        const struct account *a = &chart->accounts[i];
        known |= strcmp(a->name, n->text) == 0 || (a->group && strcmp(a->group, n->text) == 0);
        form_names_add(&ns, a->name);
    }
    if (known)
        free(ns.v);
    else
        bad_name(c, n->at + 1, _("account"), n->text, &ns);
}

static const struct form *look_at_register(const struct names_check *c, const struct sql_node *n)
{
    const struct forms *set = &c->l->set->pub;
    const struct form *f = register_of(c, n);
    if (n->kind != SQL_TEXT)
        bad(c, n, _("the name of a register stands here in single quotes: any other could not be checked"));
    if (f || n->kind != SQL_TEXT || set->alone)
        return f;
    struct place p = expr_place(c->e, n->at + 1);
    form_bad_register(c->l, &p, n->text);
    return NULL;
}

static int look_at_field(const struct names_check *c, const struct form *f, const struct sql_node *n, bool adds_up,
                         bool any)
{
    if (n->kind != SQL_TEXT) {
        bad(c, n, _("the name of a field stands here in single quotes: any other could not be checked"));
        return -1;
    }
    int i = f ? form_field(f, n->text) : -1;
    struct names ns = {0};
    for (size_t k = 0; f && i < 0 && k < f->nfields; k++)
        form_names_add(&ns, f->fields[k].name);
    if (f && i < 0) {
        char *what = mem_printf(_("field of register '%s':"), f->name);
        bad_name(c, n->at + 1, what, n->text, &ns);
        free(what);
    } else if (f && !any &&
               (f->fields[i].secret || f->fields[i].type == FT_COMPUTED || f->fields[i].type == FT_ITEMS)) {
        bad(c, n, _("a secret or computed field, or one of rows, cannot be read here"));
    } else if (f && adds_up && !field_types[f->fields[i].type].adds_up) {
        bad(c, n, _("only numbers, money and durations have a sum"));
    }
    return i;
}

static void look_at_value(const struct names_check *c, const struct form *f, int field, const struct sql_node *n)
{
    struct meaning m = meaning_of_field(f, field);
    struct wanted w = {.c = c, .m = m, .between = m.field && m.field->free ? NULL : ",", .groups = true};
    if (means_something(m))
        each_text(n, look_at_text, &w);
}

/* How many stand before the pairs; all, when there are none. */
static int args_fixed(const char *args)
{
    return (int)strcspn(args, "*+");
}

static char arg_wanted(const char *args, int i)
{
    int fixed = args_fixed(args);
    return i < fixed ? args[i] : args[fixed] ? "FV"[(i - fixed) % 2] : '.';
}

/* SQLite counts where there are no pairs. */
static bool args_fit(const char *args, int given)
{
    int fixed = args_fixed(args), pairs = given - fixed;
    return !args[fixed] || (pairs >= (args[fixed] == '+' ? 2 : 0) && pairs % 2 == 0);
}

static void look_at_args(const struct names_check *c, const struct sql_node *call, const char *args)
{
    const bool label = strcmp(call->text, "label") == 0; /* reads no record */
    const struct form *f = NULL;
    int field = -1, i = 0;
    if (!args_fit(args, sql_children(call)))
        bad(c, call, _("behind the register stand fields and their values, in pairs"));
    for (const struct sql_node *n = call->first; n; n = n->next) {
        char wanted = arg_wanted(args, i++);
        if (wanted == 'R')
            f = look_at_register(c, n);
        else if (wanted == 'O')
            (void)look_at_field(c, c->site->over, n, false, false);
        else if (wanted == 'F' || wanted == 'A')
            field = look_at_field(c, f, n, wanted == 'A', label);
        else if (wanted == 'V')
            look_at_value(c, f, field, n);
        else if (wanted == 'C')
            look_at_account(c, n);
    }
}

/* rows_count(loans, 'back is null'): the text is an expression over the columns. */
static void look_at_rows(const struct names_check *c, const struct sql_node *n)
{
    const struct sql_node *field = n->first, *text = field ? field->next : NULL;
    const char *name = field && field->kind == SQL_NAME ? field->text : "", *dot = strchr(name, '.');
    int i = c->site->over ? form_field(c->site->over, dot ? dot + 1 : name) : -1;
    struct sql_node *root = i >= 0 && text && text->kind == SQL_TEXT ? sql_parse(text->text) : NULL;
    if (!root)
        return;
    const struct field *f = &c->site->over->fields[i];
    const struct row_scope scope = {.v = f->children, .n = f->nchildren, .bare = true};
    const struct expr within = {.sql = text->text, .at = expr_place(c->e, text->at + 1), .row = &scope};
    names_look(&(struct names_check){c->l, &(struct expr_site){.over = c->site->over}, &within}, root);
    sql_free(root);
}

static void look_at_call(const struct names_check *c, const struct sql_node *n)
{
    if (strncmp(n->text, "rows_", 5) == 0 && strcmp(n->text, "rows_text") != 0)
        look_at_rows(c, n);
    for (size_t i = 0; i < ARRAY_LEN(rules); i++)
        if (strcmp(n->text, rules[i].name) == 0)
            look_at_args(c, n, rules[i].args);
    if (strcmp(n->text, "instr") == 0)
        look_at_instr(c, n);
    if (strcmp(n->text, "nullif") == 0 && sql_children(n) == 2)
        compare(c, n->first, n->first->next);
}

/* ---- one expression
 * ---------------------------------------------------------------------------------------------------- */

static void look_at(const struct names_check *c, const struct sql_node *n)
{
    if (n->kind == SQL_CALL)
        look_at_call(c, n);
    else if (n->kind == SQL_CASE)
        look_at_case(c, n);
    else if (n->kind == SQL_IN)
        look_at_list(c, n);
    else if (n->kind == SQL_EQUAL) {
        compared(c, n->first);
        compared(c, n->first->next);
        compare(c, n->first, n->first->next);
        compare(c, n->first->next, n->first);
    }
    for (const struct sql_node *child = n->first; child; child = child->next)
        look_at(c, child);
}

const struct form *names_states(const struct names_check *c, const struct sql_node *left)
{
    struct meaning m = meaning_of(c, left);
    return is_state(m) ? m.form : NULL;
}

void names_look(const struct names_check *c, const struct sql_node *root)
{
    const struct field *gives = c->site->gives;
    look_at(c, root);
    if (!gives || gives->type != FT_ENUM)
        return;
    struct meaning m = {.form = c->site->into, .field = gives};
    struct wanted w = {.c = c, .m = m, .between = between_of(m)};
    each_text(root->first, look_at_text, &w);
}
