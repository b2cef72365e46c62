/* Hot complaints with the house's own forms (C5, C9): what a case's first record becomes. Texts are invented. */
#include "desk_test.h"

#define FORMS QT_SOURCE_DIR "/forms"

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

static const char *const stuck[] = {"三号梯又停了，业主关在里面十几分钟才出来",
                                    "老人坐电梯上到九楼突然不动，按铃没人应", "电梯经常卡住，昨天又困人",
                                    "轿厢半路停住，孩子困在里面"};
static const char *const who[] = {"孙浩然", "李婉清", "钱大伟", "冯雪"};

static struct record *tell(struct desk *d, int i, const char *beyond, struct outcome *o)
{
    struct record *r = filled_in(d, "complaint", "channel", "phone", "name", who[i], "matter",
                                 i == 1 ? "repair" : "lift", "text", stuck[i], "beyond", beyond, NULL);
    if (desk_save(d, NULL, r, o) < 0)
        fail_msg("%s", fault_text());
    return r;
}

/* Three told it, joined; is the first beyond the desk's authority, and so serious by itself? */
static struct record *case_of_three(struct desk *d, const char *beyond)
{
    struct outcome o = {0};
    struct record *first = tell(d, 0, beyond, &o);
    outcome_free(&o);
    record_free(tell(d, 1, "", &o));
    assert_int_equal(same_matter(&o)->n, 0);
    outcome_free(&o);
    struct record *r = tell(d, 2, "", &o);
    assert_int_equal(same_matter(&o)->n, 2);
    assert_int_equal(same_matter(&o)->people, 3);
    if (desk_answer(d, r, &o, QUESTION_SAME_MATTER, true) < 0)
        fail_msg("%s", fault_text());
    assert_string_equal(text_of(r, "state"), "attached");
    outcome_free(&o);
    record_free(r);
    return first;
}

static void c9_a_case_of_three_is_hot_and_counts_a_fourth_once(void **state)
{
    struct desk *d = ((struct fixture *)*state)->d;
    struct record *first = case_of_three(d, ""), *head = read_again(d, first);
    assert_string_equal(text_of(head, "grade"), "hot");
    assert_int_equal(int_of(head, "people"), 3);
    record_free(head);
    struct outcome o = {0};
    struct record *r = tell(d, 3, "", &o);
    assert_true(same_matter(&o)->n > 0);
    assert_int_equal(same_matter(&o)->people, 4);
    assert_int_equal(desk_answer(d, r, &o, QUESTION_SAME_MATTER, true), QT_OK);
    outcome_free(&o);
    head = read_again(d, first);
    assert_int_equal(int_of(head, "people"), 4);
    record_free(head);
    record_free(r);
    record_free(first);
}

static void c5_serious_stays_serious_while_hot(void **state)
{
    struct desk *d = ((struct fixture *)*state)->d;
    struct record *first = case_of_three(d, "1"), *head = read_again(d, first);
    assert_string_equal(text_of(head, "grade"), "serious");
    assert_int_equal(int_of(head, "hot"), 1);
    assert_int_equal(int_of(head, "people"), 3);
    record_free(head);
    record_free(first);
}

static void c5_a_joint_complaint_of_three_is_hot_at_once(void **state)
{
    struct desk *d = ((struct fixture *)*state)->d;
    struct record *r = add(d, "complaint", "channel", "letter", "name", who[0], "matter", "lift", "text", stuck[0],
                           "people", "3", NULL);
    assert_string_equal(text_of(r, "grade"), "hot");
    assert_int_equal(int_of(r, "hot"), 1);
    record_free(r);
}

/* A thing that the program's words do not know, named in three ways; the file's other line cannot be read. */
static void c5_words_of_the_house_add_to_the_programs(void **state)
{
    static const char *const texts[] = {"叮咚盒没反应", "门口小喇叭按了不响", "楼下呼叫匣失灵"};
    struct fixture *x = *state;
    char *file = mem_printf("%s/similar.txt", x->dir);
    FILE *f = fopen(file, "w");
    assert_non_null(f);
    assert_true(fputs("nothing known\nmatter chime 叮咚盒 门口小喇叭 呼叫匣\n", f) >= 0);
    assert_int_equal(fclose(f), 0);
    assert_int_equal(desk_words_check(x->path), QT_REFUSED);
    assert_non_null(strstr(fault_text(), "line 1"));
    for (int i = 0; i < 3; i++) {
        struct outcome o = {0};
        struct record *r =
            filled_in(x->d, "complaint", "channel", "phone", "name", who[i], "matter", "other", "text", texts[i], NULL);
        assert_int_equal(desk_save(x->d, NULL, r, &o), QT_OK);
        assert_int_equal(same_matter(&o)->n, i == 2 ? 2 : 0);
        outcome_free(&o);
        record_free(r);
    }
    assert_int_equal(unlink(file), 0);
    free(file);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(c9_a_case_of_three_is_hot_and_counts_a_fourth_once, setup, teardown),
        cmocka_unit_test_setup_teardown(c5_serious_stays_serious_while_hot, setup, teardown),
        cmocka_unit_test_setup_teardown(c5_words_of_the_house_add_to_the_programs, setup, teardown),
        cmocka_unit_test_setup_teardown(c5_a_joint_complaint_of_three_is_hot_at_once, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
