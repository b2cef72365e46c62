/* qiantai print: a record or a list on the printer, as PDF or as text. */
#include "cmd.h"

#include <getopt.h>

static int cmd_print_run(const struct cli_globals *g, int argc, char **argv);

const struct cli_command cmd_print = {
    .name = "print",
    .usage = N_("REGISTER NUMBER [-o FILE]\n"
                "  qiantai print REGISTER --list NAME [--where SQL-EXPR] [--text TEXT] [-o FILE]\n"
                "  qiantai print REGISTER --figures YYYY-MM|YYYY|all [-o FILE]\n\n"
                "  -o       FILE.pdf, FILE.txt, or - for text on the terminal; without it as the settings\n"
                "           print_command, print_dir and print_text say\n"
                "  --list   one of the register's lists, whole\n"
                "  --where  condition over the fields, --text: filter as typed in the list"),
    .summary = N_("Print a record or a list: on the printer, as PDF or as text."),
    .run = cmd_print_run,
};

struct wanted {
    const char *file, *list, *figures;
    struct query q;
};

static int print_options(struct wanted *w, int argc, char **argv)
{
    enum { O_LIST = 256, O_FIGURES, O_WHERE, O_TEXT };
    static const struct option table[] = {
        {"output", required_argument, NULL, 'o'},        {"list", required_argument, NULL, O_LIST},
        {"figures", required_argument, NULL, O_FIGURES}, {"where", required_argument, NULL, O_WHERE},
        {"text", required_argument, NULL, O_TEXT},       {NULL, 0, NULL, 0},
    };
    int c;

    while ((c = getopt_long(argc, argv, "o:", table, NULL)) != -1) {
        switch (c) {
        case 'o':
            w->file = optarg;
            break;
        case O_LIST:
            w->list = optarg;
            break;
        case O_FIGURES:
            w->figures = optarg;
            break;
        case O_WHERE:
            w->q.where = optarg;
            break;
        case O_TEXT:
            w->q.text = optarg;
            break;
        default:
            return cli_usage(&cmd_print);
        }
    }
    if (argc - optind != (w->list || w->figures ? 1 : 2) || (w->list && w->figures))
        return cli_usage(&cmd_print);
    if (!w->list && (w->q.where || w->q.text))
        return cli_misused(&cmd_print, "%s", _("--where and --text go with --list."));
    return EXIT_DONE;
}

/* The printout; an exit status. */
static int lay_out(struct desk *d, struct wanted *w, char **argv, struct page **p)
{
    struct record *r = NULL;
    w->q.form = cli_form(d, argv[0]);
    w->q.sort = -1;
    if (!w->q.form)
        return EXIT_REFUSED;
    if (desk_permit(d, w->q.form, NULL, -1, -1, RIGHT_PRINT) != QT_OK)
        return cli_fail();
    if (w->figures)
        return report_page(d, report_find("figures"), w->q.form, w->figures, p) == QT_OK ? EXIT_DONE : cli_fail();
    if (w->list) {
        w->q.list = form_list(w->q.form, w->list);
        if (w->q.list < 0)
            return cli_refuse(_("Register '%s' has no list '%s'."), w->q.form->name, w->list);
        return report_list(d, &w->q, LIST_PAPER, 0, p) == QT_OK ? EXIT_DONE : cli_fail();
    }
    if (desk_find(d, w->q.form, argv[1], &r) != QT_OK)
        return cli_fail();
    int rc = report_record(d, r, p) == QT_OK ? EXIT_DONE : cli_fail();
    record_free(r);
    return rc;
}

static int cmd_print_run(const struct cli_globals *g, int argc, char **argv)
{
    struct wanted w = {0};
    struct page *p = NULL;
    struct desk *d;
    int rc = print_options(&w, argc, argv);
    if (rc == EXIT_DONE)
        rc = cli_open(g, OPEN_SIGNED, &d);
    if (rc != EXIT_DONE)
        return rc;
    rc = lay_out(d, &w, argv + optind, &p);
    if (rc == EXIT_DONE)
        rc = cli_page(d, p, &(struct cli_face){.file = w.file, .print = true});
    desk_close(d);
    return rc;
}
