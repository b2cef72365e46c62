/* The folder of a database is synced when its rollback journal is a new file, and not in each commit. */
#include "store_help.h"

#include <sys/stat.h>
#include <sys/syscall.h>

static int folder_syncs;

/* Ours instead of the C library's, for the engine too. */
static int counted(long call, int fd)
{
    struct stat st;
    folder_syncs += fstat(fd, &st) == 0 && S_ISDIR(st.st_mode);
    return (int)syscall(call, fd);
}

int fsync(int fd)
{
    return counted(SYS_fsync, fd);
}

int fdatasync(int fd)
{
    return counted(SYS_fdatasync, fd);
}

static int syncs_of_a_commit(struct lab *lab)
{
    folder_syncs = 0;
    assert_ok(db_begin(lab->db));
    assert_ok(journal_note(lab->db, &lab->who, "line", "", 0, NULL));
    assert_ok(db_commit(lab->db));
    return folder_syncs;
}

static void a_kept_journal_needs_its_folder_once(void **state)
{
    struct lab *lab = *state;
    if (lab->db->wal)
        skip();
    assert_in_range(syncs_of_a_commit(lab), 0, 1);
    for (int i = 0; i < 3; i++)
        assert_int_equal(syncs_of_a_commit(lab), 0);
}

static void a_journal_made_anew_is_a_new_file(void **state)
{
    struct lab *lab = *state;
    if (lab->db->wal)
        skip();
    char *journal = mem_printf("%s-journal", lab->path);
    (void)syncs_of_a_commit(lab);
    for (int i = 0; i < 3; i++) {
        assert_int_equal(unlink(journal), 0);
        assert_int_equal(syncs_of_a_commit(lab), 1); /* it is made */
        assert_int_equal(syncs_of_a_commit(lab), 1); /* it is met, and not known */
        assert_int_equal(syncs_of_a_commit(lab), 0);
    }
    free(journal);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_kept_journal_needs_its_folder_once, lab_setup, lab_teardown),
        cmocka_unit_test_setup_teardown(a_journal_made_anew_is_a_new_file, lab_setup, lab_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
