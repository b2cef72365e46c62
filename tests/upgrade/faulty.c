/* Preloaded into the program under test: counts what it does to files and, at FAULTY_AT, is killed (FAULTY=kill) or
 * finds the disk full from then on (FAULTY=full: files grow no more, what is there may be written over).
 * FAULTY=count writes the number to the file FAULTY_OUT at the end. */
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static long calls, at = -1;
static const char *how = "";

__attribute__((constructor)) static void begin(void)
{
    const char *n = getenv("FAULTY_AT"), *what = getenv("FAULTY");
    at = n ? strtol(n, NULL, 10) : -1;
    how = what ? what : "";
}

__attribute__((destructor)) static void end(void)
{
    const char *out = getenv("FAULTY_OUT");
    FILE *f = strcmp(how, "count") == 0 && out ? fopen(out, "w") : NULL;
    if (f) {
        fprintf(f, "%ld\n", calls);
        fclose(f);
    }
}

/* One more change of a file; true: the disk is full. */
static bool counted(void)
{
    bool due = ++calls >= at && at > 0;
    if (due && strcmp(how, "kill") == 0)
        (void)kill(getpid(), SIGKILL);
    return due && strcmp(how, "full") == 0;
}

static bool grows(int fd, off_t to)
{
    struct stat st;
    return fstat(fd, &st) == 0 && S_ISREG(st.st_mode) && to > st.st_size;
}

#define REAL(name) ((__typeof__(name) *)dlsym(RTLD_NEXT, #name))

ssize_t pwrite(int fd, const void *p, size_t n, off_t offset)
{
    if (counted() && grows(fd, offset + (off_t)n)) {
        errno = ENOSPC;
        return -1;
    }
    return REAL(pwrite)(fd, p, n, offset);
}

ssize_t pwrite64(int fd, const void *p, size_t n, off64_t offset)
{
    return pwrite(fd, p, n, (off_t)offset);
}

ssize_t write(int fd, const void *p, size_t n)
{
    if (fd > 2 && counted() && grows(fd, lseek(fd, 0, SEEK_CUR) + (off_t)n)) {
        errno = ENOSPC;
        return -1;
    }
    return REAL(write)(fd, p, n);
}

int fsync(int fd)
{
    (void)counted();
    return REAL(fsync)(fd);
}

int fdatasync(int fd)
{
    (void)counted();
    return REAL(fdatasync)(fd);
}

int ftruncate(int fd, off_t to)
{
    (void)counted();
    return REAL(ftruncate)(fd, to);
}

int ftruncate64(int fd, off64_t to)
{
    (void)counted();
    return REAL(ftruncate64)(fd, to);
}

int rename(const char *from, const char *to)
{
    (void)counted();
    return REAL(rename)(from, to);
}

int unlink(const char *path)
{
    (void)counted();
    return REAL(unlink)(path);
}
