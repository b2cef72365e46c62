/* qiantai undo: takes back what this person did last at this terminal. */
#include "cmd.h"
#include "qiantai/desk_undo.h"

static void tell(const struct undone *u, bool dry)
{
    char at[17];
    stamp_show(u->at, at);
    printf(dry ? _("Would be taken back: %s %s %s, %s (%s)\n") : _("Taken back: %s %s %s, %s (%s)\n"), u->form->name,
           u->number, u->who, u->what, at + 11);
    if (u->made && !dry)
        printf(_("%s is void; the number stays taken.\n"), u->number);
}

static int run_undo(struct cli_call *c)
{
    struct undone u = {0};
    bool dry = c->given[OPT_DRY_RUN] != NULL;
    int rc = desk_undo_recall(c->d);
    if (rc == QT_OK)
        rc = (dry ? desk_undo_look : desk_undo)(c->d, &u);
    if (rc == QT_OK)
        tell(&u, dry);
    undone_clear(&u);
    return cli_done(rc);
}

const struct cli_command cmd_undo = {
    .name = "undo",
    .usage = N_("[--dry-run]\n\n"
                "  --dry-run  shows what would be taken back and changes nothing"),
    .summary = N_("Take back what you did last at this terminal, the newest first."),
    .run = run_undo,
    .open = OPEN_SIGNED,
    .options = OPT(DRY_RUN),
};
