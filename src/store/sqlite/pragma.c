/* Engine settings of a connection, and where a database may lie. SQLite and Linux only. */
#include "sqlite/engine.h"

#include <errno.h>
#include <sys/vfs.h>

bool engine_wal(void)
{
    int v = sqlite3_libversion_number();
    return v >= 3051003 || (v >= 3050007 && v < 3051000) || (v >= 3044006 && v < 3045000);
}

enum { VALUE_MOST = 16 << 20 }; /* bytes of one value: printf('%1000000000d', 1) in a condition made 959 MB */

static int configure(struct db *db)
{
    static const struct {
        int option, value;
    } options[] = {
        {SQLITE_DBCONFIG_DEFENSIVE, 1},   {SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0},
        {SQLITE_DBCONFIG_DQS_DML, 0},     {SQLITE_DBCONFIG_DQS_DDL, 0},
        {SQLITE_DBCONFIG_ENABLE_FKEY, 1}, {SQLITE_DBCONFIG_ENABLE_TRIGGER, 1},
        {SQLITE_DBCONFIG_ENABLE_VIEW, 0}, {SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0},
    };
    for (size_t i = 0; i < sizeof(options) / sizeof(*options); i++) {
        int now = -1;
        if (sqlite3_db_config(db->h, options[i].option, options[i].value, &now) != SQLITE_OK || now != options[i].value)
            return fault(QT_BUG, _("This SQLite library lacks a safety option (%d)."), options[i].option);
    }
    sqlite3_limit(db->h, SQLITE_LIMIT_ATTACHED, 0);
    sqlite3_limit(db->h, SQLITE_LIMIT_LENGTH, VALUE_MOST);
    return 0;
}

static int journal_mode(struct db *db)
{
    db->wal = engine_wal();
    if (db->readonly)
        return 0;
    const char *want = db->wal ? "wal" : "truncate";
    const char *sql = db->wal ? "PRAGMA journal_mode = WAL" : "PRAGMA journal_mode = TRUNCATE";
    char *mode = NULL;
    int rc = row_text(db, db_stmt(db, sql), &mode);
    bool same = mode && strcmp(mode, want) == 0;
    free(mode);
    if (rc < 0)
        return rc;
    if (!same)
        return fault(QT_BUSY, _("Another program holds %s; close it and try again."), db->path);
    return 0;
}

int pragma_open(struct db *db, int busy_ms)
{
    sqlite3_extended_result_codes(db->h, 1);
    db->busy_ms = busy_ms > 0 ? busy_ms : 5000;
    sqlite3_busy_handler(db->h, wait_for_lock, db);
    int rc = configure(db);
    if (rc == 0)
        rc = journal_mode(db);
    if (rc == 0)
        rc = db_exec(db, "PRAGMA synchronous = FULL; PRAGMA secure_delete = ON; PRAGMA temp_store = MEMORY;"
                         "PRAGMA mmap_size = 0; PRAGMA cache_size = -2048; PRAGMA cell_size_check = ON;");
    return rc;
}

enum { BULK_BYTES = 96 << 20 }; /* the page cache below, and the search index before it is written out */

int db_bulk(struct db *db, bool on)
{
    if (on)
        mem_large_pages(BULK_BYTES);
    int rc = db_exec(db, on ? "PRAGMA cache_size = -65536; PRAGMA secure_delete = FAST"
                            : "PRAGMA cache_size = -2048; PRAGMA secure_delete = ON; PRAGMA shrink_memory");
    if (!on)
        mem_large_pages(0);
    return rc;
}

int pragma_local_fs(const char *path)
{
    static const struct {
        uint32_t magic;
        const char *name;
    } remote[] = {
        {0x6969, "NFS"},        {0x517b, "SMB"},     {0xff534d42, "CIFS"},   {0xfe534d42, "SMB2"},
        {0x65735546, "FUSE"},   {0x5346414f, "AFS"}, {0x73757245, "Coda"},   {0x01021997, "9P"},
        {0x00c36400, "Ceph"},   {0x564c, "NCP"},     {0x0bd00bd0, "Lustre"}, {0x47504653, "GPFS"},
        {0x786f4256, "vboxsf"},
    };
    struct statfs fs;
    if (statfs(path, &fs) < 0)
        return fault(QT_IO, _("Cannot look at the file system of %s: %s."), path, strerror(errno));
    for (size_t i = 0; i < sizeof(remote) / sizeof(*remote); i++)
        if ((uint32_t)fs.f_type == remote[i].magic)
            return fault(QT_REFUSED,
                         _("%s lies on a network or shared file system (%s), where locks are not reliable. Keep the "
                           "database on a local disk and work over SSH."),
                         path, remote[i].name);
    return 0;
}
