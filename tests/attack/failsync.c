/* Preloaded into the program under test: the fsync or fdatasync that the environment's FAILSYNC names, counted from 1,
 * does its work and then reports a fault. 0 counts them, into the file FAILSYNC_OUT. */
#include <dlfcn.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

static long calls;

static int sync_of(const char *name, int fd)
{
    int (*real)(int) = (int (*)(int))dlsym(RTLD_NEXT, name);
    const char *at = getenv("FAILSYNC");
    int rc = real(fd);
    if (++calls != (at ? strtol(at, NULL, 10) : -1))
        return rc;
    errno = EIO;
    return -1;
}

int fsync(int fd)
{
    return sync_of("fsync", fd);
}

int fdatasync(int fd)
{
    return sync_of("fdatasync", fd);
}

__attribute__((destructor)) static void end(void)
{
    const char *out = getenv("FAILSYNC_OUT");
    FILE *f = out ? fopen(out, "w") : NULL;
    if (f) {
        fprintf(f, "%ld\n", calls);
        fclose(f);
    }
}
