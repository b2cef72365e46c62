/* search_bench FORMS-DIR DB [ROWS]: what the search index costs and how fast it answers. Makes DB with ROWS
 * visitors (default 1,000,000; index only, no records), then times queries of each kind, in processor time. */
#include "store.h"
#include "store/gate.h"

#include <sys/stat.h>

#define BATCH 5000
#define QUERIES 400
#define LIMIT 50

static uint64_t seed = 88172645463325252u;

static unsigned pick(unsigned n)
{
    seed ^= seed << 13;
    seed ^= seed >> 7;
    seed ^= seed << 17;
    return (unsigned)((seed >> 11) % n);
}

/* The n-th character of s. */
static void add_char(struct buf *out, const char *s, unsigned n)
{
    size_t bytes;
    while (n-- > 0) {
        (void)text_codepoint(s, &bytes);
        s += bytes;
    }
    (void)text_codepoint(s, &bytes);
    buf_addn(out, s, bytes);
}

static const char surnames[] =
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩邓冯曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢";
static const char given[] =
    "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉萍红建国文志海林梅鑫玲雪飞宇浩然子涵欣怡晨阳佳琪思雨梦婷"
    "天翔凯博睿航家豪俊辉鹏程立新春兰淑珍桂花金凤小龙云峰嘉诚一诺若曦雅琴美慧晓东振国少华永康庆丰德福长江";

static void add_name(struct buf *out)
{
    unsigned top = pick(50);
    add_char(out, surnames, pick(top + 1)); /* the first ones are the common ones */
    for (unsigned n = pick(5) == 0 ? 1 : 2; n > 0; n--)
        add_char(out, given, pick((unsigned)text_len(given)));
}

static void set(struct record *r, const char *field, struct buf *text)
{
    if (record_set_text(r, field, text->s) < 0)
        fprintf(stderr, "no field %s\n", field);
    buf_clear(text);
}

static void invent(struct record *r, int64_t id)
{
    struct buf b = {.s = NULL};
    r->id = id;
    buf_addf(&b, "%06lld-%03lld", (long long)(id / 900 + 240101), (long long)(id % 900));
    set(r, "number", &b);
    add_name(&b);
    set(r, "name", &b);
    add_name(&b);
    set(r, "host", &b);
    buf_addf(&b, "1%u%u%08u", 3 + pick(7), pick(10), pick(100000000));
    set(r, "phone", &b);
    buf_addf(&b, "%c-%02u%02u", 'A' + (int)pick(2), 1 + pick(30), 1 + pick(4));
    set(r, "unit", &b);
    if (pick(4) == 0) {
        buf_addf(&b, "粤B%05u", pick(100000));
        set(r, "plate", &b);
    }
    buf_free(&b);
}

/* Processor time: other programs on the machine do not count. */
static int64_t cpu_us(void)
{
    struct timespec t;
    return clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t) == 0 ? (int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000 : 0;
}

static int fail(const char *what)
{
    fprintf(stderr, "%s: %s\n", what, fault_text());
    return 1;
}

/* One transaction of n records; the cost of inventing them does not count. */
static int fill_batch(struct db *db, const struct form *f, int64_t first, size_t n, int64_t *cost)
{
    struct record *batch[BATCH];
    for (size_t i = 0; i < n; i++) {
        batch[i] = record_new(f);
        invent(batch[i], first + (int64_t)i);
    }
    int64_t t = cpu_us();
    int rc = db_begin(db);
    for (size_t i = 0; rc == 0 && i < n; i++)
        rc = search_put(db, NULL, batch[i]);
    if (rc == 0)
        rc = db_commit(db);
    *cost += cpu_us() - t;
    for (size_t i = 0; i < n; i++)
        record_free(batch[i]);
    return rc;
}

static int fill(struct db *db, const struct form *f, int64_t rows)
{
    int64_t cost = 0;
    for (int64_t id = 1; id <= rows; id += BATCH) {
        int64_t left = rows - id + 1;
        if (fill_batch(db, f, id, left < BATCH ? (size_t)left : BATCH, &cost) < 0)
            return fail("index");
    }
    printf("index %lld rows: %.2f us a row with commits\n", (long long)rows, (double)cost / (double)rows);
    return 0;
}

static int by_size(const void *a, const void *b)
{
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
    return (x > y) - (x < y);
}

enum kind {
    HAN2,
    HAN1,
    HAN3,
    INITIALS1,
    INITIALS2,
    INITIALS3,
    SYLLABLE,
    PINYIN,
    MIXED,
    TAIL,
    HEAD3,
    HEAD5,
    UNIT,
    KINDS
};
static const char *const kind_names[] = {"han 2",      "han 1",    "han 3",    "initial", "initials 2",
                                         "initials 3", "syllable", "pinyin 2", "wangxm",  "tail 4",
                                         "head 3",     "head 5",   "unit"};

static void query(struct buf *out, enum kind kind)
{
    static const char *const syllables[] = {"xi", "xiao", "ming", "wang", "zhang", "li", "hong", "jian", "guo", "yu"};
    buf_clear(out);
    switch (kind) {
    case HAN3:
        add_char(out, surnames, pick(10)); /* fall through */
    case HAN2:
        add_char(out, given, pick((unsigned)text_len(given))); /* fall through */
    case HAN1:
        add_char(out, given, pick((unsigned)text_len(given)));
        break;
    case INITIALS3:
        buf_addc(out, "wlzcyhs"[pick(7)]); /* fall through */
    case INITIALS2:
        buf_addc(out, "wlxzyhjmgt"[pick(10)]); /* fall through */
    case INITIALS1:
        buf_addc(out, "wlxzyhjmgt"[pick(10)]);
        break;
    case PINYIN:
        buf_add(out, syllables[pick(10)]); /* fall through */
    case SYLLABLE:
        buf_add(out, syllables[pick(10)]);
        break;
    case MIXED:
        buf_addf(out, "%s%c%c", syllables[3 + pick(2)], "wlxzyh"[pick(6)], "wlxzyh"[pick(6)]);
        break;
    case TAIL:
        buf_addf(out, "%04u", pick(10000));
        break;
    case HEAD3:
        buf_addf(out, "1%u%u", 3 + pick(7), pick(10));
        break;
    case HEAD5:
        buf_addf(out, "1%u%03u", 3 + pick(7), pick(1000));
        break;
    default:
        buf_addf(out, "A-%02u%02u", 1 + pick(30), 1 + pick(4));
    }
}

static int ask(struct db *db, const struct form *f, enum kind kind)
{
    int64_t times[QUERIES], hits = 0;
    struct hit hit[LIMIT];
    struct buf text = {.s = NULL};
    for (int i = 0; i < QUERIES; i++) {
        size_t n;
        query(&text, kind);
        int64_t t = cpu_us();
        if (search_find(db, f, text.s, hit, LIMIT, &n) < 0)
            return fail(text.s);
        times[i] = cpu_us() - t;
        hits += (int64_t)n;
    }
    qsort(times, QUERIES, sizeof *times, by_size);
    printf("%-10s %-8s p50 %6lld us  p99 %6lld us  worst %6lld us  %5.1f hits  last \"%s\"\n", kind_names[kind],
           f != NULL ? "register" : "all", (long long)times[QUERIES / 2], (long long)times[QUERIES * 99 / 100],
           (long long)times[QUERIES - 1], (double)hits / QUERIES, text.s);
    buf_free(&text);
    return 0;
}

int main(int argc, char **argv)
{
    if (argc < 3) {
        fprintf(stderr, "usage: %s FORMS-DIR DB [ROWS]\n", argv[0]);
        return 2;
    }
    int64_t rows = argc > 3 ? strtoll(argv[3], NULL, 10) : 1000000;
    struct forms *forms;
    struct problems problems = {.v = NULL};
    if (forms_load(argv[1], &forms, &problems) < 0)
        return fail("forms");
    struct stat st;
    bool make = stat(argv[2], &st) < 0;
    struct db *db;
    if (db_open(&(struct db_options){.path = argv[2], .forms = forms, .create = make}, &db) < 0)
        return fail("open");
    const struct form *f = forms_find(forms, "visitor");
    int rc = make ? fill(db, f, rows) : 0;
    for (int kind = 0; rc == 0 && kind < KINDS; kind++)
        rc = ask(db, f, kind) != 0 || ask(db, NULL, kind) != 0;
    if (stat(argv[2], &st) == 0)
        printf("file %.1f MB\n", (double)st.st_size / 1e6);
    db_close(db);
    problems_free(&problems);
    forms_free(forms);
    return rc;
}
