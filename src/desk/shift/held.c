/* What the desk keeps now, over all registers that say so (`holds` of the forms). */
#include "desk_internal.h"
#include "qiantai/desk_held.h"

#include <stdlib.h>
#include <string.h>

/* ---- by what ----------------------------------------------------------------------------------------------------- */

/* Midnights from which on a thing is of today, of the last week, month, quarter. */
static void edges(struct held_ask *ask)
{
    static const int days[HELD_AGES - 1] = {0, 7, 30, 90};
    int64_t today = day_start(clock_now());
    for (int i = 0; i < HELD_AGES - 1; i++)
        ask->edge[i] = day_add(today, -days[i]);
}

static const char *age_name(int64_t age)
{
    static const char *const names[HELD_AGES] = {N_("today"), N_("up to a week"), N_("up to a month"),
                                                 N_("up to 90 days"), N_("longer")};
    return _(names[age >= 0 && age < HELD_AGES ? age : HELD_AGES - 1]);
}

static int key_field(const struct form *f, enum held_by by)
{
    return by == HELD_PLACE ? f->holds->place.field : by == HELD_KIND ? f->holds->kind.field : f->unit_field;
}

/* What a group of this register is called. */
static char *key_name(struct desk *d, const struct form *f, enum held_by by, const struct value *key)
{
    int field = by == HELD_AGE ? -1 : key_field(f, by);
    if (by == HELD_AGE)
        return mem_dup(age_name(key->kind == VAL_INT ? key->i : HELD_AGES - 1));
    if (key->kind != VAL_NULL && field >= 0)
        return desk_value_show(d, &f->fields[field], key);
    if (by == HELD_PLACE && field < 0)
        return mem_dup(label_of(&f->holds->place.words, d->lang, f->name));
    if (by == HELD_KIND && field < 0 && f->holds->kind.words.text[d->lang])
        return mem_dup(label_of(&f->holds->kind.words, d->lang, f->name));
    return mem_dup(by == HELD_KIND ? label_of(&f->title, d->lang, f->name) : "");
}

static struct held_ask ask_of(struct desk *d, const struct form *f, enum held_by by)
{
    int field = by == HELD_AGE ? -1 : key_field(f, by);
    struct held_ask ask = {.by = by, .in_area = area_asked(d), .closed = field >= 0 && !desk_shows(d, f, field)};
    edges(&ask);
    return ask;
}

bool desk_holds(const struct desk *d)
{
    for (size_t i = 0; i < d->forms->n; i++)
        if (d->forms->v[i]->holds)
            return true;
    return false;
}

static bool looked_at(struct desk *d, const struct form *f)
{
    return f->holds && desk_allows(d, f, RIGHT_LOOK);
}

/* ---- groups ------------------------------------------------------------------------------------------------------ */

struct adding {
    struct desk *d;
    const struct form *form;
    enum held_by by;
    struct held *out;
};

/* Groups of several registers with one name are one. */
static void add_group(const struct value *key, const struct held_sum *sum, void *arg)
{
    struct adding *a = arg;
    char *name = key_name(a->d, a->form, a->by, key);
    struct held_group *g = NULL;
    for (size_t i = 0; i < a->out->n && !g; i++)
        if (strcmp(a->out->v[i].name, name) == 0)
            g = &a->out->v[i];
    if (!g) {
        a->out->v = mem_resize(a->out->v, a->out->n + 1, sizeof *a->out->v);
        g = &a->out->v[a->out->n++];
        *g = (struct held_group){.name = name, .order = a->by == HELD_AGE && key->kind == VAL_INT ? (int)key->i : 0};
    } else {
        free(name);
    }
    g->records += sum->records;
    g->pieces += sum->pieces;
    g->since = sum->since && (!g->since || sum->since < g->since) ? sum->since : g->since;
    a->out->records += sum->records;
    a->out->pieces += sum->pieces;
}

static int by_name(const void *a, const void *b)
{
    const struct held_group *x = a, *y = b;
    return x->order != y->order ? x->order - y->order : strcmp(x->name, y->name);
}

int desk_held(struct desk *d, enum held_by by, struct held *out)
{
    int rc = QT_OK;
    *out = (struct held){0};
    for (size_t i = 0; i < d->forms->n && rc == QT_OK; i++) {
        struct adding a = {d, d->forms->v[i], by, out};
        const struct held_ask ask = looked_at(d, a.form) ? ask_of(d, a.form, by) : (struct held_ask){0};
        if (looked_at(d, a.form))
            rc = rec_held(d->db, a.form, &ask, add_group, &a);
    }
    if (out->n)
        qsort(out->v, out->n, sizeof *out->v, by_name);
    return rc;
}

void held_free(struct held *h)
{
    for (size_t i = 0; i < h->n; i++)
        free(h->v[i].name);
    free(h->v);
    *h = (struct held){0};
}

/* ---- the things of one ------------------------------------------------------------------------------------------- */

struct keys { /* of one register's groups: those with the name */
    struct adding of;
    const char *name;
    struct value *v;
    size_t n;
};

static void keep_key(const struct value *key, const struct held_sum *sum, void *arg)
{
    struct keys *k = arg;
    char *name = key_name(k->of.d, k->of.form, k->of.by, key);
    (void)sum;
    if (!k->name || strcmp(name, k->name) == 0) {
        k->v = mem_resize(k->v, k->n + 1, sizeof *k->v);
        k->v[k->n] = (struct value){0};
        value_copy(&k->v[k->n++], key);
    }
    free(name);
}

static char *shown(struct desk *d, const struct record *r, int field)
{
    return field >= 0 ? desk_value_show(d, &r->form->fields[field], &r->v[field]) : mem_dup("");
}

static void add_thing(struct desk *d, const struct form *f, int64_t id, struct held_things *out)
{
    struct record *r = NULL;
    if (desk_get(d, f, id, &r) < 0) { /* gone since */
        fault_clear();
        return;
    }
    const struct value *since = &r->v[f->holds->since];
    out->v = mem_resize(out->v, out->n + 1, sizeof *out->v);
    out->v[out->n++] = (struct held_thing){.form = f,
                                           .r = r,
                                           .what = desk_summary(d, r),
                                           .place = f->holds->place.field >= 0
                                                        ? shown(d, r, f->holds->place.field)
                                                        : mem_dup(label_of(&f->holds->place.words, d->lang, f->name)),
                                           .unit = shown(d, r, f->unit_field),
                                           .since = since->kind == VAL_INT    ? since->i
                                                    : since->kind == VAL_TEXT ? date_time(since->s, 0)
                                                                              : 0};
}

static int add_things(struct desk *d, const struct form *f, enum held_by by, const char *name, size_t most,
                      struct held_things *out)
{
    const struct held_ask ask = ask_of(d, f, by);
    struct keys keys = {.of = {.d = d, .form = f, .by = by}, .name = name};
    int64_t *ids = mem_alloc((most + 2) * sizeof *ids);
    size_t n = 0;
    int rc = rec_held(d->db, f, &ask, keep_key, &keys);
    for (size_t i = 0; i < keys.n; i++) {
        if (rc == QT_OK && n <= most)
            rc = rec_held_ids(d->db, f, &ask, &keys.v[i], most + 1, ids, &n);
        value_clear(&keys.v[i]);
    }
    for (size_t i = 0; i < n && i < most; i++)
        add_thing(d, f, ids[i], out);
    out->more |= n > most;
    free(keys.v);
    free(ids);
    return rc;
}

static int by_age(const void *a, const void *b)
{
    const struct held_thing *x = a, *y = b;
    return x->since != y->since ? (x->since < y->since ? -1 : 1) : x->r->id < y->r->id ? -1 : x->r->id > y->r->id;
}

int desk_held_things(struct desk *d, enum held_by by, const char *name, size_t most, struct held_things *out)
{
    int rc = QT_OK;
    *out = (struct held_things){0};
    for (size_t i = 0; i < d->forms->n && rc == QT_OK; i++)
        if (looked_at(d, d->forms->v[i]))
            rc = add_things(d, d->forms->v[i], by, name, most, out);
    if (out->n)
        qsort(out->v, out->n, sizeof *out->v, by_age);
    return rc;
}

void held_things_free(struct held_things *t)
{
    for (size_t i = 0; i < t->n; i++) {
        record_free(t->v[i].r);
        free(t->v[i].what);
        free(t->v[i].place);
        free(t->v[i].unit);
    }
    free(t->v);
    *t = (struct held_things){0};
}
