/* qiantai daily: the work of the night. */
#include "cmd.h"

static int cmd_daily_run(const struct cli_globals *g, int argc, char **argv);

const struct cli_command cmd_daily = {
    .name = "daily",
    .usage = "",
    .summary = N_("The day's upkeep, for cron: warnings, escalations, retention, backup when set."),
    .run = cmd_daily_run,
};

static int cmd_daily_run(const struct cli_globals *g, int argc, char **argv)
{
    struct buf said = {0};
    struct desk *d;
    (void)argv;
    if (argc != 1)
        return cli_usage(&cmd_daily);
    int rc = cli_open(g, 0, &d);
    if (rc != EXIT_DONE)
        return rc;
    cli_desk_warning(d);
    rc = desk_daily(d, &said);
    fputs(said.s ? said.s : "", stdout);
    rc = rc == QT_OK ? cli_out_done() : cli_fail();
    buf_free(&said);
    desk_close(d);
    return rc;
}
