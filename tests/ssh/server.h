/* An sshd of our own on loopback whose every session is the desk, and what /proc says of its processes. */
#ifndef SSH_SERVER_H
#define SSH_SERVER_H
#include <stdbool.h>
#include <sys/types.h>

struct server {
    char dir[128];   /* everything is in here; removed at the end */
    char db[160];    /* the desk's database, a copy of the demo building's */
    char target[80]; /* user@127.0.0.1 */
    char port[8], key[160], known[160];
    pid_t pid;
};
/* Ends the test program with a sentence when something cannot be set up. */
void server_start(struct server *v, const char *sshd, const char *program, const char *demo, const char *source);
void server_stop(struct server *v);
/* A process of this desk (its command line names the database), or 0 when there is none. */
pid_t server_desk(const struct server *v);
/* Until no process of this desk is left: the milliseconds it took, -1 when one still runs. */
int server_await_end(const struct server *v, int ms);
pid_t process_parent(pid_t pid);
bool process_is(pid_t pid, const char *name);                        /* its name begins with this */
int run(const char *fmt, ...) __attribute__((format(printf, 1, 2))); /* a shell command's exit status */
#endif
