/* Staff, settings, clocks and marks: the last line about each against the row that is there. */
#include "journal/rebuild.h"
#include "journal/row.h"

#include <inttypes.h>

/* ---- what the lines say, by name: few enough to be kept --------------------------------------------------- */

struct known {
    char *name, *json; /* json NULL: there is none any more */
    bool seen;
};

struct knowns {
    struct known *v;
    size_t n;
};

static struct known *know(struct knowns *all, const char *name)
{
    for (size_t i = 0; i < all->n; i++)
        if (strcmp(all->v[i].name, name) == 0)
            return &all->v[i];
    return NULL;
}

/* Both are the callee's. */
static void learn(struct knowns *all, char *name, char *json)
{
    struct known *k = know(all, name);
    if (!k) {
        all->v = mem_resize(all->v, all->n + 1, sizeof *all->v);
        k = &all->v[all->n++];
        *k = (struct known){.name = name};
    } else {
        free(name);
        free(k->json);
    }
    k->json = json;
}

static void knowns_free(struct knowns *all)
{
    for (size_t i = 0; i < all->n; i++) {
        free(all->v[i].name);
        free(all->v[i].json);
    }
    free(all->v);
    *all = (struct knowns){0};
}

static char *json_of(struct raw v)
{
    return v.s && !raw_is(v, "null") ? mem_dupn(v.s, v.n) : NULL;
}

static void learn_staff(struct knowns *all, const char *data)
{
    struct raw row = raw_find(data, "row");
    char *code = row.s ? raw_text(raw_find(data, "code")) : NULL;
    if (code)
        learn(all, code, json_of(row));
}

/* {"zone":["before","after"]}, and marks: {"rounds":"2026-11-28"}. */
static void learn_pairs(struct knowns *all, const char *data)
{
    struct raw name, value;
    for (const char *at = data; raw_member(&at, &name, &value);)
        learn(all, mem_dupn(name.s, name.n), json_of(*value.s == '[' ? raw_item(value, 1) : value));
}

static int learn_lines(struct replay *r, const char *reg, struct knowns *all,
                       void (*fn)(struct knowns *all, const char *data))
{
    struct db *db = replay_journal(r);
    struct stmt *st = db_stmt(db, "SELECT data FROM journal WHERE reg = ?1 AND record = 0 ORDER BY seq");
    bind_text(st, 1, reg);
    int rc;
    while ((rc = db_step(db, st)) > 0)
        fn(all, col_text(st, 0));
    return rc;
}

/* The first member of what was said that the row has otherwise; NULL: none. Members that the line does not know were
 * added by a later program. Caller frees. */
static char *first_difference(const char *said, const char *now)
{
    struct raw name, value;
    for (const char *at = said; raw_member(&at, &name, &value);) {
        char *column = mem_dupn(name.s, name.n);
        struct raw here = raw_find(now, column);
        if (!here.s || here.n != value.n || memcmp(here.s, value.s, value.n) != 0)
            return column;
        free(column);
    }
    return NULL;
}

/* ---- staff, settings, marks --------------------------------------------------------------------------------- */

static void compare_staff(struct replay *r, struct known *k, const char *code, const char *now)
{
    if (!k || !k->json) {
        differs(r, _("staff %s is not in the journal"), code);
        return;
    }
    char *column = first_difference(k->json, now);
    if (column)
        differs(r, _("staff %s, %s"), code, column);
    free(column);
}

static int replay_staff(struct replay *r)
{
    struct knowns all = {0};
    struct buf now = {0};
    int rc = learn_lines(r, "staff", &all, learn_staff);
    struct stmt *st = rc == 0 ? db_stmt(r->db, ROW_STAFF " ORDER BY code") : NULL;
    while (rc == 0 && (rc = db_step(r->db, st)) > 0) {
        buf_clear(&now);
        row_json(&now, st);
        char *code = raw_text(raw_find(now.s, "code"));
        struct known *k = know(&all, code ? code : "");
        compare_staff(r, k, code ? code : "", now.s);
        if (k)
            k->seen = true;
        free(code);
        rc = 0;
    }
    rc = replay_read_on(r, rc, "staff");
    for (size_t i = 0; rc == 0 && i < all.n; i++) {
        if (all.v[i].json && !all.v[i].seen)
            differs(r, _("staff %s is missing"), all.v[i].name);
        if (all.v[i].json && r->into)
            rc = rebuild_staff(r, all.v[i].json);
    }
    buf_free(&now);
    knowns_free(&all);
    return rc;
}

/* sql: name and value of rows that all must be known. */
static int replay_pairs(struct replay *r, const char *reg, const char *sql, const char *what)
{
    struct knowns all = {0};
    struct buf scratch = {0};
    int rc = learn_lines(r, reg, &all, learn_pairs);
    struct stmt *st = rc == 0 ? db_stmt(r->db, sql) : NULL;
    while (rc == 0 && (rc = db_step(r->db, st)) > 0) {
        struct known *k = know(&all, col_text(st, 0));
        struct raw said = {k ? k->json : NULL, k && k->json ? strlen(k->json) : 0};
        if (!said.s || !raw_same(said, st, 1, &scratch))
            differs(r, "%s %s", what, col_text(st, 0));
        if (k)
            k->seen = true;
        rc = 0;
    }
    rc = replay_read_on(r, rc, reg);
    for (size_t i = 0; rc == 0 && i < all.n; i++) {
        if (all.v[i].json && !all.v[i].seen)
            differs(r, _("%s %s is missing"), what, all.v[i].name);
        if (all.v[i].json && r->into)
            rc = rebuild_pair(r, reg, all.v[i].name, all.v[i].json);
    }
    buf_free(&scratch);
    knowns_free(&all);
    return rc;
}

/* ---- clocks ------------------------------------------------------------------------------------------------- */

enum { CLOCKS_AT_ONCE = 2048 };

struct clocks {
    struct replay *r;
    int64_t last;
    char *said; /* the last line's data */
    struct buf now;
};

static void tell_clock(struct clocks *c, const char *json, const char *column)
{
    char *reg = raw_text(raw_find(json, "reg")), *clock = raw_text(raw_find(json, "clock"));
    char *record = raw_text(raw_find(json, "record"));
    char *number = replay_number(c->r, reg ? reg : "", record ? strtoll(record, NULL, 10) : 0);
    if (column)
        differs(c->r, _("%s %s, its clock %s: %s"), reg ? reg : "?", number, clock ? clock : "?", column);
    else if (c->said)
        differs(c->r, _("%s %s, its clock %s is missing"), reg ? reg : "?", number, clock ? clock : "?");
    else
        differs(c->r, _("%s %s, its clock %s is not in the journal"), reg ? reg : "?", number, clock ? clock : "?");
    free(reg);
    free(clock);
    free(record);
    free(number);
}

static void compare_clock(struct clocks *c)
{
    if (c->said && strcmp(c->said, c->now.s) == 0)
        return;
    char *column = c->said ? first_difference(c->said, c->now.s) : NULL;
    if (column || !c->said)
        tell_clock(c, c->said ? c->said : c->now.s, column);
    free(column);
}

static int one_clock(struct clocks *c, struct stmt *rows, int *have_row, struct stmt *lines, int *have_line)
{
    int64_t row = *have_row > 0 ? col_int(rows, 0) : INT64_MAX, line = *have_line > 0 ? col_int(lines, 0) : INT64_MAX;
    c->last = row < line ? row : line;
    free(c->said);
    c->said = NULL;
    while (*have_line > 0 && col_int(lines, 0) == c->last) {
        free(c->said);
        c->said = col_dup(lines, 1);
        *have_line = db_step(replay_journal(c->r), lines);
    }
    int rc = *have_line < 0 ? *have_line : c->said && c->r->into ? rebuild_clock(c->r, c->said) : 0;
    if (rc < 0)
        return rc;
    if (row > c->last) {
        tell_clock(c, c->said, NULL);
        return 0;
    }
    buf_clear(&c->now);
    row_json(&c->now, rows);
    compare_clock(c);
    *have_row = db_step(c->r->db, rows);
    return *have_row < 0 ? (*have_row = replay_read_on(c->r, *have_row, "due")) : 0;
}

static int some_clocks(struct clocks *c, bool *more)
{
    struct db *db = c->r->db, *from = replay_journal(c->r);
    struct stmt *rows = db_stmt(db, ROW_DUE " WHERE id > ?1 ORDER BY id");
    bind_int(rows, 1, c->last);
    int have_row = replay_read_on(c->r, db_step(db, rows), "due");
    struct stmt *lines = have_row < 0 ? NULL
                                      : db_stmt(from, "SELECT record, data FROM journal WHERE reg = 'due' AND"
                                                      " record > ?1 ORDER BY record, seq");
    bind_int(lines, 1, c->last);
    int have_line = have_row < 0 ? have_row : db_step(from, lines), rc = have_line < 0 ? have_line : 0;
    for (int n = 0; rc == 0 && n < CLOCKS_AT_ONCE && (have_row > 0 || have_line > 0); n++)
        rc = one_clock(c, rows, &have_row, lines, &have_line);
    *more = have_row > 0 || have_line > 0;
    if (rows)
        stmt_end(rows);
    if (lines)
        stmt_end(lines);
    return rc;
}

static int replay_clocks(struct replay *r)
{
    struct clocks c = {.r = r, .last = INT64_MIN};
    bool more = true;
    int rc = 0;
    while (rc == 0 && more)
        rc = some_clocks(&c, &more);
    free(c.said);
    buf_free(&c.now);
    return rc;
}

static int small_tables(struct replay *r)
{
    int rc = replay_staff(r);
    if (rc == 0)
        rc = replay_pairs(r, "setting", "SELECT name, value FROM setting ORDER BY name", _("setting"));
    if (rc == 0)
        rc = replay_pairs(r, "meta",
                          "SELECT name, value FROM meta WHERE name IN ('calendar', 'clock', 'rounds') OR"
                          " (name = 'practice' AND value <> '0')",
                          _("mark"));
    return rc == 0 ? replay_counters(r) : rc;
}

int replay_rows(struct replay *r)
{
    /* Rows and lines of one moment: a number that a clerk is given between the two is no difference. */
    int rc = db_exec(r->db, "BEGIN");
    if (rc < 0)
        return rc;
    rc = small_tables(r);
    int ended = db_exec(r->db, "COMMIT");
    if (rc == 0)
        rc = ended;
    return rc == 0 ? replay_clocks(r) : rc;
}
