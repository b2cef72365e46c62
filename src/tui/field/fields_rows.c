/* Child rows as texts: out of the JSON of the record and into it again. */
#include "field/fields_rows.h"
#include "json.h"

void row_insert(struct rows *t, size_t at)
{
    size_t wide = t->field->nchildren;
    t->cells = mem_resize(t->cells, (t->n + 1) * wide + 1, sizeof *t->cells);
    memmove(t->cells + (at + 1) * wide, t->cells + at * wide, (t->n - at) * wide * sizeof *t->cells);
    for (size_t i = 0; i < wide; i++)
        t->cells[at * wide + i] = mem_dup("");
    t->n++;
}

void row_delete(struct rows *t, size_t at)
{
    size_t wide = t->field->nchildren;
    for (size_t i = 0; i < wide; i++)
        free(t->cells[at * wide + i]);
    memmove(t->cells + at * wide, t->cells + (at + 1) * wide, (t->n - at - 1) * wide * sizeof *t->cells);
    t->n--;
}

void rows_free(struct rows *t)
{
    while (t->n > 0)
        row_delete(t, t->n - 1);
    free(t->cells);
}

void rows_parse(struct rows *t, const char *json)
{
    struct value v = {0};
    const char *p = json_blank(json ? json : "");
    if (*p == '[')
        p = json_blank(p + 1);
    while (*p == '[' && t->n < ROWS_MAX) {
        row_insert(t, t->n);
        p = json_blank(p + 1);
        for (size_t i = 0; *p && *p != ']'; i++) {
            p = json_blank(json_read(p, &v));
            if (i < t->field->nchildren) {
                char **cell = &t->cells[(t->n - 1) * t->field->nchildren + i];
                free(*cell);
                *cell = field_show(&t->field->children[i], &v, t->lang, clock_now());
            }
            if (*p == ',')
                p = json_blank(p + 1);
        }
        p = json_blank(*p ? p + 1 : p);
        if (*p == ',')
            p = json_blank(p + 1);
    }
    value_clear(&v);
}

static bool row_empty(const struct rows *t, size_t row)
{
    for (size_t i = 0; i < t->field->nchildren; i++)
        if (t->cells[row * t->field->nchildren + i][0])
            return false;
    return true;
}

char *rows_pack(const struct rows *t)
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
    struct rows t = {.field = field, .lang = lang};
    struct buf out = {0};
    rows_parse(&t, json);
    for (size_t r = 0; r < t.n; r++) {
        if (r > 0)
            buf_addc(&out, '\n');
        for (size_t i = 0; i < field->nchildren; i++)
            buf_addf(&out, "%s%s", i ? "  " : "", t.cells[r * field->nchildren + i]);
    }
    rows_free(&t);
    return buf_take(&out);
}
