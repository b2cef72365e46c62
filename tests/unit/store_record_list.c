/* Lists: pages by key in both directions, equal and missing keys, filters, counting, many rows. */
#include "store_help.h"

#include "store/record/cursor.h"
#include "store/search/search.h"

enum { ROWS = 100 };

/* 100 visitors; leaving times in groups of seven equal ones, every tenth without one. */
static int filled(void **state)
{
    struct lab *lab = lab_new();
    assert_ok(db_begin(lab->db));
    for (int i = 1; i <= ROWS; i++) {
        char *number = mem_printf("%03d", i);
        struct record *r = a_visitor(lab, number, i % 4 ? "王小明" : "Smith");
        set_int(r, "until", TEST_NOW + (i * 37 % ROWS) / 7 * MINUTE);
        if (i % 10 == 0)
            value_clear(&r->v[form_field(r->form, "until")]);
        set_int(r, "saved_at", TEST_NOW + i / 5);
        set_text(r, "state", i % 2 ? "inside" : "left");
        set_text(r, "unit", i % 3 ? "A-1203" : "B-0101");
        set_int(r, "party", i % 5);
        if (i == 42)
            set_text(r, "id_number", "110105199003071233");
        assert_ok(rec_put(lab->db, &lab->who, "save", NULL, r));
        record_free(r);
        free(number);
    }
    assert_ok(db_commit(lab->db));
    *state = lab;
    return 0;
}

static struct query list_query(const struct lab *lab, const char *list)
{
    const struct form *f = lab_form(lab, "visitor");
    int i = form_list(f, list);
    assert_true(i >= 0);
    return (struct query){.form = f, .list = i, .sort = -1};
}

/* All ids of a query by pages of n, forwards or backwards. */
static size_t walk(struct lab *lab, const struct query *q, bool back, size_t n, int64_t *ids)
{
    struct cursor *c;
    struct record_page page;
    size_t got = 0;
    assert_ok(cursor_open(lab->db, q, &c));
    assert_ok(cursor_page(c, back ? PAGE_LAST : PAGE_FIRST, NULL, n, &page));
    while (page.n) {
        for (size_t i = 0; i < page.n; i++)
            ids[got++] = page.v[back ? page.n - 1 - i : i]->id;
        bool more = page.more;
        struct record *anchor = record_copy(page.v[back ? 0 : page.n - 1]);
        record_page_free(&page);
        assert_ok(cursor_page(c, back ? PAGE_BEFORE : PAGE_AFTER, anchor, n, &page));
        assert_int_equal(more, page.n > 0);
        record_free(anchor);
    }
    record_page_free(&page);
    cursor_close(c);
    return got;
}

/* The same by one plain statement. */
static size_t plainly(struct lab *lab, const char *sql, int64_t *ids)
{
    struct stmt *st = db_stmt(lab->db, sql);
    size_t n = 0;
    while (db_step(lab->db, st) > 0)
        ids[n++] = col_int(st, 0);
    return n;
}

static void expect_ids(struct lab *lab, const struct query *q, const int64_t *want, size_t n)
{
    int64_t got[ROWS] = {0};
    assert_true(n > 0);
    for (size_t page = 1; page <= 40; page += 3) {
        assert_int_equal(walk(lab, q, false, page, got), n);
        assert_memory_equal(got, want, n * sizeof(*got));
        assert_int_equal(walk(lab, q, true, page, got), n);
        for (size_t i = 0; i < n; i++)
            assert_int_equal(got[i], want[n - 1 - i]);
    }
}

static void expect_walks(struct lab *lab, const struct query *q, const char *sql)
{
    int64_t want[ROWS] = {0};
    expect_ids(lab, q, want, plainly(lab, sql, want));
}

static void both_directions_over_equal_and_missing_keys(void **state)
{
    struct lab *lab = *state;
    struct query q = list_query(lab, "inside");
    expect_walks(lab, &q, "SELECT id FROM visitor WHERE state = 'inside' ORDER BY until, id");
    q = list_query(lab, "all");
    expect_walks(lab, &q, "SELECT id FROM visitor ORDER BY saved_at DESC, id DESC");
}

static void filters(void **state)
{
    struct lab *lab = *state;
    struct query q = list_query(lab, "all");
    q.unit = "B-0101";
    expect_walks(lab, &q, "SELECT id FROM visitor WHERE unit = 'B-0101' ORDER BY saved_at DESC, id DESC");
    q.where = "party between 1 and 2 and until > now()";
    expect_walks(lab, &q,
                 "SELECT id FROM visitor WHERE unit = 'B-0101' AND party IN (1, 2) AND until > 1795222800"
                 " ORDER BY saved_at DESC, id DESC");
    q = list_query(lab, "inside");
    q.text = "smi";
    int64_t ids[ROWS];
    assert_int_equal(walk(lab, &q, false, 7, ids), 0); /* the Smiths have left */
    q.text = "wxm";
    expect_walks(lab, &q, "SELECT id FROM visitor WHERE state = 'inside' AND name = '王小明' ORDER BY until, id");
    q = list_query(lab, "all");
    q.text = "smith";
    expect_walks(lab, &q, "SELECT id FROM visitor WHERE name = 'Smith' ORDER BY saved_at DESC, id DESC");
}

static void a_filled_form_is_a_filter(void **state)
{
    struct lab *lab = *state;
    struct query q = list_query(lab, "all");
    struct record *like = record_new(q.form);
    q.like = like;
    set_text(like, "name", "小");
    set_int(like, "party", 3);
    expect_walks(lab, &q,
                 "SELECT id FROM visitor WHERE name LIKE '%小%' AND party = 3 ORDER BY saved_at DESC, id DESC");
    set_text(like, "name", "%");
    int64_t ids[ROWS];
    assert_int_equal(walk(lab, &q, false, 7, ids), 0);
    record_free(like);
    q.like = like = record_new(q.form);
    set_text(like, "id_number", "110105199003071233");
    assert_int_equal(walk(lab, &q, false, 7, ids), 1);
    assert_int_equal(ids[0], 42);
    record_free(like);
}

static void a_page_from_its_anchor(void **state)
{
    struct lab *lab = *state;
    struct query q = list_query(lab, "all");
    struct cursor *c;
    struct record_page first, again;
    assert_ok(cursor_open(lab->db, &q, &c));
    assert_ok(cursor_page(c, PAGE_FIRST, NULL, 20, &first));
    assert_true(first.more);
    assert_ok(cursor_page(c, PAGE_FROM, first.v[5], 10, &again));
    assert_int_equal(again.n, 10);
    for (size_t i = 0; i < 10; i++)
        assert_int_equal(again.v[i]->id, first.v[i + 5]->id);
    record_page_free(&again);
    assert_ok(cursor_page(c, PAGE_BEFORE, first.v[5], 10, &again));
    assert_int_equal(again.n, 5);
    assert_false(again.more);
    assert_int_equal(again.v[0]->id, first.v[0]->id);
    record_page_free(&again);
    record_page_free(&first);
    cursor_close(c);
}

static void rows_hold_the_columns_of_the_list(void **state)
{
    struct lab *lab = *state;
    struct query q = list_query(lab, "inside");
    struct cursor *c;
    struct record_page page;
    assert_ok(cursor_open(lab->db, &q, &c));
    assert_ok(cursor_page(c, PAGE_FIRST, NULL, 1, &page));
    const struct record *r = page.v[0];
    assert_string_equal(text_in(r, "phone"), "13800138036");
    assert_string_equal(text_in(r, "state"), "inside");
    assert_int_equal(strlen(record_number(r)), 3);
    assert_int_equal(r->version, 1);
    assert_int_equal(record_get(r, "clerk")->kind, VAL_NULL); /* not a column of this list */
    record_page_free(&page);
    cursor_close(c);
}

static void counts_and_totals(void **state)
{
    struct lab *lab = *state;
    struct query q = list_query(lab, "inside"), all = list_query(lab, "all");
    struct cursor *c;
    int64_t count, totals[2];
    bool exact;
    assert_ok(cursor_open(lab->db, &q, &c));
    assert_ok(cursor_count(c, 0, &count, totals, &exact));
    assert_int_equal(count, 50);
    assert_int_equal(totals[0], 50);
    assert_int_equal(totals[1], 100);
    assert_true(exact);
    cursor_close(c);
    assert_ok(cursor_open(lab->db, &all, &c));
    assert_ok(cursor_count(c, 1, &count, NULL, &exact));
    assert_int_equal(count, ROWS);
    assert_true(exact);
    cursor_close(c);
    all.text = "smith";
    assert_ok(cursor_open(lab->db, &all, &c));
    assert_ok(cursor_count(c, 0, &count, NULL, &exact));
    assert_int_equal(count, 25);
    cursor_close(c);
}

static void rows_saved_meanwhile_do_not_shift_a_page(void **state)
{
    struct lab *lab = *state;
    struct query q = list_query(lab, "all");
    struct cursor *c;
    struct record_page first, next;
    assert_ok(cursor_open(lab->db, &q, &c));
    assert_ok(cursor_page(c, PAGE_FIRST, NULL, 10, &first));
    struct record *r = a_visitor(lab, "new", "李敏");
    set_int(r, "saved_at", TEST_NOW + DAY);
    put(lab, "save", NULL, r); /* no statement of the cursor is open, so this can be saved at all */
    assert_ok(cursor_page(c, PAGE_AFTER, first.v[9], 10, &next));
    assert_int_equal(next.v[0]->id, ROWS - 10);
    record_page_free(&first);
    record_page_free(&next);
    cursor_close(c);
    record_free(r);
}

/* Every page of the list is read through an index: no page may sort the table. */
static void pages_use_an_index(void **state)
{
    struct lab *lab = *state;
    static const char *const plans[] = {
        "EXPLAIN QUERY PLAN SELECT id FROM visitor WHERE 1 ORDER BY saved_at DESC, id DESC LIMIT 40",
        "EXPLAIN QUERY PLAN SELECT id FROM visitor WHERE 1 AND saved_at < 5 ORDER BY saved_at DESC, id DESC LIMIT 40",
        "EXPLAIN QUERY PLAN SELECT id FROM visitor WHERE 1 AND (state = 'inside'\n) ORDER BY until, id LIMIT 40",
        ("EXPLAIN QUERY PLAN SELECT id FROM visitor WHERE 1 AND (state = 'waiting' or state = 'unanswered' or"
         " state = 'expected'\n) ORDER BY saved_at, id LIMIT 40"),
        "EXPLAIN QUERY PLAN SELECT id FROM visitor WHERE 1 AND unit = 'x' ORDER BY saved_at DESC, id DESC LIMIT 40",
    };
    for (size_t i = 0; i < sizeof(plans) / sizeof(*plans); i++) {
        struct stmt *st = db_stmt(lab->db, plans[i]);
        while (db_step(lab->db, st) > 0)
            if (strstr(col_text(st, 3), "TEMP B-TREE") || !strstr(col_text(st, 3), "INDEX"))
                fail_msg("%s: %s", plans[i], col_text(st, 3));
    }
}

/* The last page of a long list is as little work as the first: no page counts rows from the start. */
static void many_rows(void **state)
{
    struct lab *lab = *state;
    enum { MANY = 20000 };
    struct query q = list_query(lab, "all");
    struct cursor *c;
    struct record_page page;
    /* By the engine, since only paging is looked at here. */
    assert_ok(db_exec(lab->db,
                      "BEGIN; WITH RECURSIVE n(i) AS (SELECT 1000 UNION ALL SELECT i + 1 FROM n WHERE i < 21000)"
                      " INSERT INTO visitor(version, number, state, name, unit, saved_at, until)"
                      " SELECT 1, 'N' || i, 'left', 'x', 'A-1', i / 3, i FROM n; COMMIT"));
    assert_ok(cursor_open(lab->db, &q, &c));
    size_t got = 0;
    int64_t steps, first, most = 0;
    steps_begin(lab, &steps);
    assert_ok(cursor_page(c, PAGE_FIRST, NULL, 40, &page));
    first = steps;
    assert_true(first > 0);
    while (page.n) {
        got += page.n;
        struct record *last = record_copy(page.v[page.n - 1]);
        record_page_free(&page);
        steps = 0;
        assert_ok(cursor_page(c, PAGE_AFTER, last, 40, &page));
        most = steps > most ? steps : most;
        record_free(last);
    }
    steps_end(lab);
    record_page_free(&page);
    cursor_close(c);
    assert_int_equal(got, MANY + 1 + ROWS);
    assert_in_range(most, 1, 2 * first);
}

/* `many` further visitors of one name who have left, by the engine. */
static void many_have_left(struct lab *lab, int many)
{
    struct buf tokens = {0};
    char *rows = mem_printf("WITH RECURSIVE n(i) AS (SELECT 1001 UNION ALL SELECT i + 1 FROM n WHERE i < %d)"
                            " INSERT INTO visitor(id, version, number, state, name, unit, saved_at, until)"
                            " SELECT i, 1, 'N' || i, 'left', '王小明', 'A-1', i, i FROM n",
                            1000 + many);
    char *index = mem_printf("WITH RECURSIVE n(i) AS (SELECT 1001 UNION ALL SELECT i + 1 FROM n WHERE i < %d)"
                             " INSERT INTO search(rowid, t) SELECT ?1 + i, ?2 FROM n",
                             1000 + many);
    search_words(&tokens, SEARCH_PINYIN, "王小明");
    assert_ok(db_begin(lab->db));
    assert_ok(db_exec(lab->db, rows));
    struct stmt *st = db_stmt(lab->db, index);
    bind_int(st, 1, SEARCH_ROWID(db_reg(lab->db, lab_form(lab, "visitor"))->key, 0));
    bind_text(st, 2, tokens.s);
    assert_ok(db_run(lab->db, st));
    assert_ok(db_commit(lab->db));
    buf_free(&tokens);
    free(rows);
    free(index);
}

/* 50,000 newer hits outside the list are more than can be looked at while a clerk types. */
static void an_old_open_record_is_found_behind_many_hits(void **state)
{
    struct lab *lab = *state;
    static const int many[] = {500, 50000};
    static const char *const texts[] = {"w", "王", "wxm", "小明"};
    struct query q = list_query(lab, "inside");
    for (size_t i = 0; i < 2; i++) {
        if (i > 0)
            assert_ok(db_exec(lab->db, "DELETE FROM visitor WHERE id > 1000"));
        many_have_left(lab, many[i]);
        for (size_t k = 0; k < 4; k++) {
            q.text = texts[k];
            expect_walks(lab, &q,
                         "SELECT id FROM visitor WHERE state = 'inside' AND name = '王小明' ORDER BY until, id");
        }
    }
}

/* Nothing helps against a condition without an index, but typing must stay quick: not all are read, and that is told.
 */
static void a_text_filter_gives_up(void **state)
{
    struct lab *lab = *state;
    struct query q = list_query(lab, "all");
    struct cursor *c;
    struct record_page page;
    int64_t count;
    bool exact;
    many_have_left(lab, 200000);
    q.where = "length(name || unit || number) = 4711";
    q.text = "wxm";
    assert_ok(cursor_open(lab->db, &q, &c));
    assert_ok(cursor_count(c, 0, &count, NULL, &exact));
    assert_int_equal(count, 0);
    assert_false(exact);
    assert_ok(cursor_page(c, PAGE_FIRST, NULL, 40, &page));
    assert_int_equal(page.n, 0);
    record_page_free(&page);
    cursor_close(c);
    q.text = NULL; /* the count of what nothing fits gives up, too, unless all the time in the world is given */
    assert_ok(cursor_open(lab->db, &q, &c));
    assert_ok(cursor_count(c, 1, &count, NULL, &exact));
    assert_int_equal(count, 0);
    assert_false(exact);
    assert_ok(cursor_count(c, 0, &count, NULL, &exact));
    assert_true(exact);
    cursor_close(c);
}

/* ---- sorting by a column ---------------------------------------------------------------------------------------- */

struct sorted {
    size_t n;
    struct record *v[ROWS];
    bool inside; /* of them only */
};

static int sorted_field; /* for qsort, which passes nothing on */

/* Empty below all, numbers by size, texts by code point, then the id. */
static int compare_plainly(const void *a, const void *b)
{
    const struct record *x = *(struct record *const *)a, *y = *(struct record *const *)b;
    const struct value *v = &x->v[sorted_field], *w = &y->v[sorted_field];
    int d = (v->kind != VAL_NULL) - (w->kind != VAL_NULL);
    if (d == 0 && v->kind == VAL_INT)
        d = (v->i > w->i) - (v->i < w->i);
    else if (d == 0 && v->kind == VAL_TEXT)
        d = strcmp(v->s, w->s);
    return d ? d : x->id > y->id ? 1 : -1;
}

static int take_record(struct record *r, void *arg)
{
    struct sorted *s = arg;
    if (!s->inside || strcmp(text_in(r, "state"), "inside") == 0)
        s->v[s->n++] = record_copy(r);
    return 0;
}

static void expect_sorted(struct lab *lab, const struct query *q, bool inside)
{
    struct sorted s = {.inside = inside};
    int64_t want[ROWS];
    assert_ok(rec_each(lab->db, q->form, NULL, take_record, &s));
    sorted_field = q->form->lists[q->list].columns[q->sort].field;
    qsort(s.v, s.n, sizeof *s.v, compare_plainly);
    for (size_t i = 0; i < s.n; i++)
        want[q->descending ? s.n - 1 - i : i] = s.v[i]->id;
    expect_ids(lab, q, want, s.n);
    for (size_t i = 0; i < s.n; i++)
        record_free(s.v[i]);
}

static void any_column_sorts_both_ways(void **state)
{
    struct lab *lab = *state;
    static const char *const lists[] = {"inside", "all"};
    for (size_t i = 0; i < ARRAY_LEN(lists); i++) {
        struct query q = list_query(lab, lists[i]);
        for (q.sort = 0; q.sort < (int)q.form->lists[q.list].ncolumns; q.sort++) {
            q.descending = false;
            expect_sorted(lab, &q, i == 0);
            q.descending = true;
            expect_sorted(lab, &q, i == 0);
        }
    }
}

static int column_of(const struct query *q, const char *field)
{
    const struct list_rule *list = &q->form->lists[q->list];
    for (size_t i = 0; i < list->ncolumns; i++)
        if (list->columns[i].field == form_field(q->form, field))
            return (int)i;
    fail_msg("no column %s", field);
    return -1;
}

static void what_typed_text_finds_is_sorted_too(void **state)
{
    struct lab *lab = *state;
    struct query q = list_query(lab, "all");
    q.text = "smith";
    q.sort = column_of(&q, "party");
    q.descending = true;
    expect_walks(lab, &q, "SELECT id FROM visitor WHERE name = 'Smith' ORDER BY party DESC, id DESC");
    q.text = NULL;
    q.where = "party between 1 and 2 and until > now()";
    q.sort = column_of(&q, "unit");
    q.descending = false;
    expect_walks(lab, &q, "SELECT id FROM visitor WHERE party IN (1, 2) AND until > 1795222800 ORDER BY unit, id");
}

/* Saved while the list is sorted: the next page is read anew. */
static void a_sorted_list_is_never_stale(void **state)
{
    struct lab *lab = *state;
    struct query q = list_query(lab, "inside");
    struct cursor *c;
    struct record_page page;
    q.sort = column_of(&q, "name");
    assert_ok(cursor_open(lab->db, &q, &c));
    struct record *r = a_visitor(lab, "new", "Aaron");
    put(lab, "save", NULL, r);
    assert_ok(cursor_page(c, PAGE_FIRST, NULL, 10, &page));
    assert_int_equal(page.v[0]->id, r->id);
    record_page_free(&page);
    cursor_close(c);
    record_free(r);
}

static void expect_refused(struct lab *lab, const struct query *q, const char *why)
{
    struct cursor *c;
    assert_int_equal(cursor_open(lab->db, q, &c), QT_REFUSED);
    assert_null(c);
    if (!strstr(fault_text(), why))
        fail_msg("%s", fault_text());
}

static void a_long_list_wants_an_index(void **state)
{
    struct lab *lab = *state;
    struct query q = list_query(lab, "all");
    struct cursor *c;
    assert_ok(db_exec(lab->db,
                      "BEGIN; WITH RECURSIVE n(i) AS (SELECT 1000 UNION ALL SELECT i + 1 FROM n WHERE i < 21000)"
                      " INSERT INTO visitor(version, number, state, name, unit, saved_at, until)"
                      " SELECT 1, 'N' || i, 'left', 'x', 'A-1', i / 3, i FROM n; COMMIT"));
    q.sort = column_of(&q, "name");
    expect_refused(lab, &q, "more than 20000 rows and no index by Name");
    q.text = "smith"; /* few are left */
    assert_ok(cursor_open(lab->db, &q, &c));
    cursor_close(c);
    q.text = NULL;
    q.sort = column_of(&q, "number");
    assert_ok(cursor_open(lab->db, &q, &c));
    assert_false(c->scan);
    struct record_page page;
    assert_ok(cursor_page(c, PAGE_FIRST, NULL, ROWS + 1, &page));
    for (int64_t i = 0; i < ROWS; i++)
        assert_int_equal(page.v[i]->id, i + 1);
    assert_string_equal(record_number(page.v[ROWS]), "N1000");
    record_page_free(&page);
    cursor_close(c);
    q = list_query(lab, "inside"); /* short, whatever else is in the register */
    q.sort = column_of(&q, "number");
    expect_sorted(lab, &q, true);
}

static void what_is_not_kept_cannot_be_sorted(void **state)
{
    struct lab *lab = *state;
    const struct form *f = lab_form(lab, "repair");
    size_t tried = 0;
    for (size_t i = 0; i < f->nlists; i++)
        for (size_t k = 0; k < f->lists[i].ncolumns; k++) {
            struct query q = {.form = f, .list = (int)i, .sort = (int)k};
            if (f->fields[f->lists[i].columns[k].field].type != FT_COMPUTED)
                continue;
            expect_refused(lab, &q, "worked out whenever it is shown");
            tried++;
        }
    assert_true(tried > 0);
}

int main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, filled, lab_teardown)
    const struct CMUnitTest tests[] = {
        T(both_directions_over_equal_and_missing_keys),
        T(filters),
        T(a_filled_form_is_a_filter),
        T(a_page_from_its_anchor),
        T(rows_hold_the_columns_of_the_list),
        T(counts_and_totals),
        T(rows_saved_meanwhile_do_not_shift_a_page),
        T(pages_use_an_index),
        T(many_rows),
        T(an_old_open_record_is_found_behind_many_hits),
        T(a_text_filter_gives_up),
        T(any_column_sorts_both_ways),
        T(what_typed_text_finds_is_sorted_too),
        T(a_sorted_list_is_never_stale),
        T(a_long_list_wants_an_index),
        T(what_is_not_kept_cannot_be_sorted),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
