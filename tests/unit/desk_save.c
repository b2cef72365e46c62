/* Saving and acting: checks, conflicts, roles, one transaction for all that belongs together. */
#include "desk_test.h"

#define FORMS QT_SOURCE_DIR "/tests/unit/desk_forms"

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

static struct record *ticket(struct desk *d, const char *what)
{
    return add(d, "ticket", "unit", "1203", "what", what, "caller", "刘洋", NULL);
}

static void type_in(struct desk *d, struct record *r, const char *field, const char *typed)
{
    char *why = NULL;
    if (desk_enter(d, r, form_field(r->form, field), typed, &why) < 0)
        fail_msg("%s: %s", field, why);
}

static void every_problem_is_told(void **state)
{
    struct desk *d = ((struct fixture *)*state)->d;
    struct record *r = filled_in(d, "ticket", "grade", "urgent", NULL);
    struct outcome o = {0};
    assert_int_equal(desk_save(d, NULL, r, &o), QT_REFUSED);
    assert_int_equal(o.problems.n, 3); /* unit, what, and the reason an urgent one needs */
    assert_int_equal(o.problems.v[0].field, form_field(r->form, "unit"));
    assert_int_equal(o.problems.v[2].field, form_field(r->form, "reason"));
    assert_int_equal(r->id, 0);
    outcome_free(&o);
    type_in(d, r, "grade", "normal");
    assert_int_equal(record_set_text(r, "unit", "Z-9"), QT_OK);
    assert_int_equal(record_set_text(r, "what", "far too long for this field of thirty"), QT_OK);
    assert_int_equal(desk_save(d, NULL, r, &o), QT_REFUSED);
    assert_int_equal(o.problems.n, 2);
    outcome_free(&o);
    record_free(r);
}

static void numbers_have_no_gaps(void **state)
{
    struct desk *d = ((struct fixture *)*state)->d;
    struct record *a = ticket(d, "leak"), *bad = filled_in(d, "ticket", NULL);
    struct outcome o = {0};
    assert_int_equal(desk_save(d, NULL, bad, &o), QT_REFUSED);
    outcome_free(&o);
    struct record *b = ticket(d, "lamp");
    assert_string_equal(record_number(a), "R2611-001");
    assert_string_equal(record_number(b), "R2611-002");
    record_free(a);
    record_free(b);
    record_free(bad);
}

static void same_number_is_refused(void **state)
{
    struct desk *d = ((struct fixture *)*state)->d;
    struct record *r = filled_in(d, "unit", "code", "A-1203", NULL);
    struct outcome o = {0};
    assert_int_equal(desk_save(d, NULL, r, &o), QT_REFUSED);
    assert_string_equal(fault_text(), "A-1203 exists already.");
    outcome_free(&o);
    record_free(r);
}

static void other_fields_merge_and_are_told(void **state)
{
    struct fixture *x = *state;
    struct record *base = ticket(x->d, "leak");
    add_staff(x->d, "zs", "Zhang San", "clerk");
    struct desk *other = open_as(x->path, FORMS, "zs", false);
    struct record *theirs = read_again(other, base), *mine = record_copy(base), *theirs_base = record_copy(theirs);
    type_in(other, theirs, "caller", "孙悦");
    must_save(other, theirs_base, theirs);
    type_in(x->d, mine, "what", "big leak");
    struct outcome o = {0};
    assert_int_equal(desk_save(x->d, base, mine, &o), QT_OK);
    assert_string_equal(text_of(mine, "caller"), "孙悦");
    assert_string_equal(text_of(mine, "what"), "big leak");
    assert_string_equal(o.tell, "zs changed meanwhile: Caller. Both changes are kept.");
    assert_int_equal(mine->version, 3);
    outcome_free(&o);
    desk_close(other);
    record_free(theirs);
    record_free(theirs_base);
    record_free(mine);
    record_free(base);
}

static void same_field_is_a_conflict_and_nothing_is_overwritten(void **state)
{
    struct fixture *x = *state;
    struct record *base = ticket(x->d, "leak");
    struct desk *other = open_as(x->path, FORMS, "lm", false);
    struct record *theirs = read_again(other, base), *mine = record_copy(base);
    type_in(other, theirs, "what", "burst");
    must_save(other, base, theirs);
    type_in(x->d, mine, "what", "drip");
    struct outcome o = {0};
    assert_int_equal(desk_save(x->d, base, mine, &o), QT_CONFLICT);
    assert_int_equal(questions_of(&o, QUESTION_MERGE), 1);
    const struct merge *m = &outcome_question(&o, QUESTION_MERGE)->merge;
    assert_int_equal(m->n, 1);
    assert_int_equal(m->v[0].field, form_field(base->form, "what"));
    assert_string_equal(m->v[0].mine.s, "drip");
    assert_string_equal(m->v[0].theirs.s, "burst");
    struct record *now = read_again(x->d, base);
    assert_string_equal(text_of(now, "what"), "burst");
    assert_string_equal(text_of(mine, "what"), "drip");                         /* what was typed is kept */
    assert_int_equal(desk_answer(x->d, mine, &o, QUESTION_MERGE, true), QT_OK); /* chosen: mine */
    assert_int_equal(desk_save(x->d, base, mine, &o), QT_OK);
    record_free(now);
    now = read_again(x->d, base);
    assert_string_equal(text_of(now, "what"), "drip");
    outcome_free(&o);
    desk_close(other);
    record_free(now);
    record_free(theirs);
    record_free(mine);
    record_free(base);
}

static void stale_action_is_a_conflict(void **state)
{
    struct desk *d = ((struct fixture *)*state)->d;
    struct record *seen = ticket(d, "leak"), *also = record_copy(seen);
    must_act(d, seen, "finish");
    struct outcome o = {0};
    assert_int_equal(try_act(d, also, "wait", true, &o), QT_CONFLICT);
    assert_int_equal(o.nquestions, 0); /* no answer makes it possible again */
    outcome_free(&o);
    record_free(seen);
    record_free(also);
}

/* What is asked before an action and what is changed meanwhile are settled in one and the same way as in a form. */
static void an_action_asks_which_value_is_right(void **state)
{
    struct desk *d = ((struct fixture *)*state)->d;
    struct record *seen = ticket(d, "leak"), *theirs = record_copy(seen);
    struct outcome o = {0};
    int action = form_action(seen->form, "assign"), by = form_field(seen->form, "by");
    add_staff(d, "zs", "Zhang San", "engineer");
    add_staff(d, "ws", "Wang Si", "engineer");
    assert_int_equal(desk_act(d, seen, action, &o), QT_ASK);
    assert_int_equal(o.nquestions, 1);
    assert_int_equal(o.questions[0].kind, QUESTION_FIELD);
    assert_int_equal(o.questions[0].field, by);
    type_in(d, theirs, "by", "zs");
    must_save(d, seen, theirs);
    type_in(d, seen, "by", "ws");
    assert_int_equal(desk_answer(d, seen, &o, QUESTION_FIELD, true), QT_OK);
    assert_int_equal(desk_act(d, seen, action, &o), QT_CONFLICT);
    assert_int_equal(outcome_question(&o, QUESTION_MERGE)->merge.v[0].field, by);
    assert_int_equal(desk_answer(d, seen, &o, QUESTION_MERGE, true), QT_OK); /* what stands in seen */
    assert_int_equal(desk_act(d, seen, action, &o), QT_OK);
    assert_string_equal(text_of(seen, "by"), "ws");
    assert_int_equal(o.nquestions, 0);
    outcome_free(&o);
    record_free(theirs);
    record_free(seen);
}

static void busy_then_tried_again(void **state)
{
    struct fixture *x = *state;
    struct desk *other = open_as(x->path, FORMS, "lm", false);
    struct record *r = filled_in(x->d, "ticket", "unit", "1203", "what", "leak", NULL);
    struct outcome o = {0};
    assert_int_equal(db_begin(desk_db(other)), QT_OK);
    assert_int_equal(desk_save(x->d, NULL, r, &o), QT_BUSY);
    outcome_free(&o);
    assert_int_equal(r->id, 0);
    assert_string_equal(record_number(r), "");
    db_rollback(desk_db(other));
    must_save(x->d, NULL, r);
    assert_string_equal(record_number(r), "R2611-001");
    desk_close(other);
    record_free(r);
}

static void fixed_fields_stay(void **state)
{
    struct desk *d = ((struct fixture *)*state)->d;
    struct record *unit = NULL;
    assert_int_equal(rec_find(desk_db(d), forms_find(desk_forms(d), "unit"), "A-1203", &unit), QT_OK);
    struct record *changed = record_copy(unit);
    assert_int_equal(desk_enter(d, changed, form_field(unit->form, "code"), "A-1204", NULL), QT_REFUSED);
    assert_int_equal(record_set_text(changed, "code", "A-1204"), QT_OK);
    struct outcome o = {0};
    assert_int_equal(desk_save(d, unit, changed, &o), QT_REFUSED);
    outcome_free(&o);
    record_free(changed);
    record_free(unit);
}

static void setters_follow_each_other(void **state)
{
    struct desk *d = ((struct fixture *)*state)->d;
    struct record *r = ticket(d, "leak");
    must_act(d, r, "finish");
    must_act(d, r, "reopen");
    assert_int_equal(int_of(r, "times"), 1);
    assert_int_equal(int_of(r, "hours"), 10);
    assert_string_equal(text_of(r, "state"), "open");
    record_free(r);
}

static void follow_on_in_the_same_transaction(void **state)
{
    struct desk *d = ((struct fixture *)*state)->d;
    struct record *r = ticket(d, "leak");
    struct outcome o = {0};
    assert_int_equal(try_act(d, r, "follow", false, &o), QT_OK);
    assert_string_equal(record_number(o.created), "R2611-002");
    assert_string_equal(text_of(o.created, "after"), "R2611-001");
    assert_string_equal(o.tell, "R2611-001");
    struct record *second = record_copy(o.created);
    outcome_free(&o);
    must_act(d, second, "spread"); /* finishes the one before too */
    struct record *first = read_again(d, r);
    assert_string_equal(text_of(first, "state"), "done");
    assert_int_equal(due_at(d, first, "fix"), 0);
    assert_int_equal(try_act(d, first, "follow", false, &o), QT_OK);
    outcome_free(&o);
    record_free(first);
    record_free(second);
    record_free(r);
}

static void failing_follow_on_rolls_everything_back(void **state)
{
    struct desk *d = ((struct fixture *)*state)->d;
    struct record *r = ticket(d, "leak");
    struct outcome o = {0};
    assert_int_equal(try_act(d, r, "break", true, &o), QT_REFUSED);
    outcome_free(&o);
    struct record *now = read_again(d, r);
    assert_string_equal(text_of(now, "state"), "open");
    assert_int_equal(now->version, r->version);
    assert_int_equal(count_actions(d, "ticket", r->id, "break"), 0);
    assert_true(due_at(d, r, "fix") != 0);
    struct record *next = ticket(d, "lamp");
    assert_string_equal(record_number(next), "R2611-002");
    record_free(next);
    record_free(now);
    record_free(r);
}

static void opened_follow_on_is_not_saved(void **state)
{
    struct desk *d = ((struct fixture *)*state)->d;
    struct record *r = ticket(d, "leak");
    struct outcome o = {0};
    assert_int_equal(try_act(d, r, "sketch", true, &o), QT_OK);
    assert_non_null(o.opened);
    assert_int_equal(o.opened->id, 0);
    assert_string_equal(text_of(o.opened, "what"), "leak");
    assert_string_equal(text_of(o.opened, "grade"), "normal");
    outcome_free(&o);
    record_free(r);
}

static int64_t journal_end(struct desk *d)
{
    int64_t seq = 0;
    char hash[65];
    assert_int_equal(journal_head(desk_db(d), &seq, hash), QT_OK);
    return seq;
}

static void roles_decide_who_may(void **state)
{
    struct fixture *x = *state;
    add_staff(x->d, "en", "Zhang Gong", "engineer");
    add_staff_pin(x->d, "cl", "Wu", "clerk", "135790");
    struct record *r = ticket(x->d, "leak");
    int actions[16];
    desk_sign_out(x->d);
    struct outcome o = {0};
    assert_int_equal(try_act(x->d, r, "finish", true, &o), QT_DENIED);
    outcome_free(&o);
    assert_int_equal(desk_sign_in(x->d, "cl", "wrong"), QT_DENIED);
    assert_string_equal(desk_who(x->d)->staff, "");
    int64_t before = journal_end(x->d);
    assert_int_equal(desk_sign_in(x->d, "cl", "135790"), QT_OK);
    assert_string_equal(desk_staff_name(x->d), "Wu");
    assert_int_equal(journal_end(x->d), before + 1); /* the sign-in is journalled */
    size_t n = desk_actions(x->d, r, actions);
    for (size_t i = 0; i < n; i++)
        assert_int_not_equal(actions[i], form_action(r->form, "assign"));
    type_in(x->d, r, "by", "en");
    assert_int_equal(try_act(x->d, r, "assign", true, &o), QT_DENIED);
    outcome_free(&o);
    assert_int_equal(desk_sign_in_as(x->d, "en"), QT_OK);
    must_act(x->d, r, "assign");
    record_free(r);
}

#define T(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        T(every_problem_is_told),
        T(numbers_have_no_gaps),
        T(same_number_is_refused),
        T(other_fields_merge_and_are_told),
        T(same_field_is_a_conflict_and_nothing_is_overwritten),
        T(stale_action_is_a_conflict),
        T(an_action_asks_which_value_is_right),
        T(busy_then_tried_again),
        T(fixed_fields_stay),
        T(setters_follow_each_other),
        T(follow_on_in_the_same_transaction),
        T(failing_follow_on_rolls_everything_back),
        T(opened_follow_on_is_not_saved),
        T(roles_decide_who_may),
    };
    return cmocka_run_group_tests_name("desk save", tests, NULL, NULL);
}
