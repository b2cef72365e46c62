/* qiantai report and qiantai figures: the reports of a period. */
#include "cmd.h"

/* The arguments: register, period. Opens the desk by itself: a workbook is another program's, a file is signed. */
static int report_one(struct cli_call *c, const struct report *r)
{
    const char *file = c->given[OPT_OUTPUT];
    struct page *p = NULL;
    if (cli_is_workbook(file) && !cli_workbook)
        return cli_become_export(c->g);
    int rc = cli_open(c->g, file ? OPEN_SIGNED : OPEN_LOOK, &c->d);
    if (rc != EXIT_DONE)
        return rc;
    const struct form *f = cli_form(c->d, c->argv[0]);
    if (!f)
        rc = EXIT_REFUSED;
    else
        rc = cli_page(c, report_page(c->d, r, f, c->argc > 1 ? c->argv[1] : NULL, &p), &p);
    desk_close(c->d);
    return rc;
}

static int run_figures(struct cli_call *c)
{
    return report_one(c, report_find("figures"));
}

static int run_report(struct cli_call *c)
{
    const struct report *r;
    for (size_t i = 0; c->argc == 0 && (r = report_at(i)); i++)
        printf("%s\t%s\n", r->name, gettext(r->label));
    if (c->argc == 0)
        return cli_out_done();
    r = report_find(c->argv[0]);
    if (!r)
        return cli_refuse(_("There is no report '%s'. `qiantai report` lists them."), c->argv[0]);
    c->argc--;
    c->argv++;
    return c->argc > 0 ? report_one(c, r) : cli_usage(c->command);
}

const struct cli_command cmd_figures = {
    .name = "figures",
    .usage = N_("REGISTER [YYYY-MM|YYYY|all] [--csv [--bom] | --json | -o FILE]\n\n"
                "  This month when no period is given. -o: FILE.pdf, FILE.txt, FILE.xlsx"),
    .summary = N_("Counts: on-time rate, rework, by kind, causes, clocks, days, weeks, months."),
    .run = run_figures,
    .options = OPT_FACES | OPT(OUTPUT),
    .least = 1,
    .most = 2,
};

const struct cli_command cmd_report = {
    .name = "report",
    .usage = N_("[NAME REGISTER [YYYY-MM|YYYY|all] [--csv [--bom] | --json | -o FILE]]\n\n"
                "  Without a name: which reports there are. -o: FILE.pdf, FILE.txt, FILE.xlsx"),
    .summary = N_("A report of a register for a period: figures, hours."),
    .run = run_report,
    .options = OPT_FACES | OPT(OUTPUT),
    .most = 3,
};
