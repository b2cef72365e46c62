/* Child rows as texts: out of the JSON of the record and into it again. */
#include "field/fields_rows.h"

void row_insert(struct item_rows *t, size_t at)
{
    size_t wide = t->field->nchildren;
    t->cells = mem_resize(t->cells, (t->n + 1) * wide + 1, sizeof *t->cells);
    memmove(t->cells + (at + 1) * wide, t->cells + at * wide, (t->n - at) * wide * sizeof *t->cells);
    for (size_t i = 0; i < wide; i++)
        t->cells[at * wide + i] = mem_dup("");
    t->n++;
}

void row_delete(struct item_rows *t, size_t at)
{
    size_t wide = t->field->nchildren;
    for (size_t i = 0; i < wide; i++)
        free(t->cells[at * wide + i]);
    memmove(t->cells + at * wide, t->cells + (at + 1) * wide, (t->n - at - 1) * wide * sizeof *t->cells);
    t->n--;
}

void item_rows_free(struct item_rows *t)
{
    while (t->n > 0)
        row_delete(t, t->n - 1);
    free(t->cells);
}

void item_rows_parse(struct item_rows *t, const char *json)
{
    struct value v = {0};
    if (!json || !*json)
        return;
    value_text(&v, json);
    if (field_rows(t->field, &v, t->lang, clock_now(), &t->cells, &t->n) < 0)
        fault_clear(); /* damaged rows show as none; saving refuses them with a reason */
    while (t->n > ROWS_MAX)
        row_delete(t, t->n - 1);
    value_clear(&v);
}

static bool row_empty(const struct item_rows *t, size_t row)
{
    for (size_t i = 0; i < t->field->nchildren; i++)
        if (t->cells[row * t->field->nchildren + i][0])
            return false;
    return true;
}

char *item_rows_pack(const struct item_rows *t)
{
    struct buf out = {0};
    buf_add(&out, "");
    for (size_t r = 0; r < t->n; r++) {
        if (row_empty(t, r))
            continue;
        buf_add(&out, out.len == 0 ? "[[" : ",[");
        for (size_t i = 0; i < t->field->nchildren; i++) {
            const char *cell = t->cells[r * t->field->nchildren + i];
            if (i > 0)
                buf_addc(&out, ',');
            buf_add_json(&out, cell[0] ? cell : NULL);
        }
        buf_addc(&out, ']');
    }
    if (out.len > 0)
        buf_addc(&out, ']');
    return buf_take(&out);
}

char *rows_show(const struct field *field, const char *json, enum lang lang)
{
    struct item_rows t = {.field = field, .lang = lang};
    struct buf out = {0};
    item_rows_parse(&t, json);
    for (size_t r = 0; r < t.n; r++) {
        if (r > 0)
            buf_addc(&out, '\n');
        for (size_t i = 0; i < field->nchildren; i++)
            buf_addf(&out, "%s%s", i ? "  " : "", t.cells[r * field->nchildren + i]);
    }
    item_rows_free(&t);
    return buf_take(&out);
}
