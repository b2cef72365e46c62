/* A check that reads for seconds: done with the file while nobody waits, with a copy as soon as somebody does. */
#include "store_help.h"

#include "sqlite/aside.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

struct calls {
    struct lab *lab;
    int n, of_file, of_copy;
    int rc; /* answered for a copy */
    bool blocked;
};

/* Reads on and on, as long as it is let, of the file; the copy has all that the file has. */
static int reads_long(struct db *db, void *arg)
{
    struct calls *c = arg;
    int64_t n = 0;
    bool again = c->blocked && c->n > 0;
    c->n++;
    if (strcmp(db_path(db), c->lab->path) == 0) {
        c->of_file++;
        return again ? 0
                     : db_int(db,
                              "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1000000000000)"
                              " SELECT count(*) FROM n",
                              &n);
    }
    c->of_copy++;
    assert_ok(db_int(db, "SELECT count(*) FROM visitor", &n));
    assert_int_equal(n, 1);
    return c->rc ? fault(c->rc, "%s is bad, %s.", db_path(db), db_path(db)) : 0;
}

static int with_visitor(void **state)
{
    struct lab *lab = lab_new();
    struct record *r = a_visitor(lab, "001", "王小明");
    put(lab, "save", NULL, r);
    record_free(r);
    *state = lab;
    return 0;
}

/* Somebody else at the database, who waits for it. */
static struct db *waiter(struct lab *lab)
{
    struct db *other = NULL;
    struct db_options o = {.path = lab->path, .forms = lab->forms};
    assert_ok(db_open(&o, &other));
    assert_int_equal(wait_for_lock(other, 0), 1);
    return other;
}

static void waited_enough(struct db *other)
{
    wait_end(other);
    db_close(other);
}

static char *part_of(struct lab *lab)
{
    return mem_printf("%s.verify-%ld.db.part", lab->path, (long)getpid());
}

static void expect_no_part(struct lab *lab)
{
    char *part = part_of(lab), *key = mem_printf("%s.key", part), *head = mem_printf("%s.head", part);
    assert_false(file_exists(part));
    assert_false(file_exists(key));
    assert_false(file_exists(head));
    free(part);
    free(key);
    free(head);
}

static int says_no(struct db *db, void *arg)
{
    ++*(int *)arg;
    return fault(QT_CORRUPT, "%s", db_path(db));
}

static void nobody_waits(void **state)
{
    struct lab *lab = *state;
    int n = 0;
    assert_int_equal(check_aside(lab->db, says_no, &n), QT_CORRUPT);
    assert_int_equal(n, 1);
    assert_string_equal(fault_text(), lab->path);
}

static void who_waits_gets_the_file(void **state)
{
    struct lab *lab = *state;
    struct db *other = waiter(lab);
    struct calls c = {.lab = lab};
    assert_ok(check_aside(lab->db, reads_long, &c));
    assert_int_equal(c.of_file, 1);
    assert_int_equal(c.of_copy, 1);
    waited_enough(other);
    expect_no_part(lab);
    assert_ok(db_begin(lab->db)); /* and it works as ever */
    assert_ok(db_commit(lab->db));
}

static void what_is_said_of_the_copy_is_said_of_the_file(void **state)
{
    struct lab *lab = *state;
    struct db *other = waiter(lab);
    struct calls c = {.lab = lab, .rc = QT_CORRUPT};
    char *said = mem_printf("%s is bad, %s.", lab->path, lab->path);
    assert_int_equal(check_aside(lab->db, reads_long, &c), QT_CORRUPT);
    assert_string_equal(fault_text(), said);
    free(said);
    waited_enough(other);
    expect_no_part(lab);
}

static void where_no_copy_can_be_made_it_reads_on(void **state)
{
    struct lab *lab = *state;
    struct db *other = waiter(lab);
    char *part = part_of(lab);
    int fd = open(part, O_RDWR | O_CREAT, 0600);
    assert_true(fd >= 0 && flock(fd, LOCK_EX) == 0);
    struct calls c = {.lab = lab, .blocked = true};
    assert_ok(check_aside(lab->db, reads_long, &c));
    assert_int_equal(c.of_file, 2);
    assert_int_equal(c.of_copy, 0);
    assert_int_equal(unlink(part), 0);
    close(fd);
    free(part);
    waited_enough(other);
}

static void a_copy_of_a_killed_run_is_cleared(void **state)
{
    struct lab *lab = *state;
    struct db *other = waiter(lab);
    char *part = mem_printf("%s.verify-1.db.part", lab->path);
    int fd = open(part, O_RDWR | O_CREAT, 0600);
    assert_true(fd >= 0);
    close(fd);
    struct calls c = {.lab = lab};
    assert_ok(check_aside(lab->db, reads_long, &c));
    assert_false(file_exists(part));
    free(part);
    waited_enough(other);
}

/* All of verify, its threads and all. */
static void verify_finds_the_same_either_way(void **state)
{
    struct lab *lab = *state;
    int64_t lines, bad, clean;
    assert_ok(db_verify(lab->db, true, &clean, &bad));
    struct db *other = waiter(lab);
    assert_ok(db_verify(lab->db, true, &lines, &bad));
    assert_int_equal(lines, clean);
    behind_back(lab, "UPDATE visitor SET unit = 'Z-9'");
    assert_int_equal(db_verify(lab->db, true, &lines, &bad), QT_CORRUPT);
    char *said = mem_dup(fault_text());
    assert_non_null(strstr(said, "visitor 001"));
    waited_enough(other);
    assert_int_equal(db_verify(lab->db, true, &lines, &bad), QT_CORRUPT);
    assert_string_equal(fault_text(), said);
    free(said);
    expect_no_part(lab);
}

int main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, with_visitor, lab_teardown)
    const struct CMUnitTest tests[] = {
        T(nobody_waits),
        T(who_waits_gets_the_file),
        T(what_is_said_of_the_copy_is_said_of_the_file),
        T(where_no_copy_can_be_made_it_reads_on),
        T(a_copy_of_a_killed_run_is_cleared),
        T(verify_finds_the_same_either_way),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
