/* Times as people type them and as other programs export them.
 *
 * A text is read from left to right as a row of parts: at most one day (a date, a word, a weekday, "+3d"),
 * at most one time of day, and a shift ("+2h"). Which part comes next is seen from its first characters. */
#include "qiantai/base.h"
#include "reading.h"
#include "scan.h"
#include "zone.h"
#include <ctype.h>

int not_a_time(void)
{
    return fault(QT_REFUSED, _("This is not a date or time. Enter it like 2026-11-21 09:30, 11-21, 930 or +2h."));
}

static void take_half_day(const char **s, enum half *half)
{
    static const struct {
        const char *word;
        enum half half;
    } words[] = {{"上午", FORENOON}, {"早上", FORENOON},  {"早晨", FORENOON},  {"凌晨", FORENOON},
                 {"中午", NOON},     {"下午", AFTERNOON}, {"傍晚", AFTERNOON}, {"晚上", NIGHT},
                 {"a.m.", FORENOON}, {"p.m.", AFTERNOON}, {"am", FORENOON},    {"pm", AFTERNOON}};

    for (size_t i = 0; i < ARRAY_LEN(words); i++)
        if (take_word(s, words[i].word)) {
            *half = words[i].half;
            *s += strspn(*s, " ");
            return;
        }
}

/* The hour of 24, or -1 when people do not say it so: 晚上12点 is midnight, 晚上1点 could be either. */
static int hour_of_day(enum half half, int hour)
{
    switch (half) {
    case FORENOON:
        return hour == 12 ? 0 : hour < 12 ? hour : -1;
    case NOON:
        return hour < 3 ? hour + 12 : hour >= 11 && hour <= 14 ? hour : -1;
    case AFTERNOON:
        return hour < 12 ? hour + 12 : hour < 24 ? hour : -1;
    case NIGHT:
        return hour == 12 ? 24 : hour >= 5 && hour < 12 ? hour + 12 : hour >= 17 ? hour : -1;
    case HALF_NONE:
        break;
    }
    return hour;
}

/* The minutes after 点 or 时. */
static int take_han_minutes(const char **s)
{
    (void)take_text(s, "钟");
    if (take_text(s, "半"))
        return 30;
    if (take_text(s, "一刻"))
        return 15;
    if (take_text(s, "三刻"))
        return 45;
    (void)(take_text(s, "整") || take_text(s, "零") || take_text(s, "过"));
    int minute = take_number(s);
    if (minute < 0)
        return 0;
    (void)take_text(s, "分");
    return minute;
}

/* :15, :15.250, then Z or +08:00; fractions of a second are dropped. */
static int take_seconds_and_zone(struct reading *r, const char **s)
{
    bool zoned = r->iso;
    if (**s == ':' && digits_at(*s + 1) == 2) {
        ++*s;
        r->second = take_digits(s, 2);
        if ((**s == '.' || **s == ',') && digits_at(*s + 1) > 0)
            *s += 1 + digits_at(*s + 1);
        zoned = r->has_day;
    }
    if (!zoned) /* 9:30-10:30 names no zone */
        return QT_OK;
    if (take_word(s, "z")) {
        r->has_zone = true;
        return QT_OK;
    }
    if ((**s != '+' && **s != '-') || digits_at(*s + 1) < 2 || digits_at(*s + 1) == 3 || digits_at(*s + 1) > 4)
        return QT_OK;
    int sign = *(*s)++ == '-' ? -1 : 1;
    r->zone = take_digits(s, 2) * 3600;
    (void)take_text(s, ":");
    if (digits_at(*s) == 2)
        r->zone += take_digits(s, 2) * 60;
    r->zone *= sign;
    r->has_zone = true;
    return r->zone > 15 * 3600 || r->zone < -15 * 3600 ? not_a_time() : QT_OK;
}

static int check_time(struct reading *r)
{
    int hour = hour_of_day(r->half, r->hour);
    if (hour < 0)
        return fault(QT_REFUSED, _("%d o'clock is no hour of that half of the day."), r->hour);
    r->hour = hour;
    if (r->hour > 24 || (r->hour == 24 && (r->minute || r->second)))
        return fault(QT_REFUSED, _("There is no hour %d: a day has 24."), r->hour);
    if (r->minute > 59)
        return fault(QT_REFUSED, _("There is no minute %d: an hour has 60."), r->minute);
    if (r->second > 59)
        return fault(QT_REFUSED, _("There is no second %d: a minute has 60."), r->second);
    return QT_OK;
}

static int read_time(struct reading *r)
{
    const char *at = r->s;
    if (r->has_time)
        return 0;
    take_half_day(&at, &r->half);
    int n = digits_at(at);
    if (n > 4 && n != 6)
        return 0;
    if (n > 2) { /* 930, 0930, 093015 */
        r->hour = take_digits(&at, n == 3 ? 1 : 2);
        r->minute = take_digits(&at, 2);
        if (n == 6)
            r->second = take_digits(&at, 2);
    } else {
        r->hour = take_number(&at);
        if (r->hour < 0)
            return 0;
        if (*at == ':' && (digits_at(at + 1) == 1 || digits_at(at + 1) == 2)) {
            at++;
            r->minute = take_digits(&at, digits_at(at));
        } else if (take_text(&at, "点") || take_text(&at, "时") || (n > 0 && take_word(&at, "h"))) {
            r->minute = take_han_minutes(&at);
        }
    }
    if (take_seconds_and_zone(r, &at) < 0)
        return QT_REFUSED;
    at += strspn(at, " ");
    take_half_day(&at, &r->half);
    r->s = at;
    r->has_time = true;
    return check_time(r) < 0 ? QT_REFUSED : 1;
}

static int read_part(struct reading *r)
{
    int found = r->time_only || r->has_day ? 0 : read_day(r);
    return found ? found : read_time(r);
}

static int read_all(struct reading *r)
{
    blanks(&r->s);
    if (!*r->s)
        return fault(QT_REFUSED, _("Nothing was entered."));
    while (*r->s) {
        int found = read_part(r);
        if (found < 0)
            return found;
        if (found == 0)
            return not_a_time();
        blanks(&r->s);
        if (r->has_day && !r->has_time && *r->s == 't' && digits_at(r->s + 1) > 0) { /* ISO 8601 */
            r->s++;
            r->iso = true;
        }
    }
    if ((r->half && !r->has_time) || (r->shift && r->has_time))
        return not_a_time();
    return QT_OK;
}

/* in: cleaned, narrow, lower case. Caller frees the copy. */
static int read_text(struct reading *r, const char *in, int64_t base)
{
    char *clean = text_clean(in, strlen(in), false, NULL), *text = text_narrow(clean);
    for (char *s = text; *s; s++)
        *s = (char)tolower((unsigned char)*s);
    r->s = text;
    r->base = base;
    int result = read_all(r);
    r->s = NULL;
    free(text);
    free(clean);
    return result;
}

static int64_t moved_on(const struct reading *r, int64_t day)
{
    int year = r->year + (r->repeat == REPEAT_YEAR || (r->repeat == REPEAT_MONTH && r->month == 12));
    int month = r->repeat != REPEAT_MONTH ? r->month : r->month == 12 ? 1 : r->month + 1;
    if (r->repeat == REPEAT_WEEK)
        return day + 7;
    return r->repeat != REPEAT_NEVER && civil_valid(year, month, r->day) ? day_of(year, month, r->day) : day;
}

static int64_t resolve_time(const struct reading *r, bool future)
{
    int64_t today = day_number(r->base), day = today, second = r->hour * HOUR + r->minute * MINUTE + r->second;
    if (r->has_shift && !r->has_time)
        return zone_utc(zone_local(r->base) + r->shift_days * DAY) + r->shift;
    if (r->has_shift)
        day += r->shift_days;
    if (r->has_day)
        day = day_of(r->year, r->month, r->day);
    if (r->has_zone)
        return day * DAY + second - r->zone;
    bool past =
        day < today || (day == today && r->has_time && zone_utc(day * DAY + second) < r->base - r->base % MINUTE);
    if (future && past)
        day = r->has_day || r->has_shift ? moved_on(r, day) : day + 1;
    return zone_utc(day * DAY + second);
}

/* 2026-11-21 09:14[:30], what programs write: read at once, since files hold millions of them. */
static bool read_stamp(const char *s, int64_t *out)
{
    static const char between[] = "-- ::";
    int part[6] = {0};
    for (size_t i = 0; i < ARRAY_LEN(part); i++) {
        int n = i == 0 ? 4 : 2;
        if (digits_at(s) != n)
            return false;
        part[i] = take_digits(&s, n);
        if (i >= 4 && !*s)
            break;
        if (*s++ != between[i])
            return false;
    }
    *out = zone_utc(day_of(part[0], part[1], part[2]) * DAY + part[3] * HOUR + part[4] * MINUTE + part[5]);
    return civil_valid(part[0], part[1], part[2]) && part[3] < 24 && part[4] < 60 && part[5] < 60;
}

int datetime_parse(const char *in, int64_t base, bool future, int64_t *out)
{
    struct reading r = {0};
    if (read_stamp(in, out))
        return QT_OK;
    if (read_text(&r, in, base) < 0)
        return QT_REFUSED;
    *out = resolve_time(&r, future);
    return QT_OK;
}

int date_parse(const char *in, int64_t base, char out[11])
{
    struct reading r = {.date_only = true};
    if (read_text(&r, in, base) < 0)
        return QT_REFUSED;
    if (!r.has_day && !r.has_shift)
        return fault(QT_REFUSED, _("This is a time, not a date. Enter a date like 2026-11-21 or 11-21."));
    date_format(resolve_time(&r, false), out);
    return QT_OK;
}

int timeofday_parse(const char *in, int *minute)
{
    struct reading r = {.time_only = true};
    if (read_text(&r, in, 0) < 0)
        return fault(QT_REFUSED, _("This is not a time of day. Enter it like 930 or 9:30."));
    *minute = r.hour * 60 + r.minute;
    return QT_OK;
}
