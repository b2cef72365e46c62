/* The tokens of many records (C5), read in one go and kept as long as the desk is open. What others changed since is
 * known from the journal, which names the record in each line; of it no more is read than that. */
#include "same/memory.h"

#include <stdlib.h>
#include <string.h>

#include "same/look.h"

#define LINES 5000 /* of the journal; after more all is read anew */

struct memory *memory_of(struct desk *d, const struct form *f, const struct similar_rule *rule)
{
    struct memory *m = d->memory;
    while (m && m->rule != rule)
        m = m->next;
    if (m)
        return m;
    m = mem_alloc(sizeof *m);
    *m = (struct memory){.form = f, .rule = rule, .next = d->memory};
    corpus_open(&m->corpus, d->wording, rule);
    return d->memory = m;
}

void similar_forget(struct desk *d)
{
    for (struct memory *m = d->memory, *next; m; m = next) {
        next = m->next;
        corpus_free(&m->corpus);
        buf_free(&m->tokens);
        free(m->kept);
        free(m);
    }
    d->memory = NULL;
}

/* ---- single records --------------------------------------------------------------------------------------- */
static size_t place_of(const struct memory *m, int64_t id)
{
    size_t from = 0, to = m->n;
    while (from < to) {
        size_t middle = (from + to) / 2;
        if (m->kept[middle].id < id)
            from = middle + 1;
        else
            to = middle;
    }
    return from;
}

static void count_kept(struct memory *m, struct kept *k, bool counted)
{
    if (k->counted != counted)
        corpus_count(&m->corpus, memory_tokens(m, k), k->n, counted ? 1 : -1);
    k->counted = counted;
}

void memory_count(struct memory *m, int64_t id, bool counted)
{
    size_t i = place_of(m, id);
    if (i == m->n || m->kept[i].id != id || (counted ? !m->kept[i].aside : !m->kept[i].counted))
        return;
    m->kept[i].aside = !counted;
    count_kept(m, &m->kept[i], counted);
}

void memory_count_all(struct memory *m)
{
    corpus_count_all(&m->corpus);
    for (size_t i = 0; i < m->n; i++)
        if (m->kept[i].counted)
            corpus_count(&m->corpus, memory_tokens(m, &m->kept[i]), m->kept[i].n, 1);
}

bool memory_count_wanted(struct memory *m)
{
    if (!m->corpus.fresh)
        return false;
    for (size_t i = 0; i < m->n; i++)
        if (m->kept[i].counted)
            corpus_count_wanted(&m->corpus, memory_tokens(m, &m->kept[i]), m->kept[i].n);
    corpus_wanted_done(&m->corpus);
    return true;
}

/* Those from i on, n of them. */
static void drop_kept(struct memory *m, size_t i, size_t n)
{
    for (size_t k = i; k < i + n; k++) {
        count_kept(m, &m->kept[k], false);
        m->lost += m->kept[k].n * sizeof(uint32_t);
    }
    m->n -= n;
    if (n > 0)
        memmove(m->kept + i, m->kept + i + n, (m->n - i) * sizeof *m->kept);
}

static struct kept *add_kept(struct memory *m, const struct kept_tokens *k)
{
    if (m->n % 512 == 0)
        m->kept = mem_resize(m->kept, m->n + 512, sizeof *m->kept);
    struct kept *to = &m->kept[m->n++];
    *to = (struct kept){.id = k->id, .at = k->at, .from = m->tokens.len / sizeof *k->v, .n = k->n};
    if (k->n > 0)
        buf_addn(&m->tokens, (const char *)k->v, k->n * sizeof *k->v);
    return to;
}

static void take_kept(const struct kept_tokens *k, void *m)
{
    (void)add_kept(m, k);
}

/* ---- reading ---------------------------------------------------------------------------------------------- */
static int fill_gap(struct memory *m, const struct sought *of, int64_t id)
{
    struct record *r = NULL;
    int rc = rec_get(of->d->db, of->form, id, &r);
    if (rc < 0 && rc != QT_NOTFOUND)
        return rc;
    struct kept_tokens k = {.id = id};
    if (r)
        k = tokens_make(of, r);
    add_kept(m, &k)->gone = !r;
    free((void *)k.v);
    record_free(r);
    return QT_OK;
}

/* What had to be made is kept for the next look; when that fails it is made again then. */
static void write_gaps(const struct memory *m, const struct sought *of, size_t from)
{
    bool own = !db_in_transaction(of->d->db);
    int rc = own ? desk_begin_unattended(of->d) : QT_OK;
    for (size_t i = from; rc == QT_OK && i < m->n; i++) {
        const struct kept *k = &m->kept[i];
        if (!k->gone)
            rc = tokens_store(of, &(struct kept_tokens){.id = k->id, .at = k->at, .v = memory_tokens(m, k), .n = k->n});
    }
    if (own)
        rc = desk_end(of->d, rc);
    if (rc < 0)
        fault_clear();
}

static bool all_gone(const struct memory *m, size_t from)
{
    while (from < m->n && m->kept[from].gone)
        from++;
    return from == m->n;
}

/* None of these is kept. They stand behind the others then. */
static int read_some(struct memory *m, const struct sought *of, int64_t first, int64_t last)
{
    size_t k = m->n;
    int rc = tokens_each(of->d->db, of->form, of->rule->name, stamp_of(of), first, last, take_kept, m);
    size_t n = m->n;
    for (int64_t id = first; rc == QT_OK && id <= last; id++) { /* ids have no gaps of their own */
        while (k < n && m->kept[k].id < id)
            k++;
        if (k == n || m->kept[k].id != id)
            rc = fill_gap(m, of, id);
    }
    if (rc == QT_OK && !all_gone(m, n))
        write_gaps(m, of, n);
    return rc;
}

static int by_id(const void *a, const void *b)
{
    const struct kept *x = a, *y = b;
    return x->id < y->id ? -1 : x->id > y->id;
}

static int read_missing(struct memory *m, const struct sought *of, int64_t first, int64_t last)
{
    int rc = QT_OK;
    int64_t from = first;
    for (size_t i = 0, n = m->n; rc == QT_OK && i <= n; i++) {
        int64_t to = i < n ? m->kept[i].id - 1 : last;
        if (from <= to)
            rc = read_some(m, of, from, to);
        from = to + 2;
    }
    for (size_t i = 1; i < m->n; i++)
        if (m->kept[i - 1].id > m->kept[i].id) {
            qsort(m->kept, m->n, sizeof *m->kept, by_id);
            break;
        }
    return rc;
}

/* ---- what is not as it was -------------------------------------------------------------------------------- */
static void forget_all(struct memory *m)
{
    drop_kept(m, 0, m->n);
    buf_clear(&m->tokens);
    m->lost = 0;
}

int memory_renew(struct memory *m, struct db *db)
{
    int64_t last, *ids = NULL, seen = m->seen;
    size_t n = 0;
    int rc = journal_last(db, &last);
    if (rc < 0)
        return rc;
    m->seen = last;
    if (m->n == 0 || last == seen)
        return QT_OK;
    if (last < seen || last - seen > LINES || m->lost > m->tokens.len / 2)
        forget_all(m);
    else
        rc = journal_since(db, m->form->name, seen + 1, last, &ids, &n);
    for (size_t i = 0; i < n; i++) {
        size_t k = place_of(m, ids[i]);
        if (k == 0) /* one before them, perhaps of these days now */
            forget_all(m);
        else if (k < m->n && m->kept[k].id == ids[i])
            drop_kept(m, k, 1);
    }
    free(ids);
    return rc;
}

int memory_read(struct memory *m, const struct sought *of, int64_t first, int64_t last, int64_t since)
{
    if (m->read && !m->corpus.count)
        memory_count_all(m);
    m->read = true;
    drop_kept(m, 0, place_of(m, first));
    size_t behind = place_of(m, last + 1);
    drop_kept(m, behind, m->n - behind);
    int rc = read_missing(m, of, first, last);
    if (rc < 0)
        forget_all(m);
    m->since = since;
    for (size_t i = 0; i < m->n; i++)
        count_kept(m, &m->kept[i], !m->kept[i].gone && m->kept[i].at >= since);
    return rc;
}
