/* desk: the figures of a register (src/desk/figures.c). */
#ifndef QIANTAI_DESK_FIGURES_H
#define QIANTAI_DESK_FIGURES_H

#include "qiantai/form.h"

struct desk;

/* figures: what a register's records of a period come to (R10, C9-C11, Q6). Counts only, no drawing; the screens,
 * the workbook and `qiantai figures` show the same numbers. The rules are in docs/forms.md, "Figures". */
struct figure { /* one line of a table */
    char *name; /* the value, the clock, "2026-11-21", "2026-W47", "2026-11" */
    char *label;
    int64_t total, finished, answered;
    int64_t on_time, late, pending; /* promised: kept, not kept, not due yet */
    int64_t rework;
    int64_t share; /* causes: this and those before it, in thousandths */
    int64_t sum[FIGURE_SUMS];
};
struct figure_list {
    struct figure *v;
    size_t n;
};
struct figure_goal { /* of the form's goals, in their order */
    int64_t n, of;   /* so many of so many; of 0: nothing came that it could be of */
    bool shown;      /* the person may see all that it names */
};
struct figures {
    int64_t from, to;
    int64_t records;   /* all of the period */
    struct figure all; /* cases: records of one case counted once */
    int64_t valid, people, posts;
    int64_t reworked;       /* cases with rework; all.rework: how often */
    struct figure_list *by; /* per field of the form's `by` */
    size_t nby;
    struct figure_goal *goals;
    size_t ngoals;
    struct figure_list causes, clocks;
    struct figure_list days, weeks; /* of a period of up to a month, days without records too */
    struct figure_list months;      /* trend: of the period, or of the twelve that end with it */
};
/* Records whose month field lies in [from, to). */
int figures_read(struct desk *d, const struct form *f, int64_t from, int64_t to, struct figures *out) QT_MUST_USE;
void figures_free(struct figures *f);
/* "2026-11", "2026", "all"; NULL: this month. QT_REFUSED with the reason. */
int figures_period(const char *text, int64_t *from, int64_t *to) QT_MUST_USE;
/* The rows to show: days, weeks and months before the first record and after the last are left out. */
size_t figure_rows(const struct figure_list *l, const struct figure **first);
int64_t goal_share(const struct figure_goal *g); /* thousandths, -1 of nothing */
bool goal_met(const struct goal_rule *rule, const struct figure_goal *g);
int64_t figure_rate(const struct figure *f); /* on time in thousandths of those that came due, -1 none did */

#endif
