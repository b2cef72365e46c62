/* JSON, read item by item: no tree, no memory but the present name and text. */
#include "qiantai/base.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "utf8.h"

static enum json_item json_bad(struct json *j, const char *why)
{
    if (!j->why)
        j->why = why;
    return j->item = JSON_BAD;
}

static bool json_refuse(struct json *j, const char *why)
{
    (void)json_bad(j, why);
    return false;
}

static void skip_blanks(struct json *j)
{
    j->at += strspn(j->at, " \t\r\n");
}

/* ---- texts --------------------------------------------------------------------------------------------- */

static bool hex4(const char *s, uint32_t *cp)
{
    char digits[5] = {0};
    if (strspn(s, "0123456789abcdefABCDEF") < 4)
        return false;
    memcpy(digits, s, 4);
    *cp = (uint32_t)strtoul(digits, NULL, 16);
    return true;
}

/* Behind "\u". */
static bool read_unicode(struct json *j, struct buf *to)
{
    uint32_t cp, low;
    if (!hex4(j->at, &cp))
        return json_refuse(j, "no four hexadecimal digits behind \\u");
    if (cp >= 0xD800 && cp < 0xDC00) {
        if (j->at[4] != '\\' || j->at[5] != 'u' || !hex4(j->at + 6, &low) || low < 0xDC00 || low > 0xDFFF)
            return json_refuse(j, "half a pair of surrogates");
        cp = 0x10000 + ((cp - 0xD800) << 10) + (low - 0xDC00);
        j->at += 6;
    } else if (cp >= 0xDC00 && cp <= 0xDFFF) {
        return json_refuse(j, "half a pair of surrogates");
    }
    if (cp == 0)
        return json_refuse(j, "a zero character");
    j->at += 4;
    char bytes[4];
    buf_addn(to, bytes, utf8_put(bytes, cp));
    return true;
}

static bool read_escape(struct json *j, struct buf *to)
{
    static const char letters[] = "\"\\/bfnrt", meant[] = "\"\\/\b\f\n\r\t";
    const char *known = *++j->at ? strchr(letters, *j->at) : NULL;
    if (known) {
        buf_addc(to, meant[known - letters]);
        j->at++;
        return true;
    }
    if (*j->at != 'u')
        return json_refuse(j, "an unknown escape");
    j->at++;
    return read_unicode(j, to);
}

static bool read_text(struct json *j, struct buf *to)
{
    buf_clear(to);
    buf_add(to, "");
    for (j->at++; *j->at != '"';) {
        size_t plain = 0;
        while ((unsigned char)j->at[plain] >= ' ' && j->at[plain] != '"' && j->at[plain] != '\\')
            plain++;
        if (!text_valid(j->at, plain))
            return json_refuse(j, "not UTF-8");
        buf_addn(to, j->at, plain);
        j->at += plain;
        if (*j->at == '\\') {
            if (!read_escape(j, to))
                return false;
        } else if (*j->at != '"') {
            return json_refuse(j, *j->at ? "a control character in a text" : "a text without its end");
        }
    }
    j->at++;
    return true;
}

/* ---- other values --------------------------------------------------------------------------------------- */

static const char *behind_digits(const char *s)
{
    return s + strspn(s, "0123456789");
}

static enum json_item read_number(struct json *j)
{
    const char *s = j->at + (*j->at == '-'), *end = behind_digits(s);
    if (end == s || (*s == '0' && end > s + 1))
        return json_bad(j, "no number");
    j->whole = *end != '.' && *end != 'e' && *end != 'E';
    if (*end == '.') {
        s = end + 1;
        end = behind_digits(s);
        if (end == s)
            return json_bad(j, "no number");
    }
    if (*end == 'e' || *end == 'E') {
        s = end + 1 + (end[1] == '+' || end[1] == '-');
        end = behind_digits(s);
        if (end == s)
            return json_bad(j, "no number");
    }
    buf_clear(&j->text);
    buf_addn(&j->text, j->at, (size_t)(end - j->at));
    errno = 0;
    j->number = j->whole ? strtoll(j->text.s, NULL, 10) : 0;
    if (errno == ERANGE) {
        j->whole = false;
        j->number = 0;
    }
    j->at = end;
    return j->item = JSON_NUMBER;
}

static enum json_item read_word(struct json *j)
{
    static const struct {
        const char *word;
        enum json_item item;
    } words[] = {{"null", JSON_NULL}, {"true", JSON_TRUE}, {"false", JSON_FALSE}};

    for (size_t i = 0; i < ARRAY_LEN(words); i++) {
        size_t n = strlen(words[i].word);
        if (strncmp(j->at, words[i].word, n) == 0) {
            j->at += n;
            return j->item = words[i].item;
        }
    }
    return json_bad(j, *j->at ? "no value" : "the end is missing");
}

static enum json_item read_value(struct json *j)
{
    switch (*j->at) {
    case '"':
        return read_text(j, &j->text) ? (j->item = JSON_TEXT) : JSON_BAD;
    case '[':
    case '{':
        if (j->depth == JSON_DEPTH_MOST)
            return json_bad(j, "nested too deep");
        j->open[j->depth++] = *j->at;
        j->first = true;
        return j->item = *j->at++ == '[' ? JSON_ARRAY : JSON_OBJECT;
    default:
        return *j->at == '-' || (*j->at >= '0' && *j->at <= '9') ? read_number(j) : read_word(j);
    }
}

/* ---- the walk ------------------------------------------------------------------------------------------- */

void json_open(struct json *j, const char *s)
{
    *j = (struct json){.item = JSON_NULL, .first = true, .start = s ? s : "", .at = s ? s : ""};
}

/* Within an array or object: its end, or the comma and the name in front of the next value. False: item is set. */
static bool step_within(struct json *j)
{
    char open = j->open[j->depth - 1];
    if (*j->at == (open == '[' ? ']' : '}')) {
        j->at++;
        j->depth--;
        j->first = false;
        j->item = JSON_LEAVE;
        return false;
    }
    if (!j->first) {
        if (*j->at != ',')
            return json_refuse(j, *j->at ? "no comma" : "the end is missing");
        j->at++;
        skip_blanks(j);
    }
    j->first = false;
    if (open == '[')
        return true;
    if (*j->at != '"')
        return json_refuse(j, "a member without a name");
    if (!read_text(j, &j->name))
        return false;
    skip_blanks(j);
    if (*j->at != ':')
        return json_refuse(j, "no colon behind a name");
    j->at++;
    skip_blanks(j);
    return true;
}

enum json_item json_next(struct json *j)
{
    if (j->why || j->item == JSON_END)
        return j->item;
    skip_blanks(j);
    buf_clear(&j->name);
    buf_add(&j->name, "");
    if (j->depth == 0 && !j->first)
        return *j->at ? json_bad(j, "something behind the end") : (j->item = JSON_END);
    if (j->depth == 0)
        j->first = false;
    else if (!step_within(j))
        return j->item;
    return read_value(j);
}

void json_skip(struct json *j)
{
    int outside = j->depth - 1;
    while (j->depth > outside && json_next(j) != JSON_BAD)
        continue;
}

int json_close(struct json *j)
{
    int rc = j->why ? fault(QT_REFUSED, "JSON, byte %zu: %s", (size_t)(j->at - j->start) + 1, j->why) : QT_OK;
    buf_free(&j->name);
    buf_free(&j->text);
    return rc;
}

/* ---- writing --------------------------------------------------------------------------------------------- */

static void write_name(struct json_writer *w, const char *name, bool big)
{
    if (w->depth > 0 && !w->first)
        buf_addc(w->out, ',');
    if (big && w->depth > 0 && w->depth <= 2 && w->open[w->depth - 1] == '[')
        buf_addc(w->out, '\n');
    w->first = false;
    if (name) {
        buf_add_json(w->out, name);
        buf_addc(w->out, ':');
    }
}

void json_begin(struct json_writer *w, const char *name, char open)
{
    write_name(w, name, true);
    buf_addc(w->out, open);
    if (w->depth < JSON_DEPTH_MOST)
        w->open[w->depth] = open;
    w->depth++;
    w->first = true;
}

void json_end(struct json_writer *w)
{
    w->depth--;
    buf_addc(w->out, w->depth < JSON_DEPTH_MOST && w->open[w->depth] == '[' ? ']' : '}');
    w->first = false;
}

void json_text(struct json_writer *w, const char *name, const char *s)
{
    write_name(w, name, false);
    buf_add_json(w->out, s);
}

void json_number(struct json_writer *w, const char *name, int64_t n)
{
    write_name(w, name, false);
    buf_addf(w->out, "%lld", (long long)n);
}

void json_bool(struct json_writer *w, const char *name, bool yes)
{
    write_name(w, name, false);
    buf_add(w->out, yes ? "true" : "false");
}

void json_raw(struct json_writer *w, const char *name, const char *json)
{
    write_name(w, name, false);
    buf_add(w->out, json && *json ? json : "null");
}

char *json_pairs(const char *name, ...)
{
    struct buf b = {0};
    va_list rest;
    va_start(rest, name);
    for (; name; name = va_arg(rest, const char *)) {
        const char *text = va_arg(rest, const char *);
        if (!text)
            continue;
        buf_addc(&b, b.len > 0 ? ',' : '{');
        buf_add_json(&b, name);
        buf_addc(&b, ':');
        buf_add_json(&b, text);
    }
    va_end(rest);
    buf_add(&b, b.len > 0 ? "}" : "{}");
    return buf_take(&b);
}
