/* On which days of the calendar a duty falls (Q7), and how that is said. */
#include <stdlib.h>
#include <string.h>

#include "due/clock.h"

enum { MOVED_MOST = 31 }; /* days off in a row over which a duty is moved */

/* Before it is moved. A day that the month has not is its last one. */
static bool falls_on(const struct round_rule *round, int64_t day)
{
    struct civil c = civil_of(day);
    bool is_last = !civil_valid(c.year, c.month, c.day + 1), falls = round->non == 0;
    for (size_t i = 0; i < round->non; i++) {
        int on = round->on[i], of_month = round->every == EVERY_YEAR ? on % 100 : on;
        if (round->every == EVERY_WEEK)
            falls = falls || c.weekday == on;
        else if (round->every == EVERY_MONTH || c.month == on / 100)
            falls = falls || c.day == of_month || (is_last && of_month > c.day);
    }
    return falls;
}

bool duty_falls(struct desk *d, const struct round_rule *round, int64_t day)
{
    int back = round->shift == SHIFT_NEXT ? -1 : 1;
    if (round->shift == SHIFT_NONE)
        return falls_on(round, day);
    if (!cal_is_workday(d->calendar, day))
        return false;
    bool falls = falls_on(round, day);
    for (int i = 0; i < MOVED_MOST && !falls; i++) { /* the days off from which it was moved here */
        day = day_add(day, back);
        if (cal_is_workday(d->calendar, day))
            return false;
        falls = falls_on(round, day);
    }
    return falls;
}

const char *duty_rhythm(const struct round_rule *round)
{
    static const char *const names[] = {
        [EVERY_ROUND] = "",          [EVERY_DAY] = N_("daily"),     [EVERY_WORKDAY] = N_("workdays"),
        [EVERY_WEEK] = N_("weekly"), [EVERY_MONTH] = N_("monthly"), [EVERY_YEAR] = N_("yearly")};
    return *names[round->every] ? _(names[round->every]) : "";
}

static void add_day(const struct desk *d, const struct round_rule *round, int on, struct buf *b)
{
    if (round->every == EVERY_WEEK)
        buf_add(b, weekday_show(d->lang, on));
    else if (round->every == EVERY_YEAR)
        buf_addf(b, "%02d-%02d", on / 100, on % 100);
    else if (on == 31)
        buf_add(b, _("last day"));
    else
        buf_addf(b, "%d", on);
}

void duty_explain(const struct desk *d, const struct round_rule *round, struct buf *b)
{
    buf_addf(b, "%s %s", _("How often:"), duty_rhythm(round));
    for (size_t i = 0; i < round->non; i++) {
        buf_add(b, i == 0 ? " (" : ", ");
        add_day(d, round, round->on[i], b);
    }
    buf_add(b, round->non ? ")\n" : "\n");
    if (round->shift != SHIFT_NONE)
        buf_addf(b, "%s\n",
                 round->shift == SHIFT_NEXT ? _("On a day off it moves to the next working day.")
                                            : _("On a day off it moves to the working day before."));
    if (round->done)
        buf_addf(b, "%s\n", _("It ends by itself when it is done."));
}
