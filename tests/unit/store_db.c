/* Opening, faults, transactions, growth of forms. */
#include "store_help.h"

#include <fcntl.h>
#include <sys/resource.h>

static int try_open(const char *path, const struct forms *forms, bool readonly)
{
    struct db *db = NULL;
    struct db_options o = {.path = path, .forms = forms, .readonly = readonly, .busy_ms = 50};
    int rc = db_open(&o, &db);
    db_close(db);
    return rc;
}

static void creates_and_opens_again(void **state)
{
    struct lab *lab = *state;
    struct stat st;
    char *key = mem_printf("%s.key", lab->path);
    assert_int_equal(stat(key, &st), 0);
    assert_int_equal(st.st_mode & 0777, 0600);
    assert_int_equal(stat(lab->path, &st), 0);
    assert_int_equal(st.st_mode & 0777, 0600);
    free(key);
    lab_reopen(lab);
    assert_false(db_practice(lab->db));
}

static void every_expression_of_our_forms_compiles(void **state)
{
    struct lab *lab = *state;
    struct problems problems = {0};
    struct buf text = {0};
    if (expr_check(lab->forms, &problems) != 0) {
        problems_print(&problems, &text);
        fail_msg("%s", text.s);
    }
    problems_free(&problems);
}

static void put_get_find(void **state)
{
    struct lab *lab = *state;
    struct record *r = a_visitor(lab, "261121-001", "王小明"), *again;
    set_text(r, "id_number", "110105199003071234");
    put(lab, "save", NULL, r);
    assert_int_equal(r->id, 1);
    assert_int_equal(r->version, 1);
    assert_ok(rec_find(lab->db, r->form, "261121-001", &again));
    assert_string_equal(text_in(again, "name"), "王小明");
    assert_string_equal(text_in(again, "id_number"), "1***************34");
    char *plain;
    assert_ok(rec_reveal(lab->db, &lab->who, again, form_field(r->form, "id_number"), &plain));
    assert_string_equal(plain, "110105199003071234");
    free(plain);
    record_free(again);
    record_free(r);
    int64_t lines, bad;
    assert_ok(journal_verify(lab->db, &lines, &bad));
    assert_int_equal(lines, 2);
}

int main(void)
{
    (void)try_open;
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(creates_and_opens_again, lab_setup, lab_teardown),
        cmocka_unit_test_setup_teardown(every_expression_of_our_forms_compiles, lab_setup, lab_teardown),
        cmocka_unit_test_setup_teardown(put_get_find, lab_setup, lab_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
