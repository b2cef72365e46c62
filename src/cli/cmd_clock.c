/* qiantai clock: whether the machine's clock is believed, and a supervisor's word that it is right. */
#include "cmd.h"

static int tell(struct cli_call *c)
{
    char now[17];
    const char *doubt = desk_clock_doubt(c->d);
    stamp_show(clock_now(), now);
    if (doubt)
        printf(_("%s Until it is confirmed, rounds, reminders and the deletion of old data stand still.\n"), doubt);
    else
        printf(_("%s: the clock is not in doubt.\n"), now);
    return cli_out_done();
}

static int confirm(struct cli_call *c)
{
    char now[17];
    int rc = desk_clock_confirm(c->d);
    stamp_show(clock_now(), now);
    if (rc == QT_OK)
        printf(_("%s: the clock is right.\n"), now);
    return cli_done(rc);
}

static const struct cli_command verbs[] = {
    {.name = "confirm", .run = confirm, .open = OPEN_SIGNED},
    {.name = "show", .run = tell, .open = OPEN_READ},
    {0},
};
const struct cli_command cmd_clock = {
    .name = "clock",
    .usage = "show | confirm",
    .summary = N_("Whether the clock of the machine is believed; confirm: it is right, whatever the last entry says."),
    .verbs = verbs,
};
