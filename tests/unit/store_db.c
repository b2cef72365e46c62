/* Opening, faults in words, transactions. */
#include "store_help.h"

#include <errno.h>
#include <sys/resource.h>
#include <sys/wait.h>

static int try_open(const char *path, const struct forms *forms, bool create, bool readonly)
{
    struct db *db = NULL;
    struct db_options o = {.path = path, .forms = forms, .create = create, .readonly = readonly, .busy_ms = 50};
    int rc = db_open(&o, &db);
    db_close(db);
    return rc;
}

#define assert_told(part) assert_non_null(strstr(fault_text(), part))

static char *beside(const struct lab *lab, const char *name)
{
    return mem_printf("%s/%s", lab->dir, name);
}

static void creates_private_files_and_opens_again(void **state)
{
    struct lab *lab = *state;
    static const char *const suffixes[] = {"", ".key", ".head"};
    for (size_t i = 0; i < 3; i++) {
        struct stat st;
        char *name = mem_printf("%s%s", lab->path, suffixes[i]);
        assert_int_equal(stat(name, &st), 0);
        assert_int_equal(st.st_mode & 0777, 0600);
        free(name);
    }
    lab_reopen(lab);
    assert_false(db_practice(lab->db));
    assert_string_equal(db_path(lab->db), lab->path);
}

static void practice_is_remembered(void **state)
{
    struct lab *lab = *state;
    struct db *db;
    char *path = beside(lab, "practice.db");
    struct db_options o = {.path = path, .forms = lab->forms, .create = true, .practice = true};
    assert_ok(db_open(&o, &db));
    db_close(db);
    o.create = o.practice = false;
    assert_ok(db_open(&o, &db));
    assert_true(db_practice(db));
    db_close(db);
    free(path);
}

static void settings_of_the_connection(void **state)
{
    struct lab *lab = *state;
    static const struct {
        const char *sql;
        int64_t want;
    } checks[] = {
        {"PRAGMA application_id", STORE_APP_ID},
        {"PRAGMA user_version", STORE_VERSION},
        {"PRAGMA synchronous", 2},
        {"PRAGMA foreign_keys", 1},
        {"PRAGMA trusted_schema", 0},
        {"PRAGMA secure_delete", 1},
        {"PRAGMA mmap_size", 0},
        {"PRAGMA temp_store", 2},
        {"PRAGMA cache_size", -2048},
    };
    for (size_t i = 0; i < sizeof(checks) / sizeof(*checks); i++) {
        int64_t got = -1;
        assert_ok(db_int(lab->db, checks[i].sql, &got));
        assert_int_equal(got, checks[i].want);
    }
    struct stmt *st = db_stmt(lab->db, "PRAGMA journal_mode");
    assert_int_equal(db_step(lab->db, st), 1);
    int v = sqlite3_libversion_number();
    bool fixed = v >= 3051003 || (v / 1000 == 3050 && v >= 3050007) || (v / 1000 == 3044 && v >= 3044006);
    assert_string_equal(col_text(st, 0), fixed ? "wal" : "truncate");
    stmt_end(st);
}

static void missing_file(void **state)
{
    struct lab *lab = *state;
    char *path = beside(lab, "nothing.db");
    assert_int_equal(try_open(path, lab->forms, false, false), QT_NOTFOUND);
    assert_told("init");
    assert_int_equal(access(path, F_OK), -1);
    free(path);
}

static void existing_file_is_not_made_again(void **state)
{
    struct lab *lab = *state;
    assert_int_equal(try_open(lab->path, lab->forms, true, false), QT_REFUSED);
    lab_reopen(lab);
}

/* A key without its database may open a backup: it stays, and so does nothing half-made. */
static void lone_key_is_kept(void **state)
{
    struct lab *lab = *state;
    char *path = beside(lab, "lone.db"), *key = beside(lab, "lone.db.key");
    write_text(key, "0123\n");
    assert_true(try_open(path, lab->forms, true, false) < 0);
    assert_int_equal(access(key, F_OK), 0);
    assert_int_equal(access(path, F_OK), -1);
    free(path);
    free(key);
}

static void foreign_files_are_left_alone(void **state)
{
    struct lab *lab = *state;
    char *text = beside(lab, "text.db"), *other = beside(lab, "other.db"), *empty = beside(lab, "empty.db");
    sqlite3 *h;
    write_text(text,
               "This is not a database, but it is longer than one hundred bytes, so that the header of a database "
               "would fit into it twice over.\n");
    write_text(empty, "");
    assert_int_equal(sqlite3_open(other, &h), SQLITE_OK);
    assert_int_equal(sqlite3_exec(h, "CREATE TABLE t(a)", NULL, NULL, NULL), SQLITE_OK);
    sqlite3_close(h);
    assert_int_equal(try_open(text, lab->forms, false, false), QT_FOREIGN);
    assert_int_equal(try_open(empty, lab->forms, false, false), QT_FOREIGN);
    assert_int_equal(try_open(other, lab->forms, false, false), QT_FOREIGN);
    assert_told("not a Qiantai database");
    assert_int_equal(try_open(lab->dir, lab->forms, false, false), QT_FOREIGN);
    free(text);
    free(other);
    free(empty);
}

static void newer_file(void **state)
{
    struct lab *lab = *state;
    db_close(lab->db);
    lab->db = NULL;
    behind_back(lab, "PRAGMA user_version = 99");
    assert_int_equal(try_open(lab->path, lab->forms, false, false), QT_NEWER);
    assert_told("newer");
}

static void damaged_file(void **state)
{
    struct lab *lab = *state;
    db_close(lab->db);
    lab->db = NULL;
    FILE *f = fopen(lab->path, "r+");
    assert_non_null(f);
    assert_int_equal(fseek(f, 100, SEEK_SET), 0);
    for (int i = 0; i < 4096 * 3; i++)
        assert_int_equal(fputc('x', f), 'x');
    assert_int_equal(fclose(f), 0);
    assert_int_equal(try_open(lab->path, lab->forms, false, false), QT_CORRUPT);
    assert_told("restore the last backup");
}

static void locked_by_another(void **state)
{
    struct lab *lab = *state;
    sqlite3 *h;
    assert_int_equal(sqlite3_open(lab->path, &h), SQLITE_OK);
    assert_int_equal(sqlite3_exec(h, "BEGIN EXCLUSIVE", NULL, NULL, NULL), SQLITE_OK);
    assert_int_equal(db_begin(lab->db), QT_BUSY);
    assert_told("try again");
    assert_int_equal(try_open(lab->path, lab->forms, false, false), QT_BUSY);
    sqlite3_close(h);
    assert_ok(db_begin(lab->db));
    db_rollback(lab->db);
}

/* As another user in a child, so that it also means something to root. 0 = as expected. */
static int as_nobody(const struct lab *lab, int (*fn)(const struct lab *))
{
    pid_t pid = fork();
    assert_true(pid >= 0);
    if (pid == 0) {
        if (geteuid() == 0 && (setgid(65534) < 0 || setuid(65534) < 0))
            _exit(99);
        _exit(fn(lab));
    }
    int status;
    assert_int_equal(waitpid(pid, &status, 0), pid);
    assert_true(WIFEXITED(status));
    return WEXITSTATUS(status);
}

static int opens_readonly_file(const struct lab *lab)
{
    return try_open(lab->path, lab->forms, false, false) == QT_READONLY && strstr(fault_text(), "permissions") ? 0 : 1;
}

static void readonly_file(void **state)
{
    struct lab *lab = *state;
    db_close(lab->db);
    lab->db = NULL;
    assert_int_equal(chmod(lab->dir, 0755), 0);
    assert_int_equal(chmod(lab->path, 0444), 0);
    assert_int_equal(as_nobody(lab, opens_readonly_file), 0);
}

/* The file may be written, its folder not: no rollback journal can be made. */
static int saves_in_readonly_folder(const struct lab *lab)
{
    int rc = try_open(lab->path, lab->forms, false, false);
    return rc == QT_READONLY && strstr(fault_text(), "folder") ? 0 : 1;
}

static void readonly_folder(void **state)
{
    struct lab *lab = *state;
    static const char *const suffixes[] = {"-journal"};
    char *journal = mem_printf("%s%s", lab->path, suffixes[0]), *key = mem_printf("%s.key", lab->path);
    db_close(lab->db);
    lab->db = NULL;
    assert_true(unlink(journal) == 0 || errno == ENOENT);
    assert_int_equal(chmod(lab->path, 0666), 0);
    if (geteuid() == 0)
        assert_int_equal(chown(key, 65534, 65534), 0);
    char *head = mem_printf("%s.head", lab->path);
    assert_int_equal(chmod(head, 0666), 0);
    behind_back(lab, "DELETE FROM meta WHERE name = 'forms'"); /* there is something to write at opening */
    assert_true(unlink(journal) == 0 || errno == ENOENT);
    assert_int_equal(chmod(lab->dir, 0555), 0);
    assert_int_equal(as_nobody(lab, saves_in_readonly_folder), 0);
    assert_int_equal(chmod(lab->dir, 0755), 0);
    free(head);
    free(journal);
    free(key);
}

static void readonly_on_purpose(void **state)
{
    struct lab *lab = *state;
    struct record *r = a_visitor(lab, "1", "王小明"), *again;
    put(lab, "save", NULL, r);
    db_close(lab->db);
    lab->db = NULL;
    struct db_options o = {.path = lab->path, .forms = lab->forms, .readonly = true};
    assert_ok(db_open(&o, &lab->db));
    assert_ok(rec_get(lab->db, r->form, r->id, &again));
    assert_int_equal(db_begin(lab->db), QT_READONLY);
    record_free(again);
    record_free(r);
}

/* A file-size limit stands for the full disk: the write fails in the middle of a transaction. */
static void full_disk(void **state)
{
    struct lab *lab = *state;
    struct stat st;
    struct rlimit limit;
    struct record *good = a_visitor(lab, "1", "王小明"), *bad = a_visitor(lab, "2", "李敏"), *again;
    put(lab, "save", NULL, good);
    assert_int_equal(stat(lab->path, &st), 0);
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &limit), 0);
    rlim_t before = limit.rlim_cur;
    limit.rlim_cur = (rlim_t)st.st_size;
    assert_ptr_not_equal(signal(SIGXFSZ, SIG_IGN), SIG_ERR);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &limit), 0);
    char *remarks = mem_alloc(40001);
    memset(remarks, 'x', 40000);
    set_text(bad, "remarks", remarks);
    int rc = db_begin(lab->db);
    if (rc == 0)
        rc = rec_put(lab->db, &lab->who, "save", NULL, bad);
    if (rc == 0)
        rc = db_commit(lab->db);
    else
        db_rollback(lab->db);
    limit.rlim_cur = before;
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &limit), 0);
    assert_int_equal(rc, QT_FULL);
    assert_told("make room");
    lab_reopen(lab);
    assert_ok(rec_find(lab->db, good->form, "1", &again));
    record_free(again);
    assert_int_equal(rec_find(lab->db, good->form, "2", &again), QT_NOTFOUND);
    int64_t lines, seq;
    assert_ok(journal_verify(lab->db, &lines, &seq));
    assert_int_equal(lines, 1);
    free(remarks);
    record_free(good);
    record_free(bad);
}

static void rollback_leaves_nothing(void **state)
{
    struct lab *lab = *state;
    struct record *r = a_visitor(lab, "1", "王小明"), *again;
    assert_ok(db_begin(lab->db));
    assert_true(db_in_transaction(lab->db));
    assert_ok(rec_put(lab->db, &lab->who, "save", NULL, r));
    db_rollback(lab->db);
    db_rollback(lab->db);
    assert_false(db_in_transaction(lab->db));
    assert_int_equal(rec_find(lab->db, r->form, "1", &again), QT_NOTFOUND);
    int64_t seq;
    char hash[65];
    assert_ok(journal_head(lab->db, &seq, hash));
    assert_int_equal(seq, 0);
    record_free(r);
}

static void writes_need_a_transaction(void **state)
{
    struct lab *lab = *state;
    struct record *r = a_visitor(lab, "1", "王小明");
    assert_int_equal(rec_put(lab->db, &lab->who, "save", NULL, r), QT_BUG);
    assert_int_equal(journal_note(lab->db, &lab->who, "x", "", 0, NULL), QT_BUG);
    record_free(r);
}

static void change_count_sees_all_commits(void **state)
{
    struct lab *lab = *state;
    int64_t before = db_change_count(lab->db);
    assert_int_equal(db_change_count(lab->db), before);
    struct record *r = a_visitor(lab, "1", "王小明");
    put(lab, "save", NULL, r);
    int64_t own = db_change_count(lab->db);
    assert_true(own > before);
    behind_back(lab, "INSERT INTO meta VALUES('x', 'y')");
    assert_true(db_change_count(lab->db) > own);
    record_free(r);
}

static void default_path(void **state)
{
    (void)state;
    char *path;
    assert_int_equal(setenv("QIANTAI_DB", "/x/y.db", 1), 0);
    assert_ok(db_default_path(&path));
    assert_string_equal(path, "/x/y.db");
    free(path);
    assert_int_equal(unsetenv("QIANTAI_DB"), 0);
    assert_int_equal(setenv("XDG_DATA_HOME", "/data", 1), 0);
    assert_ok(db_default_path(&path));
    assert_string_equal(path, "/data/qiantai/desk.db");
    free(path);
    assert_int_equal(unsetenv("XDG_DATA_HOME"), 0);
}

static void extensions_and_attach_are_off(void **state)
{
    struct lab *lab = *state;
    assert_true(db_exec(lab->db, "SELECT load_extension('x')") < 0);
    assert_true(db_exec(lab->db, "ATTACH ':memory:' AS other") < 0);
    assert_true(db_exec(lab->db, "PRAGMA writable_schema = ON; UPDATE sqlite_schema SET sql = ''") < 0);
}

int main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, lab_setup, lab_teardown)
    const struct CMUnitTest tests[] = {
        T(creates_private_files_and_opens_again),
        T(practice_is_remembered),
        T(settings_of_the_connection),
        T(missing_file),
        T(existing_file_is_not_made_again),
        T(lone_key_is_kept),
        T(foreign_files_are_left_alone),
        T(newer_file),
        T(damaged_file),
        T(locked_by_another),
        T(readonly_file),
        T(readonly_folder),
        T(readonly_on_purpose),
        T(full_disk),
        T(rollback_leaves_nothing),
        T(writes_need_a_transaction),
        T(change_count_sees_all_commits),
        T(extensions_and_attach_are_off),
        cmocka_unit_test(default_path),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
