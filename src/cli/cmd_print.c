/* qiantai print: a record or a list on the printer, as PDF or as text. */
#include "cmd.h"

static int print_record(const struct cli_call *c)
{
    struct record *r = NULL;
    struct page *p = NULL;
    if (desk_find(c->d, c->form, c->argv[0], &r) != QT_OK)
        return cli_fail();
    int rc = cli_print(c, report_record(c->d, r, RECORD_PAPER, &p), &p);
    record_free(r);
    return rc;
}

static int print_list(const struct cli_call *c)
{
    struct query q = {.form = c->form, .sort = -1, .where = c->given[OPT_WHERE], .text = c->given[OPT_TEXT]};
    struct page *p = NULL;
    q.list = form_list(c->form, c->given[OPT_LIST]);
    if (q.list < 0)
        return cli_refuse(_("Register '%s' has no list '%s'."), c->form->name, c->given[OPT_LIST]);
    return cli_print(c, report_list(c->d, &q, LIST_PAPER, 0, &p), &p);
}

static int check_print(struct cli_call *c)
{
    bool list = c->given[OPT_LIST], figures = c->given[OPT_FIGURES];
    if (c->argc != (list || figures ? 1 : 2) || (list && figures))
        return cli_usage(c->command);
    if (!list && (c->given[OPT_WHERE] || c->given[OPT_TEXT]))
        return cli_misused(c->command, "%s", _("--where and --text go with --list."));
    return EXIT_DONE;
}

static int run_print(struct cli_call *c)
{
    const char *figures = c->given[OPT_FIGURES];
    struct page *p = NULL;
    if (desk_permit(c->d, c->form, NULL, -1, -1, RIGHT_PRINT) != QT_OK)
        return cli_fail();
    if (figures)
        return cli_print(c, report_page(c->d, report_find("figures"), c->form, figures, &p), &p);
    return c->given[OPT_LIST] ? print_list(c) : print_record(c);
}

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
    .check = check_print,
    .run = run_print,
    .open = OPEN_SIGNED,
    .options = OPT(OUTPUT) | OPT(LIST) | OPT(FIGURES) | OPT(WHERE) | OPT(TEXT),
    .reg = true,
    .least = 1,
    .most = 2,
};
