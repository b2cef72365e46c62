/* qiantai init: makes a database, with a demonstration building if asked. */
#include "cmd.h"

#include <getopt.h>

static int cmd_init_run(const struct cli_globals *g, int argc, char **argv);

const struct cli_command cmd_init = {
    .name = "init",
    .usage = "[--demo|--practice] [--building NAME]",
    .summary = N_("Make a database: empty, for practice (accepts --now), or with the demo building."),
    .run = cmd_init_run,
};

static int set_building(struct desk *d, const char *name)
{
    char *clean = text_clean(name, strlen(name), false, NULL);
    int rc = desk_set(d, "building", clean);
    free(clean);
    return rc;
}

static int fill_desk(struct desk *d, bool demo, const char *building)
{
    if (demo && desk_demo(d) != QT_OK)
        return cli_fail();
    if (building && set_building(d, building) != QT_OK)
        return cli_fail();
    printf(_("Made %s\n"), desk_path(d));
    if (demo)
        puts(_("Demo building for practice. Staff: lm wl (clerks), cj (supervisor), zm (manager), zg (engineering), "
               "ba (security); the PIN of each is 1234."));
    else
        puts(_("Next: the first supervisor, qiantai user add CODE NAME supervisor"));
    return cli_out_done();
}

static int cmd_init_run(const struct cli_globals *g, int argc, char **argv)
{
    static const struct option options[] = {
        {"demo", no_argument, NULL, 'd'},
        {"practice", no_argument, NULL, 'p'},
        {"building", required_argument, NULL, 'b'},
        {NULL, 0, NULL, 0},
    };
    struct cli_globals mine = *g;
    const char *building = NULL;
    bool demo = false, practice = false;
    struct desk *d;
    int c;
    while ((c = getopt_long(argc, argv, "", options, NULL)) != -1) {
        switch (c) {
        case 'd':
            demo = practice = true;
            break;
        case 'p':
            practice = true;
            break;
        case 'b':
            building = optarg;
            break;
        default:
            return cli_usage(&cmd_init);
        }
    }
    if (optind < argc)
        return cli_usage(&cmd_init);
    mine.as = NULL; /* nobody is on the staff yet */
    int rc = cli_open(&mine, OPEN_CREATE | (practice ? (unsigned)OPEN_PRACTICE : 0U), &d);
    if (rc != EXIT_DONE)
        return rc;
    rc = fill_desk(d, demo, building);
    desk_close(d);
    return rc;
}
