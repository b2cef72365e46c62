/* Long writers: a slice ends when somebody waits, who then goes first; a waiter that is stopped or dead is passed over.
 */
#include "store_help.h"

#include <sys/wait.h>

static void note(struct db *db, const struct who *who, const char *action)
{
    assert_ok(journal_note(db, who, action, "", 0, NULL));
}

struct clerk {
    pid_t pid;
    int start; /* a byte comes, or it is closed: it begins */
};

static int save(const struct lab *lab, bool stops, const char *action)
{
    struct db *db = NULL;
    struct db_options o = {.path = lab->path, .forms = lab->forms};
    int rc = db_open(&o, &db);
    if (rc == 0 && stops && wait_for_lock(db, 0) != 0) {
        raise(SIGSTOP);
        wait_end(db);
    }
    if (rc == 0)
        rc = db_begin(db);
    if (rc == 0)
        rc = journal_note(db, &lab->who, action, "", 0, NULL);
    if (rc == 0)
        rc = db_commit(db);
    db_close(db);
    return rc;
}

/* A clerk in a process of its own with one journal line to save, once `start` says so. stops: it is stopped as soon
 * as it says that it waits. Forked while no database is open: SQLite forbids to take one along. */
static struct clerk clerk_named(struct lab *lab, bool stops, const char *action)
{
    int ends[2];
    char byte;
    db_close(lab->db);
    assert_int_equal(pipe(ends), 0);
    struct clerk c = {.pid = fork(), .start = ends[1]};
    if (c.pid == 0) {
        close(ends[1]);
        _exit(read(ends[0], &byte, 1) >= 0 && save(lab, stops, action) == 0 ? 0 : 1);
    }
    close(ends[0]);
    lab_open(lab);
    return c;
}

static struct clerk clerk_new(struct lab *lab, bool stops)
{
    return clerk_named(lab, stops, "clerk");
}

static void await_waiters(struct db *db, const struct clerk *c, int n)
{
    assert_int_equal(write(c->start, "", 1), 1); /* closing it is not enough: later clerks hold it, too */
    close(c->start);
    while (wait_others(db) < n)
        wait_sleep(1000);
}

static void await_waiter(struct db *db, const struct clerk *c)
{
    await_waiters(db, c, 1);
}

static void await_end(const struct clerk *c)
{
    int status;
    assert_int_equal(waitpid(c->pid, &status, 0), c->pid);
    assert_int_equal(status, 0);
}

static int64_t lines(struct lab *lab, const char *action)
{
    int64_t n = 0;
    char *sql = mem_printf("SELECT count(*) FROM journal WHERE action = '%s'", action);
    assert_ok(db_int(lab->db, sql, &n));
    free(sql);
    return n;
}

static void a_slice_ends_at_its_bound_when_nobody_waits(void **state)
{
    struct lab *lab = *state;
    struct slice s = {.db = lab->db};
    int64_t rows = 1;
    assert_ok(slice_begin(&s));
    note(lab->db, &lab->who, "row");
    for (; !slice_full(&s); rows++)
        note(lab->db, &lab->who, "row");
    assert_int_equal(rows, s.most);
    assert_true(db_in_transaction(lab->db));
    assert_ok(slice_begin(&s)); /* nothing: it is open */
    assert_int_equal(s.rows, rows);
    assert_ok(slice_end(&s, 0));
    assert_false(db_in_transaction(lab->db));
    assert_int_equal(lines(lab, "row"), rows);
}

static void who_waits_ends_the_slice_and_goes_first(void **state)
{
    struct lab *lab = *state;
    struct clerk c = clerk_new(lab, false);
    struct slice s = {.db = lab->db, .most = INT64_MAX};
    assert_ok(slice_begin(&s));
    await_waiter(lab->db, &c);
    do
        note(lab->db, &lab->who, "row");
    while (!slice_full(&s));
    assert_ok(slice_end(&s, 0));
    assert_ok(slice_begin(&s));
    assert_int_equal(lines(lab, "clerk"), 1);
    assert_ok(slice_end(&s, 0));
    await_end(&c);
    assert_true(wait_others(lab->db) == 0);
}

static void who_came_first_goes_first(void **state)
{
    static const char *const names[] = {"first", "second", "third"};
    struct lab *lab = *state;
    struct clerk c[3];
    for (int i = 0; i < 3; i++)
        c[i] = clerk_named(lab, false, names[2 - i]);
    assert_ok(db_begin(lab->db));
    for (int i = 0; i < 3; i++)
        await_waiters(lab->db, &c[2 - i], i + 1);
    assert_ok(db_commit(lab->db));
    for (int i = 0; i < 3; i++)
        await_end(&c[i]);
    int64_t right = 0;
    assert_ok(db_int(lab->db,
                     "SELECT group_concat(action) = 'first,second,third' FROM (SELECT action FROM journal"
                     " WHERE action IN ('first', 'second', 'third') ORDER BY seq)",
                     &right));
    assert_int_equal(right, 1);
}

/* Both have waited to read: the first does not now wait for the second, which came later. */
static void a_place_is_kept_from_reading_to_writing(void **state)
{
    struct lab *lab = *state;
    struct db *second = NULL;
    struct db_options o = {.path = lab->path, .forms = lab->forms};
    assert_ok(db_open(&o, &second));
    assert_int_equal(wait_for_lock(lab->db, 0), 1);
    assert_int_equal(wait_for_lock(second, 0), 1);
    wait_end(lab->db);
    assert_false(wait_turn(lab->db, 0, 0));
    wait_end(second);
    db_close(second);
}

static void a_fault_takes_the_slice_back(void **state)
{
    struct lab *lab = *state;
    struct slice s = {.db = lab->db};
    assert_ok(slice_begin(&s));
    note(lab->db, &lab->who, "row");
    assert_int_equal(slice_end(&s, QT_REFUSED), QT_REFUSED);
    assert_int_equal(lines(lab, "row"), 0);
    assert_int_equal(slice_end(&s, QT_REFUSED), QT_REFUSED); /* none open */
}

static void a_stopped_waiter_is_passed_over_until_it_moves(void **state)
{
    struct lab *lab = *state;
    struct clerk c = clerk_new(lab, true);
    struct slice s = {.db = lab->db};
    assert_ok(slice_begin(&s));
    note(lab->db, &lab->who, "row");
    close(c.start);
    assert_int_equal(waitpid(c.pid, NULL, WUNTRACED), c.pid);
    assert_true(wait_others(lab->db) != 0);
    assert_ok(slice_end(&s, 0)); /* waits a moment for it */
    assert_true(wait_others(lab->db) == 0);
    assert_ok(slice_begin(&s));
    note(lab->db, &lab->who, "row");
    assert_ok(slice_end(&s, 0));
    assert_ok(db_begin(lab->db));
    assert_ok(db_commit(lab->db));
    assert_int_equal(kill(c.pid, SIGCONT), 0);
    await_end(&c);
    assert_int_equal(lines(lab, "clerk"), 1);
}

static void a_dead_waiter_is_none(void **state)
{
    struct lab *lab = *state;
    struct clerk c = clerk_new(lab, false);
    assert_ok(db_begin(lab->db));
    await_waiter(lab->db, &c);
    assert_int_equal(kill(c.pid, SIGKILL), 0);
    assert_int_equal(waitpid(c.pid, NULL, 0), c.pid);
    assert_true(wait_others(lab->db) == 0);
    assert_ok(db_commit(lab->db));
}

/* Without the file of the locks nobody is seen, and everything works. */
static void no_head_file_no_turns(void **state)
{
    struct lab *lab = *state;
    char *head = mem_printf("%s.head", lab->path);
    assert_int_equal(unlink(head), 0);
    lab_reopen(lab);
    struct slice s = {.db = lab->db};
    assert_ok(slice_begin(&s));
    note(lab->db, &lab->who, "row");
    assert_ok(slice_end(&s, 0));
    assert_int_equal(lines(lab, "row"), 1);
    free(head);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_slice_ends_at_its_bound_when_nobody_waits, lab_setup, lab_teardown),
        cmocka_unit_test_setup_teardown(who_waits_ends_the_slice_and_goes_first, lab_setup, lab_teardown),
        cmocka_unit_test_setup_teardown(who_came_first_goes_first, lab_setup, lab_teardown),
        cmocka_unit_test_setup_teardown(a_place_is_kept_from_reading_to_writing, lab_setup, lab_teardown),
        cmocka_unit_test_setup_teardown(a_fault_takes_the_slice_back, lab_setup, lab_teardown),
        cmocka_unit_test_setup_teardown(a_stopped_waiter_is_passed_over_until_it_moves, lab_setup, lab_teardown),
        cmocka_unit_test_setup_teardown(a_dead_waiter_is_none, lab_setup, lab_teardown),
        cmocka_unit_test_setup_teardown(no_head_file_no_turns, lab_setup, lab_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
