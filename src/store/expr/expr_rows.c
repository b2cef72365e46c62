/* Calls of rows_sum(), rows_count(), rows_min(), rows_max() and rows_text() in the text of an expression. */
#include "expr/expr_rows.h"

#include <ctype.h>

static const char *const names[] = {"rows_sum", "rows_count", "rows_min", "rows_max", "rows_text"};

bool rows_pattern(const struct rows_call *call)
{
    return sql_word_is(call->name, call->len, "rows_text");
}

static const char *skip_blank(const char *s)
{
    return s + strspn(s, " \t\r\n");
}

/* A name, perhaps in double quotes; NULL: there is none. */
static const char *read_name(const char *s, char **name)
{
    bool quoted = *s == '"';
    const char *begin = s + quoted;
    size_t n = 0;
    while (isalnum((unsigned char)begin[n]) || begin[n] == '_')
        n++;
    if (n == 0 || (quoted && begin[n] != '"'))
        return NULL;
    *name = mem_dupn(begin, n);
    return begin + n + quoted;
}

/* Behind "record.", where the rows' own names stand alone; NULL: it is not there. */
static const char *skip_record(const char *s, const struct row_scope *row)
{
    char *name = NULL;
    if (!row || !row->bare)
        return s;
    const char *end = read_name(s, &name);
    bool record = end && *end == '.' && sql_word_is(name, strlen(name), "record");
    free(name);
    return record ? end + 1 : NULL;
}

static const char *read_field(struct rows_call *call, const struct form *form, const struct row_scope *row)
{
    char *name = NULL;
    const char *s = skip_record(call->first, row), *end = s ? read_name(s, &name) : NULL;
    int i = end && form ? form_field(form, name) : -1;
    if (i >= 0 && form->fields[i].type == FT_ITEMS)
        call->items = &form->fields[i];
    free(name);
    return end;
}

/* 'it''s' */
static void read_text(struct rows_call *call)
{
    struct buf text = {0};
    const char *s = call->second + 1;
    buf_add(&text, "");
    for (; *call->second == '\'' && *s && (*s != '\'' || s[1] == '\''); s++) {
        buf_addc(&text, *s);
        s += *s == '\'';
    }
    if (*call->second == '\'' && *s == '\'' && *skip_blank(s + 1) == ')')
        call->text = buf_take(&text);
    buf_free(&text);
}

void rows_calls(const struct form *form, const struct row_scope *row, const char *sql,
                void (*fn)(const struct rows_call *call, void *arg), void *arg)
{
    size_t len;
    bool call;
    for (const char *w = sql_word(sql, &len, &call); w; w = sql_word(w + len, &len, &call)) {
        bool ours = false;
        for (size_t i = 0; call && i < ARRAY_LEN(names); i++)
            ours |= sql_word_is(w, len, names[i]);
        if (!ours)
            continue;
        struct rows_call c = {.name = w, .len = len, .first = skip_blank(skip_blank(w + len) + 1)};
        const char *behind = read_field(&c, form, row);
        behind = behind ? skip_blank(behind) : c.first;
        if (*behind == ',')
            c.second = skip_blank(behind + 1);
        else if (*behind != ')')
            c.items = NULL;
        if (c.second)
            read_text(&c);
        fn(&c, arg);
        free(c.text);
    }
}

/* ---- resolving ---- */

struct resolving {
    const struct form *form;
    const char *done; /* up to here it is in `out` */
    struct buf out;
};

static void resolve(const struct rows_call *call, void *arg)
{
    struct resolving *r = arg;
    if (!call->items)
        return;
    buf_addn(&r->out, r->done, (size_t)(call->first - r->done));
    buf_addf(&r->out, "'%s.%s', ", r->form->name, call->items->name);
    r->done = call->first;
}

char *rows_resolve(const struct form *form, const struct row_scope *row, const char *sql)
{
    struct resolving r = {.form = form, .done = sql};
    rows_calls(form, row, sql, resolve, &r);
    if (r.done == sql)
        return NULL;
    buf_add(&r.out, r.done);
    return buf_take(&r.out);
}

/* ---- patterns ---- */

int rows_pattern_wrong(const struct field *items, const char *pattern, char **name, const char **near)
{
    for (const char *s = strchr(pattern, '{'); s; s = strchr(s + 1, '{')) {
        size_t n = strcspn(s + 1, "{}");
        bool known = false;
        char *word = mem_dupn(s + 1, n);
        *near = NULL;
        for (size_t i = 0; i < items->nchildren; i++) {
            known |= strcmp(items->children[i].name, word) == 0;
            *near = text_nearer(word, *near, items->children[i].name, 3);
        }
        if (!known || s[1 + n] != '}') {
            *name = word;
            return (int)(s - pattern);
        }
        free(word);
    }
    return -1;
}
