/* CSV as it leaves the desk (RFC 4180), and the guard against formulas. */
#include <string.h>

#include "qiantai/base.h"

static const char *behind_space(const char *s)
{
    return s + strspn(s, " \t\r\n");
}

/* Numbers and phones (+86 ..., -3) are no formulas. */
static bool like_formula(const char *s)
{
    s = behind_space(s);
    if (!*s || !strchr("=+-@", *s))
        return false;
    return *s == '=' || *s == '@' || s[1] == '\0' || strspn(s + 1, "0123456789 .,-") != strlen(s + 1);
}

size_t csv_guard(const char *s)
{
    const char *text = *s == '\'' ? behind_space(s + 1) : "";
    return *text && strchr("=+-@'", *text) ? 1 : 0;
}

void csv_cell(struct buf *b, const char *s, bool first)
{
    if (!first)
        buf_addc(b, ',');
    if (!s || !*s)
        return;
    bool guard = like_formula(s) || csv_guard(s) > 0;
    if (!guard && !strpbrk(s, ",\"\r\n") && *s != ' ' && *s != '\'') {
        buf_add(b, s);
        return;
    }
    buf_add(b, guard ? "\"'" : "\"");
    for (; *s; s++) {
        if (*s == '"')
            buf_addc(b, '"');
        buf_addc(b, *s);
    }
    buf_addc(b, '"');
}
