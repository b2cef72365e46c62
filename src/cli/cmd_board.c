/* qiantai board: the open promises, the most urgent first. */
#include "cmd.h"

#include <getopt.h>

static int cmd_board_run(const struct cli_globals *g, int argc, char **argv);

const struct cli_command cmd_board = {
    .name = "board",
    .usage = "[--csv [--bom] | --json]",
    .summary = N_("What must be done now, from all registers, oldest promise first."),
    .run = cmd_board_run,
};

static int cmd_board_run(const struct cli_globals *g, int argc, char **argv)
{
    static const struct option options[] = {FACE_OPTIONS, {NULL, 0, NULL, 0}};
    struct cli_face face = {0};
    struct page *p = NULL;
    struct desk *d;
    int c;
    while ((c = getopt_long(argc, argv, "", options, NULL)) != -1)
        if (c == FACE_FILE || !cli_face_option(c, optarg, &face))
            return cli_usage(&cmd_board);
    if (optind < argc)
        return cli_usage(&cmd_board);
    int rc = cli_open(g, OPEN_READ, &d);
    if (rc != EXIT_DONE)
        return rc;
    cli_desk_warning(d);
    rc = report_board(d, &p) == QT_OK ? cli_page(d, p, &face) : cli_fail();
    desk_close(d);
    return rc;
}
