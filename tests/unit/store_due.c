/* Due rows: the board's pages and counts. */
#include "store_help.h"

static int64_t start(struct lab *lab, const char *reg, int64_t record, const char *clock, int64_t due,
                     const char *owner)
{
    struct due d = {.record = record, .started = TEST_NOW, .due = due, .warn = due - 600};
    d.reg = mem_dup(reg);
    d.clock = mem_dup(clock);
    d.owner = mem_dup(owner);
    d.escalate_to = mem_dup("supervisor");
    d.unit = mem_dup("A-1203");
    assert_ok(due_put(lab->db, &d));
    int64_t id = d.id;
    assert_true(id > 0);
    due_clear(&d);
    return id;
}

static void put_get_and_stop(void **state)
{
    struct lab *lab = *state;
    assert_ok(db_begin(lab->db));
    struct due d;
    assert_int_equal(due_get(lab->db, "visitor", 1, "overstay", &d), QT_NOTFOUND);
    (void)start(lab, "visitor", 1, "overstay", TEST_NOW + 100, "clerk");
    int64_t id = start(lab, "visitor", 1, "overstay", TEST_NOW + 200, "clerk");
    (void)start(lab, "visitor", 1, "host", TEST_NOW + 50, "clerk");
    assert_ok(due_get(lab->db, "visitor", 1, "overstay", &d));
    assert_int_equal(d.id, id);
    assert_int_equal(d.due, TEST_NOW + 200);
    assert_int_equal(d.warn, TEST_NOW - 400);
    assert_string_equal(d.unit, "A-1203");
    assert_string_equal(d.escalate_to, "supervisor");
    d.stopped = TEST_NOW + 300;
    d.late = true;
    d.waited = 5;
    d.paused = 6;
    d.escalate = 7;
    d.escalated = 8;
    d.snoozed = 9;
    assert_ok(due_put(lab->db, &d));
    due_clear(&d);
    assert_ok(due_get(lab->db, "visitor", 1, "overstay", &d));
    assert_int_equal(d.stopped, TEST_NOW + 300);
    assert_true(d.late);
    assert_int_equal(d.waited, 5);
    assert_int_equal(d.paused, 6);
    assert_int_equal(d.escalate, 7);
    assert_int_equal(d.escalated, 8);
    assert_int_equal(d.snoozed, 9);
    d.id = 4711;
    assert_int_equal(due_put(lab->db, &d), QT_NOTFOUND);
    due_clear(&d);
    struct due *v;
    size_t n;
    assert_ok(due_of(lab->db, "visitor", 1, &v, &n));
    assert_int_equal(n, 3);
    assert_string_equal(v[0].clock, "host");
    due_free(v, n);
    (void)start(lab, "visitor", 2, "host", TEST_NOW + 50, "clerk");
    (void)start(lab, "visitor", 3, "host", TEST_NOW + 50, "clerk");
    assert_ok(due_live(lab->db, "visitor", (int64_t[]){1, 3, 4}, 3, &v, &n));
    assert_int_equal(n, 3); /* of the first the one that has not stopped and "host" */
    due_free(v, n);
    assert_ok(due_live(lab->db, "visitor", NULL, 0, &v, &n));
    assert_int_equal(n, 0);
    assert_ok(db_commit(lab->db));
}

static size_t page(struct lab *lab, struct due_filter f, struct due **v)
{
    size_t n;
    assert_ok(due_page(lab->db, &f, INT64_MIN, 0, 100, v, &n));
    return n;
}

static void filters(void **state)
{
    struct lab *lab = *state;
    assert_ok(db_begin(lab->db));
    (void)start(lab, "visitor", 1, "overstay", TEST_NOW + 300, "clerk");
    (void)start(lab, "message", 1, "deliver", TEST_NOW - 100, "clerk");
    (void)start(lab, "visitor", 2, "host", TEST_NOW - 200, "supervisor");
    (void)start(lab, "visitor", 3, "host", TEST_NOW - 900, "clerk");
    struct due d;
    assert_ok(due_get(lab->db, "visitor", 3, "host", &d));
    d.stopped = TEST_NOW;
    assert_ok(due_put(lab->db, &d));
    due_clear(&d);
    assert_ok(db_commit(lab->db));
    struct due *v;
    assert_int_equal(page(lab, (struct due_filter){.owner = NULL}, &v), 3);
    assert_string_equal(v[0].owner, "supervisor");
    assert_int_equal(v[2].due, TEST_NOW + 300);
    due_free(v, 3);
    assert_int_equal(page(lab, (struct due_filter){.owner = "clerk"}, &v), 2);
    due_free(v, 2);
    assert_int_equal(page(lab, (struct due_filter){.reg = "visitor"}, &v), 2);
    due_free(v, 2);
    assert_int_equal(page(lab, (struct due_filter){.reg = "visitor", .owner = "clerk"}, &v), 1);
    due_free(v, 1);
    assert_int_equal(page(lab, (struct due_filter){.until = TEST_NOW}, &v), 2);
    due_free(v, 2);
    assert_int_equal(page(lab, (struct due_filter){.all = true}, &v), 4);
    assert_int_equal(v[0].record, 3);
    due_free(v, 4);
    int64_t open, overdue;
    assert_ok(due_counts(lab->db, &(struct due_filter){.owner = NULL}, TEST_NOW, &open, &overdue));
    assert_int_equal(open, 3);
    assert_int_equal(overdue, 2);
    assert_ok(due_counts(lab->db, &(struct due_filter){.owner = "clerk"}, TEST_NOW, &open, &overdue));
    assert_int_equal(open, 2);
    assert_int_equal(overdue, 1);
    assert_ok(due_get(lab->db, "message", 1, "deliver", &d));
    d.paused = TEST_NOW;
    assert_ok(db_begin(lab->db));
    assert_ok(due_put(lab->db, &d));
    assert_ok(db_commit(lab->db));
    due_clear(&d);
    assert_ok(due_counts(lab->db, &(struct due_filter){.owner = "clerk"}, TEST_NOW, &open, &overdue));
    assert_int_equal(open, 2);
    assert_int_equal(overdue, 0); /* Q3: a clock that waits is not late */
}

/* Q2: of the clocks of a case one is in front, and one for each owner. */
static void the_front_of_a_case(void **state)
{
    struct lab *lab = *state;
    struct due d, *v;
    assert_ok(db_begin(lab->db));
    for (int rank = 0; rank < 3; rank++) {
        (void)start(lab, "visitor", 1, rank ? "host" : "overstay", TEST_NOW + rank, rank ? "engineer" : "clerk");
        assert_ok(due_get(lab->db, "visitor", 1, rank ? "host" : "overstay", &d));
        d.behind = rank;
        free(d.kind);
        d.kind = mem_dup("news");
        free(d.pauses);
        d.pauses = mem_dup("1-2");
        assert_ok(due_put(lab->db, &d));
        due_clear(&d);
    }
    assert_ok(db_commit(lab->db));
    assert_int_equal(page(lab, (struct due_filter){.owner = NULL}, &v), 3);
    due_free(v, 3);
    assert_int_equal(page(lab, (struct due_filter){.front = true}, &v), 1);
    assert_string_equal(v[0].clock, "overstay");
    assert_string_equal(v[0].kind, "news");
    assert_string_equal(v[0].pauses, "1-2");
    due_free(v, 1);
    assert_int_equal(page(lab, (struct due_filter){.owner = "engineer", .front = true}, &v), 1);
    assert_int_equal(v[0].behind, 1);
    due_free(v, 1);
}

static size_t todo(struct lab *lab, int64_t now)
{
    struct due *v;
    size_t n;
    assert_ok(due_todo(lab->db, now, 100, &v, &n));
    due_free(v, n);
    return n;
}

static void put_as(struct lab *lab, int64_t told, int64_t escalate, int64_t escalated, int64_t paused, int64_t stopped)
{
    struct due d;
    assert_ok(due_get(lab->db, "visitor", 1, "overstay", &d));
    d.told = told;
    d.escalate = escalate;
    d.escalated = escalated;
    d.paused = paused;
    d.stopped = stopped;
    assert_ok(db_begin(lab->db));
    assert_ok(due_put(lab->db, &d));
    assert_ok(db_commit(lab->db));
    due_clear(&d);
}

/* Q5: overdue is told once, then daily; escalated once; a clock that stands still wants its deadline moved. */
static void what_the_minute_has_to_do(void **state)
{
    struct lab *lab = *state;
    const int64_t due = TEST_NOW + 100, midnight = day_add(day_start(due), 1);
    assert_ok(db_begin(lab->db));
    (void)start(lab, "visitor", 0, "closing", TEST_NOW, "clerk"); /* a round */
    (void)start(lab, "visitor", 1, "overstay", due, "clerk");
    assert_ok(db_commit(lab->db));
    assert_int_equal(todo(lab, due - 1), 0);
    assert_int_equal(todo(lab, due), 1);
    put_as(lab, due, 0, 0, 0, 0);
    assert_int_equal(todo(lab, midnight - 1), 0);
    assert_int_equal(todo(lab, midnight), 1);
    put_as(lab, due, due + 60, 0, 0, 0);
    assert_int_equal(todo(lab, due + 59), 0);
    assert_int_equal(todo(lab, due + 60), 1);
    put_as(lab, due, due + 60, due + 60, 0, 0);
    assert_int_equal(todo(lab, midnight - 1), 0);
    put_as(lab, 0, due + 60, 0, due - 10, 0);
    assert_int_equal(todo(lab, due), 1);
    put_as(lab, due, due + 60, 0, due + 10, 0); /* overdue before it stood still */
    assert_int_equal(todo(lab, midnight + DAY), 0);
    put_as(lab, 0, due + 60, 0, 0, due + 50);
    assert_int_equal(todo(lab, midnight + DAY), 0);
}

/* A file of the first version: its clocks run on, with the new columns. */
static void an_older_file_gets_the_new_columns(void **state)
{
    struct lab *lab = *state;
    assert_ok(db_exec(lab->db, "DROP TABLE due"));
    assert_ok(db_exec(lab->db, "CREATE TABLE due(id INTEGER PRIMARY KEY, reg TEXT NOT NULL, clock TEXT NOT NULL,"
                               " record INTEGER NOT NULL, started INTEGER NOT NULL, due INTEGER NOT NULL,"
                               " warn INTEGER NOT NULL, stopped INTEGER NOT NULL, paused INTEGER NOT NULL,"
                               " waited INTEGER NOT NULL, escalate INTEGER NOT NULL, escalated INTEGER NOT NULL,"
                               " snoozed INTEGER NOT NULL, owner TEXT NOT NULL, escalate_to TEXT NOT NULL,"
                               " unit TEXT NOT NULL, late INTEGER NOT NULL) STRICT"));
    assert_ok(db_exec(lab->db, "CREATE INDEX due_owner ON due(owner, due, id, paused) WHERE stopped = 0"));
    assert_ok(db_exec(lab->db, "INSERT INTO due VALUES(1, 'visitor', 'overstay', 7, 1, 2000, 0, 0, 0, 60, 0, 0, 0,"
                               " 'clerk', '', 'A-1203', 0)"));
    assert_ok(db_exec(lab->db, "DELETE FROM meta WHERE name = 'forms'"));
    lab_reopen(lab);
    struct due d;
    assert_ok(due_get(lab->db, "visitor", 7, "overstay", &d));
    assert_int_equal(d.waited, 60);
    assert_string_equal(d.kind, "");
    assert_false(d.withdrawn);
    due_clear(&d);
    assert_int_equal(todo(lab, 1999), 0);
    assert_int_equal(todo(lab, 2000), 1);
    lab_reopen(lab); /* and once is enough */
}

static void the_mark_of_the_calendar(void **state)
{
    struct lab *lab = *state;
    char *mark = NULL;
    assert_ok(due_mark(lab->db, "calendar", &mark));
    assert_string_equal(mark, "");
    free(mark);
    assert_ok(db_begin(lab->db));
    assert_ok(due_mark_set(lab->db, "calendar", "a"));
    assert_ok(due_mark_set(lab->db, "calendar", "b"));
    assert_ok(db_commit(lab->db));
    assert_ok(due_mark(lab->db, "calendar", &mark));
    assert_string_equal(mark, "b");
    free(mark);
}

/* The last page is as little work as the first. */
static void ten_thousand_open_ones_in_pages(void **state)
{
    struct lab *lab = *state;
    assert_ok(db_begin(lab->db));
    for (int i = 0; i < 10000; i++)
        (void)start(lab, "visitor", i + 1, "overstay", TEST_NOW + i / 3 * 7 % 5000,
                    i % 100 == 0 ? "security" : "clerk");
    assert_ok(db_commit(lab->db));
    struct due *v;
    size_t n, seen = 0;
    int64_t due = INT64_MIN, id = 0, steps, first = 0, most = 0;
    steps_begin(lab, &steps);
    do {
        steps = 0;
        assert_ok(due_page(lab->db, &(struct due_filter){.front = true}, due, id, 40, &v, &n));
        first = first ? first : steps;
        most = steps > most ? steps : most;
        for (size_t i = 0; i < n; i++) {
            assert_true(v[i].due > due || (v[i].due == due && v[i].id > id));
            due = v[i].due;
            id = v[i].id;
        }
        seen += n;
        due_free(v, n);
    } while (n > 0);
    assert_int_equal(seen, 10000);
    steps_end(lab);
    assert_true(first > 0);
    assert_in_range(most, 1, 2 * first);
    assert_ok(due_page(lab->db, &(struct due_filter){.owner = "security", .front = true}, INT64_MIN, 0, 1000, &v, &n));
    assert_int_equal(n, 100);
    due_free(v, n);
    int64_t open, overdue;
    assert_ok(due_counts(lab->db, &(struct due_filter){.front = true}, TEST_NOW + 1000, &open, &overdue));
    assert_int_equal(open, 10000);
}

int main(void)
{
#define T(f) cmocka_unit_test_setup_teardown(f, lab_setup, lab_teardown)
    const struct CMUnitTest tests[] = {T(put_get_and_stop),
                                       T(filters),
                                       T(the_front_of_a_case),
                                       T(what_the_minute_has_to_do),
                                       T(an_older_file_gets_the_new_columns),
                                       T(the_mark_of_the_calendar),
                                       T(ten_thousand_open_ones_in_pages)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
