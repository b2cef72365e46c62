/* The engine's own file layer, but for one thing. It opens a rollback journal as if it were new, and so syncs the
 * folder in each commit, that the journal's name may be on the disk before the database is written to. Ours stays where
 * it is from commit to commit (TRUNCATE): its folder is synced once. It is the same file while device, number and time
 * of birth are; one that somebody has removed and made anew is new again, and so is any where the file system does not
 * tell. */
#include "sqlite/engine.h"

#include <fcntl.h>
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

static int file_opened(sqlite3_vfs *vfs, const char *name, sqlite3_file *f, int flags, int *got)
{
    if (flags & SQLITE_OPEN_MAIN_JOURNAL && flags & SQLITE_OPEN_CREATE && name && name_kept(name))
        flags &= ~SQLITE_OPEN_CREATE;
    return engine_file(vfs, name, f, flags, got);
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
