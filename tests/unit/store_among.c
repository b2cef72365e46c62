/* latest(), count_of() and sum_of(): which records count, and that an index finds them. */
#include "store_help.h"

static int setup(void **state)
{
    *state = lab_anew(QT_SOURCE_DIR "/tests/unit/among_forms");
    return 0;
}

static int eval(struct lab *lab, const char *sql, const struct record *r, struct value *out)
{
    struct expr e = {.sql = (char *)sql, .at = {"forms/test.yaml", 3, 11}, .slot = 0};
    evaluator_free(lab->db->eval);
    lab->db->eval = NULL;
    return expr_eval(lab->db, &e, r, NULL, 0, out);
}

static void is(struct lab *lab, const struct record *r, const char *sql, const char *want)
{
    struct value v = {0};
    assert_ok(eval(lab, sql, r, &v));
    char *got = v.kind == VAL_INT ? mem_printf("%lld", (long long)v.i) : mem_dup(v.kind == VAL_TEXT ? v.s : "null");
    if (strcmp(got, want) != 0)
        fail_msg("%s is %s, not %s", sql, got, want);
    free(got);
    value_clear(&v);
}

static struct record *thing(struct lab *lab, const char *number, const char *place, const char *kind, int weight,
                            const char *in_state)
{
    struct record *r = record_new(lab_form(lab, "thing"));
    set_text(r, "number", number);
    set_text(r, "place", place);
    set_text(r, "kind", kind);
    set_text(r, "owner", "Smith, John");
    set_int(r, "weight", weight);
    set_text(r, "state", in_state);
    set_int(r, "saved_at", TEST_NOW);
    put(lab, "save", NULL, r);
    return r;
}

static void which_records_count(void **state)
{
    struct lab *lab = *state;
    struct record *r[] = {
        thing(lab, "T1", "A", "box", 15, "kept"),  thing(lab, "T2", "A", "bag", 20, "asked"),
        thing(lab, "T3", "A", "bag", 40, "gone"),  thing(lab, "T4", "B", "box", 80, "kept"),
        thing(lab, "T5", "B", "box", 160, "gone"),
    };
    is(lab, NULL, "count_of('thing')", "5");
    is(lab, NULL, "count_of('thing', 'place', 'A')", "3");
    is(lab, NULL, "count_of('thing', 'place', 'A', 'state', 'open')", "2");
    is(lab, NULL, "count_of('thing', 'place', 'A', 'state', 'waiting')", "1");
    is(lab, NULL, "count_of('thing', 'state', 'waiting,gone')", "3");
    is(lab, NULL, "count_of('thing', 'kind', 'box,bag', 'state', 'gone')", "2");
    is(lab, NULL, "count_of('thing', 'owner', 'Smith, John')", "5"); /* commas part choices only */
    is(lab, NULL, "count_of('thing', 'place', 'C')", "0");
    is(lab, NULL, "count_of('thing', 'place', null)", "null");
    is(lab, NULL, "sum_of('thing', 'weight')", "315");
    is(lab, NULL, "sum_of('thing', 'weight', 'place', 'A', 'state', 'open')", "35");
    is(lab, NULL, "sum_of('thing', 'weight', 'place', 'C')", "0");
    is(lab, NULL, "sum_of('thing', 'weight', 'place', null)", "null");
    is(lab, NULL, "latest('thing', 'state', 'open')", "T4");
    is(lab, NULL, "latest('thing', 'place', 'A', 'state', 'kept,waiting')", "T2");
    is(lab, NULL, "latest('thing', 'place', 'C')", "null");
    /* this record is not counted, of another register all are */
    is(lab, r[0], "count_of('thing', 'place', place) || ' ' || sum_of('thing', 'weight', 'place', place)", "2 60");
    is(lab, r[1], "latest('thing', 'place', place, 'state', 'open')", "T1");
    /* a list's condition runs on the table, and leaves nothing out */
    int64_t n = 0;
    assert_ok(db_int(lab->db, "SELECT count_of('thing', 'place', 'A')", &n));
    assert_int_equal(n, 3);
    struct record *shelf = record_new(lab_form(lab, "shelf"));
    set_text(shelf, "number", "A");
    set_text(shelf, "code", "A");
    put(lab, "save", NULL, shelf);
    is(lab, shelf, "count_of('thing', 'place', code)", "3");
    record_free(shelf);
    for (size_t i = 0; i < sizeof r / sizeof *r; i++)
        record_free(r[i]);
}

static void what_cannot_be_counted(void **state)
{
    struct lab *lab = *state;
    static const char *const refused[] = {"count_of('things')", "count_of('thing', 'place')", "sum_of('thing')",
                                          "count_of('thing', 'plase', 1)", "sum_of('thing', 'wait')"};
    struct value v = {0};
    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++)
        if (eval(lab, refused[i], NULL, &v) != QT_REFUSED)
            fail_msg("%s was not refused", refused[i]);
}

static void plan_has(struct lab *lab, const char *sql, const char *index)
{
    char *explain = mem_printf("EXPLAIN QUERY PLAN %s", sql);
    struct stmt *st = db_stmt(lab->db, explain);
    assert_int_equal(db_step(lab->db, st), 1);
    if (!strstr(col_text(st, 3), index) || !strstr(col_text(st, 3), "COVERING"))
        fail_msg("%s: %s", sql, col_text(st, 3));
    stmt_end(st);
    free(explain);
}

/* Those of the statements above, for the fields that the forms of this folder count by. */
static void an_index_finds_them(void **state)
{
    struct lab *lab = *state;
    plan_has(lab, "SELECT count(*) FROM \"thing\" WHERE id <> 1 AND \"place\" IN (2) AND \"state\" IN (3, 4)",
             "thing:of_place,state");
    plan_has(lab, "SELECT coalesce(sum(\"weight\"), 0) FROM \"thing\" WHERE id <> 1 AND \"place\" IN (2)",
             "thing:of_place,weight");
    plan_has(lab, "SELECT coalesce(sum(\"weight\"), 0) FROM \"thing\" WHERE id <> 1", "thing:of_weight");
    int64_t n = 0;
    assert_ok(db_int(lab->db, "SELECT count(*) FROM sqlite_schema WHERE name LIKE 'thing:of_%'", &n));
    assert_int_equal(n, 3); /* two forms that count alike share one */
}

int main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, setup, lab_teardown)
    const struct CMUnitTest tests[] = {T(which_records_count), T(what_cannot_be_counted), T(an_index_finds_them)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
