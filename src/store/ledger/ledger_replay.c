/* The ledger against the journal: each line of a booking names its rows, word for word; a row that no line names, or
 * that stands otherwise, is told. A database that is made from the journal gets them from there. */
#include "journal/rebuild.h"
#include "journal/row.h"
#include "ledger/ledger.h"

enum { LINES_AT_ONCE = 1024 };

/* A kind of rows: the member of the line, how one is found by what the line says of it. */
static const struct kind {
    const char *member, *table, *find, *count;
    const char *keys[4]; /* members of the row in the line, for the parameters of `find` */
} kinds[] = {
    {"transfers",
     "transfer",
     ROW_TRANSFER " WHERE id = ?1 AND event = ?5 AND at = ?6",
     "SELECT count(*) FROM transfer WHERE event = ?1",
     {"id"}},
    {"allocs",
     "alloc",
     ROW_ALLOC " WHERE id = ?1 AND event = ?5 AND at = ?6",
     "SELECT count(*) FROM alloc WHERE event = ?1",
     {"id"}},
    {"receipts",
     "receipt",
     ROW_RECEIPT " WHERE series = ?1 AND no = ?2 AND copy = ?3 AND void = ?4 AND event = ?5",
     "SELECT count(*) FROM receipt WHERE event = ?1",
     {"series", "no", "copy", "void"}},
};

struct line_at {
    int64_t seq, at;
    char *data;
};

static void take_row(struct stmt *st, void *arg)
{
    row_json(arg, st);
}

static void tell_row(struct replay *r, const struct kind *k, const char *said, bool missing)
{
    struct buf name = {0};
    for (size_t i = 0; i < ARRAY_LEN(k->keys) && k->keys[i]; i++) {
        char *text = raw_text(raw_find(said, k->keys[i]));
        buf_addf(&name, "%s%s", i ? " " : "", text ? text : "?");
        free(text);
    }
    if (missing)
        differs(r, _("%s %s is missing"), k->table, name.s);
    else
        differs(r, _("%s %s is not as it was booked"), k->table, name.s);
    buf_free(&name);
}

static int compare_row(struct replay *r, const struct kind *k, const struct line_at *l, const char *said)
{
    char *keys[ARRAY_LEN(k->keys)] = {NULL};
    struct buf now = {0};
    struct stmt *st = db_stmt(r->db, k->find);
    for (size_t i = 0; i < ARRAY_LEN(keys) && k->keys[i]; i++) {
        keys[i] = raw_text(raw_find(said, k->keys[i]));
        bind_text(st, (int)i + 1, keys[i]);
    }
    bind_int(st, 5, l->seq);
    if (k->table[0] != 'r')
        bind_int(st, 6, l->at);
    int rc = replay_read_on(r, row_one(r->db, st, take_row, &now), k->table);
    if (rc == 0)
        tell_row(r, k, said, true);
    else if (rc > 0 && strcmp(now.s, said) != 0)
        tell_row(r, k, said, false);
    for (size_t i = 0; i < ARRAY_LEN(keys); i++)
        free(keys[i]);
    buf_free(&now);
    return rc < 0 ? rc : 0;
}

/* event and at stand in the line itself. */
static int write_row(struct replay *r, const struct kind *k, const struct line_at *l, const char *said)
{
    char *json = k->table[0] == 'r'
                     ? mem_printf("{\"event\":%lld,%s", (long long)l->seq, said + 1)
                     : mem_printf("{\"event\":%lld,\"at\":%lld,%s", (long long)l->seq, (long long)l->at, said + 1);
    int rc = rebuild_row(r->into, k->table, json, NULL);
    free(json);
    return rc;
}

static int one_kind(struct replay *r, const struct kind *k, const struct line_at *l)
{
    struct raw rows = raw_find(l->data, k->member), row;
    int64_t n = 0, there = 0;
    int rc = 0;
    for (; rc == 0 && rows.s && (row = raw_item(rows, (size_t)n)).s; n++) {
        char *said = mem_dupn(row.s, row.n);
        rc = compare_row(r, k, l, said);
        if (rc == 0 && r->into)
            rc = write_row(r, k, l, said);
        free(said);
    }
    struct stmt *st = rc == 0 ? db_stmt(r->db, k->count) : NULL;
    bind_int(st, 1, l->seq);
    if (rc == 0)
        rc = replay_read_on(r, row_int(r->db, st, &there), k->table);
    if (rc >= 0 && there > n)
        differs(r, _("table %s has a row of line %lld that was not booked"), k->table, (long long)l->seq);
    return rc < 0 ? rc : 0;
}

static int some_lines(struct replay *r, int64_t *last, bool *more)
{
    struct line_at *v = NULL;
    size_t n = 0;
    struct db *db = replay_journal(r);
    struct stmt *st = db_stmt(db, "SELECT seq, at, data FROM journal WHERE reg = '" LEDGER_REG "' AND record = 0"
                                  " AND seq > ?1 ORDER BY seq LIMIT ?2");
    bind_int(st, 1, *last);
    bind_int(st, 2, LINES_AT_ONCE);
    int rc;
    while ((rc = db_step(db, st)) > 0) {
        v = mem_resize(v, n + 1, sizeof *v);
        v[n++] = (struct line_at){col_int(st, 0), col_int(st, 1), col_dup(st, 2)};
    }
    for (size_t i = 0; i < n; i++) {
        for (size_t k = 0; rc == 0 && k < ARRAY_LEN(kinds); k++)
            rc = one_kind(r, &kinds[k], &v[i]);
        *last = v[i].seq;
        free(v[i].data);
    }
    free(v);
    *more = n == LINES_AT_ONCE;
    return rc;
}

/* Rows of lines that are none of the ledger's. */
static int strays(struct replay *r, const char *table)
{
    char *sql =
        mem_printf("SELECT min(event) FROM \"%s\" WHERE event NOT IN (SELECT seq FROM journal WHERE reg = '" LEDGER_REG
                   "' AND record = 0)",
                   table);
    struct stmt *st = db_stmt(r->db, sql);
    int64_t event = 0;
    int rc = replay_read_on(r, row_int(r->db, st, &event), table);
    if (rc >= 0 && event)
        differs(r, _("table %s has a row of line %lld that was not booked"), table, (long long)event);
    free(sql);
    return rc < 0 ? rc : 0;
}

int ledger_replay(struct replay *r)
{
    int64_t last = 0;
    bool more = true;
    int rc = 0;
    while (rc == 0 && more)
        rc = some_lines(r, &last, &more);
    for (size_t k = 0; rc == 0 && k < ARRAY_LEN(kinds); k++)
        rc = strays(r, kinds[k].table);
    return rc;
}
