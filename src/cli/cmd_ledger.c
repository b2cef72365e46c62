/* qiantai ledger: accounts, transfers, what must hold, and the way out to hledger. */
#include "cmd.h"
#include "qiantai/report_ledger.h"

static int no_day(const struct cli_call *c, const char *day)
{
    struct civil date;
    return !day || date_read(day, &date) ? EXIT_DONE
                                         : cli_misused(c->command, _("'%s' is no date: 2026-11-30, for example."), day);
}

static int check_days(struct cli_call *c)
{
    int rc = no_day(c, c->given[OPT_FROM]);
    return rc == EXIT_DONE ? no_day(c, c->given[OPT_TO]) : rc;
}

static int run_list(struct cli_call *c)
{
    struct transfer_filter f = {.account = c->given[OPT_ACCOUNT],
                                .unit = c->given[OPT_UNIT],
                                .from = c->given[OPT_FROM],
                                .to = c->given[OPT_TO]};
    struct page *p = NULL;
    return cli_page(c, ledger_page(c->d, &f, &p), &p);
}

static int run_account(struct cli_call *c)
{
    const struct account_period when = {.from = c->given[OPT_FROM], .to = c->given[OPT_TO]};
    struct page *p = NULL;
    return cli_page(c, ledger_account_page(c->d, c->argv[0], &when, &p), &p);
}

static int run_unit(struct cli_call *c)
{
    struct page *p = NULL;
    return cli_page(c, ledger_unit_page(c->d, c->argv[0], &p), &p);
}

static int run_accounts(struct cli_call *c)
{
    struct page *p = NULL;
    return cli_page(c, ledger_accounts_page(c->d, c->given[OPT_TO], &p), &p);
}

static int run_receipts(struct cli_call *c)
{
    struct page *p = NULL;
    return cli_page(c, ledger_receipts_page(c->d, c->argc > 0 ? c->argv[0] : NULL, &p), &p);
}

/* The page is shown whatever it says; 1 when the books are not what the register says. */
static int run_compare(struct cli_call *c)
{
    struct page *p = NULL;
    size_t differ = 0;
    int list = c->given[OPT_LIST] ? form_list(c->form, c->given[OPT_LIST]) : 0;
    if (list < 0)
        return cli_refuse(_("Register '%s' has no list '%s'."), c->form->name, c->given[OPT_LIST]);
    int rc = cli_page(c, ledger_compare_page(c->d, c->form, list, &differ, &p), &p);
    if (rc != EXIT_DONE || differ == 0)
        return rc;
    return cli_refuse(_("Register and books do not agree for %zu units."), differ);
}

static void tell_rule(const char *rule, const char *broken, void *arg)
{
    (void)arg;
    printf("%-12s %s\n", rule, broken[0] ? broken : "ok");
}

static int run_check(struct cli_call *c)
{
    bool good = false;
    if (desk_ledger_check(c->d, tell_rule, NULL, &good) < 0)
        return cli_fail();
    int rc = cli_out_done();
    return rc == EXIT_DONE && !good ? EXIT_REFUSED : rc;
}

static int run_export(struct cli_call *c)
{
    struct buf out = {0};
    int rc = desk_permit(c->d, NULL, NULL, -1, -1, RIGHT_EXPORT);
    if (rc == QT_OK)
        rc = ledger_export(c->d, &out);
    int status = rc == QT_OK ? cli_reading(c, NULL, -1, false) : cli_fail();
    if (status == EXIT_DONE)
        (void)fputs(out.s ? out.s : "", stdout);
    buf_free(&out);
    return status == EXIT_DONE ? cli_out_done() : status;
}

static const struct cli_command verbs[] = {
    {.name = "list", .check = check_days, .run = run_list, .open = OPEN_LOOK},
    {.name = "account", .check = check_days, .run = run_account, .open = OPEN_LOOK, .least = 1, .most = 1},
    {.name = "unit", .run = run_unit, .open = OPEN_LOOK, .least = 1, .most = 1},
    {.name = "accounts", .check = check_days, .run = run_accounts, .open = OPEN_LOOK},
    {.name = "receipts", .run = run_receipts, .open = OPEN_LOOK, .most = 1},
    {.name = "compare", .run = run_compare, .open = OPEN_LOOK, .reg = true, .least = 1, .most = 1},
    {.name = "check", .run = run_check, .open = OPEN_READ},
    {.name = "export", .run = run_export, .open = OPEN_LOOK},
    {0},
};

const struct cli_command cmd_ledger = {
    .name = "ledger",
    .usage = N_("list [--account NAME] [--unit UNIT] [--from DAY] [--to DAY] [--csv [--bom] | --json | -o FILE]\n"
                "       qiantai ledger account NAME [--from DAY] [--to DAY] | unit UNIT [--csv | --json | -o FILE]\n"
                "       qiantai ledger accounts [--to DAY] [--csv | --json | -o FILE] | receipts [SERIES]\n"
                "       qiantai ledger compare REGISTER [--list NAME] | check | export"),
    .summary = N_("Money: accounts, transfers, receipts, and whether the books are in order."),
    .verbs = verbs,
    .options = OPT_FACES | OPT(OUTPUT) | OPT(ACCOUNT) | OPT(UNIT) | OPT(FROM) | OPT(TO) | OPT(LIST),
};
