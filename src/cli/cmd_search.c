/* qiantai search: finds records in all registers. */
#include "cmd.h"

#include <getopt.h>

static int cmd_search_run(const struct cli_globals *g, int argc, char **argv);

const struct cli_command cmd_search = {
    .name = "search",
    .usage = "TEXT [--csv [--bom] | --json] [--limit N]",
    .summary = N_("Find in all registers: words, characters, pinyin initials, number tails."),
    .run = cmd_search_run,
};

static int cmd_search_run(const struct cli_globals *g, int argc, char **argv)
{
    static const struct option options[] = {FACE_OPTIONS, {"limit", required_argument, NULL, 'l'}, {NULL, 0, NULL, 0}};
    struct cli_face face = {0};
    struct page *p = NULL;
    int64_t limit = 50;
    struct desk *d;
    int c;
    while ((c = getopt_long(argc, argv, "", options, NULL)) != -1) {
        if (c == 'l' && !cli_number(optarg, 1, 10000, &limit))
            return cli_misused(&cmd_search, "%s", _("--limit is a number from 1 to 10000."));
        if (c != 'l' && (c == FACE_FILE || !cli_face_option(c, optarg, &face)))
            return cli_usage(&cmd_search);
    }
    if (argc - optind != 1)
        return cli_usage(&cmd_search);
    int rc = cli_open(g, OPEN_READ, &d);
    if (rc != EXIT_DONE)
        return rc;
    rc = report_search(d, argv[optind], (size_t)limit, &p) == QT_OK ? cli_page(d, p, &face) : cli_fail();
    desk_close(d);
    return rc;
}
