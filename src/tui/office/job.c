/* Work that takes its time and touches many files runs as the program's own command beside the desk: the screen stays
 * alive, F12 ends it, and what the command line does and what the screen does is one thing. */
#include "office/office.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

enum { ARGS_MOST = 40, PIN_FD = 3, LOOK_MS = 50, SAID_MOST = 200000 };

struct job {
    char *argv[ARGS_MOST];
    size_t n;
    pid_t pid;
    int out; /* what it says */
};

static void add(struct job *j, const char *word)
{
    if (j->n + 1 < ARGS_MOST)
        j->argv[j->n++] = mem_dup(word);
}

/* The program itself, or one of its helpers; on the same database. */
static int job_program(struct app *a, struct job *j, const char *helper)
{
    char own[PATH_MAX], *path = NULL;
    ssize_t n = helper ? 0 : readlink("/proc/self/exe", own, sizeof own - 1);
    int rc = helper ? supply_need(SUPPLY_PROGRAMS, helper, &path) : QT_OK;
    if (rc != QT_OK)
        return rc;
    own[n > 0 ? n : 0] = '\0';
    add(j, path ? path : own);
    free(path);
    for (size_t i = 0; a->options->same && a->options->same[i]; i++)
        add(j, a->options->same[i]);
    add(j, "--lang");
    add(j, app_lang(a) == LANG_ZH ? "zh_CN" : "en");
    return QT_OK;
}

/* pin: read by the child from PIN_FD; NULL none. An errno. */
static int job_start(struct job *j, const char *pin)
{
    posix_spawn_file_actions_t act;
    int out[2], in[2] = {-1, -1}, rc = pipe2(out, O_CLOEXEC) == 0 && (!pin || pipe2(in, O_CLOEXEC) == 0) ? 0 : errno;
    if (rc == 0)
        rc = posix_spawn_file_actions_init(&act);
    if (rc != 0)
        return rc;
    rc = posix_spawn_file_actions_addopen(&act, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    if (rc == 0)
        rc = posix_spawn_file_actions_adddup2(&act, out[1], STDOUT_FILENO);
    if (rc == 0)
        rc = posix_spawn_file_actions_adddup2(&act, out[1], STDERR_FILENO);
    if (rc == 0 && pin)
        rc = posix_spawn_file_actions_adddup2(&act, in[0], PIN_FD);
    if (rc == 0)
        rc = posix_spawn_file_actions_addclosefrom_np(&act, pin ? PIN_FD + 1 : PIN_FD);
    j->argv[j->n] = NULL;
    if (rc == 0)
        rc = posix_spawn(&j->pid, j->argv[0], &act, NULL, j->argv, environ);
    (void)posix_spawn_file_actions_destroy(&act);
    (void)close(out[1]);
    j->out = out[0];
    (void)fcntl(j->out, F_SETFL, O_NONBLOCK);
    if (pin && rc == 0 && (write(in[1], pin, strlen(pin)) < 0 || write(in[1], "\n", 1) < 0))
        rc = errno;
    if (pin) {
        (void)close(in[0]);
        (void)close(in[1]);
    }
    return rc;
}

/* What it says until it ends; true: it was stopped. */
static bool job_watch(struct app *a, struct job *j, const char *title, struct buf *said)
{
    struct work w;
    struct pollfd fd = {.fd = j->out, .events = POLLIN};
    char part[4096];
    int64_t began = clock_mono_us();
    bool ended = false;
    work_begin(&w, a, title, 0);
    while (!ended) {
        if (poll(&fd, 1, LOOK_MS) > 0) {
            ssize_t n = read(j->out, part, sizeof part);
            ended = n == 0 || (n < 0 && errno != EAGAIN && errno != EINTR);
            if (n > 0 && said->len < SAID_MOST)
                buf_addn(said, part, (size_t)n);
        }
        if (!work_on(&w, (clock_mono_us() - began) / 1000000) && j->pid > 0) {
            (void)kill(j->pid, SIGTERM);
            ended = true;
        }
    }
    return work_end(&w);
}

int job_run(struct app *a, const struct job_call *c, struct buf *said)
{
    struct job j = {.out = -1};
    int status = 0, rc = job_program(a, &j, c->helper);
    bool as = c->sign && *desk_who(app_desk(a))->staff, stopped = false;
    if (as) {
        add(&j, "--as");
        add(&j, desk_who(app_desk(a))->staff);
    }
    if (as && c->pin) {
        add(&j, "--pin-fd");
        add(&j, "3");
    }
    for (size_t i = 0; c->words[i]; i++)
        add(&j, c->words[i]);
    if (rc == QT_OK) {
        int err = job_start(&j, as ? c->pin : NULL);
        if (err != 0)
            rc = fault(QT_IO, _("%s cannot be started: %s."), j.argv[0], strerror(err));
    }
    if (rc == QT_OK) {
        stopped = job_watch(a, &j, c->title, said);
        while (waitpid(j.pid, &status, 0) < 0 && errno == EINTR)
            continue;
    }
    if (j.out >= 0)
        (void)close(j.out);
    for (size_t i = 0; i < j.n; i++)
        free(j.argv[i]);
    if (rc == QT_OK && stopped)
        rc = fault(QT_REFUSED, "%s", _("Stopped; nothing was kept of it."));
    else if (rc == QT_OK && !(WIFEXITED(status) && WEXITSTATUS(status) == 0))
        rc = fault(QT_REFUSED, "%s", said->len ? said->s : _("It ended without a word."));
    return rc;
}
