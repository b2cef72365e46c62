/* qiantai desk: the terminal program itself. */
#include "cmd.h"
#include "qiantai/tui.h"

#include <getopt.h>
#include <sys/ioctl.h>
#include <unistd.h>

static int cmd_desk_run(const struct cli_globals *g, int argc, char **argv);

const struct cli_command cmd_desk = {
    .name = "desk",
    .usage = "[--open REGISTER]",
    .summary = N_("Open the full-screen desk."),
    .run = cmd_desk_run,
};

static int screen_refused(void)
{
    struct winsize ws;
    if (!isatty(STDIN_FILENO) || !isatty(STDOUT_FILENO))
        return cli_refuse("%s",
                          _("The desk needs a terminal. In scripts use the commands that `qiantai --help` lists."));
    if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &ws) != 0)
        return cli_refuse(
            "%s", _("The size of this terminal cannot be read; try another terminal or `stty rows 24 cols 80`."));
    return EXIT_DONE;
}

/* The default database is made at the first start; a path that was named must exist. */
static unsigned how_to_open(const struct cli_globals *g)
{
    char *path = NULL;
    unsigned flags = 0;
    if (g->db || getenv("QIANTAI_DB"))
        return 0;
    path = cli_db_path(g);
    if (path && access(path, F_OK) != 0)
        flags = OPEN_CREATE;
    free(path);
    return flags;
}

static int cmd_desk_run(const struct cli_globals *g, int argc, char **argv)
{
    static const struct option options[] = {{"open", required_argument, NULL, 'o'}, {NULL, 0, NULL, 0}};
    struct tui_options o = {.staff = g->as};
    struct desk *d;
    int c;
    while ((c = getopt_long(argc, argv, "o:", options, NULL)) != -1) {
        if (c != 'o')
            return cli_usage(&cmd_desk);
        o.open = optarg;
    }
    if (argc > 0 && optind < argc)
        return cli_usage(&cmd_desk);
    int rc = screen_refused();
    if (rc != EXIT_DONE)
        return rc;
    rc = cli_open(g, how_to_open(g), &d);
    if (rc != EXIT_DONE)
        return rc;
    if (o.open && !cli_form(d, o.open))
        rc = EXIT_REFUSED;
    else
        rc = tui_run(d, &o) == QT_OK ? EXIT_DONE : EXIT_REFUSED;
    desk_close(d);
    return rc;
}
