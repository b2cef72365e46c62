/* A deadline in words (Q5): from, calendar, pauses, due. */
#include <stdlib.h>
#include <string.h>

#include "desk_internal.h"

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

/* The days off and make-up days in between are what surprises people. */
static void calendar_lines(struct desk *d, struct buf *b, int64_t from, int64_t to)
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
    if (!cal_knows_year(d->calendar, civil_of(to).year))
        buf_addf(b, _("The holidays of %d are not known\n"), civil_of(to).year);
    duration_line(d, b, _("Working time from start to deadline:"), cal_work_between(d->calendar, from, to));
}

char *desk_explain(struct desk *d, const struct due *due)
{
    struct buf b = {0};
    int64_t now = clock_now();
    stamp_line(&b, _("From:"), due->started);
    calendar_lines(d, &b, due->started, due->due);
    if (due->waited)
        duration_line(d, &b, _("Waited before, in working time:"), due->waited);
    if (due->paused)
        stamp_line(&b, _("Paused since:"), due->paused);
    stamp_line(&b, _("Due:"), due->due);
    if (due->warn)
        stamp_line(&b, _("Warned from:"), due->warn);
    if (due->escalated)
        stamp_line(&b, _("Escalated:"), due->escalated);
    else if (due->escalate)
        stamp_line(&b, _("Escalates:"), due->escalate);
    if (due->snoozed > now)
        stamp_line(&b, _("Put off until:"), due->snoozed);
    if (due->stopped)
        stamp_line(&b, due->late ? _("Settled late:") : _("Settled:"), due->stopped);
    else if (!due->paused && due->due <= now)
        duration_line(d, &b, _("Overdue by:"), now - due->due);
    return buf_take(&b);
}
