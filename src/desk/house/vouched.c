/* Whom --as may name without a PIN. */
#include <pwd.h>
#include <unistd.h>

#include "house/trusted.h"

bool desk_vouched(struct desk *d, const char *staff)
{
    const struct passwd *user = getpwuid(getuid());
    return db_practice(d->db) || (user && trusted_has(d, "login", staff, user->pw_name));
}

int vouched_check(struct desk *d, const char *staff)
{
    if (desk_vouched(d, staff))
        return QT_OK;
    const struct passwd *user = getpwuid(getuid());
    return fault(QT_DENIED,
                 _("Nobody vouches for %s here: give the PIN (it is asked for on a terminal, scripts: --pin-fd N), or "
                   "root writes the line 'login %s %s' with tabs into %s."),
                 staff, staff, user ? user->pw_name : "", trusted_path(d));
}
