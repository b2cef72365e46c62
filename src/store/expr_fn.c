/* The functions of expressions (docs/forms.md). NULL in gives NULL out unless said. The same ones serve
 * the in-memory evaluator and list conditions on the database itself. */
#include "gate.h"

typedef sqlite3_context ctx;
typedef sqlite3_value val;

int64_t whole(double d)
{
    const double most = 9e18;
    d = d > most ? most : d < -most ? -most : d;
    return (int64_t)(d < 0 ? d - 0.5 : d + 0.5);
}

static struct db *db_of(ctx *c)
{
    return sqlite3_user_data(c);
}

static bool is_null(val *v)
{
    return sqlite3_value_type(v) == SQLITE_NULL;
}

static const char *text_of(val *v)
{
    const char *s = (const char *)sqlite3_value_text(v);
    return s ? s : "";
}

/* A time, or the local midnight of a date. */
static bool time_of(val *v, int64_t *t)
{
    if (is_null(v))
        return false;
    *t = sqlite3_value_type(v) == SQLITE_TEXT ? date_time(text_of(v), 0) : sqlite3_value_int64(v);
    return *t != INT64_MIN;
}

static void return_text(ctx *c, const char *s)
{
    sqlite3_result_text(c, s, -1, SQLITE_TRANSIENT);
}

/* ---- time --------------------------------------------------------------------------------------- */

void expr_moment(struct db *db, int64_t t)
{
    db->moment = t;
}

static int64_t moment_of(ctx *c)
{
    const struct db *db = db_of(c);
    return db && db->moment ? db->moment : clock_now();
}

static void fn_now(ctx *c, int n, val **v)
{
    (void)n;
    (void)v;
    sqlite3_result_int64(c, moment_of(c));
}

static void fn_today(ctx *c, int n, val **v)
{
    char date[11];
    (void)n;
    (void)v;
    date_format(moment_of(c), date);
    return_text(c, date);
}

static void return_span(ctx *c, val *v, int64_t unit)
{
    if (!is_null(v))
        sqlite3_result_int64(c, whole(sqlite3_value_double(v) * (double)unit));
}

static void fn_minutes(ctx *c, int n, val **v)
{
    (void)n;
    return_span(c, v[0], MINUTE);
}

static void fn_hours(ctx *c, int n, val **v)
{
    (void)n;
    return_span(c, v[0], HOUR);
}

static void fn_days(ctx *c, int n, val **v)
{
    (void)n;
    return_span(c, v[0], DAY);
}

static void fn_at(ctx *c, int n, val **v)
{
    int64_t t;
    int minute;
    char date[11];
    (void)n;
    if (!time_of(v[0], &t) || is_null(v[1]))
        return;
    if (timeofday_parse(text_of(v[1]), &minute) < 0) {
        sqlite3_result_error(c, fault_text(), -1);
        return;
    }
    date_format(t, date);
    sqlite3_result_int64(c, date_time(date, minute));
}

static void fn_date_add(ctx *c, int n, val **v)
{
    int64_t t;
    char date[11];
    (void)n;
    if (!time_of(v[0], &t) || is_null(v[1]))
        return;
    date_format(day_add(t, (int)sqlite3_value_int64(v[1])), date);
    return_text(c, date);
}

static void fn_weekday(ctx *c, int n, val **v)
{
    int64_t t;
    (void)n;
    if (time_of(v[0], &t))
        sqlite3_result_int(c, civil_of(t).weekday);
}

static void fn_timeofday(ctx *c, int n, val **v)
{
    int64_t t;
    char text[8];
    (void)n;
    if (!time_of(v[0], &t))
        return;
    struct civil at = civil_of(t);
    snprintf(text, sizeof(text), "%02d:%02d", at.hour % 100, at.minute % 100);
    return_text(c, text);
}

static const struct calendar *calendar_of(ctx *c)
{
    struct db *db = db_of(c);
    const struct calendar *cal = db && db->host.calendar ? db->host.calendar(db->host.arg) : NULL;
    if (!cal)
        sqlite3_result_error(c, "no working calendar is set", -1);
    return cal;
}

static void fn_moment(ctx *c, int n, val **v)
{
    int64_t t;
    char text[16];
    (void)n;
    if (!time_of(v[0], &t))
        return;
    struct civil at = civil_of(t);
    snprintf(text, sizeof(text), "%02d-%02d %02d:%02d", at.month % 100, at.day % 100, at.hour % 100, at.minute % 100);
    return_text(c, text);
}

static void fn_workdays(ctx *c, int n, val **v)
{
    int64_t t;
    (void)n;
    if (!time_of(v[0], &t) || is_null(v[1]))
        return;
    const struct calendar *cal = calendar_of(c);
    if (cal)
        sqlite3_result_int64(c, cal_add_workdays(cal, t, (int)sqlite3_value_int64(v[1])));
}

static void fn_workhours(ctx *c, int n, val **v)
{
    int64_t t;
    (void)n;
    if (!time_of(v[0], &t) || is_null(v[1]))
        return;
    const struct calendar *cal = calendar_of(c);
    if (cal)
        sqlite3_result_int64(c, cal_add_work(cal, t, whole(sqlite3_value_double(v[1]) * (double)HOUR)));
}

static void fn_worknext(ctx *c, int n, val **v)
{
    int64_t t;
    (void)n;
    if (!time_of(v[0], &t))
        return;
    const struct calendar *cal = calendar_of(c);
    if (cal) /* the first working second from t on ends here */
        sqlite3_result_int64(c, cal_add_work(cal, t, 1) - 1);
}

/* ---- the desk's data --------------------------------------------------------------------------------- */

static void fn_setting(ctx *c, int n, val **v)
{
    struct db *db = db_of(c);
    if (!db || is_null(v[0]))
        return;
    sqlite3_stmt *st = db_stmt(db, "SELECT value FROM setting WHERE name = ?1");
    bind_text(st, 1, text_of(v[0]));
    int rc = db_step(db, st);
    if (rc > 0) {
        return_text(c, col_text(st, 0));
        sqlite3_reset(st);
    } else if (rc < 0) {
        sqlite3_result_error(c, fault_text(), -1);
    } else if (n > 1) {
        sqlite3_result_value(c, v[1]);
    }
}

/* A stored field of a register that expressions may read: no secrets. */
static const struct field *readable(ctx *c, val *reg, val *field, const struct form **form)
{
    struct db *db = db_of(c);
    *form = db ? forms_find(db->forms, text_of(reg)) : NULL;
    int i = *form ? form_field(*form, text_of(field)) : -1;
    const struct field *f = i < 0 ? NULL : &(*form)->fields[i];
    if (!f || f->secret || !field_stored(f)) {
        sqlite3_result_error(c, "no such register or field, or it is secret", -1);
        return NULL;
    }
    return f;
}

static void fn_get(ctx *c, int n, val **v)
{
    const struct form *form;
    const struct field *f = readable(c, v[0], v[2], &form);
    (void)n;
    if (!f || is_null(v[1]))
        return;
    struct db *db = db_of(c);
    char *sql = mem_printf("SELECT \"%s\" FROM \"%s\" WHERE number = ?1", f->name, form->name);
    sqlite3_stmt *st = db_stmt(db, sql);
    free(sql);
    bind_text(st, 1, text_of(v[1]));
    int rc = db_step(db, st);
    if (rc < 0)
        sqlite3_result_error(c, fault_text(), -1);
    if (rc <= 0)
        return;
    sqlite3_result_value(c, sqlite3_column_value(st, 0));
    sqlite3_reset(st);
}

static void fn_count_like(ctx *c, int n, val **v)
{
    const struct form *form;
    const struct field *f = readable(c, v[0], v[1], &form);
    (void)n;
    if (!f || is_null(v[2]) || is_null(v[3]))
        return;
    struct db *db = db_of(c);
    char *sql = mem_printf("SELECT count(*) FROM \"%s\" WHERE \"%s\" = ?1 AND saved_at >= ?2 AND id <> ?3", form->name,
                           f->name);
    sqlite3_stmt *st = db_stmt(db, sql);
    free(sql);
    sqlite3_bind_value(st, 1, v[2]);
    bind_int(st, 2, clock_now() - sqlite3_value_int64(v[3]) * DAY);
    bind_int(st, 3, db->eval_form == form ? db->eval_id : 0);
    int rc = db_step(db, st);
    if (rc < 0) {
        sqlite3_result_error(c, fault_text(), -1);
        return;
    }
    sqlite3_result_int64(c, col_int(st, 0));
    sqlite3_reset(st);
}

/* The earliest running deadline of the record the expression runs on. */
static void fn_deadline(ctx *c, int n, val **v)
{
    struct db *db = db_of(c);
    (void)n;
    (void)v;
    if (!db || !db->eval_form || !db->eval_id)
        return;
    sqlite3_stmt *st =
        db_stmt(db, "SELECT min(due) FROM due WHERE reg = ?1 AND record = ?2 AND stopped = 0 AND paused = 0");
    bind_text(st, 1, db->eval_form->name);
    bind_int(st, 2, db->eval_id);
    int rc = db_step(db, st);
    if (rc < 0)
        sqlite3_result_error(c, fault_text(), -1);
    if (rc <= 0)
        return;
    sqlite3_result_value(c, sqlite3_column_value(st, 0));
    sqlite3_reset(st);
}

static void fn_owes(ctx *c, int n, val **v)
{
    struct db *db = db_of(c);
    (void)n;
    if (is_null(v[0]))
        return;
    sqlite3_result_int64(c, db && db->host.owes ? db->host.owes(db->host.arg, text_of(v[0])) : 0);
}

static const struct who *who_of(ctx *c)
{
    struct db *db = db_of(c);
    return db && db->host.who ? db->host.who(db->host.arg) : NULL;
}

static void fn_staff(ctx *c, int n, val **v)
{
    const struct who *who = who_of(c);
    (void)n;
    (void)v;
    if (who && who->staff)
        return_text(c, who->staff);
}

static void fn_role(ctx *c, int n, val **v)
{
    const struct who *who = who_of(c);
    (void)n;
    (void)v;
    if (who && who->role)
        return_text(c, who->role);
}

/* ---- text ------------------------------------------------------------------------------------------------- */

static bool chinese(ctx *c)
{
    struct db *db = db_of(c);
    return !db || db->lang == LANG_ZH;
}

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

static void fn_mask(ctx *c, int n, val **v)
{
    (void)n;
    if (!is_null(v[0]))
        return_taken(c, text_mask(text_of(v[0])));
}

/* ---- the list ------------------------------------------------------------------------------------------------ */

static const struct {
    const char *name;
    int args;
    void (*fn)(ctx *, int, val **);
} ours[] = {
    {"now", 0, fn_now},
    {"today", 0, fn_today},
    {"minutes", 1, fn_minutes},
    {"hours", 1, fn_hours},
    {"days", 1, fn_days},
    {"at", 2, fn_at},
    {"date_add", 2, fn_date_add},
    {"weekday", 1, fn_weekday},
    {"timeofday", 1, fn_timeofday},
    {"workdays", 2, fn_workdays},
    {"workhours", 2, fn_workhours},
    {"worknext", 1, fn_worknext},
    {"setting", 1, fn_setting},
    {"setting", 2, fn_setting},
    {"get", 3, fn_get},
    {"count_like", 4, fn_count_like},
    {"deadline", 0, fn_deadline},
    {"moment", 1, fn_moment},
    {"owes", 1, fn_owes},
    {"staff", 0, fn_staff},
    {"role", 0, fn_role},
    {"zh", 0, fn_zh},
    {"tr", 2, fn_tr},
    {"valid_name", 1, fn_valid_name},
    {"money", 1, fn_money},
    {"mask", 1, fn_mask},
};
#define NOURS (sizeof(ours) / sizeof(*ours))

/* SQLite's own that read neither the system clock nor chance nor files. */
static const char *const theirs[] = {"iif",    "coalesce", "ifnull",  "nullif", "instr", "substr", "substring",
                                     "length", "like",     "glob",    "lower",  "upper", "trim",   "ltrim",
                                     "rtrim",  "replace",  "round",   "abs",    "min",   "max",    "printf",
                                     "format", "char",     "unicode", "hex",    "typeof"};
#define NTHEIRS (sizeof(theirs) / sizeof(*theirs))

bool expr_function_allowed(const char *name)
{
    for (size_t i = 0; i < NOURS; i++)
        if (sqlite3_stricmp(name, ours[i].name) == 0)
            return true;
    for (size_t i = 0; i < NTHEIRS; i++)
        if (sqlite3_stricmp(name, theirs[i]) == 0)
            return true;
    return false;
}

const char *expr_function_near(const char *word)
{
    const char *best = NULL;
    int distance = 3;
    for (size_t i = 0; i < NOURS + NTHEIRS; i++) {
        const char *name = i < NOURS ? ours[i].name : theirs[i - NOURS];
        int d = text_distance(word, name);
        if (d < distance) {
            distance = d;
            best = name;
        }
    }
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
    for (size_t i = 0; i < NOURS; i++)
        if (sqlite3_create_function_v2(h, ours[i].name, ours[i].args, SQLITE_UTF8 | SQLITE_DIRECTONLY, db, ours[i].fn,
                                       NULL, NULL, NULL) != SQLITE_OK)
            return fault(QT_BUG, "cannot register function %s", ours[i].name);
    return 0;
}
