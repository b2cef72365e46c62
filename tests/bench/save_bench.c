/* Saving a visitor beside a bare SQLite insert-and-commit in the same journal mode and folder, one after the other in
 * turn, so that whatever else the disk has to do falls on both alike.
 *   save_bench DESK_DB FORMS_DIR N     (DESK_DB: a practice database; N visitors are added to it) */
#include "qiantai/desk.h"

#include <sqlite3.h>
#include <stdio.h>

static int by_value(const void *a, const void *b)
{
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
    return (x > y) - (x < y);
}

/* Returns the median. */
static double tell(const char *what, int64_t *us, int n)
{
    qsort(us, (size_t)n, sizeof *us, by_value);
    printf("%-24s median %7.3f ms   p99 %7.3f ms   (n=%d)\n", what, (double)us[n / 2] / 1000,
           (double)us[n * 99 / 100] / 1000, n);
    return (double)us[n / 2];
}

struct bare {
    sqlite3 *h;
    sqlite3_stmt *st;
};

static int bare_open(struct bare *b, const char *file, const char *mode)
{
    char pragma[64];
    snprintf(pragma, sizeof pragma, "PRAGMA journal_mode=%s", mode);
    remove(file);
    return sqlite3_open(file, &b->h) != SQLITE_OK || sqlite3_exec(b->h, pragma, NULL, NULL, NULL) != SQLITE_OK ||
           sqlite3_exec(b->h,
                        "PRAGMA synchronous=FULL;"
                        "CREATE TABLE t(id INTEGER PRIMARY KEY, name TEXT, phone TEXT, unit TEXT) STRICT",
                        NULL, NULL, NULL) != SQLITE_OK ||
           sqlite3_prepare_v2(b->h, "INSERT INTO t(name, phone, unit) VALUES('王小明', '13800008036', 'A-1203')", -1,
                              &b->st, NULL) != SQLITE_OK;
}

static int bare_insert(const struct bare *b, int64_t *us)
{
    int64_t from = clock_mono_us();
    int rc = sqlite3_step(b->st) != SQLITE_DONE || sqlite3_reset(b->st) != SQLITE_OK;
    *us = clock_mono_us() - from;
    return rc;
}

static void bare_close(struct bare *b, const char *file)
{
    sqlite3_finalize(b->st);
    sqlite3_close(b->h);
    remove(file);
}

static int save(struct desk *d, const struct form *f, int i, int64_t *us)
{
    char phone[24];
    struct outcome o = {0};
    char *why = NULL;
    struct record *r = desk_new(d, f);
    snprintf(phone, sizeof phone, "138%08d", i * 7919 % 100000000);
    if (desk_enter(d, r, form_field(f, "name"), "王小明", &why) != 0 ||
        desk_enter(d, r, form_field(f, "phone"), phone, &why) != 0 ||
        desk_enter(d, r, form_field(f, "unit"), "A-1203", &why) != 0) {
        fprintf(stderr, "save_bench: %s\n", why ? why : fault_text());
        return 1;
    }
    int64_t from = clock_mono_us();
    int rc = desk_save(d, NULL, r, &o);
    *us = clock_mono_us() - from;
    if (rc != 0)
        fprintf(stderr, "save_bench: %s\n", fault_text());
    outcome_free(&o);
    record_free(r);
    free(why);
    return rc != 0;
}

int main(int argc, char **argv)
{
    struct desk *d;
    struct problems problems = {0};
    if (argc < 4)
        return 2;
    int n = (int)strtol(argv[3], NULL, 10);
    int64_t *plain_us = mem_alloc(sizeof *plain_us * (size_t)n), *save_us = mem_alloc(sizeof *save_us * (size_t)n);
    struct bare b;
    struct desk_options o = {.db_path = argv[1], .form_dirs = argv[2], .terminal = "bench"};
    if (desk_open(&o, &d, &problems) != 0 || desk_sign_in_as(d, "lm") != 0) {
        fprintf(stderr, "save_bench: %s\n", fault_text());
        return 1;
    }
    char *plain = mem_printf("%s.bare", argv[1]);
    const char *mode = sqlite3_libversion_number() >= 3051003 ? "wal" : "truncate";
    if (bare_open(&b, plain, mode) != 0)
        return 1;
    for (int round = 0; round < 2; round++) {
        for (int i = 0; i < n; i++)
            if (bare_insert(&b, &plain_us[i]) != 0 ||
                save(d, forms_find(desk_forms(d), "visitor"), round * n + i, &save_us[i]) != 0)
                return 1;
        double bare_median = tell("bare insert + commit", plain_us, n);
        printf("%.2f times as long\n", tell("a visitor saved", save_us, n) / bare_median);
    }
    bare_close(&b, plain);
    free(plain);
    free(plain_us);
    free(save_us);
    desk_close(d);
    return 0;
}
