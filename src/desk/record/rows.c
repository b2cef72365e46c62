/* Rows of an items field as they are filled in: defaults, what is worked out, what is wrong with a cell. */
#include <stdlib.h>
#include <string.h>

#include "record/attach.h"

static int row_fault(const struct desk *d, const struct field *c, size_t row, const char *why)
{
    return fault(QT_REFUSED, _("Row %zu, %s: %s"), row + 1, field_label(d, c), why);
}

/* The row's own conditions, with the engine's eyes; v: the row. */
static bool row_holds(struct desk *d, const struct expr *e, const struct record *r, const struct value *v,
                      bool otherwise)
{
    const struct value *before = expr_row(d->db, v);
    bool is = otherwise;
    if (e && desk_condition(d, e, r, otherwise, &is) < 0) {
        fault_clear();
        is = otherwise;
    }
    (void)expr_row(d->db, before);
    return is;
}

bool desk_cell_required(struct desk *d, const struct record *r, const struct item_table *t, size_t row, size_t column)
{
    return row_holds(d, t->f->children[column].required, r, items_row(t, row), false);
}

void desk_row_refresh(struct desk *d, const struct record *r, struct item_table *t, size_t row)
{
    struct value *v = items_row(t, row);
    const struct value *before = expr_row(d->db, v);
    for (size_t i = 0; i < t->f->nchildren && !items_row_empty(t, row); i++) {
        const struct field *c = &t->f->children[i];
        bool wanted = c->dflt && v[i].kind == VAL_NULL && !t->given[row * t->f->nchildren + i];
        if (wanted && desk_value(d, c->dflt, r, c, &v[i]) < 0)
            fault_clear(); /* a default that cannot be worked out leaves the cell empty */
    }
    (void)expr_row(d->db, before);
    items_compute(d->db, r, t->f, v);
}

/* ---- one cell ----------------------------------------------------------------------------------------------- */

/* What is typed for another record's number or a colleague, as it is kept. */
static int resolve_cell(struct desk *d, const struct field *c, struct value *v)
{
    const struct form *to = c->type == FT_UNIT   ? forms_find(d->forms, "unit")
                            : c->type == FT_LINK ? forms_find(d->forms, c->to)
                                                 : NULL;
    char *found = NULL;
    int rc = QT_OK;
    if (v->kind == VAL_TEXT && to)
        rc = desk_resolve(d, to, v->s, &found);
    else if (v->kind == VAL_TEXT && c->type == FT_STAFF)
        rc = desk_resolve_staff(d, c, v->s, &found);
    if (rc == QT_OK && found)
        value_text(v, found);
    free(found);
    return rc;
}

static int check_cell(struct desk *d, const struct record *r, const struct item_table *t, size_t row, size_t column)
{
    const struct field *c = &t->f->children[column];
    const struct value *v = &items_row(t, row)[column];
    char *why = v->kind == VAL_NULL ? NULL : value_fault(d, c, v);
    if (why) { /* it names the column */
        int rc = fault(QT_REFUSED, _("Row %zu, %s"), row + 1, why);
        free(why);
        return rc;
    }
    if (v->kind == VAL_NULL && desk_cell_required(d, r, t, row, column))
        why = mem_dup(_("this is needed"));
    if (v->kind != VAL_NULL && c->check && !row_holds(d, c->check, r, items_row(t, row), true))
        why = mem_dup(label_of(&c->message, d->lang, _("this value is not allowed")));
    int rc = why ? row_fault(d, c, row, why) : QT_OK;
    free(why);
    return rc;
}

int desk_cell_enter(struct desk *d, const struct record *r, struct item_table *t, size_t row, size_t column,
                    const char *typed)
{
    const struct field *c = &t->f->children[column];
    struct value v = {0}, *cell = &items_row(t, row)[column], former = *cell;
    if (field_takes_files(t->f))
        return attach_cell(d, t, row, column, typed);
    if (c->compute)
        return QT_OK;
    int rc = field_parse(c, typed, clock_now(), &v);
    if (rc == QT_OK)
        rc = resolve_cell(d, c, &v);
    if (rc < 0) {
        value_clear(&v);
        return fault(QT_REFUSED, "%s", fault_text());
    }
    *cell = v;
    t->given[row * t->f->nchildren + column] = true;
    desk_row_refresh(d, r, t, row);
    if (cell->kind != VAL_NULL && (rc = check_cell(d, r, t, row, column)) < 0) {
        value_clear(cell);
        *cell = former;
        desk_row_refresh(d, r, t, row);
        return rc;
    }
    value_clear(&former);
    return QT_OK;
}

/* ---- all of them -------------------------------------------------------------------------------------------- */

static bool same_row(const struct item_table *a, size_t i, const struct item_table *b, size_t k)
{
    for (size_t c = 0; c < a->f->nchildren; c++)
        if (!a->f->children[c].compute && !value_same(&items_row(a, i)[c], &items_row(b, k)[c]))
            return false;
    return true;
}

/* A row that was there is let pass, as a field that is not touched. */
static bool row_was_there(const struct item_table *before, const struct item_table *t, size_t row)
{
    bool there = row < before->n && same_row(before, row, t, row);
    for (size_t k = 0; !there && k < before->n; k++)
        there = same_row(before, k, t, row);
    return there;
}

static int settle_row(struct desk *d, const struct record *r, struct item_table *t, size_t row, size_t *column)
{
    int rc = QT_OK;
    for (*column = 0; rc == QT_OK && *column < t->f->nchildren; ++*column)
        if ((rc = resolve_cell(d, &t->f->children[*column], &items_row(t, row)[*column])) < 0) {
            char *why = mem_dup(fault_text());
            rc = row_fault(d, &t->f->children[*column], row, why);
            free(why);
            return rc;
        }
    desk_row_refresh(d, r, t, row);
    for (*column = 0; rc == QT_OK && *column < t->f->nchildren; ++*column)
        if (!t->f->children[*column].compute && (rc = check_cell(d, r, t, row, *column)) < 0)
            return rc;
    return rc;
}

int rows_settle(struct desk *d, const struct record *r, const struct value *former, struct item_table *t, size_t *row,
                size_t *column)
{
    struct item_table before;
    if (field_takes_files(t->f))
        return attach_settle(d, former, t, row);
    if (items_read(t->f, former && former->kind == VAL_TEXT ? former->s : NULL, clock_now(), false, &before) < 0)
        fault_clear(); /* damaged rows are none */
    int rc = QT_OK;
    for (*row = 0; rc == QT_OK && *row < t->n; ++*row) {
        if (items_row_empty(t, *row))
            continue;
        if (row_was_there(&before, t, *row))
            items_compute(d->db, r, t->f, items_row(t, *row));
        else if ((rc = settle_row(d, r, t, *row, column)) < 0)
            break;
    }
    items_free(&before);
    return rc;
}

int rows_enter(struct desk *d, const struct record *r, int field, const char *typed, struct value *out)
{
    const struct field *f = &r->form->fields[field];
    struct item_table t;
    size_t row, column;
    int rc = items_read(f, typed, clock_now(), true, &t);
    if (rc == QT_OK)
        rc = rows_settle(d, r, &r->v[field], &t, &row, &column);
    char *json = rc == QT_OK ? items_write(&t, false) : NULL;
    if (rc == QT_OK)
        value_text(out, json);
    free(json);
    items_free(&t);
    return rc;
}

char *rows_fault(struct desk *d, const struct record *base, const struct record *r, int field)
{
    struct item_table t;
    size_t row, column;
    int rc = items_read(&r->form->fields[field], r->v[field].s, clock_now(), false, &t);
    if (rc == QT_OK)
        rc = rows_settle(d, r, base ? &base->v[field] : NULL, &t, &row, &column);
    items_free(&t);
    char *why = rc < 0 ? mem_dup(fault_text()) : NULL;
    fault_clear();
    return why;
}

int desk_rows_close(struct desk *d, struct record *r, int field, struct item_table *t, size_t *row, size_t *column)
{
    int rc = rows_settle(d, r, &r->v[field], t, row, column);
    if (rc < 0)
        return rc;
    char *json = items_write(t, false);
    *row = t->n;
    rc = desk_enter(d, r, field, json ? json : "", NULL);
    free(json);
    return rc;
}
