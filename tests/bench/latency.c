/* What a person at a terminal feels, measured on a pseudo-terminal: time from exec to a full screen, from a
 * key to the first byte and to the last, and bytes sent.
 *   latency LABEL ROWS COLS START_KEYS ACTION=KEYS:COUNT[:QUIET_MS] ... -- PROGRAM ARGS
 * KEYS in C escapes (\e \r \xNN); START_KEYS are sent once after the first paint ("" = none).
 * Prints one line per figure: LABEL ACTION median p99 (microseconds to first byte, to last byte), median bytes. */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { MAX_SAMPLES = 2000, STARTS = 15 };

struct sample {
    int64_t first, last, bytes;
};

static int64_t now_us(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

static pid_t launch(char **argv, int rows, int cols, int *master)
{
    struct winsize ws = {.ws_row = (unsigned short)rows, .ws_col = (unsigned short)cols};
    pid_t pid = forkpty(master, NULL, NULL, &ws);
    if (pid == 0) {
        setenv("TERM", "xterm-256color", 1);
        setenv("LC_ALL", "C.UTF-8", 1);
        execvp(argv[0], argv);
        _exit(127);
    }
    return pid;
}

/* Reads until nothing came for quiet_ms; at the longest patience_ms for the first byte. */
static struct sample drain(int fd, int64_t from, int patience_ms, int quiet_ms)
{
    struct sample s = {-1, -1, 0};
    char chunk[65536];
    struct pollfd p = {.fd = fd, .events = POLLIN};
    while (poll(&p, 1, s.bytes ? quiet_ms : patience_ms) > 0) {
        ssize_t n = read(fd, chunk, sizeof chunk);
        if (n <= 0)
            break;
        s.last = now_us() - from;
        if (s.first < 0)
            s.first = s.last;
        s.bytes += n;
    }
    return s;
}

static size_t unescape(const char *in, char *out)
{
    size_t n = 0;
    while (*in) {
        if (in[0] == '\\' && in[1] == 'e') {
            out[n++] = '\033';
            in += 2;
        } else if (in[0] == '\\' && in[1] == 'r') {
            out[n++] = '\r';
            in += 2;
        } else if (in[0] == '\\' && in[1] == 'x') {
            char hex[3] = {in[2], in[3], 0};
            out[n++] = (char)strtol(hex, NULL, 16);
            in += 4;
        } else {
            out[n++] = *in++;
        }
    }
    return n;
}

static int by_value(const void *a, const void *b)
{
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
    return (x > y) - (x < y);
}

static int64_t at_share(const struct sample *v, size_t n, size_t member, double share)
{
    int64_t sorted[MAX_SAMPLES];
    for (size_t i = 0; i < n; i++)
        memcpy(&sorted[i], (const char *)&v[i] + member, sizeof sorted[i]);
    qsort(sorted, n, sizeof sorted[0], by_value);
    return n ? sorted[(size_t)((double)(n - 1) * share)] : -1;
}

static void tell(const char *label, const char *action, const struct sample *v, size_t n)
{
    printf("%-12s %-14s first %8.3f ms  p99 %8.3f   last %8.3f ms  p99 %8.3f   %6lld bytes  p99 %6lld  (n=%zu)\n",
           label, action, (double)at_share(v, n, offsetof(struct sample, first), .5) / 1000,
           (double)at_share(v, n, offsetof(struct sample, first), .99) / 1000,
           (double)at_share(v, n, offsetof(struct sample, last), .5) / 1000,
           (double)at_share(v, n, offsetof(struct sample, last), .99) / 1000,
           (long long)at_share(v, n, offsetof(struct sample, bytes), .5),
           (long long)at_share(v, n, offsetof(struct sample, bytes), .99), n);
    fflush(stdout);
}

static void end_it(pid_t pid, int master)
{
    kill(pid, SIGKILL);
    waitpid(pid, NULL, 0);
    close(master);
}

static void tell_memory(const char *label, pid_t pid)
{
    char name[64], line[256];
    snprintf(name, sizeof name, "/proc/%d/status", (int)pid);
    FILE *f = fopen(name, "r");
    while (f && fgets(line, sizeof line, f))
        if (strncmp(line, "VmHWM", 5) == 0 || strncmp(line, "RssAnon", 7) == 0)
            printf("%-12s memory         %s", label, line);
    if (f)
        fclose(f);
}

/* ACTION=KEYS:COUNT[:QUIET_MS]; several KEYS separated by '|' are sent in turn. */
static void act(const char *label, int master, const char *spec)
{
    static struct sample v[MAX_SAMPLES];
    char action[64], keys[512], *turn[32], bytes[256];
    int count = 0, quiet = 25, turns = 0;
    const char *equal = strchr(spec, '='), *colon = strrchr(spec, ':');
    if (!equal || !colon)
        return;
    const char *first_colon = colon;
    for (const char *c = colon - 1; c > equal && (*c == ':' || (*c >= '0' && *c <= '9')); c--)
        if (*c == ':')
            first_colon = c;
    sscanf(first_colon, ":%d:%d", &count, &quiet);
    snprintf(action, sizeof action, "%.*s", (int)(equal - spec), spec);
    snprintf(keys, sizeof keys, "%.*s", (int)(first_colon - equal - 1), equal + 1);
    char *save = NULL;
    for (char *k = strtok_r(keys, "|", &save); k && turns < 32; k = strtok_r(NULL, "|", &save))
        turn[turns++] = k;
    if (count > MAX_SAMPLES)
        count = MAX_SAMPLES;
    for (int i = 0; i < count; i++) {
        size_t n = unescape(turn[i % turns], bytes);
        int64_t from = now_us();
        if (write(master, bytes, n) != (ssize_t)n)
            return;
        v[i] = drain(master, from, 1000, quiet);
    }
    tell(label, action, v, (size_t)count);
}

int main(int argc, char **argv)
{
    int dash = 0, rows, cols, master;
    for (int i = 4; i < argc && !dash; i++)
        if (strcmp(argv[i], "--") == 0)
            dash = i;
    if (!dash) {
        fprintf(stderr, "usage: latency LABEL ROWS COLS START_KEYS ACTION=KEYS:COUNT[:QUIET]... -- PROGRAM ARGS\n");
        return 2;
    }
    const char *label = argv[1];
    rows = (int)strtol(argv[2], NULL, 10);
    cols = (int)strtol(argv[3], NULL, 10);
    struct sample start[STARTS];
    for (int i = 0; i < STARTS; i++) {
        int64_t from = now_us();
        pid_t pid = launch(argv + dash + 1, rows, cols, &master);
        start[i] = drain(master, from, 5000, 60);
        end_it(pid, master);
    }
    tell(label, "first paint", start, STARTS);
    pid_t pid = launch(argv + dash + 1, rows, cols, &master);
    drain(master, now_us(), 5000, 500);
    char bytes[256];
    size_t n = unescape(argv[4], bytes);
    if (n) {
        if (write(master, bytes, n) != (ssize_t)n)
            return 1;
        drain(master, now_us(), 2000, 400);
    }
    for (int i = 5; i < dash; i++)
        act(label, master, argv[i]);
    tell_memory(label, pid);
    end_it(pid, master);
    return 0;
}
