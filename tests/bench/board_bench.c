/* The board with many open cases: a refresh, the tick of a minute, a page further, a move of the bar.
 *   board_bench NEW_DB FORMS N     (FORMS: directories with the register "case" of tests/unit/clock_forms) */
#include "desk/desk_internal.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define ROUNDS 200
#define SETTLE 60
#define ROWS 40          /* a tall terminal */
#define START 1795222800 /* 2026-11-21 09:00 in Shanghai */

static int by_value(const void *a, const void *b)
{
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
    return (x > y) - (x < y);
}

static void tell(const char *what, int64_t *us, int n)
{
    qsort(us, (size_t)n, sizeof *us, by_value);
    printf("%-32s median %7.3f ms   p99 %7.3f ms   worst %7.3f ms\n", what, (double)us[n / 2] / 1000,
           (double)us[n * 99 / 100] / 1000, (double)us[n - 1] / 1000);
}

static int fail(void)
{
    fprintf(stderr, "board_bench: %s\n", fault_text());
    return 1;
}

/* Cases of the last three weeks, written a thousand to a transaction. */
static int fill(struct desk *d, const struct form *f, int n)
{
    static const char *const grades[] = {"normal", "days", "urgent"};
    for (int i = 0; i < n; i++) {
        if (i % 1000 == 0 && desk_begin(d) < 0)
            return fail();
        clock_fix(START - (int64_t)(n - i) * 21 * DAY / n);
        struct record *r = record_new(f);
        value_text(&r->v[form_field(f, "what")], "厨房水龙头漏水，楼下天花板有水迹");
        value_text(&r->v[form_field(f, "grade")], grades[i % 3]);
        value_int(&r->v[form_field(f, "valid")], 1);
        value_text(&r->v[form_sys(f, SYS_STATE)], i % 7 ? "received" : "waiting");
        int rc = desk_write(d, "create", NULL, r);
        record_free(r);
        if (rc < 0)
            return fail();
        if ((i % 1000 == 999 || i + 1 == n) && desk_end(d, QT_OK) < 0)
            return fail();
    }
    return 0;
}

/* Rows of the whole board, the first or those behind one. */
static int read_rows(struct desk *d, const struct due *behind, struct board_row **v, size_t *n)
{
    static const struct board_query all = {0};
    bool more;
    return desk_board_page(d, &all, behind ? PAGE_AFTER : PAGE_FIRST, behind, ROWS, v, n, &more);
}

/* What the board does when a minute has turned or another desk has saved: tick, counts, the page. */
static int refresh(struct desk *d, int64_t *tick, int64_t *all)
{
    struct board_row *v = NULL;
    size_t n;
    int64_t open, overdue, from = clock_mono_us();
    if (desk_tick(d) < 0)
        return fail();
    int64_t ticked = clock_mono_us();
    if (desk_board_counts(d, &open, &overdue) < 0 || read_rows(d, NULL, &v, &n) < 0)
        return fail();
    *tick = ticked - from;
    *all = clock_mono_us() - from;
    board_free(v, n);
    return 0;
}

/* Down the whole board: the row's record and its actions at each move, the next page at each page's end. */
static int walk(struct desk *d, int64_t *move, int64_t *page)
{
    struct due last = {0};
    int moves = 0;
    for (int p = 0; p < ROUNDS; p++) {
        struct board_row *v = NULL;
        size_t n;
        int64_t from = clock_mono_us();
        if (read_rows(d, last.id ? &last : NULL, &v, &n) < 0)
            return fail();
        page[p] = clock_mono_us() - from;
        for (size_t i = 0; i < n && moves < ROUNDS * 10; i++) {
            struct record *r = NULL;
            int actions[64];
            from = clock_mono_us();
            if (v[i].due.record && rec_get(desk_db(d), v[i].form, v[i].due.record, &r) < 0)
                return fail();
            if (r && v[i].form->nactions <= 64)
                (void)desk_actions(d, r, actions);
            move[moves++] = clock_mono_us() - from;
            record_free(r);
        }
        if (n)
            last = (struct due){.due = v[n - 1].due.due, .id = v[n - 1].due.id};
        board_free(v, n);
    }
    tell("bar move", move, moves);
    tell("a page further", page, ROUNDS);
    return 0;
}

/* Other programs on the machine do not count. */
static int64_t processor_us(void)
{
    struct timespec t = {0};
    (void)clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

/* The last page of a long board, and what is typed and stands in no row: processor time. */
static int ends(struct desk *d)
{
    static int64_t end[ROUNDS], none[ROUNDS];
    for (int p = 0; p < ROUNDS; p++) {
        struct board_row *v = NULL;
        size_t n;
        bool more;
        int64_t from = processor_us();
        if (desk_board_page(d, &(struct board_query){.text = ""}, PAGE_LAST, NULL, ROWS, &v, &n, &more) < 0)
            return fail();
        end[p] = processor_us() - from;
        board_free(v, n);
        from = processor_us();
        if (desk_board_page(d, &(struct board_query){.text = "鸭嘴兽"}, PAGE_FIRST, NULL, ROWS, &v, &n, &more) < 0)
            return fail();
        none[p] = processor_us() - from;
        board_free(v, n);
    }
    tell("End, processor time", end, ROUNDS);
    tell("no hits, processor time", none, ROUNDS);
    return 0;
}

int main(int argc, char **argv)
{
    static int64_t tick[ROUNDS], all[ROUNDS], move[ROUNDS * 10], page[ROUNDS];
    struct desk *d;
    struct problems problems = {0};
    if (argc < 4)
        return 2;
    struct desk_options o = {
        .db_path = argv[1], .form_dirs = argv[2], .terminal = "bench", .create = true, .practice = true};
    clock_fix(START);
    if (desk_open(&o, &d, &problems) < 0 || desk_first_run(d, "Bench", "lm", "Li Min", "246810") < 0)
        return fail();
    const struct form *f = forms_find(desk_forms(d), "case");
    if (!f || fill(d, f, (int)strtol(argv[3], NULL, 10)))
        return fail();
    clock_fix(START);
    int64_t open = 0, overdue = 0, worst = 0;
    for (int i = 0; i < SETTLE; i++) { /* what has come up in three weeks without a desk is told */
        int64_t from = clock_mono_us();
        clock_fix(START + i * MINUTE);
        if (desk_tick(d) < 0 || desk_board_counts(d, &open, &overdue) < 0)
            return fail();
        worst = clock_mono_us() - from > worst ? clock_mono_us() - from : worst;
    }
    printf("%lld open, %lld overdue; a tick that tells a thousand of them %.0f ms\n", (long long)open,
           (long long)overdue, (double)worst / 1000);
    for (int i = 0; i < ROUNDS; i++) {
        clock_fix(START + (SETTLE + i) * MINUTE);
        if (refresh(d, &tick[i], &all[i]))
            return 1;
    }
    tell("tick of a minute", tick, ROUNDS);
    tell("refresh (tick, counts, page)", all, ROUNDS);
    int rc = walk(d, move, page) || ends(d);
    problems_free(&problems);
    desk_close(d);
    return rc;
}
