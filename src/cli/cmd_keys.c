/* qiantai keys: lists the keys of every view. */
#include "cmd.h"
#include "qiantai/tui.h"

static int run_keys(struct cli_call *c)
{
    struct buf b = {0};
    (void)c;
    commands_describe(&b);
    return cli_say(&b, QT_OK);
}

const struct cli_command cmd_keys = {
    .name = "keys",
    .usage = "",
    .summary = N_("Print the keys of the desk as Markdown, from the table the program itself uses."),
    .run = run_keys,
};
