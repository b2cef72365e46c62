/* Expressions: values, functions, what is refused, how mistakes are told. */
#include "store_help.h"

static struct calendar *calendar;
static struct who clerk = {"li", "clerk", "pts/1"};

static const struct calendar *host_calendar(void *arg)
{
    (void)arg;
    return calendar;
}

static const struct who *host_who(void *arg)
{
    (void)arg;
    return &clerk;
}

static int setup(void **state)
{
    static const struct cal_segment day[] = {{510, 720}, {780, 1050}};
    struct lab *lab = lab_new();
    const struct expr_host host = {.calendar = host_calendar, .who = host_who};
    calendar = cal_new();
    for (int weekday = 1; weekday <= 5; weekday++)
        cal_set_week(calendar, weekday, day, 2);
    assert_int_equal(cal_set_day(calendar, "2026-10-01", false), 0);
    expr_host_set(lab->db, &host);
    *state = lab;
    return 0;
}

static int teardown(void **state)
{
    lab_free(*state);
    cal_free(calendar);
    return 0;
}

/* Evaluates text in a slot that is compiled anew, since the record's form is another each time. */
static int eval(struct lab *lab, const char *sql, const struct record *r, struct value *out)
{
    struct expr e = {.sql = (char *)sql, .at = {"forms/test.yaml", 3, 11}, .slot = 0};
    evaluator_free(lab->db->eval);
    lab->db->eval = NULL;
    return expr_eval(lab->db, &e, r, NULL, 0, out);
}

static void is_text(struct lab *lab, const struct record *r, const char *sql, const char *want)
{
    struct value v = {0};
    assert_ok(eval(lab, sql, r, &v));
    if (v.kind != VAL_TEXT || strcmp(v.s, want) != 0)
        fail_msg("%s is %s", sql, v.kind == VAL_TEXT ? v.s : "no text");
    value_clear(&v);
}

static void is_int(struct lab *lab, const struct record *r, const char *sql, int64_t want)
{
    struct value v = {0};
    assert_ok(eval(lab, sql, r, &v));
    if (v.kind != VAL_INT || v.i != want)
        fail_msg("%s is %lld", sql, v.kind == VAL_INT ? (long long)v.i : -1LL);
    value_clear(&v);
}

static void is_null(struct lab *lab, const struct record *r, const char *sql)
{
    struct value v = {0};
    assert_ok(eval(lab, sql, r, &v));
    if (v.kind != VAL_NULL)
        fail_msg("%s is not null", sql);
    value_clear(&v);
}

static void fields_are_seen(void **state)
{
    struct lab *lab = *state;
    struct record *r = a_visitor(lab, "7", "王小明");
    is_int(lab, r, "party + 1", 3);
    is_text(lab, r, "name || ' -- party' || party", "王小明 -- party2");
    is_int(lab, r, "until - saved_at = hours(2)", 1);
    is_null(lab, r, "plate");
    is_int(lab, r, "PARTY", 2);
    is_int(lab, r, "id", 0);
    is_text(lab, r, "state || number", "inside7");
    is_int(lab, r, "party * 1.26", 3);
    is_int(lab, NULL, "1 + 1 -- a remark", 2);
    record_free(r);
}

static void functions_of_time(void **state)
{
    struct lab *lab = *state; /* Saturday 2026-11-21 09:00 */
    is_int(lab, NULL, "now()", TEST_NOW);
    is_text(lab, NULL, "today()", "2026-11-21");
    is_int(lab, NULL, "minutes(10) + hours(1.5) + days(2)", 600 + 5400 + 172800);
    is_int(lab, NULL, "at(today(), '17:00')", TEST_NOW + 8 * HOUR);
    is_int(lab, NULL, "at(now(), '9:30')", TEST_NOW + 30 * MINUTE);
    is_text(lab, NULL, "date_add('2026-12-31', 1)", "2027-01-01");
    is_int(lab, NULL, "weekday(today())", 6);
    is_int(lab, NULL, "weekday(now() + days(1))", 7);
    is_text(lab, NULL, "timeofday(now())", "09:00");
    is_int(lab, NULL, "worknext(now())", TEST_NOW + 2 * DAY - 30 * MINUTE);
    is_int(lab, NULL, "worknext(now() + days(2))", TEST_NOW + 2 * DAY);
    is_int(lab, NULL, "workdays(now(), 2)", TEST_NOW + 3 * DAY + 8 * HOUR + 30 * MINUTE);
    is_int(lab, NULL, "workhours(now() + days(2), 4)", TEST_NOW + 2 * DAY + 5 * HOUR);
    is_text(lab, NULL, "next_workday('2026-09-30')", "2026-09-30");
    is_text(lab, NULL, "next_workday('2026-10-01')", "2026-10-02"); /* only the 1st is off here */
    is_text(lab, NULL, "next_workday(now())", "2026-11-23");
    is_text(lab, NULL, "next_workday(month_day(20, '2026-12-20'))", "2026-12-21");
    is_text(lab, NULL, "month_day(20) || month_day(31) || month_day(31, '2026-02-03') || month_day(30, '2028-02-01')",
            "2026-11-202026-11-302026-02-282028-02-29");
    is_text(lab, NULL, "date(now()) || date('2026-11-03') || date(now() + hours(15))",
            "2026-11-212026-11-032026-11-22");
    is_text(lab, NULL, "capital_date(today()) || capital_date(now())",
            "贰零贰陆年壹拾壹月贰拾壹日贰零贰陆年壹拾壹月贰拾壹日");
    static const char *const nulls[] = {
        "minutes(null)",  "at(null, '17:00')",      "at(now(), null)",    "date_add(null, 1)",
        "weekday(null)",  "timeofday(null)",        "workdays(null, 1)",  "workhours(now(), null)",
        "worknext(null)", "at('nonsense', '9:00')", "owes(null)",         "money(null)",
        "mask(null)",     "capitals(null)",         "next_workday(null)", "month_day(null)",
        "date(null)",     "capital_date(null)",     "month_day(1, null)", "date('nonsense')"};
    for (size_t i = 0; i < sizeof(nulls) / sizeof(*nulls); i++)
        is_null(lab, NULL, nulls[i]);
}

static void functions_of_the_desk(void **state)
{
    struct lab *lab = *state;
    struct record *unit = record_new(lab_form(lab, "unit")), *r = a_visitor(lab, "1", "王小明"),
                  *again = a_visitor(lab, "2", "王小明");
    set_text(unit, "number", "A-1203");
    set_text(unit, "code", "A-1203");
    set_int(unit, "floor", 12);
    put(lab, "save", NULL, unit);
    put(lab, "save", NULL, r);
    put(lab, "save", NULL, again);
    is_int(lab, NULL, "get('unit', 'A-1203', 'floor')", 12);
    is_null(lab, NULL, "get('unit', 'B-1', 'floor')");
    is_int(lab, NULL, "count_like('visitor', 'phone', '13800138036', 30)", 2);
    is_int(lab, r, "count_like('visitor', 'phone', phone, 30)", 1);
    is_int(lab, r, "owes(unit)", 0);
    is_text(lab, NULL, "staff() || role()", "liclerk");
    forms_add_setting(lab->forms, "closing_time", "20:00", "闭楼", "closing", "");
    forms_add_setting(lab->forms, "keep", "14", "保留", "kept", "");
    struct value refused = {0};
    is_text(lab, NULL, "setting('closing_time')", "20:00");
    is_int(lab, NULL, "setting('keep')", 14); /* a number by its default */
    assert_int_equal(eval(lab, "setting('nothing')", NULL, &refused), QT_REFUSED);
    assert_ok(db_begin(lab->db));
    assert_ok(setting_set(lab->db, &clerk, "closing_time", "21:30"));
    assert_ok(db_commit(lab->db));
    is_text(lab, NULL, "setting('closing_time')", "21:30");
    is_text(lab, NULL, "latest('visitor', 'phone', '13800138036')", record_number(again));
    is_text(lab, again, "latest('visitor', 'phone', phone)", record_number(r));
    is_null(lab, NULL, "latest('visitor', 'phone', '13800138036', 'name', '无此人')");
    is_null(lab, NULL, "latest('visitor', 'phone', null)");
    is_text(lab, NULL, "label('visitor', 'state', 'inside')", "inside");
    is_text(lab, NULL, "tr('人', 'people')", "people");
    is_int(lab, NULL, "zh()", 0);
    db_set_lang(lab->db, LANG_ZH);
    is_text(lab, NULL, "tr('人', 'people')", "人");
    is_int(lab, NULL, "zh()", 1);
    is_int(lab, NULL, "valid_name('王小明') and not valid_name('1') and valid_name(null)", 1);
    is_text(lab, NULL, "money(140950)", "1,409.50");
    is_text(lab, NULL, "capitals(140950) || capitals(0) || capitals(-2000)",
            "人民币壹仟肆佰零玖元伍角人民币零元整人民币负贰拾元整");
    is_text(lab, NULL, "mask('110105199003071233')", "1***************33");
    record_free(unit);
    record_free(r);
    record_free(again);
}

static void secrets_cannot_be_got(void **state)
{
    struct lab *lab = *state;
    struct value v = {0};
    assert_int_equal(eval(lab, "get('visitor', '1', 'id_number')", NULL, &v), QT_REFUSED);
    assert_int_equal(eval(lab, "get('staff', 'li', 'pin')", NULL, &v), QT_REFUSED);
    assert_int_equal(eval(lab, "count_like('visitor', 'id_number', 'x', 1)", NULL, &v), QT_REFUSED);
}

static void extras_are_bound_by_name(void **state)
{
    struct lab *lab = *state;
    struct expr e = {.sql = (char *)"due - minutes(started)", .at = {"f", 1, 1}, .slot = 1};
    struct named extras[] = {{"started", {.kind = VAL_INT, .i = 2}}, {"due", {.kind = VAL_INT, .i = 1000}}};
    struct value v = {0};
    assert_ok(expr_eval(lab->db, &e, NULL, extras, 2, &v));
    assert_int_equal(v.i, 880);
    assert_ok(expr_eval(lab->db, &e, NULL, extras, 1, &v));
    assert_int_equal(v.kind, VAL_NULL);
}

static void truth(void **state)
{
    struct lab *lab = *state;
    static const struct {
        const char *sql;
        bool when_null, want;
    } cases[] = {{"1", false, true},   {"0", true, false},     {"null", true, true},  {"null", false, false},
                 {"'1'", false, true}, {"'abc'", true, false}, {"2 > 1", false, true}};
    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        struct expr e = {.sql = (char *)cases[i].sql, .at = {"f", 1, 1}, .slot = (int)i};
        bool out;
        assert_ok(expr_true(lab->db, &e, NULL, cases[i].when_null, &out));
        assert_int_equal(out, cases[i].want);
    }
}

static void what_is_refused(void **state)
{
    struct lab *lab = *state;
    static const char *const refused[] = {
        "load_extension('x')",
        "(select 1)",
        "(select name from sqlite_master)",
        "exists (select * from journal)",
        "1) from sqlite_master --",
        "1), (2",
        "1; select 2",
        "1); attach ':memory:' as x; --",
        "random()",
        "randomblob(8)",
        "datetime('now')",
        "date()",
        "date('now', '+1 day')",
        "month_day(0)",
        "month_day(1, 2, 3)",
        "current_timestamp",
        "readfile('/etc/passwd')",
        "sqlite_version()",
        "count(*)",
        "sum(1) over ()",
        "",
        "1 +",
        "\"not a field\"",
        "zeroblob(1000000000)",
        "(with recursive t(i) as (select 1 union all select i + 1 from t) select i from t)",
    };
    struct value v = {0};
    for (size_t i = 0; i < sizeof(refused) / sizeof(*refused); i++)
        if (eval(lab, refused[i], NULL, &v) != QT_REFUSED)
            fail_msg("accepted: %s", refused[i]);
    is_int(lab, NULL, "1", 1);
}

static void mistakes_are_told_with_their_place(void **state)
{
    struct lab *lab = *state;
    struct record *r = a_visitor(lab, "1", "王小明");
    struct value v = {0};
    static const struct {
        const char *sql, *told;
    } cases[] = {
        {"party > 1 and parti < 3", "forms/test.yaml:3:25: unknown field 'parti' (did you mean 'party'?)"},
        {"'王' || nam", "forms/test.yaml:3:18: unknown field 'nam' (did you mean 'name'?)"},
        {"party > 1\nand zzzzzz", "forms/test.yaml:4:5: unknown field 'zzzzzz'"},
        {"minute(3)", "forms/test.yaml:3:11: unknown function 'minute' (did you mean 'minutes'?)"},
        {"1 + random()", "forms/test.yaml:3:15: unknown function 'random'"},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        assert_int_equal(eval(lab, cases[i].sql, r, &v), QT_REFUSED);
        assert_string_equal(fault_text(), cases[i].told);
    }
    assert_int_equal(eval(lab, "minutes(1, 2)", r, &v), QT_REFUSED);
    assert_non_null(strstr(fault_text(), "minutes"));
    record_free(r);
}

static void every_expression_of_our_forms_compiles(void **state)
{
    struct lab *lab = *state;
    struct problems problems = {0};
    struct buf text = {0};
    forms_add_setting(lab->forms, "closing_time", "20:00", "闭楼", "closing", "");
    forms_add_setting(lab->forms, "cashier_closes", "17:00", "收费室下班", "the cashier closes", "");
    forms_add_setting(lab->forms, "building", "", "楼宇名称", "building", "");
    if (expr_check(lab->forms, &problems) != 0) {
        problems_print(&problems, &text);
        fail_msg("%s", text.s);
    }
    problems_free(&problems);
}

static void mistakes_of_a_form_file_are_found(void **state)
{
    struct lab *lab = *state;
    char *file = mem_printf("%s/thing.yaml", lab->dir);
    struct forms *set;
    struct problems problems = {0};
    struct buf text = {0};
    write_text(
        file,
        "register: thing\n"
        "title: {zh: 东西, en: Things}\n"
        "number: \"T{seq:3}\"\n"
        "fields:\n"
        "  - {name: a, type: int, label: {zh: 甲, en: A}, check: \"aa > setting('thing.mots')\"}\n"
        "  - {name: twice, type: computed, label: {zh: 倍, en: Twice}, compute: \"a * 2 + random()\"}\n"
        "states:\n"
        "  - {name: open, label: {zh: 开, en: open}}\n"
        "lists:\n"
        "  - {name: all, label: {zh: 全部, en: All}, columns: [number, a], order: number, where: \"twice > 2\"}\n");
    assert_ok(forms_load_file(file, NULL, &set, &problems));
    assert_int_equal(problems.errors, 0);
    assert_int_equal(expr_check(set, &problems), 4);
    problems_print(&problems, &text);
    assert_non_null(strstr(text.s, "thing.yaml:5:57: error: unknown field 'aa' (did you mean 'a'?)"));
    assert_non_null(strstr(text.s, "error: unknown function 'random'"));
    assert_non_null(strstr(text.s, "error: a list cannot be narrowed by 'twice'"));
    assert_non_null(strstr(text.s, "error: there is no setting 'thing.mots'"));
    buf_free(&text);
    problems_free(&problems);
    forms_free(set);
    free(file);
}

int main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
    const struct CMUnitTest tests[] = {
        T(fields_are_seen),
        T(functions_of_time),
        T(functions_of_the_desk),
        T(secrets_cannot_be_got),
        T(truth),
        T(extras_are_bound_by_name),
        T(what_is_refused),
        T(mistakes_are_told_with_their_place),
        T(every_expression_of_our_forms_compiles),
        T(mistakes_of_a_form_file_are_found),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
