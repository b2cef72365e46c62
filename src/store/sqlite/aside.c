/* With a rollback journal nobody commits while somebody reads. A clerk waited up to three seconds for `verify` of
 * 100 MB: a check of that length begins with the file itself, which costs nothing when the desks are closed, and a
 * thread looks whether anybody has come to wait (wait.c). Then it begins again with a copy, which is made without being
 * in the way (backup.c). */
#include "sqlite/aside.h"
#include "sqlite/backup.h"
#include "sqlite/engine.h"

#include <pthread.h>
#include <stdatomic.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

enum {
    LOOK_US = 10000,      /* between two looks for who waits */
    CONNECTIONS_MOST = 8, /* the check's own and those of its threads */
    LEAVE_FREE = 2        /* so many times the file's size is free, or no copy is made: the room is the desks' */
};

struct aside {
    struct db seen; /* only what wait_others needs */
    pthread_t thread;
    atomic_bool over, broken;
    pthread_mutex_t lock; /* of the list: a connection is not closed while it is broken off */
    struct sqlite3 *at[CONNECTIONS_MOST];
    size_t n;
};

void aside_join(struct aside *a, struct sqlite3 *h)
{
    if (!a)
        return;
    (void)pthread_mutex_lock(&a->lock); /* a plain mutex: these two cannot fail */
    if (a->n < CONNECTIONS_MOST)
        a->at[a->n++] = h;
    (void)pthread_mutex_unlock(&a->lock);
}

void aside_leave(struct aside *a, struct sqlite3 *h)
{
    if (!a)
        return;
    (void)pthread_mutex_lock(&a->lock);
    for (size_t i = 0; i < a->n; i++)
        if (a->at[i] == h)
            a->at[i] = a->at[--a->n];
    (void)pthread_mutex_unlock(&a->lock);
}

/* Again and again: a statement that begins after the first time would run to its end. */
static void break_off(struct aside *a)
{
    (void)pthread_mutex_lock(&a->lock);
    for (size_t i = 0; i < a->n; i++)
        sqlite3_interrupt(a->at[i]);
    (void)pthread_mutex_unlock(&a->lock);
}

static void *look_thread(void *arg)
{
    struct aside *a = arg;
    while (!atomic_load(&a->over)) {
        if (atomic_load(&a->broken) || wait_others(&a->seen) > 0) {
            atomic_store(&a->broken, true);
            break_off(a);
        }
        wait_sleep(LOOK_US);
    }
    return NULL;
}

/* *broken: somebody came to wait, and what check says is not to be believed unless it is that all is well. */
static int look_while(struct db *db, int (*check)(struct db *db, void *arg), void *arg, bool *broken)
{
    struct aside a = {.seen = {.head_fd = db->head_fd, .passed = db->passed}, .lock = PTHREAD_MUTEX_INITIALIZER};
    *broken = false;
    aside_join(&a, db->h);
    stop_later(true); /* inherited: ^Z comes to whatever thread takes it, and would stop the one that holds a lock */
    bool looks = pthread_create(&a.thread, NULL, look_thread, &a) == 0;
    stop_later(false);
    if (!looks)
        return check(db, arg);
    db->aside = &a;
    int rc = check(db, arg);
    db->aside = NULL;
    atomic_store(&a.over, true);
    (void)pthread_join(a.thread, NULL); /* fails only for a thread that is none */
    *broken = atomic_load(&a.broken);
    if (*broken)
        db_rollback(db); /* what it read in a transaction may have been broken off before its end */
    return rc;
}

/* ---- the copy ------------------------------------------------------------------------------------------------ */
static bool room_for_copy(const struct db *db)
{
    struct stat st;
    struct statvfs fs;
    return stat(db->path, &st) == 0 && statvfs(db->path, &fs) == 0 &&
           (uint64_t)fs.f_bavail * fs.f_frsize > (uint64_t)st.st_size * LEAVE_FREE;
}

/* The sentence, with the file's name where it has the copy's. */
static int said_of(const char *path, const char *part, int rc)
{
    struct buf told = {0};
    const char *from = fault_text(), *at;
    if (rc == 0)
        return rc;
    while ((at = strstr(from, part))) {
        buf_addn(&told, from, (size_t)(at - from));
        buf_add(&told, path);
        from = at + strlen(part);
    }
    buf_add(&told, from);
    rc = fault(rc, "%s", told.s);
    buf_free(&told);
    return rc;
}

static int check_copy_of(struct db *db, const char *part, int (*check)(struct db *db, void *arg), void *arg)
{
    struct db_options o = {.path = part, .forms = db->forms, .lang = db->lang, .readonly = true};
    struct db *copy;
    int rc = db_open(&o, &copy);
    if (rc < 0)
        return said_of(db->path, part, rc);
    copy->host = db->host;
    copy->moment = db->moment;
    rc = said_of(db->path, part, check(copy, arg));
    db_close(copy);
    return rc;
}

/* *made: there was a copy, and rc is what check says of it. */
static int with_copy(struct db *db, int (*check)(struct db *db, void *arg), void *arg, bool *made)
{
    int fd, rc;
    *made = false;
    db_backup_clear(db->path); /* of runs that were killed */
    char *part = mem_printf("%s.verify-%ld.db.part", db->path, (long)getpid());
    rc = room_for_copy(db) ? part_open(part, &fd) : QT_FULL;
    if (rc == 0) {
        *made = copy_as_it_is(db, part, fd, false) == 0; /* no disk sees it, if it is quick */
        rc = *made ? check_copy_of(db, part, check, arg) : QT_IO;
        files_remove(part);
        close(fd); /* nothing of it is wanted any more */
    }
    free(part);
    return rc;
}

int check_aside(struct db *db, int (*check)(struct db *db, void *arg), void *arg)
{
    bool broken, made;
    if (!db_threads() || db->wal || db->head_fd < 0) /* nobody waits for a reader, or nobody is seen to */
        return check(db, arg);
    int rc = look_while(db, check, arg, &broken);
    if (rc == 0 || !broken)
        return rc;
    fault_clear();
    rc = with_copy(db, check, arg, &made);
    if (made)
        return rc;
    fault_clear();
    return check(db, arg);
}
