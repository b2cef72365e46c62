/* The machine's clock (H1): what hangs on it and cannot be taken back stands still while it is in doubt. */
#include <stdlib.h>

#include "desk_internal.h"

/* Numbers name the year by two digits; before the first year there was no such program. */
#define YEAR_FIRST 2025
#define YEAR_LAST 2099

int clock_possible(const struct desk *d)
{
    int64_t now = clock_now();
    int year = civil_of(now).year;
    char stamp[17];
    if ((d->db && db_practice(d->db)) || (year >= YEAR_FIRST && year <= YEAR_LAST))
        return QT_OK;
    stamp_show(now, stamp);
    return fault(QT_REFUSED,
                 _("The clock of this machine says %s, which cannot be; nothing was changed. Set it, then go on."),
                 stamp);
}

int clock_check(struct desk *d, bool *doubt)
{
    struct clock_doubt c;
    char now[17], last[17];
    int rc = journal_clock(d->db, &c);
    *doubt = rc < 0 || c.state != CLOCK_SOUND;
    free(d->clock_warning);
    d->clock_warning = NULL;
    if (rc < 0 || !*doubt)
        return rc;
    stamp_show(c.now, now);
    stamp_show(c.last, last);
    d->clock_warning = mem_printf(_("Clock %s? Last entry %s."), now, last);
    return QT_OK;
}

const char *desk_clock_doubt(const struct desk *d)
{
    return d->clock_warning;
}

int desk_clock_confirm(struct desk *d)
{
    bool doubt;
    int rc = desk_attempt(d, NULL, NULL, -1, -1, RIGHT_SETTINGS);
    if (rc == QT_OK)
        rc = desk_begin(d);
    if (rc == QT_OK)
        rc = desk_end(d, journal_clock_right(d->db, &d->who));
    if (rc == QT_OK)
        rc = clock_check(d, &doubt);
    d->ticked = -1; /* what stood still goes on with the next tick */
    return rc;
}
