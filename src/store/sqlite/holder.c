/* Who holds a lock that is waited for, and whether it has been stopped. The kernel lists all locks with process and
 * file in /proc/locks; to ask for them by fcntl one has to open the database once more, and closing that would let go
 * of our own. A process that was stopped (SIGSTOP, a suspended session) while it holds a lock is woken: what it was
 * doing takes milliseconds, and while it stands still nobody saves. One that cannot be woken, of somebody else's or
 * under a debugger, is told by number and name, so that a person can. */
#include "gate.h"

#include <inttypes.h>
#include <pwd.h>
#include <signal.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

enum { LOCKS_FROM = 0x40000000, LOCKS_TO = LOCKS_FROM + 512 }; /* the engine's bytes of a database file */

/* The state letter of /proc/PID/stat, 0 when it cannot be read. */
static char process_state(long pid)
{
    char path[40], text[512];
    snprintf(path, sizeof path, "/proc/%ld/stat", pid);
    FILE *f = fopen(path, "re");
    size_t n = f ? fread(text, 1, sizeof text - 1, f) : 0;
    if (f)
        (void)fclose(f);
    text[n] = '\0';
    const char *behind = strrchr(text, ')'); /* the name may have brackets of its own */
    return behind && behind[1] == ' ' ? behind[2] : '\0';
}

static bool process_owner(long pid, uid_t *uid)
{
    char path[40];
    struct stat st;
    snprintf(path, sizeof path, "/proc/%ld", pid);
    if (stat(path, &st) != 0)
        return false;
    *uid = st.st_uid;
    return true;
}

/* The process of a line like "1: POSIX  ADVISORY  READ 4711 fe:00:815 1073741826 1073742335" if it is a lock on this
 * file, granted (a waiting one has an arrow). The device is not compared: some file systems have two numbers for it. */
static long line_holder(const char *line, uint64_t inode)
{
    long pid;
    uint64_t file;
    int64_t from;
    /* NOLINTNEXTLINE(cert-err34-c): the kernel's own text */
    return sscanf(line, "%*d: POSIX %*s %*s %ld %*x:%*x:%" SCNu64 " %" SCNd64, &pid, &file, &from) == 3 &&
                   file == inode && from >= LOCKS_FROM && from < LOCKS_TO && pid > 0 && pid != getpid()
               ? pid
               : 0;
}

static void look_at(struct db *db, long pid)
{
    char state = process_state(pid);
    bool stopped = state == 'T' || state == 't', woken = state == 'T' && kill((pid_t)pid, SIGCONT) == 0;
    if (!db->holder.pid || (stopped && !woken))
        db->holder = (struct holder){.pid = pid, .stopped = stopped && !woken};
}

void holder_look(struct db *db)
{
    struct stat st;
    char line[256];
    db->holder = (struct holder){0};
    FILE *f = stat(db->path, &st) == 0 ? fopen("/proc/locks", "re") : NULL;
    while (f && fgets(line, sizeof line, f)) {
        long pid = line_holder(line, st.st_ino);
        if (pid)
            look_at(db, pid);
    }
    if (f)
        (void)fclose(f);
}

char *holder_told(struct db *db)
{
    uid_t uid;
    long pid = db->holder.pid;
    bool stopped = db->holder.stopped;
    db->holder = (struct holder){0};
    if (!pid || !process_owner(pid, &uid))
        return mem_dup("");
    const struct passwd *person = getpwuid(uid);
    char *number = mem_printf("%ld", (long)uid);
    const char *name = person ? person->pw_name : number;
    char *told =
        stopped ? mem_printf(_(" Process %ld of %s holds it and has been stopped: let it go on (kill -CONT %ld, or fg "
                               "in its terminal), or end it (kill -KILL %ld): what it has saved stays."),
                             pid, name, pid, pid)
                : mem_printf(_(" Process %ld of %s holds it."), pid, name);
    free(number);
    return told;
}
