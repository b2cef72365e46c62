/* Pages on the screen, and short titles. */
#include "tui/paper.h"
#include "tui/show.h"
#include "unit/check.h"

static void a_text_is_wrapped_at_the_width_in_columns(void **state)
{
    struct paper p = {0};

    (void)state;
    assert_int_equal(paper_text(&p, 16, TONE_NORMAL, "前台登记表前台登记表"), 2);
    assert_string_equal(p.v[0].text, "前台登记表前台登");
    assert_string_equal(p.v[1].text, "记表");
    assert_int_equal(p.cols, 16);
    assert_int_equal(paper_text(&p, 16, TONE_ALERT, "call the host\nnow, at once"), 2); /* below it */
    assert_string_equal(p.v[2].text, "call the host");
    assert_int_equal(p.v[3].line, 3);
    assert_int_equal(p.v[3].ink, INK_ALERT);
    assert_int_equal(p.lines, 4);
    assert_int_equal(paper_text(&p, 16, TONE_NORMAL, ""), 0);
    paper_free(&p);
}

static void no_row_begins_with_closing_punctuation(void **state)
{
    struct paper p = {0};

    (void)state;
    assert_int_equal(paper_text(&p, 16, TONE_NORMAL, "来访人电话无人接。"), 2);
    assert_string_equal(p.v[0].text, "来访人电话无人");
    assert_string_equal(p.v[1].text, "接。");
    paper_free(&p);
}

/* A long text that leads somewhere is one link. */
static void a_link_is_found_once(void **state)
{
    struct paper p = {0};
    struct page *page = page_new("", "");

    (void)state;
    page_text(page, "a");
    page_text(page, "a long text over some lines");
    page_link(page, "visitor", 7, NULL);
    page_pairs(page, PAGE_PAIRS_FIT);
    page_pair(page, "Unit", "A-1203");
    page_link(page, "unit", 0, "A-1203");
    page_pair(page, "Name", "x");
    assert_int_equal(paper_page(&p, page, 16, LAYOUT_DENSE), QT_OK);
    page_free(page);
    size_t links = 0;
    for (size_t i = 0; i < p.n; i++)
        links += p.v[i].link.reg != NULL;
    assert_int_equal(links, 2);
    assert_int_equal(p.v[1].link.record, 7);
    paper_free(&p);
}

static void choices_stand_behind_their_lead_or_below_each_other(void **state)
{
    struct paper p = {0};
    struct page *page = page_new("", "");

    (void)state;
    for (int i = 0; i < 2; i++) {
        page_choices(page, i ? "" : "inside", TONE_NORMAL);
        page_choice(page, "e", "Extend");
        page_choice(page, "o", "Sign out");
    }
    assert_int_equal(paper_page(&p, page, 24, LAYOUT_DENSE), QT_OK);
    page_free(page);
    assert_int_equal(p.lines, 4);
    assert_int_equal(p.v[0].ink, INK_TITLE);
    assert_int_equal(p.v[1].ink, INK_KEY);
    assert_int_equal(p.v[1].x, 9);
    assert_int_equal(p.v[3].line, 1);
    assert_int_equal(p.v[3].x, 9);
    assert_int_equal(p.v[5].line, 2);
    assert_int_equal(p.v[6].x, 3);
    paper_free(&p);
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
        cmocka_unit_test(a_text_is_wrapped_at_the_width_in_columns),
        cmocka_unit_test(no_row_begins_with_closing_punctuation),
        cmocka_unit_test(a_link_is_found_once),
        cmocka_unit_test(choices_stand_behind_their_lead_or_below_each_other),
        cmocka_unit_test(titles_are_cut_for_tabs),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
