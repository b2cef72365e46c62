/* The shipped forms on a desk to test on: colleagues of each role, actions with what they ask for. */
#ifndef HOUSE_TEST_H
#define HOUSE_TEST_H

#include "desk_test.h"

static int setup(void **state)
{
    static struct fixture x;
    fixture_open(&x, QT_SOURCE_DIR "/forms");
    add_staff(x.d, "zg", "张工", "engineer");
    add_staff(x.d, "ba", "赵强", "security");
    add_staff(x.d, "zm", "周明", "manager");
    *state = &x;
    return 0;
}

static int teardown(void **state)
{
    fixture_close(*state);
    return 0;
}

static struct desk *desk(void **state)
{
    return ((struct fixture *)*state)->d;
}

/* An action with what it asks for: "field", "typed", ..., NULL. */
static int act_with(struct desk *d, struct record *r, const char *action, ...)
{
    struct outcome o = {0};
    va_list args;
    va_start(args, action);
    enter_all(d, r, args);
    va_end(args);
    int rc = try_act(d, r, action, true, &o);
    outcome_free(&o);
    return rc;
}

#define DO(...) assert_int_equal(act_with(d, __VA_ARGS__, NULL), QT_OK)
#define REFUSED(...) assert_int_equal(act_with(d, __VA_ARGS__, NULL), QT_REFUSED)
#define T(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

static inline void sign_in(struct desk *d, const char *code)
{
    assert_int_equal(desk_sign_in_as(d, code), QT_OK);
}

static inline void tick_at(struct desk *d, const char *stamp)
{
    set_clock(stamp);
    if (desk_tick(d) < 0)
        fail_msg("desk_tick: %s", fault_text());
}

static inline void due_is(struct desk *d, const struct record *r, const char *clock, const char *stamp)
{
    char out[17] = "";
    int64_t t = due_at(d, r, clock);
    if (t)
        stamp_show(t, out);
    assert_string_equal(out, stamp);
}

/* Runs, was met, or ended without being met. */
enum end { RUNS, MET, MET_LATE, WITHDRAWN, STANDS, NEVER };
static inline enum end ended(struct desk *d, const struct record *r, const char *clock)
{
    struct due due = {0};
    if (due_get(desk_db(d), r->form->name, r->id, clock, &due) == QT_NOTFOUND)
        return NEVER;
    enum end end = !due.stopped ? (due.paused ? STANDS : RUNS) : due.withdrawn ? WITHDRAWN : due.late ? MET_LATE : MET;
    due_clear(&due);
    return end;
}

static inline struct due round_of(struct desk *d, const char *reg, const char *name)
{
    struct due due = {0};
    if (due_get(desk_db(d), reg, 0, name, &due) < 0)
        fail_msg("no round %s", name);
    return due;
}

static inline void change(struct desk *d, struct record *r, const char *field, const char *typed)
{
    struct record *base = record_copy(r);
    assert_int_equal(desk_enter(d, r, form_field(r->form, field), typed, NULL), QT_OK);
    must_save(d, base, r);
    record_free(base);
}

static inline void set_setting(struct desk *d, const char *name, const char *value)
{
    if (desk_set(d, name, value) < 0)
        fail_msg("%s: %s", name, fault_text());
}

#endif
