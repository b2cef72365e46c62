/* qiantai backup: a copy of the database while it is in use. */
#include "cmd.h"

static int cmd_backup_run(const struct cli_globals *g, int argc, char **argv);

const struct cli_command cmd_backup = {
    .name = "backup",
    .usage = "FILE",
    .summary = N_("Copy the database while the desk is open, check the copy, put the key file beside it."),
    .run = cmd_backup_run,
};

static int cmd_backup_run(const struct cli_globals *g, int argc, char **argv)
{
    struct desk *d;
    if (argc != 2)
        return cli_usage(&cmd_backup);
    int rc = cli_open(g, 0, &d);
    if (rc != EXIT_DONE)
        return rc;
    if (desk_backup(d, argv[1]) == QT_OK) {
        printf(_("Copied to %s and checked; the key stands in the file beside it: keep both, in different places.\n"),
               argv[1]);
        rc = cli_out_done();
    } else {
        rc = cli_fail();
    }
    desk_close(d);
    return rc;
}
