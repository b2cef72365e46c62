/* Procedures: run with an action, before it is written, and what they ask. */
#include "desk_test.h"

#define FORMS QT_SOURCE_DIR "/forms:" QT_SOURCE_DIR "/tests/unit/procedure_forms"

static int setup(void **state)
{
    static struct fixture x;
    fixture_open(&x, FORMS);
    struct record *r = add(x.d, "visitor", "name", "刘洋", "unit", "1203", "party", "3", NULL);
    must_act(x.d, r, "admit");
    record_free(r);
    *state = &x;
    return 0;
}

static int teardown(void **state)
{
    fixture_close(*state);
    return 0;
}

static void v10_the_page_before_is_asked_for_once(void **state)
{
    struct desk *d = ((struct fixture *)*state)->d;
    struct record *r = add(d, "closing_count", NULL);
    struct outcome o = {0};
    int count = form_action(r->form, "count");
    assert_int_equal(desk_act(d, r, count, &o), QT_ASK);
    assert_int_equal(o.nquestions, 2);
    assert_int_equal(o.questions[0].kind, QUESTION_CONFIRM);
    assert_true(o.questions[0].preview);
    assert_null(o.questions[0].text);
    assert_int_equal(o.questions[1].kind, QUESTION_FIELD);
    assert_int_equal(desk_answer(d, r, &o, QUESTION_CONFIRM, true), QT_OK);
    assert_int_equal(desk_answer(d, r, &o, QUESTION_FIELD, true), QT_OK);
    value_int(&r->v[form_field(r->form, "counted")], 3);
    assert_int_equal(desk_act(d, r, count, &o), QT_OK);
    assert_int_equal(int_of(r, "expected"), 3);
    assert_int_equal(int_of(r, "visits"), 1);
    assert_string_equal(o.tell, "As the log says");
    outcome_free(&o);
    record_free(r);
}

static void v10_a_difference_is_explained_or_nothing_happens(void **state)
{
    struct desk *d = ((struct fixture *)*state)->d;
    struct record *r = add(d, "closing_count", NULL);
    struct outcome o = {0};
    value_int(&r->v[form_field(r->form, "counted")], 2);
    assert_int_equal(try_act(d, r, "count", true, &o), QT_ASK);
    assert_int_equal(o.nquestions, 1);
    assert_int_equal(o.questions[0].kind, QUESTION_COUNT_DIFFERS);
    assert_int_equal(o.questions[0].field, form_field(r->form, "reason"));
    assert_string_equal(o.questions[0].text, "Counted: 2. Inside by the visitor log: 3 people (visits: 1).");
    struct record *now = read_again(d, r);
    assert_string_equal(text_of(now, "state"), "open");
    assert_int_equal(int_of(now, "counted"), INT64_MIN);
    value_text(&r->v[o.questions[0].field], "one left by the garage");
    assert_int_equal(desk_answer(d, r, &o, QUESTION_COUNT_DIFFERS, true), QT_OK);
    assert_int_equal(desk_act(d, r, form_action(r->form, "count"), &o), QT_OK);
    assert_string_equal(text_of(r, "reason"), "one left by the garage");
    assert_int_equal(count_actions(d, "closing_count", r->id, "count"), 1);
    outcome_free(&o);
    record_free(now);
    record_free(r);
}

static void at_save_it_asks_before_anything_is_saved(void **state)
{
    struct desk *d = ((struct fixture *)*state)->d;
    struct record *r = filled_in(d, "walk", "counted", "4", NULL);
    struct outcome o = {0};
    assert_int_equal(desk_save(d, NULL, r, &o), QT_ASK);
    assert_int_equal(r->id, 0);
    assert_int_equal(questions_of(&o, QUESTION_COUNT_DIFFERS), 1);
    value_text(&r->v[form_field(r->form, "reason")], "a guest of the office");
    assert_int_equal(desk_save(d, NULL, r, &o), QT_OK);
    assert_string_equal(record_number(r), "W2611-001");
    assert_int_equal(int_of(r, "expected"), 3);
    assert_string_equal(o.tell, "3");
    struct record *now = read_again(d, r);
    assert_int_equal(int_of(now, "expected"), 3);
    assert_int_equal(now->version, r->version);
    assert_int_equal(count_actions(d, "walk", r->id, "create"), 1);
    assert_int_equal(count_actions(d, "walk", r->id, "compare"), 1);
    outcome_free(&o);
    record_free(now);
    record_free(r);
}

static void it_runs_only_when_it_is_wanted(void **state)
{
    struct desk *d = ((struct fixture *)*state)->d;
    struct record *r = add(d, "walk", "counted", "4", "skip", "yes", NULL);
    assert_int_equal(int_of(r, "expected"), INT64_MIN);
    assert_int_equal(count_actions(d, "walk", r->id, "compare"), 0);
    record_free(r);
}

#define T(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        T(v10_the_page_before_is_asked_for_once),
        T(v10_a_difference_is_explained_or_nothing_happens),
        T(at_save_it_asks_before_anything_is_saved),
        T(it_runs_only_when_it_is_wanted),
    };
    return cmocka_run_group_tests_name("desk procedure", tests, NULL, NULL);
}
