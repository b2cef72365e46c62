/* Prepared statements: the cache, stepping, binding and reading, and the engine's errors in words. */
#include "sqlite/engine.h"

enum { CACHE_MAX = 160 }; /* statements kept before db_trim lets go of them */

/* ---- faults -------------------------------------------------------------------------------- */

static int fault_io(const struct db *db, const char *what)
{
    switch (sqlite3_extended_errcode(db->h)) {
    case SQLITE_IOERR_WRITE: /* a quota or a size limit; a full disk has a code of its own */
        return fault(
            QT_FULL,
            _("The disk takes no more: could not %s. Nothing was changed; make room or raise the quota for %s, "
              "or have the disk checked, and try again."),
            what, db->path);
    case SQLITE_IOERR_LOCK:
    case SQLITE_IOERR_RDLOCK:
    case SQLITE_IOERR_UNLOCK:
        return fault(QT_IO, _("The file system of %s cannot lock files; keep the database on a local disk."), db->path);
    default:
        return fault(QT_IO, _("The disk failed (%s): could not %s. Have the disk of %s checked before going on."),
                     sqlite3_errmsg(db->h), what, db->path);
    }
}

static int fault_busy(struct db *db, const char *what)
{
    char *holder = holder_told(db);
    int rc = fault(QT_BUSY, _("Another program holds the database: could not %s. Nothing was changed; try again.%s"),
                   what, holder);
    free(holder);
    return rc;
}

int db_fault(struct db *db, const char *what)
{
    what = _(what);
    switch (sqlite3_errcode(db->h) & 0xff) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        return fault_busy(db, what);
    case SQLITE_FULL:
        return fault(QT_FULL, _("The disk is full: could not %s. Nothing was changed; make room for %s and try again."),
                     what, db->path);
    case SQLITE_READONLY:
        if (sqlite3_extended_errcode(db->h) == SQLITE_READONLY_DBMOVED)
            return fault(QT_READONLY, _("Another database was put in the place of %s: leave and open it again."),
                         db->path);
        return fault(QT_READONLY,
                     _("%s cannot be written: could not %s. Check the permissions of the file and its folder."),
                     db->path, what);
    case SQLITE_CANTOPEN:
        return fault(QT_READONLY,
                     _("Files beside %s cannot be written: could not %s. Check the permissions of its folder."),
                     db->path, what);
    case SQLITE_CORRUPT:
        return fault(QT_CORRUPT, _("%s is damaged: could not %s. Stop working and restore the last backup."), db->path,
                     what);
    case SQLITE_NOTADB:
        return fault(QT_FOREIGN, _("%s is not a Qiantai database."), db->path);
    case SQLITE_IOERR:
        return fault_io(db, what);
    case SQLITE_AUTH:
        return fault(QT_REFUSED, _("This condition reaches beyond the fields of the register (%s)."),
                     sqlite3_errmsg(db->h));
    case SQLITE_CONSTRAINT:
        return fault(QT_REFUSED, _("The database refused to %s (%s). Nothing was changed."), what,
                     sqlite3_errmsg(db->h));
    case SQLITE_TOOBIG:
        return fault(QT_REFUSED, _("Too much text in one field: could not %s."), what);
    case SQLITE_INTERRUPT:
        return fault(QT_BUSY, _("Stopped: could not %s in time."), what);
    default:
        return fault(QT_BUG, _("Could not %s: %s."), what, sqlite3_errmsg(db->h));
    }
}

/* ---- statements ------------------------------------------------------------------------------ */

static uint64_t hash_text(const char *s)
{
    size_t n = strlen(s);
    uint64_t h = n, word;
    for (; n >= sizeof(word); n -= sizeof(word), s += sizeof(word)) { /* the texts are long and asked for often */
        memcpy(&word, s, sizeof(word));
        h = (h ^ word) * 0x9E3779B97F4A7C15u;
        h ^= h >> 32;
    }
    while (n-- > 0)
        h = (h ^ (unsigned char)*s++) * 1099511628211u;
    return h;
}

static struct stmt_slot *slot_for(struct stmt_slot *slots, size_t n, const char *sql)
{
    size_t i = (size_t)hash_text(sql) & (n - 1);
    while (slots[i].sql && strcmp(slots[i].sql, sql) != 0)
        i = (i + 1) & (n - 1);
    return &slots[i];
}

static void slots_grow(struct db *db)
{
    size_t n = db->nslots ? db->nslots * 2 : 128;
    struct stmt_slot *slots = mem_alloc(n * sizeof(*slots));
    for (size_t i = 0; i < db->nslots; i++)
        if (db->slots[i].sql)
            *slot_for(slots, n, db->slots[i].sql) = db->slots[i];
    free(db->slots);
    db->slots = slots;
    db->nslots = n;
}

static void slots_empty(struct db *db)
{
    for (size_t i = 0; i < db->nslots; i++) {
        sqlite3_finalize(engine_stmt(db->slots[i].st));
        free(db->slots[i].sql);
        db->slots[i] = (struct stmt_slot){0};
    }
    db->nused = 0;
}

void slots_free(struct db *db)
{
    slots_empty(db);
    free(db->slots);
    db->slots = NULL;
    db->nslots = 0;
}

void db_trim(struct db *db)
{
    if (db->nused > CACHE_MAX)
        slots_empty(db);
}

struct stmt *db_stmt(struct db *db, const char *sql)
{
    if (db->nused * 2 >= db->nslots)
        slots_grow(db);
    struct stmt_slot *slot = slot_for(db->slots, db->nslots, sql);
    if (!slot->sql) {
        sqlite3_stmt *st;
        const char *tail;
        if (sqlite3_prepare_v3(db->h, sql, -1, SQLITE_PREPARE_PERSISTENT, &st, &tail) != SQLITE_OK) {
            db_fault(db, N_("read the database"));
            return NULL;
        }
        if (*tail) { /* a person's condition that closes our statement and begins another */
            sqlite3_finalize(st);
            fault(QT_REFUSED, _("This is not one condition."));
            return NULL;
        }
        *slot = (struct stmt_slot){.sql = mem_dup(sql), .st = stmt_of(st)};
        db->nused++;
        return slot->st;
    }
    stmt_end(slot->st);
    stmt_clear(slot->st);
    return slot->st;
}

static int condition_fault(struct db *db)
{
    int rc = db_fault(db, N_("read the database"));
    return rc == QT_BUG ? fault(QT_REFUSED, _("This condition cannot be used: %s."), sqlite3_errmsg(db->h)) : rc;
}

struct stmt *db_guarded(struct db *db, const struct form *f, const char *sql)
{
    db->only = f;
    struct stmt *st = db_stmt(db, sql);
    db->only = NULL;
    if (!st && fault_code() == QT_BUG)
        (void)condition_fault(db);
    return st;
}

static int condition_compile(struct db *db, const struct form *f, const char *sql)
{
    sqlite3_stmt *st = NULL;
    const char *tail = NULL;
    db->only = f;
    db->alone = true;
    db->selects = 0;
    int rc = sqlite3_prepare_v2(db->h, sql, -1, &st, &tail) == SQLITE_OK ? 0 : condition_fault(db);
    db->only = NULL;
    db->alone = false;
    if (rc == 0 && (!st || *tail || sqlite3_column_count(st) != 1))
        rc = fault(QT_REFUSED, _("This is not one condition."));
    sqlite3_finalize(st);
    return rc;
}

/* In brackets, where no clause of a SELECT fits, and without them, where no bracket of ours can be closed. */
int db_condition(struct db *db, const struct form *f, const char *text)
{
    char *in = mem_printf("SELECT (%s\n) FROM \"%s\"", text, f->name);
    char *bare = mem_printf("SELECT %s\n FROM \"%s\"", text, f->name);
    int rc = condition_compile(db, f, in);
    if (rc == 0)
        rc = condition_compile(db, f, bare);
    free(in);
    free(bare);
    return rc;
}

int db_step(struct db *db, struct stmt *st)
{
    if (!st)
        return fault_code();
    int rc = sqlite3_step(engine_stmt(st));
    wait_end(db);
    if (rc == SQLITE_ROW)
        return 1;
    if (rc == SQLITE_DONE) {
        stmt_end(st);
        return 0;
    }
    rc = db_fault(db, sqlite3_stmt_readonly(engine_stmt(st)) ? N_("read the database") : N_("save"));
    stmt_end(st);
    return rc;
}

void stmt_end(struct stmt *st)
{
    (void)sqlite3_reset(engine_stmt(st)); /* the error of the last step, which db_step has given */
}

void stmt_clear(struct stmt *st)
{
    (void)sqlite3_clear_bindings(engine_stmt(st)); /* cannot fail */
}

int db_run(struct db *db, struct stmt *st)
{
    int rc = db_step(db, st);
    while (rc > 0)
        rc = db_step(db, st);
    return rc;
}

int row_one(struct db *db, struct stmt *st, void (*take)(struct stmt *st, void *arg), void *arg)
{
    int rc = db_step(db, st);
    if (rc > 0) {
        if (take)
            take(st, arg);
        stmt_end(st);
    }
    return rc;
}

static void take_int(struct stmt *st, void *out)
{
    *(int64_t *)out = col_int(st, 0);
}

int row_int(struct db *db, struct stmt *st, int64_t *out)
{
    return row_one(db, st, take_int, out);
}

static void take_text(struct stmt *st, void *out)
{
    *(char **)out = col_dup(st, 0);
}

int row_text(struct db *db, struct stmt *st, char **out)
{
    return row_one(db, st, take_text, out);
}

int db_exec(struct db *db, const char *sql)
{
    if (sqlite3_exec(db->h, sql, NULL, NULL, NULL) != SQLITE_OK)
        return db_fault(db, N_("prepare the database"));
    return 0;
}

int db_int(struct db *db, const char *sql, int64_t *out)
{
    *out = 0;
    int rc = row_int(db, db_stmt(db, sql), out);
    return rc < 0 ? rc : 0;
}

int64_t db_new_id(const struct db *db)
{
    return sqlite3_last_insert_rowid(db->h);
}

int64_t db_changes(const struct db *db)
{
    return sqlite3_changes(db->h);
}

int64_t db_changes_ever(const struct db *db)
{
    return sqlite3_total_changes64(db->h);
}

bool db_not_unique(const struct db *db)
{
    return sqlite3_extended_errcode(db->h) == SQLITE_CONSTRAINT_UNIQUE;
}

void db_watch(struct db *db, int steps, int (*fn)(void *arg), void *arg)
{
    sqlite3_progress_handler(db->h, fn ? steps : 0, fn, arg);
}

/* ---- values ------------------------------------------------------------------------------------ */

void bind_int(struct stmt *st, int at, int64_t i)
{
    sqlite3_bind_int64(engine_stmt(st), at, i);
}

void bind_text(struct stmt *st, int at, const char *s)
{
    sqlite3_bind_text(engine_stmt(st), at, s, -1, SQLITE_STATIC);
}

void bind_textn(struct stmt *st, int at, const char *s, size_t n)
{
    sqlite3_bind_text64(engine_stmt(st), at, s, n, SQLITE_STATIC, SQLITE_UTF8);
}

void bind_blob(struct stmt *st, int at, const void *p, size_t n)
{
    sqlite3_bind_blob64(engine_stmt(st), at, p, n, SQLITE_STATIC);
}

void bind_null(struct stmt *st, int at)
{
    sqlite3_bind_null(engine_stmt(st), at);
}

void bind_column(struct stmt *st, int at, struct stmt *from, int col)
{
    sqlite3_bind_value(engine_stmt(st), at, sqlite3_column_value(engine_stmt(from), col));
}

void bind_value(struct stmt *st, int at, const struct value *v)
{
    if (v->kind == VAL_INT)
        bind_int(st, at, v->i);
    else if (v->kind == VAL_TEXT)
        bind_text(st, at, v->s);
    else
        bind_null(st, at);
}

int64_t col_int(struct stmt *st, int at)
{
    return sqlite3_column_int64(engine_stmt(st), at);
}

struct held col_held(struct stmt *st, int at)
{
    sqlite3_value *v = sqlite3_column_value(engine_stmt(st), at);
    switch (sqlite3_value_type(v)) {
    case SQLITE_NULL:
        return (struct held){.kind = HELD_NOTHING};
    case SQLITE_INTEGER:
        return (struct held){.kind = HELD_NUMBER, .i = sqlite3_value_int64(v)};
    default: {
        const char *s = (const char *)sqlite3_value_text(v);
        return (struct held){.kind = HELD_TEXT, .s = s ? s : "", .n = s ? (size_t)sqlite3_value_bytes(v) : 0};
    }
    }
}

const char *col_text(struct stmt *st, int at)
{
    const char *s = (const char *)sqlite3_column_text(engine_stmt(st), at);
    return s ? s : "";
}

const char *col_textn(struct stmt *st, int at, size_t *n)
{
    const char *s = col_text(st, at);
    *n = (size_t)sqlite3_column_bytes(engine_stmt(st), at);
    return s;
}

const void *col_blob(struct stmt *st, int at, size_t *n)
{
    const void *p = sqlite3_column_blob(engine_stmt(st), at);
    *n = (size_t)sqlite3_column_bytes(engine_stmt(st), at);
    return p;
}

char *col_dup(struct stmt *st, int at)
{
    char *s = mem_dup((const char *)sqlite3_column_text(engine_stmt(st), at));
    if (s)
        text_tame(s, strlen(s)); /* names and settings written past the program */
    return s;
}

bool col_null(struct stmt *st, int at)
{
    return sqlite3_column_type(engine_stmt(st), at) == SQLITE_NULL;
}

int col_count(struct stmt *st)
{
    return sqlite3_column_count(engine_stmt(st));
}

const char *col_name(struct stmt *st, int at)
{
    const char *name = sqlite3_column_name(engine_stmt(st), at);
    return name ? name : "";
}

void col_value(struct stmt *st, int at, struct value *out)
{
    switch (sqlite3_column_type(engine_stmt(st), at)) {
    case SQLITE_INTEGER:
        value_int(out, col_int(st, at));
        break;
    case SQLITE_TEXT:
        value_text(out, col_text(st, at));
        break;
    default:
        value_clear(out);
    }
}
