/* Who may what, by roles.yaml and the forms of tests/permit; what the screen asks of the desk. */
#include "desk_test.h"

static struct record *tip, *job;

static int setup(void **state)
{
    static struct fixture x;
    fixture_open(&x, QT_SOURCE_DIR "/tests/permit/forms:" QT_SOURCE_DIR "/tests/unit/desk_forms:" QT_SOURCE_DIR
                                   "/tests/unit/desk_area_roles.yaml");
    add_staff(x.d, "zm", "Zhou", "manager");
    add_staff(x.d, "cl", "Wu", "clerk");
    add_staff(x.d, "gu", "Guest", "guest");
    add_staff(x.d, "ca", "Qian", "cashier");
    assert_int_equal(desk_sign_in_as(x.d, "zm"), QT_OK);
    tip = add(x.d, "tip", "what", "Liu steals", NULL);
    job = add(x.d, "job", "what", "look into it", "tip", record_number(tip), "pay", "1234.56", NULL);
    struct record *base = record_copy(tip);
    assert_int_equal(desk_enter(x.d, tip, form_field(tip->form, "about"), record_number(job), NULL), QT_OK);
    must_save(x.d, base, tip);
    record_free(base);
    *state = &x;
    return 0;
}

static int teardown(void **state)
{
    record_free(tip);
    record_free(job);
    fixture_close(*state);
    return 0;
}

static const struct form *form(struct desk *d, const char *name)
{
    return forms_find(desk_forms(d), name);
}

static size_t follow_ons(struct desk *d)
{
    struct record_page page = {0};
    assert_int_equal(desk_follow_ons(d, job, 9, &page), QT_OK);
    size_t n = page.n;
    desk_page_free(&page);
    return n;
}

static void a_closed_register_is_closed_to_every_call(void **state)
{
    struct desk *d = ((struct fixture *)*state)->d;
    struct record *r = NULL;
    struct record_page page = {0};
    struct desk_list *l = NULL;
    struct hit hits[4];
    size_t n = 0;
    struct query q = {.form = form(d, "tip"), .sort = -1};
    assert_int_equal(follow_ons(d), 1);
    assert_int_equal(desk_sign_in_as(d, "cl"), QT_OK);
    assert_int_equal(follow_ons(d), 0);
    assert_int_equal(desk_get(d, form(d, "tip"), tip->id, &r), QT_DENIED);
    assert_int_equal(desk_find(d, form(d, "tip"), record_number(tip), &r), QT_DENIED);
    assert_int_equal(desk_list_open(d, &q, &l), QT_DENIED);
    assert_int_equal(desk_search(d, form(d, "tip"), "Liu", hits, 4, &n), QT_DENIED);
    assert_int_equal(desk_search(d, NULL, "Liu", hits, 4, &n), QT_OK);
    assert_int_equal(n, 0);
    struct record *typed = filled_in(d, "job", NULL);
    assert_int_equal(desk_lookup(d, typed, form_field(typed->form, "tip"), "T", 4, &page), QT_DENIED);
    assert_int_equal(desk_lookup(d, typed, form_field(typed->form, "hint"), "Liu", 4, &page), QT_DENIED);
    assert_int_equal(desk_enter(d, typed, form_field(typed->form, "tip"), record_number(tip), NULL), QT_REFUSED);
    record_free(typed);
    struct journal_line *v = NULL;
    assert_int_equal(desk_history(d, tip, &v, &n), QT_DENIED);
    struct due *dues = NULL;
    assert_int_equal(desk_dues(d, tip, &dues, &n), QT_DENIED);
    struct pressing pressing = {DUE_SOON, true};
    assert_int_equal(desk_pressing(d, tip->form, &tip->id, 1, &pressing), QT_DENIED);
    assert_int_equal(pressing.urgency, DUE_LATER);
    assert_false(pressing.emergency);
    struct board_row *rows = NULL;
    assert_int_equal(board_read(d, NULL, 9, &rows, &n), QT_OK);
    assert_int_equal(n, 0);
    board_free(rows, n);
}

static void a_closed_field_is_empty_and_not_asked_for(void **state)
{
    struct desk *d = ((struct fixture *)*state)->d;
    const struct form *f = form(d, "job");
    int pay = form_field(f, "pay"), seen = form_field(f, "seen"), twice = form_field(f, "twice"),
        tips = form_field(f, "tips");
    struct record *r = NULL;
    assert_int_equal(desk_get(d, f, job->id, &r), QT_OK);
    assert_int_equal(r->v[twice].i, 246912);
    assert_int_equal(r->v[tips].i, 2);
    assert_string_equal(r->v[seen].s, "Liu steals");
    assert_true(desk_visible(d, r, pay));
    record_free(r);
    assert_int_equal(desk_sign_in_as(d, "cl"), QT_OK);
    assert_int_equal(desk_get(d, f, job->id, &r), QT_OK);
    assert_int_equal(r->v[pay].kind, VAL_NULL);
    assert_int_equal(r->v[twice].kind, VAL_NULL);
    assert_int_equal(r->v[seen].kind, VAL_NULL);
    assert_int_equal(r->v[tips].kind, VAL_NULL); /* nor is told how many there are */
    assert_false(desk_visible(d, r, pay));
    assert_true(desk_readonly(d, r, form_field(f, "grade")));
    char *summary = desk_summary(d, r);
    assert_string_equal(summary, "look into it");
    free(summary);
    struct journal_line *v = NULL;
    size_t n = 0;
    assert_int_equal(desk_history(d, r, &v, &n), QT_OK);
    for (size_t i = 0; i < n; i++)
        assert_null(strstr(v[i].shown, "pay"));
    desk_history_free(v, n);
    struct query q = {.form = f, .where = "Pay > 1", .sort = -1};
    struct desk_list *l = NULL;
    assert_int_equal(desk_list_open(d, &q, &l), QT_DENIED);
    q = (struct query){.form = f, .sort = 2};
    assert_int_equal(desk_list_open(d, &q, &l), QT_DENIED);
    record_free(r);
}

static bool offered(struct desk *d, const struct record *r, const char *action)
{
    int v[16];
    size_t n = desk_actions(d, r, v);
    for (size_t i = 0; i < n; i++)
        if (v[i] == form_action(r->form, action))
            return true;
    return false;
}

static void actions_without_roles_are_those_of_who_writes(void **state)
{
    struct desk *d = ((struct fixture *)*state)->d;
    assert_true(offered(d, job, "ask"));
    assert_true(offered(d, tip, "finish"));
    assert_int_equal(desk_sign_in_as(d, "ca"), QT_OK);
    assert_false(offered(d, job, "ask"));
    assert_true(offered(d, job, "pay_out"));
    assert_int_equal(desk_sign_in_as(d, "cl"), QT_OK);
    assert_true(offered(d, job, "ask"));
    assert_false(offered(d, tip, "finish")); /* its roles name the clerk, who may not look */
    assert_int_equal(desk_permit(d, tip->form, tip, -1, form_action(tip->form, "finish"), RIGHT_ACT), QT_DENIED);
}

static void rights_of_the_house(void **state)
{
    struct desk *d = ((struct fixture *)*state)->d;
    static const enum right house[] = {RIGHT_PRINT,   RIGHT_EXPORT,   RIGHT_IMPORT, RIGHT_BACKUP,
                                       RIGHT_RESTORE, RIGHT_SETTINGS, RIGHT_STAFF,  RIGHT_APPROVE};
    for (size_t i = 0; i < ARRAY_LEN(house); i++)
        assert_true(desk_allows(d, NULL, house[i]));
    assert_int_equal(desk_sign_in_as(d, "gu"), QT_OK);
    for (size_t i = 0; i < ARRAY_LEN(house); i++)
        assert_int_equal(desk_permit(d, NULL, NULL, -1, -1, house[i]), QT_DENIED);
    assert_int_equal(desk_set(d, "closing_time", "20:00"), QT_DENIED);
    assert_int_equal(desk_sign_in_as(d, "cl"), QT_OK);
    for (size_t i = 0; i < ARRAY_LEN(house); i++)
        assert_int_equal(desk_allows(d, NULL, house[i]), house[i] < RIGHT_RESTORE);
    assert_string_equal(desk_role_label(d, "director"), "director");
    assert_string_equal(desk_role_label(d, "clerk"), "front desk");
}

/* Whatever a face hands in: the desk looks at the unit itself, before and after the change. */
static void an_area_is_kept_by_the_desk(void **state)
{
    struct desk *d = ((struct fixture *)*state)->d;
    struct outcome o = {0};
    add_staff(d, "wa", "Warden", "warden");
    record_free(add(d, "unit", "code", "A-1", "owner", "wa", NULL));
    record_free(add(d, "unit", "code", "B-1", "owner", "zm", NULL));
    struct record *near = add(d, "ticket", "unit", "A-1", "what", "lamp", NULL),
                  *far = add(d, "ticket", "unit", "B-1", "what", "lamp", NULL);
    struct record *moved = record_copy(near), *new = desk_new(d, near->form);
    int unit = form_field(near->form, "unit");
    value_text(&moved->v[unit], "B-1");
    value_text(&new->v[unit], "B-1");
    assert_int_equal(desk_sign_in_as(d, "wa"), QT_OK);
    assert_int_equal(desk_permit(d, near->form, near, -1, -1, RIGHT_LOOK), QT_OK);
    assert_int_equal(desk_permit(d, far->form, far, -1, -1, RIGHT_LOOK), QT_DENIED);
    assert_int_equal(desk_save(d, near, moved, &o), QT_DENIED);
    assert_int_equal(desk_save(d, NULL, new, &o), QT_DENIED);
    assert_int_equal(desk_save(d, far, far, &o), QT_DENIED);
    assert_int_equal(desk_permit(d, near->form, NULL, -1, -1, RIGHT_IMPORT), QT_DENIED);
    outcome_free(&o);
    record_free(near);
    record_free(far);
    record_free(moved);
    record_free(new);
}

#define T(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        T(a_closed_register_is_closed_to_every_call),
        T(a_closed_field_is_empty_and_not_asked_for),
        T(actions_without_roles_are_those_of_who_writes),
        T(rights_of_the_house),
        T(an_area_is_kept_by_the_desk),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
