/* The spare key, the host's word, loans as rows (V4-V7, V11); incidents with visits and signatures (X1-X4), shipped
 * forms. */
#include "house_test.h"

static struct record *comes(struct desk *d)
{
    return add(d, "visitor", "name", "刘洋", "unit", "1203", "phone", "13912345678", NULL);
}

/* V7: letter sent, back signed, key; who does not wait for the letter gets no key. */
static void v7_letter_then_key(void **state)
{
    struct desk *d = desk(state);
    struct record *r = comes(d);
    REFUSED(r, "spare_key", "guard", "老赵");
    DO(r, "letter", "letter_way", "传真");
    due_is(d, r, "letter", "2026-11-18 12:30");
    REFUSED(r, "spare_key", "guard", "老赵", "confirmation", "QR-1");
    DO(r, "letter", "letter_way", "微信"); /* asked again */
    assert_int_equal(act_with(d, r, "letter_back", NULL), QT_ASK);
    DO(r, "letter_back", "confirmation", "QR-1");
    assert_int_equal(ended(d, r, "letter"), MET);
    DO(r, "spare_key", "guard", "老赵");
    due_is(d, r, "spare_key", "2026-11-18 12:15");
    record_free(r);
}

static void v7_the_owner_does_not_sign(void **state)
{
    struct desk *d = desk(state);
    struct record *r = comes(d);
    assert_int_equal(act_with(d, r, "no_sign", "explained_by", "zm", NULL), QT_REFUSED); /* nobody was asked yet */
    DO(r, "letter", "letter_way", "传真");
    assert_int_equal(act_with(d, r, "no_sign", NULL), QT_ASK);
    DO(r, "no_sign", "explained_by", "zm");
    assert_string_equal(text_of(r, "state"), "refused");
    assert_int_equal(ended(d, r, "letter"), MET);
    record_free(r);
}

/* V7: opening and locking are two loans, each with its clock; a second never overwrites the first. */
static void v7_loans_are_rows(void **state)
{
    struct desk *d = desk(state);
    struct record *r = comes(d);
    DO(r, "letter", "letter_way", "传真");
    DO(r, "letter_back", "confirmation", "QR-1");
    DO(r, "admit");
    DO(r, "spare_key", "guard", "老赵");
    REFUSED(r, "spare_key", "guard", "老钱"); /* one key is out once */
    set_clock("2026-11-18 12:08");
    DO(r, "spare_back");
    assert_int_equal(ended(d, r, "spare_key"), MET);
    REFUSED(r, "spare_back");
    assert_int_equal(act_with(d, r, "sign_out", NULL), QT_ASK); /* opened and not locked */
    DO(r, "sign_out", "lock_guard", "老孙");
    assert_string_equal(text_of(r, "state"), "left");
    due_is(d, r, "spare_key", "2026-11-18 12:23");
    set_clock("2026-11-18 12:15");
    DO(r, "spare_back");
    assert_int_equal(ended(d, r, "spare_key"), MET);
    assert_non_null(strstr(text_of(r, "loans"), "老赵"));
    assert_non_null(strstr(text_of(r, "loans"), "老孙"));
    record_free(r);
    r = comes(d);
    DO(r, "admit");
    DO(r, "sign_out"); /* an ordinary visit is asked nothing */
    assert_int_equal(record_get(r, "loans")->kind, VAL_NULL);
    assert_int_equal(ended(d, r, "spare_key"), NEVER);
    record_free(r);
}

static void v11_each_answer_with_the_way_the_host_was_reached(void **state)
{
    struct desk *d = desk(state);
    struct record *r = comes(d);
    assert_string_equal(text_of(r, "reached"), "phone");
    DO(r, "no_answer");
    change(d, r, "reached", "门口对讲");
    DO(r, "admit");
    const char *rows = text_of(r, "answers");
    assert_non_null(strstr(rows, "phone"));
    assert_non_null(strstr(rows, "no_answer"));
    assert_non_null(strstr(rows, "intercom"));
    assert_non_null(strstr(rows, "admitted"));
    record_free(r);
}

static struct record *flood(struct desk *d)
{
    return add(d, "incident", "kind", "浸水", "unit", "1203", "what", "夜间浸水", NULL);
}

/* X3: first visit in two working days, then weekly until settled. */
static void x3_visits_until_settled(void **state)
{
    struct desk *d = desk(state);
    struct record *r = flood(d);
    due_is(d, r, "visits", "2026-11-20 17:30");
    DO(r, "visited", "visit_rows.opinion", "地板起拱", "visit_rows.is_open", "是");
    assert_int_equal(ended(d, r, "visits"), MET);
    due_is(d, r, "again", "2026-11-25 12:00");
    sign_in(d, "zm");
    DO(r, "read", "manager_note", "赔偿");
    sign_in(d, "cj2");
    DO(r, "read");
    assert_string_equal(text_of(r, "state"), "read");
    REFUSED(r, "file"); /* a visit is open */
    REFUSED(r, "settled", "visit_unit", "1204");
    DO(r, "settled", "visit_unit", "A-1203");
    assert_int_equal(ended(d, r, "again"), WITHDRAWN);
    DO(r, "file");
    record_free(r);
}

/* Each unit has its own deadline: the first visits by the same day, then a week from its own last one. */
static void x3_each_unit_has_its_own_week(void **state)
{
    struct desk *d = desk(state);
    struct record *r = flood(d);
    change(d, r, "losses", "[{\"unit\": \"A-1203\", \"what\": \"地板\"}, {\"unit\": \"A-1204\", \"what\": \"墙\"}]");
    DO(r, "visited", "visit_rows.opinion", "地板起拱", "visit_rows.is_open", "是");
    due_is(d, r, "others", "2026-11-20 17:30");
    due_is(d, r, "again", "2026-11-25 12:00");
    set_clock("2026-11-19 10:00");
    DO(r, "visited", "visit_rows.unit", "A-1204", "visit_rows.opinion", "墙面发霉", "visit_rows.is_open", "是");
    assert_int_equal(ended(d, r, "others"), WITHDRAWN);
    due_is(d, r, "again", "2026-11-25 12:00"); /* A-1203's */
    set_clock("2026-11-20 10:00");
    DO(r, "visited", "visit_rows.opinion", "还没有修", "visit_rows.is_open", "是");
    due_is(d, r, "again", "2026-11-26 12:00"); /* A-1204's: A-1203's former row is done with */
    DO(r, "settled", "visit_unit", "A-1204");
    due_is(d, r, "again", "2026-11-27 12:00");
    REFUSED(r, "settled", "visit_unit", "A-1204");
    DO(r, "settled", "visit_unit", "A-1203");
    assert_int_equal(ended(d, r, "again"), WITHDRAWN);
    record_free(r);
}

/* Three signatures: the writer by saving, then supervisor and manager, not one person for both. */
static void x_three_signatures(void **state)
{
    struct desk *d = desk(state);
    struct record *r = flood(d);
    sign_in(d, "zm");
    DO(r, "read", "manager_note", "知悉");
    assert_string_equal(text_of(r, "state"), "written");
    assert_int_not_equal(act_with(d, r, "read", "manager_note", "知悉", NULL), QT_OK);
    sign_in(d, "cj2");
    DO(r, "read");
    assert_string_equal(text_of(r, "read_supervisor_by"), "cj2");
    assert_string_equal(text_of(r, "read_manager_by"), "zm");
    assert_string_equal(text_of(r, "state"), "read");
    record_free(r);
}

static void x3_losses_are_with_the_manager_in_two_days(void **state)
{
    struct desk *d = desk(state);
    struct record *r = flood(d);
    assert_int_equal(ended(d, r, "summary"), NEVER);
    change(d, r, "losses", "[{\"unit\": \"A-1203\", \"what\": \"地板\", \"amount\": \"3000\", \"hurt\": \"1\"}]");
    due_is(d, r, "summary", "2026-11-20 12:00");
    DO(r, "summary");
    assert_int_equal(ended(d, r, "summary"), MET);
    record_free(r);
}

static int setup_two(void **state)
{
    setup(state);
    add_staff(desk(state), "cj2", "陈静", "supervisor");
    return 0;
}

#define T2(name) cmocka_unit_test_setup_teardown(name, setup_two, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        T2(v7_letter_then_key),
        T2(v7_the_owner_does_not_sign),
        T2(v7_loans_are_rows),
        T2(v11_each_answer_with_the_way_the_host_was_reached),
        T2(x3_visits_until_settled),
        T2(x_three_signatures),
        T2(x3_each_unit_has_its_own_week),
        T2(x3_losses_are_with_the_manager_in_two_days),
    };
    return cmocka_run_group_tests_name("desk visitor key", tests, NULL, NULL);
}
