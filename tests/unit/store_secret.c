/* Secrets: the key file, sealing, the blind index, and that the file gives nothing away. */
#include "store_help.h"

#include <fcntl.h>

static int open_again(struct lab *lab)
{
    struct db_options o = {.path = lab->path, .forms = lab->forms, .lang = LANG_EN};
    db_close(lab->db);
    lab->db = NULL;
    return db_open(&o, &lab->db);
}

static char *key_path(const struct lab *lab)
{
    return mem_printf("%s.key", lab->path);
}

static void seals_and_opens(void **state)
{
    struct lab *lab = *state;
    const char *const texts[] = {"", "1", "110105199003071233", "护照 E12345678",
                                 "a rather long text that fills more than one block"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        char *a, *b, *plain;
        assert_ok(secret_seal(lab->db, "visitor.id_number", texts[i], &a));
        assert_ok(secret_seal(lab->db, "visitor.id_number", texts[i], &b));
        assert_string_not_equal(a, b);
        assert_ok(secret_open(lab->db, "visitor.id_number", a, &plain));
        assert_string_equal(plain, texts[i]);
        free(a);
        free(b);
        free(plain);
    }
}

static void a_changed_or_moved_seal_is_refused(void **state)
{
    struct lab *lab = *state;
    char *sealed, *plain;
    assert_ok(secret_seal(lab->db, "visitor.id_number", "110105199003071233", &sealed));
    assert_int_equal(secret_open(lab->db, "watch.id_number", sealed, &plain), QT_CORRUPT);
    sealed[40] = sealed[40] == 'A' ? 'B' : 'A';
    assert_int_equal(secret_open(lab->db, "visitor.id_number", sealed, &plain), QT_CORRUPT);
    assert_int_equal(secret_open(lab->db, "visitor.id_number", "", &plain), QT_CORRUPT);
    assert_int_equal(secret_open(lab->db, "visitor.id_number", "not base64!", &plain), QT_CORRUPT);
    free(sealed);
}

static void the_blind_index_is_keyed_and_folded(void **state)
{
    struct lab *lab = *state, *other = lab_anew(NULL);
    unsigned char a[SECRET_INDEX], b[SECRET_INDEX], c[SECRET_INDEX];
    assert_ok(secret_index(lab->db, "11010519900307123x", a));
    assert_ok(secret_index(lab->db, "１1010519900307123X", b));
    assert_memory_equal(a, b, SECRET_INDEX);
    assert_ok(secret_index(other->db, "11010519900307123x", c));
    assert_memory_not_equal(a, c, SECRET_INDEX);
    assert_ok(secret_index(lab->db, "110105199003071230", c));
    assert_memory_not_equal(a, c, SECRET_INDEX);
    lab_free(other);
}

static void the_key_file_is_private_and_kept(void **state)
{
    struct lab *lab = *state;
    char *path = key_path(lab), *sealed, *plain;
    struct stat st;
    assert_int_equal(stat(path, &st), 0);
    assert_int_equal(st.st_mode & 07777, 0600);
    assert_ok(secret_seal(lab->db, "c", "text", &sealed));
    assert_ok(open_again(lab));
    assert_ok(secret_open(lab->db, "c", sealed, &plain));
    assert_string_equal(plain, "text");
    assert_int_equal(secret_key_create(lab->db), QT_REFUSED); /* never over an existing one */
    free(sealed);
    free(plain);
    free(path);
}

static void a_lost_open_wrong_or_broken_key_file_is_told(void **state)
{
    struct lab *lab = *state, *other = lab_anew(NULL);
    char *path = key_path(lab), *kept = mem_printf("%s.kept", path), *others = key_path(other);
    assert_int_equal(rename(path, kept), 0);
    assert_int_equal(open_again(lab), QT_NOTFOUND);
    assert_non_null(strstr(fault_text(), path));
    assert_non_null(strstr(fault_text(), "backup"));

    char *copy = mem_printf("cp '%s' '%s'", others, path);
    assert_int_equal(system(copy), 0);
    assert_int_equal(chmod(path, 0600), 0);
    assert_int_equal(open_again(lab), QT_FOREIGN);
    free(copy);

    write_text(path, "not a key\n");
    assert_int_equal(open_again(lab), QT_CORRUPT);
    write_text(path, "");
    assert_int_equal(open_again(lab), QT_CORRUPT);
    assert_int_equal(unlink(path), 0);
    assert_int_equal(symlink(kept, path), 0);
    assert_int_equal(open_again(lab), QT_DENIED);
    assert_int_equal(unlink(path), 0);

    assert_int_equal(rename(kept, path), 0);
    assert_int_equal(chmod(path, 0640), 0);
    assert_int_equal(open_again(lab), QT_DENIED);
    assert_non_null(strstr(fault_text(), "chmod 600"));
    assert_int_equal(chmod(path, 0600), 0);
    assert_ok(open_again(lab));
    free(path);
    free(kept);
    free(others);
    lab_free(other);
}

/* Everything in the lab's folder. */
static bool folder_has(const struct lab *lab, const char *text)
{
    char *command = mem_printf("grep -rqaF -e '%s' '%s'", text, lab->dir);
    int rc = system(command);
    free(command);
    return WIFEXITED(rc) && WEXITSTATUS(rc) == 0;
}

static void the_files_show_no_secret(void **state)
{
    struct lab *lab = *state;
    const char id[] = "110105199003071233";
    struct record *r = a_visitor(lab, "261121-001", "王小明");
    set_text(r, "id_number", id);
    put(lab, "save", NULL, r);
    struct draft d = {
        .staff = "li", .terminal = "pts/1", .reg = "visitor", .data = "{\"id_number\":\"110105199003071233\"}"};
    assert_ok(draft_save(lab->db, &d));
    struct staff s = {.code = "li", .name = "李敏", .role = "clerk"};
    char hash[PIN_HASH];
    assert_ok(pin_hash(lab->db, s.code, "973846152", hash));
    assert_ok(db_begin(lab->db));
    assert_ok(staff_put(lab->db, &lab->who, &s, hash));
    assert_ok(db_commit(lab->db));
    assert_true(folder_has(lab, "王小明")); /* the search itself works */
    assert_false(folder_has(lab, id));
    assert_false(folder_has(lab, "19900307"));
    assert_false(folder_has(lab, "973846152"));
    struct record *other = record_copy(r);
    set_text(other, "id_number", "11010519900307125X");
    put(lab, "change", r, other);
    assert_false(folder_has(lab, "19900307"));
    record_free(r);
    record_free(other);
}

int main(void)
{
#define T(f) cmocka_unit_test_setup_teardown(f, lab_setup, lab_teardown)
    const struct CMUnitTest tests[] = {T(seals_and_opens),
                                       T(a_changed_or_moved_seal_is_refused),
                                       T(the_blind_index_is_keyed_and_folded),
                                       T(the_key_file_is_private_and_kept),
                                       T(a_lost_open_wrong_or_broken_key_file_is_told),
                                       T(the_files_show_no_secret)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
