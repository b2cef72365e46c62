/* Strings, numbers and null out of JSON. */
#include "json.h"

#include <stdlib.h>
#include <string.h>

const char *json_blank(const char *p)
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

const char *json_string(const char *p, struct buf *out)
{
    buf_clear(out);
    buf_add(out, "");
    for (p++; *p && *p != '"';) {
        if (*p == '\\')
            p = escaped(p + 1, out);
        else
            buf_addc(out, *p++);
    }
    return *p ? p + 1 : p;
}

const char *json_read(const char *p, struct value *out)
{
    value_clear(out);
    if (*p == '"') {
        struct buf text = {0};
        p = json_string(p, &text);
        value_text(out, text.s);
        buf_free(&text);
        return p;
    }
    char *end;
    long long i = strtoll(p, &end, 10);
    if (end > p)
        value_int(out, i);
    return p + strcspn(p, ",]} \n\t");
}
