/* Any text file as rows: what cannot be split costs one row, and its line is told. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <unistd.h>

#include "desk/import/import.h"

static char path[] = "/tmp/qiantai-csv-XXXXXX";

static struct csv_in *open_text(const char *text, size_t n)
{
    struct csv_in *in = NULL;
    FILE *f = fopen(path, "w");

    assert_non_null(f);
    assert_int_equal(fwrite(text, 1, n, f), n);
    assert_int_equal(fclose(f), 0);
    assert_int_equal(csv_open(path, &in), QT_OK);
    return in;
}

/* "line:cell|cell;" for each row, "line:!;" for a bad one. */
static char *rows_of(const char *text, size_t n)
{
    struct csv_in *in = open_text(text, n);
    struct csv_row row;
    struct buf b = {0};
    size_t i;

    while (csv_next(in, &row) == 1) {
        buf_addf(&b, "%lld:", (long long)row.line);
        if (row.bad)
            buf_addc(&b, '!');
        for (i = 0; !row.bad && i < row.n; i++)
            buf_addf(&b, "%s%s", i > 0 ? "|" : "", row.cell[i]);
        buf_addc(&b, ';');
    }
    csv_close(in);
    return buf_take(&b);
}

static void expect(const char *text, const char *rows)
{
    char *got = rows_of(text, strlen(text));

    assert_string_equal(got, rows);
    free(got);
}

static void splits_plain_and_quoted(void **state)
{
    (void)state;
    expect("a,b\n1,2\n", "1:a|b;2:1|2;");
    expect("a,b\r\n\"x, y\",\"say \"\"hi\"\"\"\r\n", "1:a|b;2:x, y|say \"hi\";");
    expect("a,b\n\"two\nlines\",2\n3,4\n", "1:a|b;2:two\nlines|2;4:3|4;");
    expect("a,b\n,\n", "1:a|b;2:|;");
}

static void ends_of_lines_and_of_the_file(void **state)
{
    (void)state;
    expect("a,b\r1,2\r3,4", "1:a|b;2:1|2;3:3|4;");
    expect("a,b\n\n\n1,2", "1:a|b;4:1|2;");
    expect("\xEF\xBB\xBF"
           "a,b\n1,2",
           "1:a|b;2:1|2;");
}

static void finds_the_separator(void **state)
{
    (void)state;
    expect("a;b\n1,5;2\n", "1:a|b;2:1,5|2;");
    expect("a\tb\n1\t2\n", "1:a|b;2:1|2;");
}

static void an_open_quotation_mark_costs_one_row(void **state)
{
    (void)state;
    expect("a,b\n1,\"open\n3,4\n5,6\n", "1:a|b;2:!;3:3|4;4:5|6;");
    expect("a,b\n1,\"open\n3,\"4\"\n5,6\n", "1:a|b;2:!;3:3|4;4:5|6;");
    expect("a,b\n1,x\"y\n3,4\n", "1:a|b;2:!;3:3|4;");
}

static void nul_bytes_and_damaged_text_are_bad_rows(void **state)
{
    static const char nul[] = "a,b\n1,x\0y\n3,4\n";
    static const char damaged[] = "a,\xe5\xa5\xbd\xe5\xa5\xbd\xe5\xa5\xbd\xe5\xa5\xbd\xe5\xa5\xbd\n1,\xff\n3,4\n";
    char *got = rows_of(nul, sizeof(nul) - 1);

    (void)state;
    assert_string_equal(got, "1:a|b;2:!;3:3|4;");
    free(got);
    got = rows_of(damaged, sizeof(damaged) - 1);
    assert_non_null(strstr(got, ";2:!;3:3|4;"));
    free(got);
}

/* Rows that lie across the reader's chunks are neither lost nor doubled. */
static void long_files_keep_their_rows(void **state)
{
    enum { ROWS = 30000 };
    struct buf b = {0};
    struct csv_in *in;
    struct csv_row row;
    int i, k;

    (void)state;
    buf_add(&b, "n,text\n");
    for (i = 0; i < ROWS; i++) {
        buf_addf(&b, "%d,\"", i);
        for (k = i % 17; k > 0; k--)
            buf_add(&b, "很长");
        buf_add(&b, "\"\n");
    }
    in = open_text(b.s, b.len);
    for (i = -1; csv_next(in, &row) == 1; i++) {
        assert_null(row.bad);
        assert_int_equal(row.n, 2);
        assert_int_equal(row.line, i + 2);
        if (i >= 0)
            assert_int_equal(strtol(row.cell[0], NULL, 10), i);
    }
    assert_int_equal(i, ROWS);
    csv_close(in);
    buf_free(&b);
}

static void gb18030_is_decoded_and_utf16_refused(void **state)
{
    static const char gb[] = "\xd0\xd5\xc3\xfb,b\n\xcd\xf5\xd0\xa1\xc3\xf7,2\n";
    struct csv_in *in = open_text(gb, sizeof(gb) - 1);
    FILE *f;

    (void)state;
    assert_string_equal(csv_encoding(in), "GB18030");
    csv_close(in);
    expect(gb, "1:姓名|b;2:王小明|2;");
    f = fopen(path, "w");
    assert_non_null(f);
    assert_int_equal(fwrite("\xff\xfe"
                            "a\0",
                            1, 4, f),
                     4);
    assert_int_equal(fclose(f), 0);
    assert_int_equal(csv_open(path, &in), QT_REFUSED);
}

static int make_file(void **state)
{
    int fd = mkstemp(path);

    (void)state;
    return fd < 0 ? -1 : close(fd);
}

static int drop_file(void **state)
{
    (void)state;
    return unlink(path);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(splits_plain_and_quoted),
        cmocka_unit_test(ends_of_lines_and_of_the_file),
        cmocka_unit_test(finds_the_separator),
        cmocka_unit_test(an_open_quotation_mark_costs_one_row),
        cmocka_unit_test(nul_bytes_and_damaged_text_are_bad_rows),
        cmocka_unit_test(long_files_keep_their_rows),
        cmocka_unit_test(gb18030_is_decoded_and_utf16_refused),
    };

    return cmocka_run_group_tests(tests, make_file, drop_file);
}
