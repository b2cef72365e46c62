/* qiantai desk: the terminal program itself. */
#include "cmd.h"
#include "qiantai/tui.h"

#include <sys/ioctl.h>
#include <unistd.h>

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
    if (g->db || getenv("QIANTAI_DB"))
        return OPEN_WRITE;
    char *path = cli_db_path(g);
    bool missing = path && access(path, F_OK) != 0;
    free(path);
    return missing ? OPEN_CREATE : OPEN_WRITE;
}

/* The options by which another command opens the same database; path: its own. */
static void same_options(const struct cli_globals *g, const char *path, const char *out[9])
{
    const struct {
        const char *option, *value;
    } given[] = {{"--db", path}, {"--forms", g->forms}, {"--now", g->now}, {"--house", g->house}};
    size_t n = 0;
    for (size_t i = 0; i < ARRAY_LEN(given); i++)
        if (given[i].value) {
            out[n++] = given[i].option;
            out[n++] = given[i].value;
        }
    out[n] = NULL;
}

static int run_desk(struct cli_call *c)
{
    const char *same[9];
    struct tui_options o = {.staff = c->g->as, .open = c->given[OPT_OPEN], .same = same};
    int rc = screen_refused();
    if (rc == EXIT_DONE)
        rc = cli_open(c->g, how_to_open(c->g), &c->d);
    if (rc != EXIT_DONE)
        return rc;
    same_options(c->g, desk_path(c->d), same);
    bool good = (!o.open || cli_form(c->d, o.open)) && tui_run(c->d, &o) == QT_OK;
    desk_close(c->d);
    return good ? EXIT_DONE : EXIT_REFUSED;
}

const struct cli_command cmd_desk = {
    .name = "desk",
    .usage = "[--open REGISTER]",
    .summary = N_("Open the full-screen desk."),
    .run = run_desk,
    .options = OPT(OPEN),
};
