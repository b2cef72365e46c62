/* Repairs and complaints of the demo building: the scripts of cases.tsv, some of them reported again and again over
 * the three months, each step at its own moment and through the same code as a clerk's. */
#include "demo/demo.h"

enum { LONGEST = 90, WIDTH = 6 };
enum column { REGISTER, BEFORE, EVERY, AT, FIELDS, STEPS };

struct story {
    const struct form *form;
    struct record *r, *other; /* other: what followed from it, an incident report or a charge */
    const char *unit, *host;
};
struct step {
    int64_t at;
    size_t story, order;
    char *who, *action, *values; /* action NULL: the record is made */
};
struct demo_cases {
    struct demo *m;
    struct demo dice; /* its own chance, so that the visitors stay who they are */
    struct table file;
    struct story *story;
    struct step *step;
    size_t nstories, nsteps, done;
};

static char *cut_word(char **p, char separator)
{
    char *start = *p + strspn(*p, " "), *end = start + strcspn(start, (char[]){separator, '\0'});
    *p = *end ? end + 1 : end;
    *end = '\0';
    return start;
}

/* "*" is replaced by the unit drawn and by who lives there. Defaults follow what is set. */
static int set_values(struct desk *d, const struct story *s, struct record *r, const char *values)
{
    bool *touched = mem_alloc(r->form->nfields * sizeof *touched);
    char *text = mem_dup(values), *p = text;
    int rc = QT_OK;
    while (rc == QT_OK && *p) {
        char *value = cut_word(&p, '|'), *name = cut_word(&value, '=');
        int i = form_field(r->form, name);
        if (i < 0)
            rc = fault(QT_REFUSED, _("%s has no field %s."), r->form->name, name);
        else if (strcmp(value, "*") == 0)
            value_text(&r->v[i], r->form->fields[i].type == FT_UNIT ? s->unit : s->host);
        else
            rc = field_parse(&r->form->fields[i], value, clock_now(), &r->v[i]);
        if (rc == QT_OK)
            touched[i] = true;
    }
    desk_refresh(d, r, touched);
    free(touched);
    free(text);
    return rc;
}

static void plan_step(struct demo_cases *c, size_t story, int64_t at, const char *who, const char *action,
                      const char *values)
{
    c->step = mem_resize(c->step, c->nsteps + 1, sizeof *c->step);
    c->step[c->nsteps] =
        (struct step){at, story, c->nsteps, mem_dup(who), action ? mem_dup(action) : NULL, mem_dup(values)};
    c->nsteps++;
}

static int plan_story(struct demo_cases *c, size_t row, int64_t start)
{
    struct demo *dice = &c->dice;
    size_t unit = (size_t)demo_between(dice, 0, (int64_t)c->m->nunits - 1), story = c->nstories;
    char *text = mem_dup(table_cell(&c->file, row, STEPS)), *p = text;
    int rc = QT_OK;
    while (c->m->quiet[unit] && unit + 1 < c->m->nunits)
        unit++; /* the stories end with a call (B3) */

    c->story = mem_resize(c->story, c->nstories + 1, sizeof *c->story);
    c->story[c->nstories++] =
        (struct story){.form = forms_find(desk_forms(c->m->d), table_cell(&c->file, row, REGISTER)),
                       .unit = c->m->unit[unit],
                       .host = c->m->host[unit]};
    if (!c->story[story].form)
        rc = fault(QT_NOTFOUND, _("The demo building needs the form '%s'."), table_cell(&c->file, row, REGISTER));
    plan_step(c, story, start, civil_of(start).hour < 15 ? "lm" : "wl", NULL, table_cell(&c->file, row, FIELDS));
    while (rc == QT_OK && *p) {
        char *one = cut_word(&p, ';');
        char *after = cut_word(&one, ' '), *who = cut_word(&one, ' '), *action = cut_word(&one, ' ');
        int64_t seconds = 0;
        rc = duration_parse(after, &seconds);
        if (rc == QT_OK)
            plan_step(c, story, start + seconds, who, action, one);
    }
    free(text);
    return rc;
}

static int plan_row(struct demo_cases *c, size_t row)
{
    const char *at = table_cell(&c->file, row, AT);
    long before = strtol(table_cell(&c->file, row, BEFORE), NULL, 10);
    long every = strtol(table_cell(&c->file, row, EVERY), NULL, 10);
    int minute = 0, rc = QT_OK;
    if (at[0] == '-')
        return plan_story(c, row, c->m->now + strtol(at, NULL, 10) * MINUTE);
    rc = timeofday_parse(at, &minute);
    for (; rc == QT_OK && before <= LONGEST; before += every) {
        rc = plan_story(c, row, day_add(day_start(c->m->now), (int)-before) + minute * MINUTE);
        if (every == 0)
            break;
    }
    return rc;
}

static int by_time(const void *a, const void *b)
{
    const struct step *x = a, *y = b;
    if (x->at != y->at)
        return x->at < y->at ? -1 : 1;
    return x->order < y->order ? -1 : x->order > y->order;
}

int demo_cases_plan(struct demo *m, const char *dir, struct demo_cases **out)
{
    struct demo_cases *c = mem_alloc(sizeof *c);
    int rc = table_read(dir, "cases.tsv", WIDTH, &c->file);
    c->m = m;
    c->dice.seed = m->seed + 1;
    for (size_t row = 0; rc == QT_OK && row < c->file.n; row++)
        rc = plan_row(c, row);
    if (c->nsteps > 0)
        qsort(c->step, c->nsteps, sizeof *c->step, by_time);
    *out = c;
    return rc;
}

void demo_cases_free(struct demo_cases *c)
{
    if (!c)
        return;
    for (size_t i = 0; i < c->nstories; i++) {
        record_free(c->story[i].r);
        record_free(c->story[i].other);
    }
    for (size_t i = 0; i < c->nsteps; i++) {
        free(c->step[i].who);
        free(c->step[i].action);
        free(c->step[i].values);
    }
    free(c->story);
    free(c->step);
    table_free(&c->file);
    free(c);
}

static const char *role_of(const struct demo *m, const char *who)
{
    for (size_t i = 0; i < m->staff.n; i++)
        if (strcmp(table_cell(&m->staff, i, 0), who) == 0)
            return table_cell(&m->staff, i, 2);
    return "clerk";
}

static int story_begin(struct demo_cases *c, struct story *s, const char *values)
{
    struct outcome o = {0};
    s->r = desk_new(c->m->d, s->form);
    int rc = set_values(c->m->d, s, s->r, values);
    if (rc == QT_OK)
        rc = desk_save_in(c->m->d, NULL, s->r, &o);
    outcome_free(&o);
    return rc;
}

/* The record that followed, saved as the form that opened would be. */
static int keep_other(struct desk *d, struct story *s, struct outcome *o)
{
    struct outcome saved = {0};
    int rc = QT_OK;
    if (o->opened)
        rc = desk_save_in(d, NULL, o->opened, &saved);
    outcome_free(&saved);
    if (o->opened || o->created) {
        record_free(s->other);
        s->other = o->opened ? o->opened : o->created;
        *(o->opened ? &o->opened : &o->created) = NULL;
    }
    return rc;
}

/* "other.ACTION": on the record that followed from this one. */
static int go_on(struct demo_cases *c, struct story *s, const struct step *step)
{
    bool other = strncmp(step->action, "other.", 6) == 0;
    const struct record *of = other ? s->other : s->r;
    const char *name = other ? step->action + 6 : step->action;
    int action = of ? form_action(of->form, name) : -1, rc;
    struct outcome o = {.answered = ANSWERED_BEFORE};
    struct record *r = NULL;
    if (action < 0)
        return fault(QT_REFUSED, _("There is no action %s."), step->action);
    rc = rec_get(c->m->d->db, of->form, of->id, &r);
    if (rc == QT_OK)
        rc = set_values(c->m->d, s, r, step->values);
    if (rc == QT_OK)
        rc = desk_act_in(c->m->d, r, action, &o);
    if (rc == QT_OK)
        rc = keep_other(c->m->d, s, &o);
    record_free(r);
    outcome_free(&o);
    return rc;
}

static int step_happen(struct demo_cases *c, const struct step *step)
{
    struct story *s = &c->story[step->story];
    struct desk *d = c->m->d;
    char *mine = d->role; /* what an action allows is asked of the desk's role */
    clock_fix(step->at);
    d->role = mem_dup(role_of(c->m, step->who));
    d->who = (struct who){step->who, d->role, "demo"};
    permit_seat(d);
    int rc = step->action ? go_on(c, s, step) : story_begin(c, s, step->values);
    if (rc < 0)
        rc = fault(rc, "cases.tsv: %s %s: %s", s->form->name, step->action ? step->action : step->values, fault_text());
    d->who = (struct who){"lm", "clerk", "demo"};
    free(d->role);
    d->role = mine;
    permit_seat(d);
    return rc;
}

int demo_cases_until(struct demo_cases *c, int64_t t)
{
    int rc = QT_OK;
    while (rc == QT_OK && c->done < c->nsteps && c->step[c->done].at <= t)
        rc = step_happen(c, &c->step[c->done++]);
    return rc;
}
