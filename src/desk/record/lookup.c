/* Candidates for a field while it is typed, and taking one over (V8). */
#include <stdlib.h>
#include <string.h>

#include "desk_internal.h"

#define HITS 200      /* search hits read to find `limit` different candidates */
#define PATIENCE 6000 /* microseconds for reading hits: the clerk is typing */
#define MIN_TYPED 2   /* characters before names and phones are looked up */

struct gather {
    struct desk *d;
    const struct record *entry; /* the record being entered */
    const struct lookup *lookup;
    const struct form *of; /* register searched */
    const char *typed;
    size_t limit;
    struct record_page *out;
};

void record_page_add(struct record_page *p, struct record *r)
{
    p->v = mem_resize(p->v, p->n + 1, sizeof(struct record *));
    p->v[p->n++] = r;
}

static bool already_offered(const struct record_page *p, const struct record *r, int distinct)
{
    for (size_t i = 0; i < p->n; i++) {
        if (r->id != 0 && p->v[i]->id == r->id && p->v[i]->form == r->form)
            return true;
        if (distinct >= 0 && r->v[distinct].kind != VAL_NULL && value_same(&p->v[i]->v[distinct], &r->v[distinct]))
            return true;
    }
    return false;
}

static int consider_record(struct gather *g, int64_t id)
{
    struct record *r = NULL;
    int rc = desk_get(g->d, g->of, id, &r);
    if (rc == QT_NOTFOUND || rc == QT_DENIED)
        return QT_OK; /* gone since it was found, or of another area */
    if (rc < 0)
        return rc;
    bool wanted = r->id != g->entry->id || r->form != g->entry->form;
    int distinct = g->lookup->distinct ? form_field(g->of, g->lookup->distinct) : -1;
    if (wanted && g->lookup->where)
        rc = desk_condition(g->d, g->lookup->where, r, false, &wanted);
    if (rc == QT_OK && wanted && !already_offered(g->out, r, distinct))
        record_page_add(g->out, r);
    else
        record_free(r);
    return rc;
}

static int gather_numbers(struct gather *g)
{
    int64_t *ids = NULL;
    size_t n = 0;
    int rc = desk_number_ids(g->d, g->of, g->typed, false, &ids, &n);
    for (size_t i = 0; i < n && g->out->n < g->limit && rc == QT_OK; i++)
        rc = consider_record(g, ids[i]);
    free(ids);
    return rc;
}

static int take_shown(const struct record *seen, void *arg)
{
    struct gather *g = arg;
    int distinct = g->lookup->distinct ? form_field(g->of, g->lookup->distinct) : -1;
    int rc = already_offered(g->out, seen, distinct) ? QT_OK : consider_record(g, seen->id);
    return rc < 0 ? rc : g->out->n >= g->limit;
}

/* The hit must be seen in the columns shown: a visitor is not offered because his host matches. */
static int gather_fields(struct gather *g, int (*take)(const struct record *seen, void *arg))
{
    int *fields = mem_alloc(g->lookup->nshow * sizeof *fields);
    size_t n = 0;
    for (size_t i = 0; i < g->lookup->nshow; i++) {
        int field = form_field(g->of, g->lookup->show[i]);
        const struct field *f = field >= 0 ? &g->of->fields[field] : NULL;
        if (f && !f->secret && f->type != FT_COMPUTED && f->type != FT_ITEMS && desk_shows(g->d, g->of, field))
            fields[n++] = field;
    }
    int rc = search_in(g->d->db, g->of, g->typed, fields, n, PATIENCE, take, g);
    free(fields);
    return rc;
}

static int gather_hits(struct gather *g)
{
    if (g->lookup->nshow > 0)
        return gather_fields(g, take_shown);
    struct hit *hits = mem_alloc(HITS * sizeof *hits);
    size_t n = 0;
    int rc = search_find(g->d->db, g->of, g->typed, hits, HITS, &n);
    for (size_t i = 0; i < n && g->out->n < g->limit && rc == QT_OK; i++)
        rc = consider_record(g, hits[i].id);
    free(hits);
    return rc;
}

/* Does the index know it by anything but its number? */
static bool is_searchable(const struct form *f)
{
    for (size_t i = 0; i < f->ndeclared; i++)
        if (f->fields[i].search != SEARCH_NONE)
            return true;
    return false;
}

static bool record_shows(struct desk *d, const struct record *r, const char *typed)
{
    char *summary = r->form->summary ? desk_text(d, r->form->summary, r) : NULL;
    bool yes = !typed[0] || search_match(record_number(r), typed) ||
               (summary && (strstr(summary, typed) || search_match(summary, typed)));
    free(summary);
    return yes;
}

/* Short registers (places, keys, funds) are known by sight: nothing typed shows their list, and what is typed is
 * searched in their summaries where the index has no word of them. */
static int gather_list(struct gather *g)
{
    int list = 0;
    while ((size_t)list + 1 < g->of->nlists && g->of->lists[list].where)
        list++; /* one that leaves nothing out, else the last */
    struct query q = {.form = g->of, .list = list, .sort = -1};
    struct desk_list *l = NULL;
    struct record_page p = {0};
    int rc = desk_list_open(g->d, &q, &l);
    if (rc == QT_OK)
        rc = desk_list_page(l, PAGE_FIRST, NULL, HITS, &p);
    for (size_t i = 0; rc == QT_OK && i < p.n && g->out->n < g->limit; i++) {
        struct record *r = NULL;
        if (g->typed[0] && desk_get(g->d, g->of, p.v[i]->id, &r) == QT_OK && !record_shows(g->d, r, g->typed))
            p.v[i]->id = 0; /* not wanted */
        record_free(r);
        if (p.v[i]->id)
            rc = consider_record(g, p.v[i]->id);
    }
    desk_page_free(&p);
    desk_list_close(l);
    return rc;
}

/* ---- people of the unit --------------------------------------------------------------------------------- */
/* A house may be without that column. */
static void set_known(struct record *r, const char *field, const struct value *v)
{
    int at = form_field(r->form, field);
    if (v && at >= 0)
        value_copy(&r->v[at], v);
}

static void person_add(struct record_page *out, const struct form *person, const struct record *unit,
                       const char *relation, const char *typed, size_t limit)
{
    const struct value *name = record_get(unit, relation);
    if (!name || name->kind != VAL_TEXT || (typed[0] && !search_match(name->s, typed)) || out->n >= limit)
        return;
    int at = form_field(person, "name"), of = form_field(person, "unit");
    for (size_t i = 0; i < out->n; i++)
        if (value_same(&out->v[i]->v[at], name) &&
            (of < 0 || value_same(&out->v[i]->v[of], record_get(unit, "number"))))
            return;
    struct record *r = record_new(person); /* represents the entry in the unit's file; not saved */
    char *phone_name = mem_printf("%s_phone", relation);
    set_known(r, "name", name);
    set_known(r, "phone", record_get(unit, phone_name));
    set_known(r, "unit", record_get(unit, "number"));
    set_known(r, "relation", &(struct value){.kind = VAL_TEXT, .s = (char *)relation});
    free(phone_name);
    record_page_add(out, r);
}

static int persons_of_unit(struct desk *d, const struct form *person, const struct value *unit, const char *typed,
                           size_t limit, struct record_page *out)
{
    const struct form *units = forms_find(d->forms, "unit");
    int64_t *ids = NULL;
    size_t n = 0;
    int at = form_field(person, "unit"), name = form_field(person, "name");
    int rc = at >= 0 ? rec_equal(d->db, person, at, unit, HITS, &ids, &n) : QT_OK;
    for (size_t i = 0; i < n && out->n < limit && rc == QT_OK; i++) {
        struct record *r = NULL;
        rc = desk_get(d, person, ids[i], &r);
        if (rc < 0)
            break;
        int state = record_state(r);
        bool gone = state >= 0 && person->states[state].final;
        if (!gone && r->v[name].kind == VAL_TEXT && (!typed[0] || search_match(r->v[name].s, typed)))
            record_page_add(out, r);
        else
            record_free(r);
    }
    free(ids);
    struct record *file = NULL;
    if (rc == QT_OK && units && desk_allows(d, units, RIGHT_LOOK) && desk_find(d, units, unit->s, &file) == QT_OK) {
        person_add(out, person, file, "tenant", typed, limit);
        person_add(out, person, file, "owner", typed, limit);
    }
    record_free(file);
    return rc;
}

/* Is it the owner's or the tenant's name or phone that was typed, not something else of the unit's file? */
static bool person_meant(const struct record *unit, const char *relation, const char *typed)
{
    char *phone_name = mem_printf("%s_phone", relation);
    const struct value *name = record_get(unit, relation), *phone = record_get(unit, phone_name);
    free(phone_name);
    return (name && name->kind == VAL_TEXT && search_match(name->s, typed)) ||
           (phone && phone->kind == VAL_TEXT && search_match(phone->s, typed));
}

/* A firm's phone is mostly somebody's of its people: they are one. */
static bool same_phone(const struct record_page *p, const struct record *unit, const char *relation)
{
    char *phone_name = mem_printf("%s_phone", relation);
    const struct value *phone = record_get(unit, phone_name), *number = record_get(unit, "number");
    bool same = false;
    free(phone_name);
    for (size_t i = 0; i < p->n && phone && phone->kind == VAL_TEXT; i++) {
        const struct value *of = record_get(p->v[i], "unit"), *its = record_get(p->v[i], "phone");
        same |= of && its && value_same(of, number) && value_same(its, phone);
    }
    return same;
}

static int take_unit(const struct record *seen, void *arg)
{
    struct gather *g = arg;
    const struct form *person = forms_find(g->d->forms, "person");
    static const char *const who[] = {"tenant", "owner"};
    struct record *unit = NULL;
    int rc = desk_get(g->d, g->of, seen->id, &unit);
    for (size_t i = 0; i < ARRAY_LEN(who) && rc == QT_OK; i++)
        if (person_meant(unit, who[i], g->typed) && !same_phone(g->out, unit, who[i]))
            person_add(g->out, person, unit, who[i], "", g->limit);
    record_free(unit);
    return rc == QT_NOTFOUND || rc == QT_DENIED ? QT_OK : rc < 0 ? rc : g->out->n >= g->limit;
}

static void drop_former(struct record_page *p)
{
    size_t n = 0;
    for (size_t i = 0; i < p->n; i++) {
        int state = record_state(p->v[i]);
        if (state >= 0 && p->v[i]->form->states[state].final)
            record_free(p->v[i]);
        else
            p->v[n++] = p->v[i];
    }
    p->n = n;
}

/* The unit is not known yet: whose number it is, whose name or phone, in the register of people and the units' files.
 */
static int persons_anywhere(struct desk *d, const struct record *r, const struct form *person, const char *typed,
                            size_t limit, struct record_page *out)
{
    static char *const file[] = {"owner", "owner_phone", "tenant", "tenant_phone"};
    static char *const entry[] = {"name", "phone"};
    const struct form *units = forms_find(d->forms, "unit");
    bool looks = units && desk_allows(d, units, RIGHT_LOOK);
    struct lookup people = {.show = (char **)entry, .nshow = ARRAY_LEN(entry)};
    struct lookup files = {.show = (char **)file, .nshow = ARRAY_LEN(file)};
    struct gather g = {d, r, &people, person, typed, limit, out};
    int64_t *ids = NULL;
    size_t n = 0;
    int rc = looks ? desk_number_ids(d, units, typed, false, &ids, &n) : QT_OK;
    for (size_t i = 0; i < n && rc == QT_OK; i++) {
        struct record *unit = NULL;
        rc = desk_get(d, units, ids[i], &unit);
        if (rc == QT_OK)
            rc = persons_of_unit(d, person, record_get(unit, "number"), "", limit, out);
        else if (rc == QT_NOTFOUND || rc == QT_DENIED)
            rc = QT_OK;
        record_free(unit);
    }
    free(ids);
    if (rc == QT_OK && out->n < limit)
        rc = gather_hits(&g);
    drop_former(out);
    g.lookup = &files;
    g.of = units;
    return rc == QT_OK && looks && out->n < limit ? gather_fields(&g, take_unit) : rc;
}

static int lookup_person(struct desk *d, const struct record *r, const struct field *f, const char *typed, size_t limit,
                         struct record_page *out)
{
    const struct form *person = forms_find(d->forms, "person");
    if (!person || form_field(person, "name") < 0)
        return QT_OK;
    int rc = desk_permit(d, person, NULL, -1, -1, RIGHT_LOOK);
    if (rc < 0)
        return rc;
    const struct value *unit = f->of >= 0 ? &r->v[f->of] : NULL;
    if (unit && unit->kind == VAL_TEXT)
        return persons_of_unit(d, person, unit, typed, limit, out);
    return text_len(typed) < MIN_TYPED ? QT_OK : persons_anywhere(d, r, person, typed, limit, out);
}

/* ---- any field -------------------------------------------------------------------------------------------- */
int desk_lookup(struct desk *d, const struct record *r, int field, const char *typed, size_t limit,
                struct record_page *out)
{
    const struct field *f = &r->form->fields[field];
    *out = (struct record_page){0};
    char *clean = text_clean(typed, strlen(typed), false, NULL);
    char *text = text_trim(clean);
    free(clean);
    int rc = QT_OK;
    if (f->type == FT_STAFF) {
        rc = desk_colleagues(d, f, text, limit, out);
    } else if (f->type == FT_PERSON && !f->lookup) {
        rc = lookup_person(d, r, f, text, limit, out);
    } else if (f->lookup || f->type == FT_UNIT || f->type == FT_LINK) {
        static const struct lookup plain = {0};
        bool number = f->type == FT_UNIT || f->type == FT_LINK;
        const char *reg = f->lookup ? f->lookup->reg : f->type == FT_UNIT ? "unit" : f->to;
        struct gather g = {d, r, f->lookup ? f->lookup : &plain, forms_find(d->forms, reg), text, limit, out};
        if (g.of)
            rc = desk_permit(d, g.of, NULL, -1, -1, RIGHT_LOOK);
        if (rc == QT_OK && g.of && text_len(text) >= (number ? 1 : MIN_TYPED)) {
            rc = f->type == FT_UNIT ? gather_numbers(&g) : QT_OK;
            if (rc == QT_OK && out->n < limit)
                rc = gather_hits(&g);
        }
        if (rc == QT_OK && g.of && number && !out->n && (!text[0] || !is_searchable(g.of)))
            rc = gather_list(&g);
    }
    free(text);
    if (rc < 0)
        record_page_free(out);
    out->more = rc == QT_OK && out->n >= limit;
    return rc;
}

/* A field that nobody typed: empty, still its default, or what the last look-up put there. */
static bool field_untouched(struct desk *d, const struct record *r, int field)
{
    const struct field *f = &r->form->fields[field];
    const struct value *v = &r->v[field];
    if (v->kind == VAL_NULL)
        return true;
    if (d->filled && d->filled->form == r->form && value_same(&d->filled->v[field], v))
        return true;
    struct value dflt = {0};
    bool same = f->dflt && desk_value(d, f->dflt, r, f, &dflt) == QT_OK && value_same(&dflt, v);
    value_clear(&dflt);
    return same;
}

static void fill_one(struct desk *d, struct record *r, int field, const struct record *picked, const char *source)
{
    const struct value *from = record_get(picked, source);
    if (!from || (r->form->fields[field].once && r->id != 0))
        return;
    value_copy(&r->v[field], from); /* a secret goes over sealed */
    value_copy(&d->filled->v[field], from);
}

void desk_fill(struct desk *d, struct record *r, int field, const struct record *picked)
{
    const struct field *f = &r->form->fields[field];
    const struct lookup *l = f->lookup;
    const char *value = l && l->value ? l->value : f->name;
    if (f->type == FT_UNIT || f->type == FT_LINK)
        value = l && l->value ? l->value : "number";
    else if (f->type == FT_PERSON && !l)
        value = "name";
    else if (f->type == FT_STAFF)
        value = "code";
    bool *free_to_fill = mem_alloc(r->form->nfields * sizeof *free_to_fill);
    for (size_t i = 0; l && i < l->nfill; i++)
        free_to_fill[l->fill[i].field] = field_untouched(d, r, l->fill[i].field);
    record_free(d->filled);
    d->filled = record_new(r->form);
    fill_one(d, r, field, picked, value);
    for (size_t i = 0; l && i < l->nfill; i++)
        if (free_to_fill[l->fill[i].field])
            fill_one(d, r, l->fill[i].field, picked, l->fill[i].source);
    if (f->type == FT_PERSON && !l && f->of >= 0 && r->v[f->of].kind == VAL_NULL)
        fill_one(d, r, f->of, picked, "unit"); /* whom one knows tells where he lives */
    free(free_to_fill);
    desk_refresh(d, r, NULL);
}
