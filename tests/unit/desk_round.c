/* Rounds with a condition of their own (trial of the form vocabulary): what they lack is looked at, too. And duties. */
#include "desk_test.h"

#define FORMS QT_SOURCE_DIR "/tests/unit/desk_forms:" QT_SOURCE_DIR "/tests/unit/desk_round_forms"

static int setup(void **state)
{
    static struct fixture x;
    fixture_open(&x, FORMS);
    *state = &x;
    return 0;
}

static int teardown(void **state)
{
    fixture_close(*state);
    return 0;
}

static int sign(struct desk *d, const char *round)
{
    struct due row = {0};
    assert_int_equal(due_get(desk_db(d), "audit", 0, round, &row), QT_OK);
    int rc = desk_round_done(d, &row, NULL);
    due_clear(&row);
    return rc;
}

static void a_round_with_when_is_signed_when_nothing_is_missing(void **state)
{
    struct desk *d = ((struct fixture *)*state)->d;
    struct record *key = add(d, "audit", "what", "roof", NULL);
    set_clock("2026-11-20 16:00"); /* a Friday */
    assert_int_equal(desk_tick(d), QT_OK);
    assert_int_equal(sign(d, "friday"), QT_REFUSED);
    assert_non_null(strstr(fault_text(), "roof not seen"));
    assert_int_equal(sign(d, "plain"), QT_OK); /* without `missing` it only hands the list over */
    struct record *base = record_copy(key);
    assert_int_equal(desk_enter(d, key, form_field(key->form, "seen"), "1", NULL), QT_OK);
    must_save(d, base, key);
    assert_int_equal(sign(d, "friday"), QT_OK);
    record_free(base);
    record_free(key);
}

/* ---- duties: form chore -------------------------------------------------------------------------------------- */

static void tick_at(struct desk *d, const char *stamp)
{
    set_clock(stamp);
    if (desk_tick(d) < 0)
        fail_msg("desk_tick: %s", fault_text());
}

/* Those of the duty that stand, oldest first: "2026-11-20 17:00 2026-12-21 17:00". */
static void expect_up(struct desk *d, const char *duty, const char *stamps)
{
    struct due *v = NULL;
    size_t n = 0;
    struct buf b = {0};
    assert_int_equal(due_open(desk_db(d), "chore", 0, duty, &v, &n), QT_OK);
    for (size_t i = 0; i < n; i++) {
        char stamp[17];
        stamp_show(v[i].due, stamp);
        buf_addf(&b, "%s%s", i ? " " : "", stamp);
    }
    assert_string_equal(b.s ? b.s : "", stamps);
    buf_free(&b);
    due_free(v, n);
}

static int sign_duty(struct desk *d, const char *duty)
{
    struct due *v = NULL;
    size_t n = 0;
    assert_int_equal(due_open(desk_db(d), "chore", 0, duty, &v, &n), QT_OK);
    assert_true(n > 0);
    int rc = desk_round_done(d, &v[0], "seen");
    due_free(v, n);
    return rc;
}

static struct desk *desk_of(void **state)
{
    return ((struct fixture *)*state)->d;
}

static void a_duty_falls_on_its_day_or_is_moved(void **state)
{
    struct desk *d = desk_of(state);
    tick_at(d, "2026-11-19 08:00"); /* a Thursday */
    expect_up(d, "contacts", "");
    expect_up(d, "keys", "");
    tick_at(d, "2026-11-20 00:01");
    expect_up(d, "contacts", "2026-11-20 17:00"); /* on the board from the morning on */
    expect_up(d, "keys", "2026-11-20 16:00");
    expect_up(d, "closing", "");
    tick_at(d, "2026-11-30 08:00");
    expect_up(d, "closing", "2026-11-30 15:00");
    tick_at(d, "2026-12-01 08:00");
    expect_up(d, "pump", "2026-12-01 09:00");
    tick_at(d, "2026-12-20 12:00"); /* a Sunday */
    expect_up(d, "contacts", "2026-11-20 17:00");
    tick_at(d, "2026-12-21 08:00");
    expect_up(d, "contacts", "2026-11-20 17:00 2026-12-21 17:00");
}

static void each_month_that_nobody_saw_is_put_up_late(void **state)
{
    struct desk *d = desk_of(state);
    tick_at(d, "2026-11-18 12:30");
    tick_at(d, "2027-02-23 08:00"); /* nobody was there for three months */
    expect_up(d, "contacts", "2026-11-20 17:00 2026-12-21 17:00 2027-01-20 17:00 2027-02-22 17:00");
    expect_up(d, "closing", "2026-11-30 15:00 2026-12-31 15:00 2027-01-29 15:00"); /* the 31st is a Sunday */
    expect_up(d, "pump", "2026-12-01 09:00");
    expect_up(d, "keys", "2027-02-19 16:00");   /* of a week only the last */
    expect_up(d, "patrol", "2027-02-22 11:30"); /* of a day, too; today's takes its place at its hour */
    tick_at(d, "2027-02-23 08:01");             /* none twice */
    expect_up(d, "contacts", "2026-11-20 17:00 2026-12-21 17:00 2027-01-20 17:00 2027-02-22 17:00");
    tick_at(d, "2027-03-01 08:00"); /* 29 February is the last day of this one; the 28th is a Sunday */
    expect_up(d, "pump", "2026-12-01 09:00 2027-02-28 09:00");
    expect_up(d, "closing", "2026-11-30 15:00 2026-12-31 15:00 2027-01-29 15:00 2027-02-26 15:00");
}

static void of_a_daily_duty_the_latest_day_stands(void **state)
{
    struct desk *d = desk_of(state);
    tick_at(d, "2026-11-19 08:00");
    expect_up(d, "patrol", "2026-11-19 11:30");
    tick_at(d, "2026-11-20 11:29"); /* that of yesterday can still be signed */
    expect_up(d, "patrol", "2026-11-19 11:30");
    assert_int_equal(count_actions(d, "chore", 0, "round-missed"), 1); /* `board`, whose hour has come */
    tick_at(d, "2026-11-20 11:30");
    expect_up(d, "patrol", "2026-11-20 11:30");
    assert_int_equal(count_actions(d, "chore", 0, "round-missed"), 2);
    tick_at(d, "2026-11-22 09:00"); /* a Sunday */
    expect_up(d, "board", "2026-11-20 10:00");
    expect_up(d, "patrol", "2026-11-21 11:30"); /* put up late: nobody was there */
    assert_int_equal(sign_duty(d, "patrol"), QT_OK);
    expect_up(d, "patrol", "");
    tick_at(d, "2026-11-22 09:01");
    expect_up(d, "patrol", "2026-11-22 11:30");
}

static void a_duty_that_is_done_ends_by_itself(void **state)
{
    struct desk *d = desk_of(state);
    tick_at(d, "2026-11-19 08:00");
    struct record *one = add(d, "chore", "what", "patrol", "day", "2026-11-18", NULL);
    tick_at(d, "2026-11-19 12:00");
    expect_up(d, "patrol", "2026-11-19 11:30"); /* that was another day's */
    struct record *two = add(d, "chore", "what", "patrol", "day", "2026-11-19", NULL);
    tick_at(d, "2026-11-20 00:10"); /* today() is the duty's day, also past midnight */
    expect_up(d, "patrol", "2026-11-20 11:30");
    assert_int_equal(count_actions(d, "chore", 0, "round-met"), 1);
    assert_int_equal(count_actions(d, "chore", 0, "round-done"), 0); /* nobody signed it */
    struct record *three = add(d, "chore", "what", "patrol", "day", "2026-11-21", NULL);
    tick_at(d, "2026-11-21 08:00");
    expect_up(d, "patrol", "2026-11-20 11:30"); /* and today's is not put up: it is done already */
    record_free(one);
    record_free(two);
    record_free(three);
}

static void a_duty_is_signed_by_its_roles_when_nothing_is_missing(void **state)
{
    struct desk *d = desk_of(state);
    struct record *r = add(d, "chore", "what", "A", NULL), *base = record_copy(r), *count = NULL;
    tick_at(d, "2026-11-20 16:30");
    assert_int_equal(sign_duty(d, "contacts"), QT_REFUSED);
    assert_non_null(strstr(fault_text(), "2026-11-20 17:00")); /* not before its hour */
    tick_at(d, "2026-11-21 17:30");
    assert_int_equal(sign_duty(d, "contacts"), QT_REFUSED);
    assert_non_null(strstr(fault_text(), "contacts checked: C2611-0001: not checked"));
    assert_int_equal(desk_enter(d, r, form_field(r->form, "checked"), "2026-11-02", NULL), QT_OK);
    must_save(d, base, r);
    set_clock("2026-12-02 09:00"); /* month_day(1) is that of the duty's month */
    assert_int_equal(sign_duty(d, "contacts"), QT_OK);
    assert_int_equal(sign_duty(d, "keys"), QT_REFUSED);
    assert_non_null(strstr(fault_text(), "count the keys: no count of 2026-11-20"));
    count = add(d, "chore", "what", "keys", "day", "2026-11-20", NULL);
    assert_int_equal(sign_duty(d, "keys"), QT_OK);
    tick_at(d, "2026-12-02 10:00");
    assert_int_equal(sign_duty(d, "closing"), QT_DENIED); /* a clerk's role is not the manager's */
    add_staff(d, "mm", "Manager", "manager");
    assert_int_equal(desk_sign_in_as(d, "mm"), QT_OK);
    assert_int_equal(sign_duty(d, "closing"), QT_OK);
    record_free(count);
    record_free(base);
    record_free(r);
}

static void a_duty_with_a_condition_is_for_days_that_fulfil_it(void **state)
{
    struct desk *d = desk_of(state);
    struct record *off = add(d, "chore", "what", "A", "off", "yes", NULL);
    tick_at(d, "2026-11-30 16:00");
    expect_up(d, "closing", "");
    record_free(off);
}

static void a_duty_is_explained_and_says_how_often_it_is(void **state)
{
    struct desk *d = desk_of(state);
    struct board_row *v = NULL;
    size_t n = 0, seen = 0;
    tick_at(d, "2026-11-18 12:30");
    tick_at(d, "2026-12-21 08:00");
    assert_int_equal(board_read(d, NULL, 100, &v, &n), QT_OK);
    for (size_t i = 0; i < n; i++) {
        char *why = desk_explain(d, &v[i].due);
        if (strcmp(v[i].due.clock, "contacts") == 0 && ++seen)
            assert_non_null(strstr(why, "monthly (20)\nOn a day off it moves to the next working day."));
        if (strcmp(v[i].due.clock, "closing") == 0 && ++seen)
            assert_non_null(strstr(why, "monthly (last day)\nOn a day off it moves to the working day before."));
        if (strcmp(v[i].due.clock, "patrol") == 0 && ++seen) {
            assert_non_null(strstr(why, "daily\nIt ends by itself when it is done."));
            assert_string_equal(v[i].promise, "daily");
            assert_string_equal(v[i].about, "morning patrol");
        }
        free(why);
    }
    assert_int_equal(seen, 4);
    board_free(v, n);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_round_with_when_is_signed_when_nothing_is_missing, setup, teardown),
        cmocka_unit_test_setup_teardown(a_duty_falls_on_its_day_or_is_moved, setup, teardown),
        cmocka_unit_test_setup_teardown(each_month_that_nobody_saw_is_put_up_late, setup, teardown),
        cmocka_unit_test_setup_teardown(of_a_daily_duty_the_latest_day_stands, setup, teardown),
        cmocka_unit_test_setup_teardown(a_duty_that_is_done_ends_by_itself, setup, teardown),
        cmocka_unit_test_setup_teardown(a_duty_is_signed_by_its_roles_when_nothing_is_missing, setup, teardown),
        cmocka_unit_test_setup_teardown(a_duty_with_a_condition_is_for_days_that_fulfil_it, setup, teardown),
        cmocka_unit_test_setup_teardown(a_duty_is_explained_and_says_how_often_it_is, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
