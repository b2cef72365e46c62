/* Likeness of texts (C5, C9), with the house's own forms: what counts, what does not, how many are offered, what is
 * kept beside the register. Texts are invented. */
#include "desk_test.h"

#include "desk/desk_internal.h"
#include "same/similar.h"
#include "sqlite/stmt.h"

#define FORMS QT_SOURCE_DIR "/forms"

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

static const char *const who[] = {"孙浩然", "李婉清", "钱大伟"};

static size_t ask(struct desk *d, const char *name, const char *text, struct outcome *o)
{
    struct record *r =
        filled_in(d, "complaint", "channel", "phone", "name", name, "matter", "other", "text", text, NULL);
    assert_int_equal(desk_save(d, NULL, r, o), QT_OK);
    record_free(r);
    return same_matter(o)->n;
}

/* How many of these three people's records the last one's is offered with. */
static size_t third_of(struct desk *d, const char *const texts[3])
{
    struct outcome o = {0};
    size_t n = 0;
    for (int i = 0; i < 3; i++) {
        outcome_free(&o);
        n = ask(d, who[i], texts[i], &o);
    }
    outcome_free(&o);
    return n;
}

/* No word of the list is in them: pairs of characters, and the digits with the character behind. */
static void c5_a_proper_name_is_seen(void **state)
{
    static const char *const texts[] = {"36米贷退出立案半年，案情没有通报", "为何不公布36米贷案情进展",
                                        "分局从未公布36米贷立案以后的案情"};
    assert_int_equal(third_of(((struct fixture *)*state)->d, texts), 2);
}

static void c5_one_thing_alone_is_no_matter(void **state)
{
    static const char *const texts[] = {"电梯地上有油", "电梯里广告换得太勤", "电梯按钮上的盲文磨平了"};
    assert_int_equal(third_of(((struct fixture *)*state)->d, texts), 0);
}

static void c5_another_zone_or_phase_is_elsewhere(void **state)
{
    static const char *const zone[] = {"A区喷泉广场蚊子太多", "B区喷泉广场蚊子成群", "C区喷泉广场蚊子咬人"};
    static const char *const phase[] = {"一期门禁卡刷不开", "二期门禁卡刷不开了", "3期门禁卡总是刷不开"};
    static const char *const none[] = {"喷泉广场蚊子太多", "喷泉广场蚊子成群", "B区喷泉广场蚊子咬人"};
    struct desk *d = ((struct fixture *)*state)->d;
    assert_int_equal(third_of(d, zone), 0);
    assert_int_equal(third_of(d, phase), 0);
    assert_int_equal(third_of(d, none), 2); /* who names no zone may mean any */
}

static void c5_five_people_are_offered_at_most(void **state)
{
    static const char *const texts[] = {"地库积水没人抽", "一下雨车库就进水",   "车库又被水淹了",  "地下车库全是积水",
                                        "车库积水到脚踝", "地库进水，轮胎泡了", "停车场积水三天了"};
    struct outcome o = {0};
    for (int i = 0; i < 7; i++) {
        char name[16];
        outcome_free(&o);
        (void)snprintf(name, sizeof name, "P%d", i);
        size_t n = ask(((struct fixture *)*state)->d, name, texts[i], &o);
        assert_int_equal(n, i < 2 ? 0 : i < 5 ? i : 5);
    }
    assert_int_equal(same_matter(&o)->people, 6);
    for (size_t i = 0; i < 5; i++)
        assert_non_null(strstr(same_matter(&o)->v[i].why, "积水"));
    outcome_free(&o);
}

/* ---- the tokens of a text --------------------------------------------------------------------------------- */
static void of_text(struct desk *d, const char *text, char *places, char *ideas)
{
    struct features f;
    struct wording *w = NULL;
    assert_int_equal(wording_load(db_path(desk_db(d)), &w), QT_OK);
    features_of(w, text, &f);
    places[0] = ideas[0] = '\0';
    for (size_t i = 0; i < f.nplace; i++)
        (void)snprintf(places + strlen(places), 16, "%c%s ", f.place[i].kind, f.place[i].number);
    for (size_t i = 0; i < f.n; i++)
        if (f.v[i].token >= TOKEN_IDEA && strlen(ideas) < 200)
            (void)snprintf(ideas + strlen(ideas), 40, "%s ", wording_idea(w, f.v[i].token)->name);
    features_free(&f);
    wording_free(w);
}

static void c5_places_of_a_text(void **state)
{
    static const char *const cases[][2] = {{"3号楼和B座", "b3 bb "}, {"十二栋三层", "b12 "}, {"2号电梯停了", "l2 "},
                                           {"A5区二期", "za5 p2 "},  {"桌上一层灰", ""},     {"负二楼", ""},
                                           {"2019年5月", ""}};
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        char places[100], ideas[260];
        of_text(((struct fixture *)*state)->d, cases[i][0], places, ideas);
        assert_string_equal(places, cases[i][1]);
    }
}

static void c5_a_layer_of_dust_is_no_floor(void **state)
{
    char places[100], ideas[260];
    of_text(((struct fixture *)*state)->d, "阳台上一层灰", places, ideas);
    assert_non_null(strstr(ideas, "dust"));
    of_text(((struct fixture *)*state)->d, "负二楼灯不亮", places, ideas);
    assert_non_null(strstr(ideas, "garage"));
}

/* ---- what is kept beside the register --------------------------------------------------------------------- */
static int64_t kept(struct desk *d)
{
    int64_t n = -1;
    assert_int_equal(db_int(desk_db(d), "SELECT count(*) FROM qt_tokens", &n), QT_OK);
    return n;
}

static struct record *nth(struct desk *d, int64_t id)
{
    struct record *r = NULL;
    assert_int_equal(rec_get(desk_db(d), forms_find(desk_forms(d), "complaint"), id, &r), QT_OK);
    return r;
}

/* Kept with each save; they go with their text: a purged record leaves no tokens. */
static void u4_tokens_are_kept_and_go_with_the_text(void **state)
{
    struct desk *d = ((struct fixture *)*state)->d;
    struct outcome o = {0};
    for (int i = 0; i < 8; i++) {
        char name[16];
        (void)snprintf(name, sizeof name, "P%d", i);
        (void)ask(d, name, "花坛里的石榴树倒了", &o);
        outcome_free(&o);
        assert_int_equal(kept(d), i + 1);
    }
    struct record *r = nth(d, 3), *base = record_copy(r);
    value_text(&r->v[form_field(r->form, "text")], "楼道里的声控灯一直亮");
    must_save(d, base, r);
    assert_int_equal(kept(d), 8);
    record_free(base);
    record_free(r);
    r = nth(d, 4);
    struct field *text = (struct field *)&r->form->fields[form_field(r->form, "text")];
    text->personal = true; /* as a house may have it; the shipped form keeps it for good (C18) */
    struct who nobody = {"", "", ""};
    assert_int_equal(desk_begin(d), QT_OK);
    assert_int_equal(desk_end(d, rec_purge(desk_db(d), &nobody, r)), QT_OK);
    assert_int_equal(kept(d), 7);
    text->personal = false;
    record_free(r);
    for (int lost = 0; lost < 2; lost++) { /* the others are still found, and made again where they are missing */
        char name[16];
        (void)snprintf(name, sizeof name, "Q%d", lost);
        assert_int_equal(ask(d, name, "石榴树倒在花坛里", &o), 5);
        for (size_t i = 0; i < same_matter(&o)->n; i++)
            assert_int_not_equal(same_matter(&o)->v[i].id, 3);
        outcome_free(&o);
        assert_int_equal(kept(d), 9 + lost);
        if (lost == 0)
            assert_int_equal(db_exec(desk_db(d), "DELETE FROM qt_tokens WHERE record < 6"), QT_OK);
        similar_forget(d);
    }
}

/* What somebody wrote into the table by hand costs an offer at most. */
static void c5_tokens_of_a_stranger_do_no_harm(void **state)
{
    struct desk *d = ((struct fixture *)*state)->d;
    struct outcome o = {0};
    for (int i = 0; i < 3; i++) {
        (void)ask(d, who[i], "花坛里的石榴树倒了", &o);
        outcome_free(&o);
    }
    assert_int_equal(db_exec(desk_db(d), "UPDATE qt_tokens SET tokens = x'ffffffffffffff7f0000'"), QT_OK);
    similar_forget(d);
    (void)ask(d, "P9", "石榴树倒在花坛里", &o);
    outcome_free(&o);
    assert_int_equal(db_exec(desk_db(d), "UPDATE qt_tokens SET tokens = x''"), QT_OK);
    similar_forget(d);
    assert_int_equal(ask(d, "P10", "石榴树倒在花坛里", &o), 0);
    outcome_free(&o);
}

/* Records of the past, as an import writes them, have no tokens until somebody looks. */
static void c5_records_of_an_import_are_looked_at(void **state)
{
    static const char *const texts[] = {"地库积水没人抽", "一下雨车库就进水",     "楼道里的声控灯一直亮",
                                        "车库又被水淹了", "楼下遛狗的人不牵绳子", "电梯里广告换得太勤"};
    struct desk *d = ((struct fixture *)*state)->d;
    assert_int_equal(desk_begin(d), QT_OK);
    for (size_t i = 0; i < ARRAY_LEN(texts); i++) {
        char name[16];
        (void)snprintf(name, sizeof name, "P%zu", i);
        struct record *r =
            filled_in(d, "complaint", "channel", "phone", "name", name, "matter", "other", "text", texts[i], NULL);
        assert_int_equal(desk_write_past(d, "import", NULL, r), QT_OK);
        record_free(r);
    }
    assert_int_equal(desk_end(d, QT_OK), QT_OK);
    assert_int_equal(kept(d), 0);
    for (size_t i = 0; i < ARRAY_LEN(texts); i++) {
        struct outcome o = {0};
        struct record *r = nth(d, (int64_t)i + 1);
        assert_int_equal(desk_similar(d, NULL, r, -1, &o), QT_OK);
        assert_int_equal(same_matter(&o)->n, i == 0 || i == 1 || i == 3 ? 2 : 0);
        assert_int_equal(kept(d), ARRAY_LEN(texts));
        outcome_free(&o);
        record_free(r);
    }
}

/* ---- what a desk remembers from one look to the next ------------------------------------------------------- */
static const char rats[] = "机房里有老鼠，线都咬断了";

static void change_text(struct desk *d, int64_t id, const char *text)
{
    struct record *r = nth(d, id), *base = record_copy(r);
    value_text(&r->v[form_field(r->form, "text")], text);
    must_save(d, base, r);
    record_free(base);
    record_free(r);
}

static char *told_of(struct desk *d, struct record *r)
{
    struct outcome o = {0};
    struct buf b = {0};
    assert_int_equal(desk_similar(d, NULL, r, -1, &o), QT_OK);
    for (size_t i = 0; i < same_matter(&o)->n; i++)
        buf_addf(&b, "%lld %d %s\n", (long long)same_matter(&o)->v[i].id, same_matter(&o)->v[i].percent,
                 same_matter(&o)->v[i].why);
    outcome_free(&o);
    return buf_take(&b);
}

/* The first look counts what it asks for, the further ones count all: one rarity, to the percentage. */
static void c5_the_first_look_says_what_further_ones_do(void **state)
{
    static const char *const texts[] = {rats,
                                        "花坛里的石榴树倒了",
                                        "机房的线被老鼠咬断",
                                        "石榴树倒在花坛里好几天",
                                        "楼下遛狗的人不牵绳子",
                                        "花坛边遛狗的人不牵绳"};
    struct desk *d = ((struct fixture *)*state)->d;
    size_t offered = 0;
    for (int i = 0; i < 24; i++) {
        char name[16];
        struct outcome o = {0};
        (void)snprintf(name, sizeof name, "P%d", i);
        (void)ask(d, name, texts[(size_t)(i * i + i / 5) % ARRAY_LEN(texts)], &o);
        outcome_free(&o);
    }
    for (int64_t id = 1; id <= 24; id++) {
        struct record *r = nth(d, id);
        similar_forget(d);
        char *first = told_of(d, r);
        for (int more = 0; more < 2; more++) {
            char *again = told_of(d, r);
            assert_string_equal(first, again);
            free(again);
        }
        offered += first[0] != '\0';
        free(first);
        record_free(r);
    }
    assert_in_range(offered, 12, 24);
}

/* Two desks: what the other one changed or took back is not remembered as it was. */
static void c5_what_another_desk_changed_is_seen(void **state)
{
    struct fixture *x = *state;
    struct desk *other = open_as(x->path, FORMS, "lm", false);
    struct outcome o = {0};
    for (int i = 0; i < 9; i++) {
        char name[16];
        (void)snprintf(name, sizeof name, "P%d", i);
        (void)ask(x->d, name, i < 5 ? "花坛里的石榴树倒了" : "楼下遛狗的人不牵绳子", &o);
        outcome_free(&o);
    }
    change_text(other, 6, rats);
    change_text(other, 7, rats);
    assert_int_equal(ask(x->d, "Q1", rats, &o), 2);
    outcome_free(&o);
    change_text(other, 2, "楼道里的声控灯一直亮");
    struct record *r = nth(other, 3);
    assert_int_equal(desk_begin(other), QT_OK);
    assert_int_equal(desk_end(other, rec_withdraw(desk_db(other), &other->who, r, false)), QT_OK);
    record_free(r);
    assert_int_equal(ask(x->d, "Q2", "石榴树倒在花坛里", &o), 3);
    for (size_t i = 0; i < 3; i++)
        assert_int_equal(same_matter(&o)->v[i].id, ((int[]){5, 4, 1})[i]);
    outcome_free(&o);
    desk_close(other);
}

/* Three people's complaints within the open transaction; what the last look offered, when it was to look. */
static size_t write_three(struct desk *d, const char *text, bool look)
{
    struct outcome o = {0};
    for (int i = 0; i < 3; i++) {
        char name[16];
        outcome_free(&o);
        (void)snprintf(name, sizeof name, "Q%d", i);
        struct record *r =
            filled_in(d, "complaint", "channel", "phone", "name", name, "matter", "other", "text", text, NULL);
        assert_int_equal(desk_write(d, "create", NULL, r), QT_OK);
        if (look)
            assert_int_equal(desk_similar(d, NULL, r, -1, &o), QT_OK);
        record_free(r);
    }
    size_t n = same_matter(&o)->n;
    outcome_free(&o);
    return n;
}

/* What was undone is forgotten, though other records and lines have the numbers now. */
static void c5_what_was_undone_is_not_remembered(void **state)
{
    struct desk *d = ((struct fixture *)*state)->d;
    struct outcome o = {0};
    (void)ask(d, "P1", "花坛里的石榴树倒了", &o);
    outcome_free(&o);
    assert_int_equal(desk_begin(d), QT_OK);
    assert_int_equal(write_three(d, "楼下遛狗的人不牵绳子", true), 2);
    assert_int_equal(desk_end(d, QT_REFUSED), QT_REFUSED);
    assert_int_equal(desk_begin(d), QT_OK);
    (void)write_three(d, rats, false);
    assert_int_equal(desk_end(d, QT_OK), QT_OK);
    assert_int_equal(ask(d, "P4", rats, &o), 3);
    outcome_free(&o);
}

/* With other words the texts are read again. */
static void c5_other_words_read_the_texts_again(void **state)
{
    struct fixture *x = *state;
    struct outcome o = {0};
    for (int i = 0; i < 18; i++) {
        char name[16];
        (void)snprintf(name, sizeof name, "P%d", i);
        (void)ask(x->d, name, i == 0 ? "门口小喇叭按了不响" : i == 1 ? "楼下呼叫匣失灵" : "石榴树", &o);
        outcome_free(&o);
    }
    assert_int_equal(kept(x->d), 18);
    assert_int_equal(ask(x->d, "P20", "叮咚盒没反应", &o), 0);
    outcome_free(&o);
    char *file = mem_printf("%s/similar.txt", x->dir);
    FILE *f = fopen(file, "w");
    assert_non_null(f);
    assert_true(fputs("matter chime 叮咚盒 门口小喇叭 呼叫匣\n", f) >= 0);
    assert_int_equal(fclose(f), 0);
    desk_close(x->d);
    x->d = open_as(x->path, FORMS, "lm", false);
    assert_int_equal(ask(x->d, "P21", "叮咚盒没反应", &o), 3);
    outcome_free(&o);
    assert_int_equal(unlink(file), 0);
    free(file);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(c5_a_proper_name_is_seen, setup, teardown),
        cmocka_unit_test_setup_teardown(c5_one_thing_alone_is_no_matter, setup, teardown),
        cmocka_unit_test_setup_teardown(c5_another_zone_or_phase_is_elsewhere, setup, teardown),
        cmocka_unit_test_setup_teardown(c5_five_people_are_offered_at_most, setup, teardown),
        cmocka_unit_test_setup_teardown(c5_places_of_a_text, setup, teardown),
        cmocka_unit_test_setup_teardown(c5_a_layer_of_dust_is_no_floor, setup, teardown),
        cmocka_unit_test_setup_teardown(u4_tokens_are_kept_and_go_with_the_text, setup, teardown),
        cmocka_unit_test_setup_teardown(c5_tokens_of_a_stranger_do_no_harm, setup, teardown),
        cmocka_unit_test_setup_teardown(c5_records_of_an_import_are_looked_at, setup, teardown),
        cmocka_unit_test_setup_teardown(c5_the_first_look_says_what_further_ones_do, setup, teardown),
        cmocka_unit_test_setup_teardown(c5_what_another_desk_changed_is_seen, setup, teardown),
        cmocka_unit_test_setup_teardown(c5_what_was_undone_is_not_remembered, setup, teardown),
        cmocka_unit_test_setup_teardown(c5_other_words_read_the_texts_again, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
