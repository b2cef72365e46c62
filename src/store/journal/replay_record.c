/* A register and its lines, both in the order of the records: what the lines make of a record is compared with its row
 * and its child rows, value by value. Registers are taken from the tables themselves, so that those whose form is gone
 * or broken, and fields that a form has no more, are compared as well. */
#include "journal/rebuild.h"
#include "sqlite/words.h"

#include <inttypes.h>

enum { RECORDS_AT_ONCE = 2048 }; /* then the read lock is let go */
enum { NULL_LEN = 4 };           /* of "null", with which w->values begins */

/* ---- what the lines say ---------------------------------------------------------------------------------- */

/* at: in w->values */
static void say(struct cell *c, size_t at, size_t n)
{
    c->said = true;
    c->lost = false;
    c->at = at;
    c->n = n;
}

static size_t find_suffixed(struct walk *w, struct raw name, const char *suffix)
{
    char column[160];
    int n = snprintf(column, sizeof column, "%.*s%s", (int)(name.n < 120 ? name.n : 120), name.s, suffix);
    return cell_find(w, column, (size_t)n);
}

/* The values after of all members. suffix: of the columns they belong to, NULL none. A field that no table has any
 * column for is told when it had a value. */
static void say_members(struct walk *w, const char *object, const char *suffix, bool lost, bool purge)
{
    size_t begin = w->values.len;
    buf_add(&w->values, object);
    w->named = w->n;
    struct raw name, value, after;
    for (const char *at = w->values.s + begin; raw_change(&at, &name, &value, &after);) {
        if (!after.s && !raw_is(value, "\"#\""))
            continue; /* "caused by" */
        size_t cell = suffix ? find_suffixed(w, name, suffix) : cell_find(w, name.s, name.n);
        if (cell == w->n)
            w->bad = w->bad || (after.s && !raw_is(after, "null"));
        else if (after.s)
            say(&w->v[cell], (size_t)(after.s - w->values.s), after.n);
        else if (lost && !purge)
            w->v[cell].lost = true;
        else if (purge)
            say(&w->v[cell], 0, NULL_LEN);
    }
}

/* Of a secret the sealed text; none when the line was written before the field was a secret. */
static void forget_sealed(struct walk *w)
{
    for (size_t i = 0; i < w->n; i++)
        if (w->v[i].part == PART_SEALED && w->v[w->v[i].of].lost)
            w->v[i].lost = true;
}

/* 0 record, 1 seq, 2 at, 3 staff, 4 number, 5 action, 6 data, 7 personal values, 8 sealed ones */
#define LINES                                                                                                          \
    "SELECT j.record, j.seq, j.at, j.staff, j.number, j.action, j.data, p.data, p.sealed FROM journal j"               \
    " LEFT JOIN qt_personal p ON p.seq = j.seq WHERE j.reg = ?1 AND j.record > ?2 AND j.number <> ''"                  \
    " ORDER BY j.record, j.seq"

static void replace(char **text, const char *by)
{
    if (*text && strcmp(*text, by) == 0)
        return;
    free(*text);
    *text = mem_dup(by);
}

/* What a line does not say otherwise is its own; that there is none at all is said once. */
static void forget_stamp(struct walk *w, enum part stamp)
{
    size_t i = w->stamp[stamp];
    if (i < w->n && !raw_is(cell_said(w, &w->v[i]), "null"))
        w->v[i].said = false;
}

/* From then on there is no row: import_undo.c, desk/undo. A form may have an action of this name, too; neither causes
 * that. */
static bool takes_back(const char *action, const char *data)
{
    struct raw cause = strcmp(action, "withdraw") == 0 ? raw_find(data, "caused by") : (struct raw){0};
    return cause.s && (raw_find(cause.s, "import").s || raw_find(cause.s, "undo").s);
}

static void play_line(struct walk *w, struct stmt *st)
{
    const char *action = col_text(st, 5);
    if (w->lines++ == 0) {
        bool import = strcmp(action, "import") == 0;
        w->imported = import || strcmp(action, "migrate") == 0;
        w->given = !w->imported || (import && col_int(st, 1) > w->r->since); /* before, a file could bring numbers */
    }
    w->withdrawn = takes_back(action, col_text(st, 6));
    w->seq = col_int(st, 1);
    w->at = col_int(st, 2);
    replace(&w->staff, col_text(st, 3));
    replace(&w->number, col_text(st, 4));
    bool lost = col_null(st, 7);
    forget_stamp(w, PART_CHANGED_AT);
    forget_stamp(w, PART_CHANGED_BY);
    say_members(w, col_text(st, 6), NULL, lost, lost && strcmp(action, "purge") == 0);
    if (w->lines == 1)
        serials_brought(w);
    if (lost) {
        forget_sealed(w);
        return;
    }
    say_members(w, col_text(st, 7), NULL, false, false);
    if (!col_null(st, 8))
        say_members(w, col_text(st, 8), "_sealed", false, false);
}

static void tell(struct walk *w, const char *field)
{
    differs(w->r, _("%s %s, field %s"), w->reg, w->number, field);
}

/* ---- the merge --------------------------------------------------------------------------------------------------- */

static int compare(struct walk *w, struct stmt *row)
{
    int rc = 0;
    for (size_t i = 0; rc == 0 && i < w->n; i++) {
        bool same;
        if (w->v[i].part != PART_ITEMS)
            same = cell_same(w, &w->v[i], row, (int)i);
        else
            rc = w->v[i].lost ? (same = true, 0) : items_same(w, &w->v[i], col_int(row, 0), &same);
        if (rc == 0 && !same)
            tell(w, w->v[w->v[i].part == PART_SEALED || w->v[i].part == PART_INDEX ? w->v[i].of : i].name);
    }
    if (rc == 0 && w->bad)
        tell(w, "?");
    return rc < 0 ? rc : counter_there(w);
}

static void forget(struct walk *w)
{
    for (size_t i = 0; i < w->n; i++)
        w->v[i].said = w->v[i].lost = false;
    buf_clear(&w->values);
    buf_addn(&w->values, "null", NULL_LEN);
    w->lines = 0;
    w->bad = w->withdrawn = false;
}

/* All lines of record id; *have: of the statement. */
static int play_lines(struct walk *w, struct stmt *lines, int64_t id, int *have)
{
    forget(w);
    while (*have > 0 && col_int(lines, 0) == id) {
        play_line(w, lines);
        *have = db_step(replay_journal(w->r), lines);
    }
    return *have < 0 ? *have : 0;
}

static int one_record(struct walk *w, struct stmt *rows, int *have_row, struct stmt *lines, int *have_line)
{
    int64_t row = *have_row > 0 ? col_int(rows, 0) : INT64_MAX, line = *have_line > 0 ? col_int(lines, 0) : INT64_MAX;
    int64_t id = row < line ? row : line;
    int rc = play_lines(w, lines, id, have_line);
    w->last = id;
    if (rc < 0)
        return rc;
    serials_count(w);
    if (row > id) {
        if (!w->withdrawn)
            differs(w->r, _("%s %s is missing"), w->reg, w->number);
        return w->r->into ? rebuild_record(w, NULL) : 0;
    }
    size_t number = w->stamp[PART_NUMBER];
    if (w->lines == 0)
        differs(w->r, _("%s %s is not in the journal"), w->reg, number < w->n ? col_text(rows, (int)number) : "?");
    else if (w->withdrawn)
        differs(w->r, _("%s %s was taken back and is there"), w->reg, w->number);
    else
        rc = replay_read_on(w->r, compare(w, rows), w->reg);
    if (rc == 0 && w->r->into)
        rc = rebuild_record(w, rows);
    if (rc == 0)
        *have_row = db_step(w->r->db, rows);
    return rc < 0 ? rc : *have_row < 0 ? *have_row : 0;
}

/* Both are read under one lock, which the first step takes. */
static int some_records(struct walk *w, bool *more)
{
    struct db *db = w->r->db, *from = replay_journal(w->r);
    struct stmt *rows = w->unread ? NULL : db_stmt(db, w->rows_sql);
    bind_int(rows, 1, w->last);
    int have_row = w->unread ? 0 : db_step(db, rows);
    struct stmt *lines = have_row < 0 ? NULL : db_stmt(from, LINES);
    bind_text(lines, 1, w->reg);
    bind_int(lines, 2, w->last);
    int have_line = have_row < 0 ? have_row : db_step(from, lines), rc = have_line < 0 ? have_line : 0;
    for (int n = 0; rc == 0 && n < RECORDS_AT_ONCE && (have_row > 0 || have_line > 0); n++)
        rc = one_record(w, rows, &have_row, lines, &have_line);
    *more = have_row > 0 || have_line > 0;
    if (rows)
        stmt_end(rows);
    if (lines)
        stmt_end(lines);
    return rc;
}

int replay_register(struct replay *r, const char *reg)
{
    struct walk w = {.r = r, .reg = reg, .form = forms_find(r->db->forms, reg), .last = INT64_MIN};
    w.number = mem_dup("?");
    w.staff = mem_dup("");
    int rc = cells_list(&w);
    w.rows_sql = r->into ? rebuild_rows_sql(&w) : mem_printf("SELECT * FROM \"%s\" WHERE id > ?1 ORDER BY id", reg);
    bool more = w.n > 0;
    if (rc == 0 && !more)
        differs(r, _("register %s has no table"), reg);
    if (rc == 0 && more && !r->into)
        columns_look(&w);
    if (rc == 0)
        rc = serials_begin(&w);
    while (rc == 0 && more) {
        rc = some_records(&w, &more);
        if (rc < 0 && r->into && !w.unread) { /* from here on the lines alone */
            rc = replay_read_on(r, rc, reg);
            w.unread = more = true;
        }
    }
    int counted = serials_end(&w);
    rc = rc == 0 ? counted : rc;
    if (rc == 0 && r->into)
        rc = rebuild_register_end(&w);
    if (!r->into &&
        (rc == QT_CORRUPT || rc == QT_BUG)) { /* the engine cannot read on: the others are looked at all the same */
        differs(r, _("register %s, behind %s: %s"), reg, w.number, fault_text());
        rc = 0;
    }
    for (size_t i = 0; i < w.n; i++)
        free(w.v[i].name);
    free(w.v);
    free(w.rows_sql);
    free(w.number);
    free(w.staff);
    free(w.period);
    buf_free(&w.values);
    buf_free(&w.scratch);
    return rc;
}
