/* Work that takes its time and touches many files runs as the program's own command beside the desk: the screen stays
 * alive, F12 ends it, and what the command line does and what the screen does is one thing. */
#include "office/office.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

enum { ARGS_MOST = 40, PIN_FD = 3, LOOK_MS = 50, SAID_MOST = 200000 };

struct job {
    char *argv[ARGS_MOST];
    size_t n;
    pid_t pid;
    int out, err; /* what it says, and complains of */
};

static void add(struct job *j, const char *word)
{
    if (j->n + 1 < ARGS_MOST)
        j->argv[j->n++] = mem_dup(word);
}

/* The program itself, or one of its helpers; on the same database. */
static int job_program(struct app *a, struct job *j, const char *helper)
{
    char *path = NULL;
    if (!a->options->same) /* whoever runs the desk within another program: that has no such commands */
        return fault(QT_REFUSED, "%s", _("This cannot be done from here."));
    int rc = helper ? supply_need(SUPPLY_PROGRAMS, helper, &path) : QT_OK;
    if (rc != QT_OK)
        return rc;
    add(j, path ? path : "/proc/self/exe"); /* not its name: a new version may have taken its place on the disk */
    free(path);
    for (size_t i = 0; a->options->same[i]; i++)
        add(j, a->options->same[i]);
    add(j, "--lang");
    add(j, app_lang(a) == LANG_ZH ? "zh_CN" : "en");
    return QT_OK;
}

struct ends { /* of the three lines to the child: what it says, complains of, and its PIN */
    int out[2], err[2], in[2];
};

static void ends_close(struct ends *e)
{
    int *const theirs[] = {&e->out[1], &e->err[1], &e->in[0], &e->in[1]};
    for (size_t i = 0; i < ARRAY_LEN(theirs); i++) {
        if (*theirs[i] >= 0)
            (void)close(*theirs[i]);
        *theirs[i] = -1;
    }
}

/* pin: read by the child from PIN_FD; NULL none. An errno. */
static int job_start(struct job *j, const char *pin)
{
    struct ends e = {{-1, -1}, {-1, -1}, {-1, -1}};
    bool made = pipe2(e.out, O_CLOEXEC) == 0 && pipe2(e.err, O_CLOEXEC) == 0 && (!pin || pipe2(e.in, O_CLOEXEC) == 0);
    int rc = made ? 0 : errno;
    j->argv[j->n] = NULL;
    struct child c = {j->argv, {CHILD_NOTHING, e.out[1], e.err[1], pin ? e.in[0] : CHILD_NOTHING}, NULL, false};
    if (rc == 0)
        rc = child_start(&c, &j->pid);
    if (rc == 0 && pin && (write(e.in[1], pin, strlen(pin)) < 0 || write(e.in[1], "\n", 1) < 0))
        rc = errno;
    ends_close(&e);
    j->out = e.out[0];
    j->err = e.err[0];
    return rc;
}

/* False: nothing more comes from there. */
static bool job_read(int fd, struct buf *to)
{
    char part[4096];
    ssize_t n = read(fd, part, sizeof part);
    if (n > 0 && to->len < SAID_MOST)
        buf_addn(to, part, (size_t)n);
    return n > 0 || (n < 0 && errno == EINTR);
}

/* How far the file is that it writes, in MB; renamed: all of it. */
static int64_t written(const struct job_call *c)
{
    struct stat st;
    return c->grows && stat(c->grows, &st) != 0 ? c->whole_mb : c->grows ? st.st_size >> 20 : 0;
}

/* What it says until it ends; true: it was stopped. */
static bool job_watch(struct app *a, struct job *j, const struct job_call *c, struct buf *said, struct buf *complaint)
{
    struct work w;
    struct pollfd fd[2] = {{.fd = j->out, .events = POLLIN}, {.fd = j->err, .events = POLLIN}};
    bool goes_on = true;
    work_begin(&w, a, c->title, c->whole_mb);
    w.beside = true;
    while (goes_on && (fd[0].fd >= 0 || fd[1].fd >= 0)) {
        (void)poll(fd, 2, LOOK_MS);
        for (int i = 0; i < 2; i++)
            if (fd[i].revents && !job_read(fd[i].fd, i ? complaint : said))
                fd[i].fd = -1;
        goes_on = work_on(&w, written(c));
    }
    if (!goes_on)
        (void)kill(j->pid, SIGTERM);
    return work_end(&w);
}

/* The last sentence of what it complained of; mistakes of form files come before it. */
static const char *last_words(const struct buf *complaint)
{
    static const char mark[] = "qiantai: ";
    const char *last = complaint->s ? complaint->s : "";
    for (const char *p = last; (p = strstr(p, mark)); p += sizeof mark - 1)
        last = p + sizeof mark - 1;
    return *last ? last : _("It ended without a word.");
}

int job_run(struct app *a, const struct job_call *c, struct buf *said)
{
    struct job j = {.out = -1, .err = -1};
    struct buf complaint = {0};
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
        stopped = job_watch(a, &j, c, said, c->all ? said : &complaint);
        while (waitpid(j.pid, &status, 0) < 0 && errno == EINTR)
            continue;
    }
    if (j.out >= 0)
        (void)close(j.out);
    if (j.err >= 0)
        (void)close(j.err);
    for (size_t i = 0; i < j.n; i++)
        free(j.argv[i]);
    if (c->halted)
        *c->halted = stopped;
    if (rc == QT_OK && stopped)
        rc = fault(QT_REFUSED, "%s", c->stopped ? c->stopped : _("Stopped; nothing was kept of it."));
    else if (rc == QT_OK && !(WIFEXITED(status) && WEXITSTATUS(status) == 0))
        rc = fault(QT_REFUSED, "%s", c->all && said->len ? said->s : last_words(&complaint));
    buf_free(&complaint);
    return rc;
}
