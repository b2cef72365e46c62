/* Durations as people type them. */
#include "qiantai/base.h"
#include "scan.h"
#include <ctype.h>

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

    for (size_t i = 0; i < ARRAY_LEN(words); i++)
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
        if (take_text(s, "半个") || take_text(s, "半"))
            return 500;
        v = take_number(s);
        return v < 0 ? -1 : v * 1000 + (take_text(s, "个半") ? 500 : 0);
    }
    if (n > 6)
        return -1;
    v = (int64_t)take_digits(s, n) * 1000;
    if (**s == '.' && digits_at(*s + 1) > 0)
        for (++*s; digits_at(*s) > 0; ++*s, scale /= 10)
            v += (**s - '0') * scale;
    return v;
}

int take_duration(const char **s, int64_t *days, int64_t *seconds)
{
    enum unit last = NO_UNIT;
    *days = *seconds = 0;
    do {
        const char *at = *s;
        int64_t amount = take_amount(&at);
        if (amount < 0)
            break;
        at += strspn(at, " ");
        enum unit unit = take_unit(&at);
        if (unit == NO_UNIT && last == NO_UNIT && amount % 1000 == 0 && *at == ':' && digits_at(at + 1) == 2) {
            at++;
            *seconds = amount / 1000 * HOUR + take_digits(&at, 2) * MINUTE;
            *s = at;
            last = MINUTES;
            break;
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
        if (take_text(&at, "半"))
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

int duration_parse(const char *in, int64_t *seconds)
{
    char *clean = text_clean(in, strlen(in), false, NULL), *text = text_narrow(clean), *trimmed = text_trim(text);
    const char *s = trimmed;
    int64_t days, rest;
    for (char *c = trimmed; *c; c++)
        *c = (char)tolower((unsigned char)*c);
    int r = take_duration(&s, &days, &rest);
    if (r == QT_OK && *s)
        r = fault(QT_REFUSED, _("This is not a duration. Enter it like 2h, 90m or 3d."));
    if (r == QT_OK)
        *seconds = days * DAY + rest;
    free(clean);
    free(text);
    free(trimmed);
    return r;
}
