/* The records of a period counted (R10, C9-C11): read once, in a table row for each value that occurs. */
#include "qiantai/desk.h"

#include <stdlib.h>
#include <string.h>

#include "desk_internal.h"
#include "goals.h"

#define TREND 12 /* months */

enum promise { PROMISE_NONE, PROMISE_ON_TIME, PROMISE_LATE, PROMISE_PENDING };

struct count {
    struct desk *d;
    const struct form *f;
    const struct figures_rule *rule; /* never NULL */
    struct figures *out;
    struct goal_tally *goals;
    int64_t now;
    bool trend;    /* the months before: only they are counted */
    bool computed; /* the rule names fields that are worked out, not stored */
};

static const struct figures_rule plain = {
    .target = -1, .rework = -1, .cause = -1, .detail = -1, .link = -1, .people = -1, .posts = -1};

/* ---- rows ----------------------------------------------------------------------------------------------- */
static struct figure *figure_row(struct figure_list *l, const char *name, const char *label)
{
    for (size_t i = 0; i < l->n; i++)
        if (strcmp(l->v[i].name, name) == 0)
            return &l->v[i];
    l->v = mem_resize(l->v, l->n + 1, sizeof *l->v);
    l->v[l->n] = (struct figure){.name = mem_dup(name), .label = mem_dup(label)};
    return &l->v[l->n++];
}

static void add_value(const struct count *c, const struct record *r, int field, struct buf *name, struct buf *label)
{
    const struct field *f = &c->f->fields[field];
    const struct value *v = &r->v[field];
    char *word = field_plain(f, v);
    char *shown = v->kind == VAL_NULL ? mem_dup(_("not given")) : field_show(f, v, c->d->lang, c->now);
    buf_addf(name, "%s%s", name->len > 0 ? "/" : "", word ? word : "");
    buf_addf(label, "%s%s", label->len > 0 ? " - " : "", shown);
    free(word);
    free(shown);
}

/* The row of what a field holds, told more closely by the second one (-1 none). */
static struct figure *row_of(const struct count *c, struct figure_list *l, const struct record *r, int field,
                             int detail)
{
    struct buf name = {0}, label = {0};
    add_value(c, r, field, &name, &label);
    if (detail >= 0 && r->v[detail].kind != VAL_NULL)
        add_value(c, r, detail, &name, &label);
    struct figure *found = figure_row(l, name.s ? name.s : "", label.s ? label.s : "");
    buf_free(&name);
    buf_free(&label);
    return found;
}

struct seen { /* what one case adds to each table that counts it */
    bool finished, answered;
    enum promise promise;
    int64_t rework, sum[FIGURE_SUMS];
};

static void figure_add(struct figure *to, const struct seen *s)
{
    to->total++;
    to->finished += s->finished;
    to->answered += s->answered;
    to->on_time += s->promise == PROMISE_ON_TIME;
    to->late += s->promise == PROMISE_LATE;
    to->pending += s->promise == PROMISE_PENDING;
    to->rework += s->rework;
    for (size_t i = 0; i < FIGURE_SUMS; i++)
        to->sum[i] += s->sum[i];
}

/* ---- promises -------------------------------------------------------------------------------------------- */
static int64_t moment_of(const struct count *c, const struct expr *e, const struct record *r)
{
    static const struct field as = {.type = FT_DATETIME};
    struct value v = {0};
    int64_t at = 0;
    if (e && desk_value(c->d, e, r, &as, &v) == QT_OK && v.kind == VAL_INT)
        at = v.i;
    value_clear(&v);
    return at;
}

static enum promise promise_of(const struct count *c, const struct due *due)
{
    if (due->late || (!due->stopped && !due->paused && due->due < c->now))
        return PROMISE_LATE;
    return due->stopped ? PROMISE_ON_TIME : PROMISE_PENDING;
}

/* Late once is late for good (Q6). */
static enum promise worse_promise(enum promise a, enum promise b)
{
    static const int rank[] = {[PROMISE_NONE] = 0, [PROMISE_ON_TIME] = 1, [PROMISE_PENDING] = 2, [PROMISE_LATE] = 3};
    return rank[a] > rank[b] ? a : b;
}

static void count_clock(const struct count *c, const struct due *due, enum promise promise)
{
    for (size_t i = 0; i < c->f->nclocks; i++) {
        const struct clock_rule *clock = &c->f->clocks[i];
        if (strcmp(clock->name, due->clock) != 0)
            continue;
        struct figure *to = figure_row(&c->out->clocks, clock->name, label_of(&clock->label, c->d->lang, clock->name));
        figure_add(to, &(struct seen){.finished = due->stopped != 0, .promise = promise});
    }
}

static int by_clocks(const struct count *c, const struct record *r, enum promise *promise)
{
    struct due *v = NULL;
    size_t n = 0;
    int rc = due_of(c->d->db, c->f->name, r->id, &v, &n);
    for (size_t i = 0; rc == QT_OK && i < n; i++) {
        if (v[i].withdrawn && !v[i].late) /* what was late before stays late (Q6) */
            continue;
        enum promise kept = promise_of(c, &v[i]);
        if (strcmp(v[i].kind ? v[i].kind : "", "solution") == 0)
            *promise = worse_promise(*promise, kept);
        if (!c->trend)
            count_clock(c, &v[i], kept);
    }
    due_free(v, n);
    return rc;
}

static enum promise by_target(const struct count *c, const struct record *r)
{
    const struct value *target = c->rule->target >= 0 ? &r->v[c->rule->target] : NULL;
    if (!target || target->kind != VAL_INT)
        return PROMISE_NONE;
    int64_t done = moment_of(c, c->rule->done, r);
    if (done)
        return done <= target->i ? PROMISE_ON_TIME : PROMISE_LATE;
    return target->i < c->now ? PROMISE_LATE : PROMISE_PENDING;
}

/* ---- one record ------------------------------------------------------------------------------------------- */
static int64_t whole_number(const struct record *r, int field)
{
    return field >= 0 && r->v[field].kind == VAL_INT ? r->v[field].i : 0;
}

/* C9: the first record of a case represents all of them. */
static bool record_counts(const struct count *c, const struct record *r)
{
    const struct value *link = c->rule->link >= 0 ? &r->v[c->rule->link] : NULL;
    return !link || link->kind != VAL_TEXT || strcmp(link->s, record_number(r)) == 0;
}

/* Brought in as it stands: nobody at the desk has put it into its state. What it was promised stands in the file. */
static bool brought_in(const struct count *c, const struct record *r)
{
    int state = record_state(r);
    return c->rule->target >= 0 && state >= 0 && r->v[form_sys(c->f, SYS_STATES) + 2 * state].kind == VAL_NULL;
}

static int read_case(const struct count *c, const struct record *r, struct seen *s)
{
    int state = record_state(r);
    int rc = by_clocks(c, r, &s->promise);
    if (rc < 0)
        return rc;
    if (s->promise == PROMISE_NONE || brought_in(c, r))
        s->promise = by_target(c, r);
    s->finished = state >= 0 && c->f->states[state].final;
    s->answered = moment_of(c, c->rule->answered ? c->rule->answered : c->rule->done, r) != 0;
    s->rework = whole_number(r, c->rule->rework);
    for (size_t i = 0; i < c->rule->nsum; i++)
        s->sum[i] = whole_number(r, c->rule->sum[i]);
    return QT_OK;
}

static int64_t told_at(const struct count *c, const struct record *r)
{
    int field = c->f->sheet ? c->f->sheet->month : form_sys(c->f, SYS_SAVED_AT);
    const struct value *v = &r->v[field];
    return v->kind == VAL_TEXT ? date_time(v->s, 0) : v->i;
}

/* ISO 8601: a week belongs to the year of its Thursday. */
static void week_name(int64_t at, char out[32])
{
    int64_t thursday = day_add(at, 4 - civil_of(at).weekday);
    struct civil c = civil_of(thursday), first = {.year = c.year, .month = 1, .day = 1};
    int day = (int)((day_start(thursday) - civil_to_time(&first) + DAY / 2) / DAY);
    (void)snprintf(out, 32, "%04d-W%02d", c.year, day / 7 + 1);
}

static void month_name(int64_t at, char out[11])
{
    date_format(at, out);
    out[7] = '\0';
}

static int count_record(struct record *r, void *arg)
{
    struct count *c = arg;
    struct figures *out = c->out;
    struct seen s = {0};
    char name[32];
    bool valid = true;
    if (!c->trend)
        out->records++;
    if (!record_counts(c, r))
        return QT_OK;
    if (c->computed)
        desk_refresh(c->d, r, NULL);
    int rc = read_case(c, r, &s);
    if (rc < 0)
        return rc;
    month_name(told_at(c, r), name);
    figure_add(figure_row(&out->months, name, name), &s);
    if (c->trend)
        return QT_OK;
    figure_add(&out->all, &s);
    out->reworked += s.rework > 0;
    out->people += whole_number(r, c->rule->people);
    out->posts += whole_number(r, c->rule->posts);
    if (c->rule->valid)
        rc = desk_condition(c->d, c->rule->valid, r, false, &valid);
    out->valid += valid;
    for (size_t i = 0; i < out->nby; i++)
        figure_add(row_of(c, &out->by[i], r, c->rule->by[i], -1), &s);
    if (out->days.n > 0) {
        date_format(told_at(c, r), name);
        figure_add(figure_row(&out->days, name, name), &s);
        week_name(told_at(c, r), name);
        figure_add(figure_row(&out->weeks, name, name), &s);
    }
    if (rc == QT_OK)
        rc = goals_add(c->d, r, c->goals, out);
    int cause = c->rule->cause;
    if (rc == QT_OK && cause >= 0 && r->v[cause].kind != VAL_NULL)
        figure_add(row_of(c, &out->causes, r, cause, c->rule->detail), &s);
    return rc;
}

/* ---- the whole --------------------------------------------------------------------------------------------- */
static int64_t month_add(int64_t at, int months)
{
    struct civil c = civil_of(at);
    c.day = 1;
    c.hour = c.minute = c.second = 0;
    c.month += months;
    return civil_to_time(&c);
}

static void empty_rows(struct figures *out)
{
    char name[32];
    for (int64_t at = out->from; at < out->to; at = day_add(at, 1)) {
        date_format(at, name);
        (void)figure_row(&out->days, name, name);
        week_name(at, name);
        (void)figure_row(&out->weeks, name, name);
    }
    for (int i = TREND - 1; i >= 0; i--) {
        month_name(month_add(out->to - 1, -i), name);
        (void)figure_row(&out->months, name, name);
    }
}

static int most_first(const void *a, const void *b)
{
    const struct figure *x = a, *y = b;
    return x->total != y->total ? (x->total < y->total ? 1 : -1) : strcmp(x->name, y->name);
}

static int by_name(const void *a, const void *b)
{
    return strcmp(((const struct figure *)a)->name, ((const struct figure *)b)->name);
}

static void sort_figures(struct figure_list *l, int (*order)(const void *, const void *))
{
    int64_t sum = 0, so_far = 0;
    if (l->n > 0)
        qsort(l->v, l->n, sizeof *l->v, order);
    for (size_t i = 0; i < l->n; i++)
        sum += l->v[i].total;
    for (size_t i = 0; i < l->n; i++) {
        so_far += l->v[i].total;
        l->v[i].share = sum ? so_far * 1000 / sum : 0;
    }
}

/* A name within another word or text counts as well: one too many does no harm. */
static bool expr_names(const struct expr *e, const char *field)
{
    return e && strstr(e->sql, field);
}

static bool goals_name(const struct figures_rule *rule, const char *name)
{
    bool named = false;
    for (size_t i = 0; i < rule->ngoals; i++)
        named = named || expr_names(rule->goals[i].count, name) || expr_names(rule->goals[i].of, name);
    return named;
}

static bool names_computed(const struct form *f, const struct figures_rule *rule)
{
    for (int i = 0; i < (int)f->ndeclared; i++) {
        const char *name = f->fields[i].name;
        bool by = i == rule->cause || i == rule->detail;
        for (size_t k = 0; k < rule->nby; k++)
            by = by || rule->by[k] == i;
        if (f->fields[i].compute && (by || expr_names(rule->done, name) || expr_names(rule->answered, name) ||
                                     expr_names(rule->valid, name) || goals_name(rule, name)))
            return true;
    }
    return false;
}

int figures_read(struct desk *d, const struct form *f, int64_t from, int64_t to, struct figures *out)
{
    *out = (struct figures){.from = from, .to = to};
    struct count c = {.d = d, .f = f, .rule = f->figures ? f->figures : &plain, .out = out, .now = clock_now()};
    c.computed = names_computed(f, c.rule);
    bool month = from > 0 && to - from <= 31 * DAY + HOUR;
    out->nby = c.rule->nby;
    out->by = mem_alloc((out->nby + 1) * sizeof *out->by);
    if (month)
        empty_rows(out);
    c.goals = goals_new(d, f, out);
    int rc = desk_each_month(d, f, from, to, count_record, &c);
    int ended = goals_end(d, f, c.goals, out);
    rc = rc == QT_OK ? ended : rc;
    c.trend = true;
    if (rc == QT_OK && month)
        rc = desk_each_month(d, f, month_add(to - 1, 1 - TREND), from, count_record, &c);
    for (size_t i = 0; i < out->nby; i++)
        sort_figures(&out->by[i], most_first);
    sort_figures(&out->causes, most_first);
    sort_figures(&out->months, by_name);
    return rc;
}

static void list_free(struct figure_list *l)
{
    for (size_t i = 0; i < l->n; i++) {
        free(l->v[i].name);
        free(l->v[i].label);
    }
    free(l->v);
}

void figures_free(struct figures *f)
{
    for (size_t i = 0; i < f->nby; i++)
        list_free(&f->by[i]);
    free(f->by);
    free(f->goals);
    list_free(&f->causes);
    list_free(&f->clocks);
    list_free(&f->days);
    list_free(&f->weeks);
    list_free(&f->months);
    *f = (struct figures){0};
}

int figures_period(const char *text, int64_t *from, int64_t *to)
{
    struct civil c;
    if (!text) {
        *from = month_add(clock_now(), 0);
        *to = month_add(clock_now(), 1);
        return QT_OK;
    }
    if (strcmp(text, "all") == 0) {
        *from = 0;
        *to = INT64_MAX;
        return QT_OK;
    }
    bool month = strlen(text) == strlen("2026-11");
    char day[16];
    snprintf(day, sizeof day, "%.7s%s", text, month ? "-01" : "-01-01");
    if (!date_read(day, &c))
        return fault(QT_REFUSED, _("'%s' is no period; write a month as 2026-11, a year as 2026, or all."), text);
    *from = civil_to_time(&c);
    if (month)
        c.month++;
    else
        c.year++;
    *to = civil_to_time(&c);
    return QT_OK;
}

size_t figure_rows(const struct figure_list *l, const struct figure **first)
{
    size_t from = 0, to = l->n;
    while (to > from && l->v[to - 1].total == 0)
        to--;
    while (from < to && l->v[from].total == 0)
        from++;
    *first = to > from ? l->v + from : NULL;
    return to - from;
}

int64_t figure_rate(const struct figure *f)
{
    int64_t came = f->on_time + f->late;
    return came ? (f->on_time * 1000 + came / 2) / came : -1;
}
