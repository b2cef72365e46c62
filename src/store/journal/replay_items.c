/* Child rows against the array of arrays that the lines have of them. */
#include "journal/replay_walk.h"

static const struct field *items_field(const struct walk *w, const char *name)
{
    int i = w->form ? form_field(w->form, name) : -1;
    return i >= 0 && w->form->fields[i].type == FT_ITEMS ? &w->form->fields[i] : NULL;
}

static bool same_item(struct walk *w, struct stmt *st, const char *column, struct raw v)
{
    for (int i = 2; i < col_count(st); i++)
        if (strcmp(col_name(st, i), column) == 0)
            return raw_same(raw_is(v, "null") ? (struct raw){0} : v, st, i, &w->scratch);
    return !v.s || raw_is(v, "null");
}

/* The columns of today's form: an array has its values in their order. */
static bool same_by_form(struct walk *w, const struct field *items, struct raw array, struct stmt *st)
{
    bool same = !raw_item(array, items->nchildren).s;
    for (size_t i = 0; same && i < items->nchildren; i++)
        same = !field_stored(&items->children[i]) || same_item(w, st, items->children[i].name, raw_item(array, i));
    return same;
}

/* Written under another form: every value of the array is in the row, and the row has no more of them. */
static bool same_in_any_order(struct walk *w, struct raw array, struct stmt *st)
{
    int values = 0, found = 0;
    struct raw v;
    for (int i = 2; i < col_count(st); i++)
        values += !col_null(st, i);
    for (size_t k = 0; (v = raw_item(array, k)).s; k++) {
        bool here = false;
        for (int i = 2; i < col_count(st) && !here && !raw_is(v, "null"); i++)
            here = raw_same(v, st, i, &w->scratch);
        found += here;
    }
    return found >= values;
}

int items_same(struct walk *w, const struct cell *c, int64_t id, bool *same)
{
    char *json = raw_text(cell_said(w, c)),
         *sql = mem_printf("SELECT * FROM \"%s.%s\" WHERE parent = ?1 ORDER BY pos", w->reg, c->name);
    struct raw rows = {json, json ? strlen(json) : 0};
    const struct field *items = items_field(w, c->name);
    struct stmt *st = db_stmt(w->r->db, sql);
    bind_int(st, 1, id);
    size_t n = 0;
    int rc;
    *same = true;
    while ((rc = db_step(w->r->db, st)) > 0 && *same) {
        struct raw row = raw_item(rows, n);
        *same = row.s && col_int(st, 1) == (int64_t)n &&
                ((items && same_by_form(w, items, row, st)) ||
                 ((!items || raw_item(row, items->nchildren).s || !raw_item(row, items->nchildren - 1).s) &&
                  same_in_any_order(w, row, st)));
        n++;
    }
    if (rc > 0) {
        stmt_end(st);
        rc = 0;
    }
    *same = *same && !raw_item(rows, n).s;
    free(json);
    free(sql);
    return rc;
}
