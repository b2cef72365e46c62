/* Records: saved, read, changed, purged, numbered, found by value; growth of forms. */
#include "store_help.h"

static void put_and_read_again(void **state)
{
    struct lab *lab = *state;
    struct record *r = a_visitor(lab, "261121-001", "王小明"), *again;
    put(lab, "save", NULL, r);
    assert_int_equal(r->id, 1);
    assert_int_equal(r->version, 1);
    assert_ok(rec_find(lab->db, r->form, "261121-001", &again));
    assert_int_equal(again->id, 1);
    for (size_t i = 0; i < r->form->nfields; i++)
        if (r->form->fields[i].type != FT_COMPUTED) /* worked out by whoever reads, not put */
            assert_true(value_same(&r->v[i], &again->v[i]));
    record_free(again);
    assert_ok(rec_get(lab->db, r->form, 1, &again));
    assert_string_equal(text_in(again, "name"), "王小明");
    record_free(again);
    assert_int_equal(rec_get(lab->db, r->form, 2, &again), QT_NOTFOUND);
    assert_int_equal(rec_find(lab->db, r->form, "x", &again), QT_NOTFOUND);
    record_free(r);
}

static void a_number_is_taken_once(void **state)
{
    struct lab *lab = *state;
    struct record *a = a_visitor(lab, "1", "王小明"), *b = a_visitor(lab, "1", "李敏");
    put(lab, "save", NULL, a);
    assert_ok(db_begin(lab->db));
    assert_int_equal(rec_put(lab->db, &lab->who, "save", NULL, b), QT_REFUSED);
    assert_non_null(strstr(fault_text(), "Number 1"));
    assert_int_equal(b->id, 0);
    db_rollback(lab->db);
    record_free(a);
    record_free(b);
}

static void the_second_save_of_one_version_is_a_conflict(void **state)
{
    struct lab *lab = *state;
    struct record *r = a_visitor(lab, "1", "王小明"), *now;
    put(lab, "save", NULL, r);
    struct record *mine = record_copy(r), *theirs = record_copy(r);
    set_text(theirs, "remarks", "first");
    put(lab, "save", r, theirs);
    assert_int_equal(theirs->version, 2);
    set_text(mine, "remarks", "second");
    assert_ok(db_begin(lab->db));
    assert_int_equal(rec_put(lab->db, &lab->who, "save", r, mine), QT_CONFLICT);
    assert_int_equal(mine->version, 1);
    db_rollback(lab->db);
    assert_ok(rec_get(lab->db, r->form, r->id, &now));
    assert_string_equal(text_in(now, "remarks"), "first");
    record_free(now);
    record_free(mine);
    record_free(theirs);
    record_free(r);
}

static bool file_holds(const char *path, const char *text)
{
    FILE *f = fopen(path, "r");
    size_t n = strlen(text), got = 0;
    int c;
    bool found = false;
    assert_non_null(f);
    while (!found && (c = fgetc(f)) != EOF) {
        got = c == text[got] ? got + 1 : c == text[0];
        found = got == n;
    }
    assert_int_equal(fclose(f), 0);
    return found;
}

static void secrets_are_sealed_masked_and_found(void **state)
{
    struct lab *lab = *state;
    const char *id = "110105199003071233";
    struct record *r = a_visitor(lab, "1", "王小明"), *again;
    int field = form_field(r->form, "id_number");
    set_text(r, "id_number", id);
    put(lab, "save", NULL, r);
    assert_string_equal(r->v[field].s, "1***************33");
    assert_non_null(r->v[field].sealed);
    assert_ok(rec_get(lab->db, r->form, 1, &again));
    assert_string_equal(again->v[field].s, "1***************33");
    char *plain;
    assert_ok(db_begin(lab->db));
    assert_ok(rec_reveal(lab->db, &lab->who, again, field, &plain));
    assert_ok(db_commit(lab->db));
    assert_string_equal(plain, id);
    free(plain);
    struct value v = {.kind = VAL_TEXT, .s = (char *)id};
    int64_t *ids;
    size_t n;
    assert_ok(rec_equal(lab->db, r->form, field, &v, 5, &ids, &n));
    assert_int_equal(n, 1);
    assert_int_equal(ids[0], 1);
    free(ids);
    struct journal_line *lines;
    assert_ok(journal_history(lab->db, "visitor", 1, NULL, 0, &lines, &n));
    assert_int_equal(n, 2);
    assert_string_equal(lines[0].action, "reveal");
    assert_null(strstr(lines[1].shown, id));
    assert_non_null(strstr(lines[1].shown, "1***************33"));
    journal_free(lines, n);
    assert_false(file_holds(lab->path, id));
    record_free(again);
    record_free(r);
}

/* A look-up fills a new record with the sealed value of an old one. */
static void a_sealed_value_may_be_copied(void **state)
{
    struct lab *lab = *state;
    struct record *a = a_visitor(lab, "1", "王小明"), *b = a_visitor(lab, "2", "王小明"), *again;
    int field = form_field(a->form, "id_number");
    set_text(a, "id_number", "110105199003071233");
    put(lab, "save", NULL, a);
    value_copy(&b->v[field], &a->v[field]);
    put(lab, "save", NULL, b);
    assert_ok(rec_get(lab->db, a->form, b->id, &again));
    char *plain;
    assert_ok(db_begin(lab->db));
    assert_ok(rec_reveal(lab->db, &lab->who, again, field, &plain));
    assert_ok(db_commit(lab->db));
    assert_string_equal(plain, "110105199003071233");
    free(plain);
    struct value v = {.kind = VAL_TEXT, .s = (char *)"110105199003071233"};
    int64_t *ids;
    size_t n;
    assert_ok(rec_equal(lab->db, a->form, field, &v, 5, &ids, &n));
    assert_int_equal(n, 2);
    free(ids);
    assert_ok(rec_equal(lab->db, a->form, field, &again->v[field], 5, &ids, &n)); /* as it was read: sealed */
    assert_int_equal(n, 2);
    free(ids);
    struct record *cleared = record_copy(again);
    value_clear(&cleared->v[field]);
    put(lab, "save", again, cleared);
    assert_ok(rec_equal(lab->db, a->form, field, &v, 5, &ids, &n));
    assert_int_equal(n, 1);
    free(ids);
    record_free(cleared);
    record_free(again);
    record_free(a);
    record_free(b);
}

static void U4_purge_leaves_the_skeleton(void **state)
{
    struct lab *lab = *state;
    struct record *r = a_visitor(lab, "1", "王小明"), *again;
    set_text(r, "id_number", "110105199003071233");
    put(lab, "save", NULL, r);
    assert_ok(db_begin(lab->db));
    assert_ok(rec_purge(lab->db, &lab->who, r));
    assert_ok(db_commit(lab->db));
    assert_ok(rec_get(lab->db, r->form, 1, &again));
    static const char *const personal[] = {"name", "phone", "id_number"};
    for (size_t i = 0; i < 3; i++)
        assert_int_equal(record_get(again, personal[i])->kind, VAL_NULL);
    assert_string_equal(text_in(again, "unit"), "A-1203");
    assert_string_equal(record_number(again), "1");
    int64_t lines, bad, kept;
    assert_ok(journal_verify(lab->db, &lines, &bad));
    assert_int_equal(lines, 2);
    assert_ok(db_int(lab->db, "SELECT count(*) FROM qt_personal", &kept));
    assert_int_equal(kept, 0);
    struct hit hits[5];
    size_t n;
    assert_ok(search_find(lab->db, NULL, "小明", hits, 5, &n));
    assert_int_equal(n, 0);
    assert_false(file_holds(lab->path, "王小明"));
    record_free(again);
    record_free(r);
}

static void numbers_count_up_by_period_and_pass_over_taken_ones(void **state)
{
    struct lab *lab = *state;
    struct record *r = record_new(lab_form(lab, "visitor")), *taken = a_visitor(lab, "261121-003", "李敏");
    const char *const want[] = {"261121-001", "261121-002", "261121-004"};
    char *number;
    put(lab, "import", NULL, taken);
    assert_ok(db_begin(lab->db));
    for (size_t i = 0; i < 3; i++) {
        assert_ok(rec_number(lab->db, r, TEST_NOW, &number));
        assert_string_equal(number, want[i]);
        free(number);
    }
    assert_ok(rec_number(lab->db, r, TEST_NOW + DAY, &number));
    assert_string_equal(number, "261122-001");
    free(number);
    db_rollback(lab->db);
    assert_ok(db_begin(lab->db));
    assert_ok(rec_number(lab->db, r, TEST_NOW, &number)); /* what was rolled back is given again: no gap */
    assert_string_equal(number, "261121-001");
    free(number);
    struct record *unit = record_new(lab_form(lab, "unit"));
    assert_int_equal(rec_number(lab->db, unit, TEST_NOW, &number), QT_REFUSED);
    assert_null(number);
    set_text(unit, "code", "A-1203");
    assert_ok(rec_number(lab->db, unit, TEST_NOW, &number));
    assert_string_equal(number, "A-1203");
    free(number);
    db_rollback(lab->db);
    record_free(unit);
    record_free(taken);
    record_free(r);
}

struct seen {
    int64_t ids[600];
    size_t n, stop_after;
};

static int see(struct record *r, void *arg)
{
    struct seen *s = arg;
    s->ids[s->n++] = r->id;
    return s->n == s->stop_after ? 7 : 0;
}

static void walks_hand_over_every_record(void **state)
{
    struct lab *lab = *state;
    const struct form *f = lab_form(lab, "visitor");
    assert_ok(db_begin(lab->db));
    for (int i = 0; i < 300; i++) {
        char *number = mem_printf("%03d", i);
        struct record *r = a_visitor(lab, number, "王小明");
        set_int(r, "saved_at", TEST_NOW - i / 2 * DAY);
        set_int(r, "party", i % 3);
        assert_ok(rec_put(lab->db, &lab->who, "save", NULL, r));
        record_free(r);
        free(number);
    }
    assert_ok(db_commit(lab->db));
    struct seen s = {.n = 0};
    assert_int_equal(rec_each(lab->db, f, NULL, see, &s), 0);
    assert_int_equal(s.n, 300);
    for (size_t i = 0; i < s.n; i++)
        assert_int_equal(s.ids[i], i + 1);
    s = (struct seen){.n = 0};
    assert_int_equal(rec_each(lab->db, f, "party = 2 and unit = 'A-1203'", see, &s), 0);
    assert_int_equal(s.n, 100);
    s = (struct seen){.stop_after = 130};
    assert_int_equal(rec_each(lab->db, f, NULL, see, &s), 7);
    assert_int_equal(s.n, 130);
    s = (struct seen){.n = 0}; /* days -99 .. -10, two a day */
    assert_int_equal(rec_month(lab->db, f, TEST_NOW - 99 * DAY, TEST_NOW - 9 * DAY, see, &s), 0);
    assert_int_equal(s.n, 180);
    assert_int_equal(s.ids[0], 199);
    assert_int_equal(s.ids[179], 22);
}

static void conditions_of_the_command_line_reach_only_the_register(void **state)
{
    struct lab *lab = *state;
    const struct form *f = lab_form(lab, "visitor");
    static const char *const refused[] = {
        "id in (select seq from journal)",
        "exists (select 1 from staff)",
        "exists (select 1 from sqlite_master)",
        "load_extension('x') is null",
        "randomblob(4) is null",
        "(select count(*) from person) > 0",
        "exists (select * from pragma_table_info('visitor'))",
        "nonsense(",
        "1); drop table visitor; --",
        "readfile('/etc/passwd') is null",
    };
    for (size_t i = 0; i < sizeof(refused) / sizeof(*refused); i++) {
        struct seen s = {.n = 0};
        if (rec_each(lab->db, f, refused[i], see, &s) != QT_REFUSED)
            fail_msg("accepted: %s", refused[i]);
    }
    struct seen s = {.n = 0};
    assert_int_equal(rec_each(lab->db, f, "saved_at > now() - days(1) and name like '王%'", see, &s), 0);
}

/* ---- growth --------------------------------------------------------------------------------------- */

static char *write_form(const struct lab *lab, const char *fields, const char *list)
{
    char *dir = mem_printf("%s/forms", lab->dir), *file = mem_printf("%s/thing.yaml", dir);
    char *text = mem_printf("register: thing\ntitle: {zh: 东西, en: Things}\nnumber: \"T{seq:3}\"\nfields:\n%s"
                            "states:\n  - {name: open, label: {zh: 开, en: open}}\nlists:\n  - %s\n",
                            fields, list);
    (void)mkdir(dir, 0755);
    write_text(file, text);
    free(text);
    free(file);
    return dir;
}

#define LIST "{name: all, label: {zh: 全部, en: All}, columns: [number, a], order: number}"
#define BY_A "{name: all, label: {zh: 全部, en: All}, columns: [number, a], order: a}"
#define FIELD_A "  - {name: a, type: text, label: {zh: 甲, en: A}}\n"
#define FIELD_B "  - {name: b, type: int, label: {zh: 乙, en: B}}\n"
#define FIELD_S "  - {name: a, type: text, label: {zh: 甲, en: A}, secret: true}\n"
#define FIELD_I                                                                                                        \
    "  - {name: parts, type: items, label: {zh: 件, en: Parts}, fields: [{name: what, type: text, label: {zh: 物, "  \
    "en: What}},"                                                                                                      \
    " {name: n, type: int, label: {zh: 数, en: Count}}]}\n"

static void grow(struct lab *lab, const char *fields, const char *list)
{
    char *dir = write_form(lab, fields, list);
    db_close(lab->db);
    lab->db = NULL;
    forms_free(lab->forms);
    lab->forms = NULL;
    lab->forms = load_forms(dir);
    lab_open(lab);
    free(dir);
}

static void a_form_grows_and_nothing_is_dropped(void **state)
{
    struct lab *lab = *state;
    struct record *r, *again;
    grow(lab, FIELD_A, BY_A);
    r = record_new(lab_form(lab, "thing"));
    set_text(r, "number", "T001");
    set_text(r, "a", "one");
    put(lab, "save", NULL, r);
    record_free(r);
    grow(lab, FIELD_A FIELD_B, BY_A);
    assert_ok(rec_find(lab->db, lab_form(lab, "thing"), "T001", &r));
    assert_string_equal(text_in(r, "a"), "one");
    assert_int_equal(record_get(r, "b")->kind, VAL_NULL);
    again = record_copy(r);
    set_int(again, "b", 7);
    put(lab, "save", r, again);
    record_free(r);
    record_free(again);
    grow(lab, FIELD_B, "{name: all, label: {zh: 全部, en: All}, columns: [number, b], order: b, where: \"b > 0\"}");
    struct stmt *st = db_stmt(lab->db, "SELECT a, b FROM thing"); /* A left the form, its column stays */
    assert_int_equal(db_step(lab->db, st), 1);
    assert_string_equal(col_text(st, 0), "one");
    assert_int_equal(col_int(st, 1), 7);
    stmt_end(st);
    int64_t old, now;
    assert_ok(db_int(lab->db, "SELECT count(*) FROM sqlite_schema WHERE name = 'thing:by_a'", &old));
    assert_ok(db_int(lab->db, "SELECT count(*) FROM sqlite_schema WHERE name = 'thing:list_all'", &now));
    assert_int_equal(old, 0);
    assert_int_equal(now, 1);
}

static void a_field_that_becomes_secret_is_sealed(void **state)
{
    struct lab *lab = *state;
    grow(lab, FIELD_A, LIST);
    struct record *r = record_new(lab_form(lab, "thing"));
    set_text(r, "number", "T001");
    set_text(r, "a", "a very open word");
    put(lab, "save", NULL, r);
    record_free(r);
    grow(lab, FIELD_S, LIST);
    assert_ok(rec_find(lab->db, lab_form(lab, "thing"), "T001", &r));
    assert_string_equal(text_in(r, "a"), "a*************rd");
    char *plain;
    assert_ok(db_begin(lab->db));
    assert_ok(rec_reveal(lab->db, &lab->who, r, form_field(r->form, "a"), &plain));
    assert_ok(db_commit(lab->db));
    assert_string_equal(plain, "a very open word");
    free(plain);
    record_free(r);
}

static void numbers_cannot_become_texts(void **state)
{
    struct lab *lab = *state;
    grow(lab, FIELD_B, "{name: all, label: {zh: 全部, en: All}, columns: [number], order: b}");
    db_close(lab->db);
    lab->db = NULL;
    forms_free(lab->forms);
    lab->forms = NULL;
    char *dir = write_form(lab, "  - {name: b, type: text, label: {zh: 乙, en: B}}\n",
                           "{name: all, label: {zh: 全部, en: All}, columns: [number], order: b}");
    lab->forms = load_forms(dir);
    struct db_options o = {.path = lab->path, .forms = lab->forms};
    assert_int_equal(db_open(&o, &lab->db), QT_REFUSED);
    assert_non_null(strstr(fault_text(), "another name"));
    free(dir);
}

static void items_are_rows_of_a_child_table(void **state)
{
    struct lab *lab = *state;
    grow(lab, FIELD_A FIELD_I, LIST);
    struct record *r = record_new(lab_form(lab, "thing")), *again;
    set_text(r, "number", "T001");
    set_text(r, "parts", "[[\"chair\",2],[\"desk\",null]]");
    put(lab, "save", NULL, r);
    assert_ok(rec_get(lab->db, r->form, 1, &again));
    assert_string_equal(text_in(again, "parts"), "[[\"chair\",2],[\"desk\",null]]");
    struct stmt *st = db_stmt(lab->db, "SELECT what, n FROM \"thing.parts\" WHERE parent = 1 ORDER BY pos");
    assert_int_equal(db_step(lab->db, st), 1);
    assert_string_equal(col_text(st, 0), "chair");
    assert_int_equal(col_int(st, 1), 2);
    stmt_end(st);
    struct record *fewer = record_copy(again);
    value_clear(&fewer->v[form_field(r->form, "parts")]);
    put(lab, "save", again, fewer);
    record_free(again);
    assert_ok(rec_get(lab->db, r->form, 1, &again));
    assert_int_equal(record_get(again, "parts")->kind, VAL_NULL);
    record_free(again);
    record_free(fewer);
    record_free(r);
}

/* C9: one decision covers fewer than it names, two decisions do not add up, and the journal line comes first. */
static void different_matters_are_remembered_by_decision(void **state)
{
    struct lab *lab = *state;
    const struct form *f = forms_find(lab->forms, "visitor");
    static const struct {
        const char *rule;
        int64_t ids[3];
        size_t n;
        bool said;
    } asked[] = {
        {"hot", {1, 2, 3}, 3, true}, {"hot", {3, 1}, 2, true}, {"hot", {1}, 1, true},     {"hot", {1, 2, 4}, 3, false},
        {"other", {1, 2}, 2, false}, {"hot", {1, 4}, 2, true}, {"hot", {2, 4}, 2, false}, {"hot", {9}, 1, false},
    };
    assert_ok(db_begin(lab->db));
    assert_int_equal(different_put(lab->db, f, "hot", (int64_t[]){1, 2}, 2), QT_BUG);
    assert_ok(journal_note(lab->db, &lab->who, "not-similar", "visitor", 1, NULL));
    assert_ok(different_put(lab->db, f, "hot", (int64_t[]){1, 2, 3}, 3));
    assert_ok(journal_note(lab->db, &lab->who, "not-similar", "visitor", 4, NULL));
    assert_ok(different_put(lab->db, f, "hot", (int64_t[]){4, 1}, 2));
    assert_ok(db_commit(lab->db));
    for (size_t i = 0; i < ARRAY_LEN(asked); i++) {
        bool said = !asked[i].said;
        assert_ok(different_said(lab->db, f, asked[i].rule, asked[i].ids, asked[i].n, &said));
        assert_int_equal(said, asked[i].said);
    }
}

int main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, lab_setup, lab_teardown)
    const struct CMUnitTest tests[] = {
        T(put_and_read_again),
        T(a_number_is_taken_once),
        T(the_second_save_of_one_version_is_a_conflict),
        T(secrets_are_sealed_masked_and_found),
        T(a_sealed_value_may_be_copied),
        T(U4_purge_leaves_the_skeleton),
        T(numbers_count_up_by_period_and_pass_over_taken_ones),
        T(walks_hand_over_every_record),
        T(conditions_of_the_command_line_reach_only_the_register),
        T(a_form_grows_and_nothing_is_dropped),
        T(a_field_that_becomes_secret_is_sealed),
        T(numbers_cannot_become_texts),
        T(items_are_rows_of_a_child_table),
        T(different_matters_are_remembered_by_decision),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
