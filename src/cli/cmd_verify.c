/* qiantai verify: checks the journal and the database. */
#include "cmd.h"

static int run_verify(struct cli_call *c)
{
    int64_t lines = 0, bad = 0, seq = 0;
    char hash[65];
    int rc = c->given[OPT_HEAD] ? desk_kept_head(c->d, c->given[OPT_HEAD]) : QT_OK;
    if (rc == QT_OK)
        rc = desk_verify(c->d, &lines, &bad);
    if (rc != QT_OK && bad > 0)
        return cli_refuse(_("The journal is not whole from line %lld on: %s"), (long long)bad, fault_text());
    if (rc == QT_OK)
        rc = desk_journal_head(c->d, &seq, hash);
    if (rc == QT_OK && c->given[OPT_SEARCH])
        rc = desk_verify_search(c->d);
    if (rc == QT_OK)
        printf(_("%lld journal lines, all in order. Head %lld:%s\n"), (long long)lines, (long long)seq, hash);
    if (rc == QT_OK)
        printf("%s\n", c->given[OPT_SEARCH]
                           ? _("The search index has of each record what it should have.")
                           : _("Of the search index some records were looked up; verify --search compares all."));
    return cli_done(rc);
}

const struct cli_command cmd_verify = {
    .name = "verify",
    .usage = "[--search] [--head SEQ:HASH]",
    .summary = N_("Check the journal's chain, its outside head and the database; names the first bad line."),
    .options = OPT(HEAD) | OPT(SEARCH),
    .run = run_verify,
    .open = OPEN_READ,
};
