/* The demo building. data/demo tells it: the house, and who enters what and when, over three months that end now. Each
 * step is taken at its own moment and through the same code as a clerk's, so that journal, clocks and numbers are real,
 * and the same for everybody at the same moment. */
#include <stdlib.h>
#include <string.h>

#include "desk_internal.h"

#define DEMO_PIN "1234" /* for practice only; init says it */

enum { DEMO_DAYS = 92 };
enum house_column { WHAT, NAME, VALUE, ROLE, HOUSE_COLUMNS };
enum story_column { WHO, REGISTER, WHEN, FIELDS, STEPS, STORY_COLUMNS };

static const char *const scripts[] = {"building.tsv", "cases.tsv", "desk.tsv", "visitors.tsv"};

struct story {
    const struct form *form, *other_form;
    int64_t id, other_id; /* other: the record that followed from it last */
};
struct step {
    int64_t at;
    size_t story, order;
    char *who, *action, *fields; /* action NULL: the record is made */
};
struct demo {
    struct desk *d;
    int64_t first_day, now;
    char *folder;
    char *text[ARRAY_LEN(scripts)]; /* who, action and fields lie in them */
    struct story *story;
    struct step *step;
    size_t nstories, nsteps;
};

static int read_file(const struct demo *m, const char *name, char **text)
{
    char *path = mem_printf("%s/%s", m->folder, name);
    size_t len;
    int rc = desk_file_read(path, text, &len);
    free(path);
    return rc;
}

/* ---- what is to be done ------------------------------------------------------------------------------ */
static void add_step(struct demo *m, int64_t at, char *who, char *action, char *fields)
{
    m->step = mem_resize(m->step, m->nsteps + 1, sizeof *m->step);
    m->step[m->nsteps] = (struct step){at, m->nstories, m->nsteps, who, action, fields};
    m->nsteps++;
}

static int read_moment(const struct demo *m, const char *when, int64_t *at)
{
    int64_t ago = 0;
    if (when[0] != '-')
        return datetime_parse(when, m->first_day, false, at);
    int rc = duration_parse(when + 1, &ago);
    *at = m->now - ago;
    return rc;
}

static int add_story(struct demo *m, char **cell)
{
    struct story s = {.form = forms_find(desk_forms(m->d), cell[REGISTER])};
    int64_t start, at;
    if (!s.form)
        return fault(QT_NOTFOUND, _("The demo building needs the form '%s'."), cell[REGISTER]);
    int rc = read_moment(m, cell[WHEN], &start);
    if (rc < 0)
        return rc;
    add_step(m, start, cell[WHO], NULL, cell[FIELDS]);
    for (char *rest = cell[STEPS]; rc == QT_OK && *rest; rest += strspn(rest, " ")) {
        char *one = text_cut(&rest, ';');
        char *after = text_cut(&one, ' '), *who = text_cut(&one, ' '), *action = text_cut(&one, ' ');
        rc = datetime_parse(after, start, false, &at);
        if (rc == QT_OK)
            add_step(m, at, who, action, one);
    }
    m->story = mem_resize(m->story, m->nstories + 1, sizeof *m->story);
    m->story[m->nstories++] = s;
    return rc;
}

static int by_time(const void *a, const void *b)
{
    const struct step *x = a, *y = b;
    if (x->at != y->at)
        return x->at < y->at ? -1 : 1;
    return x->order < y->order ? -1 : x->order > y->order;
}

static int read_scripts(struct demo *m)
{
    char *cell[STORY_COLUMNS];
    int rc = QT_OK;
    for (size_t i = 0; rc == QT_OK && i < ARRAY_LEN(scripts); i++) {
        rc = read_file(m, scripts[i], &m->text[i]);
        for (char *rest = m->text[i]; rc == QT_OK && table_row(&rest, cell, STORY_COLUMNS);)
            rc = add_story(m, cell);
    }
    if (m->nsteps > 0)
        qsort(m->step, m->nsteps, sizeof *m->step, by_time);
    return rc;
}

/* ---- doing it ------------------------------------------------------------------------------------------ */
static int set_fields(struct desk *d, struct record *r, char *fields)
{
    bool *touched = mem_alloc(record_id_value(r->form) * sizeof *touched);
    int rc = QT_OK;
    while (rc == QT_OK && *fields) {
        char *value = text_cut(&fields, '|'), *name = text_cut(&value, '=');
        int i = form_field(r->form, name);
        if (i < 0)
            i = form_asked(r->form, name);
        if (i < 0) {
            rc = fault(QT_REFUSED, _("%s has no field %s."), r->form->name, name);
        } else {
            rc = field_parse(&r->form->fields[i], value, clock_now(), &r->v[i]);
            touched[i] = true;
        }
    }
    desk_refresh(d, r, touched);
    free(touched);
    return rc;
}

static int story_begin(struct desk *d, struct story *s, char *fields)
{
    struct outcome o = {0};
    struct record *r = desk_new(d, s->form);
    int rc = set_fields(d, r, fields);
    if (rc == QT_OK)
        rc = desk_save_in(d, NULL, r, &o);
    s->id = r->id;
    record_free(r);
    outcome_free(&o);
    return rc;
}

/* The record that followed, saved as the form that opened would be. */
static int keep_other(struct desk *d, struct story *s, struct outcome *o)
{
    struct outcome saved = {0};
    int rc = o->opened ? desk_save_in(d, NULL, o->opened, &saved) : QT_OK;
    const struct record *other = o->opened ? o->opened : o->created;
    outcome_free(&saved);
    if (other) {
        s->other_form = other->form;
        s->other_id = other->id;
    }
    return rc;
}

static int story_go_on(struct desk *d, struct story *s, const struct step *step)
{
    bool other = strncmp(step->action, "other.", 6) == 0;
    const struct form *f = other ? s->other_form : s->form;
    int action = f ? form_action(f, step->action + (other ? 6 : 0)) : -1;
    struct outcome o = {.answered = ANSWERED_BEFORE};
    struct record *r = NULL;
    if (action < 0)
        return fault(QT_REFUSED, _("There is no action %s."), step->action);
    int rc = rec_get(d->db, f, other ? s->other_id : s->id, &r);
    if (rc == QT_OK)
        rc = set_fields(d, r, step->fields);
    if (rc == QT_OK)
        rc = desk_act_in(d, r, action, &o);
    if (rc == QT_OK)
        rc = keep_other(d, s, &o);
    record_free(r);
    outcome_free(&o);
    return rc;
}

static int step_happen(struct demo *m, const struct step *step)
{
    struct story *s = &m->story[step->story];
    const char *action = step->action ? step->action : "create";
    clock_fix(step->at);
    int rc = strcmp(m->d->staff, step->who) == 0 ? QT_OK : seat_person(m->d, step->who);
    m->d->who.terminal = "demo";
    if (rc == QT_OK)
        rc = step->action ? story_go_on(m->d, s, step) : story_begin(m->d, s, step->fields);
    return rc < 0 ? fault(rc, "data/demo: %s %s %lld: %s", s->form->name, action, (long long)s->id, fault_text()) : rc;
}

/* Up to now; a transaction for each day. */
static int live(struct demo *m)
{
    const struct step *step = m->step, *end = m->step + m->nsteps;
    int rc = QT_OK;
    while (rc == QT_OK && step < end && step->at <= m->now) {
        int64_t tomorrow = day_add(day_start(step->at), 1);
        rc = desk_begin_unattended(m->d);
        for (; rc == QT_OK && step < end && step->at <= m->now && step->at < tomorrow; step++)
            rc = step_happen(m, step);
        rc = desk_end(m->d, rc);
    }
    return rc;
}

/* ---- the house ----------------------------------------------------------------------------------------- */
static int furnish(struct demo *m)
{
    struct desk *d = m->d;
    const struct who who = {"demo", "", "demo"};
    char *text = NULL, *cell[HOUSE_COLUMNS], hash[PIN_HASH];
    int rc = read_file(m, "house.tsv", &text);
    for (char *rest = text; rc == QT_OK && table_row(&rest, cell, HOUSE_COLUMNS);) {
        const struct staff s = {.code = cell[NAME], .name = cell[VALUE], .role = cell[ROLE]};
        bool setting = strcmp(cell[WHAT], "setting") == 0;
        if (!setting)
            rc = pin_hash(d->db, s.code, DEMO_PIN, hash); /* nobody else is there yet who could wait */
        if (rc == QT_OK)
            rc = setting ? setting_set(d->db, &who, cell[NAME], cell[VALUE]) : staff_put(d->db, &who, &s, hash);
    }
    free(text);
    return rc;
}

/* The life is lived with a clock that is set to each moment; afterwards the clock goes as it went before. */
static void give_clock_back(int64_t now)
{
    clock_offset(0);
    if (clock_now() < now || clock_now() > now + 10 * MINUTE)
        clock_fix(now);
}

int desk_demo(struct desk *d)
{
    struct demo m = {.d = d, .now = clock_now()};
    m.first_day = day_add(day_start(m.now), -DEMO_DAYS);
    bool any = false;
    int rc = supply_need(SUPPLY_DATA, "demo", &m.folder);
    if (rc == QT_OK)
        rc = staff_any(d, &any);
    if (rc == QT_OK && any)
        rc = fault(QT_REFUSED, _("The demo building is for an empty database; this one has its staff already."));
    if (rc == QT_OK)
        rc = read_scripts(&m);
    if (rc == QT_OK) {
        char *staff = mem_dup(d->staff), *role = mem_dup(d->role), *name = mem_dup(d->name);
        clock_fix(m.first_day + 9 * HOUR);
        rc = desk_begin_unattended(d);
        if (rc == QT_OK)
            rc = furnish(&m);
        rc = desk_end(d, rc);
        if (rc == QT_OK)
            rc = live(&m);
        desk_seat(d, staff, role, name);
        free(staff);
        free(role);
        free(name);
        give_clock_back(m.now);
    }
    if (rc == QT_OK)
        rc = desk_tick(d); /* today's rounds are on the board when the desk opens */
    for (size_t i = 0; i < ARRAY_LEN(m.text); i++)
        free(m.text[i]);
    free(m.story);
    free(m.step);
    free(m.folder);
    free(d->building); /* the cached name */
    d->building = NULL;
    return rc;
}
