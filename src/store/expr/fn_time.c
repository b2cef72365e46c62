/* Functions of expressions over times, dates, spans and the working calendar. NULL in gives NULL out unless
 * docs/forms.md says otherwise. */
#include "expr/fn.h"

/* A time, or the local midnight of a date. */
static bool time_of(val *v, int64_t *t)
{
    if (is_null(v))
        return false;
    *t = sqlite3_value_type(v) == SQLITE_TEXT ? date_time(text_of(v), 0) : sqlite3_value_int64(v);
    return *t != INT64_MIN;
}

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

/* A number of days or hours beyond any promise: counting so far would hold up the desk. */
static bool too_far(ctx *c, double n, double most)
{
    if (n >= -most && n <= most)
        return false;
    sqlite3_result_error(c, _("this reaches more than a hundred years"), -1);
    return true;
}
enum { DAYS_MOST = 36600, HOURS_MOST = 24 * DAYS_MOST };

static void fn_date_add(ctx *c, int n, val **v)
{
    int64_t t;
    char date[11];
    (void)n;
    if (!time_of(v[0], &t) || is_null(v[1]) || too_far(c, sqlite3_value_double(v[1]), DAYS_MOST))
        return;
    date_format(day_add(t, (int)sqlite3_value_int64(v[1])), date);
    return_text(c, date);
}

/* The same time of day: what a day is where clocks change in spring and autumn. */
static void fn_days_later(ctx *c, int n, val **v)
{
    int64_t t;
    (void)n;
    if (time_of(v[0], &t) && !is_null(v[1]) && !too_far(c, sqlite3_value_double(v[1]), DAYS_MOST))
        sqlite3_result_int64(c, day_add(t, (int)sqlite3_value_int64(v[1])));
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

static void fn_spoken(ctx *c, int n, val **v)
{
    int64_t t;
    char text[32];
    (void)n;
    if (!time_of(v[0], &t))
        return;
    moment_show(t, moment_of(c), chinese(c) ? LANG_ZH : LANG_EN, true, text, sizeof(text));
    return_text(c, text);
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
    if (!time_of(v[0], &t) || is_null(v[1]) || too_far(c, sqlite3_value_double(v[1]), DAYS_MOST))
        return;
    const struct calendar *cal = calendar_of(c);
    if (cal)
        sqlite3_result_int64(c, cal_add_workdays(cal, t, (int)sqlite3_value_int64(v[1])));
}

static void fn_workhours(ctx *c, int n, val **v)
{
    int64_t t;
    (void)n;
    if (!time_of(v[0], &t) || is_null(v[1]) || too_far(c, sqlite3_value_double(v[1]), HOURS_MOST))
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

static void return_date(ctx *c, int64_t t)
{
    char date[11];
    date_format(t, date);
    return_text(c, date);
}

static void fn_next_workday(ctx *c, int n, val **v)
{
    int64_t t;
    (void)n;
    if (!time_of(v[0], &t))
        return;
    const struct calendar *cal = calendar_of(c);
    if (cal)
        return_date(c, cal_next_workday(cal, t));
}

/* month_day(20): of this month, or of the month of a date. */
static void fn_month_day(ctx *c, int n, val **v)
{
    int64_t t = moment_of(c);
    if (is_null(v[0]) || (n > 1 && !time_of(v[1], &t)))
        return;
    int64_t day = sqlite3_value_int64(v[0]);
    struct civil at = civil_of(t);
    if (day < 1 || day > 31) {
        sqlite3_result_error(c, "month_day() takes a day from 1 to 31", -1);
        return;
    }
    while (!civil_valid(at.year, at.month, (int)day))
        day--;
    char date[24];
    snprintf(date, sizeof(date), "%04d-%02d-%02d", at.year, at.month, (int)day);
    return_text(c, date);
}

static void fn_date(ctx *c, int n, val **v)
{
    int64_t t;
    (void)n;
    if (time_of(v[0], &t))
        return_date(c, t);
}

static void fn_capital_date(ctx *c, int n, val **v)
{
    int64_t t;
    char date[11];
    (void)n;
    if (!time_of(v[0], &t))
        return;
    date_format(t, date);
    char *capitals = date_capitals(date);
    return_text(c, capitals ? capitals : "");
    free(capitals);
}

const struct expr_function expr_time_functions[] = {
    {"now", 0, fn_now},
    {"today", 0, fn_today},
    {"minutes", 1, fn_minutes},
    {"hours", 1, fn_hours},
    {"days", 1, fn_days},
    {"at", 2, fn_at},
    {"date_add", 2, fn_date_add},
    {"days_later", 2, fn_days_later},
    {"weekday", 1, fn_weekday},
    {"timeofday", 1, fn_timeofday},
    {"workdays", 2, fn_workdays},
    {"workhours", 2, fn_workhours},
    {"worknext", 1, fn_worknext},
    {"moment", 1, fn_moment},
    {"spoken", 1, fn_spoken},
    {"next_workday", 1, fn_next_workday},
    {"month_day", 1, fn_month_day},
    {"month_day", 2, fn_month_day},
    {"date", 1, fn_date},
    {"capital_date", 1, fn_capital_date},
    {NULL, 0, NULL},
};
