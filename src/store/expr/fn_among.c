/* The other records of a register that have these values: latest(), count_of(), sum_of(). What they are counted by has
 * an index (form_expr.h: counted). */
#include "expr/fn.h"

enum { ARGS_MOST = 64, FIRST_ARG = 2 /* ?1 is the record itself */ };

struct among {
    ctx *c;
    const struct form *form;
    struct buf sql; /* AND ... */
    struct {
        val *v;
        char *text; /* or: a piece of it */
    } args[ARGS_MOST];
    int n;
    bool nothing; /* a value is null, or may not be seen */
};

static void among_free(struct among *a)
{
    for (int i = 0; i < a->n; i++)
        free(a->args[i].text);
    buf_free(&a->sql);
}

static void add_arg(struct among *a, val *v, char *owned)
{
    if (a->n == ARGS_MOST) {
        free(owned);
        a->nothing = true;
        sqlite3_result_error(a->c, "too many values", -1);
        return;
    }
    buf_addf(&a->sql, "%s?%d", a->sql.s[a->sql.len - 1] == '(' ? "" : ", ", a->n + FIRST_ARG);
    a->args[a->n].v = v;
    a->args[a->n++].text = owned;
}

/* Choices stand in a list with commas; of states, a group stands for all of its own. */
static void add_choices(struct among *a, const struct field *f, const char *s)
{
    const bool state = f == &a->form->fields[form_sys(a->form, SYS_STATE)];
    for (size_t len; *s; s += len + (s[len] != '\0')) {
        len = strcspn(s, ",");
        char *name = mem_dupn(s, len);
        int group = state && form_state(a->form, name) < 0 ? form_group(a->form, name) : -1;
        for (size_t i = 0; group >= 0 && i < a->form->nstates; i++)
            if (a->form->groups[group].has[i])
                add_arg(a, NULL, mem_dup(a->form->states[i].name));
        if (group < 0)
            add_arg(a, NULL, name);
        else
            free(name);
    }
}

static void narrow(struct among *a, const struct field *f, val *v)
{
    buf_addf(&a->sql, " AND \"%s\" IN (", f->name);
    if (f->type == FT_ENUM && !f->multiple && !f->free)
        add_choices(a, f, text_of(v));
    else
        add_arg(a, v, NULL);
    buf_addc(&a->sql, ')');
}

/* The fields and their values from v[first] on. */
static bool among_of(struct among *a, ctx *c, int first, int n, val **v)
{
    a->c = c;
    if (n < first || (n - first) % 2 != 0) {
        sqlite3_result_error(c, "behind the register stand fields and their values, in pairs", -1);
        return false;
    }
    struct db *db = db_of(c);
    a->form = db ? forms_find(db->forms, text_of(v[0])) : NULL;
    if (db && !a->form)
        sqlite3_result_error(c, "no such register", -1);
    if (!a->form)
        return false;
    a->nothing = db->host.reads && !db->host.reads(db->host.arg, a->form, form_sys(a->form, SYS_NUMBER));
    for (int i = first; i < n && !a->nothing; i += 2) {
        const struct field *f = told(c, v[0], v[i], &a->form);
        if (f && !is_null(v[i + 1]))
            narrow(a, f, v[i + 1]);
        else
            a->nothing = true;
    }
    if (!a->nothing)
        area_narrow(db, a->form, &a->sql);
    return !a->nothing;
}

/* what: of the record, or of all of them. */
static void among_ask(struct among *a, const char *what, const char *behind)
{
    struct db *db = db_of(a->c);
    char *select =
        mem_printf("SELECT %s FROM \"%s\" WHERE id <> ?1%s%s", what, a->form->name, a->sql.s ? a->sql.s : "", behind);
    struct stmt *st = db_stmt(db, select);
    free(select);
    bind_int(st, 1, db->eval_form == a->form ? db->eval_id : 0);
    for (int i = 0; i < a->n; i++)
        if (a->args[i].text)
            bind_text(st, i + FIRST_ARG, a->args[i].text);
        else
            sqlite3_bind_value(engine_stmt(st), i + FIRST_ARG, a->args[i].v);
    if (row_one(db, st, return_column, a->c) < 0)
        sqlite3_result_error(a->c, fault_text(), -1);
}

/* The number of the newest: latest('complaint', 'unit', unit, 'matter', matter). */
void fn_latest(ctx *c, int n, val **v)
{
    struct among a = {0};
    if (among_of(&a, c, 1, n, v))
        among_ask(&a, "number", " ORDER BY id DESC LIMIT 1");
    among_free(&a);
}

/* count_of('stored', 'place', place, 'state', 'open') */
void fn_count_of(ctx *c, int n, val **v)
{
    struct among a = {0};
    if (among_of(&a, c, 1, n, v))
        among_ask(&a, "count(*)", "");
    among_free(&a);
}

/* sum_of('deposit', 'amount', 'unit', unit, 'state', 'held') */
void fn_sum_of(ctx *c, int n, val **v)
{
    struct among a = {0};
    const struct field *f = n > 1 ? told(c, v[0], v[1], &a.form) : NULL;
    if ((f || n < 2) && among_of(&a, c, 2, n, v)) { /* which says what is missing */
        char *sum = mem_printf("coalesce(sum(\"%s\"), 0)", f->name);
        among_ask(&a, sum, "");
        free(sum);
    }
    among_free(&a);
}
