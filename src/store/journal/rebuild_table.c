/* Tables that are no registers, written to a database that is made from the journal. */
#include "journal/rebuild.h"
#include "journal/row.h"

#include "sqlite/words.h"

/* ---- rows from lines ------------------------------------------------------------------------------------------- */

static int columns_learn(struct rebuild *b, const char *table)
{
    if (b->columns_of && strcmp(b->columns_of, table) == 0)
        return 0;
    struct buf all = {0};
    struct stmt *st = db_stmt(b->to, SQL_COLUMN_NAMES);
    bind_text(st, 1, table);
    int rc;
    buf_addc(&all, '|');
    while ((rc = db_step(b->to, st)) > 0)
        buf_addf(&all, "%s|", col_text(st, 0));
    free(b->columns);
    free(b->columns_of);
    b->columns = buf_take(&all);
    b->columns_of = mem_dup(table);
    return rc;
}

static bool columns_have(const struct rebuild *b, struct raw name)
{
    for (const char *at = b->columns; (at = strchr(at, '|')) != NULL; at++)
        if (strncmp(at + 1, name.s, name.n) == 0 && at[1 + name.n] == '|')
            return true;
    return false;
}

enum { MEMBERS = 48 };

int rebuild_row(struct rebuild *b, const char *table, const char *json, const char *but)
{
    struct raw name, value;
    char *texts[MEMBERS];
    int n = 0, rc = columns_learn(b, table);
    struct buf names = {0}, marks = {0};
    for (const char *at = json; rc == 0 && n < MEMBERS && raw_member(&at, &name, &value);) {
        if (!columns_have(b, name) || (but && raw_is(name, but)))
            continue;
        buf_addf(&names, "%s\"%.*s\"", n ? ", " : "", (int)name.n, name.s);
        buf_add(&marks, n ? ", ?" : "?");
        texts[n++] = raw_text(value);
    }
    if (rc == 0 && n > 0) {
        char *sql = mem_printf("INSERT INTO \"%s\"(%s) VALUES(%s)", table, names.s, marks.s);
        struct stmt *st = db_stmt(b->to, sql);
        free(sql);
        for (int i = 0; st && i < n; i++)
            bind_text(st, i + 1, texts[i]); /* a column of numbers takes the digits */
        rc = db_run(b->to, st);
    }
    for (int i = 0; i < n; i++)
        free(texts[i]);
    buf_free(&names);
    buf_free(&marks);
    return rc;
}

int rebuild_clock(struct replay *r, const char *json)
{
    return rebuild_row(r->into, "due", json, NULL);
}

int rebuild_pair(struct replay *r, const char *table, const char *name, const char *json)
{
    struct raw said = {json, strlen(json)};
    char *value = raw_text(said), *sql;
    sql =
        mem_printf("INSERT INTO \"%s\"(name, value) VALUES(?1, ?2) ON CONFLICT(name) DO UPDATE SET value = ?2", table);
    struct stmt *st = db_stmt(r->into->to, sql);
    free(sql);
    bind_text(st, 1, name);
    bind_text(st, 2, value);
    int rc = db_run(r->into->to, st);
    free(value);
    return rc;
}

/* ---- people ---------------------------------------------------------------------------------------------------- */

struct present {
    struct buf row;
    char *pin;
};

static void take_present(struct stmt *st, void *arg)
{
    struct present *p = arg;
    row_json(&p->row, st);
    for (int i = 0; i < col_count(st); i++)
        if (strcmp(col_name(st, i), "pin") == 0)
            p->pin = col_dup(st, i);
}

/* Lines have a digest of the PIN's hash only. */
static int put_pin(struct replay *r, const char *code, struct raw said)
{
    struct present p = {0};
    struct stmt *st = db_stmt(r->db, ROW_STAFF " WHERE code = ?1");
    bind_text(st, 1, code);
    int rc = st ? row_one(r->db, st, take_present, &p) : 0;
    if (rc < 0 || !st)
        fault_clear(); /* a table that cannot be read has no PINs */
    struct raw now = p.row.s ? raw_find(p.row.s, "pin") : (struct raw){0};
    rc = 0;
    if (p.pin && now.n == said.n && memcmp(now.s, said.s, said.n) == 0) {
        st = db_stmt(r->into->to, "UPDATE staff SET pin = ?2 WHERE code = ?1");
        bind_text(st, 1, code);
        bind_text(st, 2, p.pin);
        rc = db_run(r->into->to, st);
    } else {
        struct buf *who = &r->into->told->pins;
        buf_addf(who, "%s%s", who->len ? ", " : "", code);
    }
    buf_free(&p.row);
    free(p.pin);
    return rc;
}

int rebuild_staff(struct replay *r, const char *json)
{
    struct raw pin = raw_find(json, "pin");
    char *code = raw_text(raw_find(json, "code"));
    int rc = code ? rebuild_row(r->into, "staff", json, "pin") : 0;
    if (rc == 0 && code && pin.s && !raw_is(pin, "null"))
        rc = put_pin(r, code, pin);
    free(code);
    return rc;
}

/* ---- counters -------------------------------------------------------------------------------------------------- */

int rebuild_counter(struct db *to, const char *reg, const char *period, int64_t last)
{
    struct stmt *st = db_stmt(to, "INSERT INTO counter(reg, period, last) VALUES(?1, ?2, ?3)"
                                  " ON CONFLICT(reg, period) DO UPDATE SET last = max(last, ?3)");
    bind_text(st, 1, reg);
    bind_text(st, 2, period);
    bind_int(st, 3, last);
    return db_run(to, st);
}

/* ---- what is carried over -------------------------------------------------------------------------------------- */

static char *column_list(struct db *db, const char *table, int *n)
{
    struct buf all = {0};
    struct stmt *st = db_stmt(db, SQL_COLUMN_NAMES);
    bind_text(st, 1, table);
    *n = 0;
    while (db_step(db, st) > 0)
        buf_addf(&all, "%s\"%s\"", (*n)++ ? ", " : "", col_text(st, 0));
    return buf_take(&all);
}

int rebuild_copy(struct db *from, struct db *to, const char *table, const char *where)
{
    int n, rc;
    char *columns = column_list(to, table, &n);
    char *get = mem_printf("SELECT %s FROM \"%s\"%s", columns, table, where);
    struct buf put = {0};
    buf_addf(&put, "INSERT INTO \"%s\"(%s) VALUES(", table, columns);
    for (int i = 0; i < n; i++)
        buf_add(&put, i ? ", ?" : "?");
    buf_addc(&put, ')');
    struct stmt *in = db_stmt(from, get), *out = db_stmt(to, put.s);
    rc = in && out ? 0 : fault_code();
    while (rc == 0 && (rc = db_step(from, in)) > 0) {
        for (int i = 0; i < n; i++)
            bind_column(out, i + 1, in, i);
        rc = db_run(to, out);
    }
    if (rc < 0 && in)
        stmt_end(in);
    free(columns);
    free(get);
    buf_free(&put);
    return rc;
}

/* Drafts that do not open are named, and left where they are. */
static int drafts_sift(struct replay *r)
{
    struct draft *v = NULL;
    size_t n = 0;
    int64_t bad = 0;
    int rc;
    do {
        rc = draft_all(r->db, &v, &n, &bad);
        r->into->told->drafts = (int64_t)n;
        draft_free(v, n);
        if (rc == 0 && bad) {
            differs(r, _("draft %lld does not open"), (long long)bad);
            rc = draft_drop(r->db, bad);
        }
    } while (rc == 0 && bad);
    return rc;
}

/* Ids of drafts are never used again. */
static int drafts_count(struct replay *r)
{
    int64_t last = 0;
    int rc = db_int(r->db, "SELECT seq FROM sqlite_sequence WHERE name = 'draft'", &last);
    if (rc == 0 && last > 0)
        rc = db_exec(r->into->to, "DELETE FROM sqlite_sequence WHERE name = 'draft'");
    struct stmt *st =
        rc == 0 && last > 0 ? db_stmt(r->into->to, "INSERT INTO sqlite_sequence(name, seq) VALUES('draft', ?1)") : NULL;
    if (!st)
        return rc;
    bind_int(st, 1, last);
    return db_run(r->into->to, st);
}

/* Tables that are neither registers nor made in another way, by name. qt_tokens is worked out anew by whoever looks. */
#define OTHERS                                                                                                         \
    "SELECT name FROM " SQL_TABLES " WHERE name NOT IN ('meta', 'qt_register', 'counter', 'journal', 'qt_personal',"   \
    " 'staff', 'setting', 'due', 'qt_different', 'qt_tokens', 'transfer', 'alloc', 'receipt', 'qt_balance') AND name " \
    "NOT IN (SELECT name FROM qt_register)"                                                                            \
    " ORDER BY name"

int rebuild_carry(struct replay *r)
{
    struct db *to = r->into->to;
    char **v = NULL;
    size_t n = 0;
    int rc = drafts_sift(r);
    struct stmt *st = rc == 0 ? db_stmt(to, OTHERS) : NULL;
    while (st && (rc = db_step(to, st)) > 0) {
        v = mem_resize(v, n + 1, sizeof *v);
        v[n++] = col_dup(st, 0);
    }
    for (size_t i = 0; i < n; i++) {
        int copied = rc == 0 ? rebuild_copy(r->db, to, v[i], "") : 0;
        if (copied == QT_CORRUPT || copied == QT_BUG)
            differs(r, _("table %s cannot be read"), v[i]);
        else if (rc == 0)
            rc = copied;
        free(v[i]);
    }
    free(v);
    return rc < 0 ? rc : drafts_count(r);
}
