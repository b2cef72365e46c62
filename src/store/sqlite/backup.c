/* Copies of a database: made page by page while desks work, checked before they count. */
#include "sqlite/backup.h"
#include "folder/folder.h"
#include "journal/journal.h"
#include "sqlite/engine.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
    CHUNK = 1 << 16, /* bytes read at once: two of them stay in a processor's own cache, which is most of the speed */
    FLUSH = 8 << 20, /* bytes written before they go to the disk: who saves meanwhile waits for these, not for all */
    HOLD_US = 20000, /* a lock is held for, */
    PAUSE_US = 2000, /* and let go for; who waits by then goes first */
    ROUNDS = 2       /* so often the copy is compared in such pieces; then under one lock */
};

/* A small file, at most 4 kB, readable by its owner only. */
static int copy_small(const char *from, const char *to)
{
    char bytes[4096];
    int in = open(from, O_RDONLY | O_CLOEXEC);
    if (in < 0)
        return fault(QT_IO, _("Cannot read the key file %s: %s."), from, strerror(errno));
    ssize_t n = read(in, bytes, sizeof(bytes));
    close(in);
    int out = open(to, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600); /* nothing that somebody has put there */
    if (n <= 0 || out < 0 || write(out, bytes, (size_t)n) != n || fsync(out) < 0) {
        int err = errno;
        if (out >= 0)
            close(out);
        return fault(err == ENOSPC ? QT_FULL : QT_IO, _("Cannot write the key file %s: %s."), to, strerror(err));
    }
    return close(out) < 0 ? fault(QT_IO, _("Cannot write the key file %s: %s."), to, strerror(errno)) : 0;
}

/* ---- the copy under its first name -------------------------------------------------------------------------- */
int part_open(const char *part, int *fd)
{
    struct stat mine, there;
    *fd = open(part, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (*fd < 0)
        return fault_writing(part, errno);
    if (fstat(*fd, &mine) != 0 || mine.st_uid != geteuid() || mine.st_nlink > 1) {
        /* In a folder that others write to: they would read it, or it is another file of ours. */
        close(*fd);
        return fault(QT_DENIED,
                     _("%s was put there by somebody else; nothing was done. Remove it, or name a folder of your own."),
                     part);
    }
    bool got = flock(*fd, LOCK_EX | LOCK_NB) == 0 && stat(part, &there) == 0 &&
               mine.st_ino == there.st_ino; /* else it got its last name between the two calls */
    if (got && fchmod(*fd, 0600) == 0 && ftruncate(*fd, 0) == 0) {
        files_remove_beside(part); /* an old journal would be played into the copy */
        return 0;
    }
    close(*fd);
    return fault(QT_BUSY, _("%s is being written by another run; nothing was done."), part);
}

static void part_clear(const char *to)
{
    int fd;
    char *part = mem_printf("%s.part", to);
    if (part_open(part, &fd) == 0) {
        files_remove(part);
        close(fd);
    } else {
        fault_clear(); /* somebody is at it */
    }
    free(part);
}

/* An encrypted copy in the making: what it is made from lies beside it until it is whole. */
static bool is_encrypted_part(const char *name)
{
    size_t n = strlen(name), end = strlen(BACKUP_ENCRYPTED ".part");
    char *plain = n > end && strcmp(name + n - end, BACKUP_ENCRYPTED ".part") == 0 ? mem_dupn(name, n - end) : NULL;
    bool is = plain && file_exists(plain);
    free(plain);
    return is;
}

/* A copy begun by this program: it is empty, or its key lies beside it and it begins as a database does. */
static bool is_part(const char *name)
{
    if (is_encrypted_part(name))
        return true;
    char head[16], *key = mem_printf("%s.key", name);
    bool keyed = file_exists(key) || strstr(name, ".db.part");
    int fd = keyed ? open(name, O_RDONLY | O_CLOEXEC | O_NOFOLLOW) : -1;
    ssize_t n = fd >= 0 ? pread(fd, head, sizeof head, 0) : -1;
    if (fd >= 0)
        close(fd);
    free(key);
    return n == 0 || (n == sizeof head && memcmp(head, "SQLite format 3", sizeof head) == 0);
}

void db_backup_clear(const char *to)
{
    const char *slash = strrchr(to, '/');
    char *dir = slash ? mem_dupn(to, (size_t)(slash - to) + 1) : mem_dup("./");
    DIR *all = opendir(dir);
    for (struct dirent *e; all && (e = readdir(all));) {
        size_t n = strlen(e->d_name);
        if (n <= 5 || strcmp(e->d_name + n - 5, ".part") != 0)
            continue;
        char *part = mem_printf("%s%s", dir, e->d_name);
        if (is_part(part)) {
            part[strlen(part) - 5] = '\0';
            part_clear(part);
        }
        free(part);
    }
    if (all)
        (void)closedir(all);
    free(dir);
}

/* ---- the copy ------------------------------------------------------------------------------------------------ */
/* With a rollback journal nobody can commit while somebody reads under a lock, and what is read without one may have
 * changed a moment later. So the file is first copied as it comes, without a lock; then it is compared with the copy
 * under a lock, and what differs is written again. That, too, is done in pieces, so that a save waits for one of them:
 * when nobody has committed from the first piece to the last, the copy is the file of that moment. Beside so many saves
 * that this does not happen it is compared under one lock, which takes as long as reading the file in memory does. */
struct twin {
    struct db *db;
    sqlite3_file *from; /* the connection's own: to open and close the file once more would drop its locks */
    int to;
    bool kept; /* the copy outlives this program: it is brought to the disk */
    sqlite3_int64 size, at;
    int64_t version; /* of the file: another one when others have committed */
    unsigned char *a, *b;
};

static int copy_fault(void)
{
    int err = errno;
    return fault(err == ENOSPC || err == EFBIG || err == EDQUOT ? QT_FULL : QT_IO,
                 _("The copy cannot be written: %s. The backups that are there were left as they are."), strerror(err));
}

static int twin_write(const struct twin *t, size_t n, int64_t at)
{
    for (size_t wrote = 0; wrote < n;) {
        ssize_t done = pwrite(t->to, t->a + wrote, n - wrote, at + (int64_t)wrote);
        if (done < 0 && errno != EINTR)
            return copy_fault();
        wrote += done > 0 ? (size_t)done : 0;
    }
    return 0;
}

/* The piece at t->at; compare: it is written only where it differs. */
static int twin_chunk(struct twin *t, bool compare)
{
    int n = t->size - t->at < CHUNK ? (int)(t->size - t->at) : CHUNK;
    int rc = t->from->pMethods->xRead(t->from, t->a, n, t->at);
    if (rc == SQLITE_IOERR_SHORT_READ && !compare)
        rc = SQLITE_OK; /* it shrank; its end is looked at again */
    if (rc != SQLITE_OK)
        return fault(QT_IO, _("%s cannot be read to its end; nothing was copied."), t->db->path);
    bool same = compare && pread(t->to, t->b, (size_t)n, t->at) == n && memcmp(t->a, t->b, (size_t)n) == 0;
    rc = same ? 0 : twin_write(t, (size_t)n, t->at);
    t->at += n;
    return rc;
}

static int twin_size(struct twin *t)
{
    return t->from->pMethods->xFileSize(t->from, &t->size) == SQLITE_OK ? 0 : db_fault(t->db, N_("read the database"));
}

static int twin_copy(struct twin *t)
{
    int rc = twin_size(t);
    while (rc == 0 && t->at < t->size) {
        rc = twin_chunk(t, false);
        if (rc == 0 && t->kept && t->at % FLUSH == 0 && fdatasync(t->to) < 0)
            rc = copy_fault();
    }
    return rc;
}

/* Under one lock, for so long. */
static int twin_hold(struct twin *t, int64_t hold_us)
{
    int64_t since = clock_mono_us();
    int rc = db_exec(t->db, "BEGIN");
    if (rc < 0)
        return rc;
    rc = db_int(t->db, "PRAGMA data_version", &t->version); /* the lock comes with the first reading */
    if (rc == 0)
        rc = twin_size(t);
    while (rc == 0 && t->at < t->size && (hold_us == 0 || clock_mono_us() - since < hold_us))
        rc = twin_chunk(t, true);
    int ended = db_exec(t->db, "COMMIT");
    return rc < 0 ? rc : ended;
}

static int twin_compare(struct twin *t)
{
    bool moved = true;
    int rc = 0;
    for (int round = 0; rc == 0 && moved; round++) {
        int64_t first = -1;
        t->at = 0;
        moved = false;
        do {
            if (first >= 0 && !wait_turn(t->db, clock_mono_us(), 0))
                wait_sleep(PAUSE_US);
            rc = twin_hold(t, round < ROUNDS ? HOLD_US : 0);
            moved = moved || (first >= 0 && t->version != first);
            first = first < 0 ? t->version : first;
        } while (rc == 0 && t->at < t->size);
    }
    return rc;
}

static int copy_file(struct db *db, int to, bool kept)
{
    struct twin t = {.db = db, .to = to, .kept = kept, .a = mem_alloc(CHUNK), .b = mem_alloc(CHUNK)};
    bool unseen = db->unseen;
    db->unseen = true; /* it holds no lock while it waits here */
    int rc = sqlite3_file_control(db->h, "main", SQLITE_FCNTL_FILE_POINTER, &t.from) == SQLITE_OK
                 ? twin_copy(&t)
                 : db_fault(db, N_("read the database"));
    if (rc == 0)
        rc = twin_compare(&t);
    db->unseen = unseen;
    if (rc == 0 && (ftruncate(to, t.size) < 0 || (kept && fsync(to) < 0)))
        rc = copy_fault();
    free(t.a);
    free(t.b);
    return rc;
}

/* Readers of a WAL are in nobody's way. */
static int copy_pages(struct db *db, const char *to)
{
    struct db copy = {.path = (char *)to, .head_fd = -1};
    int rc = engine_open(to, SQLITE_OPEN_READWRITE, &copy.h);
    sqlite3_backup *b = rc == SQLITE_OK ? sqlite3_backup_init(copy.h, "main", db->h, "main") : NULL;
    rc = b && sqlite3_backup_step(b, -1) == SQLITE_DONE ? 0 : db_fault(&copy, N_("write the copy"));
    if (sqlite3_backup_finish(b) != SQLITE_OK && rc == 0)
        rc = db_fault(&copy, N_("write the copy"));
    if (sqlite3_close(copy.h) != SQLITE_OK && rc == 0)
        rc = fault(QT_IO, _("Could not finish the copy %s."), to);
    return rc;
}

/* Whole and readable? Its head file is made here: a copy knows its own end. */
static int check_copy(const char *path, const struct forms *forms, bool may_lose)
{
    struct lost lost = {0};
    struct db *copy;
    int rc = db_open_as_is(path, forms, &copy);
    if (rc < 0)
        return rc;
    int64_t lines, bad;
    rc = head_make(copy);
    if (rc == 0)
        rc = may_lose ? journal_verify_but(copy, &lines, &bad, &lost) : journal_verify(copy, &lines, &bad);
    free(lost.v);
    db_close(copy);
    return rc;
}

static int copy_beside(const char *from, const char *to, const char *suffix)
{
    char *a = mem_printf("%s%s", from, suffix), *b = mem_printf("%s%s", to, suffix);
    int rc = copy_small(a, b);
    free(a);
    free(b);
    return rc;
}

int copy_key_of(const char *from, const char *to)
{
    return copy_beside(from, to, ".key");
}

int copy_checked(struct db *db, const char *part, int fd, bool lost)
{
    int rc = copy_key_of(db->path, part);
    if (rc == 0)
        rc = db->wal ? copy_pages(db, part) : copy_file(db, fd, true);
    return rc < 0 ? rc : check_copy(part, db->forms, lost);
}

/* The head first: it may be behind the journal, not ahead of it. An empty one is as good as none. */
int copy_as_it_is(struct db *db, const char *part, int fd, bool kept)
{
    int rc = copy_key_of(db->path, part);
    if (rc == 0 && copy_beside(db->path, part, ".head") < 0)
        fault_clear();
    return rc < 0 ? rc : db->wal ? copy_pages(db, part) : copy_file(db, fd, kept);
}

int backup_named(const char *part, const char *to)
{
    int rc = files_rename(part, to);
    return rc < 0 ? rc : files_sync(to);
}

int backup_remove(const char *path)
{
    files_remove_beside(path);
    return unlink(path) == 0 || errno == ENOENT
               ? 0
               : fault(QT_IO, _("The old backup %s cannot be removed: %s."), path, strerror(errno));
}

/* files: with those beside the database; lacks: what records name and is nowhere. */
static int backup_make(struct db *db, const char *to, bool files, struct buf *lacks)
{
    int fd;
    if (file_exists(to))
        return fault(QT_REFUSED, _("%s exists already; name a new file for the backup."), to);
    db_backup_clear(to);
    folder_remove(to); /* of a run that was killed between its names */
    char *part = mem_printf("%s.part", to);
    int rc = part_open(part, &fd);
    if (rc == 0) {
        rc = copy_checked(db, part, fd, false);
        if (rc == 0 && files)
            rc = folder_copy(db->path, part, true);
        if (rc == 0 && files)
            rc = folder_complete(db, part, db->path, lacks);
        if (rc == 0)
            rc = backup_named(part, to);
        if (rc < 0)
            files_remove(part);
        close(fd); /* read to its end by another connection since it was written and synced */
    }
    free(part);
    return rc;
}

int db_backup(struct db *db, const char *to, struct buf *lacks)
{
    return backup_make(db, to, true, lacks);
}

int backup_bare(struct db *db, const char *to)
{
    return backup_make(db, to, false, NULL);
}
