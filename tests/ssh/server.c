#include "server.h"

#include "scratch.h"

#include <arpa/inet.h>
#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <pwd.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { START_MS = 20000, STEP_MS = 20 };

static void die(const char *what)
{
    fprintf(stderr, "ssh test: %s\n", what);
    exit(99);
}

static void pause_ms(int ms)
{
    struct timespec t = {.tv_nsec = (long)ms * 1000000};
    (void)nanosleep(&t, NULL);
}

int run(const char *fmt, ...)
{
    char command[2048];
    va_list ap;
    va_start(ap, fmt);
    int n = vsnprintf(command, sizeof command, fmt, ap);
    va_end(ap);
    if (n < 0 || (size_t)n >= sizeof command)
        die("a command is too long");
    int st = system(command);
    return WIFEXITED(st) ? WEXITSTATUS(st) : 128;
}

static struct sockaddr_in loopback(int port)
{
    struct sockaddr_in a = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port)};
    a.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    return a;
}

static int free_port(void)
{
    struct sockaddr_in a = loopback(0);
    socklen_t n = sizeof a;
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    if (fd < 0 || bind(fd, (struct sockaddr *)&a, n) != 0 || getsockname(fd, (struct sockaddr *)&a, &n) != 0)
        die("no free port on loopback");
    close(fd);
    return ntohs(a.sin_port);
}

static bool answers(int port)
{
    struct sockaddr_in a = loopback(port);
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    bool yes = fd >= 0 && connect(fd, (struct sockaddr *)&a, sizeof a) == 0;
    if (fd >= 0)
        close(fd);
    return yes;
}

/* The desk's account starts the program and nothing else, as docs/operations.md tells. A line that
 * falls silent is given up after two unanswered questions, a second apart. */
static void write_files(const struct server *v, const char *program, const char *source)
{
    char name[160];
    snprintf(name, sizeof name, "%s/desk.sh", v->dir);
    FILE *f = fopen(name, "w");
    if (!f ||
        fprintf(f,
                "#!/bin/sh\nXDG_STATE_HOME='%s' exec '%s' --db '%s' --forms '%s/forms' --now @'%s/clock'"
                " --lang zh_CN\n",
                v->dir, program, v->db, source, v->dir) < 0 ||
        fclose(f) != 0 || chmod(name, 0755) != 0)
        die("cannot write the desk's start script");
    snprintf(name, sizeof name, "%s/sshd_config", v->dir);
    f = fopen(name, "w");
    if (!f ||
        fprintf(f,
                "ListenAddress 127.0.0.1\nPort %s\nHostKey %s/host\nAuthorizedKeysFile %s/user.pub\n"
                "PidFile none\nStrictModes no\nUsePAM no\nPasswordAuthentication no\n"
                "KbdInteractiveAuthentication no\nPermitRootLogin prohibit-password\nPrintMotd no\n"
                "PrintLastLog no\nForceCommand %s/desk.sh\nClientAliveInterval 1\nClientAliveCountMax 2\n",
                v->port, v->dir, v->dir, v->dir) < 0 ||
        fclose(f) != 0)
        die("cannot write sshd_config");
}

static void launch(struct server *v, const char *sshd)
{
    char config[160], log[160];
    snprintf(config, sizeof config, "%s/sshd_config", v->dir);
    snprintf(log, sizeof log, "%s/sshd.log", v->dir);
    if (geteuid() == 0 && mkdir("/run/sshd", 0755) != 0 && errno != EEXIST)
        die("cannot make /run/sshd, which sshd wants");
    v->pid = fork();
    if (v->pid < 0)
        die("fork");
    if (v->pid == 0) {
        execl(sshd, sshd, "-D", "-f", config, "-E", log, (char *)NULL);
        _exit(98);
    }
    for (int waited = 0; !answers(atoi(v->port)); waited += STEP_MS) {
        if (waited >= START_MS || waitpid(v->pid, NULL, WNOHANG) == v->pid) {
            (void)run("cat %s >&2", log);
            die("sshd does not answer");
        }
        pause_ms(STEP_MS);
    }
}

void server_start(struct server *v, const char *sshd, const char *program, const char *demo, const char *source)
{
    const struct passwd *me = getpwuid(geteuid());
    if (!me)
        die("nobody is running the test");
    scratch_folder("qiantai-ssh", v->dir, sizeof v->dir);
    snprintf(v->db, sizeof v->db, "%s/desk.db", v->dir);
    snprintf(v->key, sizeof v->key, "%s/user", v->dir);
    snprintf(v->known, sizeof v->known, "%s/known", v->dir);
    snprintf(v->target, sizeof v->target, "%s@127.0.0.1", me->pw_name);
    snprintf(v->port, sizeof v->port, "%d", free_port());
    if (run("for s in '' .key .head; do cp '%s'$s '%s'$s || exit 1; done; echo '2026-11-21 09:14' >%s/clock", demo,
            v->db, v->dir) != 0)
        die("cannot copy the demo building");
    if (run("cd %s && ssh-keygen -q -t ed25519 -N '' -f host && ssh-keygen -q -t ed25519 -N '' -f user", v->dir) != 0)
        die("ssh-keygen failed");
    write_files(v, program, source);
    launch(v, sshd);
}

void server_stop(struct server *v)
{
    kill(v->pid, SIGTERM);
    (void)waitpid(v->pid, NULL, 0);
    if (run("rm -rf '%s'", v->dir) != 0)
        fprintf(stderr, "cannot remove %s\n", v->dir);
}

/* A file of /proc, its zeros made blanks. false when the process is gone. */
static bool proc_read(pid_t pid, const char *file, char *text, size_t size)
{
    char name[64];
    snprintf(name, sizeof name, "/proc/%d/%s", (int)pid, file);
    int fd = open(name, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return false;
    ssize_t n = read(fd, text, size - 1);
    close(fd);
    if (n < 0)
        return false;
    for (ssize_t i = 0; i < n; i++)
        if (!text[i])
            text[i] = ' ';
    text[n] = '\0';
    return true;
}

pid_t server_desk(const struct server *v)
{
    char text[4096];
    pid_t found = 0;
    DIR *d = opendir("/proc");
    if (!d)
        die("no /proc");
    for (struct dirent *e; !found && (e = readdir(d));) {
        pid_t pid = isdigit((unsigned char)e->d_name[0]) ? (pid_t)atoi(e->d_name) : 0;
        if (pid && proc_read(pid, "cmdline", text, sizeof text) && strstr(text, v->db))
            found = pid;
    }
    closedir(d);
    return found;
}

int server_await_end(const struct server *v, int ms)
{
    int waited = 0;
    for (; server_desk(v); waited += STEP_MS) {
        if (waited >= ms)
            return -1;
        pause_ms(STEP_MS);
    }
    return waited;
}

pid_t process_parent(pid_t pid)
{
    char text[4096];
    const char *p = proc_read(pid, "status", text, sizeof text) ? strstr(text, "PPid:") : NULL;
    return p ? (pid_t)atoi(p + 5) : 0;
}

bool process_is(pid_t pid, const char *name)
{
    char text[64];
    return proc_read(pid, "comm", text, sizeof text) && strncmp(text, name, strlen(name)) == 0;
}
