/* Opening a database, with all that stands on the connection: tables, key, head file, numbers; and closing it. */
#include "sqlite/engine.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

static int before_commit(struct db *db)
{
    int rc = sequence_write(db);
    return rc < 0 ? rc : search_write(db);
}

static void transaction_ended(struct db *db)
{
    for (size_t i = 0; db->regs && i < db->forms->n; i++)
        db->regs[i].next_id = 0;
    sequence_drop(db);
    search_forget(db);
}

static const struct commit_steps commit_steps = {
    .before_commit = before_commit,
    .committed = head_write,
    .ended = transaction_ended,
};

/* The register's table and its tables of child rows. */
static bool own_table(const struct form *f, const char *table)
{
    size_t n = strlen(f->name);
    if (strncmp(table, f->name, n) != 0)
        return false;
    if (table[n] == '\0')
        return true;
    int field = table[n] == '.' ? form_field(f, table + n + 1) : -1;
    return field >= 0 && f->fields[field].type == FT_ITEMS;
}

/* While a person's condition is compiled, only its register may be read and nothing else done. */
static int authorize(void *arg, int action, const char *a, const char *b, const char *schema, const char *trigger)
{
    struct db *db = arg;
    (void)schema;
    (void)trigger;
    if (!db->only)
        return SQLITE_OK;
    switch (action) {
    case SQLITE_SELECT:
        return db->alone && ++db->selects > 1 ? SQLITE_DENY : SQLITE_OK;
    case SQLITE_FUNCTION:
        return expr_function_allowed(b) || (!db->alone && strncmp(b, "json_", 5) == 0) ? SQLITE_OK : SQLITE_DENY;
    case SQLITE_READ:
        return own_table(db->only, a) ? SQLITE_OK : SQLITE_DENY;
    default:
        return SQLITE_DENY;
    }
}

static uint32_t be32(const unsigned char *p)
{
    return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | p[3];
}

/* Looks at the file's header before the engine touches the file: a foreign one stays as it is. */
static int check_file(const char *path, bool readonly)
{
    unsigned char head[100];
    struct stat st;
    if (stat(path, &st) < 0) {
        if (errno == ENOENT || errno == ENOTDIR)
            return fault(QT_NOTFOUND, _("There is no database at %s. Make one with: qiantai --db %s init"), path, path);
        return fault(QT_IO, _("Cannot look at %s: %s."), path, strerror(errno));
    }
    if (!S_ISREG(st.st_mode))
        return fault(QT_FOREIGN, _("%s is not a file; name the database file itself."), path);
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return fault(QT_DENIED, _("Cannot read %s: %s. Check the permissions of the file."), path, strerror(errno));
    ssize_t n = pread(fd, head, sizeof(head), 0);
    if (close(fd) < 0 || n < 0)
        return fault(QT_IO, _("Cannot read %s: %s."), path, strerror(errno));
    if (n < (ssize_t)sizeof(head) || memcmp(head, "SQLite format 3", 16) != 0 || be32(head + 68) != STORE_APP_ID)
        return fault(QT_FOREIGN, _("%s is not a Qiantai database; it was left as it is."), path);
    if (be32(head + 60) > STORE_VERSION)
        return fault(QT_NEWER,
                     _("%s was written by a newer qiantai (version %u, this one knows %d). Install the newer one."),
                     path, be32(head + 60), STORE_VERSION);
    if (!readonly && access(path, W_OK) < 0)
        return fault(QT_READONLY, _("%s cannot be written: %s. Check the permissions of the file and its folder."),
                     path, strerror(errno));
    return 0;
}

/* What a new file is goes into its first line. */
static int note_birth(struct db *db)
{
    int rc = db_begin(db);
    if (rc < 0)
        return rc;
    rc = marks_note(db);
    if (rc == 0)
        rc = drafts_count_anew(db);
    if (rc == 0)
        return db_commit(db);
    db_rollback(db);
    return rc;
}

static int version_read(struct db *db)
{
    int64_t version = 0;
    int rc = db_int(db, "PRAGMA user_version", &version);
    db->keyed = version >= 3;
    return rc;
}

static int open_steps(struct db *db, const struct db_options *o, bool as_is)
{
    int rc = db_connect(db, o->busy_ms);
    if (rc == 0 && sqlite3_set_authorizer(db->h, authorize, db) != SQLITE_OK)
        rc = db_fault(db, N_("open the database"));
    if (rc == 0)
        rc = expr_functions(db->h, db);
    if (rc == 0 && o->create)
        rc = schema_create(db);
    if (rc == 0)
        rc = version_read(db);
    if (rc == 0)
        rc = o->create ? secret_key_create(db) : secret_key_load(db);
    if (rc == 0)
        rc = head_open(db, o->create);
    if (rc == 0 && !as_is)
        rc = present_enter(db);
    if (rc == 0 && !as_is)
        rc = schema_migrate(db);
    if (rc == 0 && !db->keyed)
        rc = version_read(db); /* another process may have been quicker */
    if (rc == 0 && !as_is)
        rc = schema_grow(db);
    if (rc == 0 && o->create)
        rc = note_birth(db);
    int64_t practice = 0;
    if (rc == 0)
        rc = db_int(db, "SELECT value = '1' FROM meta WHERE name = 'practice'", &practice);
    db->practice = practice != 0;
    return rc;
}

enum how { OPEN_WHOLE, OPEN_AS_IS, OPEN_COPY };

static int open_at(const struct db_options *o, const char *path, enum how how, struct db **out)
{
    int rc = o->create ? file_create(path) : check_file(path, o->readonly);
    *out = NULL;
    if (rc == 0)
        rc = pragma_local_fs(path);
    if (rc < 0)
        return rc;
    struct db *db = mem_alloc(sizeof(*db));
    db->path = mem_dup(path);
    db->forms = o->forms;
    db->lang = o->lang;
    db->readonly = o->readonly;
    db->practice = o->practice;
    db->head_fd = -1;
    db->steps = &commit_steps;
    db->copy = how == OPEN_COPY;
    rc = open_steps(db, o, how == OPEN_AS_IS);
    if (rc < 0) {
        db_close(db);
        return rc;
    }
    *out = db;
    return 0;
}

/* Made under another name and renamed when it is whole: a creation that is killed leaves no half database. */
static int create_whole(const struct db_options *o)
{
    struct db *db;
    char *key = mem_printf("%s.key", o->path), *fresh = mem_printf("%s.new", o->path);
    const char *in_the_way = file_exists(o->path) ? o->path : file_exists(key) ? key : NULL;
    int rc = in_the_way ? fault(QT_REFUSED, _("%s exists already; it was left as it is."), in_the_way) : 0;
    if (rc == 0) {
        files_remove(fresh);
        rc = open_at(o, fresh, OPEN_WHOLE, &db);
        if (rc == 0) {
            db_close(db);
            rc = files_rename(fresh, o->path);
        }
        if (rc == 0)
            rc = files_sync(o->path);
        else
            files_remove(fresh);
    }
    free(key);
    free(fresh);
    return rc;
}

int db_open(const struct db_options *o, struct db **out)
{
    struct db_options now = *o;
    *out = NULL;
    if (o->create) {
        int rc = create_whole(o);
        if (rc < 0)
            return rc;
        now.create = false;
    }
    return open_at(&now, o->path, OPEN_WHOLE, out);
}

int db_open_as_is(const char *path, const struct forms *forms, struct db **out)
{
    struct db_options o = {.path = path, .forms = forms, .lang = LANG_EN, .readonly = true};
    return open_at(&o, path, OPEN_AS_IS, out);
}

int db_open_copy(const char *path, const struct forms *forms, struct db **out)
{
    struct db_options o = {.path = path, .forms = forms, .lang = LANG_EN};
    return open_at(&o, path, OPEN_COPY, out);
}

void db_close(struct db *db)
{
    if (!db)
        return;
    if (db->h)
        db_rollback(db);
    search_close(db);
    slots_free(db);
    evaluator_free(db->eval);
    if (db->h && sqlite3_close(db->h) != SQLITE_OK)
        (void)sqlite3_close_v2(db->h);
    if (db->head_fd >= 0)
        close(db->head_fd);
    secret_close(db);
    for (size_t i = 0; db->regs && i < db->forms->n; i++) {
        free(db->regs[i].insert_sql);
        free(db->regs[i].get_sql);
        free(db->regs[i].find_sql);
        free(db->regs[i].taken_sql);
    }
    free(db->regs);
    buf_free(&db->data);
    buf_free(&db->personal);
    buf_free(&db->sealed);
    free(db->gone.v);
    free(db->path);
    free(db);
}

int db_default_path(char **out)
{
    const char *named = getenv("QIANTAI_DB"), *data = getenv("XDG_DATA_HOME"), *home = getenv("HOME");
    *out = NULL;
    if (named && *named)
        *out = mem_dup(named);
    else if (data && *data == '/')
        *out = mem_printf("%s/qiantai/desk.db", data);
    else if (home && *home)
        *out = mem_printf("%s/.local/share/qiantai/desk.db", home);
    else
        return fault(QT_NOTFOUND, _("Where is the database? Name it with --db FILE or in QIANTAI_DB."));
    return 0;
}
