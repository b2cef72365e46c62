/* qiantai board: the open promises, the most urgent first. */
#include "cmd.h"

static int run_board(struct cli_call *c)
{
    struct page *p = NULL;
    cli_desk_warning(c->d);
    return cli_page(c, report_board(c->d, c->given[OPT_EACH], &p), &p);
}

const struct cli_command cmd_board = {
    .name = "board",
    .usage = N_("[--each] [--csv [--bom] | --json]\n\n"
                "  --each   every promise; else a record has one row, that of its earliest"),
    .summary = N_("What must be done now, from all registers, oldest promise first."),
    .run = run_board,
    .open = OPEN_LOOK,
    .options = OPT(EACH) | OPT_FACES,
};
