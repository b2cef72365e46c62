/* A month to choose a day from: it rises over the lower part of a list, which is put at that day. A date may be typed
 * as well. */
#include "app.h"
#include "dialog/dialog.h"

#include <stdlib.h>

enum { WEEKS = 6, HIGH = WEEKS + 3 /* line, blank, days of the week */, CELL = 4, FIELD = 16 };

struct calendar {
    struct view view;
    int64_t day; /* its midnight */
    struct edit *typed;
    void (*put)(struct view *v, int64_t day); /* of the view below */
};

static struct calendar *calendar_of(struct view *v)
{
    return (struct calendar *)v;
}

/* The day of the month's grid at its top left: a Monday. */
static int64_t first_shown(int64_t day)
{
    struct civil c = civil_of(day);
    int64_t first = day_add(day, 1 - c.day);
    return day_add(first, 1 - civil_of(first).weekday);
}

static void draw_days(const struct calendar *k, WINDOW *w, int y)
{
    struct app *a = k->view.app;
    int month = civil_of(k->day).month;
    int64_t today = day_start(clock_now()), at = first_shown(k->day);
    for (int i = 0; i < 7; i++)
        draw_text(w, y, EDGE + i * (CELL + 1), CELL, ink_on(INK_QUIET, GROUND_SURFACE),
                  weekday_show(app_lang(a), i + 1));
    for (int i = 0; i < WEEKS * 7; i++, at = day_add(at, 1)) {
        struct civil c = civil_of(at);
        char text[8];
        snprintf(text, sizeof text, "%s%2d", at == today ? "*" : " ", c.day);
        enum ink as = c.month != month ? INK_QUIET : at == today ? INK_HERE : INK_NORMAL;
        draw_text(w, y + 1 + i / 7, EDGE + i % 7 * (CELL + 1), CELL,
                  ink_on(as, at == k->day ? GROUND_BAR : GROUND_SURFACE), text);
    }
}

static void calendar_draw(struct view *v, WINDOW *w, bool all)
{
    struct calendar *k = calendar_of(v);
    int top = v->rows - HIGH > 0 ? v->rows - HIGH : 0;
    struct civil c = civil_of(k->day);
    char *said = mem_printf("%04d-%02d-%02d %s", c.year, c.month, c.day, weekday_show(app_lang(v->app), c.weekday));
    if (all && v->below)
        view_draw_behind(v->below, w);
    int x = drawer_head(w, top, &(struct drawer){.title = _("Go to the day"), .typed = true});
    drawer_ground(w, top + 1, v->rows - top - 1);
    draw_text(w, top, x + FIELD + 2, 20, ink_on(INK_NORMAL, GROUND_SURFACE), said);
    draw_days(k, w, top + 2);
    oneline_draw(w, &(struct oneline){top, x, FIELD, false, true}, k->typed);
    free(said);
}

/* The same day of another month, or its last one. */
static int64_t month_add(int64_t day, int by)
{
    struct civil c = civil_of(day), there = c;
    there.month += by;
    there.year += there.month < 1 ? -1 : there.month > 12 ? 1 : 0;
    there.month = (there.month + 11) % 12 + 1;
    while (!civil_valid(there.year, there.month, there.day))
        there.day--;
    return day_start(civil_to_time(&there));
}

static void calendar_typed(struct calendar *k)
{
    char date[11];
    if (*edit_text(k->typed) && date_parse(edit_text(k->typed), clock_now(), date) == QT_OK)
        k->day = day_start(date_time(date, 12 * 60));
    else
        fault_clear();
}

static unsigned calendar_choose(struct calendar *k)
{
    struct app *a = k->view.app;
    int64_t day = k->day;
    char date[11];
    if (*edit_text(k->typed) && !app_ok(a, date_parse(edit_text(k->typed), clock_now(), date)))
        return TAKEN;
    void (*put)(struct view * v, int64_t day) = k->put;
    app_pop(a);
    put(a->top, day);
    return TAKEN;
}

static unsigned calendar_key(struct view *v, const struct key_event *ev)
{
    struct calendar *k = calendar_of(v);
    int days = ev->code == K_LEFT ? -1 : ev->code == K_RIGHT ? 1 : ev->code == K_UP ? -7 : ev->code == K_DOWN ? 7 : 0;
    if (days) {
        k->day = day_add(k->day, days);
        edit_set(k->typed, "");
    } else if (ev->code == K_HOME) {
        k->day = day_start(clock_now());
    } else if (line_key(k->typed, ev) == TYPED_CHANGED) {
        calendar_typed(k);
    }
    return TAKEN;
}

static unsigned calendar_command(struct view *v, int id)
{
    struct calendar *k = calendar_of(v);
    switch (id) {
    case CMD_OPEN:
        return calendar_choose(k);
    case CMD_PERIOD_PREV:
    case CMD_PERIOD_NEXT:
        k->day = month_add(k->day, id == CMD_PERIOD_NEXT ? 1 : -1);
        edit_set(k->typed, "");
        return TAKEN;
    default:
        return 0;
    }
}

static void calendar_status(struct view *v, struct buf *out)
{
    (void)v;
    buf_addf(out, " %s", _("Arrows go by days and weeks; or type it: 11-20, 20, yesterday"));
}

static void calendar_close(struct view *v)
{
    edit_free(calendar_of(v)->typed);
}

static const struct view_ops ops = {
    .name = "calendar",
    .flags = VIEW_TYPES | VIEW_DRAWER,
    .heading = N_("calendar"),
    .draw = calendar_draw,
    .command = calendar_command,
    .key = calendar_key,
    .close = calendar_close,
    .status = calendar_status,
};

struct view *calendar_view(struct app *a, void (*put)(struct view *v, int64_t day))
{
    struct calendar *k = view_new(sizeof *k, &ops, a);
    k->day = day_start(clock_now());
    k->typed = edit_new("", false, FIELD);
    k->put = put;
    return &k->view;
}
