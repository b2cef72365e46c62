#include "rows.h"

/* ---- reading ------------------------------------------------------------------------------------------ */

void value_from_json(struct value *v, const struct json *j)
{
    if (j->item == JSON_TEXT)
        value_text(v, j->text.s);
    else if (j->item == JSON_NUMBER && j->whole)
        value_int(v, j->number);
    else
        value_clear(v);
}

struct rows {
    const struct field *f;
    int (*cell)(struct rows *r, size_t row, size_t column, struct value *v);
    int (*end_of_row)(struct rows *r, size_t row, size_t columns);
    struct buf out, line;
    enum lang lang;
    int64_t now;
    bool filled; /* the row has a value */
    bool typed;  /* by a person: a row may name its columns, and what is wrong is told with its place */
    bool named;  /* this row does */
};

/* why: place and reason; in what a person typed they are told, and how rows are written. */
static int broken_rows(const struct rows *r, const char *why)
{
    if (!r->typed)
        return fault(QT_REFUSED, _("The rows are damaged. Enter them again."));
    struct buf columns = {0};
    for (size_t i = 0; i < r->f->nchildren; i++)
        buf_addf(&columns, "%s\"%s\": ...", i ? ", " : "", r->f->children[i].name);
    int rc = fault(QT_REFUSED,
                   _("The rows cannot be read (%s). They are written as [{%s}, {...}], or as lists in this order."),
                   why, columns.s ? columns.s : "");
    buf_free(&columns);
    return rc;
}

static int broken_row(const struct rows *r, size_t row)
{
    char *why = mem_printf(_("row %zu"), row + 1);
    int rc = broken_rows(r, why);
    free(why);
    return rc;
}

/* A cell is a text, a whole number or null. */
static bool is_cell(const struct json *j)
{
    return j->item == JSON_TEXT || j->item == JSON_NULL || (j->item == JSON_NUMBER && j->whole);
}

static int read_row(struct rows *r, struct json *j, size_t row)
{
    size_t column = 0;
    r->filled = false;
    while (json_next(j) != JSON_LEAVE) {
        struct value v = {0};
        if (!is_cell(j) || column >= r->f->nchildren)
            return broken_row(r, row);
        value_from_json(&v, j);
        int rc = r->cell(r, row, column++, &v);
        value_clear(&v);
        if (rc < 0)
            return rc;
    }
    return r->end_of_row(r, row, column);
}

static int column_of(const struct rows *r, size_t row, const char *name, size_t *column)
{
    for (*column = 0; *column < r->f->nchildren; ++*column)
        if (strcmp(r->f->children[*column].name, name) == 0)
            return QT_OK;
    char *why = mem_printf(_("row %zu: there is no column '%s'"), row + 1, name);
    int rc = broken_rows(r, why);
    free(why);
    return rc;
}

/* {"what": "chair", "n": 2}: values as a person types them, a number too. */
static int read_named_row(struct rows *r, struct json *j, size_t row)
{
    struct value *v = mem_alloc((r->f->nchildren + 1) * sizeof *v);
    int rc = QT_OK;
    r->filled = false;
    r->named = true;
    while (rc == QT_OK && json_next(j) != JSON_LEAVE) {
        size_t column = 0;
        bool yes = j->item == JSON_TRUE;
        if (j->item == JSON_BAD || j->item == JSON_ARRAY || j->item == JSON_OBJECT)
            rc = broken_row(r, row);
        else
            rc = column_of(r, row, j->name.s, &column);
        if (rc == QT_OK && j->item != JSON_NULL)
            value_text(&v[column], yes ? "1" : j->item == JSON_FALSE ? "0" : j->text.s);
    }
    for (size_t i = 0; i < r->f->nchildren; i++) {
        if (rc == QT_OK)
            rc = r->cell(r, row, i, &v[i]);
        value_clear(&v[i]);
    }
    free(v);
    r->named = false;
    return rc == QT_OK ? r->end_of_row(r, row, r->f->nchildren) : rc;
}

static int read_rows(struct rows *r, const char *json)
{
    struct json j;
    int rc = QT_OK;
    json_open(&j, json);
    if (json_next(&j) != JSON_ARRAY)
        rc = broken_rows(r, json);
    for (size_t row = 0; rc == QT_OK && json_next(&j) != JSON_LEAVE; row++) {
        if (j.item == JSON_ARRAY)
            rc = read_row(r, &j, row);
        else
            rc = r->typed && j.item == JSON_OBJECT ? read_named_row(r, &j, row) : broken_row(r, row);
    }
    if (rc == QT_OK && json_next(&j) != JSON_END)
        rc = broken_rows(r, json);
    if (j.item == JSON_BAD && json_close(&j) < 0) { /* knows the byte */
        char *why = mem_dup(fault_text());
        rc = broken_rows(r, why);
        free(why);
    } else if (json_close(&j) < 0 && rc == QT_OK) {
        rc = broken_rows(r, json);
    }
    return rc;
}

/* ---- checking ---- */

static int check_cell(struct rows *r, size_t row, size_t column, struct value *v)
{
    const struct field *c = &r->f->children[column];
    char digits[24];
    if (v->kind == VAL_INT && !field_is_int(c)) {
        (void)snprintf(digits, sizeof digits, "%lld", (long long)v->i);
        value_text(v, digits);
    }
    if (v->kind == VAL_TEXT) {
        char *typed = v->s;
        v->s = NULL;
        value_clear(v);
        int rc = field_parse(c, typed, r->now, v);
        free(typed);
        if (rc < 0) {
            char *why = mem_dup(fault_text());
            rc = fault(rc, _("Row %zu, %s: %s"), row + 1, r->named ? c->name : label_of(&c->label, r->lang, c->name),
                       why);
            free(why);
            return rc;
        }
    }
    buf_add(&r->line, column ? "," : "");
    if (v->kind == VAL_INT)
        buf_addf(&r->line, "%lld", (long long)v->i);
    else
        buf_add_json(&r->line, v->kind == VAL_TEXT ? v->s : NULL);
    r->filled |= v->kind != VAL_NULL;
    return QT_OK;
}

static int check_row_end(struct rows *r, size_t row, size_t columns)
{
    (void)row;
    for (; columns < r->f->nchildren; columns++)
        buf_add(&r->line, columns ? ",null" : "null");
    if (r->filled)
        buf_addf(&r->out, "%s[%s]", r->out.len ? "," : "", r->line.s);
    buf_clear(&r->line);
    return QT_OK;
}

int form_rows_parse(const struct field *f, const char *json, int64_t now, char **out)
{
    struct rows r = {
        .f = f, .cell = check_cell, .end_of_row = check_row_end, .lang = LANG_ZH, .now = now, .typed = true};
    int rc = read_rows(&r, json);
    if (rc == QT_OK)
        *out = r.out.len ? mem_printf("[%s]", r.out.s) : NULL;
    buf_free(&r.out);
    buf_free(&r.line);
    return rc;
}

/* ---- showing: cells side by side, rows by semicolons ---- */

static int show_cell(struct rows *r, size_t row, size_t column, struct value *v)
{
    char *s = field_show(&r->f->children[column], v, r->lang, r->now);
    if (*s && row && !r->filled)
        buf_add(&r->out, r->lang == LANG_ZH ? "；" : "; ");
    else if (*s && r->filled)
        buf_addc(&r->out, ' ');
    r->filled |= *s != 0;
    buf_add(&r->out, s);
    free(s);
    return QT_OK;
}

static int show_row_end(struct rows *r, size_t row, size_t columns)
{
    (void)r;
    (void)row;
    (void)columns;
    return QT_OK;
}

char *form_rows_show(const struct field *f, const char *json, enum lang lang, int64_t now)
{
    struct rows r = {.f = f, .cell = show_cell, .end_of_row = show_row_end, .lang = lang, .now = now};
    if (read_rows(&r, json) < 0)
        buf_clear(&r.out);
    buf_free(&r.line);
    return buf_take(&r.out);
}

/* ---- as a table -------------------------------------------------------------------------------------- */

struct table_rows {
    struct rows r; /* first: the callbacks get this */
    char **cells;
    size_t n; /* rows begun */
};

static int table_cell(struct rows *r, size_t row, size_t column, struct value *v)
{
    struct table_rows *t = (struct table_rows *)r;
    size_t wide = r->f->nchildren;
    if (row >= t->n) {
        t->cells = mem_resize(t->cells, (row + 1) * wide, sizeof *t->cells);
        for (size_t i = t->n * wide; i < (row + 1) * wide; i++)
            t->cells[i] = mem_dup("");
        t->n = row + 1;
    }
    free(t->cells[row * wide + column]);
    t->cells[row * wide + column] = field_show(&r->f->children[column], v, r->lang, r->now);
    return QT_OK;
}

int field_rows(const struct field *f, const struct value *v, enum lang lang, int64_t now, char ***cells, size_t *n)
{
    struct table_rows t = {.r = {.f = f, .cell = table_cell, .end_of_row = show_row_end, .lang = lang, .now = now}};
    int rc = v->kind == VAL_TEXT ? read_rows(&t.r, v->s) : QT_OK;
    if (rc < 0) {
        field_rows_free(f, t.cells, t.n);
        t = (struct table_rows){0};
    }
    *cells = t.cells;
    *n = t.n;
    return rc;
}

void field_rows_free(const struct field *f, char **cells, size_t n)
{
    for (size_t i = 0; i < n * f->nchildren; i++)
        free(cells[i]);
    free(cells);
}
