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
