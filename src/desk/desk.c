/* Opening and closing the desk, who sits at it, what they may do. */
#include <pwd.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "desk_internal.h"
#include "same/similar.h"

static const struct calendar *host_calendar(void *arg)
{
    struct desk *d = arg;
    d->calendar_asked = true;
    return d->calendar;
}

static const struct who *host_who(void *arg)
{
    return &((struct desk *)arg)->who;
}

static int64_t host_owes(void *arg, const char *unit)
{
    (void)arg;
    (void)unit;
    return 0; /* charges come with their own register */
}

static void set_who(struct desk *d, const char *staff, const char *role, const char *name)
{
    char *s = mem_dup(staff), *r = mem_dup(role), *n = mem_dup(name); /* they may be our own strings */
    free(d->staff);
    free(d->role);
    free(d->name);
    d->staff = s;
    d->role = r;
    d->name = n;
    d->who = (struct who){d->staff, d->role, d->terminal};
}

static int open_forms(struct desk *d, const char *dirs, const char *path, struct problems *problems)
{
    struct problems unheard = {0};
    char *standard = dirs ? NULL : desk_form_dirs(path);
    int rc = forms_load(dirs ? dirs : standard, &d->forms, problems ? problems : &unheard);
    free(standard);
    problems_free(&unheard);
    if (rc == QT_OK)
        rc = desk_house_settings(d->forms);
    if (rc == QT_OK && problems && !forms_known_sound(d->forms)) {
        int wrong = expr_check(d->forms, problems);
        rc = wrong < 0 ? wrong : QT_OK;
        if (wrong == 0)
            forms_now_sound(d->forms);
    }
    if (rc == QT_OK && d->forms->n == 0)
        rc = fault(QT_NOTFOUND, _("No usable form file was found; name their folder with --forms."));
    return rc;
}

static int open_database(struct desk *d, const struct desk_options *o, const char *path)
{
    struct db_options want = {.path = path,
                              .forms = d->forms,
                              .lang = o->lang,
                              .create = o->create,
                              .practice = o->practice,
                              .readonly = o->readonly};
    int rc = db_open(&want, &d->db);
    if (rc < 0)
        return rc;
    static const struct expr_host calls = {NULL, host_calendar, host_who, host_owes};
    struct expr_host host = calls;
    host.arg = d;
    expr_host_set(d->db, &host);
    return QT_OK;
}

/* The zone, then the time, then the calendar: each needs the one before. */
static int open_time(struct desk *d, const char *now)
{
    char *zone = desk_setting(d, "zone");
    const struct setting_rule *standard = forms_setting(d->forms, "zone");
    int rc = zone ? zone_set(zone) : QT_OK;
    free(zone);
    if (rc < 0 && standard) {
        d->zone_warning = mem_dup(fault_text());
        rc = zone_set(standard->value);
    }
    if (rc < 0)
        return rc;
    if (now && !db_practice(d->db))
        return fault(QT_REFUSED, _("--now is only for practice databases; this one keeps the real time."));
    if (now && (rc = clock_set_spec(now)) < 0)
        return rc;
    return calendar_load(d);
}

static int open_all(struct desk *d, const struct desk_options *o, const char *path, struct problems *problems)
{
    int rc = open_forms(d, o->form_dirs, path, problems);
    if (rc == QT_OK && o->create && o->practice && o->now)
        rc = clock_set_spec(o->now); /* the first journal line bears the practice time too */
    if (rc == QT_OK)
        rc = open_database(d, o, path);
    if (rc == QT_OK)
        rc = open_time(d, o->now);
    if (rc == QT_OK && clocks_recount(d) < 0)
        fault_clear(); /* busy: the first tick does it */
    return rc;
}

int desk_open(const struct desk_options *o, struct desk **out, struct problems *problems)
{
    char *path = mem_dup(o->db_path);
    int rc = path ? QT_OK : db_default_path(&path);
    if (rc < 0)
        return rc;
    struct desk *d = mem_alloc(sizeof *d);
    d->lang = o->lang;
    d->readonly = o->readonly;
    d->terminal = mem_dup(o->terminal ? o->terminal : "");
    d->ticked = -1;
    set_who(d, "", "", "");
    rc = open_all(d, o, path, problems);
    free(path);
    if (rc < 0) {
        desk_close(d);
        return rc;
    }
    *out = d;
    return QT_OK;
}

void desk_close(struct desk *d)
{
    if (!d)
        return;
    record_free(d->filled);
    wording_free(d->wording);
    db_close(d->db);
    forms_free(d->forms);
    cal_free(d->calendar);
    free(d->calendar_warning);
    free(d->zone_warning);
    free(d->staff);
    free(d->role);
    free(d->name);
    free(d->terminal);
    free(d->building);
    free(d);
}

struct db *desk_db(struct desk *d)
{
    return d->db;
}

const struct forms *desk_forms(const struct desk *d)
{
    return d->forms;
}

enum lang desk_lang(const struct desk *d)
{
    return d->lang;
}

void desk_set_lang(struct desk *d, enum lang lang)
{
    d->lang = lang;
    db_set_lang(d->db, lang);
}

const char *desk_building(struct desk *d)
{
    free(d->building);
    d->building = desk_setting(d, "building");
    return d->building ? d->building : "";
}

const struct calendar *desk_calendar(struct desk *d)
{
    return d->calendar;
}

const char *desk_warning(const struct desk *d)
{
    return d->calendar_warning;
}

const struct who *desk_who(const struct desk *d)
{
    return &d->who;
}

const char *desk_staff_name(struct desk *d)
{
    return d->name;
}

/* ---- transactions ---------------------------------------------------------------------------------- */
int desk_begin_unattended(struct desk *d)
{
    if (d->readonly)
        return fault(QT_READONLY, _("The database is open for reading only; nothing was changed."));
    return db_begin(d->db);
}

int desk_begin(struct desk *d)
{
    if (!d->staff[0])
        return fault(QT_DENIED, _("Nobody has signed in; nothing was changed."));
    return desk_begin_unattended(d);
}

int desk_end(struct desk *d, int rc)
{
    if (rc >= 0)
        rc = db_commit(d->db);
    if (rc < 0)
        db_rollback(d->db);
    return rc;
}

static int note(struct desk *d, const char *action, const char *reg, int64_t record, const char *data)
{
    if (d->readonly)
        return QT_OK;
    int rc = db_begin(d->db);
    if (rc < 0)
        return rc;
    return desk_end(d, journal_note(d->db, &d->who, action, reg, record, data));
}

bool desk_may_reveal(const struct desk *d, const struct form *f)
{
    return f->nreveal_roles > 0 && desk_may(d, f->reveal_roles, f->nreveal_roles);
}

int desk_reveal(struct desk *d, const struct record *r, int field, char **plain)
{
    *plain = NULL;
    if (!desk_may_reveal(d, r->form))
        return fault(QT_DENIED, _("Your role may not see this in full."));
    return rec_reveal(d->db, &d->who, r, field, plain);
}

int desk_log_view(struct desk *d, const char *reg, int64_t record)
{
    return note(d, "view", reg, record, NULL);
}

/* ---- sign-in --------------------------------------------------------------------------------------- */
static int seat(struct desk *d, const char *code)
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
        set_who(d, s.code, s.role, s.name);
    staff_clear(&s);
    return rc;
}

/* data: JSON that says who vouched, or NULL. Without its journal line nobody sits down. */
static int seat_noted(struct desk *d, const char *staff, const char *data)
{
    int rc = seat(d, staff);
    if (rc < 0)
        return rc;
    rc = note(d, "sign-in", NULL, 0, data);
    if (rc < 0)
        set_who(d, "", "", "");
    return rc;
}

int desk_sign_in(struct desk *d, const char *staff, const char *pin)
{
    int rc = staff_check_pin(d->db, staff, pin, d->terminal);
    return rc < 0 ? rc : seat_noted(d, staff, NULL);
}

int desk_sign_in_as(struct desk *d, const char *staff)
{
    const struct passwd *user = getpwuid(getuid());
    struct buf data = {0};
    buf_add(&data, "{\"vouched\":");
    buf_add_json(&data, user ? user->pw_name : NULL);
    buf_addc(&data, '}');
    int rc = seat_noted(d, staff, data.s);
    buf_free(&data);
    return rc;
}

void desk_sign_out(struct desk *d)
{
    if (d->staff[0] && note(d, "sign-out", NULL, 0, NULL) < 0)
        fault_clear(); /* leaving is never refused */
    set_who(d, "", "", "");
}

static bool has_role(char *const *roles, size_t n, const char *role)
{
    for (size_t i = 0; i < n; i++)
        if (strcmp(roles[i], role) == 0)
            return true;
    return false;
}

bool desk_may(const struct desk *d, char *const *roles, size_t n)
{
    if (n == 0 || has_role(roles, n, d->role))
        return true;
    bool above = strcmp(d->role, "manager") == 0 || strcmp(d->role, "supervisor") == 0;
    return above && has_role(roles, n, "clerk");
}

int desk_first_run(struct desk *d, const char *building, const char *staff, const char *name, const char *pin)
{
    struct staff *all = NULL;
    size_t n = 0;
    if (!building[0] || !staff[0] || !name[0])
        return fault(QT_REFUSED, _("The building, the code and the name of the first supervisor are needed."));
    int rc = staff_list(d->db, &all, &n);
    staff_free(all, n);
    if (rc < 0)
        return rc;
    if (n > 0)
        return fault(QT_REFUSED, _("This database has its staff already; sign in."));
    struct who who = {staff, "supervisor", d->terminal};
    struct staff first = {.code = mem_dup(staff), .name = mem_dup(name), .role = mem_dup("supervisor")};
    rc = db_begin(d->db);
    if (rc == QT_OK) {
        rc = setting_set(d->db, &who, "building", building);
        if (rc == QT_OK)
            rc = staff_put(d->db, &who, &first, pin);
        rc = desk_end(d, rc);
    }
    staff_clear(&first);
    return rc < 0 ? rc : seat_noted(d, staff, NULL);
}
