/* Copies of a database: made page by page while desks work, checked before they count, put back whole. */
#include "journal/journal.h"
#include "sqlite/engine.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

enum { PAGES_AT_ONCE = 256 };

/* A small file, at most 4 kB, readable by its owner only. */
static int copy_key(const char *from, const char *to)
{
    char bytes[4096];
    int in = open(from, O_RDONLY | O_CLOEXEC);
    if (in < 0)
        return fault(QT_IO, _("Cannot read the key file %s: %s."), from, strerror(errno));
    ssize_t n = read(in, bytes, sizeof(bytes));
    close(in);
    int out = open(to, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (n <= 0 || out < 0 || write(out, bytes, (size_t)n) != n || fsync(out) < 0) {
        int err = errno;
        if (out >= 0)
            close(out);
        return fault(err == ENOSPC ? QT_FULL : QT_IO, _("Cannot write the key file %s: %s."), to, strerror(err));
    }
    return close(out) < 0 ? fault(QT_IO, _("Cannot write the key file %s: %s."), to, strerror(errno)) : 0;
}

static int copy_pages(struct db *db, const char *to)
{
    struct db copy = {.path = (char *)to, .head_fd = -1};
    int rc = file_create(to);
    if (rc < 0)
        return rc;
    rc = engine_open(to, SQLITE_OPEN_READWRITE, &copy.h);
    sqlite3_backup *b = rc == SQLITE_OK ? sqlite3_backup_init(copy.h, "main", db->h, "main") : NULL;
    if (b) {
        int waits = 0;
        do {
            rc = sqlite3_backup_step(b, PAGES_AT_ONCE);
            if (rc == SQLITE_BUSY || rc == SQLITE_LOCKED)
                sqlite3_sleep(50);
        } while (rc == SQLITE_OK || ((rc == SQLITE_BUSY || rc == SQLITE_LOCKED) && ++waits < 200));
        sqlite3_backup_finish(b);
    }
    rc = b && rc == SQLITE_DONE ? 0 : db_fault(&copy, N_("write the copy"));
    if (sqlite3_close(copy.h) != SQLITE_OK && rc == 0)
        rc = fault(QT_IO, _("Could not finish the copy %s."), to);
    return rc;
}

/* Whole and readable? Its head file is made here: a copy knows its own end. */
static int check_copy(const char *path, const struct forms *forms)
{
    struct db *copy;
    int rc = db_open_as_is(path, forms, &copy);
    if (rc < 0)
        return rc;
    int64_t lines, bad;
    rc = head_make(copy);
    if (rc == 0)
        rc = journal_verify(copy, &lines, &bad);
    db_close(copy);
    return rc;
}

static int copy_checked(struct db *db, const char *part)
{
    char *from = mem_printf("%s.key", db->path), *to = mem_printf("%s.key", part);
    int rc = copy_key(from, to);
    if (rc == 0)
        rc = copy_pages(db, part);
    if (rc == 0)
        rc = check_copy(part, db->forms);
    free(from);
    free(to);
    return rc;
}

int db_backup(struct db *db, const char *to)
{
    if (file_exists(to))
        return fault(QT_REFUSED, _("%s exists already; name a new file for the backup."), to);
    char *part = mem_printf("%s.part", to);
    files_remove(part);
    int rc = copy_checked(db, part);
    if (rc == 0)
        rc = files_rename(part, to);
    if (rc == 0)
        rc = files_sync(to);
    if (rc < 0)
        files_remove(part);
    free(part);
    return rc;
}

/* Nobody may be writing while the files change places. A damaged file cannot be locked and needs none. */
static int lock_former(const char *path, sqlite3 **h)
{
    if (!file_exists(path))
        return 0;
    int rc = engine_open(path, SQLITE_OPEN_READWRITE, h);
    if (rc == SQLITE_OK)
        rc = sqlite3_exec(*h, "BEGIN EXCLUSIVE", NULL, NULL, NULL);
    if (rc == SQLITE_BUSY || rc == SQLITE_LOCKED)
        return fault(QT_BUSY, _("%s is in use. Close all desks, then restore."), path);
    return 0;
}

int db_restore(const char *from, const char *path, const struct forms *forms)
{
    struct db *source;
    int rc = db_open_as_is(from, forms, &source);
    if (rc < 0)
        return rc;
    int64_t lines, bad;
    sqlite3 *former = NULL;
    char *part = mem_printf("%s.part", path), *kept = files_free_name(path, "before-restore");
    rc = journal_verify(source, &lines, &bad);
    files_remove(part);
    if (rc == 0)
        rc = copy_checked(source, part);
    if (rc == 0)
        rc = lock_former(path, &former);
    if (rc == 0 && file_exists(path))
        rc = files_rename(path, kept);
    if (rc == 0)
        rc = files_rename(part, path);
    if (rc == 0)
        rc = files_sync(path);
    else
        files_remove(part);
    sqlite3_close(former);
    db_close(source);
    free(part);
    free(kept);
    return rc;
}
