/* What is wrong with an expression, in words and with its place; the check of all expressions of the forms. */
#include "expr/expr_rows.h"

/* ---- what is wrong, in words ------------------------------------------------------------------------------------ */

/* The word at the end of a message of SQLite's that begins so, or NULL. */
static const char *behind(const char *message, const char *start)
{
    size_t n = strlen(start);
    return strncmp(message, start, n) == 0 ? message + n : NULL;
}

static const char *nearest_field(const struct expr_site *site, const struct row_scope *row, const char *word)
{
    const struct form *form = site->over;
    const char *best = NULL;
    bool column = row && (row->bare != (strchr(word, '.') != NULL));
    word = strchr(word, '.') ? strchr(word, '.') + 1 : word;
    for (size_t i = 0; column && i < row->n; i++)
        best = text_nearer(word, best, row->v[i].name, 3);
    for (size_t i = 0; !column && form && i < form->nfields; i++)
        best = text_nearer(word, best, form->fields[i].name, 3);
    for (size_t i = 0; site->extras && site->extras[i]; i++)
        best = text_nearer(word, best, site->extras[i], 3);
    return best;
}

static struct place place_of_word(const struct expr *e, const char *word, int otherwise)
{
    size_t len;
    bool call;
    const char *sql = e->written ? e->written : e->sql;
    for (const char *w = sql_word(sql, &len, &call); w; w = sql_word(w + len, &len, &call))
        if (sql_word_is(w, len, word))
            return expr_place(e, (int)(w - sql));
    return expr_place(e, otherwise);
}

char *expr_explain(sqlite3 *h, const struct expr_site *site, const struct expr *e, int rc, struct place *at)
{
    const char *message = sqlite3_errmsg(h), *word, *best;
    int offset = sqlite3_error_offset(h) - (int)strlen(expr_before(e->row));
    bool function = true;
    if (e->written || offset < 0 || (size_t)offset > strlen(e->sql))
        offset = 0;
    *at = expr_place(e, offset);
    if (rc == SQLITE_MISUSE)
        return mem_dup(_("this is not one expression"));
    if ((word = behind(message, "no such column: "))) {
        function = false;
        best = nearest_field(site, e->row, word);
    } else if ((word = behind(message, "no such function: ")) ||
               (word = behind(message, "not authorized to use function: "))) {
        best = expr_function_near(word);
    } else {
        return mem_dup(rc == SQLITE_AUTH ? _("an expression cannot read tables") : message);
    }
    const char *last = strrchr(word, '.') ? strrchr(word, '.') + 1 : word; /* of row.place */
    *at = place_of_word(e, last, offset);
    const char *kind = function ? _("unknown function") : _("unknown field");
    return best ? mem_printf(_("%s '%s' (did you mean '%s'?)"), kind, word, best) : mem_printf("%s '%s'", kind, word);
}

/* ---- checking ---------------------------------------------------------------------------------------------------- */

struct check {
    struct evaluator *ev;
    const struct forms *set;
    struct problems *out;
};

/* One file alone may lie far from the register whose setting it is. */
static bool setting_known(const struct forms *set, const char *name)
{
    const char *dot = set->alone ? strchr(name, '.') : NULL;
    char *reg = mem_dupn(name, dot ? (size_t)(dot - name) : 0);
    bool known = forms_setting(set, name) || (dot && !forms_find(set, reg));
    free(reg);
    return known;
}

/* A setting is named in single quotes and known: a mistyped one would stand still at a default nobody sees. */
static void check_settings(const struct check *check, const struct expr *e)
{
    size_t len;
    bool call;
    const char *sql = e->written ? e->written : e->sql;
    for (const char *w = sql_word(sql, &len, &call); w; w = sql_word(w + len, &len, &call)) {
        if (!call || !sql_word_is(w, len, "setting"))
            continue;
        const char *name = w + len + strspn(w + len, " (\t\n");
        size_t n = *name == '\'' ? strcspn(name + 1, "'") : 0;
        char *known = mem_dupn(name + 1, n);
        struct place p = expr_place(e, (int)(name - sql));
        if (n == 0)
            problems_add(check->out, &p, true, _("setting() takes the name of a setting in single quotes"));
        else if (!setting_known(check->set, known))
            problems_add(check->out, &p, true, _("there is no setting '%s'"), known);
        free(known);
    }
}

/* ---- calls like rows_sum() ---- */

static int check_one(const struct expr_site *site, struct expr *e, void *arg);

struct calls_check {
    struct check *check;
    const struct form *over;
    struct expr *e;
};

static void check_pattern(const struct calls_check *of, const struct rows_call *call, struct place p)
{
    char *name = NULL;
    const char *near;
    int at = rows_pattern_wrong(call->items, call->text, &name, &near);
    p.col += at > 0 ? (int)text_len(call->text) - (int)text_len(call->text + at) : 0;
    if (at >= 0 && near)
        problems_add(of->check->out, &p, true, _("unknown column '%s' (did you mean '%s'?)"), name, near);
    else if (at >= 0)
        problems_add(of->check->out, &p, true, _("unknown column '%s'"), name);
    free(name);
}

static void check_call(const struct rows_call *call, void *arg)
{
    const struct calls_check *of = arg;
    const char *sql = of->e->written ? of->e->written : of->e->sql;
    struct place p = expr_place(of->e, (int)(call->first - sql));
    bool two = !sql_word_is(call->name, call->len, "rows_count") && !rows_pattern(call);
    if (!call->items) {
        problems_add(of->check->out, &p, true, _("%.*s() takes a field of type items first, by its name"),
                     (int)call->len, call->name);
        return;
    }
    p = expr_place(of->e, (int)((call->second ? call->second : call->first) - sql));
    if (call->second ? !call->text : two) {
        problems_add(of->check->out, &p, true, _("what %.*s() takes second stands in single quotes, and is the last"),
                     (int)call->len, call->name);
        return;
    }
    p.col++;
    if (call->text && rows_pattern(call)) {
        check_pattern(of, call, p);
    } else if (call->text) {
        const struct row_scope scope = {.v = call->items->children, .n = call->items->nchildren, .bare = true};
        struct expr within = {.sql = call->text, .at = p, .row = &scope};
        (void)check_one(&(struct expr_site){.over = of->over}, &within, of->check);
    }
}

/* The names that SQLite does not know were looked at when the forms were read; what could not be read then is told. */
static void check_readable(const struct check *check, const struct expr *e)
{
    struct sql_node *root = sql_parse(e->sql);
    if (!root)
        problems_add(check->out, &e->at, true, _("the names in this expression cannot be found; write it more simply"));
    sql_free(root);
}

static int check_one(const struct expr_site *site, struct expr *e, void *arg)
{
    enum { EXTRAS_MOST = 4 };
    struct check *check = arg;
    struct compiled c = {0};
    struct named extras[EXTRAS_MOST];
    size_t n = 0;
    if (e->row && !e->row->v) /* of a register that is not in a file read alone */
        return 0;
    for (; site->extras && site->extras[n] && n < EXTRAS_MOST; n++)
        extras[n] = (struct named){.name = site->extras[n]};
    int rc = expr_compile(check->ev, &c, site->over, e->row, e->sql, extras, n);
    if (rc != SQLITE_OK) {
        struct place p;
        char *why = expr_explain(check->ev->h, site, e, rc, &p);
        problems_add(check->out, &p, true, "%s", why);
        free(why);
    } else {
        check_readable(check, e);
    }
    compiled_clear(&c);
    check_settings(check, e);
    rows_calls(site->over, e->row, e->written ? e->written : e->sql, check_call,
               &(struct calls_check){check, site->over, e});
    return 0;
}

/* A list's condition runs on the table, which has no column for what is computed. */
static void check_list(const struct form *f, const struct expr *where, struct problems *out)
{
    size_t len;
    bool call;
    for (const char *w = sql_word(where->sql, &len, &call); w; w = sql_word(w + len, &len, &call)) {
        if (call && sql_word_is(w, len, "was")) {
            struct place p = expr_place(where, (int)(w - where->sql));
            problems_add(out, &p, true, _("a list shows what is there: was() has nothing to tell here"));
        }
        for (size_t i = 0; i < f->nfields; i++) {
            if (call || field_stored(&f->fields[i]) || !sql_word_is(w, len, f->fields[i].name))
                continue;
            struct place p = expr_place(where, (int)(w - where->sql));
            problems_add(out, &p, true, _("a list cannot be narrowed by '%s': it has no column of its own"),
                         f->fields[i].name);
        }
    }
}

/* What is added up by the table: stored fields only, and nothing about other records. */
static void check_added(const struct form *f, const struct expr *e, const char *what, const char *list,
                        struct problems *out)
{
    static const char *const of_a_record[] = {"was", "deadline", "latest", "count_like", "count_of", "sum_of"};
    size_t len;
    bool call;
    for (const char *w = e ? sql_word(e->sql, &len, &call) : NULL; w; w = sql_word(w + len, &len, &call)) {
        bool bad = false;
        for (size_t k = 0; call && k < ARRAY_LEN(of_a_record); k++)
            bad |= sql_word_is(w, len, of_a_record[k]);
        for (size_t k = 0; !call && k < f->nfields; k++)
            bad |= !field_stored(&f->fields[k]) && sql_word_is(w, len, f->fields[k].name);
        struct place p = expr_place(e, (int)(w - e->sql));
        if (bad)
            problems_add(out, &p, true,
                         _("'%s' has a total in the list '%s': its expression may name stored fields only, "
                           "and ask nothing about other records"),
                         what, list);
    }
}

static void check_totals(const struct form *f, const struct list_rule *list, struct problems *out)
{
    for (size_t i = 0; i < list->ntotals; i++) {
        int field = form_field(f, list->totals[i]);
        if (field >= 0 && f->fields[field].type == FT_COMPUTED)
            check_added(f, f->fields[field].compute, list->totals[i], list->name, out);
    }
    if (list->balance)
        check_added(f, list->balance->of, f->fields[list->balance->field].name, list->name, out);
}

int expr_check(const struct forms *set, struct problems *out)
{
    size_t before = out->errors;
    struct check check = {evaluator_new(NULL, 0), set, out};
    if (!check.ev)
        return fault_code();
    int rc = 0;
    for (size_t i = 0; rc == 0 && i < set->n; i++) {
        const struct form *f = set->v[i];
        rc = form_each_expr(set->v[i], check_one, set, &check);
        for (size_t k = 0; k < f->nlists; k++) {
            check_totals(f, &f->lists[k], out);
            if (f->lists[k].where)
                check_list(f, f->lists[k].where, out);
        }
        for (size_t k = 0; k < f->ngrids; k++) {
            check_added(f, f->grids[k].cell, f->grids[k].name, f->grids[k].name, out);
            if (f->grids[k].where)
                check_list(f, f->grids[k].where, out);
        }
        for (size_t k = 0; k < f->nuniques; k++)
            if (f->uniques[k].where)
                check_list(f, f->uniques[k].where, out);
    }
    evaluator_free(check.ev);
    return rc < 0 ? rc : (int)(out->errors - before);
}
