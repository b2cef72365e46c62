/* The field editor: graphemes of every kind, wrapping, scrolling, undo, limits, speed. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "tui/field/edit.h"

#define FAMILY "\U0001F468\u200D\U0001F469\u200D\U0001F467" /* one grapheme of three people */

static void type(struct edit *e, const char *s)
{
    for (size_t n; (n = text_next(s, NULL)) > 0; s += n) {
        char *one = mem_dupn(s, n);
        assert_int_equal(edit_insert(e, one), 0);
        free(one);
    }
}

static void at(struct edit *e, int columns, int rows, int row, int column)
{
    int y, x;
    edit_layout(e, columns, rows);
    edit_caret_at(e, &y, &x);
    assert_int_equal(y, row);
    assert_int_equal(x, column);
}

static char *row_text(struct edit *e, int row)
{
    size_t from, to;
    if (!edit_row(e, row, &from, &to))
        return NULL;
    return mem_dupn(edit_text(e) + from, to - from);
}

static void row_is(struct edit *e, int row, const char *want)
{
    char *text = row_text(e, row);
    assert_non_null(text);
    assert_string_equal(text, want);
    free(text);
}

static void chinese_backspace_takes_one_character(void **state)
{
    struct edit *e = edit_new("", false, 60);
    (void)state;
    type(e, "王小明");
    at(e, 20, 1, 0, 6);
    assert_true(edit_kill(e, EDIT_BACKSPACE));
    assert_string_equal(edit_text(e), "王小");
    at(e, 20, 1, 0, 4);
    type(e, "红");
    assert_string_equal(edit_text(e), "王小红");
    edit_free(e);
}

static void insert_in_the_middle(void **state)
{
    struct edit *e = edit_new("王明", false, 60);
    (void)state;
    assert_true(edit_move(e, EDIT_LEFT));
    type(e, "小");
    assert_string_equal(edit_text(e), "王小明");
    assert_int_equal(edit_caret(e), strlen("王小"));
    at(e, 20, 1, 0, 4);
    assert_true(edit_kill(e, EDIT_DELETE));
    assert_string_equal(edit_text(e), "王小");
    assert_false(edit_kill(e, EDIT_DELETE));
    edit_free(e);
}

static void combining_mark_belongs_to_its_letter(void **state)
{
    struct edit *e = edit_new("", false, 60);
    (void)state;
    assert_int_equal(edit_insert(e, "x"), 0);
    assert_int_equal(edit_insert(e, "\u0302"), 0); /* no composed form: stays two code points, one grapheme */
    assert_int_equal(edit_insert(e, "y"), 0);
    at(e, 20, 1, 0, 2);
    assert_true(edit_kill(e, EDIT_BACKSPACE));
    assert_true(edit_kill(e, EDIT_BACKSPACE));
    assert_string_equal(edit_text(e), "");
    edit_free(e);
}

static void composed_text_moves_by_grapheme(void **state)
{
    struct edit *e = edit_new("a" FAMILY "b", false, 60);
    size_t family = text_next(edit_text(e) + 1, NULL);
    (void)state;
    assert_true(edit_move(e, EDIT_LEFT));
    assert_true(edit_move(e, EDIT_LEFT));
    assert_int_equal(edit_caret(e), strlen(edit_text(e)) - 1 - family);
    edit_free(e);
}

static void joining_in_the_middle_finds_boundaries_again(void **state)
{
    struct edit *e = edit_new("\U0001F1E8\U0001F1F3\U0001F1E9\U0001F1EA!", false, 60); /* flags CN DE */
    (void)state;
    (void)edit_move(e, EDIT_START);
    assert_int_equal(edit_insert(e, "\U0001F1EB"), 0); /* pairs shift: FC ND E ! */
    (void)edit_move(e, EDIT_END);
    for (int i = 0; i < 4; i++)
        assert_true(edit_kill(e, EDIT_BACKSPACE));
    assert_string_equal(edit_text(e), "");
    assert_true(edit_undo(e));
    edit_free(e);
}

static void words_are_runs_of_one_script(void **state)
{
    struct edit *e = edit_new("送水 Nestle公司 138", false, 60);
    (void)state;
    assert_true(edit_move(e, EDIT_WORD_LEFT));
    assert_string_equal(edit_text(e) + edit_caret(e), "138");
    assert_true(edit_move(e, EDIT_WORD_LEFT));
    assert_string_equal(edit_text(e) + edit_caret(e), "公司 138");
    assert_true(edit_move(e, EDIT_WORD_LEFT));
    assert_string_equal(edit_text(e) + edit_caret(e), "Nestle公司 138");
    assert_true(edit_move(e, EDIT_WORD_RIGHT));
    assert_string_equal(edit_text(e) + edit_caret(e), "公司 138");
    assert_true(edit_kill(e, EDIT_KILL_WORD));
    assert_string_equal(edit_text(e), "送水 公司 138");
    assert_true(edit_kill(e, EDIT_KILL_END));
    assert_string_equal(edit_text(e), "送水 ");
    assert_true(edit_kill(e, EDIT_KILL_START));
    assert_string_equal(edit_text(e), "");
    edit_free(e);
}

static void borders_say_false(void **state)
{
    struct edit *e = edit_new("ab", false, 60);
    (void)state;
    assert_false(edit_move(e, EDIT_RIGHT));
    assert_false(edit_move(e, EDIT_UP));
    assert_false(edit_move(e, EDIT_DOWN));
    assert_true(edit_move(e, EDIT_LINE_START));
    assert_false(edit_move(e, EDIT_LEFT));
    assert_false(edit_kill(e, EDIT_BACKSPACE));
    edit_free(e);
}

static void wide_character_never_splits_at_the_edge(void **state)
{
    struct edit *e = edit_new("一二三四五", true, 0);
    (void)state;
    edit_layout(e, 5, 4); /* two and a half characters */
    assert_int_equal(edit_rows(e), 3);
    row_is(e, 0, "一二");
    row_is(e, 1, "三四");
    row_is(e, 2, "五");
    at(e, 5, 4, 2, 2);
    edit_free(e);
}

static void full_last_row_gives_the_caret_a_row(void **state)
{
    struct edit *e = edit_new("abcd", true, 0);
    (void)state;
    at(e, 4, 3, 1, 0);
    type(e, "\n");
    at(e, 4, 3, 2, 0);
    edit_free(e);
}

static void words_wrap_whole(void **state)
{
    struct edit *e = edit_new("leave it at desk", true, 0);
    (void)state;
    edit_layout(e, 10, 4);
    row_is(e, 0, "leave it ");
    row_is(e, 1, "at desk");
    edit_set(e, "antidisestablishment");
    edit_layout(e, 10, 4);
    row_is(e, 0, "antidisest");
    row_is(e, 1, "ablishment");
    edit_free(e);
}

static void up_and_down_keep_the_column(void **state)
{
    struct edit *e = edit_new("abcdef\n一\nabcdef", true, 0);
    (void)state;
    edit_layout(e, 20, 5);
    (void)edit_move(e, EDIT_START);
    for (int i = 0; i < 5; i++)
        (void)edit_move(e, EDIT_RIGHT);
    assert_true(edit_move(e, EDIT_DOWN));
    at(e, 20, 5, 1, 2);
    assert_true(edit_move(e, EDIT_DOWN));
    at(e, 20, 5, 2, 5);
    assert_false(edit_move(e, EDIT_DOWN));
    assert_true(edit_move(e, EDIT_UP));
    assert_true(edit_move(e, EDIT_UP));
    assert_false(edit_move(e, EDIT_UP));
    edit_free(e);
}

static void tall_text_scrolls_with_the_caret(void **state)
{
    struct edit *e = edit_new("1\n2\n3\n4\n5", true, 0);
    (void)state;
    edit_layout(e, 10, 2);
    assert_int_equal(edit_top(e), 3);
    (void)edit_move(e, EDIT_START);
    at(e, 10, 2, 0, 0);
    assert_int_equal(edit_top(e), 0);
    edit_free(e);
}

static void one_line_scrolls_sideways(void **state)
{
    struct edit *e = edit_new("", false, 200);
    int y, x;
    (void)state;
    for (int i = 0; i < 100; i++) {
        assert_int_equal(edit_insert(e, i % 2 ? "王" : "a"), 0);
        edit_layout(e, 10, 1);
        edit_caret_at(e, &y, &x);
        assert_true(x >= 0 && x < 10);
        char *shown = row_text(e, 0);
        assert_true(text_width(shown) <= 10);
        assert_true(x <= text_width(shown));
        free(shown);
    }
    while (edit_move(e, EDIT_LEFT)) {
        edit_layout(e, 10, 1);
        edit_caret_at(e, &y, &x);
        assert_true(x >= 0 && x < 10);
    }
    assert_int_equal(x, 0);
    edit_free(e);
}

static void nothing_beyond_the_maximum(void **state)
{
    struct edit *e = edit_new("", false, 5);
    (void)state;
    assert_int_equal(edit_insert(e, "一二三四五六七"), 2);
    assert_string_equal(edit_text(e), "一二三四五");
    assert_int_equal(edit_insert(e, "x"), 1);
    assert_string_equal(edit_text(e), "一二三四五");
    edit_set(e, "abcdefgh");
    assert_string_equal(edit_text(e), "abcde");
    edit_free(e);
}

static void what_comes_in_is_cleaned(void **state)
{
    struct edit *e = edit_new("", false, 60);
    (void)state;
    assert_int_equal(edit_insert(e, "a\033[31mb\x7f\u202e\u200bc\xff\nd"), 0);
    for (const char *p = edit_text(e); *p; p++)
        assert_true((unsigned char)*p >= ' ' && *p != 0x7f);
    assert_true(text_valid(edit_text(e), strlen(edit_text(e))));
    assert_null(strstr(edit_text(e), "\u202e"));
    edit_free(e);
}

static void undo_goes_back_word_by_word(void **state)
{
    struct edit *e = edit_new("甲", false, 60);
    (void)state;
    type(e, "abc def");
    assert_true(edit_undo(e));
    assert_string_equal(edit_text(e), "甲abc ");
    assert_true(edit_undo(e));
    assert_string_equal(edit_text(e), "甲");
    assert_false(edit_undo(e));
    assert_true(edit_kill(e, EDIT_KILL_ALL));
    assert_true(edit_undo(e));
    assert_string_equal(edit_text(e), "甲");
    assert_int_equal(edit_caret(e), strlen("甲"));
    edit_free(e);
}

/* Any order of changes: the text, the caret and the rows stay whole. */
static void random_changes_keep_the_model_whole(void **state)
{
    static const char *const pieces[] = {"王", "a", " ", "\n", "e\u0301", "\u0302", FAMILY, "\U0001F1E8", "138", "，"};
    struct edit *e = edit_new("", true, 300);
    uint32_t seed = 20261121;
    (void)state;
    for (int i = 0; i < 6000; i++) {
        seed = seed * 1664525u + 1013904223u;
        uint32_t r = seed >> 16;
        if (r % 10 < 5)
            (void)edit_insert(e, pieces[(r / 16) % (sizeof pieces / sizeof *pieces)]);
        else if (r % 10 < 7)
            (void)edit_kill(e, (enum edit_kill)((r / 16) % 4));
        else if (r % 10 < 9)
            (void)edit_move(e, (enum edit_move)((r / 16) % 10));
        else
            (void)edit_undo(e);
        const char *s = edit_text(e);
        size_t caret = edit_caret(e), p = 0, step;
        assert_true(text_valid(s, strlen(s)));
        while (p < caret && (step = text_next(s + p, NULL)) > 0)
            p += step;
        assert_int_equal(p, caret); /* on a grapheme boundary */
        int y, x, columns = 4 + (int)(r % 30);
        size_t from, to, seen = 0;
        edit_layout(e, columns, 3);
        edit_caret_at(e, &y, &x);
        assert_true(y >= 0 && y < 3 && x >= 0 && x < columns);
        for (int row = 0; edit_row(e, row, &from, &to); row++) {
            assert_true(from == seen || (s[seen] == '\n' && from == seen + 1));
            seen = to;
            char *text = mem_dupn(s + from, to - from);
            assert_true(text_width(text) <= columns);
            free(text);
        }
    }
    edit_free(e);
}

static void long_text_is_laid_out_after_each_character(void **state)
{
    struct edit *e = edit_new("", true, 20000);
    struct buf text = {0};
    (void)state;
    for (int i = 0; i < 9000; i++)
        buf_add(&text, i % 37 == 36 ? "\n" : i % 3 ? "明" : "x");
    assert_int_equal(edit_insert(e, text.s), 0);
    (void)edit_move(e, EDIT_START);
    for (int i = 0; i < 200; i++) {
        int y = -1, x = -1;
        assert_int_equal(edit_insert(e, "王"), 0);
        edit_layout(e, 60, 3);
        edit_caret_at(e, &y, &x);
        assert_int_equal(y, (i + 1) / 30 < 3 ? (i + 1) / 30 : 2);
        assert_int_equal(x, (i + 1) % 30 * 2);
    }
    edit_free(e);
    buf_free(&text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(chinese_backspace_takes_one_character),
        cmocka_unit_test(insert_in_the_middle),
        cmocka_unit_test(combining_mark_belongs_to_its_letter),
        cmocka_unit_test(composed_text_moves_by_grapheme),
        cmocka_unit_test(joining_in_the_middle_finds_boundaries_again),
        cmocka_unit_test(words_are_runs_of_one_script),
        cmocka_unit_test(borders_say_false),
        cmocka_unit_test(wide_character_never_splits_at_the_edge),
        cmocka_unit_test(full_last_row_gives_the_caret_a_row),
        cmocka_unit_test(words_wrap_whole),
        cmocka_unit_test(up_and_down_keep_the_column),
        cmocka_unit_test(tall_text_scrolls_with_the_caret),
        cmocka_unit_test(one_line_scrolls_sideways),
        cmocka_unit_test(nothing_beyond_the_maximum),
        cmocka_unit_test(what_comes_in_is_cleaned),
        cmocka_unit_test(undo_goes_back_word_by_word),
        cmocka_unit_test(random_changes_keep_the_model_whole),
        cmocka_unit_test(long_text_is_laid_out_after_each_character),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
