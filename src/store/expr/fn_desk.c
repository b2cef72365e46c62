/* Functions of expressions that read the desk's data: records, settings, deadlines, the staff. NULL in gives NULL out
 * unless docs/forms.md says otherwise. */
#include "expr/fn.h"

/* A setting whose default is a whole number is one: no text that would be compared as such. */
static void return_setting(ctx *c, const struct setting_rule *rule, const char *value)
{
    if (!setting_is_number(rule))
        return_text(c, value);
    else if (setting_accepts(rule, value) == 0)
        sqlite3_result_int64(c, strtoll(value, NULL, 10));
    else /* written past the desk */
        sqlite3_result_int64(c, strtoll(rule->value, NULL, 10));
}

static void fn_setting(ctx *c, int n, val **v)
{
    struct db *db = db_of(c);
    (void)n;
    if (!db || is_null(v[0]))
        return;
    const struct setting_rule *rule = forms_setting(db->forms, text_of(v[0]));
    if (!rule) {
        sqlite3_result_error(c, "no such setting", -1);
        return;
    }
    struct stmt *st = db_stmt(db, "SELECT value FROM setting WHERE name = ?1");
    bind_text(st, 1, rule->name);
    char *value = NULL;
    if (row_text(db, st, &value) < 0)
        sqlite3_result_error(c, fault_text(), -1);
    else
        return_setting(c, rule, value ? value : rule->value);
    free(value);
}

void return_column(struct stmt *st, void *c)
{
    sqlite3_result_value(c, sqlite3_column_value(engine_stmt(st), 0));
}

/* A stored field of a register that expressions may read: no secrets. */
static const struct field *readable(ctx *c, val *reg, val *field, const struct form **form)
{
    struct db *db = db_of(c);
    *form = db ? forms_find(db->forms, text_of(reg)) : NULL;
    int i = *form ? form_field(*form, text_of(field)) : -1;
    const struct field *f = i < 0 ? NULL : &(*form)->fields[i];
    if (!f || f->secret || !field_stored(f)) {
        sqlite3_result_error(c, "no such register or field, or it is secret", -1);
        return NULL;
    }
    return f;
}

const struct field *told(ctx *c, val *reg, val *field, const struct form **form)
{
    const struct field *f = readable(c, reg, field, form);
    const struct expr_host *host = f ? &db_of(c)->host : NULL;
    return f && host->reads && !host->reads(host->arg, *form, (int)(f - (*form)->fields)) ? NULL : f;
}

void area_narrow(struct db *db, const struct form *form, struct buf *sql)
{
    if (db->host.has_area && db->host.has_area(db->host.arg))
        sql_in_area(form, sql);
}

static void fn_get(ctx *c, int n, val **v)
{
    const struct form *form;
    const struct field *f = told(c, v[0], v[2], &form);
    (void)n;
    if (!f || is_null(v[1]))
        return;
    struct db *db = db_of(c);
    struct buf sql = {0};
    buf_addf(&sql, "SELECT \"%s\" FROM \"%s\" WHERE number = ?1", f->name, form->name);
    area_narrow(db, form, &sql);
    struct stmt *st = db_stmt(db, sql.s);
    buf_free(&sql);
    bind_text(st, 1, text_of(v[1]));
    if (row_one(db, st, return_column, c) < 0)
        sqlite3_result_error(c, fault_text(), -1);
}

static void fn_count_like(ctx *c, int n, val **v)
{
    const struct form *form;
    const struct field *f = told(c, v[0], v[1], &form);
    (void)n;
    if (!f || is_null(v[2]) || is_null(v[3]))
        return;
    struct db *db = db_of(c);
    struct buf sql = {0};
    buf_addf(&sql, "SELECT count(*) FROM \"%s\" WHERE \"%s\" = ?1 AND saved_at >= ?2 AND id <> ?3", form->name,
             f->name);
    area_narrow(db, form, &sql);
    struct stmt *st = db_stmt(db, sql.s);
    buf_free(&sql);
    sqlite3_bind_value(engine_stmt(st), 1, v[2]);
    bind_int(st, 2, clock_now() - sqlite3_value_int64(v[3]) * DAY);
    bind_int(st, 3, db->eval_form == form ? db->eval_id : 0);
    int64_t count = 0;
    if (row_int(db, st, &count) < 0)
        sqlite3_result_error(c, fault_text(), -1);
    else
        sqlite3_result_int64(c, count);
}

/* Rows of items have words, too. */
static const struct field *items_of(const struct db *db, val *reg, val *field)
{
    const struct form *form = db ? forms_find(db->forms, text_of(reg)) : NULL;
    int i = form ? form_field(form, text_of(field)) : -1;
    return i >= 0 && form->fields[i].type == FT_ITEMS ? &form->fields[i] : NULL;
}

/* A value as the screen shows it: a choice's label, a colleague's name, a moment. */
static void fn_label(ctx *c, int n, val **v)
{
    const struct field *f = items_of(db_of(c), v[0], v[1]);
    const struct form *form;
    (void)n;
    f = f ? f : readable(c, v[0], v[1], &form);
    if (!f || is_null(v[2]))
        return;
    struct db *db = db_of(c);
    struct value value = {0};
    if (sqlite3_value_type(v[2]) == SQLITE_INTEGER)
        value_int(&value, sqlite3_value_int64(v[2]));
    else
        value_text(&value, text_of(v[2]));
    struct staff person = {0};
    char *text = NULL;
    if (f->type == FT_STAFF && staff_get(db, text_of(v[2]), &person) == 0)
        text = mem_dup(person.name);
    else
        text = field_show(f, &value, db->lang, clock_now());
    return_text(c, text);
    free(text);
    staff_clear(&person);
    value_clear(&value);
}

/* The earliest running deadline of the record the expression runs on. */
static void fn_deadline(ctx *c, int n, val **v)
{
    struct db *db = db_of(c);
    (void)n;
    (void)v;
    if (!db || !db->eval_form || !db->eval_id)
        return;
    struct stmt *st =
        db_stmt(db, "SELECT min(due) FROM due WHERE reg = ?1 AND record = ?2 AND stopped = 0 AND paused = 0");
    bind_text(st, 1, db->eval_form->name);
    bind_int(st, 2, db->eval_id);
    if (row_one(db, st, return_column, c) < 0)
        sqlite3_result_error(c, fault_text(), -1);
}

/* Part of every list that a person with an area opens; true where no unit is named, and for everybody else. */
static void fn_in_area(ctx *c, int n, val **v)
{
    struct db *db = db_of(c);
    (void)n;
    sqlite3_result_int(c, is_null(v[0]) || !db || !db->host.in_area || db->host.in_area(db->host.arg, text_of(v[0])));
}

static const struct who *who_of(ctx *c)
{
    struct db *db = db_of(c);
    return db && db->host.who ? db->host.who(db->host.arg) : NULL;
}

static void fn_staff(ctx *c, int n, val **v)
{
    const struct who *who = who_of(c);
    (void)n;
    (void)v;
    if (who && who->staff)
        return_text(c, who->staff);
}

static void fn_role(ctx *c, int n, val **v)
{
    const struct who *who = who_of(c);
    (void)n;
    (void)v;
    if (who && who->role)
        return_text(c, who->role);
}

const struct expr_function expr_desk_functions[] = {
    {"setting", 1, fn_setting},
    {"get", 3, fn_get},
    {"count_like", 4, fn_count_like},
    {"latest", -1, fn_latest},
    {"count_of", -1, fn_count_of},
    {"sum_of", -1, fn_sum_of},
    {"label", 3, fn_label},
    {"was", 1, fn_was},
    {"deadline", 0, fn_deadline},
    {"in_area", 1, fn_in_area},
    {"staff", 0, fn_staff},
    {"role", 0, fn_role},
    {NULL, 0, NULL},
};
