/* What a staff code, a name and a PIN must be like. */
#include "desk_test.h"

#include "sqlite/stmt.h"

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

/* ---- others change the account of somebody who sits at a desk ------------------------------------------------ */
static struct desk *another(struct fixture *x, const char *staff)
{
    return open_as(x->path, QT_SOURCE_DIR "/forms", staff, false);
}

static struct record *half_typed(struct desk *d)
{
    return filled_in(d, "message", "unit", "A-1203", "from_name", "Wang", "text", "back at six", NULL);
}

static int save(struct desk *d, struct record *r)
{
    struct outcome o = {0};
    int rc = desk_save(d, NULL, r, &o);
    outcome_free(&o);
    return rc;
}

static void a_closed_account_does_nothing_more(void **state)
{
    struct fixture *x = *state;
    add_staff(x->d, "wl", "Wang Li", "clerk");
    struct desk *other = another(x, "wl");
    struct record *r = half_typed(other);
    assert_int_equal(desk_user_disable(x->d, "wl"), QT_OK);
    assert_int_equal(desk_sitting(other, false), SITTING_ON); /* nobody has looked yet */
    assert_int_equal(save(other, r), QT_DENIED);
    assert_non_null(strstr(fault_text(), "was closed"));
    assert_int_equal(desk_sitting(other, false), SITTING_OVER);
    struct record *seen = NULL;
    assert_int_equal(desk_get(other, r->form, 1, &seen), QT_DENIED); /* nor does it read */
    assert_int_equal(desk_tick(other), QT_DENIED);
    char *packed = desk_draft_pack(r, 0, -1);
    struct draft draft = {.staff = (char *)"wl", .reg = (char *)"message", .data = packed, .at = clock_now()};
    assert_int_equal(desk_draft_keep(other, &draft), QT_OK); /* what was typed is kept */
    free(packed);
    record_free(r);
    desk_sign_out(other);
    assert_int_equal(desk_sign_in_as(other, "wl"), QT_DENIED);
    assert_int_equal(desk_user_enable(x->d, "wl"), QT_OK);
    assert_int_equal(desk_sign_in_as(other, "wl"), QT_OK);
    assert_int_equal(desk_sitting(other, true), SITTING_ON);
    desk_close(other);
}

static void a_row_that_is_gone_ends_the_session(void **state)
{
    struct fixture *x = *state;
    add_staff(x->d, "wl", "Wang Li", "clerk");
    struct desk *other = another(x, "wl");
    assert_int_equal(db_exec(desk_db(x->d), "DELETE FROM staff WHERE code = 'wl'"), QT_OK);
    assert_int_equal(desk_sitting(other, true), SITTING_OVER);
    desk_close(other);
}

static void a_new_role_holds_at_once(void **state)
{
    struct fixture *x = *state;
    add_staff(x->d, "wl", "Wang Li", "supervisor");
    struct desk *other = another(x, "wl");
    assert_int_equal(desk_set(other, "closing_time", "21:00"), QT_OK);
    assert_int_equal(desk_user_role(x->d, "wl", "clerk"), QT_OK);
    assert_int_equal(desk_set(other, "closing_time", "22:00"), QT_DENIED); /* permitted to the supervisor still */
    assert_non_null(strstr(fault_text(), "role is now"));
    assert_int_equal(desk_sitting(other, false), SITTING_CHANGED);
    assert_int_equal(desk_sitting(other, false), SITTING_ON); /* said once */
    assert_int_equal(desk_set(other, "closing_time", "22:00"), QT_DENIED);
    assert_non_null(strstr(fault_text(), "may not change settings"));
    struct record *r = half_typed(other);
    assert_int_equal(save(other, r), QT_OK);
    record_free(r);
    desk_close(other);
}

/* ---- who may change whose account ---------------------------------------------------------------------------- */
static void nobody_changes_those_above(void **state)
{
    struct desk *d = ((struct fixture *)*state)->d; /* lm is a supervisor */
    assert_int_equal(desk_user_put(d, "zm", "Zhou Ming", "manager", "2468"),
                     QT_OK); /* the first one: who else would? */
    assert_int_equal(desk_user_put(d, "zn", "Zhou Ning", "manager", "2468"), QT_DENIED);
    assert_int_equal(desk_user_pin(d, "zm", "1357"), QT_DENIED);
    assert_int_equal(desk_user_disable(d, "zm"), QT_DENIED);
    assert_int_equal(desk_user_role(d, "zm", "clerk"), QT_DENIED);
    assert_int_equal(desk_user_role(d, "lm", "manager"), QT_DENIED);
    assert_int_equal(desk_user_put(d, "wl", "Wang Li", "engineer", "2468"), QT_OK);
    assert_int_equal(desk_user_pin(d, "wl", "1357"), QT_OK);
    assert_int_equal(desk_sign_in(d, "zm", "2468"), QT_OK);
    assert_int_equal(desk_user_pin(d, "lm", "1357"), QT_OK);
    assert_int_equal(desk_own_pin(d, "1357"), QT_OK);
}

static void the_last_one_in_charge_stays(void **state)
{
    struct desk *d = ((struct fixture *)*state)->d;
    assert_int_equal(desk_user_disable(d, "lm"), QT_REFUSED);
    assert_int_equal(desk_user_role(d, "lm", "clerk"), QT_REFUSED);
    add_staff(d, "wl", "Wang Li", "supervisor"); /* no PIN: cannot sign in */
    assert_int_equal(desk_user_disable(d, "lm"), QT_REFUSED);
    assert_int_equal(desk_user_pin(d, "wl", "2468"), QT_OK);
    assert_int_equal(desk_user_put(d, "zm", "Zhou Ming", "manager", "2468"), QT_OK);
    assert_int_equal(desk_sign_in(d, "zm", "2468"), QT_OK);
    assert_int_equal(desk_user_disable(d, "zm"), QT_REFUSED); /* supervisors remain, who may make no manager */
    assert_int_equal(desk_user_disable(d, "lm"), QT_OK);
    assert_int_equal(desk_user_disable(d, "wl"), QT_OK);
    assert_int_equal(desk_user_enable(d, "lm"), QT_OK);
}

static void a_closed_account_is_not_signed_in_by_its_pin(void **state)
{
    struct desk *d = ((struct fixture *)*state)->d;
    assert_int_equal(desk_user_put(d, "wl", "Wang Li", "clerk", "2468"), QT_OK);
    assert_int_equal(desk_user_disable(d, "wl"), QT_OK);
    assert_int_equal(desk_sign_in(d, "wl", "2468"), QT_DENIED);
    assert_int_equal(desk_user_enable(d, "wl"), QT_OK);
    assert_int_equal(desk_sign_in(d, "wl", "2468"), QT_OK);
}

static void the_figures_are_settings_within_bounds(void **state)
{
    struct desk *d = ((struct fixture *)*state)->d;
    assert_int_equal(desk_set(d, "pin_tries", "3"), QT_OK);
    for (int i = 0; i < 3; i++) {
        clock_fix(clock_now() + 10);
        assert_int_equal(desk_sign_in(d, "nobody", "0000"), QT_DENIED);
        assert_non_null(strstr(fault_text(), "is wrong"));
    }
    clock_fix(clock_now() + 10);
    assert_int_equal(desk_sign_in(d, "nobody", "0000"), QT_DENIED);
    assert_non_null(strstr(fault_text(), "is closed here"));
    assert_int_equal(desk_lock_minutes(d), 5);
}

static void over_the_network_nobody_is_named(void **state)
{
    struct fixture *x = *state;
    struct desk_options o = {.db_path = x->path,
                             .form_dirs = QT_SOURCE_DIR "/forms",
                             .lang = LANG_EN,
                             .terminal = "ssh 192.0.2.5",
                             .remote = true};
    struct desk *d = NULL;
    struct staff *v;
    size_t n;
    assert_int_equal(desk_open(&o, &d, NULL), QT_OK);
    assert_false(desk_lobby(d));
    assert_int_equal(desk_user_list(d, &v, &n), QT_DENIED);
    assert_int_equal(desk_sign_in(d, "lm", "246810"), QT_OK);
    assert_int_equal(desk_user_list(d, &v, &n), QT_OK);
    desk_user_free(v, n);
    assert_int_equal(desk_lock_minutes(d), 20);
    assert_int_equal(desk_set(x->d, "lock_minutes.ssh-192.0.2.5", "soon"), QT_REFUSED);
    assert_int_equal(desk_set(x->d, "lock_minutes.", "3"), QT_REFUSED);
    assert_int_equal(desk_set(x->d, "lock_minutes.ssh-192.0.2.5", "3"), QT_OK);
    assert_int_equal(desk_lock_minutes(d), 3);
    assert_int_equal(desk_lock_minutes(x->d), 5);
    desk_close(d);
}

#define T(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        T(bad_staff_is_refused),
        T(a_pin_has_four_characters),
        T(a_closed_account_does_nothing_more),
        T(a_row_that_is_gone_ends_the_session),
        T(a_new_role_holds_at_once),
        T(nobody_changes_those_above),
        T(the_last_one_in_charge_stays),
        T(a_closed_account_is_not_signed_in_by_its_pin),
        T(the_figures_are_settings_within_bounds),
        T(over_the_network_nobody_is_named),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
