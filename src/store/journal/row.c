/* What stands in tables that are no registers goes into the journal too: a line for each change, with the row as it is
 * afterwards. */
#include "journal/row.h"

#include <sodium.h>

enum { DIGEST = 16 };

static const struct who nobody = {"", "", ""};

static bool left_out(const char *column)
{
    static const char *const names[] = {"failed", "locked_until", "wake"};
    for (size_t i = 0; i < ARRAY_LEN(names); i++)
        if (strcmp(column, names[i]) == 0)
            return true;
    return false;
}

/* Of what was hashed with a salt already: it shows that the hash was changed, and gives nothing to try PINs on. */
static void add_digest(struct json_writer *w, const char *name, const char *hash)
{
    unsigned char digest[DIGEST];
    char hex[2 * DIGEST + 1];
    crypto_generichash(digest, sizeof digest, (const unsigned char *)hash, strlen(hash), NULL, 0);
    json_text(w, name, sodium_bin2hex(hex, sizeof hex, digest, sizeof digest));
}

void row_json(struct buf *b, struct stmt *st)
{
    struct json_writer w = {.out = b};
    struct value v = {0};
    json_begin(&w, NULL, '{');
    for (int i = 0; i < col_count(st); i++) {
        const char *name = col_name(st, i);
        if (left_out(name))
            continue;
        col_value(st, i, &v);
        if (v.kind == VAL_INT)
            json_number(&w, name, v.i);
        else if (v.kind == VAL_TEXT && strcmp(name, "pin") == 0)
            add_digest(&w, name, v.s);
        else
            json_text(&w, name, v.kind == VAL_TEXT ? v.s : NULL);
    }
    json_end(&w);
    value_clear(&v);
}

static void take_json(struct stmt *st, void *arg)
{
    row_json(arg, st);
}

int staff_note(struct db *db, const struct who *who, const char *action, const char *code, const char *more)
{
    struct buf row = {0}, data = {0};
    struct stmt *st = db_stmt(db, ROW_STAFF " WHERE code = ?1");
    bind_text(st, 1, code);
    int rc = row_one(db, st, take_json, &row);
    buf_add(&data, "{\"code\":");
    buf_add_json(&data, code);
    buf_addf(&data, "%s%s,\"row\":%s}", more ? "," : "", more ? more : "", rc > 0 ? row.s : "null");
    if (rc >= 0)
        rc = journal_note(db, who, action, "staff", 0, data.s);
    buf_free(&row);
    buf_free(&data);
    return rc;
}

int clock_note(struct db *db, int64_t id)
{
    struct buf row = {0};
    struct stmt *st = db_stmt(db, ROW_DUE " WHERE id = ?1");
    bind_int(st, 1, id);
    int rc = row_one(db, st, take_json, &row);
    if (rc > 0)
        rc = journal_note(db, &nobody, "clock", "due", id, row.s);
    buf_free(&row);
    return rc;
}

int mark_note(struct db *db, const char *name, const char *value)
{
    char *data = json_pairs(name, value, NULL);
    int rc = journal_note(db, &nobody, "mark", "meta", 0, data);
    free(data);
    return rc;
}

/* ---- all that is there --------------------------------------------------------------------------------- */

/* fn for each row of some SQL; its first column is a text or a number. All are read before the first call. */
static int each(struct db *db, const char *sql, int (*fn)(struct db *db, const char *key, const char *value))
{
    char **v = NULL;
    size_t n = 0;
    struct stmt *st = db_stmt(db, sql);
    int rc;
    while ((rc = db_step(db, st)) > 0) {
        v = mem_resize(v, n + 2, sizeof *v);
        v[n++] = col_dup(st, 0);
        v[n++] = col_dup(st, 1);
    }
    for (size_t i = 0; i < n; i += 2) {
        rc = rc == 0 ? fn(db, v[i], v[i + 1]) : rc;
        free(v[i]);
        free(v[i + 1]);
    }
    free(v);
    return rc;
}

static int take_staff(struct db *db, const char *code, const char *unused)
{
    (void)unused;
    return staff_note(db, &nobody, "take-over", code, NULL);
}

static int take_setting(struct db *db, const char *name, const char *value)
{
    return setting_note(db, &nobody, "take-over", name, NULL, value);
}

static int take_due(struct db *db, const char *id, const char *unused)
{
    (void)unused;
    return clock_note(db, strtoll(id, NULL, 10));
}

int rows_take_over(struct db *db)
{
    int rc = marks_note(db);
    if (rc == 0)
        rc = each(db, "SELECT code, NULL FROM staff ORDER BY code", take_staff);
    if (rc == 0)
        rc = each(db, "SELECT name, value FROM setting ORDER BY name", take_setting);
    return rc < 0 ? rc : each(db, "SELECT CAST(id AS TEXT), NULL FROM due ORDER BY id", take_due);
}

int marks_note(struct db *db)
{
    return each(db,
                "SELECT name, value FROM meta WHERE name IN ('calendar', 'rounds') OR (name, value) = ('practice', '1')"
                " ORDER BY name",
                mark_note);
}
