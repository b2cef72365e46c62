/* Files of earlier programs are brought to this one's version: a checked backup, then all steps in one transaction.
 * Whoever is killed in between leaves the file as it was or as it shall be. */
#include "sqlite/backup.h"
#include "sqlite/engine.h"
#include "sqlite/schema.h"

/* What was called not the same matter stood in the journal's text only; and the first version's index of the journal
 * left out lines without a record, and was read from end to end. */
static int decisions_from_journal(struct db *db)
{
    int rc = db_exec(db, DIFFERENT_TABLE ";"
                                         "CREATE INDEX IF NOT EXISTS journal_of ON journal(reg, record);"
                                         "DROP INDEX IF EXISTS journal_record");
    return rc < 0 ? rc : different_play(db);
}

static int tokens_table(struct db *db)
{
    return db_exec(db, TOKENS_TABLE);
}

static int count_withdrawn(struct db *db)
{
    return db_exec(db, "ALTER TABLE qt_register ADD COLUMN withdrawn INTEGER NOT NULL DEFAULT 0");
}

/* Wrong PINs were counted in the row of the person: what locked it locked the person out everywhere. */
static int count_pins(struct db *db)
{
    return db_exec(db, PIN_TRY_TABLE ";" PIN_KNOWN_TABLE ";"
                                     "ALTER TABLE staff DROP COLUMN failed;"
                                     "ALTER TABLE staff DROP COLUMN locked_until");
}

/* Rows of items fields stood in tables that a register could be called after: visitor_guests is "visitor.guests" now.
 */
static int rows_tables_rename(struct db *db)
{
    struct buf sql = {0};
    struct stmt *st = db_stmt(db, "SELECT m.name, k.\"table\" FROM sqlite_schema m, pragma_foreign_key_list(m.name) k"
                                  " WHERE m.type = 'table' AND k.\"from\" = 'parent'"
                                  " AND substr(m.name, 1, length(k.\"table\") + 1) = k.\"table\" || '_'");
    int rc;
    while ((rc = db_step(db, st)) > 0) {
        const char *name = col_text(st, 0), *reg = col_text(st, 1);
        buf_addf(&sql, "ALTER TABLE \"%s\" RENAME TO ", name);
        sql_rows_table(&sql, reg, name + strlen(reg) + 1);
        buf_add(&sql, ";");
    }
    if (rc == 0 && sql.len > 0)
        rc = db_exec(db, sql.s);
    buf_free(&sql);
    return rc;
}

/* In order of `from`; each leads to the version after it, part by part. A step stays as it is when later ones follow.
 * Version 3: what vouches for the records, counts tries and takes an import back. Version 4: drafts are counted, and a
 * program before it would read without a line in the journal. Version 5: forms say what a program before it would not
 * keep (money, papers). */
typedef int step_part(struct db *db);
static const struct step {
    int64_t from;
    step_part *parts[9]; /* NULL behind the last */
} steps[] = {
    {1, {decisions_from_journal}},
    {2,
     {count_pins, count_withdrawn, guards_renew, journal_macs, outside_table, rows_take_over, tokens_table,
      rows_tables_rename}},
    {3, {drafts_count_anew}},
    {4, {ledger_tables_make}},
};

static const struct step *step_from(int64_t version)
{
    for (size_t i = 0; i < ARRAY_LEN(steps); i++)
        if (steps[i].from == version)
            return &steps[i];
    return NULL;
}

/* A second connection reads while ours holds the lock: nobody writes between the copy and the change. It is opened
 * here and not by db_open, which looks at the file by itself first: a close of that would let go of our lock. */
static int copy_before(struct db *db, const char *to)
{
    struct db source = {.path = db->path, .forms = db->forms, .head_fd = -1, .wal = db->wal};
    int flags = SQLITE_OPEN_READONLY | SQLITE_OPEN_PRIVATECACHE;
    int rc = engine_open(db->path, flags, &source.h) == SQLITE_OK ? backup_bare(&source, to)
                                                                  : db_fault(&source, N_("read the database"));
    slots_free(&source);
    if (sqlite3_close(source.h) != SQLITE_OK && rc == 0)
        rc = fault(QT_BUG, "the copied connection is in use");
    return rc;
}

static int note_step(struct db *db, int64_t from, const char *backup)
{
    static const struct who nobody = {"", "", ""};
    const char *slash = backup ? strrchr(backup, '/') : NULL;
    struct buf data = {0};
    buf_addf(&data, "{\"from\":%d,\"to\":%d,\"backup\":", (int)from, (int)from + 1);
    buf_add_json(&data, slash ? slash + 1 : backup);
    buf_addc(&data, '}');
    int rc = journal_note(db, &nobody, "upgrade", NULL, 0, data.s);
    buf_free(&data);
    return rc;
}

static int step_take(struct db *db, int64_t from, const char *backup)
{
    char text[48];
    const struct step *step = step_from(from);
    if (!step)
        return fault(QT_FOREIGN, _("%s names a version (%d) that no qiantai wrote; it was left as it is."), db->path,
                     (int)from);
    snprintf(text, sizeof text, "PRAGMA user_version = %d", (int)from + 1);
    int rc = 0;
    for (step_part *const *part = step->parts; rc == 0 && *part; part++)
        rc = (*part)(db);
    if (rc == 0)
        rc = db_exec(db, text);
    return rc == 0 ? note_step(db, from, backup) : rc;
}

/* The backup and all steps, in a transaction, unless another process was quicker; *backup stays NULL then. */
static int steps_take(struct db *db, char **backup)
{
    int64_t version = 0;
    int rc = db_int(db, "PRAGMA user_version", &version);
    if (rc < 0 || version == STORE_VERSION)
        return rc;
    char *name = db->copy ? NULL : files_free_name(db->path, "before-" STORE_VERSION_TEXT);
    rc = name ? copy_before(db, name) : 0;
    if (rc == 0)
        *backup = name;
    else
        free(name);
    for (; rc == 0 && version < STORE_VERSION; version++)
        rc = step_take(db, version, *backup);
    return rc;
}

int schema_migrate(struct db *db)
{
    int64_t first = 0;
    int rc = db_int(db, "PRAGMA user_version", &first);
    if (rc < 0 || first == STORE_VERSION)
        return rc;
    if (db->readonly)
        return fault(QT_READONLY,
                     _("%s was written by an earlier qiantai (version %d, this one writes %d) and may only be read "
                       "here. Open it once where it can be written, for example with: qiantai --db %s daily"),
                     db->path, (int)first, STORE_VERSION, db->path);
    char *backup = NULL;
    rc = db_begin(db);
    if (rc == 0) {
        rc = steps_take(db, &backup);
        if (rc == 0)
            rc = db_commit(db);
        else
            db_rollback(db);
    }
    if (rc < 0) {
        fault(rc, _("%s stays as an earlier qiantai wrote it, version %d. %s"), db->path, (int)first, fault_text());
        if (backup)
            files_remove(backup); /* of a file that is as it was */
    }
    free(backup);
    return rc;
}
