/* Reading rows: the JSON of a record, and what a person wrote. */
#include "rows.h"

void value_from_json(struct value *v, const struct json *j)
{
    if (j->item == JSON_TEXT)
        value_text(v, j->text.s);
    else if (j->item == JSON_NUMBER && j->whole)
        value_int(v, j->number);
    else
        value_clear(v);
}

struct reading {
    const struct field *f;
    struct item_table *t;
    int64_t now;
    bool typed; /* by a person: a row may name its columns, and what is wrong is told with its place */
    bool named; /* this row does */
};

/* why: place and reason; in what a person typed they are told, and how rows are written. */
static int broken_rows(const struct reading *r, const char *why)
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

static int broken_row(const struct reading *r, size_t row)
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

/* Takes v over as a person means it; what is computed is worked out anew. */
static int take_cell(struct reading *r, size_t row, size_t column, struct value *v)
{
    const struct field *c = &r->f->children[column];
    struct value *to = &items_row(r->t, row)[column];
    char digits[24];
    r->t->given[row * r->f->nchildren + column] = true;
    if (!r->typed) {
        *to = *v;
        *v = (struct value){0};
        return QT_OK;
    }
    if (v->kind == VAL_INT && field_is_int(c)) {
        value_int(to, v->i);
        return QT_OK;
    }
    if (v->kind == VAL_INT) {
        (void)snprintf(digits, sizeof digits, "%lld", (long long)v->i);
        value_text(v, digits);
    }
    int rc = v->kind == VAL_TEXT && !c->compute ? field_parse(c, v->s, r->now, to) : QT_OK;
    if (rc < 0) {
        char *why = mem_dup(fault_text());
        rc = fault(rc, _("Row %zu, %s: %s"), row + 1, r->named ? c->name : label_of(&c->label, LANG_ZH, c->name), why);
        free(why);
    }
    return rc;
}

static int read_row(struct reading *r, struct json *j, size_t row)
{
    size_t column = 0;
    int rc = QT_OK;
    while (rc == QT_OK && json_next(j) != JSON_LEAVE) {
        struct value v = {0};
        if (!is_cell(j) || column >= r->f->nchildren)
            return broken_row(r, row);
        value_from_json(&v, j);
        rc = take_cell(r, row, column++, &v);
        value_clear(&v);
    }
    return rc;
}

static int column_of(const struct reading *r, size_t row, const char *name, size_t *column)
{
    for (*column = 0; *column < r->f->nchildren; ++*column)
        if (strcmp(r->f->children[*column].name, name) == 0)
            break;
    bool found = *column < r->f->nchildren;
    if (found && !r->f->children[*column].compute)
        return QT_OK;
    char *why =
        mem_printf(found ? _("row %zu: '%s' is computed") : _("row %zu: there is no column '%s'"), row + 1, name);
    int rc = broken_rows(r, why);
    free(why);
    return rc;
}

/* {"what": "chair", "n": 2}: values as a person types them, a number too. */
static int read_named_row(struct reading *r, struct json *j, size_t row)
{
    int rc = QT_OK;
    r->named = true;
    while (rc == QT_OK && json_next(j) != JSON_LEAVE) {
        size_t column = 0;
        struct value v = {0};
        bool yes = j->item == JSON_TRUE;
        if (j->item == JSON_BAD || j->item == JSON_ARRAY || j->item == JSON_OBJECT)
            rc = broken_row(r, row);
        else
            rc = column_of(r, row, j->name.s, &column);
        if (rc == QT_OK && j->item != JSON_NULL)
            value_text(&v, yes ? "1" : j->item == JSON_FALSE ? "0" : j->text.s);
        if (rc == QT_OK)
            rc = take_cell(r, row, column, &v);
        value_clear(&v);
    }
    r->named = false;
    return rc;
}

static int read_rows(struct reading *r, const char *json)
{
    struct json j;
    int rc = QT_OK;
    json_open(&j, json);
    if (json_next(&j) != JSON_ARRAY)
        rc = broken_rows(r, json);
    for (size_t row = 0; rc == QT_OK && json_next(&j) != JSON_LEAVE; row++) {
        if (r->typed && row == ITEMS_MOST)
            rc = fault(QT_REFUSED, _("At most %d rows."), ITEMS_MOST);
        else if (j.item == JSON_ARRAY || (r->typed && j.item == JSON_OBJECT))
            items_insert(r->t, row);
        else
            rc = broken_row(r, row);
        if (rc == QT_OK)
            rc = j.item == JSON_ARRAY ? read_row(r, &j, row) : read_named_row(r, &j, row);
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

int items_read(const struct field *f, const char *json, int64_t now, bool typed, struct item_table *out)
{
    *out = (struct item_table){.f = f};
    struct reading r = {.f = f, .t = out, .now = now, .typed = typed};
    int rc = json && *json ? read_rows(&r, json) : QT_OK;
    if (rc < 0)
        items_free(out);
    return rc;
}

int form_rows_parse(const struct field *f, const char *json, int64_t now, char **out)
{
    struct item_table t;
    int rc = items_read(f, json, now, true, &t);
    if (rc == QT_OK)
        *out = items_write(&t, false);
    items_free(&t);
    return rc;
}
