/* Starting what runs outside the desk. No shell sees a value of ours: the command of the settings is the only text
 * that `sh` reads, and the file's name is its $1. timeout(1) ends what hangs, with all that it started. */
#include <errno.h>
#include <fcntl.h>
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

/* Input, log and the life line. */
static int start(struct print_job *j, int input, int life, char **argv)
{
    char **env = child_environment(j->title);
    int rc = child_start(&(struct child){argv, {input, j->log, j->log, life}, env, true}, &j->pid);
    free(env[0]);
    free(env);
    return rc;
}

static int cloexec(int fd)
{
    (void)fcntl(fd, F_SETFD, FD_CLOEXEC);
    return fd;
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
    j->life = cloexec(ends[0]);
    (void)cloexec(ends[1]);
    if (j->plain)
        script = mem_printf("exec %d>&-\n%s", LIFE, j->command);
    child_arguments(j, program, script, argv);
    rc = start(j, input, ends[1], argv);
    (void)close(ends[1]);
    free(program);
    free(script);
    if (rc != 0) {
        j->pid = 0;
        return fault(QT_IO, _("The print could not be started: %s."), strerror(rc));
    }
    return QT_OK;
}
