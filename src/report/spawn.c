/* Starting what runs outside the desk. No shell sees a value of ours: the command of the settings is the only text
 * that `sh` reads, and the file's name is its $1. timeout(1) ends what hangs, with all that it started. */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "job.h"

extern char **environ;

enum { LIFE = 3 }; /* in the child; see below */

/* The environment with TITLE, for commands such as lp -t "$TITLE". Only the array and the first entry are ours. */
static char **child_environment(const char *title)
{
    size_t n = 0, kept = 1;
    while (environ[n])
        n++;
    char **env = mem_alloc((n + 2) * sizeof *env);
    env[0] = mem_printf("TITLE=%s", title);
    for (size_t i = 0; i < n; i++)
        if (strncmp(environ[i], "TITLE=", 6) != 0)
            env[kept++] = environ[i];
    return env;
}

static void child_arguments(const struct print_job *j, char *program, char *script, char **argv)
{
    static char timeout[] = "timeout", kill_after[] = "--kill-after=5", sh[] = "/bin/sh", c[] = "-c", print[] = "print";
    static char seconds[12];
    size_t n = 0;
    (void)snprintf(seconds, sizeof seconds, "%d", j->seconds);
    argv[n++] = timeout;
    argv[n++] = kill_after;
    argv[n++] = seconds;
    if (j->plain) {
        argv[n++] = sh;
        argv[n++] = c;
        argv[n++] = script;
        argv[n++] = print;
        argv[n++] = j->file;
    } else {
        argv[n++] = program;
        argv[n++] = j->file;
        argv[n++] = j->command;
    }
    argv[n] = NULL;
}

/* Input, log and the life line; every other descriptor is closed. */
static int child_descriptors(posix_spawn_file_actions_t *a, int input, int log, int life)
{
    int rc = input >= 0 ? posix_spawn_file_actions_adddup2(a, input, STDIN_FILENO)
                        : posix_spawn_file_actions_addopen(a, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    if (rc == 0)
        rc = posix_spawn_file_actions_adddup2(a, log, STDOUT_FILENO);
    if (rc == 0)
        rc = posix_spawn_file_actions_adddup2(a, log, STDERR_FILENO);
    if (rc == 0)
        rc = posix_spawn_file_actions_adddup2(a, life, LIFE);
    return rc ? rc : posix_spawn_file_actions_addclosefrom_np(a, LIFE + 1);
}

/* The desk ignores some signals and blocks others; a printer's command expects neither. */
static int child_attributes(posix_spawnattr_t *a)
{
    sigset_t all, none;

    (void)sigfillset(&all);
    (void)sigdelset(&all, SIGKILL);
    (void)sigdelset(&all, SIGSTOP);
    (void)sigemptyset(&none);
    int rc = posix_spawnattr_setsigdefault(a, &all);
    if (rc == 0)
        rc = posix_spawnattr_setsigmask(a, &none);
    if (rc == 0)
        rc = posix_spawnattr_setpgroup(a, 0);
    return rc ? rc
              : posix_spawnattr_setflags(a, POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETPGROUP);
}

static int child_start(struct print_job *j, int input, int life, char **argv)
{
    posix_spawn_file_actions_t actions;
    posix_spawnattr_t attr;
    char **env = child_environment(j->title);
    int rc = posix_spawn_file_actions_init(&actions);

    if (rc == 0) {
        rc = posix_spawnattr_init(&attr);
        if (rc == 0) {
            rc = child_descriptors(&actions, input, j->log, life);
            if (rc == 0)
                rc = child_attributes(&attr);
            if (rc == 0)
                rc = posix_spawnp(&j->pid, "timeout", &actions, &attr, argv, env);
            (void)posix_spawnattr_destroy(&attr);
        }
        (void)posix_spawn_file_actions_destroy(&actions);
    }
    free(env[0]);
    free(env);
    return rc;
}

/* Out of the way of 0 to 3, which the child wants. */
static int lifted_descriptor(int fd)
{
    int high = fcntl(fd, F_DUPFD_CLOEXEC, LIFE + 1);
    (void)close(fd);
    return high;
}

/* The life line is a pipe on which nobody writes: it ends with the last process that has it. What a command leaves
 * running in the background must not have it, so it is closed before the command begins. */
int print_spawn(struct print_job *j, int input)
{
    char *program = supply_find(SUPPLY_PROGRAMS, "qiantai-print"), *script = NULL, *argv[12];
    int ends[2], rc;
    if (pipe(ends) != 0) {
        free(program);
        return fault(QT_IO, _("The print could not be started: %s."), strerror(errno));
    }
    j->life = lifted_descriptor(ends[0]);
    ends[1] = lifted_descriptor(ends[1]);
    if (j->plain)
        script = mem_printf("exec %d>&-\n%s", LIFE, j->command);
    child_arguments(j, program, script, argv);
    rc = j->life < 0 || ends[1] < 0 ? EMFILE : child_start(j, input, ends[1], argv);
    if (ends[1] >= 0)
        (void)close(ends[1]);
    free(program);
    free(script);
    if (rc != 0) {
        j->pid = 0;
        return fault(QT_IO, _("The print could not be started: %s."), strerror(rc));
    }
    return QT_OK;
}
