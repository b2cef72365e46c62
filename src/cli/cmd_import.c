/* qiantai import: rows of a CSV file become records. */
#include "cmd.h"

#include <getopt.h>

static int cmd_import_run(const struct cli_globals *g, int argc, char **argv);

const struct cli_command cmd_import = {
    .name = "import",
    .usage = N_("REGISTER FILE.csv [--map FIELD=COLUMN,...] [--state STATE] [--create REGISTER]\n"
                "      [--dates mdy|dmy] [--refused FILE] [--dry-run]\n\n"
                "  --map     which column fills which field. COL1+COL2 joins with a space, COL1|COL2 takes the\n"
                "            first that is not empty, 'text' is the same for every row, COLUMN{Closed:closed,*:open}\n"
                "            puts other words in place. @FILE holds one of them a line, # begins a comment.\n"
                "            Without --map the headings are names or labels of fields.\n"
                "  --create  a unit (or other linked record) that is not on file yet is made, not refused"),
    .summary = N_("Take in a CSV file (UTF-8 or GB18030). Bad rows go to FILE.refused.csv with the reason."),
    .run = cmd_import_run,
};

static int import_file(struct desk *d, const char *reg, const struct import_options *o)
{
    const struct form *f = cli_form(d, reg);
    struct import_result res = {0};
    if (!f)
        return EXIT_REFUSED;
    int rc = desk_import(d, f, o, &res);
    if (res.rows > 0 || rc == QT_OK)
        printf(_("%lld rows (%s): %lld imported, %lld refused, %lld already there%s\n"), (long long)res.rows,
               res.encoding ? res.encoding : "?", (long long)res.imported, (long long)res.refused,
               (long long)res.already, o->dry_run ? _("; dry run, nothing was kept") : "");
    if (rc != QT_OK)
        return cli_fail();
    if (res.refused > 0) {
        if (o->refused)
            return cli_refuse(
                _("The refused rows stand with line and reason in %s; mend them there and import that file."),
                o->refused);
        return cli_refuse(
            _("The refused rows stand with line and reason in %s.refused.csv; mend them there and import that file."),
            o->file);
    }
    return cli_out_done();
}

static int cmd_import_run(const struct cli_globals *g, int argc, char **argv)
{
    enum { O_MAP = 256, O_STATE, O_CREATE, O_DATES, O_REFUSED, O_DRY };
    static const struct option options[] = {
        {"map", required_argument, NULL, O_MAP},
        {"state", required_argument, NULL, O_STATE},
        {"create", required_argument, NULL, O_CREATE},
        {"dates", required_argument, NULL, O_DATES},
        {"refused", required_argument, NULL, O_REFUSED},
        {"dry-run", no_argument, NULL, O_DRY},
        {NULL, 0, NULL, 0},
    };
    struct import_options o = {0};
    struct desk *d;
    int c;

    while ((c = getopt_long(argc, argv, "", options, NULL)) != -1) {
        switch (c) {
        case O_MAP:
            o.map = optarg;
            break;
        case O_STATE:
            o.state = optarg;
            break;
        case O_CREATE:
            o.create = optarg;
            break;
        case O_DATES:
            if (strcmp(optarg, "mdy") != 0 && strcmp(optarg, "dmy") != 0)
                return cli_misused(&cmd_import, "%s", _("--dates is mdy or dmy."));
            o.dates = optarg;
            break;
        case O_REFUSED:
            o.refused = optarg;
            break;
        case O_DRY:
            o.dry_run = true;
            break;
        default:
            return cli_usage(&cmd_import);
        }
    }
    if (argc - optind != 2)
        return cli_usage(&cmd_import);
    o.file = argv[optind + 1];
    int rc = cli_open(g, OPEN_SIGNED, &d);
    if (rc != EXIT_DONE)
        return rc;
    rc = import_file(d, argv[optind], &o);
    desk_close(d);
    return rc;
}
