/* Functions of expressions over the rows of a record (expr_rows.h). No rows are nothing to add up: sum and count are 0,
 * the text is null. */
#include "expr/expr_rows.h"
#include "expr/fn.h"

/* 'stored.goods' */
static const struct field *items_named(struct db *db, const char *name)
{
    const char *dot = strchr(name, '.');
    char *reg = dot ? mem_dupn(name, (size_t)(dot - name)) : NULL;
    const struct form *f = reg ? forms_find(db->forms, reg) : NULL;
    int i = f ? form_field(f, dot + 1) : -1;
    free(reg);
    return i >= 0 && f->fields[i].type == FT_ITEMS ? &f->fields[i] : NULL;
}

/* The rows that the first argument holds; false: with a fault, or none. */
static bool read_rows(ctx *c, int n, val **v, struct item_table *t)
{
    struct db *db = db_of(c);
    const struct field *f = db && db->eval_record && n >= 2 ? items_named(db, text_of(v[0])) : NULL;
    *t = (struct item_table){.f = f};
    if (!f) /* no form's own expression */
        sqlite3_result_error(c, _("rows are asked for by the field's name, and not in a list's condition"), -1);
    else if (!is_null(v[1]) && items_read(f, text_of(v[1]), clock_now(), false, t) < 0)
        sqlite3_result_error(c, fault_text(), -1);
    else
        return true;
    return false;
}

static struct compiled *compiled_for(struct evaluator *ev, const struct form *form, const struct field *items,
                                     const char *sql)
{
    for (size_t i = 0; i < ev->nrows; i++)
        if (ev->rows[i]->items == items && ev->rows[i]->c.form == form && strcmp(ev->rows[i]->sql, sql) == 0)
            return ev->rows[i]->c.st ? &ev->rows[i]->c : NULL;
    struct rows_compiled *new = mem_alloc(sizeof *new);
    *new = (struct rows_compiled){
        .items = items, .scope = {.v = items->children, .n = items->nchildren, .bare = true}, .sql = mem_dup(sql)};
    ev->rows = mem_resize(ev->rows, ev->nrows + 1, sizeof(struct rows_compiled *));
    ev->rows[ev->nrows++] = new;
    return expr_compile(ev, &new->c, form, &new->scope, sql, NULL, 0) == SQLITE_OK ? &new->c : NULL;
}

/* The expression in the quotes, of each row, to fn. */
static void each_row(ctx *c, const struct item_table *t, const char *sql, void (*fn)(val *v, void *arg), void *arg)
{
    struct db *db = db_of(c);
    struct compiled *e = compiled_for(db->eval, db->eval_form, t->f, sql);
    if (!e) {
        sqlite3_result_error(c, sqlite3_errmsg(db->eval->h), -1);
        return;
    }
    sqlite3_stmt *st = engine_stmt(e->st);
    int rc = SQLITE_ROW;
    for (size_t row = 0; rc == SQLITE_ROW && row < t->n; row++) {
        compiled_bind(e, db->eval_record, items_row(t, row), NULL, 0);
        rc = sqlite3_step(st);
        if (rc == SQLITE_ROW)
            fn(sqlite3_column_value(st, 0), arg);
        else
            sqlite3_result_error(c, sqlite3_errmsg(db->eval->h), -1);
        stmt_end(e->st);
    }
}

struct sum {
    int64_t whole;
    double real;
    bool fraction, full;
};

static void add(val *v, void *arg)
{
    struct sum *s = arg;
    int type = sqlite3_value_numeric_type(v);
    if (type == SQLITE_NULL)
        return;
    s->fraction |= type != SQLITE_INTEGER;
    s->real += sqlite3_value_double(v);
    s->full |= __builtin_add_overflow(s->whole, sqlite3_value_int64(v), &s->whole);
}

static void fn_rows_sum(ctx *c, int n, val **v)
{
    struct item_table t;
    struct sum s = {0};
    sqlite3_result_int64(c, 0);
    if (read_rows(c, n, v, &t)) {
        each_row(c, &t, n > 2 ? text_of(v[2]) : "null", add, &s);
        if (s.fraction || s.full)
            sqlite3_result_double(c, s.real);
        else if (s.whole)
            sqlite3_result_int64(c, s.whole);
    }
    items_free(&t);
}

static void count_true(val *v, void *arg)
{
    *(int64_t *)arg +=
        sqlite3_value_type(v) == SQLITE_TEXT ? sqlite3_value_double(v) != 0 : sqlite3_value_int64(v) != 0;
}

static void fn_rows_count(ctx *c, int n, val **v)
{
    struct item_table t;
    int64_t count = 0;
    sqlite3_result_int64(c, 0);
    if (read_rows(c, n, v, &t)) {
        if (n > 2)
            each_row(c, &t, text_of(v[2]), count_true, &count);
        if (n == 2 || count)
            sqlite3_result_int64(c, n == 2 ? (int64_t)t.n : count);
    }
    items_free(&t);
}

/* ---- the least and the largest ---- */

struct extreme {
    sqlite3_value *best; /* owned; NULL: none yet */
    int sign;            /* -1 the least, 1 the largest */
};

/* Numbers before texts. */
static int value_order(sqlite3_value *a, sqlite3_value *b)
{
    bool text_a = sqlite3_value_type(a) == SQLITE_TEXT, text_b = sqlite3_value_type(b) == SQLITE_TEXT;
    if (text_a != text_b)
        return text_a ? 1 : -1;
    if (text_a)
        return strcmp(text_of(a), text_of(b));
    double x = sqlite3_value_double(a), y = sqlite3_value_double(b);
    return (x > y) - (x < y);
}

static void take_extreme(val *v, void *arg)
{
    struct extreme *e = arg;
    if (is_null(v) || (e->best && value_order(v, e->best) * e->sign <= 0))
        return;
    sqlite3_value_free(e->best);
    e->best = sqlite3_value_dup(v);
}

static void fn_extreme(ctx *c, int n, val **v, int sign)
{
    struct item_table t;
    struct extreme e = {.sign = sign};
    if (read_rows(c, n, v, &t)) {
        each_row(c, &t, n > 2 ? text_of(v[2]) : "null", take_extreme, &e);
        if (e.best)
            sqlite3_result_value(c, e.best);
    }
    sqlite3_value_free(e.best);
    items_free(&t);
}

static void fn_rows_min(ctx *c, int n, val **v)
{
    fn_extreme(c, n, v, -1);
}

static void fn_rows_max(ctx *c, int n, val **v)
{
    fn_extreme(c, n, v, 1);
}

/* ---- as a text ---- */

static char *cell_text(struct db *db, const struct field *f, const struct value *v)
{
    struct staff person = {0};
    char *text = f->type == FT_STAFF && v->kind == VAL_TEXT && staff_get(db, v->s, &person) == 0
                     ? mem_dup(person.name)
                     : field_show(f, v, db->lang, clock_now());
    staff_clear(&person);
    fault_clear();
    return text;
}

static void add_cell(struct db *db, struct buf *out, const struct item_table *t, size_t row, size_t column)
{
    char *s = cell_text(db, &t->f->children[column], &items_row(t, row)[column]);
    buf_add(out, s);
    free(s);
}

/* "{what} x{count}"; without a pattern what stands in the cells, with blanks between. */
static void add_row(struct db *db, struct buf *out, const struct item_table *t, size_t row, const char *pattern)
{
    bool begun = false;
    for (size_t i = 0; !pattern && i < t->f->nchildren; i++) {
        if (items_row(t, row)[i].kind == VAL_NULL)
            continue;
        buf_add(out, begun ? " " : "");
        add_cell(db, out, t, row, i);
        begun = true;
    }
    for (const char *s = pattern; s && *s;) {
        size_t n = *s == '{' ? strcspn(s, "}") + 1 : strcspn(s, "{"), column = t->f->nchildren;
        for (size_t i = 0; *s == '{' && i < t->f->nchildren; i++)
            if (strlen(t->f->children[i].name) + 2 == n && strncmp(s + 1, t->f->children[i].name, n - 2) == 0)
                column = i;
        if (column < t->f->nchildren)
            add_cell(db, out, t, row, column);
        else
            buf_addn(out, s, n < strlen(s) ? n : strlen(s));
        s += n < strlen(s) ? n : strlen(s);
    }
}

static void fn_rows_text(ctx *c, int n, val **v)
{
    struct item_table t;
    struct db *db = db_of(c);
    struct buf out = {0};
    bool read = read_rows(c, n, v, &t);
    for (size_t row = 0; read && row < t.n; row++) {
        buf_add(&out, row == 0 ? "" : db->lang == LANG_ZH ? "；" : "; ");
        add_row(db, &out, &t, row, n > 2 ? text_of(v[2]) : NULL);
    }
    if (out.len)
        return_text(c, out.s);
    buf_free(&out);
    items_free(&t);
}

const struct expr_function expr_rows_functions[] = {
    {"rows_sum", -1, fn_rows_sum}, {"rows_count", -1, fn_rows_count}, {"rows_min", -1, fn_rows_min},
    {"rows_max", -1, fn_rows_max}, {"rows_text", -1, fn_rows_text},   {NULL, 0, NULL},
};
