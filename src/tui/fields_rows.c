/* Child rows as texts: out of the JSON of the record and into it again. */
#include "fields_rows.h"

/* ---- JSON, as base writes it: arrays, strings, numbers, null ---- */

static const char *blank(const char *p)
{
    while (*p == ' ' || *p == '\n' || *p == '\t')
        p++;
    return p;
}

static void add_codepoint(struct buf *out, unsigned c)
{
    if (c < 0x80) {
        buf_addc(out, (char)c);
    } else if (c < 0x800) {
        buf_addc(out, (char)(0xc0 | (c >> 6)));
        buf_addc(out, (char)(0x80 | (c & 0x3f)));
    } else {
        buf_addc(out, (char)(0xe0 | (c >> 12)));
        buf_addc(out, (char)(0x80 | ((c >> 6) & 0x3f)));
        buf_addc(out, (char)(0x80 | (c & 0x3f)));
    }
}

static const char *escaped(const char *p, struct buf *out)
{
    static const char letter[] = "bfnrt", plain[] = "\b\f\n\r\t";
    const char *at = *p ? strchr(letter, *p) : NULL;
    char hex[5] = {0};
    if (at) {
        buf_addc(out, plain[at - letter]);
    } else if (*p == 'u' && strlen(p) >= 5) {
        memcpy(hex, p + 1, 4);
        add_codepoint(out, (unsigned)strtoul(hex, NULL, 16));
        return p + 5;
    } else if (*p) {
        buf_addc(out, *p);
    }
    return *p ? p + 1 : p;
}

/* One value at p; returns behind it. */
static const char *value_at(const char *p, struct buf *text, struct value *out)
{
    value_clear(out);
    buf_clear(text);
    buf_add(text, "");
    if (*p != '"') {
        char *end;
        long long i = strtoll(p, &end, 10);
        if (end > p)
            value_int(out, i);
        return p + strcspn(p, ",] \n\t");
    }
    for (p++; *p && *p != '"';) {
        if (*p == '\\')
            p = escaped(p + 1, text);
        else
            buf_addc(text, *p++);
    }
    value_text(out, text->s);
    return *p ? p + 1 : p;
}

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
    struct buf text = {0};
    struct value v = {0};
    const char *p = blank(json ? json : "");
    if (*p == '[')
        p = blank(p + 1);
    while (*p == '[' && t->n < ROWS_MAX) {
        row_insert(t, t->n);
        p = blank(p + 1);
        for (size_t i = 0; *p && *p != ']'; i++) {
            p = blank(value_at(p, &text, &v));
            if (i < t->field->nchildren) {
                char **cell = &t->cells[(t->n - 1) * t->field->nchildren + i];
                free(*cell);
                *cell = field_show(&t->field->children[i], &v, t->lang, clock_now());
            }
            if (*p == ',')
                p = blank(p + 1);
        }
        p = blank(*p ? p + 1 : p);
        if (*p == ',')
            p = blank(p + 1);
    }
    value_clear(&v);
    buf_free(&text);
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
