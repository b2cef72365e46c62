#include "cmd.h"

#include <errno.h>
#include <unistd.h>

static int run(const struct cli_globals *g, int argc, char **argv);

const struct cli_command cmd_export = {
    .name = "export",
    .usage = "YYYY-MM [-o FILE.xlsx]",
    .summary = N_("Write the month as a workbook, a sheet per register."),
    .run = run,
};

/* Another program does it, with the same arguments: export/export.c says why. */
static int run(const struct cli_globals *g, int argc, char **argv)
{
    char *program;

    (void)argc;
    (void)argv;
    if (supply_need(SUPPLY_PROGRAMS, "qiantai-export", &program) != QT_OK)
        return cli_fail();
    (void)execv(program, g->argv);
    int rc = cli_refuse(_("%s cannot be started: %s."), program, strerror(errno));
    free(program);
    return rc;
}
