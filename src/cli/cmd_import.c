/* qiantai import: rows of a CSV file become records. */
#include "cmd.h"

static int check_import(struct cli_call *c)
{
    const char *dates = c->given[OPT_DATES];
    if (!dates || strcmp(dates, "mdy") == 0 || strcmp(dates, "dmy") == 0 || strcmp(dates, "ymd") == 0)
        return EXIT_DONE;
    return cli_misused(c->command, "%s", _("--dates is dmy, mdy or ymd."));
}

static int run_import(struct cli_call *c)
{
    struct import_options o = {.file = c->argv[0],
                               .map = c->given[OPT_MAP],
                               .state = c->given[OPT_STATE],
                               .create = c->given[OPT_CREATE],
                               .dates = c->given[OPT_DATES],
                               .refused = c->given[OPT_REFUSED],
                               .migrate = c->given[OPT_MIGRATE],
                               .dry_run = c->given[OPT_DRY_RUN]};
    struct import_result res = {0};
    int rc = desk_import(c->d, c->form, &o, &res);
    if (res.rows > 0 || rc == QT_OK)
        printf(_("%lld rows (%s): %lld imported, %lld refused, %lld already there%s\n"), (long long)res.rows,
               res.encoding ? res.encoding : "?", (long long)res.imported, (long long)res.refused,
               (long long)res.already, o.dry_run ? _("; dry run, nothing was kept") : "");
    if (rc == QT_OK && res.refused > 0)
        return cli_refuse(
            _("The refused rows stand with line and reason in %s%s; mend them there and import that file."),
            o.refused ? o.refused : o.file, o.refused ? "" : ".refused.csv");
    return cli_done(rc);
}

const struct cli_command cmd_import = {
    .name = "import",
    .usage = N_("REGISTER FILE.csv [--map FIELD=COLUMN,...] [--state STATE] [--create REGISTER]\n"
                "      [--dates dmy|mdy|ymd] [--refused FILE] [--migrate] [--dry-run]\n\n"
                "  --map     which column fills which field. COL1+COL2 joins with a space, COL1|COL2 takes the\n"
                "            first that is not empty, 'text' is the same for every row, COLUMN{Closed:closed,*:open}\n"
                "            puts other words in place. @FILE holds one of them a line, # begins a comment.\n"
                "            Without --map the headings are names or labels of fields.\n"
                "  --dates   the order of day, month and year where the column itself does not decide it\n"
                "  --migrate numbers, states, times, names and what actions fill in, as they stood elsewhere:\n"
                "            for a supervisor, only states that his own actions lead to, each row journalled as such\n"
                "  --create  a unit (or other linked record) that is not on file yet is made, not refused"),
    .summary = N_("Take in a CSV file (UTF-8 or GB18030). Bad rows go to FILE.refused.csv with the reason."),
    .check = check_import,
    .run = run_import,
    .open = OPEN_SIGNED,
    .options = OPT(MAP) | OPT(STATE) | OPT(CREATE) | OPT(DATES) | OPT(REFUSED) | OPT(MIGRATE) | OPT(DRY_RUN),
    .reg = true,
    .least = 2,
    .most = 2,
};
