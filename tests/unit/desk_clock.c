/* Clocks (Q1-Q6) and the board, on a ticket register of the test's own. */
#include "desk_test.h"

#define FORMS QT_SOURCE_DIR "/tests/unit/desk_forms"

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

static struct record *ticket(struct desk *d)
{
    return add(d, "ticket", "unit", "1203", "what", "leak", NULL);
}

static void change(struct desk *d, struct record *r, const char *field, const char *typed)
{
    struct record *base = record_copy(r);
    assert_int_equal(desk_enter(d, r, form_field(r->form, field), typed, NULL), QT_OK);
    must_save(d, base, r);
    record_free(base);
}

static void q1_working_hours_of_the_settings(void **state)
{
    struct desk *d = ((struct fixture *)*state)->d;
    struct record *r = ticket(d); /* at noon: lunch until 13:00 */
    assert_int_equal(due_at(d, r, "fix"), at("2026-11-18 17:00"));
    record_free(r);
    set_clock("2026-09-30 16:30"); /* then the National Day week, and a make-up Saturday on 10-10 */
    r = ticket(d);
    assert_int_equal(due_at(d, r, "fix"), at("2026-10-08 11:30"));
    record_free(r);
}

static void q1_closures_and_own_holidays(void **state)
{
    struct fixture *x = *state;
    struct desk *d = x->d;
    assert_int_equal(db_begin(desk_db(d)), QT_OK);
    assert_int_equal(setting_set(desk_db(d), desk_who(d), "closure.power", "2026-11-18 14:00..2026-11-18 15:00"),
                     QT_OK);
    assert_int_equal(setting_set(desk_db(d), desk_who(d), "closure.party", "2026-11-19"), QT_OK);
    assert_int_equal(db_commit(desk_db(d)), QT_OK);
    desk_close(d);
    x->d = d = open_as(x->path, FORMS, "lm", false);
    struct record *r = ticket(d);
    assert_int_equal(due_at(d, r, "fix"), at("2026-11-20 09:00")); /* 3.5 h today, none tomorrow */
    record_free(r);
    set_clock("2026-11-18 17:00");
    r = ticket(d);
    assert_int_equal(due_at(d, r, "fix"), at("2026-11-20 12:00")); /* 30 min today, 3.5 h on Friday */
    record_free(r);
}

static void q2_deadline_follows_the_record(void **state)
{
    struct desk *d = ((struct fixture *)*state)->d;
    struct record *r = ticket(d);
    int64_t news = due_at(d, r, "news");
    assert_int_equal(news, at("2026-11-19 12:00"));
    set_clock("2026-11-18 12:30");
    change(d, r, "caller", "刘洋");
    assert_int_equal(due_at(d, r, "fix"), at("2026-11-18 17:00"));
    assert_int_equal(due_at(d, r, "news"), news); /* now() in it does not let it slip away */
    struct record *base = record_copy(r);
    assert_int_equal(desk_enter(d, r, form_field(r->form, "reason"), "child inside", NULL), QT_OK);
    assert_int_equal(desk_enter(d, r, form_field(r->form, "grade"), "urgent", NULL), QT_OK);
    must_save(d, base, r);
    assert_int_equal(due_at(d, r, "fix"), at("2026-11-18 14:00"));
    record_free(base);
    record_free(r);
}

static void q2_promise_given_withdrawn_and_given_again(void **state)
{
    struct desk *d = ((struct fixture *)*state)->d;
    struct record *r = ticket(d);
    struct due none = {0};
    assert_int_equal(due_get(desk_db(d), "ticket", r->id, "visit", &none), QT_NOTFOUND);
    change(d, r, "promised", "15:00");
    assert_int_equal(due_at(d, r, "visit"), at("2026-11-18 15:00"));
    change(d, r, "promised", "16:00");
    assert_int_equal(due_at(d, r, "visit"), at("2026-11-18 16:00"));
    change(d, r, "promised", "");
    assert_int_equal(due_at(d, r, "visit"), 0);
    change(d, r, "promised", "17:00");
    assert_int_equal(due_at(d, r, "visit"), at("2026-11-18 17:00"));
    must_act(d, r, "finish");
    assert_int_equal(due_at(d, r, "visit"), 0);
    change(d, r, "promised", "18:00");
    assert_int_equal(due_at(d, r, "visit"), 0); /* finished: no clock any more */
    record_free(r);
}

static void q1_closure_added_while_the_desk_is_open(void **state)
{
    struct fixture *x = *state;
    assert_int_equal(desk_tick(x->d), QT_OK);
    struct desk *other = open_as(x->path, FORMS, "lm", false);
    assert_int_equal(db_begin(desk_db(other)), QT_OK);
    assert_int_equal(
        setting_set(desk_db(other), desk_who(other), "closure.party", "2026-11-18 13:00..2026-11-18 14:00"), QT_OK);
    assert_int_equal(db_commit(desk_db(other)), QT_OK);
    desk_close(other);
    set_clock("2026-11-18 12:01");
    assert_int_equal(desk_tick(x->d), QT_OK);
    struct record *r = ticket(x->d);
    assert_int_equal(due_at(x->d, r, "fix"), at("2026-11-19 09:00"));
    record_free(r);
}

static void q3_waiting_pauses_in_working_time(void **state)
{
    struct desk *d = ((struct fixture *)*state)->d;
    struct record *r = ticket(d);
    set_clock("2026-11-18 14:00");
    must_act(d, r, "wait");
    set_clock("2026-11-18 16:59");
    int64_t open, overdue;
    struct board_row *v = NULL;
    size_t n;
    set_clock("2026-11-18 17:10"); /* past the old deadline, but the clock stands */
    assert_int_equal(board_read(d, NULL, 10, &v, &n), QT_OK);
    assert_int_equal(v[0].urgency, DUE_LATER);
    board_free(v, n);
    assert_int_equal(desk_board_counts(d, &open, &overdue), QT_OK);
    assert_int_equal(overdue, 0);
    set_clock("2026-11-18 15:30");
    must_act(d, r, "resume");
    struct due due = clock_of(d, r, "fix");
    assert_int_equal(due.waited, 90 * MINUTE);
    assert_int_equal(due.due, at("2026-11-19 09:30")); /* 17:00 and 1.5 working hours more */
    assert_int_equal(due.warn, at("2026-11-19 08:30"));
    assert_int_equal(due.escalate, at("2026-11-19 10:30"));
    due_clear(&due);
    set_clock("2026-11-18 16:00");
    must_act(d, r, "wait");
    set_clock("2026-11-18 22:00"); /* the evening is no working time */
    must_act(d, r, "resume");
    due = clock_of(d, r, "fix");
    assert_int_equal(due.waited, 3 * HOUR);
    assert_int_equal(due.due, at("2026-11-19 11:00"));
    due_clear(&due);
    struct record *base = record_copy(r);
    assert_int_equal(desk_enter(d, r, form_field(r->form, "reason"), "x", NULL), QT_OK);
    assert_int_equal(desk_enter(d, r, form_field(r->form, "grade"), "urgent", NULL), QT_OK);
    must_save(d, base, r); /* waiting survives the change of grade */
    assert_int_equal(due_at(d, r, "fix"), at("2026-11-18 17:00"));
    record_free(base);
    record_free(r);
}

static void q4_reopened_starts_afresh_and_keeps_the_old_row(void **state)
{
    struct desk *d = ((struct fixture *)*state)->d;
    struct record *r = ticket(d);
    must_act(d, r, "finish");
    must_act(d, r, "reopen");
    struct due *v = NULL;
    size_t n = 0;
    assert_int_equal(due_of(desk_db(d), "ticket", r->id, &v, &n), QT_OK);
    assert_int_equal(n, 2); /* fix and news, both stopped: this form starts them at the first save only */
    due_free(v, n);
    record_free(r);
}

static void q6_late_stays_late(void **state)
{
    struct desk *d = ((struct fixture *)*state)->d;
    struct record *a = ticket(d), *b = ticket(d);
    set_clock("2026-11-18 17:00");
    must_act(d, a, "finish");
    set_clock("2026-11-18 17:01");
    must_act(d, b, "finish");
    struct due due = clock_of(d, a, "fix");
    assert_false(due.late);
    assert_int_equal(due.stopped, at("2026-11-18 17:00"));
    due_clear(&due);
    due = clock_of(d, b, "fix");
    assert_true(due.late);
    due_clear(&due);
    record_free(a);
    record_free(b);
}

static void board_by_promise_and_pages(void **state)
{
    struct desk *d = ((struct fixture *)*state)->d;
    for (int i = 0; i < 5; i++)
        record_free(ticket(d));
    struct board_row *v = NULL;
    size_t n, seen = 0;
    struct due last = {.due = INT64_MIN};
    for (;;) {
        assert_int_equal(board_read(d, last.id ? &last : NULL, 3, &v, &n), QT_OK);
        for (size_t i = 0; i < n; i++) {
            assert_true(v[i].due.due >= last.due);
            assert_string_equal(v[i].due.clock, "fix"); /* a row a record: its earliest, and how many more */
            assert_int_equal(v[i].more, 1);
            last = (struct due){.due = v[i].due.due, .id = v[i].due.id};
        }
        seen += n;
        board_free(v, n);
        if (n < 3)
            break;
    }
    assert_int_equal(seen, 5);
}

static void board_of_an_engineer(void **state)
{
    struct desk *d = ((struct fixture *)*state)->d;
    add_staff(d, "en", "Zhang Gong", "engineer");
    record_free(ticket(d));
    assert_int_equal(board_size(d), 1);
    assert_int_equal(desk_sign_in_as(d, "en"), QT_OK);
    struct board_row *v = NULL;
    size_t n = 0;
    assert_int_equal(board_read(d, NULL, 9, &v, &n), QT_OK);
    assert_int_equal(n, 1);
    assert_string_equal(v[0].due.clock, "fix");
    assert_int_equal(v[0].more, 0); /* the other is not his */
    board_free(v, n);
}

static size_t mine(struct desk *d, char *clock, size_t room)
{
    struct board_row *v = NULL;
    size_t n = 0;
    bool more;
    struct board_query q = {.selection = BOARD_MINE};
    assert_int_equal(desk_board_page(d, &q, PAGE_FIRST, NULL, 9, &v, &n, &more), QT_OK);
    snprintf(clock, room, "%s", n ? v[0].due.clock : "");
    board_free(v, n);
    return n;
}

/* Behind the engineer's promise stands the supervisor's own: among all it is one of "+2", among mine it is a row. */
static void what_is_mine_is_not_lost_behind_anothers(void **state)
{
    struct desk *d = ((struct fixture *)*state)->d;
    int64_t counts[BOARD_TODAY + 1];
    char clock[20];
    record_free(
        add(d, "ticket", "unit", "1203", "what", "leak", "grade", "normal", "promised", "2026-11-20 10:00", NULL));
    assert_int_equal(board_size(d), 1);
    assert_int_equal(mine(d, clock, sizeof clock), 1);
    assert_string_equal(clock, "visit");
    assert_int_equal(desk_board_tally(d, counts), QT_OK);
    assert_int_equal(counts[BOARD_ALL], 1);
    assert_int_equal(counts[BOARD_MINE], 1);
    set_clock("2026-11-18 17:30");
    assert_int_equal(desk_board_tally(d, counts), QT_OK);
    assert_int_equal(counts[BOARD_OVERDUE], 1); /* of its clocks the one that stands there */
}

static void snoozed_hides_but_counts(void **state)
{
    struct desk *d = ((struct fixture *)*state)->d;
    struct record *r = ticket(d);
    set_clock("2026-11-18 17:30");
    struct due due = clock_of(d, r, "fix");
    assert_int_equal(desk_snooze(d, &due, at("2026-11-18 17:00")), QT_REFUSED);
    assert_int_equal(desk_snooze(d, &due, at("2026-11-18 18:00")), QT_OK);
    assert_int_equal(board_size(d), 0);
    int64_t open, overdue;
    assert_int_equal(desk_board_counts(d, &open, &overdue), QT_OK);
    assert_int_equal(open, 1);
    assert_int_equal(overdue, 1);
    assert_int_equal(count_actions(d, "ticket", r->id, "snooze"), 1);
    set_clock("2026-11-18 18:00");
    assert_int_equal(board_size(d), 1);
    due_clear(&due);
    due = clock_of(d, r, "fix");
    assert_int_equal(due.due, at("2026-11-18 17:00")); /* the deadline stays */
    due_clear(&due);
    record_free(r);
}

static void q5_explained_in_words(void **state)
{
    struct desk *d = ((struct fixture *)*state)->d;
    struct record *r = ticket(d);
    struct due due = clock_of(d, r, "fix");
    char *said = desk_explain(d, &due);
    assert_non_null(strstr(said, "From: 2026-11-18 12:00"));
    assert_non_null(strstr(said, "Due: 2026-11-18 17:00"));
    assert_non_null(strstr(said, "4h"));
    free(said);
    due_clear(&due);
    record_free(r);
}

static void escalation_once_between_two_desks(void **state)
{
    struct fixture *x = *state;
    struct desk *other = open_as(x->path, FORMS, "lm", false);
    struct record *r = ticket(x->d);
    set_clock("2026-11-18 18:00");
    assert_int_equal(desk_tick(x->d), QT_OK);
    assert_int_equal(desk_tick(other), QT_OK);
    assert_int_equal(count_actions(x->d, "ticket", r->id, "escalate"), 1);
    struct due due = clock_of(x->d, r, "fix");
    assert_int_equal(due.escalated, at("2026-11-18 18:00"));
    due_clear(&due);
    desk_close(other);
    record_free(r);
}

#define T(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

/* One bad setting must not lock every desk out. */
static void q1_a_setting_that_cannot_be_read_is_warned_of(void **state)
{
    struct fixture *x = *state;
    static const char *const bad[][2] = {{"work_week", "nonsense"},
                                         {"zone", "Nowhere/City"},
                                         {"closure.a", "bad"},
                                         {"closure.b", "2026-11-19..2026-11-18"}};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_int_equal(desk_set(x->d, bad[i][0], bad[i][1]), QT_REFUSED);
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) { /* written by other hands */
        assert_int_equal(db_begin(desk_db(x->d)), QT_OK);
        assert_int_equal(setting_set(desk_db(x->d), desk_who(x->d), bad[i][0], bad[i][1]), QT_OK);
        assert_int_equal(db_commit(desk_db(x->d)), QT_OK);
    }
    struct desk *other = open_as(x->path, FORMS, "lm", false);
    assert_non_null(desk_warning(other));
    assert_true(cal_is_workday(other->calendar, at("2026-11-18 12:00")));
    assert_int_equal(desk_set(other, "closure.a", "2026-11-18"), QT_OK); /* and is put right */
    assert_int_equal(desk_set(other, "closure.b", ""), QT_OK);
    assert_int_equal(desk_set(other, "zone", ""), QT_OK);
    assert_int_equal(desk_set(other, "work_week", ""), QT_OK);
    desk_close(other);
    other = open_as(x->path, FORMS, "lm", false);
    assert_null(desk_warning(other));
    assert_false(cal_is_workday(other->calendar, at("2026-11-18 12:00")));
    desk_close(other);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        T(q1_working_hours_of_the_settings),
        T(q1_closures_and_own_holidays),
        T(q2_deadline_follows_the_record),
        T(q2_promise_given_withdrawn_and_given_again),
        T(q1_closure_added_while_the_desk_is_open),
        T(q3_waiting_pauses_in_working_time),
        T(q4_reopened_starts_afresh_and_keeps_the_old_row),
        T(q6_late_stays_late),
        T(board_by_promise_and_pages),
        T(board_of_an_engineer),
        T(what_is_mine_is_not_lost_behind_anothers),
        T(snoozed_hides_but_counts),
        T(q5_explained_in_words),
        T(escalation_once_between_two_desks),
        T(q1_a_setting_that_cannot_be_read_is_warned_of),
    };
    return cmocka_run_group_tests_name("desk clock", tests, NULL, NULL);
}
