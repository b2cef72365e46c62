/* Who has the database open: each connection holds a shared lock of its own on one byte of PATH.head, far behind the
 * tickets of wait.c, the one that its process names. Whoever puts another file in its place takes the locks of all of
 * them at once, and while he has them nobody opens it. As there, they belong to the open file, need no clean-up, and
 * where the file system has none nothing is refused. */
#include "gate.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#define PRESENT_AT ((off_t)1 << 60)
#define PRESENT_MOST ((off_t)1 << 22) /* process ids */

static int present_lock(int fd, int command, struct flock *lock, short kind, off_t at, off_t n)
{
    *lock = (struct flock){.l_type = kind, .l_whence = SEEK_SET, .l_start = PRESENT_AT + at, .l_len = n};
    return fcntl(fd, command, lock);
}

int present_enter(const struct db *db)
{
    struct flock lock;
    off_t mine = (off_t)getpid() % PRESENT_MOST;
    if (db->head_fd < 0 || present_lock(db->head_fd, F_OFD_SETLK, &lock, F_RDLCK, mine, 1) == 0 ||
        (errno != EAGAIN && errno != EACCES))
        return 0;
    return fault(QT_BUSY, _("A backup is being put in the place of %s. Start again in a moment."), db->path);
}

/* The processes that hold one within [from, to); the kernel names any lock of a range. */
static int present_tell(int fd, off_t from, off_t to, struct buf *processes)
{
    struct flock lock;
    if (to <= from || present_lock(fd, F_OFD_GETLK, &lock, F_WRLCK, from, to - from) != 0 || lock.l_type == F_UNLCK)
        return 0;
    off_t one = lock.l_start - PRESENT_AT;
    int before = present_tell(fd, from, one, processes);
    buf_addf(processes, "%s%lld", processes->len ? " " : "", (long long)one);
    return before + 1 + present_tell(fd, one + 1, to, processes);
}

int present_take(int fd, const char *path)
{
    struct flock lock;
    struct buf processes = {0};
    if (present_lock(fd, F_OFD_SETLK, &lock, F_WRLCK, 0, PRESENT_MOST) == 0 || (errno != EAGAIN && errno != EACCES))
        return 0;
    int n = present_tell(fd, 0, PRESENT_MOST, &processes);
    int rc =
        fault(QT_BUSY,
              _("%d programs have %s open (processes %s); nothing was changed. Leave the desks, or end them with kill "
                "-HUP %s: what is half-typed is kept as a draft either way, and comes along. Then restore again."),
              n, path, processes.len ? processes.s : "?", processes.len ? processes.s : "?");
    buf_free(&processes);
    return rc;
}
