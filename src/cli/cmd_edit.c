/* qiantai edit: changes fields of a record. */
#include "cmd.h"

/* Fields that no entry form shows are the actions' own. */
static bool by_hand(const struct form *f, int argc, char **argv)
{
    for (int i = 0; i < argc; i++) {
        char *name = mem_dupn(argv[i], strcspn(argv[i], "="));
        int field = form_field(f, name);
        bool hidden = field >= 0 && f->fields[field].hidden;
        if (hidden)
            (void)cli_refuse(_("'%s' is filled in by actions; `qiantai act` does that."), name);
        free(name);
        if (hidden)
            return false;
    }
    return true;
}

static int run_edit(struct cli_call *c)
{
    struct record *base = NULL;
    if (!by_hand(c->form, c->argc - 1, c->argv + 1))
        return EXIT_REFUSED;
    if (desk_attempt_on(c->d, c->form, c->argv[0], -1, RIGHT_CHANGE) != QT_OK ||
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
