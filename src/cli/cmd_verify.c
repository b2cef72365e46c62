/* qiantai verify: checks the journal and the database. */
#include "cmd.h"

#include "qiantai/desk_copies.h"
#include "qiantai/desk_files.h"

/* What stands in FILE beside the lines is told, too: nothing vouches for it but this program's key. */
static int run_rebuild(struct cli_call *c)
{
    struct rebuilt r;
    const char *to = c->given[OPT_REBUILD];
    int rc = desk_rebuild(c->d, to, &r);
    if (rc != QT_OK) {
        desk_rebuilt_clear(&r);
        return cli_fail();
    }
    printf(_("%s: %lld records from %lld journal lines; %lld drafts, the hashes of PINs and the lists of files and "
             "terminals come from the present database.\n"),
           to, (long long)r.records, (long long)r.lines, (long long)r.drafts);
    if (r.pins.len)
        printf(_("These people need a new PIN there: %s.\n"), r.pins.s);
    if (r.clean)
        printf("%s\n", _("Verified: all in order there."));
    else
        printf(_("Personal values of %lld lines are lost: verify goes on naming them there.\n"), (long long)r.lost);
    if (r.ndiffers)
        fprintf(stderr,
                _("qiantai: The present database is not as its journal says: %s. %s has what the journal says.\n"),
                r.differs.s, to);
    else
        printf("%s\n", _("The present database is as its journal says."));
    rc = r.ndiffers ? EXIT_REFUSED : cli_out_done();
    desk_rebuilt_clear(&r);
    return rc;
}

static int run_verify(struct cli_call *c)
{
    int64_t lines = 0, bad = 0, seq = 0;
    char hash[65];
    struct buf files = {0};
    int rc = c->given[OPT_HEAD] ? desk_kept_head(c->d, c->given[OPT_HEAD]) : QT_OK;
    if (rc == QT_OK && c->given[OPT_REBUILD])
        return run_rebuild(c);
    if (rc == QT_OK)
        rc = desk_verify(c->d, c->given[OPT_SEARCH] != NULL, &lines, &bad);
    if (rc != QT_OK && bad > 0)
        return cli_refuse(_("The journal is not whole from line %lld on: %s"), (long long)bad, fault_text());
    if (rc == QT_OK)
        rc = desk_files_verify(c->d, &files);
    printf("%s", files.s ? files.s : "");
    buf_free(&files);
    if (rc == QT_OK)
        rc = desk_journal_head(c->d, &seq, hash);
    if (rc == QT_OK)
        printf("%s\n", c->given[OPT_SEARCH]
                           ? _("The search index has of each record what it should have.")
                           : _("Of the search index some records were looked up; verify --search compares all."));
    if (rc == QT_OK) /* the verdict comes last, and the head as its last word: scripts take it */
        printf(_("%lld journal lines, all in order. Head %lld:%s\n"), (long long)lines, (long long)seq, hash);
    return cli_done(rc);
}

const struct cli_command cmd_verify = {
    .name = "verify",
    .usage = "[--search] [--head SEQ:HASH] [--rebuild FILE]",
    .summary = N_("Check the journal's chain, its outside head and the database; names the first bad line. --rebuild: "
                  "make FILE, a new database, from the journal, and tell what the present one has otherwise."),
    .options = OPT(HEAD) | OPT(SEARCH) | OPT(REBUILD),
    .run = run_verify,
    .open = OPEN_READ,
};
