/* Forms kept from the last start: used only while everything is as it was, and never a reason to fail. */
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

static const char TEXT[] =
    "register: umbrella\n"
    "title: {zh: \"雨伞\", en: 'It''s an umbrella'}\n"
    "fields:\n"
    "  - {name: unit, type: text, label: {zh: 房号, en: Unit}}\n"
    "  - {name: note, type: note, label: {zh: 备注, en: Note}, required: \"unit is not null\"}\n";
static const char TREE[] = "title: {zh: \"雨伞\", en: 'It''s an umbrella'}\n"
                           "fields:\n"
                           "  - {name: unit, type: unit, empty: , label: {zh: 房号, en: Unit}}\n"
                           "  - help: >\n"
                           "      two lines\n"
                           "      of it\n";

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
    assert_int_equal(setenv("XDG_CACHE_HOME", dir, 1), 0);
    return 0;
}

static int teardown(void **state)
{
    char *command = mem_printf("rm -rf '%s'", dir);
    (void)state;
    assert_int_equal(system(command), 0);
    free(command);
    assert_int_equal(unsetenv("XDG_CACHE_HOME"), 0);
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

static void the_tree_is_what_the_file_says(void **state)
{
    (void)state;
    struct source s;
    struct problems problems = {0};
    struct buf out = {0};
    put_file(form, TREE, strlen(TREE));
    assert_int_equal(source_open(&s, form, &problems), 0);
    describe(source_root(&s), &out);
    assert_non_null(strstr(out.s, "3:6 'name' 3:12 'unit'"));
    assert_non_null(strstr(out.s, "'It's an umbrella'"));
    assert_non_null(strstr(out.s, "'two lines of it\n'"));
    assert_non_null(strstr(out.s, "'empty' 3:30 ''"));
    source_close(&s);
    buf_free(&out);
}

static struct forms *load_from(const char *dirs, struct problems *problems)
{
    struct forms *set = NULL;
    assert_int_equal(forms_load(dirs, &set, problems), QT_OK);
    return set;
}

static struct forms *load(void)
{
    struct problems problems = {0};
    struct forms *set = load_from(dir, &problems);
    assert_int_equal(problems.n, 0);
    return set;
}

static int tell_expr(const struct expr_site *site, struct expr *e, void *out)
{
    buf_addf(out, "%s %s:%d:%d %d '%s'\n", site->over ? site->over->name : "", e->at.file, e->at.line, e->at.col,
             e->slot, e->sql);
    return 0;
}

/* Forms in words. */
static char *told(const struct forms *set)
{
    struct buf b = {0};
    for (size_t i = 0; i < set->n; i++) {
        struct form *f = set->v[i];
        buf_addf(&b, "%s %s %s %s\n", f->name, f->title.text[LANG_ZH], f->title.text[LANG_EN], f->number);
        for (size_t k = 0; k < f->nfields; k++)
            buf_addf(&b, "%s %d %s %d:%d\n", f->fields[k].name, (int)f->fields[k].type,
                     f->fields[k].label.text[LANG_EN], f->fields[k].at.line, f->fields[k].at.col);
        (void)form_each_expr(f, tell_expr, set, &b);
    }
    for (size_t i = 0; i < set->nfiles; i++)
        buf_addf(&b, "%s\n", set->files[i]);
    return buf_take(&b);
}

static char *load_and_tell(void)
{
    struct forms *set = load();
    char *s = told(set);
    forms_free(set);
    return s;
}

/* Is that what would be taken at the next start? */
static bool kept(const char *dirs, uint64_t mark)
{
    struct arena arena = {0};
    char *path = cache_file(dirs);
    arena_begin(&arena);
    bool found = cache_find(path, mark, &arena);
    if (!found) { /* as if nothing had happened */
        size_t size = 0;
        const char *first = arena_alloc(&arena, 16);
        assert_ptr_equal(first, arena_first(&arena));
        assert_int_equal(*first, 0);
        assert_non_null(arena_whole(&arena, &size));
    }
    arena_free(&arena);
    free(path);
    return found;
}

static uint64_t load_and_mark(void)
{
    struct forms *set = load();
    uint64_t mark = set->mark;
    forms_free(set);
    return mark;
}

static void what_was_kept_is_what_was_read(void **state)
{
    (void)state;
    char *fresh = load_and_tell(), *again = load_and_tell();
    assert_non_null(strstr(fresh, "umbrella 雨伞 It's an umbrella U{yy}{mm}-{seq:4}"));
    assert_string_equal(again, fresh);
    assert_true(kept(dir, load_and_mark()));
    struct forms *one = load(), *two = load(); /* both at a time: the second is read */
    char *other = told(two);
    forms_free(one);
    assert_string_equal(other, fresh);
    forms_free(two);
    free(fresh);
    free(again);
    free(other);
}

/* Else every start reads them: something in a set leads outside of it. */
static void the_shipped_forms_are_kept(void **state)
{
    (void)state;
    static const char *const dirs[] = {QT_SOURCE_DIR "/forms", QT_SOURCE_DIR "/tests/unit/desk_forms"};
    for (size_t i = 0; i < sizeof dirs / sizeof *dirs; i++) {
        struct problems problems = {0};
        struct forms *set = load_from(dirs[i], &problems);
        uint64_t mark = set->mark;
        forms_free(set);
        assert_int_equal(problems.n, 0);
        problems_free(&problems);
        assert_true(kept(dirs[i], mark));
    }
}

static void another_text_is_read_anew(void **state)
{
    (void)state;
    uint64_t mark = load_and_mark();
    char *changed = mem_dup(TEXT);
    memcpy(strstr(changed, "umbrella"), "umbrela2", 8);
    put_file(form, changed, strlen(changed)); /* as long as before, in the same second */
    char *got = load_and_tell();
    assert_non_null(strstr(got, "umbrela2"));
    assert_false(kept(dir, mark));
    assert_true(kept(dir, load_and_mark()));
    free(got);
    free(changed);
}

static void a_further_file_is_seen(void **state)
{
    (void)state;
    uint64_t mark = load_and_mark();
    char *path = mem_printf("%s/zebra.yaml", dir), *other = mem_dup(TEXT);
    memcpy(strstr(other, "umbrella"), "zebra   ", 8);
    put_file(path, other, strlen(other));
    struct forms *set = load();
    assert_int_equal(set->n, 2);
    assert_true(set->mark != mark);
    forms_free(set);
    assert_int_equal(unlink(path), 0);
    set = load();
    assert_int_equal(set->n, 1);
    forms_free(set);
    free(path);
    free(other);
}

/* A form mended by one character may be as long as the kept one, and wrong: told at each start, nothing is kept. */
static void a_wrong_text_of_the_same_length_is_told_each_time(void **state)
{
    (void)state;
    (void)load_and_mark();
    char *wrong = mem_dup(TEXT);
    strstr(wrong, "'")[0] = '{';
    put_file(form, wrong, strlen(wrong));
    for (int i = 0; i < 2; i++) {
        struct problems problems = {0};
        struct forms *set = load_from(dir, &problems);
        assert_true(problems.errors > 0);
        assert_int_equal(set->n, 0);
        uint64_t mark = set->mark;
        problems_free(&problems);
        forms_free(set);
        assert_false(kept(dir, mark));
    }
    free(wrong);
}

/* Each byte changed in turn, and each length. */
static void what_is_damaged_is_never_used(void **state)
{
    (void)state;
    uint64_t mark = load_and_mark();
    char *path = cache_file(dir), *whole = NULL;
    size_t len = 0;
    assert_true(kept(dir, mark));
    assert_int_equal(form_file_read(path, &whole, &len), 0);
    int fd = open(path, O_RDWR);
    for (size_t i = len; i-- > 0;) {
        char wrong = (char)(whole[i] ^ 0x15);
        assert_int_equal(pwrite(fd, &wrong, 1, (off_t)i), 1);
        assert_false(kept(dir, mark));
        assert_int_equal(pwrite(fd, whole + i, 1, (off_t)i), 1);
    }
    assert_true(kept(dir, mark));
    for (size_t i = len; i-- > 0;) {
        assert_int_equal(ftruncate(fd, (off_t)i), 0);
        assert_false(kept(dir, mark));
    }
    assert_int_equal(pwrite(fd, whole, len, 0), (ssize_t)len);
    assert_int_equal(close(fd), 0);
    assert_true(kept(dir, mark));
    assert_false(kept(dir, mark + 1)); /* of other texts */
    free(path);
    free(whole);
}

static void what_others_may_write_is_not_trusted(void **state)
{
    (void)state;
    uint64_t mark = load_and_mark();
    char *path = cache_file(dir);
    struct stat st;
    assert_int_equal(stat(path, &st), 0);
    assert_int_equal(st.st_mode & 07777, 0600);
    assert_int_equal(chmod(path, 0620), 0);
    assert_false(kept(dir, mark));
    free(path);
}

static void without_a_folder_forms_are_read_all_the_same(void **state)
{
    (void)state;
    char *fresh = load_and_tell();
    assert_int_equal(setenv("XDG_CACHE_HOME", "/nonexistent/folder", 1), 0);
    char *none = load_and_tell();
    assert_string_equal(none, fresh);
    free(fresh);
    free(none);
}

static void forms_are_known_sound_until_one_of_them_changes(void **state)
{
    (void)state;
    struct forms *set = load();
    assert_false(forms_known_sound(set));
    forms_now_sound(set);
    assert_true(forms_known_sound(set));
    forms_add_setting(set, "house.name", "", "", "", "");
    assert_false(forms_known_sound(set)); /* a form may name it now */
    forms_free(set);
    set = load();
    assert_true(forms_known_sound(set));
    forms_free(set);
    put_file(form, TEXT, strlen(TEXT) - strlen(strstr(TEXT, "  - {name: note")));
    set = load();
    assert_false(forms_known_sound(set));
    forms_free(set);
}

int main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
    const struct CMUnitTest tests[] = {
        T(the_tree_is_what_the_file_says),
        T(what_was_kept_is_what_was_read),
        T(the_shipped_forms_are_kept),
        T(another_text_is_read_anew),
        T(a_further_file_is_seen),
        T(a_wrong_text_of_the_same_length_is_told_each_time),
        T(what_is_damaged_is_never_used),
        T(what_others_may_write_is_not_trusted),
        T(without_a_folder_forms_are_read_all_the_same),
        T(forms_are_known_sound_until_one_of_them_changes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
