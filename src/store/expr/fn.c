/* The functions of expressions (docs/forms.md): ours and those of SQLite's that are let in. The same ones serve the
 * in-memory evaluator and list conditions on the database itself. */
#include "expr/fn.h"

int64_t whole(double d)
{
    const double most = 9e18;
    d = d > most ? most : d < -most ? -most : d;
    return (int64_t)(d < 0 ? d - 0.5 : d + 0.5);
}

struct db *db_of(ctx *c)
{
    return sqlite3_user_data(c);
}

bool is_null(val *v)
{
    return sqlite3_value_type(v) == SQLITE_NULL;
}

const char *text_of(val *v)
{
    const char *s = (const char *)sqlite3_value_text(v);
    return s ? s : "";
}

void return_text(ctx *c, const char *s)
{
    sqlite3_result_text(c, s, -1, SQLITE_TRANSIENT);
}

bool chinese(ctx *c)
{
    struct db *db = db_of(c);
    return !db || db->lang == LANG_ZH;
}

/* ---- the list ------------------------------------------------------------------------------------------------ */

/* The i-th of ours, NULL behind the last. */
static const struct expr_function *ours(size_t i)
{
    static const struct expr_function *const lists[] = {expr_time_functions, expr_text_functions, expr_desk_functions,
                                                        expr_money_functions, expr_rows_functions};
    for (size_t l = 0; l < ARRAY_LEN(lists); l++)
        for (const struct expr_function *f = lists[l]; f->name; f++)
            if (i-- == 0)
                return f;
    return NULL;
}

/* SQLite's own that read neither the system clock nor chance nor files. */
static const char *const theirs[] = {"iif",    "coalesce", "ifnull",  "nullif", "instr", "substr", "substring",
                                     "length", "like",     "glob",    "lower",  "upper", "trim",   "ltrim",
                                     "rtrim",  "replace",  "round",   "abs",    "min",   "max",    "printf",
                                     "format", "char",     "unicode", "hex",    "typeof"};
#define NTHEIRS (sizeof(theirs) / sizeof(*theirs))

bool expr_function_allowed(const char *name)
{
    for (size_t i = 0; ours(i); i++)
        if (sqlite3_stricmp(name, ours(i)->name) == 0)
            return true;
    for (size_t i = 0; i < NTHEIRS; i++)
        if (sqlite3_stricmp(name, theirs[i]) == 0)
            return true;
    return false;
}

const char *expr_function_near(const char *word)
{
    const char *best = NULL;
    for (size_t i = 0; ours(i); i++)
        best = text_nearer(word, best, ours(i)->name, 3);
    for (size_t i = 0; i < NTHEIRS; i++)
        best = text_nearer(word, best, theirs[i], 3);
    return best;
}

bool expr_function_word(const char *word, size_t len)
{
    static const char *const operators[] = {"in",      "and",  "or",   "not",  "like",    "glob", "is",
                                            "between", "when", "then", "else", "collate", "case", "null"};
    for (size_t i = 0; i < sizeof(operators) / sizeof(*operators); i++)
        if (strlen(operators[i]) == len && sqlite3_strnicmp(word, operators[i], (int)len) == 0)
            return false;
    return true;
}

int expr_functions(sqlite3 *h, struct db *db)
{
    for (size_t i = 0; ours(i); i++) {
        const struct expr_function *f = ours(i);
        if (sqlite3_create_function_v2(h, f->name, f->args, SQLITE_UTF8 | SQLITE_DIRECTONLY, db, f->fn, NULL, NULL,
                                       NULL) != SQLITE_OK)
            return fault(QT_BUG, "cannot register function %s", f->name);
    }
    /* SQLite's own, of any other number of arguments, reads the machine's clock */
    if (sqlite3_create_function_v2(h, "date", -1, SQLITE_UTF8, NULL, NULL, NULL, NULL, NULL) != SQLITE_OK)
        return fault(QT_BUG, "cannot take out the function date");
    return 0;
}
