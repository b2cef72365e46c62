/* Waiting for a lock of the database, in turn.
 *
 * SQLite tells a waiter that the lock is held, but tells the holder nothing, and a lock that comes free goes to whoever
 * asks first. So whoever waits says so: it holds a shared lock of its own on one byte of PATH.head until it has got
 * what it waited for or gives up. Who comes later lets those go first; a long writer (slice.c) gives way to them.
 * These locks need no further file, no content and no clean-up: the kernel takes them back when the process ends.
 * They belong to the open file (F_OFD_SETLK, Linux), not to the process: closing another descriptor does not lose them.
 * Nothing but turns hangs on them: where they cannot be had, or where a process is stopped while it waits, the others
 * go on after a moment. */
#include "gate.h"

#include <fcntl.h>
#include <time.h>
#include <unistd.h>

/* A waiter's byte is that of its process number; two in one slot are seen as one until both have left. */
enum { SLOTS = 64, SLOTS_AT = 1 << 20 };

enum {
    STEP_US = 2000,   /* between two looks at those who are before us */
    STUCK_US = 300000 /* none of them has moved for so long: stopped, or waiting for something else */
};

static bool slot_lock(const struct db *db, short kind)
{
    struct flock lock = {.l_type = kind, .l_whence = SEEK_SET, .l_start = SLOTS_AT + getpid() % SLOTS, .l_len = 1};
    return db->head_fd >= 0 && fcntl(db->head_fd, F_OFD_SETLK, &lock) == 0;
}

static bool slot_taken(const struct db *db, int first, int n)
{
    struct flock lock = {.l_type = F_WRLCK, .l_whence = SEEK_SET, .l_start = SLOTS_AT + first, .l_len = n};
    return db->head_fd >= 0 && fcntl(db->head_fd, F_OFD_GETLK, &lock) == 0 && lock.l_type != F_UNLCK;
}

static uint64_t still_taken(const struct db *db, uint64_t slots)
{
    for (int i = 0; i < SLOTS; i++)
        if (slots >> i & 1 && !slot_taken(db, i, 1))
            slots &= ~(UINT64_C(1) << i);
    return slots;
}

uint64_t wait_others(struct db *db)
{
    uint64_t slots = slot_taken(db, 0, SLOTS) ? still_taken(db, UINT64_MAX) : 0;
    db->stuck &= slots; /* who has moved since counts again */
    return slots & ~db->stuck;
}

void wait_sleep(int64_t us)
{
    const struct timespec pause = {.tv_sec = us / 1000000, .tv_nsec = us % 1000000 * 1000};
    (void)nanosleep(&pause, NULL); /* cut short by a signal: asked again */
}

/* A file system without such locks: waited all the same, only unseen. */
static void wait_begin(struct db *db)
{
    if (db->waiting || db->unseen)
        return;
    db->waiting = true;
    (void)slot_lock(db, F_RDLCK);
}

void wait_end(struct db *db)
{
    if (!db->waiting)
        return;
    db->waiting = false;
    (void)slot_lock(db, F_UNLCK);
}

bool wait_turn(struct db *db, int64_t stuck_us)
{
    uint64_t ahead = wait_others(db);
    if (!ahead)
        return false;
    wait_begin(db);
    for (int64_t moved = clock_mono_us(); ahead;) {
        wait_sleep(STEP_US);
        uint64_t left = still_taken(db, ahead);
        if (left != ahead)
            moved = clock_mono_us();
        else if (clock_mono_us() - moved > (stuck_us ? stuck_us : STUCK_US))
            db->stuck |= left;
        ahead = left & ~db->stuck;
    }
    return true;
}

/* The engine's own waiting grows to steps of 100 ms: a clerk would wait that long for a lock that was free for 20.
 * Here it is the other way about: who has waited longer asks more often. */
int wait_for_lock(void *arg, int before)
{
    struct db *db = arg;
    int64_t now = clock_mono_us();
    if (before == 0)
        db->waits_since = now;
    int64_t waited = now - db->waits_since;
    if (waited >= (int64_t)db->busy_ms * 1000)
        return 0;
    wait_begin(db);
    wait_sleep(waited < 100000 ? 5000 : waited < 400000 ? 2000 : 1000);
    return 1;
}
