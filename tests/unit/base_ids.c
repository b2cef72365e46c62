/* Phones, ID cards, plates, names (U5). All numbers are invented. */
#include "qiantai/base.h"
#include "unit/check.h"

typedef int parse_fn(const char *in, char **out);

static void parses(parse_fn *parse, const char *in, const char *expected)
{
    char *out = NULL, *again = NULL;

    if (parse(in, &out) != QT_OK)
        fail_msg("'%s' was refused: %s", in, fault_text());
    assert_string_equal(out, expected);
    assert_int_equal(parse(out, &again), QT_OK); /* the stored form is a fixed point */
    assert_string_equal(again, out);
    free(out);
    free(again);
}

static void refuses(parse_fn *parse, const char *in, const char *reason)
{
    char *out = NULL;

    fault_clear();
    if (parse(in, &out) != QT_REFUSED)
        fail_msg("'%s' was taken as '%s'", in, out);
    assert_null(out);
    if (!strstr(fault_text(), reason))
        fail_msg("'%s' was refused with: %s", in, fault_text());
}

static void u5_mobiles(void **state)
{
    (void)state;
    parses(phone_parse, "13800138000", "13800138000");
    parses(phone_parse, "138 0013 8000", "13800138000");
    parses(phone_parse, "138-0013-8000", "13800138000");
    parses(phone_parse, "１３８００１３８０００", "13800138000");
    parses(phone_parse, "+8613800138000", "13800138000");
    parses(phone_parse, "+86 138-0013-8000", "13800138000");
    parses(phone_parse, "0086 13800138000", "13800138000");
    parses(phone_parse, "8613800138000", "13800138000");
    parses(phone_parse, "19912345678", "19912345678");
    refuses(phone_parse, "12800138000", "13 to 19");
    refuses(phone_parse, "1380013800", "11 digits");
    refuses(phone_parse, "138001380001", "11 digits");
    refuses(phone_parse, "138****8000", "masked");
}

static void u5_other_numbers(void **state)
{
    (void)state;
    parses(phone_parse, "0755-83051234", "075583051234");
    parses(phone_parse, "(0755) 8305 1234", "075583051234");
    parses(phone_parse, "0755-8305-1234", "075583051234");
    parses(phone_parse, "010-62345678-801", "01062345678-801");
    parses(phone_parse, "021 6234 5678 转 801", "02162345678-801");
    parses(phone_parse, "0755-83051234 分机8", "075583051234-8");
    parses(phone_parse, "83051234-12", "83051234-12");
    parses(phone_parse, "83051234 ext. 12", "83051234-12");
    parses(phone_parse, "8305-1234", "83051234");
    parses(phone_parse, "400-830-5555", "4008305555");
    parses(phone_parse, "400-8305-555", "4008305555");
    parses(phone_parse, "+86 755 83051234", "075583051234");
    parses(phone_parse, "+86 (0)755 83051234", "075583051234");
    parses(phone_parse, "+852 2345 6789", "+85223456789");
    parses(phone_parse, "+852-2345-6789", "+85223456789");
    parses(phone_parse, "+1-415-555-2671", "+14155552671");
    parses(phone_parse, "+44 20 7946 0958", "+442079460958");
    parses(phone_parse, "00442079460958", "+442079460958");
    parses(phone_parse, "110", "110");
    parses(phone_parse, "8036", "8036");
    parses(phone_parse, "95588", "95588");
    refuses(phone_parse, "", "empty");
    refuses(phone_parse, "  ", "empty");
    refuses(phone_parse, "12", "3 to 15");
    refuses(phone_parse, "0755831", "area code");
    refuses(phone_parse, "+1234", "foreign");
    refuses(phone_parse, "12345678901234567890", "");
    refuses(phone_parse, "王小明", "only digits");
    refuses(phone_parse, "83051234 call me", "only digits");
    refuses(phone_parse, "83051234转1234567", "too long");
    refuses(phone_parse, "8036 转 12", "too short");
    refuses(phone_parse, "+", "foreign");
    refuses(phone_parse, "----", "");
}

static void phones_are_shown_and_masked(void **state)
{
    (void)state;
    assert_text(phone_show("13800138000"), "138 0013 8000");
    assert_text(phone_show("075583051234"), "0755-83051234");
    assert_text(phone_show("01062345678-801"), "010-62345678-801");
    assert_text(phone_show("+85223456789"), "+85223456789");
    assert_text(phone_show("8036"), "8036");
    assert_text(phone_show(""), "");
    assert_text(phone_mask("13800138036"), "138****8036");
    assert_text(phone_mask("075583051234"), "075*****1234");
    assert_text(phone_mask("01062345678-801"), "010****5678-***");
    assert_text(phone_mask("83051234"), "8***1234");
    assert_text(phone_mask("8036"), "**36");
    assert_text(phone_mask("12"), "**");
    assert_text(phone_mask(""), "");
}

static void u5_id_cards(void **state)
{
    (void)state;
    clock_fix(1795222800); /* November 2026 */
    parses(idcard_parse, "110101199003070011", "110101199003070011");
    parses(idcard_parse, "44030519851120001x", "44030519851120001X");
    parses(idcard_parse, "44030519851120001X", "44030519851120001X");
    parses(idcard_parse, " 310115 20000229 0048 ", "310115200002290048");
    parses(idcard_parse, "４４０１０６１９９２１２３１３３１３", "440106199212313313");
    parses(idcard_parse, "110101900307001", "110101900307001"); /* fifteen digits */
    refuses(idcard_parse, "110101199003070012", "check digit");
    refuses(idcard_parse, "440305198511200010", "check digit");
    refuses(idcard_parse, "11010119900307001X", "check digit");
    refuses(idcard_parse, "11010119900307001", "this one has 17");
    refuses(idcard_parse, "1101011990030700111", "this one has 19");
    refuses(idcard_parse, "", "this one has 0");
    refuses(idcard_parse, "110101199002300011", "1990-02-30");
    refuses(idcard_parse, "110101900230001", "1990-02-30");
    refuses(idcard_parse, "310115210002290048", "2100-02-29");
    refuses(idcard_parse, "110101202703070011", "future");
    refuses(idcard_parse, "11010119900307X011", "only digits");
    refuses(idcard_parse, "11010190030700X", "only digits");
    refuses(idcard_parse, "abcdefghijklmnopqr", "only digits");
    clock_source(NULL);
}

/* Any single wrong digit and any two swapped neighbours are found. */
static void u5_check_digit_finds_slips(void **state)
{
    static const char good[] = "440106199212313313";

    (void)state;
    for (int i = 0; i < 18; i++) {
        for (char digit = '0'; digit <= '9'; digit++) {
            char bad[19];

            memcpy(bad, good, sizeof bad);
            bad[i] = digit;
            if (digit != good[i])
                refuses(idcard_parse, bad, "");
        }
    }
    for (int i = 0; i < 17; i++) {
        char bad[19];

        memcpy(bad, good, sizeof bad);
        bad[i] = good[i + 1];
        bad[i + 1] = good[i];
        if (good[i] != good[i + 1])
            refuses(idcard_parse, bad, "");
    }
}

static void plates(void **state)
{
    (void)state;
    parses(plate_parse, "粤B12345", "粤B12345");
    parses(plate_parse, "粤b·12345", "粤B12345");
    parses(plate_parse, "粤B-12 345", "粤B12345");
    parses(plate_parse, "粤ＢＤ１２３４５", "粤BD12345");
    parses(plate_parse, "粤Z1234港", "粤Z1234港");
    parses(plate_parse, "京A1234警", "京A1234警");
    parses(plate_parse, "使014578", "使014578");
    parses(plate_parse, "ab-123-cd", "AB123CD");
    parses(plate_parse, "A777AA", "A777AA");
    refuses(plate_parse, "粤12345", "mainland");
    refuses(plate_parse, "粤B1234", "mainland");
    refuses(plate_parse, "粤B1234567", "mainland");
    refuses(plate_parse, "粤B1港234", "mainland");
    refuses(plate_parse, "", "2 to 12");
    refuses(plate_parse, "ABCDEFG123456", "2 to 12");
    refuses(plate_parse, "AB/12", "letters and digits");
    refuses(plate_parse, "ABC", "digit");
}

static void u5_names(void **state)
{
    struct buf b = {0};

    (void)state;
    assert_int_equal(name_check("王明"), QT_OK);
    assert_int_equal(name_check("O'Brien"), QT_OK);
    assert_int_equal(name_check("阿不都·热合曼"), QT_OK);
    assert_int_equal(name_check("Нина"), QT_OK);
    assert_int_equal(name_check("𠮷\U00030EDD"), QT_OK);
    assert_int_equal(name_check("王\uE863"), QT_OK);
    assert_int_equal(name_check("王"), QT_REFUSED);
    assert_int_equal(name_check(""), QT_REFUSED);
    assert_int_equal(name_check("12345"), QT_REFUSED);
    assert_int_equal(name_check("１２３"), QT_REFUSED);
    assert_int_equal(name_check("--- 12"), QT_REFUSED);
    for (int i = 0; i < 60; i++)
        buf_add(&b, "王");
    assert_int_equal(name_check(b.s), QT_OK);
    buf_add(&b, "e\u0301");
    assert_int_equal(name_check(b.s), QT_REFUSED);
    assert_non_null(strstr(fault_text(), "61"));
    buf_free(&b);
}

/* Long pastes and malformed text get a sentence, whatever the field. */
static void hostile_input_is_refused(void **state)
{
    static parse_fn *const parse[] = {phone_parse, idcard_parse, plate_parse};
    static const char *const piece[] = {"9", "王", "\xff", "-", "转", "\u202e"};

    (void)state;
    for (size_t i = 0; i < sizeof piece / sizeof *piece; i++) {
        struct buf b = {0};

        for (int k = 0; k < 8000; k++)
            buf_add(&b, piece[i]);
        for (size_t k = 0; k < sizeof parse / sizeof *parse; k++)
            refuses(parse[k], b.s, "");
        buf_free(&b);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(u5_mobiles),
        cmocka_unit_test(u5_other_numbers),
        cmocka_unit_test(phones_are_shown_and_masked),
        cmocka_unit_test(u5_id_cards),
        cmocka_unit_test(u5_check_digit_finds_slips),
        cmocka_unit_test(plates),
        cmocka_unit_test(u5_names),
        cmocka_unit_test(hostile_input_is_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
