/* Asking the index: one register, newest first, or all of them, each with its share. */
#include "gate.h"
#include "search/search.h"
#include "sqlite/words.h"

#define SEARCH_KEY(rowid) ((rowid) >> 40)

enum { FEW = 512 }; /* hits of the registers below a full one that are read upwards */

/* Matching rowids in [from, to] by SEARCH_SQL_FIND or _UP; the statement must be reset by the caller. */
static struct stmt *find_in(struct db *db, const char *sql, const char *expression, int64_t from, int64_t to)
{
    struct stmt *st = search_write(db) < 0 ? NULL : db_stmt(db, sql);
    bind_text(st, 1, expression);
    bind_int(st, 2, from);
    bind_int(st, 3, to);
    return st;
}

/* The same, greatest first. */
static struct stmt *find_rows(struct db *db, const char *expression, int64_t from, int64_t to)
{
    return find_in(db, SEARCH_SQL_FIND, expression, from, to);
}

int search_each(struct db *db, const struct form *f, const char *text, int (*fn)(int64_t id, void *arg), void *arg)
{
    struct buf expression = {.s = NULL};
    int rc = search_ready(db);
    if (rc == 0 && search_query(text, &expression)) {
        int64_t key = db_reg(db, f)->key;
        struct stmt *st = find_rows(db, expression.s, SEARCH_ROWID(key, 0), SEARCH_ROWID(key + 1, 0) - 1);
        while ((rc = db_step(db, st)) > 0) {
            rc = fn(SEARCH_ID(col_int(st, 0)), arg);
            if (rc != 0) {
                stmt_end(st);
                break;
            }
        }
    }
    buf_free(&expression);
    return rc;
}

/* What one register has found: hits of one array, of which `take` are given out. */
struct block {
    size_t at, n, take;
};

/* What is found in all registers. */
struct found {
    struct db *db;
    const char *expression;
    size_t limit; /* of ids in a block */
    size_t n;
    int64_t *ids;
    struct block *blocks; /* of each register; the last is one whose form is gone */
};

/* Rowids come greatest first. False: its register has enough. */
static bool found_add(struct found *f, int64_t rowid)
{
    size_t i = 0;
    while (i < f->db->forms->n && f->db->regs[i].key != SEARCH_KEY(rowid))
        i++;
    struct block *b = &f->blocks[i];
    if (i == f->db->forms->n || b->n == f->limit)
        return false;
    if (b->n++ == 0)
        b->at = f->n;
    f->ids[f->n++] = SEARCH_ID(rowid);
    return true;
}

/* Downwards the engine walks through all that a full register has to what lies below it, which is mostly little:
 * read upwards from the first it is there at once. 1 that was all, 0 it is more than FEW and nothing was added. */
static int collect_few(struct found *f, int64_t to)
{
    int64_t few[FEW];
    size_t n = 0;
    struct stmt *st = find_in(f->db, SEARCH_SQL_FIND_UP, f->expression, 0, to);
    int rc;
    while ((rc = db_step(f->db, st)) > 0 && n < FEW)
        few[n++] = col_int(st, 0);
    if (rc > 0)
        stmt_end(st);
    while (rc == 0 && n > 0)
        (void)found_add(f, few[--n]);
    return rc == 0 ? 1 : rc < 0 ? rc : 0;
}

/* Up to limit ids of every register, in the order of rowids: a register that has enough is jumped over. */
static int collect(struct found *f)
{
    int rc = 0;
    for (int64_t to = INT64_MAX; rc == 0;) {
        struct stmt *st = find_rows(f->db, f->expression, 0, to);
        int64_t rowid = 0;
        while ((rc = db_step(f->db, st)) > 0 && found_add(f, rowid = col_int(st, 0)))
            ;
        if (rc <= 0)
            return rc;
        stmt_end(st);
        to = SEARCH_ROWID(SEARCH_KEY(rowid), 0) - 1;
        rc = collect_few(f, to);
    }
    return rc < 0 ? rc : 0;
}

/* Every register gets its share; what others leave goes to those that have more, in menu order. */
static void share_out(struct found *f, size_t limit)
{
    size_t registers = f->db->forms->n, share = registers > 0 ? limit / registers : 0, left = limit;
    for (size_t i = 0; i < registers; i++) {
        f->blocks[i].take = f->blocks[i].n < share ? f->blocks[i].n : share;
        left -= f->blocks[i].take;
    }
    for (size_t i = 0; i < registers; i++) {
        struct block *b = &f->blocks[i];
        size_t more = b->n - b->take < left ? b->n - b->take : left;
        left -= more;
        b->take += more;
    }
}

/* Up to `each` of every register, but not more than limit in all; limit 0: all of these. */
static int take_all(struct db *db, const char *expression, size_t each, size_t limit, struct hit *hits, size_t *n)
{
    size_t registers = db->forms->n;
    struct found f = {.db = db, .expression = expression, .limit = each};
    f.blocks = mem_alloc((registers + 1) * sizeof *f.blocks);
    f.ids = mem_alloc((registers * each + 1) * sizeof *f.ids);
    int rc = collect(&f);
    if (limit)
        share_out(&f, limit);
    for (size_t i = 0; rc == 0 && i < registers; i++) {
        const struct block *b = &f.blocks[i];
        for (size_t k = 0; k < (limit ? b->take : b->n); k++)
            hits[(*n)++] = (struct hit){db->forms->v[i], f.ids[b->at + k]};
    }
    free(f.ids);
    free(f.blocks);
    return rc;
}

static int take_register(struct db *db, const char *expression, const struct form *f, struct hit *hits, size_t limit,
                         size_t *n)
{
    int64_t key = db_reg(db, f)->key;
    struct stmt *st = find_rows(db, expression, SEARCH_ROWID(key, 0), SEARCH_ROWID(key + 1, 0) - 1);
    int rc = 1;
    while (*n < limit && (rc = db_step(db, st)) > 0)
        hits[(*n)++] = (struct hit){f, SEARCH_ID(col_int(st, 0))};
    if (rc > 0)
        stmt_end(st);
    return rc < 0 ? rc : 0;
}

int search_find(struct db *db, const struct form *f, const char *text, struct hit *hits, size_t limit, size_t *n)
{
    *n = 0;
    struct buf expression = {.s = NULL};
    int rc = search_ready(db);
    if (rc == 0 && search_query(text, &expression))
        rc = f != NULL ? take_register(db, expression.s, f, hits, limit, n)
                       : take_all(db, expression.s, limit, limit, hits, n);
    buf_free(&expression);
    return rc;
}

int search_find_each(struct db *db, const char *text, struct hit *hits, size_t each, size_t *n)
{
    *n = 0;
    struct buf expression = {.s = NULL};
    int rc = search_ready(db);
    if (rc == 0 && search_query(text, &expression))
        rc = take_all(db, expression.s, each, 0, hits, n);
    buf_free(&expression);
    return rc;
}
