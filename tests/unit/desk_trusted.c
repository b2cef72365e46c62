/* The house's file: whose it must be, and what its lines give. */
#include "desk_test.h"

#include "house/trusted.h"

static struct fixture x;
static char *house;

static int setup(void **state)
{
    fixture_open(&x, QT_SOURCE_DIR "/forms");
    house = mem_printf("%s/house", x.dir);
    x.d->house = mem_dup(house);
    *state = &x;
    return 0;
}

static int teardown(void **state)
{
    free(house);
    fixture_close(*state);
    return 0;
}

static void house_is(const char *text)
{
    (void)unlink(house);
    FILE *f = fopen(house, "w");
    assert_non_null(f);
    assert_true(fputs(text, f) >= 0);
    assert_int_equal(fclose(f), 0);
    assert_int_equal(chmod(house, 0644), 0);
}

static void gives(const char *kind, const char *name, int rc, const char *value)
{
    char *got;
    assert_int_equal(trusted_get(x.d, kind, name, &got), rc);
    if (value)
        assert_string_equal(got, value);
    else
        assert_null(got);
    free(got);
}

static void a_line_is_found_by_its_kind_and_name(void **state)
{
    (void)state;
    house_is("# printers\n\nprint\toffice\tlp -d office -t \"$TITLE\"\nprint\tgate\ta\tb\r\nfolder\toffice\t/srv/safe\n"
             "encrypt\t-\tage -r x");
    gives("print", "office", QT_OK, "lp -d office -t \"$TITLE\"");
    gives("print", "gate", QT_OK, "a\tb"); /* a tab of the command's own */
    gives("folder", "office", QT_OK, "/srv/safe");
    gives("encrypt", TRUSTED_ANY, QT_OK, "age -r x");
    gives("witness", TRUSTED_ANY, QT_NOTFOUND, NULL);
    gives("print", "offic", QT_NOTFOUND, NULL);
    gives("folder", "gate", QT_NOTFOUND, NULL);
    char **names;
    size_t n;
    assert_int_equal(trusted_names(x.d, "print", &names, &n), QT_OK);
    assert_int_equal(n, 2);
    assert_string_equal(names[1], "gate");
    trusted_names_free(names, n);
}

static void without_a_file_there_are_no_names(void **state)
{
    char **names;
    size_t n;
    (void)state;
    gives("print", "office", QT_NOTFOUND, NULL);
    assert_int_equal(trusted_names(x.d, "print", &names, &n), QT_OK);
    assert_int_equal(n, 0);
}

static void a_bad_line_costs_itself(void **state)
{
    (void)state;
    house_is("print office lp\nprints\tx\ty\nprint\t\tlp\nprint\tgate\tlp\n");
    gives("print", "gate", QT_OK, "lp");
    gives("print", "office", QT_REFUSED, NULL);
    assert_non_null(strstr(fault_text(), "Line 1 "));
}

static void what_others_can_write_is_not_believed(void **state)
{
    (void)state;
    house_is("print\toffice\tlp\n");
    for (mode_t open = 0002; open <= 0020; open *= 8) {
        assert_int_equal(chmod(house, 0644 | open), 0);
        gives("print", "office", QT_DENIED, NULL);
        assert_int_equal(chmod(house, 0644), 0);
        assert_int_equal(chmod(x.dir, 0700 | open), 0);
        gives("print", "office", QT_DENIED, NULL);
        assert_int_equal(chmod(x.dir, 0700), 0);
    }
    gives("print", "office", QT_OK, "lp");
    if (geteuid() == 0) { /* somebody else's */
        assert_int_equal(chown(house, 65534, 0), 0);
        gives("print", "office", QT_DENIED, NULL);
        assert_int_equal(chown(house, 0, 0), 0);
        assert_int_equal(chown(x.dir, 65534, 0), 0);
        gives("print", "office", QT_DENIED, NULL);
        assert_int_equal(chown(x.dir, 0, 0), 0);
    }
}

/* A pipe is not waited for. */
static void what_is_no_plain_file_is_not_believed(void **state)
{
    char *real = mem_printf("%s/real", x.dir);
    (void)state;
    house_is("print\toffice\tlp\n");
    assert_int_equal(rename(house, real), 0);
    assert_int_equal(symlink(real, house), 0);
    gives("print", "office", QT_DENIED, NULL);
    assert_int_equal(unlink(house), 0);
    assert_int_equal(mkfifo(house, 0600), 0);
    gives("print", "office", QT_DENIED, NULL);
    assert_int_equal(unlink(house), 0);
    assert_int_equal(mkdir(house, 0700), 0);
    gives("print", "office", QT_DENIED, NULL);
    assert_int_equal(rmdir(house), 0);
    free(real);
}

#define T(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        T(a_line_is_found_by_its_kind_and_name),  T(without_a_file_there_are_no_names),     T(a_bad_line_costs_itself),
        T(what_others_can_write_is_not_believed), T(what_is_no_plain_file_is_not_believed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
