/* A register and its lines, both in the order of the records: what the lines make of a record is compared with its row
 * and its child rows, value by value. Registers are taken from the tables themselves, so that those whose form is gone
 * or broken, and fields that a form has no more, are compared as well. */
#include "journal/rebuild.h"
#include "sqlite/words.h"

#include <inttypes.h>

enum { RECORDS_AT_ONCE = 2048 }; /* then the read lock is let go */
enum { NULL_LEN = 4 };           /* of "null", with which w->values begins */
enum { MOMENTS = 60 };           /* lines of before version 3 name no moment of change but their own */

/* ---- what there is to compare -------------------------------------------------------------------------- */

static void add_cell(struct walk *w, char *name, enum part part)
{
    w->v = mem_resize(w->v, w->n + 1, sizeof *w->v);
    w->v[w->n++] = (struct cell){.name = name, .len = strlen(name), .part = part};
}

/* Where it is looked for first: what came behind the last one when that was named before. */
static size_t find_cell(struct walk *w, const char *name, size_t n)
{
    size_t *guess = w->named < w->n ? &w->v[w->named].next : &w->first;
    for (size_t i = 0, at = *guess; i < w->n; i++, at++) {
        at = at < w->n ? at : 0;
        if (w->v[at].len == n && memcmp(w->v[at].name, name, n) == 0) {
            w->named = *guess = at;
            return at;
        }
    }
    return w->n;
}

/* X with X_sealed and X_index beside it is a secret. */
static void pair_secrets(struct walk *w)
{
    for (size_t i = 0; i < w->n; i++) {
        char *sealed = mem_printf("%s_sealed", w->v[i].name), *index = mem_printf("%s_index", w->v[i].name);
        size_t s = find_cell(w, sealed, strlen(sealed)), x = find_cell(w, index, strlen(index));
        if (s < w->n && x < w->n) {
            w->v[s].part = PART_SEALED;
            w->v[x].part = PART_INDEX;
            w->v[s].of = w->v[x].of = i;
        }
        free(sealed);
        free(index);
    }
}

static enum part part_of(const char *column)
{
    static const struct {
        const char *name;
        enum part part;
    } parts[] = {{"id", PART_ID},
                 {"version", PART_VERSION},
                 {"number", PART_NUMBER},
                 {"changed_at", PART_CHANGED_AT},
                 {"changed_by", PART_CHANGED_BY}};
    for (size_t i = 0; i < ARRAY_LEN(parts); i++)
        if (strcmp(column, parts[i].name) == 0)
            return parts[i].part;
    return PART_PLAIN;
}

static void find_stamps(struct walk *w)
{
    for (size_t i = 0; i < PART_ITEMS; i++)
        w->stamp[i] = w->n;
    for (size_t i = 0; i < w->n; i++)
        if (w->v[i].part < PART_ITEMS)
            w->stamp[w->v[i].part] = i;
}

static int list_cells(struct walk *w)
{
    struct db *db = replay_journal(w->r); /* a new database has all columns, of the forms and of the tables */
    struct stmt *st = db_stmt(db, SQL_COLUMN_NAMES);
    bind_text(st, 1, w->reg);
    int rc;
    while ((rc = db_step(db, st)) > 0) {
        const char *name = col_text(st, 0);
        add_cell(w, mem_dup(name), part_of(name));
    }
    if (rc == 0)
        pair_secrets(w);
    st = rc == 0 ? db_stmt(db, SQL_CHILD_TABLES) : NULL;
    bind_text(st, 1, w->reg);
    while (rc == 0 && (rc = db_step(db, st)) > 0) {
        add_cell(w, col_dup(st, 0), PART_ITEMS);
        rc = 0;
    }
    find_stamps(w);
    return rc;
}

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
    return find_cell(w, column, (size_t)n);
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
        size_t cell = suffix ? find_suffixed(w, name, suffix) : find_cell(w, name.s, name.n);
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

/* From then on there is no row: import_undo.c. A form may have an action of this name, too; no import causes that. */
static bool takes_back(const char *action, const char *data)
{
    struct raw cause = strcmp(action, "withdraw") == 0 ? raw_find(data, "caused by") : (struct raw){0};
    return cause.s && raw_find(cause.s, "import").s;
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
    if (lost) {
        forget_sealed(w);
        return;
    }
    say_members(w, col_text(st, 7), NULL, false, false);
    if (!col_null(st, 8))
        say_members(w, col_text(st, 8), "_sealed", false, false);
}

/* ---- the row ---------------------------------------------------------------------------------------------- */

/* Was the value plain when it was written, and has been sealed since? Then it is masked now. */
static bool masked_since(struct raw plain, const char *now)
{
    char *text = raw_text(plain);
    char *by_text = text ? text_mask(text) : NULL, *by_phone = text ? phone_mask(text) : NULL;
    bool same = text && (strcmp(now, by_text) == 0 || strcmp(now, by_phone) == 0);
    free(text);
    free(by_text);
    free(by_phone);
    return same;
}

static bool opens_to(struct walk *w, const char *sealed, struct raw plain)
{
    char *text = raw_text(plain), *opened = NULL;
    bool same = secret_open(w->r->db, SEAL_FIELD, sealed, &opened) == 0 && text && strcmp(text, opened) == 0;
    fault_clear();
    free(text);
    free(opened);
    return same;
}

static bool same_sealed(struct walk *w, const struct cell *c, struct stmt *st, int at)
{
    const struct cell *shown = &w->v[c->of];
    if (c->said || !shown->said || raw_is(cell_said(w, shown), "null"))
        return raw_same(cell_said(w, c), st, at, &w->scratch);
    return !col_null(st, at) && opens_to(w, col_text(st, at), cell_said(w, shown));
}

/* The blind index is worked out again from the sealed text beside it, whose column comes just before. */
static bool same_index(struct walk *w, struct stmt *st, int at)
{
    unsigned char index[SECRET_INDEX];
    size_t n;
    const void *now = col_blob(st, at, &n);
    if (col_null(st, at - 1))
        return !now;
    struct value v = {.kind = VAL_TEXT, .s = (char *)"", .sealed = col_dup(st, at - 1)};
    bool same = secret_value_index(w->r->db, &v, index) == 0 && n == SECRET_INDEX && memcmp(index, now, n) == 0;
    fault_clear();
    free(v.sealed);
    return same;
}

static bool same_stamp(struct walk *w, const struct cell *c, struct stmt *st, int at)
{
    bool none = raw_is(cell_said(w, c), "null");
    if (c->said && (!none || col_null(st, at)))
        return raw_same(cell_said(w, c), st, at, &w->scratch);
    if (c->part == PART_NUMBER)
        return strcmp(col_text(st, at), w->number) == 0;
    if (c->part == PART_CHANGED_BY)
        return strcmp(col_text(st, at), w->staff) == 0;
    int64_t apart = col_int(st, at) - w->at;
    return w->seq < w->r->since ? apart >= -MOMENTS && apart <= MOMENTS : apart == 0;
}

bool cell_same(struct walk *w, const struct cell *c, struct stmt *st, int at)
{
    if (c->lost || c->part == PART_ID)
        return true;
    if (c->part == PART_VERSION)
        return col_int(st, at) == w->lines;
    if (c->part == PART_SEALED)
        return same_sealed(w, c, st, at);
    if (c->part == PART_INDEX)
        return same_index(w, st, at);
    if (c->part != PART_PLAIN)
        return same_stamp(w, c, st, at);
    return raw_same(cell_said(w, c), st, at, &w->scratch) ||
           (c->said && masked_since(cell_said(w, c), col_text(st, at)));
}

static void tell(struct walk *w, const char *field)
{
    differs(w->r, _("%s %s, field %s"), w->reg, w->number, field);
}

/* ---- counters ---------------------------------------------------------------------------------------------------- */

size_t number_sequence_at(const char *pattern, const char *number)
{
    const char *n = number;
    for (const char *p = pattern; *p;) {
        const char *end = *p == '{' ? strchr(p, '}') : NULL;
        if (!end) {
            if (*n++ != *p++)
                return 0;
        } else if (strncmp(p, "{seq", 4) == 0) {
            size_t digits = strspn(n, "0123456789");
            return digits > 0 && !n[digits] && !end[1] && n > number && (n[-1] < '0' || n[-1] > '9')
                       ? (size_t)(n - number)
                       : 0;
        } else {
            n += end[1] && end[1] != '{' ? strcspn(n, (char[]){end[1], 0}) : strspn(n, "0123456789");
            p = end + 1;
        }
    }
    return 0;
}

/* A number that was given out has a counter: its period is all before the sequence. */
static int check_period(struct walk *w)
{
    size_t n = w->form && !w->imported ? number_sequence_at(w->form->number, w->number) : 0;
    if (!n)
        return 0;
    if (w->period && strlen(w->period) == n + 1 && memcmp(w->period, w->number, n) == 0)
        return 0;
    free(w->period);
    w->period = mem_printf("%.*s#", (int)n, w->number);
    struct stmt *st = db_stmt(w->r->db, "SELECT 1 FROM counter WHERE reg = ?1 AND period = ?2");
    bind_text(st, 1, w->reg);
    bind_text(st, 2, w->period);
    int rc = row_one(w->r->db, st, NULL, NULL);
    if (rc == 0)
        differs(w->r, _("register %s: the counter of %s is missing"), w->reg, w->period);
    return rc < 0 ? rc : 0;
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
    return rc < 0 ? rc : check_period(w);
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
    int rc = list_cells(&w);
    w.rows_sql = r->into ? rebuild_rows_sql(&w) : mem_printf("SELECT * FROM \"%s\" WHERE id > ?1 ORDER BY id", reg);
    bool more = w.n > 0;
    if (rc == 0 && !more)
        differs(r, _("register %s has no table"), reg);
    if (rc == 0 && more && !r->into)
        columns_look(&w);
    while (rc == 0 && more) {
        rc = some_records(&w, &more);
        if (rc < 0 && r->into && !w.unread) { /* from here on the lines alone */
            rc = replay_read_on(r, rc, reg);
            w.unread = more = true;
        }
    }
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
