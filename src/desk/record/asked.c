/* The new row that an action asks for: what is typed stands behind the record's own values (form_field.h, `asked`)
 * until `append` makes a row of it. */
#include "record/act.h"

#include <stdlib.h>

static void take(struct asked_row *row, const struct record *w)
{
    for (size_t i = 0; row->items && i < row->items->nchildren; i++)
        value_copy(&row->v[i], &w->v[row->items->asked + i]);
}

void asked_begin(struct desk *d, const struct action *a, const struct record *w, struct asked_row *row)
{
    *row = (struct asked_row){.items = a->row < 0 ? NULL : &w->form->fields[a->row], .before = d->asked};
    if (row->items)
        row->v = mem_alloc((row->items->nchildren + 1) * sizeof *row->v);
    take(row, w);
    row->outer = expr_row(d->db, row->v);
    d->asked = row;
}

void asked_again(struct desk *d, const struct record *w)
{
    if (d->asked)
        take(d->asked, w);
}

void asked_end(struct desk *d, struct asked_row *row)
{
    (void)expr_row(d->db, row->outer);
    d->asked = row->before;
    for (size_t i = 0; row->items && i < row->items->nchildren; i++)
        value_clear(&row->v[i]);
    free(row->v);
}

void asked_clear(struct record *w)
{
    for (size_t i = w->form->nfields; i < record_id_value(w->form); i++)
        value_clear(&w->v[i]);
}

void asked_defaults(struct desk *d, const struct action *a, struct record *r)
{
    const struct field *items;
    for (size_t i = 0; i < a->nask; i++) {
        const struct field *c = form_asked_column(r->form, a->ask[i], &items);
        struct value *v = &r->v[a->ask[i]];
        if (!c || !c->dflt || v->kind != VAL_NULL)
            continue;
        const struct value *before = expr_row(d->db, &r->v[items->asked]);
        if (desk_value(d, c->dflt, r, c, v) < 0)
            fault_clear(); /* a default that cannot be worked out leaves the cell empty */
        (void)expr_row(d->db, before);
    }
}

char *asked_fault(struct desk *d, const struct record *r, int field)
{
    const struct field *items, *c = form_asked_column(r->form, field, &items);
    bool good = true;
    char *why = c ? value_fault(d, c, &r->v[field]) : NULL;
    if (!c || !c->check || why)
        return why;
    const struct value *before = expr_row(d->db, &r->v[items->asked]);
    if (desk_condition(d, c->check, r, true, &good) < 0) { /* a broken one refuses nothing */
        fault_clear();
        good = true;
    }
    (void)expr_row(d->db, before);
    return good ? NULL : check_message(d, c);
}

int asked_check(struct desk *d, const struct action *a, const struct record *w, struct field_problems *out)
{
    size_t before = out->n;
    for (size_t i = 0; i < a->nask; i++) {
        bool there = a->ask[i] >= (int)w->form->nfields && w->v[a->ask[i]].kind != VAL_NULL;
        char *why = there ? asked_fault(d, w, a->ask[i]) : NULL;
        if (why)
            field_problem_add(out, a->ask[i], why);
    }
    return (int)(out->n - before);
}
