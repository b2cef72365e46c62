/* Where fields stand at any width of a terminal: the columns that places.h says, nothing over another, nothing outside.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "field/places.h"

enum { FIELDS = 6 };

static const struct spot sample[FIELDS] = {
    {.section = 0, .label_width = 4, .want = SPOT_GROWS, .lines = 1},
    {.section = 0, .label_width = 8, .want = 18, .lines = 1},
    {.section = 1, .label_width = 4, .want = 4, .lines = 1},
    {.section = 1, .label_width = 4, .want = 12, .lines = 1},
    {.section = 1, .label_width = 8, .want = SPOT_GROWS, .lines = 3, .tall = true},
    {.section = 1, .label_width = 4, .want = 8, .lines = 1},
};

static int give(int cols, struct places *p, struct spot *v)
{
    struct spot_heading headings[2];
    size_t n = 0;
    for (size_t i = 0; i < FIELDS; i++)
        v[i] = sample[i];
    *p = places_of(cols);
    int rows = places_give(p, v, FIELDS, headings, &n);
    assert_int_equal(n, 2);
    assert_int_equal(headings[0].row, 0);
    assert_int_equal(headings[1].row, 3 + p->gap);
    return rows;
}

static void the_columns_are_those_of_the_table(void **state)
{
    struct places p;
    struct spot v[FIELDS];
    (void)state;
    assert_int_equal(give(80, &p, v), 2 + 2 + 1 + 3 + 1);
    assert_int_equal(v[0].label, 2);
    assert_int_equal(v[0].value, 13);
    assert_int_equal(v[0].value + v[0].width, 47);
    assert_true(v[3].second && v[3].row == v[2].row);
    assert_int_equal(v[3].label, 22);
    assert_int_equal(v[3].value, 29);
    assert_int_equal(give(132, &p, v), 2 + 1 + 2 + 1 + 3 + 1);
    assert_int_equal(v[0].value + v[0].width, 54);
    assert_int_equal(v[3].label, 26);
    assert_int_equal(v[3].value, 33);
    assert_int_equal(give(40, &p, v), 2 + 2 + 2 + 3 + 1);
    assert_false(v[3].second);
    assert_int_equal(v[0].value + v[0].width, 38);
}

static void nothing_stands_over_another_or_outside(void **state)
{
    (void)state;
    for (int cols = 30; cols < 240; cols++) {
        struct places p;
        struct spot v[FIELDS];
        int rows = give(cols, &p, v), x = 0, margin = margin_at(cols, 0, &x);
        for (size_t i = 0; i < FIELDS; i++) {
            int end = v[i].value + v[i].width;
            assert_true(v[i].label + v[i].label_room < v[i].value - 1);
            assert_true(end < (margin ? x - 1 : cols));
            assert_true(v[i].row + v[i].lines <= rows);
            if (i > 0 && v[i].second)
                assert_true(v[i - 1].value + v[i - 1].width < v[i].label);
            else if (i > 0)
                assert_true(v[i].row >= v[i - 1].row + v[i - 1].lines);
        }
    }
}

static void a_label_too_long_pushes_its_own_value_aside(void **state)
{
    struct places p = places_of(80);
    struct spot v[2] = {{.label_width = 20, .want = 4, .lines = 1}, {.label_width = 6, .want = 4, .lines = 1}};
    size_t n = 0;
    (void)state;
    assert_int_equal(places_give(&p, v, 2, NULL, &n), 2);
    assert_int_equal(v[0].value, 2 + 20 + 3);
    assert_int_equal(v[1].value, 2 + 12 + 3);
    assert_false(v[1].second);
}

static void two_that_do_not_fit_take_a_row_each(void **state)
{
    struct places p = places_of(80);
    struct spot v[2] = {{.label_width = 12, .want = 12, .lines = 1}, {.label_width = 12, .want = 12, .lines = 1}};
    size_t n = 0;
    (void)state;
    assert_int_equal(places_give(&p, v, 2, NULL, &n), 2);
    assert_false(v[1].second);
}

static void margins_begin_where_forms_have_ended(void **state)
{
    int x = 0;
    (void)state;
    assert_int_equal(margin_at(79, 0, &x), 0);
    assert_int_equal(margin_at(80, 0, &x), 26);
    assert_int_equal(x, 52);
    assert_int_equal(margin_at(131, 1, &x), 0);
    assert_int_equal(margin_at(132, 0, &x), 34);
    assert_int_equal(x, 58);
    assert_int_equal(margin_at(132, 1, &x), 34);
    assert_int_equal(x, 96);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_columns_are_those_of_the_table),
        cmocka_unit_test(nothing_stands_over_another_or_outside),
        cmocka_unit_test(a_label_too_long_pushes_its_own_value_aside),
        cmocka_unit_test(two_that_do_not_fit_take_a_row_each),
        cmocka_unit_test(margins_begin_where_forms_have_ended),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
