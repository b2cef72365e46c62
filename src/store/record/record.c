/* Reading records: columns and rows, by id, by number, by value, all of them, by month. */
#include "gate.h"
#include "sqlite/words.h"

#include <inttypes.h>

enum { BATCH = 128 }; /* records held at a time by the walks: no statement stays open while fn runs */

char *secret_masked(const struct field *f, const char *plain)
{
    return f->type == FT_PHONE ? phone_mask(plain) : text_mask(plain);
}

/* Child rows as the JSON array of arrays that a record holds. */
static void items_column(struct buf *sql, const struct form *f, const struct field *items)
{
    buf_addf(sql, ", (SELECT " SQL_ARRAYS_BEGIN);
    for (size_t i = 0; i < items->nchildren; i++) {
        buf_add(sql, i ? ", " : "");
        if (field_stored(&items->children[i]))
            sql_name(sql, "", items->children[i].name, "");
        else
            buf_add(sql, "NULL");
    }
    buf_add(sql, SQL_ARRAYS_END " FROM (SELECT * FROM ");
    sql_rows_table(sql, f->name, items->name);
    buf_addf(sql, " WHERE parent = \"%s\".id ORDER BY pos))", f->name);
}

void record_columns(struct buf *sql, const struct form *f, const bool *want)
{
    buf_addf(sql, "\"%s\".id, version", f->name);
    for (size_t i = 0; i < f->nfields; i++) {
        const struct field *field = &f->fields[i];
        if (want && !want[i])
            continue;
        if (field->type == FT_ITEMS) {
            items_column(sql, f, field);
        } else if (field_stored(field)) {
            buf_add(sql, ", ");
            sql_name(sql, "", field->name, "");
            if (field->secret) {
                buf_add(sql, ", ");
                sql_name(sql, "", field->name, "_sealed");
            }
        }
    }
}

struct record *record_read(struct stmt *st, const struct form *f, const bool *want)
{
    struct record *r = record_new(f);
    r->id = col_int(st, 0);
    r->version = col_int(st, 1);
    int at = 2;
    for (size_t i = 0; i < f->nfields; i++) {
        const struct field *field = &f->fields[i];
        if ((want && !want[i]) || field->type == FT_COMPUTED)
            continue;
        if (field->type == FT_ITEMS) {
            if (strcmp(col_text(st, at), "[]") != 0)
                col_value(st, at, &r->v[i]);
        } else if (field_is_int(field) && !field->secret && !col_null(st, at)) {
            value_int(&r->v[i], col_int(st, at));
        } else {
            col_value(st, at, &r->v[i]);
        }
        at++;
        if (field->secret)
            r->v[i].sealed = col_dup(st, at++);
    }
    return r;
}

/* The value in the kind that the column keeps. */
static void fit_column(const struct field *c, struct value *v)
{
    char digits[24];
    if (v->kind == VAL_INT && !field_is_int(c)) {
        (void)snprintf(digits, sizeof digits, "%" PRId64, v->i);
        value_text(v, digits);
    } else if (v->kind == VAL_TEXT && (field_is_int(c) || !*v->s)) {
        value_clear(v);
    }
}

void items_compute(struct db *db, const struct record *r, const struct field *f, struct value *row)
{
    const struct value *before = expr_row(db, row);
    for (size_t i = 0; i < f->nchildren; i++) {
        struct value v = {0};
        if (!f->children[i].compute)
            continue;
        if (expr_eval(db, f->children[i].compute, r, NULL, 0, &v) < 0)
            fault_clear();
        fit_column(&f->children[i], &v);
        value_clear(&row[i]);
        row[i] = v;
    }
    (void)expr_row(db, before);
}

static void compute_rows(struct db *db, struct record *r, size_t field)
{
    const struct field *f = &r->form->fields[field];
    struct item_table t;
    if (items_read(f, r->v[field].s, clock_now(), false, &t) < 0) {
        fault_clear(); /* damaged: whoever shows or saves them says so */
        return;
    }
    for (size_t row = 0; row < t.n; row++)
        items_compute(db, r, f, items_row(&t, row));
    char *json = items_write(&t, false);
    value_text(&r->v[field], json);
    free(json);
    items_free(&t);
}

void record_compute_items(struct db *db, struct record *r)
{
    for (size_t i = 0; i < r->form->ndeclared; i++)
        if (r->form->fields[i].type == FT_ITEMS && r->v[i].kind == VAL_TEXT && items_computed(&r->form->fields[i]))
            compute_rows(db, r, i);
}

void record_compute(struct db *db, struct record *r)
{
    record_compute_items(db, r);
    for (size_t i = 0; i < r->form->ndeclared; i++)
        if (r->form->fields[i].compute && expr_eval(db, r->form->fields[i].compute, r, NULL, 0, &r->v[i]) < 0)
            fault_clear(); /* it stays empty */
}

int secret_value_index(struct db *db, const struct value *v, unsigned char index[SECRET_INDEX])
{
    if (!v->sealed)
        return secret_index(db, v->s, index);
    char *plain = NULL;
    int rc = secret_open(db, SEAL_FIELD, v->sealed, &plain);
    if (rc == 0)
        rc = secret_index(db, plain, index);
    free(plain);
    return rc;
}

static char *select_where(const struct form *f, const char *where)
{
    struct buf sql = {0};
    buf_add(&sql, "SELECT ");
    record_columns(&sql, f, NULL);
    buf_addf(&sql, " FROM \"%s\" WHERE %s", f->name, where);
    return buf_take(&sql);
}

static int read_one(struct db *db, const struct form *f, struct stmt *st, struct record **out)
{
    int rc = db_step(db, st);
    if (rc <= 0)
        return rc;
    *out = record_read(st, f, NULL);
    stmt_end(st);
    record_compute(db, *out);
    return 1;
}

int rec_get(struct db *db, const struct form *f, int64_t id, struct record **out)
{
    struct reg *reg = db_reg(db, f);
    *out = NULL;
    if (!reg->get_sql)
        reg->get_sql = select_where(f, "id = ?1");
    struct stmt *st = db_stmt(db, reg->get_sql);
    bind_int(st, 1, id);
    int rc = read_one(db, f, st, out);
    if (rc == 0)
        return fault(QT_NOTFOUND, _("Register %s has no record %" PRId64 "."), f->name, id);
    return rc < 0 ? rc : 0;
}

int rec_find(struct db *db, const struct form *f, const char *number, struct record **out)
{
    struct reg *reg = db_reg(db, f);
    *out = NULL;
    if (!reg->find_sql)
        reg->find_sql = select_where(f, "number = ?1");
    struct stmt *st = db_stmt(db, reg->find_sql);
    bind_text(st, 1, number);
    int rc = read_one(db, f, st, out);
    if (rc == 0)
        return fault(QT_NOTFOUND, _("There is no %s in register %s."), number, f->name);
    return rc < 0 ? rc : 0;
}

int rec_reveal(struct db *db, const struct who *who, const struct record *r, int field, char **plain)
{
    const struct field *f = &r->form->fields[field];
    *plain = NULL;
    if (!f->secret || !r->v[field].sealed)
        return fault(QT_REFUSED, _("There is nothing hidden in this field."));
    int rc = secret_open(db, SEAL_FIELD, r->v[field].sealed, plain);
    if (rc < 0)
        return rc;
    struct buf data = {0};
    buf_add(&data, "{\"field\":");
    buf_add_json(&data, f->name);
    buf_add(&data, "}");
    rc = journal_note(db, who, "reveal", r->form->name, r->id, data.s);
    buf_free(&data);
    if (rc < 0) {
        free(*plain);
        *plain = NULL;
    }
    return rc;
}

int rec_equal(struct db *db, const struct form *f, int field, const struct value *v, int limit, int64_t **ids,
              size_t *n)
{
    const struct field *fd = &f->fields[field];
    unsigned char index[SECRET_INDEX];
    *ids = NULL;
    *n = 0;
    if (v->kind == VAL_NULL || !field_stored(fd) || limit <= 0)
        return 0;
    if (fd->secret) {
        int rc = secret_value_index(db, v, index);
        if (rc < 0)
            return rc;
    }
    char *sql = mem_printf("SELECT id FROM \"%s\" WHERE \"%s%s\" = ?1 ORDER BY id DESC LIMIT ?2", f->name, fd->name,
                           fd->secret ? "_index" : "");
    struct stmt *st = db_stmt(db, sql);
    free(sql);
    if (fd->secret)
        bind_blob(st, 1, index, sizeof(index));
    else
        bind_value(st, 1, v);
    bind_int(st, 2, limit);
    int rc;
    while ((rc = db_step(db, st)) > 0) {
        if (!*ids)
            *ids = mem_alloc((size_t)limit * sizeof(**ids));
        (*ids)[(*n)++] = col_int(st, 0);
    }
    return rc;
}

/* ---- walks ------------------------------------------------------------------------------------------- */

/* Steps st through at most BATCH records. */
static int read_batch(struct db *db, const struct form *f, struct stmt *st, struct record **v, size_t *n)
{
    int rc;
    *n = 0;
    while ((rc = db_step(db, st)) > 0)
        v[(*n)++] = record_read(st, f, NULL);
    return rc;
}

/* Hands over and frees; after a fault or a stop the rest is only freed. */
static int hand_over(struct record **v, size_t n, int rc, int (*fn)(struct record *, void *), void *arg)
{
    for (size_t i = 0; i < n; i++) {
        if (rc == 0)
            rc = fn(v[i], arg);
        record_free(v[i]);
    }
    return rc;
}

int rec_each(struct db *db, const struct form *f, const char *where, int (*fn)(struct record *, void *), void *arg)
{
    struct record *v[BATCH];
    size_t n;
    int64_t last = INT64_MIN;
    char *tail = mem_printf("id > ?1 AND (%s\n) ORDER BY id LIMIT ?2", where ? where : "1");
    char *sql = select_where(f, tail);
    int rc;
    free(tail);
    do {
        struct stmt *st = where ? db_guarded(db, f, sql) : db_stmt(db, sql);
        bind_int(st, 1, last);
        bind_int(st, 2, BATCH);
        rc = read_batch(db, f, st, v, &n);
        if (n)
            last = v[n - 1]->id;
        rc = hand_over(v, n, rc, fn, arg);
    } while (rc == 0 && n == BATCH);
    free(sql);
    return rc;
}

/* The month field's value at a moment: seconds, or the date. */
static void month_key(const struct field *f, int64_t t, struct value *out)
{
    char date[11];
    if (field_is_int(f)) {
        value_int(out, t);
        return;
    }
    date_format(t, date);
    value_text(out, date);
}

int rec_month(struct db *db, const struct form *f, int64_t from, int64_t to, int (*fn)(struct record *, void *),
              void *arg)
{
    int month = f->sheet ? f->sheet->month : form_sys(f, SYS_SAVED_AT);
    const struct field *field = &f->fields[month];
    struct record *v[BATCH];
    size_t n;
    struct value key = {0}, end = {0};
    int64_t last = INT64_MIN;
    month_key(field, from, &key);
    month_key(field, to, &end);
    char *tail = mem_printf("(\"%s\", id) > (?1, ?2) AND \"%s\" < ?3 ORDER BY \"%s\", id LIMIT ?4", field->name,
                            field->name, field->name);
    char *sql = select_where(f, tail);
    int rc;
    free(tail);
    do {
        struct stmt *st = db_stmt(db, sql);
        bind_value(st, 1, &key);
        bind_int(st, 2, last);
        bind_value(st, 3, &end);
        bind_int(st, 4, BATCH);
        rc = read_batch(db, f, st, v, &n);
        stmt_clear(st);
        if (n) {
            last = v[n - 1]->id;
            value_copy(&key, &v[n - 1]->v[month]);
        }
        rc = hand_over(v, n, rc, fn, arg);
    } while (rc == 0 && n == BATCH);
    value_clear(&key);
    value_clear(&end);
    free(sql);
    return rc;
}
