/* What an action does to rows: `append` and `amend` of its record, `append` of the record of a follow-on. Expressions
 * are over `source`, the action's record. */
#include <stdlib.h>
#include <string.h>

#include "desk_internal.h"

/* Values of the row at hand (for a new one that of the follow-on, if any), all worked out before the first is set. */
static int set_cells(struct desk *d, const struct row_change *c, const struct record *source, struct item_table *t,
                     size_t row)
{
    struct value *v = mem_alloc((c->nset + 1) * sizeof *v);
    const struct value *outer = c->amend ? expr_row(d->db, items_row(t, row)) : NULL;
    int rc = QT_OK;
    for (size_t i = 0; i < c->nset && rc == QT_OK; i++)
        rc = desk_value(d, &c->set[i].value, source, &t->f->children[c->set[i].field], &v[i]);
    if (c->amend)
        (void)expr_row(d->db, outer);
    for (size_t i = 0; i < c->nset; i++) {
        size_t column = (size_t)c->set[i].field;
        if (rc == QT_OK) {
            value_copy(&items_row(t, row)[column], &v[i]);
            t->given[row * t->f->nchildren + column] = true;
        }
        value_clear(&v[i]);
    }
    free(v);
    return rc;
}

static int append_row(struct desk *d, const struct row_change *c, const struct record *source, struct item_table *t)
{
    if (t->n >= ITEMS_MOST)
        return fault(QT_REFUSED, _("At most %d rows."), ITEMS_MOST);
    items_insert(t, t->n);
    for (size_t i = 0; c->asked && i < t->f->nchildren; i++) {
        value_copy(&items_row(t, t->n - 1)[i], &source->v[t->f->asked + i]);
        t->given[(t->n - 1) * t->f->nchildren + i] = c->asked[i];
    }
    return set_cells(d, c, source, t, t->n - 1);
}

static int row_fits(struct desk *d, const struct row_change *c, const struct record *source, const struct item_table *t,
                    size_t row, bool *fits)
{
    const struct value *before = expr_row(d->db, items_row(t, row));
    *fits = true;
    int rc = c->where ? desk_condition(d, c->where, source, false, fits) : QT_OK;
    (void)expr_row(d->db, before);
    return rc;
}

static int amend_rows(struct desk *d, const struct row_change *c, const struct record *source, struct item_table *t)
{
    bool any = false, done = false;
    int rc = QT_OK;
    for (size_t i = 0; i < t->n && rc == QT_OK && !done; i++) {
        size_t row = c->which == PICK_LAST ? t->n - 1 - i : i;
        bool fits = false;
        rc = row_fits(d, c, source, t, row, &fits);
        if (rc == QT_OK && fits)
            rc = set_cells(d, c, source, t, row);
        any |= fits;
        done = fits && c->which != PICK_ALL;
    }
    if (rc == QT_OK && !any && !c->optional)
        rc = fault(
            QT_REFUSED, "%s",
            label_of(&c->message, d->lang, _("There is no row for which this could be done. Nothing was changed.")));
    return rc;
}

static int change_field(struct desk *d, const struct row_change *c, const struct record *source, struct record *w)
{
    const struct field *f = &w->form->fields[c->field];
    struct value *v = &w->v[c->field];
    struct item_table t;
    size_t row, column;
    bool good = true;
    int rc = items_read(f, v->kind == VAL_TEXT ? v->s : NULL, clock_now(), false, &t);
    if (rc == QT_OK)
        rc = c->amend ? amend_rows(d, c, source, &t) : append_row(d, c, source, &t);
    if (rc == QT_OK)
        rc = rows_settle(d, w, v, &t, &row, &column);
    for (size_t i = 0; rc == QT_OK && c->asked && i < f->nchildren; i++)
        value_copy(&w->v[f->asked + i], &items_row(&t, t.n - 1)[i]);
    char *json = rc == QT_OK ? items_write(&t, false) : NULL;
    items_free(&t);
    if (rc == QT_OK)
        value_text(v, json);
    free(json);
    if (rc == QT_OK && f->check)
        rc = desk_condition(d, f->check, w, true, &good);
    if (!good)
        rc = fault(QT_REFUSED, "%s", label_of(&f->message, d->lang, _("this value is not allowed")));
    return rc;
}

int rows_append(struct desk *d, const struct row_change *v, size_t n, const struct record *source, struct record *to)
{
    int rc = QT_OK;
    for (size_t i = 0; i < n && rc == QT_OK; i++) {
        rc = change_field(d, &v[i], source, to);
        if (rc < 0) {
            char *why = mem_dup(fault_text());
            rc = fault(rc, "%s: %s", field_label(d, &to->form->fields[v[i].field]), why);
            free(why);
        }
    }
    return rc;
}

int rows_change(struct desk *d, const struct action *a, struct record *w)
{
    int rc = QT_OK;
    for (size_t i = 0; i < a->nchanges && rc == QT_OK; i++) /* before a row comes to those that are there */
        rc = a->changes[i].amend ? rows_append(d, &a->changes[i], 1, w, w) : QT_OK;
    for (size_t i = 0; i < a->nchanges && rc == QT_OK; i++)
        rc = a->changes[i].amend ? QT_OK : rows_append(d, &a->changes[i], 1, w, w);

    if (rc == QT_OK && a->nchanges + a->nset > 0)
        desk_compute(d, w);
    return rc;
}
