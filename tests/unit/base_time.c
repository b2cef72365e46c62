/* The clock, the zone, calendar time. */
#include "qiantai/base.h"
#include "unit/check.h"

#define NOW 1795223640 /* 2026-11-21 09:14 in Shanghai, a Saturday */

static int64_t at(int year, int month, int day, int hour, int minute)
{
    struct civil c = {.year = year, .month = month, .day = day, .hour = hour, .minute = minute};

    return civil_to_time(&c);
}

static int64_t five(void)
{
    return 5;
}

static void the_clock_can_be_fixed_shifted_and_replaced(void **state)
{
    int64_t real = (int64_t)time(NULL), before;

    (void)state;
    assert_in_range(clock_now(), real - 1, real + 60);
    clock_fix(NOW);
    assert_int_equal(clock_now(), NOW);
    clock_source(five);
    assert_int_equal(clock_now(), 5);
    clock_offset(10);
    assert_int_equal(clock_now(), 15);
    clock_source(NULL);
    assert_in_range(clock_now(), real - 1, real + 60);
    before = clock_mono_us();
    assert_true(clock_mono_us() >= before);
}

static void shanghai_is_the_default_zone(void **state)
{
    struct civil c = civil_of(NOW);

    (void)state;
    assert_string_equal(zone_name(), "Asia/Shanghai");
    assert_int_equal(c.year, 2026);
    assert_int_equal(c.month, 11);
    assert_int_equal(c.day, 21);
    assert_int_equal(c.hour, 9);
    assert_int_equal(c.minute, 14);
    assert_int_equal(c.second, 0);
    assert_int_equal(c.weekday, 6);
    assert_int_equal(at(2026, 11, 21, 9, 14), NOW);
    assert_int_equal(civil_of(0).hour, 8);
    assert_int_equal(civil_of(0).weekday, 4);
}

static void unknown_zones_are_refused(void **state)
{
    (void)state;
    assert_int_equal(zone_set("Asia/Nowhere"), QT_REFUSED);
    assert_int_equal(zone_set(""), QT_REFUSED);
    assert_int_equal(zone_set("../../../etc/passwd"), QT_REFUSED);
    assert_int_equal(zone_set("/etc/passwd"), QT_REFUSED);
    assert_string_equal(zone_name(), "Asia/Shanghai");
    assert_int_equal(at(2026, 11, 21, 9, 14), NOW);
}

/* A machine without zone files still knows the time of Shanghai. */
static void shanghai_needs_no_zone_files(void **state)
{
    (void)state;
    assert_int_equal(setenv("TZDIR", "/nowhere", 1), 0);
    assert_int_equal(zone_set("Asia/Tokyo"), QT_REFUSED);
    assert_int_equal(zone_set("Asia/Shanghai"), QT_OK);
    assert_int_equal(at(2026, 11, 21, 9, 14), NOW);
    assert_int_equal(zone_set("UTC"), QT_OK);
    assert_int_equal(civil_of(NOW).hour, 1);
    assert_int_equal(unsetenv("TZDIR"), 0);
    assert_int_equal(zone_set("Asia/Shanghai"), QT_OK);
}

static void same_as_libc(int64_t t)
{
    time_t when = (time_t)t;
    struct tm tm;
    struct civil c = civil_of(t);

    assert_non_null(localtime_r(&when, &tm));
    assert_int_equal(c.year, tm.tm_year + 1900);
    assert_int_equal(c.month, tm.tm_mon + 1);
    assert_int_equal(c.day, tm.tm_mday);
    assert_int_equal(c.hour, tm.tm_hour);
    assert_int_equal(c.minute, tm.tm_min);
    assert_int_equal(c.second, tm.tm_sec);
    assert_int_equal(c.weekday, tm.tm_wday ? tm.tm_wday : 7);
    assert_true(civil_to_time(&c) == t || civil_to_time(&c) == t - HOUR); /* a repeated hour is its first */
}

static void conversions_agree_with_libc(void **state)
{
    static const char *const zones[] = {"Asia/Shanghai", "UTC", "Europe/Berlin", "America/New_York", "CST-8"};
    uint64_t seed = 7;

    (void)state;
    for (size_t z = 0; z < sizeof zones / sizeof *zones; z++) {
        assert_int_equal(zone_set(zones[z]), QT_OK);
        for (int i = 0; i < 50000; i++) {
            seed = seed * 6364136223846793005u + 1442695040888963407u;
            same_as_libc((int64_t)(seed >> 31)); /* 1970 to 2242 */
        }
        for (int64_t t = 1774746000 - 2 * DAY; t < 1774746000 + 2 * DAY; t += 600) /* summer begins in Europe */
            same_as_libc(t);
        for (int64_t t = 1792890000 - 2 * DAY; t < 1792890000 + 2 * DAY; t += 600) /* and ends */
            same_as_libc(t);
    }
    assert_int_equal(zone_set("Asia/Shanghai"), QT_OK);
}

static void skipped_and_repeated_hours(void **state)
{
    (void)state;
    assert_int_equal(zone_set("Europe/Berlin"), QT_OK);
    assert_int_equal(at(2026, 3, 29, 2, 30), at(2026, 3, 29, 3, 30));
    assert_int_equal(at(2026, 10, 25, 2, 30) + 2 * HOUR, at(2026, 10, 25, 3, 30));
    assert_int_equal(day_add(at(2026, 3, 28, 12, 0), 1), at(2026, 3, 28, 12, 0) + 23 * HOUR);
    assert_int_equal(day_start(at(2026, 10, 26, 0, 0)) - day_start(at(2026, 10, 25, 12, 0)), 25 * HOUR);
    assert_int_equal(zone_set("Asia/Shanghai"), QT_OK);
}

static void fields_are_normalised(void **state)
{
    (void)state;
    assert_int_equal(at(2026, 13, 1, 0, 0), at(2027, 1, 1, 0, 0));
    assert_int_equal(at(2026, 0, 1, 0, 0), at(2025, 12, 1, 0, 0));
    assert_int_equal(at(2026, 3, 0, 0, 0), at(2026, 2, 28, 0, 0));
    assert_int_equal(at(2026, 12, 31, 24, 0), at(2027, 1, 1, 0, 0));
    assert_int_equal(at(2026, 1, 1, 0, -1), at(2025, 12, 31, 23, 59));
}

static void extreme_times_do_no_harm(void **state)
{
    static const int64_t times[] = {INT64_MIN, INT64_MIN + 1, -62135596800, -1, 253402300799, INT64_MAX - 1, INT64_MAX};
    char out[17];

    (void)state;
    for (size_t i = 0; i < sizeof times / sizeof *times; i++) {
        stamp_show(times[i], out);
        assert_int_equal(strlen(out), 16);
        (void)day_start(times[i]);
        (void)day_add(times[i], 100000);
    }
}

static void dates_are_checked(void **state)
{
    (void)state;
    assert_true(civil_valid(2024, 2, 29));
    assert_false(civil_valid(2026, 2, 29));
    assert_false(civil_valid(1900, 2, 29));
    assert_true(civil_valid(2000, 2, 29));
    assert_false(civil_valid(2026, 4, 31));
    assert_false(civil_valid(2026, 0, 1));
    assert_false(civil_valid(2026, 13, 1));
    assert_false(civil_valid(2026, 1, 0));
    assert_false(civil_valid(0, 1, 1));
    assert_true(date_time("2026-11-21", 9 * 60 + 14) == NOW);
    assert_true(date_time("2026-02-29", 0) == INT64_MIN);
    assert_true(date_time("2026-2-9", 0) == INT64_MIN);
    assert_true(date_time("2026-11-211", 0) == INT64_MIN);
    assert_true(date_time("", 0) == INT64_MIN);
    assert_true(date_time("2026-11-", 0) == INT64_MIN);
    assert_true(date_time("2026/11/21", 0) == INT64_MIN);
}

static void times_are_shown(void **state)
{
    char out[32], date[11];

    (void)state;
    date_format(NOW, date);
    assert_string_equal(date, "2026-11-21");
    stamp_show(NOW, out);
    assert_string_equal(out, "2026-11-21 09:14");
    time_show(NOW, NOW, true, out, sizeof out);
    assert_string_equal(out, "09:14");
    time_show(NOW - DAY, NOW, true, out, sizeof out);
    assert_string_equal(out, "11-20 09:14");
    time_show(at(2025, 11, 21, 9, 14), NOW, false, out, sizeof out);
    assert_string_equal(out, "2025-11-21 09:14");
    time_show(NOW, NOW, true, out, 3);
    assert_string_equal(out, "09");
}

static void durations_are_shown(void **state)
{
    static const struct {
        int64_t seconds;
        const char *zh, *en;
    } sample[] = {
        {0, "0秒", "0s"},      {45, "45秒", "45s"},         {60, "1分", "1m"},     {9000, "2小时30分", "2h30m"},
        {7200, "2小时", "2h"}, {90061, "1天1小时", "1d1h"}, {259200, "3天", "3d"}, {-1800, "-30分", "-30m"},
    };
    char out[40];

    (void)state;
    for (size_t i = 0; i < sizeof sample / sizeof *sample; i++) {
        duration_show(sample[i].seconds, true, out, sizeof out);
        assert_string_equal(out, sample[i].zh);
        duration_show(sample[i].seconds, false, out, sizeof out);
        assert_string_equal(out, sample[i].en);
    }
    duration_show(INT64_MIN, false, out, sizeof out);
}

static void shows(int64_t t, int64_t now, enum lang lang, bool wide, const char *expected)
{
    char out[40];

    moment_show(t, now, lang, wide, out, sizeof(out));
    assert_string_equal(out, expected);
}

static void moments_are_short(void **state)
{
    struct civil c = {.year = 2026, .month = 11, .day = 21, .hour = 9, .minute = 14}; /* a Saturday */
    int64_t now;

    (void)state;
    assert_int_equal(zone_set("Asia/Shanghai"), QT_OK);
    now = civil_to_time(&c);
    shows(now + HOUR, now, LANG_ZH, false, "10:14");
    shows(now - HOUR, now, LANG_EN, true, "08:14");
    shows(now + DAY, now, LANG_ZH, false, "明天");
    shows(now + DAY, now, LANG_ZH, true, "明天 09:14");
    shows(now - DAY, now, LANG_ZH, false, "昨天");
    shows(now - 2 * DAY, now, LANG_ZH, false, "11-19");
    shows(now + 2 * DAY, now, LANG_ZH, false, "周一");
    shows(now + 2 * DAY, now, LANG_EN, true, "Mon 23 09:14");
    shows(now + 400 * DAY, now, LANG_EN, false, "2027-12");
    shows(day_start(now) + DAY - MINUTE, now, LANG_ZH, true, "今天"); /* by the end of the day */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_clock_can_be_fixed_shifted_and_replaced),
        cmocka_unit_test(shanghai_is_the_default_zone),
        cmocka_unit_test(unknown_zones_are_refused),
        cmocka_unit_test(shanghai_needs_no_zone_files),
        cmocka_unit_test(conversions_agree_with_libc),
        cmocka_unit_test(skipped_and_repeated_hours),
        cmocka_unit_test(fields_are_normalised),
        cmocka_unit_test(extreme_times_do_no_harm),
        cmocka_unit_test(dates_are_checked),
        cmocka_unit_test(times_are_shown),
        cmocka_unit_test(durations_are_shown),
        cmocka_unit_test(moments_are_short),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
