/* qiantai daily: the work of the night. */
#include "cmd.h"

static int run_daily(struct cli_call *c)
{
    struct buf said = {0};
    cli_desk_warning(c->d);
    int rc = desk_daily(c->d, &said);
    cli_head(c->d, &said);
    if (rc != QT_OK)
        return cli_say(&said, rc);
    rc = desk_witness(c->d);
    if (rc == QT_OK)
        buf_addf(&said, "%s\n", _("The witness has been told."));
    else if (rc != QT_NOTFOUND) /* tomorrow's head vouches for today's lines, too */
        fprintf(stderr, "qiantai: %s\n", fault_text());
    return cli_say(&said, QT_OK);
}

const struct cli_command cmd_daily = {
    .name = "daily",
    .usage = "",
    .summary = N_("The day's upkeep, for cron: warnings, escalations, retention, backup when set."),
    .run = run_daily,
    .open = OPEN_WRITE,
};
