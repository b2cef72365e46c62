/* Kept trees of form files: used only while everything is as it was, and never a reason to fail. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
/* cmocka wants the four above first */
#include <cmocka.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "form/cache.h"
#include "form/source.h"

static char dir[] = "/tmp/qt-cache-XXXXXX", form[64];

static const char TEXT[] = "register: umbrella\n"
                           "title: {zh: \"雨伞\", en: 'It''s an umbrella'}\n"
                           "fields:\n"
                           "  - {name: unit, type: unit, empty: , label: {zh: 房号, en: Unit}}\n"
                           "  - name: note\n"
                           "    help: >\n"
                           "      two lines\n"
                           "      of it\n"
                           "lists: []\n";

static void put_file(const char *path, const char *text, size_t len)
{
    int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);
    assert_true(fd >= 0);
    assert_int_equal(write(fd, text, len), (ssize_t)len);
    assert_int_equal(close(fd), 0);
}

static int setup(void **state)
{
    (void)state;
    memcpy(dir + strlen(dir) - 6, "XXXXXX", 6);
    assert_non_null(mkdtemp(dir));
    (void)snprintf(form, sizeof form, "%s/umbrella.yaml", dir);
    put_file(form, TEXT, strlen(TEXT));
    return 0;
}

static int teardown(void **state)
{
    char *command = mem_printf("rm -rf '%s'", dir);
    (void)state;
    assert_int_equal(system(command), 0);
    free(command);
    return 0;
}

/* The tree in words: kinds, places, texts. */
static void describe(struct node n, struct buf *out)
{
    const char *s;
    size_t len;
    buf_addf(out, "%d:%d ", n.at.line, n.at.col);
    if (node_text(n, &s, &len)) {
        buf_addf(out, "'%s' ", s);
        assert_int_equal(strlen(s), len);
    } else if (node_is_map(n)) {
        struct node key, value;
        buf_addf(out, "{%zu ", node_count(n));
        for (void *it = NULL; map_next(n, &it, &key, &value);) {
            describe(key, out);
            describe(value, out);
        }
        buf_add(out, "} ");
    } else if (node_is_list(n)) {
        struct node i;
        buf_addf(out, "[%zu ", node_count(n));
        for (void *it = NULL; (i = list_next(n, &it)).y;)
            describe(i, out);
        buf_add(out, "] ");
    } else {
        buf_add(out, "nothing ");
    }
}

static char *read_it(const char *cache)
{
    struct source s;
    struct problems problems = {0};
    struct buf out = {0};
    assert_int_equal(source_open(&s, form, cache, &problems), 0);
    describe(source_root(&s), &out);
    source_close(&s);
    problems_free(&problems);
    return buf_take(&out);
}

static char *cache_file(void)
{
    char *command = mem_printf("ls %s/*.tree", dir), line[256];
    FILE *p = popen(command, "r");
    assert_non_null(p);
    assert_non_null(fgets(line, sizeof line, p));
    assert_int_equal(pclose(p), 0);
    line[strcspn(line, "\n")] = '\0';
    free(command);
    return mem_dup(line);
}

static void the_kept_tree_is_the_one_libfyaml_gives(void **state)
{
    (void)state;
    char *fresh = read_it(NULL), *first = read_it(dir), *kept = read_it(dir);
    assert_non_null(strstr(fresh, "4:6 'name' 4:12 'unit'"));
    assert_non_null(strstr(fresh, "'It's an umbrella'"));
    assert_non_null(strstr(fresh, "'two lines of it\n'"));
    assert_string_equal(first, fresh);
    assert_string_equal(kept, fresh);
    struct tree t;
    assert_true(cache_find(dir, form, TEXT, strlen(TEXT), &t));
    free(t.v);
    free(fresh);
    free(first);
    free(kept);
}

static void another_text_is_read_anew(void **state)
{
    (void)state;
    free(read_it(dir));
    char *changed = mem_dup(TEXT);
    strstr(changed, "umbrella")[0] = 'U';
    put_file(form, changed, strlen(changed));
    struct tree t;
    assert_false(cache_find(dir, form, changed, strlen(changed), &t));
    char *got = read_it(dir);
    assert_non_null(strstr(got, "'Umbrella'"));
    assert_true(cache_find(dir, form, changed, strlen(changed), &t));
    free(t.v);
    free(got);
    free(changed);
}

/* A form mended by one character may be as long as the kept one, and wrong: the kept tree is none of it. */
static void a_wrong_text_of_the_same_length_is_refused(void **state)
{
    (void)state;
    free(read_it(dir));
    char *wrong = mem_dup(TEXT);
    strstr(wrong, "'")[0] = '{';
    put_file(form, wrong, strlen(wrong));
    struct source s;
    struct problems problems = {0};
    assert_int_equal(source_open(&s, form, dir, &problems), -1);
    assert_true(problems.errors > 0);
    assert_null(s.tree.v);
    problems_free(&problems);
    free(wrong);
}

/* Each byte changed in turn, and each length: the form is as it was written all the same. */
static void a_damaged_tree_is_never_used(void **state)
{
    (void)state;
    char *fresh = read_it(dir), *path = cache_file(), *whole = NULL;
    size_t len = 0;
    assert_int_equal(form_file_read(path, &whole, &len), 0);
    for (size_t i = 0; i < len; i++) {
        struct tree t;
        whole[i] = (char)(whole[i] ^ 0x15);
        put_file(path, whole, len);
        whole[i] = (char)(whole[i] ^ 0x15);
        bool padding = i >= 28 && i < 32; /* of the head: means nothing */
        if (cache_find(dir, form, TEXT, strlen(TEXT), &t)) {
            assert_true(padding);
            free(t.v);
        }
        put_file(path, whole, i);
        assert_false(cache_find(dir, form, TEXT, strlen(TEXT), &t));
    }
    char *again = read_it(dir);
    assert_string_equal(again, fresh);
    free(again);
    free(fresh);
    free(path);
    free(whole);
}

/* With the right mark, as somebody would write it who means harm: sizes that lead outside are seen. */
static void a_tree_that_leads_outside_is_unsound(void **state)
{
    (void)state;
    struct source s;
    struct problems problems = {0};
    assert_int_equal(source_open(&s, form, NULL, &problems), 0);
    assert_true(tree_sound(&s.tree));
    for (uint32_t i = 0; i < s.tree.n; i++) {
        struct tree_node kept = s.tree.v[i];
        static const uint32_t wrong[] = {0, 2, 1000, UINT32_MAX};
        for (size_t k = 0; k < sizeof wrong / sizeof *wrong; k++) {
            s.tree.v[i].size = wrong[k];
            assert_true(wrong[k] == kept.size || !tree_sound(&s.tree));
            s.tree.v[i] = kept;
            s.tree.v[i].text = wrong[k];
            assert_true(kept.kind != TREE_SCALAR || !tree_sound(&s.tree));
            s.tree.v[i] = kept;
        }
        s.tree.v[i].kind = 4;
        assert_false(tree_sound(&s.tree));
        s.tree.v[i] = kept;
    }
    source_close(&s);
    problems_free(&problems);
}

static void what_others_may_write_is_not_trusted(void **state)
{
    (void)state;
    free(read_it(dir));
    char *path = cache_file();
    struct tree t;
    assert_int_equal(chmod(path, 0620), 0);
    assert_false(cache_find(dir, form, TEXT, strlen(TEXT), &t));
    free(path);
}

static void without_a_folder_forms_are_read_all_the_same(void **state)
{
    (void)state;
    char *fresh = read_it(NULL), *none = read_it("/nonexistent/folder");
    assert_string_equal(none, fresh);
    free(fresh);
    free(none);
}

static struct forms *load(void)
{
    struct forms *set = NULL;
    struct problems problems = {0};
    assert_int_equal(forms_load(dir, &set, &problems), QT_OK);
    problems_free(&problems);
    return set;
}

static void forms_are_known_sound_until_one_of_them_changes(void **state)
{
    (void)state;
    assert_int_equal(setenv("XDG_CACHE_HOME", dir, 1), 0);
    struct forms *set = load();
    assert_false(forms_known_sound(set));
    forms_now_sound(set);
    assert_true(forms_known_sound(set));
    forms_add_setting(set, "house.name", "", "", "");
    assert_false(forms_known_sound(set)); /* a form may name it now */
    forms_free(set);
    set = load();
    assert_true(forms_known_sound(set));
    forms_free(set);
    put_file(form, TEXT, strlen(TEXT) - strlen("lists: []\n"));
    set = load();
    assert_false(forms_known_sound(set));
    forms_free(set);
    assert_int_equal(unsetenv("XDG_CACHE_HOME"), 0);
}

int main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
    const struct CMUnitTest tests[] = {
        T(the_kept_tree_is_the_one_libfyaml_gives),
        T(a_wrong_text_of_the_same_length_is_refused),
        T(another_text_is_read_anew),
        T(a_damaged_tree_is_never_used),
        T(a_tree_that_leads_outside_is_unsound),
        T(what_others_may_write_is_not_trusted),
        T(without_a_folder_forms_are_read_all_the_same),
        T(forms_are_known_sound_until_one_of_them_changes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
