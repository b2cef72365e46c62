/* Kills the program at random moments and looks at what is left.
 *   crash writers QIANTAI DEMO_DB SOURCE_DIR KILLS   four sessions write; kill -9; every acknowledged
 *                                                    record is there, integrity and chain are clean
 *   crash drafts  QIANTAI DEMO_DB SOURCE_DIR KILLS   forms being typed; kill -9; what was typed 5 s ago is offered
 * again The seed is printed and can be given as a sixth argument. */
#include "keys.h"
#include "scratch.h"
#include "screen.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { WRITERS = 4, NAME_MAX_BYTES = 32 };

struct desk {
    const char *program, *source, *demo;
    char dir[128], db[160], forms[256];
    unsigned short seed[3];
};

struct writer {
    pid_t pid;
    int in, out;
    char line[256]; /* the answer being read */
    size_t length;
    bool waiting; /* a record was sent, no answer yet */
    int sent;
};

struct acknowledged {
    char (*number)[NAME_MAX_BYTES];
    size_t n, cap;
};

static void die(const char *what)
{
    fprintf(stderr, "crash: %s: %s\n", what, strerror(errno));
    exit(1);
}

static int64_t now_us(void)
{
    struct timespec t;
    if (clock_gettime(CLOCK_MONOTONIC, &t) != 0)
        die("clock_gettime");
    return (int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

static int run(const struct desk *d, const char *command)
{
    char line[2048];
    snprintf(line, sizeof line, "cd %s; DB=%s; QT='%s --db %s --forms %s --as lm'; export LC_ALL=C.UTF-8; %s", d->dir,
             d->db, d->program, d->db, d->forms, command);
    int st = system(line);
    return WIFEXITED(st) ? WEXITSTATUS(st) : 128;
}

static void put_demo(const struct desk *d)
{
    char command[1024];
    snprintf(command, sizeof command, "for s in '' .key .head; do cp %s$s %s$s || exit 1; done", d->demo, d->db);
    if (run(d, command) != 0)
        die("copying the demo database");
}

static void set_up(struct desk *d, char **argv, const char *seed)
{
    long s = seed ? strtol(seed, NULL, 10) : (long)(now_us() & 0xffffff);
    d->program = argv[2];
    d->demo = argv[3];
    d->source = argv[4];
    scratch_folder("qiantai-crash", d->dir, sizeof d->dir);
    snprintf(d->db, sizeof d->db, "%s/desk.db", d->dir);
    snprintf(d->forms, sizeof d->forms, "%s/forms", d->source);
    d->seed[0] = (unsigned short)s;
    d->seed[1] = (unsigned short)(s >> 16);
    d->seed[2] = 0x330E;
    printf("seed %ld\n", s);
    put_demo(d);
}

static void clean_up(const struct desk *d)
{
    char command[160];
    snprintf(command, sizeof command, "rm -rf '%s'", d->dir);
    if (system(command) != 0)
        die("rm");
}

static void writer_start(const struct desk *d, struct writer *w)
{
    int in[2], out[2];
    if (pipe2(in, O_CLOEXEC) != 0 || pipe2(out, O_CLOEXEC) != 0)
        die("pipe");
    w->pid = fork();
    if (w->pid < 0)
        die("fork");
    if (w->pid == 0) {
        int null = open("/dev/null", O_WRONLY);
        if (dup2(in[0], 0) < 0 || dup2(out[1], 1) < 0 || dup2(null, 2) < 0)
            _exit(97);
        setenv("LC_ALL", "C.UTF-8", 1);
        execl(d->program, d->program, "--db", d->db, "--forms", d->forms, "--as", "lm", "add", "visitor", "-",
              (char *)NULL);
        _exit(98);
    }
    close(in[0]);
    close(out[1]);
    w->in = in[1];
    w->out = out[0];
    w->length = 0;
    w->waiting = false;
    if (fcntl(w->out, F_SETFL, O_NONBLOCK) != 0)
        die("fcntl");
}

static void keep(struct acknowledged *a, const char *number)
{
    if (a->n == a->cap) {
        a->cap = a->cap ? a->cap * 2 : 1024;
        a->number = realloc(a->number, a->cap * sizeof *a->number);
        if (!a->number)
            die("realloc");
    }
    snprintf(a->number[a->n++], sizeof *a->number, "%.*s", NAME_MAX_BYTES - 1, number);
}

/* Takes the answers that are there. */
static void writer_read(struct writer *w, struct acknowledged *a)
{
    char c;
    while (read(w->out, &c, 1) == 1) {
        if (c != '\n') {
            if (w->length < sizeof w->line - 1)
                w->line[w->length++] = c;
            continue;
        }
        w->line[w->length] = '\0';
        w->length = 0;
        w->waiting = false;
        if (w->line[0] != '!' && w->line[0])
            keep(a, w->line);
    }
}

static void writer_send(struct writer *w, int which)
{
    char line[256];
    int n = snprintf(line, sizeof line, "name=测试%d号%d\tphone=138%08d\tunit=A-1203\tid_number=\n", which, w->sent,
                     which * 1000000 + w->sent);
    w->sent++;
    w->waiting = write(w->in, line, (size_t)n) == n;
}

static void writer_kill(struct writer *w, struct acknowledged *a)
{
    kill(w->pid, SIGKILL);
    if (waitpid(w->pid, NULL, 0) != w->pid)
        die("waitpid");
    writer_read(w, a); /* an answer given before the kill counts */
    close(w->in);
    close(w->out);
}

static void work(struct writer *w, struct acknowledged *a, int64_t until)
{
    while (now_us() < until) {
        struct pollfd p[WRITERS];
        for (int i = 0; i < WRITERS; i++) {
            if (!w[i].waiting)
                writer_send(&w[i], i);
            p[i] = (struct pollfd){.fd = w[i].out, .events = POLLIN};
        }
        if (poll(p, WRITERS, 1) < 0 && errno != EINTR)
            die("poll");
        for (int i = 0; i < WRITERS; i++)
            writer_read(&w[i], a);
    }
}

/* Numbers in the database, from the program's own listing: each acknowledged one must be among them. */
static size_t missing(const struct desk *d, const struct acknowledged *a)
{
    char file[192], line[256];
    size_t lost = 0, n = 0, cap = 1 << 20;
    snprintf(file, sizeof file, "%s/numbers", d->dir);
    if (run(d, "sqlite3 $DB 'select number from visitor' > numbers") != 0)
        die("listing");
    FILE *f = fopen(file, "r");
    char *all = calloc(cap, 1);
    if (!f || !all)
        die(file);
    all[n++] = '\n';
    while (fgets(line, sizeof line, f)) {
        size_t len = strlen(line);
        if (n + len + 1 > cap && !(all = realloc(all, cap *= 2)))
            die("realloc");
        memcpy(all + n, line, len + 1);
        n += len;
    }
    fclose(f);
    for (size_t i = 0; i < a->n; i++) {
        char want[NAME_MAX_BYTES + 4];
        snprintf(want, sizeof want, "\n%s\n", a->number[i]);
        if (!strstr(all, want)) {
            fprintf(stderr, "crash: acknowledged record %s is lost\n", a->number[i]);
            lost++;
        }
    }
    free(all);
    return lost;
}

static int writers(struct desk *d, int kills)
{
    struct writer w[WRITERS] = {{0}};
    struct acknowledged a = {0};
    signal(SIGPIPE, SIG_IGN);
    for (int i = 0; i < WRITERS; i++)
        writer_start(d, &w[i]);
    for (int k = 0; k < kills; k++) {
        int victim = (int)(nrand48(d->seed) % WRITERS);
        work(w, &a, now_us() + nrand48(d->seed) % 120000);
        writer_kill(&w[victim], &a);
        writer_start(d, &w[victim]);
        if (k % 100 == 99 && run(d, "$QT verify > verify.out 2>&1") != 0) {
            run(d, "cat verify.out >&2");
            fprintf(stderr, "crash: verify is not clean after %d kills\n", k + 1);
            return 1;
        }
    }
    for (int i = 0; i < WRITERS; i++)
        writer_kill(&w[i], &a);
    size_t lost = missing(d, &a);
    int bad = run(d, "$QT verify") != 0 || run(d, "test \"$(sqlite3 $DB 'pragma integrity_check')\" = ok") != 0;
    printf("%d kills, %zu records acknowledged, %zu lost, verify %s\n", kills, a.n, lost, bad ? "NOT clean" : "clean");
    if (a.n < (size_t)kills / 4)
        fprintf(stderr, "crash: too few records were written for the test to mean anything\n");
    int result = lost || bad || a.n < (size_t)kills / 4;
    free(a.number);
    return result;
}

static struct screen *open_desk(const struct desk *d, const char *staff)
{
    char state[160];
    snprintf(state, sizeof state, "XDG_STATE_HOME=%s", d->dir);
    char *env[] = {"LC_ALL=C.UTF-8", state, NULL};
    char *argv[] = {(char *)d->program, "--db",    (char *)d->db, "--forms",     (char *)d->forms,
                    "--lang",           "zh_CN",   "--as",        (char *)staff, "desk",
                    "--open",           "visitor", NULL};
    return screen_start(24, 80, "xterm-256color", argv, env);
}

static bool draft_offered(const struct desk *d, const char *staff, const char *typed)
{
    struct screen *s = open_desk(d, staff);
    bool ok = screen_wait(s, "草稿", false, 20000);
    if (ok) {
        screen_send(s, "\r", 1);
        ok = screen_wait(s, "证件号码", false, 20000) && screen_wait(s, typed, false, 20000);
    }
    if (!ok) {
        char *text = screen_text(s, true);
        fprintf(stderr, "crash: %s is not offered to %s:\n%s", typed, staff, text);
        free(text);
    }
    screen_free(s);
    return ok;
}

static int drafts(struct desk *d, int kills)
{
    static const char *const staff[] = {"lm", "wl", "cj"};
    enum { SESSIONS = 3 };
    int lost = 0, done = 0, bad = 0;
    while (done < kills) {
        struct screen *s[SESSIONS];
        char typed[SESSIONS][64];
        for (int i = 0; i < SESSIONS; i++) {
            s[i] = open_desk(d, staff[i]);
            if (!screen_wait(s[i], "F1", false, 20000))
                die("the desk does not open");
            const char *f2 = key_bytes("F2", "xterm");
            screen_send(s[i], f2, strlen(f2));
            if (!screen_wait(s[i], "姓名", false, 20000))
                die("the form does not open");
            snprintf(typed[i], sizeof typed[i], "草稿人%c%c", 'A' + done % 26, 'a' + i);
            screen_send(s[i], typed[i], strlen(typed[i]));
            if (!screen_wait(s[i], typed[i], false, 20000))
                die("typed text does not appear");
        }
        int64_t kill_at = now_us() + 5000000 + nrand48(d->seed) % 1500000;
        while (now_us() < kill_at)
            for (int i = 0; i < SESSIONS; i++)
                screen_read(s[i], 5);
        for (int i = 0; i < SESSIONS; i++) {
            screen_signal(s[i], SIGKILL);
            screen_exit(s[i], 5000);
            screen_free(s[i]);
            done++;
        }
        for (int i = 0; i < SESSIONS; i++)
            lost += !draft_offered(d, staff[i], typed[i]);
        bad += run(d, "$QT verify") != 0;
        put_demo(d);
    }
    printf("%d forms killed, %d drafts lost\n", done, lost);
    return lost || bad;
}

int main(int argc, char **argv)
{
    struct desk d = {0};
    if (argc < 6) {
        fprintf(stderr, "usage: crash writers|drafts QIANTAI DEMO_DB SOURCE_DIR KILLS [SEED]\n");
        return 2;
    }
    set_up(&d, argv, argc > 6 ? argv[6] : NULL);
    int kills = (int)strtol(argv[5], NULL, 10);
    int result = strcmp(argv[1], "writers") == 0 ? writers(&d, kills) : drafts(&d, kills);
    if (result == 0)
        clean_up(&d);
    else
        fprintf(stderr, "crash: what is left stands in %s\n", d.dir);
    return result;
}
