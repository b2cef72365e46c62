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

int desk_pin_fits(const char *pin)
{
    if (text_len(pin) < PIN_LEAST || strlen(pin) > PIN_MOST)
        return fault(QT_REFUSED, _("A PIN has at least %d characters."), PIN_LEAST);
    return QT_OK;
}

int user_fits(const struct staff *s, const char *pin)
{
    if (!*s->code || text_len(s->code) > CODE_MOST || strpbrk(s->code, " \t"))
        return fault(QT_REFUSED, _("A staff code has 1 to %d characters and no spaces."), CODE_MOST);
    if (!*s->name || text_len(s->name) > NAME_MOST)
        return fault(QT_REFUSED, _("A name has 1 to %d characters."), NAME_MOST);
    return pin ? desk_pin_fits(pin) : QT_OK;
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

int desk_user_any(struct desk *d, bool *any)
{
    return staff_any(d, any);
}

/* What is to become of an account; what is NULL or false stays. */
struct user_change {
    const char *code, *name, *role, *pin;
    bool add, disable, enable, own;
};

static int change_take(const struct user_change *c, struct staff *s)
{
    if (c->add)
        s->code = text_clean(c->code, strlen(c->code), false, NULL);
    if (c->name)
        s->name = text_clean(c->name, strlen(c->name), false, NULL);
    if (c->role) {
        free(s->role);
        s->role = mem_dup(c->role);
    }
    s->disabled = (s->disabled || c->disable) && !c->enable;
    return user_fits(s, c->pin);
}

/* Somebody who can sign in must remain who may give this role again, when one who could is sent away. */
static int someone_left(struct desk *d, const struct staff *before)
{
    bool any = true;
    bool counted = before->code && before->pin && !before->disabled && permit_in_charge(d, before->role);
    int rc = counted ? permit_covered(d, before->role, &any) : QT_OK;
    if (rc == QT_OK && !any)
        rc = fault(QT_REFUSED,
                   _("%s is the last one in charge who can sign in: nobody could give the role %s again. Put somebody "
                     "else in charge first; nothing was changed."),
                   before->code, desk_role_label(d, before->role));
    return rc;
}

/* Before the PIN is hashed, and again in the transaction: the account as it is then. */
static int change_judge(struct desk *d, const struct user_change *c, struct staff *before, struct staff *after)
{
    int rc = staff_get(d->db, c->code, before);
    if (rc == QT_OK && c->add)
        return fault(QT_REFUSED, _("'%s' is on the staff already; `user pin` gives a new PIN."), c->code);
    if (rc == QT_NOTFOUND && c->add)
        rc = c->role ? staff_role_check(d->forms, c->role) : QT_OK;
    if (rc == QT_OK && before->code && !c->own)
        rc = permit_staff(d, before->role);
    if (rc == QT_OK && c->role)
        rc = permit_staff(d, c->role);
    if (rc == QT_OK && before->code && staff_get(d->db, c->code, after) < 0)
        rc = QT_NOTFOUND;
    return rc == QT_OK ? change_take(c, after) : rc;
}

static int change_in(struct desk *d, const struct user_change *c, const char *hash)
{
    struct staff before = {0}, after = {0};
    int rc = change_judge(d, c, &before, &after);
    if (rc == QT_OK)
        rc = staff_put(d->db, &d->who, &after, hash);
    if (rc == QT_OK && hash && !c->own)
        rc = pin_forget(d->db, after.code);
    if (rc == QT_OK)
        rc = someone_left(d, &before);
    staff_clear(&before);
    staff_clear(&after);
    return rc;
}

static int user_change(struct desk *d, const struct user_change *c)
{
    struct staff before = {0}, after = {0};
    char hash[PIN_HASH];
    int rc = change_judge(d, c, &before, &after);
    if (rc == QT_OK && c->pin)
        rc = pin_hash(d->db, after.code, c->pin, hash);
    staff_clear(&before);
    staff_clear(&after);
    if (rc == QT_OK)
        rc = desk_begin_unattended(d); /* the first one is entered by nobody */
    return rc < 0 ? rc : desk_end(d, change_in(d, c, c->pin ? hash : NULL));
}

static int user_attempt(struct desk *d, const struct user_change *c)
{
    int rc = desk_attempt(d, NULL, NULL, -1, -1, RIGHT_STAFF);
    return rc < 0 ? rc : user_change(d, c);
}

int desk_user_check(struct desk *d, const char *code, const char *role)
{
    struct staff before = {0}, after = {0};
    int rc = desk_attempt(d, NULL, NULL, -1, -1, RIGHT_STAFF);
    if (rc == QT_OK)
        rc = change_judge(d, &(struct user_change){.add = true, .code = code, .name = code, .role = role}, &before,
                          &after);
    staff_clear(&before);
    staff_clear(&after);
    return rc;
}

int desk_user_put(struct desk *d, const char *code, const char *name, const char *role, const char *pin)
{
    return user_attempt(d, &(struct user_change){.add = true, .code = code, .name = name, .role = role, .pin = pin});
}

int desk_user_disable(struct desk *d, const char *code)
{
    return user_attempt(d, &(struct user_change){.code = code, .disable = true});
}

int desk_user_enable(struct desk *d, const char *code)
{
    return user_attempt(d, &(struct user_change){.code = code, .enable = true});
}

int desk_user_role(struct desk *d, const char *code, const char *role)
{
    return user_attempt(d, &(struct user_change){.code = code, .role = role});
}

int desk_user_pin(struct desk *d, const char *code, const char *pin)
{
    return user_attempt(d, &(struct user_change){.code = code, .pin = pin});
}

int desk_own_pin(struct desk *d, const char *pin)
{
    if (!d->staff[0])
        return fault(QT_DENIED, _("Nobody has signed in; nothing was changed."));
    return user_change(d, &(struct user_change){.code = d->staff, .pin = pin, .own = true});
}

/* ---- a role in words ------------------------------------------------------------------------------------------- */
void desk_role_words(const struct desk *d, const char *role, struct buf *out)
{
    static const struct {
        enum right right;
        const char *words;
    } may[] = {{RIGHT_PRINT, N_("print")},
               {RIGHT_EXPORT, N_("export")},
               {RIGHT_IMPORT, N_("import lists")},
               {RIGHT_BACKUP, N_("back up")},
               {RIGHT_RESTORE, N_("restore")},
               {RIGHT_SETTINGS, N_("change settings")},
               {RIGHT_STAFF, N_("change staff")},
               {RIGHT_APPROVE, N_("approve")},
               {RIGHT_MIGRATE, N_("bring in the past")},
               {RIGHT_CORRECT, N_("correct states")},
               {RIGHT_LEAD, N_("stands above who changes staff")}};
    const struct role *r = forms_role(d->forms, role);
    const char *comma = d->lang == LANG_ZH ? "、" : ", ";
    size_t n = 0;
    for (size_t i = 0; r && i < ARRAY_LEN(may); i++)
        if (r->rights >> may[i].right & 1)
            buf_addf(out, "%s%s", n++ ? comma : "", _(may[i].words));
    for (size_t i = 0; r && i < r->nstands_for; i++)
        buf_addf(out, _("; does the work of %s as well"), desk_role_label(d, r->stands_for[i]));
    if (r && r->own_board)
        buf_add(out, _("; sees its own promises"));
    if (r && r->area_register)
        buf_add(out, _("; sees its own units"));
    if (!r)
        buf_add(out, _("no role of this house: this person may do nothing"));
}
