/* qiantai list: the records of a register as a table, CSV or JSON. */
#include "cmd.h"

static int check_list(struct cli_call *c)
{
    const char *file = c->given[OPT_OUTPUT];
    if (file && (!cli_is_workbook(file) || cli_data(c)))
        return cli_misused(c->command, "%s", _("-o is FILE.xlsx; for paper and text: qiantai print."));
    return cli_limit(c, INT32_MAX);
}

static int run_list(struct cli_call *c)
{
    struct query q = {.form = c->form, .sort = -1, .where = c->given[OPT_WHERE], .text = c->given[OPT_TEXT]};
    const char *list = c->given[OPT_LIST];
    struct page *p = NULL;
    if (c->given[OPT_OUTPUT] && !cli_workbook)
        return cli_become_export(c->g);
    if (cli_permit(c->d, c->form, cli_data(c) ? RIGHT_EXPORT : RIGHT_LOOK) != EXIT_DONE)
        return EXIT_REFUSED;
    const struct grid_rule *grid = cli_grid(c);
    if (grid)
        return cli_page(c, cli_grid_page(c, grid, &p), &p);
    if (c->given[OPT_MONTH])
        return cli_refuse("%s", _("--month goes with --list and a month grid."));
    q.list = form_list(c->form, list ? list : "all");
    if (q.list < 0 && list)
        return cli_refuse(_("Register '%s' has no list '%s'."), c->form->name, list);
    if (q.list < 0)
        q.list = 0;
    return cli_page(c, report_list(c->d, &q, cli_data(c) ? LIST_DATA : LIST_WIDE, c->limit, &p), &p);
}

const struct cli_command cmd_list = {
    .name = "list",
    .usage = N_("REGISTER [--list NAME] [--where SQL-EXPR] [--text TEXT] [--limit N] [--csv [--bom] | --json |\n"
                "      -o FILE.xlsx]\n"
                "  qiantai list REGISTER --list GRID [--month YYYY-MM] [--csv [--bom] | --json]\n\n"
                "  --list   one of the register's lists (default: all), or of its month grids (this month)\n"
                "  --where  condition over the fields, e.g. \"state = 'inside' and party > 2\"\n"
                "  --text   filter as typed in the list: name, initials, number tail\n"
                "  --csv    all fields that are kept, headings are field names: import reads it back; --bom for Excel\n"
                "  -o       the list as a workbook"),
    .summary = N_("Records of a register, as a table, CSV or JSON."),
    .check = check_list,
    .run = run_list,
    .open = OPEN_LOOK,
    .options = OPT(LIST) | OPT(WHERE) | OPT(TEXT) | OPT(LIMIT) | OPT(MONTH) | OPT(OUTPUT) | OPT_FACES,
    .reg = true,
    .least = 1,
    .most = 1,
};
