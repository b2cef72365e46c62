/* What is wrong with an expression, in words and with its place; the check of all expressions of the forms. */
#include "expr/expr.h"

/* ---- what is wrong, in words ------------------------------------------------------------------------------------ */

/* The word at the end of a message of SQLite's that begins so, or NULL. */
static const char *behind(const char *message, const char *start)
{
    size_t n = strlen(start);
    return strncmp(message, start, n) == 0 ? message + n : NULL;
}

static const char *nearest_field(const struct form *form, const char *word)
{
    const char *best = NULL;
    for (size_t i = 0; form && i < form->nfields; i++)
        best = text_nearer(word, best, form->fields[i].name, 3);
    for (size_t i = 0; expr_extras[i]; i++)
        best = text_nearer(word, best, expr_extras[i], 3);
    return best;
}

char *expr_explain(sqlite3 *h, const struct form *form, const char *expr, int rc, int *offset)
{
    const char *message = sqlite3_errmsg(h), *word, *best;
    int at = sqlite3_error_offset(h) - (int)strlen(EXPR_BEFORE);
    bool function = true;
    *offset = at >= 0 && (size_t)at <= strlen(expr) ? at : 0;
    if (rc == SQLITE_MISUSE)
        return mem_dup(_("this is not one expression"));
    if ((word = behind(message, "no such column: "))) {
        function = false;
        best = nearest_field(form, word);
    } else if ((word = behind(message, "no such function: ")) ||
               (word = behind(message, "not authorized to use function: "))) {
        best = expr_function_near(word);
    } else {
        return mem_dup(rc == SQLITE_AUTH ? _("an expression cannot read tables") : message);
    }
    size_t len;
    bool call;
    for (const char *w = sql_word(expr, &len, &call); w; w = sql_word(w + len, &len, &call))
        if (sql_word_is(w, len, word)) {
            *offset = (int)(w - expr);
            break;
        }
    const char *kind = function ? _("unknown function") : _("unknown field");
    return best ? mem_printf(_("%s '%s' (did you mean '%s'?)"), kind, word, best) : mem_printf("%s '%s'", kind, word);
}

struct place expr_place(const struct expr *e, int offset)
{
    struct place p = e->at;
    const char *end = e->sql + offset;
    for (const char *s = e->sql; s < end && *s; s++) {
        if (*s == '\n') {
            p.line++;
            p.col = 1;
        } else if (((unsigned char)*s & 0xc0) != 0x80) {
            p.col++;
        }
    }
    return p;
}

/* ---- checking ---------------------------------------------------------------------------------------------------- */

struct check {
    struct evaluator *ev;
    const struct forms *set;
    struct problems *out;
};

/* A setting is named in single quotes and known: a mistyped one would stand still at a default nobody sees. */
static void check_settings(const struct check *check, const struct expr *e)
{
    size_t len;
    bool call;
    for (const char *w = sql_word(e->sql, &len, &call); w; w = sql_word(w + len, &len, &call)) {
        if (!call || !sql_word_is(w, len, "setting"))
            continue;
        const char *name = w + len + strspn(w + len, " (\t\n");
        size_t n = *name == '\'' ? strcspn(name + 1, "'") : 0;
        char *known = mem_dupn(name + 1, n);
        struct place p = expr_place(e, (int)(name - e->sql));
        if (n == 0)
            problems_add(check->out, &p, true, _("setting() takes the name of a setting in single quotes"));
        else if (!forms_setting(check->set, known))
            problems_add(check->out, &p, true, _("there is no setting '%s'"), known);
        free(known);
    }
}

static int check_one(struct form *over, struct expr *e, void *arg)
{
    struct check *check = arg;
    struct compiled c = {0};
    int rc = expr_compile(check->ev, &c, over, e->sql, NULL, 0);
    if (rc != SQLITE_OK) {
        int offset;
        char *why = expr_explain(check->ev->h, over, e->sql, rc, &offset);
        struct place p = expr_place(e, offset);
        problems_add(check->out, &p, true, "%s", why);
        free(why);
    }
    compiled_clear(&c);
    check_settings(check, e);
    was_check(over, e, check->out);
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
        for (size_t k = 0; k < f->nlists; k++)
            if (f->lists[k].where)
                check_list(f, f->lists[k].where, out);
    }
    evaluator_free(check.ev);
    return rc < 0 ? rc : (int)(out->errors - before);
}
