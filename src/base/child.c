/* The one place that starts another program. No shell is between, and nothing of this process goes with it but what is
 * said: a database, a key file or another terminal's lock that a child had would outlive us. */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <unistd.h>

#include "qiantai/base.h"

extern char **environ;

static int give(posix_spawn_file_actions_t *a, int as, int from)
{
    if (from == CHILD_OURS)
        return 0;
    if (from == CHILD_NOTHING)
        return posix_spawn_file_actions_addopen(a, as, "/dev/null", as == STDIN_FILENO ? O_RDONLY : O_WRONLY, 0);
    return posix_spawn_file_actions_adddup2(a, from, as);
}

/* One below 4 would be written over by another: out of the way of them. */
static int lift(int *fd, int *lifted)
{
    *lifted = -1;
    if (*fd < 0 || *fd >= CHILD_FDS)
        return 0;
    *fd = *lifted = fcntl(*fd, F_DUPFD_CLOEXEC, CHILD_FDS);
    return *lifted < 0 ? errno : 0;
}

static int give_all(posix_spawn_file_actions_t *a, const int *fd)
{
    int rc = 0;
    for (int i = 0; rc == 0 && i < CHILD_FDS; i++)
        if (i <= STDERR_FILENO || fd[i] >= 0)
            rc = give(a, i, fd[i]);
    return rc ? rc : posix_spawn_file_actions_addclosefrom_np(a, fd[CHILD_FDS - 1] >= 0 ? CHILD_FDS : CHILD_FDS - 1);
}

/* The desk ignores some signals and blocks others; no program expects either. */
static int attributes(posix_spawnattr_t *a, bool group)
{
    sigset_t all, none;
    (void)sigfillset(&all);
    (void)sigdelset(&all, SIGKILL);
    (void)sigdelset(&all, SIGSTOP);
    (void)sigemptyset(&none);
    int rc = posix_spawnattr_setsigdefault(a, &all);
    if (rc == 0)
        rc = posix_spawnattr_setsigmask(a, &none);
    if (rc == 0 && group)
        rc = posix_spawnattr_setpgroup(a, 0);
    int flags = POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK | (group ? POSIX_SPAWN_SETPGROUP : 0);
    return rc ? rc : posix_spawnattr_setflags(a, (short)flags);
}

static int spawn(const struct child *c, const int *fd, pid_t *pid)
{
    posix_spawn_file_actions_t files;
    posix_spawnattr_t how;
    int rc = posix_spawn_file_actions_init(&files);
    if (rc != 0)
        return rc;
    rc = posix_spawnattr_init(&how);
    if (rc == 0) {
        rc = give_all(&files, fd);
        if (rc == 0)
            rc = attributes(&how, c->group);
        if (rc == 0)
            rc = posix_spawnp(pid, c->argv[0], &files, &how, c->argv, c->environment ? c->environment : environ);
        (void)posix_spawnattr_destroy(&how);
    }
    (void)posix_spawn_file_actions_destroy(&files);
    return rc;
}

int child_start(const struct child *c, pid_t *pid)
{
    int fd[CHILD_FDS], lifted[CHILD_FDS], rc = 0, n = 0;
    for (int i = 0; i < CHILD_FDS; i++)
        fd[i] = c->fd[i];
    for (; rc == 0 && n < CHILD_FDS; n++)
        rc = lift(&fd[n], &lifted[n]);
    if (rc == 0)
        rc = spawn(c, fd, pid);
    for (int i = 0; i < n; i++)
        if (lifted[i] >= 0)
            (void)close(lifted[i]);
    return rc;
}
