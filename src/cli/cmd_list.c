/* qiantai list: the records of a register as a table, CSV or JSON. */
#include "cmd.h"

#include <getopt.h>

static int cmd_list_run(const struct cli_globals *g, int argc, char **argv);

const struct cli_command cmd_list = {
    .name = "list",
    .usage = N_("REGISTER [--list NAME] [--where SQL-EXPR] [--text TEXT] [--limit N] [--csv [--bom] | --json]\n\n"
                "  --list   one of the register's lists (default: all)\n"
                "  --where  condition over the fields, e.g. \"state = 'inside' and party > 2\"\n"
                "  --text   filter as typed in the list: name, initials, number tail\n"
                "  --csv    all fields that are kept, headings are field names: import reads it back; --bom for Excel"),
    .summary = N_("Records of a register, as a table, CSV or JSON."),
    .run = cmd_list_run,
};

struct wanted {
    struct query q;
    const char *list;
    int64_t limit; /* 0 = all */
    struct cli_face face;
};

static int list_records(struct desk *d, struct wanted *w, const char *reg)
{
    struct page *p = NULL;
    w->q.form = cli_form(d, reg);
    w->q.sort = -1;
    if (!w->q.form || cli_permit(d, w->q.form, w->face.csv || w->face.json ? RIGHT_EXPORT : RIGHT_LOOK) != EXIT_DONE)
        return EXIT_REFUSED;
    w->q.list = form_list(w->q.form, w->list ? w->list : "all");
    if (w->q.list < 0 && w->list)
        return cli_refuse(_("Register '%s' has no list '%s'."), w->q.form->name, w->list);
    if (w->q.list < 0)
        w->q.list = 0;
    if (report_list(d, &w->q, w->face.csv || w->face.json ? LIST_DATA : LIST_WIDE, w->limit, &p) != QT_OK)
        return cli_fail();
    return cli_page(d, p, &w->face);
}

static int list_options(struct wanted *w, int argc, char **argv)
{
    enum { O_LIST = 256, O_WHERE, O_TEXT, O_LIMIT };
    static const struct option table[] = {
        {"list", required_argument, NULL, O_LIST},
        {"where", required_argument, NULL, O_WHERE},
        {"text", required_argument, NULL, O_TEXT},
        {"limit", required_argument, NULL, O_LIMIT},
        FACE_OPTIONS,
        {NULL, 0, NULL, 0},
    };
    int c;

    while ((c = getopt_long(argc, argv, "", table, NULL)) != -1) {
        switch (c) {
        case O_LIST:
            w->list = optarg;
            break;
        case O_WHERE:
            w->q.where = optarg;
            break;
        case O_TEXT:
            w->q.text = optarg;
            break;
        case O_LIMIT:
            if (!cli_number(optarg, 1, INT32_MAX, &w->limit))
                return cli_misused(&cmd_list, "%s", _("--limit is a number from 1."));
            break;
        default:
            if (c == FACE_FILE || !cli_face_option(c, optarg, &w->face))
                return cli_usage(&cmd_list);
        }
    }
    return argc - optind == 1 ? EXIT_DONE : cli_usage(&cmd_list);
}

static int cmd_list_run(const struct cli_globals *g, int argc, char **argv)
{
    struct wanted w = {0};
    struct desk *d;
    int rc = list_options(&w, argc, argv);
    if (rc == EXIT_DONE)
        rc = cli_open(g, OPEN_READ, &d);
    if (rc != EXIT_DONE)
        return rc;
    rc = list_records(d, &w, argv[optind]);
    desk_close(d);
    return rc;
}
