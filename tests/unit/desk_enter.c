/* What is typed: units, links, people, checks, defaults, candidates. */
#include "desk_test.h"

#define FORMS QT_SOURCE_DIR "/tests/unit/desk_forms"
#define HOUSE QT_SOURCE_DIR "/forms"

static int setup(void **state)
{
    static struct fixture x;
    fixture_open(&x, FORMS);
    *state = &x;
    return 0;
}

static int setup_house(void **state)
{
    static struct fixture x;
    fixture_open(&x, HOUSE);
    *state = &x;
    return 0;
}

static int teardown(void **state)
{
    fixture_close(*state);
    return 0;
}

static void units_as_people_say_them(void **state)
{
    struct desk *d = ((struct fixture *)*state)->d;
    struct record *r = filled_in(d, "ticket", NULL);
    int unit = form_field(r->form, "unit");
    static const char *const typed[] = {"A-1203", "a-1203", "1203", "a1203", "A 1203", "Ａ１２０３", "wxm", "8036"};
    for (size_t i = 0; i < sizeof typed / sizeof *typed; i++) {
        char *why = NULL;
        if (desk_enter(d, r, unit, typed[i], &why) < 0)
            fail_msg("%s: %s", typed[i], why);
        assert_string_equal(text_of(r, "unit"), "A-1203");
        assert_int_equal(desk_enter(d, r, unit, "", NULL), QT_OK);
    }
    char *why = NULL;
    assert_int_equal(desk_enter(d, r, unit, "0501", &why), QT_REFUSED);
    assert_string_equal(why, "This fits 2 entries: A-0501, B-0501. Type more of it.");
    free(why);
    static const char *const said[] = {"b501", "B501", "B-501", "B座501", "b座501室", "B 501", "Ｂ５０１"};
    for (size_t i = 0; i < sizeof said / sizeof *said; i++) {
        assert_int_equal(desk_enter(d, r, unit, said[i], NULL), QT_OK);
        assert_string_equal(text_of(r, "unit"), "B-0501");
    }
    assert_int_equal(desk_enter(d, r, unit, "c501", NULL), QT_REFUSED);
    assert_int_equal(desk_enter(d, r, unit, "802", NULL), QT_OK); /* but 802 is 0802 */
    assert_string_equal(text_of(r, "unit"), "B-0802");
    assert_int_equal(desk_enter(d, r, unit, "9999", &why), QT_REFUSED);
    assert_string_equal(why, "Not found in Units.");
    free(why);
    assert_string_equal(text_of(r, "unit"), "B-0802"); /* the former value stays */
    record_free(r);
}

static void closed_units_step_back(void **state)
{
    struct desk *d = ((struct fixture *)*state)->d;
    struct record *closed = NULL;
    assert_int_equal(rec_find(desk_db(d), forms_find(desk_forms(d), "unit"), "B-0501", &closed), QT_OK);
    must_act(d, closed, "close");
    struct record *r = filled_in(d, "ticket", "unit", "501", NULL);
    assert_string_equal(text_of(r, "unit"), "A-0501");
    record_free(r);
    record_free(closed);
}

static void links_by_number_or_its_tail(void **state)
{
    struct desk *d = ((struct fixture *)*state)->d;
    record_free(add(d, "ticket", "unit", "1203", "what", "leak", NULL));
    record_free(add(d, "ticket", "unit", "1203", "what", "lamp", NULL));
    struct record *r = filled_in(d, "ticket", "after", "R2611-002", NULL);
    assert_string_equal(text_of(r, "after"), "R2611-002");
    assert_int_equal(desk_enter(d, r, form_field(r->form, "after"), "R2611-009", NULL), QT_REFUSED);
    record_free(r);
}

static void staff_by_code_or_name(void **state)
{
    struct desk *d = ((struct fixture *)*state)->d;
    add_staff(d, "zs", "张三", "engineer");
    struct record *r = filled_in(d, "ticket", "by", "张三", NULL);
    assert_string_equal(text_of(r, "by"), "zs");
    assert_int_equal(desk_enter(d, r, form_field(r->form, "by"), "nobody", NULL), QT_REFUSED);
    record_free(r);
}

static void check_keeps_the_former_value(void **state)
{
    struct desk *d = ((struct fixture *)*state)->d;
    struct record *r = filled_in(d, "ticket", "times", "2", NULL);
    char *why = NULL;
    assert_int_equal(desk_enter(d, r, form_field(r->form, "times"), "-1", &why), QT_REFUSED);
    assert_string_equal(why, "Not below 0");
    free(why);
    assert_int_equal(int_of(r, "times"), 2);
    desk_set_lang(d, LANG_ZH);
    assert_int_equal(desk_enter(d, r, form_field(r->form, "times"), "-1", &why), QT_REFUSED);
    assert_string_equal(why, "不能小于0");
    free(why);
    record_free(r);
}

static void defaults_follow_until_touched(void **state)
{
    struct desk *d = ((struct fixture *)*state)->d;
    struct record *r = filled_in(d, "ticket", NULL);
    bool *touched = mem_alloc(r->form->nfields * sizeof *touched);
    assert_int_equal(int_of(r, "hours"), 1);
    assert_int_equal(desk_enter(d, r, form_field(r->form, "times"), "3", NULL), QT_OK);
    touched[form_field(r->form, "times")] = true;
    desk_refresh(d, r, touched);
    assert_int_equal(int_of(r, "hours"), 7);
    touched[form_field(r->form, "hours")] = true;
    assert_int_equal(desk_enter(d, r, form_field(r->form, "times"), "4", NULL), QT_OK);
    desk_refresh(d, r, touched);
    assert_int_equal(int_of(r, "hours"), 7);
    free(touched);
    record_free(r);
}

static void visible_and_required(void **state)
{
    struct desk *d = ((struct fixture *)*state)->d;
    struct record *r = filled_in(d, "ticket", NULL);
    int reason = form_field(r->form, "reason");
    assert_false(desk_visible(d, r, reason));
    assert_false(desk_required(d, r, reason));
    assert_int_equal(desk_enter(d, r, form_field(r->form, "grade"), "urgent", NULL), QT_OK);
    assert_true(desk_visible(d, r, reason));
    assert_true(desk_required(d, r, reason));
    assert_false(desk_readonly(d, r, reason));
    assert_true(desk_readonly(d, r, form_sys(r->form, SYS_NUMBER)));
    record_free(r);
}

static void exact_unit_first(void **state)
{
    struct desk *d = ((struct fixture *)*state)->d;
    record_free(add(d, "unit", "code", "A-12031", NULL));
    struct record *r = filled_in(d, "ticket", NULL);
    struct record_page page;
    assert_int_equal(desk_lookup(d, r, form_field(r->form, "unit"), "1203", 10, &page), QT_OK);
    assert_int_equal(page.n, 2);
    assert_string_equal(record_number(page.v[0]), "A-1203");
    desk_fill(d, r, form_field(r->form, "unit"), page.v[0]);
    assert_string_equal(text_of(r, "unit"), "A-1203");
    record_page_free(&page);
    record_free(r);
}

static void people_of_the_unit(void **state)
{
    struct desk *d = ((struct fixture *)*state)->d;
    record_free(add(d, "person", "unit", "A-1203", "name", "王芳", "relation", "family", NULL));
    record_free(add(d, "person", "unit", "A-0501", "name", "王强", "relation", "family", NULL));
    struct record *gone =
        add(d, "person", "unit", "A-1203", "name", "王旧", "relation", "family", "left_on", "2026-11-01", NULL);
    must_act(d, gone, "leave");
    struct record *r = filled_in(d, "visitor", "unit", "A-1203", NULL);
    int host = form_field(r->form, "host");
    struct record_page page;
    assert_int_equal(desk_lookup(d, r, host, "", 10, &page), QT_OK);
    assert_int_equal(page.n, 2);
    record_page_free(&page);
    assert_int_equal(desk_lookup(d, r, host, "wxm", 10, &page), QT_OK);
    assert_int_equal(page.n, 1); /* the owner of the unit's file */
    desk_fill(d, r, host, page.v[0]);
    assert_string_equal(text_of(r, "host"), "王小明");
    record_page_free(&page);
    assert_int_equal(desk_enter(d, r, host, "somebody else", NULL), QT_OK);
    record_free(gone);
    record_free(r);
}

/* The unit is not known yet: by name, initials, last digits of a phone or the unit; who is taken brings the unit. */
static void people_of_the_whole_house(void **state)
{
    struct desk *d = ((struct fixture *)*state)->d;
    static const struct {
        const char *typed, *unit, *name; /* NULL: nobody */
    } cases[] = {{"7712", "A-0501", "赵小妹"},
                 {"zxm", "A-0501", "赵小妹"},
                 {"7713", NULL, NULL},
                 {"wxm", "A-1203", "王小明"},
                 {"9999", NULL, NULL}};
    record_free(
        add(d, "person", "unit", "A-0501", "name", "赵小妹", "relation", "family", "phone", "13600007712", NULL));
    struct record *gone = add(d, "person", "unit", "A-0501", "name", "赵旧", "relation", "family", "phone",
                              "13600007713", "left_on", "2026-11-01", NULL);
    must_act(d, gone, "leave");
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        struct record *r = desk_new(d, forms_find(desk_forms(d), "parcel"));
        int addressee = form_field(r->form, "addressee");
        struct record_page page;
        assert_int_equal(desk_lookup(d, r, addressee, cases[i].typed, 6, &page), QT_OK);
        assert_int_equal(page.n, cases[i].name != NULL);
        if (page.n) {
            desk_fill(d, r, addressee, page.v[0]);
            assert_string_equal(text_of(r, "addressee"), cases[i].name);
            assert_string_equal(text_of(r, "unit"), cases[i].unit);
        }
        record_page_free(&page);
        record_free(r);
    }
    struct record *r = desk_new(d, forms_find(desk_forms(d), "parcel"));
    struct record_page page;
    assert_int_equal(desk_lookup(d, r, form_field(r->form, "addressee"), "a501", 6, &page), QT_OK);
    assert_true(page.n > 0);
    for (size_t i = 0; i < page.n; i++)
        assert_string_equal(text_of(page.v[i], "unit"), "A-0501");
    record_page_free(&page);
    record_free(gone);
    record_free(r);
}

/* 400 newer visitors whose host has the name that is typed stand before eight visitors of that name. */
static void hosts_do_not_crowd_out_visitors(void **state)
{
    struct desk *d = ((struct fixture *)*state)->d;
    struct who who = {"lm", "clerk", "test"};
    const struct form *f = forms_find(desk_forms(d), "visitor");
    assert_int_equal(db_begin(desk_db(d)), QT_OK);
    for (int i = 0; i < 408; i++) {
        struct record *r = record_new(f);
        char text[24];
        snprintf(text, sizeof text, "X%03d", i);
        assert_int_equal(record_set_text(r, "number", text), QT_OK);
        assert_int_equal(record_set_text(r, "name", i < 8 ? "王小明" : "李敏"), QT_OK);
        assert_int_equal(record_set_text(r, "host", i < 8 ? "李敏" : "王小明"), QT_OK);
        snprintf(text, sizeof text, "139%08d", i);
        assert_int_equal(record_set_text(r, "phone", text), QT_OK);
        assert_int_equal(rec_put(desk_db(d), &who, "create", NULL, r), QT_OK);
        record_free(r);
    }
    assert_int_equal(db_commit(desk_db(d)), QT_OK);
    struct record *r = filled_in(d, "visitor", "unit", "A-0501", NULL);
    struct record_page page;
    assert_int_equal(desk_lookup(d, r, form_field(f, "name"), "wxm", 8, &page), QT_OK);
    assert_int_equal(page.n, 8);
    for (size_t i = 0; i < page.n; i++)
        assert_string_equal(text_of(page.v[i], "name"), "王小明");
    record_page_free(&page);
    record_free(r);
}

static void another_candidate_replaces_the_first(void **state)
{
    struct desk *d = ((struct fixture *)*state)->d;
    record_free(add(d, "visitor", "name", "刘一", "phone", "13911110001", "unit", "A-1203", "firm", "一公司",
                    "id_number", "11010519491231002X", NULL));
    record_free(add(d, "visitor", "name", "刘二", "phone", "13911110002", "unit", "B-0802", NULL));
    struct record *r = filled_in(d, "visitor", "unit", "A-0501", NULL);
    int phone = form_field(r->form, "phone");
    struct record_page page;
    assert_int_equal(desk_lookup(d, r, phone, "0001", 10, &page), QT_OK);
    assert_int_equal(page.n, 1);
    desk_fill(d, r, phone, page.v[0]);
    record_page_free(&page);
    assert_string_equal(text_of(r, "name"), "刘一");
    assert_string_equal(text_of(r, "unit"), "A-0501"); /* what the clerk typed stays */
    assert_int_equal(desk_lookup(d, r, phone, "0002", 10, &page), QT_OK);
    desk_fill(d, r, phone, page.v[0]);
    record_page_free(&page);
    assert_string_equal(text_of(r, "name"), "刘二");
    assert_string_equal(text_of(r, "firm"), "");
    assert_string_equal(text_of(r, "id_number"), ""); /* never the first one's ID */
    assert_string_equal(text_of(r, "unit"), "A-0501");
    record_free(r);
}

static void u5_id_number_by_its_kind(void **state)
{
    struct desk *d = ((struct fixture *)*state)->d;
    struct record *r = filled_in(d, "visitor", "name", "刘洋", "unit", "A-1203", NULL);
    int id = form_field(r->form, "id_number"), kind = form_field(r->form, "id_kind");
    assert_int_equal(desk_enter(d, r, id, "110105194912310021", NULL), QT_REFUSED);
    assert_int_equal(desk_enter(d, r, id, "11010519491231002x", NULL), QT_OK);
    assert_string_equal(text_of(r, "id_number"), "11010519491231002X");
    assert_int_equal(desk_enter(d, r, kind, "passport", NULL), QT_OK);
    assert_int_equal(desk_enter(d, r, id, "G1234567", NULL), QT_OK);
    assert_int_equal(desk_enter(d, r, kind, "resident", NULL), QT_OK);
    struct outcome o = {0};
    assert_int_equal(desk_save(d, NULL, r, &o), QT_REFUSED); /* no resident's number */
    assert_int_equal(o.problems.n, 1);
    assert_int_equal(o.problems.v[0].field, id);
    assert_null(strstr(o.problems.v[0].text, "G1234567"));
    outcome_free(&o);
    record_free(r);
}

static void a_link_offers_its_register_before_anything_is_typed(void **state)
{
    struct desk *d = ((struct fixture *)*state)->d;
    struct record_page page;
    record_free(add(d, "ticket", "unit", "1203", "what", "tap drips", NULL));
    record_free(add(d, "ticket", "unit", "B-0501", "what", "door sticks", NULL));
    struct record *r = filled_in(d, "ticket", NULL);
    int after = form_field(r->form, "after");
    assert_int_equal(desk_lookup(d, r, after, "", 8, &page), QT_OK);
    assert_int_equal(page.n, 2);
    record_page_free(&page);
    assert_int_equal(desk_lookup(d, r, after, "zzz", 8, &page), QT_OK);
    assert_int_equal(page.n, 0);
    record_page_free(&page);
    record_free(r);
}

#define T(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
#define H(name) cmocka_unit_test_setup_teardown(name, setup_house, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        T(units_as_people_say_them),
        T(closed_units_step_back),
        T(links_by_number_or_its_tail),
        T(staff_by_code_or_name),
        T(check_keeps_the_former_value),
        T(defaults_follow_until_touched),
        T(visible_and_required),
        T(exact_unit_first),
        H(people_of_the_unit),
        H(people_of_the_whole_house),
        H(hosts_do_not_crowd_out_visitors),
        H(another_candidate_replaces_the_first),
        H(u5_id_number_by_its_kind),
        T(a_link_offers_its_register_before_anything_is_typed),
    };
    return cmocka_run_group_tests_name("desk enter", tests, NULL, NULL);
}
