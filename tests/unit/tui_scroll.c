/* Movement of bars and scrolled texts. */
#include "tui/view/scroll.h"
#include "unit/check.h"

static void a_bar_stays_within_its_rows(void **state)
{
    int at = 0;
    (void)state;
    assert_true(scroll_move(CMD_UP, 10, 24, &at));
    assert_int_equal(at, 0);
    assert_true(scroll_move(CMD_PAGE_DOWN, 10, 24, &at));
    assert_int_equal(at, 10);
    assert_true(scroll_move(CMD_PAGE_DOWN, 10, 24, &at));
    assert_true(scroll_move(CMD_PAGE_DOWN, 10, 24, &at));
    assert_int_equal(at, 24);
    assert_true(scroll_move(CMD_DOWN, 10, 24, &at));
    assert_int_equal(at, 24);
    assert_true(scroll_move(CMD_FIRST, 10, 24, &at));
    assert_int_equal(at, 0);
    assert_true(scroll_move(CMD_LAST, 10, -1, &at)); /* no rows at all */
    assert_int_equal(at, 0);
    assert_false(scroll_move(CMD_SAVE, 10, 24, &at));
}

static void the_row_under_the_bar_is_in_sight(void **state)
{
    (void)state;
    assert_int_equal(scroll_top(5, 0, 10), 0);
    assert_int_equal(scroll_top(10, 0, 10), 1);
    assert_int_equal(scroll_top(3, 7, 10), 3);
    assert_int_equal(scroll_top(-1, 7, 10), 0);
    assert_int_equal(scroll_command(K_PGDN), CMD_PAGE_DOWN);
    assert_int_equal(scroll_command(K_ENTER), CMD_NONE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_bar_stays_within_its_rows),
        cmocka_unit_test(the_row_under_the_bar_is_in_sight),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
