/* Records written to a database that is made from the journal. What a line says is taken from the line; the row is
 * asked only for what no line says any more: the sealed text of what was plain once, values whose line was purged. */
#include "journal/rebuild.h"
#include "sqlite/words.h"

#include <inttypes.h>

/* ---- which columns --------------------------------------------------------------------------------------------- */

static char *columns_there(struct db *db, const char *table)
{
    struct buf all = {0};
    struct stmt *st = db_stmt(db, SQL_COLUMN_NAMES);
    bind_text(st, 1, table);
    while (db_step(db, st) > 0)
        buf_addf(&all, "|%s|", col_text(st, 0));
    if (!all.len)
        buf_free(&all);
    return all.len ? buf_take(&all) : NULL;
}

/* The cells are those of the new table; a column that was taken away from the old one reads as null. */
char *rebuild_rows_sql(struct walk *w)
{
    char *there = columns_there(w->r->db, w->reg), mark[160];
    struct buf sql = {0};
    buf_add(&sql, "SELECT ");
    for (size_t i = 0; i < w->n && w->v[i].part != PART_ITEMS; i++) {
        snprintf(mark, sizeof mark, "|%s|", w->v[i].name);
        buf_addf(&sql, there && strstr(there, mark) ? "%s\"%s\"" : "%sNULL", i ? ", " : "", w->v[i].name);
    }
    if (there && strstr(there, "|id|"))
        buf_addf(&sql, " FROM \"%s\" WHERE id > ?1 ORDER BY id", w->reg);
    else
        buf_add(&sql, " WHERE ?1 IS NULL");
    free(there);
    return buf_take(&sql);
}

static struct stmt *insert_into(struct walk *w)
{
    struct buf sql = {0}, marks = {0};
    buf_addf(&sql, "INSERT INTO \"%s\"(", w->reg);
    for (size_t i = 0; i < w->n && w->v[i].part != PART_ITEMS; i++) {
        buf_addf(&sql, "%s\"%s\"", i ? ", " : "", w->v[i].name);
        buf_add(&marks, i ? ", ?" : "?");
    }
    buf_addf(&sql, ") VALUES(%s)", marks.s);
    struct stmt *st = db_stmt(w->r->into->to, sql.s);
    buf_free(&sql);
    buf_free(&marks);
    return st;
}

/* ---- values ---------------------------------------------------------------------------------------------------- */

static void take_raw(struct value *v, struct raw said)
{
    char *text = raw_text(said);
    if (!text)
        value_clear(v);
    else if (*said.s == '"')
        value_text(v, text);
    else
        value_int(v, strtoll(text, NULL, 10));
    free(text);
}

/* The cell with the sealed text of this one; NULL: it is no secret. */
static const struct cell *sealed_of(const struct walk *w, size_t i)
{
    for (size_t k = 0; k < w->n; k++)
        if (w->v[k].part == PART_SEALED && w->v[k].of == i)
            return &w->v[k];
    return NULL;
}

static void take_stamp(struct walk *w, const struct cell *c, struct stmt *row, size_t i, struct value *v)
{
    if (c->said)
        take_raw(v, cell_said(w, c));
    if (c->said && (v->kind != VAL_NULL || !row || !cell_same(w, c, row, (int)i) || col_null(row, (int)i)))
        return;
    if (c->part == PART_NUMBER)
        value_text(v, w->number);
    else if (c->part == PART_CHANGED_BY)
        value_text(v, w->staff);
    else
        value_int(v, w->seq < w->r->since && row && cell_same(w, c, row, (int)i) ? col_int(row, (int)i) : w->at);
}

/* Written before the field was a secret: the line has it in plain. */
static void take_masked(struct walk *w, struct raw said, struct value *v)
{
    int i = w->form ? form_field(w->form, w->v[v - w->r->into->v].name) : -1;
    char *text = raw_text(said), *masked = NULL;
    if (text && i >= 0 && w->form->fields[i].secret)
        masked = secret_masked(&w->form->fields[i], text);
    if (text)
        value_text(v, masked ? masked : text);
    free(text);
    free(masked);
}

static int take_sealed(struct walk *w, const struct cell *c, struct stmt *row, size_t i, struct value *v)
{
    const struct cell *shown = &w->v[c->of];
    if (c->said || !shown->said || raw_is(cell_said(w, shown), "null")) {
        take_raw(v, cell_said(w, c));
        return 0;
    }
    if (row && cell_same(w, c, row, (int)i)) {
        col_value(row, (int)i, v);
        return 0;
    }
    char *plain = raw_text(cell_said(w, shown)), *sealed = NULL;
    int rc = plain ? secret_seal(w->r->into->to, SEAL_FIELD, plain, &sealed) : 0;
    if (sealed)
        value_text(v, sealed);
    free(plain);
    free(sealed);
    return rc;
}

static int take_cell(struct walk *w, size_t i, struct stmt *row, struct value *v)
{
    const struct cell *c = &w->v[i], *sealed = c->part == PART_PLAIN ? sealed_of(w, i) : NULL;
    value_clear(v);
    if (c->part == PART_ID)
        value_int(v, w->last);
    else if (c->part == PART_VERSION)
        value_int(v, w->lines);
    else if (c->lost && !row)
        return 0;
    else if (c->lost)
        col_value(row, (int)i, v);
    else if (c->part == PART_SEALED)
        return take_sealed(w, c, row, i, v);
    else if (c->part == PART_NUMBER || c->part == PART_CHANGED_AT || c->part == PART_CHANGED_BY)
        take_stamp(w, c, row, i, v);
    else if (sealed && !sealed->said && c->said)
        take_masked(w, cell_said(w, c), v);
    else if (c->said)
        take_raw(v, cell_said(w, c));
    return 0;
}

/* The blind index is worked out from the sealed text; one that does not open has none. */
static void bind_index(struct walk *w, const struct cell *c, int at, struct stmt *st, unsigned char *index)
{
    size_t sealed = (size_t)(sealed_of(w, c->of) - w->v);
    struct value v = {.kind = VAL_TEXT, .s = (char *)"", .sealed = w->r->into->v[sealed].s};
    if (w->r->into->v[sealed].kind != VAL_TEXT)
        return; /* unbound is null */
    if (secret_value_index(w->r->into->to, &v, index) == 0)
        bind_blob(st, at, index, SECRET_INDEX);
    fault_clear();
}

static void room(struct walk *w)
{
    struct rebuild *b = w->r->into;
    if (b->nv >= w->n)
        return;
    b->v = mem_resize(b->v, w->n, sizeof *b->v);
    for (; b->nv < w->n; b->nv++)
        b->v[b->nv] = (struct value){0};
}

static int put_row(struct walk *w, struct stmt *row)
{
    struct rebuild *b = w->r->into;
    int rc = 0;
    room(w);
    for (size_t i = 0; rc == 0 && i < w->n && w->v[i].part != PART_ITEMS; i++)
        rc = take_cell(w, i, row, &b->v[i]);
    struct stmt *st = rc == 0 ? insert_into(w) : NULL;
    if (!st)
        return rc < 0 ? rc : fault_code();
    unsigned char(*index)[SECRET_INDEX] = mem_alloc(w->n * sizeof *index);
    for (size_t i = 0; i < w->n && w->v[i].part != PART_ITEMS; i++)
        if (w->v[i].part == PART_INDEX)
            bind_index(w, &w->v[i], (int)i + 1, st, index[i]);
        else
            bind_value(st, (int)i + 1, &b->v[i]);
    rc = db_run(b->to, st);
    free(index);
    return rc;
}

/* ---- child rows ------------------------------------------------------------------------------------------------ */

static int copy_items(struct walk *w, const struct cell *c)
{
    char *table = mem_printf("%s.%s", w->reg, c->name), *where = mem_printf(" WHERE parent = %" PRId64, w->last);
    int rc = rebuild_copy(w->r->db, w->r->into->to, table, where);
    free(table);
    free(where);
    return rc;
}

/* Were all rows written with the columns of today's form? */
static bool by_form(const struct field *items, struct raw rows)
{
    struct raw row;
    for (size_t i = 0; items && (row = raw_item(rows, i)).s; i++)
        if (!raw_item(row, items->nchildren - 1).s || raw_item(row, items->nchildren).s)
            return false;
    return items != NULL;
}

/* No form tells which value stood in which column: the row's are taken where they are the line's, else in their order.
 */
static int put_in_order(struct walk *w, const struct cell *c, struct raw rows)
{
    struct buf sql = {0};
    char *table = mem_printf("%s.%s", w->reg, c->name);
    struct stmt *st = db_stmt(w->r->into->to, SQL_COLUMN_NAMES);
    int n = 0, rc;
    bind_text(st, 1, table);
    buf_addf(&sql, "INSERT INTO \"%s\" SELECT ?1, " SQL_ARRAY_PLACE, table);
    while ((rc = db_step(w->r->into->to, st)) > 0)
        if (n++ >= 2)
            buf_addf(&sql, ", " SQL_ARRAY_ITEM, (size_t)n - 3);
    buf_add(&sql, " FROM " SQL_ARRAYS_OF("?2"));
    st = rc == 0 ? db_stmt(w->r->into->to, sql.s) : NULL;
    bind_int(st, 1, w->last);
    bind_textn(st, 2, rows.s, rows.n);
    rc = rc == 0 ? db_run(w->r->into->to, st) : rc;
    free(table);
    buf_free(&sql);
    return rc;
}

static int put_items(struct walk *w, const struct cell *c, struct stmt *row)
{
    int field = w->form ? form_field(w->form, c->name) : -1;
    const struct field *items = field >= 0 && w->form->fields[field].type == FT_ITEMS ? &w->form->fields[field] : NULL;
    bool same = false;
    int rc = 0;
    if (c->lost)
        return row ? copy_items(w, c) : 0;
    char *json = raw_text(cell_said(w, c));
    struct raw rows = {json, json ? strlen(json) : 0};
    if (json && by_form(items, rows)) {
        const struct value v = {.kind = VAL_TEXT, .s = json};
        rc = items_put(w->r->into->to, w->form, items, w->last, &v);
    } else if (json) {
        rc = row ? items_same(w, c, w->last, &same) : 0;
        if (rc == 0)
            rc = same ? copy_items(w, c) : put_in_order(w, c, rows);
    }
    free(json);
    return rc;
}

/* ---- the record ------------------------------------------------------------------------------------------------ */

static int counter_write(struct walk *w)
{
    struct rebuild *b = w->r->into;
    int rc = b->period ? rebuild_counter(b->to, w->reg, b->period, b->last) : 0;
    free(b->period);
    b->period = NULL;
    return rc;
}

/* The counter of a number that was given out stands at it, or further on. */
static int count_number(struct walk *w)
{
    struct rebuild *b = w->r->into;
    size_t n = w->form && w->given ? number_sequence_at(w->form->number, w->number) : 0;
    int64_t seq = n ? strtoll(w->number + n, NULL, 10) : 0;
    int rc = 0;
    if (!n)
        return 0;
    if (!b->period || strlen(b->period) != n + 1 || memcmp(b->period, w->number, n) != 0) {
        rc = counter_write(w);
        b->period = mem_printf("%.*s#", (int)n, w->number);
        b->last = 0;
    }
    b->last = seq > b->last ? seq : b->last;
    return rc;
}

int rebuild_record(struct walk *w, struct stmt *row)
{
    if (w->lines == 0)
        return 0; /* no line knows it */
    if (w->withdrawn) {
        w->r->into->withdrawn++;
        return count_number(w);
    }
    int rc = put_row(w, row);
    for (size_t i = 0; rc == 0 && i < w->n; i++)
        if (w->v[i].part == PART_ITEMS)
            rc = put_items(w, &w->v[i], row);
    if (rc == 0)
        rc = count_number(w);
    w->r->into->told->records += rc == 0;
    return rc;
}

void rebuild_free(struct rebuild *b)
{
    for (size_t i = 0; i < b->nv; i++)
        value_clear(&b->v[i]);
    free(b->v);
    free(b->period);
    free(b->columns);
    free(b->columns_of);
}

int rebuild_register_end(struct walk *w)
{
    struct rebuild *b = w->r->into;
    int rc = counter_write(w);
    struct stmt *st = rc == 0 ? db_stmt(b->to, "UPDATE qt_register SET withdrawn = ?2 WHERE name = ?1") : NULL;
    bind_text(st, 1, w->reg);
    bind_int(st, 2, b->withdrawn);
    b->withdrawn = 0;
    return rc < 0 ? rc : db_run(b->to, st);
}
