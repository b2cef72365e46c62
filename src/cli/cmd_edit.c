/* qiantai edit: changes fields of a record. */
#include "cmd.h"

static int cmd_edit_run(const struct cli_globals *g, int argc, char **argv);

const struct cli_command cmd_edit = {
    .name = "edit",
    .usage = N_("REGISTER NUMBER field=value ..."),
    .summary = N_("Change fields of a record; what actions fill in is changed by actions."),
    .run = cmd_edit_run,
};

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

static int record_edit(struct desk *d, const struct form *f, int argc, char **argv)
{
    struct record *base = NULL, *r;
    struct outcome o = {0};
    if (!by_hand(f, argc - 1, argv + 1))
        return EXIT_REFUSED;
    if (desk_attempt_on(d, f, argv[0], -1, RIGHT_CHANGE) != QT_OK || desk_find(d, f, argv[0], &base) != QT_OK)
        return cli_fail();
    r = record_copy(base);
    int rc = cli_enter(d, r, argc - 1, argv + 1, NULL);
    if (rc == EXIT_DONE) {
        rc = cli_settle(d, r, desk_save(d, base, r, &o), &o);
        if (rc == EXIT_DONE) {
            puts(record_number(r));
            rc = cli_out_done();
        }
        outcome_free(&o);
    }
    record_free(r);
    record_free(base);
    return rc;
}

static int cmd_edit_run(const struct cli_globals *g, int argc, char **argv)
{
    struct desk *d;
    if (argc < 4)
        return cli_usage(&cmd_edit);
    int rc = cli_open(g, OPEN_SIGNED, &d);
    if (rc != EXIT_DONE)
        return rc;
    const struct form *f = cli_form(d, argv[1]);
    if (!f)
        rc = EXIT_REFUSED;
    else
        rc = record_edit(d, f, argc - 2, argv + 2);
    desk_close(d);
    return rc;
}
