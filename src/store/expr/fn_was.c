/* was('field'): what stood there before the change at hand. Before it is written that is what the table holds; behind
 * it the desk says so (expr_was). */
#include "expr/expr.h"
#include "expr/fn.h"

const struct record *expr_was(struct db *db, const struct record *before)
{
    const struct record *former = db->before;
    db->before = before;
    return former;
}

/* The stored field of the record's own register, which the reader may see. */
static const struct field *own_field(ctx *c, struct db *db, const char *name)
{
    const struct form *form = db->eval_form;
    int i = form_field(form, name);
    if (i < 0 || !field_stored(&form->fields[i]) || form->fields[i].secret) {
        sqlite3_result_error(c, "was() takes a stored field of this register", -1);
        return NULL;
    }
    return db->host.reads && !db->host.reads(db->host.arg, form, i) ? NULL : &form->fields[i];
}

static void return_stored(struct stmt *st, void *c)
{
    sqlite3_result_value(c, sqlite3_column_value(engine_stmt(st), 0));
}

static void return_value(ctx *c, const struct value *v)
{
    if (v->kind == VAL_INT)
        sqlite3_result_int64(c, v->i);
    else if (v->kind == VAL_TEXT)
        return_text(c, v->s);
}

void fn_was(ctx *c, int n, val **v)
{
    struct db *db = db_of(c);
    (void)n;
    if (!db || !db->eval_form || is_null(v[0]))
        return;
    const struct field *f = own_field(c, db, text_of(v[0]));
    const struct record *before = db->before;
    if (!f)
        return;
    if (before && before->form == db->eval_form && (before->id == 0 || before->id == db->eval_id)) {
        return_value(c, &before->v[f - before->form->fields]);
        return;
    }
    if (db->eval_id == 0)
        return;
    char *sql = mem_printf("SELECT \"%s\" FROM \"%s\" WHERE id = ?1", f->name, db->eval_form->name);
    struct stmt *st = db_stmt(db, sql);
    free(sql);
    bind_int(st, 1, db->eval_id);
    if (row_one(db, st, return_stored, c) < 0)
        sqlite3_result_error(c, fault_text(), -1);
}

/* ---- at load ---------------------------------------------------------------------------------------------------- */

static void tell_unknown(const struct form *form, const char *name, const struct place *p, struct problems *out)
{
    const char *best = NULL;
    for (size_t i = 0; i < form->nfields; i++)
        best = text_nearer(name, best, form->fields[i].name, 3);
    if (best)
        problems_add(out, p, true, _("unknown field '%s' (did you mean '%s'?)"), name, best);
    else
        problems_add(out, p, true, _("unknown field '%s'"), name);
}

void was_check(const struct form *form, const struct expr *e, struct problems *out)
{
    size_t len;
    bool call;
    for (const char *w = sql_word(e->sql, &len, &call); w; w = sql_word(w + len, &len, &call)) {
        if (!call || !sql_word_is(w, len, "was"))
            continue;
        const char *arg = w + len + strspn(w + len, " (\t\n");
        size_t n = *arg == '\'' ? strcspn(arg + 1, "'") : 0;
        struct place p = expr_place(e, (int)(arg - e->sql));
        char *name = mem_dupn(arg + (n > 0), n);
        int i = n > 0 ? form_field(form, name) : -1;
        if (n == 0)
            problems_add(out, &p, true, _("was() takes the name of a field in single quotes"));
        else if (i < 0)
            tell_unknown(form, name, &p, out);
        else if (!field_stored(&form->fields[i]) || form->fields[i].secret)
            problems_add(out, &p, true, _("was() cannot tell '%s': it is computed, rows, or secret"), name);
        free(name);
    }
}
