/* What narrows a list: its own condition, a unit, a filled-in form, a person's SQL. Typed text: filter_text.c. */
#include "qiantai/form_expr.h"
#include "record/cursor.h"

static struct filter_arg *add_arg(struct cursor *c)
{
    c->args = mem_resize(c->args, c->nargs + 1, sizeof(*c->args));
    c->args[c->nargs] = (struct filter_arg){0};
    return &c->args[c->nargs++];
}

static void and_equal(struct cursor *c, struct buf *sql, const char *column, const struct value *v)
{
    buf_addf(sql, " AND \"%s\" = ?%zu", column, c->nargs + CURSOR_FIRST_ARG);
    value_copy(&add_arg(c)->value, v);
}

/* Contains, with % _ \ of the clerk meant as they are. */
static void and_contains(struct cursor *c, struct buf *sql, const struct field *f, const char *s)
{
    struct buf pattern = {0};
    buf_addc(&pattern, '%');
    for (; *s; s++) {
        if (strchr("%_\\", *s))
            buf_addc(&pattern, '\\');
        buf_addc(&pattern, *s);
    }
    buf_addc(&pattern, '%');
    buf_addf(sql, " AND \"%s\" LIKE ?%zu ESCAPE '\\'", f->name, c->nargs + CURSOR_FIRST_ARG);
    value_text(&add_arg(c)->value, pattern.s);
    buf_free(&pattern);
}

static void and_end(struct cursor *c, struct buf *sql, const char *column, const char *sign, const struct value *v)
{
    if (v->kind == VAL_NULL)
        return;
    buf_addf(sql, " AND \"%s\" %s ?%zu", column, sign, c->nargs + CURSOR_FIRST_ARG);
    value_copy(&add_arg(c)->value, v);
}

/* From and to, as they were typed. */
static int and_range(struct cursor *c, struct buf *sql, const struct field *f, const char *typed)
{
    struct value from, to;
    int rc = field_range(f, typed, clock_now(), &from, &to);
    if (rc < 0)
        return rc;
    and_end(c, sql, f->name, ">=", &from);
    and_end(c, sql, f->name, "<=", &to);
    value_clear(&from);
    value_clear(&to);
    return 0;
}

static int and_like(struct cursor *c, struct buf *sql, const struct record *like)
{
    for (size_t i = 0; i < c->form->nfields; i++) {
        const struct field *f = &c->form->fields[i];
        const struct value *v = &like->v[i];
        if (v->kind == VAL_NULL || !field_stored(f) || (v->kind == VAL_TEXT && !*v->s))
            continue;
        if (f->secret) {
            buf_addf(sql, " AND \"%s_index\" = ?%zu", f->name, c->nargs + CURSOR_FIRST_ARG);
            struct filter_arg *arg = add_arg(c);
            arg->secret = true;
            int rc = secret_value_index(c->db, v, arg->index);
            if (rc < 0)
                return rc;
        } else if (v->kind == VAL_TEXT && field_ranged(f)) {
            int rc = and_range(c, sql, f, v->s);
            if (rc < 0)
                return rc;
        } else if (v->kind == VAL_TEXT && field_types[f->type].words) {
            and_contains(c, sql, f, v->s);
        } else {
            and_equal(c, sql, f->name, v);
        }
    }
    return 0;
}

int cursor_narrow(struct cursor *c, const struct query *q)
{
    struct buf sql = {0};
    int rc = 0;
    buf_add(&sql, "1");
    if (c->list->where)
        buf_addf(&sql, " AND (%s\n)", c->list->where->sql);
    if (q->unit && c->form->unit_field >= 0) {
        struct value unit = {.kind = VAL_TEXT, .s = (char *)q->unit};
        and_equal(c, &sql, c->form->fields[c->form->unit_field].name, &unit);
    } else if (q->unit) {
        buf_add(&sql, " AND 0"); /* the register has no unit: nothing of it belongs to one */
    }
    if (q->in_area)
        sql_in_area(c->form, &sql);
    if (q->like)
        rc = and_like(c, &sql, q->like);
    if (rc == 0 && q->where && *q->where) {
        char *where = form_write_groups(c->form, q->where);
        rc = db_condition(c->db, c->form, where);
        buf_addf(&sql, " AND (%s\n)", where);
        c->guarded = true;
        free(where);
    }
    c->filtered = sql.len > 1;
    c->filter = buf_take(&sql);
    return rc;
}

struct stmt *cursor_stmt(struct cursor *c, const char *sql)
{
    struct stmt *st = c->guarded ? db_guarded(c->db, c->form, sql) : db_stmt(c->db, sql);
    for (size_t i = 0; st && i < c->nargs; i++) {
        int at = CURSOR_FIRST_ARG + (int)i;
        if (c->args[i].secret)
            bind_blob(st, at, c->args[i].index, SECRET_INDEX);
        else
            bind_value(st, at, &c->args[i].value);
    }
    return st;
}
