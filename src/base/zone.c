/* UTC and the building's zone. libc knows the rules; what it says is kept per day, as imports and
 * long lists convert ten thousands of times a second. */
#include "zone.h"
#include "qiantai/base.h"
#include <unistd.h>

#define KEPT 1024        /* days */
#define FALLBACK "CST-8" /* Asia/Shanghai on a machine without zone files */

static char *zone;
static struct {
    int64_t day; /* of UTC */
    int32_t offset;
    bool known;
} kept[KEPT];

static bool zone_file(const char *name)
{
    const char *dir = getenv("TZDIR");
    if (strspn(name, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_+-/") != strlen(name) ||
        *name == '/' || *name == '\0')
        return false;
    char *path = mem_printf("%s/%s", dir && *dir ? dir : "/usr/share/zoneinfo", name);
    bool there = access(path, R_OK) == 0;
    free(path);
    return there;
}

/* "CST-8", "UTC0": a zone by its rule. */
static bool zone_rule(const char *name)
{
    size_t letters = strspn(name, "ABCDEFGHIJKLMNOPQRSTUVWXYZ"), digits;
    if (letters < 3)
        return false;
    name += letters;
    name += *name == '-' || *name == '+';
    digits = strspn(name, "0123456789");
    return digits >= 1 && digits <= 2 && name[digits] == '\0';
}

int zone_set(const char *name)
{
    const char *tz = name;
    if (strcmp(name, "UTC") == 0)
        tz = "UTC0";
    else if (!zone_file(name) && strcmp(name, "Asia/Shanghai") == 0)
        tz = FALLBACK;
    else if (!zone_rule(name) && !zone_file(name))
        return fault(QT_REFUSED, _("Unknown time zone '%s'. Enter one like Asia/Shanghai."), name);
    if (setenv("TZ", tz, 1) != 0)
        return fault(QT_IO, _("The time zone could not be set."));
    tzset();
    name = mem_dup(name);
    free(zone);
    zone = (char *)name;
    memset(kept, 0, sizeof kept);
    return QT_OK;
}

const char *zone_name(void)
{
    if (!zone && zone_set("Asia/Shanghai") < 0)
        return "";
    return zone;
}

static int64_t floor_div(int64_t a, int64_t b)
{
    return a / b - (a % b < 0);
}

static int32_t ask_libc(int64_t t)
{
    time_t when = (time_t)t;
    struct tm tm;
    return localtime_r(&when, &tm) ? (int32_t)tm.tm_gmtoff : 0;
}

static int32_t offset_at(int64_t t)
{
    int64_t day = floor_div(t, DAY);
    size_t slot = (size_t)(day & (KEPT - 1));
    if (kept[slot].known && kept[slot].day == day)
        return kept[slot].offset;
    if (!zone)
        (void)zone_name();
    int32_t offset = ask_libc(day * DAY);
    if (offset != ask_libc((day + 1) * DAY)) /* the clocks change that day */
        return ask_libc(t);
    kept[slot].day = day;
    kept[slot].offset = offset;
    kept[slot].known = true;
    return offset;
}

static int64_t clamp_time(int64_t t)
{
    return t < TIME_MIN ? TIME_MIN : t > TIME_MAX ? TIME_MAX : t;
}

int64_t zone_local(int64_t t)
{
    t = clamp_time(t);
    return t + offset_at(t);
}

int64_t zone_utc(int64_t local)
{
    local = clamp_time(local);
    int64_t before = offset_at(local - DAY);
    int64_t after = offset_at(local + DAY);
    int64_t t = local - before;
    if (before == after || offset_at(t) == before)
        return t;
    return offset_at(local - after) == after ? local - after : t;
}

int64_t day_number(int64_t t)
{
    return floor_div(zone_local(t), DAY);
}

/* Days from the civil date and back, after Hinnant: years begin in March, 400 of them are an era. */
int64_t day_of(int year, int month, int day)
{
    int64_t months = (int64_t)year * 12 + month - 1, y, m, era, yoe, doy;
    y = floor_div(months, 12);
    m = months - y * 12 + 1;
    y -= m <= 2;
    era = floor_div(y, 400);
    yoe = y - era * 400;
    doy = (153 * (m + (m > 2 ? -3 : 9)) + 2) / 5;
    return era * 146097 + yoe * 365 + yoe / 4 - yoe / 100 + doy - 719468 + day - 1;
}

void day_civil(int64_t day, int *year, int *month, int *mday)
{
    int64_t z = day + 719468, era = floor_div(z, 146097), doe = z - era * 146097;
    int64_t yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
    int64_t doy = doe - (365 * yoe + yoe / 4 - yoe / 100), mp = (5 * doy + 2) / 153;
    *mday = (int)(doy - (153 * mp + 2) / 5 + 1);
    *month = (int)(mp < 10 ? mp + 3 : mp - 9);
    *year = (int)(yoe + era * 400 + (*month <= 2));
}
