/* The engine's own file layer, but for two things.
 *
 * While this process holds a lock on a database, ^Z does not stop it but a moment later (SIGTSTP is blocked): a
 * suspended command is in nobody's way. SIGSTOP cannot be blocked; holder.c wakes who was stopped by it. Only with a
 * rollback journal: a connection with a WAL holds its lock for as long as it is open, and readers are in nobody's way
 * there.
 *
 * And it opens a rollback journal as if it were new, and so syncs the
 * folder in each commit, that the journal's name may be on the disk before the database is written to. Ours stays where
 * it is from commit to commit (TRUNCATE): its folder is synced once. It is the same file while device, number and time
 * of birth are; one that somebody has removed and made anew is new again, and so is any where the file system does not
 * tell. */
#include "sqlite/engine.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/stat.h>

static sqlite3_vfs layer;
static int (*engine_file)(sqlite3_vfs *vfs, const char *name, sqlite3_file *f, int flags, int *got);
static _Thread_local struct statx kept; /* the journal whose name is known to be on the disk */

static bool same_birth(const struct statx *a, const struct statx *b)
{
    return a->stx_ino == b->stx_ino && a->stx_dev_major == b->stx_dev_major && a->stx_dev_minor == b->stx_dev_minor &&
           a->stx_btime.tv_sec == b->stx_btime.tv_sec && a->stx_btime.tv_nsec == b->stx_btime.tv_nsec;
}

static bool name_kept(const char *journal)
{
    struct statx now;
    if (statx(AT_FDCWD, journal, 0, STATX_INO | STATX_BTIME, &now) != 0 || !(now.stx_mask & STATX_BTIME))
        return false;
    if (!same_birth(&now, &kept)) {
        if (files_sync(journal) < 0) {
            fault_clear(); /* the engine will try, and tell */
            return false;
        }
        kept = now;
    }
    return true;
}

/* ---- no stop while a lock is held ------------------------------------------------------------------------------ */
static sqlite3_io_methods methods;               /* the engine's, with our xLock and xUnlock */
static const sqlite3_io_methods *engine_methods; /* those that were copied */
static _Thread_local int locked;                 /* files on which this thread holds one, and reasons of stop_later */
static _Thread_local bool masked;                /* it is we who have blocked the signal */

static void stop_block(bool block)
{
    sigset_t stop, before;
    (void)sigemptyset(&stop);
    (void)sigaddset(&stop, SIGTSTP);
    if (block)
        masked = pthread_sigmask(SIG_BLOCK, &stop, &before) == 0 && sigismember(&before, SIGTSTP) == 0;
    else if (masked)
        (void)pthread_sigmask(SIG_UNBLOCK, &stop, NULL);
}

void stop_later(bool later)
{
    if (later && locked++ == 0)
        stop_block(true);
    else if (!later && --locked == 0)
        stop_block(false);
}

static bool has_lock(sqlite3_file *f)
{
    int level = SQLITE_LOCK_NONE;
    return f->pMethods->xFileControl(f, SQLITE_FCNTL_LOCKSTATE, &level) == SQLITE_OK && level != SQLITE_LOCK_NONE;
}

static int file_lock(sqlite3_file *f, int level)
{
    bool had = has_lock(f);
    if (!had)
        stop_later(true);
    int rc = engine_methods->xLock(f, level);
    if (!had && !has_lock(f))
        stop_later(false);
    return rc;
}

static int file_unlock(sqlite3_file *f, int level)
{
    bool had = has_lock(f);
    int rc = engine_methods->xUnlock(f, level);
    if (had && !has_lock(f))
        stop_later(false);
    return rc;
}

static void watch_locks(sqlite3_file *f)
{
    if (!engine_methods) {
        engine_methods = f->pMethods;
        methods = *engine_methods;
        methods.xLock = file_lock;
        methods.xUnlock = file_unlock;
    }
    if (f->pMethods == engine_methods)
        f->pMethods = &methods;
}

static int file_opened(sqlite3_vfs *vfs, const char *name, sqlite3_file *f, int flags, int *got)
{
    if (flags & SQLITE_OPEN_MAIN_JOURNAL && flags & SQLITE_OPEN_CREATE && name && name_kept(name))
        flags &= ~SQLITE_OPEN_CREATE;
    int rc = engine_file(vfs, name, f, flags, got);
    if (rc == SQLITE_OK && flags & SQLITE_OPEN_MAIN_DB && !engine_wal())
        watch_locks(f);
    return rc;
}

const char *vfs_name(void)
{
    static const char *const name = "qiantai";
    if (!layer.zName) {
        layer = *sqlite3_vfs_find(NULL);
        engine_file = layer.xOpen;
        layer.zName = name;
        layer.xOpen = file_opened;
        (void)sqlite3_vfs_register(&layer, 0); /* refused: the first opening tells */
    }
    return name;
}
