/* Verify and the indexes: whatever an index lacks, has too much, or has in the wrong place is found and named. */
#include "store_help.h"

#include "sqlite/index_sums.h"

static int filled(void **state)
{
    struct lab *lab = lab_new();
    for (int i = 1; i <= 40; i++) {
        char *number = mem_printf("%03d", i);
        struct record *r = a_visitor(lab, number, "王小明");
        put(lab, "save", NULL, r);
        record_free(r);
        free(number);
    }
    *state = lab;
    return 0;
}

/* Changes the table while the engine does not know of the index: afterwards it is as it was, the table is not. */
static void change_without(struct lab *lab, const char *index, const char *sql)
{
    char *hide = mem_printf("PRAGMA writable_schema = ON; CREATE TABLE kept AS SELECT * FROM sqlite_schema"
                            " WHERE name = '%s'; DELETE FROM sqlite_schema WHERE name = '%s'",
                            index, index);
    db_close(lab->db);
    behind_back(lab, hide);
    behind_back(lab, sql);
    behind_back(lab, "PRAGMA writable_schema = ON; INSERT INTO sqlite_schema SELECT * FROM kept; DROP TABLE kept");
    lab_open(lab);
    free(hide);
}

static void expect(struct lab *lab, const char *part)
{
    int64_t lines, bad = -1;
    assert_int_equal(journal_verify(lab->db, &lines, &bad), QT_CORRUPT);
    assert_int_equal(bad, 0);
    if (!strstr(fault_text(), part))
        fail_msg("told: %s", fault_text());
}

static void untouched_is_clean(void **state)
{
    struct lab *lab = *state;
    int64_t lines, bad;
    assert_ok(journal_verify(lab->db, &lines, &bad));
    change_without(lab, "visitor:is_phone", "SELECT 1"); /* the helper itself damages nothing */
    assert_ok(journal_verify(lab->db, &lines, &bad));
}

/* Or verify would be right and slow. Partial indexes are counted by dbstat, which not every engine has. */
static void whole_tables_are_proven_without_asking_the_engine(void **state)
{
    struct lab *lab = *state;
    static const char *const tables[] = {"journal", "visitor", "due", "unit"};
    sqlite3 *h;
    assert_int_equal(sqlite3_open(lab->path, &h), SQLITE_OK);
    assert_int_equal(index_sums_begin(h), SQLITE_OK);
    for (size_t i = 0; i < ARRAY_LEN(tables); i++) {
        bool proven = false;
        assert_int_equal(index_sums(h, tables[i], &proven), SQLITE_OK);
        if (proven != (i == 0 || sqlite3_compileoption_used("ENABLE_DBSTAT_VTAB")))
            fail_msg("%s: %s", tables[i], proven ? "proven" : "not proven");
    }
    sqlite3_close(h);
}

static void a_row_that_an_index_lacks(void **state)
{
    change_without(*state, "visitor:number", "INSERT INTO visitor(version, number) VALUES(1, '041')");
    expect(*state, "visitor:number");
}

static void an_entry_without_a_row(void **state)
{
    change_without(*state, "visitor:by_saved_at", "DELETE FROM visitor WHERE id = 40");
    expect(*state, "visitor:by_saved_at");
}

static void an_entry_of_another_value(void **state)
{
    change_without(*state, "visitor:unit", "UPDATE visitor SET unit = 'B-0101' WHERE id = 7");
    expect(*state, "visitor:unit");
}

/* As many, and the same values: only in the wrong rows. */
static void two_values_changed_over(void **state)
{
    change_without(*state, "visitor:number",
                   "UPDATE visitor SET number = 'x' WHERE id = 3; UPDATE visitor SET number = '003' WHERE id = 5;"
                   "UPDATE visitor SET number = '005' WHERE id = 3");
    expect(*state, "visitor:number");
}

static void come_in(struct lab *lab, int64_t id)
{
    struct record *before, *after;
    assert_ok(rec_get(lab->db, forms_find(lab->db->forms, "visitor"), id, &before));
    after = record_copy(before);
    set_text(after, "state", "inside");
    value_int(&after->v[form_field(after->form, "until")], 1);
    put(lab, "admit", before, after);
    record_free(before);
    record_free(after);
}

/* The condition is of a column that the index does not have: the entry is there, and asked for by nobody. */
static void an_entry_of_a_partial_index_whose_row_left(void **state)
{
    struct lab *lab = *state;
    for (int64_t id = 1; id < 30; id++)
        come_in(lab, id);
    int64_t lines, bad;
    assert_ok(journal_verify(lab->db, &lines, &bad));
    change_without(lab, "visitor:list_inside", "UPDATE visitor SET state = 'left' WHERE id = 9");
    expect(lab, "visitor:list_inside");
}

static void a_row_that_a_partial_index_lacks(void **state)
{
    change_without(*state, "visitor:is_phone", "UPDATE visitor SET phone = '13900000000' WHERE id = 9");
    expect(*state, "visitor:is_phone");
}

static void a_number_given_twice(void **state)
{
    struct lab *lab = *state;
    db_close(lab->db);
    behind_back(lab, "DROP INDEX \"visitor:number\"; UPDATE visitor SET number = '001' WHERE id = 2;"
                     "CREATE INDEX \"visitor:number\" ON visitor(number)");
    behind_back(lab,
                "PRAGMA writable_schema = ON; UPDATE sqlite_schema SET sql = 'CREATE UNIQUE INDEX \"visitor:number\""
                " ON \"visitor\"(\"number\")' WHERE name = 'visitor:number'");
    lab_open(lab);
    expect(lab, "visitor:number");
}

static void an_index_of_the_journal(void **state)
{
    change_without(
        *state, "journal_of",
        "DROP TRIGGER journal_append_only; INSERT INTO journal SELECT 0, at, staff, terminal, reg, record,"
        " number, action, data, private, hash, mac FROM journal WHERE seq = 1; CREATE TRIGGER journal_append_only"
        " BEFORE INSERT ON journal WHEN EXISTS (SELECT 1 FROM journal WHERE seq >= new.seq)"
        " BEGIN SELECT raise(FAIL, ''); END");
    expect(*state, "journal_of");
}

/* Entries in the wrong order, the sum and the count right: look-ups would miss them. The last byte of two numbers that
 * stand side by side in the page of the index. */
static void two_entries_out_of_order(void **state)
{
    struct lab *lab = *state;
    int64_t page = 0, size = 0;
    assert_ok(db_int(lab->db, "SELECT rootpage FROM sqlite_schema WHERE name = 'visitor:number'", &page));
    assert_ok(db_int(lab->db, "PRAGMA page_size", &size));
    db_close(lab->db);
    FILE *f = fopen(lab->path, "r+");
    unsigned char p[65536];
    assert_non_null(f);
    assert_int_equal(fseek(f, (long)((page - 1) * size), SEEK_SET), 0);
    assert_int_equal(fread(p, 1, (size_t)size, f), (size_t)size);
    assert_int_equal(p[0], 10); /* a leaf of an index; its pointers to cells begin at 8 */
    unsigned char keep[2];
    memcpy(keep, p + 8 + 2 * 10, 2);
    memcpy(p + 8 + 2 * 10, p + 8 + 2 * 11, 2);
    memcpy(p + 8 + 2 * 11, keep, 2);
    assert_int_equal(fseek(f, (long)((page - 1) * size), SEEK_SET), 0);
    assert_int_equal(fwrite(p, 1, (size_t)size, f), (size_t)size);
    assert_int_equal(fclose(f), 0);
    lab_open(lab);
    expect(lab, "visitor:number");
}

int main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, filled, lab_teardown)
    const struct CMUnitTest tests[] = {
        T(untouched_is_clean),
        T(whole_tables_are_proven_without_asking_the_engine),
        T(a_row_that_an_index_lacks),
        T(an_entry_without_a_row),
        T(an_entry_of_another_value),
        T(two_values_changed_over),
        T(an_entry_of_a_partial_index_whose_row_left),
        T(a_row_that_a_partial_index_lacks),
        T(a_number_given_twice),
        T(an_index_of_the_journal),
        T(two_entries_out_of_order),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
