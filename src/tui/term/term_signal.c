/* Signals are flags and one byte in a pipe, so that a waiting poll sees them at once. */
#include "term/term_signal.h"
#include "term/term.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <unistd.h>

#define COUNT(a) (sizeof(a) / sizeof *(a))

static const int leaving[] = {SIGHUP, SIGTERM, SIGINT};
static const int crashing[] = {SIGABRT, SIGSEGV, SIGBUS, SIGFPE, SIGILL};

static volatile sig_atomic_t hung_up, resized;
static struct termios cooked_modes;
static int wake[2] = {-1, -1};
static int saved_stderr = -1;

/* A terminal that takes nothing holds the process in a write, and curses tries that again for ever. Who is asked to
 * leave gives it a moment; then what is left to draw goes nowhere. Only async-signal-safe calls. */
static void on_alarm(int number)
{
    int saved = errno;
    struct pollfd out = {STDOUT_FILENO, POLLOUT, 0};
    (void)number;
    if (poll(&out, 1, 0) == 0) {
        int nowhere = open("/dev/null", O_WRONLY | O_CLOEXEC);
        if (nowhere >= 0) {
            (void)dup2(nowhere, STDOUT_FILENO);
            (void)close(nowhere);
        }
    }
    errno = saved;
}

static void give_up_soon(void)
{
    static const struct itimerval soon = {{0, 250000}, {0, 250000}};
    (void)setitimer(ITIMER_REAL, &soon, NULL);
}

static void on_signal(int number)
{
    int saved = errno;
    if (number == SIGWINCH)
        resized = 1;
    else {
        hung_up = 1;
        give_up_soon();
    }
    ssize_t n = write(wake[1], "", 1);
    (void)n; /* a full pipe wakes as well */
    errno = saved;
}

/* The program is lost; at least the terminal is given back usable. Only async-signal-safe calls. */
static void on_crash(int number)
{
    static const char restore[] = "\033[?2004l\033[?25h\033[?1049l\033[0m\r\n";
    ssize_t n = write(STDOUT_FILENO, restore, sizeof restore - 1);
    (void)n;
    tcsetattr(STDIN_FILENO, TCSANOW, &cooked_modes);
    raise(number); /* SA_RESETHAND: now the default action */
}

static void handle(const int *numbers, size_t n, void (*fn)(int), int flags)
{
    struct sigaction action = {.sa_handler = fn, .sa_flags = flags};
    sigemptyset(&action.sa_mask);
    for (size_t i = 0; i < n; i++)
        sigaction(numbers[i], &action, NULL);
}

static int pipe_open(void)
{
    if (wake[0] >= 0)
        return 0;
    if (pipe(wake) < 0)
        return -1;
    for (int i = 0; i < 2; i++) {
        fcntl(wake[i], F_SETFL, O_NONBLOCK);
        fcntl(wake[i], F_SETFD, FD_CLOEXEC);
    }
    return 0;
}

int signals_start(const struct termios *cooked)
{
    static const int winch = SIGWINCH, pipes = SIGPIPE, alarms = SIGALRM;
    cooked_modes = *cooked;
    if (pipe_open() < 0)
        return -1;
    handle(leaving, COUNT(leaving), on_signal, 0);
    handle(&winch, 1, on_signal, 0);
    handle(&pipes, 1, SIG_IGN, 0);
    handle(&alarms, 1, on_alarm, 0);
    handle(crashing, COUNT(crashing), on_crash, (int)(SA_RESETHAND | SA_NODEFER));
    return 0;
}

/* The pipe stays: a late signal may still write into it. */
void signals_stop(void)
{
    static const int winch = SIGWINCH;
    handle(&winch, 1, SIG_DFL, 0);
    handle(crashing, COUNT(crashing), SIG_DFL, 0);
}

int signals_fd(void)
{
    return wake[0];
}

void signals_drain(void)
{
    char bytes[64];
    while (read(wake[0], bytes, sizeof bytes) > 0)
        ;
}

bool signals_take_resize(void)
{
    bool was = resized;
    resized = 0;
    return was;
}

void signals_hang_up(void)
{
    hung_up = 1;
}

bool term_hung_up(void)
{
    return hung_up;
}

static void make_parents(char *path)
{
    for (char *p = path + 1; *p; p++) {
        if (*p != '/')
            continue;
        *p = '\0';
        int rc = mkdir(path, 0700);
        *p = '/';
        if (rc < 0 && errno != EEXIST)
            return; /* the open that follows fails */
    }
}

char *state_path(const char *name)
{
    const char *state = getenv("XDG_STATE_HOME"), *home = getenv("HOME");
    if ((!state || state[0] != '/') && (!home || home[0] != '/'))
        return NULL;
    char *dir = state && state[0] == '/' ? mem_dup(state) : mem_printf("%s/.local/state", home);
    char *path = mem_printf("%s/qiantai/%s", dir, name);
    free(dir);
    make_parents(path);
    return path;
}

void log_start(void)
{
    char *path = state_path("desk.log");
    int fd = -1;
    if (path) {
        fd = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC | O_NOFOLLOW, 0600);
    }
    if (fd < 0)
        fd = open("/dev/null", O_WRONLY | O_CLOEXEC);
    free(path);
    if (fd < 0)
        return;
    fflush(stderr);
    saved_stderr = fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, 3);
    dup2(fd, STDERR_FILENO);
    close(fd);
}

void log_stop(void)
{
    if (saved_stderr < 0)
        return;
    fflush(stderr);
    dup2(saved_stderr, STDERR_FILENO);
    close(saved_stderr);
    saved_stderr = -1;
}
