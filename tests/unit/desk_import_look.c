/* What the screen asks of imports: columns and what they mean, a run that is stopped, units by a pattern. */
#include "desk_test.h"

#include <sys/stat.h>

#include "qiantai/desk_import.h"

static int setup(void **state)
{
    static struct fixture x;
    fixture_open(&x, QT_SOURCE_DIR "/forms");
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

enum { ROWS = 600, STOP_AT = 250 };

static char *list_of_units(struct desk *d, const char *heading)
{
    const char *slash = strrchr(desk_path(d), '/');
    char *path = mem_printf("%.*s/units.csv", (int)(slash - desk_path(d)), desk_path(d));
    FILE *f = fopen(path, "w");
    assert_non_null(f);
    fprintf(f, "名单\n%s\n", heading);
    for (int i = 0; i < ROWS; i++)
        fprintf(f, "Z-%04d,%d,88.5,王%d,13900000%03d,x,%d\n", i, i / 10, i, i, i);
    assert_int_equal(fclose(f), 0);
    return path;
}

static const char *goes_to(const struct form *f, const struct import_look *look, const char *heading)
{
    for (size_t i = 0; i < look->n; i++)
        if (strcmp(look->v[i].heading, heading) == 0)
            return look->v[i].field < 0 ? "" : f->fields[look->v[i].field].name;
    fail_msg("no column %s", heading);
    return "";
}

/* D8: the headings of an ordinary list. */
static void usual_headings_find_their_fields(void **state)
{
    struct desk *d = desk(state);
    const struct form *f = forms_find(desk_forms(d), "unit");
    struct import_look look;
    char *path = list_of_units(d, "房号,楼层,面积,业主姓名,业主手机,备 考,序号");
    assert_int_equal(desk_import_look(d, f, path, NULL, &look), QT_OK);
    assert_int_equal(look.above, 1);
    assert_string_equal(goes_to(f, &look, "房号"), "code");
    assert_string_equal(goes_to(f, &look, "面积"), "area");
    assert_string_equal(goes_to(f, &look, "业主姓名"), "owner");
    assert_string_equal(goes_to(f, &look, "业主手机"), "owner_phone");
    assert_string_equal(goes_to(f, &look, "备 考"), "");
    assert_false(look.v[5].known);
    assert_true(look.v[6].known); /* a running number is no question */
    assert_string_equal(look.v[0].example[1], "Z-0001");
    desk_import_look_free(&look);
    free(path);
    assert_int_equal(desk_import_look(d, f, "/nowhere/nope.csv", NULL, &look), QT_NOTFOUND);
    assert_non_null(strstr(fault_text(), "/nowhere/nope.csv"));
    assert_int_equal(desk_import_look(d, f, "/", NULL, &look), QT_REFUSED);
}

/* Over the network nobody reads another file of the desk's account. */
static void over_the_network_the_inbox_alone(void **state)
{
    struct desk *d = desk(state);
    const struct form *f = forms_find(desk_forms(d), "unit");
    struct import_look look;
    struct import_offer *v = NULL;
    size_t n = 0;
    char *path = list_of_units(d, "房号,楼层,面积,业主姓名,业主手机,a,b"), *box = file_beside(desk_path(d), "inbox");
    assert_int_equal(desk_import_look(d, f, path, NULL, &look), QT_OK);
    desk_import_look_free(&look);
    d->remote = true;
    assert_int_equal(desk_import_look(d, f, path, NULL, &look), QT_DENIED);
    assert_int_equal(mkdir(box, 0700), 0);
    char *in = mem_printf("%s/units.csv", box), *round = mem_printf("%s/../units.csv", box);
    assert_int_equal(rename(path, in), 0);
    assert_int_equal(desk_import_look(d, f, "units.csv", NULL, &look), QT_OK);
    desk_import_look_free(&look);
    assert_int_equal(desk_import_look(d, f, round, NULL, &look), QT_DENIED);
    assert_int_equal(symlink("/etc/passwd", path), 0);
    assert_int_equal(desk_import_look(d, f, path, NULL, &look), QT_DENIED);
    assert_int_equal(desk_import_offers(d, "/etc/", &v, &n), QT_OK);
    assert_int_equal(n, 0);
    desk_import_offers_free(v, n);
    d->remote = false;
    assert_int_equal(unlink(path), 0);
    free(round);
    free(in);
    free(box);
    free(path);
}

static bool until_then(void *arg, int64_t rows)
{
    *(int64_t *)arg = rows;
    return rows < STOP_AT;
}

static bool until_three(void *arg, int64_t records)
{
    *(int64_t *)arg = records;
    return records < 3;
}

static void a_stopped_import_keeps_what_is_in(void **state)
{
    struct desk *d = desk(state);
    const struct form *f = forms_find(desk_forms(d), "unit");
    struct import_look look;
    struct import_result res;
    struct import_undone undone;
    int64_t seen = 0;
    char *path = list_of_units(d, "房号,楼层,面积,业主姓名,业主手机,a,b");
    assert_int_equal(desk_import_look(d, f, path, NULL, &look), QT_OK);
    struct import_options o = {.look = &look, .go_on = until_then, .arg = &seen};
    assert_int_equal(desk_import(d, f, &o, &res), QT_OK);
    assert_true(res.stopped);
    assert_int_equal(seen, STOP_AT);
    assert_int_equal(res.imported, STOP_AT);
    int64_t id = res.id;
    import_result_free(&res);
    o.go_on = NULL;
    assert_int_equal(desk_import(d, f, &o, &res), QT_OK);
    assert_false(res.stopped);
    assert_int_equal(res.already, STOP_AT);
    assert_int_equal(res.imported, ROWS - STOP_AT);
    import_result_free(&res);
    struct import_options back = {.go_on = until_three, .arg = &seen};
    assert_int_equal(desk_import_undo(d, id, &back, &undone), QT_OK);
    assert_true(undone.stopped);
    assert_int_equal(undone.withdrawn, 3);
    back.go_on = NULL;
    assert_int_equal(desk_import_undo(d, id, &back, &undone), QT_OK);
    assert_false(undone.stopped);
    assert_int_equal(undone.withdrawn, STOP_AT - 3);
    desk_import_look_free(&look);
    free(path);
}

static void nothing_is_left_beside_a_tried_list(void **state)
{
    struct desk *d = desk(state);
    const struct form *f = forms_find(desk_forms(d), "unit");
    struct import_look look;
    struct import_result res;
    char *path = list_of_units(d, "房号,业主手机,面积,业主姓名,a,b,c"); /* phones of a figure */
    assert_int_equal(desk_import_look(d, f, path, NULL, &look), QT_OK);
    struct import_options o = {.look = &look, .dry_run = true, .refused = "", .reasons = 20};
    assert_int_equal(desk_import(d, f, &o, &res), QT_OK);
    assert_int_equal(res.refused, ROWS);
    assert_int_equal(res.nreasons, 20);
    assert_int_equal(res.reasons[0].line, 3);
    assert_int_not_equal(access(look.refused, F_OK), 0);
    import_result_free(&res);
    desk_import_look_free(&look);
    free(path);
}

static void a_tower_is_read_as_people_write_it(void **state)
{
    static const struct {
        const char *said, *name;
        int from, floors, flats;
    } good[] = {{"A座 15楼 4户", "A", 1, 15, 4}, {"A座15楼4户", "A", 1, 15, 4}, {"１栋 3-20层 ６户", "1", 3, 20, 6},
                {"B 15 4", "B", 1, 15, 4},       {"15楼 4户", "", 1, 15, 4},    {"T 2-15F 4", "T", 2, 15, 4}};
    static const char *const bad[] = {"",        "A座",           "A座 15楼", "A座 0楼 4户", "A座 15楼 400户",
                                      "A 9-3 4", "A座 15楼 4户 5"};
    struct desk *d = desk(state);
    struct tower t;
    for (size_t i = 0; i < ARRAY_LEN(good); i++) {
        if (desk_tower_read(good[i].said, &t) < 0)
            fail_msg("%s: %s", good[i].said, fault_text());
        assert_string_equal(t.name, good[i].name);
        assert_int_equal(t.from, good[i].from);
        assert_int_equal(t.floors, good[i].floors);
        assert_int_equal(t.flats, good[i].flats);
    }
    for (size_t i = 0; i < ARRAY_LEN(bad); i++)
        if (desk_tower_read(bad[i], &t) == QT_OK)
            fail_msg("%s was read", bad[i]);
    struct import_result res;
    assert_int_equal(desk_tower_read("Q座 2-3楼 4户", &t), QT_OK);
    assert_int_equal(desk_tower_make(d, &t, &(struct import_options){0}, &res), QT_OK);
    assert_int_equal(res.imported, 8);
    import_result_free(&res);
    struct record *r = NULL;
    assert_int_equal(rec_find(desk_db(d), forms_find(desk_forms(d), "unit"), "Q-0304", &r), QT_OK);
    assert_string_equal(text_of(r, "tower"), "Q");
    record_free(r);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(usual_headings_find_their_fields, setup, teardown),
        cmocka_unit_test_setup_teardown(over_the_network_the_inbox_alone, setup, teardown),
        cmocka_unit_test_setup_teardown(a_stopped_import_keeps_what_is_in, setup, teardown),
        cmocka_unit_test_setup_teardown(nothing_is_left_beside_a_tried_list, setup, teardown),
        cmocka_unit_test_setup_teardown(a_tower_is_read_as_people_write_it, setup, teardown),
    };
    return cmocka_run_group_tests_name("desk import at the screen", tests, NULL, NULL);
}
