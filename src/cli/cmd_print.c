/* qiantai print: a record or a list on the printer, as PDF or as text. */
#include "cmd.h"

enum { LETTERS_AT_ONCE = 100 };

/* One of the list's, or of the record's where list is NULL. NULL once the papers there are have been told. */
static const struct paper_rule *find_paper(const struct cli_call *c)
{
    int i = form_paper(c->form, c->given[OPT_PAPER]);
    int list = c->given[OPT_LIST] ? form_list(c->form, c->given[OPT_LIST]) + 1 : 0;
    struct buf names = {0};
    if (i >= 0 && (!c->form->papers[i].list || c->form->papers[i].list == list))
        return &c->form->papers[i];
    for (size_t k = 0; k < c->form->npapers; k++)
        if (!c->form->papers[k].list || c->form->papers[k].list == list)
            buf_addf(&names, " %s", c->form->papers[k].name);
    if (i >= 0)
        (void)cli_refuse(_("'%s' is a paper of the list '%s'. There are:%s"), c->given[OPT_PAPER],
                         c->form->lists[c->form->papers[i].list - 1].name, names.s ? names.s : " -");
    else
        (void)cli_refuse(_("Register '%s' has no paper '%s'. There are:%s"), c->form->name, c->given[OPT_PAPER],
                         names.s ? names.s : " -");
    buf_free(&names);
    return NULL;
}

static int print_record(const struct cli_call *c)
{
    const struct paper_rule *paper = c->given[OPT_PAPER] ? find_paper(c) : NULL;
    struct record *r = NULL;
    struct page *p = NULL;
    if (c->given[OPT_PAPER] && !paper)
        return EXIT_REFUSED;
    if (desk_find(c->d, c->form, c->argv[0], &r) != QT_OK)
        return cli_fail();
    int rc = paper ? report_paper(c->d, r, paper, &p) : report_record(c->d, r, RECORD_PAPER, &p);
    rc = cli_print(c, rc, &p);
    record_free(r);
    return rc;
}

/* The same paper of every record of the list, in its order. */
static int report_papers(const struct cli_call *c, const struct query *q, const struct paper_rule *paper,
                         struct page **out)
{
    struct desk_list *l = NULL;
    struct record_page found = {0};
    struct record *last = NULL;
    int rc = desk_list_open(c->d, q, &l);
    for (bool more = rc == QT_OK; more && rc == QT_OK;) {
        rc = desk_list_page(l, last ? PAGE_AFTER : PAGE_FIRST, last, LETTERS_AT_ONCE, &found);
        more = rc == QT_OK && found.n == LETTERS_AT_ONCE;
        for (size_t i = 0; rc == QT_OK && i < found.n; i++)
            rc = report_paper(c->d, found.v[i], paper, out);
        record_free(last);
        last = rc == QT_OK && more ? record_copy(found.v[found.n - 1]) : NULL;
        desk_page_free(&found);
    }
    record_free(last);
    desk_list_close(l);
    return rc == QT_OK && !*out ? fault(QT_NOTFOUND, _("The list is empty: nothing was printed.")) : rc;
}

static int print_list(const struct cli_call *c)
{
    struct query q = {.form = c->form, .sort = -1, .where = c->given[OPT_WHERE], .text = c->given[OPT_TEXT]};
    const struct paper_rule *paper = c->given[OPT_PAPER] ? find_paper(c) : NULL;
    struct page *p = NULL;
    const struct grid_rule *grid = cli_grid(c);
    if (grid)
        return cli_print(c, cli_grid_page(c, grid, &p), &p);
    if (c->given[OPT_MONTH])
        return cli_refuse("%s", _("--month goes with --list and a month grid."));
    if (c->given[OPT_PAPER] && !paper)
        return EXIT_REFUSED;
    q.list = form_list(c->form, c->given[OPT_LIST]);
    if (q.list < 0)
        return cli_refuse(_("Register '%s' has no list '%s'."), c->form->name, c->given[OPT_LIST]);
    if (paper && paper->list)
        return cli_print(c, report_list_paper(c->d, &q, paper, &p), &p);
    return cli_print(c, paper ? report_papers(c, &q, paper, &p) : report_list(c->d, &q, LIST_PAPER, 0, &p), &p);
}

static int check_print(struct cli_call *c)
{
    bool list = c->given[OPT_LIST], figures = c->given[OPT_FIGURES];
    if (c->argc != (list || figures ? 1 : 2) || (list && figures))
        return cli_usage(c->command);
    if (figures && c->given[OPT_PAPER])
        return cli_misused(c->command, "%s", _("--paper goes with a record or with --list."));
    if (!list && c->given[OPT_MONTH])
        return cli_misused(c->command, "%s", _("--month goes with --list and a month grid."));
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
    .usage = N_("REGISTER NUMBER [--paper NAME] [-o FILE]\n"
                "  qiantai print REGISTER --list NAME [--paper NAME] [--where SQL-EXPR] [--text TEXT] [-o FILE]\n"
                "  qiantai print REGISTER --figures YYYY-MM|YYYY|all [-o FILE]\n\n"
                "  -o       FILE.pdf, FILE.txt, or - for text on the terminal; without it as the settings\n"
                "           print_command, print_dir and print_text say\n"
                "  --paper  one of the register's papers; with --list one of the list, or that of each of its records\n"
                "  --list   one of the register's lists, whole; a month grid: of this month, or --month YYYY-MM\n"
                "  --where  condition over the fields, --text: filter as typed in the list"),
    .summary = N_("Print a record or a list: on the printer, as PDF or as text."),
    .check = check_print,
    .run = run_print,
    .open = OPEN_SIGNED,
    .options = OPT(OUTPUT) | OPT(PAPER) | OPT(LIST) | OPT(MONTH) | OPT(FIGURES) | OPT(WHERE) | OPT(TEXT),
    .reg = true,
    .least = 1,
    .most = 2,
};
