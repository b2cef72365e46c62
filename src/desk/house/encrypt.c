/* A backup through the command that the house's file names. The plain one goes when the encrypted one is on the disk.
 */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "house/encrypt.h"
#include "house/trusted.h"

#define SECONDS "1800" /* then the command is ended, and five seconds later killed */

enum { WORDS_MOST = 60, BLOCK = 512, PIECE = 65536 };

/* ---- tar: a head of 512 bytes, the file, zeros to the next 512 (POSIX ustar) --------------------------------- */
static int put_all(int to, const char *s, size_t n)
{
    while (n > 0) {
        ssize_t put = write(to, s, n);
        if (put < 0 && errno != EINTR)
            return errno;
        s += put > 0 ? put : 0;
        n -= put > 0 ? (size_t)put : 0;
    }
    return 0;
}

/* folder: the one that the file lies in, NULL none. */
static int put_head(int to, const char *folder, const char *name, int64_t size)
{
    char head[BLOCK] = {0};
    unsigned sum = 0;
    if (strlen(name) >= 100 || (folder && strlen(folder) >= 155) || size >= (int64_t)1 << 33)
        return EFBIG; /* fields of a fixed length */
    snprintf(head, 100, "%s", name);
    snprintf(head + 100, 8, "0000600");
    snprintf(head + 108, 8, "0000000");
    snprintf(head + 116, 8, "0000000");
    snprintf(head + 124, 12, "%011llo", (unsigned long long)size);
    snprintf(head + 136, 12, "%011o", 0U);
    memset(head + 148, ' ', 8);
    head[156] = '0';
    memcpy(head + 257, "ustar\00000", 8); /* NOLINT(bugprone-not-null-terminated-result): the format has no end here */
    snprintf(head + 345, 155, "%s", folder ? folder : "");
    for (size_t i = 0; i < BLOCK; i++)
        sum += (unsigned char)head[i];
    snprintf(head + 148, 8, "%06o", sum);
    return put_all(to, head, BLOCK);
}

static int put_bytes(int to, int from, int64_t size)
{
    static char piece[PIECE];
    int rc = 0;
    for (int64_t left = size; rc == 0 && left > 0;) {
        ssize_t n = read(from, piece, left < PIECE ? (size_t)left : PIECE);
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            return n < 0 ? errno : EIO; /* nobody cuts a backup short */
        rc = put_all(to, piece, (size_t)n);
        left -= n;
    }
    memset(piece, 0, BLOCK);
    return rc == 0 ? put_all(to, piece, (size_t)(-size & (BLOCK - 1))) : rc;
}

static int put_file(int to, const char *folder, const char *path)
{
    struct stat st;
    const char *slash = strrchr(path, '/');
    int from = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW), rc = from < 0 || fstat(from, &st) != 0 ? errno : 0;
    if (rc == 0)
        rc = put_head(to, folder, slash ? slash + 1 : path, st.st_size);
    if (rc == 0)
        rc = put_bytes(to, from, st.st_size);
    if (from >= 0)
        (void)close(from);
    return rc;
}

struct tar {
    int to;
    const char *name; /* of the database, without its folder */
};

static int put_kept(const char *hash, const char *file, void *arg)
{
    const struct tar *t = arg;
    char *folder = mem_printf("%s.files/%.2s", t->name, hash);
    int rc = put_file(t->to, folder, file);
    free(folder);
    return rc;
}

/* An errno; the reader may go at any time. */
static int put_tar(int to, const char *path)
{
    static const char *const beside[] = {"", ".key", ".head"};
    static const char end[2 * BLOCK];
    int rc = 0;
    for (size_t i = 0; rc == 0 && i < ARRAY_LEN(beside); i++) {
        char *name = mem_printf("%s%s", path, beside[i]);
        rc = put_file(to, NULL, name);
        free(name);
    }
    const char *slash = strrchr(path, '/');
    struct tar tar = {to, slash ? slash + 1 : path};
    if (rc == 0)
        rc = folder_each(path, put_kept, &tar);
    return rc < 0 ? EIO : rc == 0 ? put_all(to, end, sizeof end) : rc;
}

/* ---- the command ------------------------------------------------------------------------------------------------ */
/* Its words are parted by blanks; no shell reads them. */
static int start(char *command, int from, int to, pid_t *pid)
{
    static char timeout[] = "timeout", k[] = "-k", five[] = "5", seconds[] = SECONDS, blank[] = " ";
    char *argv[WORDS_MOST + 5] = {timeout, k, five, seconds}, *rest = NULL;
    size_t n = 4;
    for (char *word = strtok_r(command, blank, &rest); word && n < WORDS_MOST + 4; word = strtok_r(NULL, blank, &rest))
        argv[n++] = word;
    return child_start(&(struct child){argv, {from, to, CHILD_OURS, CHILD_NOTHING}, NULL, false}, pid);
}

/* The status of the command; -1: it could not be started or was killed. *failed: an errno of our side of it. */
static int run(char *command, const char *path, int to, int *failed)
{
    int ends[2], status = -1;
    pid_t pid = 0;
    struct sigaction ignore = {.sa_handler = SIG_IGN}, before;
    if (pipe(ends) != 0) {
        *failed = errno;
        return -1;
    }
    (void)fcntl(ends[0], F_SETFD, FD_CLOEXEC);
    (void)fcntl(ends[1], F_SETFD, FD_CLOEXEC);
    (void)sigaction(SIGPIPE, &ignore, &before);
    *failed = start(command, ends[0], to, &pid);
    bool started = *failed == 0;
    (void)close(ends[0]);
    if (started)
        *failed = put_tar(ends[1], path);
    (void)close(ends[1]);
    while (started && waitpid(pid, &status, 0) < 0 && errno == EINTR)
        continue;
    (void)sigaction(SIGPIPE, &before, NULL);
    return started && WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

static int not_encrypted(const char *path, const char *reason)
{
    char *why = mem_dup(reason);
    int rc = fault(QT_IO, _("The backup %s is good, but was not encrypted: %s"), path, why);
    free(why);
    return rc;
}

/* Whole: the command took all of it, said so, and left something. */
static int encrypted(char *command, const char *path, int fd)
{
    int failed = 0, status = run(command, path, fd, &failed);
    struct stat st;
    char *why = NULL;
    if (status == 0 && failed == 0 && fstat(fd, &st) == 0 && st.st_size > 0 && fsync(fd) == 0)
        return QT_OK;
    if (status != 0)
        why = mem_printf(_("its command ended with %d (124: it took longer than %s s, 127: it is not there)."), status,
                         SECONDS);
    else if (failed != 0)
        why = mem_printf(_("its command did not read all of it (%s)."), strerror(failed));
    else
        why = mem_printf(_("its command wrote nothing, or the disk failed."));
    int rc = not_encrypted(path, why);
    free(why);
    return rc;
}

static int make(char *command, const char *path, const char *made)
{
    int fd;
    char *part = mem_printf("%s.part", made);
    int rc = access(made, F_OK) == 0 ? fault(QT_REFUSED, _("%s exists already; it was left as it is."), made)
                                     : part_open(part, &fd);
    if (rc == QT_OK) {
        rc = encrypted(command, path, fd);
        if (rc == QT_OK)
            rc = backup_named(part, made);
        if (rc != QT_OK)
            (void)unlink(part);
        (void)close(fd);
    }
    free(part);
    return rc == QT_OK ? backup_remove(path) : rc;
}

int backup_encrypt(struct desk *d, const char *path, char **made)
{
    char *command, *name = mem_printf("%s" BACKUP_ENCRYPTED, path);
    *made = NULL;
    int rc = trusted_get(d, "encrypt", TRUSTED_ANY, &command);
    if (rc == QT_OK)
        rc = make(command, path, name);
    else if (rc != QT_NOTFOUND)
        rc = not_encrypted(path, fault_text());
    if (rc == QT_OK)
        *made = mem_dup(name);
    else if (rc == QT_NOTFOUND) {
        fault_clear();
        *made = mem_dup(path);
        rc = QT_OK;
    }
    free(command);
    free(name);
    return rc;
}
