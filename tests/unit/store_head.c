/* The head file: what is forged, emptied or cut is told, and still after the next save; MACs of lines. */
#include "store_help.h"

static int filled(void **state)
{
    struct lab *lab = lab_new();
    for (int i = 1; i <= 5; i++) {
        char *number = mem_printf("%03d", i);
        struct record *r = a_visitor(lab, number, "王小明");
        put(lab, "save", NULL, r);
        record_free(r);
        free(number);
    }
    *state = lab;
    return 0;
}

static char *head_path(const struct lab *lab)
{
    return mem_printf("%s.head", lab->path);
}

static void expect_bad(struct lab *lab, int64_t line, const char *part)
{
    int64_t lines, bad = -1;
    assert_int_equal(journal_verify(lab->db, &lines, &bad), QT_CORRUPT);
    assert_int_equal(bad, line);
    if (!strstr(fault_text(), part))
        fail_msg("told: %s", fault_text());
}

static void save_another(struct lab *lab)
{
    struct record *r = a_visitor(lab, "another", "李敏");
    put(lab, "save", NULL, r);
    record_free(r);
}

static char *file_text(const char *path)
{
    char text[200] = "";
    FILE *f = fopen(path, "r");
    assert_non_null(f);
    assert_true(fread(text, 1, sizeof text - 1, f) > 0);
    assert_int_equal(fclose(f), 0);
    return mem_dup(text);
}

/* Told before the next save and after it. */
static void told_with(struct lab *lab, const char *content, size_t n, const char *part)
{
    char *path = head_path(lab);
    db_close(lab->db);
    FILE *f = fopen(path, "w");
    assert_non_null(f);
    assert_int_equal(fwrite(content, 1, n, f), n);
    assert_int_equal(fclose(f), 0);
    lab_open(lab);
    expect_bad(lab, 0, part);
    save_another(lab);
    expect_bad(lab, 0, part);
    free(path);
}

static void an_emptied_one_is_a_missing_one(void **state)
{
    told_with(*state, "", 0, "emptied");
}

static void a_zeroed_one_is_a_missing_one(void **state)
{
    static const char zeros[200];
    told_with(*state, zeros, sizeof zeros, "emptied");
}

static void one_that_was_cut_short_is_told(void **state)
{
    struct lab *lab = *state;
    char *path = head_path(lab), *text = file_text(path);
    told_with(lab, text, 86, "unreadable");
    free(path);
    free(text);
}

static void one_without_the_key_is_told(void **state)
{
    struct lab *lab = *state;
    char *path = head_path(lab), *text = file_text(path);
    size_t last = strlen(text) - 2;
    text[last] = text[last] == '0' ? '1' : '0';
    told_with(lab, text, strlen(text), "key");
    free(path);
    free(text);
}

static void a_plain_one_of_earlier_versions_is_told(void **state)
{
    struct lab *lab = *state;
    char *path = head_path(lab), *text = file_text(path);
    text[85] = '\n';
    told_with(lab, text, 86, "unreadable");
    free(path);
    free(text);
}

static void zeros_in_letters_are_no_beginning(void **state)
{
    char *text = mem_printf("%020d %064d %032d\n", 0, 0, 0);
    told_with(*state, text, strlen(text), "key");
    free(text);
}

static void a_new_database_has_one(void **state)
{
    struct lab *lab = lab_new();
    int64_t lines, bad;
    (void)state;
    assert_ok(journal_verify(lab->db, &lines, &bad));
    char *path = head_path(lab), *text = file_text(path);
    assert_int_equal(strlen(text), 119);
    free(path);
    free(text);
    lab_free(lab);
}

/* ---- lines ------------------------------------------------------------------------------------------------------ */
#define NO_GUARD "DROP TRIGGER journal_no_update; "
#define GUARD                                                                                                          \
    "; CREATE TRIGGER journal_no_update BEFORE UPDATE ON journal"                                                      \
    " BEGIN SELECT raise(ABORT, 'the journal cannot be changed'); END"

static void told_after(struct lab *lab, const char *change, int64_t line, const char *part)
{
    char *sql = mem_printf(NO_GUARD "%s" GUARD, change);
    db_close(lab->db);
    behind_back(lab, sql);
    lab_open(lab);
    expect_bad(lab, line, part);
    free(sql);
}

static void a_mac_changed(void **state)
{
    told_after(*state, "UPDATE journal SET mac = zeroblob(16) WHERE seq = 3", 3, "key");
}

static void a_mac_of_another_line(void **state)
{
    told_after(*state, "UPDATE journal SET mac = (SELECT mac FROM journal WHERE seq = 2) WHERE seq = 3", 3, "key");
}

static void a_mac_taken_away(void **state)
{
    told_after(*state, "UPDATE journal SET mac = NULL WHERE seq = 5", 5, "key");
}

static void all_macs_taken_away(void **state)
{
    told_after(*state, "UPDATE journal SET mac = NULL", 6, "vouches");
}

/* As if it were of version 2, for the next start to vouch for: without the key nobody makes one. */
static void it_cannot_be_made_a_file_of_before(void **state)
{
    struct lab *lab = *state;
    struct db_options o = {.path = lab->path, .forms = lab->forms};
    db_close(lab->db);
    lab->db = NULL;
    behind_back(lab, "ALTER TABLE journal DROP COLUMN mac; PRAGMA user_version = 2");
    assert_int_equal(db_open(&o, &lab->db), QT_FOREIGN);
}

int main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, filled, lab_teardown)
    const struct CMUnitTest tests[] = {
        T(an_emptied_one_is_a_missing_one),
        T(a_zeroed_one_is_a_missing_one),
        T(one_that_was_cut_short_is_told),
        T(one_without_the_key_is_told),
        T(a_plain_one_of_earlier_versions_is_told),
        T(zeros_in_letters_are_no_beginning),
        cmocka_unit_test(a_new_database_has_one),
        T(a_mac_changed),
        T(a_mac_of_another_line),
        T(a_mac_taken_away),
        T(all_macs_taken_away),
        T(it_cannot_be_made_a_file_of_before),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
