/* Staff, PINs, settings. */
#include "store_help.h"

#include <inttypes.h>
#include <time.h>

static void hire(struct lab *lab, const char *code, const char *role, const char *pin)
{
    struct staff s = {.code = mem_dup(code), .name = mem_dup("李敏"), .role = mem_dup(role)};
    char hash[PIN_HASH];
    if (pin)
        assert_ok(pin_hash(lab->db, code, pin, hash));
    assert_ok(db_begin(lab->db));
    assert_ok(staff_put(lab->db, &lab->who, &s, pin ? hash : NULL));
    assert_ok(db_commit(lab->db));
    staff_clear(&s);
}

static const struct pin_rules rules = {.tries = 5, .seconds = 15 * MINUTE, .known = 30 * DAY, .pause_most = 60};

/* The three steps of a sign-in; what is not let in is not hashed. */
static int sign_in_at(struct lab *lab, const char *terminal, const char *code, const char *pin)
{
    struct pin_try t;
    bool right;
    int rc = pin_try(lab->db, &rules, code, terminal, &t);
    assert_false(db_in_transaction(lab->db));
    if (rc < 0)
        return rc;
    assert_ok(pin_matches(lab->db, code, pin, &right));
    assert_ok(db_begin(lab->db));
    assert_ok(right ? pin_right(lab->db, &rules, &t) : pin_wrong(lab->db, &t));
    assert_ok(db_commit(lab->db));
    return right ? QT_OK : QT_DENIED;
}

/* After the pause of the terminal. */
static int sign_in(struct lab *lab, const char *code, const char *pin)
{
    clock_fix(clock_now() + 60);
    return sign_in_at(lab, "pts/1", code, pin);
}

static int64_t count(struct lab *lab, const char *sql)
{
    int64_t n;
    assert_ok(db_int(lab->db, sql, &n));
    return n;
}

static void pin_right_and_wrong(void **state)
{
    struct lab *lab = *state;
    hire(lab, "li", "clerk", "2468");
    assert_ok(sign_in(lab, "li", "2468"));
    assert_int_equal(sign_in(lab, "li", "2469"), QT_DENIED);
    assert_int_equal(sign_in(lab, "li", ""), QT_DENIED);
    assert_int_equal(sign_in(lab, "nobody", "2468"), QT_DENIED);
    assert_ok(sign_in(lab, "li", "2468"));
    lab_reopen(lab);
    assert_ok(sign_in(lab, "li", "2468"));
    hire(lab, "wang", "clerk", NULL);
    assert_int_equal(sign_in(lab, "wang", ""), QT_DENIED); /* no PIN yet */
    hire(lab, "li", "clerk", "1357");
    assert_int_equal(sign_in(lab, "li", "2468"), QT_DENIED);
    assert_ok(sign_in(lab, "li", "1357"));
    hire(lab, "li", "supervisor", NULL); /* keeps the PIN */
    assert_ok(sign_in(lab, "li", "1357"));
}

static void the_same_pin_is_stored_differently(void **state)
{
    struct lab *lab = *state;
    hire(lab, "li", "clerk", "2468");
    hire(lab, "wang", "clerk", "2468");
    assert_int_equal(count(lab, "SELECT count(DISTINCT pin) FROM staff WHERE pin LIKE '$argon2id$%'"), 2);
    assert_ok(db_exec(lab->db, "UPDATE staff SET pin = (SELECT pin FROM staff WHERE code = 'li') WHERE code = 'wang'"));
    assert_int_equal(sign_in(lab, "wang", "2468"), QT_DENIED); /* not another's hash either */
}

/* Each from a terminal of its own, as forty at once are. */
static int guess(struct lab *lab, const char *code, const char *pin)
{
    static int nth;
    char terminal[16];
    snprintf(terminal, sizeof terminal, "pts/%d", 100 + nth++);
    return sign_in_at(lab, terminal, code, pin);
}

static void the_sixth_is_not_looked_at_even_if_right(void **state)
{
    struct lab *lab = *state;
    hire(lab, "li", "clerk", "2468");
    for (int i = 0; i < 5; i++)
        assert_int_equal(guess(lab, "li", "0000"), QT_DENIED);
    for (int i = 0; i < 3; i++) {
        assert_int_equal(guess(lab, "li", "2468"), QT_DENIED);
        assert_non_null(strstr(fault_text(), "15 minutes"));
    }
    assert_int_equal(count(lab, "SELECT count(*) FROM qt_pin_try WHERE refused"), 3);
    assert_int_equal(count(lab, "SELECT count(*) FROM journal WHERE action = 'wrong_pin' AND data LIKE '%closed%'"), 3);
    clock_fix(TEST_NOW + 15 * MINUTE - 1);
    assert_int_equal(guess(lab, "li", "2468"), QT_DENIED);
    clock_fix(TEST_NOW + 15 * MINUTE); /* refused ones did not make it longer */
    assert_ok(guess(lab, "li", "2468"));
}

/* All are counted before one of them is looked at: there is no moment in which a sixth slips in. */
static void who_begins_together_is_counted_together(void **state)
{
    struct lab *lab = *state;
    struct pin_try t[7];
    char terminal[16];
    for (int i = 0; i < 7; i++) {
        snprintf(terminal, sizeof terminal, "pts/%d", i);
        assert_int_equal(pin_try(lab->db, &rules, "li", terminal, &t[i]), i < 5 ? 0 : QT_DENIED);
    }
}

static void the_own_terminal_stays_open(void **state)
{
    struct lab *lab = *state;
    hire(lab, "li", "clerk", "2468");
    assert_ok(sign_in_at(lab, "tty1", "li", "2468"));
    clock_fix(TEST_NOW + 30 * DAY - 1);
    for (int i = 0; i < 8; i++)
        assert_int_equal(guess(lab, "li", "0000"), QT_DENIED);
    assert_ok(sign_in_at(lab, "tty1", "li", "2468"));
    assert_int_equal(guess(lab, "li", "2468"), QT_DENIED); /* to others it stays closed */
    clock_fix(clock_now() + 30 * DAY);
    for (int i = 0; i < 5; i++)
        assert_int_equal(guess(lab, "li", "0000"), QT_DENIED);
    assert_int_equal(sign_in_at(lab, "tty1", "li", "2468"), QT_DENIED); /* too long ago */
}

static void the_terminal_waits_longer_each_time(void **state)
{
    static const int pauses[] = {0, 0, 1, 2, 4, 8, 16, 32, 60, 60}; /* before the nth try */
    struct lab *lab = *state;
    hire(lab, "li", "clerk", "2468");
    assert_ok(sign_in_at(lab, "tty1", "li", "2468"));
    for (size_t i = 0; i < ARRAY_LEN(pauses); i++) {
        const char *code = i % 2 ? "li" : "nobody"; /* whoever is guessed at */
        if (pauses[i]) {
            clock_fix(clock_now() + pauses[i] - 1);
            assert_int_equal(sign_in_at(lab, "tty1", code, "0000"), QT_BUSY);
            lab_reopen(lab); /* a new session waits as well */
            assert_int_equal(sign_in_at(lab, "tty1", code, "0000"), QT_BUSY);
            clock_fix(clock_now() + 1);
        }
        assert_int_equal(sign_in_at(lab, "tty1", code, "0000"), QT_DENIED);
    }
    assert_int_equal(sign_in_at(lab, "tty2", "nobody", "0000"), QT_DENIED); /* another one does not */
    clock_fix(clock_now() + 60);
    assert_ok(sign_in_at(lab, "tty1", "li", "2468"));
}

static void a_clock_that_was_ahead_closes_nobody_for_long(void **state)
{
    struct lab *lab = *state;
    hire(lab, "li", "clerk", "2468");
    clock_fix(TEST_NOW + 400 * DAY);
    for (int i = 0; i < 5; i++)
        assert_int_equal(guess(lab, "li", "0000"), QT_DENIED);
    clock_fix(TEST_NOW);
    assert_int_equal(guess(lab, "li", "2468"), QT_DENIED);
    clock_fix(TEST_NOW + 15 * MINUTE);
    assert_ok(guess(lab, "li", "2468"));
}

static void a_new_pin_unlocks(void **state)
{
    struct lab *lab = *state;
    hire(lab, "li", "clerk", "2468");
    for (int i = 0; i < 5; i++)
        assert_int_equal(guess(lab, "li", "0000"), QT_DENIED);
    hire(lab, "li", "clerk", "1357");
    assert_ok(db_begin(lab->db));
    assert_ok(pin_forget(lab->db, "li"));
    assert_ok(db_commit(lab->db));
    assert_ok(guess(lab, "li", "1357"));
}

static void wrong_pins_are_in_the_journal_without_the_pin(void **state)
{
    struct lab *lab = *state;
    hire(lab, "li", "clerk", "2468");
    assert_int_equal(sign_in(lab, "li", "864208"), QT_DENIED);
    assert_int_equal(sign_in(lab, "975310", "2468"), QT_DENIED); /* the PIN in the wrong field */
    assert_int_equal(count(lab, "SELECT count(*) FROM journal WHERE action = 'wrong_pin'"), 2);
    assert_int_equal(
        count(lab, "SELECT count(*) FROM journal WHERE action = 'wrong_pin' AND staff = 'li' AND terminal = 'pts/1'"),
        1);
    assert_int_equal(count(lab, "SELECT count(*) FROM journal WHERE data || staff || number LIKE '%864208%'"
                                " OR data || staff || number LIKE '%975310%' OR data LIKE '%2468%'"),
                     0);
    int64_t lines, bad;
    assert_ok(journal_verify(lab->db, &lines, &bad));
}

/* Of the processor, by this thread, which hashes: a busy machine changes nothing. */
static int64_t worked_us(void)
{
    struct timespec t;
    assert_int_equal(clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t), 0);
    return (int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

static void an_unknown_code_takes_as_long_as_a_wrong_pin(void **state)
{
    struct lab *lab = *state;
    hire(lab, "li", "clerk", "2468");
    int64_t known = INT64_MAX, unknown = INT64_MAX; /* shortest of three: the caches are other programs' too */
    for (int i = 0; i < 3; i++) {
        int64_t t = worked_us();
        assert_int_equal(sign_in(lab, "li", "0000"), QT_DENIED);
        t = worked_us() - t;
        known = t < known ? t : known;
        t = worked_us();
        assert_int_equal(sign_in(lab, "nobody", "0000"), QT_DENIED);
        t = worked_us() - t;
        unknown = t < unknown ? t : unknown;
    }
#ifndef __SANITIZE_ADDRESS__ /* which hashes in one pass: CMakeLists.txt */
    assert_true(known > 10000);
#endif
    assert_true(unknown > known / 3 && unknown < known * 3);
}

static void an_unknown_role_is_refused(void **state)
{
    struct lab *lab = *state;
    struct staff wrong[] = {{.code = "a", .name = "a", .role = "king"}, {.code = "a", .name = "a"}};
    assert_ok(db_begin(lab->db));
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        assert_int_equal(staff_put(lab->db, &lab->who, &wrong[i], "2468"), QT_REFUSED);
    assert_ok(db_commit(lab->db));
    struct staff *v;
    size_t n;
    assert_ok(staff_list(lab->db, &v, &n));
    assert_int_equal(n, 0);
    staff_free(v, n);
    struct staff s;
    assert_int_equal(staff_get(lab->db, "a", &s), QT_NOTFOUND);
}

static void staff_is_listed_by_code(void **state)
{
    struct lab *lab = *state;
    hire(lab, "wang", "engineer", NULL);
    hire(lab, "li", "clerk", NULL);
    struct staff *v;
    size_t n;
    assert_ok(staff_list(lab->db, &v, &n));
    assert_int_equal(n, 2);
    assert_string_equal(v[0].code, "li");
    assert_string_equal(v[1].role, "engineer");
    staff_free(v, n);
}

static int note_setting(const char *name, const char *value, void *arg)
{
    buf_addf(arg, "%s=%s;", name, value);
    return 0;
}

static void settings(void **state)
{
    struct lab *lab = *state;
    char *value;
    assert_int_equal(setting_get(lab->db, "closing_time", &value), QT_NOTFOUND);
    assert_ok(db_begin(lab->db));
    assert_ok(setting_set(lab->db, &lab->who, "closing_time", "20:00"));
    assert_ok(setting_set(lab->db, &lab->who, "building", "联合广场"));
    assert_ok(setting_set(lab->db, &lab->who, "building", "联合广场")); /* the same: no line */
    assert_ok(setting_set(lab->db, &lab->who, "closing_time", "21:00"));
    assert_ok(db_commit(lab->db));
    assert_ok(setting_get(lab->db, "closing_time", &value));
    assert_string_equal(value, "21:00");
    free(value);
    assert_int_equal(count(lab, "SELECT count(*) FROM journal WHERE action = 'setting'"), 3);
    assert_int_equal(count(lab, "SELECT count(*) FROM journal WHERE data = '{\"closing_time\":[\"20:00\",\"21:00\"]}'"),
                     1);
    struct buf b = {.s = NULL};
    assert_ok(setting_each(lab->db, note_setting, &b));
    assert_string_equal(b.s, "building=联合广场;closing_time=21:00;");
    buf_free(&b);
    assert_ok(db_begin(lab->db));
    assert_ok(setting_set(lab->db, &lab->who, "building", NULL));
    assert_ok(db_commit(lab->db));
    assert_int_equal(setting_get(lab->db, "building", &value), QT_NOTFOUND);
}

int main(void)
{
#define T(f) cmocka_unit_test_setup_teardown(f, lab_setup, lab_teardown)
    const struct CMUnitTest tests[] = {T(pin_right_and_wrong),
                                       T(the_same_pin_is_stored_differently),
                                       T(the_sixth_is_not_looked_at_even_if_right),
                                       T(who_begins_together_is_counted_together),
                                       T(the_own_terminal_stays_open),
                                       T(the_terminal_waits_longer_each_time),
                                       T(a_clock_that_was_ahead_closes_nobody_for_long),
                                       T(a_new_pin_unlocks),
                                       T(wrong_pins_are_in_the_journal_without_the_pin),
                                       T(an_unknown_code_takes_as_long_as_a_wrong_pin),
                                       T(an_unknown_role_is_refused),
                                       T(staff_is_listed_by_code),
                                       T(settings)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
