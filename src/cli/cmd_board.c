/* qiantai board: the open promises, the most urgent first. */
#include "cmd.h"

static int run_board(struct cli_call *c)
{
    struct page *p = NULL;
    cli_desk_warning(c->d);
    return cli_page(c, report_board(c->d, &p), &p);
}

const struct cli_command cmd_board = {
    .name = "board",
    .usage = "[--csv [--bom] | --json]",
    .summary = N_("What must be done now, from all registers, oldest promise first."),
    .run = run_board,
    .open = OPEN_LOOK,
    .options = OPT_FACES,
};
