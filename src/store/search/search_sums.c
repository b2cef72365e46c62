/* The whole index against the records. The index is read once from its first word to its last, the records in the order
 * of their ids; for each record stands a sum of its words, to which the index adds and from which the record takes.
 * What is left differs. 8 bytes for each record ever, and no lock longer than some 50 ms. */
#include "gate.h"
#include "search/search.h"
#include "sqlite/words.h"

enum { ENTRIES_AT_ONCE = 100000, RECORDS_AT_ONCE = 2048 }; /* then the read lock is let go */

struct sums {
    const struct form *form;
    int64_t key, last; /* greatest id */
    uint64_t *v;       /* by id */
};

struct compare {
    struct db *db;
    struct sums *v;
    size_t n;
    uint64_t seed; /* of this process: nobody can tell in advance which words would make up for each other */
    uint64_t *words;
    size_t nwords, room; /* of the record at hand */
};

static uint64_t word_sum(const struct compare *c, const char *s, size_t n)
{
    uint64_t h = c->seed ^ n;
    for (size_t i = 0; i < n; i++) {
        h = (h ^ (unsigned char)s[i]) * 0x9E3779B97F4A7C15u;
        h ^= h >> 32;
    }
    return h * 0xD6E8FEB86659FD93u;
}

/* ---- the index ---------------------------------------------------------------------------------------- */

static void add_entry(struct compare *c, int64_t rowid, uint64_t sum)
{
    int64_t key = rowid >> 40, id = SEARCH_ID(rowid);
    for (size_t i = 0; i < c->n; i++)
        if (c->v[i].key == key && id <= c->v[i].last)
            c->v[i].v[id] += sum;
}

/* From the word in *from on; ends before another one, in *from then, or with "" there. */
static int some_words(struct compare *c, struct buf *from)
{
    struct stmt *st = db_stmt(c->db, SEARCH_SQL_WORDS);
    struct buf word = {0};
    uint64_t sum = 0;
    int n = 0, rc;
    buf_add(&word, from->s);
    bind_text(st, 1, word.s);
    buf_clear(from);
    while ((rc = db_step(c->db, st)) > 0) {
        size_t len;
        const char *now = col_textn(st, 0, &len);
        if (n == 0 || len != from->len || memcmp(now, from->s, len) != 0) {
            buf_clear(from);
            buf_addn(from, now, len);
            sum = word_sum(c, now, len);
            if (n > ENTRIES_AT_ONCE) {
                stmt_end(st);
                break;
            }
        }
        add_entry(c, col_int(st, 1), sum);
        n++;
    }
    if (rc == 0)
        buf_clear(from);
    buf_free(&word);
    return rc < 0 ? rc : 0;
}

static int add_index(struct compare *c)
{
    struct buf from = {0};
    int rc = db_exec(c->db, SEARCH_SQL_WORDS_TABLE);
    buf_add(&from, "");
    do
        rc = rc < 0 ? rc : some_words(c, &from);
    while (rc == 0 && from.len > 0);
    buf_free(&from);
    return rc;
}

/* ---- the records ----------------------------------------------------------------------------------------- */

static int by_sum(const void *a, const void *b)
{
    uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
    return (x > y) - (x < y);
}

/* A word that a record has twice stands in the index once. */
static uint64_t record_sum(struct compare *c, const char *tokens)
{
    uint64_t sum = 0;
    c->nwords = 0;
    for (const char *s = tokens; *s;) {
        size_t n = strcspn(s, " ");
        if (c->nwords == c->room)
            c->words = mem_resize(c->words, c->room = c->room * 2 + 64, sizeof *c->words);
        if (n > 0)
            c->words[c->nwords++] = word_sum(c, s, n);
        s += n + (s[n] == ' ');
    }
    if (c->nwords > 1)
        qsort(c->words, c->nwords, sizeof *c->words, by_sum);
    for (size_t i = 0; i < c->nwords; i++)
        if (i == 0 || c->words[i] != c->words[i - 1])
            sum += c->words[i];
    return sum;
}

static int take_records(struct compare *c, struct sums *s)
{
    struct buf sql = {0}, tokens = {0};
    struct record *r = record_new(s->form);
    search_select(&sql, s->form);
    buf_addf(&sql, " WHERE id > ?1 ORDER BY id LIMIT %d", RECORDS_AT_ONCE);
    int64_t id = 0;
    int rc, n;
    do {
        struct stmt *st = db_stmt(c->db, sql.s);
        bind_int(st, 1, id);
        for (n = 0; (rc = db_step(c->db, st)) > 0; n++) {
            id = col_int(st, 0);
            search_read(st, r);
            buf_clear(&tokens);
            search_tokens(&tokens, r);
            if (id <= s->last && tokens.len > 0)
                s->v[id] -= record_sum(c, tokens.s);
        }
    } while (rc == 0 && n == RECORDS_AT_ONCE);
    record_free(r);
    buf_free(&sql);
    buf_free(&tokens);
    return rc;
}

/* ---- what is left ---------------------------------------------------------------------------------------- */

static int tell_left(struct compare *c, const struct sums *s, int64_t since,
                     void (*fn)(const struct form *f, int64_t id, void *arg), void *arg)
{
    int rc = 0;
    for (int64_t id = 0; rc == 0 && id <= s->last; id++) {
        if (s->v[id] == 0)
            continue;
        struct stmt *st = db_stmt(c->db, "SELECT 1 FROM journal WHERE reg = ?1 AND record = ?2 AND +seq > ?3 LIMIT 1");
        bind_text(st, 1, s->form->name);
        bind_int(st, 2, id);
        bind_int(st, 3, since);
        rc = row_one(c->db, st, NULL, NULL);
        if (rc == 0) /* not one that a desk has changed meanwhile */
            fn(s->form, id, arg);
        rc = rc > 0 ? 0 : rc;
    }
    return rc;
}

static int begin(struct compare *c, const struct form *f)
{
    char *sql = mem_printf("SELECT max(coalesce((SELECT max(record) FROM journal WHERE reg = ?1), 0),"
                           " coalesce((SELECT max(id) FROM \"%s\"), 0))",
                           f->name);
    struct stmt *st = db_stmt(c->db, sql);
    free(sql);
    bind_text(st, 1, f->name);
    struct sums s = {.form = f, .key = db_reg(c->db, f)->key};
    int rc = row_int(c->db, st, &s.last);
    if (rc < 0)
        return rc;
    s.v = mem_resize(NULL, (size_t)s.last + 1, sizeof *s.v);
    memset(s.v, 0, ((size_t)s.last + 1) * sizeof *s.v);
    c->v = mem_resize(c->v, c->n + 1, sizeof *c->v);
    c->v[c->n++] = s;
    return 0;
}

int search_compare(struct db *db, void (*fn)(const struct form *f, int64_t id, void *arg), void *arg)
{
    struct compare c = {.db = db};
    int64_t since = 0;
    secret_random(&c.seed, sizeof c.seed);
    int rc = db_int(db, "SELECT coalesce(max(seq), 0) FROM journal", &since);
    for (size_t i = 0; rc == 0 && i < db->forms->n; i++)
        if (db_reg(db, db->forms->v[i])->form)
            rc = begin(&c, db->forms->v[i]);
    if (rc == 0)
        rc = add_index(&c);
    for (size_t i = 0; rc == 0 && i < c.n; i++)
        rc = take_records(&c, &c.v[i]);
    for (size_t i = 0; rc == 0 && i < c.n; i++)
        rc = tell_left(&c, &c.v[i], since, fn, arg);
    for (size_t i = 0; i < c.n; i++)
        free(c.v[i].v);
    free(c.v);
    free(c.words);
    return rc;
}
