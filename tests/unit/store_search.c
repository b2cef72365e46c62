/* Search: what finds a record, what does not, and that the index follows the records. */
#include "store_help.h"

#include "store/search/search.h"

static size_t find(struct lab *lab, const char *text, struct hit *hits)
{
    size_t n = 99;
    assert_ok(search_find(lab->db, lab_form(lab, "visitor"), text, hits, 50, &n));
    return n;
}

static bool finds(struct lab *lab, const char *text, int64_t id)
{
    struct hit hits[50];
    size_t n = find(lab, text, hits);
    for (size_t i = 0; i < n; i++)
        if (hits[i].id == id)
            return true;
    return false;
}

static void check(struct lab *lab, int64_t id, const char *const *texts, bool wanted)
{
    for (; *texts != NULL; texts++)
        if (finds(lab, *texts, id) != wanted)
            fail_msg("\"%s\" %s record %d", *texts, wanted ? "does not find" : "finds", (int)id);
}
#define FOUND_BY(id, ...) check(lab, id, (const char *const[]){__VA_ARGS__, NULL}, true)
#define NOT_FOUND_BY(id, ...) check(lab, id, (const char *const[]){__VA_ARGS__, NULL}, false)

static struct record *visitor(struct lab *lab, const char *name, const char *phone, const char *unit)
{
    static int serial;
    char number[24];
    snprintf(number, sizeof number, "261121-%03d", ++serial);
    struct record *r = a_visitor(lab, number, name);
    set_text(r, "phone", phone);
    set_text(r, "unit", unit);
    put(lab, "save", NULL, r);
    return r;
}

static int64_t saved(struct lab *lab, const char *name, const char *phone, const char *unit)
{
    struct record *r = visitor(lab, name, phone, unit);
    int64_t id = r->id;
    record_free(r);
    return id;
}

static void name_by_characters_pinyin_and_phone(void **state)
{
    struct lab *lab = *state;
    int64_t id = saved(lab, "王小明", "13800008036", "A-1203");
    int64_t other = saved(lab, "李晓东", "13912345678", "B-0501");
    FOUND_BY(id, "王小明", "小明", "王小", "王", "明", "王 明", "wxm", "xm", "wx", "wangxiaoming", "xiaoming", "ming");
    FOUND_BY(id, "w", "wa", "wan", "wang", "wangx", "wangxi", "wangxiao", "wangxiaom", "xiaomin", "wangxm", "wxiaoming",
             "wangxming", "wang xiaoming", "WXM", "WangXiaoMing", "王xm", "小ming");
    FOUND_BY(id, "13800008036", "8036", "138", "13", "1380", "13800", "1380000803", "138 8036", "wxm 8036", "小明8036",
             "１３８", "８０３６", "ｗｘｍ", "王　明");
    FOUND_BY(id, "A-1203", "a1203", "1203", "12", "120", "A-12", "a 1203", "王1203", "a");
    NOT_FOUND_BY(other, "王小明", "小明", "wxm", "xm", "wangxiaoming", "8036", "138", "1203", "a1203", "wangxm");
    NOT_FOUND_BY(id, "小王", "mxw", "xiaowang", "8037", "3800", "王 东", "wxm 5678", "wangming", "lixm");
    FOUND_BY(other, "李晓东", "lxd", "lixiaodong", "5678", "139", "b0501", "0501");
}

static void surnames_and_polyphones(void **state)
{
    struct lab *lab = *state;
    FOUND_BY(saved(lab, "单雄信", "13800000001", "A-1"), "sxx", "shanxiongxin", "dxx", "danxiongxin", "shan", "单雄");
    FOUND_BY(saved(lab, "仇英", "13800000001", "A-1"), "qy", "qiuying", "qiu");
    FOUND_BY(saved(lab, "解珍", "13800000001", "A-1"), "xz", "xiezhen");
    FOUND_BY(saved(lab, "曾国藩", "13800000001", "A-1"), "zgf", "zengguofan");
    FOUND_BY(saved(lab, "区志航", "13800000001", "A-1"), "ozh", "ouzhihang");
    FOUND_BY(saved(lab, "万俟卨", "13800000001", "A-1"), "mq", "moqi", "moqixie");
    FOUND_BY(saved(lab, "尉迟恭", "13800000001", "A-1"), "ycg", "yuchigong");
    FOUND_BY(saved(lab, "长孙无忌", "13800000001", "A-1"), "zswj", "zhangsunwuji", "sunwuji");
    FOUND_BY(saved(lab, "欧阳修", "13800000001", "A-1"), "oyx", "ouyangxiu", "oy", "yangxiu", "ouyx");
    FOUND_BY(saved(lab, "重庆", "13800000001", "A-1"), "cq", "zq", "chongqing", "zhongqing");
    FOUND_BY(saved(lab, "吕布", "13800000001", "A-1"), "lvbu", "lubu", "lb", "lv", "lu");
    FOUND_BY(saved(lab, "李西安", "13800000001", "A-1"), "lixian", "lxa", "lixia", "xian");
    FOUND_BY(saved(lab, "张　三", "13800000001", "A-1"), "张三", "zs", "zhangsan", "zhangs", "zhs", "zhsan");
    FOUND_BY(saved(lab, "阿卜杜·热合曼", "13800000001", "A-1"), "杜热", "abdrhm", "热合曼", "阿卜杜热合曼",
             "阿卜杜·热合曼");
}

static void rare_and_foreign_names(void **state)
{
    struct lab *lab = *state;
    FOUND_BY(saved(lab, "𠮷野", "13800000001", "A-1"), "𠮷", "𠮷野", "jy", "jiye");
    FOUND_BY(saved(lab, "李㛃", "13800000001", "A-1"), "㛃", "李㛃", "lj", "lijie");
    FOUND_BY(saved(lab, "Anne-Marie O'Neill", "+33142685300", "A-1"), "anne", "marie", "ann", "an", "anne-marie",
             "annemarie", "O'NEILL", "oneill", "neil", "ANNE NEILL", "5300", "3314", "33142");
    FOUND_BY(saved(lab, "José Müller", "13800000001", "A-1"), "josé", "JOSÉ", "müll", "jos");
    FOUND_BY(saved(lab, "Иван Петров", "13800000001", "A-1"), "иван", "ИВАН", "Пет", "петров", "пе");
    FOUND_BY(saved(lab, "김철수", "13800000001", "A-1"), "김", "철수", "김철수");
    int64_t land = saved(lab, "座机", "075526668888", "A-1");
    FOUND_BY(land, "26668888", "8888", "2666", "0755", "075526668888", "26668");
}

static void kinds_of_fields(void **state)
{
    struct lab *lab = *state;
    struct record *r = a_visitor(lab, "261121-901", "陈真");
    set_text(r, "plate", "粤B12A45");
    set_text(r, "firm", "联合广场物业");
    set_text(r, "id_number", "110105199003071233");
    set_text(r, "remarks", "秘密备注");
    put(lab, "save", NULL, r);
    FOUND_BY(r->id, "粤B12A45", "b12a45", "2A45", "粤", "lhgc", "guangchang", "广场", "261121-901", "261121901", "901");
    NOT_FOUND_BY(r->id, "110105199003071233", "1233", "秘密", "mm");
    record_free(r);
}

static void hostile_text_is_no_error(void **state)
{
    struct lab *lab = *state;
    int64_t id = saved(lab, "王小明", "13800008036", "A-1203");
    const char *const texts[] = {"\"",
                                 "'",
                                 "*",
                                 "NEAR",
                                 "NEAR(a b)",
                                 "a NEAR b",
                                 "()",
                                 "((((",
                                 "a AND",
                                 "OR",
                                 "NOT x",
                                 "-",
                                 "^a",
                                 "t:x",
                                 "{t}:x",
                                 "a*b*",
                                 "\"a\" \"b",
                                 "+wx",
                                 "=wang",
                                 "\\",
                                 "%",
                                 "_",
                                 ";--",
                                 "a\nb",
                                 "\xff\xfe",
                                 "\xf0\x9f\x98\x80",
                                 "、",
                                 "·",
                                 "—",
                                 "",
                                 " ",
                                 "\"wxm\" OR \"",
                                 "小明\"",
                                 "v",
                                 "i",
                                 "u",
                                 "zh",
                                 "b c",
                                 "w x",
                                 "vvvvvv",
                                 "qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqq",
                                 "ananananananananananananananananananan",
                                 "xianxianxianxianxianxianxianxianxianxian"};
    struct hit hits[50];
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        (void)find(lab, texts[i], hits);
    const char *const fillers[] = {"a", "王", "\"", "(", "a ", "王 ", "1", "a1", "a-", "xian", "·"};
    for (size_t i = 0; i < sizeof fillers / sizeof *fillers; i++) {
        struct buf b = {.s = NULL};
        while (b.len < 8000)
            buf_add(&b, fillers[i]);
        (void)find(lab, b.s, hits);
        buf_free(&b);
    }
    assert_int_equal(find(lab, "", hits), 0);
    assert_int_equal(find(lab, " - ", hits), 0);
    FOUND_BY(id, "\"小明\"", "(wxm)", "小明*");
}

static void an_update_forgets_the_old_words(void **state)
{
    struct lab *lab = *state;
    struct record *r = visitor(lab, "王小明", "13800008036", "A-1203");
    struct record *changed = record_copy(r);
    set_text(changed, "name", "李大明");
    set_text(changed, "phone", "13911112222");
    put(lab, "change", r, changed);
    NOT_FOUND_BY(r->id, "王", "小明", "wxm", "wang", "8036", "138");
    FOUND_BY(r->id, "李大明", "ldm", "daming", "明", "ming", "2222", "139", "1203");
    struct record *third = record_copy(changed);
    set_text(third, "state", "left"); /* nothing that is searched */
    put(lab, "sign_out", changed, third);
    FOUND_BY(r->id, "李大明", "2222");
    lab_reopen(lab);
    NOT_FOUND_BY(third->id, "王小明", "8036");
    FOUND_BY(third->id, "李大明", "2222");
    record_free(r);
    record_free(changed);
    record_free(third);
}

static void a_rolled_back_record_is_not_found(void **state)
{
    struct lab *lab = *state;
    struct record *r = a_visitor(lab, "261121-902", "王小明");
    assert_ok(db_begin(lab->db));
    assert_ok(rec_put(lab->db, &lab->who, "save", NULL, r));
    assert_true(finds(lab, "小明", r->id));
    db_rollback(lab->db);
    NOT_FOUND_BY(1, "小明", "wxm");
    record_free(r);
}

/* New rows wait in memory for each other: until one of them is changed, or there are many, or the index is asked. */
static void new_rows_of_one_transaction(void **state)
{
    enum { MANY = 3000 };
    struct lab *lab = *state;
    struct record *r = a_visitor(lab, "261121-903", "李晓东");
    assert_ok(db_begin(lab->db));
    assert_ok(rec_put(lab->db, &lab->who, "save", NULL, r));
    db_rollback(lab->db); /* not asked for: it never reached the index */
    r->id = 0;
    set_text(r, "name", "赵云");
    assert_ok(db_begin(lab->db));
    assert_ok(rec_put(lab->db, &lab->who, "save", NULL, r));
    struct record *changed = record_copy(r);
    set_text(changed, "name", "王小明");
    assert_ok(rec_put(lab->db, &lab->who, "save", r, changed));
    for (int i = 1; i <= MANY; i++) {
        char number[24];
        snprintf(number, sizeof number, "m%04d", i);
        struct record *one = a_visitor(lab, number, i == 1 || i == MANY ? "欧阳修" : "陈真");
        assert_ok(rec_put(lab->db, &lab->who, "save", NULL, one));
        record_free(one);
    }
    assert_ok(db_commit(lab->db));
    FOUND_BY(r->id, "小明", "wxm");
    NOT_FOUND_BY(r->id, "李晓东", "lxd", "赵云");
    FOUND_BY(r->id + 1, "oyx", "m0001");
    FOUND_BY(r->id + MANY, "oyx", "m3000");
    record_free(r);
    record_free(changed);
}

static void U4_purge_takes_the_name_out_of_the_search(void **state)
{
    struct lab *lab = *state;
    struct record *r = visitor(lab, "王小明", "13800008036", "A-1203");
    assert_ok(db_begin(lab->db));
    assert_ok(rec_purge(lab->db, &lab->who, r));
    assert_ok(db_commit(lab->db));
    NOT_FOUND_BY(r->id, "王小明", "wxm", "8036", "xiaoming");
    FOUND_BY(r->id, "1203");
    record_free(r);
}

static bool file_has(const struct lab *lab, const char *text)
{
    char *command = mem_printf("grep -qaF -e '%s' '%s'", text, lab->path);
    int rc = system(command);
    free(command);
    return WIFEXITED(rc) && WEXITSTATUS(rc) == 0;
}

static void U4_after_the_scrub_no_word_is_left_in_the_file(void **state)
{
    struct lab *lab = *state;
    struct record *r = visitor(lab, "Quixotic", "13866668036", "A-1203");
    int64_t other = saved(lab, "Zephyrus", "13900001111", "A-1203");
    assert_true(file_has(lab, "uixotic"));
    assert_ok(db_begin(lab->db));
    assert_ok(rec_purge(lab->db, &lab->who, r));
    assert_ok(db_commit(lab->db));
    assert_ok(search_scrub(&(struct slice){.db = lab->db}));
    assert_false(file_has(lab, "uixotic"));
    assert_false(file_has(lab, "3866668036"));
    FOUND_BY(other, "zephyrus", "1111");
    FOUND_BY(r->id, "1203");
    record_free(r);
}

static void newest_first_and_shared_among_registers(void **state)
{
    struct lab *lab = *state;
    assert_ok(db_begin(lab->db));
    for (int i = 1; i <= 80; i++) {
        char number[24];
        snprintf(number, sizeof number, "n-%03d", i);
        struct record *r = a_visitor(lab, number, "王小明");
        assert_ok(rec_put(lab->db, &lab->who, "save", NULL, r));
        record_free(r);
    }
    struct record *u = record_new(lab_form(lab, "unit"));
    set_text(u, "code", "C-0101");
    set_text(u, "number", "C-0101");
    set_text(u, "state", "current");
    set_text(u, "owner", "王小明");
    set_int(u, "saved_at", TEST_NOW);
    assert_ok(rec_put(lab->db, &lab->who, "save", NULL, u));
    assert_ok(db_commit(lab->db));
    struct hit hits[50];
    size_t n = find(lab, "wxm", hits);
    assert_int_equal(n, 50);
    for (size_t i = 0; i < n; i++)
        assert_int_equal(hits[i].id, 80 - (int)i);
    assert_ok(search_find(lab->db, NULL, "小明", hits, 50, &n));
    assert_int_equal(n, 50);
    assert_string_equal(hits[0].form->name, "visitor");
    assert_int_equal(hits[0].id, 80);
    assert_int_equal(hits[48].id, 32);
    assert_string_equal(hits[49].form->name, "unit");
    assert_int_equal(hits[49].id, u->id);
    record_free(u);
}

/* `many` rows of a register in the index alone. */
static void indexed(struct lab *lab, const char *reg, int many)
{
    char *sql = mem_printf("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < %d)"
                           " INSERT INTO search(rowid, t) SELECT ?1 + i, ?2 FROM n WHERE i <= %d",
                           many, many);
    struct buf tokens = {0};
    struct stmt *st = db_stmt(lab->db, sql);
    search_words(&tokens, SEARCH_PINYIN, "王小明");
    bind_int(st, 1, SEARCH_ROWID(db_reg(lab->db, lab_form(lab, reg))->key, 0));
    bind_text(st, 2, tokens.s);
    assert_ok(db_run(lab->db, st));
    buf_free(&tokens);
    free(sql);
}

/* Each register's hits are its newest, at least its share, and nothing is left out while there is room. */
static void expect_shares(struct lab *lab)
{
    struct hit all[50], own[50];
    size_t n, taken = 0, there = 0;
    assert_ok(search_find(lab->db, NULL, "wxm", all, 50, &n));
    for (size_t i = 0; i < lab->forms->n; i++) {
        size_t has, k = 0;
        assert_ok(search_find(lab->db, lab->forms->v[i], "wxm", own, 50, &has));
        there += has;
        for (; taken < n && all[taken].form == lab->forms->v[i]; taken++, k++)
            assert_int_equal(all[taken].id, own[k].id);
        assert_true(k >= (has < 50 / lab->forms->n ? has : 50 / lab->forms->n));
    }
    assert_int_equal(taken, n);
    assert_int_equal(n, there < 50 ? there : 50);
}

/* Few hits below a full register are read the other way about than many: nobody may see which. */
static void few_or_many_below_a_full_register(void **state)
{
    struct lab *lab = *state;
    static const int many[][3] = {{0, 0, 60},     {3, 2, 49},     {3, 2, 50},     {3, 2, 51},    {60, 60, 60},
                                  {256, 255, 60}, {256, 256, 60}, {256, 257, 60}, {700, 1, 700}, {1, 700, 700}};
    for (size_t i = 0; i < ARRAY_LEN(many); i++) {
        assert_ok(db_begin(lab->db));
        indexed(lab, "unit", many[i][0]);
        indexed(lab, "repair", many[i][1]);
        indexed(lab, "visitor", many[i][2]);
        expect_shares(lab);
        db_rollback(lab->db);
    }
}

static int count_each(int64_t id, void *arg)
{
    int64_t *last = arg;
    assert_true(*last == 0 || id < *last);
    *last = id;
    return id == 2 ? 7 : 0;
}

static void each_stops_when_told(void **state)
{
    struct lab *lab = *state;
    for (int i = 0; i < 4; i++)
        (void)saved(lab, "王小明", "13800008036", "A-1203");
    int64_t last = 0;
    assert_int_equal(search_each(lab->db, lab_form(lab, "visitor"), "wxm", count_each, &last), 7);
    assert_int_equal(last, 2);
}

static void other_tokens_rebuild_the_index(void **state)
{
    struct lab *lab = *state;
    int64_t id = saved(lab, "王小明", "13800008036", "A-1203");
    assert_ok(db_exec(lab->db, "INSERT INTO search(search) VALUES('delete-all')"));
    NOT_FOUND_BY(id, "小明");
    assert_ok(search_rebuild(lab->db));
    FOUND_BY(id, "小明", "wxm", "8036", "a1203");
    assert_ok(db_exec(lab->db,
                      "INSERT INTO search(search) VALUES('delete-all'); UPDATE meta SET value = 'old' WHERE name = "
                      "'search.tokens'"));
    lab_reopen(lab);
    assert_ok(db_begin(lab->db));
    FOUND_BY(id, "小明");
    FOUND_BY(id, "wxm");
    db_rollback(lab->db); /* and the rebuilt index with it */
    FOUND_BY(id, "小明", "wxm", "8036");
}

static void short_lists_in_memory(void **state)
{
    (void)state;
    const char *const matching[] = {"wxm", "小明", "王", "8036", "138", "wangx", "A-1203", "1203 王"};
    for (size_t i = 0; i < sizeof matching / sizeof *matching; i++)
        assert_true(search_match("A-1203 王小明 13800008036", matching[i]));
    const char *const others[] = {"", "lxm", "小王", "8037", "wangl", "B"};
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        assert_false(search_match("A-1203 王小明 13800008036", others[i]));
    assert_false(search_match("", "a"));
}

static void keep_id(const struct form *f, int64_t id, void *arg)
{
    assert_string_equal(f->name, "visitor");
    *(int64_t *)arg = *(int64_t *)arg * 100 + id;
}

/* Of each record all its words and no other: what is missing or too much is named, of whichever record. */
static void the_whole_index_is_compared(void **state)
{
    struct lab *lab = *state;
    int64_t key = db_reg(lab->db, lab_form(lab, "visitor"))->key, found = 0, ids[12];
    for (size_t i = 0; i < ARRAY_LEN(ids); i++)
        ids[i] = saved(lab, "王小明小王", "13800138000", "A-1203");
    assert_ok(search_compare(lab->db, keep_id, &found));
    assert_int_equal(found, 0);
    char *less = mem_printf("INSERT INTO search(search, rowid, t) VALUES('delete', %lld, '=wang')",
                            (long long)SEARCH_ROWID(key, ids[5])),
         *more = mem_printf("INSERT INTO search(rowid, t) VALUES(%lld, '=wen')", (long long)SEARCH_ROWID(key, ids[9]));
    assert_ok(db_exec(lab->db, less));
    assert_ok(db_exec(lab->db, more));
    assert_ok(search_compare(lab->db, keep_id, &found));
    assert_int_equal(found, ids[5] * 100 + ids[9]);
    assert_int_equal(search_verify(lab->db), QT_CORRUPT);
    assert_non_null(strstr(fault_text(), "in the search index"));
    free(less);
    free(more);
}

int main(void)
{
#define T(f) cmocka_unit_test_setup_teardown(f, lab_setup, lab_teardown)
    const struct CMUnitTest tests[] = {T(name_by_characters_pinyin_and_phone),
                                       T(surnames_and_polyphones),
                                       T(rare_and_foreign_names),
                                       T(kinds_of_fields),
                                       T(hostile_text_is_no_error),
                                       T(an_update_forgets_the_old_words),
                                       T(a_rolled_back_record_is_not_found),
                                       T(new_rows_of_one_transaction),
                                       T(U4_purge_takes_the_name_out_of_the_search),
                                       T(U4_after_the_scrub_no_word_is_left_in_the_file),
                                       T(newest_first_and_shared_among_registers),
                                       T(few_or_many_below_a_full_register),
                                       T(each_stops_when_told),
                                       T(other_tokens_rebuild_the_index),
                                       T(the_whole_index_is_compared),
                                       cmocka_unit_test(short_lists_in_memory)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
