/* qiantai keys: lists the keys of every view. */
#include "cmd.h"
#include "qiantai/tui.h"

static int cmd_keys_run(const struct cli_globals *g, int argc, char **argv);

const struct cli_command cmd_keys = {
    .name = "keys",
    .usage = "",
    .summary = N_("Print the keys of the desk as Markdown, from the table the program itself uses."),
    .run = cmd_keys_run,
};

static int cmd_keys_run(const struct cli_globals *g, int argc, char **argv)
{
    struct buf b = {0};
    (void)g;
    (void)argv;
    if (argc != 1)
        return cli_usage(&cmd_keys);
    commands_describe(&b);
    fputs(b.s ? b.s : "", stdout);
    buf_free(&b);
    return cli_out_done();
}
