/* A deadline in words (Q5): from, calendar, pauses, due. */
#include <stdlib.h>
#include <string.h>

#include "due/clock.h"

static void stamp_line(struct buf *b, const char *label, int64_t t)
{
    char stamp[17];
    stamp_show(t, stamp);
    buf_addf(b, "%s %s\n", label, stamp);
}

static void duration_line(const struct desk *d, struct buf *b, const char *label, int64_t seconds)
{
    char text[64];
    duration_show(seconds, d->lang == LANG_ZH, text, sizeof text);
    buf_addf(b, "%s %s\n", label, text);
}

/* Working time in hours: a working day is no day of 24. Caller frees. */
static char *work_text(const struct desk *d, int64_t seconds)
{
    char rest[64] = "";
    long long hours = seconds / HOUR;
    if (seconds % HOUR >= MINUTE || hours == 0)
        duration_show(seconds % HOUR, d->lang == LANG_ZH, rest, sizeof rest);
    if (hours == 0)
        return mem_dup(rest);
    return mem_printf(d->lang == LANG_ZH ? "%lld小时%s" : "%lldh%s", hours, rest);
}

static void work_line(const struct desk *d, struct buf *b, const char *label, int64_t seconds)
{
    char *text = work_text(d, seconds);
    buf_addf(b, "%s %s\n", label, text);
    free(text);
}

/* The days off and make-up days in between are what surprises people. */
static void days_line(struct desk *d, struct buf *b, int64_t from, int64_t to)
{
    int work = 0, off = 0, shown = 0;
    struct buf odd = {0};
    for (int64_t day = day_start(from); day <= to && work + off < 400; day = day_add(day, 1)) {
        bool is_work = cal_is_workday(d->calendar, day);
        int weekday = civil_of(day).weekday;
        work += is_work;
        off += !is_work;
        if (is_work == (weekday >= 6) && shown++ < 12) {
            char date[11];
            date_format(day, date);
            buf_addf(&odd, "%s%s (%s)", odd.len ? ", " : "", date, is_work ? _("make-up day") : _("day off"));
        }
    }
    buf_addf(b, _("Calendar: %d working days, %d days off"), work, off);
    buf_addf(b, "%s%s\n", odd.len ? ": " : "", odd.s ? odd.s : "");
    buf_free(&odd);
}

static void calendar_lines(struct desk *d, struct buf *b, int64_t from, int64_t to)
{
    char *week = desk_setting(d, "work_week");
    if (week)
        buf_addf(b, _("Working hours (1 is Monday): %s\n"), week);
    free(week);
    days_line(d, b, from, to);
    if (!cal_knows_year(d->calendar, civil_of(to).year))
        buf_addf(b, _("The holidays of %d are not known\n"), civil_of(to).year);
    work_line(d, b, _("Working time from start to deadline:"), cal_work_between(d->calendar, from, to));
}

/* One stretch in which the clock was paused, and how much of it was working time. */
static void stretch_line(const struct desk *d, struct buf *b, int64_t from, int64_t to)
{
    char begin[17], end[17], *work = work_text(d, cal_work_between(d->calendar, from, to));
    stamp_show(from, begin);
    stamp_show(to, end);
    buf_addf(b, _("Waited: %s to %s, %s of it working time\n"), begin, end, work);
    free(work);
}

static void pause_lines(struct desk *d, struct buf *b, const struct due *due)
{
    int64_t from, to;
    size_t at = 0;
    while (due_pause(due, &at, &from, &to))
        stretch_line(d, b, from, to);
    if (due->waited)
        work_line(d, b, _("Waited before, in working time:"), due->waited);
    if (due->paused)
        stamp_line(b, _("Paused since:"), due->paused);
}

/* What the form promises this case now; `at` 0 when that is not known (a round, a record that is gone). */
struct basis {
    const struct clock_rule *clock;
    struct record *r;
    struct promise promise;
};

static struct basis basis_of(struct desk *d, const struct due *due)
{
    const struct form *f = forms_find(d->forms, due->reg);
    struct basis now = {.clock = f ? clock_find(f, due->clock) : NULL};
    if (now.clock && desk_get(d, f, due->record, &now.r) == QT_OK &&
        due_promise(d, now.clock, now.r, due->started, &now.promise) < 0)
        now.promise = (struct promise){0};
    fault_clear();
    return now;
}

/* In a pause the deadline is the one that would hold if the clock went on now. */
static void due_line(struct desk *d, struct buf *b, const struct due *due, const struct basis *form)
{
    bool still = due->paused && !due->stopped && due->paused < due->due, known = form->promise.at != 0;
    if (known && (due->waited || still))
        stamp_line(b, _("Without waiting it would be due:"), form->promise.at);
    if (still)
        stamp_line(b, _("Due, if it goes on now:"), known ? due_going_on(d, form->clock, form->r, due) : due->due);
    else
        stamp_line(b, _("Due:"), due->due);
}

static void escalation_line(const struct desk *d, struct buf *b, const struct due *due)
{
    char stamp[17];
    bool done = due->escalated != 0;
    if (!done && !due->escalate)
        return;
    stamp_show(done ? due->escalated : due->escalate, stamp);
    const char *to = due->escalate_to && due->escalate_to[0] ? desk_role_label(d, due->escalate_to) : "";
    buf_addf(b, done ? _("Escalated: %s, to: %s\n") : _("Escalates: %s, to: %s\n"), stamp, to);
}

char *desk_explain(struct desk *d, const struct due *due)
{
    struct buf b = {0};
    int64_t now = clock_now();
    struct basis form = basis_of(d, due);
    stamp_line(&b, _("From:"), due->started);
    const struct form *f = forms_find(d->forms, due->reg);
    const struct round_rule *duty = f && due->record == 0 ? round_find(f, due->clock) : NULL;
    if (duty && duty->every)
        duty_explain(d, duty, &b);
    else if (form.promise.work)
        calendar_lines(d, &b, due->started, due->due);
    else
        buf_addf(&b, "%s\n", _("Counted by the clock: nights, weekends and holidays too."));
    pause_lines(d, &b, due);
    due_line(d, &b, due, &form);
    record_free(form.r);
    if (due->warn)
        stamp_line(&b, _("Warned from:"), due->warn);
    if (due->told)
        stamp_line(&b, _("Last told as overdue:"), due->told);
    escalation_line(d, &b, due);
    if (due->snoozed > now)
        stamp_line(&b, _("Put off until:"), due->snoozed);
    if (due->withdrawn)
        stamp_line(&b, _("Withdrawn:"), due->stopped);
    else if (due->stopped)
        stamp_line(&b, due->late ? _("Settled late:") : _("Settled:"), due->stopped);
    else if (!due->paused && due->due <= now)
        duration_line(d, &b, _("Overdue by:"), now - due->due);
    if (due->late && !due->stopped)
        buf_addf(&b, "%s\n", _("It was met late once and stays late in the figures."));
    return buf_take(&b);
}

char *desk_due_words(struct desk *d, int64_t due)
{
    char span[48];
    int64_t off = due - clock_now();
    bool late = off <= 0;
    off = late ? -off - -off % MINUTE : off; /* what is late is late by whole minutes */
    if (late && !off)
        return mem_dup(_("due now"));
    duration_show(off, d->lang == LANG_ZH, span, sizeof span);
    return mem_printf(late ? _("overdue by %s") : _("in %s"), span);
}
