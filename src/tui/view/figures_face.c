/* Rows of the body: 0 heads, 1 the figures of the period, 3 heads of the two tables, from 4 on their rows; below, day
 * by day, or month by month. */
#include "view/figures_face.h"
#include "app.h"
#include "show.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

enum {
    LEAST_ROWS = 19,
    LEAST_COLS = 80,
    HEAD_WIDTH = 19, /* a figure of the first line */
    TABLE_END = 55,  /* of the table at the left */
    COUNT_END = 48,  /* its numbers end here, its rates at TABLE_END */
    SIDE_AT = 58,    /* the table at the right */
    LABEL_MOST = 14,
    TABLE_MOST = 12, /* rows; what is left over is one */
    TABLE_SMALL = 7, /* where the terminal is low */
    TALL = 30,
    CURVE_LEAST = 4,
    CURVE_MOST = 12,
    CURVE_AT = 8,
    PERIOD_MOST = 8 /* "2026-11" */
};

bool face_fits(int rows, int cols)
{
    return rows >= LEAST_ROWS && cols >= LEAST_COLS;
}

void face_free(struct figures_face *f)
{
    figures_free(&f->now);
    figures_free(&f->before);
    *f = (struct figures_face){0};
}

static int period_read(struct desk *d, const struct form *form, int year, int month, struct figures *out)
{
    char text[2 * PERIOD_MOST];
    int64_t from, to;
    if (month)
        snprintf(text, sizeof text, "%04d-%02d", year, month);
    else
        snprintf(text, sizeof text, "%04d", year);
    int rc = figures_period(text, &from, &to);
    return rc == QT_OK ? figures_read(d, form, from, to, out) : rc;
}

int face_read(struct figures_face *f, struct desk *d, const struct form *form, int year, int month)
{
    face_free(f);
    int rc = period_read(d, form, year, month, &f->now);
    if (rc == QT_OK)
        rc = period_read(d, form, month == 1 || !month ? year - 1 : year,
                         month == 1 ? 12
                         : month    ? month - 1
                                    : 0,
                         &f->before);
    f->known = rc == QT_OK;
    if (!f->known)
        face_free(f);
    return rc;
}

static void percent(struct buf *out, int64_t thousandths)
{
    if (thousandths < 0)
        buf_add(out, "-");
    else
        buf_addf(out, "%lld.%lld%%", (long long)(thousandths / 10), (long long)(thousandths % 10));
}

/* ---- the first line ------------------------------------------------------------------------- */

struct face_line {
    WINDOW *w;
    int x, end; /* the next figure's column, where there is room until */
};

static void figure_put(struct face_line *l, const char *head, enum ink i, const char *value, const char *beside)
{
    if (l->x + HEAD_WIDTH > l->end + EDGE)
        return;
    int room = HEAD_WIDTH - 2, wide = text_width(value);
    draw_text(l->w, 0, l->x, room, INK_HEAD, head);
    draw_text(l->w, 1, l->x, wide, i, value);
    if (room > wide + 2)
        draw_text(l->w, 1, l->x + wide + 2, room - wide - 2, INK_QUIET, beside);
    l->x += HEAD_WIDTH;
}

static void goal_put(struct face_line *l, const struct goal_rule *rule, const struct figure_goal *g, enum lang lang)
{
    struct buf value = {0}, beside = {0};
    bool asked = (rule->least >= 0 || rule->most >= 0) && g->of > 0;
    percent(&value, goal_share(g));
    if (rule->least >= 0)
        buf_addf(&beside, _("goal %d"), rule->least);
    else if (rule->most >= 0)
        buf_addf(&beside, _("at most %d"), rule->most);
    else
        buf_addf(&beside, "%lld / %lld", (long long)g->n, (long long)g->of);
    figure_put(l, label_of(&rule->label, lang, rule->name), asked && !goal_met(rule, g) ? INK_WARN : INK_TITLE, value.s,
               beside.s);
    buf_free(&value);
    buf_free(&beside);
}

static void number_put(struct face_line *l, const char *head, int64_t n, const char *beside)
{
    char value[24];
    snprintf(value, sizeof value, "%lld", (long long)n);
    figure_put(l, head, INK_TITLE, value, beside);
}

static void rate_put(struct face_line *l, const struct figure *f)
{
    struct buf value = {0}, beside = {0};
    percent(&value, figure_rate(f));
    buf_addf(&beside, _("%lld late"), (long long)f->late);
    figure_put(l, _("On time"), f->late > 0 ? INK_WARN : INK_TITLE, value.s, beside.s);
    buf_free(&value);
    buf_free(&beside);
}

static void line_draw(const struct figures_face *f, struct app *a, const struct form *form, bool month, WINDOW *w)
{
    struct face_line l = {.w = w, .x = EDGE, .end = getmaxx(w) - EDGE};
    const struct figures_rule *rule = form->figures;
    struct buf beside = {0};
    draw_fill(w, 0, EDGE, l.end - EDGE, INK_HEAD);
    buf_addf(&beside, month ? _("%lld before") : _("%lld in the year before"), (long long)f->before.records);
    number_put(&l, rule ? label_of(&rule->word[WORD_RECORDS], app_lang(a), _("Registered")) : _("Registered"),
               f->now.records, beside.s);
    if (figure_rate(&f->now.all) >= 0)
        rate_put(&l, &f->now.all);
    for (size_t i = 0; rule && i < f->now.ngoals; i++)
        if (f->now.goals[i].shown)
            goal_put(&l, &rule->goals[i], &f->now.goals[i], app_lang(a));
    if (rule && rule->people >= 0)
        number_put(&l, label_of(&rule->word[WORD_PEOPLE], app_lang(a), _("People")), f->now.people, "");
    if (rule && rule->rework >= 0)
        number_put(&l, label_of(&rule->word[WORD_REWORK], app_lang(a), _("Rework")), f->now.all.rework, "");
    buf_free(&beside);
}

/* ---- the tables ------------------------------------------------------------------------------- */

static int most_of(const struct figure *v, size_t n)
{
    int64_t most = 1;
    for (size_t i = 0; i < n; i++)
        most = v[i].total > most ? v[i].total : most;
    return most > INT_MAX ? INT_MAX : (int)most;
}

static int labels_width(const struct figure *v, size_t n)
{
    int wide = 4;
    for (size_t i = 0; i < n; i++) {
        int w = text_width(v[i].label);
        wide = w > wide ? w : wide;
    }
    return wide > LABEL_MOST ? LABEL_MOST : wide;
}

/* Rows by size; those for which there is no room are added up in the last one, whose label the caller frees. */
static size_t rows_take(const struct figure_list *l, size_t most, struct figure *out)
{
    size_t n = 0;
    for (size_t i = 0; i < l->n; i++) {
        size_t at = n < most ? n++ : most;
        if (at == most) {
            struct figure *rest = &out[most - 1];
            rest->label = NULL;
            rest->total += l->v[i].total;
            rest->on_time += l->v[i].on_time;
            rest->late += l->v[i].late;
            continue;
        }
        out[at] = l->v[i];
    }
    return n;
}

/* A bar of so many of `most`, in `room` columns: a column for each while they fit. */
static void bar_draw(WINDOW *w, int y, int x, int room, int64_t n, int most)
{
    int64_t long_ = most <= room ? n : n * room / most;
    if (n > 0 && long_ == 0)
        long_ = 1;
    if (long_ > 0)
        draw_fill(w, y, x, (int)long_, ink_on(INK_NORMAL, GROUND_BAR));
}

static void row_draw(WINDOW *w, int y, int bar_at, const struct figure *v, int most)
{
    struct buf text = {0};
    draw_text(w, y, EDGE, bar_at - EDGE - 2, INK_NORMAL, v->label ? v->label : _("others"));
    bar_draw(w, y, bar_at, COUNT_END - 5 - bar_at, v->total, most);
    buf_addf(&text, "%lld", (long long)v->total);
    draw_text_right(w, y, COUNT_END - 4, 4, INK_NORMAL, text.s);
    text.len = 0;
    if (figure_rate(v) >= 0) {
        percent(&text, figure_rate(v));
        draw_text_right(w, y, COUNT_END + 1, TABLE_END - COUNT_END - 1, v->late > 0 ? INK_WARN : INK_QUIET, text.s);
    }
    buf_free(&text);
}

static int table_draw(const struct figures_face *f, struct app *a, const struct form *form, WINDOW *w, int y,
                      size_t room)
{
    struct figure rows[TABLE_MOST];
    if (f->now.nby == 0 || f->now.by[0].n == 0)
        return 0;
    size_t n = rows_take(&f->now.by[0], room, rows);
    int bar_at = EDGE + labels_width(f->now.by[0].v, f->now.by[0].n) + 2, most = most_of(rows, n);
    const struct field *by = &form->fields[form->figures->by[0]];
    draw_fill(w, y, EDGE, TABLE_END - EDGE, INK_HEAD);
    draw_text(w, y, EDGE, bar_at - EDGE, INK_HEAD, label_of(&by->label, app_lang(a), by->name));
    draw_text_right(w, y, COUNT_END - 8, 8, INK_HEAD, _("count"));
    if (figure_rate(&f->now.all) >= 0)
        draw_text_right(w, y, COUNT_END, TABLE_END - COUNT_END, INK_HEAD, _("kept"));
    for (size_t i = 0; i < n; i++)
        row_draw(w, y + 1 + (int)i, bar_at, &rows[i], most);
    return (int)n;
}

/* At the right what it came from, and what these have added up to; else the second way of counting. */
static int side_draw(const struct figures_face *f, struct app *a, const struct form *form, WINDOW *w, int y,
                     size_t room)
{
    bool causes = f->now.causes.n > 0;
    const struct figure_list *l = causes ? &f->now.causes : f->now.nby > 1 ? &f->now.by[1] : NULL;
    int end = getmaxx(w) - EDGE, most = end - SIDE_AT > 2 * LABEL_MOST ? SIDE_AT + 2 * LABEL_MOST : end;
    size_t n = l && l->n < room ? l->n : room;
    if (!l || l->n == 0)
        return 0;
    const struct field *by = causes ? NULL : &form->fields[form->figures->by[1]];
    draw_fill(w, y, SIDE_AT, most - SIDE_AT, INK_HEAD);
    draw_text(w, y, SIDE_AT, most - SIDE_AT - 8, INK_HEAD,
              causes ? _("Causes") : label_of(&by->label, app_lang(a), by->name));
    draw_text_right(w, y, most - 8, 8, INK_HEAD, causes ? _("added up") : _("count"));
    for (size_t i = 0; i < n; i++) {
        struct buf text = {0};
        if (causes)
            percent(&text, l->v[i].share);
        else
            buf_addf(&text, "%lld", (long long)l->v[i].total);
        draw_text(w, y + 1 + (int)i, SIDE_AT, most - SIDE_AT - 8, INK_NORMAL, l->v[i].label);
        draw_text_right(w, y + 1 + (int)i, most - 8, 8, INK_QUIET, text.s);
        buf_free(&text);
    }
    return (int)n;
}

/* ---- day by day --------------------------------------------------------------------------------- */

/* Weekday and weekend means, and the weekday that had most: "weekend 35 a day, weekdays 83; Fri most". */
static char *days_said(const struct figure_list *days, int64_t today, struct app *a)
{
    int64_t sum[8] = {0}, n[8] = {0}, work = 0, nwork = 0, best = 1;
    for (size_t i = 0; i < days->n; i++) {
        int64_t t = date_time(days->v[i].name, 0);
        if (t == INT64_MIN || t > today)
            continue;
        int day = civil_of(t).weekday;
        sum[day] += days->v[i].total;
        n[day]++;
    }
    for (int i = 1; i <= 5; i++) {
        work += sum[i];
        nwork += n[i];
    }
    for (int i = 2; i <= 7; i++)
        if (sum[i] * (n[best] ? n[best] : 1) > sum[best] * (n[i] ? n[i] : 1))
            best = i;
    int64_t rest = sum[6] + sum[7], nrest = n[6] + n[7];
    if (work + rest == 0)
        return NULL;
    return mem_printf(_("A weekday %lld.%lld, a day of the weekend %lld.%lld; %s most"),
                      (long long)(nwork ? work / nwork : 0), (long long)(nwork ? work * 10 / nwork % 10 : 0),
                      (long long)(nrest ? rest / nrest : 0), (long long)(nrest ? rest * 10 / nrest % 10 : 0),
                      weekday_show(app_lang(a), (int)best));
}

/* A column for each, `step` apart and `wide`, the tallest `high` rows. */
static void columns_draw(const struct figure_list *l, WINDOW *w, int y, int high_most, int step, int wide)
{
    char text[24];
    int most = most_of(l->v, l->n);
    snprintf(text, sizeof text, "%d", most);
    draw_text_right(w, y, EDGE, CURVE_AT - EDGE - 1, INK_QUIET, text);
    draw_text_right(w, y + high_most - 1, EDGE, CURVE_AT - EDGE - 1, INK_QUIET, "0");
    for (size_t i = 0; i < l->n; i++) {
        int x = CURVE_AT + (int)i * step;
        int high = (int)((l->v[i].total * high_most + most - 1) / most);
        if (x + wide > getmaxx(w) - EDGE)
            break;
        for (int k = 0; k < high; k++)
            draw_fill(w, y + high_most - 1 - k, x, wide, INK_SOLID);
        const char *name = l->v[i].name;
        size_t n = strlen(name);
        if (n >= 2 && (l->n <= 12 || i % 7 == 0))
            draw_text(w, y + high_most, x, 2, INK_QUIET, name + n - 2);
    }
}

static void curve_draw(const struct figures_face *f, struct app *a, bool month, WINDOW *w, int y)
{
    const struct figure_list *l = month ? &f->now.days : &f->now.months;
    const struct figure *best = NULL;
    int end = getmaxx(w) - EDGE;
    for (size_t i = 0; i < l->n; i++)
        if (l->v[i].total > 0 && (!best || l->v[i].total > best->total))
            best = &l->v[i];
    if (!best)
        return;
    draw_fill(w, y, EDGE, end - EDGE, INK_HEAD);
    draw_text(w, y, EDGE, HEAD_WIDTH, INK_HEAD, month ? _("Each day") : _("Each month"));
    char *text = mem_printf(_("most %lld on %s"), (long long)best->total, best->name);
    draw_text_right(w, y, end - 2 * HEAD_WIDTH, 2 * HEAD_WIDTH, INK_HEAD, text);
    free(text);
    int high = getmaxy(w) - y - 4, step = (end - CURVE_AT) / (int)(l->n ? l->n : 1), most = month ? 4 : 8;
    high = high > CURVE_MOST ? CURVE_MOST : high;
    step = step > most ? most : step < 2 ? 2 : step;
    columns_draw(l, w, y + 1, high, step, step - 1);
    text = month ? days_said(l, clock_now(), a) : NULL;
    if (text)
        draw_text(w, y + high + 3, EDGE, end - EDGE, INK_QUIET, text);
    free(text);
}

void face_draw(const struct figures_face *f, struct app *a, const struct form *form, bool month, WINDOW *w)
{
    int left, right, y = 3;
    werase(w);
    if (!f->known)
        return;
    line_draw(f, a, form, month, w);
    size_t rows = getmaxy(w) < TALL ? TABLE_SMALL : TABLE_MOST;
    left = table_draw(f, a, form, w, y, rows);
    right = side_draw(f, a, form, w, y, rows);
    int used = left > right ? left : right;
    y += used ? used + 2 : 0;
    if (getmaxy(w) - y - 4 >= CURVE_LEAST)
        curve_draw(f, a, month, w, y);
}
