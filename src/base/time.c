/* The clock, and local calendar time. */
#include "qiantai/base.h"
#include "zone.h"

static int64_t (*source)(void);
static bool frozen;
static int64_t frozen_at, shift;

int64_t clock_now(void)
{
    if (frozen)
        return frozen_at;
    return (source ? source() : (int64_t)time(NULL)) + shift;
}

static int64_t clock_us(clockid_t which)
{
    struct timespec ts;
    if (clock_gettime(which, &ts) != 0)
        return 0;
    return (int64_t)ts.tv_sec * 1000000 + ts.tv_nsec / 1000;
}

int64_t clock_mono_us(void)
{
    return clock_us(CLOCK_MONOTONIC);
}

int64_t clock_boot_us(void)
{
#ifdef CLOCK_BOOTTIME
    return clock_us(CLOCK_BOOTTIME);
#else
    return clock_us(CLOCK_MONOTONIC);
#endif
}

static int64_t pace_ms = -1, rest_ms, hand_us;

void clock_pace(int64_t key, int64_t rest)
{
    if (pace_ms < 0)
        hand_us = clock_mono_us();
    pace_ms = key;
    rest_ms = rest;
}

int64_t clock_key_us(void)
{
    (void)clock_now(); /* where it is told from a file, that is read */
    if (pace_ms < 0)
        return clock_mono_us();
    return hand_us += pace_ms * 1000;
}

int64_t clock_hand_us(void)
{
    (void)clock_now();
    return pace_ms < 0 ? clock_mono_us() : hand_us + rest_ms * 1000;
}

void clock_fix(int64_t at)
{
    frozen = true;
    frozen_at = at;
}

void clock_offset(int64_t seconds)
{
    frozen = false;
    shift = seconds;
}

void clock_source(int64_t (*fn)(void))
{
    frozen = false;
    shift = 0;
    source = fn;
}

static struct civil civil_of_local(int64_t local)
{
    struct civil c;
    int64_t day = local / DAY - (local % DAY < 0);
    int second = (int)(local - day * DAY);
    day_civil(day, &c.year, &c.month, &c.day);
    c.hour = second / 3600;
    c.minute = second / 60 % 60;
    c.second = second % 60;
    c.weekday = day_weekday(day);
    return c;
}

struct civil civil_of(int64_t t)
{
    return civil_of_local(zone_local(t));
}

int64_t civil_to_time(const struct civil *c)
{
    return zone_utc(day_of(c->year, c->month, c->day) * DAY + c->hour * HOUR + c->minute * MINUTE + c->second);
}

bool civil_valid(int year, int month, int day)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    if (year < 1 || year > 9999 || month < 1 || month > 12 || day < 1)
        return false;
    return day <= days[month - 1] + (month == 2 && leap);
}

int64_t day_start(int64_t t)
{
    return zone_utc(day_number(t) * DAY);
}

int64_t day_add(int64_t t, int days)
{
    return zone_utc(zone_local(t) + days * DAY);
}

static char *put_number(char *to, int v, int digits)
{
    for (int i = digits - 1; i >= 0; i--, v /= 10)
        to[i] = (char)('0' + v % 10);
    return to + digits;
}

static char *put_date(char *to, const struct civil *c)
{
    to = put_number(to, c->year, 4);
    *to++ = '-';
    to = put_number(to, c->month, 2);
    *to++ = '-';
    return put_number(to, c->day, 2);
}

static char *put_clock(char *to, const struct civil *c)
{
    to = put_number(to, c->hour, 2);
    *to++ = ':';
    return put_number(to, c->minute, 2);
}

void date_format(int64_t t, char out[11])
{
    struct civil c = civil_of(t);
    *put_date(out, &c) = '\0';
}

void stamp_show(int64_t t, char out[17])
{
    struct civil c = civil_of(t);
    char *to = put_date(out, &c);
    *to++ = ' ';
    *put_clock(to, &c) = '\0';
}

bool date_read(const char *date, struct civil *out)
{
    static const char pattern[] = "dddd-dd-dd";
    int v[3] = {0}, part = 0;
    for (int i = 0; pattern[i]; i++) {
        if (pattern[i] == '-' && date[i] == '-')
            part++;
        else if (pattern[i] == 'd' && date[i] >= '0' && date[i] <= '9')
            v[part] = v[part] * 10 + (date[i] - '0');
        else
            return false;
    }
    *out = (struct civil){.year = v[0], .month = v[1], .day = v[2]};
    return date[sizeof pattern - 1] == '\0' && civil_valid(v[0], v[1], v[2]);
}

int64_t date_time(const char *date, int minute_of_day)
{
    struct civil c;
    return date_read(date, &c) ? zone_utc(day_of(c.year, c.month, c.day) * DAY + minute_of_day * MINUTE) : INT64_MIN;
}

void time_show(int64_t t, int64_t now, bool zh, char *out, size_t n)
{
    char full[17];
    struct civil c = civil_of(t), today = civil_of(now);
    int skip = c.year != today.year ? 0 : c.month != today.month || c.day != today.day ? 5 : 11;
    (void)zh; /* figures read the same in both */
    stamp_show(t, full);
    (void)snprintf(out, n, "%s", full + skip);
}

const char *weekday_show(enum lang lang, int day)
{
    static const char *const zh[] = {"周一", "周二", "周三", "周四", "周五", "周六", "周日"};
    static const char *const en[] = {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};
    return (lang == LANG_ZH ? zh : en)[(day + 6) % 7];
}

void moment_show(int64_t t, int64_t now, enum lang lang, bool wide, char *out, size_t n)
{
    struct civil c = civil_of(t);
    int64_t days = day_of(c.year, c.month, c.day) - day_of(civil_of(now).year, civil_of(now).month, civil_of(now).day);
    bool zh = lang == LANG_ZH, whole = c.hour == 23 && c.minute == 59; /* due by the end of that day */
    char day[24], hour[16] = "";
    if (days == 0 && !whole) {
        snprintf(out, n, "%02d:%02d", c.hour, c.minute);
        return;
    }
    if (days >= -1 && days <= 1 && zh)
        snprintf(day, sizeof day, "%s", days == 0 ? "今天" : days > 0 ? "明天" : "昨天");
    else if (days == 0)
        snprintf(day, sizeof day, "today");
    else if (days > 0 && days < 7)
        snprintf(day, sizeof day, zh ? "%s" : "%s %d", weekday_show(lang, c.weekday), c.day);
    else if (c.year == civil_of(now).year)
        snprintf(day, sizeof day, "%02d-%02d", c.month, c.day);
    else
        snprintf(day, sizeof day, wide ? "%04d-%02d-%02d" : "%04d-%02d", c.year, c.month, c.day);
    if (wide && !whole && c.year == civil_of(now).year)
        snprintf(hour, sizeof hour, " %02d:%02d", c.hour, c.minute);
    snprintf(out, n, "%s%s", day, hour);
}

void duration_show(int64_t seconds, bool zh, char *out, size_t n)
{
    static const struct {
        int64_t size;
        const char *zh, *en;
    } unit[] = {{DAY, "天", "d"}, {HOUR, "小时", "h"}, {MINUTE, "分", "m"}, {1, "秒", "s"}};
    uint64_t left = seconds < 0 ? 0 - (uint64_t)seconds : (uint64_t)seconds;
    struct buf text = {0};
    size_t i = 0;

    while (i < 3 && left < (uint64_t)unit[i].size)
        i++;
    if (seconds < 0)
        buf_addc(&text, '-');
    buf_addf(&text, "%llu%s", (unsigned long long)(left / (uint64_t)unit[i].size), zh ? unit[i].zh : unit[i].en);
    left %= (uint64_t)unit[i].size;
    if (i < 2 && left >= (uint64_t)unit[i + 1].size) /* the next smaller unit says enough */
        buf_addf(&text, "%llu%s", (unsigned long long)(left / (uint64_t)unit[i + 1].size),
                 zh ? unit[i + 1].zh : unit[i + 1].en);
    (void)snprintf(out, n, "%s", text.s);
    buf_free(&text);
}
