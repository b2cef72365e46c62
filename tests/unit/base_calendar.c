/* The working calendar (Q1). The house works 08:30-12:00 and 13:00-17:30 on weekdays. */
#include "qiantai/base.h"
#include "unit/check.h"

#define WEEKDAY_SECONDS (8 * HOUR)

static const struct cal_segment office[] = {{8 * 60 + 30, 12 * 60}, {13 * 60, 17 * 60 + 30}};

static struct calendar *office_week(void)
{
    struct calendar *c = cal_new();

    for (int weekday = 1; weekday <= 5; weekday++)
        cal_set_week(c, weekday, office, 2);
    return c;
}

static char *holiday_file(void)
{
    FILE *f = fopen(QT_SOURCE_DIR "/data/holidays-cn.tsv", "r");
    struct buf b = {0};
    char part[4096];
    size_t n;

    assert_non_null(f);
    while ((n = fread(part, 1, sizeof part, f)) > 0)
        buf_addn(&b, part, n);
    fclose(f);
    return buf_take(&b);
}

/* The house with the public holidays. */
static struct calendar *house(void)
{
    struct calendar *c = office_week();
    char *text = holiday_file();
    int line = 0;

    assert_true(cal_load_tsv(c, text, &line) > 500);
    free(text);
    return c;
}

static int64_t at(const char *stamp)
{
    int64_t t;

    assert_int_equal(datetime_parse(stamp, 0, false, &t), QT_OK);
    return t;
}

static void shows(int64_t t, const char *stamp)
{
    char out[17];

    stamp_show(t, out);
    assert_string_equal(out, stamp);
}

static void q1_lunch_does_not_count(void **state)
{
    struct calendar *c = office_week();

    (void)state;
    assert_int_equal(cal_work_between(c, at("2026-11-18 11:30"), at("2026-11-18 13:30")), HOUR);
    assert_int_equal(cal_work_between(c, at("2026-11-18 12:00"), at("2026-11-18 13:00")), 0);
    assert_int_equal(cal_work_between(c, at("2026-11-18 00:00"), at("2026-11-19 00:00")), WEEKDAY_SECONDS);
    assert_int_equal(cal_work_between(c, at("2026-11-18 13:30"), at("2026-11-18 11:30")), 0);
    shows(cal_add_work(c, at("2026-11-18 11:30"), 2 * HOUR), "2026-11-18 14:30");
    shows(cal_add_work(c, at("2026-11-18 12:15"), HOUR), "2026-11-18 14:00");
    cal_free(c);
}

static void q1_closing_time_edges(void **state)
{
    struct calendar *c = office_week();

    (void)state;
    /* exactly what is left of the day ends at its closing, one second more on the next working day */
    shows(cal_add_work(c, at("2026-11-18 17:00"), 30 * MINUTE), "2026-11-18 17:30");
    assert_int_equal(cal_add_work(c, at("2026-11-18 17:00"), 30 * MINUTE + 1), at("2026-11-19 08:30") + 1);
    shows(cal_add_work(c, at("2026-11-20 17:30"), HOUR), "2026-11-23 09:30");
    shows(cal_add_work(c, at("2026-11-21 10:00"), HOUR), "2026-11-23 09:30");
    shows(cal_add_work(c, at("2026-11-21 10:00"), 0), "2026-11-21 10:00");
    shows(cal_add_work(c, at("2026-11-18 11:00"), HOUR), "2026-11-18 12:00");
    shows(cal_closing(c, at("2026-11-18 03:00")), "2026-11-18 17:30");
    shows(cal_closing(c, at("2026-11-18 23:59")), "2026-11-18 17:30");
    shows(cal_closing(c, at("2026-11-21 10:00")), "2026-11-21 17:30"); /* a day off has the usual hour */
    cal_free(c);
}

static void q1_working_days_are_not_working_hours(void **state)
{
    struct calendar *c = office_week();

    (void)state;
    /* one working day after Wednesday 9:00 ends on Thursday at closing; eight working hours on Thursday at 9:00 */
    shows(cal_add_workdays(c, at("2026-11-18 09:00"), 1), "2026-11-19 17:30");
    shows(cal_add_work(c, at("2026-11-18 09:00"), 8 * HOUR), "2026-11-19 09:00");
    shows(cal_add_workdays(c, at("2026-11-20 16:00"), 2), "2026-11-24 17:30");
    shows(cal_add_workdays(c, at("2026-11-20 23:00"), 1), "2026-11-23 17:30");
    shows(cal_add_workdays(c, at("2026-11-21 10:00"), 1), "2026-11-23 17:30");
    shows(cal_add_workdays(c, at("2026-11-18 09:00"), 0), "2026-11-18 17:30");
    shows(cal_add_workdays(c, at("2026-11-21 09:00"), 0), "2026-11-23 17:30");
    shows(cal_add_workdays(c, at("2026-11-23 09:00"), -1), "2026-11-20 17:30");
    cal_free(c);
}

static void q1_holiday_week_and_make_up_saturday(void **state)
{
    struct calendar *c = house();

    (void)state;
    /* National Day 2025: off 1 to 8 October, Sunday 28 September and Saturday 11 October worked */
    assert_true(cal_is_workday(c, at("2025-09-28 10:00")));
    assert_false(cal_is_workday(c, at("2025-10-01 10:00")));
    assert_false(cal_is_workday(c, at("2025-10-08 10:00")));
    assert_true(cal_is_workday(c, at("2025-10-11 10:00")));
    assert_false(cal_is_workday(c, at("2025-10-12 10:00")));
    shows(cal_next_workday(c, at("2025-10-01 10:00")), "2025-10-09 00:00");
    shows(cal_next_workday(c, at("2025-10-11 23:00")), "2025-10-11 00:00");
    shows(cal_add_work(c, at("2025-09-30 17:00"), HOUR), "2025-10-09 09:00");
    shows(cal_add_workdays(c, at("2025-09-30 10:00"), 3), "2025-10-11 17:30");
    shows(cal_add_workdays(c, at("2025-09-26 10:00"), 1), "2025-09-28 17:30");
    assert_int_equal(cal_work_between(c, at("2025-10-01 00:00"), at("2025-10-13 00:00")), 3 * WEEKDAY_SECONDS);
    cal_free(c);
}

static void q1_years_without_data_are_told(void **state)
{
    struct calendar *c = house();

    (void)state;
    assert_true(cal_knows_year(c, 2026));
    assert_true(cal_knows_year(c, 2007));
    assert_false(cal_knows_year(c, 2027));
    assert_false(cal_knows_year(c, 0));
    assert_false(cal_knows_year(c, 99999));
    cal_free(c);
}

static void q1_closures_move_running_deadlines(void **state)
{
    struct calendar *c = office_week();
    int64_t due = cal_add_work(c, at("2026-11-18 16:00"), 4 * HOUR);

    (void)state;
    shows(due, "2026-11-19 11:00");
    cal_add_closure(c, at("2026-11-19 09:00"), at("2026-11-19 10:00"));
    shows(cal_add_work(c, at("2026-11-18 16:00"), 4 * HOUR), "2026-11-19 12:00");
    cal_add_closure(c, at("2026-11-19 09:30"), at("2026-11-19 11:30")); /* overlapping: joined, not counted twice */
    shows(cal_add_work(c, at("2026-11-18 16:00"), 4 * HOUR), "2026-11-19 14:30");
    assert_int_equal(cal_work_between(c, at("2026-11-19 00:00"), at("2026-11-20 00:00")), WEEKDAY_SECONDS - 9000);
    /* an afternoon closed: the day's closing comes early */
    cal_add_closure(c, at("2026-11-20 15:00"), at("2026-11-20 20:00"));
    shows(cal_closing(c, at("2026-11-20 09:00")), "2026-11-20 15:00");
    shows(cal_add_workdays(c, at("2026-11-19 09:00"), 1), "2026-11-20 15:00");
    /* a whole day closed is no working day */
    cal_add_closure(c, at("2026-11-23 00:00"), at("2026-11-24 00:00"));
    assert_false(cal_is_workday(c, at("2026-11-23 10:00")));
    shows(cal_next_workday(c, at("2026-11-21 10:00")), "2026-11-24 00:00");
    shows(cal_add_workdays(c, at("2026-11-20 09:00"), 1), "2026-11-24 17:30");
    cal_add_closure(c, at("2026-11-24 00:00"), at("2026-11-24 00:00")); /* empty */
    assert_true(cal_is_workday(c, at("2026-11-24 10:00")));
    cal_free(c);
}

static void q1_closures_keep_the_time_between_them(void **state)
{
    struct calendar *c = office_week();
    int64_t day = at("2026-11-18 00:00");

    (void)state;
    cal_add_closure(c, at("2026-11-18 14:00"), at("2026-11-18 15:00"));
    cal_add_closure(c, at("2026-11-18 09:00"), at("2026-11-18 10:00"));
    cal_add_closure(c, at("2026-11-18 16:00"), at("2026-11-18 17:00"));
    assert_int_equal(cal_work_between(c, day, day + DAY), WEEKDAY_SECONDS - 3 * HOUR);
    cal_add_closure(c, at("2026-11-18 09:30"), at("2026-11-18 14:30")); /* joins two of them */
    assert_int_equal(cal_work_between(c, day, day + DAY), WEEKDAY_SECONDS - 6 * HOUR);
    cal_free(c);
}

static void segments_are_put_in_order(void **state)
{
    static const struct cal_segment odd[] = {
        {13 * 60, 17 * 60}, {-30, 60}, {9 * 60, 8 * 60}, {16 * 60, 18 * 60}, {23 * 60, 9999}};
    struct calendar *c = cal_new();

    (void)state;
    cal_set_week(c, 3, odd, 5);
    cal_set_week(c, 0, odd, 5);
    cal_set_week(c, 8, odd, 5);
    assert_int_equal(cal_work_between(c, at("2026-11-18 00:00"), at("2026-11-19 00:00")), HOUR + 5 * HOUR + HOUR);
    shows(cal_closing(c, at("2026-11-18 10:00")), "2026-11-19 00:00");
    cal_set_week(c, 3, NULL, 0);
    assert_false(cal_is_workday(c, at("2026-11-18 10:00")));
    cal_free(c);
}

/* A house closed on Mondays still works on a make-up day. */
static void make_up_day_of_a_house_closed_on_mondays(void **state)
{
    struct calendar *c = cal_new();

    (void)state;
    cal_set_week(c, 2, office, 1);
    assert_int_equal(cal_set_day(c, "2026-11-21", true), QT_OK);
    assert_int_equal(cal_work_between(c, at("2026-11-21 00:00"), at("2026-11-22 00:00")), 3 * HOUR + 30 * MINUTE);
    cal_free(c);
}

static void no_working_time_at_all_ends(void **state)
{
    struct calendar *c = cal_new();
    int64_t t = at("2026-11-18 09:00");

    (void)state;
    assert_true(cal_add_work(c, t, 1) == INT64_MAX);
    assert_true(cal_add_work(c, t, -1) == INT64_MIN);
    assert_true(cal_add_workdays(c, t, 1) == INT64_MAX);
    assert_true(cal_add_workdays(c, t, -1) == INT64_MIN);
    assert_true(cal_next_workday(c, t) == INT64_MAX);
    assert_int_equal(cal_work_between(c, t, t + 365 * DAY), 0);
    shows(cal_closing(c, t), "2026-11-19 00:00");
    cal_free(c);
    cal_free(NULL);
}

static void extremes_do_no_harm(void **state)
{
    struct calendar *c = office_week();

    (void)state;
    (void)cal_add_work(c, INT64_MAX, HOUR);
    (void)cal_add_work(c, INT64_MIN, HOUR);
    (void)cal_add_work(c, 0, INT64_MAX);
    (void)cal_add_work(c, 0, INT64_MIN);
    (void)cal_add_workdays(c, 0, 1000000);
    (void)cal_closing(c, INT64_MIN);
    (void)cal_closing(c, INT64_MAX);
    cal_free(c);
}

static void the_holiday_file_is_checked(void **state)
{
    static const struct {
        const char *text;
        int line;
    } bad[] = {
        {"2026-01-01\toff\tx\n2026-01-02 off\n", 2},
        {"# c\n\n2026-02-30\toff\n", 3},
        {"2026-01-01\tfree\n", 1},
        {"2026-01-01\n", 1},
        {"hello\n", 1},
        {"1066-01-01\toff\n", 1},
        {"2026-01-01\toffx\n", 1},
        {"2026-01-01\t\n", 1},
    };
    struct calendar *c = office_week();
    int line;

    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        line = 0;
        assert_int_equal(cal_load_tsv(c, bad[i].text, &line), QT_REFUSED);
        assert_int_equal(line, bad[i].line);
        assert_false(cal_knows_year(c, 2026)); /* all or nothing */
    }
    assert_int_equal(cal_load_tsv(c, "\xef\xbb\xbf# head\r\n2026-01-01\toff\r\n\r\n2026-01-04\twork\t元旦", &line), 2);
    assert_false(cal_is_workday(c, at("2026-01-01 10:00")));
    assert_true(cal_is_workday(c, at("2026-01-04 10:00")));
    assert_int_equal(cal_load_tsv(c, "", &line), 0);
    assert_int_equal(cal_set_day(c, "2026-1-1", false), QT_REFUSED);
    assert_int_equal(cal_set_day(c, "2026-01-01", true), QT_OK); /* the later word counts */
    assert_true(cal_is_workday(c, at("2026-01-01 10:00")));
    cal_free(c);
}

/* ---- against a counter of minutes that knows nothing of segments' order or day stepping ----------------- */

#define FIRST_DAY "2023-12-01"
#define MINUTES (3 * 366 * 1440)
#define CLOSURES 12
#define MAX_CASES 10000

/* The word of the holiday file for a day, else its weekday. */
static bool is_work(const char *holidays, struct civil c)
{
    char date[16];

    (void)snprintf(date, sizeof date, "\n%04d-%02d-%02d", c.year % 10000, c.month % 100, c.day % 100);
    const char *mark = strstr(holidays, date);
    return mark ? mark[12] == 'w' : c.weekday <= 5;
}

static unsigned char *open_minutes(const char *holidays, const int64_t closure[][2])
{
    unsigned char *open = mem_alloc(MINUTES);
    int64_t first = date_time(FIRST_DAY, 0);
    bool work = false;

    for (int64_t m = 0; m < MINUTES; m++) {
        int of_day = (int)(m % 1440);

        if (of_day == 0)
            work = is_work(holidays, civil_of(first + m * MINUTE));
        open[m] = work && of_day >= 510 && of_day < 1050 && !(of_day >= 720 && of_day < 780);
        for (int i = 0; i < CLOSURES; i++)
            if (first + m * MINUTE >= closure[i][0] && first + m * MINUTE < closure[i][1])
                open[m] = 0;
    }
    return open;
}

static uint64_t seed = 20261121;

static int64_t roll(int64_t below)
{
    seed = seed * 6364136223846793005u + 1442695040888963407u;
    return (int64_t)((seed >> 20) % (uint64_t)below);
}

static void check_between(const struct calendar *c, const int *sum, int64_t first, int64_t a, int64_t b)
{
    int64_t from = a < b ? a : b, to = a < b ? b : a;

    assert_int_equal(cal_work_between(c, first + from * MINUTE, first + to * MINUTE), (sum[to] - sum[from]) * MINUTE);
}

static void check_add(const struct calendar *c, const int *sum, int64_t first, int64_t from, int64_t minutes)
{
    int64_t to = from;

    while (to < MINUTES && sum[to] - sum[from] < minutes)
        to++;
    if (to < MINUTES)
        assert_int_equal(cal_add_work(c, first + from * MINUTE, minutes * MINUTE), first + to * MINUTE);
    for (to = from; to > 0 && sum[from] - sum[to] < minutes;)
        to--;
    if (to > 0)
        assert_int_equal(cal_add_work(c, first + from * MINUTE, -minutes * MINUTE), first + to * MINUTE);
}

/* Closing time of the n-th later day that has an open minute. */
static void check_workdays(const struct calendar *c, const unsigned char *open, const int *sum, int64_t first,
                           int64_t from, int n)
{
    int64_t day = from / 1440;
    int64_t minute;

    for (int left = n; left > 0;) {
        day++;
        if ((day + 1) * 1440 > MINUTES)
            return;
        left -= sum[(day + 1) * 1440] > sum[day * 1440];
    }
    for (minute = day * 1440 + 1439; !open[minute];)
        minute--;
    assert_int_equal(cal_add_workdays(c, first + from * MINUTE, n), first + (minute + 1) * MINUTE);
}

static void q1_agrees_with_a_counter_of_minutes(void **state)
{
    struct calendar *c = house();
    int64_t closure[CLOSURES][2], first = date_time(FIRST_DAY, 0);
    char *holidays = holiday_file();
    unsigned char *open;
    int *sum = mem_alloc((MINUTES + 1) * sizeof *sum);

    (void)state;
    for (int i = 0; i < CLOSURES; i++) {
        closure[i][0] = first + roll(MINUTES) * MINUTE;
        closure[i][1] = closure[i][0] + roll(3 * 1440) * MINUTE;
        cal_add_closure(c, closure[i][0], closure[i][1]);
    }
    open = open_minutes(holidays, (const int64_t(*)[2])closure);
    for (int m = 0; m < MINUTES; m++)
        sum[m + 1] = sum[m] + open[m];
    assert_true(sum[MINUTES] > 700 * 480);
    for (int i = 0; i < MAX_CASES; i++) {
        int64_t from = roll(MINUTES), span = i % 2 ? roll(3 * 1440) : roll(MINUTES);

        check_between(c, sum, first, from, span + from < MINUTES ? from + span : span);
        check_add(c, sum, first, from, 1 + roll(i % 2 ? 600 : 20000));
        check_workdays(c, open, sum, first, from, 1 + (int)roll(15));
    }
    free(sum);
    free(open);
    free(holidays);
    cal_free(c);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(q1_lunch_does_not_count),
        cmocka_unit_test(q1_closing_time_edges),
        cmocka_unit_test(q1_working_days_are_not_working_hours),
        cmocka_unit_test(q1_holiday_week_and_make_up_saturday),
        cmocka_unit_test(q1_years_without_data_are_told),
        cmocka_unit_test(q1_closures_move_running_deadlines),
        cmocka_unit_test(q1_closures_keep_the_time_between_them),
        cmocka_unit_test(segments_are_put_in_order),
        cmocka_unit_test(make_up_day_of_a_house_closed_on_mondays),
        cmocka_unit_test(no_working_time_at_all_ends),
        cmocka_unit_test(extremes_do_no_harm),
        cmocka_unit_test(the_holiday_file_is_checked),
        cmocka_unit_test(q1_agrees_with_a_counter_of_minutes),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
