/* Lines of text pieces, moments and short titles. */
#include "tui/paper.h"
#include "tui/show.h"
#include "unit/check.h"

static void wraps_at_the_width_in_columns(void **state)
{
    struct paper p = {0};

    (void)state;
    assert_int_equal(paper_wrap(&p, 0, 0, 6, INK_NORMAL, "前台登记表"), 2);
    assert_string_equal(p.v[0].text, "前台登");
    assert_string_equal(p.v[1].text, "记表");
    assert_int_equal(p.lines, 2);
    paper_free(&p);
}

static void no_row_begins_with_closing_punctuation(void **state)
{
    struct paper p = {0};

    (void)state;
    assert_int_equal(paper_wrap(&p, 0, 0, 8, INK_NORMAL, "无人接听。"), 2);
    assert_string_equal(p.v[0].text, "无人接");
    assert_string_equal(p.v[1].text, "听。");
    paper_free(&p);
    assert_int_equal(paper_wrap(&p, 0, 0, 2, INK_NORMAL, "。。"), 2); /* nothing else fits */
    paper_free(&p);
}

static void wraps_at_spaces_and_newlines(void **state)
{
    struct paper p = {0};

    (void)state;
    assert_int_equal(paper_wrap(&p, 3, 0, 10, INK_NORMAL, "call the host\nagain"), 3);
    assert_string_equal(p.v[0].text, "call the ");
    assert_string_equal(p.v[1].text, "host");
    assert_string_equal(p.v[2].text, "again");
    assert_int_equal(p.v[2].line, 5);
    assert_int_equal(p.lines, 6);
    paper_free(&p);
}

static void an_empty_text_takes_a_line(void **state)
{
    struct paper p = {0};

    (void)state;
    assert_int_equal(paper_wrap(&p, 0, 0, 10, INK_NORMAL, ""), 1);
    assert_int_equal(paper_wrap(&p, 1, 0, 1, INK_NORMAL, "王"), 1); /* narrower than a character: still ends */
    paper_free(&p);
}

static void shows(int64_t t, int64_t now, enum lang lang, bool wide, const char *expected)
{
    char out[40];

    moment_show(t, now, lang, wide, out, sizeof(out));
    assert_string_equal(out, expected);
}

static void moments_are_short(void **state)
{
    struct civil c = {.year = 2026, .month = 11, .day = 21, .hour = 9, .minute = 14}; /* a Saturday */
    int64_t now;

    (void)state;
    assert_int_equal(zone_set("Asia/Shanghai"), QT_OK);
    now = civil_to_time(&c);
    shows(now + HOUR, now, LANG_ZH, false, "10:14");
    shows(now - HOUR, now, LANG_EN, true, "08:14");
    shows(now + DAY, now, LANG_ZH, false, "明天");
    shows(now + DAY, now, LANG_ZH, true, "明天 09:14");
    shows(now - DAY, now, LANG_ZH, false, "昨天");
    shows(now - 2 * DAY, now, LANG_ZH, false, "11-19");
    shows(now + 2 * DAY, now, LANG_ZH, false, "周一");
    shows(now + 2 * DAY, now, LANG_EN, true, "Mon 23 09:14");
    shows(now + 400 * DAY, now, LANG_EN, false, "2027-12");
    shows(day_start(now) + DAY - MINUTE, now, LANG_ZH, true, "今天"); /* by the end of the day */
}

static void titles_are_cut_for_tabs(void **state)
{
    char zh[] = "访客登记", en[] = "Visitor log", name[] = "visitor";
    struct form f = {.name = name, .title = {.text = {[LANG_ZH] = zh, [LANG_EN] = en}}};
    char *s = form_short(&f, LANG_ZH);

    (void)state;
    assert_string_equal(s, "访客");
    free(s);
    s = form_short(&f, LANG_EN);
    assert_string_equal(s, "Visitor");
    free(s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(wraps_at_the_width_in_columns),
        cmocka_unit_test(no_row_begins_with_closing_punctuation),
        cmocka_unit_test(wraps_at_spaces_and_newlines),
        cmocka_unit_test(an_empty_text_takes_a_line),
        cmocka_unit_test(moments_are_short),
        cmocka_unit_test(titles_are_cut_for_tabs),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
