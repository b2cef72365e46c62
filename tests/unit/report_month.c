/* The month's workbook: made beside and renamed, refused without leaving anything (T2; contents are read by
 * tests/cli/test_export.py with another reader). */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <dirent.h>
#include <unistd.h>

#include "qiantai/report.h"

static char dir[] = "/tmp/qiantai-report-XXXXXX";
static struct desk *desk;

static char *in_dir(const char *name)
{
    return mem_printf("%s/%s", dir, name);
}

static int entries(const char *containing)
{
    DIR *d = opendir(dir);
    struct dirent *e;
    int n = 0;

    assert_non_null(d);
    while ((e = readdir(d)))
        n += strstr(e->d_name, containing) != NULL;
    assert_int_equal(closedir(d), 0);
    return n;
}

static void t2_a_month_is_one_zip_and_nothing_else(void **state)
{
    char *file = in_dir("m.xlsx"), head[3] = "";
    struct buf said = {0};
    FILE *f;

    (void)state;
    assert_int_equal(report_month(desk, "2026-11", file, &said), QT_OK);
    f = fopen(file, "rb");
    assert_non_null(f);
    assert_int_equal(fread(head, 1, 2, f), 2);
    assert_int_equal(fclose(f), 0);
    assert_string_equal(head, "PK");
    assert_non_null(said.s);
    assert_int_equal(entries("m.xlsx"), 1);
    buf_free(&said);
    free(file);
}

static void what_is_no_month_is_refused(void **state)
{
    static const char *const wrong[] = {"", "2026", "2026-00", "2026-13", "2026-1", "2026-011", "26-11", "2026/11"};
    char *file = in_dir("wrong.xlsx");
    struct buf said = {0};
    size_t i;

    (void)state;
    for (i = 0; i < sizeof(wrong) / sizeof(*wrong); i++)
        assert_int_equal(report_month(desk, wrong[i], file, &said), QT_REFUSED);
    assert_int_equal(entries("wrong"), 0);
    buf_free(&said);
    free(file);
}

static void a_folder_that_is_not_there_is_told(void **state)
{
    char *file = in_dir("none/m.xlsx");
    struct buf said = {0};

    (void)state;
    assert_true(report_month(desk, "2026-11", file, &said) < 0);
    assert_int_not_equal(strlen(fault_text()), 0);
    buf_free(&said);
    free(file);
}

static int open_desk(void **state)
{
    struct problems problems = {0};
    char *path;
    struct desk_options o = {.form_dirs = QT_SOURCE_DIR "/forms",
                             .terminal = "test",
                             .create = true,
                             .practice = true,
                             .now = "2026-11-21 09:14"};
    int rc;

    (void)state;
    if (!mkdtemp(dir))
        return -1;
    o.db_path = path = in_dir("desk.db");
    rc = desk_open(&o, &desk, &problems);
    problems_free(&problems);
    free(path);
    return rc == QT_OK ? desk_first_run(desk, "联合广场", "cj", "陈静", "1234") : rc;
}

static int close_desk(void **state)
{
    DIR *d = opendir(dir);
    struct dirent *e;

    (void)state;
    desk_close(desk);
    while (d && (e = readdir(d))) {
        char *path = in_dir(e->d_name);
        if (e->d_name[0] != '.')
            (void)unlink(path);
        free(path);
    }
    if (d)
        (void)closedir(d);
    return rmdir(dir);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(t2_a_month_is_one_zip_and_nothing_else),
        cmocka_unit_test(what_is_no_month_is_refused),
        cmocka_unit_test(a_folder_that_is_not_there_is_told),
    };

    return cmocka_run_group_tests(tests, open_desk, close_desk);
}
