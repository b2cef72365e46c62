/* The staff's accounts: who is on it, what a code, a name and a PIN must be like. */
#include <stdlib.h>
#include <string.h>

#include "desk_internal.h"

enum {
    CODE_MOST = 20, /* characters */
    NAME_MOST = 60,
    PIN_LEAST = 4,
    PIN_MOST = 64 /* bytes */
};

int user_fits(const struct staff *s, const char *pin)
{
    if (!*s->code || text_len(s->code) > CODE_MOST || strpbrk(s->code, " \t"))
        return fault(QT_REFUSED, _("A staff code has 1 to %d characters and no spaces."), CODE_MOST);
    if (!*s->name || text_len(s->name) > NAME_MOST)
        return fault(QT_REFUSED, _("A name has 1 to %d characters."), NAME_MOST);
    if (pin && (text_len(pin) < PIN_LEAST || strlen(pin) > PIN_MOST))
        return fault(QT_REFUSED, _("A PIN has at least %d characters."), PIN_LEAST);
    return QT_OK;
}

int staff_any(struct desk *d, bool *any)
{
    struct staff *v = NULL;
    size_t n = 0;
    int rc = staff_list(d->db, &v, &n);
    staff_free(v, n);
    *any = n > 0;
    return rc;
}

static int user_save(struct desk *d, const struct staff *s, const char *pin)
{
    int rc = user_fits(s, pin);
    if (rc == QT_OK)
        rc = desk_begin_unattended(d); /* the first one is entered by nobody */
    return rc < 0 ? rc : desk_end(d, staff_put(d->db, &d->who, s, pin));
}

int desk_user_check(struct desk *d, const char *code, const char *role)
{
    struct staff s = {0};
    int rc = desk_attempt(d, NULL, NULL, -1, -1, RIGHT_STAFF);
    if (rc < 0)
        return rc;
    rc = staff_get(d->db, code, &s);
    staff_clear(&s);
    if (rc == QT_OK)
        return fault(QT_REFUSED, _("'%s' is on the staff already; `user pin` gives a new PIN."), code);
    return rc == QT_NOTFOUND ? staff_role_check(d->forms, role) : rc;
}

int desk_user_put(struct desk *d, const char *code, const char *name, const char *role, const char *pin)
{
    struct staff s = {0};
    int rc = desk_user_check(d, code, role);
    if (rc < 0)
        return rc;
    s.code = text_clean(code, strlen(code), false, NULL);
    s.name = text_clean(name, strlen(name), false, NULL);
    s.role = mem_dup(role);
    rc = user_save(d, &s, pin);
    staff_clear(&s);
    return rc;
}

static int user_change(struct desk *d, const char *code, bool disable, const char *pin)
{
    struct staff s = {0};
    int rc = staff_get(d->db, code, &s);
    if (rc < 0)
        return rc;
    s.disabled = s.disabled || disable;
    rc = user_save(d, &s, pin);
    staff_clear(&s);
    return rc;
}

int desk_user_disable(struct desk *d, const char *code)
{
    int rc = desk_attempt(d, NULL, NULL, -1, -1, RIGHT_STAFF);
    return rc < 0 ? rc : user_change(d, code, true, NULL);
}

int desk_user_pin(struct desk *d, const char *code, const char *pin)
{
    int rc = desk_attempt(d, NULL, NULL, -1, -1, RIGHT_STAFF);
    return rc < 0 ? rc : user_change(d, code, false, pin);
}

int desk_own_pin_check(struct desk *d, const char *pin)
{
    return staff_check_pin(d->db, d->staff, pin, d->terminal);
}

int desk_own_pin(struct desk *d, const char *pin)
{
    if (!d->staff[0])
        return fault(QT_DENIED, _("Nobody has signed in; nothing was changed."));
    return user_change(d, d->staff, false, pin);
}
