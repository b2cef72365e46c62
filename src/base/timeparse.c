/* Times as people type them and as other programs export them.
 *
 * A text is read from left to right as a row of parts: at most one day (a date, a word, a weekday, "+3d"),
 * at most one time of day, and a shift ("+2h"). Which part comes next is seen from its first characters. */
#include "qiantai/base.h"
#include "zone.h"
#include <ctype.h>

struct reading {
    const char *s;          /* what is left */
    int64_t base;           /* now */
    bool time_only;         /* plain numbers are times: "930" */
    bool date_only;         /* plain numbers are dates: "930" is 30 September */
    bool has_day, has_time; /* read so far */
    bool has_year, has_shift;
    bool weekday; /* a bare weekday: the coming one */
    int year, month, day;
    int64_t shift_days, shift;
    int hour, minute, second;
    int half; /* 1 forenoon, 2 afternoon, said before or after the time */
    bool has_zone;
    int zone; /* seconds east of UTC */
};

static int not_a_time(void)
{
    return fault(QT_REFUSED, _("This is not a date or time. Enter it like 2026-11-21 09:30, 11-21, 930 or +2h."));
}

/* ---- small scanners -------------------------------------------------------------------------------------- */

static void blanks(const char **s)
{
    *s += strspn(*s, " ,");
}

static bool take(const char **s, const char *word)
{
    size_t n = strlen(word);

    if (strncmp(*s, word, n) != 0)
        return false;
    *s += n;
    return true;
}

/* An English word, not the beginning of a longer one. */
static bool take_word(const char **s, const char *word)
{
    const char *at = *s;

    if (!take(&at, word) || isalpha((unsigned char)*at))
        return false;
    *s = at;
    return true;
}

static int digits_at(const char *s)
{
    return (int)strspn(s, "0123456789");
}

/* n digits, n at most 9. */
static int take_digits(const char **s, int n)
{
    int v = 0;

    for (; n > 0; n--)
        v = v * 10 + (*(*s)++ - '0');
    return v;
}

static int han_digit(const char **s)
{
    static const char *const digit[] = {"零", "一", "二", "三", "四", "五", "六", "七", "八", "九", "两", "〇"};
    static const int value[] = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 2, 0};

    for (size_t i = 0; i < sizeof digit / sizeof *digit; i++)
        if (take(s, digit[i]))
            return value[i];
    return -1;
}

/* 1 or 2 digits, or Chinese numerals up to 九十九; -1 when neither. */
static int take_number(const char **s)
{
    int tens, ones, n = digits_at(*s);

    if (n > 0)
        return n <= 2 ? take_digits(s, n) : -1;
    tens = han_digit(s);
    if (!take(s, "十")) {
        ones = tens < 0 ? -1 : han_digit(s);
        return ones < 0 ? tens : tens * 10 + ones;
    }
    ones = han_digit(s);
    return (tens < 0 ? 1 : tens) * 10 + (ones < 0 ? 0 : ones);
}

/* ---- days --------------------------------------------------------------------------------------------------- */

static int set_date(struct reading *r, int year, int month, int day)
{
    static const int length[] = {31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

    if (r->has_day)
        return not_a_time();
    if (year < 1 || year > 9999)
        return fault(QT_REFUSED, _("The year %d is not possible."), year);
    if (month < 1 || month > 12)
        return fault(QT_REFUSED, _("There is no month %d."), month);
    if (day < 1 || day > length[month - 1])
        return fault(QT_REFUSED, _("There is no day %d in month %d."), day, month);
    if (!civil_valid(year, month, day))
        return fault(QT_REFUSED, _("%d is no leap year: it has no 29 February."), year);
    r->has_day = true;
    r->year = year;
    r->month = month;
    r->day = day;
    return QT_OK;
}

static int set_day_number(struct reading *r, int64_t day)
{
    int year, month, mday;

    day_civil(day, &year, &month, &mday);
    return set_date(r, year, month, mday);
}

/* 1: read, 0: something else stands here, < 0 refused. So for every read_ below. */
static int read_day_word(struct reading *r)
{
    static const struct {
        const char *word;
        int days;
        int half;
    } words[] = {
        {"今天", 0, 0},  {"今日", 0, 0},     {"今早", 0, 1},  {"今晚", 0, 2},  {"大后天", 3, 0},
        {"后天", 2, 0},  {"明天", 1, 0},     {"明日", 1, 0},  {"明早", 1, 1},  {"明晚", 1, 2},
        {"昨天", -1, 0}, {"昨日", -1, 0},    {"昨晚", -1, 2}, {"前天", -2, 0}, {"today", 0, 0},
        {"tod", 0, 0},   {"tomorrow", 1, 0}, {"tom", 1, 0},   {"tmr", 1, 0},   {"yesterday", -1, 0},
    };

    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (!take_word(&r->s, words[i].word))
            continue;
        r->half = words[i].half ? words[i].half : r->half;
        return set_day_number(r, day_number(r->base) + words[i].days) < 0 ? QT_REFUSED : 1;
    }
    return 0;
}

/* 1..7, or 0. */
static int take_weekday_name(const char **s)
{
    static const char *const en[] = {"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"};
    static const char *const abbr[] = {"mon", "tue", "wed", "thu", "fri", "sat", "sun"};
    const char *at = *s;
    int n;

    for (int i = 0; i < 7; i++)
        if (take_word(s, en[i]) || take_word(s, abbr[i]))
            return i + 1;
    if (take_word(s, "tues"))
        return 2;
    if (take_word(s, "thur") || take_word(s, "thurs"))
        return 4;
    if (!take(&at, "星期") && !take(&at, "礼拜") && !take(&at, "周"))
        return 0;
    n = take(&at, "日") || take(&at, "天") ? 7 : digits_at(at) == 1 ? take_digits(&at, 1) : han_digit(&at);
    if (n < 1 || n > 7)
        return 0;
    *s = at;
    return n;
}

static int read_weekday(struct reading *r)
{
    const char *at = r->s;
    int weeks = 0, weekday;
    bool named = true;
    int64_t today = day_number(r->base), monday = today - day_weekday(today) + 1;

    if (take(&at, "下下"))
        weeks = 2;
    else if (take(&at, "下") || take_word(&at, "next"))
        weeks = 1;
    else if (take(&at, "上") || take_word(&at, "last"))
        weeks = -1;
    else
        named = take(&at, "本") || take(&at, "这") || take_word(&at, "this");
    (void)take(&at, "个");
    blanks(&at);
    weekday = take_weekday_name(&at);
    if (!weekday)
        return 0;
    r->s = at;
    if (named)
        return set_day_number(r, monday + weeks * 7 + weekday - 1) < 0 ? QT_REFUSED : 1;
    r->weekday = true;
    return set_day_number(r, today + (weekday - day_weekday(today) + 7) % 7) < 0 ? QT_REFUSED : 1;
}

static int this_year(const struct reading *r)
{
    return civil_of(r->base).year;
}

/* 2026年11月21日, 11月21日, 21日, 21号 */
static int read_han_date(struct reading *r)
{
    const char *at = r->s;
    int year = this_year(r), month, day, n = digits_at(at);
    bool has_year = false;

    if (n == 4 && strncmp(at + 4, "年", strlen("年")) == 0) {
        year = take_digits(&at, 4);
        has_year = take(&at, "年");
        blanks(&at);
    }
    month = take_number(&at);
    if (month < 0)
        return 0;
    if (!has_year && (take(&at, "日") || take(&at, "号"))) {
        day = month;
        month = civil_of(r->base).month;
    } else {
        if (!take(&at, "月份") && !take(&at, "月"))
            return 0;
        blanks(&at);
        day = take_number(&at);
        if (day < 0)
            return not_a_time();
        if (!take(&at, "日"))
            (void)take(&at, "号");
    }
    r->s = at;
    r->has_year = has_year;
    return set_date(r, year, month, day) < 0 ? QT_REFUSED : 1;
}

static int take_month_name(const char **s)
{
    static const char *const name[] = {"january", "february", "march",     "april",   "may",      "june",
                                       "july",    "august",   "september", "october", "november", "december"};
    char abbr[4];

    for (int i = 0; i < 12; i++) {
        memcpy(abbr, name[i], 3);
        abbr[3] = '\0';
        if (take_word(s, name[i]) || take_word(s, abbr)) {
            (void)take(s, ".");
            return i + 1;
        }
    }
    return 0;
}

/* 21 Nov 2026, Nov 21, 2026, 21-Nov-2026 */
static int read_named_date(struct reading *r)
{
    const char *at = r->s;
    int n = digits_at(at), day = n == 1 || n == 2 ? take_digits(&at, n) : 0, month, year = this_year(r);

    at += strspn(at, " -");
    month = take_month_name(&at);
    if (!month)
        return 0;
    at += strspn(at, " -,");
    n = digits_at(at);
    if (!day && (n == 1 || n == 2)) {
        day = take_digits(&at, n);
        at += strspn(at, " -,");
        n = digits_at(at);
    }
    if (n == 4 && at[4] != ':') {
        year = take_digits(&at, 4);
        r->has_year = true;
    }
    r->s = at;
    return set_date(r, year, month, day) < 0 ? QT_REFUSED : 1;
}

/* a-b-c, a/b/c, a.b.c: the year is the part of four digits. After a year: month, day. Before one: month/day
 * unless the first cannot be a month; with dots the day comes first, as where dots are used. */
static int read_three(struct reading *r, const char *at, char sep, int a, int na, int b)
{
    int n = digits_at(at), c;

    if (n < 1 || n > 4)
        return not_a_time();
    c = take_digits(&at, n);
    r->s = at;
    r->has_year = true;
    if (na == 4 && n <= 2)
        return set_date(r, a, b, c) < 0 ? QT_REFUSED : 1;
    if (n != 4 || na > 2)
        return fault(QT_REFUSED, _("Write the year of the date with four digits."));
    if (sep == '.' || a > 12)
        return set_date(r, c, b, a) < 0 ? QT_REFUSED : 1;
    return set_date(r, c, a, b) < 0 ? QT_REFUSED : 1;
}

/* 11-21, 2026-11-21, 10/12/2010 */
static int read_separated_date(struct reading *r)
{
    const char *at = r->s;
    int na = digits_at(at), nb, a, b;
    char sep;

    if (na < 1 || na > 4 || na == 3 || !at[na] || !strchr("-/.", at[na]))
        return 0;
    a = take_digits(&at, na);
    sep = *at++;
    nb = digits_at(at);
    if (nb < 1 || nb > 2)
        return 0;
    b = take_digits(&at, nb);
    if (*at == sep)
        return read_three(r, at + 1, sep, a, na, b);
    if (na == 4)
        return fault(QT_REFUSED, _("The date has no day."));
    r->s = at;
    return set_date(r, this_year(r), a, b) < 0 ? QT_REFUSED : 1;
}

/* 20261121, 1121, 930, 21: digits alone are a date in a date field, before a time, or when there are eight. */
static int read_compact_date(struct reading *r)
{
    const char *at = r->s, *after = r->s + digits_at(r->s);
    int n = digits_at(at), year = this_year(r), month = civil_of(r->base).month;
    bool more = *after == ' ' && digits_at(after + 1) > 0;

    if (*after == ':' || strncmp(after, "点", strlen("点")) == 0 || strncmp(after, "时", strlen("时")) == 0)
        return 0;
    if (n == 8 || n == 12 || n == 14) {
        year = take_digits(&at, 4);
        r->has_year = true;
    } else if (n < 1 || n > 4 || !(r->date_only || (more && n == 4))) {
        return 0;
    }
    n = n > 4 ? 4 : n;
    if (n > 2)
        month = take_digits(&at, n - 2);
    n = take_digits(&at, n > 2 ? 2 : n);
    r->s = at;
    return set_date(r, year, month, n) < 0 ? QT_REFUSED : 1;
}

/* ---- shifts ------------------------------------------------------------------------------------------------- */

enum unit { NO_UNIT, SECONDS, MINUTES, HOURS, DAYS, WEEKS };

static enum unit take_unit(const char **s)
{
    static const struct {
        const char *word;
        enum unit unit;
    } words[] = {
        {"个小时", HOURS},   {"小时", HOURS},      {"个钟头", HOURS},   {"钟头", HOURS},   {"hours", HOURS},
        {"hour", HOURS},     {"hrs", HOURS},       {"hr", HOURS},       {"h", HOURS},      {"分钟", MINUTES},
        {"分", MINUTES},     {"minutes", MINUTES}, {"minute", MINUTES}, {"mins", MINUTES}, {"min", MINUTES},
        {"m", MINUTES},      {"天", DAYS},         {"日", DAYS},        {"days", DAYS},    {"day", DAYS},
        {"d", DAYS},         {"个星期", WEEKS},    {"星期", WEEKS},     {"周", WEEKS},     {"weeks", WEEKS},
        {"week", WEEKS},     {"w", WEEKS},         {"秒钟", SECONDS},   {"秒", SECONDS},   {"seconds", SECONDS},
        {"second", SECONDS}, {"secs", SECONDS},    {"sec", SECONDS},    {"s", SECONDS},
    };

    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (take_word(s, words[i].word))
            return words[i].unit;
    return NO_UNIT;
}

static int64_t unit_seconds(enum unit unit)
{
    static const int64_t seconds[] = {0, 1, MINUTE, HOUR, DAY, 7 * DAY};

    return seconds[unit];
}

/* One amount in thousandths: 1.5, 半, 两, 90. -1 when none. */
static int64_t take_amount(const char **s)
{
    int n = digits_at(*s);
    int64_t v, scale = 100;

    if (n == 0) {
        if (take(s, "半个") || take(s, "半"))
            return 500;
        v = take_number(s);
        return v < 0 ? -1 : v * 1000;
    }
    if (n > 6)
        return -1;
    v = (int64_t)take_digits(s, n) * 1000;
    if (**s == '.' && digits_at(*s + 1) > 0)
        for (++*s; digits_at(*s) > 0; ++*s, scale /= 10)
            v += (**s - '0') * scale;
    return v;
}

/* 2h, 90m, 1h30, 1小时30分, 2天3小时, 1:30. Days are told apart: they keep the clock time where clocks change. */
static int read_amounts(const char **s, int64_t *days, int64_t *seconds)
{
    enum unit last = NO_UNIT;

    *days = *seconds = 0;
    do {
        const char *at = *s;
        int64_t amount = take_amount(&at);
        enum unit unit;

        if (amount < 0)
            break;
        at += strspn(at, " ");
        unit = take_unit(&at);
        if (unit == NO_UNIT && last == NO_UNIT && *at == ':' && digits_at(at + 1) == 2) {
            at++;
            *seconds = amount / 1000 * HOUR + take_digits(&at, 2) * MINUTE;
            *s = at;
            return QT_OK;
        }
        if (unit == NO_UNIT && last == HOURS)
            unit = MINUTES;
        if (unit == NO_UNIT || (last != NO_UNIT && unit >= last))
            break;
        if (unit >= DAYS && amount % 1000 == 0)
            *days += amount / 1000 * (unit_seconds(unit) / DAY);
        else
            *seconds += amount * unit_seconds(unit) / 1000;
        last = unit;
        if (take(&at, "半"))
            *seconds += unit_seconds(unit) / 2;
        at += strspn(at, " ");
        *s = at;
    } while (**s);
    if (last == NO_UNIT)
        return fault(QT_REFUSED, _("This is not a duration. Enter it like 2h, 90m or 3d."));
    if (*days * DAY + *seconds > 3660 * DAY)
        return fault(QT_REFUSED, _("The duration is too long: at most ten years."));
    return QT_OK;
}

/* +2h, +3d, 2小时后, in 2h */
static int read_shift(struct reading *r)
{
    const char *at = r->s;
    bool said = take(&at, "+") || take_word(&at, "in");

    if (r->has_shift || r->has_day || r->has_time)
        return 0;
    blanks(&at);
    if (read_amounts(&at, &r->shift_days, &r->shift) < 0)
        return said ? QT_REFUSED : 0;
    if (!said && !take(&at, "以后") && !take(&at, "之后") && !take(&at, "后"))
        return 0;
    r->s = at;
    r->has_shift = true;
    return 1;
}

/* ---- times of day --------------------------------------------------------------------------------------------- */

static bool take_half_day(const char **s, int *half)
{
    static const struct {
        const char *word;
        int half;
    } words[] = {{"上午", 1}, {"早上", 1}, {"早晨", 1}, {"凌晨", 1}, {"中午", 2}, {"下午", 2},
                 {"傍晚", 2}, {"晚上", 2}, {"a.m.", 1}, {"p.m.", 2}, {"am", 1},   {"pm", 2}};

    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (take_word(s, words[i].word)) {
            *half = words[i].half;
            return true;
        }
    return false;
}

/* The minutes after 点 or 时. */
static int take_han_minutes(const char **s)
{
    int minute;

    (void)take(s, "钟");
    if (take(s, "半"))
        return 30;
    if (take(s, "一刻"))
        return 15;
    if (take(s, "三刻"))
        return 45;
    (void)(take(s, "整") || take(s, "零") || take(s, "过"));
    minute = take_number(s);
    if (minute < 0)
        return 0;
    (void)take(s, "分");
    return minute;
}

/* :15, :15.250, then Z or +08:00; fractions of a second are dropped. */
static int take_seconds_and_zone(struct reading *r, const char **s)
{
    int sign;

    if (**s == ':' && digits_at(*s + 1) == 2) {
        ++*s;
        r->second = take_digits(s, 2);
        if ((**s == '.' || **s == ',') && digits_at(*s + 1) > 0)
            *s += 1 + digits_at(*s + 1);
    }
    if (take_word(s, "z")) {
        r->has_zone = true;
        return QT_OK;
    }
    if ((**s != '+' && **s != '-') || digits_at(*s + 1) < 2 || digits_at(*s + 1) == 3 || digits_at(*s + 1) > 4)
        return QT_OK;
    sign = *(*s)++ == '-' ? -1 : 1;
    r->zone = take_digits(s, 2) * 3600;
    (void)take(s, ":");
    if (digits_at(*s) == 2)
        r->zone += take_digits(s, 2) * 60;
    r->zone *= sign;
    r->has_zone = true;
    return r->zone > 15 * 3600 || r->zone < -15 * 3600 ? not_a_time() : QT_OK;
}

static int check_time(struct reading *r)
{
    if (r->half && (r->hour < 1 || r->hour > 12) && !(r->half == 2 && r->hour > 12))
        return fault(QT_REFUSED, _("%d o'clock is no hour of half a day."), r->hour);
    if (r->half == 1 && r->hour == 12)
        r->hour = 0;
    if (r->half == 2 && r->hour < 12)
        r->hour += 12;
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
    int n;

    if (r->has_time)
        return 0;
    if (take_half_day(&at, &r->half))
        at += strspn(at, " ");
    n = digits_at(at);
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
        } else if (take(&at, "点") || take(&at, "时") || (n > 0 && take_word(&at, "h"))) {
            r->minute = take_han_minutes(&at);
        }
    }
    if (take_seconds_and_zone(r, &at) < 0)
        return QT_REFUSED;
    at += strspn(at, " ");
    (void)take_half_day(&at, &r->half);
    r->s = at;
    r->has_time = true;
    return check_time(r) < 0 ? QT_REFUSED : 1;
}

/* ---- the row of parts ------------------------------------------------------------------------------------------ */

static int read_now(struct reading *r)
{
    struct civil c = civil_of(r->base);

    if (!take_word(&r->s, "now") && !take(&r->s, "现在") && !take(&r->s, "此刻"))
        return 0;
    if (set_date(r, c.year, c.month, c.day) < 0)
        return QT_REFUSED;
    r->has_year = r->has_time = true; /* of today, whatever the clock shows */
    r->hour = c.hour;
    r->minute = c.minute;
    r->second = c.second;
    return 1;
}

static int read_part(struct reading *r)
{
    static int (*const day_readers[])(struct reading *) = {
        read_now,      read_shift,      read_day_word,       read_weekday,
        read_han_date, read_named_date, read_separated_date, read_compact_date,
    };
    int found = 0;

    if (!r->time_only && !r->has_day)
        for (size_t i = 0; i < sizeof day_readers / sizeof *day_readers && found == 0; i++)
            found = day_readers[i](r);
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
        if (r->has_day && !r->has_time && *r->s == 't' && digits_at(r->s + 1) > 0)
            r->s++; /* ISO 8601 */
    }
    return QT_OK;
}

/* in: cleaned, narrow, lower case. Caller frees the copy. */
static int read_text(struct reading *r, const char *in, int64_t base)
{
    char *clean = text_clean(in, strlen(in), false, NULL), *text = text_narrow(clean);
    int result;

    for (char *s = text; *s; s++)
        *s = (char)tolower((unsigned char)*s);
    r->s = text;
    r->base = base;
    result = read_all(r);
    r->s = NULL;
    free(text);
    free(clean);
    return result;
}

static int64_t resolve(struct reading *r, bool future)
{
    int64_t today = day_number(r->base), day = today, t;

    if (r->has_shift && !r->has_time && !r->has_day)
        return zone_utc(zone_local(r->base) + r->shift_days * DAY) + r->shift;
    if (r->has_shift)
        day = day_number(zone_utc(zone_local(r->base) + r->shift_days * DAY) + r->shift);
    if (r->has_day)
        day = day_of(r->year, r->month, r->day);
    if (r->has_zone)
        return day * DAY + r->hour * HOUR + r->minute * MINUTE + r->second - r->zone;
    t = zone_utc(day * DAY + r->hour * HOUR + r->minute * MINUTE + r->second);
    if (future && r->has_time && t < r->base - r->base % MINUTE) {
        if (!r->has_day && !r->has_shift)
            t = day_add(t, 1);
        else if (r->weekday)
            t = day_add(t, 7);
    }
    return t;
}

int datetime_parse(const char *in, int64_t base, bool future, int64_t *out)
{
    struct reading r = {0};

    if (read_text(&r, in, base) < 0)
        return QT_REFUSED;
    *out = resolve(&r, future);
    return QT_OK;
}

int date_parse(const char *in, int64_t base, char out[11])
{
    struct reading r = {.date_only = true};

    if (read_text(&r, in, base) < 0)
        return QT_REFUSED;
    if (!r.has_day && !r.has_shift)
        return fault(QT_REFUSED, _("This is a time, not a date. Enter a date like 2026-11-21 or 11-21."));
    date_format(resolve(&r, false), out);
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

int duration_parse(const char *in, int64_t *seconds)
{
    char *clean = text_clean(in, strlen(in), false, NULL), *text = text_narrow(clean), *trimmed = text_trim(text);
    const char *s = trimmed;
    int64_t days, rest;
    int r;

    for (char *c = trimmed; *c; c++)
        *c = (char)tolower((unsigned char)*c);
    r = read_amounts(&s, &days, &rest);
    if (r == QT_OK && *s)
        r = fault(QT_REFUSED, _("This is not a duration. Enter it like 2h, 90m or 3d."));
    if (r == QT_OK)
        *seconds = days * DAY + rest;
    free(clean);
    free(text);
    free(trimmed);
    return r;
}
