/* Values in the text of journal lines. The lines were written by this program and are covered by the chain: they are
 * stepped through where they lie, without taking them apart. */
#include "journal/replay.h"

/* Behind the text that begins at s; NULL without its end. */
static const char *behind_text(const char *s)
{
    for (s++; *s && *s != '"'; s++)
        if (*s == '\\' && !*++s)
            return NULL;
    return *s ? s + 1 : NULL;
}

static const char *blanks(const char *s)
{
    while (*s == ' ' || *s == '\t' || *s == '\n')
        s++;
    return s;
}

/* Behind a number or a word. */
static const char *behind_word(const char *s)
{
    const char *end = s;
    while (*end && *end != ',' && *end != ']' && *end != '}' && *end != ' ' && *end != '\t' && *end != '\n')
        end++;
    return end == s ? NULL : end;
}

/* Behind any value; NULL when it does not end. */
static const char *behind_value(const char *s)
{
    if (*s == '"')
        return behind_text(s);
    if (*s != '[' && *s != '{')
        return behind_word(s);
    int depth = 0;
    do {
        if (*s == '"') {
            s = behind_text(s);
        } else {
            depth += (*s == '[' || *s == '{') - (*s == ']' || *s == '}');
            s = *s ? s + 1 : NULL;
        }
    } while (s && depth > 0);
    return s;
}

/* Behind an array; its second item. NULL when it does not end. */
static const char *behind_pair(const char *s, struct raw *second)
{
    s = blanks(s + 1);
    for (int i = 0; *s != ']'; i++) {
        const char *end = behind_value(s);
        if (!end)
            return NULL;
        if (i == 1)
            *second = (struct raw){s, (size_t)(end - s)};
        s = blanks(end);
        s = *s == ',' ? blanks(s + 1) : s;
    }
    return s + 1;
}

bool raw_is(struct raw v, const char *json)
{
    return v.s && strlen(json) == v.n && memcmp(v.s, json, v.n) == 0;
}

char *raw_text(struct raw v)
{
    if (!v.s || raw_is(v, "null"))
        return NULL;
    if (*v.s != '"')
        return mem_dupn(v.s, v.n);
    char *json = mem_dupn(v.s, v.n), *text = NULL;
    struct json j;
    json_open(&j, json);
    if (json_next(&j) == JSON_TEXT)
        text = buf_take(&j.text);
    if (json_close(&j) < 0)
        fault_clear();
    free(json);
    return text;
}

/* A number as this program writes it. */
static bool whole_number(struct raw v, int64_t *out)
{
    size_t at = v.n > 0 && *v.s == '-';
    int64_t n = 0;
    if (v.n == at || v.n > 18 || (v.s[at] == '0' && v.n > 1))
        return false;
    for (; at < v.n; at++) {
        if (v.s[at] < '0' || v.s[at] > '9')
            return false;
        n = n * 10 + (v.s[at] - '0');
    }
    *out = *v.s == '-' ? -n : n;
    return true;
}

/* A text of digits in a number's column, other escapes. */
static bool same_text(struct raw v, struct stmt *st, int at, struct buf *scratch)
{
    struct value now = {0};
    buf_clear(scratch);
    col_value(st, at, &now);
    if (now.kind == VAL_INT)
        buf_add_int(scratch, now.i);
    else
        buf_add_json(scratch, now.kind == VAL_TEXT ? now.s : NULL);
    bool same = raw_is(v, scratch->s);
    if (!same) {
        char *text = raw_text(v), *here = raw_text((struct raw){scratch->s, scratch->len});
        same = text && here && strcmp(text, here) == 0;
        free(text);
        free(here);
    }
    value_clear(&now);
    return same;
}

bool raw_same(struct raw v, struct stmt *st, int at, struct buf *scratch)
{
    struct held now = col_held(st, at);
    if (!v.s || raw_is(v, "null"))
        return now.kind == HELD_NOTHING;
    if (now.kind == HELD_NOTHING)
        return false;
    int64_t said;
    if (now.kind == HELD_NUMBER && whole_number(v, &said))
        return said == now.i;
    size_t quote = *v.s == '"';
    if (now.kind == HELD_TEXT && now.n + 2 * quote == v.n && memcmp(now.s, v.s + quote, now.n) == 0 &&
        !memchr(v.s, '\\', v.n))
        return true; /* as nearly always */
    return same_text(v, st, at, scratch);
}

bool raw_change(const char **at, struct raw *name, struct raw *value, struct raw *after)
{
    const char *s = blanks(*at);
    *after = (struct raw){0};
    if (*s != '{' && *s != ',')
        return false;
    s = blanks(s + 1);
    const char *end = *s == '"' ? behind_text(s) : NULL;
    if (!end)
        return false;
    *name = (struct raw){s + 1, (size_t)(end - s) - 2};
    s = blanks(end);
    if (*s != ':')
        return false;
    s = blanks(s + 1);
    end = *s == '[' ? behind_pair(s, after) : behind_value(s);
    if (!end)
        return false;
    *value = (struct raw){s, (size_t)(end - s)};
    *at = end;
    return true;
}

bool raw_member(const char **at, struct raw *name, struct raw *value)
{
    struct raw after;
    return raw_change(at, name, value, &after);
}

struct raw raw_find(const char *object, const char *name)
{
    struct raw member, value;
    for (const char *at = object; raw_member(&at, &member, &value);)
        if (raw_is(member, name))
            return value;
    return (struct raw){0};
}

struct raw raw_item(struct raw array, size_t i)
{
    if (!array.s || *array.s != '[')
        return (struct raw){0};
    const char *s = blanks(array.s + 1), *end;
    for (; *s != ']' && (end = behind_value(s)) != NULL; s = blanks(end + (*end == ','))) {
        if (i-- == 0)
            return (struct raw){s, (size_t)(end - s)};
        end = blanks(end);
    }
    return (struct raw){0};
}
