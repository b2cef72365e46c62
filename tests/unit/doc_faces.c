/* One page on every face: text, bare text, CSV, JSON, and rows that come one by one. */
#include "qiantai/doc.h"
#include "unit/check.h"

static struct page *sample(void)
{
    struct page *p = page_new("repair-figures", "维修  统计");

    page_building(p, "联合广场");
    page_json_member(p, "register", "repair");
    page_heading(p, "全部");
    page_pairs(p, 2);
    page_pair_number(p, "记录", 12);
    page_key(p, "records");
    page_pair(p, "备注", "=1+2");
    page_table(p);
    page_key(p, "by_kind");
    page_column(p, "类别", 12, ALIGN_LEFT);
    page_key(p, "name");
    page_column(p, "金额", 10, ALIGN_RIGHT);
    page_key(p, "amount");
    page_column(p, "率", 6, ALIGN_RIGHT);
    page_key(p, "rate");
    page_column(p, "份额", 10, ALIGN_BAR);
    page_column(p, "", 1, ALIGN_LEFT);
    page_key(p, "id");
    page_json_only(p);
    page_cells(p, (const struct page_cell[]){{.text = "水，电", .plain = "water"},
                                             {.kind = KIND_MONEY, .number = 140950},
                                             {.kind = KIND_PERCENT, .number = 875},
                                             {.kind = KIND_BAR, .number = 1000},
                                             {.kind = KIND_NUMBER, .number = 7}});
    page_cells(p, (const struct page_cell[]){{.text = "+cmd|x", .tone = TONE_QUIET},
                                             {.kind = KIND_MONEY, .number = -5},
                                             {.kind = KIND_PERCENT, .number = -1},
                                             {.kind = KIND_BAR, .number = 1},
                                             {.kind = KIND_NUMBER, .empty = true}});
    return p;
}

static void the_same_page_on_four_faces(void **state)
{
    struct page *p = sample();
    struct buf text = {0}, bare = {0}, csv = {0}, json = {0};
    (void)state;
    assert_int_equal(page_to_text(p, 80, 0, page_put_buf, &text), QT_OK);
    assert_int_equal(page_to_text(p, 80, LAYOUT_BARE, page_put_buf, &bare), QT_OK);
    assert_int_equal(page_to_csv(p, page_put_buf, &csv), QT_OK);
    assert_int_equal(page_to_json(p, page_put_buf, &json), QT_OK);
    assert_non_null(strstr(text.s, "                                  维修  统计\n"));
    assert_non_null(strstr(text.s, "----------"));
    assert_string_equal(bare.s, "全部\n"
                                "记录  12                                备注  =1+2\n"
                                "\n"
                                "类别        金额     率  份额\n"
                                "水，电  1,409.50  87.5%  ##########\n"
                                "+cmd|x     -0.05      -  #\n");
    assert_string_equal(csv.s, "记录,12\r\n备注,\"'=1+2\"\r\n\r\n"
                               "类别,金额,率\r\n水，电,1409.50,87.5%\r\n\"'+cmd|x\",-0.05,\r\n");
    assert_string_equal(json.s, "{\"version\":1,\"register\":\"repair\",\"records\":12,\"by_kind\":[\n"
                                "{\"name\":\"water\",\"amount\":\"1409.50\",\"rate\":875,\"id\":7},\n"
                                "{\"name\":\"+cmd|x\",\"amount\":\"-0.05\",\"rate\":null,\"id\":null}]}\n");
    buf_free(&text);
    buf_free(&bare);
    buf_free(&csv);
    buf_free(&json);
    page_free(p);
}

/* ---- rows that come one by one ------------------------------------------------------------------------- */

struct counter {
    int64_t at, rows, fault_at;
    int released;
};

static int next(void *arg, struct page_row *row)
{
    struct counter *c = arg;
    if (c->at == c->rows)
        return 0;
    if (++c->at == c->fault_at)
        return fault(QT_IO, "the rows end here");
    row->cell[0] = (struct page_cell){.kind = KIND_NUMBER, .number = c->at};
    row->cell[1] = (struct page_cell){.text = mem_printf("row\x07 %lld", (long long)c->at)};
    row->total = c->at == c->rows;
    return 1;
}

static void release(void *arg)
{
    ((struct counter *)arg)->released++;
}

static struct page *from(struct counter *c)
{
    struct page *p = page_new("x", "x");
    page_table(p);
    page_key(p, "rows");
    page_column(p, "n", 8, ALIGN_RIGHT);
    page_key(p, "n");
    page_column(p, "text", 12, ALIGN_LEFT);
    page_key(p, "text");
    page_source(p, next, c, release);
    return p;
}

struct sink {
    size_t bytes, most, lines;
    int stop_after; /* pieces */
};

static int put(void *arg, const char *s, size_t n)
{
    struct sink *k = arg;
    k->bytes += n;
    k->most = n > k->most ? n : k->most;
    for (size_t i = 0; i < n; i++)
        k->lines += s[i] == '\n';
    return k->stop_after && --k->stop_after == 0 ? 7 : QT_OK;
}

static void a_hundred_thousand_rows_pass_in_small_pieces(void **state)
{
    (void)state;
    for (int face = 0; face < 5; face++) {
        struct counter c = {.rows = 100000};
        struct page *p = from(&c);
        struct sink k = {0};
        int rc = face == 0   ? page_to_csv(p, put, &k)
                 : face == 1 ? page_to_json(p, put, &k)
                 : face == 2 ? page_to_wire(p, put, &k)
                 : face == 3 ? page_to_text(p, 80, 0, put, &k)
                             : page_to_text(p, 0, LAYOUT_BARE, put, &k);
        assert_int_equal(rc, QT_OK);
        assert_true(k.lines >= 100000);
        assert_true(k.most < 40000);
        assert_int_equal(c.released, 0);
        page_free(p);
        assert_int_equal(c.released, 1);
    }
}

static void rows_of_a_source_are_cleaned_and_the_last_may_be_a_total(void **state)
{
    struct counter c = {.rows = 2};
    struct page *p = from(&c);
    struct buf b = {0};
    (void)state;
    assert_int_equal(page_to_text(p, 40, 0, page_put_buf, &b), QT_OK);
    assert_non_null(strstr(b.s, " 1  row 1\n----------------------------------------\n 2  row 2\n"));
    buf_free(&b);
    page_free(p);
}

static void a_fault_of_the_rows_or_of_the_reader_ends_every_face(void **state)
{
    (void)state;
    for (int face = 0; face < 4; face++) {
        for (int kind = 0; kind < 2; kind++) {
            struct counter c = {.rows = 100000, .fault_at = kind == 0 ? 5000 : 0};
            struct page *p = from(&c);
            struct sink k = {.stop_after = kind == 0 ? 0 : 2};
            int rc = face == 0   ? page_to_csv(p, put, &k)
                     : face == 1 ? page_to_json(p, put, &k)
                     : face == 2 ? page_to_wire(p, put, &k)
                                 : page_to_text(p, 80, 0, put, &k);
            assert_int_equal(rc, kind == 0 ? QT_IO : 7);
            assert_true(c.at < 10000);
            page_free(p);
        }
    }
}

static void paper_belongs_to_the_page(void **state)
{
    struct page *p = page_new("x", "x");
    struct buf b = {0};
    (void)state;
    struct sheet_size size;
    assert_false(sheet_size("A9", &size));
    assert_true(sheet_size("A5", &size));
    page_set_size(p, &size);
    assert_int_equal(page_to_wire(p, page_put_buf, &b), QT_OK);
    assert_non_null(strstr(b.s, "[\"paper\",\"A5\"]"));
    buf_free(&b);
    page_free(p);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_same_page_on_four_faces),
        cmocka_unit_test(a_hundred_thousand_rows_pass_in_small_pieces),
        cmocka_unit_test(rows_of_a_source_are_cleaned_and_the_last_may_be_a_total),
        cmocka_unit_test(a_fault_of_the_rows_or_of_the_reader_ends_every_face),
        cmocka_unit_test(paper_belongs_to_the_page),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
