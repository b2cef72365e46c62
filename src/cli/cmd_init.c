/* qiantai init: makes a database, with a demonstration building if asked. */
#include "cmd.h"

static int fill_desk(struct desk *d, bool demo, const char *building)
{
    if ((demo && desk_demo(d) != QT_OK) || (building && cli_set(d, "building", building) != QT_OK))
        return cli_fail();
    printf(_("Made %s\n"), desk_path(d));
    if (demo)
        puts(_("Demo building for practice. Staff: lm wl (clerks), cj (supervisor), zm (manager), zg (engineering), "
               "ba (security); the PIN of each is 1234."));
    else
        puts(_("Next: qiantai --db with this file opens the desk; it asks for the first supervisor and leads on."));
    return cli_out_done();
}

static int run_init(struct cli_call *c)
{
    struct cli_globals mine = *c->g;
    bool demo = c->given[OPT_DEMO], practice = demo || c->given[OPT_PRACTICE];
    mine.as = NULL; /* nobody is on the staff yet */
    int rc = cli_open(&mine, practice ? OPEN_CREATE | OPEN_PRACTICE : OPEN_CREATE, &c->d);
    if (rc != EXIT_DONE)
        return rc;
    rc = fill_desk(c->d, demo, c->given[OPT_BUILDING]);
    desk_close(c->d);
    return rc;
}

const struct cli_command cmd_init = {
    .name = "init",
    .usage = "[--demo|--practice] [--building NAME]",
    .summary = N_("Make a database: empty, for practice (accepts --now), or with the demo building."),
    .run = run_init,
    .options = OPT(DEMO) | OPT(PRACTICE) | OPT(BUILDING),
};
