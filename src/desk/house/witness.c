/* The witness: a command of the house's file that takes the journal's head out of the desk's reach. The head is its $1.
 */
#include <errno.h>
#include <stdlib.h>
#include <sys/wait.h>

#include "house/trusted.h"

#define SECONDS "30" /* then it is ended, and five seconds later killed */

static int run(char *command, char *head)
{
    char *argv[] = {"timeout", "-k", "5", SECONDS, "sh", "-c", command, "witness", head, NULL};
    struct child c = {argv, {CHILD_NOTHING, CHILD_NOTHING, CHILD_OURS, CHILD_NOTHING}, NULL, false};
    pid_t pid;
    int status = -1, rc = child_start(&c, &pid);
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
