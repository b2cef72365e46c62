/* The one JSON reader and the one writer. */
#include "qiantai/base.h"
#include "unit/check.h"

/* Reads all of it; the items in letters, texts and numbers as read. Refused: "!" and the sentence. */
static char *walk(const char *s)
{
    static const char letters[] = "!.nft##[{>";
    struct buf out = {0};
    struct json j;

    json_open(&j, s);
    while (json_next(&j) > JSON_END) {
        if (*j.name.s)
            buf_addf(&out, "%s:", j.name.s);
        if (j.item == JSON_TEXT)
            buf_addf(&out, "'%s'", j.text.s);
        else if (j.item == JSON_NUMBER)
            buf_addf(&out, "%s%s ", j.text.s, j.whole ? "" : "~");
        else
            buf_addc(&out, letters[j.item]);
    }
    if (json_close(&j) != QT_OK)
        buf_addf(&out, "!%s", fault_text());
    return buf_take(&out);
}

static void reads(const char *s, const char *expected)
{
    char *got = walk(s);
    assert_string_equal(got, expected);
    free(got);
}

static void refuses(const char *s, size_t byte, const char *why)
{
    char *got = walk(s), *sentence = strchr(got, '!'), *expected = mem_printf("!JSON, byte %zu: %s", byte, why);
    assert_non_null(sentence);
    assert_string_equal(sentence, expected);
    free(expected);
    free(got);
}

static void every_kind_of_value(void **state)
{
    (void)state;
    reads("null", "n");
    reads(" [ ] ", "[>");
    reads("{}", "{>");
    reads("[1,-20,3.5,1e9,0,true,false,null,\"\"]", "[1 -20 3.5~ 1e9~ 0 tfn''>");
    reads("{\"a\":[1,{\"b\":\"x\"}],\"c\":{}}", "{a:[1 {b:'x'>>c:{>>");
    reads("9223372036854775807", "9223372036854775807 ");
    reads("9223372036854775808", "9223372036854775808~ ");
}

static void texts_and_surrogates(void **state)
{
    (void)state;
    reads("\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"", "'\"\\/\b\f\n\r\t'");
    reads("\"\\u4f1e \\ud83c\\udf02 \\u00e9 伞\"", "'伞 🌂 é 伞'");
    refuses("\"\\ud83c\"", 4, "half a pair of surrogates");
    refuses("\"\\ud83c\\u0041\"", 4, "half a pair of surrogates");
    refuses("\"\\ud83cxxxxxx\"", 4, "half a pair of surrogates");
    refuses("\"\\udf02\"", 4, "half a pair of surrogates");
    refuses("\"\\u12\"", 4, "no four hexadecimal digits behind \\u");
    refuses("\"\\u+123\"", 4, "no four hexadecimal digits behind \\u");
    refuses("\"a\\u0000b\"", 5, "a zero character");
    refuses("\"\\x\"", 3, "an unknown escape");
    refuses("\"\\", 3, "an unknown escape");
    refuses("\"a\nb\"", 3, "a control character in a text");
    refuses("\"abc", 5, "a text without its end");
    refuses("\"\xff\"", 2, "not UTF-8");
    refuses("\"\xed\xa0\x80\"", 2, "not UTF-8");
}

static void what_is_malformed_is_refused_with_its_place(void **state)
{
    (void)state;
    refuses("", 1, "the end is missing");
    refuses(NULL, 1, "the end is missing");
    refuses("[1,]", 4, "no value");
    refuses("[1 2]", 4, "no comma");
    refuses("[1", 3, "the end is missing");
    refuses("[,1]", 2, "no value");
    refuses("{\"a\" 1}", 6, "no colon behind a name");
    refuses("{a:1}", 2, "a member without a name");
    refuses("{\"a\":1,}", 8, "a member without a name");
    refuses("[}", 2, "no value");
    refuses("1 2", 3, "something behind the end");
    refuses("[]]", 3, "something behind the end");
    refuses("01", 1, "no number");
    refuses("-", 1, "no number");
    refuses("1.", 1, "no number");
    refuses("1e+", 1, "no number");
    refuses("nul", 1, "no value");
}

static void nothing_is_read_deeper_than_the_limit(void **state)
{
    char text[2 * JSON_DEPTH_MOST + 3] = "";
    char *got;
    (void)state;
    memset(text, '[', JSON_DEPTH_MOST);
    memset(text + JSON_DEPTH_MOST, ']', JSON_DEPTH_MOST);
    got = walk(text);
    assert_null(strchr(got, '!'));
    free(got);
    memset(text, '[', JSON_DEPTH_MOST + 1);
    memset(text + JSON_DEPTH_MOST + 1, ']', JSON_DEPTH_MOST + 1);
    refuses(text, JSON_DEPTH_MOST + 1, "nested too deep");
}

static void a_part_can_be_skipped(void **state)
{
    struct json j;
    (void)state;
    json_open(&j, "[[1,[2,{\"a\":[3]}]],4]");
    assert_int_equal(json_next(&j), JSON_ARRAY);
    assert_int_equal(json_next(&j), JSON_ARRAY);
    json_skip(&j);
    assert_int_equal(j.item, JSON_LEAVE);
    assert_int_equal(json_next(&j), JSON_NUMBER);
    assert_int_equal(j.number, 4);
    assert_int_equal(json_next(&j), JSON_LEAVE);
    assert_int_equal(json_next(&j), JSON_END);
    assert_int_equal(json_next(&j), JSON_END);
    assert_int_equal(json_close(&j), QT_OK);
}

static void what_is_written_is_read_again(void **state)
{
    static const char *const texts[] = {"plain",  "quote \" back \\ slash", "line\nand\ttab\r",
                                        "张工 👍", "\x01\x1f\x7f",           ""};
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(texts); i++) {
        struct buf b = {0};
        struct json_writer w = {.out = &b};
        struct json j;
        json_text(&w, NULL, texts[i]);
        json_open(&j, b.s);
        assert_int_equal(json_next(&j), JSON_TEXT);
        assert_string_equal(j.text.s, texts[i]);
        assert_int_equal(json_next(&j), JSON_END);
        assert_int_equal(json_close(&j), QT_OK);
        buf_free(&b);
    }
}

static void the_writer_sets_commas_names_and_lines(void **state)
{
    struct buf b = {0};
    struct json_writer w = {.out = &b};
    (void)state;
    json_begin(&w, NULL, '{');
    json_number(&w, "version", 1);
    json_begin(&w, "rows", '[');
    for (int i = 0; i < 2; i++) {
        json_begin(&w, NULL, '{');
        json_text(&w, "name", i ? NULL : "a\"b");
        json_bool(&w, "in", i == 0);
        json_raw(&w, "items", i ? "" : "[[1]]");
        json_end(&w);
    }
    json_end(&w);
    json_begin(&w, "none", '[');
    json_end(&w);
    json_end(&w);
    assert_string_equal(b.s, "{\"version\":1,\"rows\":[\n{\"name\":\"a\\\"b\",\"in\":true,\"items\":[[1]]},"
                             "\n{\"name\":null,\"in\":false,\"items\":null}],\"none\":[]}");
    buf_free(&b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_kind_of_value),
        cmocka_unit_test(texts_and_surrogates),
        cmocka_unit_test(what_is_malformed_is_refused_with_its_place),
        cmocka_unit_test(nothing_is_read_deeper_than_the_limit),
        cmocka_unit_test(a_part_can_be_skipped),
        cmocka_unit_test(what_is_written_is_read_again),
        cmocka_unit_test(the_writer_sets_commas_names_and_lines),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
