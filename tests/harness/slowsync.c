/* A slow disk, for LD_PRELOAD: every fsync and fdatasync takes QT_SYNC_MS longer. What matters for waiting is logged
 * to the file QT_SYNC_LOG, a line each: "MICROSECONDS PID WORD" with the words
 *   commit   a journal was emptied (or a write-ahead log synced): the transaction stands
 *   waits    the process says that it waits for the database (src/store/sqlite/wait.c)
 *   goes on  it has what it waited for, or has given up */
#include <dlfcn.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

int fcntl64(int fd, int command, ...);

static void say(const char *word)
{
    const char *path = getenv("QT_SYNC_LOG");
    char line[96];
    struct timespec t;
    if (!path || clock_gettime(CLOCK_MONOTONIC, &t) != 0)
        return;
    int fd = open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600);
    int n = snprintf(line, sizeof line, "%lld %d %s\n", (long long)t.tv_sec * 1000000 + t.tv_nsec / 1000, (int)getpid(),
                     word);
    if (fd < 0 || write(fd, line, (size_t)n) != n)
        abort();
    close(fd);
}

static int ends_in(int fd, const char *tail)
{
    char link[64], name[4096];
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t n = readlink(link, name, sizeof name - 1);
    size_t len = strlen(tail);
    return n >= (ssize_t)len && memcmp(name + n - len, tail, len) == 0;
}

static void *real(const char *name)
{
    void *function = dlsym(RTLD_NEXT, name);
    if (!function)
        abort();
    return function;
}

static void wait_for_disk(void)
{
    const char *ms = getenv("QT_SYNC_MS");
    long n = ms ? strtol(ms, NULL, 10) : 0;
    struct timespec t = {.tv_sec = n / 1000, .tv_nsec = n % 1000 * 1000000};
    while (nanosleep(&t, &t) != 0)
        continue;
}

int fsync(int fd)
{
    int (*function)(int);
    *(void **)&function = real("fsync");
    wait_for_disk();
    return function(fd);
}

int fdatasync(int fd)
{
    int (*function)(int);
    *(void **)&function = real("fdatasync");
    wait_for_disk();
    int rc = function(fd);
    if (ends_in(fd, "-wal"))
        say("commit");
    return rc;
}

static int truncated(const char *name, int fd, off_t size)
{
    int (*function)(int, off_t);
    *(void **)&function = real(name);
    int rc = function(fd, size);
    if (rc == 0 && size == 0 && ends_in(fd, "-journal"))
        say("commit");
    return rc;
}

int ftruncate(int fd, off_t size)
{
    return truncated("ftruncate", fd, size);
}

int ftruncate64(int fd, off_t size)
{
    return truncated("ftruncate64", fd, size);
}

static int controlled(const char *name, int fd, int command, void *arg)
{
    int (*function)(int, int, ...);
    *(void **)&function = real(name);
    int kind = command == F_OFD_SETLK ? ((struct flock *)arg)->l_type : -1;
    if (kind == F_UNLCK)
        say("goes on");
    int rc = function(fd, command, arg);
    if (kind == F_RDLCK && rc == 0)
        say("waits");
    return rc;
}

int fcntl(int fd, int command, ...)
{
    va_list more;
    va_start(more, command);
    void *arg = va_arg(more, void *);
    va_end(more);
    return controlled("fcntl", fd, command, arg);
}

int fcntl64(int fd, int command, ...)
{
    va_list more;
    va_start(more, command);
    void *arg = va_arg(more, void *);
    va_end(more);
    return controlled("fcntl64", fd, command, arg);
}
