/* What people type for times, and what other programs export. Now is Saturday 2026-11-21 09:14:30. */
#include "qiantai/base.h"
#include "unit/check.h"

#define NOW (INT64_C(1795223640) + 30)

struct sample {
    const char *in, *out;
};

static void check_datetime(const char *in, bool future, const char *expected)
{
    int64_t t = 77;
    char out[17];

    if (datetime_parse(in, NOW, future, &t) != QT_OK)
        fail_msg("'%s' was refused: %s", in, fault_text());
    stamp_show(t, out);
    if (strcmp(out, expected) != 0)
        fail_msg("'%s' gave %s, not %s", in, out, expected);
}

static void check_all(const struct sample *sample, size_t n, bool future)
{
    for (size_t i = 0; i < n; i++)
        check_datetime(sample[i].in, future, sample[i].out);
}

#define CHECK_ALL(samples, future) check_all(samples, sizeof(samples) / sizeof *(samples), future)

static void refused(const char *in, const char *reason)
{
    int64_t t = 77;

    fault_clear();
    if (datetime_parse(in, NOW, false, &t) != QT_REFUSED)
        fail_msg("'%s' was taken", in);
    assert_int_equal(t, 77);
    if (!strstr(fault_text(), reason))
        fail_msg("'%s' was refused with: %s", in, fault_text());
}

static void times_of_today(void **state)
{
    static const struct sample samples[] = {
        {"9", "2026-11-21 09:00"},        {"930", "2026-11-21 09:30"},        {"0930", "2026-11-21 09:30"},
        {"1430", "2026-11-21 14:30"},     {"1121", "2026-11-21 11:21"},       {"9:30", "2026-11-21 09:30"},
        {"9：30", "2026-11-21 09:30"},    {"9:5", "2026-11-21 09:05"},        {"21:00", "2026-11-21 21:00"},
        {"21:00:59", "2026-11-21 21:00"}, {"9点", "2026-11-21 09:00"},        {"9点半", "2026-11-21 09:30"},
        {"9点一刻", "2026-11-21 09:15"},  {"9点05分", "2026-11-21 09:05"},    {"9时30分", "2026-11-21 09:30"},
        {"九点半", "2026-11-21 09:30"},   {"十一点三刻", "2026-11-21 11:45"}, {"二十点零五分", "2026-11-21 20:05"},
        {"下午3点", "2026-11-21 15:00"},  {"下午 3:15", "2026-11-21 15:15"},  {"下午15点", "2026-11-21 15:00"},
        {"上午9点", "2026-11-21 09:00"},  {"晚上8点半", "2026-11-21 20:30"},  {"晚上12点", "2026-11-22 00:00"},
        {"中午12点", "2026-11-21 12:00"}, {"中午11点半", "2026-11-21 11:30"}, {"凌晨0点", "2026-11-21 00:00"},
        {"3pm", "2026-11-21 15:00"},      {"3:15 PM", "2026-11-21 15:15"},    {"12am", "2026-11-21 00:00"},
        {"12 p.m.", "2026-11-21 12:00"},  {"24:00", "2026-11-22 00:00"},      {"0", "2026-11-21 00:00"},
        {"９３０", "2026-11-21 09:30"},   {" 9:30 ", "2026-11-21 09:30"},     {"now", "2026-11-21 09:14"},
        {"现在", "2026-11-21 09:14"},     {"093015", "2026-11-21 09:30"},
    };

    (void)state;
    CHECK_ALL(samples, false);
}

static void shifts(void **state)
{
    static const struct sample samples[] = {
        {"+2h", "2026-11-21 11:14"},         {"+30m", "2026-11-21 09:44"},         {"+2小时", "2026-11-21 11:14"},
        {"+3d", "2026-11-24 09:14"},         {"+3天", "2026-11-24 09:14"},         {"+1h30", "2026-11-21 10:44"},
        {"+1h30m", "2026-11-21 10:44"},      {"+1.5h", "2026-11-21 10:44"},        {"+半小时", "2026-11-21 09:44"},
        {"半个小时后", "2026-11-21 09:44"},  {"两小时后", "2026-11-21 11:14"},     {"三天后", "2026-11-24 09:14"},
        {"3天后 17:00", "2026-11-24 17:00"}, {"+3d 9:00", "2026-11-24 09:00"},     {"in 2 hours", "2026-11-21 11:14"},
        {"+1w", "2026-11-28 09:14"},         {"一个半小时后", "2026-11-21 10:44"}, {"+ 2 h", "2026-11-21 11:14"},
        {"十分钟后", "2026-11-21 09:24"},    {"+2H", "2026-11-21 11:14"},
    };

    (void)state;
    CHECK_ALL(samples, false);
    CHECK_ALL(samples, true);
}

static void days_in_words(void **state)
{
    static const struct sample samples[] = {
        {"今天 17:00", "2026-11-21 17:00"},   {"今天", "2026-11-21 00:00"},
        {"明天", "2026-11-22 00:00"},         {"明天9点", "2026-11-22 09:00"},
        {"后天 9:00", "2026-11-23 09:00"},    {"大后天", "2026-11-24 00:00"},
        {"昨天 8:30", "2026-11-20 08:30"},    {"前天", "2026-11-19 00:00"},
        {"今晚8点", "2026-11-21 20:00"},      {"明早9点半", "2026-11-22 09:30"},
        {"明天下午三点", "2026-11-22 15:00"}, {"tomorrow", "2026-11-22 00:00"},
        {"Tomorrow 9am", "2026-11-22 09:00"}, {"today 1700", "2026-11-21 17:00"},
        {"9:00 明天", "2026-11-22 09:00"},    {"周六", "2026-11-21 00:00"},
        {"周日", "2026-11-22 00:00"},         {"周天", "2026-11-22 00:00"},
        {"周五", "2026-11-27 00:00"},         {"星期一 9:00", "2026-11-23 09:00"},
        {"礼拜三", "2026-11-25 00:00"},       {"周5", "2026-11-27 00:00"},
        {"本周五", "2026-11-20 00:00"},       {"下周一", "2026-11-23 00:00"},
        {"下周日 10点", "2026-11-29 10:00"},  {"下下周一", "2026-11-30 00:00"},
        {"上周三", "2026-11-11 00:00"},       {"下个星期二", "2026-11-24 00:00"},
        {"fri", "2026-11-27 00:00"},          {"Friday 17:00", "2026-11-27 17:00"},
        {"next mon", "2026-11-23 00:00"},     {"last friday", "2026-11-13 00:00"},
        {"thurs", "2026-11-26 00:00"},
    };

    (void)state;
    CHECK_ALL(samples, false);
}

static void dates(void **state)
{
    static const struct sample samples[] = {
        {"11-21", "2026-11-21 00:00"},
        {"11/21 14:00", "2026-11-21 14:00"},
        {"3-5", "2026-03-05 00:00"},
        {"11.21 8:00", "2026-11-21 08:00"},
        {"2026-11-21", "2026-11-21 00:00"},
        {"2026-1-2 3:04", "2026-01-02 03:04"},
        {"2026/11/21 14:00:30", "2026-11-21 14:00"},
        {"2026.11.21", "2026-11-21 00:00"},
        {"2026年11月21日", "2026-11-21 00:00"},
        {"2026年11月21日 下午3点", "2026-11-21 15:00"},
        {"2026年11月21日9时30分", "2026-11-21 09:30"},
        {"11月21日", "2026-11-21 00:00"},
        {"11月21号9点", "2026-11-21 09:00"},
        {"十二月二十一日", "2026-12-21 00:00"},
        {"25日", "2026-11-25 00:00"},
        {"25号 930", "2026-11-25 09:30"},
        {"20261121", "2026-11-21 00:00"},
        {"20261121 0930", "2026-11-21 09:30"},
        {"202611210930", "2026-11-21 09:30"},
        {"20261121093000", "2026-11-21 09:30"},
        {"1225 1430", "2026-12-25 14:30"},
        {"1225 9:00", "2026-12-25 09:00"},
        {"21 Nov 2026", "2026-11-21 00:00"},
        {"Nov 21, 2026 9:30", "2026-11-21 09:30"},
        {"21-Nov-2026 14:48", "2026-11-21 14:48"},
        {"December 24", "2026-12-24 00:00"},
        {"2024-02-29", "2024-02-29 00:00"},
    };

    (void)state;
    CHECK_ALL(samples, false);
}

static void iso_8601(void **state)
{
    static const struct sample samples[] = {
        {"2026-11-21T09:30", "2026-11-21 09:30"},          {"2026-11-21T09:30:15.250", "2026-11-21 09:30"},
        {"2026-11-21T01:30:00Z", "2026-11-21 09:30"},      {"2026-11-21T09:30:00+08:00", "2026-11-21 09:30"},
        {"2026-11-21T02:30+0100", "2026-11-21 09:30"},     {"2026-11-20T20:30:00-05", "2026-11-21 09:30"},
        {"20261121T093000", "2026-11-21 09:30"},           {"20261121T0130Z", "2026-11-21 09:30"},
        {"2026-11-21 01:30:00+00:00", "2026-11-21 09:30"},
    };

    (void)state;
    CHECK_ALL(samples, false);
}

/* Spellings of real exports: month before day, no leading zeros, seconds. */
static void exports_of_other_programs(void **state)
{
    static const struct sample samples[] = {
        {"10/12/2010 14:48", "2010-10-12 14:48"},      {"10/13/2010 13:00", "2010-10-13 13:00"},
        {"9/9/2010 8:56", "2010-09-09 08:56"},         {"1/2/2011 9:00", "2011-01-02 09:00"},
        {"13/10/2010 14:48", "2010-10-13 14:48"},      {"2019/2/28 11:25:05", "2019-02-28 11:25"},
        {"2011-07-01 01:32:33", "2011-07-01 01:32"},   {"10-12-2010", "2010-10-12 00:00"},
        {"12.10.2010 14:48", "2010-10-12 14:48"},      {"43678", "2019-08-01 00:00"},
        {"43782.472465277802", "2019-11-13 11:20"},    {"43820.9999999999", "2019-12-22 00:00"},
        {"10/12/2010 2:48:00 PM", "2010-10-12 14:48"},
    };

    (void)state;
    CHECK_ALL(samples, false);
    CHECK_ALL(samples, true); /* a full date is never moved */
}

static void what_is_past_moves_on_only_when_future(void **state)
{
    static const struct sample future[] = {
        {"9", "2026-11-22 09:00"},          {"913", "2026-11-22 09:13"},       {"914", "2026-11-21 09:14"},
        {"10", "2026-11-21 10:00"},         {"周六 9:00", "2026-11-28 09:00"}, {"周六 10:00", "2026-11-21 10:00"},
        {"周六", "2026-11-21 00:00"},       {"1-3", "2027-01-03 00:00"},       {"11-21", "2026-11-21 00:00"},
        {"11-21 9:00", "2027-11-21 09:00"}, {"3月5日", "2027-03-05 00:00"},    {"20日", "2026-12-20 00:00"},
        {"今天 9:00", "2026-11-21 09:00"},  {"昨天 9:00", "2026-11-20 09:00"}, {"本周五", "2026-11-20 00:00"},
        {"2026-11-20", "2026-11-20 00:00"}, {"Jan 3", "2027-01-03 00:00"},
    };
    static const struct sample as_typed[] = {
        {"9", "2026-11-21 09:00"},
        {"1-3", "2026-01-03 00:00"},
        {"20日", "2026-11-20 00:00"},
    };

    (void)state;
    CHECK_ALL(future, true);
    CHECK_ALL(as_typed, false);
}

static void the_impossible_is_refused_with_the_reason(void **state)
{
    (void)state;
    refused("2026-02-30", "no day 30 in month 2");
    refused("2026-02-29", "leap year");
    refused("2026-13-01", "no month 13");
    refused("2026-00-10", "no month 0");
    refused("2026-04-31", "no day 31 in month 4");
    refused("2026-11-0", "no day 0");
    refused("13/13/2010", "no month 13");
    refused("2/30/2010", "no day 30 in month 2");
    refused("20261321", "no month 13");
    refused("0000-01-01", "year 0");
    refused("25:00", "no hour 25");
    refused("24:01", "no hour 24");
    refused("9:60", "no minute 60");
    refused("975", "no minute 75");
    refused("9:30:60", "no second 60");
    refused("13am", "13 o'clock");
    refused("晚上1点", "1 o'clock");
    refused("10/12/10", "four digits");
    refused("26-11-21", "four digits");
    refused("2026-11", "no day");
    refused("32日", "no day 32");
}

static void what_is_no_time_is_refused(void **state)
{
    static const char *const bad[] = {
        "x",
        "王小明",
        "9:30 9:40",
        "9:30-10:30",
        "明天后天",
        "2026-11-21 2026-11-22",
        "+2h 明天",
        "明天 +2h",
        "+2h 9:00",
        "+",
        "+h",
        "+2",
        "下周",
        "今晚",
        "12345",
        "29999",
        "60000",
        "43782.",
        "43782.5 9:00",
        "1234567",
        "99:99:99:99",
        "9:",
        "2026-",
        "2026-11-",
        "-5",
        "5 天",
        "11-21-",
        "T09:30",
        "2026-11-21T",
        "9点半半",
        "mond",
        "12:30pmx",
        "2026-11-21T09:30+99:00",
        "99999999999999999999999999",
        "+99999999d",
        "+9999d",
    };

    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        refused(bad[i], "");
    refused("", "Nothing");
    refused(" 　", "Nothing");
}

static void hostile_pastes_are_refused(void **state)
{
    static const char *const piece[] = {"9", "明天", "1:", "+", "十", "\xff", "\u202e", "9:30 ", "-1"};

    (void)state;
    for (size_t i = 0; i < sizeof piece / sizeof *piece; i++) {
        struct buf b = {0};
        char date[11];
        int minute;
        int64_t seconds;

        for (int k = 0; k < 8000; k++)
            buf_add(&b, piece[i]);
        refused(b.s, "");
        assert_int_equal(date_parse(b.s, NOW, date), QT_REFUSED);
        assert_int_equal(timeofday_parse(b.s, &minute), QT_REFUSED);
        assert_int_equal(duration_parse(b.s, &seconds), QT_REFUSED);
        buf_free(&b);
    }
}

static void dates_alone(void **state)
{
    static const struct sample samples[] = {
        {"明天", "2026-11-22"},     {"11-21", "2026-11-21"},
        {"1121", "2026-11-21"},     {"930", "2026-09-30"},
        {"9", "2026-11-09"},        {"21", "2026-11-21"},
        {"20261121", "2026-11-21"}, {"+3d", "2026-11-24"},
        {"周五", "2026-11-27"},     {"2019/2/28 11:25:05", "2019-02-28"},
        {"12月1日", "2026-12-01"},  {"10/12/2010 14:48", "2010-10-12"},
        {"now", "2026-11-21"},      {"20261121 0930", "2026-11-21"},
    };
    char out[11];

    (void)state;
    for (size_t i = 0; i < sizeof samples / sizeof *samples; i++) {
        if (date_parse(samples[i].in, NOW, out) != QT_OK)
            fail_msg("'%s' was refused: %s", samples[i].in, fault_text());
        if (strcmp(out, samples[i].out) != 0)
            fail_msg("'%s' gave %s, not %s", samples[i].in, out, samples[i].out);
    }
    assert_int_equal(date_parse("9:30", NOW, out), QT_REFUSED);
    assert_non_null(strstr(fault_text(), "not a date"));
    assert_int_equal(date_parse("1321", NOW, out), QT_REFUSED);
    assert_int_equal(date_parse("0", NOW, out), QT_REFUSED);
    assert_int_equal(date_parse("2026-02-29", NOW, out), QT_REFUSED);
}

static void times_of_day_alone(void **state)
{
    int minute = 0;

    (void)state;
    assert_int_equal(timeofday_parse("930", &minute), QT_OK);
    assert_int_equal(minute, 570);
    assert_int_equal(timeofday_parse("下午5点半", &minute), QT_OK);
    assert_int_equal(minute, 17 * 60 + 30);
    assert_int_equal(timeofday_parse("08:30", &minute), QT_OK);
    assert_int_equal(minute, 510);
    assert_int_equal(timeofday_parse("24:00", &minute), QT_OK);
    assert_int_equal(minute, 1440);
    assert_int_equal(timeofday_parse("25", &minute), QT_REFUSED);
    assert_int_equal(timeofday_parse("明天", &minute), QT_REFUSED);
    assert_int_equal(timeofday_parse("11-21", &minute), QT_REFUSED);
    assert_int_equal(timeofday_parse("", &minute), QT_REFUSED);
    assert_int_equal(minute, 1440);
}

static void durations(void **state)
{
    static const struct {
        const char *in;
        int64_t seconds;
    } good[] = {
        {"2h", 7200},       {"90m", 5400},      {"1h30", 5400},      {"1h30m", 5400},
        {"2小时", 7200},    {"3天", 259200},    {"1小时30分", 5400}, {"半小时", 1800},
        {"2小时半", 9000},  {"两个小时", 7200}, {"1.5h", 5400},      {"1:30", 5400},
        {"1d 12h", 129600}, {"2周", 1209600},   {"45s", 45},         {"1 hour 5 minutes", 3900},
        {"２Ｈ", 7200},     {"0m", 0},          {"十五分钟", 900},   {"一个半小时", 5400},
    };
    static const char *const bad[] = {"",       "90",  "h",        "-2h",    "2x",     "2h3d", "2h 2h",
                                      "2h abc", "1:3", "99999:30", "1.5:30", "99999d", "1e5h", "2h30m9"};
    int64_t seconds = 77;

    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        if (duration_parse(bad[i], &seconds) != QT_REFUSED)
            fail_msg("'%s' was taken", bad[i]);
        assert_int_equal(seconds, 77);
    }
    for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
        if (duration_parse(good[i].in, &seconds) != QT_OK)
            fail_msg("'%s' was refused: %s", good[i].in, fault_text());
        assert_int_equal(seconds, good[i].seconds);
    }
}

/* Every minute shown is read back as itself. */
static void what_is_shown_is_read_back(void **state)
{
    uint64_t seed = 3;

    (void)state;
    for (int i = 0; i < 20000; i++) {
        int64_t t, back;
        char out[17];

        seed = seed * 6364136223846793005u + 1442695040888963407u;
        t = (int64_t)(seed >> 32) / 60 * 60;
        stamp_show(t, out);
        assert_int_equal(datetime_parse(out, NOW, false, &back), QT_OK);
        if (back != t) /* the hour a clock change repeats */
            assert_int_equal(back, t - HOUR);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(times_of_today),
        cmocka_unit_test(shifts),
        cmocka_unit_test(days_in_words),
        cmocka_unit_test(dates),
        cmocka_unit_test(iso_8601),
        cmocka_unit_test(exports_of_other_programs),
        cmocka_unit_test(what_is_past_moves_on_only_when_future),
        cmocka_unit_test(the_impossible_is_refused_with_the_reason),
        cmocka_unit_test(what_is_no_time_is_refused),
        cmocka_unit_test(hostile_pastes_are_refused),
        cmocka_unit_test(dates_alone),
        cmocka_unit_test(times_of_day_alone),
        cmocka_unit_test(durations),
        cmocka_unit_test(what_is_shown_is_read_back),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
