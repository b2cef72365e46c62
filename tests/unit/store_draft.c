/* Drafts: committed on their own, sealed in the file, offered to their owner. */
#include "store_help.h"

static int64_t save(struct lab *lab, int64_t id, const char *staff, const char *data, int64_t at)
{
    struct draft d = {.id = id, .reg = "visitor", .record = 7, .at = at};
    d.staff = mem_dup(staff);
    d.terminal = mem_dup("pts/1");
    d.data = mem_dup(data);
    assert_ok(draft_save(lab->db, &d));
    assert_true(d.id > 0);
    free(d.staff);
    free(d.terminal);
    free(d.data);
    return d.id;
}

static size_t how_many(struct lab *lab, const char *staff)
{
    struct draft *v;
    size_t n;
    assert_ok(draft_list(lab->db, staff, &v, &n));
    draft_free(v, n);
    return n;
}

static void survives_without_a_commit_of_the_caller(void **state)
{
    struct lab *lab = *state;
    int64_t id = save(lab, 0, "li", "{\"name\":\"王\"}", TEST_NOW);
    assert_false(db_in_transaction(lab->db));
    assert_int_equal(save(lab, id, "li", "{\"name\":\"王小明\"}", TEST_NOW + 5), id);
    lab_reopen(lab);
    struct draft *v;
    size_t n;
    assert_ok(draft_list(lab->db, "li", &v, &n));
    assert_int_equal(n, 1);
    assert_string_equal(v[0].data, "{\"name\":\"王小明\"}");
    assert_string_equal(v[0].reg, "visitor");
    assert_string_equal(v[0].terminal, "pts/1");
    assert_int_equal(v[0].record, 7);
    assert_int_equal(v[0].at, TEST_NOW + 5);
    draft_free(v, n);
    assert_ok(draft_drop(lab->db, id));
    assert_int_equal(how_many(lab, "li"), 0);
}

static void belongs_to_its_staff_newest_first(void **state)
{
    struct lab *lab = *state;
    (void)save(lab, 0, "li", "a", TEST_NOW);
    (void)save(lab, 0, "li", "b", TEST_NOW + 9);
    (void)save(lab, 0, "wang", "c", TEST_NOW + 5);
    struct draft *v;
    size_t n;
    assert_ok(draft_list(lab->db, "li", &v, &n));
    assert_int_equal(n, 2);
    assert_string_equal(v[0].data, "b");
    assert_string_equal(v[1].data, "a");
    draft_free(v, n);
    assert_int_equal(how_many(lab, "nobody"), 0);
}

static void within_a_transaction_it_shares_its_fate(void **state)
{
    struct lab *lab = *state;
    int64_t id = save(lab, 0, "li", "a", TEST_NOW);
    assert_ok(db_begin(lab->db));
    assert_ok(draft_drop(lab->db, id));
    assert_int_equal(how_many(lab, "li"), 0);
    db_rollback(lab->db);
    assert_int_equal(how_many(lab, "li"), 1);
    assert_ok(db_begin(lab->db));
    assert_ok(draft_drop(lab->db, id));
    assert_ok(db_commit(lab->db));
    assert_int_equal(how_many(lab, "li"), 0);
}

static void ids_are_not_used_again(void **state)
{
    struct lab *lab = *state;
    int64_t first = save(lab, 0, "li", "a", TEST_NOW);
    assert_ok(draft_drop(lab->db, first));
    int64_t second = save(lab, 0, "wang", "b", TEST_NOW);
    assert_int_not_equal(first, second);
    assert_int_equal(save(lab, first, "li", "late", TEST_NOW), first); /* dropped elsewhere, still being typed */
    assert_int_equal(how_many(lab, "wang"), 1);
    assert_ok(draft_drop(lab->db, 4711)); /* gone already: nothing to do */
}

static void unreadable_in_the_file_and_for_others(void **state)
{
    struct lab *lab = *state;
    (void)save(lab, 0, "li", "{\"name\":\"very-secret-draft\"}", TEST_NOW);
    char *command = mem_printf("grep -rqaF very-secret-draft '%s'", lab->dir);
    int rc = system(command);
    assert_int_equal(WEXITSTATUS(rc), 1);
    free(command);
    assert_ok(db_exec(lab->db, "UPDATE draft SET staff = 'wang'")); /* moved to another owner */
    struct draft *v;
    size_t n;
    assert_int_equal(draft_list(lab->db, "wang", &v, &n), QT_CORRUPT);
    assert_null(v);
    assert_int_equal(n, 0);
}

/* Whoever moves it finds it closed, and verify names it. */
static void all_that_stands_beside_it_is_bound(void **state)
{
    struct lab *lab = *state;
    static const char *const changes[] = {"id = id + 1", "staff = 'wang'", "terminal = 'pts/2'",  "reg = 'complaint'",
                                          "record = 8",  "at = at + 1",    "data = zeroblob(80)", "data = x''"};
    int64_t id = save(lab, 0, "li", "{}", TEST_NOW);
    for (size_t i = 0; i < ARRAY_LEN(changes); i++) {
        char *sql = mem_printf("UPDATE draft SET %s", changes[i]), part[40];
        assert_ok(drafts_check(lab->db));
        assert_ok(db_exec(lab->db, sql));
        assert_int_equal(drafts_check(lab->db), QT_CORRUPT);
        snprintf(part, sizeof part, "Draft %lld ", (long long)(i == 0 ? id + 1 : id));
        if (!strstr(fault_text(), part))
            fail_msg("told: %s", fault_text());
        free(sql);
        assert_ok(db_exec(lab->db, "DELETE FROM draft"));
        id = save(lab, 0, "li", "{}", TEST_NOW);
    }
}

static void assert_lost(struct db *db, const char *part)
{
    assert_int_equal(drafts_lost(db), QT_CORRUPT);
    if (!strstr(fault_text(), part))
        fail_msg("told: %s", fault_text());
}

/* It is told until a restore, whatever is typed meanwhile. */
static void one_that_was_deleted_is_named(void **state)
{
    struct lab *lab = *state;
    int64_t kept = save(lab, 0, "li", "{}", TEST_NOW), lost = save(lab, 0, "li", "{}", TEST_NOW);
    assert_ok(drafts_lost(lab->db));
    char *sql = mem_printf("DELETE FROM draft WHERE id = %lld", (long long)lost), part[40];
    assert_ok(db_exec(lab->db, sql));
    free(sql);
    snprintf(part, sizeof part, "Draft %lld was deleted", (long long)lost);
    assert_lost(lab->db, part);
    save(lab, kept, "li", "{\"more\":1}", TEST_NOW + 1);
    assert_lost(lab->db, part);
    assert_ok(draft_drop(lab->db, kept));
    assert_lost(lab->db, part);
    assert_ok(drafts_count_anew(lab->db));
    assert_ok(drafts_lost(lab->db));
}

static void one_that_was_put_back_is_told(void **state)
{
    struct lab *lab = *state;
    int64_t id = save(lab, 0, "li", "{}", TEST_NOW);
    assert_ok(db_exec(lab->db, "CREATE TEMP TABLE before AS SELECT * FROM draft"));
    save(lab, id, "li", "{\"more\":1}", TEST_NOW + 1);
    assert_ok(drafts_lost(lab->db));
    assert_ok(db_exec(lab->db, "DELETE FROM draft; INSERT INTO draft SELECT * FROM before"));
    assert_ok(drafts_check(lab->db));
    assert_lost(lab->db, "put back");
    assert_ok(draft_drop(lab->db, id));
    assert_lost(lab->db, "put back");
}

static void the_mark_itself_is_missed(void **state)
{
    struct lab *lab = *state;
    static const char *const changes[] = {"DELETE FROM meta WHERE name = 'drafts'",
                                          "UPDATE meta SET value = '' WHERE name = 'drafts'",
                                          "UPDATE meta SET value = 'x' || value WHERE name = 'drafts'"};
    for (size_t i = 0; i < ARRAY_LEN(changes); i++) {
        assert_ok(drafts_lost(lab->db));
        assert_ok(db_exec(lab->db, changes[i]));
        assert_lost(lab->db, "The drafts are not those");
        assert_ok(drafts_count_anew(lab->db));
    }
}

int main(void)
{
#define T(f) cmocka_unit_test_setup_teardown(f, lab_setup, lab_teardown)
    const struct CMUnitTest tests[] = {T(survives_without_a_commit_of_the_caller),
                                       T(belongs_to_its_staff_newest_first),
                                       T(within_a_transaction_it_shares_its_fate),
                                       T(ids_are_not_used_again),
                                       T(unreadable_in_the_file_and_for_others),
                                       T(all_that_stands_beside_it_is_bound),
                                       T(one_that_was_deleted_is_named),
                                       T(one_that_was_put_back_is_told),
                                       T(the_mark_itself_is_missed)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
