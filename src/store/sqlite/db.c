/* The gate to the database: its connection and transactions. What it is opened with: open.c. */
#include "sqlite/aside.h"
#include "sqlite/engine.h"

/* ---- transactions ------------------------------------------------------------------------------ */

int db_begin(struct db *db)
{
    if (db->readonly)
        return fault(QT_READONLY, _("%s was opened for reading only: nothing can be saved."), db->path);
    db_trim(db);
    db->head.known = false;
    if (!db->unseen)
        (void)wait_turn(db, 0, 0);
    int rc = sqlite3_exec(db->h, "BEGIN IMMEDIATE", NULL, NULL, NULL);
    wait_end(db);
    db->waited = 0; /* the place is used up */
    return rc == SQLITE_OK ? 0 : db_fault(db, N_("save"));
}

/* A sync that fails at the very end leaves what was saved in the file, and the engine says that it failed. So the
 * journal is asked, through the file, for the last line of this transaction: 0 it is there. */
static int commit_look(struct db *db)
{
    int rc = db_fault(db, N_("save"));
    if ((sqlite3_errcode(db->h) & 0xff) != SQLITE_IOERR || !db->head.known || db->head.seq == db->head.base)
        return rc;
    char *said = mem_dup(fault_text());
    if (!sqlite3_get_autocommit(db->h) && sqlite3_exec(db->h, "ROLLBACK", NULL, NULL, NULL) != SQLITE_OK)
        rc = QT_IO; /* the engine has let go by itself */
    int there = head_stands(db);
    if (there > 0)
        db->unsure = true;
    if (there != 0)
        fault_clear();
    if (there < 0)
        rc = fault(QT_IO,
                   _("The disk of %s failed: whether this was saved is not known. Look for it before you enter it "
                     "again, and have the disk checked."),
                   db->path);
    else if (there == 0)
        rc = fault(rc, "%s", said);
    free(said);
    return there > 0 ? 0 : rc;
}

/* A commit that failed is rolled back: the caller never holds a half-finished transaction. */
int db_commit(struct db *db)
{
    int rc = db->steps->before_commit(db);
    if (rc == 0 && sqlite3_exec(db->h, "COMMIT", NULL, NULL, NULL) != SQLITE_OK)
        rc = commit_look(db);
    wait_end(db);
    db->waited = 0;
    if (rc < 0) {
        db_rollback(db);
        return rc;
    }
    db->steps->ended(db);
    db->commits++;
    db->steps->committed(db);
    db->head.known = false;
    return 0;
}

void db_rollback(struct db *db)
{
    db->head.known = false;
    if (db->steps)
        db->steps->ended(db);
    /* Fails only where the engine has rolled back by itself already (disk full). */
    if (!sqlite3_get_autocommit(db->h) && sqlite3_exec(db->h, "ROLLBACK", NULL, NULL, NULL) != SQLITE_OK)
        (void)sqlite3_errcode(db->h);
}

bool db_in_transaction(const struct db *db)
{
    return !sqlite3_get_autocommit(db->h);
}

int64_t db_change_count(struct db *db)
{
    int64_t others = 0;
    if (db_int(db, "PRAGMA data_version", &others) < 0)
        return db->commits;
    return others + db->commits;
}

/* ---- the connection ------------------------------------------------------------------------------ */

int engine_open(const char *path, int flags, sqlite3 **h)
{
    static bool started;
    if (!started) /* what memory is in use, nobody asks: counting it takes a lock at each allocation */
        (void)sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0); /* refused where the engine runs already: it counts then */
    started = true;
    return sqlite3_open_v2(path, h, flags | SQLITE_OPEN_NOMUTEX, vfs_name());
}

int db_connect(struct db *db, int busy_ms)
{
    int flags = db->readonly ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE;
    int rc = engine_open(db->path, flags | SQLITE_OPEN_PRIVATECACHE, &db->h);
    if (!db->h)
        return fault(QT_BUG, _("No memory to open %s."), db->path);
    if (rc != SQLITE_OK)
        return db_fault(db, N_("open the database"));
    return pragma_open(db, busy_ms);
}

/* It only reads; but what a killed writer left has to be rolled back by whoever comes, and that is writing. */
int db_beside(const struct db *db, struct db *out)
{
    *out = (struct db){.path = db->path,
                       .readonly = db->readonly,
                       .unseen = true,
                       .keyed = db->keyed,
                       .secret = db->secret,
                       .aside = db->aside,
                       .head_fd = -1};
    int rc = db_connect(out, db->busy_ms);
    aside_join(out->aside, out->h);
    return rc;
}

void db_beside_close(struct db *out)
{
    aside_leave(out->aside, out->h);
    slots_free(out);
    (void)sqlite3_close(out->h); /* nothing is open on it */
}

bool db_threads(void)
{
    return sqlite3_threadsafe() != 0;
}

const char *db_path(const struct db *db)
{
    return db->path;
}

bool db_unsure(const struct db *db)
{
    return db->unsure;
}

bool db_practice(const struct db *db)
{
    return db->practice;
}

void db_set_lang(struct db *db, enum lang lang)
{
    db->lang = lang;
}

void expr_host_set(struct db *db, const struct expr_host *host)
{
    db->host = *host;
}
