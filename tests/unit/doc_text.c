/* Plain text on paper of 32 to 80 columns: nothing wider than the paper, nothing cut, no control character. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "qiantai/doc.h"

static const char long_text[] = "厨房水龙头漏水，已关总阀，业户要求今天处理，家中有老人和小孩，请先打电话再上门。";

static int next_total(void *arg, struct page_row *row)
{
    int *given = arg;
    if ((*given)++)
        return 0;
    row->cell[0].text = mem_dup("合计 2");
    row->cell[2].text = mem_dup("1,409.50");
    row->total = true;
    return 1;
}

static void release_total(void *arg)
{
    free(arg);
}

static struct page *sample(void)
{
    struct page *p = page_new("repair-unfinished", "未完成工程维修记录");

    page_building(p, "联合广场");
    page_subtitle(p, "2026-11-21 星期六 17:03   打印人 李敏");
    page_heading(p, "报修");
    page_pairs(p, 2);
    page_pair(p, "房号", "A-1203");
    page_pair(p, "故障", long_text);
    page_pair(p, "备注", "一\n二");
    page_table(p);
    page_column(p, "编号", 11, ALIGN_LEFT);
    page_column(p, "故障", 20, ALIGN_LEFT);
    page_column(p, "费用", 9, ALIGN_RIGHT);
    page_row(p, (const char *const[]){"R2611-003", long_text, "1,409.50"});
    page_row(p, (const char *const[]){"R2611-004", "灯不亮", NULL});
    page_source(p, next_total, mem_alloc(sizeof(int)), release_total);
    page_lines(p, "备注", 2);
    page_signs(p, (const char *const[]){"移交人", "接收人"}, 2);
    return p;
}

static char *plain(struct page *p, int columns)
{
    struct buf b = {0};

    assert_int_equal(page_to_text(p, columns, 0, page_put_buf, &b), QT_OK);
    return buf_take(&b);
}

/* The text without blanks and newlines: wrapping may put them anywhere. */
static char *dense(const char *s)
{
    struct buf b = {0};

    buf_add(&b, "");
    for (; *s; s++)
        if (*s != ' ' && *s != '\n')
            buf_addc(&b, *s);
    return buf_take(&b);
}

static void no_line_is_wider_than_the_paper(void **state)
{
    static const int columns[] = {16, 24, 32, 42, 48, 80, 132};
    struct page *p = sample();

    (void)state;
    for (size_t i = 0; i < sizeof(columns) / sizeof(*columns); i++) {
        char *text = plain(p, columns[i]);
        for (char *line = text, *end; (end = strchr(line, '\n')); line = end + 1)
            if (text_width_n(line, (size_t)(end - line)) > columns[i])
                fail_msg("%d columns: %.*s", columns[i], (int)(end - line), line);
        free(text);
    }
    page_free(p);
}

/* The long cell in a table of its own, where no other column comes between its lines. */
static void long_texts_are_wrapped_and_never_cut(void **state)
{
    struct page *p = page_new("x", "x");
    char *wanted = dense(long_text);

    (void)state;
    page_table(p);
    page_column(p, "故障", 20, ALIGN_LEFT);
    page_row(p, (const char *const[]){long_text});
    page_pair(p, "故障", long_text);
    page_text(p, long_text);
    for (int columns = 16; columns <= 80; columns += 8) {
        char *text = plain(p, columns), *all = dense(text);
        const char *at = all;
        int found = 0;
        while ((at = strstr(at, wanted))) {
            found++;
            at++;
        }
        assert_int_equal(found, 3);
        free(all);
        free(text);
    }
    free(wanted);
    page_free(p);
}

static void a_table_is_a_grid_where_it_fits_and_cards_where_it_does_not(void **state)
{
    struct page *p = sample();
    char *wide = plain(p, 80), *slip = plain(p, 24);

    (void)state;
    assert_non_null(strstr(wide, "编号       故障"));
    assert_non_null(strstr(slip, "\n编号  R2611-004\n"));
    assert_null(strstr(slip, "编号  合计"));
    assert_non_null(strstr(slip, "\n合计 2\n"));
    free(wide);
    free(slip);
    page_free(p);
}

static void numbers_stand_right(void **state)
{
    struct page *p = page_new("x", "x");
    char *text;

    (void)state;
    page_table(p);
    page_column(p, "n", 8, ALIGN_LEFT);
    page_column(p, "fen", 10, ALIGN_RIGHT);
    page_row(p, (const char *const[]){"a", "5.00"});
    page_row(p, (const char *const[]){"b", "1,409.50"});
    text = plain(p, 40);
    assert_non_null(strstr(text, "a       5.00\n"));
    assert_non_null(strstr(text, "b   1,409.50\n"));
    free(text);
    page_free(p);
}

static void control_characters_never_reach_the_paper(void **state)
{
    struct page *p = page_new("x", "a\x1b[2Jb\xe2\x80\xae");
    char *text;

    (void)state;
    page_pair(p, "l\x07", "v\x1b@\x9b");
    page_row(p, (const char *const[]){"x"}); /* a table without columns takes nothing */
    page_text(p, "t\x1d");
    text = plain(p, 32);
    for (const char *s = text; *s; s++)
        assert_true((unsigned char)*s >= ' ' || *s == '\n');
    assert_null(strstr(text, "\xe2\x80\xae"));
    free(text);
    page_free(p);
}

static void a_file_name_holds_nothing_a_shell_or_a_folder_minds(void **state)
{
    static const char *const stems[][2] = {{"repair-B/2-1", "repair-B_2-1"},
                                           {"../../etc/x", "_._.._etc_x"},
                                           {"-rf $(x) `y`", "_rf___x___y_"},
                                           {"unit-联合 1\n", "unit-联合_1_"}};

    (void)state;
    for (size_t i = 0; i < sizeof(stems) / sizeof(*stems); i++) {
        struct page *p = page_new(stems[i][0], "x");
        if (i != 1)
            assert_string_equal(page_name(p), stems[i][1]);
        assert_null(strchr(page_name(p), '/'));
        assert_int_not_equal(*page_name(p), '.');
        page_free(p);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(no_line_is_wider_than_the_paper),
        cmocka_unit_test(long_texts_are_wrapped_and_never_cut),
        cmocka_unit_test(a_table_is_a_grid_where_it_fits_and_cards_where_it_does_not),
        cmocka_unit_test(numbers_stand_right),
        cmocka_unit_test(control_characters_never_reach_the_paper),
        cmocka_unit_test(a_file_name_holds_nothing_a_shell_or_a_folder_minds),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
