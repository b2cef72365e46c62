/* Rounds with a condition of their own (trial of the form vocabulary): what they lack is looked at, too. */
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

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_round_with_when_is_signed_when_nothing_is_missing, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
