/* Graphemes, columns, cells. */
#include "qiantai/base.h"
#include "unit/check.h"

static const struct {
    const char *s;
    int columns;
    size_t graphemes;
} samples[] = {
    {"", 0, 0},
    {"abc", 3, 3},
    {"王小明", 6, 3},
    {"A-1203 王", 9, 8},
    {"，。（）", 8, 4},
    {"é", 1, 1},
    {"e\u0301", 1, 1},
    {"王\u0301", 2, 1},
    {"한국", 4, 2},
    {"\u1112\u1161\u11ab", 2, 1}, /* the same syllable in parts */
    {"ｱｲ", 2, 2},                 /* half-width kana */
    {"ＡＢ", 4, 2},
    {"𠮷\U00030000", 4, 2},
    {"①§±×→●■…“”", 10, 10}, /* ambiguous: narrow */
    {"😀", 2, 1},
    {"👍🏽", 2, 1},
    {"👨\u200d👩\u200d👧\u200d👦", 2, 1},
    {"❤\ufe0f", 2, 1},
    {"🇨🇳", 2, 1},
    {"🇨🇳🇨🇳", 4, 2},
    {"नि", 2, 1},
    {"a\u200bb", 2, 3},
    {"\u0301", 0, 1},
    {"\xff王\x80", 2, 3}, /* malformed bytes take no room */
    {"a\tb", 3, 3},
    {"x\u0600f", 2, 2}, /* a sign that takes what follows */
};

static void widths_and_lengths(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof samples / sizeof *samples; i++) {
        assert_int_equal(text_width(samples[i].s), samples[i].columns);
        assert_int_equal(text_len(samples[i].s), samples[i].graphemes);
    }
    assert_int_equal(text_width_n("王小明", 6), 4);
}

/* Walking back stops where walking on did. */
static void back_and_forth_agree(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof samples / sizeof *samples; i++) {
        char *text = mem_printf("x%s王%s", samples[i].s, samples[i].s);
        size_t cuts[64], n = 0, at = 0, step;

        while ((step = text_next(text + at, NULL)) > 0) {
            cuts[n++] = at;
            at += step;
        }
        assert_int_equal(at, strlen(text));
        while (n > 0) {
            at -= text_prev(text, text + at);
            assert_int_equal(at, cuts[--n]);
        }
        free(text);
    }
    assert_int_equal(text_prev("a", "a"), 0);
}

static void codepoints_are_decoded(void **state)
{
    size_t n;

    (void)state;
    assert_int_equal(text_codepoint("", &n), 0);
    assert_int_equal(n, 0);
    assert_int_equal(text_codepoint("王", &n), 0x738B);
    assert_int_equal(n, 3);
    assert_int_equal(text_codepoint("\xed\xa0\x80", &n), 0xFFFD);
    assert_int_equal(n, 1);
    assert_int_equal(text_codepoint("😀", NULL), 0x1F600);
}

static void fitting_never_halves_a_character(void **state)
{
    int used;

    (void)state;
    assert_int_equal(text_fit("王小明", 5, &used), 6);
    assert_int_equal(used, 4);
    assert_int_equal(text_fit("abc", 9, &used), 3);
    assert_int_equal(used, 3);
    assert_int_equal(text_fit("王", 1, &used), 0);
    assert_int_equal(used, 0);
    assert_int_equal(text_fit("e\u0301x", 1, &used), 3);
    assert_int_equal(text_fit("abc", 0, NULL), 0);
    assert_int_equal(text_fit("abc", -3, NULL), 0);
}

static void long_clusters_fit_too(void **state)
{
    struct buf b = {0};
    int used;

    (void)state;
    buf_add(&b, "e");
    for (int i = 0; i < 8000; i++)
        buf_add(&b, "\u0301");
    assert_int_equal(text_next(b.s, &used), 16001);
    assert_int_equal(used, 1);
    buf_add(&b, "王");
    assert_int_equal(text_fit(b.s, 2, &used), 16001);
    assert_int_equal(text_fit(b.s, 3, &used), 16004);
    assert_int_equal(text_len(b.s), 2);
    buf_free(&b);
}

static void cell(const char *s, int columns, bool right, const char *expected)
{
    struct buf b = {0};

    text_cell(&b, s, columns, right);
    assert_string_equal(b.s ? b.s : "", expected);
    if (columns > 0)
        assert_int_equal(text_width(b.s), columns);
    buf_free(&b);
}

static void cells_are_exact(void **state)
{
    (void)state;
    cell("王明", 6, false, "王明  ");
    cell("王明", 6, true, "  王明");
    cell("王小明", 6, false, "王小明");
    cell("王小明", 5, false, "王小~");
    cell("王小明", 4, false, "王 ~");
    cell("王小明", 1, true, "~");
    cell("王小明", 0, false, "");
    cell("", 3, false, "   ");
    cell("a\nb\x1b[0m\xff", 9, false, "a b[0m   ");
}

static void cells_of_all_samples_are_exact(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof samples / sizeof *samples; i++) {
        for (int columns = 1; columns < 14; columns++) {
            struct buf b = {0};

            text_cell(&b, samples[i].s, columns, columns % 2);
            assert_int_equal(text_width(b.s), columns);
            buf_free(&b);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(widths_and_lengths),
        cmocka_unit_test(back_and_forth_agree),
        cmocka_unit_test(codepoints_are_decoded),
        cmocka_unit_test(fitting_never_halves_a_character),
        cmocka_unit_test(long_clusters_fit_too),
        cmocka_unit_test(cells_are_exact),
        cmocka_unit_test(cells_of_all_samples_are_exact),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
