/* The lines that go to qiantai-print: there and back, and whatever else may stand on its stdin. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "qiantai/doc.h"

#define HEAD "qiantai-print 2\ntitle t\n"

static struct page *sample(void)
{
    struct page *p = page_new("repair", "报修 \\ C:\\n");

    page_building(p, "联合广场");
    page_subtitle(p, "2026-11-21");
    page_foot(p, "第 {n} 页，共 {m} 页");
    page_heading(p, "一");
    page_text(p, "行一\n\n行三 \\| \\");
    page_pairs(p, 3);
    page_pair(p, "标签", "值\n\xcc\x81二"); /* a mark behind a newline */
    page_table(p);
    page_column(p, "", 1, ALIGN_LEFT);
    page_column(p, "right", 200, ALIGN_RIGHT);
    page_row(p, (const char *const[]){"a\tb", ""});
    page_row(p, (const char *const[]){"", "total"});
    page_total(p, (const char *const[]){"", "3"});
    page_lines(p, "备注", 3);
    page_signs(p, (const char *const[]){"a", "", "c"}, 3);
    return p;
}

static void there_and_back_is_the_same(void **state)
{
    struct page *p = sample(), *back = NULL;
    struct buf one = {0}, two = {0};

    (void)state;
    assert_int_equal(page_to_wire(p, page_put_buf, &one), QT_OK);
    assert_int_equal(page_from_wire(one.s, one.len, &back), QT_OK);
    assert_int_equal(page_to_wire(back, page_put_buf, &two), QT_OK);
    assert_string_equal(one.s, two.s);
    assert_string_equal(page_title(back), "报修 \\ C:\\n");
    page_free(back);
    page_free(p);
    buf_free(&one);
    buf_free(&two);
}

static bool takes(const char *s, size_t n)
{
    struct page *p = NULL;
    int rc = page_from_wire(s, n, &p);

    if (rc != QT_OK) {
        assert_int_equal(rc, QT_REFUSED);
        assert_true(strlen(fault_text()) > 0);
        assert_null(p);
    }
    page_free(p);
    return rc == QT_OK;
}

static void what_it_does_not_know_is_refused(void **state)
{
    static const char *const bad[] = {
        "", "\n", "qiantai-print 1\nend\n", "title x\nend\n", HEAD, HEAD "end", HEAD "end\nend\n", HEAD "end\n\n",
        HEAD "\nend\n", HEAD "title\nend\n", HEAD "colour red\nend\n", HEAD "TITLE x\nend\n", HEAD " title x\nend\n",
        HEAD "title a\tb\nend\n", HEAD "title a\\|b\nend\n", HEAD "text a\\nb\nend\n", HEAD "text a\\\nend\n",
        HEAD "text a\tb\nend\n",
        /* tables */
        HEAD "table 0\nend\n", HEAD "table 33\nend\n", HEAD "table -1\nend\n", HEAD "table 99999999999999999999\nend\n",
        HEAD "table 1x\nend\n", HEAD "table 1\nend\n", HEAD "table 2\ncolumn 3 left a\nrow x\ty\nend\n",
        HEAD "table 1\ncolumn 3 left a\ncolumn 3 left b\nend\n", HEAD "table 1\ncolumn 0 left a\nend\n",
        HEAD "table 1\ncolumn 201 left a\nend\n", HEAD "table 1\ncolumn 3 up a\nend\n", HEAD "table 1\ncolumn 3\nend\n",
        HEAD "column 3 left a\nend\n", HEAD "row a\nend\n", HEAD "table 1\ncolumn 3 left a\nrow x\ty\nend\n",
        HEAD "table 1\ncolumn 3 left a\ntotal x\nrow y\nend\n",
        HEAD "table 1\ncolumn 3 left a\ntotal x\ntotal y\nend\n",
        HEAD "table 1\ncolumn 3 left a\nheading h\nrow x\nend\n", HEAD "table 1\ntitle x\ncolumn 3 left a\nend\n",
        /* the rest */
        HEAD "pair a\tb\nend\n", HEAD "pairs 4\nend\n", HEAD "pairs 0\nend\n", HEAD "pairs 1\npair a\nend\n",
        HEAD "pairs 1\npair a\tb\tc\nend\n", HEAD "lines 41 x\nend\n", HEAD "lines x\nend\n",
        HEAD "signs a\ta\ta\ta\ta\ta\ta\ta\ta\nend\n",
        /* characters */
        HEAD "text \x1b[2J\nend\n", HEAD "text \xff\nend\n",
        HEAD "text \xe2\x80\xae"
             "x\nend\n",
        HEAD "text a\r\nend\n", HEAD "text \xc0\x80\nend\n", HEAD "text e\xcc\x81\nend\n"};

    (void)state;
    for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++)
        if (takes(bad[i], strlen(bad[i])))
            fail_msg("taken: %s", bad[i]);
    assert_false(takes(HEAD "text a\0b\nend\n", sizeof(HEAD "text a\0b\nend\n") - 1));
    assert_true(takes(HEAD "end\n", strlen(HEAD "end\n")));
    assert_true(
        takes(HEAD "table 1\ncolumn 3 left \nrow \nend\n", strlen(HEAD "table 1\ncolumn 3 left \nrow \nend\n")));
}

/* A stream that was cut off anywhere is no page: half a list must not look like a whole one. */
static void every_cut_is_noticed(void **state)
{
    struct page *p = sample();
    struct buf b = {0};

    (void)state;
    assert_int_equal(page_to_wire(p, page_put_buf, &b), QT_OK);
    for (size_t n = 0; n < b.len; n++)
        if (takes(b.s, n))
            fail_msg("taken when cut off after %zu bytes", n);
    buf_free(&b);
    page_free(p);
}

/* Some thousand damaged streams: each is refused or makes a page that can be written. */
static void damage_does_no_harm(void **state)
{
    struct page *p = sample();
    struct buf b = {0};
    uint32_t seed = 1;

    (void)state;
    assert_int_equal(page_to_wire(p, page_put_buf, &b), QT_OK);
    for (int i = 0; i < 5000; i++) {
        char *copy = mem_dupn(b.s, b.len);
        struct page *read = NULL;
        for (int k = 0; k < 1 + i % 3; k++) {
            seed = seed * 1664525u + 1013904223u;
            copy[(seed >> 8) % b.len] = (char)(seed >> 3);
        }
        if (page_from_wire(copy, b.len, &read) == QT_OK) {
            struct buf text = {0};
            assert_int_equal(page_to_text(read, 32, 0, page_put_buf, &text), QT_OK);
            assert_int_equal(page_to_wire(read, page_put_buf, &text), QT_OK);
            buf_free(&text);
        }
        page_free(read);
        free(copy);
    }
    buf_free(&b);
    page_free(p);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(there_and_back_is_the_same),
        cmocka_unit_test(what_it_does_not_know_is_refused),
        cmocka_unit_test(every_cut_is_noticed),
        cmocka_unit_test(damage_does_no_harm),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
