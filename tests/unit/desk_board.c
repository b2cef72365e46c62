/* The board: urgent records first. */
#include "desk_test.h"
#include "sqlite/engine.h"

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

static struct desk *desk_of(void **state)
{
    return ((struct fixture *)*state)->d;
}

static void alarms(struct desk *d)
{
    static const char *const v[][3] = {{"a", "low", "2026-11-18 13:00"},
                                       {"b", "high", "2026-11-18 15:00"},
                                       {"c", "", "2026-11-18 14:00"},
                                       {"d", "high", "2026-11-18 12:30"},
                                       {"e", "low", "2026-11-18 11:00"}};
    for (size_t i = 0; i < sizeof v / sizeof *v; i++)
        record_free(add(d, "alarm", "what", v[i][0], "grade", v[i][1], "until", v[i][2], NULL));
}

/* The summaries of the alarms that one page has; *first and *last: its rows, to go on from. */
static char *page_of(struct desk *d, const struct board_query *q, enum page_at at, const struct due *anchor,
                     size_t most, struct due *first, struct due *last)
{
    struct board_row *v = NULL;
    size_t n = 0;
    bool more = false;
    struct buf b = {0};
    assert_int_equal(desk_board_page(d, q, at, anchor, most, &v, &n, &more), QT_OK);
    for (size_t i = 0; i < n; i++)
        if (strcmp(v[i].due.reg, "alarm") == 0)
            buf_addf(&b, "%s%s", v[i].about, v[i].due.urgent ? "!" : "");
    if (n) {
        *first = (struct due){.id = v[0].due.id, .due = v[0].due.due, .urgent = v[0].due.urgent};
        *last = (struct due){.id = v[n - 1].due.id, .due = v[n - 1].due.due, .urgent = v[n - 1].due.urgent};
    }
    board_free(v, n);
    buf_add(&b, more ? "+" : "");
    return buf_take(&b);
}

static void expect(struct desk *d, const struct board_query *q, enum page_at at, const struct due *anchor, size_t most,
                   const char *shown, struct due *first, struct due *last)
{
    struct due unused[2];
    char *text = page_of(d, q, at, anchor, most, first ? first : &unused[0], last ? last : &unused[1]);
    assert_string_equal(text, shown);
    free(text);
}

static void urgent_ones_come_first_then_the_others_each_by_deadline(void **state)
{
    struct desk *d = desk_of(state);
    static const struct board_query all = {0};
    struct due first = {0}, last = {0}, whole = {0};
    alarms(d);
    expect(d, &all, PAGE_FIRST, NULL, 9, "d!b!eac", NULL, NULL);
    for (size_t most = 1; most < 5; most++) { /* pages that end within, at and behind the urgent ones, both ways */
        struct buf b = {0};
        expect(d, &all, PAGE_FIRST, NULL, 9, "d!b!eac", &whole, NULL);
        char *text = page_of(d, &all, PAGE_FIRST, NULL, most, &first, &last);
        for (bool more = true; more;) {
            more = text[strlen(text) - 1] == '+';
            buf_addn(&b, text, strlen(text) - more);
            free(text);
            text = more ? page_of(d, &all, PAGE_AFTER, &last, most, &first, &last) : NULL;
        }
        assert_string_equal(b.s, "d!b!eac");
        buf_free(&b);
    }
    expect(d, &all, PAGE_LAST, NULL, 3, "eac+", &first, NULL);
    expect(d, &all, PAGE_BEFORE, &first, 1, "b!+", &first, NULL);
    expect(d, &all, PAGE_FROM, &first, 2, "b!e+", NULL, NULL);
    expect(d, &all, PAGE_BEFORE, &first, 4, "d!", NULL, NULL);
    expect(d, &all, PAGE_LAST, NULL, 4, "b!eac+", NULL, NULL);
}

static void selections_and_counts_have_them_too(void **state)
{
    struct desk *d = desk_of(state);
    static const struct board_query late = {.selection = BOARD_OVERDUE}, named = {.text = "b"};
    int64_t counts[BOARD_TODAY + 1], open = 0, overdue = 0;
    alarms(d);
    set_clock("2026-11-18 13:30");
    expect(d, &late, PAGE_FIRST, NULL, 9, "d!ea", NULL, NULL);
    expect(d, &named, PAGE_FIRST, NULL, 9, "b!", NULL, NULL);
    assert_int_equal(desk_board_tally(d, counts), QT_OK);
    assert_int_equal(counts[BOARD_ALL], 5);
    assert_int_equal(counts[BOARD_OVERDUE], 3);
    assert_int_equal(desk_board_counts(d, &open, &overdue), QT_OK);
    assert_int_equal(open, 5);
    assert_int_equal(overdue, 3);
}

/* Of the two clocks of each case an engineer sees his own, though it is not the one that everybody is shown. */
static void a_role_with_a_board_of_its_own_sees_its_urgent_ones_first(void **state)
{
    struct desk *d = desk_of(state);
    static const struct board_query all = {0};
    int64_t open = 0, overdue = 0;
    alarms(d);
    add_staff(d, "zg", "Engineer", "engineer");
    assert_int_equal(desk_sign_in_as(d, "zg"), QT_OK);
    expect(d, &all, PAGE_FIRST, NULL, 9, "d!b!eac", NULL, NULL);
    expect(d, &all, PAGE_LAST, NULL, 4, "b!eac+", NULL, NULL);
    assert_int_equal(desk_board_counts(d, &open, &overdue), QT_OK);
    assert_int_equal(open, 5);
}

static void what_is_urgent_is_looked_at_with_each_change(void **state)
{
    struct desk *d = desk_of(state);
    static const struct board_query all = {0};
    struct record *r = NULL;
    alarms(d);
    r = add(d, "alarm", "what", "f", "until", "2026-11-18 20:00", NULL);
    expect(d, &all, PAGE_FIRST, NULL, 9, "d!b!eacf", NULL, NULL); /* no grade: null is not true */
    struct record *base = record_copy(r);
    assert_int_equal(desk_enter(d, r, form_field(r->form, "grade"), "high", NULL), QT_OK);
    must_save(d, base, r);
    expect(d, &all, PAGE_FIRST, NULL, 9, "d!b!f!eac", NULL, NULL);
    record_free(base);
    base = record_copy(r);
    assert_int_equal(desk_enter(d, r, form_field(r->form, "grade"), "low", NULL), QT_OK);
    must_save(d, base, r);
    expect(d, &all, PAGE_FIRST, NULL, 9, "d!b!eacf", NULL, NULL);
    record_free(base);
    record_free(r);
}

/* Rows of before the form said what is urgent, or said it otherwise. */
static void rows_follow_when_the_form_says_it_otherwise(void **state)
{
    struct fixture *x = *state;
    static const struct board_query all = {0};
    alarms(x->d);
    assert_int_equal(desk_tick(x->d), QT_OK);
    assert_int_equal(db_exec(desk_db(x->d), "UPDATE due SET behind = behind + 2 WHERE behind < 0"), QT_OK);
    assert_int_equal(db_exec(desk_db(x->d), "UPDATE meta SET value = 'of another form' WHERE name = 'calendar'"),
                     QT_OK);
    expect(x->d, &all, PAGE_FIRST, NULL, 9, "edacb", NULL, NULL);
    desk_close(x->d);
    x->d = open_as(x->path, FORMS, "lm", false);
    set_clock("2026-11-18 12:05");
    assert_int_equal(desk_tick(x->d), QT_OK);
    expect(x->d, &all, PAGE_FIRST, NULL, 9, "d!b!eac", NULL, NULL);
}

/* Of before a record had one row: its clocks are ranked once more. */
static void rows_of_before_are_ranked_once_more(void **state)
{
    struct fixture *x = *state;
    assert_int_equal(desk_tick(x->d), QT_OK);
    size_t others = board_size(x->d); /* rounds */
    record_free(add(x->d, "ticket", "unit", "1203", "what", "leak", NULL));
    assert_int_equal(board_size(x->d), others + 1);
    assert_int_equal(db_exec(desk_db(x->d), "UPDATE due SET behind = 0"), QT_OK);
    assert_int_equal(db_exec(desk_db(x->d), "UPDATE meta SET value = 'of before' WHERE name = 'calendar'"), QT_OK);
    assert_int_equal(board_size(x->d), others + 2);
    desk_close(x->d);
    x->d = open_as(x->path, FORMS, "lm", false);
    set_clock("2026-11-18 12:05");
    assert_int_equal(desk_tick(x->d), QT_OK);
    assert_int_equal(board_size(x->d), others + 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(urgent_ones_come_first_then_the_others_each_by_deadline, setup, teardown),
        cmocka_unit_test_setup_teardown(selections_and_counts_have_them_too, setup, teardown),
        cmocka_unit_test_setup_teardown(a_role_with_a_board_of_its_own_sees_its_urgent_ones_first, setup, teardown),
        cmocka_unit_test_setup_teardown(what_is_urgent_is_looked_at_with_each_change, setup, teardown),
        cmocka_unit_test_setup_teardown(rows_follow_when_the_form_says_it_otherwise, setup, teardown),
        cmocka_unit_test_setup_teardown(rows_of_before_are_ranked_once_more, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
