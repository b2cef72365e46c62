/* similar_bench DB FORMS-DIR [ROWS [LOOKS]]: how long the desk looks for others about the same matter when a complaint
 * is saved, among ROWS (default 10,000) complaints of the last 30 days, in processor time. DB is made. With ROWS 0 it
 * is there, and complaints from all over it ask, as if it were just saved: how often is something offered? */
#include "desk/desk_internal.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#define LOOKS 400 /* at most */

static uint64_t seed = 88172645463325252u;

static unsigned pick(unsigned n)
{
    seed ^= seed << 13;
    seed ^= seed >> 7;
    seed ^= seed << 17;
    return (unsigned)((seed >> 11) % n);
}

#define COUNT(v) ((unsigned)(sizeof(v) / sizeof *(v)))
static const char *const places[] = {"3号楼", "5号楼", "12栋",  "负一层", "大堂", "东门",
                                     "车库",  "楼顶",  "2单元", "会所",   "花园"};
static const char *const matters[] = {"电梯总是坏", "半夜噪音很大", "垃圾没人清运", "车位被占",
                                      "装修灰尘多", "保安态度差",   "空调不凉",     "漏水严重",
                                      "楼道灯不亮", "油烟呛人",     "遛狗不牵绳",   "快递丢了"};
static const char *const ends[] = {"影响休息",     "老人摔倒过", "孩子害怕",  "希望处理",
                                   "打了三次电话", "没有人管",   "请给个说法"};
static const char filler[] =
    "昨日清晨窗外传来机器轰鸣邻居推门查看走廊堆满纸箱推车挡住通道味道刺鼻墙皮脱落水管接口生锈地砖松动踩上"
    "去咯吱作响门禁刷卡失灵监控镜头歪斜绿化带枯黄喷泉干涸长椅断裂路面坑洼井盖翘起儿童滑梯螺丝外露";

static void add_filler(struct buf *b, unsigned chars)
{
    unsigned all = (unsigned)(sizeof filler - 1) / 3;
    while (chars > 0) {
        unsigned from = pick(all), n = pick(6) + 2;
        for (; n > 0 && chars > 0 && from < all; n--, chars--, from++)
            buf_addn(b, filler + (size_t)from * 3, 3);
        buf_add(b, "，");
    }
}

static void invent(struct record *r, int64_t now)
{
    struct buf b = {0};
    char name[16];
    buf_addf(&b, "%s%s，", places[pick(COUNT(places))], matters[pick(COUNT(matters))]);
    add_filler(&b, 20 + pick(pick(8) ? 80 : 600));
    buf_add(&b, ends[pick(COUNT(ends))]);
    (void)record_set_text(r, "text", b.s);
    (void)snprintf(name, sizeof name, "人%u", pick(4000));
    (void)record_set_text(r, "name", name);
    (void)record_set_text(r, "matter", "other");
    (void)record_set_text(r, "channel", "phone");
    (void)record_set_text(r, "grade", "ordinary");
    value_int(&r->v[form_sys(r->form, SYS_SAVED_AT)], now - (int64_t)pick(30 * 86400));
    buf_free(&b);
}

static int fill(struct desk *d, const struct form *f, int64_t rows)
{
    int rc = desk_begin(d);
    for (int64_t i = 0; rc == QT_OK && i < rows; i++) {
        struct record *r = record_new(f);
        invent(r, clock_now());
        rc = desk_write_past(d, "import", NULL, r);
        record_free(r);
    }
    return desk_end(d, rc);
}

static bool there(struct desk *d, const struct form *f, int64_t id)
{
    struct record *r = NULL;
    int rc = rec_get(d->db, f, id, &r);
    record_free(r);
    return rc == QT_OK;
}

static int64_t cpu_us(void)
{
    struct timespec t;
    (void)clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

static int by_number(const void *a, const void *b)
{
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
    return x < y ? -1 : x > y;
}

/* A desk that has looked before; one that forgot what it read; a program just started, which reads the words, too. */
enum how { WARM, COLD, STARTED };

static int open_again(struct desk **d, const struct desk_options *o)
{
    struct problems problems = {0};
    desk_close(*d);
    *d = NULL;
    int rc = desk_open(o, d, &problems);
    problems_free(&problems);
    return rc;
}

static int look(struct desk **d, const struct desk_options *again, int64_t rows, int looks, bool all, enum how how)
{
    static const char *const name[] = {"warm", "cold", "just started"};
    static int64_t took[LOOKS];
    int offered = 0;
    for (int i = 0; i < looks; i++) {
        struct record *r = NULL;
        struct outcome o = {0};
        int rc = how == STARTED ? open_again(d, again) : QT_OK;
        const struct form *f = rc == QT_OK ? forms_find(desk_forms(*d), "complaint") : NULL;
        if (rc == QT_OK)
            rc = rec_get((*d)->db, f, all ? 1 + rows * i / looks : 1 + (int64_t)pick((unsigned)rows), &r);
        if (how == COLD)
            similar_forget(*d);
        int64_t begin = cpu_us();
        if (rc == QT_OK)
            rc = desk_similar(*d, NULL, r, -1, &o);
        took[i] = cpu_us() - begin;
        offered += outcome_question(&o, QUESTION_SAME_MATTER) != NULL;
        outcome_free(&o);
        record_free(r);
        if (rc < 0)
            return rc;
    }
    qsort(took, (size_t)looks, sizeof *took, by_number);
    printf("same matter among %lld, %s: median %.1f ms, 99 %% %.1f ms, worst %.1f ms; offered %d of %d\n",
           (long long)rows, name[how], (double)took[looks / 2] / 1000, (double)took[looks * 99 / 100] / 1000,
           (double)took[looks - 1] / 1000, offered, looks);
    return QT_OK;
}

int main(int argc, char **argv)
{
    struct desk_options o = {.db_path = argc > 1 ? argv[1] : NULL,
                             .form_dirs = argc > 2 ? argv[2] : NULL,
                             .lang = LANG_ZH,
                             .terminal = "bench",
                             .create = argc <= 3 || strtoll(argv[3], NULL, 10) != 0,
                             .practice = argc <= 3 || strtoll(argv[3], NULL, 10) != 0};
    struct problems problems = {0};
    struct desk *d = NULL;
    int64_t rows = argc > 3 ? strtoll(argv[3], NULL, 10) : 10000;
    int rc = argc < 3 ? fault(QT_REFUSED, "similar_bench DB FORMS-DIR [ROWS [LOOKS]]") : desk_open(&o, &d, &problems);
    int looks = argc > 4 ? (int)strtol(argv[4], NULL, 10) : LOOKS;
    bool all = argc > 3 && rows == 0;
    if (rc == QT_OK && !all)
        rc = desk_first_run(d, "Bench", "lm", "Li Min", "246810");
    const struct form *f = rc == QT_OK ? forms_find(desk_forms(d), "complaint") : NULL;
    if (f && !all)
        rc = fill(d, f, rows);
    while (f && all && there(d, f, rows + 1))
        rows++;
    looks = looks > 0 && looks < LOOKS ? looks : LOOKS;
    o.create = o.practice = false;
    for (int how = WARM; f && rc == QT_OK && rows > 0 && how <= STARTED; how++)
        rc = look(&d, &o, rows, looks, all, (enum how)how);
    if (rc < 0)
        fprintf(stderr, "%s\n", fault_text());
    problems_free(&problems);
    desk_close(d);
    return rc < 0;
}
