/* Whom --as may name without a PIN. Root's file alone says which user of the operating system is which colleague: a
 * table of the database would let whoever may write the staff make himself anybody. */
#include <pwd.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "house/trusted.h"

const char *seat_user(void)
{
    const struct passwd *user = getpwuid(getuid());
    return user ? user->pw_name : NULL;
}

bool desk_vouched(struct desk *d, const char *staff)
{
    const char *user = seat_user();
    return db_practice(d->db) || (user && trusted_has(d, "login", staff, user));
}

char *desk_vouched_for(struct desk *d)
{
    char **names, *one = NULL;
    size_t n = 0, mine = 0;
    const char *user = seat_user();
    if (trusted_names(d, "login", &names, &n) != QT_OK)
        fault_clear(); /* not believed: nobody is named */
    for (size_t i = 0; user && i < n; i++)
        if (trusted_has(d, "login", names[i], user) && (!one || strcmp(one, names[i]) != 0)) {
            mine++;
            free(one);
            one = mem_dup(names[i]);
        }
    trusted_names_free(names, n);
    if (mine == 1)
        return one;
    free(one);
    return NULL;
}

int vouched_check(struct desk *d, const char *staff)
{
    if (desk_vouched(d, staff))
        return QT_OK;
    const char *user = seat_user();
    return fault(QT_DENIED,
                 _("Nobody vouches for %s here: give the PIN (it is asked for on a terminal, scripts: --pin-fd N), or "
                   "root writes the line 'login %s %s' with tabs into %s."),
                 staff, staff, user ? user : "", trusted_path(d));
}
