/* What a scanner types and what a hand types, by the times at which it comes. */
#include "term/burst.h"
#include "unit/check.h"

#include <string.h>

enum { MS = 1000 };

/* Types s with so many ms from key to key; true: Enter, as long behind the last one, makes a code of it. */
static bool typed(enum key_place place, const char *s, int64_t gap_ms)
{
    struct burst b;
    int64_t now = 5000000;
    if (!burst_begins(s[0], place))
        return false;
    burst_begin(&b, s[0], place, now, now);
    for (s++; *s; s++) {
        if (burst_wait(&b, now) < gap_ms)
            return false;
        now += gap_ms * MS;
        burst_add(&b, (unsigned char)*s, now);
    }
    return burst_wait(&b, now) >= gap_ms && burst_ended(&b, now + gap_ms * MS);
}

static void a_scanner_is_known(void **state)
{
    (void)state;
    for (int64_t gap = 0; gap <= 24; gap++)
        for (int place = KEYS_TEXT; place <= KEYS_ANSWER; place++)
            assert_true(typed((enum key_place)place, "QT:R261121-00012345C", gap));
    assert_true(typed(KEYS_ACT, "QT:A-1203C", 20));
    assert_true(typed(KEYS_ACT, "QT：A-1203C", 15));
    for (int64_t gap = 0; gap <= 12; gap++)
        assert_true(typed(KEYS_ACT, "6901234567892", gap));
    assert_true(typed(KEYS_ANSWER, "6901234567892", 20));
    assert_true(typed(KEYS_ACT, "SF1234567892", 20));
}

/* 60 ms is a world record, held for a few words. */
static void a_hand_is_none(void **state)
{
    (void)state;
    for (int64_t gap = 55; gap < 400; gap += 5)
        for (int place = KEYS_TEXT; place <= KEYS_ANSWER; place++) {
            assert_false(typed((enum key_place)place, "QT:S2611-0001B", gap));
            assert_false(typed((enum key_place)place, "QT:A-1203C", gap));
            assert_false(typed((enum key_place)place, "13800001111", gap));
        }
    assert_false(typed(KEYS_TEXT, "13800001111", 1)); /* nothing is held back where it is text */
    assert_false(typed(KEYS_ACT, "oo", 1));
    assert_false(typed(KEYS_ACT, "2/tmp/list1.csv", 1));
    assert_false(typed(KEYS_ACT, "zhangsanfeng", 1));
    assert_false(typed(KEYS_ACT, "/A-1203", 1));
    assert_false(typed(KEYS_ACT, "WXM", 1));
    assert_false(typed(KEYS_TEXT, "QQ12345678", 1));
    assert_false(typed(KEYS_ACT, "QT:", 1));
}

/* How long a lone key is held back. */
static void a_key_is_not_held_long(void **state)
{
    struct burst b;
    (void)state;
    burst_begin(&b, 'o', KEYS_ACT, 1000, 1000);
    assert_int_equal(burst_wait(&b, 1000), 12);
    burst_begin(&b, '3', KEYS_ANSWER, 1000, 1000);
    assert_int_equal(burst_wait(&b, 1000), 30);
    assert_false(burst_begins('o', KEYS_TEXT));
    assert_false(burst_begins('/', KEYS_ACT));
    burst_begin(&b, 'Q', KEYS_TEXT, 1000, 1000);
    assert_int_equal(burst_wait(&b, 1000), 480);
    burst_add(&b, 'i', 100 * MS); /* Qian: the letter that follows lets it go */
    assert_int_equal(burst_wait(&b, 100 * MS), 0);
}

/* A line that stalls behind a mark that no hand has typed so quickly. */
static void a_stalled_line_spills_nothing(void **state)
{
    struct burst b;
    (void)state;
    burst_begin(&b, 'Q', KEYS_TEXT, 1000, 1000);
    burst_add(&b, 'T', 2000);
    burst_add(&b, ':', 3000);
    for (const char *c = "S2611-0001B"; *c; c++)
        burst_add(&b, *c, 3000 + 1200 * MS);
    assert_true(burst_wait(&b, 1300 * MS) > 1000);
    assert_true(burst_ended(&b, 1300 * MS));
}

/* Typed as text: what stands before an Enter. */
static void a_run_is_judged_by_its_whole_time(void **state)
{
    struct typed_run t = {.n = 0};
    (void)state;
    for (int i = 0; i < 13; i++)
        typed_run_add(&t, "7", 900 * MS, (1000 + 20 * i) * MS);
    assert_false(typed_run_ended(&t, 1400 * MS)); /* an Enter of its own */
    assert_false(typed_run_ended(&t, 1265 * MS)); /* the program was busy: it may have been a hand */
    t.n = 0;
    for (int i = 0; i < 13; i++)
        typed_run_add(&t, "7", 1000 * MS, (1000 + 20 * i) * MS);
    assert_true(typed_run_ended(&t, 1260 * MS));
    assert_string_equal(t.text, "7777777777777");
    typed_run_add(&t, "张", 1270 * MS, 1270 * MS);
    assert_false(typed_run_ended(&t, 1270 * MS));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_scanner_is_known),
        cmocka_unit_test(a_hand_is_none),
        cmocka_unit_test(a_key_is_not_held_long),
        cmocka_unit_test(a_stalled_line_spills_nothing),
        cmocka_unit_test(a_run_is_judged_by_its_whole_time),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
