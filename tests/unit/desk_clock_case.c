/* The clocks of a case (Q1-Q6): first answer, news, solution; on a register of the test's own. NOON is a Wednesday,
 * working hours are 08:30-12:00 and 13:00-17:30. */
#include "desk_test.h"

#define FORMS QT_SOURCE_DIR "/tests/unit/desk_forms:" QT_SOURCE_DIR "/tests/unit/clock_forms"

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

static struct desk *desk_of(void **state)
{
    return ((struct fixture *)*state)->d;
}

static struct record *open_case(struct desk *d, const char *grade)
{
    return add(d, "case", "unit", "1203", "what", "noise", "grade", grade, NULL);
}

static void act_at(struct desk *d, struct record *r, const char *stamp, const char *action)
{
    set_clock(stamp);
    must_act(d, r, action);
}

static void change(struct desk *d, struct record *r, const char *field, const char *typed)
{
    struct record *base = record_copy(r);
    assert_int_equal(desk_enter(d, r, form_field(r->form, field), typed, NULL), QT_OK);
    must_save(d, base, r);
    record_free(base);
}

static void tick_at(struct desk *d, const char *stamp)
{
    set_clock(stamp);
    if (desk_tick(d) < 0)
        fail_msg("desk_tick: %s", fault_text());
}

static void due_is(struct desk *d, const struct record *r, const char *clock, const char *stamp)
{
    char out[17] = "";
    int64_t t = due_at(d, r, clock);
    if (t)
        stamp_show(t, out);
    assert_string_equal(out, stamp);
}

static void warn_is(struct desk *d, const struct record *r, const char *clock, const char *stamp)
{
    char out[17];
    struct due due = clock_of(d, r, clock);
    stamp_show(due.warn, out);
    due_clear(&due);
    assert_string_equal(out, stamp);
}

static void late_is(struct desk *d, const struct record *r, const char *clock, bool late)
{
    struct due due = clock_of(d, r, clock);
    bool is = due.late;
    due_clear(&due);
    assert_int_equal(is, late);
}

static int64_t waited(struct desk *d, const struct record *r)
{
    struct due due = clock_of(d, r, "fix");
    int64_t seconds = due.waited;
    due_clear(&due);
    return seconds;
}

static void set(struct desk *d, const char *name, const char *value)
{
    assert_int_equal(db_begin(desk_db(d)), QT_OK);
    assert_int_equal(setting_set(desk_db(d), desk_who(d), name, value), QT_OK);
    assert_int_equal(db_commit(desk_db(d)), QT_OK);
}

static int64_t overdue(struct desk *d)
{
    int64_t open, late;
    assert_int_equal(desk_board_counts(d, &open, &late), QT_OK);
    return late;
}

/* ---- Q1 ------------------------------------------------------------------------------------------------- */
static void q1_lunch(void **state)
{
    struct desk *d = desk_of(state);
    set_clock("2026-11-18 12:15");
    struct record *r = open_case(d, "urgent");
    due_is(d, r, "first", "2026-11-18 15:00");
    due_is(d, r, "fix", "2026-11-18 17:00");
    act_at(d, r, "2026-11-18 12:20", "wait");
    act_at(d, r, "2026-11-18 12:55", "resume"); /* waited through lunch: nothing was waited */
    assert_int_equal(waited(d, r), 0);
    due_is(d, r, "fix", "2026-11-18 17:00");
    record_free(r);
}

static void q1_deadline_at_closing_time(void **state)
{
    struct desk *d = desk_of(state);
    set_clock("2026-11-18 13:30");
    struct record *a = open_case(d, "urgent"), *b = open_case(d, "urgent"), *c = open_case(d, "urgent");
    due_is(d, a, "fix", "2026-11-18 17:30"); /* not 08:30 of the next day */
    act_at(d, c, "2026-11-18 14:00", "wait");
    act_at(d, c, "2026-11-18 14:01", "resume");
    due_is(d, c, "fix", "2026-11-19 08:31"); /* a minute waited goes over to the morning */
    act_at(d, a, "2026-11-18 17:30", "finish");
    act_at(d, b, "2026-11-18 17:31", "finish");
    late_is(d, a, "fix", false);
    late_is(d, b, "fix", true);
    record_free(a);
    record_free(b);
    record_free(c);
}

static void q1_n_working_days_versus_n_working_hours(void **state)
{
    struct desk *d = desk_of(state);
    struct record *days = open_case(d, "days"), *hours = open_case(d, "normal");
    due_is(d, days, "fix", "2026-11-20 17:30");  /* two working days: closing time of the second day after */
    due_is(d, hours, "fix", "2026-11-20 12:00"); /* sixteen working hours, which are two days long */
    act_at(d, days, "2026-11-18 13:00", "wait");
    act_at(d, days, "2026-11-18 14:00", "resume");
    due_is(d, days, "fix", "2026-11-23 09:30");
    record_free(days);
    record_free(hours);
}

static void q1_a_closure_added_later(void **state)
{
    struct fixture *x = *state;
    struct record *r = open_case(x->d, "normal");
    assert_int_equal(desk_tick(x->d), QT_OK);
    due_is(x->d, r, "fix", "2026-11-20 12:00");
    struct desk *other = open_as(x->path, FORMS, "lm", false);
    set(other, "closure.typhoon", "2026-11-19");
    desk_close(other);
    tick_at(x->d, "2026-11-18 12:01");
    due_is(x->d, r, "fix", "2026-11-23 12:00");
    due_is(x->d, r, "first", "2026-11-18 15:00");
    due_is(x->d, r, "news", "2026-11-19 12:00"); /* counted in hours of the day, not of work */
    warn_is(x->d, r, "fix", "2026-11-20 17:00");
    set(x->d, "closure.typhoon", NULL); /* it passed by: a desk that opens later follows as well */
    record_free(r);
    desk_close(x->d);
    x->d = open_as(x->path, FORMS, "lm", false);
    assert_int_equal(rec_find(desk_db(x->d), forms_find(desk_forms(x->d), "case"), "C2611-001", &r), QT_OK);
    due_is(x->d, r, "fix", "2026-11-20 12:00");
    record_free(r);
}

static void q3_a_closure_added_later_is_no_waiting(void **state)
{
    struct desk *d = desk_of(state);
    struct record *r = open_case(d, "normal");
    act_at(d, r, "2026-11-18 13:00", "wait");
    act_at(d, r, "2026-11-18 15:00", "resume");
    due_is(d, r, "fix", "2026-11-20 15:00");
    assert_int_equal(desk_tick(d), QT_OK);
    set(d, "closure.power", "2026-11-18 13:00..2026-11-18 15:00");
    tick_at(d, "2026-11-18 15:01");
    assert_int_equal(waited(d, r), 0); /* the two hours are given once, not twice */
    due_is(d, r, "fix", "2026-11-20 15:00");
    record_free(r);
}

/* ---- Q2 ------------------------------------------------------------------------------------------------- */
static const char *shown(struct desk *d, size_t at)
{
    static char clock[32];
    struct board_row *v = NULL;
    size_t n = 0;
    assert_int_equal(board_read(d, NULL, 10, &v, &n), QT_OK);
    assert_true(at < n);
    (void)snprintf(clock, sizeof clock, "%s", v[at].due.clock);
    board_free(v, n);
    return clock;
}

static void q2_the_board_shows_a_case_once_by_its_earliest_clock(void **state)
{
    struct desk *d = desk_of(state);
    add_staff(d, "en", "Zhang Gong", "engineer");
    struct record *r = open_case(d, "normal");
    assert_int_equal(board_size(d), 1);
    assert_string_equal(shown(d, 0), "first");
    int64_t open, late;
    assert_int_equal(desk_board_counts(d, &open, &late), QT_OK);
    assert_int_equal(open, 1);
    act_at(d, r, "2026-11-18 14:00", "tell");
    change(d, r, "grade", "urgent"); /* now the solution comes before the news */
    set_clock("2026-11-18 14:10");
    struct due first = clock_of(d, r, "first");
    assert_int_equal(desk_snooze(d, &first, at("2026-11-18 17:20")), QT_OK);
    assert_string_equal(shown(d, 0), "fix"); /* a clock put off does not hide the others of its case */
    due_clear(&first);
    act_at(d, r, "2026-11-18 14:30", "wait");
    assert_int_equal(board_size(d), 0); /* the one that stands still comes last, the first answer at 17:20 */
    set_clock("2026-11-18 17:20");
    assert_string_equal(shown(d, 0), "first");
    assert_int_equal(desk_sign_in_as(d, "en"), QT_OK);
    assert_int_equal(board_size(d), 1);
    assert_string_equal(shown(d, 0), "fix"); /* an engineer sees the clock that is his */
    record_free(r);
}

static void q2_news_starts_anew_each_time_it_is_given(void **state)
{
    struct desk *d = desk_of(state);
    struct record *r = open_case(d, "normal");
    due_is(d, r, "news", "2026-11-19 12:00");
    act_at(d, r, "2026-11-19 10:00", "tell");
    due_is(d, r, "news", "2026-11-20 10:00");
    act_at(d, r, "2026-11-20 11:00", "tell");
    due_is(d, r, "news", "2026-11-21 11:00");
    struct due *v = NULL;
    size_t n = 0, news = 0, late = 0, live = 0;
    assert_int_equal(due_of(desk_db(d), "case", r->id, &v, &n), QT_OK);
    for (size_t i = 0; i < n; i++) {
        bool is = strcmp(v[i].clock, "news") == 0;
        news += is;
        late += is && v[i].late;
        live += is && !v[i].stopped;
    }
    due_free(v, n);
    assert_int_equal(news, 3);
    assert_int_equal(late, 1);
    assert_int_equal(live, 1);
    record_free(r);
}

static void q2_news_runs_only_while_we_owe_the_answer(void **state)
{
    struct desk *d = desk_of(state);
    struct record *r = open_case(d, "normal");
    act_at(d, r, "2026-11-18 14:00", "answer");
    due_is(d, r, "news", "");
    struct due due = clock_of(d, r, "news");
    assert_true(due.withdrawn); /* no figure counts it as met */
    assert_false(due.late);
    due_clear(&due);
    act_at(d, r, "2026-11-19 09:00", "reopen");
    due_is(d, r, "news", "2026-11-20 09:00");
    due_is(d, r, "first", ""); /* there is one first answer */
    change(d, r, "valid", "no");
    change(d, r, "valid", "yes");
    due_is(d, r, "first", "");
    record_free(r);
}

static void q2_a_clock_ends_when_its_condition_turns_false(void **state)
{
    struct desk *d = desk_of(state);
    struct record *r = open_case(d, "normal");
    set_clock("2026-11-18 13:30");
    change(d, r, "valid", "no");
    due_is(d, r, "first", "");
    due_is(d, r, "fix", "");
    due_is(d, r, "news", "2026-11-19 12:00");
    set_clock("2026-11-18 14:30");
    change(d, r, "valid", "yes");
    due_is(d, r, "first", "2026-11-18 16:30");
    due_is(d, r, "fix", "2026-11-20 14:00"); /* the same clock goes on: an hour was waited */
    record_free(r);
}

static void q2_the_answer_given_then_silence_of_the_complainant_does_not_escalate(void **state)
{
    struct desk *d = desk_of(state);
    struct record *r = open_case(d, "normal");
    act_at(d, r, "2026-11-18 14:00", "answer");
    for (int day = 19; day <= 30; day++) {
        char stamp[32];
        (void)snprintf(stamp, sizeof stamp, "2026-11-%d 16:00", day);
        tick_at(d, stamp);
        assert_int_equal(overdue(d), 0);
    }
    assert_int_equal(count_actions(d, "case", r->id, "escalate"), 0);
    assert_int_equal(count_actions(d, "case", r->id, "overdue"), 0);
    struct board_row *v = NULL;
    size_t n;
    assert_int_equal(board_read(d, NULL, 10, &v, &n), QT_OK);
    assert_int_equal(n, 1); /* it stays on the board */
    assert_int_equal(v[0].urgency, DUE_LATER);
    board_free(v, n);
    record_free(r);
}

/* ---- Q3 ------------------------------------------------------------------------------------------------- */
static void q3_waiting_for_a_part_stops_the_clock_and_nothing_else(void **state)
{
    struct desk *d = desk_of(state);
    struct record *r = open_case(d, "normal");
    act_at(d, r, "2026-11-18 14:00", "wait");
    tick_at(d, "2026-11-18 16:30");
    due_is(d, r, "first", "2026-11-18 15:00"); /* runs, is overdue, and goes to the supervisor */
    due_is(d, r, "news", "2026-11-19 12:00");
    assert_int_equal(count_actions(d, "case", r->id, "overdue"), 1);
    assert_int_equal(count_actions(d, "case", r->id, "escalate"), 1);
    act_at(d, r, "2026-11-19 10:00", "resume");
    assert_int_equal(waited(d, r), 5 * HOUR);
    due_is(d, r, "fix", "2026-11-23 09:00");
    due_is(d, r, "first", "2026-11-18 15:00");
    due_is(d, r, "news", "2026-11-19 12:00");
    record_free(r);
}

static void q3_a_change_of_grade_keeps_the_waited_time(void **state)
{
    struct desk *d = desk_of(state);
    struct record *r = open_case(d, "normal");
    act_at(d, r, "2026-11-18 13:00", "wait");
    act_at(d, r, "2026-11-18 15:00", "resume");
    due_is(d, r, "fix", "2026-11-20 15:00");
    set_clock("2026-11-18 15:30");
    change(d, r, "grade", "urgent");
    due_is(d, r, "fix", "2026-11-19 10:00"); /* 17:00 and two hours */
    change(d, r, "grade", "normal");
    due_is(d, r, "fix", "2026-11-20 15:00");
    act_at(d, r, "2026-11-18 16:00", "wait");
    set_clock("2026-11-18 16:30");
    change(d, r, "grade", "urgent"); /* in the middle of a pause */
    act_at(d, r, "2026-11-18 17:00", "resume");
    assert_int_equal(waited(d, r), 3 * HOUR);
    due_is(d, r, "fix", "2026-11-19 11:00");
    change(d, r, "unit", "0802"); /* another unit: the deadline stays */
    due_is(d, r, "fix", "2026-11-19 11:00");
    record_free(r);
}

static void q3_pause_over_a_weekend(void **state)
{
    struct desk *d = desk_of(state);
    set_clock("2026-11-20 10:00");
    struct record *r = open_case(d, "normal");
    due_is(d, r, "fix", "2026-11-24 10:00");
    act_at(d, r, "2026-11-20 16:30", "wait");
    act_at(d, r, "2026-11-23 09:30", "resume");
    assert_int_equal(waited(d, r), 2 * HOUR);
    due_is(d, r, "fix", "2026-11-24 12:00");
    record_free(r);
}

static void q3_pause_over_a_make_up_saturday(void **state)
{
    struct desk *d = desk_of(state);
    set_clock("2026-10-09 16:30");
    struct record *r = open_case(d, "urgent");
    due_is(d, r, "fix", "2026-10-10 11:30");
    act_at(d, r, "2026-10-09 17:00", "wait");
    act_at(d, r, "2026-10-11 12:00", "resume"); /* half an hour on Friday, all of Saturday, nothing on Sunday */
    assert_int_equal(waited(d, r), 8 * HOUR + 30 * MINUTE);
    due_is(d, r, "fix", "2026-10-12 12:00");
    record_free(r);
}

static void q3_pause_over_a_holiday_week(void **state)
{
    struct desk *d = desk_of(state);
    set_clock("2026-09-30 10:00");
    struct record *r = open_case(d, "urgent");
    due_is(d, r, "fix", "2026-09-30 15:00");
    act_at(d, r, "2026-09-30 14:00", "wait");
    tick_at(d, "2026-10-03 12:00");
    due_is(d, r, "fix", "2026-10-08 09:30"); /* as if it went on now: a clock that stands still is not overdue */
    assert_int_equal(count_actions(d, "case", r->id, "overdue"), 2); /* first answer and news, not the solution */
    act_at(d, r, "2026-10-08 09:30", "resume");
    assert_int_equal(waited(d, r), 4 * HOUR + 30 * MINUTE);
    due_is(d, r, "fix", "2026-10-08 10:30");
    record_free(r);
}

static void q3_waiting_after_the_deadline_puts_nothing_off(void **state)
{
    struct desk *d = desk_of(state);
    struct record *r = open_case(d, "urgent");
    act_at(d, r, "2026-11-19 09:00", "wait");
    tick_at(d, "2026-11-20 09:00");
    act_at(d, r, "2026-11-20 10:00", "resume");
    due_is(d, r, "fix", "2026-11-18 17:00");
    assert_int_equal(waited(d, r), 0);
    late_is(d, r, "fix", true);
    record_free(r);
}

static uint64_t seed = 3;

static int64_t roll(int64_t below)
{
    seed = seed * 6364136223846793005u + 1442695040888963407u;
    return (int64_t)((seed >> 20) % (uint64_t)below);
}

/* Working minutes by the clock on the wall; there is no holiday in these weeks. */
static int64_t minutes_of_work(int64_t from, int64_t to)
{
    int64_t n = 0;
    for (int64_t t = from; t < to; t += MINUTE) {
        struct civil c = civil_of(t);
        int m = c.hour * 60 + c.minute;
        n += c.weekday <= 5 && m >= 510 && m < 1050 && !(m >= 720 && m < 780);
    }
    return n;
}

/* Pauses and grades at random: the deadline is the grade's, later by just the minutes waited. */
static void q3_never_later_than_the_time_really_waited(void **state)
{
    struct desk *d = desk_of(state);
    static const char *const grades[] = {"normal", "urgent", "days"};
    for (int round = 0; round < 25; round++) {
        int64_t start = at(NOON) + roll(7 * 1440) * MINUTE, t = start, since = 0, sum = 0;
        clock_fix(start);
        struct record *r = open_case(d, "normal"), *plain = open_case(d, "normal");
        for (int i = 0; i < 6; i++) {
            t += roll(500) * MINUTE;
            int64_t due = due_at(d, r, "fix");
            clock_fix(t);
            if (roll(3) == 0) {
                const char *grade = grades[roll(3)];
                change(d, r, "grade", grade);
                change(d, plain, "grade", grade);
            } else if (since) {
                must_act(d, r, "resume");
                sum += since < due ? minutes_of_work(since, t) : 0;
                since = 0;
            } else {
                must_act(d, r, "wait");
                since = t;
            }
        }
        if (since && due_at(d, r, "fix") > since)
            sum += minutes_of_work(since, t);
        int64_t due = due_at(d, r, "fix"), promise = due_at(d, plain, "fix");
        assert_int_equal(minutes_of_work(promise, due), sum);
        assert_true(due >= promise);
        record_free(r);
        record_free(plain);
    }
}

/* ---- Q4 ------------------------------------------------------------------------------------------------- */
static void q4_reopened_after_days_closed(void **state)
{
    struct desk *d = desk_of(state);
    struct record *r = open_case(d, "normal");
    char *number = mem_dup(record_number(r));
    struct due before = clock_of(d, r, "fix");
    act_at(d, r, "2026-11-19 10:00", "finish"); /* ten working hours before the deadline */
    due_is(d, r, "check", "2026-11-24 17:30");
    act_at(d, r, "2026-11-20 09:00", "follow_up");
    act_at(d, r, "2026-11-30 09:00", "reopen");
    assert_string_equal(record_number(r), number);
    assert_int_equal(int_of(r, "reopened"), 1);
    due_is(d, r, "fix", "2026-12-01 11:00"); /* ten working hours from now */
    due_is(d, r, "news", "2026-12-01 09:00");
    due_is(d, r, "check", "");
    struct due after = clock_of(d, r, "fix");
    assert_int_equal(after.id, before.id);
    assert_int_equal(after.started, before.started);
    act_at(d, r, "2026-12-01 10:00", "finish");
    late_is(d, r, "fix", false);
    due_is(d, r, "check", "2026-12-04 17:30"); /* a follow-up of its own */
    assert_int_equal(count_actions(d, "case", r->id, "escalate"), 0);
    due_clear(&before);
    due_clear(&after);
    free(number);
    record_free(r);
}

static void q4_reopened_twice_escalates(void **state)
{
    struct desk *d = desk_of(state);
    struct record *r = open_case(d, "normal");
    act_at(d, r, "2026-11-18 13:30", "finish");
    act_at(d, r, "2026-11-18 14:00", "reopen");
    assert_int_equal(count_actions(d, "case", r->id, "escalate"), 0);
    act_at(d, r, "2026-11-18 14:30", "finish");
    act_at(d, r, "2026-11-18 15:00", "reopen");
    assert_int_equal(int_of(r, "reopened"), 2);
    assert_int_equal(count_actions(d, "case", r->id, "escalate"), 1);
    struct due due = clock_of(d, r, "fix");
    assert_int_equal(due.escalated, at("2026-11-18 15:00"));
    assert_string_equal(due.escalate_to, "manager");
    due_clear(&due);
    change(d, r, "what", "noise at night");
    assert_int_equal(count_actions(d, "case", r->id, "escalate"), 1);
    record_free(r);
}

/* The `when` of escalate sees the clock's start and deadline. */
static void q4_escalates_by_the_deadline(void **state)
{
    struct desk *d = desk_of(state);
    struct record *r = open_case(d, "normal");
    assert_int_equal(count_actions(d, "case", r->id, "escalate"), 0);
    change(d, r, "what", "a crowd");
    struct due due = clock_of(d, r, "news");
    assert_int_equal(due.escalated, clock_now());
    assert_int_equal(count_actions(d, "case", r->id, "escalate"), 1);
    due_clear(&due);
    record_free(r);
}

/* ---- Q5 ------------------------------------------------------------------------------------------------- */
static void q5_warning_computed_in_working_hours(void **state)
{
    struct desk *d = desk_of(state);
    struct record *r = open_case(d, "normal");
    warn_is(d, r, "first", "2026-11-18 14:00");
    warn_is(d, r, "fix", "2026-11-19 17:00"); /* a quarter of sixteen hours before Friday noon */
    act_at(d, r, "2026-11-18 13:00", "wait");
    act_at(d, r, "2026-11-18 15:00", "resume");
    warn_is(d, r, "fix", "2026-11-20 10:00"); /* Friday 15:00 less the same four hours */
    set_clock("2026-11-18 16:30");
    struct record *late = open_case(d, "normal");
    warn_is(d, late, "first", "2026-11-19 08:30"); /* one working hour before 09:30 */
    set_clock("2026-11-18 23:00");
    struct record *night = open_case(d, "night");
    due_is(d, night, "fix", "2026-11-18 23:20");
    warn_is(d, night, "fix", "2026-11-18 23:15"); /* no working time in it: a share of the minutes */
    record_free(r);
    record_free(late);
    record_free(night);
}

static void q5_overdue_told_once_then_daily(void **state)
{
    struct desk *d = desk_of(state);
    struct record *r = open_case(d, "normal");
    tick_at(d, "2026-11-18 14:59");
    assert_int_equal(count_actions(d, "case", r->id, "overdue"), 0);
    tick_at(d, "2026-11-18 15:00");
    assert_int_equal(count_actions(d, "case", r->id, "overdue"), 1);
    assert_int_equal(count_actions(d, "case", r->id, "escalate"), 0);
    tick_at(d, "2026-11-18 15:01");
    tick_at(d, "2026-11-18 16:00");
    assert_int_equal(count_actions(d, "case", r->id, "overdue"), 1);
    assert_int_equal(count_actions(d, "case", r->id, "escalate"), 1);
    tick_at(d, "2026-11-19 08:00");
    assert_int_equal(count_actions(d, "case", r->id, "overdue"), 2);
    tick_at(d, "2026-11-19 09:00");
    assert_int_equal(count_actions(d, "case", r->id, "overdue"), 2);
    assert_int_equal(count_actions(d, "case", r->id, "escalate"), 1);
    struct board_row *v = NULL;
    size_t n;
    assert_int_equal(board_read(d, NULL, 10, &v, &n), QT_OK);
    assert_int_equal(v[0].urgency, DUE_OVERDUE);
    assert_int_equal(v[0].overdue_days, 1);
    assert_string_equal(v[0].who, "supervisor");
    board_free(v, n);
    record_free(r);
}

static void q5_explained_from_calendar_pauses_due(void **state)
{
    struct desk *d = desk_of(state);
    struct record *r = open_case(d, "normal");
    act_at(d, r, "2026-11-18 14:00", "wait");
    act_at(d, r, "2026-11-18 15:30", "resume");
    act_at(d, r, "2026-11-20 13:00", "wait");
    set_clock("2026-11-20 13:15");
    struct due due = clock_of(d, r, "fix");
    char *said = desk_explain(d, &due);
    static const char *const lines[] = {"From: 2026-11-18 12:00\n",
                                        "1-5 08:30-12:00 13:00-17:30",
                                        "Calendar: 3 working days, 0 days off\n",
                                        "Waited: 2026-11-18 14:00 to 2026-11-18 15:30, 1h30m of it working time\n",
                                        "Waited before, in working time: 1h30m\n",
                                        "Paused since: 2026-11-20 13:00\n",
                                        "Without waiting it would be due: 2026-11-20 12:00\n",
                                        "Due, if it goes on now: 2026-11-20 14:45\n"};
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++)
        if (!strstr(said, lines[i]))
            fail_msg("'%s' is not in\n%s", lines[i], said);
    free(said);
    due_clear(&due);
    record_free(r);
}

/* ---- Q6 ------------------------------------------------------------------------------------------------- */
static void q6_a_clock_met_late_stays_late(void **state)
{
    struct desk *d = desk_of(state);
    struct record *r = open_case(d, "urgent"), *moved = open_case(d, "urgent"), *good = open_case(d, "normal");
    act_at(d, r, "2026-11-19 09:00", "finish");
    late_is(d, r, "fix", true);
    act_at(d, r, "2026-11-20 09:00", "reopen");
    late_is(d, r, "fix", true);
    change(d, r, "grade", "days"); /* even with a deadline that is met now */
    change(d, moved, "grade", "days");
    act_at(d, r, "2026-11-20 10:00", "finish");
    late_is(d, r, "fix", true);
    act_at(d, moved, "2026-11-20 10:00", "finish");
    late_is(d, moved, "fix", true); /* it had passed before the grade was changed */
    act_at(d, good, "2026-11-20 11:00", "finish");
    late_is(d, good, "fix", false);
    act_at(d, good, "2026-11-20 11:30", "reopen");
    act_at(d, good, "2026-11-24 11:30", "finish"); /* met, reopened, then missed */
    late_is(d, good, "fix", true);
    record_free(r);
    record_free(moved);
    record_free(good);
}

#define T(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        T(q1_lunch),
        T(q1_deadline_at_closing_time),
        T(q1_n_working_days_versus_n_working_hours),
        T(q1_a_closure_added_later),
        T(q3_a_closure_added_later_is_no_waiting),
        T(q2_the_board_shows_a_case_once_by_its_earliest_clock),
        T(q2_news_starts_anew_each_time_it_is_given),
        T(q2_news_runs_only_while_we_owe_the_answer),
        T(q2_a_clock_ends_when_its_condition_turns_false),
        T(q2_the_answer_given_then_silence_of_the_complainant_does_not_escalate),
        T(q3_waiting_for_a_part_stops_the_clock_and_nothing_else),
        T(q3_a_change_of_grade_keeps_the_waited_time),
        T(q3_pause_over_a_weekend),
        T(q3_pause_over_a_make_up_saturday),
        T(q3_pause_over_a_holiday_week),
        T(q3_waiting_after_the_deadline_puts_nothing_off),
        T(q3_never_later_than_the_time_really_waited),
        T(q4_reopened_after_days_closed),
        T(q4_reopened_twice_escalates),
        T(q4_escalates_by_the_deadline),
        T(q5_warning_computed_in_working_hours),
        T(q5_overdue_told_once_then_daily),
        T(q5_explained_from_calendar_pauses_due),
        T(q6_a_clock_met_late_stays_late),
    };
    return cmocka_run_group_tests_name("desk clock of a case", tests, NULL, NULL);
}
