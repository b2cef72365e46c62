/* Colleagues: who is offered for a field of type staff, and who is meant by what was typed. */
#include "desk_test.h"

#define HOUSE QT_SOURCE_DIR "/forms"

static int setup(void **state)
{
    static struct fixture x;
    fixture_open(&x, HOUSE);
    add_staff(x.d, "zg", "张工", "engineer");
    add_staff(x.d, "wg", "王工", "engineer");
    add_staff(x.d, "ba", "赵强", "security");
    add_staff(x.d, "zm", "周明", "manager");
    *state = &x;
    return 0;
}

static int teardown(void **state)
{
    fixture_close(*state);
    return 0;
}

/* Names offered for repair.engineer, one string. */
static char *offered(struct desk *d, const char *typed)
{
    struct record *r = filled_in(d, "repair", NULL);
    struct record_page page;
    struct buf names = {0};
    buf_add(&names, "");
    assert_int_equal(desk_lookup(d, r, form_field(r->form, "engineer"), typed, 6, &page), QT_OK);
    for (size_t i = 0; i < page.n; i++)
        buf_addf(&names, "%s ", record_get(page.v[i], "name")->s);
    record_page_free(&page);
    record_free(r);
    return buf_take(&names);
}

#define OFFERED(typed, names)                                                                                          \
    do {                                                                                                               \
        char *got = offered(d, typed);                                                                                 \
        assert_string_equal(got, names);                                                                               \
        free(got);                                                                                                     \
    } while (0)

static void only_the_roles_of_the_field_are_offered(void **state)
{
    struct desk *d = ((struct fixture *)*state)->d;
    OFFERED("", "王工 张工 ");
    OFFERED("z", "张工 ");
    OFFERED("zhang", "张工 ");
    OFFERED("zm", "");
}

static void the_one_picked_is_kept_by_code(void **state)
{
    struct desk *d = ((struct fixture *)*state)->d;
    struct record *r = filled_in(d, "repair", NULL);
    int engineer = form_field(r->form, "engineer");
    struct record_page page;
    assert_int_equal(desk_lookup(d, r, engineer, "wg", 6, &page), QT_OK);
    assert_int_equal(page.n, 1);
    desk_fill(d, r, engineer, page.v[0]);
    assert_string_equal(r->v[engineer].s, "wg");
    record_page_free(&page);
    record_free(r);
}

static void initials_mean_the_one_of_the_fields_roles(void **state)
{
    struct desk *d = ((struct fixture *)*state)->d;
    struct record *r = filled_in(d, "repair", "engineer", "z", NULL);
    assert_string_equal(record_get(r, "engineer")->s, "zg");
    record_free(r);
    r = filled_in(d, "repair", "engineer", "周明", NULL); /* somebody else may go, but must be named */
    assert_string_equal(record_get(r, "engineer")->s, "zm");
    record_free(r);
}

static void two_of_one_name_must_be_told_apart(void **state)
{
    struct desk *d = ((struct fixture *)*state)->d;
    add_staff(d, "zg2", "张工", "engineer");
    struct record *r = filled_in(d, "repair", "engineer", "zg2", NULL);
    assert_string_equal(record_get(r, "engineer")->s, "zg2");
    char *why = NULL;
    assert_int_equal(desk_enter(d, r, form_field(r->form, "engineer"), "张工", &why), QT_REFUSED);
    assert_non_null(why);
    free(why);
    record_free(r);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(only_the_roles_of_the_field_are_offered, setup, teardown),
        cmocka_unit_test_setup_teardown(the_one_picked_is_kept_by_code, setup, teardown),
        cmocka_unit_test_setup_teardown(initials_mean_the_one_of_the_fields_roles, setup, teardown),
        cmocka_unit_test_setup_teardown(two_of_one_name_must_be_told_apart, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
