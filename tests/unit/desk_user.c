/* What a staff code, a name and a PIN must be like. */
#include "desk_test.h"

static int setup(void **state)
{
    static struct fixture x;
    fixture_open(&x, QT_SOURCE_DIR "/forms");
    *state = &x;
    return 0;
}

static int teardown(void **state)
{
    fixture_close(*state);
    return 0;
}

static void bad_staff_is_refused(void **state)
{
    struct desk *d = ((struct fixture *)*state)->d;
    static const char *const wrong[][3] = {
        {"", "Wu", "2468"},
        {"a b", "Wu", "2468"},
        {"twenty-one-characters", "Wu", "2468"},
        {"wu", "", "2468"},
        {"wu", "1234567890123456789012345678901234567890123456789012345678901", "2468"},
        {"wu", "Wu", ""},
        {"wu", "Wu", "246"}};
    for (size_t i = 0; i < ARRAY_LEN(wrong); i++)
        assert_int_equal(desk_user_put(d, wrong[i][0], wrong[i][1], "clerk", wrong[i][2]), QT_REFUSED);
    assert_int_equal(desk_user_put(d, "wu", "Wu", "king", "2468"), QT_REFUSED);
    assert_int_equal(desk_user_pin(d, "wu", "2468"), QT_NOTFOUND);
    assert_int_equal(desk_user_put(d, "wu", "Wu", "clerk", "2468"), QT_OK);
}

static void a_pin_has_four_characters(void **state)
{
    struct desk *d = ((struct fixture *)*state)->d;
    assert_int_equal(desk_own_pin(d, "246"), QT_REFUSED);
    assert_int_equal(desk_sign_in(d, "lm", "246810"), QT_OK);
    assert_int_equal(desk_own_pin(d, "\u4e00\u4e8c\u4e09"), QT_REFUSED); /* three, in nine bytes */
    assert_int_equal(desk_own_pin(d, "2468"), QT_OK);
    assert_int_equal(desk_sign_in(d, "lm", "2468"), QT_OK);
}

#define T(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        T(bad_staff_is_refused),
        T(a_pin_has_four_characters),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
