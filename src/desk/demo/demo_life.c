/* Three months at the desk: visits come, are admitted or not, and go; day by day, each step at its own moment
 * and through the same code as a clerk's, so that journal, clocks and numbers are real. */
#include "demo/demo.h"

enum { DAYS = 91, PEOPLE = 600, MOST_STEPS = 400 };

enum step { CREATE, ADMIT, NO_ANSWER, REFUSE, MESSAGE, SIGN_OUT, UNSIGNED, DELIVER };

struct person { /* who comes */
    char *name, *phone, *id, *plate;
    const char *firm;
};
struct visit {
    struct record *r;
    struct record *message;
    size_t person, unit;
    int64_t until, arrives; /* arrives: announced before, 0 = not */
    const char *purpose, *text;
};
struct event {
    int64_t at;
    enum step step;
    size_t visit, order;
};
struct day {
    struct demo *m;
    const struct form *visitor, *message;
    struct person *people;
    struct visit visit[MOST_STEPS];
    struct event event[MOST_STEPS * 2];
    size_t nvisits, nevents;
};

static void plan_event(struct day *d, int64_t at, enum step step, size_t visit)
{
    if (d->nevents < ARRAY_LEN(d->event)) {
        d->event[d->nevents] = (struct event){at, step, visit, d->nevents};
        d->nevents++;
    }
}

static struct visit *new_visit(struct day *d)
{
    struct demo *m = d->m;
    /* Some come often: the lower numbers are drawn more. */
    int64_t last = demo_chance(m, 50) ? PEOPLE / 12 : PEOPLE - 1;
    struct visit *v = &d->visit[d->nvisits++];

    *v = (struct visit){.person = (size_t)demo_between(m, 0, last),
                        .unit = (size_t)demo_between(m, 0, (int64_t)m->nunits - 1)};
    v->text = demo_pick(m, &m->messages, 0);
    return v;
}

/* How long they mean to stay, in minutes, by what they come for. */
static int64_t choose_purpose(struct demo *m, struct visit *v)
{
    int64_t n = demo_between(m, 1, 100);
    if (n <= 40) {
        v->purpose = "visit";
        return demo_between(m, 4, 12) * 15;
    }
    if (n <= 65) {
        v->purpose = "delivery";
        return 30;
    }
    if (n <= 85) {
        v->purpose = "business";
        return demo_between(m, 4, 8) * 15;
    }
    if (n <= 92) {
        v->purpose = "work";
        return demo_between(m, 8, 24) * 15;
    }
    v->purpose = n <= 97 ? "viewing" : "other";
    return 60;
}

static void plan_stay(struct day *d, size_t i, int64_t in, int64_t stay, int64_t closing)
{
    struct demo *m = d->m;
    int64_t out = in + stay * demo_between(m, 30, 104) / 100; /* a few stay too long */
    if (demo_chance(m, 5) || out >= closing)
        plan_event(d, closing + demo_between(m, 5, 20) * MINUTE, UNSIGNED, i);
    else
        plan_event(d, out, SIGN_OUT, i);
}

static void plan_visit(struct day *d, int64_t at, int64_t closing)
{
    struct demo *m = d->m;
    struct visit *v = new_visit(d);
    size_t i = d->nvisits - 1;
    int64_t stay = choose_purpose(m, v) * MINUTE, answered = at + demo_between(m, 1, 4) * MINUTE;
    int64_t luck = demo_between(m, 1, 100);
    v->until = at - at % (15 * MINUTE) + 15 * MINUTE + stay;
    if (luck <= 6) { /* announced by the host */
        v->arrives = at;
        plan_event(d, at - demo_between(m, 1, 3) * HOUR, CREATE, i);
    } else {
        plan_event(d, at, CREATE, i);
    }
    if (luck <= 91) {
        plan_event(d, answered, ADMIT, i);
        plan_stay(d, i, answered, v->until - answered, closing);
    } else if (luck <= 93) {
        plan_event(d, answered, REFUSE, i);
    } else {
        plan_event(d, answered, NO_ANSWER, i);
        if (luck <= 97)
            plan_event(d, answered + 2 * MINUTE, MESSAGE, i);
        plan_event(d, answered + 4 * MINUTE, REFUSE, i);
        if (luck <= 97)
            plan_event(d, answered + demo_between(m, 20, 200) * MINUTE, DELIVER, i);
    }
}

static void plan_day(struct day *d, int64_t midnight)
{
    struct demo *m = d->m;
    int64_t n = civil_of(midnight).weekday >= 6 ? demo_between(m, 17, 23) : demo_between(m, 26, 34), i;
    for (i = 0; i < n; i++) {
        /* Two waves, before noon and in the late afternoon. */
        int64_t middle = demo_chance(m, 50) ? 10 * HOUR : 16 * HOUR;
        int64_t at =
            middle + demo_between(m, -90, 90) * MINUTE + demo_between(m, -60, 60) * MINUTE + demo_between(m, 0, 59);
        plan_visit(d, midnight + at, midnight + 20 * HOUR);
    }
}

/* What a trainee shall find at the desk, whatever the hour. */
static void plan_now(struct day *d)
{
    static const struct {
        int came, until, announced; /* minutes from now */
        enum step end;              /* the last thing that happened */
    } scene[] = {
        {-75, 45, 0, ADMIT},     {-50, 70, 0, ADMIT},     {-35, 25, 0, ADMIT},     {-20, 100, 0, ADMIT},
        {-190, -55, 0, ADMIT},   {-165, -20, 0, ADMIT},   {-6, 114, 0, NO_ANSWER}, {-2, 118, 0, CREATE},
        {-150, 140, 20, CREATE}, {-90, 210, 90, CREATE},  {-30, 300, 180, CREATE}, {-110, 60, 0, MESSAGE},
        {-40, 60, 0, MESSAGE},   {-290, -60, 0, MESSAGE},
    };

    for (size_t i = 0; i < ARRAY_LEN(scene); i++) {
        struct visit *v = new_visit(d);
        size_t k = d->nvisits - 1;
        int64_t came = d->m->now + scene[i].came * MINUTE;
        v->purpose = i % 3 == 1 ? "business" : "visit";
        v->until = d->m->now + scene[i].until * MINUTE;
        v->arrives = scene[i].announced ? d->m->now + scene[i].announced * MINUTE : 0;
        plan_event(d, came, CREATE, k);
        if (scene[i].end == ADMIT)
            plan_event(d, came + 90, ADMIT, k);
        if (scene[i].end == NO_ANSWER || scene[i].end == MESSAGE)
            plan_event(d, came + 2 * MINUTE, NO_ANSWER, k);
        if (scene[i].end == MESSAGE) {
            plan_event(d, came + 4 * MINUTE, MESSAGE, k);
            plan_event(d, came + 5 * MINUTE, REFUSE, k);
        }
    }
}

static int by_time(const void *a, const void *b)
{
    const struct event *x = a, *y = b;
    if (x->at != y->at)
        return x->at < y->at ? -1 : 1;
    return x->order < y->order ? -1 : x->order > y->order;
}

static int visit_create(struct day *d, struct visit *v)
{
    const struct person *p = &d->people[v->person];
    struct demo *m = d->m;
    struct outcome o = {0};
    int64_t party = demo_chance(m, 78) ? 1 : demo_between(m, 2, 5);
    v->r = desk_new(m->d, d->visitor);
    demo_set(v->r, "name", p->name);
    demo_set(v->r, "phone", p->phone);
    demo_set(v->r, "unit", m->unit[v->unit]);
    demo_set(v->r, "host", m->host[v->unit]);
    demo_set_int(v->r, "party", party);
    demo_set(v->r, "purpose", v->purpose);
    demo_set_int(v->r, "until", v->until);
    if (p->id) {
        demo_set(v->r, "id_kind", "resident");
        demo_set(v->r, "id_number", p->id);
    }
    demo_set(v->r, "firm", p->firm);
    demo_set(v->r, "plate", p->plate);
    if (v->arrives) {
        demo_set_int(v->r, "arrives_at", v->arrives);
        if (p->id)
            demo_set(v->r, "instruction", "核对证件后可上楼");
    }
    int rc = desk_save_in(m->d, NULL, v->r, &o);
    outcome_free(&o);
    return rc;
}

static int visit_act(struct day *d, struct record *r, const char *name, struct record **created)
{
    struct outcome o = {.answered = ANSWERED_BEFORE};
    int rc = desk_act_in(d->m->d, r, form_action(r->form, name), &o);
    if (created && o.created) {
        *created = o.created;
        o.created = NULL;
    }
    outcome_free(&o);
    return rc;
}

static int event_happen(struct day *d, const struct event *e)
{
    struct visit *v = &d->visit[e->visit];
    if (e->step != CREATE && (!v->r || v->r->id == 0))
        return QT_OK;
    switch (e->step) {
    case CREATE:
        return visit_create(d, v);
    case ADMIT:
        return visit_act(d, v->r, "admit", NULL);
    case NO_ANSWER:
        return visit_act(d, v->r, "no_answer", NULL);
    case REFUSE:
        return visit_act(d, v->r, "refuse", NULL);
    case MESSAGE:
        demo_set(v->r, "message_text", v->text);
        return visit_act(d, v->r, "leave_message", &v->message);
    case SIGN_OUT:
        return visit_act(d, v->r, "sign_out", NULL);
    case UNSIGNED:
        return visit_act(d, v->r, "unsigned", NULL);
    case DELIVER:
        if (!v->message)
            return QT_OK;
        demo_set(v->message, "taken_by", d->m->host[v->unit]);
        return visit_act(d, v->message, "deliver", NULL);
    }
    return QT_OK;
}

static int day_live(struct day *d, int64_t until)
{
    struct desk *desk = d->m->d;
    int rc = desk_begin_unattended(desk);
    qsort(d->event, d->nevents, sizeof *d->event, by_time);
    for (size_t i = 0; rc == QT_OK && i < d->nevents && d->event[i].at <= d->m->now; i++) {
        bool early = civil_of(d->event[i].at).hour < 15;
        rc = demo_cases_until(d->m->cases, d->event[i].at);
        clock_fix(d->event[i].at);
        desk->who = (struct who){early ? "lm" : "wl", "clerk", "demo"};
        if (rc == QT_OK)
            rc = event_happen(d, &d->event[i]);
    }
    if (rc == QT_OK)
        rc = demo_cases_until(d->m->cases, until);
    rc = desk_end(desk, rc);
    for (size_t i = 0; i < d->nvisits; i++) {
        record_free(d->visit[i].r);
        record_free(d->visit[i].message);
    }
    d->nvisits = d->nevents = 0;
    return rc;
}

static void make_people(struct demo *m, struct person *people)
{
    for (size_t i = 0; i < PEOPLE; i++) {
        people[i].name = demo_name(m);
        people[i].phone = demo_phone(m);
        people[i].id = demo_chance(m, 60) ? demo_id_number(m) : NULL;
        people[i].plate = demo_chance(m, 15) ? demo_plate(m) : NULL;
        people[i].firm = demo_chance(m, 35) ? demo_pick(m, &m->firms, 0) : NULL;
    }
}

int demo_life(struct demo *m)
{
    struct person *people = mem_alloc(PEOPLE * sizeof *people);
    struct day *d = mem_alloc(sizeof *d);
    int64_t today = day_start(m->now);
    int i, rc = QT_OK;
    make_people(m, people);
    *d = (struct day){.m = m, .people = people};
    d->visitor = forms_find(desk_forms(m->d), "visitor");
    if (!d->visitor)
        rc = fault(QT_NOTFOUND, _("The demo building needs the form '%s'."), "visitor");
    for (i = DAYS; rc == QT_OK && i >= 0; i--) {
        plan_day(d, day_add(today, -i));
        if (i == 0)
            plan_now(d);
        rc = day_live(d, i == 0 ? m->now : day_add(today, 1 - i) - 1);
    }
    for (i = 0; i < PEOPLE; i++) {
        free(people[i].name);
        free(people[i].phone);
        free(people[i].id);
        free(people[i].plate);
    }
    free(people);
    free(d);
    return rc;
}
