/* Money: what people type, what is shown, capitals. */
#include "qiantai/base.h"
#include "unit/check.h"

static void amounts_are_read(void **state)
{
    static const struct {
        const char *in;
        int64_t fen;
    } good[] = {
        {"0", 0},
        {"20", 2000},
        {"20.5", 2050},
        {"20.50", 2050},
        {"0.05", 5},
        {".5", 50},
        {"5.", 500},
        {"1,409.50", 140950},
        {"1,234,567.89", 123456789},
        {"￥20", 2000},
        {"¥ 20", 2000},
        {"20元", 2000},
        {"20 元", 2000},
        {"人民币20元整", 2000},
        {"RMB 20", 2000},
        {"20 rmb", 2000},
        {"20块", 2000},
        {"２０．５０", 2050},
        {"￥１，４０９．５０", 140950},
        {" 20　", 2000},
        {"-20", -2000},
        {"−0.01", -1},
        {"负20元", -2000},
        {"¥-20", -2000},
        {"007", 700},
        {"999999999999.99", 99999999999999},
        {"000000000000000001", 100},
    };
    int64_t fen;

    (void)state;
    for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
        assert_int_equal(money_parse(good[i].in, &fen), QT_OK);
        assert_int_equal(fen, good[i].fen);
    }
}

static void what_is_no_amount_is_refused(void **state)
{
    static const char *const bad[] = {
        "",
        "元",
        "abc",
        "1.234",
        "1,40",
        "1,4095",
        "12,34,567",
        ",100",
        "1234,567",
        "1,,000",
        "1.2.3",
        "1e5",
        "0x10",
        "20元5",
        "--20",
        "20-",
        ".",
        "-",
        "1 000",
        "13800138000138",
        "1000000000000",
        "99999999999999999999999",
        "1,000.50.1",
        "20美元",
    };
    int64_t fen = 77;

    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        fault_clear();
        assert_int_equal(money_parse(bad[i], &fen), QT_REFUSED);
        assert_int_equal(fen, 77);
        assert_string_not_equal(fault_text(), "");
    }
}

static void amounts_are_shown(void **state)
{
    (void)state;
    assert_text(money_show(0), "0.00");
    assert_text(money_show(5), "0.05");
    assert_text(money_show(140950), "1,409.50");
    assert_text(money_show(100000), "1,000.00");
    assert_text(money_show(99999), "999.99");
    assert_text(money_show(123456789), "1,234,567.89");
    assert_text(money_show(-5), "-0.05");
    assert_text(money_show(-10000000), "-100,000.00");
    assert_text(money_show(INT64_MAX), "92,233,720,368,547,758.07");
    assert_text(money_show(INT64_MIN), "-92,233,720,368,547,758.08");
}

/* Every example of the rule, and the zeros around 元, 万 and 亿. */
static void u6_capitals(void **state)
{
    static const struct {
        int64_t fen;
        const char *capitals;
    } rule[] = {
        {140950, "人民币壹仟肆佰零玖元伍角"},
        {600714, "人民币陆仟零柒元壹角肆分"},
        {168032, "人民币壹仟陆佰捌拾元零叁角贰分"},
        {10700053, "人民币壹拾万柒仟元零伍角叁分"},
        {1640902, "人民币壹万陆仟肆佰零玖元零贰分"},
        {32504, "人民币叁佰贰拾伍元零肆分"},
        {10000, "人民币壹佰元整"},
        {0, "人民币零元整"},
        {1, "人民币壹分"},
        {10, "人民币壹角"},
        {11, "人民币壹角壹分"},
        {100, "人民币壹元整"},
        {101, "人民币壹元零壹分"},
        {1000, "人民币壹拾元整"},
        {1001, "人民币壹拾元零壹分"},
        {1010, "人民币壹拾元零壹角"},
        {1100, "人民币壹拾壹元整"},
        {10100, "人民币壹佰零壹元整"},
        {11000, "人民币壹佰壹拾元整"},
        {100100, "人民币壹仟零壹元整"},
        {101000, "人民币壹仟零壹拾元整"},
        {1000000, "人民币壹万元整"},
        {1000100, "人民币壹万零壹元整"},
        {1010000, "人民币壹万零壹佰元整"},
        {1100000, "人民币壹万壹仟元整"},
        {10000001, "人民币壹拾万元零壹分"},
        {10000000, "人民币壹拾万元整"},
        {100500000, "人民币壹佰万伍仟元整"},
        {100000700, "人民币壹佰万零柒元整"},
        {1000000000, "人民币壹仟万元整"},
        {10000000000, "人民币壹亿元整"},
        {10000000100, "人民币壹亿零壹元整"},
        {10000500000, "人民币壹亿零伍仟元整"},
        {10001000000, "人民币壹亿零壹万元整"},
        {10100000000, "人民币壹亿零壹佰万元整"},
        {11000000000, "人民币壹亿壹仟万元整"},
        {12345678901, "人民币壹亿贰仟叁佰肆拾伍万陆仟柒佰捌拾玖元零壹分"},
        {99999999999999, "人民币玖仟玖佰玖拾玖亿玖仟玖佰玖拾玖万玖仟玖佰玖拾玖元玖角玖分"},
        {-2000, "人民币负贰拾元整"},
        {-1, "人民币负壹分"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof rule / sizeof *rule; i++)
        assert_text(money_capitals(rule[i].fen), rule[i].capitals);
}

/* The rule's own examples, and each kind of month and day. */
static void dates_in_capitals(void **state)
{
    static const struct {
        const char *date, *capitals;
    } rule[] = {
        {"2026-01-15", "贰零贰陆年零壹月壹拾伍日"},   {"2026-10-20", "贰零贰陆年零壹拾月零贰拾日"},
        {"2026-11-28", "贰零贰陆年壹拾壹月贰拾捌日"}, {"2000-02-01", "贰零零零年零贰月零壹日"},
        {"2027-12-10", "贰零贰柒年壹拾贰月零壹拾日"}, {"1998-03-30", "壹玖玖捌年叁月零叁拾日"},
        {"2026-09-09", "贰零贰陆年玖月零玖日"},       {"2026-07-31", "贰零贰陆年柒月叁拾壹日"},
        {"2026-11-11", "贰零贰陆年壹拾壹月壹拾壹日"}, {"2026-08-19", "贰零贰陆年捌月壹拾玖日"},
        {"2024-02-29", "贰零贰肆年零贰月贰拾玖日"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof rule / sizeof *rule; i++)
        assert_text(date_capitals(rule[i].date), rule[i].capitals);
    assert_null(date_capitals("2026-02-29"));
    assert_null(date_capitals("28.11.2026"));
    assert_null(date_capitals(""));
}

/* Read back by the meaning of the signs, each amount gives itself; 零 never stands double. */
static int64_t read_capitals(const char *s)
{
    static const char *const digit[] = {"零", "壹", "贰", "叁", "肆", "伍", "陆", "柒", "捌", "玖"};
    static const struct {
        const char *sign;
        int64_t value;
    } unit[] = {{"仟", 1000}, {"佰", 100}, {"拾", 10}};
    int64_t total = 0, section = 0, one = 0, fen = 0;

    for (size_t n; *s; s += n) {
        char sign[5] = "";

        n = text_next(s, NULL);
        memcpy(sign, s, n);
        for (int i = 0; i < 10; i++)
            one = strcmp(sign, digit[i]) == 0 ? i : one;
        for (int i = 0; i < 3; i++)
            if (strcmp(sign, unit[i].sign) == 0) {
                section += one * unit[i].value;
                one = 0;
            }
        if (strcmp(sign, "万") == 0 || strcmp(sign, "亿") == 0 || strcmp(sign, "元") == 0) {
            int64_t scale = strcmp(sign, "万") == 0 ? 10000 : strcmp(sign, "亿") == 0 ? 100000000 : 1;

            total = scale == 100000000 ? (total + section + one) * scale : total + (section + one) * scale;
            section = one = 0;
        } else if (strcmp(sign, "角") == 0 || strcmp(sign, "分") == 0) {
            fen += one * (strcmp(sign, "角") == 0 ? 10 : 1);
            one = 0;
        }
    }
    return total * 100 + fen;
}

static void u6_capitals_read_back(void **state)
{
    uint64_t seed = 42;

    (void)state;
    for (int i = 0; i < 20000; i++) {
        int64_t fen;
        char *capitals;

        seed = seed * 6364136223846793005u + 1442695040888963407u;
        fen = (int64_t)((seed >> 17) % 100000000000000);
        for (int zero = 0; zero < (int)(seed >> 60); zero++)
            fen = zero % 2 ? fen / 10 : fen - fen % 1000; /* many zeros, many sizes */
        capitals = money_capitals(fen);
        assert_int_equal(read_capitals(capitals + strlen("人民币")), fen);
        assert_null(strstr(capitals, "零零"));
        assert_null(strstr(capitals, "零万"));
        assert_null(strstr(capitals, "零亿"));
        assert_true(fen == 0 || !strstr(capitals, "零元"));
        free(capitals);
    }
}

static void capitals_refuse_none(void **state)
{
    char *s = money_capitals(INT64_MIN);

    (void)state;
    assert_non_null(strstr(s, "负"));
    free(s);
    free(money_capitals(INT64_MAX));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(amounts_are_read),     cmocka_unit_test(what_is_no_amount_is_refused),
        cmocka_unit_test(amounts_are_shown),    cmocka_unit_test(u6_capitals),
        cmocka_unit_test(dates_in_capitals),    cmocka_unit_test(u6_capitals_read_back),
        cmocka_unit_test(capitals_refuse_none),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
