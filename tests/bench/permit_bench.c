/* What it costs to ask whether this person may: every right at every field and action of every register, for a record.
 *   permit_bench DESK_DB FORMS STAFF */
#include "qiantai/desk.h"

#include <stdio.h>
#include <stdlib.h>

enum { ROUNDS = 200, SAMPLES_MAX = 1 << 20 };

static int by_value(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* Asks everything about one record once; how many questions. */
static int ask_all(struct desk *d, const struct form *f, const struct record *r)
{
    static const enum right rights[] = {RIGHT_LOOK, RIGHT_ENTER, RIGHT_CHANGE, RIGHT_REVEAL, RIGHT_PRINT, RIGHT_EXPORT};
    int n = 0;
    for (size_t k = 0; k < ARRAY_LEN(rights); k++)
        for (int i = -1; i < (int)f->ndeclared; i++, n++)
            if (desk_permit(d, f, r, i, -1, rights[k]) < 0)
                fault_clear();
    for (int i = 0; i < (int)f->nactions; i++, n++)
        if (desk_permit(d, f, r, -1, i, RIGHT_ACT) < 0)
            fault_clear();
    return n;
}

int main(int argc, char **argv)
{
    struct desk *d;
    struct problems problems = {0};
    if (argc < 4)
        return 2;
    struct desk_options o = {.db_path = argv[1], .form_dirs = argv[2], .terminal = "bench"};
    if (desk_open(&o, &d, &problems) < 0 || desk_sign_in_as(d, argv[3]) < 0) {
        fprintf(stderr, "permit_bench: %s\n", fault_text());
        return 1;
    }
    static double us[SAMPLES_MAX];
    size_t samples = 0;
    for (size_t i = 0; i < desk_forms(d)->n; i++) {
        const struct form *f = desk_forms(d)->v[i];
        struct record *r = record_new(f);
        for (int round = 0; round < ROUNDS && samples < SAMPLES_MAX; round++) {
            int64_t from = clock_mono_us();
            int n = ask_all(d, f, r);
            us[samples++] = (double)(clock_mono_us() - from) / n;
        }
        record_free(r);
    }
    qsort(us, samples, sizeof *us, by_value);
    printf("a permission asked: median %.3f us   p99 %.3f us   (n=%zu rounds of all questions of a register)\n",
           us[samples / 2], us[samples * 99 / 100], samples);
    problems_free(&problems);
    desk_close(d);
    return 0;
}
