/* qiantai edit: changes fields of a record. */
#include "cmd.h"

static int run_edit(struct cli_call *c)
{
    struct record *base = NULL;
    if (cli_by_hand(c->form, c->argc - 1, c->argv + 1) != QT_OK ||
        desk_attempt_on(c->d, c->form, c->argv[0], -1, RIGHT_CHANGE) != QT_OK ||
        desk_find(c->d, c->form, c->argv[0], &base) != QT_OK)
        return cli_fail();
    struct record *r = record_copy(base);
    int rc = cli_enter(c->d, r, c->argc - 1, c->argv + 1, NULL);
    if (rc == EXIT_DONE)
        rc = cli_save(c->d, base, r);
    record_free(r);
    record_free(base);
    return rc;
}

const struct cli_command cmd_edit = {
    .name = "edit",
    .usage = N_("REGISTER NUMBER field=value ..."),
    .summary = N_("Change fields of a record; what actions fill in is changed by actions."),
    .run = run_edit,
    .open = OPEN_SIGNED,
    .reg = true,
    .least = 3,
    .most = ANY_NUMBER,
};
