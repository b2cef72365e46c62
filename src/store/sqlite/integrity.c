/* PRAGMA integrity_check, in pieces. One quick_check reads every page: the structure of all trees, the free pages,
 * pages that belong to nothing, the types of all values. What it leaves out is whether each index holds what its table
 * holds; that is proven by sums for each table that has an index, and where it cannot be, the engine is asked.
 * Together they check all that integrity_check does. A piece is a transaction of its own, so that desks can save
 * between two. */
#include "sqlite/integrity.h"
#include "sqlite/index_sums.h"

#include <pthread.h>
#include <stdatomic.h>

enum { WORKERS = 2 };

struct piece {
    char *table;    /* whose indexes are checked; NULL: the whole file, quickly */
    int64_t weight; /* rows times trees */
};

struct worker {
    struct integrity *all;
    struct db db;  /* only its connection */
    int rc;        /* of the engine; anything but SQLITE_OK ends the work */
    char *damaged; /* what the engine says */
};

struct integrity {
    struct db *db;
    struct piece *v;
    size_t n;
    atomic_size_t next;
    struct worker worker[WORKERS]; /* the first is the thread */
    pthread_t thread;
    bool threaded;
};

/* ---- the pieces ------------------------------------------------------------------------------------ */

static void add_piece(struct integrity *in, char *table, int64_t weight)
{
    size_t at = in->n;
    in->v = mem_resize(in->v, in->n + 1, sizeof *in->v);
    for (; at > 0 && in->v[at - 1].weight < weight; at--) /* the longest first */
        in->v[at] = in->v[at - 1];
    in->v[at] = (struct piece){table, weight};
    in->n++;
}

static int64_t last_rowid(struct db *db, const char *table)
{
    int64_t last = 0;
    char *sql = mem_printf("SELECT coalesce(max(rowid), 0) FROM \"%s\"", table);
    if (db_int(db, sql, &last) < 0)
        fault_clear(); /* a table without rowids is small here */
    free(sql);
    return last;
}

static int cut(struct integrity *in)
{
    char **tables = NULL;
    int64_t *indexes = NULL;
    size_t n = 0;
    struct stmt *st = db_stmt(in->db, "SELECT tbl_name, count(*) FROM sqlite_schema WHERE type = 'index' GROUP BY 1");
    int rc;
    while ((rc = db_step(in->db, st)) > 0) {
        tables = mem_resize(tables, n + 1, sizeof *tables);
        indexes = mem_resize(indexes, n + 1, sizeof *indexes);
        tables[n] = col_dup(st, 0);
        indexes[n++] = col_int(st, 1);
    }
    int64_t rows = 0;
    for (size_t i = 0; i < n; i++) {
        int64_t last = last_rowid(in->db, tables[i]);
        rows += last;
        add_piece(in, tables[i], last * (indexes[i] + 1));
    }
    add_piece(in, NULL, rows * 3); /* longer than any table but one with many indexes */
    free(tables);
    free(indexes);
    return rc;
}

/* ---- at work ----------------------------------------------------------------------------------------- */

/* Nothing of fault.h here: its sentence belongs to the main thread. */
static void ask_engine(struct worker *w, const char *sql)
{
    sqlite3_stmt *st = NULL;
    w->rc = sqlite3_prepare_v2(w->db.h, sql, -1, &st, NULL);
    if (w->rc == SQLITE_OK)
        w->rc = sqlite3_step(st) == SQLITE_ROW ? SQLITE_OK : sqlite3_errcode(w->db.h);
    const char *said = w->rc == SQLITE_OK ? (const char *)sqlite3_column_text(st, 0) : NULL;
    if (said && strcmp(said, "ok") != 0)
        w->damaged = mem_dup(said);
    sqlite3_finalize(st);
}

static void check(struct worker *w, const char *table)
{
    bool proven = false;
    if (!table) {
        ask_engine(w, "PRAGMA quick_check(1)");
        return;
    }
    w->rc = index_sums(w->db.h, table, &proven);
    if (w->rc != SQLITE_OK || proven)
        return;
    char *sql = mem_printf("PRAGMA integrity_check('%s')", table);
    ask_engine(w, sql);
    free(sql);
}

static void *work(void *arg)
{
    struct worker *w = arg;
    size_t i;
    while (w->rc == SQLITE_OK && !w->damaged && (i = atomic_fetch_add(&w->all->next, 1)) < w->all->n)
        check(w, w->all->v[i].table);
    if (w->rc != SQLITE_OK || w->damaged)
        atomic_store(&w->all->next, w->all->n); /* one mistake is enough */
    return NULL;
}

static int prepare(struct integrity *in, struct worker *w)
{
    w->all = in;
    int rc = db_beside(in->db, &w->db);
    if (rc == 0 && index_sums_begin(w->db.h) != SQLITE_OK)
        rc = db_fault(&w->db, N_("open the database"));
    return rc;
}

int integrity_begin(struct db *db, struct integrity **out)
{
    struct integrity *in = mem_alloc(sizeof *in);
    in->db = db;
    *out = in;
    stop_later(true); /* the lock may be the thread's, and the signal comes to whoever takes it */
    int rc = cut(in);
    for (size_t i = 0; rc == 0 && i < WORKERS; i++)
        rc = prepare(in, &in->worker[i]);
    if (rc == 0 && db_threads()) /* without a thread integrity_end does all of it */
        in->threaded = pthread_create(&in->thread, NULL, work, &in->worker[0]) == 0;
    return rc;
}

/* Child rows without a record. */
static int check_rules(struct db *db)
{
    char *table = NULL;
    int rc = row_text(db, db_stmt(db, "SELECT \"table\" FROM pragma_foreign_key_check LIMIT 1"), &table);
    if (rc > 0)
        rc = fault(QT_CORRUPT, _("Rows of %s belong to no record. Restore the last backup."), table);
    free(table);
    return rc;
}

static int result(struct worker *w)
{
    if (w->damaged)
        return fault(QT_CORRUPT, _("The database is damaged (%s). Restore the last backup."), w->damaged);
    return w->rc == SQLITE_OK ? 0 : db_fault(&w->db, N_("read the database"));
}

static void release(struct integrity *in)
{
    stop_later(false);
    for (size_t i = 0; i < WORKERS; i++) {
        free(in->worker[i].damaged);
        db_beside_close(&in->worker[i].db);
    }
    for (size_t i = 0; i < in->n; i++)
        free(in->v[i].table);
    free(in->v);
    free(in);
}

static void wait_for_thread(struct integrity *in)
{
    if (in->threaded)
        (void)pthread_join(in->thread, NULL); /* fails only for a thread that is none */
}

int integrity_end(struct integrity *in)
{
    work(&in->worker[1]);
    wait_for_thread(in);
    int rc = check_rules(in->db);
    for (size_t i = 0; rc == 0 && i < WORKERS; i++)
        rc = result(&in->worker[i]);
    release(in);
    return rc;
}

void integrity_stop(struct integrity *in)
{
    atomic_store(&in->next, in->n);
    if (in->threaded)
        sqlite3_interrupt(in->worker[0].db.h);
    wait_for_thread(in);
    release(in);
}
