/* qiantai backup: a copy of the database while it is in use. */
#include "cmd.h"

static int run_backup(struct cli_call *c)
{
    struct buf said = {0};
    cli_head(c->d, &said); /* before: the copy has it in any case */
    char *made;
    int rc = desk_backup(c->d, c->argv[0], &made);
    if (rc == QT_OK && strcmp(made, c->argv[0]) == 0)
        printf(_("Copied to %s and checked; the key stands in the file beside it: keep both, in different places.\n"),
               made);
    else if (rc == QT_OK)
        printf(_("Copied, checked and encrypted: %s. The key is in it; whoever has the private key opens it.\n"), made);
    else
        buf_clear(&said);
    free(made);
    return cli_say(&said, rc);
}

const struct cli_command cmd_backup = {
    .name = "backup",
    .usage = "FILE",
    .summary = N_("Copy the database while the desk is open, check the copy, put the key file beside it."),
    .run = run_backup,
    .open = OPEN_WRITE,
    .least = 1,
    .most = 1,
};
