/* Does the person still sit here? Others may close the account or give it another role while the desk is open; and a
 * desk that nobody touches is left by itself. */
#include <stdlib.h>
#include <string.h>

#include "desk_internal.h"

static int seat_over(struct desk *d)
{
    d->sitting = SITTING_OVER;
    return fault(QT_DENIED, _("The account %s was closed; nothing was changed. Ask the supervisor."), d->staff);
}

static int seat_new_role(struct desk *d, const struct staff *s)
{
    free(d->role);
    d->role = mem_dup(s->role);
    d->who.role = d->role;
    permit_seat(d);
    d->sitting = SITTING_CHANGED;
    return fault(QT_DENIED, _("Your role is now %s: nothing was changed. Look, and do it again if you may."),
                 desk_role_label(d, d->role));
}

int seat_look(struct desk *d)
{
    struct staff s = {0};
    if (!d->staff[0] || d->leaving)
        return QT_OK;
    int rc = staff_get(d->db, d->staff, &s);
    if (rc == QT_NOTFOUND || (rc == QT_OK && s.disabled))
        rc = seat_over(d);
    else if (rc == QT_OK && strcmp(s.role, d->role) != 0)
        rc = seat_new_role(d, &s);
    staff_clear(&s);
    return rc;
}

enum sitting desk_sitting(struct desk *d, bool look)
{
    if (look && seat_look(d) < 0 && d->sitting == SITTING_ON)
        fault_clear(); /* could not be read: busy, for one */
    enum sitting now = d->sitting;
    if (now == SITTING_CHANGED)
        d->sitting = SITTING_ON;
    return now;
}

int64_t desk_lock_minutes(struct desk *d)
{
    return setting_lock_minutes(d, desk_setting_within(d, "lock_minutes", 5, 0, 720) * (d->remote ? 4 : 1));
}

bool desk_lobby(const struct desk *d)
{
    return !d->remote;
}
