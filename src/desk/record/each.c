/* What follows an action for each of its rows, or of the records of a register; and the number of what was created,
 * kept in the record that caused it. */
#include <stdlib.h>
#include <string.h>

#include "desk_internal.h"

enum { EACH_MOST = 200 }; /* where the setting cannot be read */

struct found {
    struct desk *d;
    const struct each *each;
    const struct record *w;
    struct record **v;
    size_t n, most;
    int rc;
};

static int too_many(const struct desk *d, size_t most)
{
    (void)d;
    return fault(QT_REFUSED,
                 _("This would be done for more than %zu rows or records (setting each_most). Nothing was changed."),
                 most);
}

static int find_record(struct record *r, void *arg)
{
    struct found *f = arg;
    bool fits = true;
    value_int(&r->v[record_id_value(r->form)], r->id);
    const struct value *before = expr_row(f->d->db, r->v);
    if (f->each->where)
        f->rc = desk_condition(f->d, f->each->where, f->w, false, &fits);
    (void)expr_row(f->d->db, before);
    if (f->rc == QT_OK && fits && f->n == f->most)
        f->rc = too_many(f->d, f->most);
    if (f->rc == QT_OK && fits) {
        f->v = mem_resize(f->v, f->n + 1, sizeof(struct record *));
        struct record *copy = f->v[f->n++] = record_copy(r);
        value_int(&copy->v[record_id_value(r->form)], r->id);
    }
    return f->rc < 0;
}

static bool before(const struct value *a, const struct value *b)
{
    if (a->kind != b->kind) /* without a value before all others */
        return a->kind < b->kind;
    return a->kind == VAL_TEXT ? strcmp(a->s, b->s) < 0 : a->i < b->i;
}

/* By a field, the smallest first; of equal ones the one that was found first. */
static void order_found(struct found *f, int field)
{
    for (size_t i = 1; i < f->n; i++) {
        struct record *r = f->v[i];
        size_t at = i;
        for (; at > 0 && before(&r->v[field], &f->v[at - 1]->v[field]); at--)
            f->v[at] = f->v[at - 1];
        f->v[at] = r;
    }
}

static int each_record(struct desk *d, const struct each *e, struct record *w, size_t most, follow_fn *fn, void *arg)
{
    const struct form *form = forms_find(d->forms, e->reg);
    struct found f = {.d = d, .each = e, .w = w, .most = most};
    if (!form)
        return fault(QT_NOTFOUND, _("The register %s is missing; nothing was changed."), e->reg);
    int rc = rec_each(d->db, form, NULL, find_record, &f);
    rc = f.rc < 0 ? f.rc : rc > 0 ? QT_OK : rc;
    if (e->order)
        order_found(&f, form_field(form, e->order));
    for (size_t i = 0; i < f.n; i++) {
        char *number = NULL;
        const struct value *before = expr_row(d->db, f.v[i]->v);
        if (rc == QT_OK)
            rc = fn(d, arg, &number);
        (void)expr_row(d->db, before);
        free(number);
        record_free(f.v[i]);
    }
    free(f.v);
    return rc;
}

/* ---- keeping --------------------------------------------------------------------------------------------------- */

/* A change of its own, in the record as it is stored by now. */
static int keep_value(struct desk *d, struct record *w, int field, const char *text)
{
    struct record *now = NULL;
    int rc = rec_get(d->db, w->form, w->id, &now);
    struct record *after = rc == QT_OK ? record_copy(now) : NULL;
    if (rc == QT_OK)
        value_text(&after->v[field], text);
    if (rc == QT_OK)
        rc = desk_write(d, "change", now, after);
    if (rc == QT_OK) {
        record_compute_items(d->db, after);
        desk_compute(d, after);
        record_swap(w, after);
    }
    record_free(after);
    record_free(now);
    return rc;
}

static int each_row(struct desk *d, const struct then *t, struct record *w, size_t most, follow_fn *fn, void *arg)
{
    const struct value *v = &w->v[t->each->items];
    struct item_table rows;
    bool kept = false;
    int rc = items_read(&w->form->fields[t->each->items], v->kind == VAL_TEXT ? v->s : NULL, clock_now(), false, &rows);
    if (rc == QT_OK && rows.n > most)
        rc = too_many(d, most);
    for (size_t i = 0; rc == QT_OK && i < rows.n; i++) {
        char *number = NULL;
        const struct value *before = expr_row(d->db, items_row(&rows, i));
        rc = fn(d, arg, &number);
        (void)expr_row(d->db, before);
        if (rc == QT_OK && number && t->keep_column >= 0) {
            value_text(&items_row(&rows, i)[t->keep_column], number);
            kept = true;
        }
        free(number);
    }
    char *json = rc == QT_OK && kept ? items_write(&rows, false) : NULL;
    if (json)
        rc = keep_value(d, w, t->each->items, json);
    free(json);
    items_free(&rows);
    return rc;
}

int then_each(struct desk *d, const struct then *t, struct record *w, follow_fn *fn, void *arg)
{
    size_t most = (size_t)desk_setting_within(d, "each_most", EACH_MOST, 1, 5000);
    char *number = NULL;
    if (t->each)
        return t->each->items >= 0 ? each_row(d, t, w, most, fn, arg) : each_record(d, t->each, w, most, fn, arg);
    int rc = fn(d, arg, &number);
    if (rc == QT_OK && number && t->keep >= 0)
        rc = keep_value(d, w, t->keep, number);
    free(number);
    return rc;
}
