/* qiantai show: one record, with its history if asked. */
#include "cmd.h"

#include <getopt.h>

static int cmd_show_run(const struct cli_globals *g, int argc, char **argv);

const struct cli_command cmd_show = {
    .name = "show",
    .usage = "REGISTER NUMBER [--json] [--history]",
    .summary = N_("One record with its clocks; --history: with every change from the journal."),
    .run = cmd_show_run,
};

static int record_show(struct desk *d, char **argv, bool history, const struct cli_face *face)
{
    const struct form *f = cli_form(d, argv[0]);
    struct record *r = NULL;
    struct page *p = NULL;
    if (!f)
        return EXIT_REFUSED;
    if (desk_find(d, f, argv[1], &r) != QT_OK)
        return cli_fail();
    int rc = report_show(d, r, history, &p) == QT_OK ? cli_page(d, p, face) : cli_fail();
    record_free(r);
    return rc;
}

static int cmd_show_run(const struct cli_globals *g, int argc, char **argv)
{
    static const struct option options[] = {
        {"json", no_argument, NULL, FACE_JSON}, {"history", no_argument, NULL, 'h'}, {NULL, 0, NULL, 0}};
    struct cli_face face = {0};
    bool history = false;
    struct desk *d;
    int c;
    while ((c = getopt_long(argc, argv, "", options, NULL)) != -1) {
        if (c == 'h')
            history = true;
        else if (!cli_face_option(c, optarg, &face))
            return cli_usage(&cmd_show);
    }
    if (argc - optind != 2)
        return cli_usage(&cmd_show);
    int rc = cli_open(g, OPEN_READ, &d);
    if (rc != EXIT_DONE)
        return rc;
    rc = record_show(d, argv + optind, history, &face);
    desk_close(d);
    return rc;
}
