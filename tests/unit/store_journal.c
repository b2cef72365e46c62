/* The journal: the chain, tampering in every way, history, purge, backup and restore. */
#include "store_help.h"

#include <errno.h>
#include <fcntl.h>

#define GUARDS_OFF                                                                                                     \
    "DROP TRIGGER journal_no_update; DROP TRIGGER journal_no_delete; DROP TRIGGER journal_append_only;"                \
    "DROP TRIGGER personal_no_update;"
#define GUARD(name, when, table, kind, why)                                                                            \
    "CREATE TRIGGER " name " BEFORE " when " ON " table " BEGIN SELECT raise(" kind ", '" why "'); END;"
#define GUARDS_ON                                                                                                      \
    GUARD("journal_no_update", "UPDATE", "journal", "ABORT", "the journal cannot be changed")                          \
    GUARD("journal_no_delete", "DELETE", "journal", "ABORT", "the journal cannot be shortened")                        \
    "CREATE TRIGGER journal_append_only BEFORE INSERT ON journal WHEN EXISTS (SELECT 1 FROM journal WHERE seq >= "     \
    "new.seq) BEGIN SELECT raise(FAIL, 'the journal only grows at its end'); END;" GUARD(                              \
        "personal_no_update", "UPDATE", "qt_personal", "ABORT", "the journal cannot be changed")

/* Ten visitors, the third changed once: eleven lines. */
static int filled(void **state)
{
    struct lab *lab = lab_new();
    for (int i = 1; i <= 10; i++) {
        char *number = mem_printf("%03d", i);
        struct record *r = a_visitor(lab, number, "王小明");
        set_text(r, "id_number", "110105199003071233");
        put(lab, "save", NULL, r);
        if (i == 3) {
            struct record *changed = record_copy(r);
            set_text(changed, "purpose", "late");
            put(lab, "edit", r, changed);
            record_free(changed);
        }
        record_free(r);
        free(number);
    }
    *state = lab;
    return 0;
}

static void tamper(struct lab *lab, const char *sql)
{
    char *all = mem_printf(GUARDS_OFF "%s;" GUARDS_ON, sql);
    db_close(lab->db);
    behind_back(lab, all);
    free(all);
    lab_open(lab);
}

static void expect_bad(struct lab *lab, int64_t line, const char *part)
{
    int64_t lines, bad = -1;
    assert_int_equal(journal_verify(lab->db, &lines, &bad), QT_CORRUPT);
    assert_int_equal(bad, line);
    if (!strstr(fault_text(), part))
        fail_msg("told: %s", fault_text());
}

static void untouched_is_clean(void **state)
{
    struct lab *lab = *state;
    int64_t lines, bad, seq;
    char hash[65];
    assert_ok(journal_verify(lab->db, &lines, &bad));
    assert_int_equal(lines, 11);
    assert_int_equal(bad, 0);
    assert_ok(journal_head(lab->db, &seq, hash));
    assert_int_equal(seq, 11);
    assert_int_equal(strlen(hash), 64);
    tamper(lab, "SELECT 1"); /* the helper itself changes nothing that is checked */
    assert_ok(journal_verify(lab->db, &lines, &bad));
}

static void every_column_is_covered(void **state)
{
    struct lab *lab = *state;
    static const char *const changes[] = {
        "at = at + 1",
        "staff = 'lj'",
        "terminal = terminal || ' '",
        "reg = 'person'",
        "record = record + 1",
        "number = '0'",
        "action = 'Edit'",
        "data = replace(data, 'late', 'Late')",
        "hash = zeroblob(32)",
        "hash = x'00'",
        "private = zeroblob(32)",
    };
    for (size_t i = 0; i < sizeof(changes) / sizeof(*changes); i++) {
        char *copy =
            mem_printf("cp '%s' '%s.ok' && cp '%s.head' '%s.ok.head'", lab->path, lab->path, lab->path, lab->path);
        char *back =
            mem_printf("cp '%s.ok' '%s' && cp '%s.ok.head' '%s.head'", lab->path, lab->path, lab->path, lab->path);
        assert_int_equal(system(copy), 0);
        char *sql = mem_printf("UPDATE journal SET %s WHERE seq = 4", changes[i]);
        tamper(lab, sql);
        expect_bad(lab, 4, "4");
        db_close(lab->db);
        assert_int_equal(system(back), 0);
        lab_open(lab);
        free(sql);
        free(copy);
        free(back);
    }
}

static void a_line_of_private_values_losing_its_hash(void **state)
{
    struct lab *lab = *state;
    tamper(lab, "UPDATE journal SET private = NULL WHERE seq = 2");
    expect_bad(lab, 2, "changed");
}

static void an_inserted_line(void **state)
{
    struct lab *lab = *state;
    tamper(lab, "UPDATE journal SET seq = -seq WHERE seq > 5; UPDATE journal SET seq = 1 - seq WHERE seq < 0;"
                "UPDATE qt_personal SET seq = -seq WHERE seq > 5; UPDATE qt_personal SET seq = 1 - seq WHERE seq < 0;"
                "INSERT INTO journal SELECT 6, at, staff, terminal, reg, record, number, action, data, NULL, hash, mac"
                " FROM journal WHERE seq = 5");
    expect_bad(lab, 6, "inserted");
}

static void a_line_taken_from_the_middle(void **state)
{
    struct lab *lab = *state;
    tamper(lab, "DELETE FROM journal WHERE seq = 7");
    expect_bad(lab, 7, "missing");
}

static void the_first_line_taken(void **state)
{
    struct lab *lab = *state;
    tamper(lab, "DELETE FROM journal WHERE seq = 1");
    expect_bad(lab, 1, "missing");
}

static void two_lines_swapped(void **state)
{
    struct lab *lab = *state;
    tamper(lab, "UPDATE journal SET seq = -1 WHERE seq = 8; UPDATE journal SET seq = 8 WHERE seq = 9;"
                "UPDATE journal SET seq = 9 WHERE seq = -1");
    expect_bad(lab, 8, "moved");
}

static void the_end_cut(void **state)
{
    struct lab *lab = *state;
    tamper(lab, "DELETE FROM journal WHERE seq > 9; DELETE FROM qt_personal WHERE seq > 9");
    expect_bad(lab, 10, "cut");
    /* New work does not cover it up, neither before it reaches the old length nor after. */
    for (int i = 0; i < 4; i++) {
        char *number = mem_printf("new %d", i);
        struct record *r = a_visitor(lab, number, "李敏");
        put(lab, "save", NULL, r);
        record_free(r);
        free(number);
        int64_t lines, bad;
        assert_int_equal(journal_verify(lab->db, &lines, &bad), QT_CORRUPT);
        assert_in_range(bad, 10, 11);
    }
}

static void the_end_cut_and_no_head_file(void **state)
{
    struct lab *lab = *state;
    char *head = mem_printf("%s.head", lab->path);
    assert_int_equal(unlink(head), 0);
    tamper(lab, "DELETE FROM journal WHERE seq > 9; DELETE FROM qt_personal WHERE seq > 9");
    expect_bad(lab, 0, "printed on paper");
    struct record *r = a_visitor(lab, "new", "李敏");
    put(lab, "save", NULL, r); /* the desk goes on working, and the head file is not made anew in silence */
    record_free(r);
    expect_bad(lab, 0, "printed on paper");
    lab_reopen(lab);
    expect_bad(lab, 0, "printed on paper");
    free(head);
}

static void a_forged_head_file(void **state)
{
    struct lab *lab = *state;
    char *head = mem_printf("%s.head", lab->path);
    write_text(head, "nonsense\n");
    lab_reopen(lab);
    expect_bad(lab, 0, "unreadable");
    free(head);
}

static void a_head_that_fell_behind_is_harmless(void **state)
{
    struct lab *lab = *state;
    char *head = mem_printf("%s.head", lab->path), *keep = mem_printf("cp '%s' '%s.old'", head, head);
    char *back = mem_printf("cp '%s.old' '%s'", head, head);
    int64_t lines, bad;
    assert_int_equal(system(keep), 0);
    struct record *r = a_visitor(lab, "new", "李敏");
    put(lab, "save", NULL, r);
    record_free(r);
    assert_int_equal(system(back), 0); /* power went between commit and head */
    lab_reopen(lab);
    assert_ok(journal_verify(lab->db, &lines, &bad));
    r = a_visitor(lab, "newer", "李敏");
    put(lab, "save", NULL, r);
    record_free(r);
    assert_ok(journal_verify(lab->db, &lines, &bad));
    assert_int_equal(lines, 13);
    tamper(lab, "DELETE FROM journal WHERE seq = 13; DELETE FROM qt_personal WHERE seq = 13");
    expect_bad(lab, 13, "cut"); /* so the head had caught up */
    free(head);
    free(keep);
    free(back);
}

static void U4_personal_values_changed_or_deleted_without_a_purge(void **state)
{
    struct lab *lab = *state;
    tamper(lab, "DELETE FROM qt_personal WHERE seq = 6");
    expect_bad(lab, 6, "without a purge");
}

static void U4_personal_values_changed(void **state)
{
    struct lab *lab = *state;
    tamper(lab, "UPDATE qt_personal SET data = replace(data, '13800138036', '13800138037') WHERE seq = 5");
    expect_bad(lab, 5, "personal values were changed");
}

static void U4_personal_values_added(void **state)
{
    struct lab *lab = *state;
    tamper(lab, "INSERT INTO qt_personal SELECT 4, salt, data, sealed FROM qt_personal WHERE seq = 3");
    expect_bad(lab, 4, "were not there");
}

static void U4_a_purge_keeps_the_chain_and_only_its_own_record(void **state)
{
    struct lab *lab = *state;
    struct record *r;
    int64_t lines, bad;
    assert_ok(rec_find(lab->db, lab_form(lab, "visitor"), "003", &r));
    assert_ok(db_begin(lab->db));
    assert_ok(rec_purge(lab->db, &lab->who, r));
    assert_ok(db_commit(lab->db));
    assert_ok(journal_verify(lab->db, &lines, &bad));
    struct journal_line *v;
    size_t n;
    assert_ok(journal_history(lab->db, "visitor", r->id, NULL, 0, &v, &n));
    assert_int_equal(n, 3);
    assert_string_equal(v[0].action, "purge");
    for (size_t i = 0; i < n; i++)
        assert_null(strstr(v[i].shown, "小明"));
    assert_non_null(strstr(v[1].shown, "late"));
    journal_free(v, n);
    record_free(r);
    tamper(lab, "DELETE FROM qt_personal WHERE seq = 2"); /* record 002 was not purged */
    expect_bad(lab, 2, "without a purge");
}

/* PIPL 46: what was wrong is gone, what is right is vouched for. */
static void U4_values_of_before_are_forgotten_those_of_now_stay(void **state)
{
    struct lab *lab = *state;
    struct record *r, *right, *now;
    int64_t lines, bad;
    char *plain = NULL;
    assert_ok(rec_find(lab->db, lab_form(lab, "visitor"), "005", &r));
    right = record_copy(r);
    set_text(right, "name", "王小名");
    put(lab, "change", r, right);
    assert_ok(db_begin(lab->db));
    bool done = false;
    assert_ok(rec_forget(lab->db, &lab->who, right, &done));
    assert_true(done);
    assert_ok(db_commit(lab->db));
    assert_ok(journal_verify(lab->db, &lines, &bad));
    assert_ok(rec_get(lab->db, right->form, right->id, &now));
    assert_string_equal(now->v[form_field(now->form, "name")].s, "王小名");
    assert_int_equal(now->version, right->version + 2);
    assert_ok(db_begin(lab->db));
    assert_ok(rec_reveal(lab->db, &lab->who, now, form_field(now->form, "id_number"), &plain));
    assert_ok(db_commit(lab->db));
    assert_string_equal(plain, "110105199003071233");
    struct journal_line *v;
    size_t n, wrong = 0;
    assert_ok(journal_history(lab->db, "visitor", now->id, NULL, 0, &v, &n));
    for (size_t i = 0; i < n; i++)
        wrong += strstr(v[i].shown, "王小明") != NULL;
    assert_int_equal(wrong, 0);
    assert_non_null(strstr(v[1].shown, "王小名"));
    journal_free(v, n);
    free(plain);
    record_free(now);
    record_free(right);
    record_free(r);
    tamper(lab, "UPDATE visitor SET name = '王大名' WHERE number = '005'");
    assert_int_equal(journal_verify(lab->db, &lines, &bad), QT_CORRUPT);
}

static void missing_guards_are_told(void **state)
{
    struct lab *lab = *state;
    db_close(lab->db);
    behind_back(lab, "DROP TRIGGER journal_no_delete");
    lab_open(lab);
    expect_bad(lab, 0, "journal_no_delete");
}

static void the_database_refuses_to_change_the_journal(void **state)
{
    struct lab *lab = *state;
    static const char *const refused[] = {
        "UPDATE journal SET staff = 'x'",
        "DELETE FROM journal",
        "DELETE FROM journal WHERE seq = 11",
        "INSERT OR REPLACE INTO journal SELECT 5, 0, '', '', '', 0, '', '', '', NULL, x'00', NULL",
        "INSERT INTO journal SELECT 0, 0, '', '', '', 0, '', '', '', NULL, x'00', NULL",
        "UPDATE qt_personal SET data = '{}'",
    };
    sqlite3 *h;
    int64_t lines, bad;
    assert_int_equal(sqlite3_open(lab->path, &h), SQLITE_OK);
    for (size_t i = 0; i < sizeof(refused) / sizeof(*refused); i++)
        assert_int_equal(sqlite3_exec(h, refused[i], NULL, NULL, NULL) & 0xff, SQLITE_CONSTRAINT);
    sqlite3_close(h);
    assert_ok(journal_verify(lab->db, &lines, &bad));
    assert_int_equal(lines, 11);
}

static void history_shows_what_changed(void **state)
{
    struct lab *lab = *state;
    struct journal_line *v;
    size_t n;
    assert_ok(journal_history(lab->db, "visitor", 3, NULL, 0, &v, &n));
    assert_int_equal(n, 2);
    assert_string_equal(v[0].action, "edit");
    assert_string_equal(v[0].data, "{\"purpose\":[null,\"late\"]}");
    assert_string_equal(v[0].shown, v[0].data);
    assert_string_equal(v[1].action, "save");
    assert_string_equal(v[1].number, "003");
    assert_string_equal(v[1].staff, "li");
    assert_string_equal(v[1].terminal, "pts/1");
    assert_int_equal(v[1].at, TEST_NOW);
    assert_non_null(strstr(v[1].data, "\"name\":\"#\""));
    assert_null(strstr(v[1].data, "小明"));
    assert_non_null(strstr(v[1].shown, "\"name\":[null,\"王小明\"]"));
    assert_non_null(strstr(v[1].shown, "\"id_number\":[null,\"1***************33\"]"));
    journal_free(v, n);
}

static void notes_are_lines_of_the_chain(void **state)
{
    struct lab *lab = *state;
    int64_t lines, bad;
    assert_ok(db_begin(lab->db));
    assert_ok(journal_note(lab->db, &lab->who, "sign-in", NULL, 0, NULL));
    assert_ok(journal_note(lab->db, &lab->who, "export", "visitor", 0, "{\"month\":\"2026-11\"}"));
    assert_ok(db_commit(lab->db));
    assert_ok(journal_verify(lab->db, &lines, &bad));
    assert_int_equal(lines, 13);
}

static void two_desks_write_one_chain(void **state)
{
    struct lab *lab = *state;
    struct db *other;
    struct db_options o = {.path = lab->path, .forms = lab->forms};
    int64_t lines, bad;
    assert_ok(db_open(&o, &other));
    for (int i = 0; i < 10; i++) {
        struct db *db = i % 2 ? other : lab->db;
        assert_ok(db_begin(db));
        assert_ok(journal_note(db, &lab->who, "sign-in", NULL, 0, NULL));
        assert_ok(db_commit(db));
    }
    assert_ok(journal_verify(lab->db, &lines, &bad));
    assert_int_equal(lines, 21);
    db_close(other);
}

/* ---- backup and restore ------------------------------------------------------------------------------ */

static void a_backup_is_whole_and_can_be_opened(void **state)
{
    struct lab *lab = *state;
    char *to = mem_printf("%s/copy.db", lab->dir);
    struct db *copy;
    struct record *r;
    int64_t lines, bad;
    assert_ok(db_backup(lab->db, to, &(struct buf){0}));
    assert_int_equal(db_backup(lab->db, to, &(struct buf){0}), QT_REFUSED);
    struct db_options o = {.path = to, .forms = lab->forms};
    assert_ok(db_open(&o, &copy));
    assert_ok(journal_verify(copy, &lines, &bad));
    assert_int_equal(lines, 11);
    assert_ok(rec_find(copy, lab_form(lab, "visitor"), "010", &r));
    char *plain;
    assert_ok(db_begin(copy));
    assert_ok(rec_reveal(copy, &lab->who, r, form_field(r->form, "id_number"), &plain));
    assert_ok(db_commit(copy));
    assert_string_equal(plain, "110105199003071233");
    free(plain);
    record_free(r);
    db_close(copy);
    free(to);
}

int main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, filled, lab_teardown)
    const struct CMUnitTest tests[] = {
        T(untouched_is_clean),
        T(every_column_is_covered),
        T(a_line_of_private_values_losing_its_hash),
        T(an_inserted_line),
        T(a_line_taken_from_the_middle),
        T(the_first_line_taken),
        T(two_lines_swapped),
        T(the_end_cut),
        T(the_end_cut_and_no_head_file),
        T(a_forged_head_file),
        T(a_head_that_fell_behind_is_harmless),
        T(U4_personal_values_changed_or_deleted_without_a_purge),
        T(U4_personal_values_changed),
        T(U4_personal_values_added),
        T(U4_a_purge_keeps_the_chain_and_only_its_own_record),
        T(U4_values_of_before_are_forgotten_those_of_now_stay),
        T(missing_guards_are_told),
        T(the_database_refuses_to_change_the_journal),
        T(history_shows_what_changed),
        T(notes_are_lines_of_the_chain),
        T(two_desks_write_one_chain),
        T(a_backup_is_whole_and_can_be_opened),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
