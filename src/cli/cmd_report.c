/* qiantai report and qiantai figures: the reports of a period. */
#include "cmd.h"

#include <getopt.h>

static int run_figures(const struct cli_globals *g, int argc, char **argv);
static int run_report(const struct cli_globals *g, int argc, char **argv);

const struct cli_command cmd_figures = {
    .name = "figures",
    .usage = N_("REGISTER [YYYY-MM|YYYY|all] [--csv [--bom] | --json | -o FILE]\n\n"
                "  This month when no period is given. -o: FILE.pdf, FILE.txt, FILE.xlsx"),
    .summary = N_("Counts: on-time rate, rework, by kind, causes, clocks, days, weeks, months."),
    .run = run_figures,
};

const struct cli_command cmd_report = {
    .name = "report",
    .usage = N_("[NAME REGISTER [YYYY-MM|YYYY|all] [--csv [--bom] | --json | -o FILE]]\n\n"
                "  Without a name: which reports there are. -o: FILE.pdf, FILE.txt, FILE.xlsx"),
    .summary = N_("A report of a register for a period: figures, hours."),
    .run = run_report,
};

static int list_names(void)
{
    const struct report *r;
    for (size_t i = 0; (r = report_at(i)); i++)
        printf("%s\t%s\n", r->name, gettext(r->label));
    return cli_out_done();
}

static bool is_workbook(const char *file)
{
    size_t n = file ? strlen(file) : 0;
    return n > 5 && strcmp(file + n - 5, ".xlsx") == 0;
}

/* args: register, period. */
static int report_one(const struct cli_globals *g, const struct report *r, int argc, char **args,
                      const struct cli_face *face)
{
    struct page *p = NULL;
    struct desk *d;
    if (is_workbook(face->file) && !cli_workbook)
        return cli_become_export(g);
    int rc = cli_open(g, face->file ? OPEN_SIGNED : OPEN_READ, &d);
    if (rc != EXIT_DONE)
        return rc;
    const struct form *f = cli_form(d, args[0]);
    if (!f)
        rc = EXIT_REFUSED;
    else if (report_page(d, r, f, argc > 1 ? args[1] : NULL, &p) != QT_OK)
        rc = cli_fail();
    else
        rc = is_workbook(face->file) ? cli_workbook(d, p, face->file) : cli_page(d, p, face);
    desk_close(d);
    return rc;
}

/* named: the report's name is the first argument. */
static int cmd_report_run(const struct cli_globals *g, const struct cli_command *c, bool named, int argc, char **argv)
{
    static const struct option options[] = {FACE_OPTIONS, {NULL, 0, NULL, 0}};
    struct cli_face face = {0};
    int o;
    while ((o = getopt_long(argc, argv, "o:", options, NULL)) != -1)
        if (!cli_face_option(o, optarg, &face))
            return cli_usage(c);
    argc -= optind;
    argv += optind;
    if (named && argc == 0)
        return list_names();
    const struct report *r = report_find(named ? argv[0] : "figures");
    if (!r)
        return cli_refuse(_("There is no report '%s'. `qiantai report` lists them."), argv[0]);
    argc -= named;
    argv += named;
    return argc == 1 || argc == 2 ? report_one(g, r, argc, argv, &face) : cli_usage(c);
}

static int run_figures(const struct cli_globals *g, int argc, char **argv)
{
    return cmd_report_run(g, &cmd_figures, false, argc, argv);
}

static int run_report(const struct cli_globals *g, int argc, char **argv)
{
    return cmd_report_run(g, &cmd_report, true, argc, argv);
}
