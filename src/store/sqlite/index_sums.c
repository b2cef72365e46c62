/* Table and indexes by their sums, see index_sums.h. An index of which the sum and the order are right
 * answers every look-up as the table would. */
#include "sqlite/index_sums.h"

enum { KEYS_MOST = 8 }; /* columns of an index with the rowid; more are left to the engine */

/* ---- the sums ------------------------------------------------------------------------------------------- */

/* A key's column, kept for comparing it with the next row's. */
struct part {
    int type;
    int64_t i;
    unsigned char *s;
    size_t n, room;
};

struct sum {
    uint64_t rows;
    bool unsure; /* out of order, or with values that are not compared here */
    bool begun;
    struct part before[KEYS_MOST];
};

static uint64_t mix(uint64_t h, uint64_t word)
{
    h = (h ^ word) * 0x9E3779B97F4A7C15u;
    return h ^ h >> 29;
}

static uint64_t mix_bytes(uint64_t h, const unsigned char *s, size_t n)
{
    uint64_t word;
    for (h = mix(h, n); n >= sizeof word; n -= sizeof word, s += sizeof word) {
        memcpy(&word, s, sizeof word);
        h = mix(h, word);
    }
    word = 0;
    if (n > 0)
        memcpy(&word, s, n);
    return mix(h, word);
}

/* A view of the engine's value. A number that is no integer stands nowhere in our tables. */
static struct part part_of(struct sum *sum, sqlite3_value *v)
{
    struct part p = {.type = sqlite3_value_type(v)};
    if (p.type == SQLITE_INTEGER) {
        p.i = sqlite3_value_int64(v);
    } else if (p.type == SQLITE_TEXT || p.type == SQLITE_BLOB) {
        p.s = (unsigned char *)sqlite3_value_blob(v);
        p.n = (size_t)sqlite3_value_bytes(v);
    } else if (p.type != SQLITE_NULL) {
        sum->unsure = true;
    }
    return p;
}

static uint64_t mix_part(uint64_t h, const struct part *p)
{
    h = mix(h, (uint64_t)p->type);
    return p->type == SQLITE_INTEGER ? mix(h, (uint64_t)p->i) : p->type == SQLITE_NULL ? h : mix_bytes(h, p->s, p->n);
}

/* The order of an index: NULL, numbers, texts, blobs. */
static int part_compare(const struct part *a, const struct part *b)
{
    if (a->type != b->type) {
        static const int rank[] = {[SQLITE_NULL] = 0, [SQLITE_INTEGER] = 1, [SQLITE_TEXT] = 3, [SQLITE_BLOB] = 4};
        return rank[a->type] - rank[b->type];
    }
    if (a->type == SQLITE_INTEGER)
        return (a->i > b->i) - (a->i < b->i);
    if (a->type == SQLITE_NULL)
        return 0;
    size_t n = a->n < b->n ? a->n : b->n;
    int c = n > 0 ? memcmp(a->s, b->s, n) : 0;
    return c != 0 ? c : (a->n > b->n) - (a->n < b->n);
}

static void part_keep(struct part *kept, const struct part *p)
{
    kept->type = p->type;
    kept->i = p->i;
    kept->n = p->n;
    if (p->n > kept->room)
        kept->s = mem_resize(kept->s, kept->room = p->n * 2, 1);
    if (p->n > 0)
        memcpy(kept->s, p->s, p->n);
}

/* A row's hash goes into the sum, which knows no order. It begins with a number of the process: nobody can tell in
 * advance which two rows would make up for each other. */
static uint64_t seed;

static uint64_t row_end(uint64_t h)
{
    return mix(h, h >> 32);
}

/* qt_sum(columns of the index..., rowid) over the table */
static void sum_step(sqlite3_context *c, int n, sqlite3_value **v)
{
    struct sum *sum = sqlite3_aggregate_context(c, sizeof *sum);
    uint64_t h = seed;
    for (int i = 0; sum && i < n; i++) {
        struct part p = part_of(sum, v[i]);
        h = mix_part(h, &p);
    }
    if (sum)
        sum->rows += row_end(h);
}

/* qt_index_sum(1 unique, columns of the index..., rowid): the same over the index, row by row in its order. In a unique
 * index two rows that differ in the rowid only are out of order, unless a column is NULL. */
static void index_step(sqlite3_context *c, int n, sqlite3_value **v)
{
    struct sum *sum = sqlite3_aggregate_context(c, sizeof *sum);
    bool unique = sqlite3_value_int(v[0]) != 0;
    uint64_t h = seed;
    int order = 0; /* of the row before to this one */
    for (int i = 1; sum && i < n; i++) {
        struct part p = part_of(sum, v[i]), *before = &sum->before[i - 1];
        unique = unique && p.type != SQLITE_NULL;
        if (sum->begun && order == 0 && !(unique && i == n - 1))
            order = part_compare(before, &p);
        h = mix_part(h, &p);
        part_keep(before, &p);
    }
    if (sum) {
        sum->unsure = sum->unsure || (sum->begun && order >= 0);
        sum->begun = true;
        sum->rows += row_end(h);
    }
}

static void sum_final(sqlite3_context *c)
{
    struct sum *sum = sqlite3_aggregate_context(c, 0);
    if (sum && sum->unsure)
        sqlite3_result_null(c);
    else
        sqlite3_result_int64(c, sum ? (int64_t)sum->rows : 0);
    for (size_t i = 0; sum && i < KEYS_MOST; i++)
        free(sum->before[i].s);
}

int index_sums_begin(sqlite3 *h)
{
    const int flags = SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_DIRECTONLY;
    if (seed == 0)
        sqlite3_randomness(sizeof seed, &seed);
    int rc = sqlite3_create_function_v2(h, "qt_sum", -1, flags, NULL, NULL, sum_step, sum_final, NULL);
    if (rc == SQLITE_OK)
        rc = sqlite3_create_function_v2(h, "qt_index_sum", -1, flags, NULL, NULL, index_step, sum_final, NULL);
    return rc;
}

/* ---- the two sides -------------------------------------------------------------------------------------- */

/* Name, whether unique, whether partial, its condition, its columns, whether all of that is of a kind that is summed:
 * plain columns, ascending, bytes compared as they are, and "rowid" the rowid. */
static const char indexes_sql[] =
    "SELECT l.name, l.\"unique\", l.partial, iif(l.partial, substr(s.sql, instr(s.sql, ') WHERE ') + 8), '1'),"
    " (SELECT group_concat(iif(cid < 0, 'rowid', '\"' || name || '\"'), ', ')"
    "  FROM (SELECT * FROM pragma_index_xinfo(l.name) ORDER BY seqno)),"
    " (SELECT count(*) <= ?2 AND min(cid >= -1 AND \"desc\" = 0 AND coll = 'BINARY') FROM pragma_index_xinfo(l.name))"
    " AND NOT EXISTS (SELECT 1 FROM pragma_table_info(?1) WHERE lower(name) = 'rowid')"
    " FROM pragma_index_list(?1) l LEFT JOIN sqlite_schema s ON s.type = 'index' AND s.name = l.name";

struct index {
    char *sum;   /* statement: sum and count of what is read from it */
    char *cells; /* how many entries a partial index has, whether or not its condition holds for them; NULL asks nothing
                  */
};

struct sides {
    struct buf table; /* the statement over the table: a sum for each index */
    struct index *v;
    size_t n;
    bool fit;
};

static void add_index(struct sides *s, sqlite3_stmt *st, const char *table)
{
    const char *text[6];
    for (int i = 0; i < 6; i++)
        text[i] = (const char *)sqlite3_column_text(st, i);
    s->fit = s->fit && text[3] && text[4] && sqlite3_column_int(st, 5) != 0;
    if (!s->fit)
        return;
    bool partial = sqlite3_column_int(st, 2) != 0;
    buf_addf(&s->table, "%s qt_sum(%s)", s->n ? "," : "SELECT", text[4]);
    if (partial)
        buf_addf(&s->table, " FILTER (WHERE %s)", text[3]);
    s->v = mem_resize(s->v, s->n + 1, sizeof *s->v);
    s->v[s->n++] = (struct index){
        .sum = mem_printf("SELECT qt_index_sum(%s, %s), count(*) FROM \"%s\" INDEXED BY \"%s\" WHERE %s", text[1],
                          text[4], table, text[0], text[3]),
        .cells = partial ? mem_printf("SELECT sum(ncell) FROM dbstat WHERE name = '%s'", text[0]) : NULL};
}

static int sides_of(sqlite3 *h, const char *table, struct sides *s)
{
    sqlite3_stmt *st = NULL;
    int rc = sqlite3_prepare_v2(h, indexes_sql, -1, &st, NULL);
    if (rc == SQLITE_OK)
        rc = sqlite3_bind_text(st, 1, table, -1, SQLITE_STATIC);
    if (rc == SQLITE_OK)
        rc = sqlite3_bind_int(st, 2, KEYS_MOST);
    s->fit = true;
    while (rc == SQLITE_OK && (rc = sqlite3_step(st)) == SQLITE_ROW) {
        add_index(s, st, table);
        rc = SQLITE_OK;
    }
    sqlite3_finalize(st);
    if (s->n > 0)
        buf_addf(&s->table, " FROM \"%s\" NOT INDEXED", table);
    return rc == SQLITE_DONE ? SQLITE_OK : rc;
}

/* The first row of a statement; *got: none of it is NULL. */
static int read_row(sqlite3 *h, const char *sql, int64_t *out, int n, bool *got)
{
    sqlite3_stmt *st = NULL;
    int rc = sqlite3_prepare_v2(h, sql, -1, &st, NULL);
    if (rc == SQLITE_OK && (rc = sqlite3_step(st)) == SQLITE_ROW)
        rc = SQLITE_OK;
    *got = rc == SQLITE_OK;
    for (int i = 0; *got && i < n; i++) {
        out[i] = sqlite3_column_int64(st, i);
        *got = sqlite3_column_type(st, i) == SQLITE_INTEGER;
    }
    sqlite3_finalize(st);
    return rc;
}

static int compare(sqlite3 *h, const struct sides *s, bool *proven)
{
    int64_t *want = mem_alloc(s->n * sizeof *want), have[2], cells;
    int rc = read_row(h, s->table.s, want, (int)s->n, proven);
    for (size_t i = 0; *proven && i < s->n; i++) {
        rc = read_row(h, s->v[i].sum, have, 2, proven);
        *proven = *proven && have[0] == want[i];
        if (*proven && s->v[i].cells) {
            rc = read_row(h, s->v[i].cells, &cells, 1, proven);
            *proven = *proven && cells == have[1];
        }
    }
    free(want);
    return rc;
}

int index_sums(sqlite3 *h, const char *table, bool *proven)
{
    struct sides s = {0};
    *proven = false;
    int rc = sqlite3_exec(h, "BEGIN", NULL, NULL, NULL); /* one state of the file for both sides */
    if (rc == SQLITE_OK)
        rc = sides_of(h, table, &s);
    if (rc == SQLITE_OK && s.fit && s.n > 0)
        rc = compare(h, &s, proven);
    (void)sqlite3_exec(h, "COMMIT", NULL, NULL, NULL); /* nothing was written */
    for (size_t i = 0; i < s.n; i++) {
        free(s.v[i].sum);
        free(s.v[i].cells);
    }
    free(s.v);
    buf_free(&s.table);
    return rc == SQLITE_INTERRUPT ? rc : SQLITE_OK;
}
