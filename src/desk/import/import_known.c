/* Which rows are there already: a bag of hashes, with how often each occurs. */
#include "import/import.h"

struct known {
    struct {
        uint64_t hash; /* 0 = free */
        int64_t count; /* or an id */
    } * v;
    size_t cap, n;
};

struct known *known_new(void)
{
    struct known *k = mem_alloc(sizeof *k);
    k->cap = 1024;
    k->v = mem_alloc(k->cap * sizeof *k->v);
    return k;
}

void known_free(struct known *k)
{
    if (!k)
        return;
    free(k->v);
    free(k);
}

/* FNV-1a with a last mix, so that the low bits are good enough for a table. */
uint64_t text_hash(const char *s)
{
    uint64_t h = 14695981039346656037U;
    for (; *s; s++)
        h = (h ^ (unsigned char)*s) * 1099511628211U;
    h ^= h >> 32;
    return h ? h : 1;
}

static size_t known_slot(const struct known *k, uint64_t hash)
{
    size_t i = hash & (k->cap - 1);
    while (k->v[i].hash && k->v[i].hash != hash)
        i = (i + 1) & (k->cap - 1);
    return i;
}

static void known_grow(struct known *k)
{
    struct known old = *k;
    k->cap = old.cap * 2;
    k->v = mem_alloc(k->cap * sizeof *k->v);
    for (size_t i = 0; i < old.cap; i++) {
        if (old.v[i].hash)
            k->v[known_slot(k, old.v[i].hash)] = old.v[i];
    }
    free(old.v);
}

void known_add(struct known *k, uint64_t hash)
{
    if (k->n * 2 >= k->cap)
        known_grow(k);
    size_t i = known_slot(k, hash);
    if (!k->v[i].hash)
        k->n++;
    k->v[i].hash = hash;
    k->v[i].count++;
}

bool known_take(struct known *k, uint64_t hash)
{
    size_t i = known_slot(k, hash);
    if (!k->v[i].hash || k->v[i].count == 0)
        return false;
    k->v[i].count--;
    return true;
}

void known_put(struct known *k, uint64_t hash, int64_t id)
{
    if (k->n * 2 >= k->cap)
        known_grow(k);
    size_t i = known_slot(k, hash);
    if (!k->v[i].hash)
        k->n++;
    k->v[i].count = k->v[i].hash ? -1 : id;
    k->v[i].hash = hash;
}

int64_t known_get(const struct known *k, uint64_t hash)
{
    size_t i = known_slot(k, hash);
    return k->v[i].hash ? k->v[i].count : 0;
}

/* ---- the marks of a run ---------------------------------------------------------------------------------------- */
uint64_t values_fingerprint(const struct run *run, const struct record *r)
{
    struct buf b = {0};
    for (size_t i = 0; i < run->im.map.n; i++) {
        int field = run->im.map.v[i].field;
        const struct value *v = &r->v[field];
        if (run->im.form->fields[field].secret)
            continue;
        if (v->kind == VAL_INT)
            buf_add_int(&b, v->i);
        else if (v->kind == VAL_TEXT)
            buf_add(&b, v->s);
        buf_addc(&b, '\x1f');
    }
    uint64_t hash = text_hash(b.s ? b.s : "");
    buf_free(&b);
    return hash;
}

uint64_t record_fingerprint(const struct run *run, const struct record *r)
{
    if (run->number < 0)
        return values_fingerprint(run, r);
    return text_hash(r->v[run->number].kind == VAL_TEXT ? r->v[run->number].s : "");
}

static int learn_record(struct record *r, void *arg)
{
    struct run *run = arg;
    if (run->key)
        known_put(run->known, key_mark(run, r), r->id);
    else
        known_add(run->known, record_fingerprint(run, r));
    if (run->number >= 0)
        known_add(run->alike, values_fingerprint(run, r));
    return 0;
}

int learn_all(struct run *run)
{
    const struct form *f = run->im.form;
    int number = form_sys(f, SYS_NUMBER), same = import_number_field(f);
    run->number = run->im.mapped[number] ? number : same >= 0 && run->im.mapped[same] ? same : -1;
    run->known = known_new();
    run->numbers = known_new();
    run->alike = known_new();
    run->res->number = run->number >= 0 ? f->fields[run->number].name : NULL;
    return rec_each(desk_db(run->im.d), f, NULL, learn_record, run);
}
