/* The sanitiser, folding, trimming, masking, edit distance, decoding of files. */
#include "qiantai/base.h"
#include "unit/check.h"

#define REPEAT 8000

static char *clean(const char *s)
{
    return text_clean(s, strlen(s), false, NULL);
}

static char *clean_lines(const char *s)
{
    return text_clean(s, strlen(s), true, NULL);
}

static void ordinary_text_is_untouched(void **state)
{
    static const char *const same[] = {"", "plain", "王小明 A-1203", "café", "Ünï", "한국어", "дом", "𠮷野家", "😀"};
    bool changed;

    (void)state;
    for (size_t i = 0; i < sizeof same / sizeof *same; i++) {
        char *s = text_clean(same[i], strlen(same[i]), false, &changed);

        assert_string_equal(s, same[i]);
        assert_false(changed);
        free(s);
    }
}

static void controls_are_dropped(void **state)
{
    bool changed;

    (void)state;
    assert_text(clean("a\x1b[31mb\x07"), "a[31mb");
    assert_text(clean("a\x7f\xc2\x9b"
                      "31mb\xc2\x85"),
                "a31mb"); /* DEL, C1 CSI, NEL */
    assert_text(clean("a\tb\nc\r\nd\re"), "a b c d e");
    assert_text(clean_lines("a\tb\nc\r\nd\re\x0b"), "a\tb\nc\nd\ne");
    assert_text(clean("a\xe2\x80\xa8"
                      "b"),
                "a b"); /* line separator */
    assert_text(text_clean("a\0b", 3, false, &changed), "ab");
    assert_true(changed);
}

static void hidden_characters_are_dropped(void **state)
{
    (void)state;
    assert_text(clean("a\u202eb\u2066c\u2069d\u200fe\u061cf"), "abcdef");
    assert_text(clean("a\u200bb\u200cc\u200dd\u2060e\ufefff\u00adg\ufe0fh"), "abcdefgh");
    assert_text(clean("a\U000e0041b\U000e0101c\ufdd0d\uffffe\U0010fffff"), "abcdef");
    assert_text(clean("a\ufffdb"), "a\ufffdb"); /* a real one is text */
}

static void malformed_utf8_is_dropped(void **state)
{
    static const char *const bad[] = {
        "\x80",             /* continuation alone */
        "\xc0\xaf",         /* overlong / */
        "\xc1\xbf",         /* overlong */
        "\xe0\x80\xaf",     /* overlong in three */
        "\xf0\x80\x80\xaf", /* overlong in four */
        "\xed\xa0\x80",     /* unpaired surrogate D800 */
        "\xed\xbf\xbf",     /* unpaired surrogate DFFF */
        "\xf4\x90\x80\x80", /* beyond U+10FFFF */
        "\xf8\x88\x80\x80\x80",
        "\xfe",
        "\xff",
        "\xe7\x8e", /* cut 王 */
        "\xf0\x9f\x98",
    };

    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        char *text = mem_printf("甲%s", bad[i]), *mid = mem_printf("甲%s乙", bad[i]);

        assert_false(text_valid(text, strlen(text)));
        assert_text(clean(text), "甲");
        assert_text(clean(mid), "甲乙");
        assert_text(text_fold(mid), "甲乙");
        free(text);
        free(mid);
    }
    assert_true(text_valid("\xf4\x8f\xbf\xbf\xee\x80\x80", 7));
}

static void text_is_composed(void **state)
{
    (void)state;
    assert_text(clean("e\u0301"), "é");
    assert_text(clean("\u1112\u1161\u11ab"), "한");
    assert_text(clean("か\u3099"), "が");
}

/* More marks than a cell holds would pile up over the lines around. */
static void piled_marks_are_cut(void **state)
{
    struct buf b = {0};
    char *s;

    (void)state;
    buf_add(&b, "x");
    for (int i = 0; i < REPEAT; i++)
        buf_add(&b, "\u0336");
    s = clean(b.s);
    assert_int_equal(strlen(s), 1 + 4 * 2);
    assert_int_equal(text_width(s), 1);
    free(s);
    buf_free(&b);
}

/* Whatever comes in, what goes out is valid, printable, and clean already. */
static void every_paste_comes_out_printable(void **state)
{
    static const char pieces[] = "\xe2\x80\xae\xcc\x81\xed\xa0\x9b\xe7\x8e\x8b\x1b[]a"; /* 16 with the NUL */
    uint32_t seed = 20261121;

    (void)state;
    for (int round = 0; round < 200; round++) {
        char raw[REPEAT], *once, *twice;
        bool changed;
        size_t used;

        for (size_t i = 0; i < sizeof raw; i++) {
            seed = seed * 1664525 + 1013904223;
            raw[i] = round % 2 ? (char)(seed >> 24) : pieces[seed >> 28];
        }
        once = text_clean(raw, sizeof raw, round % 4 < 2, NULL);
        assert_true(text_valid(once, strlen(once)));
        for (const char *s = once; *s; s += used) {
            uint32_t cp = text_codepoint(s, &used);

            assert_true(cp >= 0x20 || cp == '\n' || cp == '\t');
            assert_false(cp >= 0x7f && cp < 0xa0);
            assert_false(cp >= 0x202a && cp <= 0x202e);
        }
        twice = text_clean(once, strlen(once), round % 4 < 2, &changed);
        assert_string_equal(twice, once);
        assert_false(changed);
        free(once);
        free(twice);
    }
}

static void folding_makes_equal_what_reads_equal(void **state)
{
    (void)state;
    assert_text(text_fold("ABC-def 12"), "abc-def 12");
    assert_text(text_fold("王小明"), "王小明");
    assert_text(text_fold("ＡＢＣ１２３"), "abc123");
    assert_text(text_fold("Straße"), "strasse");
    assert_text(text_fold("ÉCOLE"), "école");
    assert_text(text_fold("王ＡBc"), "王abc");
    assert_text(text_fold("①"), "1");
}

static void narrowing_takes_fullwidth_forms(void **state)
{
    (void)state;
    assert_text(text_narrow("１３８：，（Ａ）　～"), "138:,(A) ~");
    assert_text(text_narrow("王。《》"), "王。《》");
    assert_text(text_narrow("\xff"
                            "a"),
                "\xff"
                "a");
}

static void trimming_knows_the_ideographic_space(void **state)
{
    (void)state;
    assert_text(text_trim(" \t　王 小　明\u00a0　 "), "王 小　明");
    assert_text(text_trim("　　"), "");
    assert_text(text_trim(""), "");
}

static void u5_masking_shows_first_and_last_two(void **state)
{
    (void)state;
    assert_text(text_mask("110101199003070011"), "1***************11");
    assert_text(text_mask("E12345678"), "E******78");
    assert_text(text_mask("王小明"), "王**");
    assert_text(text_mask("王明"), "王*");
    assert_text(text_mask("王"), "*");
    assert_text(text_mask(""), "");
}

static void han_is_told_from_other_scripts(void **state)
{
    (void)state;
    assert_true(text_is_han(0x738B));
    assert_true(text_is_han(0x3007));
    assert_true(text_is_han(0x20BB7));
    assert_false(text_is_han('a'));
    assert_false(text_is_han(0x3042));
    assert_false(text_is_han(0xFF21));
}

static void distance_counts_edits(void **state)
{
    (void)state;
    assert_int_equal(text_distance("phone", "phone"), 0);
    assert_int_equal(text_distance("phon", "phone"), 1);
    assert_int_equal(text_distance("pohne", "phone"), 1);
    assert_int_equal(text_distance("", "abc"), 3);
    assert_int_equal(text_distance("kitten", "sitting"), 3);
    assert_int_equal(text_distance("王小明", "王晓明"), 1);
    assert_null(text_nearer("phon", NULL, "kitten", 3));
    assert_string_equal(text_nearer("phon", NULL, "phones", 3), "phones");
    assert_string_equal(text_nearer("phon", "phones", "phone", 3), "phone");
    assert_string_equal(text_nearer("phon", "phone", "phony", 3), "phone"); /* the first of the equally near */
}

static void files_are_decoded(void **state)
{
    static const char gb[] = "\xcd\xf5\xd0\xa1\xc3\xf7,\x81\x30\x81\x30\x95\x32\x82\x36\n"; /* 王小明, U+0080, 𠀀 */
    const char *encoding;
    size_t n;

    (void)state;
    assert_text(text_decode("王", 3, &n, &encoding), "王");
    assert_string_equal(encoding, "UTF-8");
    assert_text(text_decode("\xef\xbb\xbf王", 6, &n, &encoding), "王");
    assert_int_equal(n, 3);
    assert_text(text_decode(gb, sizeof gb - 1, &n, &encoding), "王小明,\xc2\x80\U00020000\n");
    assert_string_equal(encoding, "GB18030");
    assert_int_equal(n, 9 + 1 + 2 + 4 + 1);
    assert_text(text_decode("", 0, &n, &encoding), "");
    assert_int_equal(n, 0);
}

static void other_encodings_are_refused_with_advice(void **state)
{
    (void)state;
    assert_null(text_decode("a\xff\xff", 3, NULL, NULL));
    assert_non_null(strstr(fault_text(), "byte 2"));
    assert_int_equal(fault_code(), QT_REFUSED);
    assert_null(text_decode("\xff\xfe"
                            "a\0",
                            4, NULL, NULL));
    assert_non_null(strstr(fault_text(), "UTF-16"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ordinary_text_is_untouched),
        cmocka_unit_test(controls_are_dropped),
        cmocka_unit_test(hidden_characters_are_dropped),
        cmocka_unit_test(malformed_utf8_is_dropped),
        cmocka_unit_test(text_is_composed),
        cmocka_unit_test(piled_marks_are_cut),
        cmocka_unit_test(every_paste_comes_out_printable),
        cmocka_unit_test(folding_makes_equal_what_reads_equal),
        cmocka_unit_test(narrowing_takes_fullwidth_forms),
        cmocka_unit_test(trimming_knows_the_ideographic_space),
        cmocka_unit_test(u5_masking_shows_first_and_last_two),
        cmocka_unit_test(han_is_told_from_other_scripts),
        cmocka_unit_test(distance_counts_edits),
        cmocka_unit_test(files_are_decoded),
        cmocka_unit_test(other_encodings_are_refused_with_advice),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
