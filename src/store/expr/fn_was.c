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
