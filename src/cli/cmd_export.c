/* qiantai export: hands over to qiantai-export, which writes the workbook. */
#include "cmd.h"

#include <errno.h>
#include <unistd.h>

int (*cli_workbook)(struct desk *d, struct page *p, const char *file);

/* Another program does it: export/export.c says why. */
int cli_become_export(const struct cli_globals *g)
{
    char *program;
    if (supply_need(SUPPLY_PROGRAMS, "qiantai-export", &program) != QT_OK)
        return cli_fail();
    (void)execv(program, g->argv);
    int rc = cli_refuse(_("%s cannot be started: %s."), program, strerror(errno));
    free(program);
    return rc;
}

static int run_export(struct cli_call *c)
{
    return cli_become_export(c->g);
}

const struct cli_command cmd_export = {
    .name = "export",
    .usage = "YYYY-MM [-o FILE.xlsx]",
    .summary = N_("Write the month as a workbook, a sheet per register."),
    .run = run_export,
    .options = OPT(OUTPUT),
    .least = 1,
    .most = 1,
};
