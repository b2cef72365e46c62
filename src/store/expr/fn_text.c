/* Functions of expressions over texts and numbers: languages, names, amounts and masks as people read them. NULL in
 * gives NULL out unless docs/forms.md says otherwise. */
#include "expr/fn.h"

static void fn_zh(ctx *c, int n, val **v)
{
    (void)n;
    (void)v;
    sqlite3_result_int(c, chinese(c));
}

static void fn_tr(ctx *c, int n, val **v)
{
    (void)n;
    sqlite3_result_value(c, v[chinese(c) ? 0 : 1]);
}

static void fn_valid_name(ctx *c, int n, val **v)
{
    (void)n;
    sqlite3_result_int(c, is_null(v[0]) || name_check(text_of(v[0])) == 0);
}

static void return_taken(ctx *c, char *s)
{
    return_text(c, s);
    free(s);
}

static void fn_money(ctx *c, int n, val **v)
{
    (void)n;
    if (!is_null(v[0]))
        return_taken(c, money_show(sqlite3_value_int64(v[0])));
}

static void fn_capitals(ctx *c, int n, val **v)
{
    (void)n;
    if (!is_null(v[0]))
        return_taken(c, money_capitals(sqlite3_value_int64(v[0])));
}

static void fn_mask(ctx *c, int n, val **v)
{
    enum { MOST = 1 << 16 };
    (void)n;
    if (!is_null(v[0]) && sqlite3_value_bytes(v[0]) > MOST)
        sqlite3_result_error(c, _("a text of this length cannot be masked"), -1);
    else if (!is_null(v[0]))
        return_taken(c, text_mask(text_of(v[0])));
}

const struct expr_function expr_text_functions[] = {
    {"zh", 0, fn_zh},
    {"tr", 2, fn_tr},
    {"valid_name", 1, fn_valid_name},
    {"money", 1, fn_money},
    {"capitals", 1, fn_capitals},
    {"mask", 1, fn_mask},
    {NULL, 0, NULL},
};
