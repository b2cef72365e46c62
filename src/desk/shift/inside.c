/* Who is in the building (`inside` of the forms): counted for the lock and for the closing count, named for the paper
 * with which the house is left. */
#include "shift/inside.h"
#include "qiantai/desk_inside.h"

#include <stdlib.h>
#include <string.h>

const char *inside_where(const struct form *f)
{
    const struct expr *where = f->lists[f->inside->list].where;
    return where ? where->sql : NULL;
}

int64_t inside_people(const struct record *r)
{
    int field = r->form->inside->people;
    return field >= 0 && r->v[field].kind == VAL_INT ? r->v[field].i : 1;
}

int inside_each(struct desk *d, int (*fn)(struct record *r, void *arg), void *arg)
{
    bool any = false;
    int rc = QT_OK;
    for (size_t i = 0; i < d->forms->n && rc >= 0; i++) {
        const struct form *f = d->forms->v[i];
        if (!f->inside)
            continue;
        any = true;
        rc = rec_each(d->db, f, inside_where(f), fn, arg);
    }
    if (!any)
        return fault(QT_NOTFOUND, _("No register says who is inside (`inside` in its form)."));
    return rc < 0 ? rc : QT_OK;
}

static int add_people(struct record *r, void *arg)
{
    *(int64_t *)arg += inside_people(r);
    return 0;
}

int desk_people_inside(struct desk *d, int64_t *people)
{
    *people = 0;
    return inside_each(d, add_people, people);
}

/* ---- with their places ------------------------------------------------------------------------------------------- */

static char *unit_of(struct desk *d, const struct record *r)
{
    int field = r->form->unit_field;
    return field >= 0 ? desk_value_show(d, &r->form->fields[field], &r->v[field]) : mem_dup("");
}

/* An expression that fails is no reason to leave anybody out. */
static char *place_of(struct desk *d, const struct record *r, const char *unit)
{
    const struct expr *e = r->form->inside->place;
    d->engine++; /* the floor, whoever asks: who may not see the unit is not told its number in its place */
    char *text = e ? desk_text(d, e, r) : NULL;
    d->engine--;
    if (!text && e)
        fault_clear();
    if (text && *text)
        return text;
    free(text);
    return mem_dup(*unit ? unit : "-");
}

struct found { /* before the places are in order */
    struct inside_entry entry;
    int64_t id;
    char *place;
};
struct gathered {
    struct desk *d;
    struct found *v;
    size_t n;
};

static int gather(struct record *r, void *arg)
{
    struct gathered *g = arg;
    struct found *f;
    g->v = mem_resize(g->v, g->n + 1, sizeof *g->v);
    f = &g->v[g->n++];
    *f = (struct found){.entry = {.form = r->form, .people = inside_people(r), .unit = unit_of(g->d, r)}, .id = r->id};
    f->place = place_of(g->d, r, f->entry.unit);
    return 0;
}

static int by_unit(const void *a, const void *b)
{
    const struct found *x = a, *y = b;
    int order = strcmp(x->entry.unit, y->entry.unit);
    return order ? order : strcmp(x->place, y->place);
}

static size_t place_at(struct inside *in, char *name)
{
    for (size_t i = in->nplaces; i > 0; i--)
        if (strcmp(in->places[i - 1].name, name) == 0) {
            free(name);
            return i - 1;
        }
    in->places = mem_resize(in->places, in->nplaces + 1, sizeof *in->places);
    in->places[in->nplaces] = (struct inside_place){.name = name};
    return in->nplaces++;
}

int desk_inside(struct desk *d, bool names, struct inside *out)
{
    struct gathered g = {.d = d};
    *out = (struct inside){0};
    int rc = inside_each(d, gather, &g);
    if (g.n)
        qsort(g.v, g.n, sizeof *g.v, by_unit);
    out->v = mem_alloc((g.n + 1) * sizeof *out->v);
    for (; out->n < g.n; out->n++) {
        struct inside_entry *e = &out->v[out->n];
        *e = g.v[out->n].entry;
        e->place = place_at(out, g.v[out->n].place);
        out->places[e->place].people += e->people;
        out->places[e->place].records++;
        out->people += e->people;
        if (names && desk_get(d, e->form, g.v[out->n].id, &e->r) < 0) {
            fault_clear(); /* closed to the person, or gone since: counted all the same */
            e->r = NULL;
        }
    }
    free(g.v);
    return rc;
}

void inside_free(struct inside *in)
{
    for (size_t i = 0; i < in->n; i++) {
        record_free(in->v[i].r);
        free(in->v[i].unit);
    }
    for (size_t i = 0; i < in->nplaces; i++)
        free(in->places[i].name);
    free(in->v);
    free(in->places);
    *in = (struct inside){0};
}
