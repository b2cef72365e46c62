/* Who sits at the desk: sign-in, sign-out, the first one of a new building. */
#include <errno.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "desk_internal.h"

void desk_seat(struct desk *d, const char *staff, const char *role, const char *name)
{
    char *s = mem_dup(staff), *r = mem_dup(role), *n = mem_dup(name); /* they may be our own strings */
    free(d->staff);
    free(d->role);
    free(d->name);
    d->staff = s;
    d->role = r;
    d->name = n;
    d->who = (struct who){d->staff, d->role, d->terminal};
    d->sitting = SITTING_ON;
    undo_forget(d);
    permit_seat(d);
}

const struct who *desk_who(const struct desk *d)
{
    return &d->who;
}

const char *desk_staff_name(struct desk *d)
{
    return d->name;
}

int seat_person(struct desk *d, const char *code)
{
    struct staff s = {0};
    int rc = staff_get(d->db, code, &s);
    if (rc == QT_NOTFOUND)
        return fault(QT_DENIED, _("There is no staff member %s."), code);
    if (rc < 0)
        return rc;
    if (s.disabled)
        rc = fault(QT_DENIED, _("The account %s is closed; ask the supervisor."), code);
    else
        desk_seat(d, s.code, s.role, s.name);
    staff_clear(&s);
    return rc;
}

/* vouched: by whom, NULL: by the PIN. Without its journal line nobody sits down; of who only reads it is that of the
 * reading. */
static int seat_noted(struct desk *d, const char *staff, const char *vouched)
{
    int rc = seat_person(d, staff);
    d->vouched = vouched ? vouched : "pin";
    if (rc < 0 || d->reading)
        return rc;
    char *data = vouched ? json_pairs("vouched", vouched, "user", seat_user(), NULL) : NULL;
    rc = desk_note(d, "sign-in", NULL, 0, data);
    free(data);
    if (rc < 0)
        desk_seat(d, "", "", "");
    return rc;
}

/* ---- the PIN ------------------------------------------------------------------------------------------- */
static struct pin_rules pin_rules(struct desk *d)
{
    return (struct pin_rules){.tries = desk_setting_within(d, "pin_tries", 5, 3, 20),
                              .seconds = desk_setting_within(d, "pin_minutes", 15, 1, 60) * MINUTE,
                              .known = desk_setting_within(d, "pin_known_days", 30, 1, 366) * DAY,
                              .pause_most = desk_setting_within(d, "pin_pause", 60, 5, 900)};
}

static int pin_judge(struct desk *d, const struct pin_rules *rules, const struct pin_try *t, bool right,
                     const char *wrong)
{
    struct staff s = {0};
    int rc = right ? staff_get(d->db, t->code, &s) : pin_wrong(d->db, t);
    bool closed = right && rc == QT_OK && s.disabled;
    staff_clear(&s);
    if (rc == QT_OK && right && !closed)
        rc = pin_right(d->db, rules, t);
    rc = desk_end(d, rc);
    if (rc == QT_OK && closed)
        return fault(QT_DENIED, _("%s may not sign in any more. Ask a supervisor."), t->code);
    return rc == QT_OK && !right ? fault(QT_DENIED, "%s", wrong) : rc;
}

/* Counted first, then hashed while nobody waits for us, then judged. wrong: the sentence for a PIN that is not it. */
static int pin_check(struct desk *d, const char *code, const char *pin, const char *wrong)
{
    const struct pin_rules rules = pin_rules(d);
    struct pin_try t;
    bool right = false;
    int rc = pin_try(d->db, &rules, code, d->terminal, &t);
    if (rc == QT_OK)
        rc = pin_matches(d->db, code, pin, &right);
    if (rc == QT_OK)
        rc = desk_begin_unattended(d);
    return rc < 0 ? rc : pin_judge(d, &rules, &t, right, wrong);
}

int desk_sign_in(struct desk *d, const char *staff, const char *pin)
{
    int rc = pin_check(d, staff, pin, _("The staff code or the PIN is wrong."));
    return rc < 0 ? rc : seat_noted(d, staff, NULL);
}

int64_t desk_pin_pause(struct desk *d, int fault)
{
    const struct pin_rules rules = pin_rules(d);
    return d->reading && reading_unwritable(fault) ? (rules.seconds + rules.tries - 1) / rules.tries : 0;
}

/* The pause comes first: whoever ends the program during it has learnt nothing. */
int desk_sign_in_slowly(struct desk *d, const char *staff, const char *pin)
{
    struct timespec left = {.tv_sec = (time_t)desk_pin_pause(d, QT_READONLY)};
    int lock, rc = pin_alone(d->db, &lock);
    bool right = false;
    if (rc < 0)
        return rc;
    while (nanosleep(&left, &left) != 0 && errno == EINTR)
        continue;
    rc = pin_matches(d->db, staff, pin, &right);
    if (rc == QT_OK)
        rc = right ? seat_noted(d, staff, NULL) : fault(QT_DENIED, _("The staff code or the PIN is wrong."));
    (void)close(lock);
    return rc;
}

int desk_own_pin_check(struct desk *d, const char *pin)
{
    return pin_check(d, d->staff, pin, _("The PIN is wrong; type it once more."));
}

bool desk_own_pin_there(struct desk *d)
{
    struct staff s = {0};
    bool there = staff_get(d->db, d->staff, &s) == QT_OK && s.pin;
    staff_clear(&s);
    return there;
}

int desk_sign_in_as(struct desk *d, const char *staff)
{
    int rc = vouched_check(d, staff);
    return rc < 0 ? rc : seat_noted(d, staff, db_practice(d->db) ? "practice" : "login");
}

void desk_sign_out(struct desk *d)
{
    d->leaving = true;
    if (d->staff[0] && !d->readonly && desk_note(d, "sign-out", NULL, 0, NULL) < 0)
        fault_clear(); /* leaving is never refused */
    d->leaving = false;
    desk_seat(d, "", "", "");
}

int desk_first_run(struct desk *d, const char *building, const char *staff, const char *name, const char *pin)
{
    bool any;
    if (!building[0] || !staff[0] || !name[0])
        return fault(QT_REFUSED, _("The building, the code and the name of the first supervisor are needed."));
    int rc = staff_any(d, &any);
    if (rc < 0)
        return rc;
    if (any)
        return fault(QT_REFUSED, _("This database has its staff already; sign in."));
    const char *role = permit_first_role(d->forms);
    struct who who = {staff, role, d->terminal};
    struct staff first = {.code = mem_dup(staff), .name = mem_dup(name), .role = mem_dup(role)};
    char hash[PIN_HASH];
    rc = user_fits(&first, pin);
    if (rc == QT_OK)
        rc = pin_hash(d->db, staff, pin, hash);
    if (rc == QT_OK)
        rc = desk_begin_unattended(d);
    if (rc == QT_OK) {
        rc = setting_set(d->db, &who, "building", building);
        if (rc == QT_OK)
            rc = staff_put(d->db, &who, &first, hash);
        rc = desk_end(d, rc);
    }
    staff_clear(&first);
    return rc < 0 ? rc : seat_noted(d, staff, NULL);
}
