/* qiantai verify: checks the journal and the database. */
#include "cmd.h"

static int cmd_verify_run(const struct cli_globals *g, int argc, char **argv);

const struct cli_command cmd_verify = {
    .name = "verify",
    .usage = "",
    .summary = N_("Check the journal's chain, its outside head and the database; names the first bad line."),
    .run = cmd_verify_run,
};

static int verify_desk(struct desk *d)
{
    int64_t lines = 0, bad = 0, seq = 0;
    char hash[65];
    if (desk_verify(d, &lines, &bad) != QT_OK) {
        if (bad > 0)
            return cli_refuse(_("The journal is not whole from line %lld on: %s"), (long long)bad, fault_text());
        return cli_fail();
    }
    if (desk_journal_head(d, &seq, hash) != QT_OK)
        return cli_fail();
    printf(_("%lld journal lines, all in order. Head %lld %s\n"), (long long)lines, (long long)seq, hash);
    return cli_out_done();
}

static int cmd_verify_run(const struct cli_globals *g, int argc, char **argv)
{
    struct desk *d;
    (void)argv;
    if (argc != 1)
        return cli_usage(&cmd_verify);
    int rc = cli_open(g, OPEN_READ, &d);
    if (rc != EXIT_DONE)
        return rc;
    rc = verify_desk(d);
    desk_close(d);
    return rc;
}
