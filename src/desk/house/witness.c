/* The witness: a command of the house's file that takes the journal's head out of the desk's reach. The head is its $1.
 */
#include <errno.h>
#include <fcntl.h>
#include <spawn.h>
#include <stdlib.h>
#include <sys/wait.h>

#include "house/trusted.h"

#define SECONDS "30" /* then it is ended, and five seconds later killed */

extern char **environ;

static int run(char *command, char *head)
{
    char *argv[] = {"timeout", "-k", "5", SECONDS, "sh", "-c", command, "witness", head, NULL};
    posix_spawn_file_actions_t files;
    pid_t pid;
    int status = -1, rc = posix_spawn_file_actions_init(&files);
    if (rc != 0)
        return fault(QT_IO, _("The witness could not be told: %s."), strerror(rc));
    rc = posix_spawn_file_actions_addopen(&files, 0, "/dev/null", O_RDONLY, 0);
    if (rc == 0)
        rc = posix_spawn_file_actions_addopen(&files, 1, "/dev/null", O_WRONLY, 0);
    if (rc == 0)
        rc = posix_spawnp(&pid, argv[0], &files, NULL, argv, environ);
    (void)posix_spawn_file_actions_destroy(&files);
    if (rc != 0)
        return fault(QT_IO, _("The witness could not be told: %s."), strerror(rc));
    while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
        continue;
    if (WIFEXITED(status) && WEXITSTATUS(status) == 0)
        return QT_OK;
    return fault(QT_IO, _("The witness could not be told: its command ended with %d (124: it took longer than %s s)."),
                 WIFEXITED(status) ? WEXITSTATUS(status) : -1, SECONDS);
}

int desk_witness(struct desk *d)
{
    int64_t seq;
    char *command, hash[65];
    int rc = trusted_get(d, "witness", TRUSTED_ANY, &command);
    if (rc == QT_OK)
        rc = desk_journal_head(d, &seq, hash);
    if (rc == QT_OK) {
        char *head = mem_printf("%lld:%s", (long long)seq, hash);
        rc = run(command, head);
        free(head);
    }
    free(command);
    return rc;
}
