/* Figures (R10, C9-C11, Q6), counted by hand. */
#include "desk_test.h"

#include "qiantai/desk.h"
#include "qiantai/desk_import.h"

#define FORMS QT_SOURCE_DIR "/tests/unit/desk_forms:" QT_SOURCE_DIR "/tests/unit/desk_figures_forms"

static int setup(void **state)
{
    static struct fixture x;
    fixture_open(&x, FORMS);
    *state = &x;
    return 0;
}

static int teardown(void **state)
{
    fixture_close(*state);
    return 0;
}

static struct figures count(struct desk *d, const char *period)
{
    struct figures v;
    int64_t from, to;
    assert_int_equal(figures_period(period, &from, &to), QT_OK);
    if (figures_read(d, forms_find(desk_forms(d), "job"), from, to, &v) < 0)
        fail_msg("%s", fault_text());
    return v;
}

static const struct figure *row(const struct figure_list *l, const char *name)
{
    for (size_t i = 0; i < l->n; i++)
        if (strcmp(l->v[i].name, name) == 0)
            return &l->v[i];
    fail_msg("no row %s", name);
    return NULL;
}

static struct record *job(struct desk *d, const char *at_time, const char *kind)
{
    set_clock(at_time);
    return add(d, "job", "what", "x", "kind", kind, NULL);
}

static void finish(struct desk *d, struct record *r, const char *at_time, const char *action)
{
    set_clock(at_time);
    must_act(d, r, action);
}

/* Promised in four working hours: 08:30-12:00, 13:00-17:30. */
static void r10_on_time_late_and_not_due_yet(void **state)
{
    struct desk *d = ((struct fixture *)*state)->d;
    struct record *good = job(d, "2026-11-18 09:00", "pipe"), *late = job(d, "2026-11-18 09:00", "pipe");
    struct record *open = job(d, "2026-11-18 09:00", "door"), *new = job(d, "2026-11-19 14:00", "door");
    finish(d, good, "2026-11-18 13:59", "finish");
    finish(d, late, "2026-11-18 14:01", "finish");
    set_clock("2026-11-19 15:00");
    struct figures v = count(d, "2026-11");
    assert_int_equal(v.all.total, 4);
    assert_int_equal(v.all.finished, 2);
    assert_int_equal(v.all.on_time, 1);
    assert_int_equal(v.all.late, 2); /* the open one ran past */
    assert_int_equal(v.all.pending, 1);
    assert_int_equal(figure_rate(&v.all), 333);
    assert_int_equal(row(&v.by[0], "pipe")->on_time, 1);
    assert_int_equal(row(&v.by[0], "door")->late, 1);
    assert_int_equal(row(&v.by[1], "fast")->total, 2); /* worked out, not stored */
    assert_int_equal(row(&v.days, "2026-11-18")->total, 3);
    assert_int_equal(row(&v.days, "2026-11-19")->total, 1);
    assert_int_equal(row(&v.days, "2026-11-20")->total, 0);
    assert_int_equal(v.days.n, 30);
    assert_int_equal(row(&v.weeks, "2026-W47")->total, 4);
    assert_int_equal(v.months.n, 12);
    assert_int_equal(row(&v.months, "2026-11")->total, 4);
    assert_int_equal(row(&v.clocks, "fix")->on_time, 1);
    figures_free(&v);
    record_free(good);
    record_free(late);
    record_free(open);
    record_free(new);
}

static void q6_met_late_stays_late_after_reopening(void **state)
{
    struct desk *d = ((struct fixture *)*state)->d;
    struct record *r = job(d, "2026-11-18 09:00", "pipe");
    finish(d, r, "2026-11-18 16:00", "finish");
    struct figures v = count(d, "2026-11");
    assert_int_equal(v.all.late, 1);
    figures_free(&v);
    finish(d, r, "2026-11-19 09:00", "reopen");
    finish(d, r, "2026-11-19 09:10", "finish");
    v = count(d, "2026-11");
    assert_int_equal(v.all.late, 1);
    assert_int_equal(v.all.on_time, 0);
    assert_int_equal(v.reworked, 1);
    assert_int_equal(v.all.rework, 1);
    figures_free(&v);
    record_free(r);
}

static void r10_brought_in_by_target_and_done(void **state)
{
    struct desk *d = ((struct fixture *)*state)->d;
    char path[128];
    (void)snprintf(path, sizeof path, "%s/old.csv", ((struct fixture *)*state)->dir);
    FILE *f = fopen(path, "w");
    assert_non_null(f);
    fputs("told,until,done,status,what\n"
          "2026-10-01 09:00:00,2026-10-02 09:00:00,2026-10-02 09:00:00,Closed,on the second\n"
          "2026-10-01 09:00:00,2026-10-02 09:00:00,2026-10-02 09:00:01,Closed,a second late\n"
          "2026-10-01 09:00:00,2026-10-02 09:00:00,,Open,never\n"
          "2026-10-01 09:00:00,2027-10-02 09:00:00,,Open,not due\n"
          "2026-10-01 09:00:00,,2026-10-05 09:00:00,Closed,no promise\n",
          f);
    assert_int_equal(fclose(f), 0);
    struct import_options o = {.file = path,
                               .migrate = true,
                               .map = "saved_at=told,target_at=until,done_at=done,what=what,kind='pipe',"
                                      "state=status{Closed:done,*:open}"};
    struct import_result res;
    assert_int_equal(desk_import(d, forms_find(desk_forms(d), "job"), &o, &res), QT_OK);
    assert_int_equal(res.imported, 5);
    struct figures v = count(d, "2026-10");
    assert_int_equal(v.all.total, 5);
    assert_int_equal(v.all.finished, 3);
    assert_int_equal(v.all.on_time, 1);
    assert_int_equal(v.all.late, 2);
    assert_int_equal(v.all.pending, 1);
    figures_free(&v);
}

static void c9_a_case_counts_once_with_its_people(void **state)
{
    struct desk *d = ((struct fixture *)*state)->d;
    struct record *first = job(d, "2026-11-18 09:00", "pipe"), *second = job(d, "2026-11-18 09:05", "pipe");
    struct record *base = record_copy(first);
    assert_int_equal(record_set_text(first, "case_no", record_number(first)), QT_OK);
    value_int(&first->v[form_field(first->form, "people")], 2);
    must_save(d, base, first);
    record_free(base);
    base = record_copy(second);
    assert_int_equal(record_set_text(second, "case_no", record_number(first)), QT_OK);
    must_save(d, base, second);
    struct figures v = count(d, NULL);
    assert_int_equal(v.records, 2);
    assert_int_equal(v.all.total, 1);
    assert_int_equal(v.people, 2);
    figures_free(&v);
    record_free(base);
    record_free(first);
    record_free(second);
}

static void c10_causes_most_frequent_first_with_their_sum(void **state)
{
    struct desk *d = ((struct fixture *)*state)->d;
    static const char *const causes[] = {"person", "machine", "person", "person"};
    for (size_t i = 0; i < 4; i++)
        record_free(add(d, "job", "what", "x", "kind", "pipe", "cause", causes[i], NULL));
    record_free(add(d, "job", "what", "x", "kind", "pipe", NULL));
    struct figures v = count(d, NULL);
    assert_int_equal(v.causes.n, 2);
    assert_string_equal(v.causes.v[0].name, "person");
    assert_int_equal(v.causes.v[0].total, 3);
    assert_int_equal(v.causes.v[0].share, 750);
    assert_int_equal(v.causes.v[1].share, 1000);
    figures_free(&v);
}

static void periods(void **state)
{
    (void)state;
    int64_t from, to;
    assert_int_equal(zone_set("Asia/Shanghai"), QT_OK);
    assert_int_equal(figures_period("2026-12", &from, &to), QT_OK);
    assert_int_equal(from, at("2026-12-01 00:00"));
    assert_int_equal(to, at("2027-01-01 00:00"));
    assert_int_equal(figures_period("2026", &from, &to), QT_OK);
    assert_int_equal(to - from, 365 * DAY);
    assert_int_equal(figures_period("2026-13", &from, &to), QT_REFUSED);
    assert_int_equal(figures_period("November", &from, &to), QT_REFUSED);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(r10_on_time_late_and_not_due_yet, setup, teardown),
        cmocka_unit_test_setup_teardown(q6_met_late_stays_late_after_reopening, setup, teardown),
        cmocka_unit_test_setup_teardown(r10_brought_in_by_target_and_done, setup, teardown),
        cmocka_unit_test_setup_teardown(c9_a_case_counts_once_with_its_people, setup, teardown),
        cmocka_unit_test_setup_teardown(c10_causes_most_frequent_first_with_their_sum, setup, teardown),
        cmocka_unit_test(periods),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
