/* Values and records: what is typed, what is shown, what is written to files. */
#include "qiantai/form.h"
#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

static int64_t now; /* 2026-11-21 09:14:00 in Shanghai, a Saturday */

static int set_now(void **state)
{
    (void)state;
    struct civil c = {.year = 2026, .month = 11, .day = 21, .hour = 9, .minute = 14};
    now = civil_to_time(&c);
    return zone_set("Asia/Shanghai");
}

static struct choice colours[] = {
    {"red", {{"红", "Red"}}}, {"green", {{"绿", "Green"}}}, {"no_answer", {{"无人接听", "no answer"}}}};

static struct field field_of(enum field_type type)
{
    struct field f = {.name = "x", .type = type, .max = 200, .of = -1};
    if (type == FT_ENUM) {
        f.choices = colours;
        f.nchoices = 3;
    }
    return f;
}

static void parses(const struct field *f, const char *in, const char *plain)
{
    struct value v = {0};
    if (field_parse(f, in, now, &v) != QT_OK)
        fail_msg("'%s' refused: %s", in, fault_text());
    char *s = field_plain(f, &v);
    assert_string_equal(s, plain);
    free(s);
    value_clear(&v);
}

static void refuses(const struct field *f, const char *in)
{
    struct value v = {0};
    value_int(&v, 4711);
    if (field_parse(f, in, now, &v) != QT_REFUSED)
        fail_msg("'%s' was taken", in);
    assert_true(strlen(fault_text()) > 5);
    assert_int_equal(v.kind, VAL_INT); /* untouched */
    assert_int_equal(v.i, 4711);
    value_clear(&v);
}

static void shows(const struct field *f, const struct value *v, enum lang lang, const char *text)
{
    char *s = field_show(f, v, lang, now);
    assert_string_equal(s, text);
    free(s);
}

static void nothing_typed_is_null(void **state)
{
    (void)state;
    for (int t = FT_TEXT; t <= FT_COMPUTED; t++) {
        struct field f = field_of((enum field_type)t);
        struct value v = {0};
        value_text(&v, "before");
        assert_int_equal(field_parse(&f, " \xE3\x80\x80 ", now, &v), QT_OK);
        assert_int_equal(v.kind, VAL_NULL);
        shows(&f, &v, LANG_ZH, "");
    }
}

static void texts_are_cleaned_and_not_too_long(void **state)
{
    (void)state;
    struct field f = field_of(FT_TEXT);
    parses(&f, "  王小明\x07\xE2\x80\xAE ", "王小明");
    parses(&f, "a\nb", "a b");
    f.max = 3;
    parses(&f, "王小明", "王小明");
    refuses(&f, "王小明们");
    struct field note = field_of(FT_NOTE);
    parses(&note, "a\nb", "a\nb");
}

static void whole_numbers(void **state)
{
    (void)state;
    struct field f = field_of(FT_INT);
    parses(&f, "12", "12");
    parses(&f, "－３", "-3");
    refuses(&f, "1.5");
    refuses(&f, "zwei");
    refuses(&f, "99999999999999999999");
}

static void numbers_with_decimals_are_kept_whole(void **state)
{
    (void)state;
    struct field f = field_of(FT_INT);
    struct value v = {0};
    f.decimals = 2;
    parses(&f, "78.38", "78.38");
    parses(&f, "78", "78.00");
    parses(&f, "７８．５", "78.50");
    parses(&f, "-0.07", "-0.07");
    refuses(&f, "78.385");
    refuses(&f, "78.");
    refuses(&f, ".5");
    refuses(&f, "7-8.5");
    refuses(&f, "7.8.5");
    refuses(&f, "7.-8");
    refuses(&f, "999999999999999999.99");
    assert_int_equal(field_parse(&f, "78.38", now, &v), QT_OK);
    assert_int_equal(v.i, 7838);
    value_int(&v, INT64_MIN);
    shows(&f, &v, LANG_ZH, "-92233720368547758.08");
    assert_int_equal(field_scale(&f), 100);
    f.decimals = 3;
    parses(&f, "1.5", "1.500");
}

static void percents_are_hundredths_of_one(void **state)
{
    (void)state;
    struct field f = field_of(FT_PERCENT);
    struct value v = {0};
    parses(&f, "12.5%", "12.50");
    parses(&f, "１２．５％", "12.50");
    parses(&f, "0.05 %", "0.05");
    parses(&f, "-3", "-3.00");
    refuses(&f, "12.505");
    refuses(&f, "12%5");
    refuses(&f, "%");
    refuses(&f, "five");
    assert_int_equal(field_parse(&f, "12.5", now, &v), QT_OK);
    assert_int_equal(v.i, 1250);
    shows(&f, &v, LANG_ZH, "12.5%");
    value_int(&v, 300);
    shows(&f, &v, LANG_EN, "3%");
    value_int(&v, 0);
    shows(&f, &v, LANG_EN, "0%");
    value_int(&v, -5);
    shows(&f, &v, LANG_EN, "-0.05%");
    assert_int_equal(field_scale(&f), 100);
    assert_true(field_is_int(&f));
}

static void money_is_fen(void **state)
{
    (void)state;
    struct field f = field_of(FT_MONEY);
    struct value v = {0};
    parses(&f, "1,409.50", "1409.50");
    parses(&f, "20元", "20.00");
    refuses(&f, "20.505");
    value_int(&v, 140950);
    shows(&f, &v, LANG_ZH, "1,409.50");
    value_int(&v, -1205);
    char *s = field_plain(&f, &v);
    assert_string_equal(s, "-12.05");
    free(s);
    value_int(&v, INT64_MIN);
    s = field_plain(&f, &v);
    assert_string_equal(s, "-92233720368547758.08");
    free(s);
}

static void yes_and_no_in_both_languages(void **state)
{
    (void)state;
    static const char *const yes[] = {"是", "yes", "YES", "true", "1", "√", "Ｙ"};
    static const char *const no[] = {"否", "no", "false", "0", "×"};
    struct field f = field_of(FT_BOOL);
    for (size_t i = 0; i < sizeof yes / sizeof *yes; i++)
        parses(&f, yes[i], "1");
    for (size_t i = 0; i < sizeof no / sizeof *no; i++)
        parses(&f, no[i], "0");
    refuses(&f, "也许");
    struct value v = {0};
    value_int(&v, 1);
    shows(&f, &v, LANG_ZH, "是");
    shows(&f, &v, LANG_EN, "yes");
}

static void choices_by_name_or_either_label(void **state)
{
    (void)state;
    struct field f = field_of(FT_ENUM);
    struct value v = {0};
    parses(&f, "red", "red");
    parses(&f, "RED", "red");
    parses(&f, "绿", "green");
    parses(&f, "No Answer", "no_answer");
    refuses(&f, "blue");
    assert_non_null(strstr(fault_text(), "红"));
    f.free = true;
    parses(&f, "blue", "blue");
    value_text(&v, "no_answer");
    shows(&f, &v, LANG_ZH, "无人接听");
    shows(&f, &v, LANG_EN, "no answer");
    value_text(&v, "blue");
    shows(&f, &v, LANG_EN, "blue");
    value_clear(&v);
}

static void several_choices(void **state)
{
    (void)state;
    struct field f = field_of(FT_ENUM);
    struct value v = {0};
    f.multiple = true;
    parses(&f, "green,red", "red,green"); /* in the form's order */
    parses(&f, "绿、红；Red", "red,green");
    parses(&f, "red,", "red");
    refuses(&f, "red,blue");
    value_text(&v, "red,green");
    shows(&f, &v, LANG_ZH, "红、绿");
    shows(&f, &v, LANG_EN, "Red, Green");
    value_clear(&v);
}

static void dates_and_times(void **state)
{
    (void)state;
    struct field date = field_of(FT_DATE), at = field_of(FT_TIME), dt = field_of(FT_DATETIME),
                 len = field_of(FT_DURATION);
    struct value v = {0};
    parses(&date, "明天", "2026-11-22");
    parses(&date, "2026-11-21", "2026-11-21");
    refuses(&date, "2026-02-30");
    parses(&at, "930", "09:30");
    refuses(&at, "25:00");
    parses(&dt, "2026-11-21 09:14", "2026-11-21 09:14:00");
    parses(&dt, "+2h", "2026-11-21 11:14:00");
    refuses(&dt, "gestern");
    parses(&len, "1h30", "90m");
    parses(&len, "90m", "90m"); /* what is written is read again */
    value_int(&v, now);
    shows(&dt, &v, LANG_ZH, "09:14");
}

static void U5_phones_plates_and_id_numbers(void **state)
{
    (void)state;
    struct field phone = field_of(FT_PHONE), id = field_of(FT_IDCARD), plate = field_of(FT_PLATE);
    struct value v = {0};
    parses(&phone, "138 0013 8036", "13800138036");
    refuses(&phone, "abc");
    value_text(&v, "13800138036");
    shows(&phone, &v, LANG_ZH, "138 0013 8036");
    value_clear(&v);
    parses(&id, "11010519491231002x", "11010519491231002X");
    refuses(&id, "110105194912310021");
    refuses(&id, "E12345678");
    struct expr strict = {.sql = "id_kind = 'resident'"};
    id.strict = &strict; /* decided where the whole record is known */
    parses(&id, "ｅ12345678", "E12345678");
    parses(&id, "11010519491231002x", "11010519491231002X");
    parses(&plate, "京a·12345", "京A12345");
}

static void computed_fields_take_nothing(void **state)
{
    (void)state;
    struct field f = field_of(FT_COMPUTED);
    refuses(&f, "1");
}

static void a_sealed_value_shows_its_mask(void **state)
{
    (void)state;
    struct field f = field_of(FT_PHONE);
    struct value v = {0};
    value_text(&v, "138****8036");
    v.sealed = mem_dup("c2VhbGVk");
    shows(&f, &v, LANG_ZH, "138****8036");
    value_clear(&v);
    assert_null(v.sealed);
}

/* ---- rows ---- */

static struct field columns[] = {
    {.name = "name", .type = FT_TEXT, .max = 20, .label = {{"名称", "Name"}}, .of = -1},
    {.name = "count", .type = FT_INT, .max = 200, .label = {{"数量", "Count"}}, .of = -1},
    {.name = "price", .type = FT_MONEY, .max = 200, .label = {{"价", "Price"}}, .of = -1},
};

static struct field rows(void)
{
    struct field f = field_of(FT_ITEMS);
    f.children = columns;
    f.nchildren = 3;
    return f;
}

static void rows_are_checked_cell_by_cell(void **state)
{
    (void)state;
    struct field f = rows();
    parses(&f, "[[\"伞\",2,2000]]", "[[\"伞\",2,2000]]");
    parses(&f, " [ [ \" 伞 \" , \"3\" , \"20元\" ] , [ null, \"\" ] ] ", "[[\"伞\",3,2000]]"); /* empty rows go */
    parses(&f, "[[\"a\"]]", "[[\"a\",null,null]]");
    parses(&f, "[[7,1]]", "[[\"7\",1,null]]");
    parses(&f, "[[\"\\u4f1e\\\"\\ud83c\\udf02\\n\"]]", "[[\"伞\\\"🌂\",null,null]]");
    parses(&f, "[]", "");
    refuses(&f, "[[\"a\",\"zwei\"]]");
    assert_non_null(strstr(fault_text(), "Row 1"));
}

static void damaged_rows_are_refused(void **state)
{
    (void)state;
    static const char *const bad[] = {"x",
                                      "[",
                                      "[[",
                                      "[[1",
                                      "[[1]",
                                      "[[1]]x",
                                      "[1]",
                                      "[[1,]]",
                                      "[[1],]",
                                      "{}",
                                      "[[\"a]]",
                                      "[[1.5]]",
                                      "[[1 2]]",
                                      "[[true]]",
                                      "[[1,2,3,4]]",
                                      "[[\"\\x\"]]",
                                      "[[\"\\ud800\"]]",
                                      "[[\"\\u12\"]]",
                                      "[[99999999999999999999]]"};
    struct field f = rows();
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        refuses(&f, bad[i]);
}

static void rows_are_shown_in_one_line(void **state)
{
    (void)state;
    struct field f = rows();
    struct value v = {0};
    value_text(&v, "[[\"伞\",2,2000],[\"包\",null,null]]");
    shows(&f, &v, LANG_ZH, "伞 2 20.00；包");
    shows(&f, &v, LANG_EN, "伞 2 20.00; 包");
    value_clear(&v);
}

/* ---- what is written is read again ---- */

static void plain_text_survives_the_way_back(void **state)
{
    (void)state;
    static const struct {
        enum field_type type;
        int64_t i;
    } ints[] = {{FT_INT, -7}, {FT_MONEY, 140905}, {FT_MONEY, -1}, {FT_DATETIME, 1795223640},
                {FT_BOOL, 1}, {FT_DURATION, 5400}};
    for (size_t i = 0; i < sizeof ints / sizeof *ints; i++) {
        struct field f = field_of(ints[i].type);
        struct value v = {0}, back = {0};
        value_int(&v, ints[i].i);
        char *s = field_plain(&f, &v);
        if (field_parse(&f, s, now, &back) != QT_OK)
            fail_msg("type %d: '%s' refused: %s", (int)ints[i].type, s, fault_text());
        assert_true(value_same(&v, &back));
        free(s);
    }
}

/* ---- values and records ---- */

static void values_compare_by_kind_and_content(void **state)
{
    (void)state;
    struct value a = {0}, b = {0};
    assert_true(value_same(&a, &b));
    value_int(&a, 1);
    assert_false(value_same(&a, &b));
    value_text(&b, "1");
    assert_false(value_same(&a, &b));
    value_text(&a, "1");
    assert_true(value_same(&a, &b));
    value_text(&a, a.s); /* from itself */
    assert_string_equal(a.s, "1");
    a.sealed = mem_dup("x");
    assert_false(value_same(&a, &b));
    value_copy(&b, &a);
    assert_true(value_same(&a, &b));
    value_text(&a, NULL);
    assert_int_equal(a.kind, VAL_NULL);
    value_clear(&a);
    value_clear(&b);
}

static void a_record_knows_its_number_and_state(void **state)
{
    (void)state;
    struct forms *set;
    struct problems p = {0};
    assert_int_equal(forms_load(QT_SOURCE_DIR "/forms", &set, &p), QT_OK);
    const struct form *f = forms_find(set, "visitor");
    struct record *r = record_new(f);
    assert_string_equal(record_number(r), "");
    assert_int_equal(record_state(r), -1);
    assert_int_equal(record_set_text(r, "number", "261121-001"), QT_OK);
    assert_int_equal(record_set_text(r, "state", "inside"), QT_OK);
    assert_int_equal(record_set_text(r, "nobody", "x"), QT_NOTFOUND);
    assert_string_equal(record_number(r), "261121-001");
    assert_int_equal(record_state(r), form_state(f, "inside"));
    assert_int_equal(record_get(r, "nobody")->kind, VAL_NULL);
    char *s = field_show(&f->fields[form_sys(f, SYS_STATE)], record_get(r, "state"), LANG_ZH, now);
    assert_string_equal(s, "在访");
    free(s);
    struct record *copy = record_copy(r);
    assert_int_equal(record_set_text(r, "state", "left"), QT_OK);
    assert_string_equal(record_get(copy, "state")->s, "inside");
    record_free(copy);
    record_free(r);
    record_free(NULL);
    problems_free(&p);
    forms_free(set);
}

static void widths_fit_what_is_shown(void **state)
{
    (void)state;
    struct field f = field_of(FT_ENUM);
    assert_int_equal(field_width(&f), 9); /* "no answer" */
    f = field_of(FT_DATE);
    assert_int_equal(field_width(&f), 10);
    f.width = 33;
    assert_int_equal(field_width(&f), 33);
    for (int t = FT_TEXT; t <= FT_COMPUTED; t++) {
        f = field_of((enum field_type)t);
        assert_true(field_width(&f) > 0);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_typed_is_null),
        cmocka_unit_test(texts_are_cleaned_and_not_too_long),
        cmocka_unit_test(whole_numbers),
        cmocka_unit_test(numbers_with_decimals_are_kept_whole),
        cmocka_unit_test(percents_are_hundredths_of_one),
        cmocka_unit_test(money_is_fen),
        cmocka_unit_test(yes_and_no_in_both_languages),
        cmocka_unit_test(choices_by_name_or_either_label),
        cmocka_unit_test(several_choices),
        cmocka_unit_test(dates_and_times),
        cmocka_unit_test(U5_phones_plates_and_id_numbers),
        cmocka_unit_test(computed_fields_take_nothing),
        cmocka_unit_test(a_sealed_value_shows_its_mask),
        cmocka_unit_test(rows_are_checked_cell_by_cell),
        cmocka_unit_test(damaged_rows_are_refused),
        cmocka_unit_test(rows_are_shown_in_one_line),
        cmocka_unit_test(plain_text_survives_the_way_back),
        cmocka_unit_test(values_compare_by_kind_and_content),
        cmocka_unit_test(a_record_knows_its_number_and_state),
        cmocka_unit_test(widths_fit_what_is_shown),
    };
    return cmocka_run_group_tests(tests, set_now, NULL);
}
