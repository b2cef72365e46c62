/* Waiting for a lock of the database, in turn.
 *
 * SQLite tells a waiter that the lock is held, but tells the holder nothing, and a lock that comes free goes to whoever
 * asks first. So whoever waits takes a ticket: a shared lock of its own on one byte of PATH.head, the one that the
 * moment at which it began to wait names, held until it has got what it waited for or gives up. Nobody begins to write
 * while there is an earlier ticket; a long writer (slice.c) gives way to all. Who is asked to wait twice, to read and
 * then to write, keeps its place. These locks need no further file, no content and no clean-up: the kernel takes them
 * back when the process ends. They belong to the open file (F_OFD_SETLK, Linux), not to the process: closing another
 * descriptor does not lose them. Nothing but turns hangs on them: where they cannot be had, or where a process is
 * stopped while it waits, the others go on after a moment. */
#include "gate.h"

#include <fcntl.h>
#include <time.h>
#include <unistd.h>

enum { TICKETS_AT = 1 << 20 }; /* and from there the microseconds of clock_mono_us */

enum {
    STEP_US = 2000,    /* between two looks at those who are before us */
    STUCK_US = 300000, /* none of them has moved for so long: stopped, or waiting for something else */
    PLACE_US = 100000, /* between reading and writing: so long a place is kept */
    LOOK_US = 150000,  /* of waiting, then who holds the lock is looked at, and again after as much */
    FRESH_US = 2 * LOOK_US
};

static bool ticket_lock(const struct db *db, short kind)
{
    struct flock lock = {.l_type = kind, .l_whence = SEEK_SET, .l_start = TICKETS_AT + db->ticket, .l_len = 1};
    return db->head_fd >= 0 && fcntl(db->head_fd, F_OFD_SETLK, &lock) == 0;
}

/* Tickets of others from one moment to before another; the kernel names any one of a range. */
static int tickets(const struct db *db, int64_t from, int64_t to)
{
    struct flock lock = {.l_type = F_WRLCK, .l_whence = SEEK_SET, .l_start = TICKETS_AT + from, .l_len = to - from};
    if (to <= from || db->head_fd < 0 || fcntl(db->head_fd, F_OFD_GETLK, &lock) != 0 || lock.l_type == F_UNLCK)
        return 0;
    int64_t one = lock.l_start - TICKETS_AT;
    return tickets(db, from, one) + 1 + tickets(db, one + 1, to);
}

int wait_others(const struct db *db)
{
    return tickets(db, db->passed, clock_mono_us() + 1);
}

void wait_sleep(int64_t us)
{
    const struct timespec pause = {.tv_sec = us / 1000000, .tv_nsec = us % 1000000 * 1000};
    (void)nanosleep(&pause, NULL); /* cut short by a signal: asked again */
}

/* The moment at which we came. */
static int64_t place(struct db *db)
{
    int64_t now = clock_mono_us();
    if (!db->waiting && now - db->waited > PLACE_US)
        db->ticket = now;
    return db->ticket;
}

/* A file system without such locks: waited all the same, only unseen. */
static void wait_begin(struct db *db)
{
    if (db->waiting || db->unseen)
        return;
    (void)place(db);
    db->waiting = true;
    (void)ticket_lock(db, F_RDLCK);
}

void wait_end(struct db *db)
{
    if (!db->waiting)
        return;
    db->waiting = false;
    db->waited = clock_mono_us();
    (void)ticket_lock(db, F_UNLCK);
}

bool wait_turn(struct db *db, int64_t came, int64_t stuck_us)
{
    int64_t mine = came ? came : place(db);
    int ahead = tickets(db, db->passed, mine);
    if (!ahead)
        return false;
    wait_begin(db);
    for (int64_t moved = clock_mono_us(); ahead;) {
        wait_sleep(STEP_US);
        int left = tickets(db, db->passed, mine);
        if (left != ahead)
            moved = clock_mono_us();
        else if (clock_mono_us() - moved > (stuck_us ? stuck_us : STUCK_US)) {
            db->passed = mine;
            left = 0;
        }
        ahead = left;
    }
    return true;
}

/* The engine's own waiting grows to steps of 100 ms: a clerk would wait that long for a lock that was free for 20.
 * Here it is the other way about: who has waited longer asks more often. A long writer asks twice, and then looks again
 * for who waits. */
int wait_for_lock(void *arg, int before)
{
    struct db *db = arg;
    int64_t now = clock_mono_us();
    if (before == 0)
        db->waits_since = now;
    if (before == 0 && now - db->looked_at > FRESH_US) /* else a long writer, which waits in short pieces */
        db->looked_at = now;
    int64_t waited = now - db->waits_since;
    if (waited >= (int64_t)db->busy_ms * 1000 || (db->brief && before > 0))
        return 0;
    wait_begin(db);
    if (now - db->looked_at > LOOK_US) {
        db->looked_at = now;
        holder_look(db);
    }
    wait_sleep(waited < 100000 ? 5000 : waited < 400000 ? 2000 : 1000);
    return 1;
}
