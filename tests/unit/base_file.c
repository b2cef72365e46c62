/* Files by what is in them, and names that can be shown and written anywhere. */
#include "qiantai/base.h"
#include "unit/check.h"

static void kinds(void **state)
{
    static const struct {
        const char *bytes;
        size_t n;
        const char *kind;
    } cases[] = {
        {"\xff\xd8\xff\xe1", 4, "jpg"},
        {"\x89PNG\r\n\x1a\n", 8, "png"},
        {"\x89PNG\r\n\x1a", 7, NULL},
        {"%PDF-1.4", 8, "pdf"},
        {"GIF89a", 6, "gif"},
        {"RIFF1234WEBPVP8 ", 16, "webp"},
        {"RIFF1234WAVEfmt ", 16, NULL},
        {"II*\0", 4, "tif"},
        {"MM\0*", 4, "tif"},
        {"\0\0\0\x18"
         "ftypheic",
         12, "heic"},
        {"<html>%PDF-", 11, NULL},
        {"", 0, NULL},
    };
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        const char *kind = file_kind(cases[i].bytes, cases[i].n);
        if (cases[i].kind)
            assert_string_equal(kind, cases[i].kind);
        else
            assert_null(kind);
    }
    for (size_t i = 0; file_kind_name(i); i++)
        assert_true(i < 7);
}

static void names(void **state)
{
    static const struct {
        const char *path, *kind, *name;
    } cases[] = {
        {"/srv/in/leak.jpg", "jpg", "leak.jpg"},
        {"..\\..\\scan.PDF", "pdf", "scan.PDF"},
        {"photo.JPEG", "jpg", "photo.JPEG"},
        {"photo.png", "jpg", "photo.png.jpg"},
        {"photo", "png", "photo.png"},
        {"..", "png", "file.png"},
        {"/", "png", "file.png"},
        {"-rf .jpg", "jpg", "rf .jpg"},
        {".hidden.gif", "gif", "hidden.gif"},
        {"a\x1b[2Jb\xe2\x80\xaegpj.jpg", "jpg", "a[2Jbgpj.jpg"},
        {"a\nb.tiff", "tif", "a b.tiff"},
        {"漏水　照片.jpg", "jpg", "漏水　照片.jpg"},
        {"as it is.txt", NULL, "as it is.txt"},
    };
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(cases); i++)
        assert_text(file_name_clean(cases[i].path, cases[i].kind), cases[i].name);
}

/* 80 characters, the end of it; four bytes each fit the 255 that a disk takes, with what may be put behind. */
static void long_names(void **state)
{
    struct buf b = {0};
    (void)state;
    for (int i = 0; i < 300; i++)
        buf_add(&b, "漏");
    buf_add(&b, ".jpg");
    char *name = file_name_clean(b.s, "jpg");
    assert_int_equal(text_len(name), 80);
    assert_true(strlen(name) < 245);
    assert_string_equal(name + strlen(name) - 4, ".jpg");
    free(name);
    buf_free(&b);
}

static void sizes(void **state)
{
    (void)state;
    assert_text(file_size_show(0), "0 B");
    assert_text(file_size_show(999), "999 B");
    assert_text(file_size_show(1000), "1 kB");
    assert_text(file_size_show(999499), "999 kB");
    assert_text(file_size_show(999500), "1.0 MB");
    assert_text(file_size_show(2149999), "2.1 MB");
    assert_text(file_size_show(1000000000), "1000.0 MB");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(kinds),
        cmocka_unit_test(names),
        cmocka_unit_test(long_names),
        cmocka_unit_test(sizes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
