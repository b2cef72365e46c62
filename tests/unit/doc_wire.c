/* What goes to qiantai-print: there and back, and whatever else may stand on its stdin. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "qiantai/doc.h"

#define HEAD "[[\"qiantai-print\",4],[\"title\",\"t\"]"
#define C8                                                                                                             \
    ",[\"column\",3,0,\"a\"],[\"column\",3,0,\"a\"],[\"column\",3,0,\"a\"],[\"column\",3,0,\"a\"]"                     \
    ",[\"column\",3,0,\"a\"],[\"column\",3,0,\"a\"],[\"column\",3,0,\"a\"],[\"column\",3,0,\"a\"]"
#define TABLE40 HEAD ",[\"table\"]" C8 C8 C8 C8 C8
#define TABLE41 TABLE40 ",[\"column\",3,0,\"a\"]]"

static int next_total(void *arg, struct page_row *row)
{
    int *given = arg;
    if ((*given)++)
        return 0;
    row->cell[1].text = mem_dup("3");
    row->total = true;
    return 1;
}

static void release_total(void *arg)
{
    free(arg);
}

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
    page_source(p, next_total, mem_alloc(sizeof(int)), release_total);
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
        "",
        "\n",
        "[]",
        "[[\"qiantai-print\",2]]",
        "[[\"title\",\"x\"]]",
        HEAD,
        HEAD ",",
        HEAD ",]",
        HEAD "]]",
        HEAD "]\n[]",
        "qiantai-print 2\nend\n",
        HEAD ",[\"title\"]]",
        HEAD ",[\"title\",\"a\",\"b\"]]",
        HEAD ",[\"title\",\"a\\nb\"]]",
        HEAD ",[\"title\",\"a\\tb\"]]",
        HEAD ",[\"title\",[\"a\"]]]",
        HEAD ",[\"title\",null]]",
        HEAD ",[\"title\",true]]",
        HEAD ",[\"colour\",\"red\"]]",
        HEAD ",[\"TITLE\",\"x\"]]",
        HEAD ",[\" title\",\"x\"]]",
        HEAD ",[\"title\",\"x\"]",
        HEAD ",[\"title\",\"x\"]]]",
        HEAD ",[\"qiantai-print\",4]]",
        HEAD ",[]]",
        HEAD ",[3]]",
        HEAD ",{}]",
        HEAD ",\"title\"]",
        HEAD ",3]",
        HEAD ",[\"paper\",\"A9\"]]",
        HEAD ",[\"text\"]]",
        HEAD ",[\"text\",\"a\",\"b\"]]",
        HEAD ",[\"text\",\"a\\qb\"]]",
        HEAD ",[\"text\",\"\\u0000\"]]",
        HEAD ",[\"text\",\"\\ud800\"]]",
        /* tables */
        HEAD ",[\"table\",1]]",
        HEAD ",[\"table\"],[\"row\",\"x\"]]",
        HEAD ",[\"table\"],[\"column\",3,0,\"a\"],[\"row\",\"x\",\"y\"]]",
        HEAD ",[\"table\"],[\"column\",3,0,\"a\"],[\"column\",3,0,\"b\"],[\"row\",\"x\"]]",
        HEAD ",[\"table\"],[\"column\",0,0,\"a\"]]",
        HEAD ",[\"table\"],[\"column\",201,0,\"a\"]]",
        HEAD ",[\"table\"],[\"column\",-1,0,\"a\"]]",
        HEAD ",[\"table\"],[\"column\",99999999999999999999,0,\"a\"]]",
        HEAD ",[\"table\"],[\"column\",1.5,0,\"a\"]]",
        HEAD ",[\"table\"],[\"column\",\"3\",0,\"a\"]]",
        HEAD ",[\"table\"],[\"column\",3,4,\"a\"]]",
        HEAD ",[\"table\"],[\"column\",3,\"left\",\"a\"]]",
        HEAD ",[\"table\"],[\"column\",3,0]]",
        HEAD ",[\"table\"],[\"column\",3,3,\"a\"],[\"row\",1001]]",
        HEAD ",[\"table\"],[\"column\",3,3,\"a\"],[\"row\",\"7\"]]",
        HEAD ",[\"column\",3,0,\"a\"]]",
        HEAD ",[\"row\",\"a\"]]",
        HEAD ",[\"table\"],[\"column\",3,0,\"a\"],[\"row\",\"x\"],[\"column\",3,0,\"b\"]]",
        HEAD ",[\"table\"],[\"column\",3,0,\"a\"],[\"total\",\"x\"],[\"row\",\"y\"]]",
        HEAD ",[\"table\"],[\"column\",3,0,\"a\"],[\"total\",\"x\"],[\"total\",\"y\"]]",
        HEAD ",[\"table\"],[\"column\",3,0,\"a\"],[\"heading\",\"h\"],[\"row\",\"x\"]]",
        /* the rest */
        HEAD ",[\"pair\",\"a\",\"b\"]]",
        HEAD ",[\"pairs\",4]]",
        HEAD ",[\"pairs\",0]]",
        HEAD ",[\"pairs\",1],[\"pair\",\"a\"]]",
        HEAD ",[\"pairs\",1],[\"pair\",\"a\",\"b\",\"c\"]]",
        HEAD ",[\"lines\",41,\"x\"]]",
        HEAD ",[\"lines\",\"x\"]]",
        HEAD ",[\"signs\"]]",
        HEAD ",[\"signs\",\"a\",\"a\",\"a\",\"a\",\"a\",\"a\",\"a\",\"a\",\"a\"]]",
        /* characters */
        HEAD ",[\"text\",\"\\u001b[2J\"]]",
        HEAD ",[\"text\",\"\\u202ex\"]]",
        HEAD ",[\"text\",\"a\\r\\n\"]]",
        HEAD ",[\"text\",\"e\\u0301\"]]",
        HEAD ",[\"text\",\"\x1b[2J\"]]",
        HEAD ",[\"text\",\"\xff\"]]",
        HEAD ",[\"text\",\"\xe2\x80\xae"
             "x\"]]",
        HEAD ",[\"text\",\"\xc0\x80\"]]",
        TABLE41,
    };

    (void)state;
    for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++)
        if (takes(bad[i], strlen(bad[i])))
            fail_msg("taken: %s", bad[i]);
    assert_false(takes(HEAD ",[\"text\",\"a\0b\"]]", sizeof(HEAD ",[\"text\",\"a\0b\"]]") - 1));
    assert_false(takes(HEAD "]\0", sizeof(HEAD "]\0") - 1));
    static const char *const good[] = {HEAD "]", HEAD " , [ \"text\" , \"a\\nb\" ] ]\n", TABLE40 "]",
                                       HEAD ",[\"table\"],[\"column\",3,0,\"\"],[\"row\",\"\"]]",
                                       HEAD ",[\"table\"],[\"column\",3,3,\"\"],[\"row\",1000],[\"total\",\"\"]]"};
    for (size_t i = 0; i < sizeof(good) / sizeof(*good); i++)
        if (!takes(good[i], strlen(good[i])))
            fail_msg("refused: %s", good[i]);
}

/* A stream that was cut off anywhere is no page: half a list must not look like a whole one. */
static void every_cut_is_noticed(void **state)
{
    struct page *p = sample();
    struct buf b = {0};

    (void)state;
    assert_int_equal(page_to_wire(p, page_put_buf, &b), QT_OK);
    for (size_t n = b.len - 1; n-- > 0;) { /* the last byte is a newline behind the whole */
        b.s[n] = '\0';
        if (takes(b.s, n))
            fail_msg("taken when cut off after %zu bytes", n);
    }
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
