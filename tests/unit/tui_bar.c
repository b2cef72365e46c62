/* Movement of bars and scrolled texts; the JSON of child rows and of the journal. */
#include "tui/view/bar.h"
#include "tui/json.h"
#include "unit/check.h"

static void a_bar_stays_within_its_rows(void **state)
{
    int at = 0;
    (void)state;
    assert_true(bar_move(CMD_UP, 10, 24, &at));
    assert_int_equal(at, 0);
    assert_true(bar_move(CMD_PAGE_DOWN, 10, 24, &at));
    assert_int_equal(at, 10);
    assert_true(bar_move(CMD_PAGE_DOWN, 10, 24, &at));
    assert_true(bar_move(CMD_PAGE_DOWN, 10, 24, &at));
    assert_int_equal(at, 24);
    assert_true(bar_move(CMD_DOWN, 10, 24, &at));
    assert_int_equal(at, 24);
    assert_true(bar_move(CMD_FIRST, 10, 24, &at));
    assert_int_equal(at, 0);
    assert_true(bar_move(CMD_LAST, 10, -1, &at)); /* no rows at all */
    assert_int_equal(at, 0);
    assert_false(bar_move(CMD_SAVE, 10, 24, &at));
}

static void the_row_under_the_bar_is_in_sight(void **state)
{
    (void)state;
    assert_int_equal(bar_top(5, 0, 10), 0);
    assert_int_equal(bar_top(10, 0, 10), 1);
    assert_int_equal(bar_top(3, 7, 10), 3);
    assert_int_equal(bar_top(-1, 7, 10), 0);
    assert_int_equal(bar_command(K_PGDN), CMD_PAGE_DOWN);
    assert_int_equal(bar_command(K_ENTER), CMD_NONE);
}

static void json_is_read_as_base_writes_it(void **state)
{
    static const char *const texts[] = {"plain", "quote \" back \\ slash", "line\nand\ttab\r", "张工 👍", "\x01", ""};
    (void)state;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        struct buf written = {0};
        struct value v = {0};
        buf_add_json(&written, texts[i]);
        buf_add(&written, ",rest");
        assert_string_equal(json_read(written.s, &v), ",rest");
        assert_int_equal(v.kind, VAL_TEXT);
        assert_string_equal(v.s, texts[i]);
        value_clear(&v);
        buf_free(&written);
    }
}

static void json_numbers_null_and_what_is_cut_off(void **state)
{
    struct value v = {0};
    (void)state;
    assert_string_equal(json_read("-17]", &v), "]");
    assert_int_equal(v.i, -17);
    assert_string_equal(json_read("null,1", &v), ",1");
    assert_int_equal(v.kind, VAL_NULL);
    assert_string_equal(json_read("\"cut \\u00", &v), "");
    assert_int_equal(v.kind, VAL_TEXT);
    assert_string_equal(json_read("\"cut \\", &v), "");
    value_clear(&v);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_bar_stays_within_its_rows),
        cmocka_unit_test(the_row_under_the_bar_is_in_sight),
        cmocka_unit_test(json_is_read_as_base_writes_it),
        cmocka_unit_test(json_numbers_null_and_what_is_cut_off),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
