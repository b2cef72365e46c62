/* qiantai daily: the work of the night. */
#include "cmd.h"

static int run_daily(struct cli_call *c)
{
    struct buf said = {0};
    cli_desk_warning(c->d);
    int rc = desk_daily(c->d, &said);
    cli_head(c->d, &said);
    return cli_say(&said, rc);
}

const struct cli_command cmd_daily = {
    .name = "daily",
    .usage = "",
    .summary = N_("The day's upkeep, for cron: warnings, escalations, retention, backup when set."),
    .run = run_daily,
    .open = OPEN_WRITE,
};
