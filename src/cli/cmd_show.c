/* qiantai show: one record, with its history if asked. */
#include "cmd.h"
#include "qiantai/desk_undo.h"

/* The number of a record that was taken back is told. */
static int not_there(struct cli_call *c)
{
    char *said = fault_code() == QT_NOTFOUND ? desk_void(c->d, c->form, c->argv[0]) : NULL;
    int rc = said ? cli_refuse("%s", said) : cli_fail();
    free(said);
    return rc;
}

static int run_show(struct cli_call *c)
{
    struct record *r = NULL;
    struct page *p = NULL;
    if (desk_find(c->d, c->form, c->argv[0], &r) != QT_OK)
        return not_there(c);
    int rc = cli_page(c, report_show(c->d, r, c->given[OPT_HISTORY], &p), &p);
    record_free(r);
    return rc;
}

const struct cli_command cmd_show = {
    .name = "show",
    .usage = "REGISTER NUMBER [--json] [--history]",
    .summary = N_("One record with its clocks; --history: with every change from the journal."),
    .run = run_show,
    .open = OPEN_LOOK,
    .options = OPT(JSON) | OPT(HISTORY),
    .reg = true,
    .least = 2,
    .most = 2,
};
