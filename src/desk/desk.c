/* Opening and closing the desk. */
#include <stdlib.h>
#include <string.h>

#include "desk_internal.h"
#include "house/renamed.h"
#include "qiantai/form_phrases.h"
#include "record/attach.h"
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

static int open_forms(struct desk *d, const char *dirs, const char *path, struct problems *problems)
{
    struct problems unheard = {0};
    char *standard = dirs ? NULL : desk_form_dirs(path);
    int rc = desk_forms_load(dirs ? dirs : standard, &d->forms, problems ? problems : &unheard);
    free(standard);
    problems_free(&unheard);
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
    const struct expr_host host = {d, host_calendar, host_who, permit_money, permit_reads, area_asked, area_of_person};
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
    bool doubt;
    rc = calendar_load(d);
    return rc < 0 ? rc : clock_check(d, &doubt);
}

static int open_all(struct desk *d, const struct desk_options *o, const char *path, struct problems *problems)
{
    int rc = open_forms(d, o->form_dirs, path, problems);
    if (rc == QT_OK && o->create && o->practice && o->now)
        rc = clock_set_spec(o->now); /* the first journal line has the practice time, too */
    if (rc == QT_OK && o->create && !o->practice)
        rc = clock_possible(d);
    if (rc == QT_OK)
        rc = open_database(d, o, path);
    permit_seat(d);
    if (rc == QT_OK)
        rc = open_time(d, o->now);
    if (rc == QT_OK)
        chosen_look(d);
    if (rc == QT_OK && renamed_follow(d, false, problems) < 0)
        fault_clear(); /* busy: the next opening does it, or the night */
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
    *d = (struct desk){.lang = o->lang,
                       .readonly = o->readonly,
                       .created = o->create,
                       .reading = o->reading || o->readonly,
                       .house = mem_dup(o->house),
                       .remote = o->remote,
                       .terminal = mem_dup(o->terminal ? o->terminal : ""),
                       .ticked = -1};
    desk_seat(d, "", "", "");
    rc = open_all(d, o, path, problems);
    free(path);
    if (rc == QT_OK)
        *out = d;
    else
        desk_close(d);
    return rc;
}

void desk_close(struct desk *d)
{
    if (!d)
        return;
    record_free(d->filled);
    attach_free(d);
    undo_forget(d);
    similar_forget(d);
    wording_free(d->wording);
    phrases_free(d->forbidden);
    words_free(d);
    db_close(d->db);
    forms_free(d->forms);
    cal_free(d->calendar);
    free(d->calendar_warning);
    free(d->zone_warning);
    free(d->clock_warning);
    free(d->chosen_warning);
    free(d->staff);
    free(d->role);
    free(d->name);
    free(d->terminal);
    free(d->building);
    free(d->house);
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

bool desk_unsure(const struct desk *d)
{
    return db_unsure(d->db);
}

const char *desk_warning(const struct desk *d)
{
    return desk_unsure(d)
               ? _("The disk reported a fault while something was saved. It stands in the register, and may be "
                   "gone after a power cut: have the disk checked, back up to another one.")
           : d->clock_warning    ? d->clock_warning
           : d->calendar_warning ? d->calendar_warning
                                 : d->chosen_warning;
}
