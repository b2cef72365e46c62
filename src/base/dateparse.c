/* The day in what people type: words, weekdays, dates in the usual spellings, shifts. */
#include "qiantai/base.h"
#include "reading.h"
#include "scan.h"
#include "zone.h"
#include <ctype.h>

/* Spreadsheets count days from the end of 1899. Outside these years five digits are a slip. */
#define SERIAL_1970 25569
#define SERIAL_FIRST 30000 /* 1982 */
#define SERIAL_LAST 59999  /* 2064 */

static int set_date(struct reading *r, int year, int month, int day)
{
    static const int length[] = {31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    if (r->has_day || r->has_shift)
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

/* 1: read, 0: the text goes on with something else, < 0 refused. So for every read_ below. */
static int read_day_word(struct reading *r)
{
    static const struct {
        const char *word;
        int days;
        enum half half;
    } words[] = {
        {"今天", 0, HALF_NONE},   {"今日", 0, HALF_NONE},       {"今早", 0, FORENOON},   {"今晚", 0, NIGHT},
        {"大后天", 3, HALF_NONE}, {"后天", 2, HALF_NONE},       {"明天", 1, HALF_NONE},  {"明日", 1, HALF_NONE},
        {"明早", 1, FORENOON},    {"明晚", 1, NIGHT},           {"昨天", -1, HALF_NONE}, {"昨日", -1, HALF_NONE},
        {"昨晚", -1, NIGHT},      {"前天", -2, HALF_NONE},      {"today", 0, HALF_NONE}, {"tomorrow", 1, HALF_NONE},
        {"tmr", 1, HALF_NONE},    {"yesterday", -1, HALF_NONE},
    };

    for (size_t i = 0; i < ARRAY_LEN(words); i++) {
        if (!take_word(&r->s, words[i].word))
            continue;
        r->half = words[i].half;
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
    for (int i = 0; i < 7; i++)
        if (take_word(s, en[i]) || take_word(s, abbr[i]))
            return i + 1;
    if (take_word(s, "tues"))
        return 2;
    if (take_word(s, "thur") || take_word(s, "thurs"))
        return 4;
    if (!take_text(&at, "星期") && !take_text(&at, "礼拜") && !take_text(&at, "周"))
        return 0;
    int n = take_text(&at, "日") || take_text(&at, "天") ? 7
            : digits_at(at) == 1                         ? take_digits(&at, 1)
                                                         : han_digit(&at);
    if (n < 1 || n > 7)
        return 0;
    *s = at;
    return n;
}

static int read_weekday(struct reading *r)
{
    const char *at = r->s;
    bool named = true;
    int64_t today = day_number(r->base), monday = today - day_weekday(today) + 1, weeks = 0;
    if (take_text(&at, "下下"))
        weeks = 2;
    else if (take_text(&at, "下") || take_word(&at, "next"))
        weeks = 1;
    else if (take_text(&at, "上") || take_word(&at, "last"))
        weeks = -1;
    else
        named = take_text(&at, "本") || take_text(&at, "这") || take_word(&at, "this");
    (void)take_text(&at, "个");
    blanks(&at);
    int weekday = take_weekday_name(&at);
    if (!weekday)
        return 0;
    r->s = at;
    if (named)
        return set_day_number(r, monday + weeks * 7 + weekday - 1) < 0 ? QT_REFUSED : 1;
    r->repeat = REPEAT_WEEK;
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
        has_year = take_text(&at, "年");
        blanks(&at);
    }
    month = take_number(&at);
    if (month < 0)
        return 0;
    if (!has_year && (take_text(&at, "日") || take_text(&at, "号"))) {
        day = month;
        month = civil_of(r->base).month;
        r->repeat = REPEAT_MONTH;
    } else {
        if (!take_text(&at, "月份") && !take_text(&at, "月"))
            return 0;
        r->repeat = has_year ? REPEAT_NEVER : REPEAT_YEAR;
        blanks(&at);
        day = take_number(&at);
        if (day < 0)
            return not_a_time();
        if (!take_text(&at, "日"))
            (void)take_text(&at, "号");
    }
    r->s = at;
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
            (void)take_text(s, ".");
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
    r->repeat = REPEAT_YEAR;
    if (n == 4 && (strncmp(at, "19", 2) == 0 || strncmp(at, "20", 2) == 0)) {
        year = take_digits(&at, 4);
        r->repeat = REPEAT_NEVER;
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
    if (na < 1 || na > 4 || na == 3 || !at[na] || !strchr("-/.", at[na]))
        return 0;
    a = take_digits(&at, na);
    char sep = *at++;
    nb = digits_at(at);
    if (nb < 1 || nb > 2)
        return 0;
    b = take_digits(&at, nb);
    if (*at == sep)
        return read_three(r, at + 1, sep, a, na, b);
    if (na == 4)
        return fault(QT_REFUSED, _("The date has no day."));
    r->s = at;
    r->repeat = REPEAT_YEAR;
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
    } else if (n < 1 || n > 4 || !(r->date_only || (more && n == 4))) {
        return 0;
    } else {
        r->repeat = n > 2 ? REPEAT_YEAR : REPEAT_MONTH;
    }
    n = n > 4 ? 4 : n;
    if (n > 2)
        month = take_digits(&at, n - 2);
    n = take_digits(&at, n > 2 ? 2 : n);
    r->s = at;
    return set_date(r, year, month, n) < 0 ? QT_REFUSED : 1;
}

/* 43782.4724: the day number of a spreadsheet whose column was no date, with the time as its fraction. */
static int read_serial(struct reading *r)
{
    const char *at = r->s;
    int64_t day, scaled = 0, scale = 1;
    if (digits_at(at) != 5)
        return 0;
    day = take_digits(&at, 5);
    if (day < SERIAL_FIRST || day > SERIAL_LAST || r->has_time)
        return 0;
    if (*at == '.' && digits_at(at + 1) > 0) {
        for (at++; digits_at(at) > 0; at++)
            if (scale < 1000000000) {
                scaled = scaled * 10 + (*at - '0');
                scale *= 10;
            }
        r->has_time = true;
        r->second = (int)((scaled * DAY + scale / 2) / scale);
    }
    r->s = at;
    return set_day_number(r, day - SERIAL_1970) < 0 ? QT_REFUSED : 1;
}

static int read_now(struct reading *r)
{
    struct civil c = civil_of(r->base);
    if (!take_word(&r->s, "now") && !take_text(&r->s, "现在") && !take_text(&r->s, "此刻"))
        return 0;
    if (set_date(r, c.year, c.month, c.day) < 0)
        return QT_REFUSED;
    r->has_time = true; /* of today, whatever the clock shows */
    r->hour = c.hour;
    r->minute = c.minute;
    r->second = c.second;
    return 1;
}

/* +2h, +3d, 2小时后, in 2h */
static int read_shift(struct reading *r)
{
    const char *at = r->s;
    bool said = take_text(&at, "+") || take_word(&at, "in");
    int64_t days, seconds;
    if (r->has_shift || r->has_day || r->has_time || (!said && !strstr(at, "后")))
        return 0;
    blanks(&at);
    if (take_duration(&at, &days, &seconds) < 0)
        return said ? QT_REFUSED : 0;
    if (!said && !take_text(&at, "以后") && !take_text(&at, "之后") && !take_text(&at, "后"))
        return 0;
    r->s = at;
    r->shift_days = days;
    r->shift = seconds;
    r->has_shift = true;
    return 1;
}

int read_day(struct reading *r)
{
    static int (*const readers[])(struct reading *) = {
        read_now,        read_shift,          read_day_word,     read_weekday, read_han_date,
        read_named_date, read_separated_date, read_compact_date, read_serial,
    };
    int found = 0;

    for (size_t i = 0; i < ARRAY_LEN(readers) && found == 0; i++)
        found = readers[i](r);
    return found;
}
