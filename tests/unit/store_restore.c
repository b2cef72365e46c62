/* A backup in the place of the database: who may, what is kept, what comes along. */
#include "store_help.h"

static int filled(void **state)
{
    struct lab *lab = lab_new();
    struct record *r = a_visitor(lab, "001", "王小明");
    put(lab, "save", NULL, r);
    record_free(r);
    *state = lab;
    return 0;
}

static int restore(struct lab *lab, const char *from)
{
    struct restore *r;
    struct db *copy = NULL;
    int rc = db_restore_begin(from, lab->path, lab->forms, false, &r);
    if (rc < 0)
        return rc;
    struct db_options o = {.path = db_restore_copy(r), .forms = lab->forms};
    rc = db_open(&o, &copy);
    if (rc == 0)
        rc = db_restore_note(r, copy, &lab->who);
    db_close(copy);
    return db_restore_end(r, rc);
}

static void a_restore_keeps_the_former_database_and_its_drafts(void **state)
{
    struct lab *lab = *state;
    char *to = mem_printf("%s/copy.db", lab->dir), *former = mem_printf("%s.before-restore", lab->path);
    char li[] = "li", pts[] = "pts/1", visitor[] = "visitor", typed[] = "[]";
    struct draft d = {.staff = li, .terminal = pts, .reg = visitor, .data = typed, .at = TEST_NOW}, *v;
    struct record *r = a_visitor(lab, "after", "李敏"), *again;
    int64_t lines, bad;
    size_t n;
    assert_ok(draft_save(lab->db, &d));
    assert_ok(db_backup(lab->db, to, &(struct buf){0}));
    put(lab, "save", NULL, r);
    d.id = 0;
    d.at++;
    assert_ok(draft_save(lab->db, &d));
    char *us = mem_printf("1 programs have %s open (processes %d)", lab->path, (int)getpid());
    assert_int_equal(restore(lab, to), QT_BUSY);
    if (!strstr(fault_text(), us))
        fail_msg("told: %s", fault_text());
    db_close(lab->db);
    lab->db = NULL;
    assert_ok(restore(lab, to));
    lab_open(lab);
    assert_ok(journal_verify(lab->db, &lines, &bad));
    assert_int_equal(rec_find(lab->db, r->form, "after", &again), QT_NOTFOUND);
    assert_ok(draft_list(lab->db, "li", &v, &n));
    assert_int_equal(n, 2);
    draft_free(v, n);
    struct db *old;
    struct db_options o = {.path = former, .forms = lab->forms};
    assert_ok(db_open(&o, &old));
    assert_ok(rec_find(old, r->form, "after", &again));
    record_free(again);
    db_close(old);
    record_free(r);
    free(to);
    free(us);
    free(former);
}

static void nobody_opens_what_is_being_replaced(void **state)
{
    struct lab *lab = *state;
    char *to = mem_printf("%s/copy.db", lab->dir);
    struct restore *r;
    struct db_options o = {.path = lab->path, .forms = lab->forms};
    assert_ok(db_backup(lab->db, to, &(struct buf){0}));
    db_close(lab->db);
    lab->db = NULL;
    assert_ok(db_restore_begin(to, lab->path, lab->forms, false, &r));
    assert_int_equal(db_open(&o, &lab->db), QT_BUSY);
    assert_int_equal(db_restore_end(r, QT_REFUSED), QT_REFUSED);
    lab_open(lab);
    free(to);
}

static void a_damaged_backup_is_not_restored(void **state)
{
    struct lab *lab = *state;
    char *to = mem_printf("%s/copy.db", lab->dir), *path = lab->path;
    int64_t lines, bad;
    assert_ok(db_backup(lab->db, to, &(struct buf){0}));
    lab->path = to;
    behind_back(lab, "DROP TRIGGER journal_no_update; UPDATE journal SET staff = 'x' WHERE seq = 1");
    lab->path = path;
    db_close(lab->db);
    lab->db = NULL;
    assert_int_equal(restore(lab, to), QT_CORRUPT);
    lab_open(lab);
    assert_ok(journal_verify(lab->db, &lines, &bad));
    free(to);
}

int main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, filled, lab_teardown)
    const struct CMUnitTest tests[] = {
        T(a_restore_keeps_the_former_database_and_its_drafts),
        T(nobody_opens_what_is_being_replaced),
        T(a_damaged_backup_is_not_restored),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
